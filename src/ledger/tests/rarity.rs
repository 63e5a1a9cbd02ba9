//! Pure. Counts how rare words and things are among the labelled sentences; only the table is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::rarity::{Kind, TABLE};
use super::super::wording::Wordings;
use crate::commitments::{Context, Recognizer};
use crate::model::AgencyTable;

const SENTENCES: [&str; 2] =
    [include_str!("../../commitments/samples/develop.jsonl"), include_str!("../../commitments/samples/learnt.jsonl")];

/// Words rarer than this are left out: what is not in the table is rare.
const RARE: f64 = 0.8;

/// How many sentences hold each name, and how many there are.
fn counted() -> (BTreeMap<(Kind, String), usize>, usize) {
    let recognizer = Recognizer::new(AgencyTable::built_in());
    let (mut counts, mut sentences) = (BTreeMap::new(), 0);
    for line in SENTENCES.iter().flat_map(|set| set.lines()) {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let Some(text) = value["text"].as_str() else { continue };
        let claims = recognizer.sentence(text, &Context::default());
        let Some(claim) = claims.first() else { continue };
        sentences += 1;
        let words = Wordings::default().of(claim);
        let mut count = |kind, name: &str| *counts.entry((kind, name.to_owned())).or_insert(0) += 1;
        words.content.names().for_each(|name| count(Kind::Word, name));
        words.things.things.names().for_each(|name| count(Kind::Thing, name));
        words.about.names().for_each(|name| count(Kind::About, name));
    }
    (counts, sentences)
}

#[test]
fn the_table_of_rarity_is_what_counting_gives() {
    let (counts, sentences) = counted();
    let mut made = String::from("# kind\tname\trarity: 0 in every sentence, 1 in one\n");
    for ((kind, name), count) in counts {
        let rarity = (sentences as f64 / count as f64).ln() / (sentences as f64).ln();
        if rarity < RARE {
            writeln!(made, "{}\t{name}\t{rarity:.2}", kind.as_str()).expect("a String takes all");
        }
    }
    if std::env::var("UPDATE_WEIGHTS").is_ok() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger/rarity.tsv");
        std::fs::write(&path, &made).expect("the table can be written");
        return;
    }
    // Sentences that are added make words a little more usual; then it is counted anew when the weights are trained.
    let lines: std::collections::BTreeSet<&str> = TABLE.lines().collect();
    let strange = made.lines().filter(|line| !lines.contains(line)).count();
    assert!(
        strange * 5 <= made.lines().count(),
        "{strange} lines are not those of the shipped table: UPDATE_WEIGHTS=1"
    );
}
