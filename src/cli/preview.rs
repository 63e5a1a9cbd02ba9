//! `preview`: one visit, nothing stored: what is read, what is set aside, what is recognized, what a mail would say.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::session::{Session, Trouble};
use super::{DONE, FAILED};
use crate::commitments::{Context, Recognizer};
use crate::config::{Watch, WatchKind, Watchlist};
use crate::extract;
use crate::fetch::{Fetch, Fetched, HttpFetch, Request};
use crate::ledger::{self, Edits, Reading};
use crate::model::{
    AgencyTable, Cause, Clock, Event, Failure, LedgerSlice, Moment, Origin, Page, SourceType, TargetRole, Validators,
    host_key,
};
use crate::net::clock::SystemClock;
use crate::notice;
use crate::pipeline::{Understood, article_context, understand};

/// Links and sentences shown at most.
const MOST: usize = 20;

pub(super) async fn run(session: &Session, what: &str) -> Result<u8, Trouble> {
    let watchlist = session.watchlist()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    let fetch = HttpFetch::new(&watchlist.fetch, clock).map_err(|e| Trouble::Failed(format!("set up HTTP: {e}")))?;
    let recognizer = Recognizer::with_topics(watchlist.agencies.clone(), &watchlist.topics);
    let visit = Visit::of(&watchlist, what)?;
    let mut out = std::io::stdout().lock();
    match visit.make(&fetch, &recognizer, &mut out).await? {
        Ok(()) => Ok(DONE),
        Err(failure) => {
            writeln!(out, "not read: {failure}\n{}\n{}", failure.reason.meaning(), failure.reason.remedy())?;
            Ok(FAILED)
        }
    }
}

/// What is visited and how it is read.
struct Visit<'a> {
    url: Url,
    kind: WatchKind,
    settings: extract::Settings,
    context: Context,
    watch: Option<&'a Watch>,
    agencies: &'a AgencyTable,
}

impl<'a> Visit<'a> {
    fn of(watchlist: &'a Watchlist, what: &str) -> Result<Self, Trouble> {
        if let Some(watch) = watchlist.watches.iter().find(|w| w.origin.watch == what) {
            return Ok(Self {
                url: watch.url.clone(),
                kind: watch.kind,
                settings: watch.extract.clone(),
                context: article_context(watch),
                watch: Some(watch),
                agencies: &watchlist.agencies,
            });
        }
        let url = Url::parse(what)
            .map_err(|e| Trouble::Usage(format!("preview \"{what}\": neither a watch id nor a URL ({e})")))?;
        // An article of a watched site is read as that watch would read it.
        let of_site = |w: &&Watch| w.enabled && host_key(&w.url) == host_key(&url);
        if let Some(watch) = watchlist.watches.iter().find(of_site) {
            return Ok(Self {
                kind: if watch.url == url { watch.kind } else { WatchKind::Page },
                url,
                settings: watch.extract.clone(),
                context: article_context(watch),
                watch: Some(watch),
                agencies: &watchlist.agencies,
            });
        }
        let settings = extract::Settings { zone: "UTC".to_owned(), ..extract::Settings::default() };
        let context = Context { source_type: SourceType::Other, ..Context::default() };
        Ok(Self { url, kind: WatchKind::Page, settings, context, watch: None, agencies: &watchlist.agencies })
    }

    async fn make(
        &self,
        fetch: &HttpFetch,
        recognizer: &Recognizer,
        out: &mut dyn Write,
    ) -> Result<Result<(), Failure>, Trouble> {
        let page = match self.get(fetch, &self.url).await {
            Ok(page) => page,
            Err(failure) => return Ok(Err(failure)),
        };
        if self.kind == WatchKind::Page {
            return self.article(&page, recognizer, out);
        }
        let links = match self.kind {
            WatchKind::Feed => extract::feed(&page, &self.settings),
            _ => extract::links(&page, &self.settings),
        };
        let links = match links {
            Ok(links) => links,
            Err(failure) => return Ok(Err(failure)),
        };
        writeln!(out, "{} links on {}", links.len(), page.final_url)?;
        for link in links.iter().take(MOST) {
            let date = link.date.map_or_else(|| "no date   ".to_owned(), |d| d.to_string());
            writeln!(out, "  {date}  {}  {}", link.title, link.url)?;
        }
        let Some(first) = links.first() else { return Ok(Ok(())) };
        writeln!(out, "\nthe first of them:")?;
        match self.get(fetch, &first.url).await {
            Ok(page) => self.article(&page, recognizer, out),
            Err(failure) => Ok(Err(failure)),
        }
    }

    async fn get(&self, fetch: &HttpFetch, url: &Url) -> Result<Page, Failure> {
        let allow_addresses = self.watch.map(|w| w.allow_addresses.clone()).unwrap_or_default();
        let request = Request { url: url.clone(), validators: Validators::default(), allow_addresses };
        match fetch.fetch(&request).await {
            Ok(Fetched::Page(page)) => Ok(*page),
            // No validators were sent, so no honest server answers 304; the fetcher reports one that does.
            Ok(Fetched::NotModified { .. }) => {
                Err(Failure::new(crate::model::Reason::UnexpectedStatus, "304 to an unconditional request"))
            }
            Err(failed) => Err(failed.failure),
        }
    }

