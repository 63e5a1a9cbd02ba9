//! Pure. A Page: one HTTP response as it was received.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::sha256_hex;

/// One HTTP response as received, after redirects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The URL that was asked for.
    pub url: Url,
    /// Where the redirects ended.
    pub final_url: Url,
    /// Every URL on the way, without the first and the last.
    pub redirects: Vec<Url>,
    /// HTTP status code.
    pub status: u16,
    /// Response headers in the order received, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The address the connection went to, where known.
    pub address: Option<String>,
    /// When the last byte arrived.
    pub fetched_at: Timestamp,
    /// The body after content decoding (gzip and the like).
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`, 64 hex digits.
    pub sha256: String,
    /// What a browser or PDF reader made of the bytes, if one was used.
    pub rendition: Option<Rendition>,
}

/// Text or DOM that a child program made of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Program and version.
    pub tool: String,
    /// What it printed.
    #[serde(with = "as_text")]
    pub bytes: Vec<u8>,
}

impl Rendition {
    /// Whether it holds the lines of a file's text rather than mark-up.
    pub fn is_lines(&self) -> bool {
        self.tool.starts_with("file-text/")
    }
}

/// What programs print of a page is text, and is kept as such: as a list of numbers it would take four times the room.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&String::from_utf8_lossy(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        String::deserialize(from).map(String::into_bytes)
    }
}

/// What the server gave to ask "has it changed?" with; only ever the server's own values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag` as received.
    pub etag: Option<String>,
    /// `Last-Modified` as received.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Whether the server gave none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Page {
    /// The first value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The validators of this response.
    pub fn validators(&self) -> Validators {
        Validators {
            etag: self.header("etag").map(str::to_owned),
            last_modified: self.header("last-modified").map(str::to_owned),
        }
    }

    /// A 200 page made of bytes at hand, for stdin, replay and tests.
    pub fn from_bytes(url: Url, content_type: Option<&str>, bytes: Vec<u8>, fetched_at: Timestamp) -> Self {
        Self {
            final_url: url.clone(),
            url,
            redirects: Vec::new(),
            status: 200,
            headers: content_type.map(|t| ("content-type".to_owned(), t.to_owned())).into_iter().collect(),
            address: None,
            fetched_at,
            sha256: sha256_hex(&bytes),
            bytes,
            rendition: None,
        }
    }
}
