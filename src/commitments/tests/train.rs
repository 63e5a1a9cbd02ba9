//! Pure. Trains the weights from the labelled sentences and measures them on what was left out; only their table is written.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::super::weigh::{CLASSES, DATE, OUTCOMES, STRENGTHS, Weights, outcome_name};
use super::super::{Recognizer, read::Reading};
use super::figures::Figures;
use super::recognizer;
use super::sets::{CLASSES as CLASS_SET, DEVELOP, EARLIER, Item, LEARNT, Label, PAGES, read};

/// One clause for training: its features and what it should come to.
struct Clause {
    features: Vec<usize>,
    /// Those of them that sentences in usual words show often enough: whether and how firm is learnt from these.
    usual: Vec<usize>,
    /// Byte range, for finding the clause a label's words stand in.
    range: (usize, usize),
    /// Its dates with their features.
    dates: Vec<(String, Vec<usize>)>,
    /// Whether the rules alone hold it for a commitment, and how firm.
    rules: (bool, i32),
}

struct Sentence {
    clauses: Vec<Clause>,
    /// What each commitment in it is labelled, with its range; none for a sentence without one.
    wanted: Vec<Wanted>,
    group: usize,
    /// Whether it was written to teach classes: it tells what words mean, not how firm a form usually is.
    odd: bool,
    /// Whether its date would be labelled.
    dated: bool,
}

#[derive(Clone)]
struct Wanted {
    range: (usize, usize),
    class: Option<usize>,
    strength: Option<usize>,
    date: Option<String>,
}

/// All sentences with interned features.
pub(super) struct Corpus {
    names: Vec<String>,
    sentences: Vec<Sentence>,
}

fn wanted(label: &Label, text: &str) -> Wanted {
    let quote = label.quote.as_deref().unwrap_or(text);
    let start = text.find(quote).unwrap_or(0);
    let class = label.action_class.as_deref().and_then(|c| CLASSES.iter().position(|known| known.as_str() == c));
    let strength = STRENGTHS.iter().position(|known| *known == label.strength);
    let date = label.deadline_or_effective.clone();
    Wanted { range: (start, start + quote.len()), class, strength, date }
}

impl Corpus {
    /// Reads every item with the number of the group it is left out with.
    pub(super) fn of(recognizer: &Recognizer, items: &[(Item, usize)], groups: &[String]) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut sentences = Vec::new();
        for (item, group) in items {
            let context = item.context();
            let readings: Vec<Reading<'_>> = recognizer.readings(&context);
            recognizer.read(&item.label.text, &context, &readings);
            let probes = readings[0].probe.take();
            let mut number = |names: Vec<String>| -> Vec<usize> {
                let one = |name| {
                    let next = known.len();
                    *known.entry(name).or_insert(next)
                };
                names.into_iter().map(one).collect()
            };
            let clauses = probes.into_iter().map(|probe| Clause {
                features: number(probe.features),
                usual: Vec::new(),
                dates: probe.dates.into_iter().map(|(date, names)| (date.to_string(), number(names))).collect(),
                range: probe.range,
                rules: (probe.yes, probe.strength),
            });
            let (odd, dated) = (["learnt", "classes"].contains(&groups[*group].as_str()), groups[*group] != "classes");
            let label = &item.label;
            let wanted = std::iter::once(label)
                .chain(&label.more)
                .filter(|one| one.is_commitment)
                .map(|one| wanted(one, &label.text))
                .collect();
            sentences.push(Sentence { clauses: clauses.collect(), wanted, group: *group, odd, dated });
        }
        let mut names = vec![String::new(); known.len()];
        known.into_iter().for_each(|(name, n)| names[n] = name);
        drop_rare(&mut sentences, names.len());
        Self { names, sentences }
    }
}

/// What is seen in so few clauses tells of those alone.
const SEEN: usize = 3;

fn drop_rare(sentences: &mut [Sentence], features: usize) {
    let mut seen = vec![0; features];
    let mut usual = vec![0; features];
    for sentence in sentences.iter() {
        for clause in &sentence.clauses {
            let all = clause.features.iter().chain(clause.dates.iter().flat_map(|(_, told)| told));
            all.for_each(|n| seen[*n] += 1);
            clause.features.iter().filter(|_| !sentence.odd).for_each(|n| usual[*n] += 1);
        }
    }
    for clause in sentences.iter_mut().flat_map(|sentence| &mut sentence.clauses) {
        clause.features.retain(|n| seen[*n] >= SEEN);
        clause.usual = clause.features.iter().copied().filter(|n| usual[*n] >= SEEN).collect();
        clause.dates.iter_mut().for_each(|(_, told)| told.retain(|n| seen[*n] >= SEEN));
    }
}

/// How often the sentences are gone through, how far a step goes, and how hard weights are pulled to zero.
const EPOCHS: usize = 40;
const RATE: f32 = 0.05;
const PULL: f32 = 0.02;

