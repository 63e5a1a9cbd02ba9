//! Pure. Text and a page date in, the dates it names out, as precise as stated.

mod calendar;
mod en;
mod es;
mod fr;
mod meaning;
mod near;
mod numeric;
mod rule;
mod settle;
mod tense;
mod year;
mod zh;

use std::cmp::Reverse;
use std::ops::Range;

use jiff::Span;

use crate::model::{Lang, PartialDate};
use meaning::Meaning;
use rule::{Family, Rule};
use settle::settle;

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where it stands, bytes.
    pub range: Range<usize>,
    /// What it names.
    pub date: PartialDate,
    /// Whether it was counted from the page date ("within 45 days", "last month") or a stated one ("within 45 days of
    /// 10 November"). A day and month whose year was supplied from the page date ("10 November") is not.
    pub relative: bool,
}

/// A possible reading, before overlaps are settled.
struct Candidate {
    range: Range<usize>,
    /// The date and whether it is relative; `None` for a day that does not exist, so that "31 April 2026" does not
    /// become "April 2026".
    date: Option<(PartialDate, bool)>,
    meaning: Meaning,
    /// How long after a date this one is, where it is counted so.
    length: Option<Span>,
    /// Whether the year is only the one that fits the page date.
    guessed: bool,
}

impl Candidate {
    /// Whether the day itself is told, so that its weekday adds nothing.
    fn names_a_day(&self) -> bool {
        self.is_absolute() || self.meaning == Meaning::DayOfMonth
    }

    fn is_absolute(&self) -> bool {
        self.date.is_some_and(|(_, relative)| !relative)
    }
}

/// Every date in the text, in order; relative ones count from `page_date` and are left out without one. The range
/// leaves out the word before a date that says what it means ("by", "from", 自).
pub fn find(text: &str, lang: Option<Lang>, page_date: Option<PartialDate>) -> Vec<FoundDate> {
    find_in(text, lang, page_date, None)
}

/// The same on a page of a country (its two letters), which tells when a fiscal year ends.
pub fn find_in(
    text: &str,
    lang: Option<Lang>,
    page_date: Option<PartialDate>,
    country: Option<&str>,
) -> Vec<FoundDate> {
    let reader = Reader { text, lang, page: page_date, fiscal_end: country.and_then(calendar::fiscal_end) };
    let mut candidates = Vec::new();
    for family in families(text, lang) {
        for rule in family.of(text) {
            reader.collect(rule, &mut candidates);
        }
    }
    candidates.sort_by_key(|c| (c.range.start, Reverse(c.range.end)));
    settle(text, candidates)
}

/// The rules to try: those of the language, or by script when it is unknown.
fn families(text: &str, lang: Option<Lang>) -> Vec<&'static Family> {
    let mut families = Vec::new();
    if text.bytes().any(|b| b.is_ascii_digit()) {
        families.push(&*numeric::RULES);
    }
    match lang {
        Some(Lang::En) => families.push(&*en::RULES),
        Some(Lang::Es) => families.push(&*es::RULES),
        Some(Lang::Fr) => families.push(&*fr::RULES),
        Some(Lang::Zh) => families.push(&*zh::RULES),
        None => {
            if text.chars().any(is_han) {
                families.push(&*zh::RULES);
            }
            if text.bytes().any(|b| b.is_ascii_alphabetic()) {
                families.extend([&*en::RULES, &*es::RULES, &*fr::RULES]);
            }
        }
    }
    families
}

/// A text with what its dates are read by.
struct Reader<'a> {
    text: &'a str,
    lang: Option<Lang>,
    page: Option<PartialDate>,
    fiscal_end: Option<i8>,
}

impl Reader<'_> {
    fn collect(&self, rule: &Rule, candidates: &mut Vec<Candidate>) {
        let Self { text, lang, page, fiscal_end } = *self;
        for captures in rule.regex().captures_iter(text) {
            let Some(hit) = captures.name("r").or_else(|| captures.get(0)) else { continue };
            let range = hit.range();
            if !stands_alone(text, &range) {
                continue;
            }
            let context = meaning::Context { text, range: range.clone(), lang, page, fiscal_end };
            let length = rule.meaning.length(&captures, &context);
            let date = rule.meaning.read(&captures, &context, length);
            let found =
                date.is_some() || length.is_some() || (rule.meaning == Meaning::Day && captures.name("y").is_some());
            if found && !(rule.meaning.may_recur() && year::recurs(text, &range)) {
                let guessed = meaning::year_is_guessed(&captures);
                candidates.push(Candidate { range, date, meaning: rule.meaning, length, guessed });
            }
        }
    }
}

/// Whether the range is not a piece of a longer word, number, version, ratio or registry number.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let (first, last) = (text[range.clone()].chars().next(), text[range.clone()].chars().next_back());
    let edge = |inner: Option<char>, outer: Option<char>, beyond: Option<char>| {
        let (Some(inner), Some(outer)) = (inner, outer) else { return true };
        let word = |c: char| c.is_alphanumeric() && !is_han(c);
        if word(inner) && word(outer) {
            return false;
        }
        let joins = matches!(outer, '-' | '/' | '.' | ',' | '–');
        !(inner.is_numeric() && joins && beyond.is_some_and(|c| c.is_numeric() && !is_han(c)))
    };
    edge(first, before.next(), before.next()) && edge(last, after.next(), after.next())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests;
