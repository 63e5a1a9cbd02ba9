//! An article page: read, compared with its base, recognized, compared with the ledger, told, committed.

use std::sync::Arc;

use jiff::Timestamp;
use url::{Position, Url};

use super::attached::{self, Looked};
use super::{Checked, Engine, due, engine, failed, same, upgrade};
use crate::commitments::{Context, Recognizer};
use crate::config::{Report, Watch};
use crate::ledger::{self, Edits, Outcome, Placed, Reading};
use crate::model::{
    Base, Cause, Change, CheckOutcome, Document, Failure, Moment, Page, QuietReason, Reason, TargetKind, TargetRole,
    Version,
};
use crate::store::{CheckRecord, Claimed, Committed, Generation, SeenSentence, StoreResult};
use crate::{diff, extract};

/// No press page makes as many commitments; comparing more with the ledger would hold up every other check.
const MOST_PLEDGES: usize = 500;

/// An attachment that could not be fetched is tried again after this, then as often as its article.
const SOON: std::time::Duration = std::time::Duration::from_secs(600);

/// A page as understood: its text and its claims.
#[derive(Debug, Clone, PartialEq)]
pub struct Understood {
    /// The text.
    pub document: Document,
    /// The claims, by sentence.
    pub found: Vec<Placed>,
}

/// What the recognizer is told about pages of a watch.
pub fn article_context(watch: &Watch) -> Context {
    Context {
        lang: watch.origin.language,
        agency: Some(watch.origin.agency.clone()),
        source_type: watch.source_type,
        topics: Some(watch.topics.clone()),
        ..Context::default()
    }
}

/// Reads and recognizes a page. Pure and heavy: call it off the async threads.
///
/// # Errors
/// A typed failure when the page cannot be read.
pub fn understand(
    page: &Page,
    settings: &extract::Settings,
    recognizer: &Recognizer,
    context: &Context,
) -> Result<Understood, Failure> {
    recognize(extract::document(page, settings)?, recognizer, context)
}

/// Recognizes a document. Pure and heavy.
///
/// # Errors
/// `overfull` when it holds more commitments than any page does.
pub fn recognize(document: Document, recognizer: &Recognizer, context: &Context) -> Result<Understood, Failure> {
    let found = recognizer.document(&document, context);
    let pledges = found.iter().filter(|f| f.claim.counts()).count();
    if pledges > MOST_PLEDGES {
        return Err(Failure::new(Reason::Overfull, format!("{pledges} commitments, at most {MOST_PLEDGES} are read")));
    }
    let found = found.into_iter().map(|f| Placed { sentence: f.sentence, claim: f.claim }).collect();
    Ok(Understood { document, found })
}

/// `understand` on a blocking thread; a stuck or crashed parse is a failure of this check only.
pub(super) async fn understand_aside(engine: &Engine, watch: &Watch, page: &Arc<Page>) -> Result<Understood, Failure> {
    let (page, settings) = (Arc::clone(page), watch.extract.clone());
    let (recognizer, context) = (Arc::clone(&engine.recognizer), article_context(watch));
    tokio::task::spawn_blocking(move || understand(&page, &settings, &recognizer, &context))
        .await
        .unwrap_or_else(|e| Err(Failure::new(Reason::Internal, e.to_string())))
}

/// `recognize` on a blocking thread.
pub(super) async fn recognize_aside(engine: &Engine, watch: &Watch, document: Document) -> Result<Understood, Failure> {
    let (recognizer, context) = (Arc::clone(&engine.recognizer), article_context(watch));
    tokio::task::spawn_blocking(move || recognize(document, &recognizer, &context))
        .await
        .unwrap_or_else(|e| Err(Failure::new(Reason::Internal, e.to_string())))
}

/// Reads an article. `full`: the request was unconditional; `looked`: attachments that were looked at already.
pub(super) async fn read(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    page: Page,
    (full, looked): (bool, Vec<(Url, Looked)>),
) -> StoreResult<Checked> {
    let base = engine.store.base(claimed.fence.target).await?;
    let page = match engine.files.rendered(page).await {
        Ok(page) => Arc::new(page),
        Err((failure, page)) => {
            let failure = not_compared(failure, base.as_ref());
            return failed::note(engine, watch, claimed, started, failure, Some(Box::new(page))).await;
        }
    };
    let understood = match understand_aside(engine, watch, &page).await {
        Ok(understood) => understood,
        Err(failure) => {
            return failed::note(engine, watch, claimed, started, failure, Some(Box::new((*page).clone()))).await;
        }
    };
    let attached = attached::gather(engine, watch, claimed, base.as_ref(), understood, (looked, full)).await?;
    if !attached.late.is_empty()
        && let Some(base) = &base
    {
        return upgrade::with_attachments(engine, watch, claimed, base, attached).await;
    }
    let attached::Attached { understood, pages, lost, again, .. } = attached;
    let suspicion = suspect(base.as_ref(), &understood.document);
    let collapse_confirmed = suspicion.is_some();
    if let Some(failure) = suspicion
        && !failed::is_confirmed(engine, claimed, failure.reason).await?
    {
        return failed::note(engine, watch, claimed, started, failure, Some(Box::new((*page).clone()))).await;
    }
    let is_same = base.as_ref().is_some_and(|b| b.version.text_hash == understood.document.text_hash());
    // Nothing is known of the attachment: the check was not good, and confirms nothing.
    if let Some(failure) = lost
        && attached::fails(engine, claimed, &failure, is_same).await?
    {
        return failed::note(engine, watch, claimed, started, failure, None).await;
    }
    if is_same {
        return same::again(engine, watch, claimed, started, "same_text", full, Some(&page)).await;
    }
    crate::net::failpoint::hit("pipeline.understood");
    let change = heavy(|| base.as_ref().map(|b| diff::compare(&b.version.document, &understood.document)));
    let quiet = quiet(engine, watch, claimed, &understood.document, change.as_ref()).await?;
    let article = Article {
        watch,
        claimed,
        page: &page,
        base: base.as_ref(),
        understood: &understood,
        attached: pages,
        again,
        change,
        collapse_confirmed,
        quiet,
    };
    article.commit(engine, started, full).await
}

