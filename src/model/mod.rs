//! Pure. The nouns of the pipeline: what one stage hands to the next. No I/O, no clock, no randomness.

mod agency;
mod alert;
mod change;
mod claim;
pub(crate) mod codes;
mod commitment;
mod document;
mod event;
mod failure;
mod ids;
mod page;
mod reason;
mod settings;
mod target;
mod time;

pub use agency::{Agency, AgencyError, AgencyTable};
pub use alert::{Alert, Assignment, Delivery, DeliveryOutcome, Disposition, QueuedDelivery, RouteReason};
pub use change::{Change, Edit, QuietReason, Quieted, WordChange, WordPiece};
pub use claim::{Claim, Cue, CueRole, Quantity, Record};
pub use codes::{
    ActionClass, BlockClass, BlockKind, Cause, DateKind, EventKind, FoundBy, Guideline, Lang, Novelty, Polarity,
    SourceType, SpeakerRole, Strength, TopicBy, UnknownCode,
};
pub use commitment::{
    BUILT_IN_TOPIC, Commitment, CommitmentState, LedgerEntry, LedgerSlice, Pending, Sighting, SightingState, Until,
};
pub use document::{Attachment, Basis, Block, Document, Given, Link, Sentence, SentenceRef};
pub use event::{Coverage, Event, Moment, NotRead, Side, Window};
pub use failure::{Failure, FailureClass, Stage};
pub use ids::{AlertId, CommitmentId, EventId, derive_id, sha256_hex};
pub use page::{Page, Rendition, Validators};
pub use reason::Reason;
pub use settings::{LeftOut, Origin, Recipient, Role, Step};
pub use target::{Base, CheckOutcome, TargetKind, TargetRole, Version, host_key};
pub use time::{Clock, ManualClock, PartialDate, Seed};
