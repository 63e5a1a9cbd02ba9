//! Rounds of checks: claim, check side by side, until nothing is left that the scope admits.

use jiff::Timestamp;
use url::Url;

use super::crew::{Crew, until_then};
use crate::channel::Channel;
use crate::deliver::{self, Drained};
use crate::engine::Engine;
use crate::pipeline::Checked;
use crate::store::{ClaimScope, StoreResult};

/// A round ends after this many passes, even if a schedule makes something due every second.
const PASSES: usize = 20;

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
    let (mut all, mut crew) = (Vec::new(), Crew::default());
    for _ in 0..PASSES {
        let before = all.len();
        drain(engine, &first, &mut crew, told, &mut all).await?;
        if let Some(then) = &then {
            drain(engine, then, &mut crew, told, &mut all).await?;
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
    deliver::drain(engine, channel, &|| true).await
}

async fn drain(
    engine: &Engine,
    scope: &ClaimScope,
    crew: &mut Crew,
    told: &dyn Fn(&Checked),
    all: &mut Vec<Checked>,
) -> StoreResult<()> {
    let mut later: Option<Timestamp> = None;
    loop {
        crew.fill(engine, scope).await?;
        if crew.is_idle() && crew.next_open().is_some() {
            crew.fill_ahead(engine, scope).await?;
        }
        match crew.next(engine).await {
            Some(done) => {
                let checked = done?;
                match checked.later.filter(|until| is_spacing(engine, &checked, *until)) {
                    Some(until) => later = Some(later.map_or(until, |l| l.min(until))),
                    None => {
                        told(&checked);
                        all.push(checked);
                    }
                }
            }
            None => match later.take() {
                Some(until) => tokio::time::sleep(until_then(engine.clock.now(), until)).await,
                None => return Ok(()),
            },
        }
    }
}

/// Whether a target put back until then only waits its turn. A host that asked to be left alone for longer is not waited for.
fn is_spacing(engine: &Engine, checked: &Checked, until: Timestamp) -> bool {
    let spacing = Url::parse(&checked.url).map_or(engine.watchlist.fetch.host_spacing, |url| engine.spacing(&url));
    until_then(engine.clock.now(), until) <= spacing
}
