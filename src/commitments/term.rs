//! Pure. A length of time in a sentence in, whether that length is itself what is settled out.

use std::ops::Range;

use super::amount::floor;
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

/// Whether a length of time is itself what is settled.
pub(super) fn is_settled(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    let after: String = scan.text.get(at.end..).unwrap_or_default().chars().take(8).collect();
    if scan.lang == Lang::Zh && (names_a_day(scan, at, &after) || describes(&after)) {
        return false;
    }
    let from = floor(scan.text, at.start.saturating_sub(24));
    let before = scan.text.get(from..at.start).unwrap_or_default();
    // Within what time each case is dealt with is told by when, not by how much.
    SETTLED.iter().any(|word| before.contains(word))
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
