//! Composes what no single check tells (baseline reports, digests, calendar events) and drains the delivery queue.

mod baseline;
mod calendar;
mod digest;
mod drain;

pub use baseline::report_baselines;
pub use calendar::tell_calendar;
pub use digest::{send_digests, test_mail};
pub use drain::{Drained, drain, drain_while};

use crate::engine::{Engine, tell};
use crate::model::Event;
use crate::store::{EventRecord, StoreResult};

/// Writes events that no check made, with who hears of them. An event told before is skipped by its id.
///
/// # Errors
/// When the store fails.
pub async fn commit_events(engine: &Engine, events: Vec<Event>) -> StoreResult<()> {
    let mut fresh = Vec::new();
    for event in events {
        if engine.store.event(&event.id).await?.is_none() {
            fresh.push(event);
        }
    }
    for event in fresh {
        let watch = (!event.kind.is_operator()).then(|| engine.watch(&event.origin.watch)).flatten();
        let events = vec![event];
        let (assignments, alerts) = tell(engine, watch, &events).await?;
        engine.store.commit_events(EventRecord { events, assignments, alerts }).await?;
    }
    Ok(())
}
