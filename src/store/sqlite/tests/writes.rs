//! I/O. Full disks and the chain of checks.

use jiff::Timestamp;
use rusqlite::Connection;

use super::OneFile;
use crate::model::sha256_hex;
use crate::store::contract::{changed, claim_one, seed, unchanged};
use crate::store::sqlite::SqliteStore;
use crate::store::{Committed, Store};

const PAGE: &str = "https://a.test/news";

/// From now on the file may not grow by more than a few pages.
async fn fill_disk(store: &SqliteStore, spare: i64) {
    let limit = move |c: &mut Connection| {
        let pages: i64 = c.query_row("pragma page_count", [], |r| r.get(0))?;
        c.query_row(&format!("pragma max_page_count = {}", pages + spare), [], |r| r.get::<_, i64>(0))
    };
    store.with("limit the file", limit).await.expect("limited");
}

#[tokio::test]
async fn on_a_full_disk_a_check_is_an_error_and_leaves_nothing_behind() {
    let place = OneFile::new();
    let store = place.sqlite().await;
    store.sync_watches(&[seed("a")], Timestamp::UNIX_EPOCH).await.expect("synced");
    let held = claim_one(&store, jiff::Timestamp::now()).await;
    fill_disk(&store, 2).await;
    // Noise does not compress: the page alone is more than there is room for.
    let noise: String = (0..4000).map(|n| sha256_hex(format!("{n}").as_bytes())).collect();
    let mut record = changed(0, PAGE, &noise);
    record.links = (0..5)
        .map(|n| (crate::store::contract::link(&format!("https://a.test/{n}")), crate::model::TargetRole::News))
        .collect();
    let error =
        store.commit_check(held.fence, record.clone(), Default::default()).await.expect_err("no room").to_string();
    assert!(error.starts_with("commit a check: ") && error.contains("full"), "{error}");
    assert_eq!(store.base(held.fence.target).await.expect("read"), None);
    assert_eq!(store.targets().await.expect("read").len(), 1, "no link without its page");
    assert_eq!(store.checks(PAGE, 9).await.expect("read"), [], "no check without what it found");
    fill_disk(&store, 100_000).await;
    let done = store.commit_check(held.fence, record, Default::default()).await.expect("room again");
    assert_eq!(done, Committed::Done, "the same result can be written once there is room");
}

#[tokio::test]
async fn only_bookkeeping_is_not_synced_whatever_becomes_of_it() {
    let place = OneFile::new();
    let store = place.sqlite().await;
    let level = |c: &mut Connection| c.query_row("pragma synchronous", [], |r| r.get::<_, i64>(0));
    let (normal, full) = (1, 2);
    assert_eq!(store.note("note", level).await.expect("read"), normal);
    assert_eq!(store.with("write", level).await.expect("read"), full);
    let failing = |c: &mut Connection| c.execute_batch("begin immediate; rollback; nonsense");
    store.note("note", failing).await.expect_err("nonsense");
    assert_eq!(store.with("write", level).await.expect("read"), full, "after an error");
    let crashing = |c: &mut Connection| -> rusqlite::Result<()> {
        let _work = c.transaction()?;
        panic!("a crash on purpose")
    };
    store.note("note", crashing).await.expect_err("it crashed");
    assert_eq!(store.with("write", level).await.expect("read"), full, "after a crash");
    store.sync_watches(&[seed("a")], Timestamp::UNIX_EPOCH).await.expect("synced");
    let held = claim_one(&store, Timestamp::now()).await;
    store.commit_check(held.fence, unchanged(0), Default::default()).await.expect("buffered");
    store.flush().await.expect("written");
    assert_eq!(store.with("write", level).await.expect("read"), full);
}

/// Every row proves itself, and the row before it where that one is still kept.
fn verify(file: &Connection) -> Result<usize, String> {
    let mut query = file.prepare("select id, row, previous, hash from checks order by id").expect("prepared");
    let rows = query
        .query_map([], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?, r.get::<_, String>(3)?))
        })
        .expect("queried");
    let (mut last, mut proved) = ((0, String::new()), 0);
    for row in rows {
        let (id, row, previous, hash) = row.expect("read");
        if sha256_hex(format!("{previous}{row}").as_bytes()) != hash {
            return Err(format!("check {id} was altered"));
        }
        if last.0 + 1 == id && last.1 != previous {
            return Err(format!("check {id} does not follow the one before"));
        }
        (last, proved) = ((id, hash), proved + 1);
    }
    Ok(proved)
}

#[tokio::test]
async fn the_chain_of_checks_proves_itself_also_after_retention_and_shows_what_was_altered() {
    let place = OneFile::new();
    let store = place.sqlite().await;
    store.sync_watches(&[seed("a"), seed("b")], Timestamp::UNIX_EPOCH).await.expect("synced");
    for n in 0..220 {
        let all = crate::store::ClaimScope::NotSince { started: Timestamp::MAX, watches: None };
        let lease = std::time::Duration::from_secs(60);
        for held in store
            .claim_due(2, &all, None, Timestamp::from_second(i64::from(n) * 3600).expect("a time"), lease)
            .await
            .expect("claimed")
        {
            let record = if n == 0 { changed(0, held.url.as_str(), "text") } else { unchanged(i64::from(n)) };
            store.commit_check(held.fence, record, Default::default()).await.expect("committed");
        }
        store.flush().await.expect("written");
    }
    let file = Connection::open(place.path()).expect("opened");
    assert_eq!(verify(&file), Ok(440));
    store.prune(Timestamp::MAX).await.expect("pruned");
    assert_eq!(verify(&file), Ok(400));
    file.execute("update checks set row = replace(row, 'bytes', 'other') where id = 300", []).expect("altered");
    assert_eq!(verify(&file), Err("check 300 was altered".to_owned()));
}

#[tokio::test]
async fn a_page_that_was_altered_on_disk_is_an_error_and_not_another_page() {
    let place = OneFile::new();
    let store = place.sqlite().await;
    store.sync_watches(&[seed("a")], Timestamp::UNIX_EPOCH).await.expect("synced");
    let held = claim_one(&store, Timestamp::now()).await;
    let record = changed(0, PAGE, "text");
    let hash = record.page.as_ref().expect("a page").sha256.clone();
    store.commit_check(held.fence, record, Default::default()).await.expect("committed");
    let other = zstd::bulk::compress(b"<p>something else</p>", 3).expect("packed");
    let file = Connection::open(place.path()).expect("opened");
    file.execute("update pages set body = ?1", [other]).expect("altered");
    let error = store.raw_page(PAGE, &hash).await.expect_err("refused").to_string();
    assert!(error.contains(&hash), "{error}");
}
