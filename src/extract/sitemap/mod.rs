//! Pure. A sitemap, plain or gzipped, or an index of sitemaps in; its Links, or its parts, newest first, out.

mod xml;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::Regex;
use url::Url;

use self::xml::{Entry, Root};
use super::{Listed, MOST_LINKS, Settings, address as urls, decode, published, rules, space, unreadable};
use crate::model::{Failure, Link, Page, PartialDate, Reason, sha256_hex};

/// What the protocol allows a sitemap to hold when it is unpacked.
const MOST_BYTES: u64 = 50 * 1024 * 1024;
const GZIP: &[u8] = b"\x1f\x8b";

/// The links of a sitemap, or the sitemaps of an index. `part`: it was found through an index itself.
pub(super) fn read(page: &Page, settings: &Settings, part: bool) -> Result<Listed, Failure> {
    let bytes = unpack(&page.bytes)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::new(Reason::Empty, "the sitemap is empty"));
    }
    let unpacked = match bytes {
        Cow::Borrowed(_) => Cow::Borrowed(page),
        Cow::Owned(bytes) => Cow::Owned(Page { bytes, ..page.clone() }),
    };
    let text = decode::decode(&unpacked, settings)?.text;
    unreadable::instead_of_data(page, &text)?;
    let (root, entries) = xml::read(&text).map_err(|why| Failure::new(Reason::BadSitemap, why))?;
    let zone = published::zone(&settings.zone);
    match root {
        Root::Index if part => Err(Failure::new(Reason::BadSitemap, "an index inside an index is not followed")),
        Root::Index => parts(page, &entries, &zone),
        Root::Urls => links(page, settings, entries, &zone),
    }
}

/// Whether what is there reads as a sitemap or an index.
pub(super) fn is_sitemap(page: &Page, settings: &Settings) -> bool {
    let Ok(bytes) = unpack(&page.bytes) else { return page.bytes.starts_with(GZIP) };
    let unpacked = Page { bytes: bytes.into_owned(), ..page.clone() };
    let text = decode::decode(&unpacked, settings).map(|decoded| decoded.text).unwrap_or_default();
    let mut head = text.trim_start();
    // What stands before the root: a declaration, comments.
    while let Some(rest) = head.strip_prefix("<?").or_else(|| head.strip_prefix("<!--")) {
        let end = if head.starts_with("<?") { "?>" } else { "-->" };
        let Some((_, after)) = rest.split_once(end) else { return false };
        head = after.trim_start();
    }
    let root = head.strip_prefix('<').unwrap_or_default();
    let name = root.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    matches!(name.rsplit(':').next(), Some("urlset" | "sitemapindex"))
}

/// The bytes, or what they unpack to when they are gzip by their first bytes.
fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Failure> {
    if !bytes.starts_with(GZIP) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(MOST_BYTES + 1).read_to_end(&mut out);
    if out.len() as u64 > MOST_BYTES {
        let why = format!("{} bytes unpack to more than {MOST_BYTES}", bytes.len());
        return Err(Failure::new(Reason::UnpacksTooLarge, why));
    }
    match read {
        Ok(_) => Ok(Cow::Owned(out)),
        Err(error) => Err(Failure::new(Reason::BadSitemap, format!("unpack the gzip data: {error}"))),
    }
}

fn parts(page: &Page, entries: &[Entry], zone: &TimeZone) -> Result<Listed, Failure> {
    let mut found: Vec<(Option<Timestamp>, Link)> = Vec::new();
    let mut seen = HashSet::new();
    for entry in entries {
        let Some(url) = join(page, &entry.loc).filter(|url| seen.insert(url.clone())) else { continue };
        let title = format!("sitemap {}", from_address(&url));
        let link = Link {
            stamp: Some(entry.lastmod.clone()).filter(|text| !text.is_empty()),
            part: Some(1),
            ..Link::new(url, title, day(&entry.lastmod, zone))
        };
        found.push((instant(&entry.lastmod, zone), link));
    }
    if found.is_empty() {
        return Err(Failure::new(Reason::Empty, "the sitemap index names no sitemap"));
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(Listed { parts: found.into_iter().map(|(_, link)| link).collect(), ..Listed::default() })
}

/// A part's URL as it is written: it is asked for, and never shown as an article.
fn join(page: &Page, text: &str) -> Option<Url> {
    let mut url = page.final_url.join(text.trim()).ok()?;
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url != page.final_url && url != page.url).then_some(url)
}

