//! `preview`: one visit, nothing stored: what is read, what is set aside, what is recognized, what a mail would say.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::session::{Session, Trouble};
use super::{DONE, FAILED};
use crate::commitments::{Context, Recognizer, explain, is_foreign};
use crate::config::{Attachments, Watch, WatchKind, Watchlist};
use crate::extract::{self, Got};
use crate::fetch::{Fetch, Fetched, HttpFetch, Request};
use crate::files::Files;
use crate::ledger::{self, Edits, Reading};
use crate::model::{
    AgencyTable, Attachment, BUILT_IN_TOPIC, Basis, BlockClass, Cause, Claim, Clock, Event, Failure, FoundBy,
    LedgerSlice, Link, Moment, Origin, Page, Reason, SourceType, TargetRole, Validators, host_key,
};
use crate::net::clock::SystemClock;
use crate::notice;
use crate::pipeline::{Understood, article_context, extract_list, given_page, recognize, understand, wanted};

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
    /// What is looked for on a page that no watch reads: every topic there is.
    topics: Vec<String>,
    files: Files,
    spacing: Duration,
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
                topics: watch.topics.clone(),
                files: Files::default(),
                spacing: watchlist.fetch.host_spacing,
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
                topics: watch.topics.clone(),
                files: Files::default(),
                spacing: watchlist.fetch.host_spacing,
            });
        }
        let settings = extract::Settings { zone: "UTC".to_owned(), ..extract::Settings::default() };
        let context = Context { source_type: SourceType::Other, ..Context::default() };
        let own = watchlist.topics.iter().map(|topic| topic.id.clone());
        let topics = std::iter::once(BUILT_IN_TOPIC.to_owned()).chain(own).collect();
        Ok(Self {
            url,
            kind: WatchKind::Page,
            settings,
            context,
            watch: None,
            agencies: &watchlist.agencies,
            topics,
            files: Files::default(),
            spacing: watchlist.fetch.host_spacing,
        })
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
            return self.article(fetch, page, recognizer, out).await;
        }
        let (page, links) = match self.list(fetch, page, out).await? {
            Ok(found) => found,
            Err(failure) => return Ok(Err(failure)),
        };
        writeln!(out, "{} links on {}", links.len(), page.final_url)?;
        for link in links.iter().take(MOST) {
            let date = link.date.map_or_else(|| "no date   ".to_owned(), |d| d.to_string());
            writeln!(out, "  {date}  {}  {}", link.title, link.url)?;
        }
        let Some(first) = links.first() else { return Ok(Ok(())) };
        writeln!(out, "\nthe first of them:")?;
        match given_page(first) {
            Some(page) => self.article(fetch, page, recognizer, out).await,
            None => match self.get(fetch, &first.url).await {
                Ok(page) => self.article(fetch, page, recognizer, out).await,
                Err(failure) => Ok(Err(failure)),
            },
        }
    }

    /// The links of the page; of an index of sitemaps those of the newest one.
    async fn list(
        &self,
        fetch: &HttpFetch,
        page: Page,
        out: &mut dyn Write,
    ) -> Result<Result<(Page, Vec<Link>), Failure>, Trouble> {
        let listed = match extract_list(&page, &self.settings, self.kind, None) {
            Ok(listed) => listed,
            Err(failure) => return Ok(Err(failure)),
        };
        for part in listed.parts.iter().take(MOST) {
            let date = part.date.map_or_else(|| "no date   ".to_owned(), |d| d.to_string());
            writeln!(out, "leads on to  {date}  {}", part.url)?;
        }
        let Some(newest) = listed.parts.first().filter(|_| listed.links.is_empty()) else {
            return Ok(Ok((page, listed.links)));
        };
        let page = match self.get(fetch, &newest.url).await {
            Ok(page) => page,
            Err(failure) => return Ok(Err(failure)),
        };
        Ok(extract_list(&page, &self.settings, self.kind, newest.part).map(|listed| (page, listed.links)))
    }

    async fn get(&self, fetch: &HttpFetch, url: &Url) -> Result<Page, Failure> {
        let allow_addresses = self.watch.map(|w| w.allow_addresses.clone()).unwrap_or_default();
        let request = Request { url: url.clone(), validators: Validators::default(), allow_addresses };
        match fetch.fetch(&request).await {
            Ok(Fetched::Page(page)) => Ok(*page),
            // No validators were sent, so no honest server answers 304; the fetcher reports one that does.
            Ok(Fetched::NotModified { .. }) => {
                Err(Failure::new(Reason::UnexpectedStatus, "304 to an unconditional request"))
            }
            Err(failed) => Err(failed.failure),
        }
    }

    /// The article with its attachments, as a check would read it.
    async fn understood(&self, fetch: &HttpFetch, page: &Page, recognizer: &Recognizer) -> Result<Understood, Failure> {
        let alone = understand(page, &self.settings, recognizer, &self.context)?;
        let policy = self.watch.map_or(Attachments::Auto, |w| w.attachments);
        let mut got = Vec::new();
        for attachment in wanted(policy, None, &alone.document, &alone.found).into_iter().take(MOST) {
            let url = &attachment.link.url;
            let unread = |failure| (url.clone(), Got::NotRead(failure, None));
            if let Some(failure) = extract::is_unread_kind(attachment) {
                got.push(unread(failure));
                continue;
            }
            tokio::time::sleep(self.spacing.max(fetch.crawl_delay(url).unwrap_or_default())).await;
            got.push(match self.get(fetch, url).await {
                Ok(page) => match self.files.rendered(page).await {
                    Ok(page) if page.rendition.is_some() => (url.clone(), Got::Read(Box::new(page))),
                    Ok(_) => unread(Failure::new(Reason::WrongContentType, "not a PDF, DOCX or XLSX")),
                    Err((failure, _)) => unread(failure),
                },
                Err(failure) => unread(failure),
            });
        }
        if got.is_empty() {
            return Ok(alone);
        }
        recognize(extract::with_attachments(alone.document, got, None, &self.settings), recognizer, &self.context)
    }

    async fn article(
        &self,
        fetch: &HttpFetch,
        page: Page,
        recognizer: &Recognizer,
        out: &mut dyn Write,
    ) -> Result<Result<(), Failure>, Trouble> {
        let page = match self.files.rendered(page).await {
            Ok(page) => page,
            Err((failure, _)) => return Ok(Err(failure)),
        };
        let understood = match self.understood(fetch, &page, recognizer).await {
            Ok(understood) => understood,
            Err(failure) => return Ok(Err(failure)),
        };
        self.print(&page, &understood, out)
    }

    fn print(&self, page: &Page, understood: &Understood, out: &mut dyn Write) -> Result<Result<(), Failure>, Trouble> {
        let document = &understood.document;
        let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        writeln!(out, "{} ({} bytes, sha256 {})", page.final_url, page.bytes.len(), page.sha256)?;
        writeln!(out, "title      {}", dash(document.title.clone()))?;
        writeln!(out, "published  {}", dash(document.published.map(|d| d.to_string())))?;
        let sentences = document.sentences();
        let foreign = sentences.iter().filter(|sentence| is_foreign(sentence.text)).count();
        let language = match document.lang.map(|lang| lang.to_string()) {
            _ if foreign > 0 && foreign * 2 >= sentences.len() => {
                "none of en, zh, es, fr: nothing is found in it".to_owned()
            }
            lang => dash(lang),
        };
        writeln!(out, "language   {language}, charset {}", document.charset)?;
        writeln!(out, "read       {} blocks, {} sentences", document.blocks.len(), sentences.len())?;
        if let Some(basis) = document.basis {
            writeln!(out, "main text  {}", found(basis))?;
        }
        let unsure: Vec<_> = document.blocks.iter().filter(|b| b.class == BlockClass::Uncertain).collect();
        if !unsure.is_empty() {
            writeln!(out, "unsure     {} blocks, read all the same", unsure.len())?;
        }
        for block in unsure.iter().take(MOST) {
            writeln!(out, "  ? {}", short(&block.text))?;
        }
        if self.kind == WatchKind::Page && ledger::looks_like_listing(document) {
            writeln!(out, "hint       this looks like a listing: with kind = \"listing\" its articles are read too")?;
        }
        writeln!(out, "set aside  {} blocks", document.set_aside.len())?;
        for block in document.set_aside.iter().take(MOST) {
            writeln!(out, "  . {}", short(&block.text))?;
        }
        for attachment in &document.attachments {
            writeln!(out, "attachment {} ({}), {}", attachment.link.title, attachment.link.url, attached(attachment))?;
        }
        if let Some(watch) = self.watch {
            writeln!(out, "told       {}", watch.notify.join(", "))?;
        }
        writeln!(out, "\ncommitments and near misses:")?;
        let events = self.events(page, understood);
        let on_topic: Vec<_> = understood.found.iter().filter(|p| p.claim.topic.is_some()).collect();
        if on_topic.is_empty() {
            writeln!(out, "  none: no sentence is on a topic ({})", self.topics.join(", "))?;
        }
        for placed in on_topic {
            claim(out, &placed.claim, self.agencies)?;
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
            twins: &[],
            topics: &self.topics,
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
            quiet: None,
            cause: Cause::Check,
        })
        .events
    }
}

