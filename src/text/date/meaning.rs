//! Pure. What a rule found and the page date in, the date it names out.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use regex::Captures;

use super::calendar;
use super::near;
use super::tense;
use super::year;
use crate::model::{Lang, PartialDate};

/// What a rule's groups say. `y` year, `ry` a word for a year ("next year"), `m` month, `d` day, `n` count, `u` unit,
/// `q` ordinal, `w` weekday, `s` season, `rel` a word that points ("last"), `roc` a year of the Republic of China, `qw` a
/// word for a quarter or half-year, `d2` the last day of a range of days, `end` the words for an end, `mid` for a middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A day; year from the page when not stated.
    Day,
    /// A day of this, the next or the last month.
    DayOfMonth,
    /// A month; year from the page when not stated.
    Month,
    /// A year or a word for one.
    Year,
    /// A season: its year.
    Season,
    /// A feast or first day that stands for a month and day.
    Fixed(i8, i8),
    /// The first, second … or last weekday of a month.
    NthWeekday,
    /// The last day of a month (`m`, or the word `mo`) or of a year.
    End,
    /// A fiscal year that ends with this month: the stated one, or the one the page date lies in.
    Fiscal(i8),
    /// A quarter: its last month.
    Quarter,
    /// A half-year: its last month.
    Half,
    /// The page date, shifted by days.
    Page(i8),
    /// This, the next or the last month.
    MonthWord,
    /// So long after the page date.
    After,
    /// So long before the page date.
    Ago,
    /// A weekday near the page date.
    Weekday,
    /// Month, day, year in the order of the language.
    Slashed,
}

/// Where a hit stands.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    pub(super) lang: Option<Lang>,
    pub(super) page: Option<PartialDate>,
    /// The month with which the fiscal year of the page's country ends.
    pub(super) fiscal_end: Option<i8>,
}

impl Context<'_> {
    /// The page date when it is a whole day.
    fn page_day(&self) -> Option<Date> {
        let page = self.page?;
        page.parts().2.map(|_| page.first_day())
    }
}

type Read = Option<(PartialDate, bool)>;

impl Meaning {
    /// The date, and whether it counts from the page date; `length` is how long after that, where it is told so.
    pub(super) fn read(self, found: &Captures<'_>, context: &Context<'_>, length: Option<jiff::Span>) -> Read {
        match self {
            Self::Day => day(found, context),
            Self::DayOfMonth => day_of_month(found, context),
            Self::Month => month(found, context),
            Self::Year => whole_year(found, context),
            Self::Season => season(found, context),
            Self::Fixed(month, day) => fixed(found, context, |y| PartialDate::day(y, month, day)),
            Self::NthWeekday => nth_weekday(found, context),
            Self::End => end(found, context),
            Self::Fiscal(last) => fiscal(found, context, last),
            Self::Quarter => part_of_year(found, context, 3),
            Self::Half => part_of_year(found, context, 6),
            Self::Page(days) => {
                from_page(context, i32::from(days).days()).filter(|_| !year::counts_working_days(context))
            }
            Self::MonthWord => shifted_month(found, context).and_then(|(y, m)| Some((PartialDate::month(y, m)?, true))),
            Self::After => length.and_then(|span| from_page(context, span)),
            Self::Ago => self::length(found, context).and_then(|span| from_page(context, -span)),
            Self::Weekday => weekday(found, context),
            Self::Slashed => slashed(found, context),
        }
    }

    /// Whether it may name what comes again: "every Monday".
    pub(super) fn may_recur(self) -> bool {
        !matches!(self, Self::After | Self::Ago | Self::Page(_) | Self::Slashed)
    }

    /// How long after the page date, or after the date that follows, the date lies.
    pub(super) fn length(self, found: &Captures<'_>, context: &Context<'_>) -> Option<jiff::Span> {
        (self == Self::After && !year::lasts(context)).then(|| length(found, context)).flatten()
    }
}

/// Whether the year of what was found is only the one that fits the page date.
pub(super) fn year_is_guessed(found: &Captures<'_>) -> bool {
    found.name("m").is_some() && !has_year(found) && found.name("rel").is_none()
}

