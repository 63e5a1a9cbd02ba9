//! Pure. Two records of one pledge in; what differs, as event kinds with named reasons, loudest first, out.

use super::bodies::parties;
use super::listed;
use crate::model::{Claim, EventKind, Polarity, Record, SpeakerRole, Strength};

/// One difference between two records of a pledge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is called.
    pub kind: EventKind,
    /// Why, `snake_case`.
    pub reason: &'static str,
    /// For a scope change: whether it binds less than before.
    pub narrower: bool,
}

fn difference(kind: EventKind, reason: &'static str) -> Difference {
    Difference { kind, reason, narrower: false }
}

/// Everything that differs between two claims of one pledge, loudest first; empty when only words do.
pub fn differences(old: &Claim, new: &Claim) -> Vec<Difference> {
    if let Some(end) = ended(old, new) {
        return vec![end];
    }
    let mut found = Vec::new();
    found.extend(firmness(old, new));
    found.extend(date(&old.record, &new.record));
    found.extend(number(&old.record, &new.record));
    found.extend(scope(&old.record, &new.record));
    if found.is_empty() {
        found.extend(in_words(old, new));
    }
    found
}

/// What the records do not tell: a number of no known unit, and a list that names more or fewer.
fn in_words(old: &Claim, new: &Claim) -> Option<Difference> {
    if let Some((a, b)) = listed::number_moved(old, new) {
        let reason = if b < a { "number_lower" } else { "number_higher" };
        return Some(difference(EventKind::QuantityChanged, reason));
    }
    let (reason, narrower) = match (listed::names_more(old, new), listed::names_more(new, old)) {
        (true, _) => ("list_longer", false),
        (_, true) => ("list_shorter", true),
        _ => return None,
    };
    Some(Difference { kind: EventKind::ScopeChanged, reason, narrower })
}

/// Cancelled or negated in words.
fn ended(old: &Claim, new: &Claim) -> Option<Difference> {
    match (old.record.polarity, new.record.polarity) {
        (Polarity::Positive, Polarity::Withdrawal) => Some(difference(EventKind::Withdrawn, "cancelled_in_words")),
        (Polarity::Positive, Polarity::Denial) => Some(difference(EventKind::Withdrawn, "negated_in_words")),
        _ => None,
    }
}

/// The firmness that counts: what another party says, or a demand, binds nobody.
fn firmness_of(claim: &Claim) -> Strength {
    match claim.speaker_role {
        SpeakerRole::AttributedToOther | SpeakerRole::DemandOnOther | SpeakerRole::Background => {
            claim.record.strength.min(Strength::Calls)
        }
        _ => claim.record.strength,
    }
}

fn firmness(old: &Claim, new: &Claim) -> Option<Difference> {
    let (before, after) = (firmness_of(old), firmness_of(new));
    if after < before {
        let reason = match new.guideline {
            Some(crate::model::Guideline::Condition) => "made_conditional",
            Some(crate::model::Guideline::Willingness) => "only_willing_now",
            _ => "less_firm",
        };
        return Some(difference(EventKind::Weakened, reason));
    }
    (after > before).then(|| difference(EventKind::Strengthened, "firmer"))
}

fn date(old: &Record, new: &Record) -> Option<Difference> {
    let reason = match (old.date, new.date) {
        (a, b) if a == b => return None,
        (None, _) => "date_added",
        (Some(_), None) => "date_dropped",
        (Some(a), Some(b)) if a.agrees_with(b) => "date_precision",
        (Some(a), Some(b)) if b.first_day() > a.first_day() => "date_later",
        _ => "date_earlier",
    };
    Some(difference(EventKind::DeadlineChanged, reason))
}

fn number(old: &Record, new: &Record) -> Option<Difference> {
    let (Some(a), Some(b)) = (&old.quantity, &new.quantity) else {
        return match (&old.quantity, &new.quantity) {
            (None, None) => None,
            (None, _) => Some(difference(EventKind::QuantityChanged, "number_added")),
            _ => Some(difference(EventKind::QuantityChanged, "number_dropped")),
        };
    };
    if (a.value - b.value).abs() < 1e-9 && a.unit == b.unit && a.from == b.from {
        return None;
    }
    let reason = match b.value.partial_cmp(&a.value) {
        Some(std::cmp::Ordering::Less) => "number_lower",
        Some(std::cmp::Ordering::Greater) => "number_higher",
        _ => "number_unit",
    };
    Some(difference(EventKind::QuantityChanged, reason))
}

fn scope(old: &Record, new: &Record) -> Option<Difference> {
    let gone = |a: &[String], b: &[String]| a.iter().any(|x| !b.contains(x));
    // A partner may be told as one of two who act together.
    let left = |a: &Record, b: &Record| {
        let there = parties(b);
        a.counterparties.iter().any(|x| !b.counterparties.contains(x) && !there.contains(x))
    };
    let (dropped, added) = (left(old, new), left(new, old));
    // The topic's own name comes and goes with the words around it.
    let named =
        |record: &Record| record.objects.iter().filter(|object| *object != "fentanyl").cloned().collect::<Vec<_>>();
    let (had, has) = (named(old), named(new));
    let (lost, gained) = (gone(&had, &has), gone(&has, &had));
    let (reason, narrower) = match (dropped, added, lost, gained) {
        (true, false, ..) => ("counterparty_dropped", true),
        (true, true, ..) => ("counterparty_swapped", false),
        (false, true, ..) => ("counterparty_added", false),
        (false, false, true, false) => ("object_dropped", true),
        (false, false, true, true) => ("object_swapped", false),
        (false, false, false, true) => ("object_added", false),
        (false, false, false, false) => return None,
    };
    Some(Difference { kind: EventKind::ScopeChanged, reason, narrower })
}
