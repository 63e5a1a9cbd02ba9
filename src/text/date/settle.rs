//! Pure. Possible readings of a text in, the dates it names out: what overlaps or belongs together is settled.

use std::sync::LazyLock;

use jiff::Span;
use regex::Regex;

use super::meaning::Meaning;
use super::year::pattern;
use super::{Candidate, FoundDate};
use crate::model::PartialDate;

/// Between a length and the date it is counted from: "within 45 days of", "the ninetieth day after the day of its
/// registration, which is".
static COUNTED_FROM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^[ \u{a0}](?:(?:after|of|from|following|counted from|del?|desde el|a partir del|contados a partir del",
        r"|(?:siguientes|posteriores)? ?al|après le|suivant le|à compter du|à partir du|du)[ \u{a0}])?(?:the )?",
        r"(?:the (?:day|date) (?:of|on which) [^.;:]{1,40}, which is ",
        r"|(?:de )?(?:su|la|sa) [^.;:]{1,48}, (?:fijad[ao]|previst[ao]|que será|fixée|prévue)(?: para| pour| au?)? (?:el |le )?)?$",
    ))
});

/// Between the ends of a range of days.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[ \u{a0}](?:to|and|until|through|al?|y el|hasta el|au|et le|jusqu['’]au|–|-)[ \u{a0}]|[ \u{a0}]?[-–—~～][ \u{a0}]?|起?[至到])$",
    )
});

/// Keeps the leftmost, then longest reading; a weekday beside the date it belongs to says nothing more.
pub(super) fn settle(text: &str, candidates: Vec<Candidate>) -> Vec<FoundDate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for mut candidate in candidates {
        let start = candidate.range.start;
        let Some(last) = kept.last_mut() else {
            kept.push(candidate);
            continue;
        };
        if last.range.end > start {
            continue;
        }
        let gap = &text[last.range.end..start];
        let beside = gap.chars().all(|c| matches!(c, ' ' | ',' | '(' | '（' | '，')) || gap == " the ";
        if let Some(length) = last.length.filter(|_| COUNTED_FROM.is_match(gap)) {
            let stated = candidate.date.filter(|_| candidate.is_absolute());
            let from_page = matches!(candidate.meaning, Meaning::Page(_));
            let date = stated.and_then(|(from, _)| counted(from, length)).or(last.date.filter(|_| from_page));
            if date.is_some() {
                last.date = date;
                last.range.end = candidate.range.end;
                last.length = None;
                continue;
            }
        }
        if beside && last.meaning == Meaning::Weekday && candidate.is_absolute() {
            kept.pop();
        } else if beside && candidate.meaning == Meaning::Weekday && last.names_a_day() {
            continue;
        } else if last.guessed != candidate.guessed && UNTIL.is_match(gap) {
            share_year(last, &mut candidate);
        }
        kept.push(candidate);
    }
    kept.into_iter()
        .filter_map(|c| c.date.map(|(date, relative)| FoundDate { range: c.range, date, relative }))
        .collect()
}

/// So long after a stated day.
fn counted(from: PartialDate, length: Span) -> Option<(PartialDate, bool)> {
    from.parts().2?;
    Some((from.first_day().checked_add(length).ok()?.into(), true))
}

/// "From 1 March to 30 June 2027": both ends are of the year stated once, or the one beside it when they lie so.
fn share_year(first: &mut Candidate, second: &mut Candidate) {
    let (Some((from, from_relative)), Some((to, to_relative))) = (first.date, second.date) else { return };
    let ((from_year, Some(from_month), from_day), (to_year, Some(to_month), to_day)) = (from.parts(), to.parts())
    else {
        return;
    };
    let over_new_year = i16::from((from_month, from_day) > (to_month, to_day));
    if first.guessed && !to_relative {
        first.date = in_year(from, to_year - over_new_year).map(|date| (date, from_relative));
    } else if second.guessed && !from_relative {
        second.date = in_year(to, from_year + over_new_year).map(|date| (date, to_relative));
    }
}

fn in_year(date: PartialDate, year: i16) -> Option<PartialDate> {
    match date.parts() {
        (_, Some(month), Some(day)) => PartialDate::day(year, month, day),
        (_, Some(month), None) => PartialDate::month(year, month),
        _ => None,
    }
}
