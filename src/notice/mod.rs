//! Pure. Events and recipients in; assignments with reasons, and alerts with fixed bytes out.

use jiff::Timestamp;

use crate::model::{
    AgencyTable, Alert, Assignment, Coverage, Disposition, Event, EventId, EventKind, Lang, Novelty, Recipient,
    RouteReason, WordPiece,
};

/// What every mail needs besides its events.
#[derive(Clone)]
pub struct Composing<'a> {
    /// Sender, `Name <address>`.
    pub from: &'a str,
    /// When it is composed: `Date` and the days left count from it.
    pub now: Timestamp,
    /// Names of agencies.
    pub agencies: &'a AgencyTable,
    /// What was read and what was not.
    pub coverage: &'a Coverage,
    /// Message-IDs to answer to: of the document's first alert and of the commitment's.
    pub document_thread: Option<String>,
    /// See above.
    pub commitment_thread: Option<String>,
    /// Word-level difference of two sentences.
    pub words: fn(&str, &str, Option<Lang>) -> Vec<WordPiece>,
}

/// What a baseline report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Watches in this report: name, pages read, commitments known, or why not read.
    pub watches: Vec<(String, usize, usize, Option<String>)>,
    /// English sentence and source of each commitment known at the start.
    pub commitments: Vec<(String, String)>,
}

/// Who hears of each event and when; one assignment per event × recipient, `never` included.
/// Reader events go to the recipients named in `notify`, operator events to every operator.
pub fn route(events: &[Event], recipients: &[Recipient], notify: &[String], now: Timestamp) -> Vec<Assignment> {
    let _ = (events, recipients, notify, now);
    Vec::new()
}

/// One mail about the events of one document (reader) or one matter (operator); None when `events` is empty.
pub fn compose(recipient: &Recipient, events: &[&Event], with: &Composing<'_>) -> Option<Alert> {
    let _ = (recipient, events, with);
    None
}

/// The digest mail of the events given; None when there is nothing to say.
pub fn digest(
    recipient: &Recipient,
    events: &[Event],
    since: Option<Timestamp>,
    with: &Composing<'_>,
) -> Option<Alert> {
    let _ = (recipient, events, since, with);
    None
}

/// The one report after the first check.
pub fn baseline(recipient: &Recipient, report: &Baseline, with: &Composing<'_>) -> Option<Alert> {
    let _ = (recipient, report, with);
    None
}

/// A real, marked test mail.
pub fn test_mail(recipient: &Recipient, with: &Composing<'_>) -> Option<Alert> {
    let _ = (recipient, with);
    None
}

/// The ids of events, sorted, as an alert's id is derived from.
pub fn sorted_ids(events: &[&Event]) -> Vec<EventId> {
    let mut ids: Vec<EventId> = events.iter().map(|e| e.id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// When a recipient hears of events of a kind, by their own lists or the built-in reading, and why.
pub fn reading(recipient: &Recipient, kind: EventKind, novelty: Option<Novelty>) -> (Disposition, RouteReason) {
    let _ = (recipient, kind, novelty);
    (Disposition::Digest, RouteReason::BuiltInDigest)
}

/// What happened in one line: the subject of a mail about it, uncut.
pub fn headline(event: &Event, agencies: &AgencyTable) -> String {
    let _ = agencies;
    event.reason.clone()
}
