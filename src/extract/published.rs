//! Pure. A parsed page in, the date it says it was published out, in the source's zone.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;
use scraper::{Html, Selector};
use url::Url;

use super::walk::{RawBlock, Walked};
use super::{address as urls, meta, space};
use crate::model::{Lang, PartialDate};
use crate::text::date;

/// What a date is judged by.
pub(super) struct Reading<'a> {
    pub(super) zone: TimeZone,
    /// The day of the visit: nothing is published later.
    pub(super) today: Date,
    pub(super) lang: Option<Lang>,
    pub(super) url: &'a Url,
    pub(super) title: Option<&'a str>,
}

/// The zone of the settings; UTC when none is given.
pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The published date: declared, else shown beside the title, else in the URL.
pub(super) fn published(html: &Html, walked: &Walked<'_>, reading: &Reading<'_>) -> Option<PartialDate> {
    let declared = declared(html, reading);
    let told = declared.or_else(|| time_element(html, walked, reading)).or_else(|| shown(&walked.blocks, reading));
    told.or_else(|| urls::date(reading.url).filter(|d| plausible(*d, reading)))
}

fn plausible(date: PartialDate, reading: &Reading<'_>) -> bool {
    let first = date.first_day();
    first.year() >= 1990 && (first - reading.today).get_days() <= 1
}

fn declared(html: &Html, reading: &Reading<'_>) -> Option<PartialDate> {
    const NAMES: &[&str] = &[
        "pubdate",
        "article:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "publishdate",
        "publish_date",
        "publication_date",
        "firstpublishedtime",
        "date",
    ];
    let read = |text: &str| stamp(text, reading).filter(|d| plausible(*d, reading));
    NAMES.iter().find_map(|name| meta::meta(html, &[name]).and_then(|c| read(&c))).or_else(|| {
        static JSON: LazyLock<Selector> = LazyLock::new(|| {
            Selector::parse(r#"script[type="application/ld+json"]"#).expect("a constant selector is valid")
        });
        html.select(&JSON).find_map(|script| {
            let value: serde_json::Value = serde_json::from_str(&script.text().collect::<String>()).ok()?;
            json_date(&value, 0).and_then(|text| read(&text))
        })
    })
}

fn json_date(value: &serde_json::Value, depth: u8) -> Option<String> {
    match value {
        _ if depth > 6 => None,
        serde_json::Value::Object(fields) => fields
            .get("datePublished")
            .and_then(|d| d.as_str().map(str::to_owned))
            .or_else(|| fields.values().find_map(|v| json_date(v, depth + 1))),
        serde_json::Value::Array(items) => items.iter().find_map(|v| json_date(v, depth + 1)),
        _ => None,
    }
}

/// A machine's or person's date; one with an offset is turned into the source's zone.
pub(super) fn stamp(text: &str, reading: &Reading<'_>) -> Option<PartialDate> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.to_zoned(reading.zone.clone()).date().into());
    }
    if let Ok(at) = text.parse::<jiff::civil::DateTime>() {
        return Some(at.date().into());
    }
    if let Ok(date) = text.parse::<PartialDate>() {
        return Some(date);
    }
    date::find(text, reading.lang, None).into_iter().find(|d| !d.relative).map(|d| d.date)
}

fn time_element(html: &Html, walked: &Walked<'_>, reading: &Reading<'_>) -> Option<PartialDate> {
    static TIME: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("time[datetime]").expect("a constant selector is valid"));
    let beside = |t: &scraper::ElementRef<'_>| {
        t.ancestors().filter_map(scraper::ElementRef::wrap).any(|a| super::tags::cue(a.value(), true).is_some())
    };
    let all: Vec<_> = html.select(&TIME).take(50).filter(|t| !beside(t)).collect();
    // A page with many times is a list of other pages; its first is then the newest of those, not its own.
    let own = if all.len() > 5 && walked.elems.iter().filter(|e| e.landmark).count() != 1 { return None } else { all };
    own.first().and_then(|t| stamp(t.value().attr("datetime")?, reading)).filter(|d| plausible(*d, reading))
}

