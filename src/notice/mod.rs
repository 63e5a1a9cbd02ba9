//! Pure. Events and recipients in; assignments with reasons, and alerts with fixed bytes out.

mod body;
mod change;
mod coverage;
mod digest;
mod facts;
mod html;
mod message;
mod operator;
mod parts;
mod reasons;
mod route;
mod subject;
mod text;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::{AgencyTable, Alert, AlertId, Coverage, Event, EventId, Lang, Recipient, RouteReason, WordPiece};
use message::Draft;
use parts::Part;

pub use digest::{Baseline, baseline, digest, heartbeat, is_immediate};
pub use route::{is_quiet, reading, route};

/// What every mail needs besides its events.
#[derive(Clone)]
pub struct Composing<'a> {
    /// Sender, `Name <address>`.
    pub from: &'a str,
    /// When it is composed: `Date` and the days left count from it.
    pub now: Timestamp,
    /// Names of agencies.
    pub agencies: &'a AgencyTable,
    /// CAS numbers of substances, by their ids.
    pub registry_numbers: &'a BTreeMap<String, String>,
    /// What was read and what was not.
    pub coverage: &'a Coverage,
    /// Message-ID of the first alert about the document, to answer to.
    pub document_thread: Option<String>,
    /// Message-ID of the first alert about the commitment.
    pub commitment_thread: Option<String>,
    /// Why it goes out later than the recipient's lists say, if it does.
    pub put_off: Option<RouteReason>,
    /// Word-level difference of two sentences.
    pub words: fn(&str, &str, Option<Lang>) -> Vec<WordPiece>,
}

/// One mail about the events of one document (reader) or one matter (operator), loudest first; None when `events` is
/// empty or no address of the recipient can be used.
pub fn compose(recipient: &Recipient, events: &[&Event], with: &Composing<'_>) -> Option<Alert> {
    if events.is_empty() {
        return None;
    }
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|e| words::order(e));
    let id = alert_id(recipient, &sorted_ids(events));
    let threads = [&with.document_thread, &with.commitment_thread].into_iter().flatten().cloned();
    let mut threads: Vec<String> = threads.collect();
    threads.dedup();
    message::fit(|limits| Draft {
        id: id.clone(),
        recipient,
        from: with.from,
        now: with.now,
        subject: subject::subject(&sorted, with.agencies),
        parts: body::parts(&sorted, recipient, with, id.as_str(), limits),
        events: &sorted,
        threads: threads.clone(),
    })
}

/// A real, marked test mail.
pub fn test_mail(recipient: &Recipient, with: &Composing<'_>) -> Option<Alert> {
    let now = with.now.to_string();
    message::fit(|limits| {
        let mut parts = vec![
            Part::Lead("TEST: this is a test mail of pledgewatch. Nothing has happened.".to_owned()),
            Part::Text(format!("It was asked for with `pledgewatch alerts test {}`.", recipient.key)),
        ];
        coverage::coverage(&mut parts, with.coverage, limits);
        Draft {
            id: AlertId::derive(&[recipient.key.as_str(), "test", now.as_str()]),
            recipient,
            from: with.from,
            now: with.now,
            subject: "TEST: pledgewatch can reach you".to_owned(),
            parts,
            events: &[],
            threads: Vec::new(),
        }
    })
}

/// What happened in one line: the subject of a mail about it, uncut.
pub fn headline(event: &Event, agencies: &AgencyTable) -> String {
    subject::headline(event, agencies)
}

/// What happened in a sentence: the first one of a mail about it.
pub fn lead(event: &Event) -> String {
    body::lead(event)
}

/// The ids of events, sorted, as an alert's id is derived from.
pub fn sorted_ids(events: &[&Event]) -> Vec<EventId> {
    let mut ids: Vec<EventId> = events.iter().map(|e| e.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn alert_id(recipient: &Recipient, events: &[EventId]) -> AlertId {
    let mut of = vec![recipient.key.as_str()];
    of.extend(events.iter().map(EventId::as_str));
    AlertId::derive(&of)
}
