//! Pure. An API's answer in JSON and the paths of a watch in; Links, the next page, an item's own text, or a failure that
//! names the path and what is there, out.

mod path;
mod template;

use std::collections::HashSet;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;
use url::Url;

use self::path::{Missing, Path, what};
use self::template::{Holds, Template};
use super::volatile::Stamp;
use super::walk::RawBlock;
use super::{Listed, Settings, address as urls, article, decode, published, rules, space, unreadable};
use crate::model::{BlockClass, BlockKind, Document, Failure, Given, Link, Page, PartialDate, Reason, sha256_hex};

/// The content type of an item that is read by itself.
pub const TEXT: &str = "application/json; item";

/// Where things stand in an API's answer, as the watch says it: `json = { … }`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paths {
    /// Path of the list; without it the answer itself is the list.
    pub items: Option<String>,
    /// Of an item: its URL, a path or a template.
    pub url: String,
    /// Of an item: its title.
    pub title: Option<String>,
    /// Of an item: its date.
    pub date: Option<String>,
    /// Of an item: its text, plain.
    pub body: Option<String>,
    /// Of an item: its text in HTML.
    pub html: Option<String>,
    /// Of the answer: the next page's URL, or a template with `{page}`.
    pub next: Option<String>,
}

impl Paths {
    /// Each problem as (key, index in the list, message).
    pub fn problems(&self) -> Vec<(&'static str, usize, String)> {
        let mut all: Vec<(&'static str, Option<String>)> = vec![
            ("items", self.items.as_deref().and_then(|text| Path::parse(text).err())),
            ("url", Template::parse(&self.url, Holds::Nothing).err()),
            ("next", self.next.as_deref().and_then(|text| Template::parse(text, Holds::Page).err())),
        ];
        let problem = |text: &Option<String>| Template::parse(text.as_deref()?, Holds::Optional).err();
        all.extend(self.texts().map(|(key, text)| (key, problem(text))));
        all.into_iter().filter_map(|(key, message)| Some((key, 0, message?))).collect()
    }

    /// The keys that name texts of an item.
    fn texts(&self) -> [(&'static str, &Option<String>); 4] {
        [("title", &self.title), ("date", &self.date), ("body", &self.body), ("html", &self.html)]
    }

    /// A field may be missing in some items; one that is missing in all of them is misspelled.
    fn lead_somewhere(&self, items: &[Value]) -> Result<(), Failure> {
        for (key, text) in self.texts().into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?))) {
            let template = template(text, Holds::Optional)?;
            let mut first = None;
            let lost = |item: &Value| match template.fill(item, 1, &str::to_owned) {
                Ok(_) => false,
                Err(missing) => {
                    first.get_or_insert(missing);
                    true
                }
            };
            if items.iter().map(lost).filter(|lost| *lost).count() == items.len()
                && let Some(missing) = first
            {
                return Err(led_nowhere(key, text, missing));
            }
        }
        Ok(())
    }

    /// Whether items carry the text of their article.
    fn give_text(&self) -> bool {
        self.body.is_some() || self.html.is_some()
    }
}

/// A failure that says which key led where.
fn led_nowhere(key: &str, text: &str, Missing(why): Missing) -> Failure {
    Failure::new(Reason::PathMatchedNothing, format!("`{key} = \"{text}\"`: {why}"))
}

/// The template of a key; what does not parse was reported with the watchlist.
fn template(text: &str, holds: Holds) -> Result<Template, Failure> {
    Template::parse(text, holds).map_err(|why| Failure::new(Reason::Internal, why))
}

