//! Pure. Small documents and sentences in four languages in, the expected differences out.

use super::*;
use crate::model::{Block, BlockClass, BlockKind, Sentence, WordChange, sha256_hex};

fn document(sentences: &[&str]) -> Document {
    let mut document = Document::default();
    let mut start = 0;
    for text in sentences {
        let key = sha256_hex(crate::text::fold::fold(text).as_bytes())[..16].to_owned();
        document.blocks.push(Block {
            kind: BlockKind::Paragraph,
            class: BlockClass::Main,
            text: (*text).to_owned(),
            start,
            sentences: vec![Sentence { start, end: start + text.len(), key }],
        });
        start += text.len() + 1;
    }
    document
}

fn edits(change: &Change) -> Vec<(usize, usize)> {
    change.edited.iter().map(|e| (e.old, e.new)).collect()
}

/// `[-struck-]{+added+}` around what changed.
fn marked(old: &str, new: &str, lang: Lang) -> String {
    let show = |p: WordPiece| match p.change {
        WordChange::Same => p.text,
        WordChange::Struck => format!("[-{}-]", p.text),
        WordChange::Added => format!("{{+{}+}}", p.text),
    };
    words(old, new, Some(lang)).into_iter().map(show).collect()
}

#[test]
fn moved_edited_added_and_removed_sentences_are_told_apart() {
    let old = document(&[
        "The ministry lists two precursors.",
        "We will train 200 officers by June.",
        "A hotline takes calls on fentanyl.",
        "Contact the press office.",
    ]);
    let new = document(&[
        "Contact the press office.",
        "The ministry lists two precursors.",
        "We will train 120 officers by June.",
        "Naloxone goes to every school in spring.",
    ]);
    let change = compare(&old, &new);
    assert_eq!((change.unchanged.len(), change.moved.as_slice()), (1, [(3, 0)].as_slice()));
    assert_eq!(edits(&change), [(1, 2)]);
    assert_eq!((change.removed, change.added), (vec![2], vec![3]));
}

#[test]
fn chinese_sentences_are_paired_by_characters() {
    let old = document(&["中方将加强对芬太尼前体的出口管制。", "双方举行会谈。"]);
    let new = document(&["天气晴朗宜人。", "中方考虑加强对芬太尼前体的出口管制。"]);
    let change = compare(&old, &new);
    assert_eq!(edits(&change), [(0, 1)]);
}

#[test]
fn a_repeated_sentence_is_matched_as_often_as_it_stands() {
    let change = compare(&document(&["Print", "A", "Print"]), &document(&["Print", "A", "Print", "Print"]));
    assert_eq!((change.unchanged.len(), change.added.len(), change.removed.len()), (3, 1, 0));
}

#[test]
fn thousands_of_edited_sentences_are_paired_in_bounded_work() {
    let texts = |word: &str| -> Vec<String> {
        (0..3000)
            .map(|i| format!("Office number {i} {word} parcel {} under the new rule of this year.", i * 7))
            .collect()
    };
    let (old, new) = (texts("inspects"), texts("examines"));
    let refs = |t: &[String]| document(&t.iter().map(String::as_str).collect::<Vec<_>>());
    let change = compare(&refs(&old), &refs(&new));
    assert_eq!(change.edited.len(), 3000);
    assert!(change.edited.iter().all(|e| e.old == e.new));
}

