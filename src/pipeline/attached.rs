//! Attachments of an article: which are asked for, what became of each, and their text as part of the article's.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::article::{self, Understood};
use super::{Checked, Engine, failed, same};
use crate::config::{Attachments, Watch};
use crate::extract::{self, Got};
use crate::fetch::{Fetched, Request};
use crate::files;
use crate::ledger::Placed;
use crate::model::{
    ActionClass, Attachment, Base, Document, Failure, FailureClass, Page, Reason, TargetRole, host_key,
};
use crate::store::{Claimed, Permit, StoreResult};

/// No notice has more annexes that matter; the rest are named as not read.
const MOST: usize = 10;
/// All attachments of an article together; a target is held longer than this.
const BUDGET: Duration = Duration::from_secs(240);
/// A longer rest of a host is not waited for.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// What a look at one attachment gave.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Looked {
    /// The same bytes as last time.
    Same,
    /// Read; its page has its text.
    Read(Box<Page>),
    /// Other bytes than last time, whose text cannot be read.
    Unreadable(Failure, Box<Page>),
    /// Nothing that could be compared.
    Failed(Failure),
}

/// An article with its attachments.
pub(super) struct Attached {
    pub(super) understood: Understood,
    /// Attachments that were read, to be kept raw.
    pub(super) pages: Vec<Page>,
    /// Attachments that the base names and does not hold, read for the first time: what they say is no news.
    pub(super) late: Vec<(Url, Got)>,
    /// Why attachments that were read before could not be read now.
    pub(super) lost: Option<Failure>,
    /// Some are worth another try soon.
    pub(super) again: bool,
}

/// The attachments of an article that are read.
pub fn wanted<'a>(
    policy: Attachments,
    before: Option<&Document>,
    document: &'a Document,
    found: &[Placed],
) -> Vec<&'a Attachment> {
    // What was read once is read on: that the article was reworded takes nothing out of its annex.
    let read_on = || before.is_some_and(Document::has_files);
    let all = match policy {
        Attachments::Never => false,
        Attachments::Always => true,
        Attachments::Auto => found.iter().any(carries_act) || read_on(),
    };
    document.attachments.iter().filter(|_| all).collect()
}

/// Whether the article has attachments that are to be looked at, tried before or not.
pub(super) fn has_files(watch: &Watch, understood: &Understood) -> bool {
    let document = &understood.document;
    let all = wanted(watch.attachments, Some(document), document, &understood.found);
    all.iter().any(|a| extract::is_unread_kind(a).is_none())
}

/// A commitment on a topic; or an act of control on none, for its annex may name what the article does not.
fn carries_act(placed: &Placed) -> bool {
    use ActionClass::{ExportLicence, Legislation, MonitoringReport, Sanctions, ScheduleControl, TariffTrade};
    let claim = &placed.claim;
    let controls = [ScheduleControl, ExportLicence, MonitoringReport, TariffTrade, Sanctions, Legislation];
    claim.counts() || (claim.is_commitment && claim.record.action_class.is_some_and(|class| controls.contains(&class)))
}

/// Reads the attachments of an article. `looked`: those that were looked at in this check already.
pub(super) async fn gather(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    base: Option<&Base>,
    understood: Understood,
    (looked, full): (Vec<(Url, Looked)>, bool),
) -> StoreResult<Attached> {
    let before = base.map(|b| &b.version.document);
    let asked: Vec<Attachment> =
        wanted(watch.attachments, before, &understood.document, &understood.found).into_iter().cloned().collect();
    let mut all = Attached { understood, pages: Vec::new(), late: Vec::new(), lost: None, again: false };
    if asked.is_empty() {
        return Ok(all);
    }
    let started = engine.clock.monotonic();
    let mut got = Vec::with_capacity(asked.len());
    for (n, attachment) in asked.iter().enumerate() {
        let url = &attachment.link.url;
        let old = before.and_then(|b| b.attachments.iter().find(|a| a.link.url == *url));
        let known = looked.iter().find(|(at, _)| at == url).map(|(_, looked)| looked.clone());
        let late = engine.clock.monotonic().saturating_sub(started) > BUDGET;
        let looked = match (extract::is_unread_kind(attachment), known) {
            (Some(failure), _) => Looked::Failed(failure),
            (None, Some(looked)) => looked,
            (None, None) if n >= MOST => {
                Looked::Failed(Failure::new(Reason::Overfull, format!("at most {MOST} attachments are read")))
            }
            (None, None) if late => Looked::Failed(Failure::new(Reason::HostBusy, "its turn did not come in time")),
            (None, None) => look(engine, watch, url, old, full).await?,
        };
        let one = settle(looked, old, &mut all);
        if let Got::Read(_) = &one
            && old.is_some_and(|old| is_late(old, claimed.role))
        {
            all.late.push((url.clone(), one.clone()));
        }
        got.push((url.clone(), one));
    }
    if let Err(failure) = join(engine, watch, before, got, &mut all).await {
        // Together they are more than can be compared: then the article is read alone, and says so.
        let got = asked.iter().map(|a| (a.link.url.clone(), Got::Kept(Some(failure.clone())))).collect();
        all.pages.clear();
        all.late.clear();
        if let Err(failure) = join(engine, watch, before, got, &mut all).await {
            tracing::warn!(url = %claimed.url, "attachments left out: {failure}");
        }
    }
    Ok(all)
}

