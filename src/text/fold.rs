//! Pure. Text in, its comparison form out: what differs only in width, spaces, quotes or invisible marks folds alike.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use crate::model::{LeftOut, Step};

/// Folds for comparison: NFKC, zero-width and bidi marks and soft hyphens removed, every blank one space, none between
/// Han characters, quotes and dashes folded, lower case. Never for display. "10.5 %" and "105 %" stay different.
pub fn fold(text: &str) -> String {
    fold_without(text, LeftOut::default())
}

/// The same with some steps left out.
pub fn fold_without(text: &str, left_out: LeftOut) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), offsets: None, blank: None, left_out };
    folded.take(text);
    folded.text
}

/// Folds like [`fold`] and tells for each byte of the folded text where its source character starts in the original.
pub fn fold_with_offsets(text: &str) -> (String, Vec<u32>) {
    let offsets = Some(Vec::with_capacity(text.len()));
    let text_of = String::with_capacity(text.len());
    let mut folded = Folded { text: text_of, offsets, blank: None, left_out: LeftOut::default() };
    folded.take(text);
    (folded.text, folded.offsets.unwrap_or_default())
}

/// The first character where NFKC leaves it alone, so that most text need not be composed: an ASCII or a common Han
/// character with another one, or nothing, behind it.
fn stable(rest: &str) -> Option<char> {
    let plain = |c: &char| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}');
    let mut chars = rest.chars();
    let first = chars.next().filter(plain)?;
    chars.next().is_none_or(|next| plain(&next)).then_some(first)
}

