//! A listing, feed, sitemap or API: its new Links become targets, due at once; the articles are checks of their own.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use super::{Checked, Engine, due, engine, failed, same};
use crate::config::{Watch, WatchKind};
use crate::extract::{self, Listed, MOST_LINKS};
use crate::model::{
    Block, BlockClass, BlockKind, Cause, CheckOutcome, Document, Event, EventKind, Failure, Link, Moment, Page, Reason,
    Sentence, TargetKind, TargetRole, Version, Window, sha256_hex,
};
use crate::store::{CheckRecord, Claimed, Committed, StoreResult};

/// So many changed dates of a sitemap are believed even if they are most of it.
const BELIEVED: usize = 50;
/// And so many changed entries of a feed.
const BELIEVED_OF_FEED: usize = 5;

/// Whether the target is a list that leads to articles, or a part of one.
pub(super) fn is_list(kind: TargetKind, watch: &Watch) -> bool {
    match kind {
        TargetKind::Root => watch.kind != WatchKind::Page,
        TargetKind::Part => watch.kind != WatchKind::Page,
        TargetKind::Article => false,
    }
}

/// A further page of a list is read when the one before leads there, and then no more until it does so again.
pub(super) fn is_read_once(claimed: &Claimed, watch: &Watch) -> bool {
    claimed.kind == TargetKind::Part && has_pages(watch.kind)
}

/// Whether the parts of such a list are pages that follow one another.
fn has_pages(kind: WatchKind) -> bool {
    matches!(kind, WatchKind::Listing | WatchKind::Feed | WatchKind::Json)
}

/// Whether what is new in the list stood there before the watch began.
fn is_silent(claimed: &Claimed, watch: &Watch) -> bool {
    let first = claimed.text_hash.is_none();
    let of_baseline = claimed.role == TargetRole::Baseline;
    match claimed.kind {
        TargetKind::Part if has_pages(watch.kind) => of_baseline,
        TargetKind::Part => first && of_baseline,
        _ => first,
    }
}

pub(super) async fn read(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    page: Page,
    full: bool,
) -> StoreResult<Checked> {
    let page = Arc::new(page);
    let listed = match listed_aside(watch, claimed, &page).await {
        Ok(listed) => listed,
        Err(failure) => {
            return failed::note(engine, watch, claimed, started, failure, Some(Box::new((*page).clone()))).await;
        }
    };
    let document = document_of(&listed, watch);
    if claimed.text_hash.as_ref() == Some(&document.text_hash()) {
        return same::again(engine, watch, claimed, started, "same_text", full, Some(&page)).await;
    }
    let silent = is_silent(claimed, watch);
    let found = sort(engine, watch, claimed, listed, (silent, started)).await?;
    let now = engine.clock.now();
    let mut events: Vec<Event> = failed::recovered(watch, claimed, now).into_iter().collect();
    if found.is_gap && !silent {
        events.push(gap(watch, claimed, &page, &document, now));
    }
    let due = due::after_good(engine, watch, claimed, now, due::Read::Same, None);
    let mut record = CheckRecord::new(started, now, CheckOutcome::Changed, due);
    if is_read_once(claimed, watch) {
        record.next_due = None;
    }
    record.full = full;
    record.validators = Some(page.validators());
    record.version = Some(Version {
        text_hash: document.text_hash(),
        page_hash: page.sha256.clone(),
        fingerprint: engine.fingerprint(watch),
        fetched_at: page.fetched_at,
        status: page.status,
        document,
    });
    record.page = Some((*page).clone());
    (record.links, record.renewed) = (found.new, found.known);
    (record.assignments, record.alerts) = engine::tell(engine, Some(watch), &events).await?;
    record.events.clone_from(&events);
    let committed = engine.store.commit_check(claimed.fence, record, Default::default()).await?;
    if committed != Committed::Done {
        return Ok(Checked::of(claimed, None));
    }
    let mut checked = Checked::of(claimed, Some(CheckOutcome::Changed));
    checked.events = events;
    checked.new_links = found.new_links;
    Ok(checked)
}

/// The links of a list, by what the watch knows of them.
struct Found {
    /// What becomes a target, parts of the list included.
    new: Vec<(Link, TargetRole)>,
    /// Articles that are new.
    new_links: usize,
    /// What is known, and may have changed.
    known: Vec<Link>,
    /// Nothing known was met, and the list is not read on: items may have come and gone unseen.
    is_gap: bool,
}

