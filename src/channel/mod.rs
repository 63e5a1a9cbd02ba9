//! I/O. A queued delivery in, what the receiving side said out. Members: SMTP and a spool folder.

#[cfg(test)]
mod contract;
mod email;
mod secret;
mod spool;
#[cfg(test)]
mod tests;
mod wary;

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
    /// Nothing can be handed over now, whatever it is: no connection, TLS trouble, no log-in, no sender admitted, no room.
    Unreachable {
        /// Why, in plain words, no secrets.
        detail: String,
    },
    /// Try this one again later: 4xx, a connection that broke, time-outs.
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
    /// Bound on connecting and on each answer; the answer to the mail itself may take four times as long.
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

/// Another machine's words, fit for a log and a terminal: one line, no control characters, not too long.
fn plain_words(text: &str) -> String {
    const MOST: usize = 500;
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// An address fit for a log: the first letter and the domain.
pub(crate) fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => format!("{}***@{domain}", name.chars().next().unwrap_or('*')),
        None => "***".to_owned(),
    }
}
