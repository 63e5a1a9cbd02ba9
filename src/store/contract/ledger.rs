//! I/O. Slices of the ledger, and reading it.

use super::Member;
use super::samples::{at, changed, claim, claim_one, commitment, sighting, watching};
use crate::model::{Commitment, SightingState};
use crate::store::{Committed, Fence, Store};

async fn write(store: &dyn Store, fence: Fence, entries: &[Commitment]) {
    let mut record = changed(0, "https://a.test/news", "text");
    record.commitments = entries.to_vec();
    let done = store.commit_check(fence, record, Default::default()).await;
    assert_eq!(done.expect("answered"), Committed::Done);
}

pub(crate) async fn a_slice_has_the_blocks_the_target_and_its_orphans(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let (a, b) = (held[0].fence, held[1].fence);
    let asked = commitment("asked for", &["k1", "k2"], 0);
    let seen_here = commitment("seen on the target", &["k3"], 0);
    let elsewhere = commitment("elsewhere", &["k4"], 0);
    let mut record = changed(0, "https://a.test/news", "text");
    record.commitments = vec![asked.clone(), seen_here.clone(), elsewhere.clone()];
    record.sightings = vec![sighting(a.target, Some(&seen_here), "here"), sighting(a.target, None, "may consider")];
    store.commit_check(a, record, Default::default()).await.expect("committed");
    let mut record = changed(0, "https://b.test/news", "text");
    record.sightings = vec![sighting(b.target, Some(&asked), "there"), sighting(b.target, None, "b's own orphan")];
    store.commit_check(b, record, Default::default()).await.expect("committed");

    let keys = ["k1".to_owned(), "unheard of".to_owned()];
    let (slice, generation) = store.ledger_slice(a.target, &keys).await.expect("read");
    let mut names: Vec<&str> = slice.entries.iter().map(|e| e.commitment.gloss.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["asked for", "seen on the target"]);
    let of_asked = slice.entries.iter().find(|e| e.commitment == asked).expect("asked for");
    assert_eq!(of_asked.sightings.len(), 1, "with its sightings on other targets");
    assert!(of_asked.sightings[0].id > 0, "a stored sighting has an id");
    let orphans: Vec<&str> = slice.orphans.iter().map(|s| s.claim.quote.as_str()).collect();
    assert_eq!(orphans, ["may consider"]);
    let covered: Vec<&str> = generation.0.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(covered, ["k1", "k2", "k3", "unheard of"], "all blocks that the answer depends on");

    // An orphan that rose is bound by its id; an entry that moved to another block leaves the old one.
    let mut risen = slice.orphans[0].clone();
    risen.commitment = Some(elsewhere.id.clone());
    let mut moved = asked.clone();
    moved.block_keys = vec!["k9".to_owned()];
    let mut record = changed(1, "https://a.test/news", "text 2");
    (record.sightings, record.commitments) = (vec![risen], vec![moved]);
    store.commit_check(a, record, generation).await.expect("committed");
    let (slice, _) = store.ledger_slice(a.target, &keys).await.expect("read");
    let mut names: Vec<&str> = slice.entries.iter().map(|e| e.commitment.gloss.as_str()).collect();
    names.sort_unstable();
    assert_eq!((names, slice.orphans.len()), (vec!["elsewhere", "seen on the target"], 0));
}

pub(crate) async fn a_sighting_alone_moves_its_block_on(member: &dyn Member) {
    let store = watching(member, &["a", "b"]).await;
    let held = claim(store.as_ref(), 2, at(0)).await;
    let entry = commitment("on two pages", &["k1"], 0);
    let mut record = changed(0, "https://a.test/news", "text");
    record.commitments = vec![entry.clone()];
    record.sightings =
        vec![sighting(held[0].fence.target, Some(&entry), "one"), sighting(held[1].fence.target, Some(&entry), "two")];
    store.commit_check(held[0].fence, record, Default::default()).await.expect("committed");
    let keys = ["k1".to_owned()];
    let (_, of_a) = store.ledger_slice(held[0].fence.target, &keys).await.expect("read");
    let (slice, of_b) = store.ledger_slice(held[1].fence.target, &keys).await.expect("read");
    // Each page loses its sentence. Who comes second must see that the first has gone already.
    let gone = |n: usize| {
        let mut sighting = slice.entries[0].sightings[n].clone();
        sighting.state = SightingState::Removed;
        let mut record = changed(1, "https://a.test/news", "emptied");
        record.sightings = vec![sighting];
        record
    };
    let first = store.commit_check(held[0].fence, gone(0), of_a).await.expect("answered");
    let second = store.commit_check(held[1].fence, gone(1), of_b).await.expect("answered");
    assert_eq!((first, second), (Committed::Done, Committed::Stale));
}

