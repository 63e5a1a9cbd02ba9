//! Pure. A pattern with short marks in, a compiled rule out.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexSet, RegexSetBuilder};

use super::meaning::Meaning;
use super::needed::needed;

/// One way to write a date.
pub(super) struct Rule {
    pattern: String,
    /// Compiled when first a text may have such a date: many are never met.
    regex: OnceLock<Regex>,
    pub(super) meaning: Meaning,
}

impl Rule {
    pub(super) fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.pattern).expect("patterns are constant and tested"))
    }
}

/// All ways of one language. Most texts have none, and few letters tell that.
pub(super) struct Family {
    rules: Vec<Rule>,
    /// Letters of which any text that a rule finds something in has some, and the rules that need them, a bit each.
    letters: AhoCorasick,
    needed_by: Vec<(String, u128)>,
    /// Rules that need no letters that are known.
    always: u128,
    /// One automaton that tells which of the rules find something.
    any: OnceLock<RegexSet>,
}

/// Room for the states of one automaton, so that it is not built again and again.
const CACHE: usize = 8 << 20;

/// So many rules are tried one by one sooner than all at once.
const FEW: u32 = 6;

impl Family {
    /// Rules of which some find something in the text, and none of the others does, in order.
    pub(super) fn of(&self, text: &str) -> impl Iterator<Item = &Rule> {
        let mut which = self.possible(text);
        if which.count_ones() > FEW {
            which = self.any().matches(text).into_iter().fold(0, |all, n| all | 1 << n);
        }
        self.rules.iter().enumerate().filter(move |(n, _)| which >> n & 1 == 1).map(|(_, rule)| rule)
    }

    /// The rules whose letters the text has.
    fn possible(&self, text: &str) -> u128 {
        self.letters.find_overlapping_iter(text).fold(self.always, |all, found| {
            let (letters, rules) = &self.needed_by[found.pattern().as_usize()];
            let pairs = letters.bytes().zip(text.as_bytes()[found.range()].iter());
            // A capital stands for itself alone.
            let fits = all & rules != *rules && pairs.into_iter().all(|(one, other)| !one.is_ascii_uppercase() || one == *other);
            if fits { all | rules } else { all }
        })
    }

    fn any(&self) -> &RegexSet {
        self.any.get_or_init(|| {
            RegexSetBuilder::new(self.rules.iter().map(|rule| &rule.pattern))
                .dfa_size_limit(CACHE)
                .size_limit(CACHE * 4)
                .build()
                .expect("patterns are constant and tested")
        })
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
    assert!(rules.len() <= 128, "a bit for each rule");
    let mut always = 0;
    let mut needed_by: BTreeMap<String, u128> = BTreeMap::new();
    for (n, rule) in rules.iter().enumerate() {
        let letters = needed(&rule.pattern);
        always |= u128::from(letters.is_empty()) << n;
        letters.into_iter().for_each(|one| *needed_by.entry(one).or_default() |= 1 << n);
    }
    let letters = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(needed_by.keys())
        .expect("a few hundred short literals fit an automaton");
    Family { rules, letters, needed_by: needed_by.into_iter().collect(), always, any: OnceLock::new() }
}

#[cfg(test)]
mod tests {
    use super::super::{en, es, fr, numeric, zh};
    use super::*;

    fn families() -> [&'static Family; 5] {
        [&*en::RULES, &*es::RULES, &*fr::RULES, &*zh::RULES, &*numeric::RULES]
    }

    #[test]
    fn every_pattern_compiles_and_needs_letters_that_are_known() {
        for family in families() {
            assert_eq!(family.any().len(), family.rules.len());
            assert_eq!(family.always, 0);
            family.rules.iter().for_each(|rule| assert!(rule.regex().captures_len() > 0));
        }
    }

    proptest::proptest! {
        #[test]
        fn a_text_in_which_a_rule_finds_something_has_the_letters_it_needs(
            pieces in proptest::collection::vec(PIECES, 1..9),
        ) {
            let text = pieces.concat();
            for family in families() {
                let found = family.any().matches(&text).into_iter().fold(0u128, |all, n| all | 1 << n);
                proptest::prop_assert_eq!(found & !family.possible(&text), 0, "{}", text);
            }
        }
    }

    /// What dates are made of, so that many are.
    const PIECES: &str = "[0-9]{1,2}|20[0-9]{2}|[ \u{a0},./-]|(the|of|in|by|within|last|next|this|mid-|end|del?|le|la|los|el|avant|antes|fin|à|début|à partir du) |\
        (January|feb\\.|MAY|March|août|mayo|enero|AGOSTO|septembre|Dec) ?|(Monday|lunes|mardi|spring|été|otoño) ?|\
        (day|days|weeK|month|year|fiſcal year|año|años|mois|jours|trimestre|quarter|half)(s| from now| after| ago)?|\
        (today|tomorrow|hoy|mañana|demain|hier|yesterday|hereby)|[一二三十〇]{1,2}|[年月日号底末内前后初旬周季度半财今明本下上]{1,2}|\
        (自|即日|起|公布之日|财政年度|之内|以前|元旦|国庆)";
}
