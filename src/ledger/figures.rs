//! Pure. A sentence in; the numbers, years and months it names, in digits or words of four languages, out.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::PartialDate;
use crate::text::{date, number};

/// A day for dates that tell no year: only their month is asked for.
const ANY_DAY: (i16, i8, i8) = (2000, 1, 1);

/// What a sentence counts and dates.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    /// Its numbers from two on, without years and days.
    pub(super) numbers: BTreeSet<String>,
    /// The years it names.
    pub(super) years: BTreeSet<i16>,
    /// The months it names.
    pub(super) months: BTreeSet<i8>,
}

impl Figures {
    /// Reads a sentence.
    pub(super) fn of(text: &str) -> Self {
        let (year, month, day) = ANY_DAY;
        let told = date::find(text, None, PartialDate::day(year, month, day));
        let dates: Vec<_> = told.iter().filter(|one| !one.relative).collect();
        let in_date = |at: &Range<usize>| dates.iter().any(|one| one.range.start < at.end && at.start < one.range.end);
        let mut found = Self { months: dates.iter().filter_map(|one| one.date.parts().1).collect(), ..Self::default() };
        for (at, value) in number::find(text, None) {
            let digits = text.get(at.clone()).is_some_and(|written| written.len() == 4);
            if digits && (1900.0..2100.0).contains(&value) {
                found.years.insert(value as i16);
            } else if value >= 2.0 && !in_date(&at) {
                found.numbers.insert(value.to_string());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_months_are_the_same_in_digits_and_words() {
        for text in [
            "From 3 March fifty officers may use 4-AP kits.",
            "De marzo en adelante, cincuenta agentes.",
            "À partir de mars, 50 agents.",
            "三月起五十名警员。",
            "3月2日起50名警员。",
        ] {
            let found = Figures::of(text);
            assert_eq!(found.months, BTreeSet::from([3]), "{text}");
            assert!(found.numbers.contains("50"), "{text} {found:?}");
        }
        assert_eq!(Figures::of("By 10,000 in May 2026.").years, BTreeSet::from([2026]));
        assert_eq!(Figures::of("By 10,000 in May 2026.").numbers, BTreeSet::from(["10000".to_owned()]));
    }
}
