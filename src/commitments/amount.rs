//! Pure. A clause in, the amount it tells out: a number with what it counts, and the one before when it moved.

use std::ops::Range;

use super::count;
use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::money::{self, is_money};
use super::scan::Scan;
use super::term;
use crate::model::{Lang, Quantity};

/// A number of a clause with what it counts, if anything is known of that.
pub(super) struct Counted {
    pub(super) value: f64,
    pub(super) unit: Option<String>,
    pub(super) at: Range<usize>,
}

/// Bytes between two numbers of one change: "from 20 to 10 percent".
const MOVED_WITHIN: usize = 40;

/// Units of time: how long something takes is an amount only where that length is what is settled.
const TIMES: &[&str] = &["days", "weeks", "months", "years", "hours"];

/// Units of weight: told with a "more than" they are the threshold of a rule.
const WEIGHTS: &[&str] = &["kilograms", "kilos", "kg", "grams", "tonnes", "tons", "pounds", "ounces", "metric tons"];

/// What makes a weight a threshold.
const THRESHOLDS: &[&str] = &[
    "more than",
    "over",
    "less than",
    "under",
    "exceeding",
    "above",
    "below",
    "at least",
    "menores a",
    "mayores a",
    "más de",
    "menos de",
    "superiores a",
    "inferiores a",
    "plus de",
    "moins de",
    "au moins",
    "超过",
    "超過",
    "低于",
    "低於",
    "不足",
    "不满",
    "不滿",
    "达到",
    "達到",
];

/// Shares told by words that hold no number.
const SHARES: &[(&str, f64)] = &[
    ("百分之百", 100.0),
    ("in half", 50.0),
    ("by half", 50.0),
    ("a la mitad", 50.0),
    ("de moitié", 50.0),
    ("减半", 50.0),
    ("減半", 50.0),
    ("zero rate", 0.0),
    ("zero tariff", 0.0),
    ("tasa cero", 0.0),
    ("arancel cero", 0.0),
    ("taux nul", 0.0),
    ("taux zéro", 0.0),
    ("零关税", 0.0),
    ("零關稅", 0.0),
    ("零税率", 0.0),
    ("零稅率", 0.0),
];

/// The shares that words of a text tell; one look for what all have in common tells most texts from those.
fn shares_in_words(text: &str, start: usize, lang: Lang) -> impl Iterator<Item = Counted> {
    let any = match lang {
        Lang::En => text.contains("half") || text.contains("zero "),
        Lang::Zh => text.contains("百分之百") || text.contains('半') || text.contains('零'),
        Lang::Es => text.contains("mitad") || text.contains(" cero"),
        Lang::Fr => text.contains("moitié") || text.contains("taux "),
    };
    SHARES.iter().filter(move |_| any).filter_map(move |(word, value)| {
        let at = start + text.find(word)?;
        Some(Counted { value: *value, unit: Some("%".to_owned()), at: at..at + word.len() })
    })
}

/// The amount told in a clause, and where.
pub(super) fn quantity(scan: &Scan<'_>, clause: &Range<usize>) -> Option<(Quantity, Range<usize>)> {
    let text = scan.text.get(clause.clone()).unwrap_or_default();
    if scan.numbers.is_empty() && shares_in_words(text, 0, scan.lang).next().is_none() {
        return None;
    }
    let in_date = |at: &Range<usize>| scan.dates.iter().any(|d| d.range.start < at.end && at.start < d.range.end);
    let aside = asides(scan, clause);
    let told = |at: &Range<usize>, value: f64| {
        clause.start <= at.start
            && at.end <= clause.end
            && !names_a_year(scan.text, at, value)
            && !names_a_thing(scan, at, clause)
            && !counts_sides(scan, at)
            && !aside.iter().any(|aside| aside.contains(&at.start))
    };
    let numbers = scan.numbers.iter().filter(|(at, value)| told(at, *value));
    let mut all: Vec<Counted> = numbers
        .map(|(at, value)| Counted { value: *value, unit: unit_of(scan, at, clause), at: at.clone() })
        // A length of time that is settled may look like a date.
        .filter(|one| !in_date(&one.at) || (is_time(one.unit.as_deref()) && term::is_settled(scan, &one.at)))
        .collect();
    all.extend(shares_in_words(text, clause.start, scan.lang));
    if let Some(found) = moved(scan, clause, &all) {
        return Some(found);
    }
    let counts: Vec<&Counted> = all.iter().filter(|one| counts(scan, one)).collect();
    let money = |one: &&Counted| one.unit.as_deref().is_some_and(is_money);
    let lasting = |one: &&Counted| is_time(one.unit.as_deref());
    let shared = |one: &&Counted| is_shared_out(scan, one);
    let beside = |one: &&Counted| is_a_place_beside(scan, one);
    let chosen = counts
        .iter()
        .position(money)
        .or_else(|| counts.iter().position(|one| !lasting(one) && !shared(one) && !beside(one)))
        .or_else(|| counts.iter().position(|one| !lasting(one) && !shared(one)))
        .or_else(|| counts.iter().position(|one| !shared(one)))?;
    let one = counts[chosen];
    let value = one.value + count::listed_with(scan, &counts[chosen..]);
    Some((Quantity { value, unit: one.unit.clone()?, from: None }, one.at.clone()))
}

