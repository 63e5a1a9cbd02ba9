//! Pure. An Event: something that happened, self-contained, so that a mail can be composed from it alone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Cause, Claim, CommitmentId, EventId, EventKind, Lang, Novelty, Origin, PartialDate, Reason, SourceType};

/// Something that happened. Append-only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Derived id.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// For `new`: how new.
    pub novelty: Option<Novelty>,
    /// Why it is an event: a `snake_case` reason name, asserted in tests and printed in mails.
    pub reason: String,
    /// What made it arise.
    pub cause: Cause,
    /// When it was decided.
    pub at: Timestamp,
    /// Topic id; None for operator events.
    pub topic: Option<String>,
    /// The commitment it is about.
    pub commitment: Option<CommitmentId>,
    /// The watch it was found by.
    pub origin: Origin,
    /// Where.
    pub moment: Moment,
    /// The wording and record before.
    pub before: Option<Side>,
    /// The wording and record after.
    pub after: Option<Side>,
    /// When each wording was read.
    pub window: Window,
    /// Other commitments on the page, as English sentences.
    pub others: Vec<String>,
    /// Related entries: English sentence and where it stands.
    pub related: Vec<String>,
    /// What is not known: "list not read", "page undated".
    pub unknown: Vec<String>,
    /// Names of attachments of the page that were not read: a list that it counts may be one of them.
    #[serde(default)]
    pub unread: Vec<String>,
    /// For operator events: plain text of what happened and what to do.
    pub detail: Option<String>,
    /// For operator events about reading: the reason.
    pub failure: Option<Reason>,
}

impl Event {
    /// An event for operators, about a page or the service itself; `id` holds what makes it one and the same. Its moment is
    /// no reading: it names `origin` and no page.
    pub fn operator(kind: EventKind, reason: &str, id: &[&str], cause: Cause, origin: Origin, now: Timestamp) -> Self {
        let moment = Moment {
            url: String::new(),
            title: Some(origin.name.clone()),
            published: None,
            lang: origin.language,
            source_type: SourceType::Other,
            fetched_at: now,
            status: 0,
            page_hash: String::new(),
            text_hash: String::new(),
            primary: true,
        };
        Self {
            id: EventId::derive(id),
            kind,
            novelty: None,
            reason: reason.to_owned(),
            cause,
            at: now,
            topic: None,
            commitment: None,
            origin,
            moment,
            before: None,
            after: None,
            window: Window::default(),
            others: Vec::new(),
            related: Vec::new(),
            unknown: Vec::new(),
            unread: Vec::new(),
            detail: None,
            failure: None,
        }
    }
}

/// The page an event was found on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Canonical URL of the target.
    pub url: String,
    /// Page title.
    pub title: Option<String>,
    /// Page date, in the source's zone.
    pub published: Option<PartialDate>,
    /// Language of the page.
    pub lang: Option<Lang>,
    /// What kind of page.
    pub source_type: SourceType,
    /// When the Page was fetched.
    pub fetched_at: Timestamp,
    /// HTTP status.
    pub status: u16,
    /// SHA-256 of the bytes.
    pub page_hash: String,
    /// Text hash of the Version.
    pub text_hash: String,
    /// Whether the agency itself publishes here (not a stand-in or a third party).
    pub primary: bool,
}

/// One wording of a commitment with its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The whole sentence.
    pub quote: String,
    /// The claim read from it; None when the text has no claim.
    pub claim: Option<Claim>,
    /// Text hash of the Version it stands in.
    pub text_hash: String,
    /// SHA-256 of the page bytes, or the attachment's, it was read from.
    pub page_hash: String,
    /// The attachment's URL, if it stands in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Read with the old wording until `old_until` (`old_reads` times), with the new from `new_from`, again at `confirmed_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Window {
    /// Last reading with the old wording.
    pub old_until: Option<Timestamp>,
    /// Number of readings with the old wording.
    pub old_reads: u32,
    /// First reading with the new wording.
    pub new_from: Option<Timestamp>,
    /// The reading that confirmed it.
    pub confirmed_at: Option<Timestamp>,
}

/// What was read and what was not: stated in every mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Watches whose last check was good.
    pub read: usize,
    /// Watches in all (enabled).
    pub total: usize,
    /// Watches not read.
    pub not_read: Vec<NotRead>,
    /// Watches whose listing may have gaps.
    pub gaps: Vec<String>,
    /// Disabled watches: name, and the note saying what stands in.
    pub not_watched: Vec<String>,
}

/// A watch that is not read at present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotRead {
    /// Watch id.
    pub watch: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub since: Timestamp,
}
