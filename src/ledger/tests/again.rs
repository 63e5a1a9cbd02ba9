//! Pure. Tests of what was told as gone and is read again, of what a whole site loses, and of a confirmed collapse.

use super::*;
use crate::model::QuietReason;

const A: &str = "We will require licences.";

fn at(minutes: u64) -> Timestamp {
    now() + Duration::from_secs(minutes * 60)
}

/// A page whose only commitment was read, lost, and told as removed.
fn removed() -> (Bench, Document, Document, Vec<Placed>) {
    let mut bench = Bench::new();
    let (full, bare) = (document(&[A, "Tea was served."]), document(&["Tea was served."]));
    let found = placed(0, claim(A, Strength::Intends));
    bench.read(now(), None, &full, &found);
    bench.read(at(10), Some(&full), &bare, &[]);
    assert_eq!(kinds(&bench.again(at(30), &bare)), [EventKind::Removed]);
    (bench, full, bare, found)
}

#[test]
fn a_sentence_that_returns_after_it_was_told_as_removed_is_corrected() {
    let (mut bench, full, bare, found) = removed();
    let back = bench.read(at(60), Some(&bare), &full, &found);
    assert_eq!(kinds(&back), [EventKind::Correction]);
    assert_eq!(back.events[0].reason, "sentence_back");
    assert_eq!(bench.slice.entries.len(), 1, "it is the entry it was");
    assert_eq!(bench.slice.entries[0].commitment.state, CommitmentState::Active);
    assert!(bench.read(at(90), Some(&full), &full, &found).events.is_empty(), "corrected once");
}

#[test]
fn the_same_pledge_reworded_after_its_removal_is_corrected_too() {
    let (mut bench, _, bare, _) = removed();
    let b = "We will require some licences.";
    let back = bench.read(at(60), Some(&bare), &document(&[b]), &placed(0, claim(b, Strength::Intends)));
    assert_eq!(kinds(&back), [EventKind::Correction]);
    assert_eq!(bench.slice.entries[0].commitment.state, CommitmentState::Active);
}

#[test]
fn a_pledge_made_anew_after_its_withdrawal_is_new() {
    let mut bench = Bench::new();
    let old = document(&[A]);
    bench.read(now(), None, &old, &placed(0, claim(A, Strength::Ordered)));
    let mut cancelled = claim("The licences are cancelled.", Strength::InForce);
    cancelled.record.polarity = Polarity::Withdrawal;
    let end = document(&["The licences are cancelled."]);
    let ended = bench.read(at(60), Some(&old), &end, &placed(0, cancelled));
    assert_eq!(kinds(&ended), [EventKind::Withdrawn]);
    let both = document(&["The licences are cancelled.", A]);
    let again = bench.read(at(120), Some(&end), &both, &placed(1, claim(A, Strength::Ordered)));
    assert_eq!(kinds(&again).last(), Some(&EventKind::New));
}

#[test]
fn what_a_site_loses_on_a_third_page_within_a_day_is_held() {
    let mut bench = Bench::new();
    let (full, bare) = (document(&[A, "Tea was served."]), document(&["Tea was served."]));
    bench.read(now(), None, &full, &placed(0, claim(A, Strength::Intends)));
    bench.host_losses = 2;
    let held = bench.read(at(10), Some(&full), &bare, &[]);
    assert_eq!(kinds(&held), [EventKind::RedesignSuspected]);
    assert!(held.events[0].detail.as_ref().is_some_and(|d| d.contains("2 other pages")), "{:?}", held.events[0].detail);
    assert_eq!(held.again, Some(at(10) + REDESIGN_HOLD));
    assert!(bench.again(at(30), &bare).events.is_empty());
    assert_eq!(kinds(&bench.again(at(10) + REDESIGN_HOLD, &bare)), [EventKind::Removed]);
}

#[test]
fn a_confirmed_collapse_is_told_at_once_and_not_held() {
    let mut bench = Bench::new();
    let sentences = ["We will licence A.", "We will ban B.", "We will tax C."];
    let classes = [ActionClass::ExportLicence, ActionClass::Cooperation, ActionClass::TariffTrade];
    let found: Vec<Placed> = (0..3)
        .map(|n| {
            let mut claim = claim(sentences[n], Strength::Intends);
            claim.record.action_class = Some(classes[n]);
            claim.record.objects = vec![format!("object-{n}")];
            Placed { sentence: n, claim }
        })
        .collect();
    let (full, bare) = (document(&sentences), document(&["Moved."]));
    assert_eq!(bench.read(now(), None, &full, &found).commitments.len(), 3);
    bench.collapse_confirmed = true;
    let told = bench.read(at(1500), Some(&full), &bare, &[]);
    assert_eq!(kinds(&told), [EventKind::Removed; 3]);
    assert!(told.events.iter().all(|e| e.reason == "collapse_confirmed"));
}

#[test]
fn quiet_text_is_kept_and_not_told_unless_it_is_on_a_topic() {
    let mut near = claim("We weigh licences.", Strength::Considers);
    near.is_commitment = false;
    let (old, new) = (document(&["Tea was served."]), document(&["Coffee was served.", "We weigh licences."]));
    let mut bench = Bench::new();
    bench.edits = Edits::Any;
    let keys = new.sentences().iter().map(|s| (s.sentence.key.clone(), QuietReason::SeenBefore)).collect();
    bench.quiet = Some(keys);
    bench.read(now(), None, &old, &[]);
    let outcome = bench.read(at(60), Some(&old), &new, &placed(1, near));
    assert_eq!(outcome.events.iter().filter_map(|e| e.detail.as_deref()).collect::<Vec<_>>(), ["We weigh licences."]);
    assert_eq!(outcome.quieted.iter().map(|q| q.text.as_str()).collect::<Vec<_>>(), ["Coffee was served."]);
}

