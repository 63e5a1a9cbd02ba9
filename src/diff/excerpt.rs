//! Pure. A long sentence and the place that matters in, a short piece of it around that place out.

use std::ops::Range;

/// The part of `text` around the byte range, of about `max_chars` characters at most, cut at word ends and marked with
/// `…` where something is left out. A short text is given whole.
pub fn excerpt(text: &str, around: Range<usize>, max_chars: usize) -> String {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if starts.len() <= max_chars {
        return text.to_owned();
    }
    let first = starts.partition_point(|at| *at < around.start.min(text.len()));
    let last = starts.partition_point(|at| *at < around.end.min(text.len())).max(first);
    // Two places are kept for the marks.
    let room = max_chars.saturating_sub(2);
    let spare = room.saturating_sub(last - first);
    let from = first.saturating_sub(spare / 2).min(starts.len().saturating_sub(room));
    let to = (from + room).min(starts.len());
    let byte = |place: usize| starts.get(place).copied().unwrap_or(text.len());
    let (mut start, mut end) = (byte(from), byte(to));
    if start > 0 && !at_word_edge(text, start) {
        let limit = byte(first).max(start);
        start += text[start..limit].find(char::is_whitespace).unwrap_or(0);
    }
    if end < text.len() && !at_word_edge(text, end) {
        let limit = byte(last).min(end);
        end = text[limit..end].rfind(char::is_whitespace).map_or(end, |at| limit + at);
    }
    let (head, tail) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{head}{}{tail}", text[start..end].trim())
}

fn at_word_edge(text: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !matches!(c, '\u{3400}'..='\u{9fff}'));
    !(letter(text[..at].chars().next_back()) && letter(text[at..].chars().next()))
}
