//! Pure. An event in; its wording before and after, what differs in plain words, and between which readings, out.

use jiff::Timestamp;

use super::Composing;
use super::parts::{Limits, Part, Quote, Wording, quote, side, tag};
use super::words::{amount, cut, firmness, full_name, instants, long_date, one_line};
use crate::model::{Claim, Event, EventKind, Lang, Polarity, Quantity, Recipient, Record, Side, WordChange, WordPiece};

/// Before and after for changes, the glossed original for the rest.
pub(super) fn wording(all: &mut Vec<Part>, event: &Event, with: &Composing<'_>, limits: &Limits) {
    let lang = event.moment.lang;
    let shown = |text: &str| cut(&one_line(text), limits.sentence);
    match (&event.before, &event.after) {
        (Some(before), Some(after)) if !before.quote.is_empty() => {
            let pieces = (with.words)(&shown(&before.quote), &shown(&after.quote), lang);
            let part = |label, gone| Part::Wording(Wording { label, pieces: side(&pieces, gone), lang: tag(lang) });
            all.push(part("Before", WordChange::Added));
            all.push(part("After", WordChange::Struck));
            all.push(Part::Text(format!("Changed: {}", changed(event, with))));
        }
        (Some(before), None) => {
            let struck = WordPiece { change: WordChange::Struck, text: shown(&before.quote) };
            all.push(Part::Wording(Wording { label: "Before", pieces: vec![struck], lang: tag(lang) }));
            all.push(Part::Text("Changed: the sentence is not on the page any more.".to_owned()));
        }
        (_, Some(after)) => all.push(Part::Quote(original(after, lang, with, limits))),
        (None, None) => {}
    }
}

/// The sentence in the original; a very long one is cut, its cues then told without their place.
fn original(side: &Side, lang: Option<Lang>, with: &Composing<'_>, limits: &Limits) -> Quote {
    match side.claim.as_ref().filter(|c| c.quote.chars().count() <= limits.sentence) {
        Some(claim) => quote(claim, lang, with.agencies),
        None => {
            super::parts::Quote { runs: vec![(cut(&one_line(&side.quote), limits.sentence), None)], lang: tag(lang) }
        }
    }
}

fn claims(event: &Event) -> Option<(&Claim, &Claim)> {
    Some((event.before.as_ref()?.claim.as_ref()?, event.after.as_ref()?.claim.as_ref()?))
}

/// Date or number before and after, for the sentence that leads.
pub(super) fn moved(event: &Event) -> Option<(String, String)> {
    let (old, new) = claims(event)?;
    let (old, new) = (&old.record, &new.record);
    let none = || "none".to_owned();
    match event.kind {
        EventKind::DeadlineChanged => {
            Some((old.date.map_or_else(none, long_date), new.date.map_or_else(none, long_date)))
        }
        EventKind::QuantityChanged => {
            let told = |q: &Option<Quantity>| q.as_ref().map_or_else(none, amount);
            Some((told(&old.quantity), told(&new.quantity)))
        }
        _ => None,
    }
}

/// What differs, field by field, in words.
fn changed(event: &Event, with: &Composing<'_>) -> String {
    let Some((old, new)) = claims(event) else {
        return "only the words.".to_owned();
    };
    let all = fields(&old.record, &new.record, with);
    if all.is_empty() { "only the words.".to_owned() } else { format!("{}.", all.join("; ")) }
}

fn fields(a: &Record, b: &Record, with: &Composing<'_>) -> Vec<String> {
    let mut all = Vec::new();
    let mut push = |label: &str, old: String, new: String| {
        if old != new {
            all.push(format!("{label}: {} → {}", one_line(&old), one_line(&new)));
        }
    };
    let none = || "none".to_owned();
    push("firmness", firmness(a.strength).to_owned(), firmness(b.strength).to_owned());
    push("date", a.date.map_or_else(none, long_date), b.date.map_or_else(none, long_date));
    let number = |q: &Option<Quantity>| q.as_ref().map_or_else(none, amount);
    push("number", number(&a.quantity), number(&b.quantity));
    let list = |v: &[String]| if v.is_empty() { none() } else { cut(&v.join(", "), 300) };
    let names = |v: &[String]| list(&v.iter().map(|id| full_name(id, with.agencies)).collect::<Vec<_>>());
    push("countries", names(&a.counterparties), names(&b.counterparties));
    let things = |v: &[String]| list(&v.iter().map(|o| o.replace('_', " ")).collect::<Vec<_>>());
    push("objects", things(&a.objects), things(&b.objects));
    let stance = |p: Polarity| {
        match p {
            Polarity::Positive => "promised",
            Polarity::Withdrawal => "taken back",
            Polarity::Denial => "denied",
        }
        .to_owned()
    };
    push("stance", stance(a.polarity), stance(b.polarity));
    all
}

/// Between which readings it happened, in one sentence.
pub(super) fn window(all: &mut Vec<Part>, event: &Event, recipient: &Recipient) {
    let at = |t: Timestamp| instants(t, "UTC", &recipient.timezone);
    let window = &event.window;
    if event.kind == EventKind::New && window.old_until.is_none() {
        // The table says when it was first seen.
        return;
    }
    let clock = matches!(event.kind, EventKind::TakesEffect | EventKind::CommentsClose | EventKind::Overdue);
    let (until, from) = match (&event.before, &event.after) {
        _ if clock => ("Last read", "read"),
        (Some(_), Some(_)) => ("Old wording read until", "the new from"),
        (Some(_), None) => ("Sentence read until", "missing from"),
        (None, Some(_)) => ("Page read without it until", "with it from"),
        (None, None) => ("Page read until", "not read from"),
    };
    let mut told = Vec::new();
    if let Some(old) = window.old_until {
        let times = match window.old_reads {
            0 => String::new(),
            1 => " (1 reading)".to_owned(),
            n => format!(" ({n} readings)"),
        };
        told.push(format!("{until} {}{times}", at(old)));
    }
    told.extend(window.new_from.map(|t| format!("{from} {}", at(t))));
    told.extend(window.confirmed_at.map(|t| format!("confirmed by another reading {}", at(t))));
    let mut text = told.join("; ");
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
        all.push(Part::Small(format!("{text}.")));
    }
}