async fn sort(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    listed: Listed,
    (silent, started): (bool, Timestamp),
) -> StoreResult<Found> {
    let Listed { links, parts } = listed;
    let known = known(engine, watch, links.iter().chain(&parts)).await?;
    let is_known = |link: &Link| known.contains_key(link.url.as_str());
    // What the pages before this one have just made known does not tell that the list was read up to what is known.
    let began = began(claimed).unwrap_or(started);
    let was_known = |link: &Link| known.get(link.url.as_str()).is_some_and(|since| *since < began);
    // A sitemap is no news because it changed since the old page was read; which of its links are is not known.
    let moved = |link: &Link| {
        claimed.kind == TargetKind::Root && link.part.is_none() && due::is_after_move(watch, claimed, link.date)
    };
    let role_of = |link: &Link| if silent && !moved(link) { TargetRole::Baseline } else { TargetRole::News };
    let met = is_met(&links, was_known);
    let any_new = !links.iter().all(was_known);
    // What is newest comes first, so a list whose last item is known was read up to what is known.
    let read_on = silent || !links.last().is_some_and(was_known);
    let pages = has_pages(watch.kind);
    let most = if silent && watch.kind != WatchKind::Json { watch.baseline_pages } else { watch.max_pages };
    let first_of_part = claimed.kind == TargetKind::Part && claimed.text_hash.is_none() && !pages;
    let (old, mut new): (Vec<Link>, Vec<Link>) = links.into_iter().partition(is_known);
    let new_links = new.len();
    let before = old.len();
    let stamped = matches!(watch.kind, WatchKind::Sitemap | WatchKind::Json | WatchKind::Feed);
    let as_before = if stamped { keys_of_base(engine, claimed).await? } else { HashSet::new() };
    let mut again: Vec<Link> =
        old.into_iter().filter(|link| link.stamp.is_some() && !as_before.contains(&key(link))).collect();
    // A site that dates all its pages anew each time says nothing of any of them.
    let few = if watch.kind == WatchKind::Feed { BELIEVED_OF_FEED } else { BELIEVED };
    if watch.kind != WatchKind::Json && again.len() > few && again.len() * 2 > before {
        tracing::debug!(
            watch = watch.origin.watch,
            links = again.len(),
            "most dates of change differ at once, so none is believed"
        );
        again.clear();
    }
    let mut leads_on = false;
    for mut part in parts {
        match (pages, is_known(&part)) {
            // The next page is read each time that this one leads there.
            (true, _) => {
                if read_on && part.part.is_some_and(|n| n <= most) {
                    leads_on = true;
                    part.stamp = Some(began.to_string());
                    new.push(part);
                }
            }
            (false, true) => again.push(part),
            (false, false) => new.push(part),
        }
    }
    let is_gap = !met && any_new && !leads_on && !first_of_part;
    let new = new.into_iter().map(|link| (role_of(&link), link)).map(|(role, link)| (link, role)).collect();
    Ok(Found { new, new_links, known: again, is_gap })
}

/// Whether a list was read up to what is known: something known stands after something new, or half of it is known. What is
/// pinned to the head of a list is known for long and tells nothing.
fn is_met(links: &[Link], known: impl Fn(&Link) -> bool) -> bool {
    let after_new = links.iter().skip_while(|link| known(link)).any(&known);
    after_new || links.iter().filter(|link| known(link)).count() * 2 >= links.len()
}

/// When the reading of the list began that led to this further page of it.
fn began(claimed: &Claimed) -> Option<Timestamp> {
    let link = claimed.link.as_ref().filter(|_| claimed.kind == TargetKind::Part)?;
    link.stamp.as_ref()?.parse().ok()
}

/// The keys of what the list held when it was last read.
async fn keys_of_base(engine: &Engine, claimed: &Claimed) -> StoreResult<HashSet<String>> {
    if claimed.text_hash.is_none() {
        return Ok(HashSet::new());
    }
    let base = engine.store.base(claimed.fence.target).await?;
    let blocks = base.into_iter().flat_map(|base| base.version.document.blocks);
    Ok(blocks.flat_map(|block| block.sentences).map(|sentence| sentence.key).collect())
}

/// Of these links, the URLs that the watch has seen, and since when.
async fn known<'l>(
    engine: &Engine,
    watch: &Watch,
    links: impl Iterator<Item = &'l Link>,
) -> StoreResult<HashMap<String, Timestamp>> {
    let urls: Vec<String> = links.map(|link| link.url.to_string()).collect();
    Ok(engine.store.known_links(&watch.origin.watch, &urls).await?.into_iter().collect())
}

/// A list's base made anew.
pub(super) struct Reread {
    pub(super) document: Document,
    pub(super) unknown: Vec<(Link, TargetRole)>,
    pub(super) known: Vec<Link>,
}

/// The list's base made anew: what it led to by today's settings stood there before, and is no news.
pub(super) async fn reread(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    raw: Page,
) -> StoreResult<Option<Reread>> {
    let Ok(listed) = listed_aside(watch, claimed, &Arc::new(raw)).await else { return Ok(None) };
    let document = document_of(&listed, watch);
    let found = sort(engine, watch, claimed, listed, (true, engine.clock.now())).await?;
    let unknown = found.new.into_iter().map(|(link, _)| (link, TargetRole::Baseline)).collect();
    Ok(Some(Reread { document, unknown, known: found.known }))
}

