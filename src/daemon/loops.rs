//! The loops of the service: checks, bookkeeping, deliveries, the calendar. Each goes on whatever the store answers.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::crew::{Crew, until_then};
use super::pulse::Pulse;
use super::silence::tell_silence;
use crate::channel::Channel;
use crate::deliver;
use crate::engine::Engine;
use crate::store::{ClaimScope, StoreResult};

/// The loops look around at least this often.
pub(super) const LOOK_AROUND: Duration = Duration::from_secs(5);
/// Bookkeeping is written at most this late.
const FLUSH: Duration = Duration::from_secs(4);
/// New mails wait at most this long.
const DELIVER: Duration = Duration::from_secs(1);
/// Dates and silence are looked at this often; both are counted in days and hours.
const CALENDAR: Duration = Duration::from_secs(600);
/// Old checks are deleted this often.
const KEEP_HOUSE: Duration = Duration::from_secs(24 * 3600);
/// A longer pause between two turns means that the machine slept.
const ASLEEP: Duration = Duration::from_secs(300);

/// The engine and the channel in force.
pub(super) type InForce = (Engine, Arc<dyn Channel>);

/// What the loops share.
#[derive(Clone)]
pub(super) struct Shared {
    /// Replaced as a whole on reload.
    pub in_force: watch::Receiver<InForce>,
    /// True once the daemon is to stop.
    pub stop: watch::Receiver<bool>,
    /// What the store answered.
    pub pulse: Pulse,
    /// The longest rest of a loop.
    pub look_around: Duration,
}

impl Shared {
    /// The engine and the channel in force now.
    pub(super) fn now(&self) -> InForce {
        self.in_force.borrow().clone()
    }

    fn stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Sleeps at most `wait`, less when a stop is asked for.
    async fn rest(&mut self, wait: Duration) {
        if self.stopping() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(wait.min(self.look_around)) => {}
            _ = self.stop.changed() => {}
        }
    }
}

/// Checks what is due; at a stop no new check begins and the running ones are waited for.
pub(super) async fn check(mut shared: Shared) {
    let mut crew = Crew::default();
    while !shared.stopping() {
        let (engine, _) = shared.now();
        let filled = crew.fill(&engine, &ClaimScope::Due).await;
        let wait = match shared.pulse.note("look for due checks", filled) {
            Some(()) => until_due(&shared, &engine, &crew).await,
            None => LOOK_AROUND,
        };
        tokio::select! {
            Some(done) = crew.next(&engine), if !crew.is_idle() => {
                shared.pulse.note("record a check", done);
                // Under load the bookkeeping of many checks is written together; the last one need not wait for more.
                if crew.is_idle() {
                    shared.pulse.note("write unchanged checks", engine.store.flush().await);
                }
            }
            () = shared.rest(wait) => {}
        }
    }
    let (engine, _) = shared.now();
    while let Some(done) = crew.next(&engine).await {
        shared.pulse.note("record a check", done);
    }
}

/// Until something may be claimed that was not: a target falls due, or a host may be asked again. What is due and was not
/// claimed waits for its host or for a free place.
async fn until_due(shared: &Shared, engine: &Engine, crew: &Crew) -> Duration {
    let now = engine.clock.now();
    let due = shared.pulse.note("look for the next due check", engine.store.next_due().await).flatten();
    let next = [due.filter(|due| *due > now), crew.next_open()].into_iter().flatten().min();
    let wait = next.map_or(LOOK_AROUND, |at| until_then(now, at));
    wait.clamp(Duration::from_millis(50), LOOK_AROUND)
}

/// Writes bookkeeping that the store holds back.
pub(super) async fn flush(mut shared: Shared) {
    while !shared.stopping() {
        shared.rest(FLUSH).await;
        let (engine, _) = shared.now();
        shared.pulse.note("write unchanged checks", engine.store.flush().await);
    }
}

/// Delivers what waits; at a stop or a reload the delivery in hand is finished and no other begun.
pub(super) async fn deliver(mut shared: Shared) {
    while !shared.stopping() {
        let mut reloads = shared.in_force.clone();
        let (engine, channel) = reloads.borrow_and_update().clone();
        let stop = shared.stop.clone();
        let go_on = move || !*stop.borrow() && !reloads.has_changed().unwrap_or(false);
        let drained = deliver::drain(&engine, channel.as_ref(), &go_on).await;
        shared.pulse.note("deliver alerts", drained);
        shared.rest(DELIVER).await;
    }
}

/// Composes what the calendar raises: baseline reports, digests, dates, silence.
pub(super) async fn calendar(mut shared: Shared) {
    let mut last: Option<Instant> = None;
    let mut kept: Option<Instant> = None;
    let mut awake_since = shared.now().0.clock.now();
    let mut turn = awake_since;
    while !shared.stopping() {
        let (engine, _) = shared.now();
        let now = engine.clock.now();
        if until_then(turn, now) > ASLEEP {
            awake_since = now;
        }
        turn = now;
        let due = last.is_none_or(|last| last.elapsed() >= CALENDAR);
        let composed = compose(&engine, due, awake_since).await;
        if shared.pulse.note("compose what the calendar raises", composed).is_some() && due {
            last = Some(Instant::now());
        }
        if kept.is_none_or(|kept| kept.elapsed() >= KEEP_HOUSE)
            && shared.pulse.note("delete old checks", keep_house(&engine).await).is_some()
        {
            kept = Some(Instant::now());
        }
        shared.rest(LOOK_AROUND).await;
    }
}

/// Deletes what the watchlist's `retention` no longer keeps.
async fn keep_house(engine: &Engine) -> StoreResult<()> {
    let Some(retention) = engine.watchlist.retention else { return Ok(()) };
    let gone = engine.store.prune(engine.clock.now() - retention).await?;
    tracing::debug!(gone, "old checks deleted");
    Ok(())
}

async fn compose(engine: &Engine, calendar: bool, awake_since: Timestamp) -> StoreResult<()> {
    if calendar {
        deliver::tell_calendar(engine).await?;
        tell_silence(engine, awake_since).await?;
    }
    deliver::report_baselines(engine).await?;
    deliver::send_digests(engine).await.map(|_| ())
}