/// In lower case; no copy of what has no capitals, as most words, and all Chinese text.
pub fn lower(text: &str) -> Cow<'_, str> {
    // Beside Han characters stand signs of full width up to '＠', after which letters begin.
    let small =
        |c: char| if c.is_ascii() { !c.is_ascii_uppercase() } else { is_east_asian(c) || matches!(c, '！'..='＠') };
    if text.chars().all(small) { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// The folded text so far, with a blank held back until it is known what follows.
struct Folded {
    text: String,
    offsets: Option<Vec<u32>>,
    blank: Option<u32>,
    left_out: LeftOut,
}

impl Folded {
    fn take(&mut self, text: &str) {
        let mut start = 0;
        while start < text.len() {
            let offset = u32::try_from(start).unwrap_or(u32::MAX);
            if let Some(c) = stable(&text[start..]) {
                self.push(if self.left_out.takes(Step::Case) { c.to_ascii_lowercase() } else { c }, offset);
                start += c.len_utf8();
                continue;
            }
            let end = cluster_end(text, start);
            let all = !self.left_out.takes(Step::Invisible);
            let seen = text[start..end].chars().filter(|c| all || !is_invisible(*c));
            if self.left_out.takes(Step::Unicode) {
                seen.nfkc().for_each(|c| self.push_small(c, offset));
            } else {
                seen.for_each(|c| self.push_small(c, offset));
            }
            start = end;
        }
    }

    fn push_small(&mut self, c: char, offset: u32) {
        if self.left_out.takes(Step::Case) {
            c.to_lowercase().for_each(|lower| self.push(lower, offset));
        } else {
            self.push(c, offset);
        }
    }

    fn push(&mut self, c: char, offset: u32) {
        if is_invisible(c) && self.left_out.takes(Step::Invisible) {
            return;
        }
        if c.is_whitespace() && self.left_out.takes(Step::Blanks) {
            self.blank.get_or_insert(offset);
            return;
        }
        let c = match fold_mark(c) {
            '-' if !self.left_out.takes(Step::Dashes) => c,
            '\'' | '"' if !self.left_out.takes(Step::Quotes) => c,
            folded => folded,
        };
        if let Some(at) = self.blank.take() {
            let before = self.text.chars().next_back();
            if before.is_some_and(|b| !(is_east_asian(b) && is_east_asian(c))) {
                self.append(' ', at);
            }
        }
        self.append(c, offset);
    }

    fn append(&mut self, c: char, offset: u32) {
        self.text.push(c);
        if let Some(offsets) = &mut self.offsets {
            offsets.resize(self.text.len(), offset);
        }
    }
}

/// The end of the character at `start` with what combines with it, so that NFKC sees them together.
fn cluster_end(text: &str, start: usize) -> usize {
    let mut end = start;
    for c in text[start..].chars() {
        if end > start && !combines(c) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Marks, invisible signs between a letter and its mark, and the Korean letters that compose.
fn combines(c: char) -> bool {
    is_combining_mark(c)
        || canonical_combining_class(c) != 0
        || is_invisible(c)
        || matches!(c, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}' | '\u{ff9e}' | '\u{ff9f}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{61c}' | '\u{fe0e}' | '\u{fe0f}')
}

fn fold_mark(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '`' | '\u{b4}' | '\u{2bc}' | '‹' | '›' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' | '「' | '」' | '『' | '』' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' => '-',
        other => other,
    }
}

/// Han characters and the punctuation set with them, between which a blank is only a line break.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_different_folds_alike() {
        for (a, b) in [
            ("Fenta\u{ad}nyl\u{200b}  control", "fentanyl control"),
            ("ＡＮＰＰ　２０２５", "anpp 2025"),
            ("对 芬太尼\n前体", "对芬太尼前体"),
            ("“L’accord”", "\"l'accord\""),
            ("2025–2026", "2025-2026"),
            ("cafe\u{301}", "CAFÉ"),
            ("a\u{a0}b\u{202f}c", "a b c"),
            (" trimmed ", "trimmed"),
        ] {
            assert_eq!(fold(a), fold(b), "{a:?} {b:?}");
        }
        for (a, b) in [("10.5 %", "105 %"), ("1 000", "100 0"), ("不得出口", "得出口"), ("4-ANPP", "4 ANPP")] {
            assert_ne!(fold(a), fold(b));
        }
    }

    #[test]
    fn each_step_can_be_left_out() {
        for (step, a, b) in [
            (Step::Unicode, "１３ precursors", "13 precursors"),
            (Step::Invisible, "fen\u{ad}tanyl", "fentanyl"),
            (Step::Blanks, "a  b", "a b"),
            (Step::Quotes, "“a”", "\"a\""),
            (Step::Dashes, "4–AP", "4-AP"),
            (Step::Case, "Fentanyl", "fentanyl"),
        ] {
            assert_eq!(fold(a), fold(b), "{step}");
            let left_out = LeftOut::of([step]);
            assert_ne!(fold_without(a, left_out), fold_without(b, left_out), "{step}");
            let others = LeftOut::of(Step::ALL.iter().copied().filter(|other| *other != step));
            assert_eq!(fold_without(a, others), fold_without(b, others), "{step} alone");
        }
    }

    #[test]
    fn offsets_lead_back_to_the_source_character() {
        let text = "Ａ\u{ad}é  ﬁ。";
        let (folded, offsets) = fold_with_offsets(text);
        assert_eq!(folded, "aé fi。");
        let sources: Vec<char> =
            folded.char_indices().filter_map(|(at, _)| text[offsets[at] as usize..].chars().next()).collect();
        assert_eq!(sources, ['Ａ', 'é', ' ', 'ﬁ', 'ﬁ', '。']);
    }

    proptest::proptest! {
        #[test]
        fn folded_text_has_single_blanks_and_an_offset_for_each_byte(text in "\\PC{0,40}|[ a-zÀ-ÿ\u{300}-\u{310}\u{200b}禁止 “”]{0,40}") {
            let (folded, offsets) = fold_with_offsets(&text);
            proptest::prop_assert_eq!(folded.len(), offsets.len());
            proptest::prop_assert!(offsets.windows(2).all(|w| w[0] <= w[1]));
            proptest::prop_assert!(offsets.iter().all(|o| text.is_char_boundary(*o as usize)));
            proptest::prop_assert!(!folded.contains("  ") && folded.trim() == folded);
        }
    }
}