/// The change of an amount: "from 20 to 10 percent", 由百分之二提高到百分之五, "48 months, up from 36".
fn moved(scan: &Scan<'_>, clause: &Range<usize>, all: &[Counted]) -> Option<(Quantity, Range<usize>)> {
    let pair = all.windows(2).find(|pair| moves(scan, pair))?;
    let [first, second] = pair else { return None };
    let backward = came_from(scan.text.get(first.at.end..second.at.start).unwrap_or_default());
    let (from, to) = if backward { (second, first) } else { (first, second) };
    let unit = to.unit.clone().or_else(|| from.unit.clone()).or_else(|| count::number_of(scan, &to.at, clause))?;
    let before = if backward { from.value } else { months_of(pair).unwrap_or(from.value) };
    let quantity = Quantity { value: to.value, unit, from: Some(before) };
    (quantity.unit != "none").then_some((quantity, first.at.start..second.at.end))
}

/// Right before what an amount moves from.
const STARTS: &[&str] = &[" from", " de", " del", " du", " desde", "由", "从", "從"];

fn moves(scan: &Scan<'_>, pair: &[Counted]) -> bool {
    let gap = scan.text.get(pair[0].at.end..pair[1].at.start).unwrap_or_default();
    let units = matches!((&pair[0].unit, &pair[1].unit), (Some(a), Some(b)) if a != b);
    if (units && months_of(pair).is_none()) || gap.len() > MOVED_WITHIN {
        return false;
    }
    let before = scan.text[..pair[0].at.start].trim_end_matches("百分之").trim_end();
    let from = STARTS.iter().any(|word| before.ends_with(word));
    let near = !gap.contains([',', ';', '，', '；', '。']);
    let onward = near && if scan.lang == Lang::Zh { moves_in_chinese(gap, from) } else { from && has_to(gap) };
    onward || came_from(gap)
}

/// How many months it was before: 由一年压缩为六个月.
fn months_of(pair: &[Counted]) -> Option<f64> {
    let (from, to) = (pair.first()?, pair.get(1)?);
    let shortened = from.unit.as_deref() == Some("years") && to.unit.as_deref() == Some("months");
    shortened.then_some(from.value * 12.0)
}

/// Between an amount and the one it had before: "5 percent in place of 10 percent".
fn came_from(gap: &str) -> bool {
    const INSTEAD: &[&str] = &[
        "up from",
        "down from",
        "in place of",
        "instead of",
        "rather than",
        "au lieu de",
        "au lieu d",
        "contre",
        "en lugar de",
        "en vez de",
        "frente a",
        "而非",
        "而不是",
        "取代",
    ];
    let gap = gap.trim_end_matches("百分之").trim_end();
    INSTEAD.iter().any(|word| gap.ends_with(word))
}

fn has_to(gap: &str) -> bool {
    let mut words = gap.split_whitespace();
    let few = gap.split_whitespace().count() <= 5;
    few && words.any(|word| matches!(word, "to" | "a" | "al" | "à" | "hasta" | "jusqu'à"))
}

fn moves_in_chinese(gap: &str, from: bool) -> bool {
    const STEPS: &[char] =
        &['降', '升', '增', '减', '減', '提', '压', '壓', '调', '調', '缩', '縮', '扩', '擴', '延', '改'];
    gap.contains(['至', '到', '为', '為']) && (from || gap.contains(STEPS))
}

/// Whether a number with its unit is an amount of the measure.
fn counts(scan: &Scan<'_>, one: &Counted) -> bool {
    let Some(unit) = one.unit.as_deref() else { return false };
    let single = one.value <= 1.0 && !is_money(unit) && unit != "%" && unit != "percentage points";
    let before = scan.text[..one.at.start].trim_end();
    let threshold = WEIGHTS.contains(&unit) && THRESHOLDS.iter().any(|word| before.ends_with(word));
    let after = scan.text.get(one.at.end..).unwrap_or_default();
    let threshold = threshold || (WEIGHTS.contains(&unit) && after.chars().take(8).any(|c| c == '以'));
    let often = ["每", "every", "each", "cada", "chaque"].iter().any(|word| before.ends_with(word));
    let lasting = is_time(Some(unit)) && !term::is_settled(scan, &one.at);
    // "The two centres" are known already.
    let known =
        one.value == 2.0 && ["the", "The", "these", "los", "las", "les"].iter().any(|word| before.ends_with(word));
    unit != "none" && !single && !threshold && !often && !lasting && !known && !stands_beside(scan, one)
}

fn is_time(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| TIMES.contains(&unit))
}

