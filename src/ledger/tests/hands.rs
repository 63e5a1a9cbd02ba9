//! Pure. Tests that what a person joined or split stays so, whatever later readings say.

use super::*;

const A: &str = "The ministry requires licences for 13 precursors going to the US and Mexico from 1 December 2026.";
const B: &str = "From 1 December 2026 exports of 13 precursors to the US and Mexico need a licence of the ministry.";
const FUND: &str = "China gives 20 million dollars to Canada for work on fentanyl.";

fn at(hours: u64) -> Timestamp {
    now() + Duration::from_secs(hours * 3600)
}

fn fund() -> Claim {
    let mut fund = claim(FUND, Strength::Pledged);
    fund.record.action_class = Some(ActionClass::Funding);
    fund.record.counterparties = vec!["CA".to_owned()];
    fund.record.objects = vec!["naloxone".to_owned()];
    fund.record.date = None;
    fund.record.quantity = Some(Quantity { value: 2e7, unit: "USD".to_owned(), from: None });
    fund
}

/// A second page of the same agency.
fn on_page(bench: &mut Bench, target: i64) {
    bench.target = target;
}

/// What `ledger split` does to the last sighting of the first entry.
fn split(bench: &mut Bench) {
    let entry = &mut bench.slice.entries[0];
    let mut sighting = entry.sightings.pop().expect("two sightings");
    let id = crate::model::CommitmentId::derive(&["split"]);
    let commitment = Commitment { id: id.clone(), record: sighting.claim.record.clone(), ..entry.commitment.clone() };
    (sighting.commitment, sighting.id) = (Some(id), 200);
    bench.slice.entries.push(LedgerEntry { commitment, sightings: vec![sighting] });
}

/// What `ledger join` does to the first two entries; a slice holds no entry that was joined to another.
fn join(bench: &mut Bench) {
    let joined = bench.slice.entries.pop().expect("two entries");
    let kept = &mut bench.slice.entries[0];
    kept.commitment.block_keys.extend(joined.commitment.block_keys);
    for (n, mut sighting) in joined.sightings.into_iter().enumerate() {
        (sighting.commitment, sighting.id) = (Some(kept.commitment.id.clone()), 300 + n as i64);
        kept.sightings.push(sighting);
    }
}

#[test]
fn a_split_stays_though_the_rules_would_join() {
    let mut bench = Bench::new();
    let (a, b) = (document(&[A]), document(&[B]));
    bench.read(now(), None, &a, &placed(0, claim(A, Strength::Ordered)));
    on_page(&mut bench, 2);
    let joined = bench.read(at(1), None, &b, &placed(0, claim(B, Strength::Ordered)));
    assert_eq!(kinds(&joined), [EventKind::Restated], "the rules join them");
    split(&mut bench);
    let held = |bench: &Bench| bench.slice.entries.iter().map(|e| e.sightings.len()).collect::<Vec<_>>();
    assert_eq!(held(&bench), [1, 1]);
    let again = bench.read(at(2), Some(&b), &b, &placed(0, claim(B, Strength::Ordered)));
    assert!(again.events.is_empty() && held(&bench) == [1, 1], "{:?}", kinds(&again));
    bench.cause = Cause::Upgrade;
    bench.read(at(3), Some(&b), &b, &placed(0, claim(B, Strength::Ordered)));
    assert_eq!(held(&bench), [1, 1], "reading anew with other rules joins nothing");
    bench.cause = Cause::Check;
    let later = "From 1 March 2027 exports of 13 precursors to the US and Mexico need a licence of the ministry.";
    let mut moved = claim(later, Strength::Ordered);
    moved.record.date = PartialDate::day(2027, 3, 1);
    let told = bench.read(at(4), Some(&b), &document(&[later]), &placed(0, moved));
    assert_eq!(kinds(&told), [EventKind::DeadlineChanged]);
    assert_eq!(told.events[0].commitment, Some(bench.slice.entries[1].commitment.id.clone()), "of the entry split off");
    assert_eq!(held(&bench), [1, 1]);
}

#[test]
fn a_join_stays_though_the_rules_would_keep_apart() {
    let mut bench = Bench::new();
    let (a, b) = (document(&[A]), document(&[FUND]));
    bench.read(now(), None, &a, &placed(0, claim(A, Strength::Ordered)));
    on_page(&mut bench, 2);
    let apart = bench.read(at(1), None, &b, &placed(0, fund()));
    assert_eq!(kinds(&apart), [EventKind::New], "the rules keep them apart");
    join(&mut bench);
    let kept = bench.slice.entries[0].commitment.clone();
    let again = bench.read(at(2), Some(&b), &b, &placed(0, fund()));
    assert!(again.events.is_empty(), "{:?}", kinds(&again));
    let reworded = "China contributes 20 million dollars to Canada for its work on fentanyl.";
    let new = document(&[reworded]);
    let told = bench.read(at(3), Some(&b), &new, &placed(0, Claim { quote: reworded.to_owned(), ..fund() }));
    assert_eq!(kinds(&told), [EventKind::Restated], "no entry of its own");
    assert_eq!((bench.slice.entries.len(), &bench.slice.entries[0].commitment.record), (1, &kept.record));
    on_page(&mut bench, 3);
    let third = bench.read(at(4), None, &new, &placed(0, Claim { quote: reworded.to_owned(), ..fund() }));
    assert!(
        !kinds(&third).contains(&EventKind::New),
        "what is said as the joined one is said of the entry: {:?}",
        kinds(&third)
    );
    assert_eq!(bench.slice.entries.len(), 1);
}
