//! I/O. What is held back and let go: targets put off, hosts that are closed, removals held as a redesign, entries amended.

use super::Member;
use super::samples::{LEASE, at, changed, claim, commitment, event, seed, sighting, watching};
use crate::model::{Cause, CommitmentState, EventKind, Pending};
use crate::store::{ClaimScope, Committed, WatchSeed};

pub(crate) async fn of_a_closed_host_nothing_is_claimed_and_of_others_one(member: &dyn Member) {
    let store = member.open().await;
    let on = |watch: &str, url: &str| WatchSeed { url: url.parse().expect("a URL"), ..seed(watch) };
    let seeds = [on("a", "https://one.test/a"), on("b", "https://one.test/b"), on("c", "https://two.test/c")];
    store.sync_watches(&seeds, at(0)).await.expect("synced");
    let claim = async |closed: &[&str]| {
        let closed: Vec<String> = closed.iter().map(|h| (*h).to_owned()).collect();
        let claimed = store.claim_due(9, &ClaimScope::Due, Some(&closed), at(0), LEASE).await.expect("claimed");
        claimed.into_iter().map(|c| c.watch).collect::<Vec<_>>()
    };
    assert_eq!(claim(&["one.test:443", "two.test:443"]).await, Vec::<String>::new());
    assert_eq!(claim(&["two.test:443"]).await, ["a"]);
    assert_eq!(claim(&[]).await, ["b", "c"]);
}

pub(crate) async fn a_host_with_many_targets_hides_no_other(member: &dyn Member) {
    let store = member.open().await;
    let on = |watch: &str, url: &str| WatchSeed { url: url.parse().expect("a URL"), ..seed(watch) };
    let mut seeds: Vec<_> = (0..300).map(|n| on(&format!("w{n}"), &format!("https://one.test/{n}"))).collect();
    seeds.extend([on("two", "https://two.test/"), on("three", "https://three.test/")]);
    store.sync_watches(&seeds, at(0)).await.expect("synced");
    let lease = std::time::Duration::from_secs(1);
    let names = async |n, scope: &ClaimScope, closed: &[&str], minute| -> Vec<String> {
        let closed: Vec<String> = closed.iter().map(|h| (*h).to_owned()).collect();
        let claimed = store.claim_due(n, scope, Some(&closed), at(minute), lease).await.expect("claimed");
        claimed.into_iter().map(|c| c.watch).collect()
    };
    let since = |minute| ClaimScope::NotSince { started: at(minute), watches: None };
    for (minute, scope) in [(1, ClaimScope::Due), (11, since(11))] {
        assert_eq!(names(9, &scope, &["one.test:443"], minute).await, ["two", "three"]);
        assert_eq!(names(9, &scope, &["one.test:443", "two.test:443"], minute + 1).await, ["three"]);
        assert_eq!(names(1, &scope, &["one.test:443"], minute + 2).await, ["two"]);
        assert_eq!(names(9, &scope, &["one.test:443", "two.test:443", "three.test:443"], minute + 3).await.len(), 0);
        assert_eq!(names(9, &scope, &[], minute + 4).await.len(), 3, "one of each host");
    }
    // Checked ones come after those that never were, the oldest due first.
    for (held, due) in claim(store.as_ref(), 302, at(30)).await.into_iter().filter(|c| c.watch != "w299").zip(40..) {
        let mut record = changed(30, held.url.as_str(), "text");
        record.next_due = Some(at(if held.watch == "two" { 400 } else { due }));
        store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    }
    for (minute, scope) in [(500, ClaimScope::Due), (510, since(510))] {
        assert_eq!(names(9, &scope, &[], minute).await, ["w299", "three", "two"]);
        // Their leases ran out at one time.
        assert_eq!(names(9, &scope, &["one.test:443"], minute + 1).await.len(), 2);
        assert_eq!(names(1, &scope, &["two.test:443", "three.test:443"], minute + 2).await, ["w299"]);
        assert_eq!(names(9, &scope, &["two.test:443", "three.test:443"], minute + 3).await, ["w299"]);
    }
    assert_eq!(names(9, &since(30), &[], 520).await, ["w299"], "the others were checked at that minute");
}

