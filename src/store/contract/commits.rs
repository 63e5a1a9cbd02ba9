//! I/O. One check, one transaction; or nothing.

use super::Member;
use super::samples::{
    alert, assigned, at, changed, claim, claim_one, commitment, event, link, sighting, unchanged, watching,
};
use crate::model::{CheckOutcome, Disposition, Failure, Reason, TargetRole};
use crate::store::{CheckRecord, ClaimScope, Committed, Fence, Generation, Store};

const PAGE: &str = "https://a.test/news";

/// A check with something of everything in it.
fn everything(target: i64, minute: i64) -> CheckRecord {
    let mut record = changed(minute, PAGE, "China will license fentanyl precursors.");
    let entry = commitment("licence", &["k1"], minute);
    let told = event("licence is new", Some(&entry), minute);
    record.links = vec![(link("https://a.test/1"), TargetRole::News)];
    record.sightings = vec![sighting(target, Some(&entry), "China will license")];
    record.assignments = vec![assigned(&told, "desk", Disposition::Now)];
    record.alerts = vec![alert("desk", &["desk@reader.test"], &[&told], minute)];
    record.events = vec![told];
    record.commitments = vec![entry];
    record
}

/// How many of each kind of thing the store has: versions, links, entries, sightings, events, alerts, waiting deliveries.
async fn counts(store: &dyn Store) -> [usize; 7] {
    let ledger = store.ledger(None).await.expect("read");
    [
        store.versions(PAGE).await.expect("read").len(),
        store.known_links("a", &["https://a.test/1".to_owned()]).await.expect("read").len(),
        ledger.len(),
        ledger.iter().map(|e| e.sightings.len()).sum(),
        store.events(99).await.expect("read").len(),
        store.alerts(99).await.expect("read").len(),
        store.queue().await.expect("read").waiting,
    ]
}

pub(crate) async fn all_that_a_check_found_is_there_after_it(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let record = everything(held.fence.target, 0);
    let done = store.commit_check(held.fence, record.clone(), Default::default()).await;
    assert_eq!(done.expect("answered"), Committed::Done);
    let fresh = member.open().await;
    assert_eq!(counts(fresh.as_ref()).await, [1; 7]);
    let base = fresh.base(held.fence.target).await.expect("read").expect("a base");
    assert_eq!(Some(base.version), record.version);
    assert_eq!((base.last_read, base.reads), (at(0), 1));
    let row = fresh.alert(record.alerts[0].id.as_str()).await.expect("read").expect("the alert");
    assert_eq!(row.alert, record.alerts[0], "bytes, HTML and Message-ID are fixed");
    assert_eq!(fresh.events(1).await.expect("read"), record.events);
    assert_eq!(fresh.ledger(None).await.expect("read")[0].commitment, record.commitments[0]);
    assert_eq!(fresh.targets().await.expect("read").len(), 2, "the new link is a target");
}

pub(crate) async fn a_check_that_lost_its_lease_writes_nothing(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    claim_one(store.as_ref(), at(10)).await;
    let record = everything(held.fence.target, 11);
    let lost = store.commit_check(held.fence, record, Default::default()).await;
    assert_eq!(lost.expect("answered"), Committed::LostLease);
    assert_eq!(counts(store.as_ref()).await, [0; 7]);
    let nobody = Fence { target: 999, number: 1 };
    let lost = store.commit_check(nobody, everything(999, 11), Default::default()).await;
    assert_eq!(lost.expect("answered"), Committed::LostLease, "there is no such target");
    store.sync_watches(&[], at(12)).await.expect("synced");
    let newest = Fence { target: held.fence.target, number: held.fence.number + 1 };
    let gone = store.commit_check(newest, everything(held.fence.target, 13), Default::default()).await;
    assert_eq!(gone.expect("answered"), Committed::LostLease, "its watch is gone");
    assert_eq!(counts(store.as_ref()).await, [0; 7]);
}

