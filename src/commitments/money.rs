//! Pure. A number in a sentence and who gives the sum in, the code of its currency out.

use std::ops::Range;

use super::scan::Scan;
use crate::model::{Lang, Quantity};

/// A dollar sign alone: the currency of whoever gives the sum.
pub(super) const BARE_DOLLAR: &str = "DOL";

/// The word "dollars": those of a giver who has dollars of its own, else those of the United States.
const WORD_DOLLARS: &str = "DLR";

/// Pesos of no country told.
const BARE_PESOS: &str = "PES";

/// Millions of nothing told: the money of whoever gives them.
pub(super) const BARE_SUM: &str = "SUM";

/// 元 alone: the currency of whoever gives the sum, where Chinese is written.
const BARE_YUAN: &str = "YUA";

/// The amount with a bare sign read as the money of the actor's country.
pub(super) fn in_money_of(actor: Option<&str>, mut quantity: Quantity) -> Quantity {
    let country = actor.and_then(|actor| actor.split([':', '+']).next());
    let signed = quantity.unit == BARE_DOLLAR;
    let unit = if quantity.unit == BARE_SUM {
        own(country)
    } else if signed || quantity.unit == WORD_DOLLARS {
        match country {
            Some("CA") => "CAD",
            Some("AU") => "AUD",
            Some("NZ") => "NZD",
            Some("HK") => "HKD",
            Some("TW") => "TWD",
            Some("SG") => "SGD",
            Some("MX" | "CO" | "CL" | "AR" | "UY" | "DO") if signed => own(country),
            _ => "USD",
        }
    } else if quantity.unit == BARE_YUAN {
        match country {
            Some("HK") => "HKD",
            Some("TW") => "TWD",
            Some("MO") => "MOP",
            Some("CA" | "US" | "AU" | "NZ" | "SG") => own(country),
            _ => "CNY",
        }
    } else if quantity.unit == BARE_PESOS {
        match country {
            Some("CO") => "COP",
            Some("CL") => "CLP",
            Some("AR") => "ARS",
            Some("DO") => "DOP",
            Some("UY") => "UYU",
            Some("PH") => "PHP",
            _ => "MXN",
        }
    } else {
        return quantity;
    };
    unit.clone_into(&mut quantity.unit);
    quantity
}

/// The money of a country.
fn own(country: Option<&str>) -> &'static str {
    match country {
        Some("CA") => "CAD",
        Some("AU") => "AUD",
        Some("NZ") => "NZD",
        Some("MX") => "MXN",
        Some("CO") => "COP",
        Some("CL") => "CLP",
        Some("AR") => "ARS",
        Some("UY") => "UYU",
        Some("DO") => "DOP",
        Some("GB") => "GBP",
        Some("IN") => "INR",
        Some("CN") => "CNY",
        Some("HK") => "HKD",
        Some("TW") => "TWD",
        Some("SG") => "SGD",
        Some("JP") => "JPY",
        Some("CH") => "CHF",
        Some("EU" | "FR" | "BE" | "DE" | "ES" | "IT" | "NL" | "IE" | "PT" | "AT" | "LU" | "FI" | "GR") => "EUR",
        _ => "USD",
    }
}

/// Whether a unit is a currency's code.
pub(super) fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase())
}

/// Millions of nothing told are money.
pub(super) fn round_sum(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    const SCALES: &[&str] = &["million", "millions", "billion", "millones", "millón", "milliard", "milliards"];
    let written = scan.text.get(at.clone()).unwrap_or_default();
    SCALES.iter().any(|scale| written.ends_with(scale)) && scan.lang != Lang::Zh
}

/// The currency told by a sign or name before a number, in its scale, or by a sign after it.
pub(super) fn beside(text: &str, at: &Range<usize>) -> Option<&'static str> {
    let before = text.get(..at.start)?.trim_end();
    let written = text.get(at.clone())?;
    let scale = SCALES.iter().find(|(scale, _)| written.ends_with(scale)).map(|(_, code)| *code);
    sign_before(before).or(scale).or_else(|| sign_after(text.get(at.end..)?))
}

/// Mexican short forms: millions of dollars, of pesos, of euros.
const SCALES: &[(&str, &str)] = &[("mdd", "USD"), ("mdp", "MXN"), ("mde", "EUR")];

