//! Pure. One reading against the ledger: sightings followed, claims joined or made new, removals confirmed.

use super::make::{self, Telling};
use super::novelty::{is_own_page, novelty};
use super::same::{JOIN, Match, PERHAPS, same_by};
use super::sighted::Work;
use super::{Difference, Outcome, Reading, differences};
use crate::model::{
    Cause, Claim, CommitmentId, CommitmentState, EventKind, Guideline, LedgerEntry, Polarity, Side, Sighting,
    SightingState, SpeakerRole, Strength, Window,
};

/// Compares what was read now with what the ledger holds.
pub fn read(reading: &Reading<'_>) -> Outcome {
    let mut work = Work::new(reading);
    work.follow_sightings();
    for n in 0..reading.found.len() {
        work.meet(n);
    }
    work.tell_edits();
    work.finish()
}

/// A check that read the same text again: what waits for confirmation is told once its pause is over.
pub fn confirm(reading: &Reading<'_>) -> Outcome {
    let mut work = Work::new(reading);
    let mut waiting: Vec<_> = work
        .entries
        .iter()
        .flat_map(|e| &e.sightings)
        .filter(|s| s.target == reading.target && s.pending.is_some() && s.state == SightingState::Present)
        .cloned()
        .collect();
    work.hold_if_many(&mut waiting);
    for sighting in waiting {
        work.settle(sighting, true);
    }
    work.finish()
}

/// The page itself is gone, confirmed: one event that lists its commitments; their sightings end.
pub fn page_gone(reading: &Reading<'_>, reason: &str) -> Outcome {
    let mut work = Work::new(reading);
    let entries = work.entries.clone();
    let mut glosses = Vec::new();
    for entry in &entries {
        for sighting in &entry.sightings {
            if sighting.target == reading.target && sighting.state == SightingState::Present {
                glosses.push(format!("{} ({})", sighting.claim.gloss, entry.commitment.id));
                let mut ended = sighting.clone();
                ended.state = SightingState::Removed;
                make::unmark(&mut ended);
                let elsewhere =
                    entry.sightings.iter().any(|s| s.id != sighting.id && s.state == SightingState::Present);
                if !elsewhere && let Some(found) = work.entry_mut(entry.commitment.id.as_str()) {
                    found.state = CommitmentState::Removed;
                }
                work.sightings.push(ended);
            }
        }
    }
    if !glosses.is_empty() {
        let telling = Telling {
            kind: EventKind::PageGone,
            novelty: None,
            reason,
            commitment: None,
            topic: reading.topics.first().map(String::as_str),
            before: None,
            after: None,
            window: Window { old_until: reading.last_read, ..Window::default() },
        };
        let mut event = make::event(reading, telling);
        event.others = glosses;
        work.events.push(event);
    }
    work.finish()
}

