//! I/O. Events, who hears of them, digests, baseline reports, threads.

use super::Member;
use super::samples::{alert, assigned, at, changed, claim, commitment, event, unchanged, watching};
use crate::model::{Alert, Assignment, Disposition, Event};
use crate::store::{EventRecord, Store, Thread};

async fn tell(store: &dyn Store, events: Vec<Event>, assignments: Vec<Assignment>, alerts: Vec<Alert>) {
    store.commit_events(EventRecord { events, assignments, alerts }).await.expect("written");
}

async fn waiting(store: &dyn Store, recipient: &str) -> Vec<String> {
    let found = store.digest_events(recipient).await.expect("read");
    found.into_iter().map(|(event, _)| event.detail.unwrap_or_default()).collect()
}

pub(crate) async fn an_event_is_told_to_a_recipient_once(member: &dyn Member) {
    let store = member.open().await;
    let first = event("first", None, 0);
    let now = assigned(&first, "desk", Disposition::Now);
    let mail = alert("desk", &["desk@reader.test"], &[&first], 0);
    tell(store.as_ref(), vec![first.clone()], vec![now.clone()], vec![mail.clone()]).await;
    // The same event again, together with another one: the old one's assignment is skipped, the mail has news in it.
    let second = event("second", None, 1);
    let both = alert("desk", &["desk@reader.test"], &[&first, &second], 1);
    let digest = [assigned(&first, "desk", Disposition::Digest), assigned(&second, "desk", Disposition::Now)];
    tell(store.as_ref(), vec![first.clone(), second.clone()], digest.to_vec(), vec![both]).await;
    assert_eq!(waiting(store.as_ref(), "desk").await, Vec::<String>::new());
    // Nothing new at all: an alert of any other make is skipped, too.
    let mut other = alert("desk", &["desk@reader.test"], &[&second, &first], 9);
    other.id = crate::model::AlertId::derive(&["another"]);
    tell(store.as_ref(), vec![second], Vec::new(), vec![other]).await;
    let rows = store.alerts(9).await.expect("read");
    assert_eq!(rows.len(), 2);
    assert!(rows[1].alert.eml.is_empty() && rows[1].alert.id == mail.id, "newest first, without bytes");
    assert_eq!(store.queue().await.expect("read").waiting, 2);
    // A mail that tells no event, such as a test, goes whenever it is asked for.
    tell(store.as_ref(), Vec::new(), Vec::new(), vec![alert("desk", &["desk@reader.test"], &[], 2)]).await;
    assert_eq!(store.alerts(1).await.expect("read")[0].alert.created_at, at(2));
}

pub(crate) async fn alerts_since_a_time_are_those_of_the_recipient(member: &dyn Member) {
    let store = member.open().await;
    let mails = [("desk", 1), ("press", 2), ("desk", 3), ("desk", 2)];
    let mails = mails.map(|(recipient, minute)| alert(recipient, &["one@reader.test", "two@reader.test"], &[], minute));
    tell(store.as_ref(), Vec::new(), Vec::new(), mails.to_vec()).await;
    let since = async |recipient: &str, minute| {
        let rows = store.alerts_since(recipient, at(minute)).await.expect("read");
        assert!(rows.iter().all(|r| r.deliveries.len() == 2 && r.alert.eml.is_empty()), "{rows:?}");
        rows.into_iter().map(|r| r.alert.created_at).collect::<Vec<_>>()
    };
    assert_eq!(since("desk", 0).await, [at(3), at(2), at(1)]);
    assert_eq!(since("desk", 1).await, [at(3), at(2)], "after that time, not at it");
    assert_eq!(since("press", 0).await, [at(2)]);
    assert_eq!(since("nobody", 0).await, []);
}

pub(crate) async fn an_event_with_its_assignments_is_read_back(member: &dyn Member) {
    let store = member.open().await;
    let (old, new) = (event("old", None, 0), event("new", None, 1));
    let of_old = [assigned(&old, "desk", Disposition::Now), assigned(&old, "press", Disposition::Never)];
    tell(store.as_ref(), vec![old.clone(), new.clone()], of_old.to_vec(), Vec::new()).await;
    assert_eq!(store.event(&old.id).await.expect("read"), Some((old.clone(), of_old.to_vec())));
    assert_eq!(store.event(&event("unknown", None, 0).id).await.expect("read"), None);
    assert_eq!(store.events(9).await.expect("read"), [new.clone(), old]);
    assert_eq!(store.events(1).await.expect("read"), [new]);
}

pub(crate) async fn a_digest_is_composed_once_and_takes_its_events(member: &dyn Member) {
    let store = member.open().await;
    let (first, second) = (event("first", None, 1), event("second", None, 0));
    let assignments = [&first, &second].map(|e| assigned(e, "desk", Disposition::Digest)).to_vec();
    tell(store.as_ref(), vec![first.clone(), second.clone()], assignments, Vec::new()).await;
    assert_eq!(waiting(store.as_ref(), "desk").await, ["second", "first"], "oldest first");
    assert_eq!(waiting(store.as_ref(), "press").await, Vec::<String>::new());
    let mail = alert("desk", &["desk@reader.test"], &[&second, &first], 10);
    store.compose_digest("desk", at(10), Some(mail.clone())).await.expect("composed");
    assert_eq!(waiting(store.as_ref(), "desk").await, Vec::<String>::new());
    assert_eq!(store.last_digest("desk").await.expect("read"), Some(at(10)));
    assert_eq!(store.alert(mail.id.as_str()).await.expect("read").map(|r| r.alert), Some(mail));
    let queued = store.claim_deliveries(9, at(10), super::samples::LEASE).await.expect("claimed");
    assert_eq!(queued.len(), 1);
}