/// One weight vector a feature, stepped less the more it moved (the `AdaGrad` rule).
struct Model {
    weights: Vec<[f32; OUTCOMES]>,
    squares: Vec<[f32; OUTCOMES]>,
    /// Sum of the weights after each later epoch: their mean sways less with the order of the sentences.
    sums: Vec<[f32; OUTCOMES]>,
}

impl Model {
    fn new(features: usize) -> Self {
        Self {
            weights: vec![[0.0; OUTCOMES]; features],
            squares: vec![[1e-6; OUTCOMES]; features],
            sums: vec![[0.0; OUTCOMES]; features],
        }
    }

    fn score(&self, features: &[usize], outcome: usize) -> f32 {
        features.iter().map(|f| self.weights[*f][outcome]).sum()
    }

    fn step(&mut self, features: &[usize], outcome: usize, slope: f32) {
        for f in features {
            let gradient = slope + PULL * self.weights[*f][outcome];
            let square = &mut self.squares[*f][outcome];
            *square += gradient * gradient;
            self.weights[*f][outcome] -= RATE * gradient / square.sqrt();
        }
    }

    fn sum_up(&mut self) {
        for (sums, weights) in self.sums.iter_mut().zip(&self.weights) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
        }
    }

    /// The mean weights of the later epochs.
    fn mean(&self, feature: usize) -> [f32; OUTCOMES] {
        self.sums[feature].map(|sum| sum / (EPOCHS - EPOCHS / 4) as f32)
    }

    /// One step toward the wanted one of several outcomes.
    fn choose(&mut self, features: &[usize], outcomes: std::ops::Range<usize>, wanted: usize) {
        let scores: Vec<f32> = outcomes.clone().map(|o| self.score(features, o)).collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = scores.iter().map(|s| (s - top).exp()).sum();
        for (n, outcome) in outcomes.clone().enumerate() {
            let likely = (scores[n] - top).exp() / sum;
            let target = if outcome == outcomes.start + wanted { 1.0 } else { 0.0 };
            self.step(features, outcome, likely - target);
        }
    }
}

/// Trains on all sentences but those of the group left out.
fn train(corpus: &Corpus, without: Option<usize>) -> Model {
    let mut model = Model::new(corpus.names.len());
    let mut order: Vec<usize> =
        (0..corpus.sentences.len()).filter(|n| Some(corpus.sentences[*n].group) != without).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(n, (seed >> 33) as usize % (n + 1));
        }
        for n in &order {
            learn(&mut model, &corpus.sentences[*n], epoch);
        }
        if epoch >= EPOCHS / 4 {
            model.sum_up();
        }
    }
    model
}

fn learn(model: &mut Model, sentence: &Sentence, epoch: usize) {
    let sigmoid = |score: f32| 1.0 / (1.0 + (-score).exp());
    if sentence.wanted.is_empty() {
        for clause in sentence.clauses.iter().filter(|_| !sentence.odd) {
            let likely = sigmoid(model.score(&clause.usual, 0));
            model.step(&clause.usual, 0, likely);
        }
        return;
    }
    for wanted in &sentence.wanted {
        let inside = |clause: &&Clause| {
            let middle = usize::midpoint(clause.range.0, clause.range.1);
            wanted.range.0 <= middle && middle < wanted.range.1
        };
        // At first the clause that the rules like best, later the one that the weights do.
        let rank = |clause: &&Clause| {
            if epoch < EPOCHS / 4 {
                f32::from(u8::from(clause.rules.0)) * 10.0 + clause.rules.1 as f32
            } else {
                model.score(&clause.usual, 0)
            }
        };
        let best = |clauses: &mut dyn Iterator<Item = usize>| {
            clauses.max_by(|a, b| rank(&&sentence.clauses[*a]).total_cmp(&rank(&&sentence.clauses[*b])))
        };
        let all = 0..sentence.clauses.len();
        let chosen =
            best(&mut all.clone().filter(|n| inside(&&sentence.clauses[*n]))).or_else(|| best(&mut all.clone()));
        let Some(clause) = chosen.map(|n| &sentence.clauses[n]) else { continue };
        if !sentence.odd {
            let likely = sigmoid(model.score(&clause.usual, 0));
            model.step(&clause.usual, 0, likely - 1.0);
        }
        if let Some(class) = wanted.class {
            model.choose(&clause.features, 1..1 + CLASSES.len(), class);
        }
        if let Some(strength) = wanted.strength.filter(|_| !sentence.odd) {
            model.choose(&clause.usual, 1 + CLASSES.len()..DATE, strength);
        }
        for (date, features) in clause.dates.iter().filter(|_| sentence.dated) {
            let target = f32::from(u8::from(wanted.date.as_deref() == Some(date)));
            let likely = sigmoid(model.score(features, DATE));
            model.step(features, DATE, likely - target);
        }
    }
}

