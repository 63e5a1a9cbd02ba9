//! Digests by crontab line in the recipient's zone, and the test mail.

use jiff::Timestamp;

use super::Engine;
use crate::engine::{composing, coverage};
use crate::model::{Alert, Event, Recipient};
use crate::notice;
use crate::schedule::Plan;
use crate::store::{StoreResult, Thread};

/// Composes every digest that is due. Returns how many were composed.
///
/// # Errors
/// When the store fails.
pub async fn send_digests(engine: &Engine) -> StoreResult<usize> {
    let mut composed = 0;
    for recipient in &engine.watchlist.recipients {
        composed += usize::from(send_digest(engine, recipient).await?);
    }
    Ok(composed)
}

async fn send_digest(engine: &Engine, recipient: &Recipient) -> StoreResult<bool> {
    // The watchlist was checked: a line that cannot be parsed here cannot occur, and would only mean no digest.
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
    let with = composing(engine, &coverage, Thread::default());
    let alert = notice::digest(recipient, &events, Some(last), &with);
    let composed = alert.is_some();
    engine.store.compose_digest(&recipient.key, now, alert).await?;
    Ok(composed)
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
