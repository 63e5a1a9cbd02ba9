//! Pure. Two texts of one item, read and confirmed, with their claims in; one verdict with its reason out.

use super::wording::{Wordings, mended};
use super::{Placed, differences};
use crate::model::codes::codes;
use crate::model::{Change, Claim, Document, EventKind, Guideline, Polarity, SpeakerRole, Strength};

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

/// Two texts of one item with what is known of both.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'a> {
    /// The text before.
    pub old: &'a Document,
    /// The text after.
    pub new: &'a Document,
    /// Their difference.
    pub change: &'a Change,
    /// Claims of the text before.
    pub before: &'a [Placed],
    /// Claims of the text after.
    pub after: &'a [Placed],
}

/// One thing that differs.
struct Candidate {
    kind: VerdictKind,
    how: Option<&'static str>,
    reason: &'static str,
    event: EventKind,
    /// Whether the record concerned is on a topic.
    on_topic: bool,
}

impl Candidate {
    fn new(kind: VerdictKind, reason: &'static str, event: EventKind, on_topic: bool) -> Self {
        Self { kind, how: None, reason, event, on_topic }
    }

    /// What readers are told at once: a record on the topic that was withdrawn, changed or is new.
    fn alerts(&self) -> bool {
        self.on_topic && self.kind <= VerdictKind::QuantityChanged
    }
}

/// Judges a change. What is on the topic comes before what is not, so that nothing on it is hidden.
pub fn verdict(versions: &Versions<'_>) -> Verdict {
    let mut candidates = Comparison::new(versions).candidates();
    candidates.sort_by_key(|c| (!c.alerts(), c.kind, !c.on_topic));
    let mut events: Vec<EventKind> = Vec::new();
    for candidate in &candidates {
        if !events.contains(&candidate.event) {
            events.push(candidate.event);
        }
    }
    match candidates.into_iter().next() {
        Some(first) => {
            Verdict { kind: first.kind, how: first.how, alert: first.alerts(), reason: first.reason.to_owned(), events }
        }
        None => Verdict {
            kind: VerdictKind::Cosmetic,
            how: None,
            alert: false,
            reason: "no_record_touched".to_owned(),
            events: Vec::new(),
        },
    }
}

/// From this share of common content on, two sentences speak of one matter.
const ONE_MATTER: f64 = 0.2;
/// So alike are two wordings of one sentence, whatever stands between.
const ALIKE: f64 = 0.45;

/// The work of judging one change.
struct Comparison<'a> {
    versions: &'a Versions<'a>,
    wordings: Wordings,
    /// Old and new sentences that only a slip of the pen tells apart.
    mended: Vec<(usize, usize)>,
    /// New sentences that stand in the old text as well.
    untouched: Vec<usize>,
    used: Vec<bool>,
}

impl<'a> Comparison<'a> {
    fn new(versions: &'a Versions<'a>) -> Self {
        let (old, new) = (versions.old.sentences(), versions.new.sentences());
        let slip = |o: usize, n: usize| old.get(o).zip(new.get(n)).is_some_and(|(o, n)| mended(o.text, n.text));
        let change = versions.change;
        Self {
            mended: change.edited.iter().filter(|e| slip(e.old, e.new)).map(|e| (e.old, e.new)).collect(),
            untouched: change.unchanged.iter().chain(&change.moved).map(|(_, n)| *n).collect(),
            used: vec![false; versions.after.len()],
            wordings: Wordings::default(),
            versions,
        }
    }

    fn candidates(mut self) -> Vec<Candidate> {
        let mut found = Vec::new();
        let kept = |p: &&Placed| p.claim.is_commitment && p.claim.record.polarity == Polarity::Positive;
        for old in self.versions.before.iter().filter(kept) {
            let place = self.versions.change.successor(old.sentence);
            let mended = place.is_some_and(|n| self.mended.contains(&(old.sentence, n)));
            match self.partner(&old.claim, place) {
                Some(n) => {
                    self.used[n] = true;
                    let new = &self.versions.after[n];
                    let verbatim = mended || place == Some(new.sentence) && self.untouched.contains(&new.sentence);
                    found.extend(judged(&old.claim, &new.claim, verbatim));
                }
                // A word mended takes no record away, even if it was read only with the other spelling.
                None if mended => {}
                None => found.push(Candidate {
                    how: Some("removed"),
                    ..Candidate::new(
                        VerdictKind::Withdrawn,
                        "sentence_gone",
                        EventKind::Removed,
                        old.claim.topic.is_some(),
                    )
                }),
            }
        }
        let was = self.versions.before.iter().any(|p| p.claim.counts());
        for (n, new) in self.versions.after.iter().enumerate() {
            let stood = self.untouched.contains(&new.sentence) || self.mended.iter().any(|(_, m)| *m == new.sentence);
            if !self.used[n] && !stood {
                found.extend(fresh(&new.claim, was));
            }
        }
        found
    }