pub(crate) async fn a_woken_target_may_be_claimed_before_its_time(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    for held in claim(store.as_ref(), 2, at(0)).await {
        store.release(held.fence, at(60)).await.expect("released");
    }
    let all = ClaimScope::NotSince { started: at(1), watches: None };
    assert_eq!(store.claim_due(9, &all, None, at(1), LEASE).await.expect("asked"), []);
    store.wake(Some(&["b".to_owned()])).await.expect("woken");
    let woken = store.claim_due(9, &all, None, at(1), LEASE).await.expect("asked");
    assert_eq!(woken.iter().map(|c| c.watch.as_str()).collect::<Vec<_>>(), ["b"]);
    store.wake(None).await.expect("woken");
    assert_eq!(store.claim_due(9, &all, None, at(1), LEASE).await.expect("asked").len(), 1, "the other one");
}

pub(crate) async fn losses_on_a_host_are_those_of_other_targets(member: &dyn Member) {
    let store = member.open().await;
    let on = |watch: &str, url: &str| WatchSeed { url: url.parse().expect("a URL"), ..seed(watch) };
    let seeds = [on("a", "https://one.test/a"), on("b", "https://one.test/b"), on("c", "https://other.test/c")];
    store.sync_watches(&seeds, at(0)).await.expect("synced");
    let held = claim(store.as_ref(), 3, at(0)).await;
    let entry = commitment("lost", &["k"], 0);
    for one in &held {
        let mut missing = sighting(one.fence.target, Some(&entry), "We will.");
        missing.pending = Some(Pending::Missing { version: "v".to_owned() });
        missing.missing_since = Some(at(1));
        let mut record = changed(1, one.url.as_str(), "text");
        (record.commitments, record.sightings) = (vec![entry.clone()], vec![missing]);
        let done = store.commit_check(one.fence, record, Default::default()).await.expect("answered");
        assert_eq!(done, Committed::Done);
    }
    let losses = async |host: &str, besides: i64| store.losses_on_host(host, besides, at(0)).await.expect("counted");
    assert_eq!(losses("one.test", held[0].fence.target).await, 1, "the other page of the host");
    assert_eq!(losses("other.test", held[0].fence.target).await, 1);
    assert_eq!(losses("other.test", held[2].fence.target).await, 0);
    assert_eq!(losses("one.test:8443", held[0].fence.target).await, 0, "another port is another host");
    // A removal that was told counts as well, for as long as it is fresh.
    let mut told = event("told", Some(&entry), 5);
    told.kind = EventKind::Removed;
    told.moment.url = "https://one.test/gone".to_owned();
    let record = crate::store::EventRecord { events: vec![told], ..Default::default() };
    store.commit_events(record).await.expect("written");
    assert_eq!(losses("one.test", held[0].fence.target).await, 2);
    assert_eq!(
        store.losses_on_host("one.test", held[0].fence.target, at(6)).await.expect("counted"),
        0,
        "what went missing or was told before then is no loss of that time"
    );
    // What an upgrade no longer finds, the page did not lose.
    let mut upgraded = event("upgraded", Some(&entry), 5);
    (upgraded.kind, upgraded.cause) = (EventKind::Removed, Cause::Upgrade);
    upgraded.moment.url = "https://one.test/reread".to_owned();
    let record = crate::store::EventRecord { events: vec![upgraded], ..Default::default() };
    store.commit_events(record).await.expect("written");
    assert_eq!(losses("one.test", held[0].fence.target).await, 2);
    // Nor is a page that is no longer watched lost.
    store.sync_watches(&[on("a", "https://one.test/a")], at(7)).await.expect("synced");
    assert_eq!(losses("one.test", held[0].fence.target).await, 1, "the removal that was told");
}

pub(crate) async fn a_released_hold_is_over_and_the_target_due(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim(store.as_ref(), 1, at(0)).await.remove(0);
    let entry = commitment("held", &["k"], 0);
    let mut missing = sighting(held.fence.target, Some(&entry), "We will.");
    (missing.missing_since, missing.held_until) = (Some(at(1)), Some(at(2880)));
    missing.pending = Some(Pending::Missing { version: "v".to_owned() });
    let mut record = changed(1, held.url.as_str(), "text");
    record.next_due = Some(at(2880));
    (record.commitments, record.sightings) = (vec![entry.clone()], vec![missing]);
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    assert_eq!(store.release_held("https://nowhere.test/", at(5)).await.expect("answered"), 0);
    let (_, before) = store.ledger_slice(held.fence.target, &[]).await.expect("read");
    assert_eq!(store.release_held(held.url.as_str(), at(5)).await.expect("answered"), 1);
    let under_way = store.commit_check(held.fence, changed(5, held.url.as_str(), "text 2"), before).await;
    assert_eq!(under_way.expect("answered"), Committed::Stale, "or it would hold it back again");
    assert_eq!(store.release_held(held.url.as_str(), at(5)).await.expect("answered"), 0, "once");
    let again = claim(store.as_ref(), 1, at(5)).await;
    assert_eq!(again.len(), 1, "due at once");
    let (slice, _) = store.ledger_slice(held.fence.target, &[]).await.expect("read");
    assert_eq!(slice.entries[0].sightings[0].held_until, Some(at(5)));
    assert_eq!(slice.entries[0].sightings[0].missing_since, Some(at(1)), "what is missing is still marked");
}

