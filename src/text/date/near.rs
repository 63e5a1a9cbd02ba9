//! Pure. A page date and a day, weekday, month or count in, the day nearest to it or the length of time out.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use super::calendar::Unit;
use super::year::days;
use crate::model::PartialDate;

/// Months before and after the page date in which a day on a weekday is looked for.
const AROUND: i64 = 6;

/// The day of that number nearest to the page date.
pub(super) fn in_a_month(page: Date, day: i8) -> Option<PartialDate> {
    // Of two that are as near, that of the page's own month.
    let around = [0, -1, 1].into_iter().filter_map(|shift| day_of(page, shift, day));
    around.min_by_key(|date| days(page, *date).abs()).map(PartialDate::from)
}

/// The day of that number on that weekday nearest to the page date.
pub(super) fn on_weekday(page: Date, day: i8, weekday: Weekday) -> Option<Date> {
    let around = (-AROUND..=AROUND).filter_map(|shift| day_of(page, shift, day));
    around.filter(|date| date.weekday() == weekday).min_by_key(|date| days(page, *date).abs())
}

fn day_of(page: Date, shift: i64, day: i8) -> Option<Date> {
    let month = page.first_of_month().checked_add(shift.months()).ok()?;
    Date::new(month.year(), month.month(), day).ok()
}

/// "last October", "next March": the nearest on that side of the page date.
pub(super) fn pointed_month(month: i8, direction: i32, page: PartialDate) -> Option<PartialDate> {
    let (y, page_month, _) = page.parts();
    let page_month = page_month?;
    let year = match direction {
        d if d < 0 && month >= page_month => y - 1,
        d if d > 0 && month <= page_month => y + 1,
        _ => y,
    };
    PartialDate::month(year, month)
}

/// Half of a year or a month.
pub(super) fn half_of(unit: Unit) -> Option<Span> {
    match unit {
        Unit::Years => Some(6.months()),
        Unit::Months => Some(15.days()),
        _ => None,
    }
}

/// So many of a unit; hours only where they are whole days.
pub(super) fn span_of(unit: Unit, count: i64) -> Option<Span> {
    match unit {
        Unit::Hours => (count > 0 && count % 24 == 0).then(|| (count / 24).days()),
        Unit::Days => Some(count.days()),
        Unit::Weeks => Some((count * 7).days()),
        Unit::Fortnights => Some((count * 14).days()),
        Unit::HalfMonths => Some((count * 15).days()),
        Unit::Months => Some(count.months()),
        Unit::Years => (count <= 200).then(|| count.years()),
    }
}
