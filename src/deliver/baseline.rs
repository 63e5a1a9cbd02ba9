//! The one report after the first check of a watch: what is watched now, what was known at the start, what was not read.

use std::time::Duration;

use super::Engine;
use crate::engine::{composing, coverage};
use crate::model::{Alert, Recipient, SightingState};
use crate::notice::{self, Baseline};
use crate::store::{BaselineState, StoreResult, Thread};

/// A further report waits for a watch that is tried again this soon, so that watches read one after the other (all of them
/// once `contact` is set) share one.
const SOON: Duration = Duration::from_secs(120);

/// Sends each recipient one report when every Target of the first check of all their new watches was looked at. A watch
/// that could not be read is named once, in the first report, and stays new: a further report tells what stood on it
/// when it is read.
///
/// # Errors
/// When the store fails.
pub async fn report_baselines(engine: &Engine) -> StoreResult<usize> {
    let states = engine.store.baselines().await?;
    let mut sent = 0;
    for recipient in &engine.watchlist.recipients {
        let new: Vec<&BaselineState> = states.iter().filter(|s| is_new_to(engine, recipient, s)).collect();
        if new.is_empty() || new.iter().any(|s| s.attempted < s.targets) {
            continue;
        }
        let (read, unread): (Vec<&BaselineState>, Vec<&BaselineState>) = new.iter().partition(|s| s.read > 0);
        // Kept beside the digest's calendar: a report that could name nothing as read leaves no watch to mark as told.
        let key = format!("{}:baseline", recipient.key);
        let first = !states.iter().any(|s| s.reported_to.contains(&recipient.key))
            && engine.store.last_digest(&key).await?.is_none();
        if first && read.is_empty() {
            if let Some(alert) = compose(engine, recipient, &unread).await? {
                engine.store.compose_digest(&key, engine.clock.now(), Some(alert)).await?;
                sent += 1;
            }
        } else if !read.is_empty() && (first || !is_any_soon(engine, &unread).await?) {
            let named = if first { &new } else { &read };
            if let Some(alert) = compose(engine, recipient, named).await? {
                let ids: Vec<String> = read.iter().map(|s| s.watch.clone()).collect();
                engine.store.report_baseline(&recipient.key, &ids, alert).await?;
                sent += 1;
            }
        }
    }
    Ok(sent)
}

async fn compose(engine: &Engine, recipient: &Recipient, named: &[&BaselineState]) -> StoreResult<Option<Alert>> {
    let report = Baseline { watches: rows(engine, named).await?, commitments: known(engine, named).await? };
    let coverage = coverage(engine).await?;
    Ok(notice::baseline(recipient, &report, &composing(engine, &coverage, Thread::default())))
}

/// Whether one of these watches is looked at again within moments.
async fn is_any_soon(engine: &Engine, unread: &[&BaselineState]) -> StoreResult<bool> {
    if unread.is_empty() {
        return Ok(false);
    }
    let latest = engine.clock.now() + SOON;
    let states = engine.store.watch_states().await?;
    let soon = |id: &str| states.iter().any(|w| w.watch == id && w.next_due.is_some_and(|due| due <= latest));
    Ok(unread.iter().any(|s| soon(&s.watch)))
}

fn is_new_to(engine: &Engine, recipient: &Recipient, state: &BaselineState) -> bool {
    let told = state.reported_to.contains(&recipient.key);
    let watch = engine.watch(&state.watch);
    state.targets > 0 && !told && watch.is_some_and(|w| w.enabled && w.notify.contains(&recipient.key))
}

async fn rows(engine: &Engine, new: &[&BaselineState]) -> StoreResult<Vec<(String, usize, usize, Option<String>)>> {
    let states = engine.store.watch_states().await?;
    let row = |s: &&BaselineState| {
        let name = engine.watch(&s.watch).map_or_else(|| s.watch.clone(), |w| w.origin.name.clone());
        // What failed only after it was read is told at the foot of the mail, by the coverage.
        let why = states.iter().find(|w| w.watch == s.watch && s.read == 0).and_then(|w| w.reason);
        (name, s.read, s.commitments, why.map(|r| format!("{}: {}", r, r.meaning())))
    };
    Ok(new.iter().map(row).collect())
}

async fn known(engine: &Engine, new: &[&BaselineState]) -> StoreResult<Vec<(String, String)>> {
    let ledger = engine.store.ledger(None).await?;
    let mut all = Vec::new();
    for entry in &ledger {
        let here = |w: &str| new.iter().any(|s| s.watch == w);
        let present = entry.sightings.iter().find(|s| s.state == SightingState::Present && here(&s.origin.watch));
        if let Some(sighting) = present {
            all.push((entry.commitment.gloss.clone(), sighting.url.clone()));
        }
    }
    Ok(all)
}