async fn listed_aside(watch: &Watch, claimed: &Claimed, page: &Arc<Page>) -> Result<Listed, Failure> {
    let (page, settings, kind) = (Arc::clone(page), watch.extract.clone(), watch.kind);
    let part = claimed.link.as_ref().and_then(|link| link.part).filter(|_| claimed.kind == TargetKind::Part);
    let read = tokio::task::spawn_blocking(move || extract_list(&page, &settings, kind, part));
    let read = read.await.unwrap_or_else(|e| Err(Failure::new(Reason::Internal, e.to_string())));
    let mut listed = read.and_then(|listed| match listed.links.len() {
        0..=MOST_LINKS => Ok(listed),
        n => Err(Failure::new(Reason::Overfull, format!("{n} links, at most {MOST_LINKS} are followed"))),
    })?;
    if watch.kind == WatchKind::Sitemap {
        listed.parts.truncate(watch.max_pages as usize);
    }
    Ok(listed)
}

/// What a list of this kind leads to; `part` is the number of a part of it.
///
/// # Errors
/// A typed failure when it cannot be read.
pub fn extract_list(
    page: &Page,
    settings: &extract::Settings,
    kind: WatchKind,
    part: Option<u32>,
) -> Result<Listed, Failure> {
    let number = part.unwrap_or(1);
    match kind {
        WatchKind::Sitemap => extract::sitemap(page, settings, part.is_some()),
        WatchKind::Json => extract::json(page, settings, number),
        WatchKind::Feed => extract::feed(page, settings, number),
        WatchKind::Listing | WatchKind::Page => extract::listing(page, settings, number),
    }
}

/// The list as a document: one item a link, so that `history` and `diff` show how it changed.
fn document_of(listed: &Listed, watch: &Watch) -> Document {
    let mut start = 0;
    let mut blocks = Vec::with_capacity(listed.links.len());
    for link in listed.links.iter().chain(&listed.parts) {
        let date = link.date.map(|d| format!("{d} ")).unwrap_or_default();
        let text = format!("{date}{} {}", link.title.replace('\n', " "), link.url);
        let key = key(link);
        let end = start + text.len();
        blocks.push(Block {
            kind: BlockKind::ListItem,
            class: BlockClass::Main,
            start,
            sentences: vec![Sentence { start, end, key }],
            text,
        });
        start = end + 1;
    }
    Document { title: Some(watch.origin.name.clone()), lang: watch.origin.language, blocks, ..Document::default() }
}

/// The key of a link's sentence: its URL, and what differs when the page behind it has changed.
fn key(link: &Link) -> String {
    let stamp = link.stamp.as_ref().map(|stamp| format!(" {stamp}")).unwrap_or_default();
    sha256_hex(format!("{}{stamp}", link.url).as_bytes())[..16].to_owned()
}

/// The list was not read up to what is known: items may have come and gone unseen.
fn gap(watch: &Watch, claimed: &Claimed, page: &Page, document: &Document, now: Timestamp) -> Event {
    let detail =
        "No link was met that was known when the list was last read, so items in between may have been missed.";
    gap_event(watch, claimed, page, document, ("no_known_link_met", detail.to_owned()), now)
}

/// A further page of a list that is given up: what stands on it and behind it may have been missed.
pub(super) fn page_given_up(watch: &Watch, claimed: &Claimed, failure: &Failure, now: Timestamp) -> Event {
    let page = Page::from_bytes(claimed.url.clone(), None, Vec::new(), now);
    let detail = format!("A further page of the list could not be read ({failure}); it is not tried again by itself.");
    gap_event(watch, claimed, &page, &Document::default(), ("further_page_not_read", detail), now)
}

fn gap_event(
    watch: &Watch,
    claimed: &Claimed,
    page: &Page,
    document: &Document,
    (reason, detail): (&str, String),
    now: Timestamp,
) -> Event {
    let kind = EventKind::PossibleGap;
    let what = if document.blocks.is_empty() { format!("{} {now}", claimed.url) } else { document.text_hash() };
    let id = [claimed.watch.as_str(), kind.as_str(), what.as_str()];
    let mut event = Event::operator(kind, reason, &id, Cause::Check, watch.origin.clone(), now);
    event.moment =
        Moment { title: Some(watch.origin.name.clone()), ..super::article::moment(watch, claimed, page, document) };
    event.window = Window { old_until: claimed.last_good, new_from: Some(now), ..Window::default() };
    event.detail = Some(detail);
    event
}
