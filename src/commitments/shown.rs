//! Pure. A scanned clause in, the cues that a reader is shown out: the words a decision rests on, with their English.

use std::ops::Range;

use super::clause;
use super::dating::Dated;
use super::lexicon::{Kind, Role};
use super::scan::Scan;
use crate::model::{Cue, CueRole};

/// More cues than this are not shown.
const MOST: usize = 24;

/// The words a decision rests on, each once, in text order.
pub(super) fn cues(
    scan: &Scan<'_>,
    range: &Range<usize>,
    date: Option<&Dated>,
    amount: Option<&Range<usize>>,
) -> Vec<Cue> {
    // Copied only once it is known which are shown.
    let mut all: Vec<(Range<usize>, Option<&str>, CueRole)> = Vec::new();
    for hit in scan.within(range) {
        let Some(role) = shown(&hit.entry.kind) else { continue };
        if all.last().is_some_and(|(at, _, last)| *at == hit.range() && *last == role) {
            continue;
        }
        all.push((hit.range(), Some(&hit.entry.gloss), role));
    }
    let told = date.map(|(date, ..)| date.to_string());
    all.extend(date.map(|(_, _, at)| (at.clone(), told.as_deref(), CueRole::Date)));
    all.extend(amount.map(|at| (at.clone(), None, CueRole::Quantity)));
    all.sort_by_key(|(at, ..)| (at.start, at.end));
    all.truncate(MOST);
    let cue = |(at, gloss, role): (Range<usize>, Option<&str>, CueRole)| {
        let text = scan.text.get(at.clone()).unwrap_or_default().to_owned();
        let gloss = gloss.filter(|gloss| !gloss.is_empty()).map_or_else(|| text.clone(), str::to_owned);
        Cue { text, start: at.start, end: at.end, gloss, role }
    };
    all.into_iter().map(cue).collect()
}

/// What a kind of hit tells a reader; None for what is not shown.
pub(super) fn shown(kind: &Kind) -> Option<CueRole> {
    match kind {
        Kind::Cue(
            Role::Prep
            | Role::Coordinator
            | Role::Inert
            | Role::AndJoint
            | Role::FromTo
            | Role::Newness
            | Role::QuestionLabel
            | Role::AnswerLabel
            | Role::Deadline
            | Role::Subordinate
            | Role::Duration
            | Role::Visa
            | Role::Embedded
            | Role::Disposal
            | Role::Progressive
            | Role::Perfect
            | Role::Anchor
            | Role::Anaphor
            | Role::Effective
            | Role::Rulemaking
            | Role::Document,
        ) => None,
        Kind::Cue(role) if clause::is_verb(*role) => Some(match role {
            Role::Denial | Role::PastOperation | Role::Rhetoric | Role::Advice | Role::Recommendation => CueRole::Guard,
            _ => CueRole::Strength,
        }),
        Kind::Cue(
            Role::OwnSubject | Role::OtherSubject | Role::JointSubject | Role::Pronoun | Role::Measure | Role::Nonactor,
        ) => Some(CueRole::Actor),
        Kind::Cue(Role::Immediate) => Some(CueRole::Date),
        Kind::Cue(Role::Trade) => Some(CueRole::Action),
        Kind::Cue(_) => Some(CueRole::Guard),
        Kind::Class(_) => Some(CueRole::Action),
        Kind::Object(_) => Some(CueRole::Object),
        Kind::Party { .. } => Some(CueRole::Actor),
        Kind::Local(_)
        | Kind::Binds(_)
        | Kind::Unit(_)
        | Kind::Concept(_)
        | Kind::Context(_)
        | Kind::Off
        | Kind::Half { .. } => None,
    }
}
