//! Pure. What became of each sighting the target had: still there, reworded, changed, lowered or missing.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::make::{self, Telling};
use super::same::{JOIN, Place, same_by};
use super::wording::{Wordings, likeness};
use super::{Placed, Reading, differences};
use crate::model::{
    Cause, Claim, Commitment, CommitmentId, CommitmentState, Document, Event, EventKind, LedgerEntry, Pending, Quieted,
    Record, Sighting, SightingState, Window,
};

/// The state of one reading while it is worked through.
pub(super) struct Work<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) entries: Vec<LedgerEntry>,
    pub(super) touched: BTreeSet<String>,
    pub(super) sightings: Vec<Sighting>,
    pub(super) events: Vec<Event>,
    pub(super) used: BTreeSet<usize>,
    pub(super) again: Option<Timestamp>,
    pub(super) quieted: Vec<Quieted>,
    pub(super) wordings: Wordings,
    new_keys: Vec<String>,
    new_by_key: HashMap<String, usize>,
    old_by_key: HashMap<String, usize>,
}

impl<'a> Work<'a> {
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let new_keys: Vec<String> = reading.new.sentences().iter().map(|s| s.sentence.key.clone()).collect();
        let index = |keys: &[String]| keys.iter().enumerate().rev().map(|(i, k)| (k.clone(), i)).collect();
        let old: Vec<String> =
            reading.old.map(|d| d.sentences().iter().map(|s| s.sentence.key.clone()).collect()).unwrap_or_default();
        Self {
            entries: reading.slice.entries.clone(),
            touched: BTreeSet::new(),
            sightings: Vec::new(),
            events: Vec::new(),
            used: BTreeSet::new(),
            again: None,
            quieted: Vec::new(),
            wordings: Wordings::default(),
            new_by_key: index(&new_keys),
            old_by_key: index(&old),
            new_keys,
            reading,
        }
    }

    /// Where the claims of this reading stand.
    pub(super) fn place(&self) -> Place<'_> {
        Place {
            url: &self.reading.moment.url,
            agency: &self.reading.origin.agency,
            lang: self.reading.moment.lang,
            twins: self.reading.twins,
            published: self.reading.moment.published,
        }
    }

    pub(super) fn key_of(&self, sentence: usize) -> &str {
        self.new_keys.get(sentence).map_or("", String::as_str)
    }

    /// The entry, to be changed and written.
    pub(super) fn entry_mut(&mut self, id: &str) -> Option<&mut Commitment> {
        self.touched.insert(id.to_owned());
        self.entries.iter_mut().map(|e| &mut e.commitment).find(|c| c.id.as_str() == id)
    }

    /// Where a sentence of the base stands now: the same text anywhere, else what the difference says it became.
    fn now_at(&self, sighting: &Sighting) -> (Option<usize>, bool) {
        if let Some(&same) = self.new_by_key.get(&sighting.sentence_key) {
            return (Some(same), true);
        }
        if let Some(Pending::Lowered { sentence_key, .. }) = &sighting.pending
            && let Some(&weaker) = self.new_by_key.get(sentence_key)
        {
            return (Some(weaker), false);
        }
        let old = self.old_by_key.get(&sighting.sentence_key);
        (old.and_then(|&o| self.reading.change.and_then(|c| c.successor(o))), false)
    }

    /// Where a sentence of the base, known by its key, stands in the new text.
    pub(super) fn now_in(&self, key: &str) -> Option<usize> {
        let old = || self.old_by_key.get(key).and_then(|&o| self.reading.change.and_then(|c| c.successor(o)));
        self.new_by_key.get(key).copied().or_else(old)
    }

    /// The claims of a sentence are accounted for.
    pub(super) fn use_claims_of(&mut self, sentence: usize) {
        let there = self.reading.found.iter().enumerate().filter(|(_, p)| p.sentence == sentence);
        self.used.extend(there.map(|(n, _)| n));
    }

    /// The unused claim of the sentence that is most likely the sighting's.
    fn claim_at(&self, sentence: usize, sighting: &Sighting) -> Option<usize> {
        // A sentence on two topics has a claim under each.
        let topic = sighting.claim.topic.as_ref();
        let on_topic =
            |p: &Placed| p.claim.topic.as_ref() == topic && topic.is_some_and(|t| self.reading.topics.contains(t));
        self.reading
            .found
            .iter()
            .enumerate()
            .filter(|(n, p)| p.sentence == sentence && !self.used.contains(n) && on_topic(p))
            .max_by(|(_, a), (_, b)| {
                affinity(&a.claim.record, sighting).total_cmp(&affinity(&b.claim.record, sighting))
            })
            .map(|(n, _)| n)
    }

    /// Works through every sighting the target has.
    pub(super) fn follow_sightings(&mut self) {
        let target = self.reading.target;
        let mine: Vec<Sighting> = self
            .entries
            .iter()
            .flat_map(|e| &e.sightings)
            .chain(&self.reading.slice.orphans)
            .filter(|s| s.target == target && s.state == SightingState::Present)
            .cloned()
            .collect();
        let mut missing = Vec::new();
        for sighting in &mine {
            if sighting.pending.is_some() && self.reading.cause == Cause::Upgrade {
                self.carry_over(sighting.clone());
            } else if !self.follow(sighting) {
                missing.push(sighting.clone());
            }
        }
        self.lose_all(missing, mine.iter().filter(|s| s.commitment.is_some()).count());
        self.take_back();
    }

    /// Sightings told as removed, or lost to other settings, whose very sentence is read again.
    fn take_back(&mut self) {
        let target = self.reading.target;
        let gone: Vec<Sighting> = self
            .entries
            .iter()
            .flat_map(|e| &e.sightings)
            .filter(|s| s.target == target && s.state != SightingState::Present)
            .filter(|s| self.new_by_key.contains_key(&s.sentence_key))
            .cloned()
            .collect();
        for mut sighting in gone {
            let Some(n) = self.new_by_key.get(&sighting.sentence_key).and_then(|&at| self.claim_at(at, &sighting))
            else {
                continue;
            };
            self.used.insert(n);
            let placed = &self.reading.found[n];
            let (claim, key) = (&placed.claim, self.key_of(placed.sentence).to_owned());
            let told = sighting.state == SightingState::Removed;
            make::renew(self.reading, &mut sighting, claim, &key);
            sighting.state = SightingState::Present;
            if told && let Some(id) = sighting.commitment.clone() {
                self.correct(&id, claim, "sentence_back");
            }
            self.sightings.push(sighting);
        }
    }

    /// What was told as removed is said again: the entry stands, and whoever was told hears of it.
    pub(super) fn correct(&mut self, id: &CommitmentId, claim: &Claim, reason: &str) {
        let topic = self.topic_of(id, claim);
        let telling = Telling {
            kind: EventKind::Correction,
            novelty: None,
            reason,
            commitment: Some(id),
            topic: Some(&topic),
            before: None,
            after: Some(make::side_now(self.reading, claim)),
            window: Window {
                old_until: self.reading.last_read,
                new_from: Some(self.reading.moment.fetched_at),
                ..Window::default()
            },
        };
        if !make::silent(self.reading) {
            self.events.push(make::event(self.reading, telling));
        }
        let seen = self.reading.moment.fetched_at;
        if let Some(entry) = self.entry_mut(id.as_str()) {
            entry.state = CommitmentState::Active;
            entry.last_seen = seen;
        }
    }

    /// True when the sighting was found again in some wording.
    fn follow(&mut self, sighting: &Sighting) -> bool {
        let (sentence, verbatim) = self.now_at(sighting);
        if let Some(sentence) = sentence {
            if let Some(n) = self.claim_at(sentence, sighting) {
                self.used.insert(n);
                self.found_again(sighting.clone(), n, verbatim);
                return true;
            }
            if verbatim {
                // The words stand; only the page around them changed (its title, say). That removes nothing.
                let mut kept = sighting.clone();
                self.shift(&mut kept, sentence);
                make::touch(self.reading, &mut kept);
                self.restore(&mut kept);
                self.sightings.push(kept);
                return true;
            }
        }
        let Some(n) = self.reworded_elsewhere(sighting) else { return false };
        self.used.insert(n);
        self.found_again(sighting.clone(), n, false);
        true
    }

    /// Offsets count in the text they were read in: a sentence that stands elsewhere now takes its claim along.
    fn shift(&self, sighting: &mut Sighting, sentence: usize) {
        let old = self.reading.old.map(Document::sentences).unwrap_or_default();
        let was = self.old_by_key.get(&sighting.sentence_key).and_then(|&at| old.get(at)).map(|s| s.sentence.start);
        let new = self.reading.new.sentences();
        let Some((was, is)) = was.zip(new.get(sentence).map(|s| s.sentence.start)) else { return };
        let moved = |offset: usize| (offset + is).saturating_sub(was);
        let claim = &mut sighting.claim;
        (claim.start, claim.end) = (moved(claim.start), moved(claim.end));
        for cue in &mut claim.cues {
            (cue.start, cue.end) = (moved(cue.start), moved(cue.end));
        }
    }

    /// An unused claim in changed text that is the same pledge.
    fn reworded_elsewhere(&self, sighting: &Sighting) -> Option<usize> {
        let id = sighting.commitment.as_ref()?;
        let entry = self.entries.iter().find(|e| e.commitment.id == *id)?;
        let changed: BTreeSet<usize> = self
            .reading
            .change
            .map(|c| c.added.iter().copied().chain(c.edited.iter().map(|e| e.new)).collect())
            .unwrap_or_default();
        self.reading
            .found
            .iter()
            .enumerate()
            .filter(|(n, p)| !self.used.contains(n) && changed.contains(&p.sentence) && p.claim.topic.is_some())
            .map(|(n, p)| (n, same_by(&self.wordings, &p.claim, &self.place(), entry).score))
            .filter(|(_, score)| *score >= JOIN)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(n, _)| n)
    }

    fn found_again(&mut self, mut sighting: Sighting, n: usize, verbatim: bool) {
        let placed = &self.reading.found[n];
        let (claim, key) = (&placed.claim, self.key_of(placed.sentence).to_owned());
        let Some(id) = sighting.commitment.clone() else {
            return self.orphan_again(sighting, n);
        };
        let spoke = self.speaks_for(&id, &sighting.claim);
        let mut differing = if verbatim { Vec::new() } else { differences(&sighting.claim, claim) };
        if self.entry_says(&id, claim) {
            // Another page told this change already; this one follows.
            differing.clear();
        }
        if differing.iter().any(|d| d.kind == EventKind::Weakened) {
            return self.lowered(sighting, n);
        }
        let topic = self.topic_of(&id, claim);
        let silent = make::silent(self.reading);
        let mut events = make::changed(self.reading, &sighting, claim, &id, &topic, &differing);
        if differing.is_empty() && !verbatim && likeness(&sighting.claim.quote, &claim.quote) < 0.999 {
            events.extend(self.restated(&sighting, n, &id, &topic));
        }
        if !silent {
            self.events.extend(events);
        }
        self.restore(&mut sighting);
        make::renew(self.reading, &mut sighting, claim, &key);
        let told = !differing.is_empty();
        let ended = differing.iter().any(|d| d.kind == EventKind::Withdrawn);
        let seen = self.reading.moment.fetched_at;
        let (record, gloss) = (claim.record.clone(), claim.gloss.clone());
        if !verbatim && let Some(entry) = self.entry_mut(id.as_str()) {
            // A page that said something else before, or less, says nothing for the entry by other words.
            if spoke || told {
                entry.say(record, gloss, seen);
            }
            entry.last_seen = seen;
            entry.state = if ended { CommitmentState::Withdrawn } else { CommitmentState::Active };
        }
        self.sightings.push(sighting);
    }

    /// Whether the entry's record is what this page said.
    fn speaks_for(&self, id: &CommitmentId, said: &Claim) -> bool {
        let entry = self.entries.iter().find(|e| e.commitment.id == *id);
        entry.is_none_or(|e| {
            let known = Claim { record: e.commitment.record.clone(), ..said.clone() };
            e.sightings.len() < 2 || differences(&known, said).is_empty()
        })
    }

    /// Whether the entry's record is what the claim says, by another page's doing or before.
    fn entry_says(&self, id: &CommitmentId, claim: &Claim) -> bool {
        let entry = self.entries.iter().find(|e| e.commitment.id == *id);
        entry.is_some_and(|e| {
            let known = Claim { record: e.commitment.record.clone(), ..claim.clone() };
            e.sightings.len() > 1 && differences(&known, claim).is_empty()
        })
    }

    fn restated(&self, sighting: &Sighting, n: usize, id: &CommitmentId, topic: &str) -> Option<Event> {
        let claim = &self.reading.found[n].claim;
        Some(make::event(
            self.reading,
            Telling {
                kind: EventKind::Restated,
                novelty: None,
                reason: "same_page_reworded",
                commitment: Some(id),
                topic: Some(topic),
                before: Some(make::side_then(self.reading, sighting)),
                after: Some(make::side_now(self.reading, claim)),
                window: make::window(self.reading, sighting),
            },
        ))
    }

    pub(super) fn topic_of(&self, id: &CommitmentId, claim: &Claim) -> String {
        let entry = self.entries.iter().find(|e| e.commitment.id == *id);
        entry.map(|e| e.commitment.topic.clone()).or_else(|| claim.topic.clone()).unwrap_or_default()
    }

    /// An orphan seen again; one that has risen makes an entry, naming the earlier wording.
    fn orphan_again(&mut self, mut sighting: Sighting, n: usize) {
        let placed = &self.reading.found[n];
        let key = self.key_of(placed.sentence).to_owned();
        if placed.claim.counts() {
            let before = make::side_then(self.reading, &sighting);
            let id = self.adopt(n, Some(before));
            sighting.commitment = id;
        }
        make::renew(self.reading, &mut sighting, &placed.claim, &key);
        self.sightings.retain(|s| !(s.id == 0 && s.commitment.is_some() && s.commitment == sighting.commitment));
        self.sightings.push(sighting);
    }
}

/// How much a claim's record looks like the sighting's, for choosing among the claims of one sentence.
fn affinity(record: &Record, sighting: &Sighting) -> f64 {
    let old = &sighting.claim.record;
    let mut score = 0.0;
    score += if record.action_class == old.action_class { 2.0 } else { 0.0 };
    score += if record.actor == old.actor { 1.0 } else { 0.0 };
    score += if record.quantity == old.quantity { 0.5 } else { 0.0 };
    score += if record.date == old.date { 0.5 } else { 0.0 };
    score += if record.objects == old.objects { 0.5 } else { 0.0 };
    score
}
