//! I/O. Hosts, opinions, retention, backup.

use std::time::Duration;

use super::Member;
use super::samples::{
    alert, assigned, at, changed, claim, claim_one, commitment, event, link, sighting, unchanged, watching,
};
use crate::model::{Disposition, TargetRole};
use crate::store::{EventRecord, Permit, Store};

const PAGE: &str = "https://a.test/news";

async fn ask(store: &dyn Store, host: &str, minute: i64) -> Permit {
    store.host_permit(host, at(minute), Duration::from_secs(120)).await.expect("asked")
}

pub(crate) async fn a_host_is_asked_one_request_at_a_time(member: &dyn Member) {
    let store = member.open().await;
    assert_eq!(ask(store.as_ref(), "a.test", 0).await, Permit::Go);
    assert_eq!(ask(store.as_ref(), "a.test", 1).await, Permit::NotBefore(at(2)));
    assert_eq!(ask(store.as_ref(), "b.test", 1).await, Permit::Go, "another host is free");
    assert_eq!(ask(store.as_ref(), "a.test", 2).await, Permit::Go);
    for _ in 0..3 {
        let now = store.host_permit("c.test", at(0), Duration::ZERO).await.expect("asked");
        assert_eq!(now, Permit::Go, "no spacing, no waiting");
    }
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let store = std::sync::Arc::clone(&store);
        tasks.spawn(async move { ask(store.as_ref(), "d.test", 0).await });
    }
    let go = tasks.join_all().await.into_iter().filter(|p| *p == Permit::Go).count();
    assert_eq!(go, 1, "of many at once, one may go");
}

pub(crate) async fn a_host_is_left_alone_until_it_said_even_after_a_restart(member: &dyn Member) {
    let store = member.open().await;
    store.host_defer("a.test", at(60)).await.expect("noted");
    store.host_defer("a.test", at(30)).await.expect("noted");
    drop(store);
    let fresh = member.open().await;
    assert_eq!(ask(fresh.as_ref(), "a.test", 59).await, Permit::NotBefore(at(60)), "the later wish holds");
    assert_eq!(ask(fresh.as_ref(), "a.test", 60).await, Permit::Go);
    assert_eq!(ask(fresh.as_ref(), "b.test", 0).await, Permit::Go);
}

pub(crate) async fn an_opinion_is_kept_of_what_exists(member: &dyn Member) {
    let store = member.open().await;
    let told = event("told", None, 0);
    let mail = alert("desk", &["desk@reader.test"], &[&told], 0);
    let events = EventRecord { events: vec![told.clone()], alerts: vec![mail.clone()], ..Default::default() };
    store.commit_events(events).await.expect("written");
    for (id, known) in [(mail.id.as_str(), true), (told.id.as_str(), true), ("a-nothing000", false)] {
        let kept = store.judge(id, "noise", Some("seen before"), at(1)).await.expect("asked");
        assert_eq!(kept, known, "{id}");
    }
    store.judge(mail.id.as_str(), "useful", None, at(2)).await.expect("kept");
    let row = store.alert(mail.id.as_str()).await.expect("read").expect("there");
    assert_eq!(row.opinion.as_deref(), Some("useful"), "the newest one");
}

/// A store with something of everything, and 300 checks more.
async fn full(member: &dyn Member) -> std::sync::Arc<dyn Store> {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let entry = commitment("licence", &["k"], 0);
    let told = event("told", Some(&entry), 0);
    let mut record = changed(0, PAGE, "first");
    record.links = vec![(link("https://a.test/1"), TargetRole::Baseline)];
    record.sightings = vec![sighting(held.fence.target, Some(&entry), "licence")];
    record.assignments = vec![assigned(&told, "desk", Disposition::Now)];
    record.alerts = vec![alert("desk", &["desk@reader.test"], &[&told], 0)];
    (record.events, record.commitments) = (vec![told], vec![entry]);
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    for n in 1..=300 {
        let held = claim(store.as_ref(), 9, at(n * 60)).await;
        let root = held.iter().find(|c| c.url.as_str() == PAGE).expect("the root is due");
        let record = if n == 150 { changed(n * 60, PAGE, "second") } else { unchanged(n * 60) };
        store.commit_check(root.fence, record, Default::default()).await.expect("committed");
        store.flush().await.expect("written");
    }
    store
}

pub(crate) async fn retention_spares_everything_but_old_checks(member: &dyn Member) {
    let store = full(member).await;
    let pages: Vec<String> =
        store.versions(PAGE).await.expect("read").into_iter().map(|v| v.version.page_hash).collect();
    assert_eq!(store.checks(PAGE, 999).await.expect("read").len(), 301);
    assert_eq!(store.prune(at(-1)).await.expect("pruned"), 0, "nothing is that old");
    assert_eq!(store.prune(at(999_999)).await.expect("pruned"), 101, "each target keeps its newest 200");
    let kept = store.checks(PAGE, 999).await.expect("read");
    assert_eq!((kept.len(), kept[0].started, kept[199].started), (200, at(300 * 60), at(101 * 60)));
    assert_eq!(pages.len(), 2);
    for page in pages {
        assert!(store.raw_page(PAGE, &page).await.expect("read").is_some(), "the page of a version is kept for ever");
    }
    assert_eq!(store.versions(PAGE).await.expect("read").len(), 2);
    assert_eq!(store.ledger(None).await.expect("read")[0].sightings.len(), 1);
    assert_eq!(store.events(9).await.expect("read").len(), 1);
    assert_eq!(store.alerts(9).await.expect("read").len(), 1);
    assert_eq!(store.queue().await.expect("read").waiting, 1);
    assert_eq!(store.known_links("a", &["https://a.test/1".to_owned()]).await.expect("read").len(), 1);
}

pub(crate) async fn a_backup_is_a_store(member: &dyn Member) {
    let store = full(member).await;
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("copy.db");
    store.backup(&to).await.expect("copied");
    let url = format!("sqlite:{}", to.display());
    let copy = crate::store::open(&url).await.expect("a store");
    assert_eq!(copy.ledger(None).await.expect("read"), store.ledger(None).await.expect("read"));
    assert_eq!(copy.versions(PAGE).await.expect("read"), store.versions(PAGE).await.expect("read"));
    assert_eq!(copy.checks(PAGE, 999).await.expect("read"), store.checks(PAGE, 999).await.expect("read"));
    assert_eq!(copy.queue().await.expect("read"), store.queue().await.expect("read"));
    let twice = store.backup(&to).await.expect_err("refused").to_string();
    assert!(twice.contains("copy.db"), "{twice}");
    assert_eq!(copy.events(9).await.expect("still whole").len(), 1);
}
