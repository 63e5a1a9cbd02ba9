//! Alerts that quiet hours held back: sent when the quiet hours end, one mail per document as they would have been.

use super::Engine;
use crate::engine::{composing, coverage};
use crate::model::{Event, Recipient, RouteReason};
use crate::notice::{self, Composing};
use crate::store::StoreResult;

/// Composes what was held for the recipient, once their quiet hours are over. Returns how many mails.
///
/// A recipient whose quiet hours were taken out of the watchlist gets what is still held with the next digest.
pub(super) async fn send_held(engine: &Engine, recipient: &Recipient) -> StoreResult<usize> {
    let now = engine.clock.now();
    if recipient.quiet.is_none() || notice::is_quiet(recipient, now) {
        return Ok(0);
    }
    let waiting = engine.store.digest_events(&recipient.key).await?;
    let held = waiting.into_iter().filter(|(_, a)| a.reason == RouteReason::QuietHours).map(|(event, _)| event);
    let groups = by_document(held.collect());
    if groups.is_empty() {
        return Ok(0);
    }
    let coverage = coverage(engine).await?;
    // Written beside the digest, whose period it does not move.
    let last = engine.store.last_digest(&recipient.key).await?.unwrap_or(now);
    let mut sent = 0;
    for group in groups {
        let events: Vec<&Event> = group.iter().collect();
        let Some(first) = events.first() else { continue };
        let thread = engine.store.thread(&recipient.key, &first.moment.url, first.commitment.as_ref()).await?;
        let with = Composing { put_off: Some(RouteReason::QuietHours), ..composing(engine, &coverage, thread) };
        let alert = notice::compose(recipient, &events, &with);
        sent += usize::from(alert.is_some());
        engine.store.compose_digest(&recipient.key, last, alert).await?;
    }
    Ok(sent)
}

/// Events of one page together, pages in the order in which they came.
fn by_document(events: Vec<Event>) -> Vec<Vec<Event>> {
    let mut groups: Vec<Vec<Event>> = Vec::new();
    for event in events {
        match groups.iter_mut().find(|g| g.first().is_some_and(|first| first.moment.url == event.moment.url)) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    groups
}