    fn article(
        &self,
        page: &Page,
        recognizer: &Recognizer,
        out: &mut dyn Write,
    ) -> Result<Result<(), Failure>, Trouble> {
        let understood = match understand(page, &self.settings, recognizer, &self.context) {
            Ok(understood) => understood,
            Err(failure) => return Ok(Err(failure)),
        };
        let document = &understood.document;
        let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        writeln!(out, "{} ({} bytes, sha256 {})", page.final_url, page.bytes.len(), page.sha256)?;
        writeln!(out, "title      {}", dash(document.title.clone()))?;
        writeln!(out, "published  {}", dash(document.published.map(|d| d.to_string())))?;
        writeln!(out, "language   {}, charset {}", dash(document.lang.map(|l| l.to_string())), document.charset)?;
        let sentences = document.sentences();
        writeln!(out, "read       {} blocks, {} sentences", document.blocks.len(), sentences.len())?;
        writeln!(out, "set aside  {} blocks", document.set_aside.len())?;
        for block in document.set_aside.iter().take(MOST) {
            writeln!(out, "  . {}", short(&block.text))?;
        }
        for attachment in &document.attachments {
            writeln!(out, "attachment {} ({}), not read", attachment.title, attachment.url)?;
        }
        if let Some(watch) = self.watch {
            writeln!(out, "told       {}", watch.notify.join(", "))?;
        }
        writeln!(out, "\ncommitments and near misses:")?;
        let events = self.events(page, &understood);
        for placed in understood.found.iter().filter(|p| p.claim.topic.is_some()) {
            claim(out, &placed.claim)?;
            let told = |event: &&Event| event.after.as_ref().and_then(|s| s.claim.as_ref()) == Some(&placed.claim);
            if let Some(event) = events.iter().find(told) {
                writeln!(out, "    mail: {}", notice::headline(event, self.agencies))?;
                writeln!(out, "          {}", notice::lead(event))?;
            }
        }
        if !events.is_empty() {
            writeln!(
                out,
                "\nA mail says this of an article that is new to the ledger; a watch's first check is silent."
            )?;
        }
        Ok(Ok(()))
    }

    /// What the ledger would tell of the page if it were a new article and nothing were known yet.
    fn events(&self, page: &Page, understood: &Understood) -> Vec<Event> {
        let document = &understood.document;
        let name = self.url.host_str().unwrap_or_default().to_owned();
        let stranger =
            || Origin { watch: String::new(), name, agency: String::new(), language: None, zone: "UTC".to_owned() };
        let origin = self.watch.map_or_else(stranger, |w| w.origin.clone());
        let topics = self.watch.map_or_else(|| vec!["fentanyl".to_owned()], |w| w.topics.clone());
        let moment = Moment {
            url: extract::canonical(&page.url).to_string(),
            title: document.title.clone(),
            published: document.published,
            lang: document.lang.or(origin.language),
            source_type: self.context.source_type,
            fetched_at: page.fetched_at,
            status: page.status,
            page_hash: page.sha256.clone(),
            text_hash: document.text_hash(),
            primary: self.watch.is_none_or(|w| w.primary),
        };
        ledger::read(&Reading {
            now: page.fetched_at,
            target: 0,
            origin: &origin,
            moment,
            topics: &topics,
            role: TargetRole::News,
            old: None,
            new: document,
            change: None,
            found: &understood.found,
            slice: &LedgerSlice::default(),
            last_read: None,
            old_reads: 0,
            old_page_hash: None,
            confirm_after: Duration::ZERO,
            host_losses: 0,
            collapse_confirmed: false,
            edits: Edits::None,
            cause: Cause::Check,
        })
        .events
    }
}

fn claim(out: &mut dyn Write, claim: &crate::model::Claim) -> std::io::Result<()> {
    let verdict = match (&claim.guideline, claim.is_commitment) {
        (_, true) => "yes".to_owned(),
        (Some(guideline), false) => format!("no: {guideline}"),
        (None, false) => "no".to_owned(),
    };
    writeln!(
        out,
        "\n  {verdict}, {} (rule {}, confidence {:.2})",
        claim.record.strength, claim.rule, claim.confidence
    )?;
    writeln!(out, "    {}", marked(claim))?;
    writeln!(out, "    {}", claim.gloss)
}

/// The quote with each cue followed by its English where that differs: `将[will]`.
fn marked(claim: &crate::model::Claim) -> String {
    let mut text = claim.quote.clone();
    let clause = claim.clause_in_quote();
    let mut cues: Vec<_> = claim.cues.iter().collect();
    cues.sort_by_key(|c| std::cmp::Reverse(c.end));
    for cue in cues {
        if cue.gloss.to_lowercase() == cue.text.to_lowercase() {
            continue;
        }
        let at = cue.end.checked_sub(claim.start).map(|at| at + clause).filter(|at| text.is_char_boundary(*at));
        if let Some(at) = at {
            text.insert_str(at, &format!("[{}]", cue.gloss));
        }
    }
    text
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(80).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}
