//! Operator events about the service itself.

use jiff::Timestamp;

use crate::model::{Cause, Event, EventId, EventKind, Moment, Origin, SourceType, Window, sha256_hex};

/// The watchlist was changed to one that cannot be used; one event per wording of the problems.
pub fn config_error(problems: &str, now: Timestamp) -> Event {
    let kind = EventKind::ConfigError;
    let hash = sha256_hex(problems.as_bytes());
    let name = "watchlist".to_owned();
    Event {
        id: EventId::derive(&[kind.as_str(), hash.as_str()]),
        kind,
        novelty: None,
        reason: "reload_refused".to_owned(),
        cause: Cause::Clock,
        at: now,
        topic: None,
        commitment: None,
        origin: Origin {
            watch: "watchlist".to_owned(),
            name: name.clone(),
            agency: String::new(),
            language: None,
            zone: "UTC".to_owned(),
        },
        moment: Moment {
            url: String::new(),
            title: Some(name),
            published: None,
            lang: None,
            source_type: SourceType::Other,
            fetched_at: now,
            status: 0,
            page_hash: String::new(),
            text_hash: String::new(),
            primary: true,
        },
        before: None,
        after: None,
        window: Window::default(),
        others: Vec::new(),
        related: Vec::new(),
        unknown: Vec::new(),
        detail: Some(format!("The watchlist was not reloaded; the one before stays in force.\n\n{problems}")),
        failure: None,
    }
}
