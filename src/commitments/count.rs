//! Pure. A number in a sentence, the noun it counts out: as written in English, from the lexicon in other languages.

use std::ops::Range;

use super::amount::{Counted, floor, unit};
use super::lexicon::Kind;
use super::scan::Scan;
use crate::model::Lang;
use crate::text::number;

/// Words between a number and the noun it counts.
const MODIFIERS: usize = 4;

/// Bytes between two counts of one list.
const LISTED_WITHIN: usize = 48;

/// Words that end the noun phrase a number opens.
const STOPS: &[&str] = &[
    "of", "to", "that", "who", "which", "for", "from", "in", "on", "at", "by", "with", "and", "or", "against",
    "across", "into", "under", "per", "along", "through", "within", "before", "after", "over", "as", "is", "are",
    "will", "between", "near", "until", "during", "linked", "used", "selling", "making", "found", "each", "this",
    "every", "than", "was", "were", "has", "have", "may", "must", "shall", "the", "its", "their", "a", "an",
];

/// Words between a number and its noun that only say that there are more.
const MORE: &[&str] = &["more", "further", "additional", "new", "other", "extra"];

/// Plural nouns that do not end as plurals do.
const IRREGULAR: &[&str] = &["people", "men", "women", "police", "personnel", "staff", "children", "aircraft"];

/// Words that look like plural nouns and count nothing.
const NO_NOUNS: &[&str] = &[
    "plus", "times", "years'", "always", "previous", "serious", "various", "process", "press", "opens", "begins",
    "starts", "applies", "takes", "enters", "ends", "remains", "says",
];

/// Plurals that stand before the noun that is counted.
const OPENING: &[&str] = &[
    "customs",
    "narcotics",
    "drugs",
    "arms",
    "sports",
    "communications",
    "operations",
    "forensics",
    "police",
    "staff",
    "people",
    "children",
    "savings",
    "goods",
    "services",
    "sales",
    "securities",
    "systems",
    "logistics",
    "substances",
    "chemicals",
    "pharmaceuticals",
    "opioids",
    "borders",
    "crimes",
    "intelligence",
];

/// Short signs of measures, which name a strength: "the 4 mg spray".
const STRENGTHS: &[&str] = &["mg", "ml", "mcg", "µg"];

/// Nouns that count what stands after their "of".
const KINDS: &[&str] = &["kinds", "types", "classes", "families", "categories", "groups", "varieties", "sets"];

/// The noun a number counts in English, as the text has it: the last word of the phrase, in the plural.
pub(super) fn noun(scan: &Scan<'_>, number: &Range<usize>, end: usize) -> Option<String> {
    let rest = scan.text.get(number.end..end)?;
    if let Some(joined) = rest.strip_prefix(['-', '‑']) {
        return joined_noun(joined);
    }
    // "A dozen of the officers", "a score of agents".
    let rest =
        rest.strip_prefix(" of").filter(|_| scan.text.get(number.clone()).is_some_and(is_collective)).unwrap_or(rest);
    if !rest.starts_with(' ') {
        return None;
    }
    let mut last: Option<&str> = None;
    let mut opening: Option<&str> = None;
    let mut kinds = false;
    for word in rest.split(' ').filter(|word| !word.is_empty() && !MORE.contains(word)).take(MODIFIERS + 1) {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”']);
        if kinds && bare == "of" {
            (kinds, last) = (false, None);
            continue;
        }
        if STRENGTHS.contains(&bare) {
            return None;
        }
        if bare.is_empty() || STOPS.contains(&bare) || !is_a_word(bare) {
            break;
        }
        last = Some(bare);
        kinds = KINDS.contains(&bare);
        // "nine prescribed-alternatives pilots", "thirty police laboratories": the noun comes after.
        let opens = OPENING.contains(&bare) || bare.contains('-') || kinds;
        if bare.len() < word.len() || (plural(bare) && !opens) {
            break;
        }
        if plural(bare) {
            opening = Some(bare);
        }
    }
    let noun = last.filter(|word| plural(word)).or(opening)?;
    let at = noun.as_ptr() as usize - scan.text.as_ptr() as usize + noun.len();
    let near = at.saturating_sub(40)..at;
    let known = scan.within(&near).filter(|hit| hit.end == at);
    let (mut named, mut substance) = (None, None);
    for hit in known {
        named = named.or_else(|| unit(hit));
        if matches!(hit.entry.kind, Kind::Object(_)) {
            substance = Some(hit.entry.gloss.as_str());
        }
    }
    let of = scan.text.get(at..).is_some_and(|after| after.starts_with(" of "));
    Some(match (substance, named) {
        // Those of a group are persons: "seven members of a brokerage".
        (None, None) if of && noun == "members" => "people".to_owned(),
        (Some(of), _) if is_a_class(of) || is_a_thing(of) => of.to_owned(),
        (Some(_), _) => "chemicals".to_owned(),
        (None, Some(unit)) => unit.to_owned(),
        (None, None) => noun.to_owned(),
    })
}

