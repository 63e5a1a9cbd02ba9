//! Pure. A clause in, a "no" out if its sentence is no act at all: a question, a caption, a contact, a recital.

use super::decide::{Clause, Verdict, no};
use super::lexicon::Role;
use super::scan::Scan;
use crate::model::{Guideline, SpeakerRole, Strength};

/// The "no" of what is no act whatever it tells.
pub(super) fn noise(clause: &Clause<'_, '_>) -> Option<Verdict> {
    let scan = clause.scan;
    if scan.text.trim_end_matches(['"', '”', '’', ' ']).ends_with(['?', '？']) {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::NoCue, "noise.question"));
    }
    const ACTS: [Role; 7] =
        [Role::Ordered, Role::Pledged, Role::Intends, Role::InForce, Role::Withdrawal, Role::Deontic, Role::Denial];
    let strong = ACTS.into_iter().any(|r| clause.has(r));
    if labelled(scan) || (clause.has(Role::Boilerplate) && !strong) {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::Boilerplate, "noise.boilerplate"));
    }
    None
}

/// Whether a sentence is the text of a picture or an attachment ("Photo: …", "Annex 2: …"), whatever it tells, or a recital,
/// which gives the grounds of a decree.
fn labelled(scan: &Scan<'_>) -> bool {
    let whole = 0..scan.text.len();
    let opens = |role: Role| scan.cues(&whole, role).find(|hit| hit.start <= 1);
    let label = opens(Role::Boilerplate).is_some_and(|hit| {
        let rest = scan.text[hit.start..].trim_start_matches(|c: char| c.is_alphabetic());
        rest.trim_start_matches(|c: char| c == ' ' || c == '\u{a0}' || c.is_ascii_digit()).starts_with([':', '：'])
    });
    label || (scan.text.trim_end().ends_with([';', '；']) && opens(Role::Recital).is_some())
}
