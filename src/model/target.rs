//! Pure. A Target, the unit of claiming and checking; its base Version; the outcome of a check.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::codes::codes;
use super::{Document, Failure};

codes! {
    /// What a target is.
    TargetKind, "target kind" {
        /// The watch's own page, listing or feed.
        Root = "root",
        /// A further part of the list: a sitemap that an index names, a further page of a listing, feed or API.
        Part = "part",
        /// A page found through it.
        Article = "article",
    }
}

codes! {
    /// What its first Version means.
    TargetRole, "target role" {
        /// Was there when the watch began: its first Version is silent.
        Baseline = "baseline",
        /// Came later: its base is the empty Document.
        News = "news",
    }
}

/// A Document as stored for a Target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// `Document::text_hash()`.
    pub text_hash: String,
    /// SHA-256 of the Page it was made from.
    pub page_hash: String,
    /// What made it: settings, lexicon and engine versions. Like is compared with like.
    pub fingerprint: String,
    /// When the Page was fetched.
    pub fetched_at: Timestamp,
    /// HTTP status of the Page.
    pub status: u16,
    /// The document.
    pub document: Document,
}

/// What a check compares with.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// The newest good Version.
    pub version: Version,
    /// Last time this wording was read (also by 304 or same bytes).
    pub last_read: Timestamp,
    /// How many good checks read it.
    pub reads: u32,
}

/// What one check came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum CheckOutcome {
    /// Read; nothing differs from the base.
    Unchanged {
        /// `not_modified` (304), `same_bytes`, `same_text`; `upgrade`: nothing was fetched, the base was made anew.
        by: String,
    },
    /// Read; a new Version.
    Changed,
    /// Not read.
    Failed {
        /// Why.
        failure: Failure,
    },
}

impl CheckOutcome {
    /// Whether the base was only made anew, by other settings or lexicons: the page was not asked for.
    pub fn is_upgrade(&self) -> bool {
        matches!(self, Self::Unchanged { by } if by == "upgrade")
    }
}

/// `host:port`, lower case: what spacing and permits are counted by.
pub fn host_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    format!("{host}:{}", url.port_or_known_default().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_keys_are_lower_case_with_the_port_in_force() {
        for (url, key) in [
            ("https://WWW.Example.ORG/x", "www.example.org:443"),
            ("http://www.example.org.:80/", "www.example.org:80"),
            ("http://[::1]:8080/", "[::1]:8080"),
        ] {
            assert_eq!(host_key(&Url::parse(url).expect("a URL")), key);
        }
    }
}
