//! I/O (shapes only). What the Store contract takes and gives.

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::model::{
    Alert, Assignment, CheckOutcome, Commitment, Delivery, Event, Link, Origin, Page, Quieted, Reason, Sighting,
    TargetKind, TargetRole, Validators, Version,
};

/// Why the store could not do what was asked: what was attempted, on what, why.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or used; says what to do.
    #[error("open store \"{path}\": {why}")]
    Open {
        /// The path or URL.
        path: String,
        /// Why.
        why: String,
    },
    /// Another daemon holds it.
    #[error("open store \"{path}\": another pledgewatch daemon uses it (process {holder}); stop that one first")]
    Held {
        /// The path.
        path: String,
        /// Process id of the holder, as it wrote it.
        holder: String,
    },
    /// An operation failed.
    #[error("{attempt}: {why}")]
    Failed {
        /// What was attempted.
        attempt: &'static str,
        /// Why.
        why: String,
    },
}

/// Result of every store call.
pub type StoreResult<T> = Result<T, StoreError>;

/// A watch as the store needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchSeed {
    /// Where it comes from.
    pub origin: Origin,
    /// Its own page.
    pub url: Url,
    /// Disabled watches keep their history and are never claimed.
    pub enabled: bool,
}

/// Which targets a claim may take.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimScope {
    /// Due ones of any watch.
    Due,
    /// Due or not, but not those whose last check began at or after `started`; of these watches, or of all when None.
    NotSince {
        /// When this run began.
        started: Timestamp,
        /// Watch ids.
        watches: Option<Vec<String>>,
    },
    /// Due ones of these watches.
    DueOf {
        /// Watch ids.
        watches: Vec<String>,
    },
}

/// Proof of holding a target: row id and claim number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    /// The target.
    pub target: i64,
    /// The claim.
    pub number: i64,
}

/// A target taken for a check, with what a cheap check needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// Proof.
    pub fence: Fence,
    /// Watch id.
    pub watch: String,
    /// Canonical URL.
    pub url: Url,
    /// The watch's own page or an article.
    pub kind: TargetKind,
    /// What its first Version means.
    pub role: TargetRole,
    /// Title and date the listing showed.
    pub link: Option<Link>,
    /// When it was first known.
    pub discovered_at: Timestamp,
    /// The watch's page was another one before: when that was last read.
    pub moved_since: Option<Timestamp>,
    /// The server's validators of the newest readable Page.
    pub validators: Validators,
    /// SHA-256 of the newest readable Page.
    pub page_hash: Option<String>,
    /// Text hash of the base.
    pub text_hash: Option<String>,
    /// Fingerprint of the base.
    pub fingerprint: Option<String>,
    /// Last unconditional fetch that was read.
    pub last_full: Option<Timestamp>,
    /// Last good check.
    pub last_good: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// Reason of the newest failure.
    pub last_reason: Option<Reason>,
    /// Whether operators were told of the failing.
    pub told_failing: bool,
    /// Whether a sighting waits for confirmation.
    pub pending: bool,
    /// Whether attachments of the base are to be looked at too, also when the page is the same.
    pub files: bool,
    /// When its newest Version was fetched, if that is not its first: it was edited then.
    pub edited_at: Option<Timestamp>,
    /// Whether an entry of the ledger was sighted on it.
    pub in_ledger: bool,
}

/// What is known of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenSentence {
    /// Its comparison key.
    pub key: String,
    /// Whether the target ever showed it.
    pub here: bool,
    /// Other targets of the host that ever showed it.
    pub elsewhere: u32,
}

/// Whether a request may go to a host now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permit {
    /// Now.
    Go,
    /// Not before.
    NotBefore(Timestamp),
}

/// What the ledger looked like when the slice was taken: block keys with their generation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Generation(pub Vec<(String, i64)>);

/// All that one check found.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckRecord {
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Unchanged, changed, failed.
    pub outcome: CheckOutcome,
    /// Whether the request was unconditional and was read.
    pub full: bool,
    /// The response to keep raw: made a Version, newest readable, or newest failed (by `outcome`).
    pub page: Option<Page>,
    /// Attachments that were read into the new base, to keep raw with it.
    pub attached: Vec<Page>,
    /// Whether the new base has attachments that are to be looked at too, also when the page is the same.
    pub files: bool,
    /// The base made anew from its raw Page, when the fingerprint moved on; replaces the base in place.
    pub remade: Option<Version>,
    /// The new base.
    pub version: Option<Version>,
    /// Validators to send next time; None keeps the old ones.
    pub validators: Option<Validators>,
    /// When the target is due again; None retires it.
    pub next_due: Option<Timestamp>,
    /// Whether operators have been told that it fails.
    pub told_failing: bool,
    /// Keys of the sentences that the page shows or showed before, where its watch remembers them.
    pub seen: Vec<String>,
    /// Changed text that is not told.
    pub quieted: Vec<Quieted>,
    /// New Links, each a target due at once.
    pub links: Vec<(Link, TargetRole)>,
    /// Links known before: one whose stamp differs takes the place of the old, and its target is due at once.
    pub renewed: Vec<Link>,
    /// Entries to insert or replace.
    pub commitments: Vec<Commitment>,
    /// Sightings to insert (id 0) or replace.
    pub sightings: Vec<Sighting>,
    /// Events to append.
    pub events: Vec<Event>,
    /// Who is told.
    pub assignments: Vec<Assignment>,
    /// Immediate alerts with their bytes; one delivery per address is queued for each.
    pub alerts: Vec<Alert>,
}