impl Work<'_> {
    /// One claim that no sighting of the target accounts for.
    fn meet(&mut self, n: usize) {
        if self.used.contains(&n) {
            return;
        }
        let placed = &self.reading.found[n];
        let claim = &placed.claim;
        let Some(topic) = claim.topic.clone().filter(|t| self.reading.topics.contains(t)) else { return };
        let cancels = claim.counts() && claim.record.polarity == Polarity::Withdrawal;
        // What stood on a page at its first reading is told to nobody, so it changes no entry silently.
        if cancels && !make::silent(self.reading) && self.cancel(n, &topic) {
            return;
        }
        if !claim.counts() {
            return self.keep_orphan(n);
        }
        // A pledge made anew after it was withdrawn is news, not a restatement of the withdrawal.
        let positive = |polarity| polarity == Polarity::Positive;
        let best = self
            .entries
            .iter()
            .filter(|e| positive(e.commitment.record.polarity) == positive(claim.record.polarity))
            .map(|entry| (same_by(&self.wordings, claim, &self.place(), entry), entry.commitment.id.clone()))
            .max_by(|a, b| a.0.score.total_cmp(&b.0.score));
        match best {
            Some((alike, id)) if alike.score >= JOIN => self.join(n, &id, &alike),
            _ => {
                self.adopt(n, None);
            }
        }
    }

    /// A statement below a promise waits as an orphan: if it rises later, the earlier wording can be named.
    fn keep_orphan(&mut self, n: usize) {
        let placed = &self.reading.found[n];
        let claim = &placed.claim;
        let waits = claim.record.strength == Strength::Considers
            && matches!(claim.guideline, Some(Guideline::Condition | Guideline::Willingness))
            && matches!(claim.speaker_role, SpeakerRole::Own | SpeakerRole::Joint | SpeakerRole::NeutralReport);
        if waits {
            let key = self.key_of(placed.sentence).to_owned();
            self.sightings.push(make::sighting(self.reading, claim, &key, None));
        }
    }

    /// A cancellation in words of something the ledger holds; true when it was matched.
    fn cancel(&mut self, n: usize, topic: &str) -> bool {
        let placed = &self.reading.found[n];
        let claim = &placed.claim;
        let best = self
            .entries
            .iter()
            .filter(|e| {
                e.commitment.state == CommitmentState::Active && e.commitment.record.polarity == Polarity::Positive
            })
            .map(|entry| (same_by(&self.wordings, claim, &self.place(), entry).score, entry.clone()))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, entry)) = best.filter(|(score, _)| *score >= PERHAPS) else { return false };
        let id = entry.commitment.id.clone();
        let before = entry.sightings.first().map(|s| make::side_then(self.reading, s));
        let telling = Telling {
            kind: EventKind::Withdrawn,
            novelty: None,
            reason: "cancelled_in_words",
            commitment: Some(&id),
            topic: Some(topic),
            before,
            after: Some(make::side_now(self.reading, claim)),
            window: Window { new_from: Some(self.reading.moment.fetched_at), ..Window::default() },
        };
        self.events.push(make::event(self.reading, telling));
        let (record, gloss) = (claim.record.clone(), claim.gloss.clone());
        let seen = self.reading.moment.fetched_at;
        if let Some(found) = self.entry_mut(id.as_str()) {
            found.state = CommitmentState::Withdrawn;
            found.say(record, gloss, seen);
        }
        let key = self.key_of(placed.sentence).to_owned();
        self.sightings.push(make::sighting(self.reading, claim, &key, Some(id)));
        self.used.insert(n);
        true
    }

    /// The same pledge on another page or in another sentence. A difference is never silenced by the join.
    fn join(&mut self, n: usize, id: &CommitmentId, alike: &Match) {
        let placed = &self.reading.found[n];
        let claim = &placed.claim;
        let key = self.key_of(placed.sentence).to_owned();
        self.used.insert(n);
        let Some(entry) = self.entries.iter().find(|e| e.commitment.id == *id).cloned() else { return };
        let made_now = entry.sightings.is_empty() || entry.sightings.iter().all(|s| s.id == 0);
        let removed = entry.commitment.state == CommitmentState::Removed;
        if removed {
            self.correct(id, claim, "said_again_after_removal");
        }
        if !made_now && !make::silent(self.reading) {
            let told = self.events.len();
            self.tell_join(n, &entry, removed);
            for event in &mut self.events[told..] {
                event.detail.get_or_insert_with(|| format!("joined with {:.2}: {}", alike.score, alike.reason));
            }
        }
        let sighting = make::sighting(self.reading, claim, &key, Some(id.clone()));
        if let Some(held) = self.entries.iter_mut().find(|e| e.commitment.id == *id) {
            held.sightings.push(sighting.clone());
        }
        let seen = self.reading.moment.fetched_at;
        if let Some(found) = self.entry_mut(id.as_str()) {
            found.last_seen = found.last_seen.max(seen);
        }
        self.sightings.push(sighting);
    }

    /// What differs from the entry as it stands now; without a difference it is said again.
    fn tell_join(&mut self, n: usize, entry: &LedgerEntry, corrected: bool) {
        let claim = &self.reading.found[n].claim;
        // The newest sighting that says what the entry says: an older one may hold a wording that was told as changed.
        let agreeing = entry.sightings.iter().filter(|s| s.claim.record == entry.commitment.record);
        let Some(before) = agreeing.max_by_key(|s| s.last_seen).or(entry.sightings.last()) else { return };
        let before = &Sighting {
            claim: Claim { record: entry.commitment.record.clone(), ..before.claim.clone() },
            ..before.clone()
        };
        let id = &entry.commitment.id;
        let topic = entry.commitment.topic.clone();
        // Another's page that says less (no date, no number, less firm) restates. The actor's own page means what it leaves
        // out, and whoever says otherwise is told as what differs.
        let own = is_own_page(self.reading, claim) && before.origin.agency == self.reading.origin.agency;
        let found = differences(&before.claim, claim);
        if self.place().is_version_of(before) && self.tell_versions(n, before, entry, &found) {
            return;
        }
        let conflicting: Vec<_> = found
            .into_iter()
            .filter(|d| {
                own || matches!(d.reason, "date_later" | "date_earlier" | "number_lower" | "number_higher" | "firmer")
                    || (d.kind == EventKind::ScopeChanged && !d.narrower)
                    || d.kind == EventKind::Withdrawn
            })
            .collect();
        if conflicting.is_empty() && corrected {
            return;
        }
        if conflicting.is_empty() {
            let reason = if before.origin.agency == self.reading.origin.agency {
                "same_office"
            } else if before.lang != self.reading.moment.lang {
                "other_language"
            } else {
                "other_source"
            };
            let telling = Telling {
                kind: EventKind::Restated,
                novelty: None,
                reason,
                commitment: Some(id),
                topic: Some(&topic),
                before: Some(make::side_then(self.reading, before)),
                after: Some(make::side_now(self.reading, claim)),
                window: Window { new_from: Some(self.reading.moment.fetched_at), ..Window::default() },
            };
            self.events.push(make::event(self.reading, telling));
        } else {
            let told = make::changed(self.reading, before, claim, id, &topic, &conflicting);
            self.events.extend(told);
            let (record, gloss) = (claim.record.clone(), claim.gloss.clone());
            let seen = self.reading.moment.fetched_at;
            if let Some(found) = self.entry_mut(id.as_str()) {
                found.say(record, gloss, seen);
            }
        }
    }

    /// Two language versions of one item that say otherwise: told once, and the entry keeps its record. True when they do.
    fn tell_versions(&mut self, n: usize, before: &Sighting, entry: &LedgerEntry, found: &[Difference]) -> bool {
        // "In December" and "on 10 December" agree.
        let Some(first) = found.iter().find(|d| d.reason != "date_precision") else { return false };
        let claim = &self.reading.found[n].claim;
        let telling = Telling {
            kind: EventKind::VersionsDiffer,
            novelty: None,
            reason: match first.kind {
                EventKind::DeadlineChanged => "versions_date",
                EventKind::QuantityChanged => "versions_number",
                EventKind::ScopeChanged if first.reason.starts_with("counterparty") => "versions_country",
                EventKind::ScopeChanged => "versions_scope",
                _ => "versions_firmness",
            },
            commitment: Some(&entry.commitment.id),
            topic: Some(&entry.commitment.topic),
            before: Some(make::side_then(self.reading, before)),
            after: Some(make::side_now(self.reading, claim)),
            window: Window { new_from: Some(self.reading.moment.fetched_at), ..Window::default() },
        };
        self.events.push(make::event(self.reading, telling));
        true
    }

    /// Makes a new entry of a claim and tells it, unless this is a baseline.
    pub(super) fn adopt(&mut self, n: usize, before: Option<Side>) -> Option<CommitmentId> {
        let placed = &self.reading.found[n];
        let claim = &placed.claim;
        let topic = claim.topic.clone()?;
        let key = self.key_of(placed.sentence).to_owned();
        let ordinal = self.reading.found[..n].iter().filter(|p| p.sentence == placed.sentence).count();
        let commitment = make::commitment(self.reading, &topic, claim, &key, ordinal);
        let id = commitment.id.clone();
        let sighting = make::sighting(self.reading, claim, &key, Some(id.clone()));
        if !make::silent(self.reading) {
            self.tell_new(n, &id, &topic, before);
        }
        self.touched.insert(id.as_str().to_owned());
        self.entries.push(LedgerEntry { commitment, sightings: vec![sighting.clone()] });
        self.sightings.push(sighting);
        self.used.insert(n);
        Some(id)
    }

    fn tell_new(&mut self, n: usize, id: &CommitmentId, topic: &str, before: Option<Side>) {
        let claim = &self.reading.found[n].claim;
        let (novelty, reason) = novelty(self.reading, claim, self.reading.old.is_some());
        let withdrawal = claim.record.polarity == Polarity::Withdrawal;
        let related = self.perhaps(n);
        let telling = Telling {
            kind: if withdrawal { EventKind::Withdrawn } else { EventKind::New },
            novelty: (!withdrawal).then_some(novelty),
            reason: if withdrawal { "cancellation_of_something_unseen" } else { reason },
            commitment: Some(id),
            topic: Some(topic),
            before,
            after: Some(make::side_now(self.reading, claim)),
            window: Window {
                old_until: self.reading.last_read,
                new_from: Some(self.reading.moment.fetched_at),
                ..Window::default()
            },
        };
        let mut event = make::event(self.reading, telling);
        event.related = related;
        self.events.push(event);
    }

    /// Entries that may be the same, for the reader to judge.
    fn perhaps(&self, n: usize) -> Vec<String> {
        let claim = &self.reading.found[n].claim;
        let near = |entry: &&LedgerEntry| {
            (PERHAPS..JOIN).contains(&same_by(&self.wordings, claim, &self.place(), entry).score)
        };
        let tell = |e: &LedgerEntry| format!("same as {}? {}", e.commitment.id, e.commitment.gloss);
        self.entries.iter().filter(near).take(3).map(tell).collect()
    }

    pub(super) fn finish(mut self) -> Outcome {
        let others: Vec<(String, String)> = self
            .sightings
            .iter()
            .filter(|s| s.state == SightingState::Present && s.pending.is_none())
            .filter_map(|s| Some((s.commitment.as_ref()?.as_str().to_owned(), s.claim.gloss.clone())))
            .collect();
        for event in &mut self.events {
            if event.kind != EventKind::PageGone {
                let own = event.commitment.as_ref().map(CommitmentId::as_str);
                let other = others.iter().filter(|(id, _)| Some(id.as_str()) != own);
                event.others = other.map(|(_, gloss)| gloss.clone()).collect();
                event.others.dedup();
            }
        }
        if self.reading.cause == Cause::Upgrade {
            self.events.retain(|e| matches!(e.kind, EventKind::New | EventKind::Removed | EventKind::Withdrawn));
        }
        let touched = &self.touched;
        Outcome {
            commitments: self
                .entries
                .into_iter()
                .map(|e| e.commitment)
                .filter(|c| touched.contains(c.id.as_str()))
                .collect(),
            sightings: self.sightings,
            events: self.events,
            again: self.again,
            quieted: self.quieted,
        }
    }
}
