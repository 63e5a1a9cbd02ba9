//! I/O. Versions, raw pages, links, checks.

use super::Member;
use super::samples::{at, changed, claim, claim_one, document, link, page, seed, unchanged, url, version, watching};
use crate::model::{CheckOutcome, Failure, Link, Page, Reason, Rendition, TargetKind, TargetRole};
use crate::store::{CheckRecord, Committed, Store, WatchSeed};

const PAGE: &str = "https://a.test/news";

fn failed(minute: i64, body: &str) -> CheckRecord {
    let failure = Failure::new(Reason::Http5xx, "status 503");
    let mut record = CheckRecord::new(at(minute), at(minute), CheckOutcome::Failed { failure }, at(minute + 60));
    record.page = Some(page(PAGE, body, minute));
    record
}

async fn commit(store: &dyn Store, minute: i64, record: CheckRecord) -> i64 {
    let held = claim_one(store, at(minute)).await;
    let done = store.commit_check(held.fence, record, Default::default()).await;
    assert_eq!(done.expect("answered"), Committed::Done);
    held.fence.target
}

async fn is_kept(store: &dyn Store, body: &str) -> bool {
    let page = page(PAGE, body, 0);
    let kept = store.raw_page(PAGE, &page.sha256).await.expect("read");
    assert!(kept.as_ref().is_none_or(|k| k.bytes == page.bytes), "other bytes than were read");
    kept.is_some()
}

pub(crate) async fn a_hundred_versions_are_read_back_byte_for_byte(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let long: String = (0..400).map(|n| format!("Sentence {n} of a page that hardly changes. 国家 ")).collect();
    let text = |n: i64| format!("{n} times: {}{long}", "\u{feff}\u{0} é ".repeat(usize::try_from(n % 7).unwrap_or(0)));
    for n in 0..110 {
        commit(store.as_ref(), n * 60, changed(n * 60, PAGE, &text(n))).await;
    }
    let fresh = member.open().await;
    let rows = fresh.versions(PAGE).await.expect("read");
    assert_eq!(rows.len(), 110);
    for (row, n) in rows.iter().zip((0..110).rev()) {
        assert_eq!(row.number, u32::try_from(n + 1).expect("a small number"), "newest first, numbered from 1");
        assert_eq!(row.version, version(&text(n), &page(PAGE, &text(n), n * 60)));
        assert!(is_kept(fresh.as_ref(), &text(n)).await, "the page that made version {} is kept", row.number);
    }
    assert_eq!(fresh.versions("https://other.test/").await.expect("read"), []);
}

pub(crate) async fn a_base_made_anew_replaces_what_it_was_read_as(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let target = commit(store.as_ref(), 0, changed(0, PAGE, "text")).await;
    commit(store.as_ref(), 60, unchanged(60)).await;
    store.flush().await.expect("written");
    let base = store.base(target).await.expect("read").expect("a base");
    let upgrade = |version| {
        let mut record = unchanged(120);
        record.outcome = CheckOutcome::Unchanged { by: "upgrade".to_owned() };
        record.next_due = Some(at(120));
        record.remade = Some(version);
        record
    };
    let mut remade = base.version.clone();
    remade.fingerprint = "f2".to_owned();
    remade.document.title = Some("A title read better".to_owned());
    commit(store.as_ref(), 120, upgrade(remade.clone())).await;
    let now = store.base(target).await.expect("read").expect("a base");
    assert_eq!((&now.version, now.last_read, now.reads), (&remade, at(60), 2), "in place: an upgrade is no read");
    assert_eq!(store.versions(PAGE).await.expect("read").len(), 1);
    // Another text from the same page: a version of its own, so that offsets into the older one still hold.
    let other = document("text without the menu");
    let remade = crate::model::Version { text_hash: other.text_hash(), document: other, ..remade };
    commit(store.as_ref(), 121, upgrade(remade.clone())).await;
    let now = store.base(target).await.expect("read").expect("a base");
    assert_eq!((&now.version, now.last_read), (&remade, at(60)), "the page itself was last read then");
    let rows = store.versions(PAGE).await.expect("read");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].version.document.title.as_deref(), Some("A title read better"));
    let held = claim_one(store.as_ref(), at(122)).await;
    assert_eq!((held.last_good, held.fingerprint.as_deref()), (Some(at(60)), Some("f2")));
}

