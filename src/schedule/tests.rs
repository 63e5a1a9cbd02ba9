//! Pure. The schedule's promises: the table of times around clock changes, refusals, back-off.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::model::FailureClass;

fn plan(lines: &[&str], zone: &str) -> Plan {
    let lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
    Plan::crontab(&lines, zone).expect("the line is good")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an RFC 3339 time")
}

fn runs(plan: &Plan, from: &str, count: usize) -> Vec<String> {
    let mut now = at(from);
    (0..count)
        .map(|_| {
            now = plan.next_after(now).expect("a plan goes on");
            now.to_string()
        })
        .collect()
}

fn refused(line: &str) -> PlanError {
    Plan::crontab(&[line.to_owned()], "UTC").expect_err(line).remove(0)
}

#[test]
fn a_time_in_a_gap_runs_right_after_it() {
    let daily = plan(&["30 2 * * *"], "America/New_York");
    assert_eq!(
        runs(&daily, "2026-03-07T12:00:00Z", 2),
        ["2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"] // 03:00 and 02:30, both -04
    );
}

#[test]
fn a_repeated_time_runs_once() {
    let daily = plan(&["30 1 * * *"], "America/New_York");
    assert_eq!(runs(&daily, "2026-10-31T12:00:00Z", 2), ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]);
    // Also when the search begins inside the second showing of the hour.
    assert_eq!(runs(&daily, "2026-11-01T06:10:00Z", 1), ["2026-11-02T06:30:00Z"]);
}

#[test]
fn a_step_within_a_named_hour_runs_once_when_the_hour_is_repeated() {
    let night = plan(&["*/20 1 * * *"], "America/New_York");
    assert_eq!(
        runs(&night, "2026-11-01T04:30:00Z", 4),
        ["2026-11-01T05:00:00Z", "2026-11-01T05:20:00Z", "2026-11-01T05:40:00Z", "2026-11-02T06:00:00Z"]
    );
}

#[test]
fn several_times_in_a_gap_run_once_right_after_it() {
    let night = plan(&["*/20 2 * * *"], "America/New_York");
    assert_eq!(runs(&night, "2026-03-08T06:30:00Z", 2), ["2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z"]);
}

#[test]
fn every_half_hour_goes_on_in_order_through_a_repeated_hour() {
    let half = plan(&["*/30 * * * *"], "America/New_York");
    assert_eq!(
        runs(&half, "2026-11-01T04:30:00Z", 5),
        [
            "2026-11-01T05:00:00Z",
            "2026-11-01T05:30:00Z",
            "2026-11-01T06:00:00Z",
            "2026-11-01T06:30:00Z",
            "2026-11-01T07:00:00Z"
        ]
    );
    assert_eq!(half.longest_gap(at("2026-10-25T00:00:00Z")), Duration::from_secs(1_800));
}

#[test]
fn shanghai_has_no_summer_time() {
    let morning = plan(&["0 9 * * Mon-Fri"], "Asia/Shanghai");
    assert_eq!(runs(&morning, "2026-11-20T02:00:00Z", 2), ["2026-11-23T01:00:00Z", "2026-11-24T01:00:00Z"]);
}

