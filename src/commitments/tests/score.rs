//! Pure. Labelled sentences in four languages, and the floor below which recognition must not fall.
//!
//! `cargo test --lib commitments::tests::score -- --nocapture` prints the scores and everything read otherwise than labelled.
use super::*;
use crate::model::Strength;

const DEVELOPMENT: &str = include_str!("../samples/development.tsv");
const OWN: &str = include_str!("../samples/own.tsv");
/// Kinds of sentence that users found misread, with polarity and quantity.
const KINDS: &str = include_str!("../samples/kinds.tsv");
const FRESH: &str = include_str!("../samples/fresh.tsv");

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
        assert!(f.len() >= 10, "{row}");
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

/// True and false positives, false negatives.
#[derive(Default, Clone, Copy)]
struct Counts {
    found: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn precision(self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.found as f64 / (self.found + self.missed).max(1) as f64
    }

    fn f1(self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.wrong + self.missed).max(1) as f64
    }
}

/// What a table of samples scores.
#[derive(Default)]
struct Score {
    all: Counts,
    languages: [Counts; 4],
    commitments: usize,
    class: usize,
    strength: usize,
    strength_near: usize,
    dated: usize,
    date: usize,
    invented: usize,
}

impl Score {
    fn share(&self, right: usize) -> f64 {
        right as f64 / self.commitments.max(1) as f64
    }

    fn add(&mut self, sample: &Sample, claim: Option<&Claim>) -> bool {
        let yes = claim.is_some_and(Claim::counts);
        let lang = sample.context.lang.map_or(0, |lang| lang as usize);
        for counts in [&mut self.all, &mut self.languages[lang]] {
            counts.found += usize::from(yes && sample.commitment);
            counts.wrong += usize::from(yes && !sample.commitment);
            counts.missed += usize::from(!yes && sample.commitment);
        }
        if !sample.commitment {
            return !yes;
        }
        let record = claim.map(|claim| &claim.record);
        let class = text_of(record.and_then(|r| r.action_class)) == sample.class;
        let date = text_of(record.and_then(|r| r.date)) == sample.date;
        let (got, wanted) =
            (record.map_or(Strength::None, |r| r.strength), sample.strength.parse::<Strength>().expect("a strength"));
        let steps = (got as i32 - wanted as i32).abs();
        self.commitments += 1;
        self.class += usize::from(class);
        self.strength += usize::from(steps == 0);
        self.strength_near += usize::from(steps <= 1);
        let dated = sample.date != "-";
        self.dated += usize::from(dated);
        self.date += usize::from(dated && date);
        self.invented += usize::from(!dated && !date);
        yes && class && date && steps == 0
    }
}

fn text_of<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |v| v.to_string())
}

#[expect(clippy::print_stderr, reason = "scores and misses are what a reader of a run wants to see")]
fn score(name: &str, table: &str) -> Score {
    let mut score = Score::default();
    for sample in samples(table) {
        let claims = shared().sentence(&sample.text, &sample.context);
        let claim = primary(&claims);
        if !score.add(&sample, claim) {
            let got = claim.map(|c| {
                (c.counts(), c.record.strength, c.record.action_class, text_of(c.record.date), c.rule.as_str())
            });
            let wanted = (sample.commitment, &sample.strength, &sample.class, &sample.date);
            eprintln!("{name}: {got:?} wanted {wanted:?}\n    {}", sample.text);
        }
    }
    let counts =
        [Lang::En, Lang::Zh, Lang::Es, Lang::Fr].map(|lang| (lang.to_string(), score.languages[lang as usize]));
    for (of, counts) in counts.into_iter().chain([("all".to_owned(), score.all)]) {
        eprintln!("{name} {of}: P {:.3} R {:.3} F1 {:.3}", counts.precision(), counts.recall(), counts.f1());
    }
    eprintln!(
        "{name}: class {:.3}, strength {:.3} (within one {:.3}), date {} of {} dated, {} invented of {} undated",
        score.share(score.class),
        score.share(score.strength),
        score.share(score.strength_near),
        score.date,
        score.dated,
        score.invented,
        score.commitments - score.dated,
    );
    score
}

#[test]
fn development_examples_are_read_as_labelled() {
    let score = score("development", DEVELOPMENT);
    assert!(score.all.f1() >= 0.96, "{}", score.all.f1());
}

