//! I/O. Judgements, retention, backup, hosts.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::codec::{micros, time};

pub(super) fn judge(
    connection: &Connection,
    id: &str,
    opinion: &str,
    note: Option<&str>,
    at: Timestamp,
) -> rusqlite::Result<bool> {
    let known: bool = connection.query_row(
        "select exists (select 1 from alerts where id = ?1) or exists (select 1 from events where id = ?1)",
        [id],
        |r| r.get(0),
    )?;
    if known {
        connection.execute(
            "insert into judgements (id, opinion, note, at) values (?1, ?2, ?3, ?4)
             on conflict (id) do update set opinion = ?2, note = ?3, at = ?4",
            params![id, opinion, note, micros(at)],
        )?;
    }
    Ok(known)
}

/// Old checks go but for each target's newest 200; versions, ledger, events and alerts stay.
pub(super) fn prune(connection: &Connection, before: Timestamp) -> rusqlite::Result<u64> {
    let gone = connection.execute(
        "delete from checks where started < ?1 and id not in
           (select id from (select id, row_number() over (partition by target order by id desc) n from checks) where n <= 200)",
        [micros(before)],
    )?;
    Ok(gone as u64)
}

/// Copies into a file that must not exist yet, as private as the store; a copy that did not become whole is taken away.
pub(super) fn backup(connection: &Connection, to: &Path) -> rusqlite::Result<()> {
    let wrong = |e: std::io::Error| {
        super::codec::wrong(std::io::Error::new(e.kind(), format!("make \"{}\": {e}", to.display())))
    };
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(to).map_err(wrong)?;
    let copied = copy(connection, to);
    if copied.is_err() {
        // The error that made it useless is the one to tell.
        let _ = std::fs::remove_file(to);
    }
    copied
}

fn copy(connection: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut copy =
        Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let run = rusqlite::backup::Backup::new(connection, &mut copy)?;
    run.run_to_completion(1000, std::time::Duration::ZERO, None)
}

pub(super) fn defer(connection: &Connection, host: &str, until: Timestamp) -> rusqlite::Result<()> {
    connection.execute(
        "insert into hosts (host, not_before) values (?1, ?2) on conflict (host) do update set not_before = max(not_before, ?2)",
        params![host, micros(until)],
    )?;
    Ok(())
}

pub(super) fn deferred(connection: &Connection, host: &str) -> rusqlite::Result<Option<Timestamp>> {
    let at: Option<i64> = connection
        .prepare_cached("select not_before from hosts where host = ?1")?
        .query_row([host], |r| r.get(0))
        .optional()?;
    Ok(at.map(time))
}

pub(super) fn last_digest(connection: &Connection, recipient: &str) -> rusqlite::Result<Option<Timestamp>> {
    let at: Option<Option<i64>> = connection
        .prepare_cached("select last_digest from recipients where key = ?1")?
        .query_row([recipient], |r| r.get(0))
        .optional()?;
    Ok(at.flatten().map(time))
}
