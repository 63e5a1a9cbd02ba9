//! Pure. A Page and settings in; a Document, or the Links of a listing, feed, sitemap or API, or a typed failure out.

mod address;
mod article;
mod attachments;
mod decode;
mod depth;
mod feed;
mod file;
mod json;
mod judge;
mod listing;
mod meta;
mod opinions;
mod published;
mod rules;
mod sitemap;
mod space;
mod tags;
mod unreadable;
mod volatile;
mod walk;

pub use json::{Paths, TEXT as GIVEN_TYPE};

use crate::model::{Attachment, Document, Failure, Lang, LeftOut, Link, Page, Validators, sha256_hex};

/// How to read the pages of one watch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// CSS of the main text; found by itself without it.
    pub content: Option<String>,
    /// CSS of the listing's links.
    pub links: Option<String>,
    /// Regular expression of the URLs that are followed of a sitemap; without it those of its own host.
    pub addresses: Option<String>,
    /// Where things stand in an API's answer.
    pub json: Option<Paths>,
    /// CSS of parts to set aside.
    pub ignore: Vec<String>,
    /// Regular expressions of text to set aside, per block.
    pub ignore_text: Vec<String>,
    /// Charset that overrides all others, WHATWG label.
    pub charset: Option<String>,
    /// Language the source writes.
    pub language: Option<Lang>,
    /// IANA zone of the source, for dates.
    pub zone: String,
    /// Steps of the comparison form that are left out.
    pub left_out: LeftOut,
}

/// A list of more links would make as many targets for ever; of a sitemap the newest so many are followed.
pub const MOST_LINKS: usize = 2000;

/// What a list in several parts holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// Its links to articles.
    pub links: Vec<Link>,
    /// Further parts of it: the sitemaps of an index, newest first, or the next page of a listing, feed or API.
    pub parts: Vec<Link>,
}

/// Version of everything that turns bytes into a Document; part of the fingerprint.
pub const VERSION: &str = "3";

impl Settings {
    /// Checks selectors and expressions; each problem as (key, index in the list, message).
    pub fn problems(&self) -> Vec<(&'static str, usize, String)> {
        rules::problems(self)
    }

    /// What made a Version: equal fingerprints read a page alike.
    pub fn fingerprint(&self) -> String {
        sha256_hex(format!("{VERSION}{self:?}").as_bytes())[..16].to_owned()
    }
}

/// A URL in any spelling as a Link's URL is spelled: no fragment, no session, no tracking, query sorted.
pub fn canonical(url: &url::Url) -> url::Url {
    address::canonical(url, url.as_str()).unwrap_or_else(|| url.clone())
}

/// Reads an article page.
///
/// # Errors
/// A typed failure when the page cannot be read as an article (DESIGN: unreadable is not empty).
pub fn document(page: &Page, settings: &Settings) -> Result<Document, Failure> {
    if let Some(paths) = settings.json.as_ref().filter(|_| page.header("content-type") == Some(GIVEN_TYPE)) {
        return json::document(page, settings, paths);
    }
    if let Some(lines) = page.rendition.as_ref().filter(|rendition| rendition.is_lines()) {
        return file::document(page, settings, lines);
    }
    unreadable::content_type(page, false)?;
    let decoded = decode::decode(page, settings)?;
    if is_plain(page, &decoded.text) {
        return article::plain(page, settings, decoded);
    }
    article::read(page, settings, decoded)
}

/// What became of an attachment of an article.
#[derive(Debug, Clone, PartialEq)]
pub enum Got {
    /// Read: its page, with its text as the rendition.
    Read(Box<Page>),
    /// What an earlier document of the article holds of it; with why it was not read this time.
    Kept(Option<Failure>),
    /// Not read; of bytes that arrived the hash and the server's validators.
    NotRead(Failure, Option<(String, Validators)>),
}

/// The document with the text of its attachments behind its own; `before` is where the text of kept ones stands. An attachment
/// that `got` does not name stays untried.
pub fn with_attachments(
    document: Document,
    got: Vec<(url::Url, Got)>,
    before: Option<&Document>,
    settings: &Settings,
) -> Document {
    file::attach(document, got, before, settings)
}

/// Why a file is not worth asking for: by its name it is of a kind that is not read.
pub fn is_unread_kind(attachment: &Attachment) -> Option<Failure> {
    attachments::unread_kind(attachment)
}

/// Whether there is no mark-up to read.
fn is_plain(page: &Page, text: &str) -> bool {
    let declared =
        page.header("content-type").is_some_and(|t| t.trim_start().to_ascii_lowercase().starts_with("text/plain"));
    (declared || page.rendition.is_some() || page.header("content-type").is_none())
        && !text.trim_start().starts_with('<')
}

/// Reads page `number` of a listing: its article links, in page order, canonical, each URL once; and its next page where it
/// names one.
///
/// # Errors
/// A typed failure when the page cannot be read or no link is found.
pub fn listing(page: &Page, settings: &Settings, number: u32) -> Result<Listed, Failure> {
    // A list that a script fills comes as HTML inside JSON.
    unreadable::content_type(page, page.header("content-type").is_some_and(|kind| kind.contains("json")))?;
    let decoded = decode::decode(page, settings)?;
    listing::read(page, settings, &decoded, number)
}

/// Reads page `number` of an RSS, Atom or JSON feed: its entries as Links, and its next page where it names one.
///
/// # Errors
/// `bad_feed` when it is none, `empty`.
pub fn feed(page: &Page, settings: &Settings, number: u32) -> Result<Listed, Failure> {
    feed::read(page, settings, number)
}

/// Reads a sitemap, plain or gzipped: its links, or the sitemaps of an index. `part`: it was found through an index.
///
/// # Errors
/// `bad_sitemap` when it is none, `unpacks_too_large`, `empty`, `overfull`.
pub fn sitemap(page: &Page, settings: &Settings, part: bool) -> Result<Listed, Failure> {
    sitemap::read(page, settings, part)
}

/// Reads page `number` of an API's answer as Links, with the next page where it names one.
///
/// # Errors
/// `bad_json`, `path_matched_nothing`, `empty`.
pub fn json(page: &Page, settings: &Settings, number: u32) -> Result<Listed, Failure> {
    json::read(page, settings, number)
}

/// Reads the entries of a feed as text: their titles as headings, their bodies under them.
///
/// # Errors
/// `bad_feed` when it is none, `empty` when it has no entries.
pub fn feed_document(page: &Page, settings: &Settings) -> Result<Document, Failure> {
    feed::document(page, settings)
}

/// Whether the body is a sitemap or an index of them, plain or gzipped, whatever the server calls it.
pub fn is_sitemap(page: &Page, settings: &Settings) -> bool {
    sitemap::is_sitemap(page, settings)
}

/// Whether the body is a feed, whatever the server calls it.
pub fn is_feed(page: &Page, settings: &Settings) -> bool {
    decode::decode(page, settings).is_ok_and(|decoded| feed::is_feed(&decoded.text))
}

#[cfg(test)]
mod tests;
