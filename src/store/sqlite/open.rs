//! I/O. Opening the file: settings, schema, damage, and the daemon's lock beside it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::{StoreError, StoreResult};

/// Numbered migrations, each run in one transaction; the number is `SQLite`'s `user_version`.
const MIGRATIONS: &[&str] = &[include_str!("schema.sql")];

/// The path a store URL names: `sqlite:PATH` or a plain path; None for other kinds of store.
pub fn path_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
    (!path.contains("://")).then(|| PathBuf::from(path))
}

pub(super) fn open(path: &Path) -> StoreResult<Connection> {
    let failed = |why: String| StoreError::Open { path: path.display().to_string(), why };
    // The store holds addresses and pages; nobody else needs to read it.
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| failed(format!("{e}; the folder must exist and be writable")))?;
    let mut connection = Connection::open(path).map_err(|e| failed(e.to_string()))?;
    prepare(&connection).map_err(|e| failed(explained(&e)))?;
    migrate(&mut connection, &failed)?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(30))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    let state: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    if state == "ok" { Ok(()) } else { Err(rusqlite::Error::InvalidParameterName(format!("it is damaged: {state}"))) }
}

fn explained(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode as E;
    match error.sqlite_error_code() {
        Some(E::NotADatabase) => {
            "the file is no pledgewatch store; it was left as it is, name another or move it away".to_owned()
        }
        Some(E::DatabaseCorrupt) => {
            format!("{error}; it was left as it is: restore a backup, or move it away to begin anew")
        }
        Some(E::ReadOnly) => format!("{error}; the file and its folder must be writable"),
        _ => error.to_string(),
    }
}

fn migrate(connection: &mut Connection, failed: &dyn Fn(String) -> StoreError) -> StoreResult<()> {
    let sql = |e: rusqlite::Error| failed(format!("bring its schema up to date: {e}"));
    let found: i64 = connection.query_row("pragma user_version", [], |row| row.get(0)).map_err(sql)?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(failed(format!(
            "it was written by a newer version (schema {found}, this program knows {known}); it was left as it is"
        )));
    }
    for (number, text) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or_default()) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
        // Another process may have done this step between our look and our lock.
        let now: i64 = step.query_row("pragma user_version", [], |row| row.get(0)).map_err(sql)?;
        if now <= number as i64 {
            step.execute_batch(text).map_err(sql)?;
            step.pragma_update(None, "user_version", number as i64 + 1).map_err(sql)?;
        }
        step.commit().map_err(sql)?;
    }
    Ok(())
}

/// Joins the processes that claim targets of this store; true when no other one is alive. The kernel ends the membership
/// with the process, however it ends, so a killed one's leases need not run out.
pub(super) fn share_claims(path: &Path) -> StoreResult<(File, bool)> {
    let lock = PathBuf::from(format!("{}.claims", path.display()));
    let failed = |e: std::io::Error| StoreError::Open {
        path: path.display().to_string(),
        why: format!("lock \"{}\": {e}", lock.display()),
    };
    let options = &mut OpenOptions::new();
    let file = options.create(true).truncate(false).read(true).write(true).mode(0o600).open(&lock).map_err(failed)?;
    let alone = match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(e)) => return Err(failed(e)),
    };
    if alone {
        file.unlock().map_err(failed)?;
    }
    file.lock_shared().map_err(failed)?;
    Ok((file, alone))
}

/// Held while a daemon runs on a store; the kernel releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct DaemonLock {
    _file: File,
}

/// Takes the daemon's lock of a store.
///
/// # Errors
/// When another daemon holds it, naming its process.
pub fn lock_daemon(url: &str) -> StoreResult<DaemonLock> {
    let path = path_of(url).unwrap_or_default();
    let lock = PathBuf::from(format!("{}.lock", path.display()));
    let shown = path.display().to_string();
    let failed = |why: String| StoreError::Open { path: shown.clone(), why };
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(&lock)
        .map_err(|e| failed(format!("make the lock file \"{}\": {e}", lock.display())))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // The holder's number is for people only; an unreadable one is told as unknown.
            let _ = file.read_to_string(&mut holder);
            let holder = if holder.trim().is_empty() { "unknown".to_owned() } else { holder.trim().to_owned() };
            return Err(StoreError::Held { path: shown, holder });
        }
        Err(TryLockError::Error(e)) => return Err(failed(format!("lock \"{}\": {e}", lock.display()))),
    }
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| write!(file, "{}", std::process::id()))
        .map_err(|e| failed(format!("write the lock file: {e}")))?;
    Ok(DaemonLock { _file: file })
}
