//! Pure. Text in, the numbers written in digits out, with the scale word that follows.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::model::Lang;

/// Digits with inner separators; a blank separates only groups of three.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9０-９]+(?:(?:[.,，．'’][0-9０-９]+)+|(?:[ \u{a0}\u{202f}\u{2009}][0-9]{3})+(?:[.,][0-9]+)?)?")
        .expect("the pattern is constant and tested")
});

/// A scale word right after the digits.
static SCALE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[ \u{a0}\u{202f}]?(?:(?P<han>[十百千万萬]?[万萬亿億]|[百千])",
        r"|(?i:(?P<e12>trillion|billones|billón)|(?P<e9>billion|bn|milliards?|mil millones|mmd[dpe]?)",
        r"|(?P<e7>crores?)|(?P<e6>millions?|millones|millón|mln|md[dpe])|(?P<e5>lakhs?)|(?P<e3>thousand|mil|mille|milliers?))(?-u:\b))",
    ))
    .expect("the pattern is constant and tested")
});

/// A letter for a scale, beside the sign of a currency before the number or after the letter.
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \u{a0}\u{202f}]?(?P<letter>Mds?|M|m|G|B|b|K|k)(?P<after>[ \u{a0}\u{202f}]?[$€£¥]|(?-u:\b))")
        .expect("the pattern is constant and tested")
});

/// CAS numbers, whose parts are no amounts.
static CAS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]{2,7}-[0-9]{2}-[0-9](?:[^0-9]|$)").expect("the pattern is constant and tested"));

/// Nouns that digits and a hyphen count: "45-day", "24-member".
pub const JOINED_NOUNS: &[&str] = &[
    "member",
    "officer",
    "agent",
    "bed",
    "kit",
    "truck",
    "drone",
    "vehicle",
    "scanner",
    "investigator",
    "analyst",
    "inspector",
    "prosecutor",
    "site",
    "dose",
    "hour",
    "day",
    "week",
    "month",
    "year",
];

/// What else may follow digits and a hyphen for them to be an amount: "20-point".
const UNITS: &[&str] = &[
    "point", "percent", "fold", "kilo", "kg", "pound", "ton", "gram", "person", "page", "man", "strong", "dollar",
    "count", "country", "nation", "state", "city",
];

/// Every number in digits.
pub(super) fn find(text: &str, lang: Option<Lang>) -> Vec<(Range<usize>, f64)> {
    if !text.contains(|c: char| matches!(c, '0'..='9' | '０'..='９')) {
        return Vec::new();
    }
    let cas: Vec<Range<usize>> =
        if text.contains('-') { CAS.find_iter(text).map(|m| m.range()).collect() } else { Vec::new() };
    let mut found = Vec::new();
    let mut next_cas = 0;
    for hit in DIGITS.find_iter(text) {
        while cas.get(next_cas).is_some_and(|c| c.end <= hit.start()) {
            next_cas += 1;
        }
        if cas.get(next_cas).is_some_and(|c| c.start <= hit.start()) || part_of_a_name(text, hit.range()) {
            continue;
        }
        for (range, value) in values(text, hit.range(), lang) {
            found.push(scaled(text, range, value));
        }
    }
    found
}

/// Letters glued before ("B12", "COVID-19") or a chemical name after ("4-piperidone") make it part of a name.
fn part_of_a_name(text: &str, range: Range<usize>) -> bool {
    let mut before = text[..range.start].chars().rev();
    let first = before.next();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(first) || (first == Some('-') && latin(before.next())) {
        return !follows_currency(&text[..range.start]);
    }
    let after = &text[range.end..];
    match after.strip_prefix('-') {
        Some(name) if latin(name.chars().next()) => {
            let word: String = name.chars().take(8).collect::<String>().to_lowercase();
            !JOINED_NOUNS.iter().chain(UNITS).any(|unit| word.starts_with(unit))
        }
        _ => false,
    }
}

/// "US$" ends in a sign, "USD20" and "MXN1,000" in letters.
fn follows_currency(before: &str) -> bool {
    const CODES: &[&str] = &[
        "USD", "MXN", "CAD", "CNY", "RMB", "EUR", "INR", "AUD", "NZD", "GBP", "CHF", "HKD", "TWD", "JPY", "US", "CA",
        "Rs",
    ];
    CODES.iter().any(|code| before.ends_with(code))
}

