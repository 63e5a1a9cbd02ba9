//! Pure. A page as it was and as it is in; whether it is a list of dated items, newest first, and what left its end, out.

use crate::model::{BlockClass, Document, PartialDate};
use crate::text::date;

/// Fewer dated items are no list.
const FEWEST: usize = 5;

/// Characters at a block's beginning and end in which an item's date stands; a date within a longer text is told of something.
const EDGE: usize = 40;

/// The dated blocks of a document, in order: which block, and its date.
fn dated(document: &Document) -> Vec<(usize, PartialDate)> {
    let day = |text: &str| {
        let found = date::find(text, document.lang, document.published);
        found.into_iter().map(|found| found.date).find(|date| date.parts().2.is_some())
    };
    let of = |text: &str| {
        let chars = text.chars().count();
        let head: String = text.chars().take(EDGE).collect();
        let tail: String = text.chars().skip(chars.saturating_sub(EDGE)).collect();
        day(&head).or_else(|| day(&tail))
    };
    let main = document.blocks.iter().enumerate().filter(|(_, block)| block.class != BlockClass::Chrome);
    main.filter_map(|(n, block)| Some((n, of(&block.text)?))).collect()
}

/// Whether a page is a list of dated items, newest first, which a listing would follow to their articles.
pub fn looks_like_listing(document: &Document) -> bool {
    is_list(&dated(document))
}

fn is_list(items: &[(usize, PartialDate)]) -> bool {
    let falls = items.windows(2).filter(|two| two[0].1.first_day() >= two[1].1.first_day()).count();
    let differ = items.windows(2).any(|two| two[0].1 != two[1].1);
    items.len() >= FEWEST && differ && falls * 10 >= (items.len() - 1) * 9
}

/// A list that moved on: from what day on it shows items now.
pub(super) struct Scrolled<'d> {
    old: &'d Document,
    items: Vec<(usize, PartialDate)>,
    oldest: PartialDate,
}

impl<'d> Scrolled<'d> {
    /// None unless both readings are lists and the newer one begins with something newer.
    pub(super) fn between(old: &'d Document, new: &Document) -> Option<Self> {
        let (items, now) = (dated(old), dated(new));
        if !is_list(&items) || !is_list(&now) {
            return None;
        }
        let newest = |items: &[(usize, PartialDate)]| items.iter().map(|(_, date)| date.first_day()).max();
        let oldest = now.iter().map(|(_, date)| *date).min_by_key(|date| date.first_day())?;
        (newest(&now) > newest(&items)).then_some(Self { old, items, oldest })
    }

    /// Whether the sentence with this key stood in an item that is older than all that are shown now.
    pub(super) fn left_the_end(&self, key: &str) -> bool {
        let Some(block) =
            self.old.blocks.iter().position(|block| block.sentences.iter().any(|sentence| sentence.key == key))
        else {
            return false;
        };
        // The date stands in the item's own block, above it or below it.
        let own = self.items.iter().find(|(at, _)| *at == block);
        let above = self.items.iter().rev().find(|(at, _)| *at < block);
        let below = self.items.iter().find(|(at, _)| *at > block);
        let date = own.or(below).or(above).map(|(_, date)| date.first_day());
        date.is_some_and(|date| date <= self.oldest.first_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind, Lang, Sentence};

    fn page(lines: &[&str]) -> Document {
        let mut document = Document { lang: Some(Lang::En), ..Document::default() };
        let mut start = 0;
        for line in lines {
            let sentences = vec![Sentence { start, end: start + line.len(), key: (*line).to_owned() }];
            let (kind, class) = (BlockKind::ListItem, BlockClass::Main);
            document.blocks.push(Block { kind, class, text: (*line).to_owned(), start, sentences });
            start += line.len() + 1;
        }
        document
    }

    const OLD: [&str; 6] = [
        "20 November 2026 The minister opened a bridge.",
        "18 November 2026 A bill was tabled.",
        "12 November 2026 Two sides met.",
        "9 November 2026 Licences will be required.",
        "3 November 2026 Tea was served.",
        "1 November 2026 Exports will be banned.",
    ];

    #[test]
    fn what_leaves_the_end_of_a_list_that_moved_on_is_told_from_what_is_taken_out_of_it() {
        let old = page(&OLD);
        let mut lines = vec!["24 November 2026 A new road.", "23 November 2026 A new school."];
        lines.extend(OLD.iter().take(4).filter(|line| !line.contains("Two sides")));
        let new = page(&lines);
        let scrolled = Scrolled::between(&old, &new).expect("a list that moved on");
        assert!(scrolled.left_the_end(OLD[5]) && scrolled.left_the_end(OLD[4]));
        assert!(!scrolled.left_the_end(OLD[2]), "taken out of the middle");
    }

    #[test]
    fn a_list_that_only_lost_items_did_not_scroll_and_an_article_is_no_list() {
        let old = page(&OLD);
        assert!(Scrolled::between(&old, &page(&OLD[..5])).is_none(), "nothing newer came");
        assert!(looks_like_listing(&old));
        assert!(!looks_like_listing(&page(&["On 3 May 2026 a rule was made.", "It holds from 1 June 2026.", "More."])));
        assert!(!looks_like_listing(&page(&[
            "1 May 2026 a",
            "2 May 2026 b",
            "3 May 2026 c",
            "4 May 2026 d",
            "5 May 2026 e"
        ])));
    }
}
