//! The loops of the service. Signals arrive as values, so that tests run the whole daemon in their own process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::round::{LEASE, settled};
use crate::channel::Channel;
use crate::deliver;
use crate::engine::Engine;
use crate::pipeline::{Checked, check_target};
use crate::store::{ClaimScope, StoreResult};

/// Work in hand gets this long after a stop is asked for.
const DRAIN: Duration = Duration::from_secs(20);
/// The loops look around at least this often.
const LOOK_AROUND: Duration = Duration::from_secs(5);

/// What a reload gave: a new engine and channel, or every problem of the new watchlist.
pub type Reload = Result<(Engine, Arc<dyn Channel>), String>;

/// Signals as values.
#[derive(Debug)]
pub struct Signals {
    /// True once the daemon is to stop.
    pub stop: watch::Receiver<bool>,
    /// One message per reload asked for.
    pub reload: mpsc::Receiver<()>,
}

/// What the loops share: the engine and channel in force, and the stop.
#[derive(Clone)]
struct Shared {
    engine: watch::Receiver<(Engine, Arc<dyn Channel>)>,
    stop: watch::Receiver<bool>,
    /// Counts turns of the check loop in which the store answered; the watchdog looks at it.
    turns: Arc<AtomicU64>,
}

impl Shared {
    fn now(&self) -> (Engine, Arc<dyn Channel>) {
        self.engine.borrow().clone()
    }

    fn stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Sleeps at most `wait`, less when a stop is asked for.
    async fn rest(&mut self, wait: Duration) {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = self.stop.changed() => {}
        }
    }
}

/// Runs until told to stop; then finishes the work in hand within 20 seconds and writes what is buffered.
///
/// # Errors
/// When the store fails at the start or at the end.
pub async fn run(
    engine: Engine,
    channel: Arc<dyn Channel>,
    mut signals: Signals,
    reload: &dyn Fn() -> Reload,
    notify: &dyn Fn(&[sd_notify::NotifyState<'_>]),
) -> StoreResult<()> {
    let new = engine.store.sync_watches(&engine.seeds(), engine.clock.now()).await?;
    tracing::info!(watches = engine.watchlist.watches.len(), new = new.len(), "started");
    let (send, receive) = watch::channel((engine, channel));
    let turns = Arc::new(AtomicU64::new(0));
    let shared = Shared { engine: receive, stop: signals.stop.clone(), turns: Arc::clone(&turns) };
    let mut loops = JoinSet::new();
    loops.spawn(check_loop(shared.clone()));
    loops.spawn(delivery_loop(shared.clone()));
    loops.spawn(calendar_loop(shared.clone()));
    notify(&[sd_notify::NotifyState::Ready, sd_notify::NotifyState::Status("watching")]);
    let mut seen = 0;
    let beat = sd_notify::watchdog_enabled().map_or(LOOK_AROUND, |period| (period / 3).min(LOOK_AROUND));
    while !*signals.stop.borrow() {
        tokio::select! {
            _ = signals.stop.changed() => {}
            Some(()) = signals.reload.recv() => reload_now(&send, reload, notify).await?,
            () = tokio::time::sleep(beat) => {
                let turn = turns.load(Ordering::Relaxed);
                // Only a loop that goes round keeps the watchdog quiet: a hang restarts the service, an outage does not.
                if turn != seen {
                    seen = turn;
                    notify(&[sd_notify::NotifyState::Watchdog]);
                }
            }
        }
    }
    notify(&[sd_notify::NotifyState::Stopping, sd_notify::NotifyState::Status("finishing the work in hand")]);
    let drained = tokio::time::timeout(DRAIN, async { while loops.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!("work in hand did not end within {} s; it is taken up again at the next start", DRAIN.as_secs());
    }
    let (engine, _) = shared.now();
    engine.store.flush().await?;
    tracing::info!("stopped");
    Ok(())
}

async fn reload_now(
    send: &watch::Sender<(Engine, Arc<dyn Channel>)>,
    reload: &dyn Fn() -> Reload,
    notify: &dyn Fn(&[sd_notify::NotifyState<'_>]),
) -> StoreResult<()> {
    match reload() {
        Ok((engine, channel)) => {
            let new = engine.store.sync_watches(&engine.seeds(), engine.clock.now()).await?;
            tracing::info!(watches = engine.watchlist.watches.len(), new = new.len(), "watchlist reloaded");
            notify(&[sd_notify::NotifyState::Status("watching")]);
            send.send_replace((engine, channel));
            Ok(())
        }
        Err(problems) => {
            tracing::error!("watchlist not reloaded, the one before stays in force:\n{problems}");
            notify(&[sd_notify::NotifyState::Status("watching by the old watchlist: the new one has errors")]);
            let (engine, _) = send.borrow().clone();
            let event = super::config_error(&problems, engine.clock.now());
            deliver::commit_events(&engine, vec![event]).await
        }
    }
}

async fn check_loop(mut shared: Shared) {
    let mut running: JoinSet<StoreResult<Checked>> = JoinSet::new();
    while !shared.stopping() {
        let (engine, _) = shared.now();
        let free = engine.watchlist.fetch.concurrency.max(1).saturating_sub(running.len());
        let claimed = engine.store.claim_due(free, &ClaimScope::Due, engine.clock.now(), LEASE).await;
        shared.turns.fetch_add(1, Ordering::Relaxed);
        let wait = match claimed {
            Ok(claimed) => {
                let found = claimed.len();
                for claimed in claimed {
                    let engine = engine.clone();
                    running.spawn(async move { check_target(&engine, claimed).await });
                }
                if found > 0 { Duration::ZERO } else { until_due(&engine).await }
            }
            Err(e) => {
                tracing::error!("claim due targets: {e}");
                LOOK_AROUND
            }
        };
        tokio::select! {
            Some(done) = running.join_next(), if !running.is_empty() => report(done),
            () = shared.rest(wait) => {}
        }
        if let Err(e) = engine.store.flush().await {
            tracing::error!("write bookkeeping: {e}");
        }
    }
    while let Some(done) = running.join_next().await {
        report(done);
    }
}

async fn until_due(engine: &Engine) -> Duration {
    let next = engine.store.next_due().await.ok().flatten();
    let wait = next.map(|at| at.duration_since(engine.clock.now()));
    let wait = wait.map_or(LOOK_AROUND, |w| Duration::try_from(w).unwrap_or(Duration::ZERO));
    wait.clamp(Duration::from_millis(200), LOOK_AROUND)
}

fn report(done: Result<StoreResult<Checked>, tokio::task::JoinError>) {
    if let Err(e) = settled(done) {
        tracing::error!("check not recorded, it is made again: {e}");
    }
}

async fn delivery_loop(mut shared: Shared) {
    while !shared.stopping() {
        let (engine, channel) = shared.now();
        if let Err(e) = deliver::drain(&engine, channel.as_ref()).await {
            tracing::error!("deliver alerts: {e}");
        }
        shared.rest(Duration::from_secs(1)).await;
    }
}

async fn calendar_loop(mut shared: Shared) {
    while !shared.stopping() {
        let (engine, _) = shared.now();
        let done = async {
            deliver::tell_calendar(&engine).await?;
            deliver::report_baselines(&engine).await?;
            deliver::send_digests(&engine).await.map(|_| ())
        };
        if let Err(e) = done.await {
            tracing::error!("compose what is due by the calendar: {e}");
        }
        shared.rest(LOOK_AROUND).await;
    }
}
