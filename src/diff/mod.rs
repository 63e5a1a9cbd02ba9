//! Pure. Two Documents in, a Change out; two sentences in, their word-level pieces out.

mod align;
mod excerpt;
mod likeness;
mod pair;
mod pieces;
mod token;

use crate::model::{Change, Document, Lang, WordPiece};

pub use excerpt::excerpt;

/// Aligns the sentences of two documents. Equal keys are the same sentence wherever they stand (moved text is moved);
/// the rest is paired as edited when alike enough.
pub fn compare(old: &Document, new: &Document) -> Change {
    let (old, new) = (old.sentences(), new.sentences());
    let keys =
        |all: &[crate::model::SentenceRef<'_>]| -> Vec<String> { all.iter().map(|s| s.sentence.key.clone()).collect() };
    let alignment = align::align(&keys(&old), &keys(&new));
    let text = |all: &[crate::model::SentenceRef<'_>], left: &[usize]| -> Vec<(usize, String)> {
        left.iter().map(|i| (*i, crate::text::fold::fold(all[*i].text))).collect()
    };
    let edited = pair::pair(&text(&old, &alignment.old_left), &text(&new, &alignment.new_left), (old.len(), new.len()));
    let (mut removed, mut added) = (alignment.old_left, alignment.new_left);
    let old_paired: std::collections::HashSet<usize> = edited.iter().map(|e| e.old).collect();
    let new_paired: std::collections::HashSet<usize> = edited.iter().map(|e| e.new).collect();
    removed.retain(|i| !old_paired.contains(i));
    added.retain(|i| !new_paired.contains(i));
    Change { unchanged: alignment.unchanged, moved: alignment.moved, edited, added, removed }
}

/// Whole-word difference of two sentences; Chinese is compared by character and widened to whole words or numbers.
pub fn words(old: &str, new: &str, lang: Option<Lang>) -> Vec<WordPiece> {
    pieces::pieces(old, new, lang)
}

#[cfg(test)]
mod tests;
