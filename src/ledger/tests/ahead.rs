//! Pure. Tests of dates to come and of dates passed.

use jiff::civil::Date;

use super::*;

/// An entry first read on a day, its claim changed by `edit`.
fn bench(seen: &str, edit: impl Fn(&mut Record)) -> Bench {
    let mut bench = Bench::new();
    let text = "Licences from 1 December 2026.";
    let mut dated = claim(text, Strength::Ordered);
    edit(&mut dated.record);
    bench.published = seen.get(..10).and_then(|day| day.parse().ok());
    bench.read(seen.parse().expect("an instant"), None, &document(&[text]), &placed(0, dated));
    bench
}

/// Kind and stage of what the calendar tells on a day.
fn told(bench: &Bench, day: &str) -> Vec<(EventKind, String)> {
    events(bench, day).into_iter().map(|e| (e.kind, e.reason)).collect()
}

fn events(bench: &Bench, day: &str) -> Vec<crate::model::Event> {
    let today: Date = day.parse().expect("a date");
    clock_events(&bench.slice.entries, now(), &move |_| today, &|_| 7)
}

/// Every event from a day on for half a year, each id once, as a store keeps them.
fn half_a_year(bench: &Bench, from: &str) -> Vec<(EventKind, String)> {
    let mut seen = std::collections::BTreeSet::new();
    let first: Date = from.parse().expect("a date");
    let days = (0..183).map(|n| first.saturating_add(jiff::ToSpan::days(n)).to_string());
    let all: Vec<_> = days.flat_map(|day| events(bench, &day)).filter(|e| seen.insert(e.id.clone())).collect();
    all.into_iter().map(|e| (e.kind, e.reason)).collect()
}

fn stages(kind: EventKind) -> Vec<(EventKind, String)> {
    [14, 1, 0].map(|days| (kind, format!("{days}_days_before"))).to_vec()
}

const SEEN: &str = "2026-10-01T00:00:00Z";

#[test]
fn whatever_takes_effect_on_a_day_is_told_three_times_and_never_again() {
    for class in [ActionClass::ScheduleControl, ActionClass::Institution, ActionClass::MonitoringReport] {
        let bench = bench(SEEN, |r| r.action_class = Some(class));
        assert_eq!(half_a_year(&bench, "2026-10-01"), stages(EventKind::TakesEffect), "{class:?}");
    }
}

#[test]
fn a_rule_whose_date_says_no_more_is_taken_to_begin_then_and_other_acts_are_not() {
    let rule = bench(SEEN, |r| (r.action_class, r.date_kind) = (Some(ActionClass::Sanctions), None));
    assert_eq!(half_a_year(&rule, "2026-10-01"), stages(EventKind::TakesEffect));
    let other = bench(SEEN, |r| (r.action_class, r.date_kind) = (Some(ActionClass::Cooperation), None));
    assert!(half_a_year(&other, "2026-10-01").is_empty());
    let expiry = bench(SEEN, |r| r.date_kind = Some(DateKind::Expiry));
    assert!(half_a_year(&expiry, "2026-10-01").is_empty());
    let year = bench(SEEN, |r| r.date = PartialDate::year(2027));
    assert!(half_a_year(&year, "2026-10-01").is_empty(), "a year names no day");
}

#[test]
fn comments_close_likewise() {
    let bench = bench(SEEN, |r| (r.date_kind, r.strength) = (Some(DateKind::Comments), Strength::Intends));
    assert_eq!(half_a_year(&bench, "2026-10-01"), stages(EventKind::CommentsClose));
}

