//! Pure. Tests of the ledger on documents and claims made by hand, so that they do not depend on how sentences are read.

mod again;
mod ahead;
mod hands;
mod rarity;
mod versions;

use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::model::{
    ActionClass, Block, BlockClass, BlockKind, CommitmentState, DateKind, Edit, EventKind, Lang, LedgerEntry, Novelty,
    PartialDate, Polarity, Quantity, Record, Sentence, SourceType, SpeakerRole, Strength, sha256_hex,
};

const NOW: &str = "2026-11-24T09:00:00Z";

fn now() -> Timestamp {
    NOW.parse().expect("a fixed instant")
}

fn document(sentences: &[&str]) -> Document {
    let mut start = 0;
    let mut blocks = Vec::new();
    for text in sentences {
        let end = start + text.len();
        let key = sha256_hex(text.as_bytes())[..16].to_owned();
        blocks.push(Block {
            kind: BlockKind::Paragraph,
            class: BlockClass::Main,
            text: (*text).to_owned(),
            start,
            sentences: vec![Sentence { start, end, key }],
        });
        start = end + 1;
    }
    Document { lang: Some(Lang::En), blocks, ..Document::default() }
}

fn claim(quote: &str, strength: Strength) -> Claim {
    Claim {
        is_commitment: strength >= Strength::Intends,
        topic: Some("fentanyl".to_owned()),
        topic_by: None,
        record: Record {
            actor: Some("CN:MOFCOM".to_owned()),
            issuers: vec!["CN:MOFCOM".to_owned()],
            binds: None,
            action_class: Some(ActionClass::ExportLicence),
            objects: vec!["fentanyl_precursors".to_owned()],
            counterparties: vec!["US".to_owned(), "MX".to_owned()],
            date: PartialDate::day(2026, 12, 1),
            date_kind: Some(DateKind::Effective),
            quantity: Some(Quantity { value: 13.0, unit: "chemicals".to_owned(), from: None }),
            strength,
            polarity: Polarity::Positive,
        },
        speaker_role: SpeakerRole::Own,
        confidence: 0.9,
        cues: Vec::new(),
        about: Vec::new(),
        rule: "test".to_owned(),
        guideline: None,
        gloss: format!("gloss of {quote}"),
        quote: quote.to_owned(),
        start: 0,
        end: quote.len(),
    }
}

struct Bench {
    origin: Origin,
    slice: LedgerSlice,
    last_read: Option<Timestamp>,
    confirm_after: Duration,
    host_losses: usize,
    collapse_confirmed: bool,
    edits: Edits,
    quiet: Option<Quiet>,
    old_reads: u32,
    cause: Cause,
    target: i64,
    twins: Vec<String>,
    lang: Lang,
    published: Option<PartialDate>,
    told: Vec<crate::model::Event>,
}

impl Bench {
    fn new() -> Self {
        Self {
            origin: Origin {
                watch: "w".to_owned(),
                name: "A ministry".to_owned(),
                agency: "CN:MOFCOM".to_owned(),
                language: Some(Lang::En),
                zone: "Asia/Shanghai".to_owned(),
            },
            slice: LedgerSlice::default(),
            last_read: None,
            confirm_after: Duration::from_secs(600),
            host_losses: 0,
            collapse_confirmed: false,
            edits: Edits::None,
            quiet: None,
            old_reads: 1,
            cause: Cause::Check,
            target: 1,
            twins: Vec::new(),
            lang: Lang::En,
            published: PartialDate::day(2026, 11, 24),
            told: Vec::new(),
        }
    }

    fn read(&mut self, at: Timestamp, old: Option<&Document>, new: &Document, found: &[Placed]) -> Outcome {
        let change = old.map(|old| by_key(old, new));
        self.go(at, old, new, found, change.as_ref(), super::read)
    }

    fn again(&mut self, at: Timestamp, document: &Document) -> Outcome {
        self.go(at, Some(document), document, &[], None, super::confirm)
    }