/// What tells whose dollars a sign means; the longer first.
const DOLLARS: &[(&str, &str)] = &[
    ("NZ", "NZD"),
    ("HK", "HKD"),
    ("NT", "TWD"),
    ("CDN", "CAD"),
    ("CAD", "CAD"),
    ("CAN", "CAD"),
    ("CA", "CAD"),
    ("MX", "MXN"),
    ("US", "USD"),
    ("C", "CAD"),
    ("A", "AUD"),
    ("S", "SGD"),
    ("R", "BRL"),
];

/// Signs and names that stand before a sum.
const BEFORE: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("£", "GBP"),
    ("₹", "INR"),
    ("Rs", "INR"),
    ("Rs.", "INR"),
    ("INR", "INR"),
    ("¥", "CNY"),
    ("₦", "NGN"),
    ("₱", "PHP"),
    ("₩", "KRW"),
    ("zł", "PLN"),
    ("RMB", "CNY"),
    ("CNY", "CNY"),
    ("人民币", "CNY"),
    ("人民幣", "CNY"),
    ("MXN", "MXN"),
    ("EUR", "EUR"),
    ("USD", "USD"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("JPY", "JPY"),
    ("COP", "COP"),
    ("CAD", "CAD"),
    ("AUD", "AUD"),
    ("NZD", "NZD"),
    ("GBP", "GBP"),
    ("CHF", "CHF"),
    ("HKD", "HKD"),
    ("TWD", "TWD"),
    ("港币", "HKD"),
    ("港幣", "HKD"),
    ("台币", "TWD"),
    ("台幣", "TWD"),
    ("臺幣", "TWD"),
    ("澳门币", "MOP"),
    ("澳門幣", "MOP"),
    ("美金", "USD"),
];

fn sign_before(before: &str) -> Option<&'static str> {
    let Some(sign) = before.strip_suffix('$') else {
        return BEFORE.iter().find(|(sign, _)| before.ends_with(sign)).map(|(_, code)| *code);
    };
    // The letters must be all of a word: "VISA$" names no currency.
    let letters = sign.len() - sign.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let whose = sign.get(sign.len() - letters..)?;
    Some(DOLLARS.iter().find(|(code, _)| *code == whose).map_or(BARE_DOLLAR, |(_, code)| code))
}

fn sign_after(after: &str) -> Option<&'static str> {
    let after = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let signs = [('€', "EUR"), ('£', "GBP"), ('$', BARE_DOLLAR)];
    let (sign, code) = signs.into_iter().find(|(sign, _)| after.starts_with(*sign))?;
    if sign != '$' {
        return Some(code);
    }
    // "12 M$ CA", "3 $US"
    let rest = after.get(1..)?.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let whose = rest.get(..letters)?;
    Some(DOLLARS.iter().find(|(code, _)| *code == whose).map_or(code, |(_, code)| code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_in_the_currency_whose_sign_or_name_stands_beside_it() {
        for (text, number, code) in [
            ("NZ$2m", "2m", "NZD"),
            ("C$5", "5", "CAD"),
            ("A$5", "5", "AUD"),
            ("HK$5", "5", "HKD"),
            ("NT$5", "5", "TWD"),
            ("US$1.2bn", "1.2bn", "USD"),
            ("£4m", "4m", "GBP"),
            ("CHF 3 million", "3 million", "CHF"),
            ("12,5 M$", "12,5 M", BARE_DOLLAR),
            ("12 M$ CA", "12 M", "CAD"),
            ("9 M€", "9 M", "EUR"),
            ("3 mdd", "3 mdd", "USD"),
            ("40 mdp", "40 mdp", "MXN"),
            ("新臺幣3億元", "3億", "TWD"),
            ("港币500万元", "500万", "HKD"),
        ] {
            let at = text.find(number).expect("the number stands in the text");
            assert_eq!(beside(text, &(at..at + number.len())), Some(code), "{text}");
        }
        assert_eq!(beside("12 months", &(0..2)), None);
    }

    #[test]
    fn a_bare_sign_is_the_givers_money() {
        let read = |actor: &str, unit: &str| {
            in_money_of(Some(actor), Quantity { value: 1.0, unit: unit.to_owned(), from: None }).unit
        };
        assert_eq!(read("HK:SB", BARE_YUAN), "HKD");
        assert_eq!(read("TW:FDA", BARE_YUAN), "TWD");
        assert_eq!(read("CN:MPS", BARE_YUAN), "CNY");
        assert_eq!(read("CA:PS", BARE_DOLLAR), "CAD");
        assert_eq!(read("CA:PS", "companies"), "companies");
    }
}
