//! Pure. A Record in, one plain English sentence out that says no more than the record holds.

use crate::model::{ActionClass, AgencyTable, DateKind, PartialDate, Polarity, Quantity, Record, Strength};

/// One English sentence from the record alone.
pub fn gloss(record: &Record, agencies: &AgencyTable) -> String {
    let joint = record.actor.as_deref().is_some_and(|actor| actor.contains('+')) || record.issuers.len() > 1;
    let mut text = format!("{} {}", who(record, agencies), does(record, joint));
    if !record.counterparties.is_empty() {
        let named: Vec<String> = record.counterparties.iter().map(|id| name(id, agencies)).collect();
        text.push_str(&format!("{} {}", toward(record.action_class), list(&named)));
    }
    if let Some(date) = record.date {
        text.push_str(&when(date, record.date_kind));
    }
    text.push('.');
    match text.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => text,
    }
}

fn who(record: &Record, agencies: &AgencyTable) -> String {
    let first = record.actor.as_deref().map_or_else(|| "a body not named".to_owned(), |id| name(id, agencies));
    let first = if first == "a body not named" { "A body not named".to_owned() } else { first };
    match record.issuers.len() {
        0 | 1 => first,
        2 => match record.issuers.iter().find(|id| Some(id.as_str()) != record.actor.as_deref()) {
            Some(other) if !record.actor.as_deref().unwrap_or_default().contains('+') => {
                format!("{first} and {}", name(other, agencies))
            }
            _ => first,
        },
        more => format!("{first} and {} other bodies", more - 1),
    }
}

/// How firm, and what: "plans to cooperate on fentanyl", "requires an export licence for 13 chemicals".
fn does(record: &Record, joint: bool) -> String {
    let act = act(record);
    let (verb, rest) = act.split_once(' ').unwrap_or((act.as_str(), ""));
    let pick = |one: &str, many: &str| if joint { many.to_owned() } else { one.to_owned() };
    let begin = match (record.polarity, record.strength) {
        (Polarity::Denial, _) => pick("denies having promised to", "deny having promised to"),
        (Polarity::Withdrawal, Strength::Intends) => pick("plans no longer to", "plan no longer to"),
        (Polarity::Withdrawal, _) => {
            pick("ceases or suspends its undertaking to", "cease or suspend their undertaking to")
        }
        (_, Strength::None) => pick("mentions an act: to", "mention an act: to"),
        (_, Strength::Considers) => pick("is considering whether to", "are considering whether to"),
        (_, Strength::Calls) => pick("asks others to", "ask others to"),
        (_, Strength::Intends) => pick("plans to", "plan to"),
        (_, Strength::Pledged) => pick("pledges to", "pledge to"),
        (_, Strength::Ordered) => pick("has decided to", "have decided to"),
        (_, Strength::InForce) if joint => return act,
        (_, Strength::InForce) => return format!("{verb}s {rest}").trim_end().to_owned(),
    };
    format!("{begin} {act}")
}

/// The act in the infinitive, its verb first (a verb that takes a plain "s"), with amount and objects in their place.
fn act(record: &Record) -> String {
    let what = objects(record);
    let on = |lead: &str| if what.is_empty() { lead.to_owned() } else { format!("{lead} on {what}") };
    let of = |lead: &str, none: &str| format!("{lead} {}", if what.is_empty() { none } else { &what });
    match record.action_class {
        Some(ActionClass::ScheduleControl) => format!("{} under control or ban", of("put", "substances not named")),
        Some(ActionClass::ExportLicence) => of("require an export licence or permit for", "goods not named"),
        Some(ActionClass::Enforcement) => on("take enforcement action"),
        Some(ActionClass::Sanctions) => on("impose sanctions"),
        Some(ActionClass::Cooperation) => on("cooperate"),
        Some(ActionClass::InfoSharing) => on("share information"),
        Some(ActionClass::TariffTrade) => tariff(record),
        Some(ActionClass::TreatmentHealth) => on("take a treatment or prevention measure"),
        Some(ActionClass::Legislation) => on("bring in legislation"),
        Some(ActionClass::Funding) if what.is_empty() => "give money or equipment".to_owned(),
        Some(ActionClass::Funding) => format!("give money or equipment for work on {what}"),
        Some(ActionClass::MonitoringReport) => match record.binds.as_deref() {
            Some(whom) => on(&format!("require records, checks or reports of {}", whom.replace('_', " "))),
            None => on("require records, checks or reports"),
        },
        Some(ActionClass::Institution) => on("set up or keep a post, unit or body for work"),
        None => on("act"),
    }
}

