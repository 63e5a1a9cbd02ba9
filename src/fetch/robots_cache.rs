//! I/O stage, pure part. What is known of each site's robots.txt, kept for a day and bounded in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::robots::Robots;
use crate::model::Failure;

/// RFC 9309 asks not to use a copy for longer.
const KEEP_RULES: Duration = Duration::from_secs(24 * 3600);
/// Spares a struggling host one request per waiting target, and is over before a retry comes round.
const KEEP_FAILURE: Duration = Duration::from_secs(20);
const MAX_ENTRIES: usize = 1024;
const MAX_WEIGHT: usize = 8 * 1024 * 1024;

/// What is known of a site's robots.txt.
pub(super) type Known = Result<Arc<Robots>, Failure>;

/// Known rules by origin.
#[derive(Debug, Default)]
pub(super) struct RobotsCache(Mutex<HashMap<String, Entry>>);

#[derive(Debug)]
struct Entry {
    known: Known,
    until: Duration,
}

impl Entry {
    fn weight(&self) -> usize {
        self.known.as_ref().map_or(0, |robots| robots.weight())
    }
}

impl RobotsCache {
    /// What is known at `now` (monotonic), if it is still fresh.
    pub(super) fn get(&self, origin: &str, now: Duration) -> Option<Known> {
        self.entries().get(origin).filter(|entry| now < entry.until).map(|entry| entry.known.clone())
    }

    /// Remembers, and makes room by dropping what runs out first.
    pub(super) fn put(&self, origin: String, known: Known, now: Duration) {
        let keep = if known.is_ok() { KEEP_RULES } else { KEEP_FAILURE };
        let mut entries = self.entries();
        entries.insert(origin, Entry { known, until: now + keep });
        if entries.len() > MAX_ENTRIES {
            entries.retain(|_, entry| now < entry.until);
        }
        while entries.len() > MAX_ENTRIES || entries.values().map(Entry::weight).sum::<usize>() > MAX_WEIGHT {
            let first = entries.iter().min_by_key(|(_, entry)| entry.until).map(|(origin, _)| origin.clone());
            let Some(first) = first else { return };
            entries.remove(&first);
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;

    #[test]
    fn rules_are_kept_for_a_day_and_failures_for_seconds() {
        let cache = RobotsCache::default();
        cache.put("http://good.example".to_owned(), Ok(Arc::default()), Duration::ZERO);
        cache.put("http://bad.example".to_owned(), Err(Failure::new(Reason::RobotsUnreachable, "")), Duration::ZERO);
        assert!(cache.get("http://good.example", KEEP_RULES - Duration::from_secs(1)).is_some());
        assert!(cache.get("http://good.example", KEEP_RULES).is_none());
        assert!(cache.get("http://bad.example", KEEP_FAILURE - Duration::from_secs(1)).is_some());
        assert!(cache.get("http://bad.example", KEEP_FAILURE).is_none());
    }

    #[test]
    fn memory_is_bounded_by_number_and_by_weight() {
        let cache = RobotsCache::default();
        for n in 0..MAX_ENTRIES as u64 + 10 {
            cache.put(format!("http://{n}.example"), Ok(Arc::default()), Duration::from_millis(n));
        }
        assert_eq!(cache.entries().len(), MAX_ENTRIES);
        assert!(cache.get("http://0.example", Duration::from_secs(2)).is_none(), "the oldest went first");
        let long = format!("User-agent: *\nDisallow: /{}\n", "x".repeat(400_000));
        for n in 0..100 {
            cache.put(
                format!("http://heavy{n}.example"),
                Ok(Arc::new(Robots::parse(long.as_bytes()))),
                Duration::from_secs(3),
            );
        }
        assert!(cache.entries().values().map(Entry::weight).sum::<usize>() <= MAX_WEIGHT);
    }
}