fn links(page: &Page, settings: &Settings, entries: Vec<Entry>, zone: &TimeZone) -> Result<Listed, Failure> {
    let wanted = settings.addresses.as_deref().map(rules::expression).transpose();
    let wanted: Option<Regex> = wanted.map_err(|why| Failure::new(Reason::Internal, why))?;
    let host = page.final_url.host_str().unwrap_or_default();
    let ignoring = rules::Rules::new(settings)?;
    let all = entries.len();
    let mut seen = HashSet::new();
    let mut found: Vec<(Option<Timestamp>, Link)> = Vec::new();
    for entry in entries {
        let Some(url) = urls::canonical(&page.final_url, &entry.loc) else { continue };
        let asked = match &wanted {
            Some(regex) => regex.is_match(url.as_str()),
            None => url.host_str() == Some(host),
        };
        if !asked || !seen.insert(url.clone()) {
            continue;
        }
        let (at, link) = link(url, &entry, zone);
        if !ignoring.ignores_text(&link.title) {
            found.push((at, link));
        }
    }
    if found.is_empty() {
        return Err(nothing(all, settings, host));
    }
    if found.len() > MOST_LINKS {
        // The order of a sitemap means nothing, so only dates can tell which links are the newest.
        let undated = found.iter().filter(|(at, _)| at.is_none()).count();
        if undated > 0 {
            let why =
                format!("{} links, {undated} of them without a date; `links` can say which are meant", found.len());
            return Err(Failure::new(Reason::Overfull, why));
        }
        found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        found.truncate(MOST_LINKS);
    }
    Ok(Listed { links: found.into_iter().map(|(_, link)| link).collect(), ..Listed::default() })
}

fn nothing(all: usize, settings: &Settings, host: &str) -> Failure {
    match &settings.addresses {
        _ if all == 0 => Failure::new(Reason::Empty, "the sitemap names no page"),
        Some(text) => {
            Failure::new(Reason::SelectorMatchedNothing, format!("`links = \"{text}\"` matches none of {all} URLs"))
        }
        None => Failure::new(Reason::Empty, format!("none of {all} URLs is on {host}; `links` can name others")),
    }
}

fn link(url: Url, entry: &Entry, zone: &TimeZone) -> (Option<Timestamp>, Link) {
    let title = match space::one_line(&entry.title) {
        title if title.is_empty() => from_address(&url),
        title => title,
    };
    let said = if entry.published.is_empty() { &entry.lastmod } else { &entry.published };
    let date = day(said, zone).or_else(|| urls::date(&url));
    // A news sitemap says no `lastmod`; a title corrected there is a change, too.
    let stamp = match (entry.lastmod.is_empty(), entry.title.is_empty()) {
        (false, _) => Some(entry.lastmod.clone()),
        (true, false) => Some(sha256_hex(entry.title.as_bytes())[..16].to_owned()),
        (true, true) => None,
    };
    let newest = instant(&entry.lastmod, zone).max(instant(&entry.published, zone));
    (newest, Link { stamp, ..Link::new(url, title, date) })
}

/// A title made of a URL's last part: `/2026/new-fund.html` is "new fund".
fn from_address(url: &Url) -> String {
    let path = url.path().trim_end_matches('/');
    let last = path.rsplit('/').next().filter(|last| !last.is_empty());
    let Some(last) = last else { return url.host_str().unwrap_or_default().to_owned() };
    let bytes = percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned();
    let stem = match bytes.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 && ending.is_ascii() => stem.to_owned(),
        _ => bytes,
    };
    let words = space::one_line(&stem.replace(['-', '_', '+'], " "));
    if words.is_empty() { last.to_owned() } else { words }
}

/// The day of a W3C date, in the source's zone.
fn day(text: &str, zone: &TimeZone) -> Option<PartialDate> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.to_zoned(zone.clone()).date().into());
    }
    let civil = text.split(['T', ' ']).next().unwrap_or_default();
    civil.parse().ok()
}

/// The instant by which entries are put in order.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let at = text.trim().parse::<Timestamp>().ok();
    at.or_else(|| day(text, zone)?.first_day().to_zoned(zone.clone()).ok().map(|at| at.timestamp()))
}

#[cfg(test)]
mod tests;