/// Puts the attachments' text behind the article's, and recognizes the whole.
async fn join(
    engine: &Engine,
    watch: &Watch,
    before: Option<&Document>,
    got: Vec<(Url, Got)>,
    all: &mut Attached,
) -> Result<(), Failure> {
    let document = extract::with_attachments(all.understood.document.clone(), got, before, &watch.extract);
    all.understood = article::recognize_aside(engine, watch, document).await?;
    Ok(())
}

/// Whether its text belongs to the base as it stood: the article named it before anybody tried to read it, or what it says
/// stood there when the watch began.
fn is_late(old: &Attachment, role: TargetRole) -> bool {
    old.blocks.is_none() && (old.failure.is_none() || role == TargetRole::Baseline)
}

/// What becomes of the attachment's text.
fn settle(looked: Looked, old: Option<&Attachment>, all: &mut Attached) -> Got {
    let had_text = old.is_some_and(|old| old.blocks.is_some());
    let had_bytes = old.is_some_and(|old| old.sha256.is_some());
    let mut lose = |failure: Failure| {
        all.lost = Some(lost(old, &failure));
        Got::Kept(Some(failure))
    };
    match looked {
        Looked::Same => Got::Kept(None),
        Looked::Read(page) => {
            all.pages.push((*page).clone());
            Got::Read(page)
        }
        Looked::Unreadable(failure, _) | Looked::Failed(failure) if had_text => lose(failure),
        Looked::Unreadable(failure, page) => {
            let bytes = Some((page.sha256.clone(), page.validators()));
            Got::NotRead(failure, bytes)
        }
        // It could not be read when it was there either.
        Looked::Failed(_) if had_bytes => Got::Kept(None),
        Looked::Failed(failure) => {
            all.again |= failure.class == FailureClass::Transient && old.is_none_or(|old| old.failure.is_none());
            Got::NotRead(failure, None)
        }
    }
}

fn lost(old: Option<&Attachment>, failure: &Failure) -> Failure {
    let name = old.map(|old| format!("{}: ", old.link.url)).unwrap_or_default();
    let compared = if failure.stage == crate::model::Stage::Extract { "; changed, text not compared" } else { "" };
    let told = Failure::new(Reason::AttachmentNotRead, format!("{name}{failure}{compared}"));
    // What trying again is worth is up to why it failed.
    Failure { class: failure.class, retry_after_secs: failure.retry_after_secs, ..told }
}

/// Whether the check fails by a lost attachment, when the page itself is the same or something waits to be confirmed. That
/// is not left to wait for ever on a file that is gone: what waits was found missing in a reading of everything.
pub(super) async fn fails(engine: &Engine, claimed: &Claimed, failure: &Failure, is_same: bool) -> StoreResult<bool> {
    if claimed.pending {
        return Ok(!failed::is_confirmed(engine, claimed, failure.reason).await?);
    }
    Ok(is_same)
}

/// Looks at one attachment, when its host may be asked.
async fn look(engine: &Engine, watch: &Watch, url: &Url, old: Option<&Attachment>, full: bool) -> StoreResult<Looked> {
    let host = host_key(url);
    if !turn(engine, url, &host).await? {
        return Ok(Looked::Failed(Failure::new(Reason::HostBusy, host)));
    }
    let known = old.filter(|old| old.sha256.is_some());
    let validators = known.filter(|_| !full).map(|old| old.validators.clone()).unwrap_or_default();
    let request = Request { url: url.clone(), validators, allow_addresses: watch.allow_addresses.clone() };
    let page = match engine.fetch.fetch(&request).await {
        Ok(Fetched::NotModified { .. }) => return Ok(Looked::Same),
        Ok(Fetched::Page(page)) => page,
        Err(failed) => {
            if failed.failure.reason == Reason::HostBusy {
                let pause = Duration::from_secs(failed.failure.retry_after_secs.unwrap_or(600));
                engine.store.host_defer(&host, engine.clock.now() + pause).await?;
            }
            return Ok(Looked::Failed(failed.failure));
        }
    };
    if known.is_some_and(|old| old.sha256.as_ref() == Some(&page.sha256)) {
        return Ok(Looked::Same);
    }
    Ok(read(&engine.files, *page).await)
}

