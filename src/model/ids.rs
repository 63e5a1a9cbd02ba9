//! Pure. Derived ids: the same inputs always give the same id, so inserting twice is a no-op on any machine.

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of the bytes, 64 lower-case hex digits: what `sha256sum` prints.
pub fn sha256_hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// `prefix-` and 10 characters of lower-case base32 (50 bits of SHA-256) over the parts, each preceded by its length
/// so that no two lists of parts read the same.
pub fn derive_id(prefix: char, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let text = BASE32_NOPAD.encode(&hash.finalize()).to_ascii_lowercase();
    format!("{prefix}-{}", &text[..10])
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $prefix:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Derives the id from its parts.
            pub fn derive(parts: &[&str]) -> Self {
                Self(derive_id($prefix, parts))
            }

            /// Takes an id as it was stored or typed; no check is made.
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as printed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id!(
    /// `c-…`: from topic, target, first Version's text hash, sentence hash.
    CommitmentId, 'c'
);
id!(
    /// `e-…`: from commitment or target, kind, cause, hashes of the two Versions (or the civil date).
    EventId, 'e'
);
id!(
    /// `a-…`: from recipient and sorted event ids.
    AlertId, 'a'
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ten_base32_characters_and_depend_on_where_parts_end() {
        let id = CommitmentId::derive(&["fentanyl", "7"]);
        assert_eq!(id.as_str().len(), 12);
        assert!(id.as_str().starts_with("c-"));
        assert_ne!(derive_id('c', &["ab", "c"]), derive_id('c', &["a", "bc"]));
        assert_eq!(derive_id('e', &["x"]), derive_id('e', &["x"]));
    }

    #[test]
    fn sha256_is_what_sha256sum_prints() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
