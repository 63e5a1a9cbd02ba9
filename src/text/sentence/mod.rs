//! Pure. A block of text in, the byte ranges of its sentences out.

mod abbreviation;

use std::ops::Range;

use crate::model::Lang;
use abbreviation::After;

/// A sentence longer than this is cut at the next comma or blank, so that the work per sentence stays bounded.
const LONG: usize = 4_000;
/// Without a comma or blank it is cut here.
const LONGEST: usize = 6_000;
/// More marks or quotes in a row than this are not looked at together, so that a page of dots stays linear.
const MARKS: usize = 16;

/// Splits one block into sentences; ranges are trimmed of blanks, in order, and do not overlap. Chinese after 。！？；
/// and closing quotes; others after . ! ? unless an abbreviation, number or date goes on.
pub fn split(text: &str, lang: Option<Lang>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let after = at + c.len_utf8();
        let end = if ends_sentence(c) { sentence_end(text, start, at, lang) } else { None };
        let end = end.or_else(|| must_cut(c, after - start).then_some(after));
        match end {
            Some(end) => {
                push_trimmed(text, start..end, &mut found);
                start = end;
                at = end;
            }
            None => at = after,
        }
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let slice = &text[range.clone()];
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        let start = range.start + (slice.len() - slice.trim_start().len());
        found.push(start..start + trimmed.len());
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '；' | '…' | '\n' | '．' | '｡')
}

fn must_cut(c: char, length: usize) -> bool {
    length >= LONGEST || (length >= LONG && (c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；')))
}

/// Where the sentence ends if the mark at `at` ends it.
fn sentence_end(text: &str, start: usize, at: usize, lang: Option<Lang>) -> Option<usize> {
    let marks_end = at + run(&text[at..], |c| ends_sentence(c) && c != '\n').max(1);
    let marks = &text[at..marks_end];
    let end = marks_end + closers(&text[marks_end..]);
    let rest = &text[end..];
    if marks.contains(['\n', '。', '！', '？', '；', '｡']) {
        return Some(end);
    }
    let next = rest.chars().next();
    if next.is_none_or(is_han) {
        // "4.5万" has a digit after its point, so a Han character right after the mark begins something new.
        return Some(end);
    }
    let before = text[start..at].chars().next_back();
    if marks.contains('…') && !next.is_some_and(char::is_whitespace) {
        return before.is_some_and(is_han).then_some(end);
    }
    if !next.is_some_and(char::is_whitespace) {
        return None;
    }
    let word = rest.trim_start();
    let goes_on = word.chars().find(|c| !is_opener(*c)).is_some_and(char::is_lowercase);
    if goes_on || (marks == "." && end == marks_end && point_goes_on(&text[start..at], word, lang)) {
        return None;
    }
    Some(end)
}

/// Whether a single point after `before` belongs to an abbreviation or a list number.
fn point_goes_on(before: &str, next: &str, lang: Option<Lang>) -> bool {
    if is_list_number(before) {
        return true;
    }
    match abbreviation::classify(last_word(before), lang) {
        After::Goes => true,
        After::NumberOnly => next.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X' | '№')),
        After::UnlessStarter => !abbreviation::starts_sentence(next),
        After::Ends => false,
    }
}

/// "1", "(a" or "IV" alone before the point: the number of a list item.
fn is_list_number(before: &str) -> bool {
    let word = before.trim().trim_start_matches('(');
    let roman = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'i' | 'v' | 'x'));
    let digits = word.chars().all(|c| c.is_ascii_digit() || c == '.');
    !word.is_empty() && ((roman && word.len() <= 5) || (digits && word.len() <= 6) || word.len() == 1)
}

/// The letters, digits and inner points right before the mark.
fn last_word(before: &str) -> &str {
    let length: usize = before
        .chars()
        .rev()
        .take(24)
        .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | 'º' | '°'))
        .map(char::len_utf8)
        .sum();
    &before[before.len() - length..]
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.chars().take(MARKS).take_while(|c| belongs(*c)).map(char::len_utf8).sum()
}

/// The length of the quotes and brackets that close after the mark; French ones may have a blank before them.
fn closers(text: &str) -> usize {
    let mut length = run(text, is_closer);
    let rest = &text[length..];
    let mut chars = rest.chars();
    if let (Some(' ' | '\u{a0}' | '\u{202f}'), Some('»')) = (chars.next(), chars.next()) {
        length += rest.find('»').unwrap_or(0) + '»'.len_utf8();
    }
    length
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | '」' | '』' | '）' | ')' | '】' | ']' | '》')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '‹' | '(' | '[' | '¿' | '¡') || c.is_whitespace()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests;