static SAYS_PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)发布(?:时间|日期|于)|發布(?:日期|時間)|發佈(?:日期|時間)|公布日期|发文日期|成文日期|时间\s*[:：]|日期\s*[:：]|時間\s*[:：]|\b(?:published|posted|released|issued|release date|date published)\b|\bdate\s*[:：]|\bpublicad[oa]\b|fecha de publicaci[óo]n|\bfecha\s*:|publi[ée]e?\s+le|date de publication|mis en ligne",
    )
    .expect("a constant expression is valid")
});
static SAYS_OTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)updated|modified|reviewed|更新|修改|actualiza|mise à jour|modifi|截止|生效|deadline|effective")
        .expect("a constant expression is valid")
});

/// The published date of a file's text: beside the title, else as the line that letters end with, else in the URL.
pub(super) fn of_file(blocks: &[RawBlock], reading: &Reading<'_>) -> Option<PartialDate> {
    let signed = || blocks.iter().rev().take(SIGNED_WITHIN).find_map(|block| alone(&block.line.text, reading));
    shown(blocks, reading).or_else(signed).or_else(|| urls::date(reading.url).filter(|d| plausible(*d, reading)))
}

/// So many of the last lines may be the date of a letter, with copies and contacts after it.
const SIGNED_WITHIN: usize = 12;

/// The day that a line holds, if it holds nothing else.
fn alone(text: &str, reading: &Reading<'_>) -> Option<PartialDate> {
    let found = date::find(text, reading.lang, None).into_iter().find(|d| !d.relative && d.date.parts().2.is_some())?;
    let rest = space::weight(text) - space::weight(text.get(found.range.clone()).unwrap_or_default());
    (rest <= 2 && plausible(found.date, reading)).then_some(found.date)
}

/// The date in a short line near the title; a line that says "published" counts before a bare date.
fn shown(blocks: &[RawBlock], reading: &Reading<'_>) -> Option<PartialDate> {
    let title = reading.title.map(crate::text::fold::fold);
    let at = title.and_then(|t| blocks.iter().position(|b| crate::text::fold::fold(&b.line.text) == t));
    let from = at.map_or(0, |n| n.saturating_sub(4));
    let near = blocks.iter().skip(from).take(if at.is_some() { 14 } else { 60 });
    let (mut bare, mut dateline) = (None, None);
    for block in near {
        let text = block.line.text.as_str();
        if at.is_some() && dateline.is_none() {
            dateline = opening(text, reading).filter(|d| plausible(*d, reading));
        }
        if space::weight(text) > 260 || SAYS_OTHER.is_match(text) && !SAYS_PUBLISHED.is_match(text) {
            continue;
        }
        let found =
            date::find(text, reading.lang, None).into_iter().find(|d| !d.relative && d.date.parts().2.is_some());
        let Some(found) = found.filter(|d| plausible(d.date, reading)) else { continue };
        let rest = space::weight(text) - space::weight(text.get(found.range.clone()).unwrap_or_default());
        if SAYS_PUBLISHED.is_match(text) && rest <= 160 {
            return Some(found.date);
        }
        // Without such a word the line must be little more than the date, and the page must have a title to stand by.
        if at.is_some() && rest <= 45 && block.line.linked == 0 {
            bare.get_or_insert(found.date);
        }
    }
    bare.or(dateline)
}

/// The date of a paragraph that opens with where and when it was written: "VIENNA, 5 December 2025 – The Board …".
fn opening(text: &str, reading: &Reading<'_>) -> Option<PartialDate> {
    const MOST: usize = 60;
    let head: String = text.chars().take(2 * MOST).collect();
    let found =
        date::find(&head, reading.lang, None).into_iter().find(|d| !d.relative && d.date.parts().2.is_some())?;
    let (before, after) = (head.get(..found.range.start)?, head.get(found.range.end..)?);
    let place = before.trim_end();
    let names = place.chars().count() <= MOST && place.starts_with(char::is_uppercase) && place.ends_with([',', '(']);
    let parted = after.trim_start_matches([')', ' ', '\u{a0}']).starts_with(['–', '—', '-', ':']);
    (names && parted).then_some(found.date)
}