fn tariff(record: &Record) -> String {
    let over = objects_alone(record);
    let over = if over.is_empty() { String::new() } else { format!(" over {over}") };
    match &record.quantity {
        Some(Quantity { value, unit, from: Some(from) }) => {
            format!("set a tariff{over} at {} {unit}, {} before", number(*value), number(*from))
        }
        Some(Quantity { value, unit, from: None }) => format!("set a tariff{over} at {} {unit}", number(*value)),
        None => format!("set a tariff or trade measure{over}"),
    }
}

fn objects_alone(record: &Record) -> String {
    list(&record.objects.iter().map(|id| id.replace('_', " ")).collect::<Vec<_>>())
}

/// Number and objects: "13 chemicals (fentanyl precursors)".
fn objects(record: &Record) -> String {
    let what = objects_alone(record);
    let Some(quantity) = &record.quantity else { return what };
    let from = quantity.from.map(|from| format!(", {} before", number(from))).unwrap_or_default();
    let amount = format!("{} {}{from}", number(quantity.value), quantity.unit.replace('_', " "));
    if what.is_empty() { amount } else { format!("{what} ({amount})") }
}

/// Thousands set apart by commas.
fn number(value: f64) -> String {
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

fn toward(class: Option<ActionClass>) -> &'static str {
    match class {
        Some(ActionClass::ExportLicence) => " going to",
        Some(ActionClass::Cooperation | ActionClass::InfoSharing) => " with",
        _ => ", concerning",
    }
}

fn when(date: PartialDate, kind: Option<DateKind>) -> String {
    let word = match kind {
        Some(DateKind::Deadline) => "by",
        Some(DateKind::Effective) => "from",
        Some(DateKind::Expiry) => "until",
        Some(DateKind::Comments) => "comments until",
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

fn name(id: &str, agencies: &AgencyTable) -> String {
    if let Some(agency) = agencies.get(id) {
        // Bodies named after their country stand without an article.
        let bare = agency.name.ends_with("Canada");
        return if bare { agency.name.clone() } else { format!("the {}", agency.name) };
    }
    let parts: Vec<String> = id.split('+').map(|code| country(code).to_owned()).collect();
    list(&parts)
}

fn country(code: &str) -> &str {
    match code {
        "CN" => "China",
        "US" => "the United States",
        "MX" => "Mexico",
        "CA" => "Canada",
        "IN" => "India",
        "EU" => "the European Union",
        "UN" => "the United Nations",
        "GB" => "the United Kingdom",
        "JP" => "Japan",
        "KR" => "South Korea",
        "RU" => "Russia",
        other => other,
    }
}

fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Quantity;

    #[test]
    fn the_sentence_says_what_the_record_holds_and_no_more() {
        let mut record = Record {
            actor: Some("CN:MOFCOM".to_owned()),
            issuers: vec!["CN:MOFCOM".to_owned()],
            binds: Some("exporters".to_owned()),
            action_class: Some(ActionClass::ExportLicence),
            objects: vec!["fentanyl_precursors".to_owned()],
            counterparties: ["US", "MX", "CA"].map(str::to_owned).to_vec(),
            date: "2025-11-10".parse().ok(),
            date_kind: Some(DateKind::Effective),
            quantity: Some(Quantity { value: 13.0, unit: "chemicals".to_owned(), from: None }),
            strength: Strength::Ordered,
            polarity: Polarity::Positive,
        };
        let agencies = AgencyTable::built_in();
        assert_eq!(
            gloss(&record, &agencies),
            "The Ministry of Commerce of China has decided to require an export licence or permit for fentanyl \
             precursors (13 chemicals) going to the United States, Mexico and Canada, from 10 November 2025."
        );
        record.date = None;
        record.counterparties.clear();
        record.quantity = None;
        record.actor = Some("CN+US".to_owned());
        record.strength = Strength::Pledged;
        assert_eq!(
            gloss(&record, &agencies),
            "China and the United States pledge to require an export licence or permit for fentanyl precursors."
        );
        record.strength = Strength::InForce;
        record.actor = Some("US".to_owned());
        record.action_class = Some(ActionClass::TariffTrade);
        record.quantity = Some(Quantity { value: 10.0, unit: "percent".to_owned(), from: Some(20.0) });
        assert_eq!(
            gloss(&record, &agencies),
            "The United States sets a tariff over fentanyl precursors at 10 percent, 20 before."
        );
        record.quantity = Some(Quantity { value: 20_000_000.0, unit: "USD".to_owned(), from: None });
        record.action_class = Some(ActionClass::Funding);
        record.strength = Strength::Pledged;
        assert_eq!(
            gloss(&record, &agencies),
            "The United States pledges to give money or equipment for work on fentanyl precursors (20,000,000 USD)."
        );
    }
}