pub(crate) async fn an_entry_that_moved_on_is_not_amended(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim(store.as_ref(), 1, at(0)).await.remove(0);
    let entry = commitment("wrongly read", &["k", "l"], 0);
    let mut record = changed(0, held.url.as_str(), "text");
    record.commitments = vec![entry.clone()];
    record.sightings = vec![sighting(held.fence.target, Some(&entry), "We will.")];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let (read, seen) = store.ledger_entry(&entry.id).await.expect("read").expect("an entry");
    assert_eq!((&read.commitment, read.sightings.len()), (&entry, 1));
    let mut corrected = entry.clone();
    corrected.gloss = "corrected".to_owned();
    // Meanwhile a check finds the sentence missing; written back as it was read, the mark would be lost.
    let mut missing = read.sightings[0].clone();
    (missing.missing_since, missing.pending) = (Some(at(1)), Some(Pending::Missing { version: "v".to_owned() }));
    let mut record = changed(1, held.url.as_str(), "text 2");
    record.sightings = vec![missing];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let late = store.amend(vec![corrected.clone()], read.sightings, seen).await.expect("answered");
    assert_eq!(late, Committed::Stale);
    let (read, seen) = store.ledger_entry(&entry.id).await.expect("read").expect("an entry");
    assert_eq!((read.commitment.gloss.as_str(), read.sightings[0].missing_since), ("wrongly read", Some(at(1))));
    let again = store.amend(vec![corrected.clone()], read.sightings, seen.clone()).await.expect("answered");
    assert_eq!(again, Committed::Done);
    let (read, _) = store.ledger_entry(&entry.id).await.expect("read").expect("an entry");
    assert_eq!((read.commitment, read.sightings[0].missing_since), (corrected.clone(), Some(at(1))));
    let twice = store.amend(vec![corrected], Vec::new(), seen).await.expect("answered");
    assert_eq!(twice, Committed::Stale, "a person's change moves it on as well");
    assert_eq!(store.ledger_entry(&commitment("unknown", &[], 0).id).await.expect("read"), None);
}

pub(crate) async fn an_amended_ledger_makes_checks_under_way_compare_again(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim(store.as_ref(), 1, at(0)).await.remove(0);
    let (keep, other) = (commitment("kept", &["k"], 0), commitment("joined", &["k"], 0));
    let mut record = changed(0, held.url.as_str(), "text");
    record.commitments = vec![keep.clone(), other.clone()];
    record.sightings = vec![sighting(held.fence.target, Some(&other), "We will.")];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let (slice, generation) = store.ledger_slice(held.fence.target, &["k".to_owned()]).await.expect("read");
    let mut moved = slice.entries.iter().flat_map(|e| &e.sightings).next().expect("one sighting").clone();
    moved.commitment = Some(keep.id.clone());
    let mut joined = other.clone();
    joined.state = CommitmentState::Joined;
    let amended = store.amend(vec![keep.clone(), joined], vec![moved], generation.clone()).await.expect("answered");
    assert_eq!(amended, Committed::Done);
    let late = store.commit_check(held.fence, changed(1, held.url.as_str(), "text 2"), generation).await;
    assert_eq!(late.expect("answered"), Committed::Stale);
    let (slice, _) = store.ledger_slice(held.fence.target, &["k".to_owned()]).await.expect("read");
    let entries: Vec<_> = slice.entries.iter().map(|e| (e.commitment.gloss.as_str(), e.sightings.len())).collect();
    assert_eq!(entries, [("kept", 1)], "a joined entry is compared with no more");
}