/// The links of page `number` of an answer.
pub(super) fn read(page: &Page, settings: &Settings, number: u32) -> Result<Listed, Failure> {
    let paths = settings.json.as_ref().ok_or_else(|| Failure::new(Reason::Internal, "the watch has no `json`"))?;
    unreadable::content_type(page, true)?;
    let text = decode::decode(page, settings)?.text;
    unreadable::instead_of_data(page, &text)?;
    let answer: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Failure::new(Reason::BadJson, error.to_string()))?;
    let items = items(&answer, paths)?;
    let ignoring = rules::Rules::new(settings)?;
    paths.lead_somewhere(items)?;
    let mut links: Vec<Link> = Vec::new();
    let (mut seen, mut first) = (HashSet::new(), None);
    for item in items {
        match link(page, settings, paths, item) {
            Ok(link) if !ignoring.ignores_text(&link.title) && seen.insert(link.url.clone()) => links.push(link),
            Ok(_) => {}
            Err(failure) => {
                first.get_or_insert(failure);
            }
        }
    }
    // An item in another shape is passed over; when none has the shape, the path is wrong.
    match (links.is_empty(), first) {
        (true, Some(failure)) => return Err(failure),
        (true, None) => return Err(Failure::new(Reason::Empty, "the API's list has no items")),
        _ => {}
    }
    let parts = next(page, paths, &answer, number)?.into_iter().collect();
    Ok(Listed { links, parts })
}

fn items<'v>(answer: &'v Value, paths: &Paths) -> Result<&'v [Value], Failure> {
    let Some(text) = &paths.items else {
        let why = || Missing(format!("the answer is no list but {}", what(answer)));
        return answer.as_array().map(Vec::as_slice).ok_or_else(|| led_nowhere("items", "", why()));
    };
    let path = Path::parse(text).map_err(|why| Failure::new(Reason::Internal, why))?;
    let found = path.find(answer).map_err(|missing| led_nowhere("items", text, missing))?;
    let why = || Missing(format!("there is no list but {}", what(found)));
    found.as_array().map(Vec::as_slice).ok_or_else(|| led_nowhere("items", text, why()))
}

fn link(page: &Page, settings: &Settings, paths: &Paths, item: &Value) -> Result<Link, Failure> {
    let nowhere = |why: String| led_nowhere("url", &paths.url, Missing(why));
    let filled = template(&paths.url, Holds::Nothing)?.fill(item, 1, &escaped);
    let href = filled.map_err(|missing| led_nowhere("url", &paths.url, missing))?;
    let href = href.ok_or_else(|| nowhere("it is null or empty".to_owned()))?;
    let url = urls::canonical(&page.final_url, &href).ok_or_else(|| nowhere(format!("\"{href}\" is no http URL")))?;
    let text = |key: &Option<String>| said(key.as_deref(), item);
    let title = text(&paths.title).map(|title| markup_free(&title)).unwrap_or_default();
    let date = text(&paths.date).and_then(|date| day(&date, settings, page)).or_else(|| urls::date(&url));
    let lines = [text(&paths.body), text(&paths.html)].map(Option::unwrap_or_default);
    let shown = date.map(|date| date.to_string()).unwrap_or_default();
    let stamp = sha256_hex(format!("{title}\n{shown}\n{}", lines.join("\n")).as_bytes())[..16].to_owned();
    let given = paths.give_text().then(|| Given { item: item.to_string(), at: page.fetched_at });
    let title = if title.is_empty() { url.as_str().to_owned() } else { title };
    Ok(Link { stamp: Some(stamp), given, ..Link::new(url, title, date) })
}

/// What an item says under a key; what is missing or no text is left out.
fn said(key: Option<&str>, item: &Value) -> Option<String> {
    template(key?, Holds::Optional).ok()?.fill(item, 1, &str::to_owned).ok().flatten()
}

/// A field within a URL: it cannot begin a query or an anchor of its own.
fn escaped(text: &str) -> String {
    const MARKS: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#').add(b'&');
    utf8_percent_encode(text, MARKS).to_string()
}

fn markup_free(text: &str) -> String {
    if text.contains(['<', '&']) && super::depth::gate(text).is_ok() {
        return super::walk::text(scraper::Html::parse_fragment(text).root_element());
    }
    space::one_line(text)
}

