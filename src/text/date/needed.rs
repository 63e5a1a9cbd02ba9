//! Pure. A pattern in, letters out of which every text that it matches has some: what has none need not be searched.
//! A small letter stands for itself in either case, a capital for itself alone.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// More spellings than this are not told one by one.
const MOST: usize = 160;
/// Letters of a spelling that are looked for.
const LONGEST: usize = 8;
/// Words that most sentences have.
const COMMON: [&str; 16] =
    ["the", "this", "and", "for", "les", "los", "las", "del", "des", "que", "por", "une", "una", "中", "的", "日"];

/// Some of these stand in every text that the pattern matches; none where no such letters are known.
pub(super) fn needed(pattern: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(pattern) else { return Vec::new() };
    let found = of(&hir).unwrap_or_default();
    shortest(found.iter().map(|one| one.chars().take(LONGEST).collect()).collect())
}

/// Of several sets, of each of which a match has some, the one that fewest texts have anything of.
fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(Repetition { min: 1.., sub, .. }) => of(sub),
        HirKind::Alternation(ways) => {
            let all: Option<Vec<Vec<String>>> = ways.iter().map(of).collect();
            all.map(|all| shortest(all.concat()))
        }
        HirKind::Concat(parts) => {
            let mut best = None;
            let mut run = vec![String::new()];
            for part in parts {
                let spelled = all(part);
                if let Some(longer) = spelled.as_ref().and_then(|next| joined(&run, next)) {
                    run = longer;
                    continue;
                }
                // What is repeated begins at least once after the run, and ends once before what follows.
                let once = match part.kind() {
                    HirKind::Repetition(Repetition { min: 1.., sub, .. }) => all(sub),
                    _ => spelled,
                };
                let longer = once.as_ref().and_then(|next| joined(&run, next));
                best = rarer(best, longer.or(Some(run)));
                best = rarer(best, of(part));
                run = once.filter(|ways| !blank(ways)).unwrap_or_else(|| vec![String::new()]);
            }
            rarer(best, Some(run))
        }
        _ => all(hir).filter(|ways| rarity(ways) > 0),
    }
}

/// Everything that it matches, if that is not much.
fn all(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(letters) => String::from_utf8(letters.0.to_vec()).ok().map(|letters| vec![letters]),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(|range| range.len()).sum();
            let has = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
            let either = |c: &char| !c.is_ascii_uppercase() || !has(c.to_ascii_lowercase());
            let letters = || class.iter().flat_map(|range| range.start()..=range.end()).filter(either).map(String::from);
            (count <= MOST).then(|| letters().collect())
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Capture(capture) => all(&capture.sub),
        HirKind::Repetition(Repetition { min: 0, max: Some(1), sub, .. }) => {
            all(sub).map(|ways| [ways, vec![String::new()]].concat())
        }
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            let once = all(sub).filter(|_| *max == Some(*min))?;
            (0..*min).try_fold(vec![String::new()], |ways, _| joined(&ways, &once))
        }
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |ways, part| joined(&ways, &all(part)?))
        }
        HirKind::Alternation(ways) => {
            let all: Vec<String> = ways.iter().map(all).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MOST).then_some(all)
        }
    }
}

/// Every one of the first followed by every one of the next, if those are not many.
fn joined(first: &[String], next: &[String]) -> Option<Vec<String>> {
    let pairs = || first.iter().flat_map(|one| next.iter().map(move |other| format!("{one}{other}")));
    (first.len() * next.len() <= MOST).then(|| pairs().collect())
}

/// Without what begins with or is another of them: whoever has that has the other too.
fn shortest(mut ways: Vec<String>) -> Vec<String> {
    ways.sort_unstable();
    ways.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    ways
}

fn rarer(one: Option<Vec<String>>, other: Option<Vec<String>>) -> Option<Vec<String>> {
    let (one, other) = (one.map(shortest), other.map(shortest));
    let worth = |ways: &Option<Vec<String>>| ways.as_ref().map_or((0, 0), |ways| (rarity(ways), -(ways.len() as isize)));
    if worth(&one) >= worth(&other) { one } else { other }.filter(|ways| rarity(ways) > 0)
}

/// How much the commonest of them tells, by its letters: a Han character as much as two, a digit more than two, and a
/// common word little.
fn rarity(ways: &[String]) -> usize {
    let tells = |one: &String| {
        let word = one.trim_matches(char::is_whitespace);
        let common = COMMON.iter().any(|common| word.eq_ignore_ascii_case(common));
        let letters: usize = word.chars().map(|c| if c.is_ascii() { 2 } else { 4 }).sum();
        let digits = word.bytes().any(|byte| byte.is_ascii_digit());
        if common { 1 } else { letters + if digits { 3 } else { 0 } }
    };
    ways.iter().map(tells).min().unwrap_or_default()
}

fn blank(ways: &[String]) -> bool {
    ways.iter().all(|one| one.chars().all(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_told_are_those_that_every_match_has() {
        for (pattern, letters) in [
            (r"[0-9]{1,2}(?:st)?[ \u{a0}]{1,3}(?P<m>Jan(?:uary)?|May)", &["Jan", "May"][..]),
            (r"[下上本][周週]", &["上周", "上週", "下周", "下週", "本周", "本週"]),
            (r"(?i)of years?", &["of year"]),
            (r"in (?-i:May)", &["in May"]),
            (r"(?:day)?[0-9]*", &[]),
            (r"\p{L}{2,9}", &[]),
        ] {
            assert_eq!(needed(pattern), letters, "{pattern}");
        }
    }
}