#[test]
fn lord_howe_moves_by_half_an_hour() {
    let zone = "Australia/Lord_Howe"; // 4 Oct 2026 02:00 +10:30 becomes 02:30 +11; 5 Apr 2026 02:00 +11 becomes 01:30
    let gap = plan(&["15 2 * * *"], zone);
    assert_eq!(runs(&gap, "2026-10-03T12:00:00Z", 2), ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"]);
    let fold = plan(&["45 1 * * *"], zone);
    assert_eq!(runs(&fold, "2026-04-04T12:00:00Z", 2), ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"]);
}

#[test]
fn runs_never_go_back_or_stand_still_in_any_zone() {
    for zone in ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Shanghai"] {
        let busy = plan(&["*/45 * * * *", "10,50 0-3 * * *"], zone);
        let mut now = at("2026-02-20T00:00:00Z");
        while now < at("2026-11-30T00:00:00Z") {
            let next = busy.next_after(now).expect("a plan goes on");
            assert!(next > now && next.duration_since(now) <= SignedDuration::from_hours(1), "{zone}: {now} to {next}");
            now = next;
        }
    }
}

#[test]
fn a_plain_day_agrees_with_counting_every_minute() {
    let mixed = plan(&["*/20 7-22 * * *", "0 23,0-6 * * *"], "UTC");
    let mut now = at("2026-06-01T00:00:00Z");
    let mut found = Vec::new();
    while now < at("2026-06-02T00:00:00Z") {
        now = mixed.next_after(now).expect("a plan goes on");
        found.push(now);
    }
    let day = at("2026-06-01T00:00:00Z");
    let counted: Vec<Timestamp> = (1..=24 * 60)
        .filter(|m| if (7..=22).contains(&(m / 60)) { m % 20 == 0 } else { m % 60 == 0 })
        .map(|m| day + SignedDuration::from_mins(m))
        .collect();
    assert_eq!(found, counted);
}

#[test]
fn what_programs_read_differently_is_refused_with_a_hint() {
    for (line, message, hint) in [
        ("0 0 9 * * Mon", "five fields", "sixth field"),
        ("0 9 * * 1", "weekdays", "Mon"),
        ("0 9 13 * Fri", "both restricted", "two lines"),
        ("0 9 31 Feb *", "never fires", "no such day"),
        ("0 9 31 4,6 *", "never fires", "no such day"),
        ("@weird", "not a crontab line", "*/20"),
        ("0 9 * * Sat-Mon", "ends before it begins", "Sat,Sun-Mon"),
        ("0 9 L * *", "not a day of the month", "1 to 31"),
        ("0 9 15W * *", "not a day of the month", "1 to 31"),
        ("0 9 * * Mon#1", "not a weekday", "Mon"),
        ("0 9 * * 0", "weekdays", "Sun"),
        ("0 9 * * 7", "weekdays", "Sun"),
        ("0 9 13 * 5", "weekdays", "Fri"),
        ("0 9 * * * 2026", "five fields", "sixth field"),
    ] {
        let error = refused(line);
        assert!(error.message.contains(message), "{line}: {}", error.message);
        assert!(error.hint.as_deref().unwrap_or_default().contains(hint), "{line}: {:?}", error.hint);
    }
    for line in ["61 * * * *", "* 24 * * *", "*/0 * * * *", "5-1 * * * *", "", "* * * *", "1,,2 * * * *", "0 9 0 * *"] {
        refused(line);
    }
    assert_eq!(refused("61 * * * *").at, 0..2);
    assert_eq!(refused("0 5,24 * * *").at, 4..6);
}

#[test]
fn leap_day_is_a_plan() {
    assert_eq!(runs(&plan(&["0 0 29 Feb *"], "UTC"), "2026-01-01T00:00:00Z", 1), ["2028-02-29T00:00:00Z"]);
}

#[test]
fn plans_are_told_in_plain_english() {
    for (lines, words) in [
        (
            &["*/20 7-22 * * *", "0 23,0-6 * * *"][..],
            "every 20 minutes from 07:00 to 22:59; hourly from 23:00 to 06:00 UTC",
        ),
        (&["0 7 * * Mon-Fri"], "at 07:00, Monday to Friday UTC"),
        (&["0 8 * * Mon"], "at 08:00 on Mondays UTC"),
        (&["* * * * *"], "every minute UTC"),
        (&["15 8,12,18 1,15 * *"], "at 08:15, 12:15 and 18:15 on day 1 and 15 of the month UTC"),
        (&["5 * * Jan,Feb *"], "every hour at 5 past in Jan and Feb UTC"),
        (&["0 * * * *"], "every hour on the hour UTC"),
    ] {
        assert_eq!(plan(lines, "UTC").describe(), words);
    }
    assert_eq!(Plan::every(Duration::from_secs(1_200)).expect("in range").describe(), "every 20 minutes");
}

#[test]
fn the_longest_gap_of_the_default_schedule_is_an_hour() {
    let default = plan(&["*/20 7-22 * * *", "0 23,0-6 * * *"], "UTC");
    assert_eq!(default.longest_gap(at("2026-06-01T00:00:00Z")), Duration::from_secs(3_600));
}

#[test]
fn jitter_never_makes_a_check_early_and_stays_below_a_minute() {
    let plan = plan(&["*/20 * * * *"], "UTC");
    let now = at("2026-06-01T00:00:05Z");
    let next = at("2026-06-01T00:20:00Z");
    for n in 0..50 {
        let due = next_due(&plan, now, Seed(n), "a");
        assert!(due >= next && due < next + Duration::from_secs(60));
    }
}

#[test]
fn transient_failures_are_tried_soon_and_blocked_ones_slowly() {
    let plan = plan(&["*/20 * * * *"], "UTC");
    let now = at("2026-06-01T00:00:00Z");
    let minutes = |failures, class, wish| {
        after_failure(&plan, now, failures, class, wish, Seed(7), "a").duration_since(now).as_mins()
    };
    assert_eq!([1, 2, 3, 4].map(|n| minutes(n, FailureClass::Transient, None)), [1, 2, 5, 15]);
    assert!(minutes(1, FailureClass::Blocked, None) >= 60);
    assert!(minutes(u32::MAX, FailureClass::Permanent, None) <= 24 * 60);
    assert!(minutes(1, FailureClass::Transient, Some(7_200)) >= 120);
    assert!(minutes(1, FailureClass::Transient, Some(3 * 86_400)) >= 3 * 24 * 60);
    assert_eq!(minutes(1, FailureClass::Transient, Some(u64::MAX)), 7 * 24 * 60);
}

#[test]
fn deliveries_are_given_up_after_five_days() {
    let queued = at("2026-06-01T00:00:00Z");
    let mut now = queued;
    let mut attempts = 0;
    while let Some(next) = delivery_retry(queued, now, attempts, Seed(1), "a") {
        assert!(next > now && next.duration_since(now) < SignedDuration::from_mins(362));
        now = next;
        attempts += 1;
    }
    assert_eq!(now, queued + Duration::from_secs(5 * 86_400));
    assert!(attempts > 20);
}

#[test]
fn downtime_leaves_one_check_to_catch_up() {
    // Due since 1 June 01:00 and taken up on the 3rd: whatever was missed, the next time is counted from that one check.
    let plan = plan(&["0 * * * *"], "UTC");
    let next = next_due(&plan, at("2026-06-03T00:30:00Z"), Seed(3), "a");
    assert!(next >= at("2026-06-03T01:00:00Z") && next < at("2026-06-03T01:01:00Z"), "{next}");
}

#[test]
fn jitter_depends_on_seed_and_key_alone() {
    let plan = plan(&["*/20 * * * *"], "UTC");
    let now = at("2026-06-01T00:00:05Z");
    let due = |seed, key| next_due(&plan, now, Seed(seed), key);
    assert_eq!(due(5, "a"), due(5, "a"));
    let spread: std::collections::BTreeSet<Timestamp> = (0..20).flat_map(|n| [due(n, "a"), due(n, "b")]).collect();
    assert!(spread.len() > 20, "{spread:?}");
}

#[test]
fn back_off_follows_the_class() {
    let plan = plan(&["*/20 * * * *"], "UTC");
    let now = at("2026-06-01T00:00:00Z");
    for (class, minutes) in [
        (FailureClass::Transient, [1, 2, 5, 15, 60, 180, 360, 360]),
        (FailureClass::Unreadable, [5, 15, 60, 180, 360, 360, 360, 360]),
        (FailureClass::Blocked, [60, 180, 360, 720, 720, 720, 720, 720]),
        (FailureClass::Permanent, [60, 180, 360, 720, 720, 720, 720, 720]),
    ] {
        for (index, pause) in minutes.into_iter().enumerate() {
            let due = after_failure(&plan, now, index as u32 + 1, class, None, Seed(9), "a");
            let shortest = now + Duration::from_secs(pause * 60);
            assert!(due >= shortest && due <= shortest + Duration::from_secs(60), "{class} {index}: {due}");
        }
    }
}

#[test]
fn a_wish_of_the_server_lengthens_the_pause_and_never_shortens_it() {
    let plan = plan(&["*/20 * * * *"], "UTC");
    let now = at("2026-06-01T00:00:00Z");
    let due = |wish| after_failure(&plan, now, 4, FailureClass::Transient, Some(wish), Seed(9), "a");
    assert_eq!(due(1), after_failure(&plan, now, 4, FailureClass::Transient, None, Seed(9), "a"));
    assert_eq!(due(86_400), at("2026-06-02T00:00:00Z"));
    assert_eq!(due(86_400 * 30), at("2026-06-08T00:00:00Z"));
}

#[test]
fn deliveries_wait_a_minute_first_and_six_hours_at_most() {
    let queued = at("2026-06-01T00:00:00Z");
    let pause = |attempts| {
        delivery_retry(queued, queued, attempts, Seed(2), "a").map(|next| next.duration_since(queued).as_mins())
    };
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 400].map(pause), [1, 2, 5, 15, 60, 180, 360, 360].map(Some));
}
