//! Pure. Claims of one reading and a slice of the ledger in; changed entries, sightings and events with reasons out.

mod bodies;
mod dates;
mod differ;
mod edited;
mod evidence;
mod figures;
mod listed;
mod make;
mod missing;
mod novelty;
mod pair;
mod rarity;
mod reading;
mod said;
mod same;
mod scrolled;
mod sighted;
mod things;
mod verdict;
mod wording;

#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::Timestamp;

use crate::model::{
    Cause, Change, Claim, Commitment, Document, Event, LedgerSlice, Moment, Origin, Quieted, Sighting, TargetRole,
};

pub use dates::clock_events;
pub use differ::{Difference, differences};
pub use edited::{Edits, Quiet};
pub use reading::{confirm, page_gone, read};
pub use same::{JOIN, Match, PERHAPS, Place, Seen, asked_keys, block_keys, same, same_by, seen};
pub use scrolled::looks_like_listing;
pub use verdict::{Verdict, VerdictKind, Versions, verdict};
pub use wording::Wordings;

/// A claim with the number of the sentence it was read in (`Document::sentences()`).
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Sentence index.
    pub sentence: usize,
    /// The claim.
    pub claim: Claim,
}

/// One reading of one target, with what was known before.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// When it is decided.
    pub now: Timestamp,
    /// Store row id of the target.
    pub target: i64,
    /// The watch.
    pub origin: &'a Origin,
    /// The page as read now.
    pub moment: Moment,
    /// Watches with the same texts in another language.
    pub twins: &'a [String],
    /// Topics of the watch.
    pub topics: &'a [String],
    /// What the target's first Version means.
    pub role: TargetRole,
    /// The base document; None on the first good reading.
    pub old: Option<&'a Document>,
    /// The document read now.
    pub new: &'a Document,
    /// Their difference; None on the first good reading.
    pub change: Option<&'a Change>,
    /// Claims of the new document.
    pub found: &'a [Placed],
    /// Entries that may be the same, and the target's orphans.
    pub slice: &'a LedgerSlice,
    /// Last reading with the base's wording.
    pub last_read: Option<Timestamp>,
    /// How often the base was read.
    pub old_reads: u32,
    /// SHA-256 of the base's page.
    pub old_page_hash: Option<String>,
    /// Pause before a removal or weakening is confirmed.
    pub confirm_after: Duration,
    /// Other targets of the same host that lost sightings within a day.
    pub host_losses: usize,
    /// A collapse that three checks over a day read alike: what is missing needs no further reading.
    pub collapse_confirmed: bool,
    /// Which other text is told.
    pub edits: Edits,
    /// Sentences of which changed text is not told unless it is on a topic, by their keys.
    pub quiet: Option<&'a Quiet>,
    /// A page, or an upgrade of this program.
    pub cause: Cause,
}

/// What a reading changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Entries to insert or replace.
    pub commitments: Vec<Commitment>,
    /// Sightings to insert (id 0) or replace.
    pub sightings: Vec<Sighting>,
    /// What happened.
    pub events: Vec<Event>,
    /// A sighting waits: when its confirming check is due.
    pub again: Option<Timestamp>,
    /// Changed text that is not told.
    pub quieted: Vec<Quieted>,
}

/// A target that loses this many sightings at once, and at least half of what it had, is held as a suspected redesign.
pub const REDESIGN_SIGHTINGS: usize = 3;

/// So is what a host loses on this many targets within a day.
pub const REDESIGN_TARGETS: usize = 3;

/// How long a suspected redesign is held before its removals are told, grouped.
pub const REDESIGN_HOLD: Duration = Duration::from_secs(48 * 3600);
