//! I/O. Versions with their documents, and what the commands show.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::codec::{json, micros, pack, pack_against, parse, time, unpack, unpack_against, unread, word};
use crate::model::{Page, Version, sha256_hex};
use crate::store::{CheckRow, TargetRow, VersionRow, WatchState};

/// Every so many versions one is kept whole; those between are deltas against it.
const WHOLE_EVERY: i64 = 50;

/// The newest whole document of the target at or before a number: its bytes.
fn whole_before(connection: &Connection, target: i64, number: i64) -> rusqlite::Result<Option<(i64, Vec<u8>)>> {
    let found: Option<(i64, Vec<u8>)> = connection
        .prepare_cached(
            "select number, document from versions where target = ?1 and number <= ?2 and full_copy = 1
             order by number desc limit 1",
        )?
        .query_row(params![target, number], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    found.map(|(number, packed)| Ok((number, unpack(&packed)?))).transpose()
}

fn packed(connection: &Connection, target: i64, number: i64, version: &Version) -> rusqlite::Result<(bool, Vec<u8>)> {
    let text = json(&version.document)?;
    let whole = whole_before(connection, target, number - 1)?;
    match whole {
        Some((at, earlier)) if number - at < WHOLE_EVERY => Ok((false, pack_against(&earlier, text.as_bytes())?)),
        _ => Ok((true, pack(text.as_bytes())?)),
    }
}

pub(super) fn add_version(connection: &Connection, target: i64, version: &Version) -> rusqlite::Result<()> {
    let last: Option<i64> = connection
        .prepare_cached("select max(number) from versions where target = ?1")?
        .query_row([target], |r| r.get(0))?;
    let number = last.unwrap_or_default() + 1;
    let (whole, document) = packed(connection, target, number, version)?;
    let at = micros(version.fetched_at);
    connection
        .prepare_cached(
            "insert into versions (target, number, text_hash, page_hash, fingerprint, fetched_at, last_read, status, full_copy, document)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            target,
            number,
            version.text_hash,
            version.page_hash,
            version.fingerprint,
            at,
            version.status,
            whole,
            document
        ])?;
    connection.prepare_cached("update targets set version = last_insert_rowid() where id = ?1")?.execute([target])?;
    Ok(())
}

/// The base made anew: what it was made by moves on. A text that came out otherwise is a version of its own, so that
/// offsets into the older text still hold.
pub(super) fn replace_version(connection: &Connection, target: i64, version: &Version) -> rusqlite::Result<()> {
    let current: Option<(i64, i64, String, i64)> = connection
        .prepare_cached(
            "select v.id, v.number, v.text_hash, v.last_read from targets t join versions v on v.id = t.version
             where t.id = ?1",
        )?
        .query_row([target], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .optional()?;
    let Some((id, number, text_hash, last_read)) = current else { return add_version(connection, target, version) };
    if text_hash == version.text_hash {
        // The base is the newest, so no other version is a delta against it. Title, date and blocks may read otherwise now.
        let (whole, document) = packed(connection, target, number, version)?;
        connection
            .prepare_cached("update versions set fingerprint = ?2, full_copy = ?3, document = ?4 where id = ?1")?
            .execute(params![id, version.fingerprint, whole, document])?;
        return Ok(());
    }
    add_version(connection, target, version)?;
    // The same page was read this late, whatever it reads as now.
    connection
        .prepare_cached("update versions set last_read = ?2 where id = (select version from targets where id = ?1)")?
        .execute(params![target, last_read])?;
    Ok(())
}

pub(super) fn version(connection: &Connection, id: i64) -> rusqlite::Result<Version> {
    let (target, number, whole, document, version) = connection
        .prepare_cached(
            "select target, number, full_copy, document, text_hash, page_hash, fingerprint, fetched_at, status
             from versions where id = ?1",
        )?
        .query_row([id], |r| {
            let version = Version {
                text_hash: r.get(4)?,
                page_hash: r.get(5)?,
                fingerprint: r.get(6)?,
                fetched_at: time(r.get(7)?),
                status: r.get(8)?,
                document: Default::default(),
            };
            Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get::<_, bool>(2)?, r.get::<_, Vec<u8>>(3)?, version))
        })?;
    let text = if whole {
        unpack(&document)?
    } else {
        let (_, earlier) = whole_before(connection, target, number)?.unwrap_or_default();
        unpack_against(&earlier, &document)?
    };
    Ok(Version { document: parse(&String::from_utf8_lossy(&text))?, ..version })
}

pub(super) fn versions(connection: &Connection, url: &str) -> rusqlite::Result<Vec<VersionRow>> {
    let rows: Vec<(i64, u32, i64)> = connection
        .prepare_cached(
            "select v.id, v.number, v.last_read from versions v join targets t on t.id = v.target where t.url = ?1
             order by t.retired, t.id, v.number desc",
        )?
        .query_map([url], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(id, number, last)| Ok(VersionRow { number, version: version(connection, id)?, last_read: time(last) }))
        .collect()
}

