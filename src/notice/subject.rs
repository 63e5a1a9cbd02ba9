//! Pure. Events in, the subject out: ASCII, at most 78 characters, the object cut first, never event, actor or date.

use super::route::{record_of, was};
use super::words::{act, amount, ascii, date_word, firmness, heading, number, order, short_actor, short_date};
use crate::model::{ActionClass, AgencyTable, Event, EventKind, Record, Strength};

/// RFC 5322 asks for lines of at most 78 characters.
pub(super) const MOST: usize = 78;
/// An actor's short name may take so much when nothing else can be cut; names from a watchlist can be longer.
const ACTOR: usize = 24;

/// The event a mail is named after.
pub(super) fn loudest<'e>(events: &[&'e Event]) -> Option<&'e Event> {
    events.iter().copied().min_by_key(|e| order(e))
}

/// The subject of a mail about these events.
pub(super) fn subject(events: &[&Event], agencies: &AgencyTable) -> String {
    let Some(first) = loudest(events) else { return String::new() };
    let more = if events.len() > 1 { format!(" (+{})", events.len() - 1) } else { String::new() };
    let Line { event, actor, object, date } = line(first, agencies);
    let (actor, object, date) = (ascii(&actor), ascii(&object), ascii(&date));
    let date = if date.is_empty() { String::new() } else { format!(" - {date}") };
    let fixed = event.len() + date.len() + more.len();
    let actor = shortened(&actor, MOST.saturating_sub(fixed).max(ACTOR));
    let object = shortened(&object, MOST.saturating_sub(fixed + actor.len() + 3));
    let object = if object.is_empty() { String::new() } else { format!(" - {object}") };
    format!("{event}{actor}{object}{date}{more}")
}

/// The subject uncut.
pub(super) fn headline(event: &Event, agencies: &AgencyTable) -> String {
    let Line { event, actor, object, date } = line(event, agencies);
    let rest = [object, date].into_iter().filter(|p| !p.is_empty());
    std::iter::once(format!("{event}{actor}")).chain(rest).collect::<Vec<_>>().join(" - ")
}

/// What a subject is put together from.
struct Line {
    /// `WEAKER: `
    event: String,
    actor: String,
    object: String,
    date: String,
}

fn line(event: &Event, agencies: &AgencyTable) -> Line {
    let word = heading(event.kind, event.novelty);
    if event.kind.is_operator() {
        return operator(event, word);
    }
    let doubt = if is_unconfirmed(event) { "?" } else { "" };
    let head = format!("{word}{doubt}: ");
    let agency = Some(event.origin.agency.as_str());
    let Some(record) = record_of(event) else {
        let title = event.moment.title.as_deref().and_then(plain);
        let object = title.unwrap_or_else(|| event.moment.url.clone());
        return Line { event: head, actor: short_actor(agency, agencies), object, date: String::new() };
    };
    let actor = short_actor(record.actor.as_deref().or(agency), agencies);
    Line { event: head, actor, object: object(event, record, agencies), date: date(event, record) }
}

/// The watch and the reason; where no watch is concerned, what the service says of itself.
fn operator(event: &Event, word: &str) -> Line {
    let (head, date) = (format!("[pledgewatch ops] {word}: "), String::new());
    if event.origin.agency.is_empty() {
        let said = event.detail.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
        return Line {
            event: head,
            actor: plain(said).unwrap_or_else(|| event.origin.name.clone()),
            object: String::new(),
            date,
        };
    }
    let object = event.failure.map(|f| f.as_str().replace('_', " ")).unwrap_or_default();
    let actor = plain(&event.origin.name).unwrap_or_else(|| event.origin.watch.clone());
    Line { event: head, actor, object, date }
}

/// A loss of words or firmness that no second reading confirmed.
pub(super) fn is_unconfirmed(event: &Event) -> bool {
    matches!(event.kind, EventKind::Removed | EventKind::Weakened) && event.window.confirmed_at.is_none()
}

/// Text whose letters survive in ASCII; None when most of it would be lost.
fn plain(text: &str) -> Option<String> {
    let kept = ascii(text);
    let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).count();
    (letters(&kept) > 0 && letters(&kept) * 2 >= letters(text)).then_some(kept)
}

