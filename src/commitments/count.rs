//! Pure. A number in a sentence, the noun it counts out, where no lexicon knows a unit.

use std::ops::Range;

use super::lexicon::Kind;
use super::scan::Scan;
use crate::model::Lang;

/// Words between a number and the noun it counts.
const MODIFIERS: usize = 3;

/// Bytes between two counts of one list.
const LISTED_WITHIN: usize = 48;

/// Words that end the noun phrase a number opens.
const STOPS: &[&str] = &[
    "of", "to", "that", "who", "which", "for", "from", "in", "on", "at", "by", "with", "and", "or", "against",
    "across", "into", "under", "per", "more", "along", "through", "within", "before", "after", "over", "as", "is",
    "are", "will", "between", "near", "until", "during", "linked", "used", "selling", "making", "found", "each",
    "this", "every",
];

/// Words after which a number says how or where, not how much.
const HOW: &[&str] = &["in", "from", "at", "with", "by", "across", "on", "of", "between", "within", "over", "than"];

/// Plural nouns that do not end as plurals do.
const IRREGULAR: &[&str] = &["people", "men", "women", "police", "personnel", "staff", "children"];

/// Words that look like plural nouns and count nothing.
const NO_NOUNS: &[&str] =
    &["plus", "times", "years", "years'", "always", "previous", "serious", "various", "process", "press"];

/// Nouns that count what stands after their "of".
const KINDS: &[&str] =
    &["kinds", "types", "classes", "families", "categories", "groups", "varieties", "sets", "million"];

/// Whether what stands between a number and a word has a noun of its own before a preposition.
pub(super) fn another_noun(gap: &str) -> bool {
    let words: Vec<&str> = gap.split_whitespace().collect();
    words.windows(2).any(|pair| plural(pair[0]) && !KINDS.contains(&pair[0]) && STOPS.contains(&pair[1]))
}

/// The noun a number counts, as the text has it: the last word of the phrase, in the plural.
pub(super) fn noun(scan: &Scan<'_>, number: &Range<usize>, end: usize) -> Option<String> {
    if scan.lang != Lang::En {
        return None;
    }
    let rest = scan.text.get(number.end..end)?;
    // "In two languages" says how, not how much.
    let before = scan.text.get(..number.start)?.trim_end().rsplit(' ').next()?;
    if HOW.contains(&before) {
        return None;
    }
    if !rest.starts_with(' ') {
        return None;
    }
    let mut last: Option<&str> = None;
    for word in rest.split(' ').filter(|word| !word.is_empty()).take(MODIFIERS + 1) {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”']);
        if bare.is_empty() || STOPS.contains(&bare) || !bare.chars().all(|c| c.is_alphabetic() || c == '-') {
            break;
        }
        last = Some(bare);
        if bare.len() < word.len() || plural(bare) {
            break;
        }
    }
    let noun = last.filter(|word| plural(word))?;
    let at = noun.as_ptr() as usize - scan.text.as_ptr() as usize;
    let substance = scan.within(&(at.saturating_sub(40)..at + noun.len())).any(|hit| {
        matches!(hit.entry.kind, Kind::Object(_))
            && hit.end == at + noun.len()
            && !matches!(hit.entry.gloss.as_str(), "pill presses" | "postal parcels" | "naloxone")
    });
    Some(if substance { "chemicals".to_owned() } else { noun.to_owned() })
}

fn plural(word: &str) -> bool {
    let lower = !word.chars().any(char::is_uppercase);
    let ends = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    lower && !NO_NOUNS.contains(&word) && (ends || IRREGULAR.contains(&word))
}

/// What the counts of chemicals that follow the first in one list add to it: "seven nitazenes and two analogues".
pub(super) fn listed_with(scan: &Scan<'_>, counts: &[(f64, String, Range<usize>)]) -> f64 {
    let joined = |pair: &[(f64, String, Range<usize>)]| {
        let gap = scan.text.get(pair[0].2.end..pair[1].2.start).unwrap_or_default();
        let tail = gap.trim_end();
        let ends = [" and", " et", " y", ",", "、", "和", "及"].iter().any(|joiner| tail.ends_with(joiner));
        pair[1].1 == "chemicals" && pair[0].1 == "chemicals" && gap.len() <= LISTED_WITHIN && ends
    };
    counts.windows(2).take_while(|pair| joined(pair)).map(|pair| pair[1].0).sum()
}