pub(crate) async fn a_digest_with_nothing_in_it_moves_only_the_time(member: &dyn Member) {
    let store = member.open().await;
    assert_eq!(store.last_digest("desk").await.expect("read"), None);
    store.compose_digest("desk", at(5), None).await.expect("noted");
    store.compose_digest("press", at(6), None).await.expect("noted");
    let fresh = member.open().await;
    assert_eq!(fresh.last_digest("desk").await.expect("read"), Some(at(5)));
    assert_eq!(fresh.alerts(9).await.expect("read"), []);
}

pub(crate) async fn a_second_composer_of_the_same_events_writes_nothing(member: &dyn Member) {
    let store = member.open().await;
    let (first, late) = (event("first", None, 0), event("late", None, 1));
    let digest = |e: &Event| vec![assigned(e, "desk", Disposition::Digest)];
    tell(store.as_ref(), vec![first.clone()], digest(&first), Vec::new()).await;
    let mine = alert("desk", &["desk@reader.test"], &[&first], 10);
    // Another process saw one event more, and comes second.
    tell(store.as_ref(), vec![late.clone()], digest(&late), Vec::new()).await;
    let theirs = alert("desk", &["desk@reader.test"], &[&first, &late], 10);
    let other = member.open().await;
    store.compose_digest("desk", at(10), Some(mine)).await.expect("composed");
    other.compose_digest("desk", at(11), Some(theirs)).await.expect("no error");
    assert_eq!(store.alerts(9).await.expect("read").len(), 1, "no event is told twice");
    assert_eq!(waiting(store.as_ref(), "desk").await, ["late"], "and none is lost");
    assert_eq!(store.last_digest("desk").await.expect("read"), Some(at(10)));
}

pub(crate) async fn what_quiet_hours_held_waits_for_the_digest(member: &dyn Member) {
    let store = member.open().await;
    let all = [Disposition::Now, Disposition::Digest, Disposition::Held, Disposition::Never];
    let events: Vec<Event> = all.iter().map(|d| event(d.as_str(), None, 0)).collect();
    let assignments = events.iter().zip(all).map(|(e, d)| assigned(e, "desk", d)).collect();
    tell(store.as_ref(), events, assignments, Vec::new()).await;
    let mut held = waiting(store.as_ref(), "desk").await;
    held.sort();
    assert_eq!(held, ["digest", "held"]);
}

pub(crate) async fn baselines_count_what_was_looked_at_and_are_reported_once(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let of = async |watch: &str| {
        let all = store.baselines().await.expect("read");
        all.into_iter().find(|s| s.watch == watch).expect("a watch")
    };
    assert_eq!((of("a").await.targets, of("a").await.attempted), (1, 0));
    let held = claim(store.as_ref(), 2, at(0)).await;
    let mut record = changed(0, "https://a.test/news", "list");
    record.links = vec![
        (super::samples::link("https://a.test/1"), crate::model::TargetRole::Baseline),
        (super::samples::link("https://a.test/2"), crate::model::TargetRole::News),
    ];
    let entry = commitment("known at the start", &["k"], 0);
    record.sightings = vec![super::samples::sighting(held[0].fence.target, Some(&entry), "known")];
    record.commitments = vec![entry];
    store.commit_check(held[0].fence, record, Default::default()).await.expect("committed");
    store.commit_check(held[1].fence, unchanged(0), Default::default()).await.expect("committed");
    let state = of("a").await;
    assert_eq!((state.targets, state.attempted, state.read), (2, 1, 1), "news is no baseline");
    assert_eq!((state.commitments, state.reported_to), (1, Vec::new()));
    assert_eq!(of("b").await.attempted, 1, "buffered checks count");
    let report = alert("desk", &["desk@reader.test"], &[], 1);
    for _ in 0..2 {
        store.report_baseline("desk", &["a".to_owned()], report.clone()).await.expect("reported");
    }
    // A second process composed its own report, a moment later.
    let other = alert("desk", &["desk@reader.test"], &[], 2);
    store.report_baseline("desk", &["a".to_owned()], other).await.expect("answered");
    assert_eq!(of("a").await.reported_to, ["desk"]);
    assert_eq!(of("b").await.reported_to, Vec::<String>::new());
    assert_eq!(store.queue().await.expect("read").waiting, 1);
}

pub(crate) async fn the_first_alert_begins_the_thread(member: &dyn Member) {
    let store = member.open().await;
    let entry = commitment("licence", &["k"], 0);
    let page = "https://a.test/news";
    let thread = async |recipient: &str| store.thread(recipient, page, Some(&entry.id)).await.expect("read");
    assert_eq!(thread("desk").await, Thread::default());
    let first = event("first", Some(&entry), 0);
    let mail = alert("desk", &["desk@reader.test"], &[&first], 0);
    tell(store.as_ref(), vec![first.clone()], vec![assigned(&first, "desk", Disposition::Now)], vec![mail.clone()])
        .await;
    let id = Some(mail.message_id);
    assert_eq!(thread("desk").await, Thread { document: id.clone(), commitment: id.clone() });
    assert_eq!(thread("press").await, Thread::default(), "each recipient has threads of its own");
    let second = event("second", Some(&entry), 1);
    let later = alert("desk", &["desk@reader.test"], &[&second], 1);
    tell(store.as_ref(), vec![second], Vec::new(), vec![later]).await;
    assert_eq!(thread("desk").await.document, id, "the first one stays");
    assert_eq!(store.thread("desk", page, None).await.expect("read"), Thread { document: id, commitment: None });
}
