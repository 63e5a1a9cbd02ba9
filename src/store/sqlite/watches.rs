//! I/O. Watches and their root targets follow the watchlist; how far each first check has come.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::claims;
use super::codec::{json, micros};
use crate::store::{BaselineState, WatchSeed};
use jiff::Timestamp;

pub(super) fn sync(connection: &mut Connection, seeds: &[WatchSeed], now: Timestamp) -> rusqlite::Result<Vec<String>> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut fresh = Vec::new();
    for seed in seeds {
        let id = &seed.origin.watch;
        let url = seed.url.as_str();
        let before: Option<(String, bool)> = work
            .query_row("select url, enabled from watches where id = ?1", [id], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        work.execute(
            "insert into watches (id, origin, url, enabled) values (?1, ?2, ?3, ?4)
             on conflict (id) do update set origin = ?2, url = ?3, enabled = ?4, listed = 1",
            params![id, json(&seed.origin)?, url, seed.enabled],
        )?;
        let moved = before.as_ref().is_some_and(|(old, _)| old != url);
        if moved {
            // Another page: a new baseline. What the old one led to is no longer watched.
            retire(&work, id, FOR_GOOD)?;
            work.execute("delete from links where watch = ?1", [id])?;
            work.execute("delete from baseline_reports where watch = ?1", [id])?;
        }
        if !seed.enabled {
            retire(&work, id, WHILE_OFF)?;
            continue;
        }
        let made = work.execute(
            "insert into targets (watch, url, host, kind, role, discovered_at, due)
             values (?1, ?2, ?4, 'root', 'baseline', ?3, ?3) on conflict (watch, url) do nothing",
            params![id, url, micros(now), claims::known_host(&work, &seed.url)?],
        )?;
        work.execute("update targets set retired = 0 where watch = ?1 and retired = ?2", params![id, WHILE_OFF])?;
        // The root is watched whatever it was before: an article that became the page to watch, a page given up once.
        work.execute(
            "update targets set kind = 'root', retired = 0, due = coalesce(due, ?3) where watch = ?1 and url = ?2",
            params![id, url, micros(now)],
        )?;
        if made > 0 {
            fresh.push(id.clone());
        }
    }
    retire_unknown(&work, seeds)?;
    work.commit()?;
    Ok(fresh)
}

/// Comes back when the watch does.
const WHILE_OFF: i64 = 1;
/// Belongs to a page that is no longer watched, or was read to its end.
const FOR_GOOD: i64 = 2;

fn retire(work: &Connection, watch: &str, how: i64) -> rusqlite::Result<()> {
    work.execute("update targets set retired = max(retired, ?2) where watch = ?1", params![watch, how])?;
    Ok(())
}

fn retire_unknown(work: &Connection, seeds: &[WatchSeed]) -> rusqlite::Result<()> {
    let known: Vec<String> = {
        let mut all = work.prepare("select id from watches where listed = 1")?;
        all.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?
    };
    for id in known.iter().filter(|id| !seeds.iter().any(|s| s.origin.watch == **id)) {
        retire(work, id, WHILE_OFF)?;
        work.execute("update watches set enabled = 0, listed = 0 where id = ?1", [id])?;
    }
    Ok(())
}

pub(super) fn baselines(connection: &Connection) -> rusqlite::Result<Vec<BaselineState>> {
    let mut query = connection.prepare(
        "select w.id, count(t.id), count(t.last_check), count(t.last_good),
                (select count(distinct s.commitment) from sightings s join targets x on x.id = s.target
                 where x.watch = w.id and x.role = 'baseline' and s.commitment is not null)
         from watches w join targets t on t.watch = w.id and t.role = 'baseline' and t.retired = 0
         where w.enabled = 1 group by w.id order by w.id",
    )?;
    let count = |r: &rusqlite::Row<'_>, n: usize| r.get::<_, i64>(n).map(|c| usize::try_from(c).unwrap_or_default());
    let rows = query.query_map([], |r| {
        Ok(BaselineState {
            watch: r.get(0)?,
            targets: count(r, 1)?,
            attempted: count(r, 2)?,
            read: count(r, 3)?,
            commitments: count(r, 4)?,
            reported_to: Vec::new(),
        })
    })?;
    let mut all: Vec<BaselineState> = rows.collect::<rusqlite::Result<_>>()?;
    let mut told = connection.prepare("select recipient from baseline_reports where watch = ?1")?;
    for state in &mut all {
        state.reported_to = told.query_map([&state.watch], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    }
    Ok(all)
}