pub(crate) async fn a_check_that_saw_an_old_ledger_writes_nothing(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let (a, b) = (held[0].fence, held[1].fence);
    let keys = ["k1".to_owned()];
    let (_, seen) = store.ledger_slice(a.target, &keys).await.expect("read");
    let mut other = changed(1, "https://b.test/news", "b");
    other.commitments = vec![commitment("other", &["k1"], 1)];
    store.commit_check(b, other, Default::default()).await.expect("committed");
    let before = counts(store.as_ref()).await;
    let stale = store.commit_check(a, everything(a.target, 2), seen).await;
    assert_eq!(stale.expect("answered"), Committed::Stale);
    assert_eq!(counts(store.as_ref()).await, before, "nothing of it was written");
    let (slice, now) = store.ledger_slice(a.target, &keys).await.expect("read");
    assert_eq!(slice.entries.len(), 1, "the new slice has what the old one missed");
    let done = store.commit_check(a, everything(a.target, 3), now).await;
    assert_eq!(done.expect("answered"), Committed::Done);
}

pub(crate) async fn ids_inserted_twice_change_nothing(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let mut first = everything(held[0].fence.target, 0);
    first.sightings.clear();
    store.commit_check(held[0].fence, first.clone(), Default::default()).await.expect("committed");
    // Another target finds the same event, told by an alert of the same id but, as time has passed, with other bytes.
    let mut again = changed(1, "https://b.test/news", "b");
    again.events.clone_from(&first.events);
    again.events[0].detail = Some("another wording".to_owned());
    again.assignments = vec![assigned(&again.events[0], "desk", Disposition::Digest)];
    again.alerts.clone_from(&first.alerts);
    again.alerts[0].eml = b"other bytes".to_vec();
    store.commit_check(held[1].fence, again, Default::default()).await.expect("committed");
    assert_eq!(counts(store.as_ref()).await[4..], [1, 1, 1]);
    let (event, assignments) = store.event(&first.events[0].id).await.expect("read").expect("there");
    assert_eq!((event, assignments), (first.events[0].clone(), first.assignments.clone()));
    let row = store.alert(first.alerts[0].id.as_str()).await.expect("read").expect("there");
    assert_eq!(row.alert, first.alerts[0]);
}

pub(crate) async fn a_failed_check_is_written_at_once_and_keeps_the_base(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    store.commit_check(held.fence, changed(0, PAGE, "good"), Default::default()).await.expect("committed");
    for (minute, reason) in [(60, Reason::Http5xx), (120, Reason::Challenge)] {
        let held = claim_one(store.as_ref(), at(minute)).await;
        let failure = Failure::new(reason, "status 503");
        let mut record = CheckRecord::new(at(minute), at(minute), CheckOutcome::Failed { failure }, at(minute + 60));
        record.told_failing = reason == Reason::Challenge;
        store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    }
    let fresh = member.open().await;
    let held = claim_one(fresh.as_ref(), at(180)).await;
    assert_eq!((held.failures, held.failing_since), (2, Some(at(60))), "written without a flush");
    assert_eq!((held.last_reason, held.told_failing), (Some(Reason::Challenge), true));
    assert_eq!(held.last_good, Some(at(0)));
    let base = fresh.base(held.fence.target).await.expect("read").expect("a base");
    assert_eq!(base.version.document.blocks[0].text, "good");
    assert_eq!((base.last_read, base.reads), (at(0), 1));
}

pub(crate) async fn a_good_check_ends_the_failures(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let failure = Failure::new(Reason::Http5xx, "status 503");
    let record = CheckRecord::new(at(0), at(0), CheckOutcome::Failed { failure }, at(1));
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let held = claim_one(store.as_ref(), at(1)).await;
    store.commit_check(held.fence, changed(1, PAGE, "good"), Default::default()).await.expect("committed");
    let held = claim_one(store.as_ref(), at(61)).await;
    assert_eq!((held.failures, held.failing_since, held.last_reason), (0, None, None));
}

