//! Pure. Crontab text, a time zone and now in; the next due time, pauses after failures, and words for people out.

mod cooling;
mod cron;
mod describe;
mod duration;
mod field;
mod late;
mod occur;
mod retry;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use cooling::Cooling;
pub use duration::{duration_in_words, parse_cooling, parse_duration};
pub use late::{Times, late_since, quiet_since};
pub use retry::{after_failure, delivery_retry};

use crate::model::Seed;

const DAY: Duration = Duration::from_secs(86_400);
const LOOK_AHEAD: Duration = Duration::from_secs(14 * 86_400);

/// When a watch is looked at, or a digest is sent.
#[derive(Debug, Clone)]
pub struct Plan(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Lines { lines: Vec<cron::Line>, zone: TimeZone, name: String },
    Every(Duration),
}

/// Why a plan cannot be used; `index` is the line of the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// Which line of the list, from 0.
    pub index: usize,
    /// The wrong words in that line, as byte offsets.
    pub at: Range<usize>,
    /// What is wrong, on what.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Plan {
    /// Parses crontab lines (five fields) read in the zone.
    ///
    /// # Errors
    /// Every line that cannot be used.
    pub fn crontab(lines: &[String], zone: &str) -> Result<Self, Vec<PlanError>> {
        let fault = |message: String| vec![PlanError { index: 0, at: 0..0, message, hint: None }];
        let found = TimeZone::get(zone).map_err(|_| fault(format!("`{zone}` is not a time zone")))?;
        if lines.is_empty() {
            return Err(fault("a schedule needs at least one line".to_owned()));
        }
        let (good, bad): (Vec<_>, Vec<_>) =
            lines.iter().enumerate().map(|(index, text)| cron::Line::parse(text, index)).partition(Result::is_ok);
        let errors: Vec<PlanError> = bad.into_iter().filter_map(Result::err).collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let lines = good.into_iter().filter_map(Result::ok).collect();
        Ok(Self(Kind::Lines { lines, zone: found, name: zone.to_owned() }))
    }

    /// Every so often, counted from the last check.
    ///
    /// # Errors
    /// When the pause is under a second or over a year.
    pub fn every(pause: Duration) -> Result<Self, PlanError> {
        if pause < Duration::from_secs(1) || pause > DAY * 365 {
            let message = "the pause must be between one second and one year".to_owned();
            return Err(PlanError { index: 0, at: 0..0, message, hint: None });
        }
        Ok(Self(Kind::Every(pause)))
    }

    /// The first time after `after`.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        match &self.0 {
            Kind::Every(pause) => after.checked_add(*pause).ok(),
            Kind::Lines { lines, zone, .. } => lines.iter().filter_map(|line| occur::next(line, zone, after)).min(),
        }
    }

    /// The longest pause it leaves, looked at over 14 days from `from`; for warnings and overdue alarms.
    pub fn longest_gap(&self, from: Timestamp) -> Duration {
        if let Kind::Every(pause) = self.0 {
            return pause;
        }
        let end = from + LOOK_AHEAD;
        let mut longest = Duration::ZERO;
        let mut at = from;
        while at < end {
            let Some(next) = self.next_after(at) else { break };
            longest = longest.max(between(at, next));
            at = next;
        }
        longest
    }

    /// The zone its times are read in; UTC for a plan that only counts pauses.
    pub fn zone(&self) -> TimeZone {
        match &self.0 {
            Kind::Lines { zone, .. } => zone.clone(),
            Kind::Every(_) => TimeZone::UTC,
        }
    }

    /// In plain English: "every 20 minutes from 07:00 to 22:59 UTC".
    pub fn describe(&self) -> String {
        match &self.0 {
            Kind::Every(pause) => format!("every {}", duration_in_words(*pause)),
            Kind::Lines { lines, name, .. } => {
                let lines: Vec<String> = lines.iter().map(describe::line).collect();
                format!("{} {name}", lines.join("; "))
            }
        }
    }
}

/// The next due time after a good check: the plan's next time, plus a jitter below a tenth of the pause (at most 60 s).
pub fn next_due(plan: &Plan, now: Timestamp, seed: Seed, key: &str) -> Timestamp {
    let next = plan.next_after(now).unwrap_or(now + DAY);
    next + retry::jitter(between(now, next), seed, key)
}

fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}
