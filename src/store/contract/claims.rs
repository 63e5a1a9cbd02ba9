//! I/O. Leases and fences.

use std::collections::HashMap;
use std::time::Duration;

use super::Member;
use super::samples::{LEASE, at, changed, claim, claim_one, link, seed, unchanged, watching};
use crate::model::{TargetKind, TargetRole, Validators};
use crate::store::{ClaimScope, Committed};

pub(crate) async fn a_target_is_held_by_one(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let other = member.open().await;
    let held = claim_one(store.as_ref(), at(0)).await;
    assert_eq!((held.watch.as_str(), held.kind, held.role), ("a", TargetKind::Root, TargetRole::Baseline));
    assert_eq!(held.url, seed("a").url);
    assert_eq!(claim(other.as_ref(), 9, at(9)).await, [], "held by the first");
    assert_eq!(claim(store.as_ref(), 9, at(9)).await, [], "not twice by the same one");
}

pub(crate) async fn a_lease_that_ran_out_is_taken_over(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let other = member.open().await;
    let first = claim_one(store.as_ref(), at(0)).await;
    let second = claim_one(other.as_ref(), at(10)).await;
    assert_eq!(first.fence.target, second.fence.target);
    assert!(second.fence.number > first.fence.number, "a claim raises the fence");
    let late = store.commit_check(first.fence, changed(11, "https://a.test/news", "late"), Default::default()).await;
    assert_eq!(late.expect("answered"), Committed::LostLease);
    assert_eq!(store.base(first.fence.target).await.expect("read"), None, "nothing of it was written");
    let record = changed(12, "https://a.test/news", "in time");
    let held = other.commit_check(second.fence, record, Default::default()).await;
    assert_eq!(held.expect("answered"), Committed::Done);
}

pub(crate) async fn a_target_never_read_goes_first_then_the_oldest_due(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    for (held, due) in claim(store.as_ref(), 2, at(0)).await.into_iter().zip([30, 20]) {
        let mut record = changed(1, held.url.as_str(), "text");
        record.next_due = Some(at(due));
        store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    }
    store.sync_watches(&[seed("a"), seed("b"), seed("c")], at(40)).await.expect("synced");
    let order: Vec<String> = claim(store.as_ref(), 9, at(50)).await.into_iter().map(|c| c.watch).collect();
    assert_eq!(order, ["c", "b", "a"]);
}

pub(crate) async fn the_scopes_admit_what_they_say(member: &dyn Member) {
    let store = watching(member, &["a", "b", "c"]).await;
    for held in claim(store.as_ref(), 3, at(0)).await {
        let mut record = unchanged(0);
        record.next_due = Some(if held.watch == "c" { at(5) } else { at(60) });
        store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    }
    store.flush().await.expect("written");
    let names = async |scope: ClaimScope, minute| -> Vec<String> {
        let claimed = store.claim_due(9, &scope, None, at(minute), Duration::from_secs(1)).await.expect("claimed");
        claimed.into_iter().map(|c| c.watch).collect()
    };
    let of = |watches: &[&str]| watches.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let since =
        |minute, watches: Option<&[&str]>| ClaimScope::NotSince { started: at(minute), watches: watches.map(of) };
    assert_eq!(names(ClaimScope::Due, 10).await, ["c"], "the due one");
    assert_eq!(names(ClaimScope::DueOf { watches: of(&["a"]) }, 11).await, Vec::<String>::new(), "a is not due");
    assert_eq!(names(ClaimScope::DueOf { watches: of(&["c", "a"]) }, 12).await, ["c"]);
    assert_eq!(names(since(13, None), 13).await, ["c", "a", "b"], "due or not");
    assert_eq!(names(since(14, Some(&["b"])), 14).await, ["b"]);
    assert_eq!(names(since(0, None), 15).await, Vec::<String>::new(), "all were checked since");
}

pub(crate) async fn a_released_target_is_due_when_it_was_said(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    store.release(held.fence, at(30)).await.expect("released");
    let all = ClaimScope::NotSince { started: at(20), watches: None };
    assert_eq!(
        store.claim_due(1, &all, None, at(20), LEASE).await.expect("asked"),
        [],
        "the host is not to be asked before"
    );
    assert_eq!(store.next_due().await.expect("asked"), Some(at(30)));
    let again = claim_one(store.as_ref(), at(30)).await;
    store.release(held.fence, at(90)).await.expect("no error");
    assert_eq!(claim(store.as_ref(), 1, at(31)).await, [], "a former holder releases nothing");
    assert!(again.fence.number > held.fence.number);
}

pub(crate) async fn the_next_due_time_knows_leases(member: &dyn Member) {
    let store = member.open().await;
    assert_eq!(store.next_due().await.expect("asked"), None, "nothing is watched");
    let store = watching(member, &["a"]).await;
    assert_eq!(store.next_due().await.expect("asked"), Some(at(0)));
    let held = claim_one(store.as_ref(), at(3)).await;
    assert_eq!(store.next_due().await.expect("asked"), Some(at(13)), "when the lease runs out");
    let mut last = changed(4, "https://a.test/news", "text");
    last.next_due = None;
    store.commit_check(held.fence, last, Default::default()).await.expect("committed");
    assert_eq!(store.next_due().await.expect("asked"), None, "read to its end");
    assert_eq!(claim(store.as_ref(), 1, at(9_999)).await, []);
}

pub(crate) async fn what_a_claim_tells_is_what_was_committed(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    assert_eq!((held.last_good, &held.text_hash, held.failures, held.pending), (None, &None, 0, false));
    let mut record = changed(0, "https://a.test/news", "text");
    let validators = Validators { etag: Some("\"1\"".to_owned()), last_modified: Some("Sun, 01 Mar".to_owned()) };
    record.validators = Some(validators.clone());
    record.full = true;
    record.links = vec![(link("https://a.test/1"), TargetRole::News)];
    let (page, version) = (record.page.clone().expect("a page"), record.version.clone().expect("a version"));
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let claimed = claim(store.as_ref(), 9, at(60)).await;
    let (article, root) = (&claimed[0], &claimed[1]);
    assert_eq!((article.kind, article.role), (TargetKind::Article, TargetRole::News));
    assert_eq!((article.link.clone(), article.discovered_at), (Some(link("https://a.test/1")), at(0)));
    assert_eq!(root.validators, validators);
    assert_eq!(root.page_hash, Some(page.sha256));
    assert_eq!(
        (root.text_hash.clone(), root.fingerprint.clone()),
        (Some(version.text_hash), Some(version.fingerprint))
    );
    assert_eq!((root.last_full, root.last_good), (Some(at(0)), Some(at(0))));
}

pub(crate) async fn many_at_once_never_hold_the_same_target(member: &dyn Member) {
    let names: Vec<String> = (0..60).map(|n| format!("w{n}")).collect();
    let store = watching(member, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = if n % 2 == 0 { std::sync::Arc::clone(&store) } else { member.open().await };
        tasks.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let some = claim(store.as_ref(), 3, at(1)).await;
                if some.is_empty() {
                    return mine;
                }
                mine.extend(some);
            }
        });
    }
    let mut holders: HashMap<i64, usize> = HashMap::new();
    for held in tasks.join_all().await.into_iter().flatten() {
        *holders.entry(held.fence.target).or_default() += 1;
    }
    assert_eq!(holders.len(), 60, "every target was claimed");
    assert!(holders.values().all(|n| *n == 1), "{holders:?}");
}
