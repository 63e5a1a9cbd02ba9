//! A listing or feed: its new Links become targets, due at once; the articles are checks of their own.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Checked, Engine, due, engine, failed, same};
use crate::config::{Watch, WatchKind};
use crate::extract;
use crate::model::{
    Block, BlockClass, BlockKind, Cause, CheckOutcome, Document, Event, EventKind, Failure, Link, Moment, Page, Reason,
    Sentence, TargetRole, Version, Window, sha256_hex,
};
use crate::store::{CheckRecord, Claimed, Committed, StoreResult};

/// A listing of more links would make as many targets for ever.
const MOST_LINKS: usize = 2000;

pub(super) async fn read(
    engine: &Engine,
    watch: &Watch,
    claimed: &Claimed,
    started: Timestamp,
    page: Page,
    full: bool,
) -> StoreResult<Checked> {
    let page = Arc::new(page);
    let links = match links_aside(watch, &page).await {
        Ok(links) => links,
        Err(failure) => {
            return failed::note(engine, watch, claimed, started, failure, Some(Box::new((*page).clone()))).await;
        }
    };
    let document = document_of(&links, watch);
    if claimed.text_hash.as_ref() == Some(&document.text_hash()) {
        return same::again(engine, watch, claimed, started, "same_text", full, Some(&page)).await;
    }
    let urls: Vec<String> = links.iter().map(|l| l.url.to_string()).collect();
    let known = known(engine, watch, &urls).await?;
    let first = claimed.text_hash.is_none();
    let unknown = links.into_iter().filter(|l| !known.contains(l.url.as_str()));
    let new: Vec<(Link, TargetRole)> = unknown
        .map(|link| {
            let silent = first && !due::is_after_move(watch, claimed, link.date);
            (link, if silent { TargetRole::Baseline } else { TargetRole::News })
        })
        .collect();
    let now = engine.clock.now();
    let mut events: Vec<Event> = failed::recovered(watch, claimed, now).into_iter().collect();
    if !first && known.is_empty() && !new.is_empty() {
        events.push(gap(watch, claimed, &page, &document, new.len(), now));
    }
    let due = due::after_good(engine, watch, claimed, now, false, None);
    let mut record = CheckRecord::new(started, now, CheckOutcome::Changed, due);
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
    let new_links = new.len();
    record.links = new;
    (record.assignments, record.alerts) = engine::tell(engine, Some(watch), &events).await?;
    record.events.clone_from(&events);
    let committed = engine.store.commit_check(claimed.fence, record, Default::default()).await?;
    if committed != Committed::Done {
        return Ok(Checked::of(claimed, None));
    }
    let mut checked = Checked::of(claimed, Some(CheckOutcome::Changed));
    checked.events = events;
    checked.new_links = new_links;
    Ok(checked)
}

/// Of these URLs, those the watch has seen before.
async fn known(engine: &Engine, watch: &Watch, urls: &[String]) -> StoreResult<HashSet<String>> {
    Ok(engine.store.known_links(&watch.origin.watch, urls).await?.into_iter().collect())
}

/// The listing's base made anew: what it led to by today's settings stood there before, and is no news.
pub(super) async fn reread(
    engine: &Engine,
    watch: &Watch,
    raw: Page,
) -> StoreResult<Option<(Document, Vec<(Link, TargetRole)>)>> {
    let Ok(links) = links_aside(watch, &Arc::new(raw)).await else { return Ok(None) };
    let urls: Vec<String> = links.iter().map(|l| l.url.to_string()).collect();
    let known = known(engine, watch, &urls).await?;
    let document = document_of(&links, watch);
    let unknown = links.into_iter().filter(|l| !known.contains(l.url.as_str()));
    Ok(Some((document, unknown.map(|link| (link, TargetRole::Baseline)).collect())))
}

async fn links_aside(watch: &Watch, page: &Arc<Page>) -> Result<Vec<Link>, Failure> {
    let (page, settings, kind) = (Arc::clone(page), watch.extract.clone(), watch.kind);
    tokio::task::spawn_blocking(move || match kind {
        WatchKind::Feed => extract::feed(&page, &settings),
        _ => extract::links(&page, &settings),
    })
    .await
    .unwrap_or_else(|e| Err(Failure::new(Reason::Internal, e.to_string())))
    .and_then(|links| match links.len() {
        0..=MOST_LINKS => Ok(links),
        n => Err(Failure::new(Reason::Overfull, format!("{n} links, at most {MOST_LINKS} are followed"))),
    })
}

/// The listing as a document: one item a link, so that `history` and `diff` show how it changed.
fn document_of(links: &[Link], watch: &Watch) -> Document {
    let mut start = 0;
    let mut blocks = Vec::with_capacity(links.len());
    for link in links {
        let date = link.date.map(|d| format!("{d} ")).unwrap_or_default();
        let text = format!("{date}{} {}", link.title.replace('\n', " "), link.url);
        let key = sha256_hex(link.url.as_str().as_bytes())[..16].to_owned();
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

/// Every link is new: items may have come and gone unseen.
fn gap(watch: &Watch, claimed: &Claimed, page: &Page, document: &Document, new: usize, now: Timestamp) -> Event {
    let hash = document.text_hash();
    let kind = EventKind::PossibleGap;
    let id = [claimed.watch.as_str(), kind.as_str(), hash.as_str()];
    let mut event = Event::operator(kind, "no_known_link_met", &id, Cause::Check, watch.origin.clone(), now);
    event.moment =
        Moment { title: Some(watch.origin.name.clone()), ..super::article::moment(watch, claimed, page, document) };
    event.window = Window { old_until: claimed.last_good, new_from: Some(now), ..Window::default() };
    event.detail = Some(format!(
        "All {new} links on the listing are new since it was last read, so items in between may have been missed."
    ));
    event
}
