//! Pure. Tests of recognition against labelled sentences.
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
#[expect(clippy::print_stderr, reason = "what was missed is what a reader of a failing run wants to see")]
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

#[test]
fn endless_and_broken_sentences_neither_hang_nor_panic() {
    let recognizer = recognizer();
    let context = Context { agency: Some("CN:MFA".to_owned()), ..Context::default() };
    for unit in ["will fentanyl China and ", "芬太尼将", "e\u{301}\u{202e}", "from 20% to ", "437-38-7 ", ",", "\u{0}"]
    {
        let text = unit.repeat(1_000_000 / unit.len());
        for claim in recognizer.sentence(&text, &context) {
            assert!(text.get(claim.start..claim.end).is_some());
            assert!(claim.cues.iter().all(|cue| text.get(cue.start..cue.end) == Some(cue.text.as_str())));
        }
    }
}

#[test]
fn a_reporters_question_is_never_the_ministrys_word() {
    let text = [
        "Reuters: China will license fentanyl precursors, right?",
        "Lin Jian: China will license fentanyl precursors.",
    ];
    let mut document =
        Document { title: Some("Press conference".to_owned()), lang: Some(Lang::En), ..Document::default() };
    let mut start = 0;
    for line in text {
        let sentences = vec![crate::model::Sentence { start, end: start + line.len(), key: String::new() }];
        let (kind, class) = (crate::model::BlockKind::Paragraph, crate::model::BlockClass::Main);
        document.blocks.push(crate::model::Block { kind, class, text: line.to_owned(), start, sentences });
        start += line.len() + 1;
    }
    let context =
        Context { agency: Some("CN:MFA".to_owned()), source_type: SourceType::PressConference, ..Context::default() };
    let found = recognizer().document(&document, &context);
    let counting: Vec<usize> = found.iter().filter(|f| f.claim.counts()).map(|f| f.sentence).collect();
    assert_eq!(counting, [1]);
}

#[test]
fn the_speaking_office_is_the_actor_of_its_countrys_promise() {
    let context = Context { source_type: SourceType::ThirdPartyNews, ..Context::default() };
    for (text, actor) in [
        (
            "China will work with the United States on fentanyl, the Ministry of Public Security announced on Friday.",
            "CN:MPS",
        ),
        ("The Ministry of Commerce will license exports of fentanyl precursors.", "CN:MOFCOM"),
        ("据商务部宣布，中国将对芬太尼前体实施出口许可。", "CN:MOFCOM"),
    ] {
        let claims = recognizer().sentence(text, &context);
        let claim = primary(&claims).expect("a claim");
        assert_eq!((claim.counts(), claim.record.actor.as_deref()), (true, Some(actor)), "{text}");
    }
}

#[test]
fn traps_leave_the_gate_shut_and_numbers_with_a_wrong_check_digit_are_no_substances() {
    let recognizer = recognizer();
    let context = Context { agency: Some("CA:HC".to_owned()), ..Context::default() };
    for (text, open) in [
        ("The government will license the new NPP reactor.", false),
        ("The government will license exports of NPP and other precursor chemicals.", true),
        ("The ministry will license 4\u{2011}AP, a precursor.", true),
        ("The ministry will license 41661 \u{2013} 47-6 exports.", false),
        ("The ministry will license exports of 41661\u{2011}47\u{2011}6.", true),
        ("The ministry will license exports of 41661-47-5.", false),
        ("The ministry will license exports of ４－ＡＮＰＰ.", true),
    ] {
        let claims = recognizer.sentence(text, &context);
        assert_eq!(claims.iter().any(|c| c.topic.is_some()), open, "{text}");
    }
}

mod seed;
