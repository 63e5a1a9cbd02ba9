//! I/O. Events, who hears of them, and composed alerts with their bytes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::codec::{json, micros, pack, parse, unpack, word};
use crate::model::{Alert, AlertId, Assignment, CommitmentId, Delivery, Event, EventId};
use crate::net::failpoint;
use crate::store::{AlertRow, Thread};

/// Appends events; those whose id exists are left as they are. Gives the ids that were new.
fn add_events(work: &Connection, events: &[Event]) -> rusqlite::Result<Vec<EventId>> {
    let mut fresh = Vec::new();
    for event in events {
        let made = work
            .prepare_cached("insert into events (id, at, record) values (?1, ?2, ?3) on conflict (id) do nothing")?
            .execute(params![event.id.as_str(), micros(event.at), json(event)?])?;
        if made > 0 {
            fresh.push(event.id.clone());
        }
    }
    Ok(fresh)
}

/// Appends events with who hears of them. An event that exists was told before: it is skipped with its assignments, and
/// so is an alert all of whose events were.
pub(super) fn tell(
    work: &Connection,
    events: &[Event],
    assignments: &[Assignment],
    alerts: &[Alert],
) -> rusqlite::Result<()> {
    let fresh = add_events(work, events)?;
    let told: Vec<&Assignment> = assignments.iter().filter(|a| fresh.contains(&a.event)).collect();
    assign(work, &told)?;
    for alert in alerts {
        if alert.events.is_empty() || alert.events.iter().any(|e| fresh.contains(e)) {
            queue(work, alert)?;
        }
    }
    Ok(())
}

/// Event × recipient is unique: a second assignment changes nothing.
fn assign(work: &Connection, assignments: &[&Assignment]) -> rusqlite::Result<()> {
    for assignment in assignments {
        work.prepare_cached(
            "insert into assignments (event, recipient, disposition, reason) values (?1, ?2, ?3, ?4) on conflict do nothing",
        )?
        .execute(params![
            assignment.event.as_str(),
            assignment.recipient,
            assignment.disposition.as_str(),
            assignment.reason.as_str()
        ])?;
    }
    Ok(())
}

/// Keeps an alert and queues one delivery per address; an alert that exists is left as it is.
pub(super) fn queue(work: &Connection, alert: &Alert) -> rusqlite::Result<()> {
    let at = micros(alert.created_at);
    let made = work
        .prepare_cached(
            "insert into alerts (id, recipient, message_id, created_at, record, eml, html) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             on conflict (id) do nothing",
        )?
        .execute(params![
            alert.id.as_str(),
            alert.recipient,
            alert.message_id,
            at,
            json(alert)?,
            pack(&alert.eml)?,
            pack(alert.html.as_bytes())?
        ])?;
    if made == 0 {
        return Ok(());
    }
    for address in &alert.addresses {
        work.prepare_cached(
            "insert into deliveries (alert, address, state, queued_at, next_at) values (?1, ?2, 'queued', ?3, ?3)
             on conflict do nothing",
        )?
        .execute(params![alert.id.as_str(), address, at])?;
    }
    for event in &alert.events {
        work.prepare_cached("update assignments set alert = ?3 where event = ?1 and recipient = ?2 and alert is null")?
            .execute(params![event.as_str(), alert.recipient, alert.id.as_str()])?;
        thread_begins(work, alert, event)?;
    }
    Ok(())
}

/// The first alert about a document or a commitment begins its thread.
fn thread_begins(work: &Connection, alert: &Alert, event: &EventId) -> rusqlite::Result<()> {
    let record: Option<String> = work
        .prepare_cached("select record from events where id = ?1")?
        .query_row([event.as_str()], |r| r.get(0))
        .optional()?;
    let Some(record) = record else { return Ok(()) };
    let event: Event = parse(&record)?;
    let commitment = event.commitment.map(|c| c.as_str().to_owned());
    for subject in [Some(event.moment.url), commitment].into_iter().flatten().filter(|s| !s.is_empty()) {
        work.prepare_cached(
            "insert into alert_subjects (recipient, subject, message_id) values (?1, ?2, ?3) on conflict do nothing",
        )?
        .execute(params![alert.recipient, subject, alert.message_id])?;
    }
    Ok(())
}

pub(super) fn thread(
    connection: &Connection,
    recipient: &str,
    url: &str,
    commitment: Option<&CommitmentId>,
) -> rusqlite::Result<Thread> {
    let first = |subject: &str| -> rusqlite::Result<Option<String>> {
        connection
            .prepare_cached("select message_id from alert_subjects where recipient = ?1 and subject = ?2")?
            .query_row(params![recipient, subject], |r| r.get(0))
            .optional()
    };
    let of_commitment = commitment.map(|c| first(c.as_str())).transpose()?.flatten();
    Ok(Thread { document: first(url)?, commitment: of_commitment })
}

/// What waits for the recipient's digest: events for it, and those quiet hours held back.
pub(super) fn digest_events(connection: &Connection, recipient: &str) -> rusqlite::Result<Vec<(Event, Assignment)>> {
    let mut query = connection.prepare_cached(
        "select e.record, a.disposition, a.reason from assignments a join events e on e.id = a.event
         where a.recipient = ?1 and a.alert is null and a.disposition in ('digest', 'held') order by e.at, e.id",
    )?;
    let rows = query
        .query_map([recipient], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)))?;
    rows.map(|row| {
        let (record, disposition, reason) = row?;
        let event: Event = parse(&record)?;
        let assignment = Assignment {
            event: event.id.clone(),
            recipient: recipient.to_owned(),
            disposition: word(&disposition)?,
            reason: word(&reason)?,
        };
        Ok((event, assignment))
    })
    .collect()
}

