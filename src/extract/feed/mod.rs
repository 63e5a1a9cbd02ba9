//! Pure. RSS, Atom or JSON feed in; its entries as Links, or their text as a Document, out.

use std::sync::LazyLock;

use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;
use regex::Regex;

use super::volatile::Stamp;
use super::walk::RawBlock;
use super::{Listed, Settings, address as urls, article, decode, published, space, unreadable};
use crate::model::{BlockClass, BlockKind, Document, Failure, Link, Page, PartialDate, Reason, sha256_hex};

/// Page `number` of a feed: its entries as Links, in feed order, each URL once, and the page that follows it (RFC 5005).
pub(super) fn read(page: &Page, settings: &Settings, number: u32) -> Result<Listed, Failure> {
    let (feed, _) = parse(page, settings)?;
    let mut all: Vec<Link> = Vec::new();
    for entry in &feed.entries {
        let Some(url) = url(entry, page) else { continue };
        if all.iter().any(|l| l.url == url) {
            continue;
        }
        let title = entry.title.as_ref().map(|t| plain(&t.content)).unwrap_or_default();
        let date = date(entry, settings).or_else(|| urls::date(&url));
        all.push(Link { stamp: Some(stamp(entry)), ..Link::new(url, title, date) });
    }
    if all.is_empty() {
        let why =
            if feed.entries.is_empty() { "the feed has no entries" } else { "no entry of the feed names its page" };
        return Err(Failure::new(Reason::Empty, why));
    }
    let next = feed.links.iter().find(|link| link.rel.as_deref() == Some("next"));
    let next = next.and_then(|link| urls::canonical(&page.final_url, &link.href));
    let next = next.filter(|url| url.origin() == page.final_url.origin() && *url != page.final_url && *url != page.url);
    Ok(Listed { links: all, parts: next.map(|url| Link::page(url, number + 1)).into_iter().collect() })
}

/// The entries' titles and texts as one Document.
pub(super) fn document(page: &Page, settings: &Settings) -> Result<Document, Failure> {
    let (feed, charset) = parse(page, settings)?;
    let mut blocks: Vec<RawBlock> = Vec::new();
    for entry in &feed.entries {
        if let Some(title) = &entry.title {
            let line = space::lines(&plain(&title.content)).into_iter().next().unwrap_or_default();
            blocks.push(RawBlock { kind: BlockKind::Heading, line, elem: 0, ignored: false });
        }
        let body = entry.content.as_ref().and_then(|c| c.body.as_ref()).or(entry.summary.as_ref().map(|s| &s.content));
        if let Some(body) = body {
            blocks.extend(article::fragment(body)?);
        }
    }
    blocks.retain(|b| !b.line.text.is_empty());
    let text: String = blocks.iter().map(|b| format!("{}\n", b.line.text)).collect();
    let lang = article::language_of(&text, settings);
    let today = page.fetched_at.to_zoned(published::zone(&settings.zone)).date();
    let classes = vec![BlockClass::Main; blocks.len()];
    let (blocks, set_aside) =
        article::assemble(blocks, &classes, &Stamp { today, published: None, lang, left_out: settings.left_out });
    if blocks.is_empty() {
        return Err(Failure::new(Reason::Empty, "the feed has no entries"));
    }
    let title = feed.title.map(|t| plain(&t.content));
    let published = feed.entries.iter().filter_map(|e| date(e, settings)).max();
    Ok(Document { title, published, lang, charset, blocks, set_aside, attachments: Vec::new(), basis: None })
}

/// Whether the text is a feed rather than a page.
pub(super) fn is_feed(text: &str) -> bool {
    static ROOT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?is)^\s*(?:<\?xml.{0,300}?\?>)?\s*(?:<!--.{0,2000}?-->\s*|<\?.{0,500}?\?>\s*)*<(?:rss|feed|rdf:RDF)[\s>]").expect("a constant expression is valid")
    });
    let head: String = text.chars().take(4000).collect();
    ROOT.is_match(&head) || (head.trim_start().starts_with('{') && head.contains("jsonfeed.org/version"))
}

fn parse(page: &Page, settings: &Settings) -> Result<(Feed, String), Failure> {
    static ENCODING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*["'][^"']*["']"#)
            .expect("a constant expression is valid")
    });
    unreadable::content_type(page, true)?;
    let decoded = decode::decode(page, settings)?;
    // The text is UTF-8 from here on, whatever its declaration says.
    let text = ENCODING.replace(decoded.text.trim_start(), "$1");
    let parser =
        feed_rs::parser::Builder::new().base_uri(Some(page.final_url.as_str())).sanitize_content(false).build();
    match parser.parse(text.as_bytes()) {
        Ok(feed) => Ok((feed, decoded.charset)),
        Err(error) => Err(Failure::new(Reason::BadFeed, error.to_string().chars().take(200).collect::<String>())),
    }
}

/// Titles may hold mark-up and entities.
fn plain(text: &str) -> String {
    if text.contains(['<', '&']) && super::depth::gate(text).is_ok() {
        return super::walk::text(scraper::Html::parse_fragment(text).root_element());
    }
    space::one_line(text)
}

fn url(entry: &Entry, page: &Page) -> Option<url::Url> {
    let alternate = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let href = alternate.or(entry.links.first()).map(|l| l.href.as_str());
    // An entry without a link may be named by its address.
    let named = Some(entry.id.as_str()).filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    href.or(named).and_then(|href| urls::canonical(&page.final_url, href))
}

/// Differs when the entry says that its article was edited, or says something else itself.
fn stamp(entry: &Entry) -> String {
    let text = |text: &feed_rs::model::Text| plain(&text.content);
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
    let said = [entry.title.as_ref().map(text), entry.summary.as_ref().map(text), Some(plain(body))];
    let updated = entry.updated.map(|at| at.timestamp());
    sha256_hex(format!("{updated:?}{said:?}").as_bytes())[..16].to_owned()
}

fn date(entry: &Entry, settings: &Settings) -> Option<PartialDate> {
    let at = entry.published.or(entry.updated)?;
    let instant = Timestamp::from_second(at.timestamp()).ok()?;
    Some(instant.to_zoned(published::zone(&settings.zone)).date().into())
}

#[cfg(test)]
mod tests;