#[test]
fn changed_text_without_a_commitment_is_told_only_to_who_asks() {
    let mut near = claim("We weigh licences.", Strength::Considers);
    near.is_commitment = false;
    let (old, new) = (document(&["Tea was served."]), document(&["Coffee was served.", "We weigh licences."]));
    for (edits, told) in
        [(Edits::None, None), (Edits::Topic, Some("We weigh licences.")), (Edits::Any, Some("Coffee was served."))]
    {
        let mut bench = Bench::new();
        bench.edits = edits;
        bench.read(now(), None, &old, &[]);
        let outcome = bench.read(at(60), Some(&old), &new, &placed(1, near.clone()));
        let first = outcome.events.first().and_then(|e| e.detail.as_deref()).and_then(|d| d.lines().next());
        assert_eq!(first, told, "{edits:?}");
        assert!(outcome.events.iter().all(|e| e.kind == EventKind::Edited));
    }
}

#[test]
fn what_waits_for_confirmation_waits_on_through_an_upgrade() {
    let mut bench = Bench::new();
    let (full, bare) = (document(&[A, "Tea was served."]), document(&["Tea was served."]));
    bench.read(now(), None, &full, &placed(0, claim(A, Strength::Intends)));
    bench.read(at(1), Some(&full), &bare, &[]);
    bench.cause = Cause::Upgrade;
    let upgraded = bench.read(at(2), Some(&bare), &bare, &[]);
    assert!(upgraded.events.is_empty(), "{:?}", kinds(&upgraded));
    bench.cause = Cause::Check;
    let told = bench.again(at(30), &bare);
    assert_eq!(kinds(&told), [EventKind::Removed]);
    assert_eq!(told.events[0].cause, Cause::Check);
}

#[test]
fn what_other_settings_do_not_find_is_retired_and_comes_back_silently() {
    let mut bench = Bench::new();
    let (full, bare) = (document(&[A, "Tea was served."]), document(&["Tea was served."]));
    let found = placed(0, claim(A, Strength::Intends));
    bench.read(now(), None, &full, &found);
    bench.cause = Cause::Upgrade;
    let narrower = bench.read(at(1), Some(&full), &bare, &[]);
    assert_eq!(narrower.events.iter().map(|e| e.reason.as_str()).collect::<Vec<_>>(), ["not_found_on_rereading"]);
    assert_eq!(bench.slice.entries[0].commitment.state, CommitmentState::Active, "no statement about the page");
    let wider = bench.read(at(2), Some(&bare), &full, &found);
    assert!(wider.events.is_empty(), "{:?}", kinds(&wider));
    bench.cause = Cause::Check;
    bench.read(at(3), Some(&full), &bare, &[]);
    assert_eq!(kinds(&bench.again(at(30), &bare)), [EventKind::Removed], "and it is followed again");
}

#[test]
fn the_window_counts_every_reading_of_the_old_wording() {
    let mut bench = Bench::new();
    let (full, bare) = (document(&[A, "Tea was served."]), document(&["Tea was served."]));
    bench.read(now(), None, &full, &placed(0, claim(A, Strength::Intends)));
    // Read 40 times since, the last time at minute 400: a base knows, the sighting is not touched by such checks.
    (bench.old_reads, bench.last_read) = (40, Some(at(400)));
    bench.read(at(410), Some(&full), &bare, &[]);
    bench.old_reads = 1;
    let told = bench.again(at(440), &bare);
    let window = told.events[0].window;
    assert_eq!((window.old_until, window.old_reads), (Some(at(400)), 40));
    assert_eq!((window.new_from, window.confirmed_at), (Some(at(410)), Some(at(440))));
}

#[test]
fn a_wording_that_goes_a_second_time_is_told_a_second_time() {
    let (mut bench, full, bare, found) = removed();
    let first = bench.slice.entries.len();
    bench.read(at(60), Some(&bare), &full, &found);
    bench.read(at(90), Some(&full), &bare, &[]);
    let again = bench.again(at(120), &bare);
    assert_eq!(kinds(&again), [EventKind::Removed]);
    assert_eq!(bench.slice.entries.len(), first);
    let ids: std::collections::BTreeSet<_> = bench.told.iter().map(|e| e.id.clone()).collect();
    assert_eq!(ids.len(), bench.told.len(), "each event has its own id: {:?}", bench.told);
}

#[test]
fn a_date_moved_on_both_pages_of_an_entry_is_told_once() {
    let mut bench = Bench::new();
    let (old, new) = (claim(A, Strength::Ordered), {
        let mut later = claim("We will require licences later.", Strength::Ordered);
        later.record.date = PartialDate::day(2027, 3, 1);
        later
    });
    let (before, after) = (document(&[A]), document(&["We will require licences later."]));
    for target in [1, 2] {
        bench.target = target;
        bench.read(at(target as u64), None, &before, &placed(0, old.clone()));
    }
    assert_eq!(bench.slice.entries.len(), 1, "two pages, one pledge");
    bench.target = 1;
    let first = bench.read(at(10), Some(&before), &after, &placed(0, new.clone()));
    assert_eq!(kinds(&first), [EventKind::DeadlineChanged]);
    bench.target = 2;
    let second = bench.read(at(20), Some(&before), &after, &placed(0, new));
    assert_eq!(kinds(&second), [EventKind::Restated]);
}
