//! `run`: the daemon. Signals become values here and nowhere else.

use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, watch};

use super::session::{Session, Trouble};
use super::{DONE, session};
use crate::daemon::{self, Reload, Signals};
use crate::store;

pub(super) async fn run(session: &Session) -> Result<u8, Trouble> {
    let watchlist = session.watchlist()?;
    let url = session.store_url(Some(&watchlist));
    let _lock = store::lock_daemon(&url)?;
    let store = session.store(Some(&watchlist)).await?;
    let engine = session::engine(watchlist, Arc::clone(&store))?;
    let channel = session.channel(&engine.watchlist)?;
    let signals = listen()?;
    let reload = || -> Reload {
        let watchlist = session.watchlist().map_err(|e| e.to_string())?;
        let other = session.store_url(Some(&watchlist));
        if other != url {
            tracing::warn!(
                "the watchlist names another store, \"{other}\"; \"{url}\" stays in use until the next start"
            );
        }
        let channel = session.channel(&watchlist).map_err(|e| e.to_string())?;
        let engine = session::engine(watchlist, Arc::clone(&store)).map_err(|e| e.to_string())?;
        Ok((engine, channel))
    };
    let notify = |states: &[sd_notify::NotifyState<'_>]| {
        if let Err(e) = sd_notify::notify(states) {
            tracing::debug!("tell the service manager: {e}");
        }
    };
    daemon::run(engine, channel, signals, &reload, &notify).await?;
    Ok(DONE)
}

/// SIGTERM and SIGINT ask for a stop, SIGHUP for a reload.
fn listen() -> Result<Signals, Trouble> {
    let failed = |e: std::io::Error| Trouble::Failed(format!("listen for signals: {e}"));
    let mut term = signal(SignalKind::terminate()).map_err(failed)?;
    let mut int = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut hup = signal(SignalKind::hangup()).map_err(failed)?;
    let (stop, stopped) = watch::channel(false);
    let (again, reload) = mpsc::channel(1);
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = term.recv() => { stop.send_replace(true); }
                _ = int.recv() => { stop.send_replace(true); }
                _ = hup.recv() => {
                    // One waiting reload covers any number of signals.
                    let _ = again.try_send(());
                }
            }
        }
    });
    Ok(Signals { stop: stopped, reload })
}