fn object(event: &Event, record: &Record, agencies: &AgencyTable) -> String {
    let what = what(event, record, agencies);
    // What moved comes first, so that a cut takes the rest.
    let moved = match (event.kind, was(event)) {
        (EventKind::Weakened | EventKind::Strengthened, Some(old)) if old.strength != record.strength => {
            format!("{} to {}, ", short_firmness(old.strength), short_firmness(record.strength))
        }
        (EventKind::QuantityChanged, Some(old)) => {
            let old = old.quantity.as_ref().map_or_else(|| "none".to_owned(), |q| number(q.value));
            let new = record.quantity.as_ref().map_or_else(|| "none".to_owned(), amount);
            format!("{old} to {new}, ")
        }
        _ => String::new(),
    };
    format!("{moved}{what}")
}

fn what(event: &Event, record: &Record, agencies: &AgencyTable) -> String {
    let things: Vec<String> = record.objects.iter().map(|o| o.replace('_', " ")).collect();
    let number_told = event.kind == EventKind::QuantityChanged;
    let mut text = short_act(record.action_class).to_owned();
    match (record.quantity.as_ref().filter(|_| !number_told), things.first()) {
        (Some(q), Some(thing)) if q.unit == "chemicals" => {
            text.push_str(&format!(" for {} {}", number(q.value), thing.replace("fentanyl ", "")));
        }
        (Some(q), _) => match q.from {
            Some(from) => text.push_str(&format!(" {} to {} {}", number(from), number(q.value), q.unit)),
            None => text.push_str(&format!(" {}", amount(q))),
        },
        (None, Some(_)) => text.push_str(&format!(" on {}", things.join(", "))),
        (None, None) => {}
    }
    if !record.counterparties.is_empty() {
        let short = |c: &String| if c.len() == 2 { c.clone() } else { short_actor(Some(c), agencies) };
        let to: Vec<String> = record.counterparties.iter().map(short).collect();
        let toward = match record.action_class {
            Some(ActionClass::Cooperation | ActionClass::InfoSharing) => "with",
            Some(ActionClass::TariffTrade | ActionClass::Sanctions) => "on",
            _ => "to",
        };
        text.push_str(&format!(" {toward} {}", to.join("/")));
    }
    text
}

/// One word where the mail has room for more.
fn short_act(class: Option<ActionClass>) -> &'static str {
    match class {
        Some(ActionClass::InfoSharing) => "info sharing",
        Some(ActionClass::TreatmentHealth) => "treatment",
        Some(ActionClass::MonitoringReport) => "reporting duty",
        Some(ActionClass::Institution) => "new body",
        None => "act",
        other => act(other),
    }
}

fn short_firmness(strength: Strength) -> &'static str {
    match strength {
        Strength::Considers => "considered",
        Strength::Calls => "asked",
        other => firmness(other),
    }
}

fn date(event: &Event, record: &Record) -> String {
    if event.kind == EventKind::DeadlineChanged {
        let before = was(event).and_then(|r| r.date).map_or_else(|| "no date".to_owned(), short_date);
        let after = record.date.map_or_else(|| "no date".to_owned(), short_date);
        return format!("{before} to {after}");
    }
    record.date.map(|d| format!("{} {}", date_word(record.date_kind), short_date(d))).unwrap_or_default()
}

/// ASCII text cut at a word's end, with dots; nothing when there is no room for anything that tells.
fn shortened(text: &str, room: usize) -> String {
    if text.len() <= room {
        return text.to_owned();
    }
    if room < 6 {
        return String::new();
    }
    let cut = &text[..room - 3];
    let end = cut.rfind(' ').filter(|at| *at > room / 2).unwrap_or(cut.len());
    let mut kept = cut[..end].trim_end_matches([' ', ',', '/']);
    // A word that only leads to what was cut tells nothing.
    for leading in [" on", " to", " with", " for"] {
        kept = kept.strip_suffix(leading).unwrap_or(kept);
    }
    format!("{kept}...")
}
