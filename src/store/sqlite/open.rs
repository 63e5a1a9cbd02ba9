//! I/O. Opening the file: settings, schema, damage, and the daemon's lock beside it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::store::{StoreError, StoreResult};

/// Numbered migrations, each run in one transaction; the number is `SQLite`'s `user_version`.
const MIGRATIONS: &[&str] = &[include_str!("schema.sql"), include_str!("seen.sql"), include_str!("attached.sql")];

/// Marks a file as ours in its header ("pwch"), so that another program's file is never written to.
const APPLICATION: i64 = 0x7077_6368;

const NOT_OURS: &str = "the file is no pledgewatch store; it was left as it is, name another or move it away";

/// The path a store URL names: `sqlite:PATH` or a plain path; None for other kinds of store.
pub fn path_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
    (!path.contains("://")).then(|| PathBuf::from(path))
}

pub(super) fn open(path: &Path) -> StoreResult<Connection> {
    let failed = |why: String| StoreError::Open { path: path.display().to_string(), why };
    if path.exists() && !path.is_file() {
        return Err(failed("it is not a plain file; name one".to_owned()));
    }
    // The store holds addresses and pages; nobody else needs to read it.
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| failed(format!("{e}; the file and its folder must exist and be writable")))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = |e: rusqlite::Error| failed(explained(&e));
    let mut connection = Connection::open_with_flags(path, flags).map_err(sql)?;
    connection.busy_timeout(Duration::from_secs(30)).map_err(sql)?;
    // Until the file is known to be ours, nothing may move into it, not even from its own log when it is closed.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(sql)?;
    if let Some(fault) = fault_of(&connection).map_err(sql)? {
        return Err(failed(fault));
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(sql)?;
    prepare(&connection).map_err(sql)?;
    migrate(&mut connection).map_err(|e| failed(format!("bring its schema up to date: {}", explained(&e))))?;
    Ok(connection)
}

/// Why the file cannot be used, if so. Reads only.
fn fault_of(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let (filled, of, schema) = (
        number("select count(*) from sqlite_schema")? > 0,
        number("pragma application_id")?,
        number("pragma user_version")?,
    );
    if filled && of != APPLICATION {
        return Ok(Some(NOT_OURS.to_owned()));
    }
    let known = MIGRATIONS.len() as i64;
    if schema > known {
        return Ok(Some(format!(
            "it was written by a newer version (schema {schema}, this program knows {known}); it was left as it is, \
             use that version"
        )));
    }
    let state: String = connection.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    Ok((state != "ok").then(|| damaged(&state)))
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn explained(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode as E;
    match error.sqlite_error_code() {
        Some(E::NotADatabase) => NOT_OURS.to_owned(),
        Some(E::DatabaseCorrupt) => damaged(&error.to_string()),
        Some(E::ReadOnly) => format!("{error}; the file and its folder must be writable"),
        Some(E::DiskFull) => format!("{error}; make room on its disk"),
        _ => error.to_string(),
    }
}

fn damaged(how: &str) -> String {
    format!("it is damaged ({how}); it was left as it is: restore a backup, or move it away to begin anew")
}

/// Runs the steps the file has not seen.
fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let version = |c: &Connection| c.query_row("pragma user_version", [], |row| row.get::<_, i64>(0));
    let found = version(connection)?;
    for (number, text) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or_default()) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have done this step between our look and our lock.
        if version(&step)? <= number as i64 {
            step.execute_batch(text)?;
            step.pragma_update(None, "application_id", APPLICATION)?;
            step.pragma_update(None, "user_version", number as i64 + 1)?;
        }
        step.commit()?;
    }
    Ok(())
}

/// A file beside the store. Through a symbolic link the store is still the same one, and so is the file beside it.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let whole = path.canonicalize().ok().or_else(|| {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    });
    let mut name = whole.unwrap_or_else(|| path.to_path_buf()).into_os_string();
    name.push(ending);
    PathBuf::from(name)
}

fn lock_file(lock: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).mode(0o600).open(lock)
}

/// Membership among the processes that claim on a store; the kernel ends it with the process, however that ends.
pub(super) enum Membership {
    /// Others may hold leases.
    OneOfSeveral(File),
    /// Nobody else is a member, and nobody becomes one before `share`: every lease is a dead process's.
    Alone(File),
}

/// Joins the processes that claim on this store.
pub(super) fn join_claims(path: &Path) -> StoreResult<Membership> {
    let lock = beside(path, ".claims");
    let file = lock_file(&lock).map_err(|e| no_lock(path, &lock, &e))?;
    match file.try_lock() {
        Ok(()) => Ok(Membership::Alone(file)),
        Err(TryLockError::WouldBlock) => {
            file.lock_shared().map_err(|e| no_lock(path, &lock, &e))?;
            Ok(Membership::OneOfSeveral(file))
        }
        Err(TryLockError::Error(e)) => Err(no_lock(path, &lock, &e)),
    }
}

/// Lets others in again. Whoever slips in between sees no lease of ours yet.
pub(super) fn share(path: &Path, file: File) -> StoreResult<File> {
    let shared = file.unlock().and_then(|()| file.lock_shared());
    shared.map(|()| file).map_err(|e| no_lock(path, &beside(path, ".claims"), &e))
}

fn no_lock(path: &Path, lock: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Open { path: path.display().to_string(), why: format!("lock \"{}\": {error}", lock.display()) }
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
    let lock = beside(&path, ".lock");
    let shown = path.display().to_string();
    let failed = |why: String| StoreError::Open { path: shown.clone(), why };
    let mut file = lock_file(&lock).map_err(|e| failed(format!("make the lock file \"{}\": {e}", lock.display())))?;
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
