//! I/O (shapes only). Things to store, with just as much in them as the checks look at.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Member;
use crate::model::{
    ActionClass, Alert, AlertId, Assignment, Block, BlockClass, BlockKind, Cause, CheckOutcome, Claim, Commitment,
    CommitmentId, CommitmentState, Disposition, Document, Event, EventId, EventKind, Lang, Link, Moment, Origin, Page,
    Polarity, Record, RouteReason, Sentence, Sighting, SightingState, SourceType, SpeakerRole, Strength, Version,
    Window,
};
use crate::store::{CheckRecord, ClaimScope, Claimed, Store, WatchSeed};

pub(super) const LEASE: Duration = Duration::from_secs(600);

/// So many minutes after the beginning of the story.
pub(super) fn at(minutes: i64) -> Timestamp {
    Timestamp::new(1_780_000_000, 0).expect("a time") + SignedDuration::from_mins(minutes)
}

pub(super) fn url(text: &str) -> url::Url {
    text.parse().expect("a URL")
}

pub(super) fn origin(watch: &str) -> Origin {
    Origin {
        watch: watch.to_owned(),
        name: format!("Ministry {watch}"),
        agency: "CN:MOFCOM".to_owned(),
        language: Some(Lang::En),
        zone: "Asia/Shanghai".to_owned(),
    }
}

pub(in crate::store) fn seed(watch: &str) -> WatchSeed {
    WatchSeed { origin: origin(watch), url: url(&format!("https://{watch}.test/news")), enabled: true }
}

/// The member, opened, with these watches at minute 0.
pub(super) async fn watching(member: &dyn Member, watches: &[&str]) -> Arc<dyn Store> {
    let store = member.open().await;
    let seeds: Vec<WatchSeed> = watches.iter().map(|w| seed(w)).collect();
    store.sync_watches(&seeds, at(0)).await.expect("synced");
    store
}

pub(super) async fn claim(store: &dyn Store, n: usize, now: Timestamp) -> Vec<Claimed> {
    store.claim_due(n, &ClaimScope::Due, None, now, LEASE).await.expect("claimed")
}

/// The one target that is due.
pub(in crate::store) async fn claim_one(store: &dyn Store, now: Timestamp) -> Claimed {
    let mut claimed = claim(store, 2, now).await;
    assert_eq!(claimed.len(), 1, "one target is due: {claimed:?}");
    claimed.remove(0)
}

/// A check of the minute that read the same; due again an hour later.
pub(in crate::store) fn unchanged(minute: i64) -> CheckRecord {
    let outcome = CheckOutcome::Unchanged { by: "bytes".to_owned() };
    CheckRecord::new(at(minute), at(minute), outcome, at(minute + 60))
}

/// A check of the minute that read this text, new or changed.
pub(in crate::store) fn changed(minute: i64, of: &str, text: &str) -> CheckRecord {
    let mut record = CheckRecord::new(at(minute), at(minute), CheckOutcome::Changed, at(minute + 60));
    let page = page(of, text, minute);
    record.version = Some(version(text, &page));
    record.page = Some(page);
    record
}

pub(super) fn page(of: &str, text: &str, minute: i64) -> Page {
    Page::from_bytes(url(of), Some("text/html"), format!("<p>{text}</p>").into_bytes(), at(minute))
}

pub(super) fn document(text: &str) -> Document {
    let sentence = Sentence { start: 0, end: text.len(), key: text.to_lowercase() };
    let block = Block {
        kind: BlockKind::Paragraph,
        class: BlockClass::Main,
        text: text.to_owned(),
        start: 0,
        sentences: vec![sentence],
    };
    Document { title: Some("Press".to_owned()), charset: "utf-8".to_owned(), blocks: vec![block], ..Default::default() }
}

pub(super) fn version(text: &str, page: &Page) -> Version {
    let document = document(text);
    Version {
        text_hash: document.text_hash(),
        page_hash: page.sha256.clone(),
        fingerprint: "f1".to_owned(),
        fetched_at: page.fetched_at,
        status: 200,
        document,
    }
}

pub(in crate::store) fn link(of: &str) -> Link {
    Link::new(url(of), "Press release".to_owned(), "2026-03-01".parse().ok())
}

