//! I/O. The Store contract on one `SQLite` file: WAL, every commit but bookkeeping synced, one writer at a time.

mod alerts;
mod claims;
mod codec;
mod commit;
mod deliveries;
mod house;
mod ledger;
mod member;
mod open;
mod readers;
mod seen;
#[cfg(test)]
mod tests;
mod watches;

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::{OnceCell, Semaphore};

use super::{CheckRecord, Fence, StoreError, StoreResult};

use open::Membership;
pub use open::{DaemonLock, lock_daemon, path_of};

/// A store in one file.
pub struct SqliteStore {
    path: PathBuf,
    connection: Arc<Mutex<Connection>>,
    /// Held from the first claim to the end of the process, so that the next one knows whether leases are alive.
    claiming: OnceCell<File>,
    /// One blocking thread at a time works on the file.
    permit: Semaphore,
    /// Next allowed request by host; lost at a restart, which costs one pause.
    hosts: Mutex<HashMap<String, Timestamp>>,
    /// Unchanged checks not yet written.
    buffer: Mutex<Vec<(Fence, CheckRecord)>>,
}

impl SqliteStore {
    /// Opens the file, makes it when it is not there, brings its schema up to date.
    ///
    /// # Errors
    /// When it cannot be opened, is no store, is damaged, or is of a newer version.
    pub async fn open(path: PathBuf) -> StoreResult<Self> {
        let file = path.clone();
        let opened = tokio::task::spawn_blocking(move || open::open(&file)).await;
        let connection = opened.unwrap_or_else(|e| Err(crashed(&path, &e)))?;
        Ok(Self {
            path,
            claiming: OnceCell::new(),
            connection: Arc::new(Mutex::new(connection)),
            permit: Semaphore::new(1),
            hosts: Mutex::default(),
            buffer: Mutex::default(),
        })
    }

    /// Before the first claim: leases of processes that are dead are given up. Fences keep a late survivor harmless.
    async fn begin_claiming(&self) -> StoreResult<()> {
        let begun = self.claiming.get_or_try_init(|| async {
            let path = self.path.clone();
            match self.aside(move || open::join_claims(&path)).await? {
                Membership::OneOfSeveral(lock) => Ok(lock),
                Membership::Alone(lock) => {
                    self.with("give up leases of dead processes", claims::free_all).await?;
                    let path = self.path.clone();
                    self.aside(move || open::share(&path, lock)).await
                }
            }
        });
        begun.await.map(|_| ())
    }

    /// Waits for a lock on a blocking thread.
    async fn aside<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce() -> StoreResult<T> + Send + 'static,
    {
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| Err(crashed(&self.path, &e)))
    }

    /// Runs `work` on a blocking thread; every error names what was attempted.
    async fn with<T, F>(&self, attempt: &'static str, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let failed = |why: String| StoreError::Failed { attempt, why };
        let _permit = self.permit.acquire().await.map_err(|e| failed(e.to_string()))?;
        let connection = Arc::clone(&self.connection);
        let done = tokio::task::spawn_blocking(move || {
            let mut held = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut held)
        });
        match done.await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(e)) => Err(failed(e.to_string())),
            Err(e) => Err(failed(e.to_string())),
        }
    }

    /// Like `with`, for bookkeeping: it survives a kill at once, and a power cut from the next synced commit on, which
    /// syncs all that was written before it, too.
    async fn note<T, F>(&self, attempt: &'static str, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        self.with(attempt, move |connection| {
            let unsynced = Unsynced::begin(connection)?;
            let done = work(unsynced.0);
            unsynced.end().and(done)
        })
        .await
    }
}

/// The connection while its commits are not synced; they are again whatever becomes of the work.
struct Unsynced<'a>(&'a mut Connection);

impl<'a> Unsynced<'a> {
    fn begin(connection: &'a mut Connection) -> rusqlite::Result<Self> {
        connection.pragma_update(None, "synchronous", "normal")?;
        Ok(Self(connection))
    }

    fn end(self) -> rusqlite::Result<()> {
        self.0.pragma_update(None, "synchronous", "full")
    }
}

impl Drop for Unsynced<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // The transaction of the work has ended by now, so that this has no cause to fail.
            let _ = self.0.pragma_update(None, "synchronous", "full");
        }
    }
}

fn crashed(path: &Path, error: &tokio::task::JoinError) -> StoreError {
    StoreError::Open { path: path.display().to_string(), why: error.to_string() }
}
