//! A check that could not read its page: recorded with its reason, nothing compared, the last good Version stays.

use jiff::Timestamp;

use super::due::{self, A_DAY};
use super::{Checked, Engine, article, engine, listing};
use crate::config::Watch;
use crate::ledger::{self, Edits, Outcome, Reading};
use crate::model::{
    Cause, CheckOutcome, Document, Event, EventKind, Failure, Page, Reason, SightingState, TargetKind, Window,
};
use crate::store::{CheckRecord, Claimed, Committed, StoreResult};

/// Failures in a row before anything is concluded from them.
const TIMES: u32 = 3;
/// Checks looked back at; a failing target is looked at far less often than this in a day.
const LOOKED_BACK: usize = 500;

pub(super) async fn note(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    failure: Failure,
    page: Option<Box<Page>>,
) -> StoreResult<Checked> {
    loop {
        let now = engine.clock.now();
        let (gone, generation) = page_gone(engine, watch, claimed, &failure, page.as_deref(), now).await?;
        let mut events = gone.events;
        events.extend(failing(engine, watch, claimed, &failure, now));
        let given_up = listing::is_read_once(claimed, watch) && claimed.failures + 1 >= TIMES;
        events.extend(given_up.then(|| listing::page_given_up(watch, claimed, &failure, now)));
        let due = due::after_failure(engine, watch, claimed, now, &failure);
        let outcome = CheckOutcome::Failed { failure: failure.clone() };
        let mut record = CheckRecord::new(started, now, outcome.clone(), due);
        if given_up {
            record.next_due = None;
        }
        record.page = page.as_deref().cloned();
        record.told_failing = claimed.told_failing || events.iter().any(|e| e.kind == EventKind::WatchFailing);
        record.commitments = gone.commitments;
        record.sightings = gone.sightings;
        (record.assignments, record.alerts) = engine::tell(engine, Some(watch), &events).await?;
        record.events.clone_from(&events);
        match engine.store.commit_check(claimed.fence, record, generation).await? {
            Committed::Stale => {}
            Committed::LostLease => return Ok(Checked::of(claimed, None)),
            Committed::Done => {
                let mut checked = Checked::of(claimed, Some(outcome));
                checked.events = events;
                return Ok(checked);
            }
        }
    }
}

/// Whether this failure is at least the third of its reason in a row, over at least a day, so that it is a fact about
/// the page.
pub(super) async fn is_confirmed(engine: &Engine, claimed: &Claimed, reason: Reason) -> StoreResult<bool> {
    if claimed.failures + 1 < TIMES || claimed.last_reason != Some(reason) {
        return Ok(false);
    }
    let alike = |o: &CheckOutcome| matches!(o, CheckOutcome::Failed { failure } if failure.reason == reason);
    let checks = engine.store.checks_of(claimed.fence.target, LOOKED_BACK).await?;
    let asked = checks.iter().filter(|c| !c.outcome.is_upgrade());
    let in_a_row: Vec<_> = asked.take_while(|c| alike(&c.outcome)).collect();
    let long = in_a_row.last().is_some_and(|first| first.started + A_DAY <= engine.clock.now());
    Ok(long && in_a_row.len() + 1 >= TIMES as usize)
}

/// Whether this failure says that the page itself is not there.
fn says_gone(reason: Reason) -> bool {
    matches!(reason, Reason::NotFound | Reason::Gone | Reason::SoftNotFound)
}

/// Whether the page failed until this reading of it, and what stood on it was told as gone meanwhile.
pub(super) async fn came_back(engine: &Engine, claimed: &Claimed) -> StoreResult<bool> {
    if claimed.failures == 0 || claimed.text_hash.is_none() {
        return Ok(false);
    }
    let target = claimed.fence.target;
    let (slice, _) = engine.store.ledger_slice(target, &[]).await?;
    let mut here = slice.entries.iter().flat_map(|e| &e.sightings).filter(|s| s.target == target);
    Ok(here.any(|s| s.state == SightingState::Removed))
}

async fn page_gone(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    failure: &Failure,
    page: Option<&Page>,
    now: Timestamp,
) -> StoreResult<(Outcome, crate::store::Generation)> {
    let gone = says_gone(failure.reason) && claimed.text_hash.is_some();
    if !gone || !is_confirmed(engine, claimed, failure.reason).await? {
        return Ok(Default::default());
    }
    let (slice, generation) = engine.store.ledger_slice(claimed.fence.target, &[]).await?;
    let empty = Document::default();
    let shell = || Page::from_bytes(claimed.url.clone(), None, Vec::new(), now);
    let page = page.cloned().unwrap_or_else(shell);
    let reading = Reading {
        now,
        target: claimed.fence.target,
        origin: &watch.origin,
        moment: article::moment(watch, claimed, &page, &empty),
        twins: &watch.twins,
        topics: &watch.topics,
        role: claimed.role,
        old: None,
        new: &empty,
        change: None,
        found: &[],
        slice: &slice,
        last_read: claimed.last_good,
        old_reads: 0,
        old_page_hash: claimed.page_hash.clone(),
        confirm_after: watch.confirm_after,
        host_losses: 0,
        collapse_confirmed: false,
        edits: Edits::None,
        quiet: None,
        cause: Cause::Check,
    };
    Ok((ledger::page_gone(&reading, failure.reason.as_str()), generation))
}

/// Operators hear once when a watch has failed three times and for `failing_after`.
fn failing(engine: &Engine, watch: &Watch, claimed: &Claimed, failure: &Failure, now: Timestamp) -> Option<Event> {
    let since = claimed.failing_since?;
    let long = now.duration_since(since).unsigned_abs() >= engine.watchlist.health.failing_after;
    if claimed.kind == TargetKind::Article || claimed.told_failing || claimed.failures + 1 < TIMES || !long {
        return None;
    }
    let mut event = operator_event(watch, claimed, EventKind::WatchFailing, failure.reason.as_str(), since, now);
    event.failure = Some(failure.reason);
    event.detail = Some(failure.detail.clone());
    Some(event)
}

/// A watch that operators were told of can be read again.
pub(super) fn recovered(watch: &Watch, claimed: &Claimed, now: Timestamp) -> Option<Event> {
    let since = claimed.failing_since?;
    if !claimed.told_failing {
        return None;
    }
    let mut event = operator_event(watch, claimed, EventKind::WatchRecovered, "read_again", since, now);
    event.failure = claimed.last_reason;
    Some(event)
}

fn operator_event(
    watch: &Watch,
    claimed: &Claimed,
    kind: EventKind,
    reason: &str,
    since: Timestamp,
    now: Timestamp,
) -> Event {
    let page = Page::from_bytes(claimed.url.clone(), None, Vec::new(), now);
    let since_text = since.to_string();
    let id = [claimed.watch.as_str(), kind.as_str(), since_text.as_str()];
    let mut event = Event::operator(kind, reason, &id, Cause::Check, watch.origin.clone(), now);
    event.moment = article::moment(watch, claimed, &page, &Document::default());
    event.window = Window { old_until: claimed.last_good, new_from: Some(since), ..Window::default() };
    event
}