/// Other pages of a host that show a sentence, from which on it belongs to the site.
const SEVERAL: u32 = 3;

/// Why changed sentences are not told as such, where any text is reported: half of what changes on the web returns to what it
/// was before.
async fn quiet(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    new: &Document,
    change: Option<&Change>,
) -> StoreResult<ledger::Quiet> {
    let Some(change) = change.filter(|_| watch.report == Report::Any) else { return Ok(ledger::Quiet::new()) };
    let sentences = new.sentences();
    let changed = change.edited.iter().map(|edit| edit.new).chain(change.added.iter().copied());
    let keys: Vec<String> = changed.filter_map(|n| Some(sentences.get(n)?.sentence.key.clone())).collect();
    let seen = engine.store.seen(claimed.fence.target, &keys).await?;
    let why = |seen: SeenSentence| match seen {
        SeenSentence { key, here: true, .. } => Some((key, QuietReason::SeenBefore)),
        SeenSentence { key, elsewhere: SEVERAL.., .. } => Some((key, QuietReason::OnSeveralPages)),
        SeenSentence { .. } => None,
    };
    Ok(seen.into_iter().filter_map(why).collect())
}

/// Says of a file that was read before that it is another one now: its bytes differ from those of the base.
fn not_compared(failure: Failure, base: Option<&Base>) -> Failure {
    let Some(base) = base else { return failure };
    let detail = format!("{}; changed since {}, text not compared", failure.detail, base.last_read);
    Failure { detail, ..failure }
}

/// Suspicion from content alone: held back, accepted when three checks over a day read the same.
fn suspect(base: Option<&Base>, new: &Document) -> Option<Failure> {
    let old = &base?.version.document;
    let letters = |d: &Document| d.blocks.iter().map(|b| b.text.chars().count()).sum::<usize>();
    let (before, after) = (letters(old), letters(new));
    if before >= 2000 && after * 10 < before {
        return Some(Failure::new(Reason::Collapsed, format!("{after} characters where {before} were usual")));
    }
    match (old.lang, new.lang) {
        (Some(was), Some(is)) if was != is => {
            Some(Failure::new(Reason::LanguageSwitched, format!("{is} where {was} was usual")))
        }
        _ => None,
    }
}

/// Where and when an event of this page is found.
pub(super) fn moment(watch: &Watch, claimed: &Claimed, page: &Page, document: &Document) -> Moment {
    Moment {
        url: claimed.url.to_string(),
        title: document.title.clone().or_else(|| claimed.link.as_ref().map(|l| l.title.clone())),
        published: document.published.or_else(|| claimed.link.as_ref().and_then(|l| l.date)),
        lang: document.lang.or(watch.origin.language),
        source_type: watch.source_type,
        fetched_at: page.fetched_at,
        status: page.status,
        page_hash: page.sha256.clone(),
        text_hash: document.text_hash(),
        primary: watch.primary,
    }
}

/// Everything known about one changed article, ready to be compared with the ledger.
struct Article<'a> {
    watch: &'a Watch,
    claimed: &'a Claimed,
    page: &'a Page,
    base: Option<&'a Base>,
    understood: &'a Understood,
    /// Attachments read with it, to be kept raw.
    attached: Vec<Page>,
    /// An attachment may be there soon.
    again: bool,
    change: Option<Change>,
    collapse_confirmed: bool,
    quiet: ledger::Quiet,
}

