//! The one report after the first check of a watch: what is watched now, what was known at the start, what was not read.

use super::Engine;
use crate::engine::{composing, coverage};
use crate::model::{Recipient, SightingState};
use crate::notice::{self, Baseline};
use crate::store::{BaselineState, StoreResult, Thread};

/// Sends each recipient one report when every Target of the first check of all their new watches was looked at.
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
        let report = Baseline { watches: rows(engine, &new).await?, commitments: known(engine, &new).await? };
        let coverage = coverage(engine).await?;
        let with = composing(engine, &coverage, Thread::default());
        if let Some(alert) = notice::baseline(recipient, &report, &with) {
            let ids: Vec<String> = new.iter().map(|s| s.watch.clone()).collect();
            engine.store.report_baseline(&recipient.key, &ids, alert).await?;
            sent += 1;
        }
    }
    Ok(sent)
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
        let why = states.iter().find(|w| w.watch == s.watch).and_then(|w| w.reason);
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
