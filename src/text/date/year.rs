//! Pure. What stands around a date in, which year it can mean and whether it is one at all out.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::meaning::Context;
use crate::model::PartialDate;

/// How far back words that make a date a beginning may reach: a rule "from 1 March" is told in the weeks after, too.
const BEGUN: i32 = 92;
/// The same for a deadline: one just missed is still told.
const MISSED: i32 = 31;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns are constant and tested")
}

/// Right before a deadline.
static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:by|until|till|before|no later than|not later than|deadline (?:is|of)|through|due)(?: the)?",
        r"|antes del?|hasta el|hasta|a más tardar(?: el)?|para el|avant le|avant|d['’]ici(?: le| au)?|jusqu['’]au|au plus tard le",
        r"|截至|截止到?|不晚于)[ \u{a0}]?$",
    ))
});

/// Anywhere before it in the sentence: something still to come, or a beginning.
static COMING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:will|shall|starting|effective|from|beginning|plans?|due|scheduled|expires?)\b|\bis to\b|\bto be\b",
        r"|\b\p{L}{2,}(?:ará|erá|irá|arán|erán|irán)\b|\ba partir d|\bva a\b|\bvan a\b|\bprevé",
        r"|\b\p{L}{2,}(?:era|ira|eront|iront|dra|dront)\b|\bà compter d|\bà partir d|\bdès\b|\bprévoit",
        r"|将|將|拟|擬|自|计划|計劃|定于|定於",
    ))
});

/// Right before it: something told as done.
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:\p{L}{2,}ed|said|told|met|held|took|made|signed|began|was|were|since|gave|spoke)(?: (?:here|late|early))?(?: on)?",
        r"|\b\p{L}{2,}(?:ó|aron|ieron)(?: el| este)?",
        r"|\b(?:a|ont|est|sont) \p{L}{3,}(?:é|i|u|is|it|ée|és|ées))[ \u{a0}]$",
    ))
});

/// Right after it: the same, for weekdays that begin a sentence.
static PAST_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:,?[ \u{a0}](?:[\p{L}’'.]{1,20} ){0,4}(?:said|announced|told|signed|met|held|unveiled|imposed|published)\b",
        r"|,?[ \u{a0}](?:[\p{L}]{1,20} ){0,3}\p{L}{2,}(?:ó|aron|ieron)\b|[，]?(?:已|表示|宣布|指出|会见|會見|说|說|称|稱))",
    ))
});

/// Days on which offices work: which date they end on depends on holidays that are not known here.
static WORKING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[ \u{a0}](?:hábiles|laborables|ouvrables|ouvrés|working|business)"));

/// Right before numbers that only look like a date.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:section|sections|article|articles|part|rule|no|nos|annex|paragraph|chapter|schedule|class|page|pages|pp|p|v",
        r"|version|release|order|law|decree|resolution|regulation|act|ley|decreto|artículo|núm|resolución|acuerdo|loi|décret|arrêté",
        r"|règlement|directive|ratio|cas|rn)|nº|n°|n\.º|№|第)\.?[ \u{a0}#:]*$",
    ))
});

/// Right after four digits that count something.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[ \u{a0}](?i:cases?|officers?|people|persons?|agents?|kilos?|kg|kilogram|pounds?|tons?|tonnes?|pills?|tablets?|doses?",
        r"|percent|per cent|dollars?|euros?|pesos?|units?|firms?|companies|sites?|labs?|grams?|gramos?|kits?|miles|km|members|men|women",
        r"|personas|casos|pastillas|agentes|personnes|cas|comprimés|millones|million|billion|mg)\b|[ \u{a0}]?[%$€])",
    ))
});

/// Whether the four digits in the range are a year and no count.
pub(super) fn is_a_year(text: &str, range: &Range<usize>) -> bool {
    let after = text[range.end..].trim_start();
    let notice_number = after.starts_with('第') && window_after(after, 8).contains(['号', '號']);
    // A month follows: then the whole is a month or day, or nothing when there is no such month.
    let month_follows = after.starts_with(char::is_numeric)
        && after.trim_start_matches(char::is_numeric).trim_start().starts_with('月');
    // "The 2025 notice on …" is named after its year.
    let names_a_notice = after.starts_with("关于") || after.starts_with("關於");
    !COUNTED.is_match(&text[range.end..]) && !notice_number && !month_follows && !names_a_notice
}

/// Whether the digits at `start` belong to "Article 4" or "Order No. 11/2025".
pub(super) fn is_a_reference(text: &str, start: usize) -> bool {
    REFERENCE.is_match(window_before(text, start, 24))
}

/// Whether the words right before or after tell the date as past.
pub(super) fn told_as_past(context: &Context<'_>) -> bool {
    PAST.is_match(window_before(context.text, context.range.start, 40))
        || PAST_AFTER.is_match(window_after(&context.text[context.range.end..], 100))
}

/// Whether what is counted are working days.
pub(super) fn counts_working_days(context: &Context<'_>) -> bool {
    WORKING.is_match(window_after(&context.text[context.range.end..], 16))
}

/// Gives a date without a year the one that fits: the next to come after a deadline word, one not long begun after
/// a word for what is to come, otherwise the nearest to the page date.
pub(super) fn fitting(context: &Context<'_>, with: impl Fn(i16) -> Option<PartialDate>) -> Option<PartialDate> {
    let page = context.page?;
    let (page_year, page_month, _) = page.parts();
    if page_month.is_none() {
        return with(page_year);
    }
    let page = page.first_day();
    let clause = clause_before(context.text, context.range.start);
    let after = &context.text[context.range.end..];
    let earliest = if DEADLINE.is_match(clause) || after.starts_with(['前']) || after.starts_with("之前") {
        Some(-MISSED)
    } else if COMING.is_match(clause) || after.starts_with('起') {
        Some(-BEGUN)
    } else {
        None
    };
    let dates = [page_year - 1, page_year, page_year + 1].into_iter().filter_map(with);
    match earliest {
        Some(limit) => dates.into_iter().find(|d| days(page, d.last_day()) >= limit),
        None => dates.into_iter().min_by_key(|d| {
            // A month counts as near as its nearest day.
            let (first, last) = (days(page, d.first_day()), days(page, d.last_day()));
            if first <= 0 && last >= 0 { 0 } else { first.abs().min(last.abs()) }
        }),
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// Whether Spanish or French words stand in the text, which put the day before the month.
pub(super) fn reads_romance(text: &str) -> bool {
    let common = ["el", "los", "del", "de", "la", "y", "le", "les", "du", "des", "et"];
    text.split_whitespace().take(60).any(|word| common.contains(&word.to_lowercase().as_str()))
}

/// What stands before in the same sentence, at most 160 bytes of it.
fn clause_before(text: &str, start: usize) -> &str {
    let window = window_before(text, start, 160);
    let ends = window.rmatch_indices(['。', '！', '？', '；', '!', '?', ';']).next().map(|(at, mark)| at + mark.len());
    let stop = window.rfind(". ").map(|at| at + 2).filter(|at| window[*at..].starts_with(char::is_uppercase));
    &window[ends.unwrap_or(0).max(stop.unwrap_or(0))..]
}

fn window_before(text: &str, start: usize, bytes: usize) -> &str {
    let from = (start.saturating_sub(bytes)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    &text[from..start]
}

fn window_after(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}