#[test]
fn whole_words_numbers_and_dates_are_struck_and_added() {
    for (lang, old, new, expected) in [
        (
            Lang::En,
            "We will train 200 officers.",
            "We will train 120 officers.",
            "We will train [-200-]{+120+} officers.",
        ),
        (Lang::En, "It pays $1,500 now.", "It pays $1,800 now.", "It pays $[-1,500-]{+1,800+} now."),
        (Lang::En, "They will act soon.", "They may not act soon.", "They [-will-]{+may not+} act soon."),
        (Lang::En, "Lists 4-ANPP today.", "Lists 4-AP today.", "Lists [-4-ANPP-]{+4-AP+} today."),
        (Lang::Es, "Se comprometió a más.", "Se comprometerá a más.", "Se [-comprometió-]{+comprometerá+} a más."),
        (Lang::Fr, "L'accord vaut dès mai.", "L'accord vaut dès juin.", "L'accord vaut dès [-mai-]{+juin+}."),
        (Lang::Zh, "将于2025年实施。", "将于2026年实施。", "将于[-2025年-]{+2026年+}实施。"),
        (Lang::Zh, "自4月10日起施行。", "自5月1日起施行。", "自[-4月10日-]{+5月1日+}起施行。"),
        (Lang::Zh, "列管十三种物质。", "列管二十种物质。", "列管[-十三-]{+二十+}种物质。"),
        (Lang::Zh, "中方将加强管制。", "中方考虑加强管制。", "中方[-将-]{+考虑+}加强管制。"),
    ] {
        assert_eq!(marked(old, new, lang), expected);
    }
}

#[test]
fn a_blank_between_two_struck_words_is_struck_too() {
    assert_eq!(marked("The old big rule.", "The new small rule.", Lang::En), "The [-old big-]{+new small+} rule.");
}

#[test]
fn excerpts_keep_the_place_and_whole_words() {
    let text = "alpha beta gamma delta epsilon zeta eta theta iota kappa";
    let at = text.find("epsilon").map(|s| s..s + 7).expect("the word is there");
    let cut = excerpt(text, at, 24);
    assert!(
        cut.contains("epsilon") && cut.starts_with('…') && cut.ends_with('…') && cut.chars().count() <= 24,
        "{cut}"
    );
    assert!(cut.trim_matches('…').split(' ').all(|w| text.split(' ').any(|t| t == w)), "{cut}");
    assert_eq!(excerpt("短句", 0..3, 10), "短句");
}

proptest::proptest! {
    #[test]
    fn every_sentence_is_accounted_for_once(
        old in proptest::collection::vec("[abc]( [abc]){0,3}", 0..12),
        new in proptest::collection::vec("[abc]( [abc]){0,3}", 0..12),
    ) {
        let refs = |t: &[String]| document(&t.iter().map(String::as_str).collect::<Vec<_>>());
        let c = compare(&refs(&old), &refs(&new));
        let pairs: Vec<(usize, usize)> = c.unchanged.iter().chain(&c.moved).copied().chain(edits(&c)).collect();
        let mut olds: Vec<usize> = pairs.iter().map(|p| p.0).chain(c.removed.iter().copied()).collect();
        let mut news: Vec<usize> = pairs.iter().map(|p| p.1).chain(c.added.iter().copied()).collect();
        olds.sort_unstable();
        news.sort_unstable();
        proptest::prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
        proptest::prop_assert_eq!(news, (0..new.len()).collect::<Vec<_>>());
    }

    #[test]
    fn pieces_rebuild_both_sentences(old in "[ab1.,% 禁止十\\-é]{0,30}", new in "[ab1.,% 禁止十\\-é]{0,30}") {
        for lang in [None, Some(Lang::Zh), Some(Lang::En)] {
            let pieces = words(&old, &new, lang);
            let side = |gone: WordChange| pieces.iter().filter(|p| p.change != gone).map(|p| p.text.as_str()).collect::<String>();
            proptest::prop_assert_eq!(side(WordChange::Added), old.clone());
            proptest::prop_assert_eq!(side(WordChange::Struck), new.clone());
            proptest::prop_assert!(pieces.windows(2).all(|w| w[0].change != w[1].change));
        }
    }

    #[test]
    fn excerpts_never_panic_and_stay_short(text in "\\PC{0,60}", from in 0usize..80, to in 0usize..80, max in 0usize..40) {
        proptest::prop_assert!(excerpt(&text, from..to, max).chars().count() <= max.max(2).max(text.chars().count().min(max)));
    }
}
