//! Pure. A page of a listing in, its article links and its next page out: by the watch's selector, or by its repeated shape.

mod detect;
mod item;
mod next;

use scraper::{ElementRef, Html};
use url::Url;

use super::decode::Decoded;
use super::walk::{self, Marks};
use super::{Listed, Settings, address as urls, depth, published, rules, unreadable};
use crate::model::{Failure, Lang, Link, Page, Reason};
use jiff::civil::Date;

/// What links of one page are read by.
pub(super) struct Reading {
    pub(super) base: Url,
    pub(super) page: Url,
    pub(super) today: Date,
    pub(super) lang: Option<Lang>,
    /// Which page of the list it is, from 1.
    pub(super) number: u32,
}

/// Reads page `number` of a listing.
pub(super) fn read(page: &Page, settings: &Settings, decoded: &Decoded, number: u32) -> Result<Listed, Failure> {
    let ignoring = rules::Rules::new(settings)?;
    depth::gate(&decoded.text)?;
    let html = Html::parse_document(&decoded.text);
    let ignored = ignoring.ignored(&html);
    let walked = walk::walk(&html, &Marks::default());
    unreadable::check(page, &html, &walked, &decoded.text)?;
    let reading = Reading {
        base: urls::base(&html, &page.final_url),
        page: page.final_url.clone(),
        today: page.fetched_at.to_zoned(published::zone(&settings.zone)).date(),
        lang: settings.language,
        number,
    };
    let found = match settings.links.as_deref() {
        Some(css) => selected(&html, css, &reading)?,
        None => detect::detect(&html, &reading, &ignored),
    };
    let mut links: Vec<Link> = Vec::with_capacity(found.len());
    let mut seen = std::collections::HashSet::new();
    for link in found.into_iter().filter(|link| !ignoring.ignores_text(&link.title)) {
        if seen.insert(link.url.clone()) {
            links.push(link);
        }
    }
    if links.is_empty() {
        return Err(Failure::new(Reason::Empty, "no list of articles was found; a `links` selector may help"));
    }
    let parts = next::next(&html, &reading, number).map(|url| Link::page(url, number + 1)).into_iter().collect();
    Ok(Listed { links, parts })
}

fn selected(html: &Html, css: &str, reading: &Reading) -> Result<Vec<Link>, Failure> {
    let mut found = Vec::new();
    for element in rules::select(html, "links", css)? {
        let anchors: Vec<ElementRef<'_>> = match element.value().name() {
            "a" => vec![element],
            _ => element.select(&item::ANCHOR).collect(),
        };
        found.extend(anchors.into_iter().filter_map(|a| item::link(a, item::around(a, reading), reading)));
    }
    if found.is_empty() {
        return Err(Failure::new(Reason::SelectorMatchedNothing, format!("`links = \"{css}\"` matches no link")));
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
