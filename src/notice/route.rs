//! Pure. Events and recipients in; one assignment per pair, with its reason, out.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil::Time};

use crate::model::{
    ActionClass, Assignment, Cause, Claim, Disposition, Event, EventKind, Novelty, Recipient, Record, Role,
    RouteReason, Strength,
};

/// Told at once when a recipient names no list of their own.
fn is_built_in_now(kind: EventKind, novelty: Option<Novelty>) -> bool {
    use EventKind as K;
    match kind {
        K::New => novelty == Some(Novelty::Announced),
        K::Strengthened
        | K::Weakened
        | K::Withdrawn
        | K::Removed
        | K::PageGone
        | K::DeadlineChanged
        | K::QuantityChanged
        | K::ScopeChanged
        | K::TakesEffect
        | K::Correction => true,
        _ => kind.is_operator(),
    }
}

/// When a recipient hears of events of a kind, by their own lists or the built-in reading, and why.
pub fn reading(recipient: &Recipient, kind: EventKind, novelty: Option<Novelty>) -> (Disposition, RouteReason) {
    if kind.is_operator() {
        return match recipient.role {
            Role::Operator => (Disposition::Now, RouteReason::Operator),
            Role::Reader => (Disposition::Never, RouteReason::NotNotified),
        };
    }
    let listed = |list: &Option<Vec<String>>| list.as_ref().map(|l| l.iter().any(|p| matches(p, kind, novelty)));
    let built_in = is_built_in_now(kind, novelty);
    match (listed(&recipient.now), listed(&recipient.digest)) {
        (Some(true), _) => (Disposition::Now, RouteReason::ListedNow),
        (None, _) if built_in => (Disposition::Now, RouteReason::BuiltInNow),
        (_, Some(true)) => (Disposition::Digest, RouteReason::ListedDigest),
        (_, None) => (Disposition::Digest, RouteReason::BuiltInDigest),
        (_, Some(false)) => (Disposition::Never, RouteReason::NotListed),
    }
}

/// `*`, `kind` or `kind:novelty`.
fn matches(pattern: &str, kind: EventKind, novelty: Option<Novelty>) -> bool {
    match pattern.split_once(':') {
        Some((name, new)) => name == kind.as_str() && novelty.is_some_and(|n| n.as_str() == new),
        None => pattern == "*" || pattern == kind.as_str(),
    }
}

/// Who hears of each event and when; one assignment per event × recipient, `never` included. Reader events go to the
/// recipients named in `notify`, operator events to every operator. What quiet hours hold goes out when they end.
pub fn route(events: &[Event], recipients: &[Recipient], notify: &[String], now: Timestamp) -> Vec<Assignment> {
    let mut all = Vec::with_capacity(events.len() * recipients.len());
    for event in events {
        for recipient in recipients {
            let (disposition, reason) = one(event, recipient, notify, now);
            let (event, recipient) = (event.id.clone(), recipient.key.clone());
            all.push(Assignment { event, recipient, disposition, reason });
        }
    }
    all
}

fn one(event: &Event, recipient: &Recipient, notify: &[String], now: Timestamp) -> (Disposition, RouteReason) {
    if event.kind.is_operator() {
        return reading(recipient, event.kind, event.novelty);
    }
    if !notify.contains(&recipient.key) {
        return (Disposition::Never, RouteReason::NotNotified);
    }
    if !admitted(event, recipient) {
        return (Disposition::Never, RouteReason::FilteredOut);
    }
    let (disposition, reason) = reading(recipient, event.kind, event.novelty);
    if disposition == Disposition::Never {
        return (disposition, reason);
    }
    if event.cause == Cause::Upgrade {
        return (Disposition::Digest, RouteReason::Rereading);
    }
    if disposition == Disposition::Now && is_quiet(recipient, now) && !is_loud(event, recipient, now) {
        return (Disposition::Held, RouteReason::QuietHours);
    }
    (disposition, reason)
}

/// The record an event is about: after the change, else before it.
pub(super) fn record_of(event: &Event) -> Option<&Record> {
    claim_of(event).map(|claim| &claim.record)
}

/// The claim an event is about: after the change, else before it.
pub(super) fn claim_of(event: &Event) -> Option<&Claim> {
    let side = event.after.as_ref().and_then(|s| s.claim.as_ref());
    side.or_else(|| event.before.as_ref().and_then(|s| s.claim.as_ref()))
}

