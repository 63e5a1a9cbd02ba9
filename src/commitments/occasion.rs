//! Pure. A date in a sentence in, the occasion that the words beside it tell of out: a speech, a signing, a meeting, a seizure.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::amount::floor;
use super::clause::is_verb;
use super::lexicon::{Kind, Role};
use super::scan::Scan;
use crate::model::Lang;

/// What a date may be the day of, when it is not that of the act itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Occasion {
    Said,
    Signed,
    Met,
    Published,
    Seized,
    /// The span that figures are told of.
    Counted,
    /// A paper that bears the date.
    Paper,
}

impl Occasion {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Signed => "signed",
            Self::Met => "met",
            Self::Published => "published",
            Self::Seized => "seized",
            Self::Counted => "counted",
            Self::Paper => "paper",
        }
    }

    /// Whether something is only told or signed on it.
    pub(super) fn tells(self) -> bool {
        matches!(self, Self::Said | Self::Signed | Self::Met | Self::Published)
    }
}

/// The words that tell of occasions, by language.
pub(super) const WORDS: &str = include_str!("lexicons/occasions.toml");

/// Beginnings of the words that tell of each occasion.
type Stems = BTreeMap<Occasion, Vec<String>>;

static STEMS: LazyLock<BTreeMap<Lang, Stems>> =
    LazyLock::new(|| toml::from_str(WORDS).expect("the file parses: a test reads it"));

/// Words around a date beyond these are not looked at.
const REACH: usize = 72;

/// The part of the clause a date stands in, cut at commas and semicolons.
pub(super) fn part(scan: &Scan<'_>, clause: &Range<usize>, at: &Range<usize>) -> Range<usize> {
    let before = scan.text.get(clause.start..at.start).unwrap_or_default();
    let after = scan.text.get(at.end..clause.end).unwrap_or_default();
    // No end holds another, so the one that begins last also ends last.
    let from = (0..before.len()).rev().find_map(|place| Some(place + ends(before, place)?)).unwrap_or(0);
    let to = (0..after.len()).find(|place| ends(after, *place).is_some()).unwrap_or(after.len());
    clause.start + from..at.end + to
}

/// How long the sign is that ends a part of a clause at a place, if one stands there.
fn ends(text: &str, place: usize) -> Option<usize> {
    const ENDS: &[&str] = &["; ", ", ", "；", "，", "。", ": ", "：", " – ", " — "];
    let rest = &text.as_bytes()[place..];
    // By its first byte most places are passed over.
    if !matches!(rest.first(), Some(b';' | b',' | b':' | b' ' | 0xe3 | 0xef)) {
        return None;
    }
    ENDS.iter().find(|end| rest.starts_with(end.as_bytes())).map(|end| end.len())
}

/// The occasion told nearest to a date in its part of the clause, unless an act is told nearer.
pub(super) fn of(scan: &Scan<'_>, clause: &Range<usize>, at: &Range<usize>) -> Option<Occasion> {
    let part = part(scan, clause, at);
    let from = part.start.max(floor(scan.text, at.start.saturating_sub(REACH)));
    let to = part.end.min(floor(scan.text, (at.end + REACH).min(scan.text.len())));
    let before = scan.text.get(from..at.start)?;
    // "Introduced" tells of a bill, unless it is said to hold from then.
    let to = scan.cues(&(at.end..to), Role::InForce).next().map_or(to, |hit| hit.start);
    let after = scan.text.get(at.end..to)?;
    let stems = STEMS.get(&scan.lang)?;
    if scan.lang == Lang::Zh {
        return told(stems, |stem| after.find(stem))
            .or_else(|| told(stems, |stem| before.rfind(stem).map(|p| before.len() - p)));
    }
    let acts = |range: Range<usize>| {
        let act = |role: &Role| is_verb(*role) && *role != Role::PastOperation;
        scan.within(&range).any(|hit| matches!(&hit.entry.kind, Kind::Cue(role) if act(role)))
    };
    let lower = before.to_lowercase();
    let back = lower.rsplit(APART).filter(|word| !word.is_empty()).find_map(|word| begun(stems, word));
    if back.is_some() {
        return back;
    }
    if acts(from..at.start) {
        return None;
    }
    let lower = after.to_lowercase();
    lower.split(APART).filter(|word| !word.is_empty()).take(4).find_map(|word| begun(stems, word))
}

/// What stands between words.
const APART: [char; 4] = [' ', '\u{a0}', '’', '\''];

/// The first occasion one of whose stems begins a word.
fn begun(stems: &Stems, word: &str) -> Option<Occasion> {
    let begins = |stem: &String| word.starts_with(stem);
    stems.iter().find(|(_, stems)| stems.iter().any(begins)).map(|(occasion, _)| *occasion)
}

/// The occasion whose word stands nearest.
fn told(stems: &Stems, mut near: impl FnMut(&str) -> Option<usize>) -> Option<Occasion> {
    let mut best: Option<(usize, Occasion)> = None;
    for (occasion, words) in stems {
        for away in words.iter().filter_map(|word| near(word)) {
            if best.is_none_or(|(known, _)| away < known) {
                best = Some((away, *occasion));
            }
        }
    }
    best.map(|(_, occasion)| occasion)
}

/// The last word that joins another act to the first, and where it ends.
pub(super) fn joined(scan: &Scan<'_>, between: &Range<usize>) -> Option<(&'static str, usize)> {
    const AND: [&[&str]; 4] = [
        &[" and ", " as well as ", ", plus ", "; "],
        &["并", "並", "以及", "及", "同时", "同時", "；"],
        &[" y ", " e ", " así como ", "; "],
        &[" et ", " ainsi que ", " puis ", "; ", " ; "],
    ];
    const WHILE: [&[&str]; 4] = [
        &[" while ", " whereas ", " with ", " but ", " though ", " although "],
        &["而", "则", "則", "但", "首", "另"],
        &[" mientras ", " pero ", " aunque ", " en tanto "],
        &[" tandis ", " mais ", " alors que ", " pendant que "],
    ];
    const WHICH: [&[&str]; 4] = [
        &[" which ", " who ", " that ", " whose ", " where ", " after ", " since "],
        &["其", "该", "該"],
        &[" que ", " quien", " cuy", " donde ", " tras ", " desde que "],
        &[" qui ", " que ", " dont ", " où ", " après "],
    ];
    let text = scan.text.get(between.clone())?;
    let last = |words: &[&str]| words.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max();
    let lang = scan.lang as usize;
    [("and", AND[lang]), ("while", WHILE[lang]), ("which", WHICH[lang])]
        .into_iter()
        .filter_map(|(name, words)| last(words).map(|at| (name, between.start + at)))
        .max_by_key(|(_, at)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_tells_of_every_occasion() {
        assert_eq!(STEMS.len(), Lang::ALL.len());
        assert!(STEMS.values().all(|stems| stems.len() == 7 && stems.values().all(|words| !words.is_empty())));
    }
}
