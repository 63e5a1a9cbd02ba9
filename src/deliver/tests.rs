//! What the clock brings, on a real store with a clock that is set by hand.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{commit_events, digest, send_digests, tell_calendar};
use crate::commitments::Recognizer;
use crate::config;
use crate::engine::{Engine, coverage};
use crate::fetch::HttpFetch;
use crate::ledger::block_keys;
use crate::model::{
    CheckOutcome, Clock, Commitment, CommitmentState, Disposition, Event, EventKind, ManualClock, NotRead, Reason,
    Record, RouteReason, Seed, Sighting, SightingState, SourceType,
};
use crate::notice::tests::{WILL, announced, at, english, event, origin, weakened};
use crate::store::{CheckRecord, ClaimScope, Committed, EventRecord};

const WATCHLIST: &str = r#"
[email]
from = "pledgewatch <alerts@watch.test>"

[recipients.desk]
email = ["desk@reader.test"]
timezone = "America/New_York"
DESK

[recipients.ops]
email = ["ops@reader.test"]
role = "operator"
digest_at = []

[[watch]]
id = "cn-mfa-en"
agency = "CN:MFA"
language = "en"
url = "http://127.0.0.1:9/eng"
allow_addresses = ["127.0.0.1/32"]
notify = ["desk"]

[[watch]]
id = "cn-mofcom"
agency = "CN:MOFCOM"
language = "zh"
url = "http://127.0.0.1:9/zh"
allow_addresses = ["127.0.0.1/32"]
stands_in_for = "CN:MPS"
notify = ["desk"]

[[watch]]
id = "cn-gacc"
agency = "CN:GACC"
url = "http://127.0.0.1:9/gacc"
allow_addresses = ["127.0.0.1/32"]
notify = ["desk"]
enabled = false
note = "answers programs with a challenge"
"#;

struct Place {
    dir: tempfile::TempDir,
    clock: Arc<ManualClock>,
    desk: String,
}

impl Place {
    fn new(now: &str, desk: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        Self { dir, clock: Arc::new(ManualClock::at(at(now))), desk: desk.to_owned() }
    }

    /// The engine of a process that starts now: the store is opened anew.
    async fn start(&self) -> Engine {
        let text = WATCHLIST.replace("DESK", &self.desk);
        let watchlist =
            config::parse("watchlist.toml", &text, &|_| Err("no files".to_owned())).expect("the watchlist is right");
        let store = open(&self.dir.path().join("test.db")).await;
        let clock: Arc<dyn Clock> = self.clock.clone();
        let engine = Engine {
            recognizer: Arc::new(Recognizer::new(watchlist.agencies.clone())),
            fetch: Arc::new(HttpFetch::new(&watchlist.fetch, Arc::clone(&clock)).expect("HTTP can be set up")),
            files: crate::files::Files::default(),
            watchlist: Arc::new(watchlist),
            store,
            clock,
            seed: Seed(1),
        };
        engine.store.sync_watches(&engine.seeds(), engine.clock.now()).await.expect("the store works");
        engine
    }

    /// Goes on to a time.
    fn until(&self, time: &str) {
        let wait = at(time).duration_since(self.clock.now());
        self.clock.advance(Duration::try_from(wait).expect("tests go forward"));
    }
}

async fn open(path: &Path) -> Arc<dyn crate::store::Store> {
    crate::store::open(&format!("sqlite:{}", path.display())).await.expect("the store can be opened")
}

/// Subjects of all alerts to a recipient, oldest first.
async fn subjects(engine: &Engine, recipient: &str) -> Vec<String> {
    let rows = engine.store.alerts(1000).await.expect("the store works");
    rows.iter().rev().filter(|r| r.alert.recipient == recipient).map(|r| r.alert.subject.clone()).collect()
}

async fn tell(engine: &Engine, mut event: Event) {
    event.at = engine.clock.now();
    commit_events(engine, vec![event]).await.expect("the store works");
}

