//! Trains what each thing seen in a pair weighs from the labelled pairs, and measures the weights on what was left out; only
//! their table is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use pledgewatch::commitments::Recognizer;
use pledgewatch::ledger::{Seen, Wordings, seen};
use pledgewatch::model::AgencyTable;

use super::{KINDS, MORE, PAIRS, PLAIN, THIRD, akin, held, parse, read_all};
use crate::print;

const FILES: [(&str, &str); 7] = [
    ("first", PAIRS),
    ("kinds", KINDS),
    ("more", MORE),
    ("third", THIRD),
    ("plain 1", PLAIN[0]),
    ("plain 2", PLAIN[1]),
    ("plain 3", PLAIN[2]),
];

/// What speaks neither for nor against by itself; all else that is not in common speaks against.
const EITHER: &[&str] = &[
    "every pair",
    "same body",
    "a joint act",
    "a body and its government",
    "two sides",
    "in two languages",
    "firmer later",
    "two weeks apart",
    "class not known",
    "date moved, as said",
];
/// What two pairs share never speaks against their being one.
const FOR: &[&str] = &[
    "objects in common",
    "general objects in common",
    "as many as are named",
    "news of these days",
    "versions of one text",
    "a substance in common",
    "said as known",
    "names the earlier page's month",
    "dates agree",
    "same day",
    "a month in common",
    "a place in common",
    "as often",
    "only date or number moved",
    "things in common",
    "share of things in common",
    "things of the shorter in common",
    "one act on most of the same",
    "about the same",
    "about rare things",
    "same class",
    "same parties",
    "partners in common",
    "same number of the same",
    "same number",
    "a number in common",
    "a telling number in common",
    "a name in common",
    "names in common",
    "words in common",
    "words of the shorter in common",
];

/// Sentences of different pairs are many and mostly easy: so much of one labelled pair each counts.
const STRANGER: f64 = 0.05;
/// How hard weights are pulled to zero, how often the pairs are gone through, how far a step goes.
const PULL: f64 = 0.3;
const EPOCHS: usize = 60;
const RATE: f64 = 0.3;
/// Of the different pairs left out that share may be joined, of strangers that. The pairs are written to be as alike as two pledges
/// can be; at a hundredth of them, more than half of the same ones would stand apart.
const WRONG: f64 = 0.045;
const STRANGERS: f64 = 0.002;

/// One pair to learn from.
struct Example {
    id: String,
    file: usize,
    fold: usize,
    same: bool,
    /// Two sentences of different pairs.
    strangers: bool,
    /// None where nothing is weighed.
    seen: Option<Vec<(usize, f64)>>,
}

struct Corpus {
    names: Vec<&'static str>,
    examples: Vec<Example>,
}

impl Corpus {
    fn read() -> Self {
        let recognizer = Recognizer::new(AgencyTable::built_in());
        let mut corpus = Self { names: Vec::new(), examples: Vec::new() };
        for (file, (_, lines)) in FILES.iter().enumerate() {
            let pairs = parse(lines);
            let read = read_all(&recognizer, &pairs);
            let wordings = Wordings::default();
            let see = |a, b| held(a, b).and_then(|(entry, claim, place)| seen(&wordings, &claim, &place, &entry));
            let fold = |n: usize| n % 8;
            for (n, (pair, (a, b))) in pairs.iter().zip(&read).enumerate() {
                let seen = see(a, b).map(|seen| corpus.number(seen));
                let id = pair.id.clone();
                corpus.examples.push(Example { id, file, fold: fold(n), same: pair.same, strangers: false, seen });
            }
            let sentences: Vec<_> = read.iter().enumerate().flat_map(|(n, (a, b))| [(n, a), (n, b)]).collect();
            for (n, (pair, a)) in sentences.iter().enumerate() {
                for (other, b) in sentences[n + 1..].iter().filter(|(other, _)| other != pair) {
                    if akin(&pairs[*pair].id, &pairs[*other].id) {
                        continue;
                    }
                    let Some(seen) = see(a, b).map(|seen| corpus.number(seen)) else { continue };
                    let id = format!("{} {}", pairs[*pair].id, pairs[*other].id);
                    let (fold, seen) = (fold(*pair), Some(seen));
                    corpus.examples.push(Example { id, file, fold, same: false, strangers: true, seen });
                }
            }
        }
        corpus
    }