/// What became of an attachment.
fn attached(attachment: &Attachment) -> String {
    match (attachment.blocks, &attachment.failure) {
        (Some((from, to)), _) => format!("read: {} blocks", to - from),
        (None, Some(failure)) => format!("not read: {} ({})", failure.reason, failure.detail),
        (None, None) => "not read: no act of control on the page, or attachments = \"never\"".to_owned(),
    }
}

fn claim(out: &mut dyn Write, claim: &Claim, agencies: &AgencyTable) -> std::io::Result<()> {
    writeln!(out, "\n  {}, {}", explain::verdict(claim), claim.record.strength)?;
    let rule = explain::rule_in_words(&claim.rule);
    writeln!(out, "    rule       {rule} ({}), confidence {:.2}", claim.rule, claim.confidence)?;
    writeln!(out, "    topic      {}", explain::topic_in_words(claim))?;
    writeln!(out, "    {}", explain::marked(claim, agencies))?;
    writeln!(out, "    {}", claim.gloss)
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(80).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

/// What told the main text, and how surely, in words.
fn found(basis: Basis) -> String {
    match basis.by {
        FoundBy::Selector => "by the selector".to_owned(),
        FoundBy::Finders => format!("found by itself: two finders agree on {} %", basis.agreement),
        FoundBy::Divided => {
            format!(
                "found by itself, unsure: two finders agree on {} % only; `content` would settle it",
                basis.agreement
            )
        }
        FoundBy::Landmark => "found by itself, in the place the page marks for it".to_owned(),
        FoundBy::Density => "found by itself, unsure: where most prose stands; `content` would settle it".to_owned(),
    }
}
