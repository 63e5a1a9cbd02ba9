//! Pure. A Failure: why a check could not be made, with the class that decides about retrying.

use serde::{Deserialize, Serialize};

use super::Reason;
use super::codes::codes;

codes! {
    /// Where in the pipeline it failed.
    Stage, "stage" {
        /// Fetching.
        Fetch = "fetch",
        /// Extracting.
        Extract = "extract",
        /// Storing.
        Store = "store",
        /// Delivering.
        Deliver = "deliver",
    }
}

codes! {
    /// What retrying is worth. The only thing retry looks at.
    FailureClass, "failure class" {
        /// May work soon: network, 5xx, time-outs.
        Transient = "transient",
        /// The site does not want programs, or not now: robots, challenge, 403, 429.
        Blocked = "blocked",
        /// Will not work until somebody changes something: bad certificate name, gone, refused address.
        Permanent = "permanent",
        /// Arrived, but cannot be read as the page it should be.
        Unreadable = "unreadable",
    }
}

/// Why a check failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{stage}: {reason}: {detail}")]
pub struct Failure {
    /// Where.
    pub stage: Stage,
    /// What retrying is worth.
    pub class: FailureClass,
    /// What, from the closed set.
    pub reason: Reason,
    /// The particulars: status, selector, address. Never page text at length, never a secret.
    pub detail: String,
    /// The server's wish not to be asked before this many seconds (`Retry-After`).
    pub retry_after_secs: Option<u64>,
}

impl Failure {
    /// A failure of the reason's own stage and class.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { stage: reason.stage(), class: reason.class(), reason, detail: detail.into(), retry_after_secs: None }
    }

    /// The same, with the server's `Retry-After`.
    pub fn retry_after(mut self, seconds: Option<u64>) -> Self {
        self.retry_after_secs = seconds;
        self
    }
}