/// The noun joined to a number by a hyphen, in the plural: "a five-person squad", "the 24-member team".
fn joined_noun(joined: &str) -> Option<String> {
    let word: String = joined.chars().take_while(|c| c.is_alphabetic()).collect();
    match word.as_str() {
        "person" => Some("people".to_owned()),
        "percent" => Some("%".to_owned()),
        known => number::JOINED_NOUNS.contains(&known).then(|| format!("{known}s")),
    }
}

/// Whether a number is told by a noun of its own: a dozen, una veintena, une centaine.
fn is_collective(written: &str) -> bool {
    const NOUNS: &[&str] = &[
        "dozen",
        "score",
        "cena",
        "cenas",
        "tena",
        "tenas",
        "centena",
        "centenas",
        "centenar",
        "centenares",
        "millar",
        "millares",
        "aine",
        "aines",
        "millier",
        "milliers",
    ];
    NOUNS.iter().any(|noun| written.ends_with(noun))
}

/// Whether what stands between blanks can belong to a noun phrase: a word, or a chemical's name ("4-piperidone").
fn is_a_word(bare: &str) -> bool {
    let chemical = bare.contains('-') && bare.chars().filter(|c| c.is_alphabetic()).count() > 2;
    bare.chars().all(|c| c.is_alphabetic() || "-'’".contains(c) || (chemical && c.is_ascii_digit()))
}

/// Classes of drugs whose members are counted by the name of the class.
fn is_a_class(object: &str) -> bool {
    matches!(object, "nitazenes" | "synthetic opioids" | "fentanyl analogues")
}

fn is_a_thing(object: &str) -> bool {
    matches!(object, "pill presses" | "postal parcels")
}

fn plural(word: &str) -> bool {
    let lower = !word.chars().any(char::is_uppercase);
    let ends = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    lower && !NO_NOUNS.contains(&word) && (ends || IRREGULAR.contains(&word))
}

/// Words between a Spanish or French number and its noun.
const APART: usize = 3;

/// Nouns of kinds, which count what stands after their "de".
const KINDS_OF: &[&str] = &["tipos", "clases", "familias", "categorías", "types", "sortes", "catégories", "familles"];

