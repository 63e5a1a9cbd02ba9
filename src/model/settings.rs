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

codes! {
    /// A step of the form in which sentences are compared, in the order in which they are taken. Text shown to people stays
    /// as it was written.
    Step, "step" {
        /// Unicode's compatibility form NFKC: full width, ligatures, composed letters.
        Unicode = "unicode",
        /// Soft hyphens, zero-width and bidi marks go.
        Invisible = "invisible",
        /// Every run of blanks is one, and none between Han characters.
        Blanks = "blanks",
        /// Quotation marks and apostrophes of any kind are alike.
        Quotes = "quotes",
        /// So are dashes and hyphens.
        Dashes = "dashes",
        /// And capitals and small letters.
        Case = "case",
        /// What a line counts that says itself that it is a counter.
        Counters = "counters",
        /// The day that follows "last updated".
        Updated = "updated",
        /// A line that is nothing but the day or hour of the visit.
        Clock = "clock",
        /// Lines of weather.
        Weather = "weather",
    }
}

/// Steps that are left out of the comparison form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut(u16);

impl LeftOut {
    /// These steps.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        Self(steps.into_iter().fold(0, |bits, step| bits | 1 << step as u16))
    }

    /// Whether a step is taken.
    pub fn takes(self, step: Step) -> bool {
        self.0 >> step as u16 & 1 == 0
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
