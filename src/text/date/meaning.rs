//! Pure. What a rule found and the page date in, the date it names out.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use regex::Captures;

use super::calendar::{self, Unit};
use super::year;
use crate::model::{Lang, PartialDate};

/// What a rule's groups say. `y` year, `ry` a word for a year ("next year"), `m` month, `d` day, `n` count, `u` unit,
/// `q` ordinal, `w` weekday, `rel` a word that points ("last").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A day; year from the page when not stated.
    Day,
    /// A day of this, the next or the last month.
    DayOfMonth,
    /// A month; year from the page when not stated.
    Month,
    /// A year, a season of it, or a word for one.
    Year,
    /// The last day of a month (`m`, or the word `mo`) or of a year.
    End,
    /// A United States fiscal year.
    Fiscal,
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
    /// The date, and whether it counts from the page date.
    pub(super) fn read(self, found: &Captures<'_>, context: &Context<'_>) -> Read {
        match self {
            Self::Day => day(found, context),
            Self::DayOfMonth => {
                let (y, m) = shifted_month(found, context)?;
                Some((PartialDate::day(y, m, number(found, "d")?)?, true))
            }
            Self::Month => month(found, context),
            Self::Year => stated_year(found, context)
                .filter(|_| found.name("y").is_none() || year::is_a_year(context.text, &context.range))
                .and_then(|(y, relative)| Some((PartialDate::year(y)?, relative))),
            Self::End => end(found, context),
            Self::Fiscal => {
                let y: i16 = number_of(found.name("y")?.as_str())?;
                Some((PartialDate::day(if y < 100 { y + 2000 } else { y }, 9, 30)?, false))
            }
            Self::Quarter => part_of_year(found, context, 3),
            Self::Half => part_of_year(found, context, 6),
            Self::Page(days) => from_page(context, i32::from(days).days()),
            Self::MonthWord => shifted_month(found, context).and_then(|(y, m)| Some((PartialDate::month(y, m)?, true))),
            Self::After => length(found, context).and_then(|span| from_page(context, span)),
            Self::Ago => length(found, context).and_then(|span| from_page(context, -span)),
            Self::Weekday => weekday(found, context),
            Self::Slashed => slashed(found, context),
        }
    }
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
        return Some((number_of(stated.as_str())?, false));
    }
    let (page, _, _) = context.page?.parts();
    let shift = found.name("ry").map_or(0, |w| calendar::direction(w.as_str()));
    Some((page.checked_add(i16::try_from(shift).ok()?)?, true))
}

fn has_year(found: &Captures<'_>) -> bool {
    found.name("y").is_some() || found.name("ry").is_some()
}

fn day(found: &Captures<'_>, context: &Context<'_>) -> Read {
    let month = calendar::month(found.name("m")?.as_str())?;
    let day = number(found, "d")?;
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
        return pointed_month(month, calendar::direction(word.as_str()), context).map(|date| (date, true));
    }
    year::fitting(context, |y| PartialDate::month(y, month)).map(|date| (date, false))
}

/// "last October", "next March": the nearest on that side of the page date.
fn pointed_month(month: i8, direction: i32, context: &Context<'_>) -> Option<PartialDate> {
    let (y, page_month, _) = context.page?.parts();
    let page_month = page_month?;
    let year = match direction {
        d if d < 0 && month >= page_month => y - 1,
        d if d > 0 && month <= page_month => y + 1,
        _ => y,
    };
    PartialDate::month(year, month)
}

fn end(found: &Captures<'_>, context: &Context<'_>) -> Read {
    if let Some(name) = found.name("m") {
        let month = calendar::month(name.as_str())?;
        let date = if has_year(found) {
            PartialDate::month(stated_year(found, context)?.0, month)
        } else {
            year::fitting(context, |y| PartialDate::month(y, month))
        }?;
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
    let part = calendar::ordinal(found.name("q")?.as_str())?;
    let (y, relative) = stated_year(found, context)?;
    // "last half" names the second one.
    let part = part.min(12 / months);
    Some((PartialDate::month(y, part * months)?, relative))
}

fn from_page(context: &Context<'_>, span: jiff::Span) -> Read {
    Some((context.page_day()?.checked_add(span).ok()?.into(), true))
}

fn length(found: &Captures<'_>, context: &Context<'_>) -> Option<jiff::Span> {
    if year::counts_working_days(context) {
        return None;
    }
    let count = i64::from(calendar::count(found.name("n")?.as_str(), context.lang)?);
    match calendar::unit(found.name("u")?.as_str())? {
        Unit::Hours => (count > 0 && count % 24 == 0).then(|| (count / 24).days()),
        Unit::Days => Some(count.days()),
        Unit::Weeks => Some((count * 7).days()),
        Unit::Months => Some(count.months()),
        Unit::Years => (count <= 200).then(|| count.years()),
    }
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
    if direction > 0 || (direction == 0 && !year::told_as_past(context)) {
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
        None => year::reads_romance(context.text),
    };
    let month_first = !day_first && found.name("slash").is_some();
    let (month, day) = if month_first && a <= 12 || b > 12 { (a, b) } else { (b, a) };
    Some((PartialDate::day(year, month, day)?, false))
}
