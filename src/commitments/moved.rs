//! Pure. The amounts of a clause in, the change of one into another out: "from 20 to 10 percent".

use std::ops::Range;

use super::amount::Counted;
use super::count;
use super::scan::Scan;
use crate::model::{Lang, Quantity};

/// Bytes between two numbers of one change: "from 20 to 10 percent".
const MOVED_WITHIN: usize = 40;

/// The change of an amount: "from 20 to 10 percent", 由百分之二提高到百分之五, "48 months, up from 36".
pub(super) fn moved(scan: &Scan<'_>, clause: &Range<usize>, all: &[Counted]) -> Option<(Quantity, Range<usize>)> {
    let pair = all.windows(2).find(|pair| moves(scan, pair))?;
    let [first, second] = pair else { return None };
    let backward = came_from(scan.text.get(first.at.end..second.at.start).unwrap_or_default());
    let (from, to) = if backward { (second, first) } else { (first, second) };
    let unit = to.unit.clone().or_else(|| from.unit.clone()).or_else(|| count::number_of(scan, &to.at, clause));
    let unit = unit.or_else(|| count::noun_before(scan, &(clause.start..first.at.start)))?;
    let before = if backward { from.value } else { months_of(pair).unwrap_or(from.value) };
    let quantity = Quantity { value: to.value, unit, from: Some(before) };
    // "Once a month" that becomes "once a week" is no change of a number.
    (quantity.unit != "none" && quantity.from != Some(quantity.value))
        .then_some((quantity, first.at.start..second.at.end))
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
