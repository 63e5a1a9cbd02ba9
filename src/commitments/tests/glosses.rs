//! Pure. Every word that can be marked in a sentence that is not English has its English, and no sentence of the four
//! languages is taken for one of another.

use super::super::lexicon::{Entry, Lexicons};
use super::super::shown::shown;
use super::super::topic_file::TopicFile;
use super::super::{AgencyTable, Lang, is_foreign};
use super::sets::{DEVELOP, EARLIER, read};

#[test]
fn every_cue_that_can_be_shown_has_its_english() {
    let all = Lexicons::of_topics(&AgencyTable::built_in(), &[TopicFile::built_in()]);
    let lexicons = &all[0];
    let bare = |entry: &&Entry| shown(&entry.kind).is_some() && entry.gloss.trim().is_empty();
    let mut missing = Vec::new();
    for lang in [Lang::Zh, Lang::Es, Lang::Fr] {
        let language = lexicons.language(lang);
        let entries = language.matcher.entries().iter().chain(language.pairs.iter().map(|(entry, _)| entry));
        missing.extend(entries.filter(bare).map(|entry| format!("{lang} {:?}", entry.kind)));
    }
    let of_topic = lexicons.topic.matcher.entries().iter().filter(bare);
    missing.extend(of_topic.map(|entry| format!("topic {:?}", entry.kind)));
    assert!(missing.is_empty(), "{missing:#?}");
    for entry in [&lexicons.backshift, &lexicons.embargo].into_iter().flatten() {
        assert!(!entry.gloss.is_empty());
    }
}

#[test]
fn no_labelled_sentence_is_taken_for_another_language() {
    for item in read(DEVELOP).into_iter().chain(read(EARLIER)) {
        assert!(!is_foreign(&item.label.text), "{}", item.label.text);
    }
}
