//! I/O. From events to assignments and immediate alerts, with the coverage and threads every mail carries.

use crate::config::Watch;
use crate::diff;
use crate::model::{Alert, Assignment, Coverage, Disposition, Event, NotRead, Recipient};
use crate::notice::{self, Composing};
use crate::store::{StoreResult, Thread};

use super::Engine;

/// Who hears of these events (all of one document, or operator events), and the mails that go at once.
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
    let everyone: Vec<String> = engine.watchlist.recipients.iter().map(|r| r.key.clone()).collect();
    let notify = watch.map_or(everyone.as_slice(), |w| w.notify.as_slice());
    let assignments = notice::route(events, &engine.watchlist.recipients, notify, now);
    let coverage = coverage(engine).await?;
    let mut alerts = Vec::new();
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

fn is_now(assignments: &[Assignment], event: &Event, recipient: &Recipient) -> bool {
    assignments.iter().any(|a| a.event == event.id && a.recipient == recipient.key && a.disposition == Disposition::Now)
}

/// What every mail needs besides its events.
pub fn composing<'a>(engine: &'a Engine, coverage: &'a Coverage, thread: Thread) -> Composing<'a> {
    Composing {
        from: &engine.watchlist.email.from,
        now: engine.clock.now(),
        agencies: &engine.watchlist.agencies,
        coverage,
        document_thread: thread.document,
        commitment_thread: thread.commitment,
        words: diff::words,
    }
}

/// What was read and what was not, for the foot of every mail.
///
/// # Errors
/// When the store cannot be read.
pub async fn coverage(engine: &Engine) -> StoreResult<Coverage> {
    let states = engine.store.watch_states().await?;
    let mut coverage = Coverage::default();
    for watch in &engine.watchlist.watches {
        let name = watch.origin.name.clone();
        if !watch.enabled {
            let note = watch.note.as_deref().unwrap_or("no note says why");
            coverage.not_watched.push(format!("{name}: {note}"));
            continue;
        }
        coverage.total += 1;
        let state = states.iter().find(|s| s.watch == watch.origin.watch);
        match state.and_then(|s| Some((s.reason?, s.failing_since?))) {
            Some((reason, since)) => {
                coverage.not_read.push(NotRead { watch: watch.origin.watch.clone(), name, reason, since });
            }
            None if state.is_some_and(|s| s.last_good.is_some()) => coverage.read += 1,
            None => {}
        }
    }
    Ok(coverage)
}
