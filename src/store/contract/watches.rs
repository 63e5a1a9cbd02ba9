//! I/O. Targets follow the watchlist.

use super::Member;
use super::samples::commitment;
use super::samples::{at, changed, claim, claim_one, link, seed, sighting, url, watching};
use crate::model::{CheckOutcome, Failure, Reason, TargetKind, TargetRole};
use crate::store::{CheckRecord, Committed, Store, WatchSeed};

const PAGE: &str = "https://a.test/news";

/// A listing read once, with one article that was read to its end and one that was not read yet.
async fn listing(member: &dyn Member) -> std::sync::Arc<dyn Store> {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let mut record = changed(0, PAGE, "list");
    record.links =
        vec![(link("https://a.test/ended"), TargetRole::News), (link("https://a.test/open"), TargetRole::News)];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let articles = claim(store.as_ref(), 2, at(1)).await;
    let mut end = changed(1, "https://a.test/ended", "article");
    end.next_due = None;
    store.commit_check(articles[0].fence, end, Default::default()).await.expect("committed");
    store.release(articles[1].fence, at(2)).await.expect("released");
    store
}

async fn sync(store: &dyn Store, seeds: &[WatchSeed], minute: i64) -> Vec<String> {
    store.sync_watches(seeds, at(minute)).await.expect("synced")
}

async fn due(store: &dyn Store, minute: i64) -> Vec<String> {
    let mut found: Vec<String> =
        claim(store, 99, at(minute)).await.into_iter().map(|c| c.url.path().to_owned()).collect();
    found.sort();
    found
}

pub(crate) async fn a_new_watch_is_due_at_once_and_told_once(member: &dyn Member) {
    let store = member.open().await;
    assert_eq!(sync(store.as_ref(), &[seed("a"), seed("b")], 0).await, ["a", "b"]);
    assert_eq!(sync(store.as_ref(), &[seed("a"), seed("b")], 1).await, Vec::<String>::new());
    assert_eq!(sync(store.as_ref(), &[seed("a"), seed("b"), seed("c")], 2).await, ["c"]);
    assert_eq!(claim(store.as_ref(), 9, at(2)).await.len(), 3);
    assert_eq!(store.targets().await.expect("read").len(), 3);
}

pub(crate) async fn a_disabled_watch_keeps_everything_and_is_not_claimed(member: &dyn Member) {
    let store = listing(member).await;
    let off = WatchSeed { enabled: false, ..seed("a") };
    assert_eq!(sync(store.as_ref(), std::slice::from_ref(&off), 10).await, Vec::<String>::new());
    assert_eq!(due(store.as_ref(), 999).await, Vec::<String>::new());
    assert_eq!((store.next_due().await.expect("read"), store.targets().await.expect("read")), (None, Vec::new()));
    let state = &store.watch_states().await.expect("read")[0];
    assert_eq!((state.enabled, state.targets), (false, 0));
    assert_eq!(store.versions(PAGE).await.expect("read").len(), 1, "what was read is kept");
    assert_eq!(store.events(9).await.expect("read"), [], "and nothing is told");
    sync(store.as_ref(), &[off], 11).await;
    assert_eq!(sync(store.as_ref(), &[seed("a")], 20).await, Vec::<String>::new(), "it comes back, it is not new");
    assert_eq!(due(store.as_ref(), 60).await, ["/news", "/open"], "but not what was read to its end");
}

pub(crate) async fn a_removed_watch_is_gone_and_comes_back_as_it_was(member: &dyn Member) {
    let store = listing(member).await;
    sync(store.as_ref(), &[seed("b")], 10).await;
    assert_eq!(due(store.as_ref(), 999).await, ["/news"], "only b's page");
    let names: Vec<String> = store.watch_states().await.expect("read").into_iter().map(|s| s.watch).collect();
    assert_eq!(names, ["b"], "a removed watch is no row");
    assert_eq!(store.versions("https://a.test/ended").await.expect("read").len(), 1);
    assert_eq!(sync(store.as_ref(), &[seed("a"), seed("b")], 2_000).await, Vec::<String>::new());
    assert_eq!(store.watch_states().await.expect("read").len(), 2);
    let held = claim(store.as_ref(), 9, at(2_000)).await;
    let root = held.iter().find(|c| c.watch == "a" && c.kind == TargetKind::Root).expect("a's page");
    assert!(root.text_hash.is_some(), "with its base");
}