/// Reads what arrived for an attachment.
async fn read(files: &files::Files, page: Page) -> Looked {
    if !files::is_file(&page.bytes) {
        // Pages for people that say sorry are made anew each time: their bytes tell nothing.
        return match files::other_kind(&page.bytes) {
            Some(kind) => Looked::Unreadable(Failure::new(Reason::FileKindNotRead, kind), Box::new(page)),
            None => Looked::Failed(Failure::new(Reason::WrongContentType, "a web page or text in place of the file")),
        };
    }
    match files.rendered(page).await {
        Ok(page) => Looked::Read(Box::new(page)),
        Err((failure, _)) if failure.reason == Reason::FileReaderFailed => Looked::Failed(failure),
        Err((failure, page)) => Looked::Unreadable(failure, Box::new(page)),
    }
}

/// Waits until the host may be asked; false when that is too long.
async fn turn(engine: &Engine, url: &Url, host: &str) -> StoreResult<bool> {
    let spacing = engine.spacing(url);
    for _ in 0..5 {
        let now = engine.clock.now();
        let until = match engine.store.host_permit(host, now, spacing).await? {
            Permit::Go => return Ok(true),
            Permit::NotBefore(until) => until,
        };
        let rest = Duration::try_from(until.duration_since(now)).unwrap_or_default();
        if rest > LONGEST_REST {
            return Ok(false);
        }
        tokio::time::sleep(rest).await;
    }
    Ok(false)
}

/// The page is the same as last time; its attachments may not be.
pub(super) async fn again(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    (by, full): (&'static str, bool),
) -> StoreResult<Checked> {
    let target = claimed.fence.target;
    let Some(base) = engine.store.base(target).await? else {
        return same::again(engine, watch, claimed, started, by, full, None).await;
    };
    let mut looked = Vec::new();
    let (mut news, mut lost_one) = (false, None);
    for old in base.version.document.attachments.iter().take(MOST) {
        if extract::is_unread_kind(old).is_some() {
            continue;
        }
        let one = look(engine, watch, &old.link.url, Some(old), full).await?;
        match &one {
            Looked::Same => {}
            Looked::Read(_) => news = true,
            Looked::Unreadable(failure, _) | Looked::Failed(failure) if old.blocks.is_some() => {
                lost_one = Some(lost(Some(old), failure));
            }
            Looked::Unreadable(..) => news = true,
            Looked::Failed(_) => {}
        }
        looked.push((old.link.url.clone(), one));
    }
    if news
        && let Some(hash) = &claimed.page_hash
        && let Some(raw) = engine.store.raw_page(claimed.url.as_str(), hash).await?
    {
        let page = Page { fetched_at: engine.clock.now(), ..raw };
        return Box::pin(article::read(engine, watch, claimed, started, page, (full, looked))).await;
    }
    match lost_one {
        Some(failure) if fails(engine, claimed, &failure, true).await? => {
            failed::note(engine, watch, claimed, started, failure, None).await
        }
        _ => same::again(engine, watch, claimed, started, by, full, None).await,
    }
}

/// A stored version of an article read again with today's settings, its attachments from their raw bytes. None without its
/// raw page.
///
/// # Errors
/// When the store fails; inside, a typed failure when the page cannot be read any more.
pub async fn reread(
    engine: &Engine,
    watch: &Watch,
    url: &str,
    version: &crate::model::Version,
) -> StoreResult<Option<Result<Understood, Failure>>> {
    let Some(raw) = engine.store.raw_page(url, &version.page_hash).await? else { return Ok(None) };
    let page = match engine.files.rendered(raw).await {
        Ok(page) => Arc::new(page),
        Err((failure, _)) => return Ok(Some(Err(failure))),
    };
    let alone = match article::understand_aside(engine, watch, &page).await {
        Ok(alone) => alone,
        Err(failure) => return Ok(Some(Err(failure))),
    };
    let before = &version.document;
    if watch.attachments == Attachments::Never
        || !before.attachments.iter().any(|a| a.sha256.is_some() || a.failure.is_some())
    {
        return Ok(Some(Ok(alone)));
    }
    let mut got = Vec::new();
    for old in before.attachments.iter().filter(|a| a.sha256.is_some() || a.failure.is_some()) {
        let url = &old.link.url;
        let raw = match old.sha256.as_ref().filter(|_| old.blocks.is_some()) {
            Some(hash) => engine.store.raw_page(url.as_str(), hash).await?,
            None => None,
        };
        let read = match raw {
            Some(raw) => engine.files.rendered(raw).await.ok(),
            None => None,
        };
        got.push((url.clone(), read.map_or_else(|| Got::Kept(old.failure.clone()), |page| Got::Read(Box::new(page)))));
    }
    let document = extract::with_attachments(alone.document, got, Some(before), &watch.extract);
    Ok(Some(article::recognize_aside(engine, watch, document).await))
}
