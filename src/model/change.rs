//! Pure. A Change: the difference of two Versions, by sentence; and the word-level pieces of one edited sentence.

use serde::{Deserialize, Serialize};

use super::codes::codes;

codes! {
    /// Why changed text is not told.
    QuietReason, "quiet reason" {
        /// The page showed the sentence before.
        SeenBefore = "seen_before",
        /// Several other pages of the host show it: it belongs to the site and not to the page.
        OnSeveralPages = "on_several_pages",
    }
}

/// Changed text that is not told, so that what was missed can be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quieted {
    /// Why.
    pub reason: QuietReason,
    /// The sentence.
    pub text: String,
}

/// The difference of two documents. Numbers are sentence indices (`Document::sentences()`), old before new.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Change {
    /// Same sentence, same order.
    pub unchanged: Vec<(usize, usize)>,
    /// Same sentence, other place.
    pub moved: Vec<(usize, usize)>,
    /// Another wording of the same sentence.
    pub edited: Vec<Edit>,
    /// Only in the new document.
    pub added: Vec<usize>,
    /// Only in the old document.
    pub removed: Vec<usize>,
}

/// An old sentence and the new one that took its place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Index in the old document.
    pub old: usize,
    /// Index in the new document.
    pub new: usize,
    /// Likeness, 0 to 1.
    pub ratio: f32,
}

impl Change {
    /// Whether nothing but order changed.
    pub fn is_empty(&self) -> bool {
        self.edited.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }

    /// Where an old sentence went, if it is still there in some wording.
    pub fn successor(&self, old: usize) -> Option<usize> {
        let pairs = self.unchanged.iter().chain(&self.moved).copied();
        pairs.chain(self.edited.iter().map(|e| (e.old, e.new))).find(|(o, _)| *o == old).map(|(_, n)| n)
    }
}

/// Whether a piece stayed, went or came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordChange {
    /// In both.
    Same,
    /// Only in the old sentence.
    Struck,
    /// Only in the new sentence.
    Added,
}

/// A run of whole words with the same fate; pieces in order give the old sentence (same + struck) and the new one
/// (same + added).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordPiece {
    /// Its fate.
    pub change: WordChange,
    /// Its text, blanks included.
    pub text: String,
}
