//! Holds the text functions and the comparison to work that grows with the text, whatever a page sends.

use std::time::{Duration, Instant};

use pledgewatch::model::{Block, BlockClass, BlockKind, Document, Sentence, sha256_hex};
use pledgewatch::{diff, text};

/// Runs the work on a text and on one eight times as long: linear takes 8 times as long, quadratic 64.
fn grows_linearly(name: &str, pieces: &[&str], copies: usize, work: impl Fn(&str) -> usize) {
    for piece in pieces {
        let time = |copies: usize| {
            let text = piece.repeat(copies);
            let start = Instant::now();
            assert!(work(&text) <= text.len(), "{name} {piece:?}: more results than bytes");
            start.elapsed()
        };
        let (short, long) = (time(copies), time(copies * 8));
        assert!(long < short * 30 + Duration::from_millis(200), "{name} {piece:?}: {short:?} then {long:?}");
    }
}

#[test]
fn dates_are_found_in_linear_time() {
    let pieces =
        ["10 ", "1", "May ", "2026年", "十", "-10/11", "within ", "...", "de 2026 ", "fin de ", "Monday, ", "2026 "];
    let page = "2026-04-07".parse().ok();
    grows_linearly("date", &pieces, 2_000, |t| text::date::find(t, None, page).len());
}

#[test]
fn numbers_are_found_in_linear_time() {
    let pieces = ["1,", "1 000 ", "1", "十", "亿", "one hundred and ", "1.", "mil "];
    grows_linearly("number", &pieces, 3_000, |t| text::number::find(t, None).len());
}

#[test]
fn sentences_are_split_in_linear_time_and_stay_short() {
    let pieces = [".", "a.", ". ", "…", "?!", "”", ".\u{a0}", "word ", "禁"];
    grows_linearly("sentence", &pieces, 5_000, |t| {
        let ranges = text::sentence::split(t, None);
        assert!(ranges.iter().all(|r| r.len() <= 6_100));
        ranges.len()
    });
}

#[test]
fn folding_takes_linear_time() {
    let pieces = ["a", " ", "\u{301}", "禁 ", "\u{200b}", "ﬁ"];
    grows_linearly("fold", &pieces, 5_000, |t| text::fold::fold(t).len());
}

fn document(sentences: &[String]) -> Document {
    let mut document = Document::default();
    let mut start = 0;
    for text in sentences {
        let end = start + text.len();
        let key = sha256_hex(text.as_bytes())[..16].to_owned();
        document.blocks.push(Block {
            kind: BlockKind::Paragraph,
            class: BlockClass::Main,
            text: text.clone(),
            start,
            sentences: vec![Sentence { start, end, key }],
        });
        start = end + 1;
    }
    document
}

#[test]
fn comparing_hostile_documents_is_bounded() {
    let start = Instant::now();
    let forward: Vec<String> = (0..4_000).map(|i| format!("sentence {i}")).collect();
    let backward: Vec<String> = forward.iter().rev().cloned().collect();
    let change = diff::compare(&document(&forward), &document(&backward));
    assert!(change.is_empty() && change.unchanged.len() + change.moved.len() == 4_000);
    let alike =
        |word: &str| -> Vec<String> { (0..1_500).map(|i| format!("the same common words {word} {}", i % 9)).collect() };
    let change = diff::compare(&document(&alike("before")), &document(&alike("after")));
    assert_eq!(change.edited.len() + change.removed.len(), 1_500);
    let (long, other) = ("alpha beta ".repeat(20_000), "beta gamma ".repeat(20_000));
    assert_eq!(diff::words(&long, &other, None).len(), 2);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
