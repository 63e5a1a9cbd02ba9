//! What the calendar raises: rules about to take effect, comment periods about to close, deadlines passed.

use jiff::ToSpan;
use jiff::tz::TimeZone;

use super::Engine;
use crate::ledger;
use crate::store::StoreResult;

/// Raises today's calendar events, each once ever. Returns how many entries were looked at.
///
/// # Errors
/// When the store fails.
pub async fn tell_calendar(engine: &Engine) -> StoreResult<usize> {
    let now = engine.clock.now();
    let today = now.to_zoned(TimeZone::UTC).date();
    // A day more on each side, for zones ahead of and behind UTC.
    let (from, to) = (today.saturating_sub(400.days()), today.saturating_add(15.days()));
    let dated = engine.store.dated(from, to).await?;
    let mut entries = Vec::with_capacity(dated.len());
    for commitment in &dated {
        entries.extend(engine.store.ledger(Some(&commitment.id)).await?);
    }
    let local = |zone: &str| now.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC)).date();
    // Where something newer would have been read.
    let sources = |topic: &str| {
        let looks = |watch: &&crate::config::Watch| watch.enabled && watch.topics.iter().any(|t| t == topic);
        engine.watchlist.watches.iter().filter(looks).count()
    };
    let mut events = ledger::clock_events(&entries, now, &local, &sources);
    for event in &mut events {
        event.moment.primary = engine.watch(&event.origin.watch).is_none_or(|watch| watch.primary);
    }
    super::commit_events(engine, events).await?;
    Ok(entries.len())
}
