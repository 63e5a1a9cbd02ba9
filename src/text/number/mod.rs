//! Pure. Text in, the numbers it names out: digits with separators, words, Chinese numerals.

use std::ops::Range;

use crate::model::Lang;

/// Every number in the text, in order, with its byte range.
pub fn find(text: &str, lang: Option<Lang>) -> Vec<(Range<usize>, f64)> {
    let _ = (text, lang);
    Vec::new()
}
