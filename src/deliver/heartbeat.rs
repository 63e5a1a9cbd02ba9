//! The sign of life: whoever had no mail since the last one was due hears that the service runs, and what it could not read.

use super::Engine;
use crate::engine::{alerts_since, composing, coverage};
use crate::model::Recipient;
use crate::notice;
use crate::store::{AlertRow, StoreResult, Thread};

/// Composes the recipient's sign of life when it is due and they had no mail. True when one was composed.
///
/// Its period is kept beside the digest's, under `KEY:heartbeat` (no recipient's key has a colon), and moves on in the
/// transaction that queues the mail: a restart neither repeats nor skips it, and a long outage makes one, not many.
pub(super) async fn send_heartbeat(engine: &Engine, recipient: &Recipient) -> StoreResult<bool> {
    let key = format!("{}:heartbeat", recipient.key);
    let now = engine.clock.now();
    let Some(last) = engine.store.last_digest(&key).await? else {
        // The first period begins now.
        engine.store.compose_digest(&key, now, None).await?;
        return Ok(false);
    };
    if engine.watchlist.health.heartbeat.next_after(last).is_none_or(|next| next > now) {
        return Ok(false);
    }
    let mails = alerts_since(engine, &recipient.key, last).await?;
    let alert = if mails.iter().any(reaches) {
        None
    } else {
        let coverage = coverage(engine).await?;
        notice::heartbeat(recipient, last, &composing(engine, &coverage, Thread::default()))
    };
    let composed = alert.is_some();
    engine.store.compose_digest(&key, now, alert).await?;
    Ok(composed)
}

/// A mail that every address refused was no mail.
fn reaches(row: &AlertRow) -> bool {
    row.deliveries.iter().any(|delivery| delivery.state != "failed")
}
