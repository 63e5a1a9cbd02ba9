//! Pure. Failures in a row, their class and the server's wish in; when to try again out.

use std::time::Duration;

use jiff::Timestamp;

use super::{DAY, Plan};
use crate::model::{FailureClass, Seed};

/// Minutes after the first, second, third … failure in a row; the last one holds from then on.
fn steps(class: FailureClass) -> &'static [u64] {
    match class {
        FailureClass::Transient => &[1, 2, 5, 15, 60, 180, 360],
        FailureClass::Unreadable => &[5, 15, 60, 180, 360],
        FailureClass::Blocked | FailureClass::Permanent => &[60, 180, 360, 720],
    }
}

const DELIVERY_STEPS: &[u64] = &[1, 2, 5, 15, 60, 180, 360];
const DELIVERY_ENDS: Duration = Duration::from_secs(5 * 86_400);

/// A longer wish counts as this: a slip of the server must not end a watch.
const LONGEST_WISH: Duration = Duration::from_secs(7 * 86_400);

fn nth(steps: &[u64], index: usize) -> Duration {
    let last = steps.len() - 1;
    Duration::from_secs(steps[index.min(last)] * 60)
}

/// The next due time after a failure: grows with the number of failures in a row by class, never sooner than the
/// server's `Retry-After` (of at most 7 days), otherwise never later than the plan's next time or a day, whichever is
/// later.
pub fn after_failure(
    plan: &Plan,
    now: Timestamp,
    failures: u32,
    class: FailureClass,
    retry_after_secs: Option<u64>,
    seed: Seed,
    key: &str,
) -> Timestamp {
    let pause = nth(steps(class), failures.saturating_sub(1) as usize);
    let latest = plan.next_after(now).unwrap_or(now).max(now + DAY);
    let due = (now + pause + jitter(pause, seed, key)).min(latest);
    let wish = Duration::from_secs(retry_after_secs.unwrap_or(0)).min(LONGEST_WISH);
    due.max(now + wish)
}

/// When a delivery is tried again: after one minute, growing to six hours. `attempts` counts those made before the one
/// that just failed. None when five days are over; the last try falls on their end.
pub fn delivery_retry(queued_at: Timestamp, now: Timestamp, attempts: u32, seed: Seed, key: &str) -> Option<Timestamp> {
    let end = queued_at + DELIVERY_ENDS;
    if now >= end {
        return None;
    }
    let pause = nth(DELIVERY_STEPS, attempts as usize);
    Some((now + pause + jitter(pause, seed, key)).min(end))
}

/// Below a tenth of the pause, and below a minute.
pub(super) fn jitter(pause: Duration, seed: Seed, key: &str) -> Duration {
    seed.jitter(key, (pause / 10).min(Duration::from_secs(60)))
}