fn day(text: &str, settings: &Settings, page: &Page) -> Option<PartialDate> {
    let zone = published::zone(&settings.zone);
    // Seconds or milliseconds since 1970.
    if let Ok(number) = text.parse::<i64>() {
        let at = match text.len() {
            10 => jiff::Timestamp::from_second(number).ok()?,
            13 => jiff::Timestamp::from_millisecond(number).ok()?,
            _ => return text.parse().ok(),
        };
        return Some(at.to_zoned(zone).date().into());
    }
    let today = page.fetched_at.to_zoned(zone.clone()).date();
    let reading = published::Reading { zone, today, lang: settings.language, url: &page.final_url, title: None };
    published::stamp(text, &reading)
}

/// The next page, where the answer or the template names one.
fn next(page: &Page, paths: &Paths, answer: &Value, number: u32) -> Result<Option<Link>, Failure> {
    let Some(text) = &paths.next else { return Ok(None) };
    let template = template(text, Holds::Page)?;
    // The last page has no next one: the field is missing there, or null.
    let Ok(Some(href)) = template.fill(answer, number + 1, &|text| text.to_owned()) else { return Ok(None) };
    let wrong = |why: String| led_nowhere("next", text, Missing(why));
    let mut url = page.final_url.join(href.trim()).map_err(|error| wrong(format!("\"{href}\": {error}")))?;
    url.set_fragment(None);
    let place = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    if place(&url) != place(&page.final_url) {
        return Err(wrong(format!("{url} is another site, which is not followed")));
    }
    let same = url == page.final_url || url == page.url;
    Ok((!same).then(|| Link::page(url, number + 1)))
}

/// The text that an item carries, as a Document.
pub(super) fn document(page: &Page, settings: &Settings, paths: &Paths) -> Result<Document, Failure> {
    let item: Value =
        serde_json::from_slice(&page.bytes).map_err(|error| Failure::new(Reason::BadJson, error.to_string()))?;
    let text = |key: &Option<String>| said(key.as_deref(), &item);
    let title = text(&paths.title).map(|title| markup_free(&title)).filter(|title| !title.is_empty());
    let mut blocks: Vec<RawBlock> = Vec::new();
    if let Some(line) = title.as_deref().and_then(|title| space::lines(title).into_iter().next()) {
        blocks.push(RawBlock { kind: BlockKind::Heading, line, elem: 0, ignored: false });
    }
    if let Some(body) = text(&paths.body) {
        let raw: String = body.chars().map(|c| if c == '\n' { space::BREAK } else { c }).collect();
        let lines = space::lines(&raw.replace([space::LINK, space::UNLINK], " "));
        blocks.extend(lines.into_iter().map(|line| RawBlock {
            kind: BlockKind::Paragraph,
            line,
            elem: 0,
            ignored: false,
        }));
    }
    if let Some(html) = text(&paths.html) {
        blocks.extend(article::fragment(&html)?);
    }
    let ignoring = rules::Rules::new(settings)?;
    blocks.retain(|block| !block.line.text.is_empty() && !ignoring.ignores_text(&block.line.text));
    if blocks.is_empty() {
        return Err(Failure::new(Reason::Empty, "the item has neither title nor text"));
    }
    let whole: String = blocks.iter().map(|block| format!("{}\n", block.line.text)).collect();
    let lang = article::language_of(&whole, settings);
    let published = text(&paths.date).and_then(|date| day(&date, settings, page));
    let today = page.fetched_at.to_zoned(published::zone(&settings.zone)).date();
    let classes = vec![BlockClass::Main; blocks.len()];
    let (blocks, set_aside) =
        article::assemble(blocks, &classes, &Stamp { today, published, lang, left_out: settings.left_out });
    Ok(Document {
        title,
        published,
        lang,
        charset: "utf-8".to_owned(),
        blocks,
        set_aside,
        attachments: Vec::new(),
        basis: None,
    })
}

#[cfg(test)]
mod tests;
