//! I/O. A queued delivery in, what the receiving side said out. Members: SMTP and a spool folder.

mod email;
mod secret;
mod spool;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::model::QueuedDelivery;

pub use email::Email;
pub use secret::{Secret, SecretSource};
pub use spool::Spool;

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

/// How a connection to the SMTP server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, required.
    StartTls,
    /// Clear text, to loopback only.
    None,
}

/// What `[email]` says about handing mail over.
#[derive(Debug, Clone)]
pub struct Settings {
    /// SMTP server; None spools.
    pub host: Option<String>,
    /// Port; None follows `security`: 465, 587, 25.
    pub port: Option<u16>,
    /// How it is secured.
    pub security: Security,
    /// PEM file of further authorities.
    pub ca_file: Option<PathBuf>,
    /// User name.
    pub user: Option<String>,
    /// Where the password is found.
    pub password: Option<SecretSource>,
    /// Spool folder; None is the one the caller names.
    pub spool: Option<PathBuf>,
    /// Bound on one whole conversation.
    pub timeout: Duration,
}

/// The channel the settings name: SMTP when there is a host, else the spool folder.
///
/// # Errors
/// When the settings cannot be used, in plain words.
pub fn open(settings: &Settings, spool: &Path) -> Result<Arc<dyn Channel>, String> {
    match &settings.host {
        Some(host) => Ok(Arc::new(Email::new(host, settings)?)),
        None => Ok(Arc::new(Spool::new(settings.spool.as_deref().unwrap_or(spool)))),
    }
}

/// An address fit for a log: the first letter and the domain.
pub(crate) fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => format!("{}***@{domain}", name.chars().next().unwrap_or('*')),
        None => "***".to_owned(),
    }
}
