//! Pure. Text in, the numbers written in words out.

use std::ops::Range;

use super::vocabulary::{Word, connector, look_up};
use crate::model::Lang;
use crate::text::fold::lower;

/// A number being read word by word.
#[derive(Default)]
struct Reading {
    start: usize,
    end: usize,
    /// What the finished scales add up to.
    total: f64,
    /// What stands since the last scale.
    current: f64,
    /// The size the next added word must stay below.
    below: f64,
    /// The scale the next one must stay below.
    scale: f64,
    last: Option<Word>,
}

/// Every number in words of one language.
pub(super) fn find(text: &str, lang: Lang) -> Vec<(Range<usize>, f64)> {
    let mut found = Vec::new();
    let mut reading: Option<Reading> = None;
    let mut connected = false;
    for hit in words(text) {
        if hit.len() > 24 {
            finish(reading.take(), &mut found);
            continue;
        }
        let lower = lower(&text[hit.clone()]);
        let near = reading.as_ref().is_some_and(|r| joins(&text[r.end..hit.start], connected, lang));
        if near && !connected && lower == connector(lang) {
            connected = true;
            continue;
        }
        let Some(word) = look_up(&lower, lang) else {
            finish(reading.take(), &mut found);
            connected = false;
            continue;
        };
        let taken = near && reading.as_mut().is_some_and(|r| r.take(word, hit.end, &text[r.end..hit.start]));
        if !taken {
            finish(reading.take(), &mut found);
            reading = Reading::begin(word, hit, lang);
        }
        connected = false;
    }
    finish(reading, &mut found);
    found
}

/// Where the words of a text stand.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|c: char| !c.is_alphanumeric());
        from = length.map_or(text.len(), |length| start + length);
        Some(start..from)
    })
}

/// Whether what stands between two number words keeps them together.
fn joins(gap: &str, connected: bool, lang: Lang) -> bool {
    let gap = gap.trim_matches([' ', '\u{a0}', '\u{202f}', '-', '‑']);
    gap.is_empty() || (connected && gap.eq_ignore_ascii_case(connector(lang)))
}

/// What half of a scale is multiplied by.
const HALF: f64 = 0.5;

fn finish(reading: Option<Reading>, found: &mut Vec<(Range<usize>, f64)>) {
    // An article alone is no number, nor is a half of nothing told.
    if let Some(r) = reading
        && !(r.last == Some(Word::Article) && r.total + r.current == 1.0)
        && r.total + r.current != HALF
    {
        found.push((r.start..r.end, r.total + r.current));
    }
}

impl Reading {
    fn begin(word: Word, range: Range<usize>, lang: Lang) -> Option<Self> {
        let (current, below) = match word {
            // dix-neuf; the teens of other languages are one word.
            Word::Adds(10.0) if lang == Lang::Fr => (10.0, 10.0),
            Word::Adds(value) => (value, room_after(value)),
            Word::Article => (1.0, 1.0),
            Word::Half => (HALF, 0.0),
            Word::Times(value) => (value, value),
            Word::Scale(_) => return None,
        };
        let scale = if word == Word::Times(1e3) { 1e3 } else { f64::INFINITY };
        Some(Self { start: range.start, end: range.end, total: 0.0, current, below, scale, last: Some(word) })
    }

    /// Takes one more word; false when it begins another number.
    fn take(&mut self, word: Word, end: usize, gap: &str) -> bool {
        let fits = match word {
            Word::Adds(value) => self.add(value, gap),
            // "half a dozen", "half a million".
            Word::Article if self.last == Some(Word::Half) => true,
            // "treinta y un", but not "two hundred a month".
            Word::Article => !gap.trim().is_empty() && self.add(1.0, gap),
            Word::Times(by) | Word::Scale(by) => self.multiply(by),
            Word::Half => self.add_half(gap),
        };
        if fits {
            self.end = end;
            let opens = word == Word::Article && self.last == Some(Word::Half);
            self.last = Some(if opens { Word::Half } else { word });
        }
        fits
    }

    fn add(&mut self, value: f64, gap: &str) -> bool {
        // quatre-vingts is four times twenty.
        if value == 20.0 && self.last == Some(Word::Adds(4.0)) && gap == "-" {
            self.current += 76.0;
            self.below = 20.0;
            return true;
        }
        // Ten is followed by seven, eight and nine alone: dix-sept, but quatorze.
        let after_ten = self.last == Some(Word::Adds(10.0)) && (value < 7.0 || !gap.contains(['-', '‑', ' ']));
        if value >= self.below || value == 0.0 || after_ten {
            return false;
        }
        self.current += value;
        // soixante et onze, quatre-vingt-dix-neuf: a ten may be followed by a unit.
        self.below = if value == 10.0 { 10.0 } else { room_after(value) };
        true
    }

    /// "Dos millones y medio", "un million et demi".
    fn add_half(&mut self, gap: &str) -> bool {
        let scaled = matches!(self.last, Some(Word::Scale(by)) if by >= 1e6);
        if !scaled || gap.trim().is_empty() {
            return false;
        }
        self.total += self.scale * HALF;
        true
    }

    fn multiply(&mut self, by: f64) -> bool {
        if by <= 100.0 {
            if self.current == 0.0 || self.current >= 100.0 {
                return false;
            }
            self.current *= by;
            self.below = if by == 100.0 { 100.0 } else { 0.0 };
            return true;
        }
        let whole = self.total + self.current;
        // "mil millones": a thousand counts as the factor of the greater scale.
        if whole > 0.0 && whole < 1e6 && by >= 1e6 && self.scale <= 1e3 {
            self.total = whole * by;
        } else if self.current > 0.0 && by < self.scale {
            self.total += self.current * by;
        } else {
            return false;
        }
        self.current = 0.0;
        self.scale = by;
        self.below = by.min(1e3);
        true
    }
}

/// What may still be added after a word: units after tens, up to nineteen after sixty, less than a hundred after hundreds.
fn room_after(value: f64) -> f64 {
    match value {
        v if v >= 100.0 => 100.0,
        60.0 => 20.0,
        v if v >= 20.0 && v % 10.0 == 0.0 => 10.0,
        _ => 0.0,
    }
}
