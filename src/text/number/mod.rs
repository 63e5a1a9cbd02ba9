//! Pure. Text in, the numbers it names out: digits with separators, words, Chinese numerals.

mod digits;
mod han;
mod vocabulary;
mod words;

use std::ops::Range;

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
    found
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
