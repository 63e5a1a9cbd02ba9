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
];

/// Short signs of measures, which name a strength: "the 4 mg spray".
const STRENGTHS: &[&str] = &["mg", "ml", "mcg", "µg"];

/// Nouns that count what stands after their "of".
const KINDS: &[&str] = &["kinds", "types", "classes", "families", "categories", "groups", "varieties", "sets"];

/// The noun a number counts in English, as the text has it: the last word of the phrase, in the plural.
pub(super) fn noun(scan: &Scan<'_>, number: &Range<usize>, end: usize) -> Option<String> {
    let rest = scan.text.get(number.end..end)?;
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
    Some(match (substance, named) {
        (Some(of), _) if is_a_class(of) || is_a_thing(of) => of.to_owned(),
        (Some(_), _) => "chemicals".to_owned(),
        (None, Some(unit)) => unit.to_owned(),
        (None, None) => noun.to_owned(),
    })
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
    (&['宗', '起'], "cases"),
    (&['张', '張', '组', '組', '队', '隊', '场', '場', '期', '门', '門', '桶', '枚', '颗', '顆', '株'], ""),
    (&['座', '间', '間', '所', '个', '個', '条', '條', '批', '项', '項', '件', '份', '次', '轮', '輪'], ""),
];

/// Signs of places that numbers stand before without a measure word.
const PLACES: &[(&[char], &str)] = &[
    (&['县', '縣'], "counties"),
    (&['国', '國'], "countries"),
    (&['省'], "provinces"),
    (&['市'], "cities"),
    (&['校'], "schools"),
];

/// The noun a number counts in Chinese: what its measure word introduces, or stands right before it (分析员40人).
pub(super) fn chinese_noun(scan: &Scan<'_>, number: &Range<usize>, clause: &Range<usize>) -> Option<String> {
    let after = scan.text.get(number.end..clause.end)?;
    let measure = after.chars().next()?;
    if let Some((_, unit)) = PLACES.iter().find(|(signs, _)| signs.contains(&measure)) {
        return Some((*unit).to_owned());
    }
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
    let mut fallback = MEASURES.iter().find(|(chars, _)| chars.contains(&measure)).map(|(_, of)| *of)?;
    if measure == '支' && after.chars().take(8).any(|c| matches!(c, '队' | '隊' | '组' | '組')) {
        fallback = "teams";
    }
    let from = number.end + measure.len_utf8();
    let ends = after.find(['，', '。', '；', '、', '：', '（', ',']).map_or(clause.end, |at| number.end + at);
    let reach = from..floor(scan.text, (from + PHRASE).min(ends)).max(from);
    if let Some(found) = phrase_noun(scan, &reach, fallback) {
        return Some(found);
    }
    // 手持式光谱仪100套予各站: what is counted may stand before.
    if let Some(found) = before().filter(|unit| unit != "none") {
        return Some(found);
    }
    if reach.is_empty() || after.chars().nth(1).is_none_or(|c| "，。；、）".contains(c)) {
        return before().or_else(|| named(fallback));
    }
    // 种 counts ways and measures too: only beside a substance are they chemicals.
    let substance = scan.within(&reach).any(|hit| matches!(hit.entry.kind, Kind::Object(_)));
    if fallback == "chemicals" && !substance { None } else { named(fallback) }
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
            && (fallback != "companies" || of.is_some_and(is_a_house))
            && (fallback != "machines" || !chemical)
    };
    // What is described before 的 stands after it, 三笔与芬太尼交易有关的跨境汇款, unless a noun opens the phrase: 6个城市试行的.
    let opens = scan.within(reach).any(|hit| hit.start == reach.start && fits(&hit) && unit(hit) != Some("none"));
    let described = scan.text.get(reach.clone())?.find('的').map(|at| reach.start + at).filter(|_| !opens);
    let after = |from: usize| scan.within(&(from..reach.end)).filter(fits).find(|hit| unit(hit) != Some("none"));
    if let Some(head) = described.and_then(|from| after(from + '的'.len_utf8()))
        && !scan.text.get(reach.start..head.start)?.contains('在')
    {
        // Nouns that touch are one name here, too: 压片机贸易商.
        let touching = scan.within(&(head.start..reach.end)).filter(fits);
        let last = touching.fold(head, |last, next| if next.start == last.end { next } else { last });
        return unit(last).map(|unit| as_counted(unit, fallback));
    }
    let first = scan.within(reach).find(fits)?;
    // Nouns that touch are one name, of which the last is the head: 口岸城市.
    let last =
        scan.within(reach).filter(fits).fold(first, |last, next| if next.start == last.end { next } else { last });
    unit(last).map(|unit| as_counted(unit, fallback))
}

/// Those of a trade are persons or houses, as their measure word has it.
fn as_counted(unit: &str, measure: &str) -> String {
    let trade = matches!(unit, "brokers" | "sellers" | "traders");
    let named = match measure {
        "people" if trade => "individuals",
        "companies" if trade => "companies",
        _ => unit,
    };
    named.to_owned()
}

/// What the measure word of houses counts.
fn is_a_house(unit: &str) -> bool {
    const HOUSES: &[&str] = &[
        "companies",
        "entities",
        "producers",
        "suppliers",
        "importers",
        "exporters",
        "distributors",
        "traders",
        "brokers",
        "sellers",
        "banks",
        "pharmacies",
        "platforms",
        "websites",
        "hospitals",
        "clinics",
        "laboratories",
        "organizations",
        "agencies",
        "schools",
        "universities",
        "centres",
        "offices",
        "firms",
        "networks",
        "none",
    ];
    HOUSES.contains(&unit)
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