/// The record before a change.
pub(super) fn was(event: &Event) -> Option<&Record> {
    event.before.as_ref().and_then(|s| s.claim.as_ref()).map(|claim| &claim.record)
}

/// Whether every `only` filter lets the event pass. What an event does not tell (a page that is gone has no record, only
/// the agency it belonged to) keeps nobody from hearing of it.
fn admitted(event: &Event, recipient: &Recipient) -> bool {
    let record = record_of(event);
    recipient.only.iter().all(|(key, patterns)| {
        let any = |found: &[&str]| {
            patterns.is_empty() || found.is_empty() || found.iter().any(|f| patterns.iter().any(|p| fits(p, f)))
        };
        match key.as_str() {
            "strength" => record.is_none_or(|r| patterns.iter().any(|p| firm_enough(p, event, r.strength))),
            "actor" => any(&actors(event, record)),
            "class" => any(&record.and_then(|r| r.action_class).map(|c| c.as_str()).into_iter().collect::<Vec<_>>()),
            "topic" => any(&event.topic.as_deref().into_iter().collect::<Vec<_>>()),
            "watch" => any(&[event.origin.watch.as_str()]),
            "language" => any(&event.moment.lang.map(|l| l.as_str()).into_iter().collect::<Vec<_>>()),
            _ => true,
        }
    })
}

/// Who acts; where that is not known, whose page it is.
fn actors<'e>(event: &'e Event, record: Option<&'e Record>) -> Vec<&'e str> {
    let named = record.into_iter().flat_map(|r| r.actor.iter().chain(&r.issuers)).flat_map(|a| a.split('+'));
    let named: Vec<&str> = named.collect();
    if named.is_empty() { vec![event.origin.agency.as_str()] } else { named }
}

/// The word itself, or with `*` how it begins; `CN:*` is every body of China and its government as such.
fn fits(pattern: &str, found: &str) -> bool {
    pattern == found
        || pattern
            .strip_suffix('*')
            .is_some_and(|head| found.starts_with(head) || head.strip_suffix(':') == Some(found))
}

/// `">= intends"`, `"< pledged"`, `"intends"`. A fall is judged by what it fell from.
fn firm_enough(pattern: &str, event: &Event, now: Strength) -> bool {
    let found = was(event).map_or(now, |before| before.strength.max(now));
    let word = pattern.trim_start_matches(['<', '>', '=', ' ']).trim();
    // The watchlist was checked; a word that is none lets everything pass rather than silence it.
    let Ok(wanted) = word.parse::<Strength>() else { return true };
    match pattern.trim_end_matches(word).trim() {
        ">=" => found >= wanted,
        "<=" => found <= wanted,
        ">" => found > wanted,
        "<" => found < wanted,
        _ => found == wanted,
    }
}

/// Whether the recipient's quiet hours hold immediate mail now.
pub fn is_quiet(recipient: &Recipient, now: Timestamp) -> bool {
    let Some((from, to)) = recipient.quiet.as_deref().and_then(|q| q.split_once('-')) else { return false };
    let (Ok(from), Ok(to)) = (clock(from), clock(to)) else { return false };
    let zone = TimeZone::get(&recipient.timezone).unwrap_or(TimeZone::UTC);
    let time = now.to_zoned(zone).time();
    if from <= to { from <= time && time < to } else { time >= from || time < to }
}

fn clock(text: &str) -> Result<Time, jiff::Error> {
    Time::strptime("%H:%M", text.trim())
}

/// What breaks through quiet hours: the own list, else withdrawals, removals, and hard measures in force within 3 days.
fn is_loud(event: &Event, recipient: &Recipient, now: Timestamp) -> bool {
    if let Some(own) = &recipient.loud {
        return own.iter().any(|p| matches(p, event.kind, event.novelty));
    }
    if matches!(event.kind, EventKind::Withdrawn | EventKind::Removed) {
        return true;
    }
    let hard = |class| {
        use ActionClass as A;
        matches!(class, Some(A::ExportLicence | A::ScheduleControl | A::Sanctions | A::TariffTrade))
    };
    let zone = TimeZone::get(&event.origin.zone).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    let near = |date: jiff::civil::Date| today.until(date).is_ok_and(|span| (-3..=3).contains(&span.get_days()));
    record_of(event).is_some_and(|r| hard(r.action_class) && r.date.is_some_and(|d| near(d.first_day())))
}
