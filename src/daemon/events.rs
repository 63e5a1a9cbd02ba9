//! Operator events about the service itself and about watches that are silent.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::Watch;
use crate::model::{Cause, Event, EventKind, Origin, Window, sha256_hex};
use crate::schedule::duration_in_words;
use crate::store::WatchState;

/// The watchlist was changed to one that cannot be used; one event a day per wording of the problems.
pub fn config_error(problems: &str, now: Timestamp) -> Event {
    let name = "watchlist".to_owned();
    let origin = Origin { watch: name.clone(), name, agency: String::new(), language: None, zone: "UTC".to_owned() };
    let (hash, day) = (sha256_hex(problems.as_bytes()), now.to_zoned(TimeZone::UTC).date().to_string());
    let mut event = event(EventKind::ConfigError, "reload_refused", &[&hash, &day], origin, "", now);
    event.detail = Some(format!("The watchlist was not reloaded; the one before stays in force.\n\n{problems}"));
    event
}

/// A page was to be read at `planned` and was not. One event per last good check.
pub(super) fn overdue(watch: &Watch, state: &WatchState, planned: Timestamp, now: Timestamp) -> Event {
    let since = planned.to_string();
    let parts = [watch.origin.watch.as_str(), since.as_str()];
    let kind = EventKind::WatchOverdue;
    let mut event = event(kind, "not_read_in_time", &parts, watch.origin.clone(), watch.url.as_str(), now);
    event.window = Window { old_until: state.last_good, new_from: Some(planned), ..Window::default() };
    event.failure = state.reason;
    let next = match state.next_due {
        Some(due) if due > now => format!("The next check is due at {}.", minute(due)),
        Some(due) => format!("A check has been due since {} and was not finished; the log says why.", minute(due)),
        None => "No further check is planned.".to_owned(),
    };
    event.detail = Some(format!(
        "By its schedule ({}) this page was to be read at {}, and it has not been read since. {next}",
        watch.plan.describe(),
        minute(planned)
    ));
    event
}

/// Nothing new has appeared since `since`, longer than `limit`. One event per silence.
pub(super) fn quiet(watch: &Watch, state: &WatchState, (since, limit): (Timestamp, Duration), now: Timestamp) -> Event {
    let began = since.to_string();
    let parts = [watch.origin.watch.as_str(), began.as_str()];
    let kind = EventKind::WatchQuiet;
    let mut event = event(kind, "nothing_new", &parts, watch.origin.clone(), watch.url.as_str(), now);
    event.window = Window { old_until: state.last_good, new_from: Some(since), ..Window::default() };
    let measure = if watch.quiet_after.is_some() { "quiet_after" } else { "three times its longest pause so far" };
    event.detail = Some(format!(
        "The page is read, but nothing new has appeared on it since {}. That is longer than {measure} ({}). It may have \
         moved: look at it, and change its url in the watchlist if it has.",
        minute(since),
        duration_in_words(limit)
    ));
    event
}

fn minute(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

fn event(kind: EventKind, reason: &str, parts: &[&str], origin: Origin, url: &str, now: Timestamp) -> Event {
    let mut id = vec![kind.as_str()];
    id.extend(parts);
    let mut event = Event::operator(kind, reason, &id, Cause::Clock, origin, now);
    url.clone_into(&mut event.moment.url);
    event
}
