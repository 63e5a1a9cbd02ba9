//! Pure. The labelled sets, JSON lines in: a document line, then the sentences of that document with every field of the contract.

use serde::Deserialize;

use super::super::Context;
use crate::model::{DateKind, Lang, Polarity, Quantity, SpeakerRole, Strength};

/// Sentences that rules are written by.
pub(super) const DEVELOP: &str = include_str!("../samples/develop.jsonl");
/// Sentences of other agencies and kinds of document, by other authors; only its figures are looked at.
pub(super) const BLIND: &str = include_str!("../samples/blind.jsonl");

/// Whole pages, every sentence labelled: mostly what surrounds a commitment and is none.
pub(super) const PAGES: &str = include_str!("../samples/pages.jsonl");
/// Whole pages of another author that nothing is learnt from.
pub(super) const PAGES_UNSEEN: &str = include_str!("../samples/pages-unseen.jsonl");

/// Sentences written and labelled while the lexicons were widened by what they showed: to learn from, not to measure by.
pub(super) const LEARNT: &str = include_str!("../samples/learnt.jsonl");
/// Sentences that are each a commitment, labelled with its class and how firm it is: what they leave out is not labelled.
pub(super) const CLASSES: &str = include_str!("../samples/classes.jsonl");
/// Sentences labelled before these sets, with fewer fields: what is left out there is not labelled.
pub(super) const EARLIER: &str = include_str!("../samples/earlier.jsonl");

/// Where sentences stand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) document: String,
    pub(super) lang: Lang,
    #[serde(default)]
    pub(super) script: Option<String>,
    pub(super) agency: String,
    #[serde(default)]
    pub(super) country: Option<String>,
    pub(super) page_date: String,
    pub(super) source_type: String,
    #[serde(default)]
    pub(super) page_title: Option<String>,
}

impl Header {
    /// Whether it is a whole page, and not a choice of sentences.
    pub(super) fn is_page(&self) -> bool {
        self.document.starts_with("wp-")
    }
}

/// One claim as labelled.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    #[serde(default)]
    pub(super) text: String,
    /// The guideline that decides; 0 for plain description.
    #[serde(default)]
    pub(super) guideline: u8,
    #[serde(default)]
    pub(super) is_commitment: bool,
    #[serde(default)]
    pub(super) topic_fentanyl: bool,
    #[serde(default)]
    pub(super) actor: Option<String>,
    #[serde(default)]
    pub(super) action_class: Option<String>,
    #[serde(default)]
    pub(super) objects: Vec<String>,
    #[serde(default)]
    pub(super) counterparties: Vec<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "a field of the contract, labelled and not measured")]
    pub(super) issuers: Vec<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "a field of the contract, labelled and not measured")]
    pub(super) binds: Option<String>,
    #[serde(default)]
    pub(super) deadline_or_effective: Option<String>,
    #[serde(default)]
    pub(super) date_kind: Option<DateKind>,
    #[serde(default)]
    pub(super) quantity: Option<Quantity>,
    #[serde(default = "none")]
    pub(super) strength: Strength,
    #[serde(default = "positive")]
    pub(super) polarity: Polarity,
    #[serde(default)]
    pub(super) speaker_role: Option<SpeakerRole>,
    /// Looks like a commitment and is none.
    #[serde(default)]
    pub(super) hard: bool,
    /// The words of this claim, when the sentence holds several.
    #[serde(default)]
    pub(super) quote: Option<String>,
    /// Further commitments of the same sentence.
    #[serde(default)]
    pub(super) more: Vec<Label>,
}

fn none() -> Strength {
    Strength::None
}

fn positive() -> Polarity {
    Polarity::Positive
}

impl Label {
    /// Whether it is one that is told: a commitment on the topic.
    pub(super) fn counts(&self) -> bool {
        self.is_commitment && self.topic_fentanyl
    }
}

/// A sentence with its label and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) header: Header,
    pub(super) label: Label,
}