#[test]
fn own_sentences_with_hard_negatives_stay_above_the_floor() {
    let score = score("own", OWN);
    assert!(score.all.f1() >= 0.96, "{}", score.all.f1());
}

#[test]
fn fresh_sentences_of_every_kind_stay_above_the_floor() {
    let score = score("fresh", FRESH);
    assert!(score.commitments >= 170);
    assert!(score.all.f1() >= 0.975, "{}", score.all.f1());
    assert!(score.languages.iter().all(|counts| counts.f1() >= 0.95));
    assert!(score.share(score.class) >= 0.88, "{}", score.class);
    assert!(score.share(score.strength) >= 0.92, "{}", score.strength);
    assert!(score.date + 5 >= score.dated, "{} of {}", score.date, score.dated);
    assert!(score.invented <= 6, "{}", score.invented);
}

#[test]
fn kinds_of_sentence_once_misread_are_read_with_polarity_and_quantity() {
    let score = score("kinds", KINDS);
    assert!(score.commitments >= 90);
    assert!(score.all.f1() >= 0.98, "{}", score.all.f1());
    assert!(score.share(score.class) >= 0.95 && score.share(score.strength) >= 0.95);
    let rows = KINDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    for (row, sample) in rows.zip(samples(KINDS)) {
        let fields: Vec<&str> = row.split('\t').collect();
        let claims = shared().sentence(&sample.text, &sample.context);
        let record = primary(&claims).map(|claim| &claim.record);
        let denies = fields[10] == "denial";
        if sample.commitment || denies {
            assert_eq!(text_of(record.map(|r| r.polarity)), fields[10], "{}", sample.text);
        }
        let counted = record.and_then(|r| r.quantity.as_ref()).map(|q| format!("{} {}", q.value, q.unit));
        if sample.commitment && fields[11] != "-" {
            assert_eq!(counted.as_deref(), Some(fields[11]), "{}", sample.text);
        }
    }
}

#[test]
fn sentences_say_ban_train_inspect_and_will_not_in_plain_words() {
    for (lang, agency, text, said) in [
        (
            "en",
            "CN:MOFCOM",
            "The Ministry will ban the export of pill presses for fentanyl tablets to Mexico and the United States.",
            "China's Ministry of Commerce will ban exports of pill presses to Mexico and the United States.",
        ),
        (
            "zh",
            "CN:MOFCOM",
            "商务部已取消原定自2027年3月1日起暂停向加拿大出口9种芬太尼前体的措施。",
            "China's Ministry of Commerce has cancelled or suspended its ban on exports of 9 fentanyl precursors to Canada.",
        ),
        (
            "en",
            "CA:HC",
            "Health Canada will not require an export licence for two fentanyl precursors.",
            "Health Canada will not require an export licence for 2 fentanyl precursors.",
        ),
        (
            "en",
            "CA:CBSA",
            "The Agency will close eight offices that look for fentanyl.",
            "The Canada Border Services Agency will close an office for work on fentanyl.",
        ),
        (
            "en",
            "MX:SRE",
            "Mexico will train 30 chemists to detect fentanyl.",
            "Mexico's Ministry of Foreign Affairs will train 30 chemists on fentanyl.",
        ),
        (
            "zh",
            "CN:MPS",
            "公安部将检查120家销售芬太尼前体的网络平台。",
            "China's Ministry of Public Security will inspect 120 platforms against trafficking in fentanyl precursors.",
        ),
    ] {
        let context = Context {
            lang: lang.parse().ok(),
            agency: Some(agency.to_owned()),
            page_date: "2026-11-24".parse().ok(),
            ..Context::default()
        };
        let claims = shared().sentence(text, &context);
        assert_eq!(primary(&claims).expect("a claim").gloss, said);
    }
}

#[test]
fn a_drug_that_only_tells_what_a_machine_makes_is_no_object() {
    for (text, objects) in [
        ("Canada will ban pill presses for fentanyl tablets.", &["pill_presses"][..]),
        ("Canada will ban pill presses and fentanyl.", &["pill_presses", "fentanyl"]),
        ("加拿大将禁止出口用于生产芬太尼药片的压片机。", &["pill_presses"]),
    ] {
        let context = Context { agency: Some("CA:HC".to_owned()), ..Context::default() };
        let claims = shared().sentence(text, &context);
        assert_eq!(primary(&claims).expect("a claim").record.objects, objects, "{text}");
    }
}
