//! I/O. A queued delivery in, what the receiving side said out. Members: SMTP and a spool folder.

use async_trait::async_trait;

use crate::model::QueuedDelivery;

/// What the receiving side said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// 250, or the file is written and synced.
    Delivered {
        /// The server's words, or the path.
        detail: String,
    },
    /// Try again later: 4xx, connection and TLS trouble, time-outs.
    Deferred {
        /// Why, in plain words, no secrets.
        detail: String,
    },
    /// 5xx for this address.
    Failed {
        /// Why.
        detail: String,
    },
}

/// Anything that can take an alert for one address.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Hands over the fixed bytes once; bounded in time; never panics on what the other side does.
    async fn deliver(&self, delivery: &QueuedDelivery) -> Sent;
}
