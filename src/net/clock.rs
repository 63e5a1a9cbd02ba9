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

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }
}
