//! I/O. The machine's clock behind the `Clock` seam.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::model::Clock;

/// Wall time from the system, monotonic time since this was made.
#[derive(Debug)]
pub struct SystemClock(Instant);

impl SystemClock {
    /// Starts the monotonic count.
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

/// Seconds in `PLEDGEWATCH_CLOCK_AHEAD`: how tests of the whole program reach tomorrow.
#[cfg(any(debug_assertions, feature = "failpoints"))]
fn ahead() -> Duration {
    let seconds = std::env::var("PLEDGEWATCH_CLOCK_AHEAD").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or_default())
}

/// Nothing: only test builds can be sent ahead.
#[cfg(not(any(debug_assertions, feature = "failpoints")))]
#[inline(always)]
fn ahead() -> Duration {
    Duration::ZERO
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now() + ahead()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }
}
