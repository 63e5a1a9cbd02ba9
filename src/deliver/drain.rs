//! Hands queued alerts to the channel, one address at a time, and notes what became of each.

use std::time::Duration;

use super::Engine;
use crate::channel::{Channel, Sent};
use crate::model::{Cause, DeliveryOutcome, Event, EventKind, Origin, QueuedDelivery};
use crate::schedule;
use crate::store::StoreResult;

/// A delivery is held this long; every channel is bounded below it.
const LEASE: Duration = Duration::from_secs(600);

/// What draining came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drained {
    /// Taken by the other side.
    pub delivered: usize,
    /// To be tried again.
    pub deferred: usize,
    /// Refused for good.
    pub failed: usize,
}

/// Delivers everything that is due now, in queue order, as long as `go_on` says so: asked between two deliveries, so that a
/// stop or another channel need not wait for the whole queue and no delivery is broken off. When nothing can be handed over
/// at all, what is left of the round is put off untried: a server that hangs must not be waited for once per mail.
///
/// # Errors
/// When the store fails; what the other side does is an outcome.
pub async fn drain(engine: &Engine, channel: &dyn Channel, go_on: &(dyn Fn() -> bool + Sync)) -> StoreResult<Drained> {
    let mut drained = Drained::default();
    let mut down: Option<String> = None;
    while go_on() {
        // One at a time: what is claimed and not tried would be held until its lease runs out.
        let Some(delivery) = engine.store.claim_deliveries(1, engine.clock.now(), LEASE).await?.pop() else { break };
        let sent = match &down {
            Some(why) => Sent::Unreachable { detail: why.clone() },
            None => hand_over(channel, &delivery).await,
        };
        if let Sent::Unreachable { detail } = &sent {
            down = Some(detail.clone());
        }
        note(engine, &delivery, sent, &mut drained).await?;
    }
    Ok(drained)
}

async fn hand_over(channel: &dyn Channel, delivery: &QueuedDelivery) -> Sent {
    crate::net::failpoint::hit("deliver.before_hand_over");
    let sent = channel.deliver(delivery).await;
    crate::net::failpoint::hit("deliver.after_hand_over");
    sent
}

/// Writes down what became of one delivery.
async fn note(engine: &Engine, delivery: &QueuedDelivery, sent: Sent, drained: &mut Drained) -> StoreResult<()> {
    let now = engine.clock.now();
    let alert = delivery.alert.id.as_str();
    let outcome = match sent {
        Sent::Delivered { detail } => {
            drained.delivered += 1;
            tracing::info!(alert, "delivered");
            DeliveryOutcome::Delivered { detail }
        }
        Sent::Unreachable { detail } | Sent::Deferred { detail } => {
            match schedule::delivery_retry(delivery.queued_at, now, delivery.attempts, engine.seed, alert) {
                Some(retry_at) => {
                    drained.deferred += 1;
                    tracing::warn!(alert, "not delivered, will be tried again: {detail}");
                    DeliveryOutcome::Deferred { detail, retry_at }
                }
                None => given_up(drained, alert, format!("given up after five days: {detail}")),
            }
        }
        Sent::Failed { detail } => given_up(drained, alert, detail),
    };
    if let DeliveryOutcome::Failed { detail } = &outcome
        && !is_about_delivery(engine, delivery).await?
    {
        // Before it is recorded: a crash between the two tells it again under the same id, and never not at all.
        super::commit_events(engine, vec![failing(delivery, detail, now)]).await?;
    }
    engine.store.record_delivery(delivery.id, delivery.fence, outcome, now).await?;
    Ok(())
}

/// Whether the mail itself tells of failing deliveries: then one about it would go on for ever.
async fn is_about_delivery(engine: &Engine, delivery: &QueuedDelivery) -> StoreResult<bool> {
    let mut about = !delivery.alert.events.is_empty();
    for id in &delivery.alert.events {
        let event = engine.store.event(id).await?;
        about &= event.is_some_and(|(event, _)| event.kind == EventKind::DeliveryFailing);
    }
    Ok(about)
}

fn given_up(drained: &mut Drained, alert: &str, detail: String) -> DeliveryOutcome {
    drained.failed += 1;
    tracing::error!(alert, "not delivered and kept; `pledgewatch alerts resend {alert}` tries again: {detail}");
    DeliveryOutcome::Failed { detail }
}

/// Operators hear of an address that will not take mail, at most once a day.
fn failing(delivery: &QueuedDelivery, detail: &str, now: jiff::Timestamp) -> Event {
    let kind = EventKind::DeliveryFailing;
    let origin = Origin {
        watch: "delivery".to_owned(),
        name: "mail delivery".to_owned(),
        agency: String::new(),
        language: None,
        zone: "UTC".to_owned(),
    };
    let id = [delivery.address.as_str(), kind.as_str(), &now.to_string()[..10]];
    let mut event = Event::operator(kind, "refused_or_given_up", &id, Cause::Clock, origin, now);
    event.detail =
        Some(format!("Alert {} could not be delivered to {}: {detail}", delivery.alert.id, delivery.address));
    event
}
