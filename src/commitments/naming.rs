//! Pure. Ids, dates and numbers of a record in, how an English sentence names them out.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::{AgencyTable, DateKind, PartialDate, Quantity, Record};

/// Countries and groups of them as English sentences name them, by code (ISO 3166 alpha-2 where there is one).
static COUNTRIES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("lexicons/countries.tsv").lines();
    rows.filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t')).collect()
});

/// Who acts: the actor, and the other bodies that issue the act with it.
pub(super) fn who(record: &Record, agencies: &AgencyTable) -> String {
    let Some(actor) = record.actor.as_deref() else { return "a body not named".to_owned() };
    let first = name(actor, agencies);
    let others: Vec<&String> = record.issuers.iter().filter(|id| id.as_str() != actor).collect();
    match others.as_slice() {
        _ if actor.contains('+') => first,
        [] => first,
        [one] => format!("{first} and {}", name(one, agencies)),
        [one, two] => format!("{first}, {} and {}", name(one, agencies), name(two, agencies)),
        more => format!("{first} and {} other bodies", more.len()),
    }
}

/// `China's Ministry of Commerce`, `the US Department of State`, `China and the United States`.
pub(super) fn name(id: &str, agencies: &AgencyTable) -> String {
    let Some(agency) = agencies.get(id) else {
        let parts: Vec<String> = id.split('+').map(|code| country(code).to_owned()).collect();
        return list(&parts);
    };
    let owner = country(&agency.country);
    if let Some(office) = agency.name.strip_suffix(&format!(" of {owner}")) {
        return format!("{owner}'s {office}");
    }
    // Bodies named after their country stand without an article.
    if agency.name.ends_with(owner) {
        return agency.name.clone();
    }
    if id == "US:CBP" {
        return agency.name.clone();
    }
    let american = agency.country == "US" && !agency.name.starts_with("U.S.") && !agency.name.contains("United States");
    let plain = matches!(id, "US:WH" | "US:FR" | "US:CDC" | "US:FinCEN");
    if american && !plain { format!("the US {}", agency.name) } else { format!("the {}", agency.name) }
}

/// The country's English name; a code that is not listed stays as it is.
pub(super) fn country(code: &str) -> &str {
    COUNTRIES.get(code).copied().unwrap_or(code)
}

/// More objects than this are counted in a sentence; the table names them all.
const MOST_NAMED: usize = 6;

/// The objects alone: "fentanyl precursors and pill presses".
pub(super) fn objects_alone(record: &Record) -> String {
    let mut names: Vec<String> = record.objects.iter().map(|id| id.replace('_', " ")).collect();
    if names.len() > MOST_NAMED {
        let rest = names.split_off(MOST_NAMED - 1);
        names.push(format!("{} others", rest.len()));
    }
    list(&names)
}

/// Objects with the count that belongs to them: "13 fentanyl precursors", "carfentanil (2 chemicals)".
pub(super) fn objects(record: &Record) -> String {
    let what = objects_alone(record);
    let Some(counted) = record.quantity.as_ref().filter(|q| q.unit == "chemicals" && q.from.is_none()) else {
        return what;
    };
    let count = number(counted.value);
    match what.as_str() {
        "" => format!("{count} chemicals"),
        plural if record.objects.len() == 1 && plural.ends_with('s') => format!("{count} {plural}"),
        other => format!("{other} ({count} chemicals)"),
    }
}

/// An amount as written in a sentence: "20 million US dollars", "500 officers".
pub(super) fn amount(quantity: &Quantity) -> String {
    let unit = match quantity.unit.as_str() {
        "USD" => "US dollars",
        "CAD" => "Canadian dollars",
        "CNY" => "yuan",
        "MXN" => "pesos",
        "EUR" => "euros",
        "%" => "percent",
        other => other,
    };
    format!("{} {}", number(quantity.value), unit.replace('_', " "))
}

/// Thousands set apart by commas; round millions in words.
pub(super) fn number(value: f64) -> String {
    for (scale, word) in [(1e9, "billion"), (1e6, "million")] {
        let scaled = value / scale;
        if scaled >= 1.0 && (scaled * 100.0 - (scaled * 100.0).round()).abs() < 1e-6 {
            return format!("{} {word}", (scaled * 100.0).round() / 100.0);
        }
    }
    if value.fract() != 0.0 || value.abs() >= 1e15 {
        return value.to_string();
    }
    let digits = format!("{}", value.abs() as u64);
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 { format!("-{text}") } else { text }
}

/// The date with the word that says what it means.
pub(super) fn when(date: PartialDate, kind: Option<DateKind>) -> String {
    let word = match kind {
        Some(DateKind::Deadline) => "by",
        Some(DateKind::Effective) => "from",
        Some(DateKind::Expiry) => "until",
        Some(DateKind::Comments) => "with comments taken until",
        None => "dated",
    };
    format!(", {word} {}", long(date))
}

/// `10 November 2025`, `November 2025` or `2025`.
fn long(date: PartialDate) -> String {
    let month = || date.first_day().strftime("%B").to_string();
    match date.parts() {
        (year, Some(_), Some(day)) => format!("{day} {} {year}", month()),
        (year, Some(_), None) => format!("{} {year}", month()),
        (year, ..) => year.to_string(),
    }
}

/// "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_named_as_english_sentences_do() {
        let agencies = AgencyTable::built_in();
        for (id, named) in [
            ("CN:MOFCOM", "China's Ministry of Commerce"),
            ("CA:PM", "Canada's Prime Minister"),
            ("CA:HC", "Health Canada"),
            ("CA:CBSA", "the Canada Border Services Agency"),
            ("US:State", "the US Department of State"),
            ("US:WH", "the White House"),
            ("US:CBP", "U.S. Customs and Border Protection"),
            ("MX:FGR", "Mexico's Attorney General's Office"),
            ("UN:INCB", "the International Narcotics Control Board"),
            ("CN+US", "China and the United States"),
            ("ZZ", "ZZ"),
        ] {
            assert_eq!(name(id, &agencies), named);
        }
    }

    #[test]
    fn every_country_that_can_be_read_has_an_english_name() {
        let agencies = AgencyTable::built_in();
        let codes = super::super::lexicon::countries();
        assert!(codes.len() > 40);
        for code in codes.iter().chain(agencies.iter().map(|agency| &agency.country)).filter(|code| *code != "XX") {
            assert!(country(code) != code || code == "ASEAN", "{code}");
        }
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        for (value, text) in [
            (13.0, "13"),
            (14_000.0, "14,000"),
            (20_000_000.0, "20 million"),
            (1_300_000.0, "1.3 million"),
            (4.5, "4.5"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
