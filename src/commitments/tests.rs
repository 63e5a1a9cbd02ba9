//! Pure. Tests of recognition: labelled sentences, traps, hostile input, the statement of 5 December 2025.
use super::*;
use crate::model::ActionClass;

fn recognizer() -> Recognizer {
    Recognizer::new(AgencyTable::built_in())
}

fn primary(claims: &[Claim]) -> Option<&Claim> {
    claims.iter().min_by_key(|c| (!c.counts(), !c.is_commitment, std::cmp::Reverse(c.record.strength), c.start))
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

#[test]
fn a_count_smaller_than_its_list_is_doubtful() {
    let context = Context { agency: Some("CA:HC".to_owned()), ..Context::default() };
    let confidence = |count: &str| {
        let text = format!("Health Canada will control {count} precursors: norfentanyl, 4-piperidone and 4-ANPP.");
        shared().sentence(&text, &context)[0].confidence
    };
    assert!(confidence("two") <= 0.5, "{}", confidence("two"));
    assert!(confidence("three") > 0.5);
}

#[test]
fn offices_of_one_name_are_told_apart_by_page_and_neighbour() {
    let news = Context { source_type: SourceType::ThirdPartyNews, ..Context::default() };
    let of = |agency: &str| Context { agency: Some(agency.to_owned()), ..Context::default() };
    for (text, context, actor) in [
        ("The NCB will inspect parcels for fentanyl.", of("CN:MPS"), "CN:MPS"),
        ("The NCB will inspect parcels for fentanyl.", of("NCB"), "IN:NCB"),
        ("The Ministry of Foreign Affairs will host a fentanyl workshop.", of("MX:SRE"), "MX:SRE"),
        ("Mexico's Ministry of Foreign Affairs will host a fentanyl workshop.", news.clone(), "MX:SRE"),
        ("The Ministry of Foreign Affairs of China will host a fentanyl workshop.", news, "CN:MFA"),
    ] {
        let claims = recognizer().sentence(text, &context);
        let claim = primary(&claims).expect("a claim");
        assert_eq!(claim.record.actor.as_deref(), Some(actor), "{text}");
    }
}

#[test]
fn what_one_sentence_tells_is_three_claims_with_their_places() {
    let text = "Canadá — Ottawa will open a fentanyl laboratory by June, has appointed a Fentanyl Czar, and will share data with the United States.";
    let context =
        Context { agency: Some("CA:PS".to_owned()), page_date: "2026-01-10".parse().ok(), ..Context::default() };
    let claims = recognizer().sentence(text, &context);
    let told: Vec<(&str, Option<ActionClass>)> =
        claims.iter().map(|c| (&text[c.start..c.end], c.record.action_class)).collect();
    assert_eq!(told[1], ("has appointed a Fentanyl Czar,", Some(ActionClass::Institution)));
    assert_eq!(told[2], ("and will share data with the United States.", Some(ActionClass::InfoSharing)));
    assert_eq!(claims[0].record.date.map(|d| d.to_string()).as_deref(), Some("2026-06"));
    for claim in &claims {
        let clause = claim.clause_in_quote();
        assert_eq!(claim.quote.get(clause..clause + claim.end - claim.start), text.get(claim.start..claim.end));
    }
}

#[test]
fn deep_nesting_and_endless_lists_are_read_to_the_end() {
    let context = Context { agency: Some("CN:MFA".to_owned()), ..Context::default() };
    let nested = format!("{}China will license fentanyl exports{}", "“(".repeat(20_000), ")”".repeat(20_000));
    let list = "no one may, if the US and Mexico agree, export fentanyl, ".repeat(4_000);
    let commas = format!("China will, {} license fentanyl exports", ",".repeat(100_000));
    for text in [nested, list, commas, "中方将，".repeat(20_000)] {
        let claims = shared().sentence(&text, &context);
        assert!(!claims.is_empty());
        assert!(claims.iter().all(|claim| text.get(claim.start..claim.end).is_some()));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_panics_and_every_offset_is_a_place_in_it(
        text in "(\\PC{0,12}|will |将|芬太尼|fentanyl |no |may |, |，|China |from 20% to 10% |if |２０２６年|437-38-7 |\u{301}|se |n'a |“|was |13 ){0,24}",
        agency in proptest::option::of("CN:MFA|外交部|CA:PM|XX:NEWS|\\PC{0,4}"),
    ) {
        let context = Context { agency, page_date: "2026-05-01".parse().ok(), ..Context::default() };
        for claim in shared().sentence(&text, &context) {
            proptest::prop_assert!(text.get(claim.start..claim.end).is_some());
            proptest::prop_assert!(claim.cues.iter().all(|c| text.get(c.start..c.end) == Some(c.text.as_str())));
            proptest::prop_assert!((0.0..=1.0).contains(&claim.confidence));
            proptest::prop_assert!(claim.gloss.ends_with('.'));
        }
    }
}

fn shared() -> &'static Recognizer {
    static SHARED: std::sync::OnceLock<Recognizer> = std::sync::OnceLock::new();
    SHARED.get_or_init(recognizer)
}

mod figures;
mod glosses;
mod measure;
mod record;
mod said;
mod seed;
mod sets;
mod topics;
mod train;