pub(crate) async fn a_raw_page_is_kept_while_something_needs_it(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    commit(store.as_ref(), 0, changed(0, PAGE, "first")).await;
    for (minute, body) in [(60, "bad gateway"), (120, "worse gateway")] {
        commit(store.as_ref(), minute, failed(minute, body)).await;
    }
    assert!(!is_kept(store.as_ref(), "bad gateway").await, "only the newest failed one");
    assert!(is_kept(store.as_ref(), "worse gateway").await);
    // Read, but the sentences were the same: the newest readable page, and not a version.
    for (minute, body) in [(180, "first, other counter"), (240, "first, third counter")] {
        let mut record = unchanged(minute);
        record.page = Some(page(PAGE, body, minute));
        commit(store.as_ref(), minute, record).await;
    }
    assert!(!is_kept(store.as_ref(), "first, other counter").await);
    assert!(is_kept(store.as_ref(), "first, third counter").await, "the newest readable one");
    commit(store.as_ref(), 300, changed(300, PAGE, "second")).await;
    assert!(is_kept(store.as_ref(), "first").await, "it made a version");
    assert!(is_kept(store.as_ref(), "second").await);
    // The same bytes are now the newest failed page of another watch.
    store.sync_watches(&[super::samples::seed("a"), super::samples::seed("b")], at(301)).await.expect("synced");
    commit(store.as_ref(), 301, failed(301, "worse gateway")).await;
    commit(store.as_ref(), 360, failed(360, "best gateway")).await;
    assert!(is_kept(store.as_ref(), "worse gateway").await, "another target still needs it");
}

pub(crate) async fn equal_bytes_of_two_targets_are_two_answers(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    for (minute, held) in (1..).zip(claim(store.as_ref(), 2, at(0)).await) {
        let record = changed(minute, held.url.as_str(), "the same template");
        store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    }
    for (minute, of) in [(1, PAGE), (2, "https://b.test/news")] {
        let read = page(of, "the same template", minute);
        assert_eq!(store.raw_page(of, &read.sha256).await.expect("read"), Some(read), "where and when it was read");
    }
    let hash = page(PAGE, "the same template", 1).sha256;
    assert_eq!(store.raw_page("https://c.test/news", &hash).await.expect("read"), None);
}

pub(crate) async fn links_seen_are_known_for_ever(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let mut record = changed(0, PAGE, "list");
    record.links = vec![(link("https://a.test/1"), TargetRole::Baseline), (link("https://a.test/2"), TargetRole::News)];
    let ended = record.ended;
    store.commit_check(held[0].fence, record, Default::default()).await.expect("committed");
    let asked = ["https://a.test/1", "https://a.test/2", "https://a.test/3"].map(str::to_owned);
    let known = async |watch: &str| {
        let mut known = store.known_links(watch, &asked).await.expect("read");
        known.sort();
        assert!(known.iter().all(|(_, since)| *since == ended), "{known:?}");
        known.into_iter().map(|(url, _)| url).collect::<Vec<_>>()
    };
    assert_eq!(known("a").await, asked[..2]);
    assert_eq!(known("b").await, Vec::<String>::new(), "each watch has its own");
    store.prune(at(1_000_000)).await.expect("pruned");
    assert_eq!(known("a").await, asked[..2]);
    let many: Vec<String> = (0..5_000).map(|n| format!("https://a.test/{n}")).collect();
    assert_eq!(store.known_links("a", &many).await.expect("read").len(), 2, "asked for many at once");
}

