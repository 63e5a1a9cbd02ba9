//! I/O. Entries, their block keys and generations, and sightings.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::codec::{json, micros, parse};
use crate::model::{Commitment, CommitmentState, LedgerEntry, LedgerSlice, Pending, Sighting, SightingState};
use crate::store::{Committed, Generation};

pub(super) fn slice(
    connection: &mut Connection,
    target: i64,
    keys: &[String],
) -> rusqlite::Result<(LedgerSlice, Generation)> {
    // One look: entries and generations of two moments would let a commit pass that did not see what it overwrites.
    let look = connection.transaction()?;
    let connection: &Connection = &look;
    let wanted = json(keys)?;
    let ids: Vec<String> = connection
        .prepare_cached(
            "select commitment from blocks where key in (select value from json_each(?1))
             union select commitment from sightings where target = ?2 and commitment is not null",
        )?
        .query_map(params![wanted, target], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut slice = LedgerSlice::default();
    let mut all_keys: Vec<String> = keys.to_vec();
    for id in ids {
        let found = entry(connection, &id)?.filter(|e| e.commitment.state != CommitmentState::Joined);
        if let Some(entry) = found {
            all_keys.extend(entry.commitment.block_keys.iter().cloned());
            slice.entries.push(entry);
        }
    }
    slice.orphans = connection
        .prepare_cached("select id, record from sightings where target = ?1 and commitment is null")?
        .query_map([target], sighting_row)?
        .map(|row| row.and_then(|(id, text)| sighting(id, &text)))
        .collect::<rusqlite::Result<_>>()?;
    Ok((slice, generation(connection, all_keys)?))
}

fn generation(connection: &Connection, mut keys: Vec<String>) -> rusqlite::Result<Generation> {
    keys.sort();
    keys.dedup();
    let numbered = keys.into_iter().map(|key| {
        let number = number(connection, &key)?;
        Ok((key, number))
    });
    Ok(Generation(numbered.collect::<rusqlite::Result<_>>()?))
}

/// An entry with its generation, of one moment.
pub(super) fn entry_now(connection: &mut Connection, id: &str) -> rusqlite::Result<Option<(LedgerEntry, Generation)>> {
    let look = connection.transaction()?;
    let Some(entry) = entry(&look, id)? else { return Ok(None) };
    let generation = generation(&look, keys_of(&look, id)?)?;
    Ok(Some((entry, generation)))
}

fn number(connection: &Connection, key: &str) -> rusqlite::Result<i64> {
    let found = connection
        .prepare_cached("select number from generations where key = ?1")?
        .query_row([key], |r| r.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Whether every block of the slice is as it was when the slice was taken.
pub(super) fn is_current(connection: &Connection, generation: &Generation) -> rusqlite::Result<bool> {
    for (key, then) in &generation.0 {
        if number(connection, key)? != *then {
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn entry(connection: &Connection, id: &str) -> rusqlite::Result<Option<LedgerEntry>> {
    let record: Option<String> = connection
        .prepare_cached("select record from commitments where id = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    let Some(record) = record else { return Ok(None) };
    let commitment: Commitment = parse(&record)?;
    let sightings = connection
        .prepare_cached("select id, record from sightings where commitment = ?1 order by id")?
        .query_map([id], sighting_row)?
        .map(|row| row.and_then(|(id, text)| sighting(id, &text)))
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some(LedgerEntry { commitment, sightings }))
}

fn sighting_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, String)> {
    Ok((r.get(0)?, r.get(1)?))
}

fn sighting(id: i64, text: &str) -> rusqlite::Result<Sighting> {
    let held: Sighting = parse(text)?;
    Ok(Sighting { id, ..held })
}

/// Inserts or replaces entries and sightings. Every block touched moves on by one: what becomes of an entry depends on
/// all its sightings, so a check that saw the old ones must compare again.
pub(super) fn write(work: &Connection, commitments: &[Commitment], sightings: &[Sighting]) -> rusqlite::Result<()> {
    let mut moved = BTreeSet::new();
    for commitment in commitments {
        let (id, record) = (commitment.id.as_str(), &commitment.record);
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
        let (first, last) = (day(record.date.map(|d| d.first_day())), day(record.date.map(|d| d.last_day())));
        work.prepare_cached(
            "insert into commitments (id, first_seen, first_day, last_day, record) values (?1, ?2, ?3, ?4, ?5)
             on conflict (id) do update set first_day = ?3, last_day = ?4, record = ?5",
        )?
        .execute(params![id, micros(commitment.first_seen), first, last, json(commitment)?])?;
        moved.extend(keys_of(work, id)?);
        work.prepare_cached("delete from blocks where commitment = ?1")?.execute([id])?;
        for key in &commitment.block_keys {
            work.prepare_cached("insert into blocks (key, commitment) values (?1, ?2) on conflict do nothing")?
                .execute(params![key, id])?;
        }
        moved.extend(commitment.block_keys.iter().cloned());
    }
    for sighting in sightings {
        if let Some(id) = &sighting.commitment {
            moved.extend(keys_of(work, id.as_str())?);
        }
        write_sighting(work, sighting)?;
    }
    move_on(work, moved)
}

fn move_on(work: &Connection, keys: BTreeSet<String>) -> rusqlite::Result<()> {
    for key in keys {
        work.prepare_cached(
            "insert into generations (key, number) values (?1, 1) on conflict (key) do update set number = number + 1",
        )?
        .execute([key])?;
    }
    Ok(())
}

fn write_sighting(work: &Connection, sighting: &Sighting) -> rusqlite::Result<()> {
    let (id, of, target) = (sighting.id, sighting.commitment.as_ref().map(|c| c.as_str()), sighting.target);
    let (present, pending) = (sighting.state == SightingState::Present, sighting.pending.is_some());
    let missing = match &sighting.pending {
        Some(Pending::Missing { .. }) => sighting.missing_since.map(micros),
        _ => None,
    };
    let record = json(sighting)?;
    if id == 0 {
        work.prepare_cached(
            "insert into sightings (commitment, target, watch, present, pending, missing, record)
             values (?1, ?2, (select watch from targets where id = ?2), ?3, ?4, ?5, ?6)",
        )?
        .execute(params![of, target, present, pending, missing, record])?;
    } else {
        work.prepare_cached(
            "update sightings set commitment = ?2, present = ?3, pending = ?4, missing = ?5, record = ?6 where id = ?1",
        )?
        .execute(params![id, of, present, pending, missing, record])?;
    }
    work.prepare_cached(
        "update targets set pending = exists (select 1 from sightings where target = ?1 and pending = 1 and present = 1)
         where id = ?1",
    )?
    .execute([target])?;
    Ok(())
}

pub(super) fn amend(
    connection: &mut Connection,
    commitments: &[Commitment],
    sightings: &[Sighting],
    generation: &Generation,
) -> rusqlite::Result<Committed> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !is_current(&work, generation)? {
        return Ok(Committed::Stale);
    }
    write(&work, commitments, sightings)?;
    work.commit()?;
    Ok(Committed::Done)
}

fn keys_of(work: &Connection, commitment: &str) -> rusqlite::Result<Vec<String>> {
    work.prepare_cached("select key from blocks where commitment = ?1")?
        .query_map([commitment], |r| r.get(0))?
        .collect()
}

pub(super) fn all(connection: &Connection, id: Option<&str>) -> rusqlite::Result<Vec<LedgerEntry>> {
    let ids: Vec<String> = match id {
        Some(id) => vec![id.to_owned()],
        None => connection
            .prepare_cached("select id from commitments order by first_seen desc, id")?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?,
    };
    let mut entries = Vec::with_capacity(ids.len());
    for id in ids {
        entries.extend(entry(connection, &id)?);
    }
    Ok(entries)
}

pub(super) fn dated(
    connection: &Connection,
    from: jiff::civil::Date,
    to: jiff::civil::Date,
) -> rusqlite::Result<Vec<Commitment>> {
    connection
        .prepare_cached(
            "select record from commitments where last_day is not null and last_day >= ?1 and first_day <= ?2",
        )?
        .query_map(params![from.to_string(), to.to_string()], |r| r.get::<_, String>(0))?
        .map(|text| text.and_then(|t| parse(&t)))
        .collect()
}

/// Other watched targets of a host with sightings missing since then, and those whose removal a check told since.
pub(super) fn losses(connection: &Connection, host: &str, besides: i64, since: Timestamp) -> rusqlite::Result<usize> {
    // After `http` or `https`.
    let wanted = format!("://{host}/");
    let count: i64 = connection
        .prepare_cached(
            "select count(*) from (
               select t.url from sightings s join targets t on t.id = s.target
               where s.missing >= ?3 and s.present = 1 and t.retired = 0 and instr(t.url, ?1) in (5, 6) and t.id <> ?2
               union
               select json_extract(e.record, '$.moment.url') url from events e
               where e.at >= ?3 and json_extract(e.record, '$.kind') = 'removed'
                 and json_extract(e.record, '$.cause') = 'check' and instr(url, ?1) in (5, 6)
                 and url <> (select t.url from targets t where t.id = ?2))",
        )?
        .query_row(params![wanted, besides, micros(since)], |r| r.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

pub(super) fn release(connection: &mut Connection, url: &str, now: Timestamp) -> rusqlite::Result<usize> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let entries: Vec<Option<String>> = work
        .prepare(
            // Held until now, not never held: the next check must not hold it again.
            "update sightings set record = json_set(record, '$.held_until', ?2)
             where json_extract(record, '$.held_until') > ?2 and target in (select id from targets where url = ?1)
             returning commitment",
        )?
        .query_map(params![url, now.to_string()], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let held = entries.len();
    let mut moved = BTreeSet::new();
    for entry in entries.into_iter().flatten() {
        moved.extend(keys_of(&work, &entry)?);
    }
    move_on(&work, moved)?;
    if held > 0 {
        work.execute("update targets set due = ?2, not_before = 0 where url = ?1", params![url, micros(now)])?;
    }
    work.commit()?;
    Ok(held)
}