fn number_of(text: &str) -> Option<i16> {
    i16::try_from(calendar::small(text)?).ok()
}

fn number(found: &Captures<'_>, group: &str) -> Option<i8> {
    i8::try_from(calendar::small(found.name(group)?.as_str())?).ok()
}

/// The year as stated, or told by a word, or the page's own; the flag says which.
fn stated_year(found: &Captures<'_>, context: &Context<'_>) -> Option<(i16, bool)> {
    if let Some(stated) = found.name("y") {
        let y = number_of(stated.as_str())?;
        return Some((if y < 100 { y + 2000 } else { y }, false));
    }
    if let Some(republic) = found.name("roc") {
        let y = i16::try_from(calendar::republic(republic.as_str())?).ok()?;
        return Some((y.checked_add(1911)?, false));
    }
    let (page, _, _) = context.page?.parts();
    let shift = found.name("ry").map_or(0, |w| calendar::direction(w.as_str()));
    Some((page.checked_add(i16::try_from(shift).ok()?)?, true))
}

fn has_year(found: &Captures<'_>) -> bool {
    ["y", "ry", "roc"].iter().any(|group| found.name(group).is_some())
}

/// A date whose year is stated, told by a word, or the one that fits.
fn fixed(found: &Captures<'_>, context: &Context<'_>, with: impl Fn(i16) -> Option<PartialDate>) -> Read {
    if has_year(found) {
        let (y, relative) = stated_year(found, context)?;
        return Some((with(y)?, relative));
    }
    year::fitting(context, with).map(|date| (date, false))
}

fn day(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let month = calendar::month(found.name("m")?.as_str())?;
    let mut day = number(found, "d")?;
    // A deadline has passed with the last day of a range.
    if let Some(last) = number(found, "d2").filter(|last| *last > day && year::is_a_deadline(context)) {
        day = last;
    }
    if has_year(found) {
        return Some((PartialDate::day(stated_year(found, context)?.0, month, day)?, false));
    }
    if year::is_a_reference(context.text, context.range.start) {
        return None;
    }
    year::fitting(context, |y| PartialDate::day(y, month, day)).map(|date| (date, false))
}

fn month(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let month = calendar::month(found.name("m")?.as_str())?;
    if has_year(found) {
        if found.name("number").is_some() && year::is_a_reference(context.text, context.range.start) {
            return None;
        }
        return Some((PartialDate::month(stated_year(found, context)?.0, month)?, false));
    }
    if let Some(word) = found.name("rel") {
        return near::pointed_month(month, calendar::direction(word.as_str()), context.page?).map(|date| (date, true));
    }
    year::fitting(context, |y| PartialDate::month(y, month)).map(|date| (date, false))
}

/// The day of this, the next or the last month; a deadline already past this month is one of the next.
fn day_of_month(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let day = number(found, "d")?;
    let (y, m) = shifted_month(found, context)?;
    if found.name("w").is_some() {
        return day_with_weekday(found, context, day);
    }
    let date = PartialDate::day(y, m, day);
    if let (Some(page), None, false) = (context.page_day(), found.name("mo"), year::is_a_deadline(context)) {
        return near::in_a_month(page, day).map(|date| (date, true));
    }
    let date = date?;
    let past = context.page_day().is_some_and(|page| date.last_day() < page);
    if found.name("mo").is_none() && past && year::is_a_deadline(context) {
        let next = date.first_day().checked_add(1.months()).ok()?;
        return Some((PartialDate::day(next.year(), next.month(), day)?, true));
    }
    Some((date, true))
}

/// "el viernes 6": the nearest day of that number on that weekday.
fn day_with_weekday(found: &Captures<'_>, context: &Context<'_>, day: i8) -> Read {
    // The month may follow: then this is no day alone.
    let after = year::window_after(&context.text[context.range.end..], 24);
    if after.split([' ', '\u{a0}']).take(4).any(|word| word.len() > 2 && calendar::month(word).is_some()) {
        return None;
    }
    let page = context.page_day()?;
    let wanted = Weekday::from_monday_one_offset(calendar::weekday(found.name("w")?.as_str())?).ok()?;
    let nearest = near::on_weekday(page, day, wanted)?;
    Some((nearest.into(), true))
}