impl Item {
    pub(super) fn context(&self) -> Context {
        let header = &self.header;
        Context {
            lang: Some(header.lang),
            agency: (!header.agency.is_empty()).then(|| header.agency.clone()),
            country: header.country.clone(),
            page_date: header.page_date.parse().ok(),
            source_type: header.source_type.parse().expect("any word is a source type"),
            page_title: header.page_title.clone(),
            ..Context::default()
        }
    }
}

/// Reads a set. A line that is neither a document nor a sentence of one fails the test that reads it.
pub(super) fn read(lines: &str) -> Vec<Item> {
    let mut header: Option<Header> = None;
    let mut items = Vec::new();
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if line.starts_with("{\"document\"") {
            header = Some(serde_json::from_str(line).unwrap_or_else(|e| panic!("line {}: {e}", number + 1)));
            continue;
        }
        let label: Label = serde_json::from_str(line).unwrap_or_else(|e| panic!("line {}: {e}", number + 1));
        let header = header.clone().expect("a document line stands first");
        items.push(Item { header, label });
    }
    items
}

#[test]
fn the_sets_are_as_large_and_as_mixed_as_they_should_be() {
    let (develop, blind) = (read(DEVELOP), read(BLIND));
    let all: Vec<&Item> = develop.iter().chain(&blind).collect();
    let of = |lang: Lang| all.iter().filter(|item| item.header.lang == lang).count();
    assert!(of(Lang::En) >= 600 && of(Lang::Zh) >= 500 && of(Lang::Es) >= 250 && of(Lang::Fr) >= 250);
    let share = |test: &dyn Fn(&Item) -> bool| all.iter().filter(|item| test(item)).count() as f64 / all.len() as f64;
    assert!(share(&|item| item.label.counts()) >= 0.38);
    assert!(share(&|item| item.label.hard && !item.label.counts()) >= 0.38);
    let traditional = all.iter().filter(|item| item.header.script.as_deref() == Some("traditional")).count();
    assert!(traditional * 5 >= of(Lang::Zh) - 5, "{traditional}");
    for guideline in 1..=13 {
        assert!(all.iter().any(|item| item.label.guideline == guideline), "{guideline}");
    }
    // The blind set is cut by agency and kind of document: no such pair stands in both.
    let place = |item: &Item| (item.header.agency.clone(), item.header.source_type.clone(), item.header.lang);
    let known: std::collections::BTreeSet<_> = develop.iter().map(|item| format!("{:?}", place(item))).collect();
    let shared = blind.iter().filter(|item| known.contains(&format!("{:?}", place(item)))).count();
    assert!(shared * 10 <= blind.len(), "{shared} of {}", blind.len());
    // A third of the sentences first written; those written since are to learn from.
    assert!(blind.len() >= 540, "{}", blind.len());
}

/// Every run of four words, or of four Han characters.
fn grams(text: &str) -> std::collections::BTreeSet<String> {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let words: Vec<String> = if text.chars().filter(|c| han(*c)).count() * 3 > text.chars().count() {
        text.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect()
    } else {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    words.windows(4).map(|four| four.join(" ")).collect()
}

#[test]
fn hardly_two_sentences_of_the_sets_are_near_duplicates() {
    let items: Vec<Item> = [DEVELOP, BLIND, PAGES, PAGES_UNSEEN].into_iter().flat_map(read).collect();
    let grams: Vec<_> = items.iter().map(|item| grams(&item.label.text)).collect();
    let mut near = std::collections::BTreeSet::new();
    for (a, one) in grams.iter().enumerate() {
        for (b, two) in grams.iter().enumerate().skip(a + 1) {
            let least = one.len().min(two.len());
            if least > 0 && one.intersection(two).count() * 2 > least {
                near.extend([a, b]);
            }
        }
    }
    assert!(near.len() * 50 < items.len(), "{} of {} share over half of their 4-grams", near.len(), items.len());
}
