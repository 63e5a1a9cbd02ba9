//! Silence is reported: watches that are not read in time, and pages on which nothing new appears any more.

use std::time::Duration;

use jiff::Timestamp;

use super::events;
use crate::deliver;
use crate::engine::Engine;
use crate::schedule::{Times, late_since, quiet_since};
use crate::store::{StoreResult, WatchState};

/// As many of a page's newest changes tell its habit.
const HABIT: usize = 30;
/// A shorter pause before something counts as late would tell of a busy hour.
const LEAST_PATIENCE: Duration = Duration::from_secs(600);

/// Tells operators of watches that are late or quiet, each once per episode. Time before `awake_since`, when nobody
/// could read, does not count as late.
///
/// # Errors
/// When the store fails.
pub async fn tell_silence(engine: &Engine, awake_since: Timestamp) -> StoreResult<()> {
    let now = engine.clock.now();
    let patience = engine.watchlist.health.failing_after.max(LEAST_PATIENCE);
    let states = engine.store.watch_states().await?;
    let changes = engine.store.changes(HABIT).await?;
    let mut found = Vec::new();
    for watch in engine.watchlist.watches.iter().filter(|w| w.enabled) {
        let Some(state) = states.iter().find(|s| s.watch == watch.origin.watch) else { continue };
        if let Some(planned) = late_since(&watch.plan, &times(state), awake_since, patience, now) {
            found.push(events::overdue(watch, state, planned, now));
        }
        let arrivals = changes.iter().find(|(id, _)| *id == watch.origin.watch).map(|(_, times)| times.as_slice());
        let silence = state
            .last_good
            .filter(|_| state.failing_since.is_none())
            .and_then(|good| quiet_since(watch.quiet_after, arrivals.unwrap_or_default(), good));
        if let Some(silence) = silence {
            found.push(events::quiet(watch, state, silence, now));
        }
    }
    deliver::commit_events(engine, found).await
}

fn times(state: &WatchState) -> Times {
    Times { last_good: state.last_good, failing_since: state.failing_since, next_due: state.next_due }
}