pub(crate) async fn a_changed_url_begins_anew(member: &dyn Member) {
    let store = listing(member).await;
    let moved = WatchSeed { url: url("https://a.test/new-place"), ..seed("a") };
    assert_eq!(sync(store.as_ref(), std::slice::from_ref(&moved), 10).await, ["a"]);
    let held = claim_one(store.as_ref(), at(10)).await;
    assert_eq!((held.url.path(), held.role, &held.text_hash), ("/new-place", TargetRole::Baseline, &None));
    let known = store.known_links("a", &["https://a.test/open".to_owned()]).await.expect("read");
    assert_eq!(known, [], "the new page's first links are its own baseline");
    let baseline = &store.baselines().await.expect("read")[0];
    assert_eq!((baseline.targets, baseline.attempted), (1, 0), "a first check of its own");
    let state = &store.watch_states().await.expect("read")[0];
    assert_eq!((state.last_good, state.targets), (None, 1));
    // Off and on again: what belonged to the old page stays away. A link of old that the new page has is an article.
    sync(store.as_ref(), &[WatchSeed { enabled: false, ..moved.clone() }], 11).await;
    sync(store.as_ref(), &[moved], 12).await;
    let held = claim_one(store.as_ref(), at(30)).await;
    let mut record = changed(30, "https://a.test/new-place", "new list");
    record.links = vec![(link(PAGE), TargetRole::Baseline)];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let article = claim_one(store.as_ref(), at(31)).await;
    assert_eq!((article.url.as_str(), article.kind), (PAGE, TargetKind::Article));
    // And back: the old page is the root again, with the text it had.
    assert_eq!(sync(store.as_ref(), &[seed("a")], 50).await, Vec::<String>::new());
    let held = claim_one(store.as_ref(), at(200)).await;
    assert_eq!((held.url.as_str(), held.kind, held.text_hash.is_some()), (PAGE, TargetKind::Root, true));
}

pub(crate) async fn an_article_that_becomes_the_page_to_watch_is_a_root(member: &dyn Member) {
    let store = listing(member).await;
    sync(store.as_ref(), &[WatchSeed { url: url("https://a.test/ended"), ..seed("a") }], 10).await;
    let held = claim_one(store.as_ref(), at(10)).await;
    assert_eq!((held.url.path(), held.kind), ("/ended", TargetKind::Root));
    let done = store.commit_check(held.fence, changed(10, "https://a.test/ended", "page"), Default::default()).await;
    assert_eq!(done.expect("answered"), Committed::Done);
    assert_eq!(store.watch_states().await.expect("read")[0].last_good, Some(at(10)));
}

pub(crate) async fn the_state_of_a_watch_is_that_of_its_root(member: &dyn Member) {
    let store = listing(member).await;
    let held = claim_one(store.as_ref(), at(2)).await;
    let failure = Failure::new(Reason::NotFound, "status 404");
    let record = CheckRecord::new(at(2), at(2), CheckOutcome::Failed { failure: failure.clone() }, at(62));
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let state = &store.watch_states().await.expect("read")[0];
    assert_eq!((state.watch.as_str(), state.name.as_str(), state.enabled), ("a", "Ministry a", true));
    assert_eq!((state.failures, state.reason, state.last_good), (0, None, Some(at(0))), "an article is not the root");
    assert_eq!((state.targets, state.targets_failing), (2, 1), "what was read to its end is not watched");
    let root = claim_one(store.as_ref(), at(60)).await;
    let mut record = CheckRecord::new(at(60), at(60), CheckOutcome::Failed { failure }, at(120));
    let entry = commitment("seen", &["k"], 0);
    record.sightings = vec![sighting(root.fence.target, Some(&entry), "seen")];
    record.commitments = vec![entry];
    store.commit_check(root.fence, record, Default::default()).await.expect("committed");
    let state = &store.watch_states().await.expect("read")[0];
    assert_eq!((state.failures, state.reason, state.failing_since), (1, Some(Reason::NotFound), Some(at(60))));
    assert_eq!((state.last_good, state.last_check), (Some(at(0)), Some(at(60))));
    assert_eq!((state.detail.as_deref(), state.next_due), (Some("status 404"), Some(at(120))));
    assert_eq!(state.commitments, 1);
}
