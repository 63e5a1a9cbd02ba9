//! Pure. How an article cools: steps as written in the watchlist and an age in; the pause until its next look out.

use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

/// The pauses of an article by its age, shortest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooling(Vec<(Duration, Option<Duration>)>);

impl Default for Cooling {
    /// Hourly on the first day, daily for a month, weekly after.
    fn default() -> Self {
        Self(vec![(HOUR, Some(DAY)), (DAY, Some(DAY * 30)), (DAY * 7, None)])
    }
}

impl Cooling {
    /// From steps `(pause, for how long)`; a step without an end is the last.
    pub fn new(steps: Vec<(Duration, Option<Duration>)>) -> Self {
        if steps.is_empty() { Self::default() } else { Self(steps) }
    }

    /// The pause at this age. What has an entry in the ledger never cools below daily.
    pub fn pause(&self, age: Duration, in_ledger: bool) -> Duration {
        let mut until = Duration::ZERO;
        let mut pause = HOUR;
        for (step, lasts) in &self.0 {
            pause = *step;
            match lasts {
                Some(lasts) => until += *lasts,
                None => break,
            }
            if age < until {
                break;
            }
        }
        if in_ledger { pause.min(DAY) } else { pause }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_cools_by_age_and_stays_daily_with_an_entry() {
        let cooling = Cooling::default();
        assert_eq!(cooling.pause(HOUR, false), HOUR);
        assert_eq!(cooling.pause(DAY * 2, false), DAY);
        assert_eq!(cooling.pause(DAY * 200, false), DAY * 7);
        assert_eq!(cooling.pause(DAY * 200, true), DAY);
        let own = Cooling::new(vec![(HOUR * 2, Some(DAY)), (DAY * 3, Some(DAY * 9))]);
        assert_eq!(own.pause(DAY * 100, false), DAY * 3, "the last step lasts");
    }
}
