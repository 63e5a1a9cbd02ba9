//! Pure. Two sentences in, runs of whole words that stayed, went or came out.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::token;
use crate::model::{Lang, WordChange, WordPiece};

/// Sentences of more tokens than this are shown as a whole struck and a whole added: Myers would be slow on them.
const MOST_TOKENS: usize = 3_000;

/// The pieces; same and struck rebuild the old sentence, same and added the new one.
pub(super) fn pieces(old: &str, new: &str, lang: Option<Lang>) -> Vec<WordPiece> {
    let (old_tokens, new_tokens): (Vec<&str>, Vec<&str>) = (token::tokens(old).collect(), token::tokens(new).collect());
    let mut run = Run::default();
    if old_tokens.len().max(new_tokens.len()) > MOST_TOKENS && old != new {
        run.change(old, new);
        return run.finish();
    }
    for op in capture_diff_slices(Algorithm::Myers, &old_tokens, &new_tokens) {
        let (before, after) = (old_tokens[op.old_range()].concat(), new_tokens[op.new_range()].concat());
        match op {
            DiffOp::Equal { len, .. } if !reads_as_gap(&before, len, lang) => run.same(&before),
            DiffOp::Equal { .. } => run.gap(&before),
            _ => run.change(&before, &after),
        }
    }
    run.finish()
}

/// A lone blank, or in Chinese a lone character, between two changes reads better as part of them.
fn reads_as_gap(text: &str, tokens: usize, lang: Option<Lang>) -> bool {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
    tokens == 1 && (text.trim().is_empty() || (lang == Some(Lang::Zh) && text.chars().all(han)))
}

/// Pieces being put together: one change is open at a time.
#[derive(Default)]
struct Run {
    done: Vec<WordPiece>,
    struck: String,
    added: String,
    gap: String,
}

impl Run {
    fn same(&mut self, text: &str) {
        self.close();
        self.push(WordChange::Same, text);
    }

    /// Text that stays by itself, unless changes stand on both sides of it.
    fn gap(&mut self, text: &str) {
        if self.struck.is_empty() && self.added.is_empty() {
            self.push(WordChange::Same, text);
        } else {
            self.gap.push_str(text);
        }
    }

    fn change(&mut self, before: &str, after: &str) {
        let gap = std::mem::take(&mut self.gap);
        // "a b" that only lost "b" keeps its blank; one that was replaced on both sides takes it in.
        self.struck.push_str(&gap);
        self.added.push_str(&gap);
        self.struck.push_str(before);
        self.added.push_str(after);
    }

    fn close(&mut self) {
        let (struck, added) = (std::mem::take(&mut self.struck), std::mem::take(&mut self.added));
        self.push(WordChange::Struck, &struck);
        self.push(WordChange::Added, &added);
        let gap = std::mem::take(&mut self.gap);
        self.push(WordChange::Same, &gap);
    }

    fn push(&mut self, change: WordChange, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.done.last_mut() {
            Some(last) if last.change == change => last.text.push_str(text),
            _ => self.done.push(WordPiece { change, text: text.to_owned() }),
        }
    }

    fn finish(mut self) -> Vec<WordPiece> {
        self.close();
        self.done
    }
}
