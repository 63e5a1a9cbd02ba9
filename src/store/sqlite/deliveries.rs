//! I/O. The delivery queue: one row per alert and address.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::alerts;
use super::codec::{micros, time};
use crate::model::{AlertId, Delivery, DeliveryOutcome, QueuedDelivery};
use crate::net::failpoint;
use crate::store::QueueState;

pub(super) fn claim(
    connection: &mut Connection,
    n: usize,
    now: Timestamp,
    lease: Duration,
) -> rusqlite::Result<Vec<QueuedDelivery>> {
    let at = micros(now);
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let ids: Vec<i64> = work
        .prepare_cached(
            "select id from deliveries where state = 'queued' and next_at <= ?1 and lease_until <= ?1 order by next_at, id limit ?2",
        )?
        .query_map(params![at, n as i64], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut claimed = Vec::with_capacity(ids.len());
    for id in ids {
        let (fence, alert, address, attempts, queued): (i64, String, String, u32, i64) = work
            .prepare_cached(
                "update deliveries set lease_until = ?2, fence = fence + 1 where id = ?1
                 returning fence, alert, address, attempts, queued_at",
            )?
            .query_row(params![id, micros(now + lease)], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
            })?;
        if let Some(row) = alerts::alert(&work, &alert)? {
            claimed.push(QueuedDelivery { id, fence, alert: row.alert, address, attempts, queued_at: time(queued) });
        }
    }
    work.commit()?;
    Ok(claimed)
}

pub(super) fn record(
    connection: &mut Connection,
    id: i64,
    fence: i64,
    outcome: &DeliveryOutcome,
    at: Timestamp,
) -> rusqlite::Result<bool> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (state, detail, next) = match outcome {
        DeliveryOutcome::Delivered { detail } => ("delivered", detail, None),
        DeliveryOutcome::Deferred { detail, retry_at } => ("queued", detail, Some(micros(*retry_at))),
        DeliveryOutcome::Failed { detail } => ("failed", detail, None),
    };
    let done = next.is_none().then(|| micros(at));
    let changed = work
        .prepare_cached(
            "update deliveries set state = ?3, detail = ?4, next_at = coalesce(?5, next_at), done_at = ?6, tried_at = ?7,
               attempts = attempts + 1, lease_until = 0 where id = ?1 and fence = ?2",
        )?
        .execute(params![id, fence, state, detail, next, done, micros(at)])?;
    failpoint::hit("store.record_delivery.before_commit");
    work.commit()?;
    failpoint::hit("store.record_delivery.after_commit");
    Ok(changed > 0)
}

pub(super) fn next(connection: &Connection) -> rusqlite::Result<Option<Timestamp>> {
    let at: Option<i64> = connection
        .prepare_cached("select min(max(next_at, lease_until)) from deliveries where state = 'queued'")?
        .query_row([], |r| r.get(0))?;
    Ok(at.map(time))
}

pub(super) fn queue(connection: &Connection) -> rusqlite::Result<QueueState> {
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    connection.query_row(
        "select count(*) filter (where state = 'queued'), count(*) filter (where state = 'failed'),
                min(queued_at) filter (where state = 'queued'),
                (select detail from deliveries where state <> 'delivered' and tried_at is not null
                 order by tried_at desc, id desc limit 1)
         from deliveries",
        [],
        |r| {
            Ok(QueueState {
                waiting: count(r.get(0)?),
                failed: count(r.get(1)?),
                oldest: r.get::<_, Option<i64>>(2)?.map(time),
                last_error: r.get(3)?,
            })
        },
    )
}

pub(super) fn of_alert(connection: &Connection, id: &AlertId) -> rusqlite::Result<Vec<Delivery>> {
    connection
        .prepare_cached(
            "select address, state, attempts, detail, coalesce(done_at, next_at) from deliveries where alert = ?1 order by id",
        )?
        .query_map([id.as_str()], |r| alerts::delivery_row(r, id))?
        .collect()
}

/// Queues all deliveries of an alert anew. An attempt under way loses its fence: its outcome must not end the new one.
pub(super) fn resend(connection: &Connection, id: &str, now: Timestamp) -> rusqlite::Result<bool> {
    let changed = connection.execute(
        "update deliveries set state = 'queued', attempts = 0, queued_at = ?2, next_at = ?2, lease_until = 0, fence = fence + 1,
           detail = null, tried_at = null, done_at = null where alert = ?1",
        params![id, micros(now)],
    )?;
    Ok(changed > 0)
}
