//! Pure. A scanned clause in, the cues that a reader is shown out: the words a decision rests on, with their English.

use std::ops::Range;

use super::clause;
use super::dating::Dated;
use super::lexicon::{Kind, Role};
use super::scan::Scan;
use crate::model::{Cue, CueRole};

/// The words a decision rests on, each once, in text order.
pub(super) fn cues(
    scan: &Scan<'_>,
    range: &Range<usize>,
    date: Option<&Dated>,
    amount: Option<&Range<usize>>,
) -> Vec<Cue> {
    let cue = |at: Range<usize>, gloss: &str, role: CueRole| {
        let text = scan.text.get(at.clone()).unwrap_or_default().to_owned();
        let gloss = if gloss.is_empty() { text.clone() } else { gloss.to_owned() };
        Cue { text, start: at.start, end: at.end, gloss, role }
    };
    let mut all: Vec<Cue> = Vec::new();
    for hit in scan.within(range) {
        let Some(role) = shown(&hit.entry.kind) else { continue };
        if all.last().is_some_and(|last| last.start == hit.start && last.end == hit.end && last.role == role) {
            continue;
        }
        all.push(cue(hit.range(), &hit.entry.gloss, role));
    }
    all.extend(date.map(|(date, _, at)| cue(at.clone(), &date.to_string(), CueRole::Date)));
    all.extend(amount.map(|at| cue(at.clone(), "", CueRole::Quantity)));
    all.sort_by_key(|cue| (cue.start, cue.end));
    all.truncate(24);
    all
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
        Kind::Cue(role) if clause::VERBS.contains(role) => Some(match role {
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