#[tokio::test]
async fn a_sign_of_life_goes_to_whoever_had_no_mail_and_survives_restarts() {
    let place = Place::new("2025-11-04T12:00:00Z", "");
    let engine = place.start().await;
    assert_eq!(send_digests(&engine).await.expect("works"), 0, "the first period begins now");
    place.until("2025-11-10T07:59:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 0, "not due yet");
    place.until("2025-11-10T08:00:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 2, "one each");
    assert_eq!(subjects(&engine, "desk").await, ["Running, nothing to tell: all sources read"]);
    drop(engine);

    let engine = place.start().await;
    assert_eq!(send_digests(&engine).await.expect("works"), 0, "a restart repeats nothing");
    place.until("2025-11-12T12:00:00Z");
    tell(&engine, weakened()).await;
    place.until("2025-11-17T08:00:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 1);
    assert_eq!(subjects(&engine, "desk").await.len(), 2, "the alert was mail enough");
    assert_eq!(subjects(&engine, "ops").await.len(), 2);
    drop(engine);

    place.until("2025-12-10T12:00:00Z");
    let engine = place.start().await;
    assert_eq!(send_digests(&engine).await.expect("works"), 2, "three times missed make one mail each");
}

#[tokio::test]
async fn quiet_hours_hold_until_they_end_and_loud_events_break_through() {
    let place = Place::new("2025-11-05T18:00:00Z", "quiet = \"22:00-07:00\"\ndigest_at = \"0 12 * * *\"");
    let engine = place.start().await;
    send_digests(&engine).await.expect("works");
    // 23:00 in New York.
    place.until("2025-11-06T04:00:00Z");
    tell(&engine, weakened()).await;
    let mut withdrawn = weakened();
    withdrawn.kind = EventKind::Withdrawn;
    withdrawn.id = crate::model::EventId::derive(&["withdrawn"]);
    withdrawn.moment.url = "https://www.mfa.test/other".to_owned();
    tell(&engine, withdrawn).await;
    assert_eq!(send_digests(&engine).await.expect("works"), 0);
    let found = subjects(&engine, "desk").await;
    assert!(found.len() == 1 && found[0].starts_with("WITHDRAWN"), "{found:?}");

    place.until("2025-11-06T12:01:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 1);
    assert_eq!(send_digests(&engine).await.expect("works"), 0, "told once");
    let rows = engine.store.alerts(1).await.expect("works");
    assert!(rows[0].alert.subject.starts_with("WEAKER"), "{}", rows[0].alert.subject);
    let full = engine.store.alert(rows[0].alert.id.as_str()).await.expect("works").expect("is there");
    let text = crate::notice::tests::Read::of(&full.alert.eml).text;
    assert!(text.contains("[quiet_hours]"), "{text}");

    place.until("2025-11-06T17:30:00Z");
    send_digests(&engine).await.expect("works");
    assert_eq!(subjects(&engine, "desk").await.len(), 2, "nothing is left for the digest");
}

#[tokio::test]
async fn a_digest_comes_at_its_time_in_the_readers_zone_once() {
    let place = Place::new("2025-11-05T12:30:00Z", "digest_at = \"0 7 * * Mon-Fri\"");
    let engine = place.start().await;
    send_digests(&engine).await.expect("works");
    let mut seen = announced();
    seen.novelty = Some(crate::model::Novelty::FirstSeen);
    tell(&engine, seen).await;
    assert!(subjects(&engine, "desk").await.is_empty());
    place.until("2025-11-06T11:59:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 0);
    place.until("2025-11-06T12:00:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 1);
    drop(engine);
    let engine = place.start().await;
    assert_eq!(send_digests(&engine).await.expect("works"), 0);
    place.until("2025-11-07T12:00:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 0, "nothing happened, so nothing is told");
    assert_eq!(subjects(&engine, "desk").await, ["Digest 5-6 Nov: 1 new, all sources read"]);
}

#[tokio::test]
async fn a_source_newly_unread_makes_a_digest_but_not_every_day() {
    let place = Place::new("2025-11-06T12:00:00Z", "");
    let engine = place.start().await;
    let now = engine.clock.now();
    let unread = |since: &str| {
        let mut coverage = crate::model::Coverage::default();
        let (watch, name) = ("cn-mfa-en".to_owned(), "Ministry".to_owned());
        coverage.not_read.push(NotRead { watch, name, reason: Reason::Forbidden, since: at(since) });
        coverage
    };
    let yesterday = at("2025-11-05T12:00:00Z");
    let newly = |since: &str| digest::is_newly_unread(&engine, &unread(since), yesterday, now);
    assert!(newly("2025-11-06T02:00:00Z"), "unread for ten hours");
    assert!(!newly("2025-11-06T11:00:00Z"), "an hour may pass by itself");
    assert!(!newly("2025-11-05T02:00:00Z"), "the last digest told it");
}

#[tokio::test]
async fn beyond_max_per_day_alerts_wait_for_the_digest() {
    let place = Place::new("2025-11-06T12:30:00Z", "max_per_day = 1");
    let engine = place.start().await;
    send_digests(&engine).await.expect("works");
    tell(&engine, weakened()).await;
    place.until("2025-11-06T13:30:00Z");
    tell(&engine, announced()).await;
    assert_eq!(subjects(&engine, "desk").await.len(), 1);
    let (_, assignments) = engine.store.event(&announced().id).await.expect("works").expect("is there");
    let desk = assignments.iter().find(|a| a.recipient == "desk").expect("desk is asked");
    assert_eq!((desk.disposition, desk.reason), (Disposition::Digest, RouteReason::DailyLimit));
    place.until("2025-11-07T12:00:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 1);
    let mut next = announced();
    next.id = crate::model::EventId::derive(&["next day"]);
    tell(&engine, next).await;
    assert_eq!(subjects(&engine, "desk").await.len(), 3, "the next day counts anew, and a digest does not count");
}

/// Puts a commitment with one sighting into the store, as a check would.
async fn known(engine: &Engine, record: Record) -> Commitment {
    let now = engine.clock.now();
    let claimed =
        engine.store.claim_due(10, &ClaimScope::Due, None, now, Duration::from_secs(60)).await.expect("works");
    let target = claimed.iter().find(|c| c.watch == "cn-mfa-en").expect("the watch is due");
    let mut claim = english(WILL, "The ministry promises it.", record.strength);
    claim.record = record.clone();
    let commitment = Commitment {
        id: crate::model::CommitmentId::derive(&["known"]),
        topic: "fentanyl".to_owned(),
        block_keys: block_keys("fentanyl", &record),
        record,
        gloss: claim.gloss.clone(),
        dated_since: None,
        state: CommitmentState::Active,
        first_seen: now,
        last_seen: now,
    };
    let sighting = Sighting {
        id: 0,
        commitment: Some(commitment.id.clone()),
        target: target.fence.target,
        sentence_key: "key".to_owned(),
        claim,
        origin: crate::model::Origin { watch: "cn-mfa-en".to_owned(), ..origin() },
        source_type: SourceType::Statement,
        url: target.url.to_string(),
        title: None,
        published: None,
        lang: None,
        first_version: "v".to_owned(),
        last_version: "v".to_owned(),
        first_seen: now,
        last_seen: now,
        reads: 1,
        missing_since: None,
        pending: None,
        held_until: None,
        until: None,
        state: SightingState::Present,
    };
    let due: Timestamp = now + Duration::from_secs(3600);
    let mut check = CheckRecord::new(now, now, CheckOutcome::Changed, due);
    (check.commitments, check.sightings) = (vec![commitment.clone()], vec![sighting]);
    let (_, generation) = engine.store.ledger_slice(target.fence.target, &commitment.block_keys).await.expect("works");
    let done = engine.store.commit_check(target.fence, check, generation).await.expect("works");
    assert_eq!(done, Committed::Done);
    commitment
}

#[tokio::test]
async fn the_calendar_tells_each_stage_once() {
    let place = Place::new("2025-11-06T02:00:00Z", "");
    let engine = place.start().await;
    send_digests(&engine).await.expect("works");
    let record = crate::notice::tests::record();
    assert_eq!(record.date, "2025-11-10".parse().ok());
    known(&engine, record).await;
    tell_calendar(&engine).await.expect("works");
    assert!(
        subjects(&engine, "desk").await.is_empty(),
        "learnt of within the two weeks: the announcement told the day"
    );
    // The ninth has begun in Shanghai, not in UTC.
    place.until("2025-11-08T17:00:00Z");
    for _ in 0..2 {
        tell_calendar(&engine).await.expect("works");
    }
    assert_eq!(subjects(&engine, "desk").await.len(), 1);
    place.until("2025-11-09T17:00:00Z");
    tell_calendar(&engine).await.expect("works");
    let found = subjects(&engine, "desk").await;
    assert!(found.len() == 2 && found.iter().all(|s| s.starts_with("TAKES EFFECT: China MOFCOM")), "{found:?}");
}

#[tokio::test]
async fn the_calendar_of_a_watch_that_is_gone_is_told_to_those_who_follow_the_commitment() {
    let place = Place::new("2025-11-06T02:00:00Z", "");
    let mut engine = place.start().await;
    let commitment = known(&engine, crate::notice::tests::record()).await;
    tell(&engine, Event { commitment: Some(commitment.id.clone()), ..announced() }).await;
    assert_eq!((subjects(&engine, "desk").await.len(), subjects(&engine, "ops").await.len()), (1, 0));
    let mut watchlist = (*engine.watchlist).clone();
    watchlist.watches.retain(|w| w.origin.watch != "cn-mfa-en");
    engine.watchlist = Arc::new(watchlist);
    place.until("2025-11-08T17:00:00Z");
    tell_calendar(&engine).await.expect("works");
    let desk = subjects(&engine, "desk").await;
    assert!(desk.len() == 2 && desk[1].starts_with("TAKES EFFECT"), "{desk:?}");
    assert_eq!(subjects(&engine, "ops").await, Vec::<String>::new(), "never heard of it");
    let events = engine.store.events(1).await.expect("works");
    let (_, assignments) = engine.store.event(&events[0].id).await.expect("works").expect("it was written");
    let ops = assignments.iter().find(|a| a.recipient == "ops").expect("each recipient has an assignment");
    assert_eq!((ops.disposition, ops.reason), (Disposition::Never, RouteReason::NotWatched));
    let failing = event(EventKind::WatchOverdue, None, None);
    tell(&engine, failing.clone()).await;
    let (_, assignments) = engine.store.event(&failing.id).await.expect("works").expect("it was written");
    let desk = assignments.iter().find(|a| a.recipient == "desk").expect("each recipient has an assignment");
    assert_eq!(desk.reason, RouteReason::NotNotified, "operator events have no watch to begin with");
}

#[tokio::test]
async fn a_deadline_that_passes_waits_for_the_digest() {
    let place = Place::new("2025-11-05T12:30:00Z", "digest_at = \"0 7 * * *\"");
    let engine = place.start().await;
    send_digests(&engine).await.expect("works");
    let mut record = english(WILL, "", crate::model::Strength::Intends).record;
    record.date = "2025-11-07".parse().ok();
    known(&engine, record).await;
    place.until("2025-11-08T11:00:00Z");
    for _ in 0..2 {
        tell_calendar(&engine).await.expect("works");
    }
    place.until("2025-11-08T12:00:00Z");
    assert_eq!(send_digests(&engine).await.expect("works"), 1);
    let rows = engine.store.alerts(1).await.expect("works");
    assert_eq!(rows[0].alert.events.len(), 1, "once, however often it was looked at");
    assert_eq!(rows[0].alert.subject, "Digest 5-8 Nov: 0 new, 1 other, all sources read");
}

#[tokio::test]
async fn coverage_names_what_is_off_what_stands_in_and_gaps() {
    let place = Place::new("2025-11-06T12:00:00Z", "");
    let engine = place.start().await;
    let mut gap = event(EventKind::PossibleGap, None, None);
    gap.at = engine.clock.now();
    engine
        .store
        .commit_events(EventRecord { events: vec![gap], ..EventRecord::default() })
        .await
        .expect("the store works");
    let now = coverage(&engine).await.expect("works");
    assert_eq!((now.read, now.total), (0, 2), "nothing was looked at yet");
    assert_eq!(
        now.gaps,
        ["Ministry of Commerce of China, announcements: items before 6 Nov 2025 may have been missed"]
    );
    assert_eq!(
        now.not_watched,
        [
            "General Administration of Customs of China: answers programs with a challenge",
            "Ministry of Public Security of China: not read itself; Ministry of Commerce of China stands in",
        ]
    );
    place.until("2025-11-14T12:00:00Z");
    assert!(coverage(&engine).await.expect("works").gaps.is_empty(), "a gap is told for a week");
}
