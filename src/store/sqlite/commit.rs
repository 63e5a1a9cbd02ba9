//! I/O. One check, one transaction; unchanged checks are buffered and written many at a time.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::codec::{json, micros, pack};
use super::{alerts, claims, ledger, readers, seen};
use crate::model::{CheckOutcome, Page, TargetKind, sha256_hex};
use crate::net::failpoint;
use crate::store::{CheckRecord, Committed, EventRecord, Fence, Generation};

pub(super) fn check(
    connection: &mut Connection,
    fence: Fence,
    record: &CheckRecord,
    generation: &Generation,
) -> rusqlite::Result<Committed> {
    failpoint::hit("store.commit_check.before_begin");
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    failpoint::hit("store.commit_check.after_begin");
    if !holds(&work, fence)? {
        return Ok(Committed::LostLease);
    }
    if !ledger::is_current(&work, generation)? {
        return Ok(Committed::Stale);
    }
    write(&work, fence, record)?;
    failpoint::hit("store.commit_check.before_commit");
    work.commit()?;
    failpoint::hit("store.commit_check.after_commit");
    Ok(Committed::Done)
}

/// Writes buffered checks in one transaction; those whose lease was lost are dropped.
pub(super) fn buffered(connection: &mut Connection, records: &[(Fence, CheckRecord)]) -> rusqlite::Result<()> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (fence, record) in records {
        if holds(&work, *fence)? {
            write(&work, *fence, record)?;
        }
    }
    work.commit()
}

pub(super) fn events(connection: &mut Connection, record: &EventRecord) -> rusqlite::Result<()> {
    failpoint::hit("store.commit_events.before_begin");
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    alerts::tell(&work, &record.events, &record.assignments, &record.alerts)?;
    failpoint::hit("store.commit_events.before_commit");
    work.commit()?;
    failpoint::hit("store.commit_events.after_commit");
    Ok(())
}

fn holds(work: &Connection, fence: Fence) -> rusqlite::Result<bool> {
    let newest: Option<i64> = work
        .prepare_cached("select fence from targets where id = ?1 and retired = 0")?
        .query_row([fence.target], |r| r.get(0))
        .optional()?;
    Ok(newest == Some(fence.number))
}

fn write(work: &Connection, fence: Fence, record: &CheckRecord) -> rusqlite::Result<()> {
    let target = fence.target;
    chain(work, target, record)?;
    if let Some(page) = &record.page {
        keep_page(work, target, page, matches!(record.outcome, CheckOutcome::Failed { .. }))?;
    }
    if let Some(version) = &record.remade {
        readers::replace_version(work, target, version)?;
    }
    if let Some(version) = &record.version {
        readers::add_version(work, target, version)?;
    }
    seen::note(work, target, &record.seen)?;
    for page in &record.attached {
        keep_body(work, page, page.url.as_str())?;
        work.prepare_cached("insert into attached (hash, target) values (?1, ?2) on conflict do nothing")?
            .execute(params![page.sha256, target])?;
    }
    if record.version.is_some() || record.remade.is_some() {
        work.prepare_cached("update targets set files = ?2 where id = ?1")?.execute(params![target, record.files])?;
    }
    state(work, target, record)?;
    add_links(work, target, record)?;
    ledger::write(work, &record.commitments, &record.sightings)?;
    alerts::tell(work, &record.events, &record.assignments, &record.alerts)
}

