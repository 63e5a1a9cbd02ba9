//! The service: starts the loops, takes reloads and the stop, tells the service manager. Signals arrive as values, so that
//! tests run the whole daemon in their own process.

use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::loops::{self, InForce, LOOK_AROUND, Shared};
use super::pulse::Pulse;
use crate::channel::Channel;
use crate::deliver;
use crate::engine::Engine;
use crate::store::{StoreError, StoreResult};

/// Work in hand gets this long after a stop is asked for.
const DRAIN: Duration = Duration::from_secs(15);
/// Then what is buffered is written; together less than the 20 seconds promised.
const LAST_FLUSH: Duration = Duration::from_secs(3);

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

/// What the service manager was told last.
struct Status<'n> {
    notify: &'n dyn Fn(&[NotifyState<'_>]),
    told: String,
    /// Whether the watchlist in force is not the one in the file.
    refused: bool,
}

impl Status<'_> {
    /// Tells what is watched and what goes wrong, when it is something else than before.
    fn tell(&mut self, watches: usize, trouble: Option<String>, ready: bool) {
        let mut text = match watches {
            1 => "watching 1 page".to_owned(),
            n => format!("watching {n} pages"),
        };
        if self.refused {
            text.push_str(" by the old watchlist: the new one has errors");
        }
        if let Some(trouble) = trouble {
            text.push_str(&format!("; {}", trouble.replace('\n', " ")));
        }
        if ready {
            (self.notify)(&[NotifyState::Ready, NotifyState::Status(&text)]);
        } else if text != self.told {
            (self.notify)(&[NotifyState::Status(&text)]);
        }
        self.told = text;
    }
}

/// Runs until told to stop; then finishes the work in hand within 20 seconds and writes what is buffered.
///
/// # Errors
/// When the store fails at the start or at the end, or a loop crashes.
pub async fn run(
    engine: Engine,
    channel: Arc<dyn Channel>,
    mut signals: Signals,
    reload: &dyn Fn() -> Reload,
    notify: &dyn Fn(&[NotifyState<'_>]),
) -> StoreResult<()> {
    let new = engine.store.sync_watches(&engine.seeds(), engine.clock.now()).await?;
    tracing::info!(watches = watches(&engine), new = new.len(), "started");
    let beat = sd_notify::watchdog_enabled().map_or(LOOK_AROUND, |period| (period / 3).min(LOOK_AROUND));
    let (send, in_force) = watch::channel((engine, channel));
    let pulse = Pulse::default();
    let shared = Shared { in_force, stop: signals.stop.clone(), pulse: pulse.clone(), look_around: beat };
    let mut running = JoinSet::new();
    running.spawn(loops::check(shared.clone()));
    running.spawn(loops::flush(shared.clone()));
    running.spawn(loops::deliver(shared.clone()));
    running.spawn(loops::calendar(shared.clone()));
    let mut status = Status { notify, told: String::new(), refused: false };
    status.tell(watches(&shared.now().0), None, true);
    let (mut answers, mut wanted) = (pulse.answers(), false);
    while !*signals.stop.borrow() {
        tokio::select! {
            _ = signals.stop.changed() => break,
            // Loops that end because of the stop have not crashed.
            Some(ended) = running.join_next() => match *signals.stop.borrow() {
                true => break,
                false => return Err(crashed(&ended)),
            },
            Some(()) = signals.reload.recv() => wanted = true,
            () = tokio::time::sleep(beat) => {
                let now = pulse.answers();
                // Only a store that answers keeps the watchdog quiet: a hang restarts the service, an outage does not.
                if now != answers {
                    answers = now;
                    notify(&[NotifyState::Watchdog]);
                }
            }
        }
        if wanted {
            let done = take_up(&send, reload).await;
            if let Some(refused) = pulse.note("reload the watchlist", done) {
                (wanted, status.refused) = (false, refused);
            }
        }
        status.tell(watches(&shared.now().0), pulse.trouble(), false);
    }
    stop(running, &shared, notify).await
}

/// The watches that are looked at.
fn watches(engine: &Engine) -> usize {
    engine.watchlist.watches.iter().filter(|w| w.enabled).count()
}

/// A service that has lost a loop looks well and does nothing: it ends, and the service manager starts it again.
fn crashed(ended: &Result<(), tokio::task::JoinError>) -> StoreError {
    let why = ended.as_ref().err().map_or_else(|| "it ended".to_owned(), ToString::to_string);
    StoreError::Failed { attempt: "keep the loops of the service running", why }
}

async fn stop(mut running: JoinSet<()>, shared: &Shared, notify: &dyn Fn(&[NotifyState<'_>])) -> StoreResult<()> {
    notify(&[NotifyState::Stopping, NotifyState::Status("finishing the work in hand")]);
    tracing::info!("stopping");
    let drained = tokio::time::timeout(DRAIN, async { while running.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!("work in hand did not end within {} s; it is taken up again at the next start", DRAIN.as_secs());
        running.abort_all();
    }
    let (engine, _) = shared.now();
    let late = |_| StoreError::Failed {
        attempt: "write unchanged checks",
        why: format!("no answer within {} s; they are made again at the next start", LAST_FLUSH.as_secs()),
    };
    tokio::time::timeout(LAST_FLUSH, engine.store.flush()).await.map_err(late)??;
    tracing::info!("stopped");
    Ok(())
}

/// Puts the new watchlist in force, or keeps the old one and tells operators; true when it was refused. When the store
/// fails nothing has changed, and the caller tries again.
async fn take_up(send: &watch::Sender<InForce>, reload: &dyn Fn() -> Reload) -> StoreResult<bool> {
    match reload() {
        Ok((engine, channel)) => {
            let new = engine.store.sync_watches(&engine.seeds(), engine.clock.now()).await?;
            tracing::info!(watches = watches(&engine), new = new.len(), "watchlist reloaded");
            send.send_replace((engine, channel));
            Ok(false)
        }
        Err(problems) => {
            let (engine, _) = send.borrow().clone();
            let event = super::config_error(&problems, engine.clock.now());
            deliver::commit_events(&engine, vec![event]).await?;
            tracing::error!("watchlist not reloaded, the one before stays in force:\n{problems}");
            Ok(true)
        }
    }
}
