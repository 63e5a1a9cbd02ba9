//! A check that read the same again: bookkeeping, and the moment when something missing is confirmed.

use jiff::Timestamp;

use super::{Checked, Engine, article, due, engine, failed, listing};
use crate::config::Watch;
use crate::ledger::{self, Edits, Placed, Reading};
use crate::model::{Base, Cause, CheckOutcome, Page};
use crate::store::{CheckRecord, Claimed, Committed, StoreResult};

/// Notes an unchanged check. `page` holds the newest bytes when only the bytes differ.
pub(super) async fn again(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    by: &'static str,
    full: bool,
    page: Option<&Page>,
) -> StoreResult<Checked> {
    let back = failed::came_back(engine, claimed).await?;
    if (claimed.pending || back)
        && let Some(base) = engine.store.base(claimed.fence.target).await?
    {
        let found = if back { found_in(engine, watch, &base).await } else { None };
        return confirm(engine, watch, claimed, started, (by, full, page), &base, found).await;
    }
    let now = engine.clock.now();
    let due = due::after_good(engine, watch, claimed, now, due::Read::Same, None);
    let mut record = unchanged(started, now, by, full, page, due);
    if listing::is_read_once(claimed, watch) {
        record.next_due = None;
    }
    let events: Vec<_> = failed::recovered(watch, claimed, now).into_iter().collect();
    (record.assignments, record.alerts) = engine::tell(engine, Some(watch), &events).await?;
    record.events.clone_from(&events);
    let outcome = record.outcome.clone();
    let committed = engine.store.commit_check(claimed.fence, record, Default::default()).await?;
    let mut checked = Checked::of(claimed, (committed == Committed::Done).then_some(outcome));
    checked.events = events;
    Ok(checked)
}

fn unchanged(
    started: Timestamp,
    now: Timestamp,
    by: &str,
    full: bool,
    page: Option<&Page>,
    due: Timestamp,
) -> CheckRecord {
    let mut record = CheckRecord::new(started, now, CheckOutcome::Unchanged { by: by.to_owned() }, due);
    record.full = full;
    record.page = page.cloned();
    record.validators = page.map(Page::validators);
    record
}

/// The claims of the base, recognized again: what was told as gone with the page stands again.
async fn found_in(engine: &Engine, watch: &Watch, base: &Base) -> Option<Vec<Placed>> {
    let understood = article::recognize_aside(engine, watch, base.version.document.clone()).await;
    understood.ok().map(|understood| understood.found)
}

async fn confirm(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    (by, full, page): (&'static str, bool, Option<&Page>),
    base: &Base,
    back: Option<Vec<Placed>>,
) -> StoreResult<Checked> {
    let keys = back.as_deref().map(article::block_keys).unwrap_or_default();
    let host_losses = article::host_losses(engine, claimed).await?;
    loop {
        let (slice, generation) = engine.store.ledger_slice(claimed.fence.target, &keys).await?;
        let now = engine.clock.now();
        let mut moment = article::moment(watch, claimed, &shell(claimed, base, now), &base.version.document);
        if let Some(page) = page {
            moment.page_hash.clone_from(&page.sha256);
        }
        let reading = Reading {
            now,
            target: claimed.fence.target,
            origin: &watch.origin,
            moment,
            twins: &watch.twins,
            topics: &watch.topics,
            role: claimed.role,
            old: Some(&base.version.document),
            new: &base.version.document,
            change: None,
            found: back.as_deref().unwrap_or_default(),
            slice: &slice,
            last_read: Some(base.last_read),
            old_reads: base.reads,
            old_page_hash: Some(base.version.page_hash.clone()),
            confirm_after: watch.confirm_after,
            host_losses,
            collapse_confirmed: false,
            edits: Edits::None,
            quiet: None,
            cause: Cause::Check,
        };
        let outcome = if back.is_some() { ledger::read(&reading) } else { ledger::confirm(&reading) };
        let mut events = outcome.events;
        events.extend(failed::recovered(watch, claimed, now));
        let due = due::after_good(engine, watch, claimed, now, due::Read::Same, outcome.again);
        let mut record = unchanged(started, now, by, full, page, due);
        (record.assignments, record.alerts) = engine::tell(engine, Some(watch), &events).await?;
        record.commitments = outcome.commitments;
        record.sightings = outcome.sightings;
        record.events.clone_from(&events);
        let state = record.outcome.clone();
        match engine.store.commit_check(claimed.fence, record, generation).await? {
            Committed::Stale => {}
            Committed::LostLease => return Ok(Checked::of(claimed, None)),
            Committed::Done => {
                let mut checked = Checked::of(claimed, Some(state));
                checked.events = events;
                return Ok(checked);
            }
        }
    }
}

/// The base's page as read again now: same bytes, no copy of them needed.
fn shell(claimed: &Claimed, base: &Base, now: Timestamp) -> Page {
    let mut page = Page::from_bytes(claimed.url.clone(), None, Vec::new(), now);
    page.sha256.clone_from(&base.version.page_hash);
    page.status = base.version.status;
    page
}
