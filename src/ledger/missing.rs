//! Pure. What is missing or less firm in a reading: marked, confirmed by another reading, held when it looks like a redesign.

use super::make::{self, Telling};
use super::scrolled::Scrolled;
use super::sighted::Work;
use super::{REDESIGN_HOLD, REDESIGN_SIGHTINGS, REDESIGN_TARGETS, differences};
use crate::model::{
    Cause, CommitmentId, CommitmentState, Event, EventKind, Pending, Side, Sighting, SightingState, Window,
};

impl Work<'_> {
    /// Less firm than before: told only when a second reading says the same.
    pub(super) fn lowered(&mut self, mut sighting: Sighting, n: usize) {
        let placed = &self.reading.found[n];
        let (claim, key) = (placed.claim.clone(), self.key_of(placed.sentence).to_owned());
        if self.reading.cause == Cause::Upgrade || make::silent(self.reading) {
            make::renew(self.reading, &mut sighting, &claim, &key);
            self.rewrite(&sighting);
            self.sightings.push(sighting);
            return;
        }
        let second = self.mark(&mut sighting);
        sighting.pending = Some(Pending::Lowered {
            claim: Box::new(claim),
            sentence_key: key,
            version: self.reading.moment.text_hash.clone(),
        });
        self.settle(sighting, second);
    }

    /// Sightings that are nowhere in this reading. Many at once look like a redesign of the page or of the whole site:
    /// they are held, operators hear at once.
    pub(super) fn lose_all(&mut self, mut missing: Vec<Sighting>, firm: usize) {
        self.let_scroll(&mut missing);
        let gone = missing.iter().filter(|s| s.commitment.is_some()).count();
        let much_here = gone >= REDESIGN_SIGHTINGS && gone * 2 >= firm;
        let much_there = gone > 0 && self.reading.host_losses + 1 >= REDESIGN_TARGETS;
        let ordinary = self.reading.cause == Cause::Check && !self.reading.collapse_confirmed;
        let held = ordinary && (much_here || much_there);
        let mut newly = 0;
        for sighting in missing {
            newly += usize::from(held && sighting.commitment.is_some() && sighting.held_until.is_none());
            self.lose(sighting, held);
        }
        if newly > 0 {
            let where_else = if much_here { 0 } else { self.reading.host_losses };
            self.suspect(gone, firm, where_else);
        }
    }

    /// What left the end of a list that moved on is not gone: the entry stands as it was, and is looked for no more here.
    fn let_scroll(&mut self, missing: &mut Vec<Sighting>) {
        let old = self.reading.old.filter(|_| self.reading.cause == Cause::Check && !missing.is_empty());
        let Some(scrolled) = old.and_then(|old| Scrolled::between(old, self.reading.new)) else { return };
        missing.retain_mut(|sighting| {
            let left = scrolled.left_the_end(&sighting.sentence_key);
            if left {
                sighting.state = SightingState::Retired;
                make::unmark(sighting);
                self.sightings.push(sighting.clone());
            }
            !left
        });
    }

    /// The same at the confirming check, when more of the site may have been read than at the first one.
    pub(super) fn hold_if_many(&mut self, waiting: &mut [Sighting]) {
        let gone = |s: &Sighting| matches!(s.pending, Some(Pending::Missing { .. }));
        let fresh = waiting.iter().filter(|s| gone(s) && s.held_until.is_none()).count();
        if fresh == 0 || self.reading.host_losses + 1 < REDESIGN_TARGETS {
            return;
        }
        for sighting in waiting.iter_mut().filter(|s| gone(s)) {
            let since = sighting.missing_since.unwrap_or(self.reading.now);
            sighting.held_until = sighting.held_until.or(Some(since + REDESIGN_HOLD));
        }
        self.suspect(fresh, waiting.len(), self.reading.host_losses);
    }

    /// Not on the page any more: marked, and told when a second reading lacks it too.
    fn lose(&mut self, mut sighting: Sighting, held: bool) {
        if sighting.commitment.is_none() {
            sighting.state = SightingState::Removed;
            self.sightings.push(sighting);
            return;
        }
        if self.reading.cause == Cause::Upgrade {
            return self.retire(sighting);
        }
        let second = self.mark(&mut sighting);
        sighting.pending = Some(Pending::Missing { version: self.reading.moment.text_hash.clone() });
        if held {
            sighting.held_until = sighting.held_until.or(Some(self.reading.now + REDESIGN_HOLD));
        }
        self.settle(sighting, second);
    }

    /// Notes how the wording was read until now; true when an earlier reading noted it already.
    fn mark(&self, sighting: &mut Sighting) -> bool {
        let second = sighting.missing_since.is_some();
        if !second {
            sighting.missing_since = Some(self.reading.now);
            sighting.until = Some(make::until(self.reading, sighting));
        }
        second
    }

    /// The entry says what the sighting was read as.
    fn rewrite(&mut self, sighting: &Sighting) {
        let (record, gloss) = (sighting.claim.record.clone(), sighting.claim.gloss.clone());
        let seen = self.reading.moment.fetched_at;
        if let Some(id) = sighting.commitment.clone()
            && let Some(entry) = self.entry_mut(id.as_str())
        {
            entry.say(record, gloss, seen);
        }
    }

    /// Not found in an old page by today's settings or words: no statement about the page, so the entry stands as it was.
    /// The re-reading digest tells it.
    fn retire(&mut self, mut sighting: Sighting) {
        if let Some(id) = sighting.commitment.clone() {
            let topic = self.topic_of(&id, &sighting.claim);
            let before = make::side_then(self.reading, &sighting);
            let telling = Telling {
                kind: EventKind::Removed,
                novelty: None,
                reason: "not_found_on_rereading",
                commitment: Some(&id),
                topic: Some(&topic),
                before: Some(before),
                after: None,
                window: make::window(self.reading, &sighting),
            };
            self.events.push(make::event(self.reading, telling));
        }
        sighting.state = SightingState::Retired;
        make::unmark(&mut sighting);
        self.sightings.push(sighting);
    }

    /// What waits for confirmation waits on through an upgrade: the change it tells was read in the page, not made by us.
    pub(super) fn carry_over(&mut self, mut sighting: Sighting) {
        if let Some(Pending::Lowered { sentence_key, .. }) = &mut sighting.pending
            && let Some(at) = self.now_in(sentence_key)
        {
            *sentence_key = self.key_of(at).to_owned();
            self.use_claims_of(at);
        }
        self.again = Some(self.again.map_or(self.reading.now, |at| at.min(self.reading.now)));
        self.sightings.push(sighting);
    }

    /// Turns a pending sighting into its event in a second reading, once `confirm_after` has passed since the first one and
    /// the hold of a suspected redesign is over.
    pub(super) fn settle(&mut self, sighting: Sighting, second: bool) {
        let now = self.reading.now;
        let since = sighting.missing_since.unwrap_or(now);
        let ready = sighting.held_until.unwrap_or(now).max(since + self.reading.confirm_after);
        let confirmed = second && ready <= now;
        if self.reading.collapse_confirmed || confirmed {
            return self.conclude(sighting);
        }
        self.again = Some(self.again.map_or(ready, |at| at.min(ready)));
        self.sightings.push(sighting);
    }

    fn conclude(&mut self, mut sighting: Sighting) {
        let Some(id) = sighting.commitment.clone() else { return };
        let topic = self.topic_of(&id, &sighting.claim);
        let window = make::window(self.reading, &sighting);
        let before = make::side_then(self.reading, &sighting);
        match sighting.pending.take() {
            Some(Pending::Lowered { claim, sentence_key, .. }) => {
                let found = differences(&sighting.claim, &claim);
                let told = make::changed(self.reading, &sighting, &claim, &id, &topic, &found);
                self.events.extend(told.into_iter().map(|e| Event { window, ..e }));
                let (record, gloss) = (claim.record.clone(), claim.gloss.clone());
                let seen = self.reading.moment.fetched_at;
                make::renew(self.reading, &mut sighting, &claim, &sentence_key);
                if let Some(entry) = self.entry_mut(id.as_str()) {
                    entry.say(record, gloss, seen);
                }
            }
            _ => {
                self.removed(&id, &topic, before, window);
                sighting.state = SightingState::Removed;
                make::unmark(&mut sighting);
                let elsewhere = self.stands_elsewhere(&sighting);
                if !elsewhere && let Some(entry) = self.entry_mut(id.as_str()) {
                    entry.state = CommitmentState::Removed;
                }
            }
        }
        self.sightings.push(sighting);
    }

    fn removed(&mut self, id: &CommitmentId, topic: &str, before: Side, window: Window) {
        let telling = Telling {
            kind: EventKind::Removed,
            novelty: None,
            reason: if self.reading.collapse_confirmed { "collapse_confirmed" } else { "sentence_gone" },
            commitment: Some(id),
            topic: Some(topic),
            before: Some(before),
            after: None,
            window,
        };
        self.events.push(make::event(self.reading, telling));
    }

    fn stands_elsewhere(&self, sighting: &Sighting) -> bool {
        self.entries
            .iter()
            .filter(|e| Some(&e.commitment.id) == sighting.commitment.as_ref())
            .any(|e| e.sightings.iter().any(|s| s.id != sighting.id && s.state == SightingState::Present))
    }

    /// The mark goes; the digest tells that it came back.
    pub(super) fn restore(&mut self, sighting: &mut Sighting) {
        if sighting.pending.is_some()
            && let Some(id) = sighting.commitment.clone()
        {
            let topic = self.topic_of(&id, &sighting.claim);
            let telling = Telling {
                kind: EventKind::Restored,
                novelty: None,
                reason: "back_before_confirmation",
                commitment: Some(&id),
                topic: Some(&topic),
                before: None,
                after: Some(make::side_now(self.reading, &sighting.claim)),
                window: make::window(self.reading, sighting),
            };
            self.events.push(make::event(self.reading, telling));
        }
        make::unmark(sighting);
    }

    /// Operators hear at once that much went at a time; readers only when it is confirmed or released.
    fn suspect(&mut self, gone: usize, of: usize, elsewhere: usize) {
        let telling = Telling {
            kind: EventKind::RedesignSuspected,
            novelty: None,
            reason: "many_sightings_gone",
            commitment: None,
            topic: None,
            before: None,
            after: None,
            window: Window::default(),
        };
        let mut event = make::event(self.reading, telling);
        let url = &self.reading.moment.url;
        let host = match elsewhere {
            0 => String::new(),
            n => format!(" {n} other pages of this site lost commitments within a day."),
        };
        event.detail = Some(format!(
            "{gone} of {of} known commitments are not on {url} any more.{host} What is still missing after 48 hours is told \
             then, together; `pledgewatch alerts release {}` tells it at the next check.",
            event.id
        ));
        self.events.push(event);
    }
}