/// The values of one run of digits and separators: usually one, several when the separators were commas of a list.
fn values(text: &str, range: Range<usize>, lang: Option<Lang>) -> Vec<(Range<usize>, f64)> {
    let written: String = text[range.clone()].chars().map(half_width).collect();
    if let Some(value) = number(&written, lang) {
        return vec![(range, value)];
    }
    if written.contains('.') {
        return Vec::new();
    }
    // "10,20,30" or "12 000 345": each part stands for itself.
    let mut parts = Vec::new();
    let mut start = range.start;
    for piece in text[range].split_inclusive(|c: char| !c.is_numeric()) {
        let digits = piece.trim_end_matches(|c: char| !c.is_numeric());
        let plain: String = digits.chars().map(half_width).collect();
        if let Ok(value) = plain.parse() {
            parts.push((start..start + digits.len(), value));
        }
        start += piece.len();
    }
    parts
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '，' => ',',
        '．' => '.',
        '’' => '\'',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => '\u{a0}',
        other => other,
    }
}

/// Reads one written number; `None` when its separators make no single number.
fn number(written: &str, lang: Option<Lang>) -> Option<f64> {
    let seps: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(&last) = seps.last() else { return finite(written) };
    let grouped = grouped(written);
    if seps.contains(&' ') && lang != Some(Lang::Fr) {
        return None;
    }
    let same = seps.iter().all(|s| *s == last);
    let decimal = match last {
        ' ' | '\u{a0}' | '\'' => {
            return (same && grouped).then(|| digits_only(written)).and_then(|d| finite(&d));
        }
        _ if !same => seps[..seps.len() - 1].iter().all(|s| *s == seps[0] && *s != last),
        _ if seps.len() > 1 => {
            return grouped.then(|| digits_only(written)).and_then(|d| finite(&d));
        }
        '.' => !grouped || matches!(lang, None | Some(Lang::En | Lang::Zh)),
        _ => !grouped,
    };
    if !decimal {
        return same.then(|| digits_only(written)).and_then(|d| finite(&d));
    }
    if same && last == ',' && matches!(lang, Some(Lang::En | Lang::Zh)) {
        return None;
    }
    let (whole, fraction) = written.rsplit_once(last)?;
    if !same && !self::grouped(whole) {
        return None;
    }
    finite(&format!("{}.{fraction}", digits_only(whole)))
}

/// Whether the separators cut off groups of three, as thousands do.
fn grouped(written: &str) -> bool {
    let mut groups = written.split(|c: char| !c.is_ascii_digit());
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && first != "0" && groups.all(|g| g.len() == 3)
}

fn digits_only(written: &str) -> String {
    written.chars().filter(char::is_ascii_digit).collect()
}

fn finite(written: &str) -> Option<f64> {
    written.parse::<f64>().ok().filter(|v| v.is_finite())
}

/// Adds the scale word that follows, if any.
fn scaled(text: &str, range: Range<usize>, value: f64) -> (Range<usize>, f64) {
    let Some(found) = SCALE.captures(&text[range.end..]) else {
        return by_letter(text, &range).map_or((range.clone(), value), |(end, by)| (range.start..end, value * by));
    };
    let end = range.end + found.get(0).map_or(0, |m| m.end());
    (range.start..end, value * scale(&found))
}

fn scale(found: &Captures<'_>) -> f64 {
    if let Some(han) = found.name("han") {
        return han.as_str().chars().map(super::han::magnitude).product();
    }
    [("e12", 1e12), ("e9", 1e9), ("e7", 1e7), ("e6", 1e6), ("e5", 1e5)]
        .iter()
        .find(|(name, _)| found.name(name).is_some())
        .map_or(1e3, |(_, value)| *value)
}

/// Where the letter of a sum's scale ends, and what it multiplies by: "$63M", "12,5 M$".
fn by_letter(text: &str, range: &Range<usize>) -> Option<(usize, f64)> {
    let found = LETTER.captures(&text[range.end..])?;
    let before = text[..range.start].trim_end();
    let signed = found.name("after").is_some_and(|sign| !sign.is_empty());
    if !signed && !before.ends_with(['$', '€', '£', '¥', '₹']) && !follows_currency(before) {
        return None;
    }
    let letter = found.name("letter")?;
    let by = match letter.as_str() {
        "M" | "m" => 1e6,
        "K" | "k" => 1e3,
        _ => 1e9,
    };
    Some((range.end + letter.end(), by))
}
