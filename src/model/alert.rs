//! Pure. Assignments, Alerts and Deliveries: who is told, the fixed bytes, and each attempt to hand them over.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::{AlertId, EventId};

codes! {
    /// When a recipient hears of an event.
    Disposition, "disposition" {
        /// At once.
        Now = "now",
        /// With the next digest.
        Digest = "digest",
        /// Held back (quiet hours, suspected redesign) until released.
        Held = "held",
        /// Not at all; counted.
        Never = "never",
    }
}

codes! {
    /// Why a recipient hears of an event when they do.
    RouteReason, "route reason" {
        /// The recipient's own `now` list names it.
        ListedNow = "listed_now",
        /// The recipient's own `digest` list names it.
        ListedDigest = "listed_digest",
        /// The built-in reading says at once.
        BuiltInNow = "built_in_now",
        /// The built-in reading says digest.
        BuiltInDigest = "built_in_digest",
        /// Matches neither list.
        NotListed = "not_listed",
        /// An `only` filter leaves it out.
        FilteredOut = "filtered_out",
        /// The watch does not notify this recipient.
        NotNotified = "not_notified",
        /// Its watch is not in the watchlist any more, and this recipient never heard of the commitment.
        NotWatched = "not_watched",
        /// Operator events go to every operator.
        Operator = "operator",
        /// Quiet hours.
        QuietHours = "quiet_hours",
        /// More alerts than `max_per_day`.
        DailyLimit = "daily_limit",
        /// First check of a watch: counted in the baseline report, not alerted.
        Baseline = "baseline",
        /// Found on re-reading after an upgrade.
        Rereading = "rereading",
    }
}

/// Event × recipient, with its reason. Unique.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The event.
    pub event: EventId,
    /// Recipient key in the watchlist.
    pub recipient: String,
    /// When they hear of it.
    pub disposition: Disposition,
    /// Why.
    pub reason: RouteReason,
}

/// One message composed for one recipient; its bytes never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Derived id.
    pub id: AlertId,
    /// Recipient key.
    pub recipient: String,
    /// Every address of the recipient; each gets its own SMTP transaction.
    pub addresses: Vec<String>,
    /// With angle brackets, fixed when composed.
    pub message_id: String,
    /// Envelope and header sender, address only.
    pub from: String,
    /// Subject, ASCII, at most 78 characters.
    pub subject: String,
    /// The whole message as it goes out, CRLF, 7-bit.
    #[serde(skip)]
    pub eml: Vec<u8>,
    /// The HTML part alone, for people who open it in a browser.
    #[serde(skip)]
    pub html: String,
    /// Events it tells of, sorted.
    pub events: Vec<EventId>,
    /// When it was composed.
    pub created_at: Timestamp,
}

/// An alert waiting to be handed to a channel for one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedDelivery {
    /// Store row id.
    pub id: i64,
    /// Lease fence: a result is accepted only with the newest.
    pub fence: i64,
    /// The alert with its bytes.
    pub alert: Alert,
    /// The address.
    pub address: String,
    /// Attempts made before this one.
    pub attempts: u32,
    /// When it was queued.
    pub queued_at: Timestamp,
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum DeliveryOutcome {
    /// The server said 250, or the file is written and synced.
    Delivered {
        /// What the server said, or the path.
        detail: String,
    },
    /// Try again later.
    Deferred {
        /// Why, in plain words; no secrets.
        detail: String,
        /// Not before.
        retry_at: Timestamp,
    },
    /// This address will not take it; the operator is told and the alert kept.
    Failed {
        /// Why.
        detail: String,
    },
}

/// One row of the delivery log, for `alerts list` and `alerts show`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The alert.
    pub alert: AlertId,
    /// The address.
    pub address: String,
    /// `queued`, `delivered`, `failed`.
    pub state: String,
    /// Attempts made.
    pub attempts: u32,
    /// Last word of the server.
    pub detail: Option<String>,
    /// When it was delivered, or is tried next.
    pub at: Option<Timestamp>,
}