    fn number(&mut self, seen: Seen) -> Vec<(usize, f64)> {
        let mut number = |name| {
            self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
                self.names.push(name);
                self.names.len() - 1
            })
        };
        seen.into_iter().map(|(name, much)| (number(name), much)).collect()
    }

    /// Trains on what `learns` lets pass: logistic regression, each weight held to the side on which its name may speak.
    fn train(&self, learns: &dyn Fn(&Example) -> bool) -> Vec<f64> {
        let side: Vec<(f64, f64)> = self.names.iter().map(|name| limits(name)).collect();
        let mut weights = vec![0.0_f64; self.names.len()];
        let mut squares = vec![1e-3_f64; self.names.len()];
        let mut sums = vec![0.0; self.names.len()];
        let learnt: Vec<&Example> = self.examples.iter().filter(|e| e.seen.is_some() && learns(e)).collect();
        let pull = PULL / learnt.iter().filter(|e| !e.strangers).count().max(1) as f64;
        for epoch in 0..EPOCHS {
            // Labelled pairs are spread among the strangers by a fixed stride through all.
            for n in 0..learnt.len() {
                let example = learnt[(n * 7919 + epoch) % learnt.len()];
                let Some(seen) = &example.seen else { continue };
                let score: f64 = seen.iter().map(|(name, much)| weights[*name] * much).sum();
                let slope = 1.0 / (1.0 + (-score).exp()) - f64::from(u8::from(example.same));
                let slope = if example.strangers { slope * STRANGER } else { slope };
                for (name, much) in seen {
                    let pulled = if example.strangers { 0.0 } else { pull * weights[*name] };
                    let gradient = slope * much + pulled;
                    squares[*name] += gradient * gradient;
                    let (low, high) = side[*name];
                    weights[*name] = (weights[*name] - RATE * gradient / squares[*name].sqrt()).clamp(low, high);
                }
            }
            if epoch >= EPOCHS / 2 {
                sums.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight);
            }
        }
        sums.iter().map(|sum| sum / (EPOCHS - EPOCHS / 2) as f64).collect()
    }

    /// The score of each example by weights that were trained without its group.
    fn left_out(&self, group: &dyn Fn(&Example) -> usize) -> Vec<f64> {
        let groups = self.examples.iter().map(group).max().map_or(0, |last| last + 1);
        let trained: Vec<Vec<f64>> =
            (0..groups).map(|out| self.train(&|example: &Example| group(example) != out)).collect();
        self.examples.iter().map(|example| example.score(&trained[group(example)])).collect()
    }
}

/// Between what a weight may be.
fn limits(name: &str) -> (f64, f64) {
    match name {
        _ if EITHER.contains(&name) => (f64::MIN, f64::MAX),
        _ if FOR.contains(&name) => (0.0, f64::MAX),
        _ => (f64::MIN, 0.0),
    }
}

impl Example {
    fn score(&self, weights: &[f64]) -> f64 {
        let seen = self.seen.as_ref();
        seen.map_or(f64::MIN, |seen| seen.iter().map(|(name, much)| weights[*name] * much).sum())
    }
}

/// Different pairs joined, same ones missed, strangers joined.
#[derive(Default, Debug, Clone, Copy)]
struct Outcome {
    other: usize,
    wrong: usize,
    same: usize,
    missed: usize,
    strangers: usize,
    joined: usize,
}

