//! When a target is looked at next.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::Watch;
use crate::engine::Engine;
use crate::model::{Failure, PartialDate, TargetKind};
use crate::schedule::{self, Cooling};
use crate::store::Claimed;

pub(super) const A_DAY: Duration = Duration::from_secs(86_400);
const A_YEAR: Duration = Duration::from_secs(365 * 86_400);

/// What a good check read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    /// The same as before.
    Same,
    /// A new wording, and whether an entry of the ledger was sighted in it.
    New { in_ledger: bool },
}

/// After a good check. Articles cool: hourly on the first day, daily for a month, weekly for a year, counted from when they
/// were found or last edited; one with an entry in the ledger stays daily. What waits for confirmation is looked at `again`
/// when that may be had.
pub(super) fn after_good(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    now: Timestamp,
    read: Read,
    again: Option<Timestamp>,
) -> Timestamp {
    let key = claimed.url.as_str();
    let usual = match claimed.kind {
        TargetKind::Root => schedule::next_due(&watch.plan, now, engine.seed, key),
        // The index says when a sitemap changes; one of which it does not say so is looked at as often as the index.
        TargetKind::Part if claimed.link.as_ref().is_some_and(|link| link.stamp.is_some()) => {
            now + A_DAY + engine.seed.jitter(key, A_DAY / 10)
        }
        TargetKind::Part => schedule::next_due(&watch.plan, now, engine.seed, key),
        // Only the API can tell that it changed.
        TargetKind::Article if claimed.link.as_ref().is_some_and(|link| link.given.is_some()) => now + A_YEAR,
        TargetKind::Article => {
            let steps = watch.cooling.iter().filter_map(|step| schedule::parse_cooling(step)).collect();
            let edited = match read {
                Read::New { .. } if claimed.text_hash.is_some() => Some(now),
                _ => claimed.edited_at,
            };
            let age = now.duration_since(edited.unwrap_or(claimed.discovered_at)).unsigned_abs();
            let in_ledger = claimed.in_ledger || read == Read::New { in_ledger: true };
            let pause = Cooling::new(steps).pause(age, in_ledger);
            now + pause + engine.seed.jitter(key, pause / 10)
        }
    };
    again.map_or(usual, |at| usual.min(at.max(now)))
}

/// Whether the watch's page was replaced by another one, and this date is on or after the last reading of the old one:
/// it was never looked at, so the new page's baseline must not silence it. What the ledger knows is a restatement anyway.
pub(super) fn is_after_move(watch: &Watch, claimed: &Claimed, date: Option<PartialDate>) -> bool {
    let zone = TimeZone::get(&watch.origin.zone).unwrap_or(TimeZone::UTC);
    let last = claimed.moved_since.map(|at| at.to_zoned(zone).date());
    last.zip(date).is_some_and(|(last, date)| date.first_day() >= last)
}

/// After a failure: soon when it may pass, slowly when it will not.
pub(super) fn after_failure(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    now: Timestamp,
    failure: &Failure,
) -> Timestamp {
    schedule::after_failure(
        &watch.plan,
        now,
        claimed.failures.saturating_add(1),
        failure.class,
        failure.retry_after_secs,
        engine.seed,
        claimed.url.as_str(),
    )
}