pub(crate) async fn new_links_become_targets_due_at_once(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let mut record = changed(0, PAGE, "list");
    record.links = vec![(link("https://a.test/1"), TargetRole::Baseline), (link("https://a.test/2"), TargetRole::News)];
    store.commit_check(held.fence, record.clone(), Default::default()).await.expect("committed");
    let claimed = claim(store.as_ref(), 9, at(0)).await;
    let roles: Vec<_> = claimed.iter().map(|c| (c.kind, c.role, c.url.path())).collect();
    let article = TargetKind::Article;
    assert_eq!(roles, [(article, TargetRole::Baseline, "/1"), (article, TargetRole::News, "/2")]);
    let mut end = changed(1, "https://a.test/1", "article");
    end.next_due = None;
    store.commit_check(claimed[0].fence, end, Default::default()).await.expect("committed");
    // Told again, a link keeps its role, and an article read to its end is looked at once more.
    record.links.iter_mut().for_each(|(_, role)| *role = TargetRole::News);
    record.started = at(2);
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let again = claim_one(store.as_ref(), at(3)).await;
    assert_eq!((again.url.path(), again.role), ("/1", TargetRole::Baseline));
}

pub(crate) async fn a_renewed_link_is_due_and_takes_the_lease_of_its_old_page(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let stamped = |path: &str, stamp: &str| Link { stamp: Some(stamp.to_owned()), ..link(path) };
    let held = claim_one(store.as_ref(), at(0)).await;
    let mut record = changed(0, PAGE, "list");
    let part = Link { part: Some(2), ..link("https://a.test/list2") };
    record.links = vec![
        (stamped("https://a.test/1", "s1"), TargetRole::Baseline),
        (stamped("https://a.test/2", "s1"), TargetRole::News),
        (part.clone(), TargetRole::Baseline),
    ];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let claimed = claim(store.as_ref(), 9, at(0)).await;
    let kinds: Vec<_> = claimed.iter().map(|c| (c.kind, c.url.path())).collect();
    let (article, piece) = (TargetKind::Article, TargetKind::Part);
    assert_eq!(kinds, [(article, "/1"), (article, "/2"), (piece, "/list2")]);
    let mut end = changed(1, "https://a.test/list2", "part");
    end.next_due = None;
    store.commit_check(claimed[2].fence, end, Default::default()).await.expect("committed");
    // While both articles are being read, the list says that the first one has changed, and leads on once more.
    let mut record = changed(2, PAGE, "list, changed");
    record.renewed = vec![stamped("https://a.test/1", "s2"), stamped("https://a.test/2", "s1")];
    record.links = vec![(part, TargetRole::News)];
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let late = changed(3, "https://a.test/1", "as it was");
    let lost = store.commit_check(claimed[0].fence, late, Default::default()).await.expect("answered");
    assert_eq!(lost, Committed::LostLease, "what was read before the change is dropped");
    let kept = changed(3, "https://a.test/2", "as it is");
    let done = store.commit_check(claimed[1].fence, kept, Default::default()).await.expect("answered");
    assert_eq!(done, Committed::Done);
    let again = claim(store.as_ref(), 9, at(4)).await;
    let shown: Vec<_> = again.iter().map(|c| (c.url.path(), c.role)).collect();
    assert_eq!(
        shown,
        [("/1", TargetRole::Baseline), ("/list2", TargetRole::News)],
        "a part takes the role of its round"
    );
    assert_eq!(again[0].link.as_ref().and_then(|link| link.stamp.as_deref()), Some("s2"));
}

