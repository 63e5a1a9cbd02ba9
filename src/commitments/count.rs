//! Pure. A number in a sentence, the noun it counts out: as written in English, from the lexicon in other languages.

use std::ops::Range;

use super::amount::{Counted, floor, unit};
use super::lexicon::Kind;
use super::scan::Scan;
use crate::model::Lang;

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
const OPENING: &[&str] =
    &["customs", "narcotics", "drugs", "arms", "sports", "communications", "operations", "forensics"];

/// Nouns that count what stands after their "of".
const KINDS: &[&str] = &["kinds", "types", "classes", "families", "categories", "groups", "varieties", "sets"];

/// The noun a number counts in English, as the text has it: the last word of the phrase, in the plural.
pub(super) fn noun(scan: &Scan<'_>, number: &Range<usize>, end: usize) -> Option<String> {
    let rest = scan.text.get(number.end..end)?;
    if !rest.starts_with(' ') {
        return None;
    }
    let mut last: Option<&str> = None;
    let mut kinds = false;
    for word in rest.split(' ').filter(|word| !word.is_empty() && !MORE.contains(word)).take(MODIFIERS + 1) {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”']);
        if kinds && bare == "of" {
            (kinds, last) = (false, None);
            continue;
        }
        if bare.is_empty() || STOPS.contains(&bare) || !bare.chars().all(|c| c.is_alphabetic() || "-'’".contains(c)) {
            break;
        }
        last = Some(bare);
        kinds = KINDS.contains(&bare);
        if bare.len() < word.len() || (plural(bare) && !OPENING.contains(&bare) && !kinds) {
            break;
        }
    }
    let noun = last.filter(|word| plural(word))?;
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
    Some(match (substance, named) {
        (Some(of), _) if is_a_class(of) || is_a_thing(of) => of.to_owned(),
        (Some(_), _) => "chemicals".to_owned(),
        (None, Some(unit)) => unit.to_owned(),
        (None, None) => noun.to_owned(),
    })
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
    let scaled = scan.text.get(number.clone()).is_some_and(|text| text.contains("mill") || text.contains("mil"));
    let first = usize::from(scaled);
    let governed = words
        .iter()
        .skip(first)
        .any(|word| matches!(*word, "de" | "des" | "del" | "du" | "para" | "pour" | "en" | "y" | "et" | "a" | "à"));
    (words.len() <= APART && !governed && !gap.contains([',', ';', '(']))
        .then(|| unit(hit).map(str::to_owned))
        .flatten()
}

/// Bytes in which the noun of a Chinese measure word is looked for.
const PHRASE: usize = 54;

/// Chinese measure words, with what they count when no noun is known.
const MEASURES: &[(&[char], &str)] = &[
    (&['名', '位', '员', '員'], "people"),
    (&['家'], "companies"),
    (&['种', '種', '类', '類'], "chemicals"),
    (&['台', '臺', '部', '套'], "machines"),
    (&['架'], "aircraft"),
    (&['艘'], "vessels"),
    (&['辆', '輛'], "vehicles"),
    (&['只', '隻', '头', '頭'], "dogs"),
    (&['支', '瓶', '盒', '剂', '劑'], "doses"),
    (&['片', '粒'], "pills"),
    (&['处', '處'], "sites"),
    (&['笔', '筆'], "transactions"),
    (&['座', '间', '間', '所', '个', '個', '条', '條', '批', '项', '項', '件', '份', '次', '轮', '輪'], ""),
];

/// The noun a number counts in Chinese: what its measure word introduces, or stands right before it (分析员40人).
pub(super) fn chinese_noun(scan: &Scan<'_>, number: &Range<usize>, clause: &Range<usize>) -> Option<String> {
    let after = scan.text.get(number.end..clause.end)?;
    let measure = after.chars().next()?;
    let before = || {
        let near = number.start.saturating_sub(24)..number.start;
        scan.within(&near).filter(|hit| hit.end == number.start).find_map(unit).map(str::to_owned)
    };
    if measure == '人' {
        let team = after.chars().nth(1).is_none_or(|c| "小，。、专專的".contains(c));
        return before()
            .map(|unit| if unit == "staff" { "officers".to_owned() } else { unit })
            .or_else(|| team.then(|| "officers".to_owned()));
    }
    let (_, fallback) = MEASURES.iter().find(|(chars, _)| chars.contains(&measure))?;
    let from = number.end + measure.len_utf8();
    let ends = after.find(['，', '。', '；', '、', '：', '（', ',']).map_or(clause.end, |at| number.end + at);
    let reach = from..floor(scan.text, (from + PHRASE).min(ends)).max(from);
    if let Some(found) = phrase_noun(scan, &reach, fallback) {
        return Some(found);
    }
    if reach.is_empty() || after.chars().nth(1).is_none_or(|c| "，。；、）".contains(c)) {
        return before().or_else(|| named(fallback));
    }
    // 种 counts ways and measures too: only beside a substance are they chemicals.
    let substance = scan.within(&reach).any(|hit| matches!(hit.entry.kind, Kind::Object(_)));
    if *fallback == "chemicals" && !substance { None } else { named(fallback) }
}

fn named(unit: &str) -> Option<String> {
    (!unit.is_empty()).then(|| unit.to_owned())
}

/// The first noun of a phrase that its measure word can count.
fn phrase_noun(scan: &Scan<'_>, reach: &Range<usize>, fallback: &str) -> Option<String> {
    let fits = |hit: &&super::matcher::Hit<'_>| {
        let of = unit(hit);
        let chemical = matches!(of, Some("chemicals" | "substances" | "compounds" | "nitazenes" | "synthetic opioids"));
        let one_sign = hit.end - hit.start <= "省".len();
        of.is_some()
            && (!one_sign || hit.start == reach.start)
            && (fallback != "people" || !chemical)
            && (fallback != "chemicals" || chemical || of == Some("none"))
            && (fallback != "companies" || !chemical)
            && (fallback != "machines" || !chemical)
    };
    // What is described before 的 stands after it: 三笔与芬太尼交易有关的跨境汇款.
    let described = scan.text.get(reach.clone())?.find('的').map(|at| reach.start + at);
    let after = |from: usize| scan.within(&(from..reach.end)).filter(fits).find(|hit| unit(hit) != Some("none"));
    if let Some(head) = described.and_then(|from| after(from + '的'.len_utf8()))
        && !scan.text.get(reach.start..head.start)?.contains('在')
    {
        return unit(head).map(str::to_owned);
    }
    let first = scan.within(reach).find(fits)?;
    // Nouns that touch are one name, of which the last is the head: 口岸城市.
    let last =
        scan.within(reach).filter(fits).fold(first, |last, next| if next.start == last.end { next } else { last });
    unit(last).map(str::to_owned)
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
