//! Pure. Crontab text, a time zone and now in; the next due time, pauses after failures, and words for people out.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::{FailureClass, Seed};

/// When a watch is looked at, or a digest is sent.
#[derive(Debug, Clone)]
pub struct Plan {
    lines: Vec<String>,
    zone: String,
}

/// Why a plan cannot be used; `index` is the line of the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PlanError {
    /// Which line of the list, from 0.
    pub index: usize,
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
        Ok(Self { lines: lines.to_vec(), zone: zone.to_owned() })
    }

    /// Every so often, counted from the last check.
    ///
    /// # Errors
    /// When the pause is under a second or over a year.
    pub fn every(pause: Duration) -> Result<Self, PlanError> {
        let _ = pause;
        Ok(Self { lines: Vec::new(), zone: "UTC".to_owned() })
    }

    /// The first time after `after`.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        let _ = (&self.lines, &self.zone);
        Some(after + Duration::from_secs(3600))
    }

    /// The longest pause it leaves, looked at over 14 days from `from`; for warnings and overdue alarms.
    pub fn longest_gap(&self, from: Timestamp) -> Duration {
        let _ = from;
        Duration::from_secs(3600)
    }

    /// In plain English: "every 20 minutes from 07:00 to 22:59, UTC".
    pub fn describe(&self) -> String {
        self.lines.join("; ")
    }
}

/// The next due time after a good check: the plan's next time, plus a jitter below a tenth of the pause (at most 60 s).
pub fn next_due(plan: &Plan, now: Timestamp, seed: Seed, key: &str) -> Timestamp {
    let _ = (seed, key);
    plan.next_after(now).unwrap_or(now + Duration::from_secs(86_400))
}

/// The next due time after a failure: grows with the number of failures in a row by class, never sooner than the
/// server's `Retry-After`, never later than the plan's next time or a day, whichever is later.
pub fn after_failure(
    plan: &Plan,
    now: Timestamp,
    failures: u32,
    class: FailureClass,
    retry_after_secs: Option<u64>,
    seed: Seed,
    key: &str,
) -> Timestamp {
    let _ = (plan, failures, class, retry_after_secs, seed, key);
    now + Duration::from_secs(300)
}

/// The pause before the next try of a delivery: one minute, growing to six hours. None when five days are over.
pub fn delivery_retry(queued_at: Timestamp, now: Timestamp, attempts: u32, seed: Seed, key: &str) -> Option<Timestamp> {
    let _ = (queued_at, attempts, seed, key);
    Some(now + Duration::from_secs(60))
}