fn season(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let month = calendar::season(found.name("s")?.as_str())?;
    if !has_year(found) && year::is_a_noun_of_change(context) {
        return None;
    }
    let direction = found.name("rel").map(|word| calendar::direction(word.as_str()));
    let (date, relative) = match direction {
        _ if has_year(found) => {
            let (y, relative) = stated_year(found, context)?;
            (PartialDate::year(y)?, relative)
        }
        Some(0) => (PartialDate::year(context.page?.parts().0)?, true),
        Some(direction) => (near::pointed_month(month, direction, context.page?)?, true),
        None => (part_that_fits(context, month, month)?, false),
    };
    Some((PartialDate::year(date.parts().0)?, relative))
}

fn nth_weekday(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let wanted = Weekday::from_monday_one_offset(calendar::weekday(found.name("w")?.as_str())?).ok()?;
    let ordinal = found.name("q")?.as_str();
    let nth = if calendar::is_last(ordinal) { -1 } else { calendar::ordinal(ordinal)? };
    let within = |(y, m): (i16, i8)| {
        let day = Date::new(y, m, 1).ok()?.nth_weekday_of_month(nth, wanted).ok()?;
        Some(PartialDate::from(day))
    };
    match found.name("m") {
        Some(name) => {
            let month = calendar::month(name.as_str())?;
            fixed(found, context, |y| within((y, month)))
        }
        None => Some((within(shifted_month(found, context)?)?, true)),
    }
}

/// A year; its middle is its sixth month.
fn whole_year(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let (y, relative) = stated_year(found, context)?;
    if found.name("y").is_some() && !year::is_a_year(context.text, &context.range) {
        return None;
    }
    let date = if ["mid", "mid2"].iter().any(|group| found.name(group).is_some()) {
        PartialDate::month(y, 6)
    } else {
        PartialDate::year(y)
    };
    Some((date?, relative))
}

/// A fiscal year: its last day, but money given "for fiscal year 2027" is for the year.
fn fiscal(found: &Captures<'_>, context: &Context<'_>, last: i8) -> Read {
    let (y, relative) = stated_year(found, context)?;
    if found.name("y").is_some() && year::is_for(context) {
        return Some((PartialDate::year(y)?, relative));
    }
    // One written over two calendar years ends within the second.
    let last = context.fiscal_end.filter(|month| *month < 9 || last == 9).unwrap_or(last);
    if found.name("y").is_some() {
        return Some((PartialDate::month(y, last)?.last_day().into(), relative));
    }
    let (_, page_month, _) = context.page?.parts();
    let y = y + i16::from(page_month? > last);
    Some((PartialDate::month(y, last)?.last_day().into(), relative))
}

fn end(found: &Captures<'_>, context: &Context<'_>) -> Read {
    if let Some(name) = found.name("m") {
        let month = calendar::month(name.as_str())?;
        let (date, _) = fixed(found, context, |y| PartialDate::month(y, month))?;
        return Some((date.last_day().into(), false));
    }
    if found.name("mo").is_some() {
        let (y, m) = shifted_month(found, context)?;
        return Some((PartialDate::month(y, m)?.last_day().into(), true));
    }
    let (y, relative) = stated_year(found, context)?;
    Some((PartialDate::day(y, 12, 31)?, relative))
}

fn part_of_year(found: &Captures<'_>, context: &Context<'_>, months: i8) -> Read {
    if let Some(word) = found.name("qw") {
        let (y, m, _) = context.page?.parts();
        let last = PartialDate::month(y, (m? + months - 1) / months * months)?.first_day();
        let shift = calendar::direction(word.as_str()) * i32::from(months);
        let there = last.checked_add(shift.months()).ok()?;
        return Some((to_the_end(found, PartialDate::month(there.year(), there.month())?), true));
    }
    let part = calendar::ordinal(found.name("q")?.as_str())?;
    // "last half" names the second one.
    let month = part.min(12 / months) * months;
    if let Some(fiscal) = found.name("fy") {
        let last = PartialDate::month(number_of(fiscal.as_str())?, month)?.first_day().checked_sub(3.months()).ok()?;
        return Some((PartialDate::month(last.year(), last.month())?, false));
    }
    let (date, relative) = if has_year(found) {
        fixed(found, context, |y| PartialDate::month(y, month))?
    } else {
        (part_that_fits(context, month - months + 1, month)?, false)
    };
    Some((to_the_end(found, date), relative))
}

