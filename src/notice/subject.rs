//! Pure. Events in, the subject out: ASCII, at most 78 characters, event, actor and date never cut.

use super::route::record_of;
use super::words::{act, ascii, country, date_word, heading, loudness, short_actor, short_date};
use crate::model::{AgencyTable, Event, EventKind, Record};

/// RFC 5322 asks for lines of at most 78 characters.
const MOST: usize = 78;

/// The event a mail is named after.
pub(super) fn loudest<'e>(events: &[&'e Event]) -> Option<&'e Event> {
    events.iter().copied().min_by_key(|e| (loudness(e), e.id.clone()))
}

/// The subject of a mail about these events.
pub(super) fn subject(events: &[&Event], agencies: &AgencyTable) -> String {
    let Some(first) = loudest(events) else { return String::new() };
    let more = if events.len() > 1 { format!(" (+{})", events.len() - 1) } else { String::new() };
    let (head, object, tail) = parts(first, agencies);
    let (head, object, tail) = (ascii(&head), ascii(&object), ascii(&tail));
    let tail = if tail.is_empty() { more } else { format!(" - {tail}{more}") };
    let room = MOST.saturating_sub(head.len() + 3 + tail.len());
    let object = shortened(&object, room);
    let object = if object.is_empty() { String::new() } else { format!(" - {object}") };
    let whole = format!("{head}{object}{tail}");
    // Names of actors are bounded by the agency table; a longer one from a watchlist is cut at the end.
    whole.chars().take(MOST).collect()
}

/// The subject uncut.
pub(super) fn headline(event: &Event, agencies: &AgencyTable) -> String {
    let (head, object, tail) = parts(event, agencies);
    [head, object, tail].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" - ")
}

/// Event and actor; object; date.
fn parts(event: &Event, agencies: &AgencyTable) -> (String, String, String) {
    let word = heading(event.kind, event.novelty);
    if event.kind.is_operator() {
        let what = event.failure.map(|f| f.as_str().to_owned()).unwrap_or_default();
        return (format!("[pledgewatch ops] {word}: {}", event.origin.name), what, String::new());
    }
    let Some(record) = record_of(event) else {
        let title = event.moment.title.clone().unwrap_or_else(|| event.moment.url.clone());
        return (format!("{word}: {}", short_actor(Some(&event.origin.agency), agencies)), title, String::new());
    };
    let actor = short_actor(record.actor.as_deref().or(Some(&event.origin.agency)), agencies);
    (format!("{word}: {actor}"), object(record), date(event, record))
}

fn object(record: &Record) -> String {
    let mut text = act(record.action_class).to_owned();
    let things = record.objects.iter().map(|o| o.replace('_', " ")).collect::<Vec<_>>();
    let what = match (&record.quantity, things.first()) {
        (Some(q), Some(thing)) if q.unit == "chemicals" => {
            format!(" for {} {}", q.value, thing.replace("fentanyl ", ""))
        }
        (Some(q), _) if q.from.is_some() => format!(" {} to {} {}", q.from.unwrap_or_default(), q.value, q.unit),
        (Some(q), _) => format!(" {} {}", q.value, q.unit.replace('_', " ")),
        (None, Some(_)) => format!(" on {}", things.join(", ")),
        (None, None) => String::new(),
    };
    text.push_str(&what);
    if !record.counterparties.is_empty() {
        let to: Vec<String> =
            record.counterparties.iter().map(|c| if c.len() == 2 { c.clone() } else { country(c) }).collect();
        text.push_str(&format!(" to {}", to.join("/")));
    }
    text
}

fn date(event: &Event, record: &Record) -> String {
    let told = |r: &Record| r.date.map(|d| format!("{} {}", date_word(r.date_kind), short_date(d)));
    if event.kind == EventKind::DeadlineChanged {
        let before = event.before.as_ref().and_then(|s| s.claim.as_ref()).and_then(|c| c.record.date);
        let after = record.date.map_or_else(|| "no date".to_owned(), short_date);
        return format!("{} to {after}", before.map_or_else(|| "no date".to_owned(), short_date));
    }
    told(record).unwrap_or_default()
}

/// Cut at a word's end, with dots.
fn shortened(text: &str, room: usize) -> String {
    if text.len() <= room {
        return text.to_owned();
    }
    if room < 6 {
        return String::new();
    }
    let cut = &text[..room - 3];
    let end = cut.rfind(' ').filter(|at| *at > room / 2).unwrap_or(cut.len());
    format!("{}...", cut[..end].trim_end_matches([' ', ',', '/']))
}
