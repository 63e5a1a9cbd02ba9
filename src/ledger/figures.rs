//! Pure. A sentence in; the numbers, years and months it names, in digits or words of four languages, out.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::wording::{is_han, words};

/// Beginnings of the months' names, accents aside.
const MONTHS: [&[&str]; 12] = [
    &["january", "enero", "janvier"],
    &["february", "febrero", "fevrier"],
    &["march", "marzo", "mars"],
    &["april", "abril", "avril"],
    &["may", "mayo", "mai"],
    &["june", "junio", "juin"],
    &["july", "julio", "juillet"],
    &["august", "agosto", "aout"],
    &["september", "septiembre", "septembre"],
    &["october", "octubre", "octobre"],
    &["november", "noviembre", "novembre"],
    &["december", "diciembre", "decembre"],
];

/// Numbers from two on in words; "one" is an article as often as not.
const NUMBERS: &[(u32, &[&str])] = &[
    (2, &["two", "dos", "deux", "pair"]),
    (3, &["three", "tres", "trois"]),
    (4, &["four", "cuatro", "quatre"]),
    (5, &["five", "cinco", "cinq"]),
    (6, &["six", "seis"]),
    (7, &["seven", "siete", "sept"]),
    (8, &["eight", "ocho", "huit"]),
    (9, &["nine", "nueve", "neuf"]),
    (10, &["ten", "diez", "dix", "decena", "dizaine"]),
    (11, &["eleven", "once", "onze"]),
    (12, &["twelve", "doce", "douze", "dozen", "docena", "douzaine"]),
    (13, &["thirteen", "trece", "treize"]),
    (14, &["fourteen", "catorce", "quatorze"]),
    (15, &["fifteen", "quince", "quinze", "quincena", "quinzaine"]),
    (16, &["sixteen", "dieciseis", "seize"]),
    (18, &["eighteen", "dieciocho"]),
    (20, &["twenty", "score", "veinte", "veintena", "vingt", "vingtaine"]),
    (30, &["thirty", "treinta", "treintena", "trente", "trentaine"]),
    (40, &["forty", "cuarenta", "quarante"]),
    (50, &["fifty", "cincuenta", "cinquante"]),
    (60, &["sixty", "sesenta", "soixante"]),
    (80, &["eighty", "ochenta"]),
    (100, &["hundred", "cien", "cent", "centenar", "centaine"]),
    (200, &["doscientos", "doscientas"]),
    (300, &["trescientos", "trescientas"]),
    (400, &["cuatrocientos", "cuatrocientas"]),
    (500, &["quinientos", "quinientas"]),
];

/// What a sentence counts and dates.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    /// Its numbers, without years.
    pub(super) numbers: BTreeSet<String>,
    /// The years it names.
    pub(super) years: BTreeSet<i16>,
    /// The months it names.
    pub(super) months: BTreeSet<i8>,
}

impl Figures {
    /// Reads a sentence as written and folded.
    pub(super) fn of(text: &str, folded: &str) -> Self {
        let mut found = Self::default();
        found.read_digits(text);
        found.read_words(&words(folded));
        found.read_han(folded);
        found
    }

    /// Numbers in digits, thousands joined, and years.
    fn read_digits(&mut self, text: &str) {
        let chars: Vec<char> = text.nfkc().collect();
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        let mut at = 0;
        while at < chars.len() {
            let mut number = String::new();
            // The 4 of "4-AP" counts nothing.
            let named = at > 0 && (chars[at - 1].is_alphabetic() && !is_han(chars[at - 1]) || chars[at - 1] == '-');
            while digit(at) {
                number.push(chars[at]);
                at += 1;
                // "10,000", "10 000": three digits after a mark of thousands go on.
                let thousands = chars.get(at).is_some_and(|c| matches!(c, ',' | ' '));
                if thousands && digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4) {
                    at += 1;
                }
            }
            match number.parse::<i16>() {
                _ if number.is_empty() => at += 1,
                _ if named || chars.get(at) == Some(&'-') => {}
                Ok(month @ 1..=12) if chars.get(at) == Some(&'月') => _ = self.months.insert(month as i8),
                _ if chars.get(at).is_some_and(|c| matches!(c, '月' | '日')) => {}
                Ok(year @ 1900..=2099) if number.len() == 4 => _ = self.years.insert(year),
                _ => _ = self.numbers.insert(number),
            }
        }
    }

    fn read_words(&mut self, words: &[String]) {
        for (at, word) in words.iter().enumerate() {
            let month = MONTHS.iter().position(|names| names.contains(&word.as_str()));
            // "It may": a month follows a preposition or stands by a number.
            let may = word == "may" && !at.checked_sub(1).is_some_and(|before| before_month(&words[before]));
            if let Some(month) = month.filter(|_| !may) {
                self.months.insert(month as i8 + 1);
            }
            if let Some((number, _)) = NUMBERS.iter().find(|(_, names)| names.contains(&word.as_str())) {
                self.numbers.insert(number.to_string());
            }
        }
    }

    /// Numbers below a thousand in Chinese characters, without those that only name a month or a day.
    fn read_han(&mut self, folded: &str) {
        let mut run = Vec::new();
        for c in folded.chars().chain(std::iter::once(' ')) {
            if let Some(value) = han_value(c) {
                run.push(value);
                continue;
            }
            match number_of(&run) {
                Some(month @ 1..=12) if c == '月' => _ = self.months.insert(month as i8),
                Some(number @ 2..) if !matches!(c, '月' | '日' | '年' | '万' | '亿' | '千') => {
                    self.numbers.insert(number.to_string());
                }
                _ => {}
            }
            run.clear();
        }
    }
}

fn before_month(word: &str) -> bool {
    matches!(
        word,
        "in" | "by" | "from" | "since" | "until" | "on" | "of" | "before" | "after" | "early" | "late" | "mid"
    ) || word.bytes().all(|b| b.is_ascii_digit())
}

fn han_value(c: char) -> Option<u32> {
    Some(match c {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// 三百, 十五, 五十: units before tens and hundreds multiply them.
fn number_of(run: &[u32]) -> Option<u32> {
    let (mut sum, mut unit) = (0, 0);
    for value in run {
        if *value < 10 {
            unit = *value;
        } else {
            sum += value * unit.max(1);
            unit = 0;
        }
    }
    (!run.is_empty()).then_some(sum + unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn numbers_and_months_are_the_same_in_digits_and_words() {
        let of = |text: &str| Figures::of(text, &fold(text));
        for text in [
            "From 3 March fifty officers may use 4-AP kits.",
            "De marzo en adelante, cincuenta agentes.",
            "À partir de mars, 50 agents.",
            "三月起五十名警员。",
            "3月2日起50名警员。",
        ] {
            let found = of(text);
            assert_eq!(found.months, BTreeSet::from([3]), "{text}");
            assert!(found.numbers.contains("50"), "{text} {found:?}");
        }
        assert_eq!(of("By 10,000 in May 2026.").years, BTreeSet::from([2026]));
        assert_eq!(of("By 10,000 in May 2026.").numbers, BTreeSet::from(["10000".to_owned()]));
    }
}