impl Outcome {
    fn of<'a>(scored: impl Iterator<Item = (&'a Example, &'a f64)>, threshold: f64) -> Self {
        let mut found = Self::default();
        for (example, score) in scored {
            let joined = usize::from(*score >= threshold);
            match (example.strangers, example.same) {
                (true, _) => (found.strangers, found.joined) = (found.strangers + 1, found.joined + joined),
                (_, true) => (found.same, found.missed) = (found.same + 1, found.missed + 1 - joined),
                (_, false) => (found.other, found.wrong) = (found.other + 1, found.wrong + joined),
            }
        }
        found
    }

    fn told(self) -> String {
        let Self { other, wrong, same, missed, strangers, joined } = self;
        format!("wrong {wrong}/{other} missed {missed}/{same} strangers {joined}/{strangers}")
    }

    fn holds(self) -> bool {
        self.wrong as f64 <= WRONG * self.other as f64 && self.joined as f64 <= STRANGERS * self.strangers as f64
    }
}

fn figures(corpus: &Corpus, name: &str, scores: &[f64]) {
    for step in 0..9 {
        let threshold = f64::from(step) * 0.5 - 0.5;
        let all = Outcome::of(corpus.examples.iter().zip(scores), threshold);
        print(&format!("{name} at {threshold:+.1}: {}", all.told()));
    }
}

/// The lowest threshold at which what was left out is joined wrongly so seldom as is asked for.
fn threshold(corpus: &Corpus, scores: &[f64]) -> f64 {
    let steps = (-20..=60).map(|step| f64::from(step) * 0.1);
    let holds = |step: &f64| Outcome::of(corpus.examples.iter().zip(scores), *step).holds();
    steps.into_iter().find(holds).unwrap_or(6.0)
}

#[test]
fn the_weights_are_what_training_gives() {
    let corpus = Corpus::read();
    let by_file = corpus.left_out(&|example| example.file);
    let by_fold = corpus.left_out(&|example| example.fold);
    figures(&corpus, "left out by file", &by_file);
    figures(&corpus, "left out by fold", &by_fold);
    let line = threshold(&corpus, &by_fold);
    for (file, (name, _)) in FILES.iter().enumerate() {
        let of = |scores| Outcome::of(corpus.examples.iter().zip(scores).filter(|(e, _)| e.file == file), line);
        print(&format!("{name} at {line:+.1} by file: {} by fold: {}", of(&by_file).told(), of(&by_fold).told()));
    }
    if std::env::var("MISTAKES").is_ok() {
        let mut worst: Vec<_> = corpus.examples.iter().zip(&by_fold).filter(|(e, s)| !e.same && **s > 0.0).collect();
        worst.sort_by(|a, b| b.1.total_cmp(a.1));
        worst.iter().for_each(|(e, score)| print(&format!("{score:.2} {}", e.id)));
    }
    let weights = corpus.train(&|_| true);
    figures(
        &corpus,
        "trained from",
        &corpus.examples.iter().map(|example| example.score(&weights)).collect::<Vec<_>>(),
    );
    let rows: BTreeMap<&str, f64> = corpus.names.iter().copied().zip(weights).collect();
    let mut made = String::from("# what is seen\tweight; at a sum of 0 a claim joins an entry\n");
    for (name, weight) in rows {
        let weight = if name == "every pair" { weight - line } else { weight };
        if weight.abs() >= 0.05 {
            writeln!(made, "{name}\t{weight:.2}").expect("a String takes all");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger/weights.tsv");
    if std::env::var("UPDATE_WEIGHTS").is_ok() {
        std::fs::write(&path, &made).expect("the table can be written");
    }
    let shipped = std::fs::read_to_string(&path).expect("the table can be read");
    let strange = made.lines().filter(|line| !shipped.lines().any(|known| known == *line)).count();
    assert!(
        strange * 5 <= made.lines().count(),
        "{strange} lines are not those of the shipped table: UPDATE_WEIGHTS=1"
    );
}
