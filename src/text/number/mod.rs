//! Pure. Text in, the numbers it names out: digits with separators, words, Chinese numerals.

mod digits;
mod han;
mod vocabulary;
mod words;

use std::ops::Range;

pub use digits::JOINED_NOUNS;

use crate::model::Lang;

/// Every number in the text, in order, with its byte range. A scale word belongs to its number ("20 million"); a
/// percent sign does not ("20%" is 20). Numbers inside dates are listed too; CAS numbers, versions and names such as
/// `4-ANPP` are not.
pub fn find(text: &str, lang: Option<Lang>) -> Vec<(Range<usize>, f64)> {
    let mut found = digits::find(text, lang);
    found.extend(han::find(text));
    for read in languages(lang) {
        found.extend(words::find(text, *read));
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(range, _)| {
        let keep = range.start >= end;
        if keep {
            end = range.end;
        }
        keep
    });
    if matches!(lang, None | Some(Lang::Es | Lang::Zh)) {
        join(text, &mut found);
    }
    found
}

/// Joins what is one number: what stands in digits after a Spanish thousand ("45 mil 300", "mil 100 millones") or after
/// a greater Chinese scale (1亿2000万).
fn join(text: &str, found: &mut Vec<(Range<usize>, f64)>) {
    let mut at = 1;
    while at < found.len() {
        match together(text, &found[at - 1], &found[at]) {
            Some(whole) => {
                found[at - 1] = whole;
                found.remove(at);
            }
            None => at += 1,
        }
    }
}

fn together(text: &str, thousand: &(Range<usize>, f64), rest: &(Range<usize>, f64)) -> Option<(Range<usize>, f64)> {
    let (written, more) = (text.get(thousand.0.clone())?, text.get(rest.0.clone())?);
    if thousand.0.end == rest.0.start
        && let Some(scale) = written.chars().next_back().map(han::magnitude).filter(|scale| *scale >= 1e4)
        && rest.1 < scale
    {
        return Some((thousand.0.start..rest.0.end, thousand.1 + rest.1));
    }
    let joined = matches!(text.get(thousand.0.end..rest.0.start)?, " " | "\u{a0}");
    let digits = more.len() - more.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let below: f64 = more.get(..digits).filter(|d| (1..=3).contains(&d.len()))?.parse().ok()?;
    if !joined || !written.ends_with("mil") || below == 0.0 {
        return None;
    }
    let by = rest.1 / below;
    let fits = by == 1.0 || by >= 1e6;
    fits.then_some((thousand.0.start..rest.0.end, (thousand.1 + below) * by))
}

/// The number a whole phrase names: "45", "forty-five", "cuarenta y cinco", "四十五".
pub fn read(phrase: &str, lang: Option<Lang>) -> Option<f64> {
    let phrase = phrase.trim();
    let whole = |found: Vec<(Range<usize>, f64)>| {
        found.into_iter().find(|(range, _)| *range == (0..phrase.len())).map(|(_, value)| value)
    };
    whole(digits::find(phrase, lang))
        .or_else(|| han::value(phrase))
        .or_else(|| languages(lang).iter().find_map(|l| whole(words::find(phrase, *l))))
}

/// The languages whose number words are read.
fn languages(lang: Option<Lang>) -> &'static [Lang] {
    match lang {
        Some(Lang::En) => &[Lang::En],
        Some(Lang::Es) => &[Lang::Es],
        Some(Lang::Fr) => &[Lang::Fr],
        Some(Lang::Zh) => &[],
        None => &[Lang::En, Lang::Es, Lang::Fr],
    }
}

#[cfg(test)]
mod tests;