pub(super) fn compose_digest(
    connection: &mut Connection,
    recipient: &str,
    at: Timestamp,
    alert: Option<&Alert>,
) -> rusqlite::Result<()> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(alert) = alert {
        if is_told(&work, recipient, &alert.events)? {
            return Ok(());
        }
        queue(&work, alert)?;
    }
    work.execute(
        "insert into recipients (key, last_digest) values (?1, ?2) on conflict (key) do update set last_digest = ?2",
        params![recipient, micros(at)],
    )?;
    failpoint::hit("store.compose_digest.before_commit");
    work.commit()?;
    failpoint::hit("store.compose_digest.after_commit");
    Ok(())
}

/// Whether another alert has one of these events already: then somebody else composed this digest meanwhile.
fn is_told(work: &Connection, recipient: &str, events: &[EventId]) -> rusqlite::Result<bool> {
    let ids: Vec<&str> = events.iter().map(EventId::as_str).collect();
    work.prepare_cached(
        "select exists (select 1 from assignments where recipient = ?1 and alert is not null
           and event in (select value from json_each(?2)))",
    )?
    .query_row(params![recipient, json(&ids)?], |r| r.get(0))
}

pub(super) fn report_baseline(
    connection: &mut Connection,
    recipient: &str,
    watches: &[String],
    alert: &Alert,
) -> rusqlite::Result<()> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut fresh = 0;
    for watch in watches {
        fresh += work.execute(
            "insert into baseline_reports (recipient, watch) values (?1, ?2) on conflict do nothing",
            params![recipient, watch],
        )?;
    }
    if fresh == 0 {
        // Another process reported all of them in the meantime.
        return Ok(());
    }
    queue(&work, alert)?;
    failpoint::hit("store.report_baseline.before_commit");
    work.commit()
}

pub(super) fn event(connection: &Connection, id: &str) -> rusqlite::Result<Option<(Event, Vec<Assignment>)>> {
    let record: Option<String> = connection
        .prepare_cached("select record from events where id = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?;
    let Some(record) = record else { return Ok(None) };
    let mut query = connection
        .prepare_cached("select recipient, disposition, reason from assignments where event = ?1 order by recipient")?;
    let rows =
        query.query_map([id], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?)))?;
    let assignments = rows
        .map(|row| {
            let (recipient, disposition, reason) = row?;
            let event = EventId::from_text(id);
            Ok(Assignment { event, recipient, disposition: word(&disposition)?, reason: word(&reason)? })
        })
        .collect::<rusqlite::Result<_>>()?;
    Ok(Some((parse(&record)?, assignments)))
}

pub(super) fn events(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<Event>> {
    connection
        .prepare_cached("select record from events order by at desc, id limit ?1")?
        .query_map([limit as i64], |r| r.get::<_, String>(0))?
        .map(|text| text.and_then(|t| parse(&t)))
        .collect()
}

/// The newest alerts, newest first, without their bytes.
pub(super) fn newest(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<AlertRow>> {
    rows(connection, "null, null", "order by a.created_at desc, a.id limit ?1", params![limit as i64])
}

/// Alerts to a recipient composed after `since`, newest first, without their bytes.
pub(super) fn since(connection: &Connection, recipient: &str, since: Timestamp) -> rusqlite::Result<Vec<AlertRow>> {
    let which = "where a.recipient = ?1 and a.created_at > ?2 order by a.created_at desc, a.id";
    rows(connection, "null, null", which, params![recipient, micros(since)])
}

/// One alert with its bytes.
pub(super) fn alert(connection: &Connection, id: &str) -> rusqlite::Result<Option<AlertRow>> {
    Ok(rows(connection, "a.eml, a.html", "where a.id = ?1", params![id])?.pop())
}

fn rows(
    connection: &Connection,
    bytes: &str,
    which: &str,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<Vec<AlertRow>> {
    let mut query = connection.prepare_cached(&format!(
        "select a.record, {bytes}, j.opinion from alerts a left join judgements j on j.id = a.id {which}"
    ))?;
    let rows = query.query_map(values, |r| {
        let packed = |n: usize| r.get::<_, Option<Vec<u8>>>(n);
        Ok((r.get::<_, String>(0)?, packed(1)?, packed(2)?, r.get::<_, Option<String>>(3)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (record, eml, html, opinion) = row?;
        let mut alert: Alert = parse(&record)?;
        alert.eml = eml.map(|b| unpack(&b)).transpose()?.unwrap_or_default();
        let html = html.map(|b| unpack(&b)).transpose()?.unwrap_or_default();
        alert.html = String::from_utf8_lossy(&html).into_owned();
        let deliveries = super::deliveries::of_alert(connection, &alert.id)?;
        found.push(AlertRow { alert, deliveries, opinion });
    }
    Ok(found)
}

pub(super) fn delivery_row(r: &rusqlite::Row<'_>, alert: &AlertId) -> rusqlite::Result<Delivery> {
    let at: Option<i64> = r.get(4)?;
    Ok(Delivery {
        alert: alert.clone(),
        address: r.get(0)?,
        state: r.get(1)?,
        attempts: r.get(2)?,
        detail: r.get(3)?,
        at: at.map(super::codec::time),
    })
}
