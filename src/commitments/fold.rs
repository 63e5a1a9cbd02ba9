//! Pure. A sentence in, its matching form out, with the way back: every byte of the form knows where it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Text folded for matching: NFKC, lower case, one spelling of blanks, dashes and quotes, simplified Han.
#[derive(Clone)]
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    back: Vec<u32>,
}

impl Folded {
    /// Where a range of the original stands in the folded text.
    pub(super) fn range_of(&self, original: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| self.back[..self.text.len()].partition_point(|back| (*back as usize) < offset);
        at(original.start)..at(original.end)
    }

    /// Where a range of the folded text stands in the original.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        self.back[range.start] as usize..self.back[range.end] as usize
    }
}

/// The first and last character of the common Han block.
const HAN: [char; 2] = ['\u{4e00}', '\u{9fff}'];

/// The simplified character of each of the common Han block, by its place there.
#[derive(Debug)]
pub(super) struct Simplified(Vec<char>);

impl Simplified {
    /// Of pairs of a traditional and a simplified character; every other stands for itself.
    pub(super) fn of(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        let mut simple: Vec<char> = (HAN[0]..=HAN[1]).collect();
        for (traditional, simplified) in pairs.into_iter().filter(|(traditional, _)| han_ideograph(*traditional)) {
            simple[traditional as usize - HAN[0] as usize] = simplified;
        }
        Self(simple)
    }

    fn get(&self, c: char) -> char {
        self.0.get((c as usize).wrapping_sub(HAN[0] as usize)).copied().unwrap_or(c)
    }
}

/// Folds; `han` knows the simplified characters.
pub(super) fn fold(text: &str, han: &Simplified) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), back: Vec::with_capacity(text.len() + 1) };
    let mut chars = text.char_indices().peekable();
    let marks = |next: char| !next.is_ascii() && !han_ideograph(next) && is_combining_mark(next);
    while let Some((at, c)) = chars.next() {
        if chars.peek().is_some_and(|(_, next)| marks(*next)) {
            let mut cluster = String::from(c);
            while let Some((_, mark)) = chars.next_if(|(_, next)| is_combining_mark(*next)) {
                cluster.push(mark);
            }
            cluster.nfkc().for_each(|c| push(&mut folded, c, at, han));
        } else if c.is_ascii() || han_ideograph(c) {
            push(&mut folded, c, at, han);
        } else if matches!(c, '\u{2013}' | '\u{2043}')
            && folded.text.ends_with(char::is_alphanumeric)
            && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric())
        {
            // Printed matter sets names and numbers with a longer dash: 437–38–7.
            push(&mut folded, '-', at, han);
        } else {
            std::iter::once(c).nfkc().for_each(|c| push(&mut folded, c, at, han));
        }
    }
    folded.back.push(text.len() as u32);
    folded
}

/// Whether the character is of the common Han block, which NFKC leaves alone.
pub(super) fn han_ideograph(c: char) -> bool {
    (HAN[0]..=HAN[1]).contains(&c)
}

fn push(folded: &mut Folded, c: char, at: usize, han: &Simplified) {
    let plain = match c {
        '\0' => return,
        c if c.is_ascii() => {
            if !c.is_whitespace() {
                folded.text.push(c.to_ascii_lowercase());
                folded.back.push(at as u32);
                return;
            }
            ' '
        }
        c if han_ideograph(c) => {
            let simple = han.get(c);
            folded.text.push(simple);
            folded.back.extend(std::iter::repeat_n(at as u32, simple.len_utf8()));
            return;
        }
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' => return,
        // Marks that choose between shapes of one character, and tags, show nothing either.
        '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e01ef}' => return,
        '\u{2010}'..='\u{2012}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    if plain == ' ' && folded.text.ends_with(' ') {
        return;
    }
    if plain.is_ascii() {
        folded.text.push(plain.to_ascii_lowercase());
        folded.back.push(at as u32);
    } else {
        for lower in plain.to_lowercase() {
            folded.text.push(lower);
            folded.back.extend(std::iter::repeat_n(at as u32, lower.len_utf8()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_way_back_over_width_marks_and_blanks() {
        let text = "４－ＡＰ  e\u{301} “x”";
        let folded = fold(text, &Simplified::of([]));
        assert_eq!(folded.text, "4-ap é \"x\"");
        assert_eq!(&text[folded.original(0..4)], "４－ＡＰ");
        assert_eq!(fold("a\0b", &Simplified::of([])).text, "ab");
        let x = folded.text.find('x').expect("x is there");
        assert_eq!(&text[folded.original(x..x + 1)], "x");
    }
}