/// "The end of the quarter" is its last day; a quarter alone its last month.
fn to_the_end(found: &Captures<'_>, date: PartialDate) -> PartialDate {
    if found.name("end").is_some() { date.last_day().into() } else { date }
}

/// The last month of a part of the page's year; of the next or the last year where the words around ask for it.
fn part_that_fits(context: &Context<'_>, first: i8, last: i8) -> Option<PartialDate> {
    let (y, page_month, _) = context.page?.parts();
    if year::earliest(context).is_some() {
        return year::fitting(context, |y| PartialDate::month(y, last));
    }
    let over = page_month.is_some_and(|month| month < first) && tense::tells_of_the_past(context);
    PartialDate::month(y - i16::from(over), last)
}

fn from_page(context: &Context<'_>, span: jiff::Span) -> Read {
    Some((context.page_day()?.checked_add(span).ok()?.into(), true))
}

fn length(found: &Captures<'_>, context: &Context<'_>) -> Option<jiff::Span> {
    if year::counts_working_days(context) {
        return None;
    }
    let unit = calendar::unit(found.name("u")?.as_str())?;
    // "within the coming year" tells no number.
    let written = found.name("n").map_or("1", |n| n.as_str());
    if calendar::is_half(written) {
        return near::half_of(unit);
    }
    // Hours are how fast each case is dealt with, but for those counted from now.
    if unit == calendar::Unit::Hours && !year::counts_from_now(context) {
        return None;
    }
    near::span_of(unit, i64::from(calendar::count(written, context.lang)?))
}

fn shifted_month(found: &Captures<'_>, context: &Context<'_>) -> Option<(i16, i8)> {
    let (y, m, _) = context.page?.parts();
    let shift = found.name("mo").map_or(0, |w| calendar::direction(w.as_str()));
    let first = Date::new(y, m?, 1).ok()?.checked_add(shift.months()).ok()?;
    Some((first.year(), first.month()))
}

fn weekday(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let page = context.page_day()?;
    let wanted = Weekday::from_monday_one_offset(calendar::weekday(found.name("w")?.as_str())?).ok()?;
    let pointed = found.name("rel").map(|w| w.as_str()).unwrap_or("");
    let direction = calendar::direction(pointed);
    if pointed.ends_with(['上', '下', '本', '这', '這', '个', '個']) {
        // Chinese counts whole weeks, which begin on Monday.
        let monday = page.checked_sub(i64::from(page.weekday().to_monday_zero_offset()).days()).ok()?;
        let days = i64::from(direction) * 7 + i64::from(wanted.to_monday_zero_offset());
        return Some((monday.checked_add(days.days()).ok()?.into(), true));
    }
    // "Friday" on a Friday is that day; "next" and "last" are another.
    if direction == 0 && page.weekday() == wanted {
        return Some((page.into(), true));
    }
    let coming = page.nth_weekday(1, wanted).ok()?;
    if direction > 0 || (direction == 0 && tense::is_to_come(context)) {
        return Some((coming.into(), true));
    }
    let back = page.nth_weekday(-1, wanted).ok()?;
    Some((back.into(), true))
}

fn slashed(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let (a, b) = (number(found, "a")?, number(found, "b")?);
    let year = stated_year(found, context)?.0;
    let day_first = match context.lang {
        Some(lang) => matches!(lang, Lang::Es | Lang::Fr),
        None => tense::reads_romance(context.text),
    };
    let month_first = !day_first && found.name("slash").is_some();
    let (month, day) = if month_first && a <= 12 || b > 12 { (a, b) } else { (b, a) };
    Some((PartialDate::day(year, month, day)?, false))
}