    fn go(
        &mut self,
        at: Timestamp,
        old: Option<&Document>,
        new: &Document,
        found: &[Placed],
        change: Option<&Change>,
        how: fn(&Reading<'_>) -> Outcome,
    ) -> Outcome {
        let topics = ["fentanyl".to_owned()];
        let reading = Reading {
            now: at,
            target: self.target,
            origin: &self.origin,
            moment: Moment {
                url: format!("https://example.org/{}", self.target),
                title: None,
                published: self.published,
                lang: Some(self.lang),
                source_type: SourceType::PressRelease,
                fetched_at: at,
                status: 200,
                page_hash: "p".to_owned(),
                text_hash: new.text_hash(),
                primary: true,
            },
            twins: &self.twins,
            topics: &topics,
            role: TargetRole::News,
            old,
            new,
            change,
            found,
            slice: &self.slice,
            last_read: self.last_read,
            old_reads: self.old_reads,
            old_page_hash: None,
            confirm_after: self.confirm_after,
            host_losses: self.host_losses,
            collapse_confirmed: self.collapse_confirmed,
            edits: self.edits,
            quiet: self.quiet.as_ref(),
            cause: self.cause,
        };
        let outcome = how(&reading);
        self.last_read = Some(at);
        self.told.extend(outcome.events.clone());
        self.keep(&outcome);
        outcome
    }

    /// What a store does with an outcome.
    fn keep(&mut self, outcome: &Outcome) {
        for commitment in &outcome.commitments {
            match self.slice.entries.iter_mut().find(|e| e.commitment.id == commitment.id) {
                Some(entry) => entry.commitment = commitment.clone(),
                None => {
                    self.slice.entries.push(LedgerEntry { commitment: commitment.clone(), sightings: Vec::new() });
                }
            }
        }
        for sighting in &outcome.sightings {
            let Some(entry) =
                self.slice.entries.iter_mut().find(|e| Some(&e.commitment.id) == sighting.commitment.as_ref())
            else {
                continue;
            };
            match entry.sightings.iter_mut().find(|s| s.id == sighting.id && sighting.id != 0) {
                Some(held) => *held = sighting.clone(),
                None => {
                    let id = 100 + entry.sightings.len() as i64;
                    entry.sightings.push(Sighting { id, ..sighting.clone() });
                }
            }
        }
    }
}

/// Equal keys stay; what is left is paired in order as edited.
fn by_key(old: &Document, new: &Document) -> Change {
    let keys = |d: &Document| d.sentences().iter().map(|s| s.sentence.key.clone()).collect::<Vec<_>>();
    let (before, after) = (keys(old), keys(new));
    let mut change = Change::default();
    let mut left: Vec<usize> = (0..before.len()).filter(|o| !after.contains(&before[*o])).collect();
    for (n, key) in after.iter().enumerate() {
        match before.iter().position(|k| k == key) {
            Some(o) => change.unchanged.push((o, n)),
            None if left.is_empty() => change.added.push(n),
            None => change.edited.push(Edit { old: left.remove(0), new: n, ratio: 0.9 }),
        }
    }
    change.removed = left;
    change
}

fn kinds(outcome: &Outcome) -> Vec<EventKind> {
    outcome.events.iter().map(|e| e.kind).collect()
}

fn placed(sentence: usize, claim: Claim) -> Vec<Placed> {
    vec![Placed { sentence, claim }]
}

#[test]
fn a_fresh_sentence_on_the_actors_own_dated_page_is_announced() {
    let mut bench = Bench::new();
    let text = document(&["We will require licences."]);
    let outcome = bench.read(now(), None, &text, &placed(0, claim("We will require licences.", Strength::Intends)));
    assert_eq!(kinds(&outcome), [EventKind::New]);
    assert_eq!(outcome.events[0].novelty, Some(Novelty::Announced));
    assert_eq!(outcome.commitments.len(), 1);
}

#[test]
fn a_weakened_sentence_is_told_only_by_the_confirming_check() {
    let mut bench = Bench::new();
    let (a, b) = ("We will require licences.", "We may require licences.");
    let (old, new) = (document(&[a]), document(&[b]));
    bench.read(now(), None, &old, &placed(0, claim(a, Strength::Intends)));
    let first = now() + Duration::from_secs(3600);
    let lowered = bench.read(first, Some(&old), &new, &placed(0, claim(b, Strength::Considers)));
    assert!(lowered.events.is_empty() && lowered.again.is_some());
    let early = bench.again(first + Duration::from_secs(60), &new);
    assert!(early.events.is_empty() && early.again.is_some(), "before confirm_after nothing is told");
    let told = bench.again(first + Duration::from_secs(660), &new);
    assert_eq!(kinds(&told), [EventKind::Weakened]);
    assert_eq!(told.events[0].before.as_ref().map(|s| s.quote.as_str()), Some(a));
    assert_eq!(told.events[0].after.as_ref().map(|s| s.quote.as_str()), Some(b));
    assert!(bench.again(first + Duration::from_secs(9000), &new).events.is_empty(), "told once");
}

#[test]
fn a_removed_sentence_is_told_after_a_second_reading_and_a_returning_one_is_not() {
    let mut bench = Bench::new();
    let a = "We will require licences.";
    let (full, bare) = (document(&[a, "Tea was served."]), document(&["Tea was served."]));
    let found = placed(0, claim(a, Strength::Intends));
    bench.read(now(), None, &full, &found);
    let at = |minutes: u64| now() + Duration::from_secs(minutes * 60);
    assert!(bench.read(at(10), Some(&full), &bare, &[]).again.is_some());
    let back = bench.read(at(15), Some(&bare), &full, &found);
    assert_eq!(kinds(&back), [EventKind::Restored], "the mark goes and the digest tells it");
    assert!(bench.read(at(30), Some(&full), &bare, &[]).again.is_some());
    let gone = bench.again(at(45), &bare);
    assert_eq!(kinds(&gone), [EventKind::Removed]);
    assert_eq!(gone.commitments[0].state, CommitmentState::Removed);
}

#[test]
fn dates_numbers_and_scope_are_told_at_once_by_their_own_names() {
    let a = "Licences for 13 chemicals from 1 December.";
    type Edit = fn(&mut Record);
    let table: [(EventKind, &str, Edit); 5] = [
        (EventKind::DeadlineChanged, "date_later", |r| r.date = PartialDate::day(2027, 3, 1)),
        (EventKind::QuantityChanged, "number_lower", |r| {
            r.quantity = Some(Quantity { value: 12.0, unit: "chemicals".to_owned(), from: None });
        }),
        (EventKind::ScopeChanged, "counterparty_dropped", |r| r.counterparties = vec!["US".to_owned()]),
        (EventKind::Strengthened, "firmer", |r| r.strength = Strength::InForce),
        (EventKind::Withdrawn, "cancelled_in_words", |r| r.polarity = Polarity::Withdrawal),
    ];
    for (kind, reason, edit) in table {
        let mut bench = Bench::new();
        let (old, new) = (document(&[a]), document(&["The same, edited."]));
        bench.read(now(), None, &old, &placed(0, claim(a, Strength::Ordered)));
        let mut changed = claim("The same, edited.", Strength::Ordered);
        edit(&mut changed.record);
        let outcome = bench.read(now() + Duration::from_secs(60), Some(&old), &new, &placed(0, changed));
        assert_eq!(kinds(&outcome), [kind], "{reason}");
        assert_eq!(outcome.events[0].reason, reason);
    }
}

#[test]
fn many_sentences_gone_at_once_are_held_as_a_suspected_redesign_and_told_after_two_days() {
    let mut bench = Bench::new();
    let sentences = ["We will licence A.", "We will ban B.", "We will tax C.", "We will fund D."];
    let full = document(&sentences);
    let classes =
        [ActionClass::ExportLicence, ActionClass::Cooperation, ActionClass::TariffTrade, ActionClass::Funding];
    let found: Vec<Placed> = sentences
        .iter()
        .zip(classes)
        .enumerate()
        .map(|(n, (text, class))| {
            let mut claim = claim(text, Strength::Intends);
            claim.record.action_class = Some(class);
            claim.record.objects = vec![format!("object-{n}")];
            claim.record.quantity = None;
            claim.record.date = None;
            Placed { sentence: n, claim }
        })
        .collect();
    assert_eq!(bench.read(now(), None, &full, &found).commitments.len(), 4);
    let bare = document(&["A new page."]);
    let held = bench.read(now() + Duration::from_secs(3600), Some(&full), &bare, &[]);
    assert_eq!(kinds(&held), [EventKind::RedesignSuspected]);
    assert!(bench.again(now() + Duration::from_secs(8 * 3600), &bare).events.is_empty(), "held, not dropped");
    let told = bench.again(now() + Duration::from_secs(50 * 3600), &bare);
    assert_eq!(kinds(&told), [EventKind::Removed; 4]);
}

#[test]
fn the_same_pledge_on_another_page_is_restated_and_a_second_round_is_not() {
    let mut bench = Bench::new();
    let a = "The ministry requires licences for 13 precursors going to the US and Mexico from 1 December 2026.";
    bench.read(now(), None, &document(&[a]), &placed(0, claim(a, Strength::Ordered)));
    let entry = bench.slice.entries[0].clone();
    let b = "From 1 December 2026 exports of 13 precursors to the US and Mexico need a licence of the ministry.";
    let again = same(&claim(b, Strength::Ordered), &Place::default(), &entry);
    assert!(again.score >= super::same::JOIN, "{again:?}");
    let mut second = claim("A second list of 9 chemicals needs a licence from 1 June 2027.", Strength::Ordered);
    second.record.date = PartialDate::day(2027, 6, 1);
    second.record.quantity = Some(Quantity { value: 9.0, unit: "chemicals".to_owned(), from: None });
    let round = same(&second, &Place::default(), &entry);
    assert!(round.score < super::same::JOIN, "{round:?}");
}

#[test]
fn a_dated_rule_is_told_before_it_starts_and_a_passed_deadline_once() {
    let mut bench = Bench::new();
    let a = "Licences from 1 December 2026.";
    let seen: Timestamp = "2026-10-01T00:00:00Z".parse().expect("a fixed instant");
    bench.read(seen, None, &document(&[a]), &placed(0, claim(a, Strength::Ordered)));
    let on = |day: &str| {
        let today: jiff::civil::Date = day.parse().expect("a date");
        clock_events(&bench.slice.entries, now(), &move |_| today, &|_| 3)
    };
    assert!(on("2026-11-01").is_empty());
    let early: Vec<_> = on("2026-11-17").into_iter().map(|e| (e.kind, e.reason)).collect();
    assert_eq!(early, [(EventKind::TakesEffect, "14_days_before".to_owned())]);
    assert_eq!(on("2026-11-18")[0].id, on("2026-11-20")[0].id, "once per stage");
    assert_eq!(on("2026-12-01")[0].reason, "0_days_before");
    assert!(on("2026-12-02").is_empty());
    for entry in &mut bench.slice.entries {
        entry.commitment.record.date_kind = Some(DateKind::Deadline);
    }
    let late = clock_events(&bench.slice.entries, now(), &|_| "2026-12-02".parse().expect("a date"), &|_| 3);
    assert_eq!(late[0].kind, EventKind::Overdue);
}