/// The last place at or before `at` where a character begins.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0)
}

/// Whether a count stands beside what it counts and only says what that is: "…, two chemicals on the UN tables".
fn stands_beside(scan: &Scan<'_>, one: &Counted) -> bool {
    let before = scan.text[..one.at.start].trim_end();
    let Some(rest) = before.strip_suffix([',', '，']) else { return false };
    let near = floor(scan.text, rest.len().saturating_sub(48))..rest.len();
    let ends = scan.within(&near).any(|hit| matches!(hit.entry.kind, Kind::Object(_)) && hit.end == rest.len());
    ends && count::of_chemicals(one)
}

/// Whether something is given to each of those counted: 二十三个分局各抽调十名.
fn is_shared_out(scan: &Scan<'_>, one: &Counted) -> bool {
    let after: String = scan.text.get(one.at.end..).unwrap_or_default().chars().take(5).collect();
    scan.lang == Lang::Zh && after.contains('各')
}

/// Whether those counted are places to which or where another amount goes: 给沿边七县配发检测车21辆.
fn is_a_place_beside(scan: &Scan<'_>, one: &Counted) -> bool {
    let place =
        matches!(one.unit.as_deref(), Some("counties" | "provinces" | "cities" | "districts" | "countries" | "sites"));
    let before: String = scan.text[..one.at.start].chars().rev().take(6).collect();
    scan.lang == Lang::Zh && place && before.contains(['给', '給', '向', '在', '于', '於'])
}

/// Whether a number only says how many sides there are: "the two countries".
fn counts_sides(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    let near = floor(scan.text, at.start.saturating_sub(8))..(at.end + 40).min(scan.text.len());
    let inside = |hit: &Hit<'_>| hit.start <= at.start && at.end <= hit.end;
    scan.cues(&near, Role::JointSubject).any(inside)
}

/// Relative clauses between commas: what they count is no part of the measure.
fn asides(scan: &Scan<'_>, clause: &Range<usize>) -> Vec<Range<usize>> {
    let opened = scan.cues(clause, Role::Embedded).filter(|hit| scan.text[..hit.start].trim_end().ends_with(','));
    opened
        .filter_map(|hit| {
            let end = hit.end + scan.text.get(hit.end..clause.end)?.find(',')?;
            Some(hit.start..end)
        })
        .collect()
}

/// Whether a number is a year that names something ("the 2025 directive"), not a count of what follows.
fn names_a_year(text: &str, at: &Range<usize>, value: f64) -> bool {
    let digits = text.get(at.clone()).unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && (1900.0..2100.0).contains(&value)
}

/// Whether a number belongs to the name before it: "Schedule 2 substances", "Phase 3".
fn names_a_thing(scan: &Scan<'_>, at: &Range<usize>, clause: &Range<usize>) -> bool {
    if scan.lang == Lang::Zh {
        return scan.text[..at.start].ends_with(['第', '號', '号']);
    }
    let digits = scan.text.get(at.clone()).is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let before = scan.text.get(clause.start..at.start).unwrap_or_default().trim_end();
    let Some((_, word)) = before.rsplit_once(' ') else { return false };
    digits && word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(char::is_alphabetic)
}

/// What a number counts.
fn unit_of(scan: &Scan<'_>, at: &Range<usize>, clause: &Range<usize>) -> Option<String> {
    if let Some(code) = money::beside(scan.text, at) {
        return Some(code.to_owned());
    }
    if scan.text[..at.start].ends_with("百分之") {
        return Some("%".to_owned());
    }
    let found = match scan.lang {
        Lang::En => measured(scan, at, clause.end).or_else(|| count::noun(scan, at, clause.end)),
        Lang::Zh => measured(scan, at, clause.end).or_else(|| count::chinese_noun(scan, at, clause)),
        Lang::Es | Lang::Fr => count::romance_noun(scan, at, clause.end),
    };
    found.or_else(|| money::round_sum(scan, at).then(|| money::BARE_DOLLAR.to_owned()))
}

/// The unit that stands right after a number.
fn measured(scan: &Scan<'_>, at: &Range<usize>, end: usize) -> Option<String> {
    let reach = at.end..(at.end + 32).min(end);
    let hit = scan.within(&reach).find(|hit| unit(hit).is_some())?;
    let touches = scan.text.get(at.end..hit.start).is_some_and(|gap| gap.trim().is_empty());
    let known = unit(hit)?;
    // A noun in the plural may only open a longer name: "60 customs analysts".
    let whole = scan.lang == Lang::Zh || is_money(known) || known.starts_with(['%', 'p']) || is_time(Some(known));
    (touches && whole).then(|| known.to_owned())
}

/// The unit a hit names.
pub(super) fn unit<'a>(hit: &Hit<'a>) -> Option<&'a str> {
    match &hit.entry.kind {
        Kind::Unit(unit) => Some(unit.as_str()),
        _ => None,
    }
}
