//! I/O. From events to assignments and immediate alerts, with the coverage and threads every mail carries.

use jiff::tz::TimeZone;

use super::{Engine, alerts_since, coverage};
use crate::config::Watch;
use crate::diff;
use crate::model::{Alert, Assignment, Coverage, Disposition, Event, EventId, Recipient, RouteReason};
use crate::notice::{self, Composing};
use crate::store::{StoreResult, Thread};

/// Who hears of these events (all of one document, or operator events), and the mails that go at once. What the calendar
/// raises of a watch that is in the watchlist no more goes to those who had an alert about the commitment.
///
/// # Errors
/// When the store cannot say what was read lately.
pub async fn tell(
    engine: &Engine,
    watch: Option<&Watch>,
    events: &[Event],
) -> StoreResult<(Vec<Assignment>, Vec<Alert>)> {
    if events.is_empty() {
        return Ok(Default::default());
    }
    let now = engine.clock.now();
    let told_before = if watch.is_some() { Vec::new() } else { told_before(engine, events).await? };
    let notify = watch.map_or(told_before.as_slice(), |w| w.notify.as_slice());
    let mut assignments = notice::route(events, &engine.watchlist.recipients, notify, now);
    if watch.is_none() {
        let of_reader = |id: &EventId| events.iter().any(|e| e.id == *id && !e.kind.is_operator());
        for assignment in assignments.iter_mut().filter(|a| a.reason == RouteReason::NotNotified && of_reader(&a.event))
        {
            assignment.reason = RouteReason::NotWatched;
        }
    }
    for recipient in &engine.watchlist.recipients {
        if is_full(engine, recipient).await? {
            put_off(&mut assignments, recipient);
        }
    }
    let mut alerts = Vec::new();
    if !assignments.iter().any(|a| a.disposition == Disposition::Now) {
        return Ok((assignments, alerts));
    }
    let coverage = coverage(engine).await?;
    for recipient in &engine.watchlist.recipients {
        for operator in [false, true] {
            let immediate: Vec<&Event> = events
                .iter()
                .filter(|e| e.kind.is_operator() == operator && is_now(&assignments, e, recipient))
                .collect();
            let Some(first) = immediate.first() else { continue };
            let thread = engine.store.thread(&recipient.key, &first.moment.url, first.commitment.as_ref()).await?;
            alerts.extend(notice::compose(recipient, &immediate, &composing(engine, &coverage, thread)));
        }
    }
    Ok((assignments, alerts))
}

/// Recipients who had an alert about the commitment of one of these events.
async fn told_before(engine: &Engine, events: &[Event]) -> StoreResult<Vec<String>> {
    let mut told = Vec::new();
    for recipient in &engine.watchlist.recipients {
        for event in events.iter().filter(|e| !e.kind.is_operator()) {
            let thread = engine.store.thread(&recipient.key, &event.moment.url, event.commitment.as_ref()).await?;
            if thread.commitment.is_some() {
                told.push(recipient.key.clone());
                break;
            }
        }
    }
    Ok(told)
}

/// Whether the recipient had `max_per_day` immediate alerts today, by their own calendar.
async fn is_full(engine: &Engine, recipient: &Recipient) -> StoreResult<bool> {
    let Some(most) = recipient.max_per_day else { return Ok(false) };
    let zone = TimeZone::get(&recipient.timezone).unwrap_or(TimeZone::UTC);
    let Ok(midnight) = engine.clock.now().to_zoned(zone).start_of_day() else { return Ok(false) };
    let today = alerts_since(engine, &recipient.key, midnight.timestamp()).await?;
    let immediate = today.iter().filter(|row| notice::is_immediate(&row.alert)).count();
    Ok(immediate >= most as usize)
}

/// Reader events beyond the limit wait for the digest; operator events never do.
fn put_off(assignments: &mut [Assignment], recipient: &Recipient) {
    for assignment in assignments.iter_mut().filter(|a| a.recipient == recipient.key) {
        if assignment.disposition == Disposition::Now && assignment.reason != RouteReason::Operator {
            (assignment.disposition, assignment.reason) = (Disposition::Digest, RouteReason::DailyLimit);
        }
    }
}

fn is_now(assignments: &[Assignment], event: &Event, recipient: &Recipient) -> bool {
    assignments.iter().any(|a| a.event == event.id && a.recipient == recipient.key && a.disposition == Disposition::Now)
}

/// What every mail needs besides its events.
pub fn composing<'a>(engine: &'a Engine, coverage: &'a Coverage, thread: Thread) -> Composing<'a> {
    Composing {
        from: &engine.watchlist.email.from,
        now: engine.clock.now(),
        agencies: &engine.watchlist.agencies,
        registry_numbers: engine.recognizer.registry_numbers(),
        coverage,
        document_thread: thread.document,
        commitment_thread: thread.commitment,
        put_off: None,
        words: diff::words,
    }
}
