//! Pure. A pattern with short marks in, a compiled rule out.

use std::sync::OnceLock;

use regex::{Regex, RegexSet, RegexSetBuilder};

use super::meaning::Meaning;

/// One way to write a date.
pub(super) struct Rule {
    pattern: String,
    /// Compiled when first a text has such a date: many are never met.
    regex: OnceLock<Regex>,
    pub(super) meaning: Meaning,
}

impl Rule {
    pub(super) fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.pattern).expect("patterns are constant and tested"))
    }
}

/// All ways of one language, with one automaton that tells which of them stand in a text: most texts have none.
pub(super) struct Family {
    any: RegexSet,
    rules: Vec<Rule>,
}

/// Room for the states of one automaton, so that it is not built again and again.
const CACHE: usize = 8 << 20;

impl Family {
    /// The rules that find something in the text.
    pub(super) fn of(&self, text: &str) -> impl Iterator<Item = &Rule> {
        self.any.matches(text).into_iter().filter_map(|n| self.rules.get(n))
    }
}

/// Compiles a table. Marks: `%S` blank, `%Y` year, `%D` day, `%N` a number in digits or words, and those given.
/// Group `r`, where there is one, is the range of the date; other groups are read by its meaning.
pub(super) fn compile(table: &[(Meaning, &str)], marks: &[(&str, &str)]) -> Family {
    let common = [
        ("%S", r"[ \u{a0}\u{202f}]{1,3}"),
        ("%Y", r"(?P<y>(?:19|20|21)[0-9]{2})"),
        ("%D", r"(?P<d>[0-3]?[0-9])"),
        ("%N", r"(?P<n>[0-9]{1,4}|[\p{L}]{2,14}(?:(?:-| y )[\p{L}]{2,10})?)"),
    ];
    let rules: Vec<Rule> = table
        .iter()
        .map(|(meaning, pattern)| {
            let pattern =
                marks.iter().chain(&common).fold((*pattern).to_owned(), |p, (mark, text)| p.replace(mark, text));
            Rule { pattern, regex: OnceLock::new(), meaning: *meaning }
        })
        .collect();
    let any = RegexSetBuilder::new(rules.iter().map(|rule| &rule.pattern))
        .dfa_size_limit(CACHE)
        .size_limit(CACHE * 4)
        .build()
        .expect("patterns are constant and tested");
    Family { any, rules }
}

#[cfg(test)]
mod tests {
    use super::super::{en, es, fr, numeric, zh};

    #[test]
    fn every_pattern_compiles() {
        for family in [&*en::RULES, &*es::RULES, &*fr::RULES, &*zh::RULES, &*numeric::RULES] {
            family.rules.iter().for_each(|rule| assert!(rule.regex().captures_len() > 0));
        }
    }
}