pub(crate) async fn attachments_are_kept_raw_and_asked_for_again(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let annex = |minute: i64| {
        let bytes = b"%PDF- an annex".to_vec();
        let rendition = Rendition { tool: "file-text/1".to_owned(), bytes: "一\t二\n".as_bytes().to_vec() };
        let page = Page::from_bytes(url("https://a.test/annex.pdf"), Some("application/pdf"), bytes, at(minute));
        Page { rendition: Some(rendition), ..page }
    };
    let mut record = changed(0, PAGE, "with an annex");
    record.attached = vec![annex(0)];
    record.files = true;
    commit(store.as_ref(), 0, record).await;
    let held = claim_one(store.as_ref(), at(60)).await;
    assert!(held.files, "it is looked at also when the page is the same");
    // The same bytes as a page, and another one in their place.
    let mut record = changed(60, PAGE, "as the page itself");
    record.page = Some(annex(60));
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let held = claim_one(store.as_ref(), at(120)).await;
    assert!(!held.files);
    store.commit_check(held.fence, changed(120, PAGE, "another"), Default::default()).await.expect("committed");
    let kept = store.raw_page("https://a.test/annex.pdf", &annex(0).sha256).await.expect("read");
    assert_eq!(kept, Some(annex(0)), "with its text");
}

pub(crate) async fn checks_are_read_newest_first(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    commit(store.as_ref(), 0, changed(0, PAGE, "text")).await;
    commit(store.as_ref(), 60, failed(60, "bad gateway")).await;
    commit(store.as_ref(), 120, unchanged(120)).await;
    let rows = store.checks(PAGE, 9).await.expect("read");
    let times: Vec<_> = rows.iter().map(|r| r.started).collect();
    assert_eq!(times, [at(120), at(60), at(0)]);
    assert!(matches!(rows[1].outcome, CheckOutcome::Failed { .. }));
    assert_eq!(rows[2].outcome, CheckOutcome::Changed);
    assert_eq!(store.checks(PAGE, 1).await.expect("read"), rows[..1]);
    // Another watch of the same page has checks of its own.
    let twin = WatchSeed { url: url(PAGE), ..seed("twin") };
    store.sync_watches(&[seed("a"), twin], at(150)).await.expect("synced");
    let held = claim_one(store.as_ref(), at(150)).await;
    assert_eq!(held.watch, "twin");
    store.commit_check(held.fence, failed(150, "not there"), Default::default()).await.expect("committed");
    let of = async |target: i64, limit| store.checks_of(target, limit).await.expect("read");
    assert_eq!(of(held.fence.target, 9).await.iter().map(|r| r.started).collect::<Vec<_>>(), [at(150)]);
    let a = claim_one(store.as_ref(), at(180)).await;
    assert_eq!((a.watch.as_str(), of(a.fence.target, 9).await), ("a", rows.clone()));
    assert_eq!(of(a.fence.target, 1).await, rows[..1]);
    assert_eq!(store.checks(PAGE, 9).await.expect("read").len(), 4, "of both");
    let mut hashes: Vec<&str> = rows.iter().map(|r| r.hash.as_str()).collect();
    hashes.dedup();
    assert!(hashes.len() == 3 && hashes.iter().all(|h| h.len() == 64), "{hashes:?}");
}

pub(crate) async fn sentences_seen_are_known_by_page_and_by_host(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let key = |n: u64| format!("{:016x}", u64::MAX - n);
    for (one, keys) in held.iter().zip([[key(0), key(1)], [key(1), key(2)]]) {
        let mut record = changed(0, one.url.as_str(), "text");
        record.seen = keys.to_vec();
        store.commit_check(one.fence, record, Default::default()).await.expect("committed");
    }
    let asked: Vec<String> = (0..4).map(key).collect();
    let mut seen = store.seen(held[0].fence.target, &asked).await.expect("read");
    seen.sort_by_key(|seen| asked.iter().position(|key| *key == seen.key));
    let told: Vec<(&str, bool, u32)> = seen.iter().map(|s| (s.key.as_str(), s.here, s.elsewhere)).collect();
    let same_host = held[0].url.host_str() == held[1].url.host_str();
    let other = u32::from(same_host);
    let mut wanted = vec![(asked[0].as_str(), true, 0), (asked[1].as_str(), true, other)];
    wanted.extend(same_host.then_some((asked[2].as_str(), false, 1)));
    assert_eq!(told, wanted);
}
