//! Pure. Two sentences in; how alike they are worded, 0 to 1, out. Each sentence is folded once for all comparisons.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::text::fold::fold;

/// A sentence ready to be compared.
#[derive(Debug)]
struct Folded {
    text: String,
    /// Pairs of neighbouring letters and digits, sorted.
    pairs: Vec<(char, char)>,
}

/// The sentences compared so far.
#[derive(Debug, Default)]
pub(super) struct Wordings(RefCell<HashMap<String, Rc<Folded>>>);

impl Wordings {
    /// Dice coefficient over character bigrams of the folded text: works alike for Chinese and Latin scripts.
    pub(super) fn likeness(&self, a: &str, b: &str) -> f64 {
        if a == b {
            return 1.0;
        }
        let (left, right) = (self.folded(a), self.folded(b));
        if left.pairs.is_empty() || right.pairs.is_empty() {
            return if left.text == right.text { 1.0 } else { 0.0 };
        }
        let (left, right) = (&left.pairs, &right.pairs);
        let (mut i, mut j, mut shared) = (0, 0, 0usize);
        while i < left.len() && j < right.len() {
            match left[i].cmp(&right[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        2.0 * shared as f64 / (left.len() + right.len()) as f64
    }

    fn folded(&self, sentence: &str) -> Rc<Folded> {
        if let Some(known) = self.0.borrow().get(sentence) {
            return Rc::clone(known);
        }
        let text = fold(sentence);
        let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<(char, char)> = chars.windows(2).map(|w| (w[0], w[1])).collect();
        pairs.sort_unstable();
        let made = Rc::new(Folded { text, pairs });
        self.0.borrow_mut().insert(sentence.to_owned(), Rc::clone(&made));
        made
    }
}

/// The likeness of one pair.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    Wordings::default().likeness(a, b)
}