/// Appends the check to the chain: each hash covers the one before, which is kept in the row, so that what retention
/// leaves can still be proved row by row.
fn chain(work: &Connection, target: i64, record: &CheckRecord) -> rusqlite::Result<()> {
    let previous: Option<String> = work
        .prepare_cached("select hash from checks order by id desc limit 1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    let previous = previous.unwrap_or_default();
    let page = record.page.as_ref().map(|p| p.sha256.as_str());
    let text = record.version.as_ref().map(|v| v.text_hash.as_str());
    let mut row = serde_json::json!({
        "target": target, "started": micros(record.started), "ended": micros(record.ended),
        "outcome": record.outcome, "page": page, "text": text,
    });
    if !record.quieted.is_empty() {
        row["quieted"] = serde_json::json!(record.quieted);
    }
    let row = json(&row)?;
    let hash = sha256_hex(format!("{previous}{row}").as_bytes());
    work.prepare_cached("insert into checks (target, started, row, previous, hash) values (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![target, micros(record.started), row, previous, hash])?;
    Ok(())
}

/// Kept raw are the pages that made a version, and the newest readable and newest failed one of each target; the one
/// this page takes the place of goes, unless something else still needs it.
fn keep_page(work: &Connection, target: i64, page: &Page, failed: bool) -> rusqlite::Result<()> {
    let url: String =
        work.prepare_cached("select url from targets where id = ?1")?.query_row([target], |r| r.get(0))?;
    keep_body(work, page, &url)?;
    let column = if failed { "failed_page" } else { "page_hash" };
    let before: Option<String> = work
        .prepare_cached(&format!("select {column} from targets where id = ?1"))?
        .query_row([target], |r| r.get(0))?;
    work.prepare_cached(&format!("update targets set {column} = ?2 where id = ?1"))?
        .execute(params![target, page.sha256])?;
    work.prepare_cached(
        "delete from pages where hash = ?1 and not exists (select 1 from versions where page_hash = ?1)
           and not exists (select 1 from attached where hash = ?1)
           and not exists (select 1 from targets where page_hash = ?1)
           and not exists (select 1 from targets where failed_page = ?1)",
    )?
    .execute([&before])?;
    work.prepare_cached("delete from answers where hash = ?1 and not exists (select 1 from pages where hash = ?1)")?
        .execute([&before])?;
    Ok(())
}

/// Keeps a response under its hash and the URL it answered for.
fn keep_body(work: &Connection, page: &Page, url: &str) -> rusqlite::Result<()> {
    work.prepare_cached("insert into pages (hash, body) values (?1, ?2) on conflict (hash) do nothing")?
        .execute(params![page.sha256, pack(&page.bytes)?])?;
    work.prepare_cached("insert into answers (hash, url, meta) values (?1, ?2, ?3) on conflict do nothing")?
        .execute(params![page.sha256, url, json(page)?])?;
    Ok(())
}

fn state(work: &Connection, target: i64, record: &CheckRecord) -> rusqlite::Result<()> {
    let due = record.next_due.map(micros);
    let started = micros(record.started);
    if let CheckOutcome::Failed { failure } = &record.outcome {
        work.prepare_cached(
            "update targets set due = ?2, retired = iif(?2 is null, 2, 0), lease_until = 0, last_check = ?3, failures = failures + 1,
               failing_since = coalesce(failing_since, ?3), reason = ?4, detail = ?5, told_failing = ?6 where id = ?1",
        )?
        .execute(params![target, due, started, failure.reason.as_str(), failure.detail, record.told_failing])?;
        return Ok(());
    }
    if record.outcome.is_upgrade() {
        // Nothing was fetched: whether the page can be read is not known any better.
        work.prepare_cached(
            "update targets set due = ?2, retired = iif(?2 is null, 2, 0), lease_until = 0, last_check = ?3 where id = ?1",
        )?
        .execute(params![target, due, started])?;
        return Ok(());
    }
    work.prepare_cached(
        "update targets set due = ?2, retired = iif(?2 is null, 2, 0), lease_until = 0, last_check = ?3, failures = 0,
           failing_since = null, reason = null, detail = null, told_failing = 0 where id = ?1",
    )?
    .execute(params![target, due, started])?;
    let ended = micros(record.ended);
    let reads = if record.version.is_some() { "1" } else { "reads + 1" };
    work.prepare_cached(&format!(
        "update targets set last_good = ?2, reads = {reads}, last_full = iif(?3, ?2, last_full) where id = ?1"
    ))?
    .execute(params![target, ended, record.full])?;
    work.prepare_cached("update versions set last_read = ?2 where id = (select version from targets where id = ?1)")?
        .execute(params![target, ended])?;
    if let Some(validators) = &record.validators {
        work.prepare_cached("update targets set etag = ?2, last_modified = ?3 where id = ?1")?.execute(params![
            target,
            validators.etag,
            validators.last_modified
        ])?;
    }
    Ok(())
}

fn add_links(work: &Connection, target: i64, record: &CheckRecord) -> rusqlite::Result<()> {
    if record.links.is_empty() && record.renewed.is_empty() {
        return Ok(());
    }
    let watch: String = work.query_row("select watch from targets where id = ?1", [target], |r| r.get(0))?;
    let at = micros(record.ended);
    for (link, role) in &record.links {
        let url = link.url.as_str();
        let kind = if link.part.is_some() { TargetKind::Part } else { TargetKind::Article };
        work.prepare_cached("insert into links (watch, url, first_seen) values (?1, ?2, ?3) on conflict do nothing")?
            .execute(params![watch, url, at])?;
        work.prepare_cached(
            "insert into targets (watch, url, host, kind, role, link, discovered_at, due)
             values (?1, ?2, ?6, ?7, ?3, ?4, ?5, ?5)
             on conflict (watch, url) do update set retired = 0,
               due = iif(retired = 0 and excluded.kind <> 'part', due, excluded.due),
               kind = iif(url = (select w.url from watches w where w.id = watch), kind, excluded.kind),
               role = iif(excluded.kind = 'part', excluded.role, role), link = iif(excluded.kind = 'part', excluded.link, link),
               lease_until = iif(excluded.kind = 'part', 0, lease_until), fence = fence + (excluded.kind = 'part')",
        )?
        .execute(params![watch, url, role.as_str(), json(link)?, at, claims::known_host(work, &link.url)?, kind.as_str()])?;
    }
    // A check under way read the old page: it loses its lease, and the target is looked at again.
    let mut renew = work.prepare_cached(
        "update targets set link = ?3, due = min(due, ?4), lease_until = 0, fence = fence + 1
         where watch = ?1 and url = ?2 and retired = 0 and kind <> 'root' and json_extract(link, '$.stamp') is not ?5",
    )?;
    for link in &record.renewed {
        renew.execute(params![watch, link.url.as_str(), json(link)?, at, link.stamp])?;
    }
    Ok(())
}
