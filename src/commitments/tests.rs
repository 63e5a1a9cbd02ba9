//! Tests of recognition against labelled sentences.
use super::*;

const DEVELOPMENT: &str = include_str!("samples/development.tsv");
const OWN: &str = include_str!("samples/own.tsv");

struct Sample {
    text: String,
    context: Context,
    commitment: bool,
    strength: String,
    class: String,
    date: String,
}

fn samples(table: &str) -> Vec<Sample> {
    let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let f: Vec<&str> = row.split('\t').collect();
        assert_eq!(f.len(), 10, "{row}");
        Sample {
            text: f[5].to_owned(),
            context: Context {
                lang: f[0].parse().ok(),
                agency: word(f[1]),
                page_date: f[2].parse().ok(),
                source_type: f[3].parse().expect("a source type"),
                page_title: word(f[4]),
                ..Context::default()
            },
            commitment: f[6] == "yes",
            strength: f[7].to_owned(),
            class: f[8].to_owned(),
            date: f[9].to_owned(),
        }
    })
    .collect()
}

fn recognizer() -> Recognizer {
    Recognizer::new(AgencyTable::built_in())
}

fn primary(claims: &[Claim]) -> Option<&Claim> {
    claims.iter().min_by_key(|c| (!c.counts(), !c.is_commitment, std::cmp::Reverse(c.record.strength), c.start))
}

fn text_of<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |v| v.to_string())
}

/// Counts of samples, right on commitment and topic; true positives, false positives, false negatives; right fields.
fn score(table: &str) -> (usize, usize, f64, [usize; 4]) {
    let recognizer = recognizer();
    let (mut right, mut tp, mut fp, mut missed) = (0, 0, 0, 0);
    let mut fields = [0; 4];
    let all = samples(table);
    for sample in &all {
        let claims = recognizer.sentence(&sample.text, &sample.context);
        let found = primary(&claims);
        let yes = found.is_some_and(Claim::counts);
        match (yes, sample.commitment) {
            (true, true) => tp += 1,
            (true, false) => fp += 1,
            (false, true) => missed += 1,
            _ => {}
        }
        right += usize::from(yes == sample.commitment);
        let record = found.map(|c| &c.record);
        let got = [
            text_of(record.map(|r| r.strength)),
            text_of(record.and_then(|r| r.action_class)),
            text_of(record.and_then(|r| r.date)),
        ];
        let wanted = [&sample.strength, &sample.class, &sample.date];
        let mut off = yes != sample.commitment;
        if sample.commitment {
            fields[3] += 1;
            for (n, (got, wanted)) in got.iter().zip(wanted).enumerate() {
                fields[n] += usize::from(got == wanted);
                off |= got != wanted;
            }
        }
        if off {
            let why = found.map(|c| (c.rule.as_str(), c.guideline, c.topic_by, c.record.actor.as_deref()));
            eprintln!("{} {got:?} wanted {} {wanted:?} {why:?}\n    {}", yes, sample.commitment, sample.text);
        }
    }
    let f1 = 2.0 * tp as f64 / (2 * tp + fp + missed) as f64;
    eprintln!("right {right} of {}, F1 {f1:.3}, fields {fields:?}", all.len());
    (all.len(), right, f1, fields)
}

#[test]
fn development_examples_are_read_as_labelled() {
    let (all, right, _, _) = score(DEVELOPMENT);
    assert_eq!(all, 30);
    assert!(right >= 27, "{right} of {all}");
}

#[test]
fn own_sentences_with_hard_negatives_reach_the_bar() {
    let (all, _, f1, _) = score(OWN);
    assert!(all >= 60);
    assert!(f1 >= 0.85, "{f1}");
}

mod seed;
