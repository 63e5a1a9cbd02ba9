//! Pure. An event in; the table of who, what, to whom, from when, how firmly, by which source, out.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Composing;
use super::route::{claim_of, was};
use super::words::{act, amount, date_word, firmness, full_name, instants, long_date, one_line};
use crate::model::{BUILT_IN_TOPIC, Event, EventKind, Lang, PartialDate, Recipient, Record, TopicBy};

type Rows = Vec<(String, String)>;

fn row(rows: &mut Rows, label: &str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        rows.push((label.to_owned(), value));
    }
}

/// What the record says.
pub(super) fn of_record(event: &Event, record: &Record, with: &Composing<'_>) -> Rows {
    let names = |ids: &[String]| ids.iter().map(|id| full_name(id, with.agencies)).collect::<Vec<_>>().join(", ");
    let mut rows = Rows::new();
    let who = match (record.issuers.is_empty(), record.actor.as_deref()) {
        (false, _) => names(&record.issuers),
        (true, Some(actor)) => full_name(actor, with.agencies),
        (true, None) => "not named".to_owned(),
    };
    row(&mut rows, "Who", &who);
    let binds = record.binds.as_deref().map(|whom| format!("; binds {}", whom.replace('_', " ")));
    row(&mut rows, "Kind", &format!("{}{}", act(record.action_class), binds.unwrap_or_default()));
    row(&mut rows, "Countries", &names(&record.counterparties));
    row(&mut rows, "Objects", &objects(event, record, with));
    // A reader of the built-in topic alone needs no word of it.
    let topic = event.topic.as_deref().filter(|topic| *topic != BUILT_IN_TOPIC);
    row(&mut rows, "Topic", topic.unwrap_or_default());
    if let Some(date) = record.date {
        let told = format!("{} {}{}", date_word(record.date_kind), long_date(date), days_left(event, date, with.now));
        row(&mut rows, "Date", &told);
    }
    let confidence = claim_of(event).map(|c| format!(" (confidence {:.0}%)", c.confidence * 100.0));
    row(&mut rows, "Firmness", &format!("{}{}", moved(event, record), confidence.unwrap_or_default()));
    rows
}

/// Where and when it was read.
pub(super) fn of_source(event: &Event, recipient: &Recipient) -> Rows {
    let mut rows = Rows::new();
    let clock = matches!(event.kind, EventKind::TakesEffect | EventKind::CommentsClose | EventKind::Overdue);
    let language = event.moment.lang.map(|l| format!(" · {}", language(l))).unwrap_or_default();
    let primary = match event.moment.primary {
        // The calendar knows the entry, not the settings of the watch it was read by.
        _ if clock => "",
        true if is_of_actor(event) => " · its own page",
        true => "",
        false => " · not its own page",
    };
    row(&mut rows, "Source", &format!("{}{language}{primary}", event.origin.name));
    let published = event.moment.published.map_or_else(|| "the page states no date".to_owned(), long_date);
    if event.kind != EventKind::PageGone || event.moment.published.is_some() {
        row(&mut rows, "Published", &published);
    }
    let label = match event.kind {
        EventKind::New => "First seen",
        EventKind::PageGone => "Last check",
        _ if clock => "Last read",
        _ => "Read",
    };
    row(&mut rows, label, &instants(event.moment.fetched_at, &event.origin.zone, &recipient.timezone));
    rows
}

/// Whether the page belongs to who is bound: the body itself, or a body of the same country when only that is named.
fn is_of_actor(event: &Event) -> bool {
    let Some(record) = super::route::record_of(event) else { return true };
    let agency = event.origin.agency.as_str();
    let country = agency.split(':').next().unwrap_or_default();
    let mut actors = record.actor.iter().chain(&record.issuers).flat_map(|a| a.split('+'));
    record.actor.is_none() || actors.any(|actor| actor == agency || actor == country)
}

/// `13 chemicals: fentanyl precursors; list not read`, `4-ANPP (CAS 21409-26-7)`.
fn objects(event: &Event, record: &Record, with: &Composing<'_>) -> String {
    // A notice on precursors as a class need not name fentanyl: the mail says no more than it does.
    let by_class = claim_of(event).is_some_and(|c| c.topic_by == Some(TopicBy::PrecursorClass));
    let name = |o: &String| match o.as_str() {
        class if by_class && class.ends_with("_precursors") => "precursor chemicals".to_owned(),
        other => match with.registry_numbers.get(other) {
            Some(number) => format!("{} (CAS {number})", other.replace('_', " ")),
            None => other.replace('_', " "),
        },
    };
    let things = record.objects.iter().map(name).collect::<Vec<_>>().join(", ");
    let told = match (&record.quantity, things.is_empty()) {
        (Some(quantity), true) => amount(quantity),
        (Some(quantity), false) => format!("{}: {things}", amount(quantity)),
        (None, _) => things,
    };
    match list_unread(event, record) {
        Some(files) => format!("{told}; the list is an annex that was not read: {files}"),
        None => told,
    }
}

/// Names of unread attachments, when the page counts more things than it names.
fn list_unread(event: &Event, record: &Record) -> Option<String> {
    let more = record.quantity.as_ref().is_some_and(|q| q.value > record.objects.len() as f64);
    // Of many files any may hold the list; all are named further down.
    let first = event.unread.first().filter(|_| more)?;
    Some(match event.unread.len() {
        1 => first.clone(),
        n => format!("{first} or one of {} others", n - 1),
    })
}

fn moved(event: &Event, record: &Record) -> String {
    match was(event) {
        Some(old) if old.strength != record.strength => {
            format!("{} → {}", firmness(old.strength), firmness(record.strength))
        }
        _ => firmness(record.strength).to_owned(),
    }
}

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "English",
        Lang::Zh => "Chinese",
        Lang::Es => "Spanish",
        Lang::Fr => "French",
    }
}

/// Days to a date, counted in the source's zone.
fn days_left(event: &Event, date: PartialDate, now: Timestamp) -> String {
    let zone = TimeZone::get(&event.origin.zone).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    let until = |day: jiff::civil::Date| today.until(day).map_or(0, |span| span.get_days());
    let (begins, ends) = (until(date.first_day()), until(date.last_day()));
    if date.parts().2.is_none() {
        // Days to a month or a year would be counted from nowhere.
        return String::new();
    }
    match (begins, ends) {
        (0, 0) => " (today)".to_owned(),
        (1, _) => " (tomorrow)".to_owned(),
        (days, _) if days > 1 => format!(" (in {days} days)"),
        (_, -1) => " (yesterday)".to_owned(),
        (_, days) if days < 0 => format!(" ({} days ago)", -days),
        (_, days) => format!(" (now; {days} days left of it)"),
    }
}
