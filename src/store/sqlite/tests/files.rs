//! I/O. Which files are opened, which are refused, and that a refused one stays as it was to the byte.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;

use super::OneFile;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, open, path_of};

async fn refusal(path: &Path) -> String {
    let before = fs::read(path).expect("readable");
    let error = SqliteStore::open(path.to_path_buf()).await.err().expect("refused").to_string();
    assert_eq!(fs::read(path).expect("readable"), before, "left as it was");
    assert!(error.contains(&path.display().to_string()), "{error}");
    error
}

/// A store with something in it, closed again.
async fn closed() -> OneFile {
    let place = OneFile::new();
    let store = place.sqlite().await;
    let many = (0..400).map(|n| crate::store::contract::seed(&format!("w{n}"))).collect::<Vec<_>>();
    store.sync_watches(&many, jiff::Timestamp::UNIX_EPOCH).await.expect("synced");
    drop(store);
    place
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let place = closed().await;
    let file = Connection::open(place.path()).expect("opened");
    // A newer version may keep its file in another mode; even that must stay.
    file.pragma_update(None, "journal_mode", "delete").expect("set");
    file.pragma_update(None, "user_version", 99).expect("set");
    drop(file);
    let error = refusal(&place.path()).await;
    assert!(error.contains("newer version") && error.contains("99"), "{error}");
}

#[tokio::test]
async fn a_file_of_something_else_is_refused() {
    let place = OneFile::new();
    fs::write(place.path(), "this is a letter, not a database. ".repeat(100)).expect("written");
    let error = refusal(&place.path()).await;
    assert!(error.contains("no pledgewatch store"), "{error}");
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    let place = OneFile::new();
    let file = Connection::open(place.path()).expect("opened");
    file.execute_batch("create table watches (wrist text); insert into watches values ('left');").expect("written");
    drop(file);
    let error = refusal(&place.path()).await;
    assert!(error.contains("no pledgewatch store"), "{error}");
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_says_what_to_do() {
    let place = closed().await;
    let mut bytes = fs::read(place.path()).expect("readable");
    let (from, to) = (bytes.len() / 3, bytes.len() / 3 * 2);
    bytes[from..to].fill(0x5a);
    fs::write(place.path(), bytes).expect("written");
    let error = refusal(&place.path()).await;
    assert!(error.contains("damaged") && error.contains("backup"), "{error}");
}

#[tokio::test]
async fn a_truncated_file_is_refused() {
    let place = closed().await;
    let bytes = fs::read(place.path()).expect("readable");
    fs::write(place.path(), &bytes[..bytes.len() / 2]).expect("written");
    let error = refusal(&place.path()).await;
    assert!(error.contains("damaged"), "{error}");
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_named_with_what_to_do() {
    let place = OneFile::new();
    let nowhere = place.path().with_file_name("missing").join("pledgewatch.db");
    let folder = place.path().parent().expect("a folder").to_path_buf();
    for path in [nowhere, folder] {
        let error = SqliteStore::open(path.clone()).await.err().expect("refused").to_string();
        assert!(error.contains(&path.display().to_string()), "{error}");
    }
    let locked = tempfile::tempdir().expect("a folder");
    fs::set_permissions(locked.path(), fs::Permissions::from_mode(0o500)).expect("mode set");
    // The superuser may write anywhere, so for him there is nothing to refuse.
    if fs::write(locked.path().join("probe"), "").is_err() {
        let error = SqliteStore::open(locked.path().join("a.db")).await.err().expect("refused").to_string();
        assert!(error.contains("writable"), "{error}");
    }
    fs::set_permissions(locked.path(), fs::Permissions::from_mode(0o700)).expect("mode set");
}

#[tokio::test]
async fn every_file_of_a_store_is_private() {
    let place = closed().await;
    let store = place.sqlite().await;
    store.sync_watches(&[crate::store::contract::seed("a")], jiff::Timestamp::UNIX_EPOCH).await.expect("synced");
    store.claim_deliveries(1, jiff::Timestamp::UNIX_EPOCH, std::time::Duration::from_secs(1)).await.expect("claimed");
    store.backup(&place.path().with_file_name("copy.db")).await.expect("copied");
    let _lock = crate::store::lock_daemon(&place.path().display().to_string()).expect("locked");
    let mut seen = Vec::new();
    for entry in fs::read_dir(place.path().parent().expect("a folder")).expect("listed") {
        let entry = entry.expect("an entry");
        let mode = entry.metadata().expect("known").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        seen.push(entry.file_name().into_string().expect("ASCII"));
    }
    seen.sort();
    let wanted = [
        "copy.db",
        "pledgewatch.db",
        "pledgewatch.db-shm",
        "pledgewatch.db-wal",
        "pledgewatch.db.claims",
        "pledgewatch.db.lock",
    ];
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn only_urls_of_this_version_are_opened() {
    for url in ["sqlite:/a/b.db", "sqlite:///a/b.db", "/a/b.db"] {
        assert_eq!(path_of(url).as_deref(), Some(Path::new("/a/b.db")), "{url}");
    }
    let error = open("postgres://user:hunter2@db/pledgewatch").await.err().expect("refused").to_string();
    assert!(error.contains("not in this version"), "{error}");
    assert!(!error.contains("hunter2"), "the URL carries a password: {error}");
}

#[tokio::test]
async fn a_store_of_the_first_schema_is_brought_up_to_date() {
    let place = OneFile::new();
    let file = Connection::open(place.path()).expect("opened");
    file.execute_batch(include_str!("../schema.sql")).expect("made");
    file.pragma_update(None, "application_id", 0x7077_6368).expect("set");
    file.pragma_update(None, "user_version", 1).expect("set");
    drop(file);
    let store = place.sqlite().await;
    store.sync_watches(&[crate::store::contract::seed("a")], jiff::Timestamp::UNIX_EPOCH).await.expect("synced");
    let held = crate::store::contract::claim_one(&store, jiff::Timestamp::UNIX_EPOCH).await;
    assert!(!held.files);
}
