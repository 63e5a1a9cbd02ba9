//! I/O. What was read and what was not, for the foot of every mail; and which mails a recipient had lately.

use jiff::{Timestamp, ToSpan};

use super::Engine;
use crate::config::Watch;
use crate::model::{Coverage, Event, EventKind, NotRead};
use crate::store::{AlertRow, StoreResult, WatchState};

/// A possible gap is told for so long after it arose.
const GAP_DAYS: i64 = 7;

/// Newest events looked through for gaps.
const EVENTS: usize = 500;

/// What was read and what was not, for the foot of every mail.
///
/// # Errors
/// When the store cannot be read.
pub async fn coverage(engine: &Engine) -> StoreResult<Coverage> {
    let states = engine.store.watch_states().await?;
    let mut coverage = Coverage::default();
    for watch in engine.watchlist.watches.iter().filter(|w| w.enabled) {
        coverage.total += 1;
        let state = states.iter().find(|s| s.watch == watch.origin.watch);
        match state.and_then(|s| Some((s.reason?, s.failing_since?))) {
            Some((reason, since)) => {
                let (watch, name) = (watch.origin.watch.clone(), watch.origin.name.clone());
                coverage.not_read.push(NotRead { watch, name, reason, since });
            }
            None if state.is_some_and(|s| s.last_good.is_some()) => {
                coverage.read += 1;
                coverage.gaps.extend(state.and_then(|s| pages_not_read(watch, s)));
            }
            None => {}
        }
    }
    coverage.gaps.extend(gaps(engine).await?);
    coverage.not_watched = not_watched(engine);
    Ok(coverage)
}

fn pages_not_read(watch: &Watch, state: &WatchState) -> Option<String> {
    let (failing, of) = (state.targets_failing, state.targets);
    (failing > 0).then(|| format!("{}: {failing} of its {of} pages not read", watch.origin.name))
}

/// What may have been missed of late, and what is held back as a suspected redesign.
async fn gaps(engine: &Engine) -> StoreResult<Vec<String>> {
    let since = engine.clock.now() - (GAP_DAYS * 24).hours();
    let events = engine.store.events(EVENTS).await?;
    let told = |event: &Event| {
        let (name, day) = (&event.origin.name, event.at.strftime("%-d %b %Y"));
        match event.kind {
            EventKind::PossibleGap => Some(format!("{name}: items before {day} may have been missed")),
            EventKind::RedesignSuspected => Some(format!(
                "{name}: much of what was known went at once on {day}; told after 48 hours unless it comes back"
            )),
            _ => None,
        }
    };
    Ok(events.iter().take_while(|e| e.at >= since).filter_map(told).collect())
}

/// Watches that are off, with why and what stands in; and agencies that another source stands in for.
fn not_watched(engine: &Engine) -> Vec<String> {
    let watches = &engine.watchlist.watches;
    let stand_ins = |agency: &str| -> Vec<&str> {
        let standing = watches.iter().filter(|w| w.enabled && w.stands_in_for.as_deref() == Some(agency));
        standing.map(|w| w.origin.name.as_str()).collect()
    };
    let mut all = Vec::new();
    for watch in watches.iter().filter(|w| !w.enabled) {
        let note = watch.note.as_deref().unwrap_or("off, and no note says why");
        let standing = stand_ins(&watch.origin.agency);
        let standing = if standing.is_empty() { String::new() } else { format!("; {} stands in", standing.join(", ")) };
        all.push(format!("{}: {note}{standing}", watch.origin.name));
    }
    let mut agencies: Vec<&str> =
        watches.iter().filter(|w| w.enabled).filter_map(|w| w.stands_in_for.as_deref()).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let told = |agency: &str| watches.iter().any(|w| w.origin.agency == agency);
    for agency in agencies.into_iter().filter(|agency| !told(agency)) {
        let name = engine.watchlist.agencies.get(agency).map_or(agency, |a| a.name.as_str());
        all.push(format!("{name}: not read itself; {} stands in", stand_ins(agency).join(", ")));
    }
    all
}

/// Alerts to a recipient composed after `since`, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn alerts_since(engine: &Engine, recipient: &str, since: Timestamp) -> StoreResult<Vec<AlertRow>> {
    engine.store.alerts_since(recipient, since).await
}
