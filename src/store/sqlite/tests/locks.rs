//! I/O. The daemon's lock, and leases of processes that ended.

use std::os::unix::fs::symlink;
use std::time::Duration;

use jiff::Timestamp;

use super::OneFile;
use crate::store::contract::seed;
use crate::store::{ClaimScope, Claimed, Store, StoreError, lock_daemon};

const LEASE: Duration = Duration::from_secs(600);

async fn claim(store: &dyn Store) -> Vec<Claimed> {
    store.claim_due(9, &ClaimScope::Due, None, Timestamp::UNIX_EPOCH, LEASE).await.expect("claimed")
}

#[tokio::test]
async fn a_second_daemon_is_refused_and_told_who_is_first() {
    let place = OneFile::new();
    let url = format!("sqlite:{}", place.path().display());
    let first = lock_daemon(&url).expect("locked");
    let refused = lock_daemon(&url).expect_err("refused");
    let me = std::process::id().to_string();
    assert!(matches!(&refused, StoreError::Held { holder, .. } if *holder == me), "{refused}");
    assert!(refused.to_string().contains(&format!("process {me}")), "{refused}");
    drop(first);
    lock_daemon(&url).expect("free again");
}

#[tokio::test]
async fn the_lock_holds_by_whatever_name_the_store_is_called() {
    let place = OneFile::new();
    drop(place.sqlite().await);
    let other = tempfile::tempdir().expect("a folder");
    let link = other.path().join("link.db");
    symlink(place.path(), &link).expect("linked");
    let _first = lock_daemon(&place.path().display().to_string()).expect("locked");
    lock_daemon(&link.display().to_string()).expect_err("the same store");
    let roundabout = place.path().parent().expect("a folder").join(".").join("pledgewatch.db");
    lock_daemon(&roundabout.display().to_string()).expect_err("the same store");
}

#[tokio::test]
async fn leases_of_the_dead_are_free_and_those_of_the_living_are_not() {
    let place = OneFile::new();
    let first = place.sqlite().await;
    first.sync_watches(&[seed("a")], Timestamp::UNIX_EPOCH).await.expect("synced");
    let held = claim(&first).await;
    assert_eq!(held.len(), 1);
    let second = place.sqlite().await;
    assert_eq!(claim(&second).await, [], "the first lives");
    drop(first);
    let third = place.sqlite().await;
    assert_eq!(claim(&third).await, [], "the second is a member: whose the lease is nobody can tell");
    drop((second, third));
    let fourth = place.sqlite().await;
    let again = claim(&fourth).await;
    assert_eq!(again.len(), 1, "nobody was left");
    assert!(again[0].fence.number > held[0].fence.number, "a survivor would be refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn starting_together_nobody_frees_what_another_just_took() {
    for _ in 0..20 {
        let place = OneFile::new();
        let first = place.sqlite().await;
        let seeds: Vec<_> = (0..8).map(|n| seed(&format!("w{n}"))).collect();
        first.sync_watches(&seeds, Timestamp::UNIX_EPOCH).await.expect("synced");
        drop(first);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let store = place.sqlite().await;
            tasks.spawn(async move {
                let mine =
                    store.claim_due(2, &ClaimScope::Due, None, Timestamp::UNIX_EPOCH, LEASE).await.expect("claimed");
                (store, mine)
            });
        }
        let all = tasks.join_all().await;
        let mut targets: Vec<i64> = all.iter().flat_map(|(_, mine)| mine).map(|c| c.fence.target).collect();
        targets.sort_unstable();
        targets.dedup();
        assert_eq!(targets.len(), 8, "each target was taken once");
    }
}
