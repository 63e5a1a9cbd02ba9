//! Pure. A page of a listing in, its article links and its next page out: by the watch's selector, or by its repeated shape.

mod detect;
mod item;
mod next;

use std::collections::{HashMap, HashSet};

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
    let inside = inside_json(&decoded.text);
    let source = inside.as_ref().unwrap_or(&decoded.text);
    depth::gate(source)?;
    let html = Html::parse_document(source);
    let ignored = ignoring.ignored(&html);
    let walked = walk::walk(&html, &Marks::default());
    unreadable::check(page, &html, &walked, source)?;
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
    let links = joined(found.into_iter().filter(|link| !ignoring.ignores_text(&link.title)));
    if links.is_empty() {
        return Err(Failure::new(Reason::Empty, "no list of articles was found; a `links` selector may help"));
    }
    let parts = next::next(&html, &reading, number).map(|url| Link::page(url, number + 1)).into_iter().collect();
    Ok(Listed { links, parts })
}

/// Each URL once, where it first stands; a date that this place does not show may stand at another.
fn joined(found: impl Iterator<Item = Link>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut places: HashMap<Url, usize> = HashMap::new();
    for link in found {
        match places.get(&link.url) {
            Some(place) => links[*place].date = links[*place].date.or(link.date),
            None => {
                places.insert(link.url.clone(), links.len());
                links.push(link);
            }
        }
    }
    links
}

fn selected(html: &Html, css: &str, reading: &Reading) -> Result<Vec<Link>, Failure> {
    let mut anchors: Vec<ElementRef<'_>> = Vec::new();
    for element in rules::select(html, "links", css)? {
        match element.value().name() {
            "a" => anchors.push(element),
            _ => anchors.extend(element.select(&item::ANCHOR)),
        }
    }
    let url = |a: &ElementRef<'_>| urls::canonical(&reading.base, a.value().attr("href")?);
    let of_list: HashSet<Url> = anchors.iter().filter_map(url).collect();
    let link = |a: ElementRef<'_>| {
        let near = item::link(a, item::around(a, reading, |_| true), reading)?;
        if near.date.is_some() {
            return Some(near);
        }
        // Its row may hold links to other things too, a category for one, and the date beside them.
        item::link(a, item::around(a, reading, |url| of_list.contains(url)), reading)
    };
    let found: Vec<Link> = anchors.into_iter().filter_map(link).collect();
    if found.is_empty() {
        return Err(Failure::new(Reason::SelectorMatchedNothing, format!("`links = \"{css}\"` matches no link")));
    }
    Ok(found)
}

/// The HTML inside a JSON answer, as lists that a script fills come from the server; None when the text is no JSON.
fn inside_json(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let answer: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut found = String::new();
    let mut open = vec![&answer];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) if text.len() > found.len() && text.contains("<a ") => {
                found.clone_from(text);
            }
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(fields) => open.extend(fields.values()),
            _ => {}
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests;