impl Article<'_> {
    /// Compares and commits; when the ledger moved on meanwhile, compares again with a new slice.
    async fn commit(&self, engine: &Engine, started: Timestamp, full: bool) -> StoreResult<Checked> {
        let keys = block_keys(&self.understood.found);
        loop {
            let (slice, generation) = engine.store.ledger_slice(self.claimed.fence.target, &keys).await?;
            let mut outcome = heavy(|| ledger::read(&self.reading(engine, &slice)));
            if outcome.again.is_some() {
                // Something is missing: now it matters how much the rest of the site lost.
                let host_losses = host_losses(engine, self.claimed).await?;
                outcome = heavy(|| ledger::read(&Reading { host_losses, ..self.reading(engine, &slice) }));
            }
            match self.write(engine, started, full, outcome, generation).await? {
                (Committed::Done, checked) => return Ok(checked),
                (Committed::LostLease, _) => return Ok(Checked::of(self.claimed, None)),
                (Committed::Stale, _) => {}
            }
        }
    }

    fn role(&self) -> TargetRole {
        let dated = self.understood.document.published;
        match self.claimed.kind {
            TargetKind::Root if due::is_after_move(self.watch, self.claimed, dated) => TargetRole::News,
            _ => self.claimed.role,
        }
    }

    fn reading<'s>(&'s self, engine: &Engine, slice: &'s crate::model::LedgerSlice) -> Reading<'s> {
        Reading {
            now: engine.clock.now(),
            target: self.claimed.fence.target,
            origin: &self.watch.origin,
            moment: moment(self.watch, self.claimed, self.page, &self.understood.document),
            twins: &self.watch.twins,
            topics: &self.watch.topics,
            role: self.role(),
            old: self.base.map(|b| &b.version.document),
            new: &self.understood.document,
            change: self.change.as_ref(),
            found: &self.understood.found,
            slice,
            last_read: self.base.map(|b| b.last_read),
            old_reads: self.base.map_or(0, |b| b.reads),
            old_page_hash: self.base.map(|b| b.version.page_hash.clone()),
            confirm_after: self.watch.confirm_after,
            host_losses: 0,
            collapse_confirmed: self.collapse_confirmed,
            edits: match self.watch.report {
                Report::Commitments => Edits::None,
                Report::Topic => Edits::Topic,
                Report::Any => Edits::Any,
            },
            quiet: Some(&self.quiet),
            cause: Cause::Check,
        }
    }

    async fn write(
        &self,
        engine: &Engine,
        started: Timestamp,
        full: bool,
        outcome: Outcome,
        generation: Generation,
    ) -> StoreResult<(Committed, Checked)> {
        let now = engine.clock.now();
        let mut events = outcome.events;
        events.extend(failed::recovered(self.watch, self.claimed, now));
        let told = engine::tell(engine, Some(self.watch), &events).await?;
        let in_ledger = outcome.sightings.iter().any(|s| s.commitment.is_some());
        let soon = self.again.then_some(now + SOON);
        let again = outcome.again.into_iter().chain(soon).min();
        let read = due::Read::New { in_ledger };
        let due = due::after_good(engine, self.watch, self.claimed, now, read, again);
        let mut record = CheckRecord::new(started, now, CheckOutcome::Changed, due);
        record.full = full;
        record.page = Some(self.page.clone());
        record.attached.clone_from(&self.attached);
        record.files = self.understood.document.has_files();
        record.validators = Some(self.page.validators());
        record.version = Some(Version {
            text_hash: self.understood.document.text_hash(),
            page_hash: self.page.sha256.clone(),
            fingerprint: engine.fingerprint(self.watch),
            fetched_at: self.page.fetched_at,
            status: self.page.status,
            document: self.understood.document.clone(),
        });
        if self.watch.report == Report::Any {
            let texts = self.base.map(|base| &base.version.document).into_iter().chain([&self.understood.document]);
            record.seen = texts.flat_map(|text| text.sentences()).map(|s| s.sentence.key.clone()).collect();
        }
        record.quieted = outcome.quieted;
        record.commitments = outcome.commitments;
        record.sightings = outcome.sightings;
        record.events.clone_from(&events);
        (record.assignments, record.alerts) = told;
        let committed = engine.store.commit_check(self.claimed.fence, record, generation).await?;
        let mut checked = Checked::of(self.claimed, Some(CheckOutcome::Changed));
        checked.events = events;
        Ok((committed, checked))
    }
}

/// Runs work that may take long where it holds up no other check.
fn heavy<T>(work: impl FnOnce() -> T) -> T {
    match tokio::runtime::Handle::current().runtime_flavor() {
        tokio::runtime::RuntimeFlavor::MultiThread => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// Other targets of the same host that lost sightings within a day.
pub(super) async fn host_losses(engine: &Engine, claimed: &Claimed) -> StoreResult<usize> {
    let since = engine.clock.now() - due::A_DAY;
    let host = &claimed.url[Position::BeforeHost..Position::AfterPort];
    engine.store.losses_on_host(host, claimed.fence.target, since).await
}

/// Every key under which an entry may stand that is one of the claims.
pub(super) fn block_keys(found: &[Placed]) -> Vec<String> {
    let mut keys: Vec<String> = found
        .iter()
        .filter_map(|p| p.claim.topic.as_ref().map(|topic| ledger::asked_keys(topic, &p.claim.record)))
        .flatten()
        .collect();
    keys.sort();
    keys.dedup();
    keys
}
