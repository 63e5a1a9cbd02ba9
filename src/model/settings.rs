//! Pure. Small nouns of the watchlist that more than one stage needs: where a page comes from, and who is told.

use serde::{Deserialize, Serialize};

use super::Lang;
use super::codes::codes;

/// Where a page comes from: what every record carries to say who publishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Watch id.
    pub watch: String,
    /// Watch name, for people.
    pub name: String,
    /// Agency id, `CN:MFA`.
    pub agency: String,
    /// Language of the source.
    pub language: Option<Lang>,
    /// IANA name of the source's time zone.
    pub zone: String,
}

codes! {
    /// What a recipient is for.
    Role, "role" {
        /// Gets reader events.
        Reader = "reader",
        /// Gets operator events too.
        Operator = "operator",
    }
}

/// Somebody who gets mail, as `[recipients.KEY]` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// Key in the watchlist.
    pub key: String,
    /// Addresses.
    pub email: Vec<String>,
    /// Reader or operator.
    pub role: Role,
    /// IANA zone for times in mails, digests and quiet hours.
    pub timezone: String,
    /// Crontab lines of the digest; empty means no digest is sent.
    pub digest_at: Vec<String>,
    /// Own list for "at once"; None leaves the built-in reading.
    pub now: Option<Vec<String>>,
    /// Own list for the digest; None leaves the built-in reading.
    pub digest: Option<Vec<String>>,
    /// Filters: key (`strength`, `actor`, `class`, `topic`, `watch`, `language`) to patterns; an absent key lets all pass.
    pub only: Vec<(String, Vec<String>)>,
    /// Quiet hours in the recipient's zone as `HH:MM-HH:MM`.
    pub quiet: Option<String>,
    /// Events that break through quiet hours; None leaves the built-in list.
    pub loud: Option<Vec<String>>,
    /// At most this many immediate alerts a day.
    pub max_per_day: Option<u32>,
}
