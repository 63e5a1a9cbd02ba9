//! What a recipient's own calendar brings: digests by crontab line in their zone, alerts held in quiet hours, signs of life;
//! and the test mail.

use jiff::Timestamp;

use super::Engine;
use super::heartbeat::send_heartbeat;
use super::held::send_held;
use crate::engine::{composing, coverage};
use crate::model::{Alert, Coverage, Event, Recipient};
use crate::notice;
use crate::schedule::Plan;
use crate::store::{StoreResult, Thread};

/// Composes all that is due to each recipient by the clock. Returns how many mails were composed.
///
/// # Errors
/// When the store fails.
pub async fn send_digests(engine: &Engine) -> StoreResult<usize> {
    let mut composed = 0;
    for recipient in &engine.watchlist.recipients {
        composed += send_held(engine, recipient).await?;
        composed += usize::from(send_digest(engine, recipient).await?);
        // Last, so that a digest of this very round counts as mail.
        composed += usize::from(send_heartbeat(engine, recipient).await?);
    }
    Ok(composed)
}

async fn send_digest(engine: &Engine, recipient: &Recipient) -> StoreResult<bool> {
    // No line, no digest. The watchlist was checked: a line that cannot be parsed here cannot occur.
    let Ok(plan) = Plan::crontab(&recipient.digest_at, &recipient.timezone) else { return Ok(false) };
    let now = engine.clock.now();
    let Some(last) = engine.store.last_digest(&recipient.key).await? else {
        // The first period begins now.
        engine.store.compose_digest(&recipient.key, now, None).await?;
        return Ok(false);
    };
    if !is_due(&plan, last, now) {
        return Ok(false);
    }
    let events: Vec<Event> = engine.store.digest_events(&recipient.key).await?.into_iter().map(|(e, _)| e).collect();
    let coverage = coverage(engine).await?;
    let alert = if events.is_empty() && !is_newly_unread(engine, &coverage, last, now) {
        None
    } else {
        notice::digest(recipient, &events, Some(last), &composing(engine, &coverage, Thread::default()))
    };
    let composed = alert.is_some();
    engine.store.compose_digest(&recipient.key, now, alert).await?;
    Ok(composed)
}

/// Whether a source has become unread since the last digest, for long enough to be no passing trouble. An outage that was
/// told is in the coverage of every mail; it does not make an empty digest every day.
pub(super) fn is_newly_unread(engine: &Engine, coverage: &Coverage, last: Timestamp, now: Timestamp) -> bool {
    let counts = |since: Timestamp| since.checked_add(engine.watchlist.health.failing_after).unwrap_or(since);
    coverage.not_read.iter().map(|n| counts(n.since)).any(|at| last < at && at <= now)
}

fn is_due(plan: &Plan, last: Timestamp, now: Timestamp) -> bool {
    plan.next_after(last).is_some_and(|next| next <= now)
}

/// A real, marked test mail for a recipient.
///
/// # Errors
/// When the store cannot say what was read lately.
pub async fn test_mail(engine: &Engine, recipient: &Recipient) -> StoreResult<Option<Alert>> {
    let coverage = coverage(engine).await?;
    Ok(notice::test_mail(recipient, &composing(engine, &coverage, Thread::default())))
}