pub(super) fn changes(connection: &Connection, most: usize) -> rusqlite::Result<Vec<(String, Vec<Timestamp>)>> {
    let roots: Vec<(String, i64)> = connection
        .prepare_cached(
            "select t.watch, t.id from watches w join targets t on t.watch = w.id and t.url = w.url and t.kind = 'root'
             where w.enabled = 1 and t.retired = 0",
        )?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut newest =
        connection.prepare_cached("select fetched_at from versions where target = ?1 order by number desc limit ?2")?;
    roots
        .into_iter()
        .map(|(watch, target)| {
            let times = newest.query_map(params![target, most as i64], |r| Ok(time(r.get(0)?)))?;
            let mut times: Vec<Timestamp> = times.collect::<rusqlite::Result<_>>()?;
            times.reverse();
            Ok((watch, times))
        })
        .collect()
}

pub(super) fn raw_page(connection: &Connection, url: &str, hash: &str) -> rusqlite::Result<Option<Page>> {
    let found: Option<(String, Vec<u8>)> = connection
        .prepare_cached(
            "select a.meta, p.body from answers a join pages p on p.hash = a.hash where a.hash = ?1 and a.url = ?2",
        )?
        .query_row([hash, url], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    found
        .map(|(meta, body)| {
            let page: Page = parse(&meta)?;
            let bytes = unpack(&body)?;
            // What a mail is proved by must be what was read, or nothing.
            if sha256_hex(&bytes) != page.sha256 {
                return Err(unread(std::io::Error::other(format!(
                    "the bytes of page {hash} changed since they were kept"
                ))));
            }
            Ok(Page { bytes, ..page })
        })
        .transpose()
}

pub(super) fn known_links(
    connection: &Connection,
    watch: &str,
    urls: &[String],
) -> rusqlite::Result<Vec<(String, Timestamp)>> {
    connection
        .prepare_cached(
            "select url, first_seen from links where watch = ?1 and url in (select value from json_each(?2))",
        )?
        .query_map(params![watch, json(urls)?], |r| Ok((r.get(0)?, time(r.get(1)?))))?
        .collect()
}

pub(super) fn checks(connection: &Connection, url: &str, limit: usize) -> rusqlite::Result<Vec<CheckRow>> {
    check_rows(connection, "in (select id from targets where url = ?1)", params![url, limit as i64])
}

pub(super) fn checks_of(connection: &Connection, target: i64, limit: usize) -> rusqlite::Result<Vec<CheckRow>> {
    check_rows(connection, "= ?1", params![target, limit as i64])
}

fn check_rows(
    connection: &Connection,
    targets: &str,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<Vec<CheckRow>> {
    let rows: Vec<(i64, String, String)> = connection
        .prepare_cached(&format!(
            "select started, row, hash from checks where target {targets} order by id desc limit ?2"
        ))?
        .query_map(values, |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(started, row, hash)| {
            let row: serde_json::Value = parse(&row)?;
            let outcome = serde_json::from_value(row["outcome"].clone()).map_err(super::codec::wrong)?;
            let quieted = serde_json::from_value(row["quieted"].clone()).unwrap_or_default();
            Ok(CheckRow { started: time(started), outcome, quieted, hash })
        })
        .collect()
}

pub(super) fn targets(connection: &Connection) -> rusqlite::Result<Vec<TargetRow>> {
    connection
        .prepare_cached("select watch, url from targets where retired = 0 order by watch, id")?
        .query_map([], |r| Ok(TargetRow { watch: r.get(0)?, url: r.get(1)? }))?
        .collect()
}

pub(super) fn watch_states(connection: &Connection) -> rusqlite::Result<Vec<WatchState>> {
    let mut query = connection.prepare_cached(
        "select w.id, w.origin, w.enabled, r.last_good, r.last_check, r.due, r.failures, r.failing_since, r.reason, r.detail,
           (select count(*) from targets t where t.watch = w.id and t.retired = 0),
           (select count(*) from targets t where t.watch = w.id and t.retired = 0 and t.failures > 0),
           (select count(distinct s.commitment) from sightings s where s.watch = w.id and s.present = 1)
         from watches w left join targets r on r.watch = w.id and r.kind = 'root' and r.url = w.url
         where w.listed = 1 order by w.rowid",
    )?;
    let rows = query.query_map([], |r| {
        let at = |n: usize| -> rusqlite::Result<Option<Timestamp>> { Ok(r.get::<_, Option<i64>>(n)?.map(time)) };
        let count =
            |n: usize| -> rusqlite::Result<usize> { Ok(usize::try_from(r.get::<_, i64>(n)?).unwrap_or_default()) };
        let origin: crate::model::Origin = parse(&r.get::<_, String>(1)?)?;
        let reason: Option<String> = r.get(8)?;
        Ok(WatchState {
            watch: r.get(0)?,
            name: origin.name,
            enabled: r.get(2)?,
            last_good: at(3)?,
            last_check: at(4)?,
            next_due: at(5)?,
            failures: r.get::<_, Option<u32>>(6)?.unwrap_or_default(),
            failing_since: at(7)?,
            reason: reason.map(|w| word(&w)).transpose()?,
            detail: r.get(9)?,
            targets: count(10)?,
            targets_failing: count(11)?,
            commitments: count(12)?,
        })
    })?;
    rows.collect()
}
