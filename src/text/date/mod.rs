//! Pure. Text and a page date in, the dates it names out, as precise as stated.

use std::ops::Range;

use crate::model::{Lang, PartialDate};

/// A date found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where it stands, bytes.
    pub range: Range<usize>,
    /// What it names.
    pub date: PartialDate,
    /// Whether it was counted from the page date ("within 45 days", "last month").
    pub relative: bool,
}

/// Every date in the text, in order; relative ones count from `page_date` and are left out without one.
pub fn find(text: &str, lang: Option<Lang>, page_date: Option<PartialDate>) -> Vec<FoundDate> {
    let _ = (text, lang, page_date);
    Vec::new()
}
