//! Pure. A counted number in, whether it only stands beside the measure out: a name, a threshold, what was known before.

use std::ops::Range;

use super::amount::{Counted, floor, is_time};
use super::count;
use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::occasion;
use super::scan::Scan;
use crate::model::Lang;

/// Whether what is counted is known already, and only says where or for whom: "the two centres", "for its forty
/// detachments", "des 40 services".
pub(super) fn is_known(before: &str, one: &Counted) -> bool {
    const ARTICLES: &[&str] = &["the", "these", "los", "las", "les"];
    const OF: &[&str] = &[
        "of the",
        "from the",
        "for the",
        "in the",
        "at the",
        "with the",
        "across the",
        "in its",
        "for its",
        "by the",
        "de los",
        "de las",
        "en los",
        "en las",
        "en sus",
        "para los",
        "para las",
        "por los",
        "por las",
        " des",
        " aux",
        "dans les",
        "dans ses",
        "pour les",
        "par les",
    ];
    let word = before.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let pair = one.value == 2.0 && ARTICLES.iter().any(|article| word.eq_ignore_ascii_case(article));
    let term = is_time(one.unit.as_deref()) && before.ends_with("a los");
    pair || term || (!count::of_chemicals(one) && OF.iter().any(|words| before.ends_with(words)))
}

/// Whether a sum only says from where on a rule holds: "wires above $3,000", "menos de 800 dólares", 二百美元以上.
pub(super) fn bounds_a_sum(before: &str, after: &str) -> bool {
    const BOUNDS: &[&str] = &[
        "above",
        "under",
        "below",
        "exceeding",
        "less than",
        "excess of",
        "worth over",
        "worth more than",
        "menos de",
        "inferiores a",
        "superiores a",
        "inferior a",
        "superior a",
        "por encima de",
        "por debajo de",
        "exceda de",
        "excedan",
        "excedan de",
        "rebasen",
        "moins de",
        "dessous de",
        "dessus de",
        "inférieur à",
        "inférieure à",
        "inférieurs à",
        "inférieures à",
        "supérieur à",
        "supérieure à",
        "supérieurs à",
        "supérieures à",
        "excédant",
        "seuil de",
        "低于",
        "低於",
        "不足",
        "未满",
        "未滿",
        "未逾",
    ];
    let before = before.trim_end_matches(['$', '€', '£', ' ']).trim_end_matches(" US");
    let unit = after.trim_start_matches(|c: char| !c.is_ascii() && !matches!(c, '以' | '，' | '。' | '、' | '的'));
    BOUNDS.iter().any(|word| before.ends_with(word)) || unit.starts_with("以下")
}

/// Whether a count stands beside what it counts and only says what that is: "…, two chemicals on the UN tables".
pub(super) fn stands_beside(scan: &Scan<'_>, one: &Counted) -> bool {
    let before = scan.text[..one.at.start].trim_end();
    let Some(rest) = before.strip_suffix([',', '，']) else { return false };
    let near = floor(scan.text, rest.len().saturating_sub(48))..rest.len();
    let ends = scan.within(&near).any(|hit| matches!(hit.entry.kind, Kind::Object(_)) && hit.end == rest.len());
    ends && count::of_chemicals(one)
}

/// Whether something is given to each of those counted: 二十三个分局各抽调十名.
pub(super) fn is_shared_out(scan: &Scan<'_>, one: &Counted) -> bool {
    let after: String = scan.text.get(one.at.end..).unwrap_or_default().chars().take(5).collect();
    scan.lang == Lang::Zh && after.contains('各')
}

/// Whether those counted are places to which or where another amount goes: 给沿边七县配发检测车21辆.
pub(super) fn is_a_place_beside(scan: &Scan<'_>, one: &Counted) -> bool {
    let place =
        matches!(one.unit.as_deref(), Some("counties" | "provinces" | "cities" | "districts" | "countries" | "sites"));
    let before: String = scan.text[..one.at.start].chars().rev().take(6).collect();
    scan.lang == Lang::Zh && place && before.contains(['给', '給', '向', '在', '于', '於'])
}