/// The table of a model: what weighs next to nothing is left out.
fn table(corpus: &Corpus, model: &Model) -> String {
    let mut rows: BTreeMap<(&str, usize), f32> = BTreeMap::new();
    for (n, name) in corpus.names.iter().enumerate() {
        for (outcome, weight) in model.mean(n).iter().enumerate().filter(|(_, weight)| weight.abs() >= 0.1) {
            rows.insert((name, outcome), *weight);
        }
    }
    let mut text = String::from("# feature\toutcome\tweight\n");
    for ((name, outcome), weight) in rows {
        writeln!(text, "{name}\t{}\t{weight:.2}", outcome_name(outcome)).expect("a String takes all");
    }
    text
}

/// The develop set, whole pages, and what else is learnt from.
fn everything(group: &dyn Fn(&Item) -> String) -> (Vec<(Item, usize)>, Vec<String>) {
    let mut groups: Vec<String> = Vec::new();
    let mut number = |name: String| {
        groups.iter().position(|known| *known == name).unwrap_or_else(|| {
            groups.push(name);
            groups.len() - 1
        })
    };
    let mut items: Vec<(Item, usize)> = Vec::new();
    for item in read(DEVELOP).into_iter().chain(read(PAGES)) {
        let n = number(group(&item));
        items.push((item, n));
    }
    for (name, lines) in [("earlier", EARLIER), ("learnt", LEARNT), ("classes", CLASS_SET)] {
        let n = number(name.to_owned());
        items.extend(read(lines).into_iter().map(|item| (item, n)));
    }
    (items, groups)
}

/// Figures of each group, of its sentences and of its whole pages, recognized by weights that were trained without it.
fn left_out(group: &dyn Fn(&Item) -> String) -> Vec<(String, Figures, Figures)> {
    let mut recognizer = recognizer();
    let (items, groups) = everything(group);
    let corpus = Corpus::of(&recognizer, &items, &groups);
    let mut all = Vec::new();
    for (n, name) in
        groups.iter().enumerate().filter(|(_, name)| !["earlier", "learnt", "classes"].contains(&name.as_str()))
    {
        recognizer.topics[0].weights = std::sync::Arc::new(Weights::read(&table(&corpus, &train(&corpus, Some(n)))));
        let held: Vec<Item> = items.iter().filter(|(_, group)| *group == n).map(|(item, _)| item.clone()).collect();
        if std::env::var("MISTAKES").is_ok() {
            super::measure::print(&super::measure::mistakes(&recognizer, &held, "all"));
        }
        let (pages, sentences): (Vec<Item>, Vec<Item>) = held.into_iter().partition(|item| item.header.is_page());
        all.push((name.clone(), Figures::of(&recognizer, &sentences), Figures::of(&recognizer, &pages)));
    }
    all
}

#[test]
#[expect(clippy::print_stderr, reason = "figures are what a reader of a run wants to see")]
fn weights_trained_without_a_part_still_read_it() {
    let by = std::env::var("LEAVE_OUT").unwrap_or_else(|_| "language".to_owned());
    let group = |item: &Item| match by.as_str() {
        "language" => item.header.lang.to_string(),
        "agency" => item.header.agency.clone(),
        "later" => if item.header.document.contains("-m-") { "later" } else { "first" }.to_owned(),
        _ => format!("fold {}", item.header.document.bytes().fold(7_u32, |h, b| h.wrapping_mul(31) + u32::from(b)) % 8),
    };
    let (mut all, mut pages) = (Figures::default(), Figures::default());
    for (name, figures, of_pages) in left_out(&group) {
        let (f1, class, strength) = (figures.all.f1(), figures.class.value(), figures.strength.value());
        eprintln!("left out {name}: F1 {f1:.3} class {class:.3} strength {strength:.3}");
        all.merge(&figures);
        pages.merge(&of_pages);
    }
    eprintln!("{}\n{}", all.table("left out"), pages.table("left out, whole pages"));
    assert!(all.all.f1() >= 0.9 && all.class.value() >= 0.78, "{:?} {:?}", all.all, all.class);
}

#[test]
fn the_table_of_weights_is_what_training_gives() {
    let recognizer = recognizer();
    let (items, groups) = everything(&|_| "all".to_owned());
    let corpus = Corpus::of(&recognizer, &items, &groups);
    let made = table(&corpus, &train(&corpus, None));
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commitments/lexicons/weights.tsv");
    if std::env::var("UPDATE_WEIGHTS").is_ok() {
        std::fs::write(&path, &made).expect("the table can be written");
    }
    let shipped = std::fs::read_to_string(&path).expect("the table can be read");
    let lines: std::collections::BTreeSet<&str> = shipped.lines().collect();
    // The last digit of a few weights may differ with the machine's arithmetic.
    let strange = made.lines().filter(|line| !lines.contains(line)).count();
    assert!(
        strange * 50 <= made.lines().count(),
        "{strange} lines are not those of the shipped table: UPDATE_WEIGHTS=1"
    );
}
