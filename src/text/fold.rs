//! Pure. Text in, its comparison form out: what differs only in width, spaces, quotes or invisible marks folds alike.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Folds for comparison: NFKC, zero-width and bidi marks and soft hyphens removed, every blank one space, none between
/// Han characters, quotes and dashes folded, lower case. Never for display. "10.5 %" and "105 %" stay different.
pub fn fold(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), offsets: None, blank: None };
    folded.take(text);
    folded.text
}

/// Folds like [`fold`] and tells for each byte of the folded text where its source character starts in the original.
pub fn fold_with_offsets(text: &str) -> (String, Vec<u32>) {
    let mut folded =
        Folded { text: String::with_capacity(text.len()), offsets: Some(Vec::with_capacity(text.len())), blank: None };
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
}

impl Folded {
    fn take(&mut self, text: &str) {
        let mut start = 0;
        while start < text.len() {
            let offset = u32::try_from(start).unwrap_or(u32::MAX);
            if let Some(c) = stable(&text[start..]) {
                self.push(c.to_ascii_lowercase(), offset);
                start += c.len_utf8();
                continue;
            }
            let end = cluster_end(text, start);
            for c in text[start..end].chars().filter(|c| !is_invisible(*c)).nfkc() {
                for lower in c.to_lowercase() {
                    self.push(lower, offset);
                }
            }
            start = end;
        }
    }

    fn push(&mut self, c: char, offset: u32) {
        if is_invisible(c) {
            return;
        }
        if c.is_whitespace() {
            self.blank.get_or_insert(offset);
            return;
        }
        let c = fold_mark(c);
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