#[test]
fn a_moved_date_moves_the_stages_and_is_not_told_again_where_the_move_told_it() {
    let mut bench = bench(SEEN, |_| {});
    let (old, later) = (document(&["Licences from 1 December 2026."]), "Licences from 20 January 2027.");
    let mut moved = claim(later, Strength::Ordered);
    moved.record.date = PartialDate::day(2027, 1, 20);
    let at = "2026-11-25T00:00:00Z".parse().expect("an instant");
    bench.read(at, Some(&old), &document(&[later]), &placed(0, moved));
    assert!(told(&bench, "2026-12-01").is_empty());
    assert_eq!(half_a_year(&bench, "2026-11-25"), stages(EventKind::TakesEffect));
    let old = document(&[later]);
    let soon = "Licences from 28 November 2026.";
    let mut moved = claim(soon, Strength::Ordered);
    moved.record.date = PartialDate::day(2026, 11, 28);
    bench.read("2026-11-26T00:00:00Z".parse().expect("an instant"), Some(&old), &document(&[soon]), &placed(0, moved));
    assert_eq!(half_a_year(&bench, "2026-11-26"), stages(EventKind::TakesEffect)[1..], "two days before, no fortnight");
}

#[test]
fn a_deadline_of_a_promise_is_told_as_passed_once_ever_and_only_when_nothing_newer_was_read() {
    let deadline = |r: &mut Record| (r.date_kind, r.strength) = (Some(DateKind::Deadline), Strength::Intends);
    let late = vec![(EventKind::Overdue, "date_passed".to_owned())];
    let mut bench = bench(SEEN, deadline);
    assert!(told(&bench, "2026-12-01").is_empty(), "the day itself is not over");
    assert_eq!(half_a_year(&bench, "2026-10-01"), late);
    let event = &events(&bench, "2026-12-02")[0];
    assert_eq!(event.detail.as_deref(), Some("nothing newer found in 7 sources"));
    let first = event.id.clone();
    for entry in &mut bench.slice.entries {
        entry.commitment.record.date = PartialDate::day(2027, 2, 1);
    }
    assert_eq!(events(&bench, "2027-02-02")[0].id, first, "the move was told; that it passed again is not");
    let mut newer = bench.slice.entries[0].sightings[0].clone();
    newer.first_seen = "2027-02-05T00:00:00Z".parse().expect("an instant");
    bench.slice.entries[0].sightings.push(newer);
    assert!(told(&bench, "2027-02-06").is_empty(), "somebody spoke of it after the day");
}

#[test]
fn a_deadline_ends_with_the_period_stated_in_the_zone_of_the_agency() {
    let deadline = |r: &mut Record| {
        (r.date_kind, r.strength) = (Some(DateKind::Deadline), Strength::Pledged);
        r.date = PartialDate::month(2026, 12);
    };
    let bench = bench(SEEN, deadline);
    let on = |at: &str| {
        let at: Timestamp = at.parse().expect("an instant");
        let today = move |zone: &str| at.to_zoned(jiff::tz::TimeZone::get(zone).expect("a zone")).date();
        clock_events(&bench.slice.entries, at, &today, &|_| 1).len()
    };
    assert_eq!(on("2026-12-31T15:59:00Z"), 0, "23:59 in Shanghai");
    assert_eq!(on("2026-12-31T16:00:00Z"), 1, "the month is over there");
}

#[test]
fn other_firmness_and_dates_past_when_first_read_are_not_overdue() {
    let done = bench(SEEN, |r| (r.date_kind, r.strength) = (Some(DateKind::Deadline), Strength::InForce));
    assert!(half_a_year(&done, "2026-10-01").is_empty(), "what is in force needs no deadline");
    for kind in [DateKind::Deadline, DateKind::Effective, DateKind::Comments] {
        let past = bench("2026-12-05T00:00:00Z", |r| {
            (r.date_kind, r.strength) = (Some(kind), Strength::Intends);
        });
        assert!(half_a_year(&past, "2026-12-05").is_empty(), "{kind:?}");
    }
    let mut edited = bench(SEEN, |r| (r.date_kind, r.date) = (Some(DateKind::Deadline), PartialDate::day(2027, 6, 1)));
    let (old, text) = (document(&["Licences from 1 December 2026."]), "Licences by 1 November 2026.");
    let mut past = claim(text, Strength::Ordered);
    (past.record.date_kind, past.record.date) = (Some(DateKind::Deadline), PartialDate::day(2026, 11, 1));
    edited.read("2026-11-20T00:00:00Z".parse().expect("an instant"), Some(&old), &document(&[text]), &placed(0, past));
    assert!(half_a_year(&edited, "2026-11-20").is_empty(), "moved to a day already past");
}
