//! Pure. The ledger's nouns: a Commitment over time, its Sightings on pages, and the slice of it that one check needs.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Claim, CommitmentId, Lang, Origin, PartialDate, Record, SourceType};

/// The topic that is built in.
pub const BUILT_IN_TOPIC: &str = "fentanyl";

/// One pledge over time, whoever restates it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// Derived id.
    pub id: CommitmentId,
    /// Topic id.
    pub topic: String,
    /// Coarse keys it is filed under, one per side: `topic|side|family`.
    pub block_keys: Vec<String>,
    /// What it says now, by its newest confirmed reading.
    pub record: Record,
    /// The English sentence of that record.
    pub gloss: String,
    /// When its date was first read as it stands now, if that was later than the entry itself.
    #[serde(default)]
    pub dated_since: Option<Timestamp>,
    /// Active, withdrawn or removed.
    pub state: CommitmentState,
    /// When it was first read.
    pub first_seen: Timestamp,
    /// When it was last read in a confirmed wording.
    pub last_seen: Timestamp,
}

impl Commitment {
    /// Takes over what a reading at `seen` says; notes since when the date is what it is.
    pub fn say(&mut self, record: Record, gloss: String, seen: Timestamp) {
        if record.date != self.record.date {
            self.dated_since = Some(seen);
        }
        (self.record, self.gloss) = (record, gloss);
    }
}

/// Where a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentState {
    /// At least one page says it.
    Active,
    /// Cancelled or negated in words.
    Withdrawn,
    /// No page says it any more.
    Removed,
    /// A person said it is the same as another entry, which holds its sightings now.
    Joined,
}

/// A Claim bound to its Commitment on one target. A Claim below `intends` may be bound too, or wait as an orphan
/// (`commitment: None`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// Row id given by the store; 0 before it is stored.
    pub id: i64,
    /// The entry it belongs to; None for an orphan.
    pub commitment: Option<CommitmentId>,
    /// The target it stands on (store row id).
    pub target: i64,
    /// Key of the sentence it was read in (`Sentence::key`).
    pub sentence_key: String,
    /// The claim as read, offsets into the text of `last_version`.
    pub claim: Claim,
    /// Where: watch, agency, language, zone.
    pub origin: Origin,
    /// What kind of page.
    pub source_type: SourceType,
    /// Canonical URL of the target.
    pub url: String,
    /// Page title.
    pub title: Option<String>,
    /// Page date.
    pub published: Option<PartialDate>,
    /// Language it was read in.
    pub lang: Option<Lang>,
    /// Text hash of the Version it was first read in.
    pub first_version: String,
    /// Text hash of the Version it was last read in.
    pub last_version: String,
    /// When it was first read here.
    pub first_seen: Timestamp,
    /// When it was last read here with this wording.
    pub last_seen: Timestamp,
    /// How many good checks read it.
    pub reads: u32,
    /// Since when it is missing or lowered, not yet confirmed.
    pub missing_since: Option<Timestamp>,
    /// What the confirming check will make of it.
    pub pending: Option<Pending>,
    /// A suspected redesign holds its removal until then.
    #[serde(default)]
    pub held_until: Option<Timestamp>,
    /// Since it is missing or lowered: how the wording until then was read.
    #[serde(default)]
    pub until: Option<Until>,
    /// Present, or gone for good.
    pub state: SightingState,
}

/// The readings of a wording up to its last one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Until {
    /// The last one.
    pub last_read: Timestamp,
    /// How many there were.
    pub reads: u32,
    /// SHA-256 of the page they read.
    pub page_hash: String,
}

/// What is waiting for the confirming check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Pending {
    /// The sentence is not in the newest reading.
    Missing {
        /// Text hash of the reading that lacked it.
        version: String,
    },
    /// The sentence is there, less firm.
    Lowered {
        /// The weaker claim.
        claim: Box<Claim>,
        /// Key of the sentence it stands in.
        sentence_key: String,
        /// Text hash of the reading that had it.
        version: String,
    },
}

/// Whether a sighting still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SightingState {
    /// On the page (perhaps missing, unconfirmed).
    Present,
    /// Confirmed gone.
    Removed,
    /// The watch was removed or its page replaced: no statement about the page.
    Retired,
}

/// A commitment with all its sightings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The commitment.
    pub commitment: Commitment,
    /// Where it was read.
    pub sightings: Vec<Sighting>,
}

/// The part of the ledger that one check compares with.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LedgerSlice {
    /// Entries filed under any of the asked block keys, with all their sightings.
    pub entries: Vec<LedgerEntry>,
    /// Sightings without an entry, of the same target.
    pub orphans: Vec<Sighting>,
}
