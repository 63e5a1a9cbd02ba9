//! Pure. Two texts of one item, read and confirmed, with their claims in; one verdict with its reason out.

use super::{Placed, differences};
use crate::model::codes::codes;
use crate::model::{Change, Claim, EventKind, Polarity};

codes! {
    /// What a change comes to; the first that applies, in this order.
    VerdictKind, "verdict" {
        /// Cancelled, negated or removed.
        Withdrawn = "withdrawn",
        /// Less firm or narrower.
        Weakened = "weakened",
        /// A commitment that was not there.
        NewCommitment = "new_commitment",
        /// Firmer or wider.
        Strengthened = "strengthened",
        /// The date differs.
        DeadlineChanged = "deadline_changed",
        /// The number differs.
        QuantityChanged = "quantity_changed",
        /// The same record in other words.
        Restated = "restated",
        /// A commitment that is not on the topic.
        NewOfftopic = "new_offtopic",
        /// On-topic text without a commitment.
        NewBackground = "new_background",
        /// Nothing that matters.
        Cosmetic = "cosmetic",
    }
}

/// A verdict with what led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The verdict.
    pub kind: VerdictKind,
    /// For withdrawn: `stated` or `removed`.
    pub how: Option<&'static str>,
    /// Whether readers are alerted.
    pub alert: bool,
    /// Name of the reason.
    pub reason: String,
    /// Kinds of all events found.
    pub events: Vec<EventKind>,
}

/// Judges a change. `before` and `after` are the claims of both texts by sentence.
pub fn verdict(change: &Change, before: &[Placed], after: &[Placed]) -> Verdict {
    let mut candidates: Vec<(VerdictKind, Option<&'static str>, String, EventKind)> = Vec::new();
    let mut used = vec![false; after.len()];
    for old in before.iter().filter(|p| p.claim.counts() && p.claim.record.polarity == Polarity::Positive) {
        let place = change.successor(old.sentence);
        match partner(&old.claim, place, after, &used) {
            Some(n) => {
                used[n] = true;
                candidates.extend(judged(&old.claim, &after[n].claim, place, change, old.sentence));
            }
            None => candidates.push((
                VerdictKind::Withdrawn,
                Some("removed"),
                "sentence_gone".to_owned(),
                EventKind::Removed,
            )),
        }
    }
    let was: Vec<usize> = before.iter().filter(|p| p.claim.counts()).map(|p| p.sentence).collect();
    let untouched: Vec<usize> = change.unchanged.iter().chain(&change.moved).map(|(_, n)| *n).collect();
    for (n, new) in after.iter().enumerate() {
        if !used[n] && !untouched.contains(&new.sentence) {
            candidates.extend(fresh(&new.claim, &was));
        }
    }
    candidates.sort_by_key(|c| c.0);
    let mut events: Vec<EventKind> = Vec::new();
    for (.., kind) in &candidates {
        if !events.contains(kind) {
            events.push(*kind);
        }
    }
    match candidates.into_iter().next() {
        Some((kind, how, reason, _)) => Verdict { kind, how, alert: alerts(kind), reason, events },
        None => Verdict {
            kind: VerdictKind::Cosmetic,
            how: None,
            alert: false,
            reason: "no_record_touched".to_owned(),
            events: Vec::new(),
        },
    }
}

fn alerts(kind: VerdictKind) -> bool {
    kind <= VerdictKind::QuantityChanged
}

/// The claim of the new text that stands where the old one stood, else the most alike on-topic one left.
fn partner(old: &Claim, place: Option<usize>, after: &[Placed], used: &[bool]) -> Option<usize> {
    let free = |n: &usize| !used[*n] && after[*n].claim.topic.is_some() && after[*n].claim.topic == old.topic;
    let here = (0..after.len()).filter(free).filter(|n| Some(after[*n].sentence) == place);
    let alike = |n: &usize| super::wording::likeness(&old.quote, &after[*n].claim.quote);
    let same_class = |n: &usize| {
        let bonus = if after[*n].claim.record.action_class == old.record.action_class { 1.0 } else { 0.0 };
        bonus + alike(n)
    };
    here.max_by(|a, b| same_class(a).total_cmp(&same_class(b))).or_else(|| {
        (0..after.len())
            .filter(free)
            .filter(|n| {
                place.is_none() && (alike(n) >= 0.35 || after[*n].claim.record.action_class == old.record.action_class)
            })
            .max_by(|a, b| same_class(a).total_cmp(&same_class(b)))
    })
}

fn judged(
    old: &Claim,
    new: &Claim,
    place: Option<usize>,
    change: &Change,
    sentence: usize,
) -> Vec<(VerdictKind, Option<&'static str>, String, EventKind)> {
    let found = differences(old, new);
    let verbatim = change.unchanged.iter().chain(&change.moved).any(|(o, n)| *o == sentence && Some(*n) == place);
    if found.is_empty() {
        let reworded = !verbatim && super::wording::likeness(&old.quote, &new.quote) < 0.97;
        let restated = (VerdictKind::Restated, None, "same_record".to_owned(), EventKind::Restated);
        return if reworded { vec![restated] } else { Vec::new() };
    }
    found
        .into_iter()
        .map(|d| {
            let (kind, how) = match d.kind {
                EventKind::Withdrawn => (VerdictKind::Withdrawn, Some("stated")),
                EventKind::Weakened => (VerdictKind::Weakened, None),
                EventKind::Strengthened => (VerdictKind::Strengthened, None),
                EventKind::DeadlineChanged => (VerdictKind::DeadlineChanged, None),
                EventKind::QuantityChanged => (VerdictKind::QuantityChanged, None),
                _ if d.narrower => (VerdictKind::Weakened, None),
                _ => (VerdictKind::Strengthened, None),
            };
            (kind, how, d.reason.to_owned(), d.kind)
        })
        .collect()
}

/// A claim in text that was not there before.
fn fresh(new: &Claim, was: &[usize]) -> Option<(VerdictKind, Option<&'static str>, String, EventKind)> {
    if new.counts() && new.record.polarity == Polarity::Withdrawal {
        let reason = if was.is_empty() { "cancellation_of_something_unseen" } else { "cancelled_in_words" };
        return Some((VerdictKind::Withdrawn, Some("stated"), reason.to_owned(), EventKind::Withdrawn));
    }
    if new.counts() {
        return Some((VerdictKind::NewCommitment, None, "not_known_before".to_owned(), EventKind::New));
    }
    if new.is_commitment {
        return Some((VerdictKind::NewOfftopic, None, "off_topic".to_owned(), EventKind::New));
    }
    new.topic.as_ref()?;
    Some((VerdictKind::NewBackground, None, "on_topic_without_commitment".to_owned(), EventKind::Edited))
}
