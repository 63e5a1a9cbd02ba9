//! I/O. Targets are taken with a lease and a fence, and given back.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::codec::{micros, parse, time, word};
use crate::model::{Base, Version, host_key};
use crate::store::{ClaimScope, Claimed, Fence};

const COLUMNS: &str = "t.id, t.fence, t.watch, t.url, t.kind, t.role, t.link, t.discovered_at, t.etag, t.last_modified,
    t.page_hash, v.text_hash, v.fingerprint, t.last_full, t.last_good, t.failures, t.failing_since, t.reason,
    t.told_failing, t.pending,
    (select max(r.last_good) from targets r where r.watch = t.watch and r.kind = 'root' and r.id <> t.id)";

pub(super) fn claim(
    connection: &mut Connection,
    n: usize,
    scope: &ClaimScope,
    closed: Option<Vec<String>>,
    now: Timestamp,
    lease: Duration,
) -> rusqlite::Result<Vec<Claimed>> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let at = micros(now);
    let ids = candidates(&work, n, scope, closed, at)?;
    let until = micros(now + lease);
    let mut claimed = Vec::with_capacity(ids.len());
    for id in ids {
        work.prepare_cached("update targets set lease_until = ?2, fence = fence + 1 where id = ?1")?
            .execute(params![id, until])?;
        let mut one = work.prepare_cached(&format!(
            "select {COLUMNS} from targets t left join versions v on v.id = t.version where t.id = ?1"
        ))?;
        claimed.push(one.query_row([id], row)?);
    }
    work.commit()?;
    Ok(claimed)
}

/// No process is alive that could hold a lease: all of them are free again.
pub(super) fn free_all(connection: &mut Connection) -> rusqlite::Result<()> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    work.execute("update targets set lease_until = 0 where lease_until > 0", [])?;
    work.execute("update deliveries set lease_until = 0 where lease_until > 0", [])?;
    work.commit()
}

/// Free targets that the scope admits: never-checked ones first, then the oldest due.
fn candidates(
    work: &Connection,
    n: usize,
    scope: &ClaimScope,
    closed: Option<Vec<String>>,
    now: i64,
) -> rusqlite::Result<Vec<i64>> {
    let (condition, since, watches) = match scope {
        ClaimScope::Due => ("due <= ?1", 0, None),
        ClaimScope::NotSince { started, watches } => {
            ("coalesce(last_check, -1) < ?2", micros(*started), watches.clone())
        }
        ClaimScope::DueOf { watches } => ("due <= ?1", 0, Some(watches.clone())),
    };
    let among = serde_json::to_string(&watches.unwrap_or_default()).map_err(super::codec::wrong)?;
    let sql = format!(
        "select id, url from targets
         where retired = 0 and lease_until <= ?1 and not_before <= ?1 and due is not null and {condition} and ?2 = ?2
           and (?3 = '[]' or watch in (select value from json_each(?3)))
         order by last_check is not null, due, id"
    );
    let mut query = work.prepare_cached(&sql)?;
    let mut rows = query.query(params![now, since, among])?;
    let mut closed: Option<HashSet<String>> = closed.map(|hosts| hosts.into_iter().collect());
    let mut ids = Vec::new();
    while ids.len() < n
        && let Some(row) = rows.next()?
    {
        let open = match &mut closed {
            Some(closed) => closed.insert(host_key(&word(&row.get::<_, String>(1)?)?)),
            None => true,
        };
        if open {
            ids.push(row.get(0)?);
        }
    }
    Ok(ids)
}

fn row(r: &Row<'_>) -> rusqlite::Result<Claimed> {
    let maybe = |n: usize| -> rusqlite::Result<Option<Timestamp>> { Ok(r.get::<_, Option<i64>>(n)?.map(time)) };
    let link: Option<String> = r.get(6)?;
    let reason: Option<String> = r.get(17)?;
    Ok(Claimed {
        fence: Fence { target: r.get(0)?, number: r.get(1)? },
        watch: r.get(2)?,
        url: word(&r.get::<_, String>(3)?)?,
        kind: word(&r.get::<_, String>(4)?)?,
        role: word(&r.get::<_, String>(5)?)?,
        link: link.map(|l| parse(&l)).transpose()?,
        discovered_at: time(r.get(7)?),
        validators: crate::model::Validators { etag: r.get(8)?, last_modified: r.get(9)? },
        page_hash: r.get(10)?,
        text_hash: r.get(11)?,
        fingerprint: r.get(12)?,
        last_full: maybe(13)?,
        last_good: maybe(14)?,
        failures: r.get(15)?,
        failing_since: maybe(16)?,
        last_reason: reason.map(|w| word(&w)).transpose()?,
        told_failing: r.get(18)?,
        pending: r.get(19)?,
        moved_since: maybe(20)?,
    })
}

pub(super) fn release(connection: &Connection, fence: Fence, due: Timestamp) -> rusqlite::Result<()> {
    connection
        .prepare_cached("update targets set lease_until = 0, due = ?3, not_before = ?3 where id = ?1 and fence = ?2")?
        .execute(params![fence.target, fence.number, micros(due)])?;
    Ok(())
}

/// Ends what puts targets off; an empty list means every watch.
pub(super) fn wake(connection: &Connection, watches: &[String]) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "update targets set not_before = 0
             where not_before > 0 and (?1 = '[]' or watch in (select value from json_each(?1)))",
        )?
        .execute([super::codec::json(watches)?])?;
    Ok(())
}

pub(super) fn next_due(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let at: Option<i64> = connection
        .prepare_cached(
            "select min(max(due, not_before, lease_until)) from targets where retired = 0 and due is not null",
        )?
        .query_row([], |r| r.get(0))?;
    Ok(at.map(time))
}

pub(super) fn base(connection: &Connection, target: i64) -> rusqlite::Result<Option<Base>> {
    let found: Option<(i64, i64, u32)> = connection
        .prepare_cached(
            "select v.id, v.last_read, t.reads from targets t join versions v on v.id = t.version where t.id = ?1",
        )?
        .query_row([target], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let Some((id, last_read, reads)) = found else { return Ok(None) };
    let version: Version = super::readers::version(connection, id)?;
    Ok(Some(Base { version, last_read: time(last_read), reads }))
}