/// The noun a number counts in Spanish or French, if the lexicon knows it.
pub(super) fn romance_noun(scan: &Scan<'_>, number: &Range<usize>, end: usize) -> Option<String> {
    let reach = number.end..(number.end + 56).min(end);
    let hit =
        scan.within(&reach).find(|hit| unit(hit).is_some_and(|unit| unit != "none" || hit.start <= number.end + 1))?;
    let next = scan.numbers.iter().map(|(at, _)| at.start).find(|start| *start >= number.end);
    if next.is_some_and(|next| next < hit.start) {
        return None;
    }
    let gap = scan.text.get(number.end..hit.start)?;
    let mut words: Vec<&str> = gap.split_whitespace().collect();
    if let [kind, _, rest @ ..] = words.as_slice()
        && KINDS_OF.contains(kind)
    {
        words = rest.to_vec();
    }
    // "2,5 millions de dollars": the preposition belongs to the scale.
    let written = scan.text.get(number.clone()).unwrap_or_default();
    let scaled = written.contains("mil") || is_collective(written);
    // Millions of which no noun is told are money: "870 millones para los municipios".
    let sum = super::money::round_sum(scan, number);
    if sum && !words.first().is_some_and(|word| matches!(*word, "de" | "d")) && !gap.trim_start().starts_with("d'") {
        return unit(hit).filter(|unit| words.is_empty() && super::money::is_money(unit)).map(str::to_owned);
    }
    let first = usize::from(scaled);
    let governed = words
        .iter()
        .skip(first)
        .any(|word| matches!(*word, "de" | "des" | "del" | "du" | "para" | "pour" | "en" | "y" | "et" | "a" | "à"));
    (words.len() <= APART && !governed && !gap.contains([',', ';', '(', '.', ':']))
        .then(|| unit(hit).map(|unit| of_a_group(scan, hit.end, unit)))
        .flatten()
}

/// Those of a group are persons: "cuatro miembros de Los Chapitos", "cinq membres du clan".
fn of_a_group(scan: &Scan<'_>, at: usize, unit: &str) -> String {
    let after = scan.text.get(at..).unwrap_or_default();
    let of = [" de ", " del ", " du ", " d'", " d’", " des "].iter().any(|word| after.starts_with(word));
    if of && unit == "members" { "people".to_owned() } else { unit.to_owned() }
}

/// What "the number of …" later in a clause counts.
pub(super) fn number_of(scan: &Scan<'_>, number: &Range<usize>, clause: &Range<usize>) -> Option<String> {
    let rest = scan.text.get(number.end..clause.end)?;
    let opening = ["number of ", "número de ", "nombre de ", "nombre d'"];
    let at = opening.iter().find_map(|words| rest.find(words).map(|at| number.end + at + words.len()))?;
    if scan.lang == Lang::En {
        return noun(scan, &(at.saturating_sub(1)..at.saturating_sub(1)), clause.end);
    }
    scan.within(&(at..clause.end)).find(|hit| hit.start <= at + 16).and_then(unit).map(str::to_owned)
}

/// The last noun before an amount that moves: "doubles its dog teams from four to eight".
pub(super) fn noun_before(scan: &Scan<'_>, range: &Range<usize>) -> Option<String> {
    const REACH: usize = 64;
    let from = floor(scan.text, range.end.saturating_sub(REACH)).max(range.start);
    if scan.lang == Lang::En {
        let mut words = scan.text.get(from..range.end)?.split(' ');
        return words.rfind(|word| plural(word) && is_a_word(word)).map(str::to_owned);
    }
    let known = scan.within(&(from..range.end)).filter_map(unit).filter(|unit| *unit != "none");
    known.last().map(str::to_owned)
}

/// Whether a number counts chemicals by one name or another.
pub(super) fn of_chemicals(one: &Counted) -> bool {
    matches!(one.unit.as_deref(), Some("chemicals" | "substances" | "compounds"))
}

/// What the counts of chemicals that follow the first in one list add to it: "seven nitazenes and two analogues".
pub(super) fn listed_with(scan: &Scan<'_>, counts: &[&Counted]) -> f64 {
    let chemical = |one: &Counted| of_chemicals(one) || one.unit.as_deref().is_some_and(is_a_class);
    let joined = |pair: &[&Counted]| {
        let gap = scan.text.get(pair[0].at.end..pair[1].at.start).unwrap_or_default();
        let tail = gap.trim_end();
        let ends = [" and", " et", " y", ",", "、", "和", "及"].iter().any(|joiner| tail.ends_with(joiner));
        chemical(pair[0]) && chemical(pair[1]) && gap.len() <= LISTED_WITHIN && ends
    };
    counts.windows(2).take_while(|pair| joined(pair)).map(|pair| pair[1].value).sum()
}
