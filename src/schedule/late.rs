//! Pure. How a watch was read lately in; whether it is late, or unusually quiet, and since when, out.

use std::time::Duration;

use jiff::Timestamp;

use super::{DAY, Plan, between};

/// A habit is learned from at least this many pauses between new things.
const PAUSES: usize = 8;
/// Longer than usual is three times the longest pause so far, and at least a week.
const TIMES: u32 = 3;
const LEAST: Duration = Duration::from_secs(7 * 86_400);

/// When the page of a watch was read and is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    /// Last good check.
    pub last_good: Option<Timestamp>,
    /// Since when checks fail.
    pub failing_since: Option<Timestamp>,
    /// When the next check is due.
    pub next_due: Option<Timestamp>,
}

/// The time at which the page was to be read by its plan, when `patience` has passed since and it was not read.
///
/// Time before `awake_since` does not count: nobody could read then. A failing watch is reported as failing, not as late,
/// unless its next look is far off, as when a host asks to be left alone for days.
pub fn late_since(
    plan: &Plan,
    times: &Times,
    awake_since: Timestamp,
    patience: Duration,
    now: Timestamp,
) -> Option<Timestamp> {
    let planned = match times.last_good {
        Some(good) => plan.next_after(good),
        None => times.failing_since.or(times.next_due),
    }?;
    let soon = times.next_due.is_some_and(|due| now.duration_since(due).unsigned_abs() <= patience);
    if times.failing_since.is_some() && soon {
        return None;
    }
    let begun = planned.max(awake_since);
    (now > begun && between(begun, now) >= patience).then_some(planned)
}

/// Since when nothing new has appeared, and the pause that was exceeded. `arrivals` are the times of new things, oldest
/// first. Silence counts up to the last good check: what was not read was not silent. Without a pause `asked` for, three
/// times the longest one so far is too long; nothing is concluded from a short history.
pub fn quiet_since(
    asked: Option<Duration>,
    arrivals: &[Timestamp],
    last_good: Timestamp,
) -> Option<(Timestamp, Duration)> {
    let last = *arrivals.last()?;
    let limit = asked.or_else(|| usual(arrivals))?;
    (last_good > last && between(last, last_good) > limit).then_some((last, limit))
}

fn usual(arrivals: &[Timestamp]) -> Option<Duration> {
    let pauses: Vec<Duration> = arrivals.windows(2).map(|pair| between(pair[0], pair[1])).collect();
    let longest = pauses.iter().max().filter(|_| pauses.len() >= PAUSES)?;
    // In whole days, for people.
    let days = (*longest * TIMES).as_secs().div_ceil(DAY.as_secs());
    Some(LEAST.max(DAY * u32::try_from(days).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    fn at(text: &str) -> Timestamp {
        format!("2026-06-{text}:00Z").parse().expect("day, hour and minute of June 2026")
    }

    fn maybe(text: &str) -> Option<Timestamp> {
        (!text.is_empty()).then(|| at(text))
    }

    #[test]
    fn a_watch_is_late_when_patience_has_passed_since_its_planned_time() {
        let plan = Plan::every(HOUR).expect("in range");
        let told = |good: &str, failing: &str, due: &str, awake: &str, now: &str| {
            let times = Times { last_good: maybe(good), failing_since: maybe(failing), next_due: maybe(due) };
            late_since(&plan, &times, at(awake), HOUR * 6, at(now))
        };
        // Read at 00:00, planned for 01:00, told from 07:00 on.
        for (good, failing, due, awake, now, late, why) in [
            ("10T00:00", "", "10T01:00", "01T00:00", "10T06:59", "", "not yet"),
            ("10T00:00", "", "10T01:00", "01T00:00", "10T07:00", "10T01:00", "due long ago"),
            ("10T00:00", "", "17T00:00", "01T00:00", "10T07:00", "10T01:00", "its host is left alone for a week"),
            ("10T00:00", "", "10T01:00", "10T05:00", "10T10:00", "", "the service began only at five"),
            ("10T00:00", "", "10T01:00", "10T05:00", "10T11:00", "10T01:00", "and six hours are over"),
            ("10T00:00", "10T01:00", "10T07:30", "01T00:00", "10T07:00", "", "failing, and tried again soon"),
            ("10T00:00", "10T01:00", "17T01:00", "01T00:00", "10T07:00", "10T01:00", "failing, next try in a week"),
            (
                "10T00:00",
                "10T01:00",
                "10T02:00",
                "01T00:00",
                "10T09:00",
                "10T01:00",
                "failing, and the try never comes",
            ),
            ("", "", "10T01:00", "01T00:00", "10T06:00", "", "never read, not yet"),
            ("", "", "10T01:00", "01T00:00", "10T07:00", "10T01:00", "never read"),
            ("", "10T01:00", "10T08:00", "01T00:00", "10T09:00", "", "never read and failing"),
            ("", "", "", "01T00:00", "10T09:00", "", "nothing is planned"),
            ("12T00:00", "", "12T01:00", "01T00:00", "10T09:00", "", "the clock was put back"),
        ] {
            assert_eq!(told(good, failing, due, awake, now), maybe(late), "{why}");
        }
    }

    #[test]
    fn silence_is_too_long_when_it_exceeds_what_was_asked() {
        let arrivals = [at("01T00:00"), at("05T00:00")];
        let quiet = |days: u32, good: &str| quiet_since(Some(DAY * days), &arrivals, at(good));
        assert_eq!(quiet(3, "08T00:00"), None);
        assert_eq!(quiet(3, "08T00:01"), Some((at("05T00:00"), DAY * 3)));
        assert_eq!(quiet(3, "04T00:00"), None, "not read since");
        assert_eq!(quiet_since(Some(DAY), &[], at("08T00:00")), None, "never read");
    }

    #[test]
    fn silence_is_measured_by_the_habit_of_the_page() {
        let daily: Vec<Timestamp> = (1..=9).map(|day| at(&format!("{day:02}T00:00"))).collect();
        assert_eq!(quiet_since(None, &daily[1..], at("29T00:00")), None, "seven pauses teach nothing");
        assert_eq!(quiet_since(None, &daily, at("16T00:00")), None);
        assert_eq!(quiet_since(None, &daily, at("16T00:01")), Some((at("09T00:00"), DAY * 7)));
        let mut weekend = daily;
        weekend.push(at("12T12:00"));
        assert_eq!(quiet_since(None, &weekend, at("23T12:00")), None);
        assert_eq!(quiet_since(None, &weekend, at("23T12:01")), Some((at("12T12:00"), DAY * 11)));
    }
}