/// Words that open a part of a clause telling what was before.
const BEFORE: &[&str] = &[
    "After ",
    "Following ",
    "Since ",
    "Having ",
    "Last year",
    "So far",
    "Tras ",
    "Luego de ",
    "Después de ",
    "Desde ",
    "El año pasado",
    "A la fecha",
    "Après ",
    "Depuis ",
    "À la suite",
    "À ce jour",
    "L'an dernier",
    "去年",
    "截至",
    "今年以来",
    "今年以來",
    "上半年",
    "迄今",
    "此前",
    "年初以来",
];

/// Whether a count stands in a part of the clause that only tells what happened: "Tras decomisar 1.4 toneladas, …",
/// "the seizure came to 40 kg; …".
pub(super) fn is_background(scan: &Scan<'_>, one: &Counted, clause: &Range<usize>) -> bool {
    let part = occasion::part(scan, clause, &one.at);
    let text = scan.text.get(part).unwrap_or_default().trim_start();
    BEFORE.iter().any(|word| text.starts_with(word))
        || occasion::of(scan, clause, &one.at) == Some(occasion::Occasion::Seized)
}

/// Whether a number only says how many sides there are: "the two countries".
pub(super) fn counts_sides(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    let near = floor(scan.text, at.start.saturating_sub(8))..(at.end + 40).min(scan.text.len());
    let inside = |hit: &Hit<'_>| hit.start <= at.start && at.end <= hit.end;
    scan.cues(&near, Role::JointSubject).any(inside)
}

/// Relative clauses between commas: what they count is no part of the measure.
pub(super) fn asides(scan: &Scan<'_>, clause: &Range<usize>) -> Vec<Range<usize>> {
    let opened = scan.cues(clause, Role::Embedded).filter(|hit| scan.text[..hit.start].trim_end().ends_with(','));
    opened
        .filter_map(|hit| {
            let end = hit.end + scan.text.get(hit.end..clause.end)?.find(',')?;
            Some(hit.start..end)
        })
        .collect()
}

/// Whether a number is a year that names something ("the 2025 directive"), not a count of what follows.
pub(super) fn names_a_year(text: &str, at: &Range<usize>, value: f64) -> bool {
    let digits = text.get(at.clone()).unwrap_or_default();
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && (1900.0..2100.0).contains(&value)
}

/// Words before the number of a paper or a place in a list.
const NUMBERED: &[&str] = &[
    "no.",
    "nos.",
    "n°",
    "nº",
    "n.º",
    "n.°",
    "núm.",
    "num.",
    "número",
    "numéro",
    "number",
    "#",
    "section",
    "rule",
    "article",
    "artículo",
    "schedule",
    "annex",
    "anexo",
    "annexe",
    "title",
    "chapter",
    "capítulo",
    "chapitre",
    "phase",
    "fase",
    "group",
    "grupo",
    "groupe",
    "tableau",
    "cuadro",
    "lista",
    "liste",
    "catégorie",
    "categoría",
    "class",
    "clase",
    "classe",
    "art.",
    "sec.",
    "§",
];

/// Whether a number belongs to the name before it: "Schedule 2 substances", "Phase 3".
pub(super) fn names_a_thing(scan: &Scan<'_>, at: &Range<usize>, clause: &Range<usize>) -> bool {
    if scan.lang == Lang::Zh {
        let before = &scan.text[..at.start];
        return ["第", "號", "号", "附表", "附件", "附录", "附錄", "表格"].iter().any(|word| before.ends_with(word));
    }
    let digits = scan.text.get(at.clone()).is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let before = scan.text.get(clause.start..at.start).unwrap_or_default();
    // "Alert 66-93", "décret 2025-318", "n° 88".
    let code = before.strip_suffix(['-', '/', '–']).is_some_and(|rest| rest.ends_with(|c: char| c.is_alphanumeric()));
    let before = before.trim_end();
    let word = before.rsplit([' ', '\u{a0}', '(']).next().unwrap_or_default();
    if digits && (code || NUMBERED.iter().any(|sign| word.eq_ignore_ascii_case(sign))) {
        return true;
    }
    // A clause opens with a capital whatever its first word is.
    let opens = before.len() == word.len();
    digits && !opens && word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(char::is_alphabetic)
}
