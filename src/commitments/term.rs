//! Pure. A length of time in a sentence in, whether that length is itself what is settled out.

use std::ops::Range;

use super::amount::floor;
use super::fields;
use super::scan::Scan;
use crate::model::Lang;

/// Words beside a length that is settled: a term of validity, an extension, a ceiling, how long records are kept.
const SETTLED: &[&str] = &[
    "extended by",
    "extend by",
    "extends by",
    "extended for",
    "a further",
    "another",
    "valid for",
    "up to",
    "maximum of",
    "inside",
    "lengthened by",
    "shortened by",
    "term of",
    "period of",
    "preserved for",
    "kept for",
    "retained for",
    "keep for",
    "retain for",
    "at least",
    "no more than",
    "stands at",
    "prison",
    "durante",
    "máximo de",
    "por otros",
    "vigencia de",
    "vigencia improrrogable de",
    "prórroga de",
    "plazo máximo",
    "período de",
    "periodo de",
    "menos de",
    "caducará",
    "caduca",
    "pendant",
    "durant",
    "maximum de",
    "prolongé de",
    "prolongée de",
    "valable",
    "au moins",
    "au plus",
    "en moins d",
    "durée de",
    "punit de",
    "passible de",
    "有效期",
    "有效期限",
    "延长",
    "延長",
    "延期",
    "保存",
    "不少于",
    "不少於",
    "不超过",
    "不超過",
    "为期",
    "為期",
    "最长",
    "最長",
    "期限为",
    "期限為",
];

/// Right before a length within which each case is dealt with, where it is no date of the page.
const WITHIN: &[&str] = &[
    "within",
    "inside",
    "sous",
    "dans les",
    "dans un délai de",
    "en",
    "en un plazo de",
    "dentro de",
    "en menos de",
    "前",
    "于",
    "於",
];

/// After a Chinese length.
const INSIDE: &[&str] = &["内", "內", "之内", "之內", "以内", "以內", "前", "互"];

/// Whether a length of time is itself what is settled.
pub(super) fn is_settled(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    let after: String = scan.text.get(at.end..).unwrap_or_default().chars().take(8).collect();
    if scan.lang == Lang::Zh && (names_a_day(scan, at, &after) || describes(&after)) {
        return false;
    }
    let from = floor(scan.text, at.start.saturating_sub(24));
    let before = scan.text.get(from..at.start).unwrap_or_default();
    if SETTLED.iter().any(|word| before.contains(word)) {
        return true;
    }
    let date = scan.dates.iter().find(|date| date.range.start < at.end && at.start < date.range.end);
    match date {
        // A term that counts from an event to come is no date.
        Some(date) => date.relative && fields::anchored_at(scan, &date.range, true),
        None => limits_each(scan, &after, before.trim_end()),
    }
}

/// Whether the length only describes what follows: 为期四个月的专项行动.
fn describes(after: &str) -> bool {
    without_unit(after).starts_with('的')
}

/// Whether days are those of a calendar: 次月5日前.
fn names_a_day(scan: &Scan<'_>, at: &Range<usize>, after: &str) -> bool {
    after.starts_with(['日', '号', '號']) && scan.text.get(..at.start).is_some_and(|before| before.ends_with('月'))
}

fn without_unit(after: &str) -> &str {
    after.trim_start_matches(['个', '個', '工', '作', '日', '天', '小', '时', '時', '周', '週', '星', '期', '月', '年'])
}

fn limits_each(scan: &Scan<'_>, after: &str, before: &str) -> bool {
    let near =
        |word: &&str| before.ends_with(*word) && (scan.lang == Lang::Zh || word.len() > 2 || before.ends_with(" en"));
    if WITHIN.iter().any(near) {
        return true;
    }
    scan.lang == Lang::Zh && INSIDE.iter().any(|word| without_unit(after).starts_with(word))
}
