//! Pure. A clause in, the amount it tells out: a number with what it counts, and the one before when it moved.

use std::ops::Range;

use super::classifier;
use super::count;
use super::incidental;
use super::lexicon::Kind;
use super::matcher::Hit;
use super::money::{self, is_money};
use super::moved;
use super::scan::Scan;
use super::term;
use crate::model::{ActionClass, Lang, Quantity};

/// A number of a clause with what it counts, if anything is known of that.
pub(super) struct Counted {
    pub(super) value: f64,
    pub(super) unit: Option<String>,
    pub(super) at: Range<usize>,
}

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
    let aside = incidental::asides(scan, clause);
    let told = |at: &Range<usize>, value: f64| {
        clause.start <= at.start
            && at.end <= clause.end
            && !incidental::names_a_year(scan.text, at, value)
            && !incidental::names_a_thing(scan, at, clause)
            && !incidental::counts_sides(scan, at)
            && !aside.iter().any(|aside| aside.contains(&at.start))
    };
    let numbers = scan.numbers.iter().filter(|(at, value)| told(at, *value));
    let mut all: Vec<Counted> = numbers
        .map(|(at, value)| Counted { value: *value, unit: unit_of(scan, at, clause), at: at.clone() })
        // A length of time that is settled may look like a date.
        .filter(|one| !in_date(&one.at) || (is_time(one.unit.as_deref()) && term::is_settled(scan, &one.at)))
        .collect();
    if scan.classes(clause).iter().any(|(class, _)| *class == ActionClass::TariffTrade) {
        all.iter_mut().for_each(|one| read_points(scan.text, one));
    }
    all.iter_mut().filter(|_| scan.lang == Lang::Zh).for_each(|one| read_tenths(scan.text, one));
    all.extend(shares_in_words(text, clause.start, scan.lang));
    if let Some(found) = moved::moved(scan, clause, &all) {
        return Some(found);
    }
    let counts: Vec<&Counted> = all.iter().filter(|one| counts(scan, one)).collect();
    let money = |one: &&Counted| one.unit.as_deref().is_some_and(is_money);
    let lasting = |one: &&Counted| is_time(one.unit.as_deref());
    let shared = |one: &&Counted| incidental::is_shared_out(scan, one);
    let beside =
        |one: &&Counted| incidental::is_a_place_beside(scan, one) || incidental::is_background(scan, one, clause);
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

/// Points of a duty are percentage points: "baja diez puntos", "quinze points de plus".
fn read_points(text: &str, one: &mut Counted) {
    let after = text.get(one.at.end..).unwrap_or_default().trim_start();
    let points = ["puntos", "points"].iter().any(|word| after.starts_with(word));
    if points && one.unit.as_deref() == Some("none") {
        one.unit = Some("percentage points".to_owned());
    }
}

/// Tenths are a share: 两成 is twenty percent, 九成五 ninety-five.
fn read_tenths(text: &str, one: &mut Counted) {
    let Some(rest) = text.get(one.at.end..).and_then(|after| after.strip_prefix('成')) else { return };
    const NO_SHARE: &[char] =
        &['立', '员', '員', '果', '为', '為', '功', '分', '熟', '本', '效', '品', '年', '长', '長'];
    if rest.starts_with(NO_SHARE) || one.value > 10.0 {
        return;
    }
    let ends = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let more =
        rest.chars().next().and_then(|c| ends.iter().position(|digit| *digit == c)).map_or(0.0, |n| n as f64 + 1.0);
    *one = Counted { value: one.value * 10.0 + more, unit: Some("%".to_owned()), at: one.at.clone() };
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
    let known = !is_money(unit) && unit != "%" && incidental::is_known(before, one);
    let threshold = threshold || (is_money(unit) && incidental::bounds_a_sum(before, after));
    unit != "none" && !single && !threshold && !often && !lasting && !known && !incidental::stands_beside(scan, one)
}

pub(super) fn is_time(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| TIMES.contains(&unit))
}

pub(super) fn is_weight(unit: &str) -> bool {
    WEIGHTS.contains(&unit)
}

/// The last place at or before `at` where a character begins.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0)
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
        Lang::Zh => measured(scan, at, clause.end).or_else(|| classifier::chinese_noun(scan, at, clause)),
        Lang::Es | Lang::Fr => count::romance_noun(scan, at, clause.end),
    };
    found.or_else(|| money::round_sum(scan, at).then(|| money::BARE_SUM.to_owned()))
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
