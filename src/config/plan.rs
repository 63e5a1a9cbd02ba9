//! Pure. Crontab lines and pauses of the watchlist in; Plans out, each distinct one made once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::problems::{Problem, Sink};
use super::reader::{At, Reader};
use crate::schedule::{self, Plan};

/// When nothing is said: every 20 minutes by day, hourly by night.
const DEFAULT: [&str; 2] = ["*/20 7-22 * * *", "0 23,0-6 * * *"];
const DAY: Duration = Duration::from_secs(86_400);
/// Pauses longer than this are warned of.
const LONG: Duration = Duration::from_secs(12 * 3_600);

type Made = BTreeMap<(Vec<String>, String), (Plan, Duration)>;

/// Plans made so far: thousands of watches share a few.
#[derive(Debug, Default)]
pub(super) struct Plans(RefCell<Made>);

impl Plans {
    /// The plan of a watch, from `schedule` or `every`; None when what is written cannot be used.
    pub(super) fn of_watch(&self, reader: &Reader<'_>, warn: bool) -> Option<Plan> {
        let lines = reader.one_or_more("schedule");
        let every = reader.duration("every", Duration::from_secs(1)..=DAY * 365);
        let zone = super::check::zone(reader, "timezone");
        let zone = match zone {
            None if reader.owner("timezone").has("timezone") => return None,
            None => "UTC".to_owned(),
            Some(zone) => zone,
        };
        if reader.has("schedule") && reader.has("every") {
            let problem = Problem::new(reader.key_at("every"), "`schedule` and `every` exclude each other");
            reader.sink.error(problem.also(reader.key_at("schedule"), "`schedule` is given here"));
            return None;
        }
        // A watch's own key beats whichever of the two stands in the defaults.
        let use_every = reader.has("every") || (!reader.has("schedule") && reader.owner("every").has("every"));
        let (plan, gap, place) = if use_every {
            let every = every?;
            (Plan::every(every.value).ok()?, every.value, every.at)
        } else if reader.owner("schedule").has("schedule") {
            let lines = lines?;
            let path = reader.owner("schedule").path.clone();
            let place = lines.first().map_or(reader.at.clone(), |first| first.at.clone());
            let (plan, gap) =
                self.crontab(reader.sink, &format!("schedule of {path}"), &lines, &zone, || reader.key_at("schedule"))?;
            (plan, gap, place)
        } else {
            let lines = DEFAULT.map(|line| At { value: line.to_owned(), at: reader.at.clone() });
            let (plan, gap) = self.crontab(reader.sink, "the default schedule", &lines, &zone, || reader.at.clone())?;
            (plan, gap, reader.at.clone())
        };
        if warn && gap > LONG {
            let title = format!("this leaves pauses of up to {}", schedule::duration_in_words(gap));
            reader.sink.warn(Problem::new(place, title).hint("slow down at night and at weekends, never stop"));
        }
        Some(plan)
    }

    /// A plan of crontab lines and its longest pause.
    pub(super) fn crontab(
        &self,
        sink: &Sink<'_>,
        owner: &str,
        lines: &[At<String>],
        zone: &str,
        place: impl Fn() -> std::ops::Range<usize>,
    ) -> Option<(Plan, Duration)> {
        let texts: Vec<String> = lines.iter().map(|line| line.value.clone()).collect();
        let key = (texts, zone.to_owned());
        if let Some(made) = self.0.borrow().get(&key) {
            return Some(made.clone());
        }
        match Plan::crontab(&key.0, zone) {
            Ok(plan) => {
                let gap = plan.longest_gap(reference());
                self.0.borrow_mut().insert(key, (plan.clone(), gap));
                Some((plan, gap))
            }
            Err(errors) => {
                for error in errors {
                    let at =
                        lines.get(error.index).map_or_else(&place, |line| sink.within(&line.at, &line.value, error.at));
                    sink.error(Problem::new(at, format!("{owner}: {}", error.message)).maybe_hint(error.hint));
                }
                None
            }
        }
    }
}

/// A fixed Monday to measure pauses from: the same watchlist gives the same warnings on any day.
fn reference() -> Timestamp {
    Timestamp::from_second(1_767_571_200).expect("5 January 2026 is in range")
}
