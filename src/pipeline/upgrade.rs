//! Like is compared with like: when settings or lexicons moved on, the base is first made anew from its raw Page.

use super::article::{self, Understood};
use super::attached::{self, Attached};
use super::{Checked, Engine, engine, failed, listing};
use crate::config::Watch;
use crate::ledger::{self, Edits, Outcome, Reading};
use crate::model::{Base, Cause, CheckOutcome, Version};
use crate::store::{CheckRecord, Claimed, Committed, StoreResult};
use crate::{diff, extract};

/// Whether the base was made by other settings or lexicons than today's.
pub(super) fn is_needed(engine: &Engine, watch: &Watch, claimed: &Claimed) -> bool {
    claimed.fingerprint.as_ref().is_some_and(|old| *old != engine.fingerprint(watch))
}

/// Remakes the base silently; the target is due at once again and only then compared with the page of today.
pub(super) async fn remake(engine: &Engine, watch: &Watch, claimed: &Claimed) -> StoreResult<Checked> {
    let base = engine.store.base(claimed.fence.target).await?;
    let now = engine.clock.now();
    let mut record = CheckRecord::new(now, now, CheckOutcome::Unchanged { by: "upgrade".to_owned() }, now);
    let Some(base) = base else {
        engine.store.release(claimed.fence, now).await?;
        return Ok(Checked::of(claimed, None));
    };
    let mut remade = Version { fingerprint: engine.fingerprint(watch), ..base.version.clone() };
    // Without its raw page (or unreadable by the new settings) the old text stands, under the new fingerprint.
    let understood = if listing::is_list(claimed.kind, watch) {
        if let Some(raw) = engine.store.raw_page(claimed.url.as_str(), &base.version.page_hash).await?
            && let Some(reread) = listing::reread(engine, watch, claimed, raw).await?
        {
            remade.text_hash = reread.document.text_hash();
            remade.document = reread.document;
            (record.links, record.renewed) = (reread.unknown, reread.known);
        }
        None
    } else {
        attached::reread(engine, watch, claimed.url.as_str(), &base.version).await?.and_then(Result::ok)
    };
    let Some(understood) = understood else {
        record.files = claimed.files;
        record.remade = Some(remade);
        let outcome = record.outcome.clone();
        let done = engine.store.commit_check(claimed.fence, record, Default::default()).await? == Committed::Done;
        return Ok(Checked::of(claimed, done.then_some(outcome)));
    };
    commit(engine, watch, claimed, &base, &understood, record).await
}

/// The base made anew with attachments that nobody had read: what they say stood there before, and is no news.
pub(super) async fn with_attachments(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    base: &Base,
    attached: Attached,
) -> StoreResult<Checked> {
    let now = engine.clock.now();
    let mut record = CheckRecord::new(now, now, CheckOutcome::Unchanged { by: "upgrade".to_owned() }, now);
    record.attached = attached.pages;
    let before = base.version.document.clone();
    let document = extract::with_attachments(before, attached.late, None, &watch.extract);
    match article::recognize_aside(engine, watch, document).await {
        Ok(understood) => commit(engine, watch, claimed, base, &understood, record).await,
        Err(failure) => failed::note(engine, watch, claimed, now, failure, None).await,
    }
}

async fn commit(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    base: &Base,
    understood: &Understood,
    record: CheckRecord,
) -> StoreResult<Checked> {
    let mut remade = Version { fingerprint: engine.fingerprint(watch), ..base.version.clone() };
    remade.document = understood.document.clone();
    remade.text_hash = understood.document.text_hash();
    loop {
        let keys = article::block_keys(&understood.found);
        let (slice, generation) = engine.store.ledger_slice(claimed.fence.target, &keys).await?;
        let outcome = reread(engine, watch, claimed, base, understood, &slice);
        let mut record = record.clone();
        record.remade = Some(remade.clone());
        record.files = attached::has_files(watch, understood);
        record.commitments = outcome.commitments;
        record.sightings = outcome.sightings;
        (record.assignments, record.alerts) = engine::tell(engine, Some(watch), &outcome.events).await?;
        record.events.clone_from(&outcome.events);
        let state = record.outcome.clone();
        match engine.store.commit_check(claimed.fence, record, generation).await? {
            Committed::Stale => {}
            Committed::LostLease => return Ok(Checked::of(claimed, None)),
            Committed::Done => {
                let mut checked = Checked::of(claimed, Some(state));
                checked.events = outcome.events;
                return Ok(checked);
            }
        }
    }
}

fn reread(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    base: &Base,
    understood: &Understood,
    slice: &crate::model::LedgerSlice,
) -> Outcome {
    let now = engine.clock.now();
    let mut page = crate::model::Page::from_bytes(claimed.url.clone(), None, Vec::new(), base.version.fetched_at);
    page.sha256.clone_from(&base.version.page_hash);
    let change = diff::compare(&base.version.document, &understood.document);
    ledger::read(&Reading {
        now,
        target: claimed.fence.target,
        origin: &watch.origin,
        moment: article::moment(watch, claimed, &page, &understood.document),
        twins: &watch.twins,
        topics: &watch.topics,
        role: claimed.role,
        old: Some(&base.version.document),
        new: &understood.document,
        change: Some(&change),
        found: &understood.found,
        slice,
        last_read: Some(base.last_read),
        old_reads: base.reads,
        old_page_hash: Some(base.version.page_hash.clone()),
        confirm_after: watch.confirm_after,
        host_losses: 0,
        collapse_confirmed: false,
        edits: Edits::None,
        quiet: None,
        cause: Cause::Upgrade,
    })
}
