//! Pure. Time as an argument: the `Clock` and `Seed` seams, and civil dates that know how precise they are.

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Wall and monotonic time from one source. Stages never ask the machine for the time, they are given it.
pub trait Clock: Send + Sync {
    /// The instant now, for dates and due times.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment, for intervals; never goes back.
    fn monotonic(&self) -> Duration;
}

/// A clock that stands still until it is moved: for tests and simulations.
#[derive(Debug)]
pub struct ManualClock(Mutex<(Timestamp, Duration)>);

impl ManualClock {
    /// A clock standing at `start`.
    pub fn at(start: Timestamp) -> Self {
        Self(Mutex::new((start, Duration::ZERO)))
    }

    /// Moves both times on.
    pub fn advance(&self, by: Duration) {
        let mut held = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.0 += by;
        held.1 += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).0
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).1
    }
}

/// The only randomness there is: jitter, derived from a seed and a key, so a run can be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// A duration below `max`, always the same for the same seed and key.
    pub fn jitter(self, key: &str, max: Duration) -> Duration {
        let mut hash = Sha256::new();
        hash.update(self.0.to_le_bytes());
        hash.update(key.as_bytes());
        let digest = hash.finalize();
        let mut eight = [0u8; 8];
        eight.copy_from_slice(&digest[..8]);
        let fraction = u64::from_le_bytes(eight) as f64 / u64::MAX as f64;
        max.mul_f64(fraction * 0.999_999)
    }
}

/// A civil date as precise as the text stated it: YYYY, YYYY-MM or YYYY-MM-DD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A year alone.
    pub fn year(year: i16) -> Option<Self> {
        Date::new(year, 1, 1).ok()?;
        Some(Self { year, month: None, day: None })
    }

    /// A month; `None` when there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok()?;
        Some(Self { year, month: Some(month), day: None })
    }

    /// A day; `None` when there is no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok()?;
        Some(Self { year, month: Some(month), day: Some(day) })
    }

    /// The first day it may mean.
    pub fn first_day(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .expect("constructors admit only dates that exist")
    }

    /// The last day it may mean.
    pub fn last_day(self) -> Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            _ => self.first_day().last_of_year(),
        }
    }

    /// The parts as stated: year, month, day.
    pub fn parts(self) -> (i16, Option<i8>, Option<i8>) {
        (self.year, self.month, self.day)
    }

    /// Whether the other date could be this one told less precisely, or the other way round.
    pub fn agrees_with(self, other: Self) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The text was not YYYY, YYYY-MM or YYYY-MM-DD of a date that exists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct NotADate(String);

impl std::str::FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let digits = |part: &str, width: usize| -> Result<i16, NotADate> {
            if part.len() != width || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            part.parse().map_err(|_| wrong())
        };
        let parts: Vec<&str> = text.split('-').collect();
        let made = match parts.as_slice() {
            [y] => Self::year(digits(y, 4)?),
            [y, m] => Self::month(digits(y, 4)?, digits(m, 2)? as i8),
            [y, m, d] => Self::day(digits(y, 4)?, digits(m, 2)? as i8, digits(d, 2)? as i8),
            _ => None,
        };
        made.ok_or_else(wrong)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision_both_ways() {
        for text in ["2025", "2025-11", "2025-11-10"] {
            assert_eq!(text.parse::<PartialDate>().map(|d| d.to_string()), Ok(text.to_owned()));
        }
        for text in ["25", "2025-13", "2025-02-30", "2025-1-1", "", "2025-11-10-1"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn jitter_repeats_and_stays_below_its_bound() {
        let max = Duration::from_secs(60);
        assert_eq!(Seed(1).jitter("a", max), Seed(1).jitter("a", max));
        assert!((0..100).all(|n| Seed(n).jitter("a", max) < max));
        assert_ne!(Seed(1).jitter("a", max), Seed(1).jitter("b", max));
    }
}
