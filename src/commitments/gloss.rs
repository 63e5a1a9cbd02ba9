//! Pure. A Record in, one plain English sentence out that says no more than the record holds.

use crate::model::{ActionClass, AgencyTable, DateKind, PartialDate, Polarity, Record, Strength};

/// One English sentence from the record alone.
pub fn gloss(record: &Record, agencies: &AgencyTable) -> String {
    let mut text = record.actor.as_deref().map_or_else(|| "A body not named".to_owned(), |id| name(id, agencies));
    text.push(' ');
    text.push_str(verb(record));
    text.push(' ');
    text.push_str(thing(record.action_class));
    if let Some(whom) = record.binds.as_deref().filter(|_| record.strength >= Strength::Ordered) {
        text.push_str(&format!(" binding {}", whom.replace('_', " ")));
    }
    text.push_str(&about(record));
    if !record.counterparties.is_empty() {
        let named: Vec<String> = record.counterparties.iter().map(|id| name(id, agencies)).collect();
        text.push_str(&format!(", {} {}", toward(record.action_class), list(&named)));
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

/// The verb, in the plural for a joint act.
fn verb(record: &Record) -> &'static str {
    let joint = record.actor.as_deref().is_some_and(|actor| actor.contains('+'));
    let (one, many) = match (record.polarity, record.strength) {
        (Polarity::Denial, _) => ("denies having promised", "deny having promised"),
        (Polarity::Withdrawal, Strength::Intends) => ("plans to withdraw", "plan to withdraw"),
        (Polarity::Withdrawal, _) => ("withdraws", "withdraw"),
        (_, Strength::None) => ("mentions", "mention"),
        (_, Strength::Considers) => ("is considering", "are considering"),
        (_, Strength::Calls) => ("asks others for", "ask others for"),
        (_, Strength::Intends) => ("plans", "plan"),
        (_, Strength::Pledged) => ("pledges", "pledge"),
        (_, Strength::Ordered) => ("orders", "order"),
        (_, Strength::InForce) => ("has in force", "have in force"),
    };
    if joint { many } else { one }
}

fn thing(class: Option<ActionClass>) -> &'static str {
    match class {
        Some(ActionClass::ScheduleControl) => "a control listing or ban",
        Some(ActionClass::ExportLicence) => "an export licence or permit requirement",
        Some(ActionClass::Enforcement) => "enforcement action",
        Some(ActionClass::Sanctions) => "sanctions",
        Some(ActionClass::Cooperation) => "cooperation",
        Some(ActionClass::InfoSharing) => "sharing of information",
        Some(ActionClass::TariffTrade) => "a tariff or trade measure",
        Some(ActionClass::TreatmentHealth) => "a treatment or prevention measure",
        Some(ActionClass::Legislation) => "legislation",
        Some(ActionClass::Funding) => "funding",
        Some(ActionClass::MonitoringReport) => "a duty to record, verify or report",
        Some(ActionClass::Institution) => "a new post, unit or body",
        None => "an act not further specified",
    }
}

fn toward(class: Option<ActionClass>) -> &'static str {
    match class {
        Some(ActionClass::ExportLicence | ActionClass::ScheduleControl | ActionClass::MonitoringReport) => "concerning",
        Some(ActionClass::Cooperation | ActionClass::InfoSharing) => "with",
        _ => "towards",
    }
}

/// Number and objects: "for 13 chemicals (fentanyl precursors)".
fn about(record: &Record) -> String {
    let objects: Vec<String> = record.objects.iter().map(|id| id.replace('_', " ")).collect();
    let amount = record.quantity.as_ref().map(|quantity| match quantity.from {
        Some(from) => format!(" from {from} to {} {}", quantity.value, quantity.unit),
        None => format!(" of {} {}", quantity.value, quantity.unit),
    });
    match (amount, objects.is_empty()) {
        (Some(amount), true) => amount,
        (Some(amount), false) => format!("{amount} ({})", list(&objects)),
        (None, true) => String::new(),
        (None, false) => format!(" on {}", list(&objects)),
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
        return agency.name.clone();
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
            "Ministry of Commerce of China orders an export licence or permit requirement binding exporters of 13 \
             chemicals (fentanyl precursors), concerning the United States, Mexico and Canada, from 10 November 2025."
        );
        record.date = None;
        record.counterparties.clear();
        record.quantity = None;
        record.actor = Some("CN+US".to_owned());
        record.strength = Strength::Pledged;
        assert_eq!(
            gloss(&record, &agencies),
            "China and the United States pledge an export licence or permit requirement on fentanyl precursors."
        );
    }
}