pub(crate) async fn the_ledger_is_read_newest_first_and_by_id(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let (old, new) = (commitment("old", &["k"], 1), commitment("new", &["k"], 2));
    write(store.as_ref(), held.fence, &[old.clone(), new.clone()]).await;
    let mut reworded = old.clone();
    reworded.gloss = "old, reworded".to_owned();
    write(store.as_ref(), held.fence, &[reworded]).await;
    let all: Vec<String> = store.ledger(None).await.expect("read").into_iter().map(|e| e.commitment.gloss).collect();
    assert_eq!(all, ["new", "old, reworded"]);
    assert_eq!(store.ledger(Some(&new.id)).await.expect("read").len(), 1);
    let unknown = commitment("unknown", &[], 0);
    assert_eq!(store.ledger(Some(&unknown.id)).await.expect("read"), []);
}

pub(crate) async fn dated_entries_are_found_by_their_days(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let dated = |name: &str, date: &str| {
        let mut entry = commitment(name, &["k"], 0);
        entry.record.date = date.parse().ok();
        entry
    };
    let entries =
        [dated("day", "2026-03-10"), dated("month", "2026-03"), dated("year", "2026"), dated("next", "2027-01-01")];
    write(store.as_ref(), held.fence, &entries).await;
    write(store.as_ref(), held.fence, &[commitment("undated", &["k"], 0)]).await;
    let found = async |from: &str, to: &str| -> Vec<String> {
        let days = (from.parse().expect("a day"), to.parse().expect("a day"));
        let mut names: Vec<String> =
            store.dated(days.0, days.1).await.expect("read").into_iter().map(|c| c.gloss).collect();
        names.sort();
        names
    };
    assert_eq!(found("2026-03-10", "2026-03-10").await, ["day", "month", "year"]);
    assert_eq!(found("2026-03-11", "2026-04-30").await, ["month", "year"]);
    assert_eq!(found("2026-12-31", "2027-01-01").await, ["next", "year"]);
    assert_eq!(found("2025-01-01", "2025-12-31").await, Vec::<String>::new());
    write(store.as_ref(), held.fence, &[commitment("day", &["k"], 0)]).await;
    assert_eq!(found("2026-03-10", "2026-03-10").await, ["month", "year"], "a date taken back is not found");
}

/// While one writes, another reads: one generation always comes with the same entries, or `commit_check` would take what was
/// compared with older ones.
pub(crate) async fn a_slice_is_of_one_moment(member: &dyn Member) {
    let store = watching(member, &["a"]).await;
    let held = claim_one(store.as_ref(), at(0)).await;
    let reader = member.open().await;
    let writing = tokio::spawn(async move {
        for n in 0..400 {
            let mut entry = commitment("counted", &["k1"], 0);
            entry.gloss = n.to_string();
            write(store.as_ref(), held.fence, &[entry]).await;
        }
    });
    let (keys, mut last, mut moved) = (["k1".to_owned()], None, 0);
    while !writing.is_finished() {
        let (slice, generation) = reader.ledger_slice(0, &keys).await.expect("read");
        let gloss = slice.entries.first().map(|e| e.commitment.gloss.clone());
        if let Some((seen, was)) = &last {
            assert!(*seen != generation || *was == gloss, "{generation:?} came with {was:?} and with {gloss:?}");
            moved += usize::from(*seen != generation);
        }
        last = Some((generation, gloss));
    }
    writing.await.expect("written");
    assert!(moved > 0, "the reader saw the ledger move");
}
