//! Rounds of checks: claim, check side by side, until nothing is left that the scope admits.

use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::channel::Channel;
use crate::deliver::{self, Drained};
use crate::engine::Engine;
use crate::pipeline::{Checked, check_target};
use crate::store::{ClaimScope, StoreError, StoreResult};

/// A target is held this long; fetching and reading are bounded well below it.
pub(super) const LEASE: Duration = Duration::from_secs(600);

/// A round ends after this many passes, even if a schedule makes something due every second.
const PASSES: usize = 20;

/// A command waits this long for a host; what may be asked only later is named and left to the next round.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Which targets a round checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Due ones.
    Due,
    /// Every target, due or not, then what became due meanwhile.
    All,
    /// Every target of these watches.
    Watches(Vec<String>),
}

/// Checks what the scope admits, new Links' targets and due confirmations included. `told` hears of each check.
///
/// # Errors
/// When the store fails.
pub async fn check_round(engine: &Engine, scope: &Scope, told: &dyn Fn(&Checked)) -> StoreResult<Vec<Checked>> {
    let started = engine.clock.now();
    let (first, then) = match scope {
        Scope::Due => (ClaimScope::Due, None),
        Scope::All => (ClaimScope::NotSince { started, watches: None }, Some(ClaimScope::Due)),
        Scope::Watches(ids) => (
            ClaimScope::NotSince { started, watches: Some(ids.clone()) },
            Some(ClaimScope::DueOf { watches: ids.clone() }),
        ),
    };
    match scope {
        Scope::Due => {}
        Scope::All => engine.store.wake(None).await?,
        Scope::Watches(ids) => engine.store.wake(Some(ids)).await?,
    }
    let mut all = Vec::new();
    for _ in 0..PASSES {
        let before = all.len();
        drain(engine, &first, told, &mut all).await?;
        if let Some(then) = &then {
            drain(engine, then, told, &mut all).await?;
        }
        if all.len() == before {
            break;
        }
    }
    engine.store.flush().await?;
    Ok(all)
}

/// What follows the checks: calendar, baseline reports, digests, deliveries.
///
/// # Errors
/// When the store fails.
pub async fn finish_round(engine: &Engine, channel: &dyn Channel) -> StoreResult<Drained> {
    deliver::tell_calendar(engine).await?;
    deliver::report_baselines(engine).await?;
    deliver::send_digests(engine).await?;
    deliver::drain(engine, channel).await
}

async fn drain(
    engine: &Engine,
    scope: &ClaimScope,
    told: &dyn Fn(&Checked),
    all: &mut Vec<Checked>,
) -> StoreResult<()> {
    let most = engine.watchlist.fetch.concurrency.max(1);
    let mut running: JoinSet<StoreResult<Checked>> = JoinSet::new();
    let mut later: Option<Timestamp> = None;
    let longest = LONGEST_WAIT.max(engine.watchlist.fetch.host_spacing);
    loop {
        let free = most - running.len().min(most);
        if free > 0 {
            for claimed in engine.store.claim_due(free, scope, engine.clock.now(), LEASE).await? {
                let engine = engine.clone();
                running.spawn(async move { check_target(&engine, claimed).await });
            }
        }
        match running.join_next().await {
            Some(done) => {
                let checked = settled(done)?;
                match checked.later {
                    Some(until) if until <= engine.clock.now() + longest => {
                        later = Some(later.map_or(until, |l| l.min(until)));
                    }
                    _ => {
                        told(&checked);
                        all.push(checked);
                    }
                }
            }
            None => match later.take() {
                Some(until) => pause(engine, until).await,
                None => return Ok(()),
            },
        }
    }
}

/// Waits until a host may be asked again.
async fn pause(engine: &Engine, until: Timestamp) {
    let wait = until.duration_since(engine.clock.now());
    if let Ok(wait) = Duration::try_from(wait) {
        tokio::time::sleep(wait).await;
    }
}

/// A check that crashed is an error of the store's user, not a reason to stop silently.
pub(super) fn settled(done: Result<StoreResult<Checked>, tokio::task::JoinError>) -> StoreResult<Checked> {
    done.unwrap_or_else(|e| Err(StoreError::Failed { attempt: "finish a check", why: e.to_string() }))
}
