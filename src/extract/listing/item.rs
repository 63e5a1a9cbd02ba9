//! Pure. One item of a listing in, its Link out: the main anchor, its title, the date beside it.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Selector};
use url::Url;

use super::Reading;
use crate::extract::{address as urls, space, walk};
use crate::model::{Link, PartialDate};
use crate::text::date;

pub(super) static ANCHOR: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("a[href]").expect("a constant selector is valid"));
static TIME: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("time[datetime]").expect("a constant selector is valid"));

static HEADING: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("h1, h2, h3, h4, h5, h6, .title").expect("a constant selector is valid"));

/// Nobody writes an item longer than this; a wrapper of the whole list is no item.
const LONG: usize = 3000;

/// The link of an anchor in its item.
pub(super) fn link(anchor: ElementRef<'_>, item: Option<ElementRef<'_>>, reading: &Reading) -> Option<Link> {
    let url = urls::canonical(&reading.base, anchor.value().attr("href")?)?;
    let title = title(anchor, item);
    if title.is_empty() {
        return None;
    }
    let date =
        item.and_then(|i| shown(i, &title, reading)).or_else(|| urls::date(&url)).or_else(|| first(&title, reading));
    Some(Link::new(url, title, date))
}

/// The anchor's text; its `title` attribute where the text is cut short or missing, its item's heading where it only says "read more".
fn title(anchor: ElementRef<'_>, item: Option<ElementRef<'_>>) -> String {
    // A card that is one large link holds its date and summary too; its heading is the title.
    let headline = |e: ElementRef<'_>| e.select(&HEADING).next().map(walk::text).filter(|t| !t.is_empty());
    let text = headline(anchor).unwrap_or_else(|| walk::text(anchor));
    let whole = space::one_line(anchor.value().attr("title").or(anchor.value().attr("aria-label")).unwrap_or_default());
    let cut = text.trim_end_matches(['.', '…']);
    if text.is_empty() || (cut.len() < text.len() && whole.len() > cut.len()) {
        return whole;
    }
    if MORE.is_match(&text) { item.and_then(headline).unwrap_or(text) } else { text }
}

/// What a link says that only leads on to the article.
static MORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:(?:read|learn|see|view|find out|show)(?: the)?(?: full)? (?:more|on|release|article|story|statement|text|details)|continue reading|(?:full|entire) (?:text|story|article)|more|details|(?:leer|ver|conocer|saber) m[áa]s|(?:continuar|seguir) leyendo|m[áa]s(?: informaci[óo]n)?|(?:nota|texto) completo|lire (?:la suite|plus|l.article)|en savoir plus|voir (?:plus|le communiqu[ée])|plus de d[ée]tails|(?:阅读|查看|閱讀|查看)?(?:全文|原文|详情|詳情|详细|更多|更多内容)|点击(?:查看|阅读))\W*$",
    )
    .expect("a constant expression is valid")
});

/// The nearest element around an anchor that holds no other page's link, or no other link of the list: its item.
pub(super) fn around<'a>(
    anchor: ElementRef<'a>,
    reading: &Reading,
    of_list: impl Fn(&Url) -> bool,
) -> Option<ElementRef<'a>> {
    let own = urls::canonical(&reading.base, anchor.value().attr("href")?)?;
    let alone = |e: &ElementRef<'_>| {
        let links = e.select(&ANCHOR).filter_map(|a| urls::canonical(&reading.base, a.value().attr("href")?));
        links.take(40).all(|url| url == own || !of_list(&url))
    };
    anchor.ancestors().filter_map(ElementRef::wrap).take(4).take_while(alone).last()
}

/// The date an item shows outside its title.
pub(super) fn shown(item: ElementRef<'_>, title: &str, reading: &Reading) -> Option<PartialDate> {
    if let Some(time) = item.select(&TIME).next().and_then(|t| t.value().attr("datetime")) {
        let day = time.get(..10).unwrap_or(time);
        if let Ok(date) = day.parse() {
            return Some(date);
        }
    }
    let text = walk::text(item);
    if text.len() > LONG {
        return None;
    }
    let beside = text.replacen(title, " ", 1);
    split(&beside).or_else(|| first(&beside, reading)).or_else(|| without_year(&beside, reading))
}

fn first(text: &str, reading: &Reading) -> Option<PartialDate> {
    let lang = reading.lang.or_else(|| text.chars().any(space::is_han).then_some(crate::model::Lang::Zh));
    let found = date::find(text, lang, None);
    let day = found.iter().find(|d| !d.relative && d.date.parts().2.is_some());
    day.or_else(|| found.iter().find(|d| !d.relative && d.date.parts().1.is_some())).map(|d| d.date)
}

/// A date drawn as a calendar sheet: the day apart from year and month.
fn split(text: &str) -> Option<PartialDate> {
    static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|\s)(\d{1,2})\s+((?:19|20)\d\d)[-/.年](\d{1,2})月?(?:\s|$)")
            .expect("a constant expression is valid")
    });
    static DAY_LAST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|\s)((?:19|20)\d\d)[-/.年](\d{1,2})月?\s+(\d{1,2})(?:\s|$)")
            .expect("a constant expression is valid")
    });
    let number = |found: &regex::Captures<'_>, n: usize| found.get(n).and_then(|m| m.as_str().parse::<i16>().ok());
    if let Some(found) = DAY_FIRST.captures(text) {
        return PartialDate::day(number(&found, 2)?, number(&found, 3)? as i8, number(&found, 1)? as i8);
    }
    let found = DAY_LAST.captures(text)?;
    PartialDate::day(number(&found, 1)?, number(&found, 2)? as i8, number(&found, 3)? as i8)
}

/// `[12-05]`: the latest such day that is not in the future.
fn without_year(text: &str, reading: &Reading) -> Option<PartialDate> {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\W*(0?[1-9]|1[0-2])[-/月](0?[1-9]|[12]\d|3[01])日?\W*$").expect("a constant expression is valid")
    });
    let found = SHORT.captures(text.trim())?;
    let (month, day) = (found[1].parse().ok()?, found[2].parse().ok()?);
    let this = PartialDate::day(reading.today.year(), month, day)?;
    let limit = reading.today.tomorrow().ok()?;
    if this.first_day() <= limit { Some(this) } else { PartialDate::day(reading.today.year() - 1, month, day) }
}