pub(crate) async fn a_base_made_anew_says_nothing_of_the_failures(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let good = changed(0, PAGE, "good");
    let version = good.version.clone();
    store.commit_check(held.fence, good, Default::default()).await.expect("committed");
    let held = claim_one(store.as_ref(), at(60)).await;
    let failure = Failure::new(Reason::Http5xx, "status 503");
    let mut record = CheckRecord::new(at(60), at(60), CheckOutcome::Failed { failure }, at(61));
    record.told_failing = true;
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    for with_base in [true, false] {
        let held = claim_one(store.as_ref(), at(61)).await;
        let outcome = CheckOutcome::Unchanged { by: "upgrade".to_owned() };
        let mut record = CheckRecord::new(at(61), at(61), outcome, at(61));
        record.remade = version.clone().filter(|_| with_base);
        store.commit_check(held.fence, record, Default::default()).await.expect("committed");
        store.flush().await.expect("written");
    }
    let not_since = |minute| ClaimScope::NotSince { started: at(minute), watches: None };
    let since = store.claim_due(1, &not_since(61), None, at(61), super::samples::LEASE).await.expect("asked");
    assert_eq!(since, [], "it was looked at in this run");
    let state = &store.watch_states().await.expect("read")[0];
    assert_eq!((state.detail.as_deref(), state.last_good), (Some("status 503"), Some(at(0))));
    let held = claim_one(store.as_ref(), at(61)).await;
    assert_eq!((held.failures, held.failing_since, held.told_failing), (1, Some(at(60)), true), "nothing was fetched");
    assert_eq!((held.last_reason, held.last_good), (Some(Reason::Http5xx), Some(at(0))));
    let base = store.base(held.fence.target).await.expect("read").expect("a base");
    assert_eq!((base.last_read, base.reads), (at(0), 1));
}

pub(crate) async fn unchanged_checks_are_written_by_flush(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    store.commit_check(held.fence, changed(0, PAGE, "text"), Default::default()).await.expect("committed");
    let held = claim_one(store.as_ref(), at(60)).await;
    let done = store.commit_check(held.fence, unchanged(60), Default::default()).await;
    assert_eq!(done.expect("answered"), Committed::Done);
    let all = ClaimScope::NotSince { started: at(65), watches: None };
    assert_eq!(
        store.claim_due(1, &all, None, at(65), super::samples::LEASE).await.expect("asked"),
        [],
        "held until it is written"
    );
    store.flush().await.expect("written");
    let fresh = member.open().await;
    let base = fresh.base(held.fence.target).await.expect("read").expect("a base");
    assert_eq!((base.last_read, base.reads), (at(60), 2));
    assert_eq!(fresh.next_due().await.expect("read"), Some(at(120)));
    assert_eq!(fresh.checks(PAGE, 9).await.expect("read").len(), 2);
    store.flush().await.expect("nothing twice");
    assert_eq!(fresh.checks(PAGE, 9).await.expect("read").len(), 2);
}

/// Two writers raise one number in the ledger, each from the slice it saw. Every `Done` must have counted.
pub(crate) async fn no_update_of_the_ledger_is_lost_between_two_writers(member: &dyn Member) {
    const EACH: usize = 25;
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let mut tasks = tokio::task::JoinSet::new();
    for held in held {
        let store = member.open().await;
        tasks.spawn(async move {
            let keys = ["k1".to_owned()];
            let mut done = 0;
            while done < EACH {
                let (slice, seen) = store.ledger_slice(held.fence.target, &keys).await.expect("read");
                let mut entry = commitment("counted", &["k1"], 0);
                let count = slice.entries.first().map_or(0, |e| e.commitment.gloss.parse::<usize>().expect("a number"));
                entry.gloss = (count + 1).to_string();
                let mut record = changed(0, held.url.as_str(), &format!("{} {done}", held.watch));
                record.commitments = vec![entry];
                match store.commit_check(held.fence, record, seen).await.expect("answered") {
                    Committed::Done => done += 1,
                    Committed::Stale => {}
                    Committed::LostLease => panic!("nobody else claims"),
                }
            }
        });
    }
    tasks.join_all().await;
    let entry = store.ledger(None).await.expect("read").remove(0);
    assert_eq!(entry.commitment.gloss, (2 * EACH).to_string());
    let unseen = Generation(vec![("k1".to_owned(), 0)]);
    assert_ne!(store.ledger_slice(0, &["k1".to_owned()]).await.expect("read").1, unseen);
}
