//! I/O. Targets are taken with a lease and a fence, and given back.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::codec::{json, micros, parse, time, word};
use crate::model::{Base, Version, host_key};
use crate::store::{ClaimScope, Claimed, Fence};

const COLUMNS: &str = "t.id, t.fence, t.watch, t.url, t.kind, t.role, t.link, t.discovered_at, t.etag, t.last_modified,
    t.page_hash, v.text_hash, v.fingerprint, t.last_full, t.last_good, t.failures, t.failing_since, t.reason,
    t.told_failing, t.pending, t.files,
    (select max(r.last_good) from targets r where r.watch = t.watch and r.kind = 'root' and r.id <> t.id),
    iif(v.number > 1, v.fetched_at, null),
    exists (select 1 from sightings s where s.target = t.id and s.commitment is not null)";

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

/// The name by which claims know a URL's host, which is noted among the hosts.
pub(super) fn known_host(work: &Connection, url: &url::Url) -> rusqlite::Result<String> {
    let host = host_key(url);
    work.prepare_cached("insert into hosts (host) values (?1) on conflict do nothing")?.execute([&host])?;
    Ok(host)
}

/// What a scope admits, in the order it is taken: condition and order, first of targets never checked, then of the others.
/// In the statements ?1 is now and ?2 when the run began.
type Parts = [(&'static str, &'static str); 2];

const DUE: Parts = [
    ("checked = 0 and ready <= ?1 and ?2 = ?2", "ready, id"),
    ("checked = 1 and ready <= ?1 and ?2 = ?2", "ready, id"),
];
const NOT_SINCE: Parts = [
    ("checked = 0 and lease_until <= ?1 and not_before <= ?1 and ?2 = ?2", "ready, id"),
    ("last_check < ?2 and lease_until <= ?1 and not_before <= ?1", "last_check, due, id"),
];

/// So many targets are looked through before each host is asked for its first one.
const LOOKED_THROUGH: usize = 64;

/// Free targets that the scope admits: never-checked ones first, then those that have been free for longest.
fn candidates(
    work: &Connection,
    n: usize,
    scope: &ClaimScope,
    closed: Option<Vec<String>>,
    now: i64,
) -> rusqlite::Result<Vec<i64>> {
    let (parts, since, watches) = match scope {
        ClaimScope::Due => (DUE, 0, None),
        ClaimScope::NotSince { started, watches } => (NOT_SINCE, micros(*started), watches.as_ref()),
        ClaimScope::DueOf { watches } => (DUE, 0, Some(watches)),
    };
    let watches = watches.filter(|w| !w.is_empty()).map(json).transpose()?;
    let bounded = closed.is_some() && watches.is_none();
    let most = if bounded { LOOKED_THROUGH } else { usize::MAX };
    let (mut ids, mut seen) = (Vec::new(), 0);
    let mut taken: Option<HashSet<String>> = closed.as_ref().map(|hosts| hosts.iter().cloned().collect());
    for (condition, order) in parts {
        // Of a few watches the targets are sorted; of all of them an index has the order.
        let (of, plus) = if watches.is_some() {
            ("watch in (select value from json_each(?3)) and", "+")
        } else {
            ("?3 is null and", "")
        };
        let sql = format!("select id, host from targets where retired = 0 and {of} {plus}{condition} order by {order}");
        let mut query = work.prepare_cached(&sql)?;
        let mut rows = query.query(params![now, since, watches])?;
        while ids.len() < n
            && seen < most
            && let Some(row) = rows.next()?
        {
            seen += 1;
            let open = match &mut taken {
                Some(taken) => taken.insert(row.get(1)?),
                None => true,
            };
            if open {
                ids.push(row.get(0)?);
            }
        }
    }
    match closed {
        Some(closed) if seen == most && ids.len() < n => first_of_hosts(work, n, &parts, &closed, (now, since)),
        _ => Ok(ids),
    }
}

/// The first target of every open host, in the same order: for when those in front are all of closed hosts.
fn first_of_hosts(
    work: &Connection,
    n: usize,
    parts: &Parts,
    closed: &[String],
    (now, since): (i64, i64),
) -> rusqlite::Result<Vec<i64>> {
    let [first, then] = parts.map(|(condition, order)| {
        format!("(select id from targets where host = h.host and retired = 0 and {condition} order by {order} limit 1)")
    });
    let order = parts[1].1.trim_end_matches(", id");
    let sql = format!(
        "select t.id from (select coalesce({first}, {then}) of from hosts h
           where h.host not in (select value from json_each(?3))) join targets t on t.id = of
         order by t.checked, {order}, t.id limit ?4"
    );
    let mut query = work.prepare_cached(&sql)?;
    query.query_map(params![now, since, json(closed)?, n as i64], |r| r.get(0))?.collect()
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
        files: r.get(20)?,
        moved_since: maybe(21)?,
        edited_at: maybe(22)?,
        in_ledger: r.get(23)?,
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
        .execute([json(watches)?])?;
    Ok(())
}

pub(super) fn next_due(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let at: Option<i64> = connection
        .prepare_cached(
            "select min(at) from (select min(ready) at from targets where retired = 0 and checked = 0
               union all select min(ready) from targets where retired = 0 and checked = 1)",
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