fn claim_of(quote: &str) -> Claim {
    Claim {
        is_commitment: true,
        topic: Some("fentanyl".to_owned()),
        topic_by: None,
        record: record(),
        speaker_role: SpeakerRole::Own,
        confidence: 0.5,
        cues: Vec::new(),
        about: Vec::new(),
        rule: "will".to_owned(),
        guideline: None,
        gloss: quote.to_owned(),
        quote: quote.to_owned(),
        start: 0,
        end: quote.len(),
    }
}

fn record() -> Record {
    Record {
        actor: Some("CN:MOFCOM".to_owned()),
        issuers: Vec::new(),
        binds: None,
        action_class: Some(ActionClass::ExportLicence),
        objects: Vec::new(),
        counterparties: Vec::new(),
        date: None,
        date_kind: None,
        quantity: None,
        strength: Strength::Pledged,
        polarity: Polarity::Positive,
    }
}

pub(super) fn commitment(name: &str, keys: &[&str], minute: i64) -> Commitment {
    Commitment {
        id: CommitmentId::derive(&[name]),
        topic: "fentanyl".to_owned(),
        block_keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        record: record(),
        gloss: name.to_owned(),
        dated_since: None,
        state: CommitmentState::Active,
        first_seen: at(minute),
        last_seen: at(minute),
    }
}

/// A sighting not yet stored; an orphan without a commitment.
pub(super) fn sighting(target: i64, of: Option<&Commitment>, quote: &str) -> Sighting {
    Sighting {
        id: 0,
        commitment: of.map(|c| c.id.clone()),
        target,
        sentence_key: quote.to_lowercase(),
        claim: claim_of(quote),
        origin: origin("a"),
        source_type: SourceType::PressRelease,
        url: "https://a.test/news".to_owned(),
        title: None,
        published: None,
        lang: None,
        first_version: "v".to_owned(),
        last_version: "v".to_owned(),
        first_seen: at(0),
        last_seen: at(0),
        reads: 1,
        missing_since: None,
        pending: None,
        held_until: None,
        until: None,
        state: SightingState::Present,
    }
}

pub(super) fn event(name: &str, of: Option<&Commitment>, minute: i64) -> Event {
    Event {
        id: EventId::derive(&[name]),
        kind: EventKind::New,
        novelty: None,
        reason: "not_in_the_ledger".to_owned(),
        cause: Cause::Check,
        at: at(minute),
        topic: None,
        commitment: of.map(|c| c.id.clone()),
        origin: origin("a"),
        moment: Moment {
            url: "https://a.test/news".to_owned(),
            title: None,
            published: None,
            lang: None,
            source_type: SourceType::PressRelease,
            fetched_at: at(minute),
            status: 200,
            page_hash: String::new(),
            text_hash: String::new(),
            primary: true,
        },
        before: None,
        after: None,
        window: Window::default(),
        others: Vec::new(),
        related: Vec::new(),
        unknown: Vec::new(),
        unread: Vec::new(),
        detail: Some(name.to_owned()),
        failure: None,
    }
}

pub(super) fn assigned(event: &Event, recipient: &str, disposition: Disposition) -> Assignment {
    let reason = RouteReason::BuiltInNow;
    Assignment { event: event.id.clone(), recipient: recipient.to_owned(), disposition, reason }
}

pub(super) fn alert(recipient: &str, addresses: &[&str], events: &[&Event], minute: i64) -> Alert {
    let mut parts: Vec<&str> = events.iter().map(|e| e.id.as_str()).collect();
    parts.sort_unstable();
    let minute_text = minute.to_string();
    if events.is_empty() {
        parts.push(&minute_text);
    }
    parts.insert(0, recipient);
    let id = AlertId::derive(&parts);
    Alert {
        recipient: recipient.to_owned(),
        addresses: addresses.iter().map(|a| (*a).to_owned()).collect(),
        message_id: format!("<{id}@watch.test>"),
        from: "alerts@watch.test".to_owned(),
        subject: "NEW".to_owned(),
        eml: format!("Message-ID: <{id}@watch.test>\r\n\r\n8-bit \u{e9} \u{4e2d}\0\r\n.\r\n").into_bytes(),
        html: "<p>\u{4e2d}</p>".to_owned(),
        events: events.iter().map(|e| e.id.clone()).collect(),
        created_at: at(minute),
        id,
    }
}