    /// The claim of the new text that stands where the old one stood, if it is on the same matter; else the most alike one
    /// in text that was not there before.
    fn partner(&self, old: &Claim, place: Option<usize>) -> Option<usize> {
        let after = self.versions.after;
        let words = self.wordings.of(old);
        let alike = |n: usize| words.likeness(&self.wordings.of(&after[n].claim));
        let common = |n: usize| words.content_in_common(&self.wordings.of(&after[n].claim));
        let nearness = |n: &usize| {
            let class = after[*n].claim.record.action_class == old.record.action_class;
            alike(*n) + if class { 1.0 } else { 0.0 }
        };
        let nearest = |all: Vec<usize>| all.into_iter().max_by(|a, b| nearness(a).total_cmp(&nearness(b)));
        // Of two topics' records of one sentence each has its own.
        let free = |n: &usize| {
            let one = after[*n].claim.topic.is_none() || old.topic.is_none() || after[*n].claim.topic == old.topic;
            !self.used[*n] && one
        };
        let here: Vec<usize> = (0..after.len()).filter(free).filter(|n| Some(after[*n].sentence) == place).collect();
        let stayed = place.is_some_and(|at| self.untouched.contains(&at));
        if let Some(n) = nearest(here)
            && (stayed || alike(n) >= ALIKE || common(n) >= ONE_MATTER)
        {
            return Some(n);
        }
        let elsewhere = (0..after.len()).filter(free).filter(|n| {
            !self.untouched.contains(&after[*n].sentence)
                && Some(after[*n].sentence) != place
                && (alike(*n) >= ALIKE || common(*n) >= 1.5 * ONE_MATTER)
        });
        nearest(elsewhere.collect())
    }
}

fn judged(old: &Claim, new: &Claim, verbatim: bool) -> Vec<Candidate> {
    let on_topic = old.topic.is_some() || new.topic.is_some();
    let found = differences(old, new);
    if found.is_empty() {
        let reworded = !verbatim && super::wording::likeness(&old.quote, &new.quote) < 0.97;
        let restated = Candidate::new(VerdictKind::Restated, "same_record", EventKind::Restated, on_topic);
        return if reworded { vec![restated] } else { Vec::new() };
    }
    found
        .into_iter()
        .map(|d| {
            let kind = match d.kind {
                EventKind::Withdrawn => VerdictKind::Withdrawn,
                EventKind::Weakened => VerdictKind::Weakened,
                EventKind::Strengthened => VerdictKind::Strengthened,
                EventKind::DeadlineChanged => VerdictKind::DeadlineChanged,
                EventKind::QuantityChanged => VerdictKind::QuantityChanged,
                _ if d.narrower => VerdictKind::Weakened,
                _ => VerdictKind::Strengthened,
            };
            let how = (kind == VerdictKind::Withdrawn).then_some("stated");
            Candidate { how, ..Candidate::new(kind, d.reason, d.kind, on_topic) }
        })
        .collect()
}

/// A claim in text that was not there before.
fn fresh(new: &Claim, was: bool) -> Option<Candidate> {
    let on_topic = new.topic.is_some();
    if new.counts() && new.record.polarity == Polarity::Withdrawal {
        let reason = if was { "cancelled_in_words" } else { "cancellation_of_something_unseen" };
        let how = Some("stated");
        return Some(Candidate { how, ..Candidate::new(VerdictKind::Withdrawn, reason, EventKind::Withdrawn, true) });
    }
    if new.counts() {
        return Some(Candidate::new(VerdictKind::NewCommitment, "not_known_before", EventKind::New, true));
    }
    if !on_topic {
        let offtopic = Candidate::new(VerdictKind::NewOfftopic, "off_topic", EventKind::New, false);
        return (new.is_commitment || promises(new)).then_some(offtopic);
    }
    let background = Candidate::new(VerdictKind::NewBackground, "on_topic_without_commitment", EventKind::Edited, true);
    (!navigates(&new.quote)).then_some(background)
}

/// A promise of the page's own, off the topic, of which no kind of act is known.
fn promises(claim: &Claim) -> bool {
    claim.guideline == Some(Guideline::NotTestable)
        && claim.record.strength >= Strength::Intends
        && claim.record.polarity == Polarity::Positive
        && matches!(claim.speaker_role, SpeakerRole::Own | SpeakerRole::Joint | SpeakerRole::NeutralReport)
}

/// "Home / Borders / Fentanyl": a way through a site is no text.
fn navigates(text: &str) -> bool {
    let marks = text.matches(['/', '|', '>', '→', '»', '›', '·']).count();
    marks >= 2 && !text.trim_end().ends_with(['.', '。', '!', '?', '！', '？'])
}