impl CheckRecord {
    /// A record of a check that found nothing to keep.
    pub fn new(started: Timestamp, ended: Timestamp, outcome: CheckOutcome, next_due: Timestamp) -> Self {
        Self {
            started,
            ended,
            outcome,
            full: false,
            page: None,
            attached: Vec::new(),
            files: false,
            remade: None,
            version: None,
            validators: None,
            next_due: Some(next_due),
            told_failing: false,
            seen: Vec::new(),
            quieted: Vec::new(),
            links: Vec::new(),
            renewed: Vec::new(),
            commitments: Vec::new(),
            sightings: Vec::new(),
            events: Vec::new(),
            assignments: Vec::new(),
            alerts: Vec::new(),
        }
    }

    /// Whether it is bookkeeping: losing it costs one extra check and nothing else. A failed check is written at once.
    pub fn is_bookkeeping(&self) -> bool {
        matches!(self.outcome, CheckOutcome::Unchanged { .. })
            && self.page.is_none()
            && self.remade.is_none()
            && self.version.is_none()
            && self.links.is_empty()
            && self.renewed.is_empty()
            && self.commitments.is_empty()
            && self.sightings.is_empty()
            && self.events.is_empty()
            && self.assignments.is_empty()
            && self.alerts.is_empty()
    }
}

/// Events that no check made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventRecord {
    /// Events to append.
    pub events: Vec<Event>,
    /// Who is told.
    pub assignments: Vec<Assignment>,
    /// Immediate alerts.
    pub alerts: Vec<Alert>,
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Committed {
    /// Written.
    Done,
    /// The ledger moved on: take a new slice and compare again.
    Stale,
    /// Somebody else holds the target: drop the result.
    LostLease,
}

/// How far a watch's first check has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineState {
    /// Watch id.
    pub watch: String,
    /// Baseline targets (the root included).
    pub targets: usize,
    /// Of these, looked at at least once, good or failed.
    pub attempted: usize,
    /// Of these, read at least once.
    pub read: usize,
    /// Commitments with a sighting on them.
    pub commitments: usize,
    /// Recipients whose report names this watch.
    pub reported_to: Vec<String>,
}

/// Message-IDs a new alert answers to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thread {
    /// Of the first alert about the document.
    pub document: Option<String>,
    /// Of the first alert about the commitment.
    pub commitment: Option<String>,
}

/// A watch as `status` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchState {
    /// Watch id.
    pub watch: String,
    /// Name.
    pub name: String,
    /// Whether it is enabled.
    pub enabled: bool,
    /// Last good check of its root.
    pub last_good: Option<Timestamp>,
    /// Last check of its root.
    pub last_check: Option<Timestamp>,
    /// When its root is due.
    pub next_due: Option<Timestamp>,
    /// Failures in a row of its root.
    pub failures: u32,
    /// Since when its root fails.
    pub failing_since: Option<Timestamp>,
    /// Why.
    pub reason: Option<Reason>,
    /// Particulars of the newest failure.
    pub detail: Option<String>,
    /// Targets in all.
    pub targets: usize,
    /// Targets whose newest check failed.
    pub targets_failing: usize,
    /// Commitments with a present sighting.
    pub commitments: usize,
}

/// The delivery queue in short.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct QueueState {
    /// Waiting.
    pub waiting: usize,
    /// Given up, kept for a resend.
    pub failed: usize,
    /// When the oldest waiting one was queued.
    pub oldest: Option<Timestamp>,
    /// What the newest failure said.
    pub last_error: Option<String>,
}

/// An alert with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    /// The alert (with bytes from `Store::alert`, without from `Store::alerts`).
    pub alert: Alert,
    /// One per address.
    pub deliveries: Vec<Delivery>,
    /// The reader's opinion, if given.
    pub opinion: Option<String>,
}

/// A version of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionRow {
    /// Number, from 1, oldest first.
    pub number: u32,
    /// The version.
    pub version: Version,
    /// Last time this wording was read.
    pub last_read: Timestamp,
}

/// A check of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRow {
    /// When it began.
    pub started: Timestamp,
    /// What it came to.
    pub outcome: CheckOutcome,
    /// Changed text that was not told.
    pub quieted: Vec<Quieted>,
    /// Chain hash: SHA-256 over the previous hash and this row.
    pub hash: String,
}

/// A target that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetRow {
    /// Watch id.
    pub watch: String,
    /// Canonical URL.
    pub url: String,
}
