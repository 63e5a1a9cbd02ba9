//! `recognize` through the binary: the contract of its lines.

use serde_json::{Value, json};

use crate::compare::lines;

const KEYS: [&str; 15] = [
    "is_commitment",
    "topic_fentanyl",
    "actor",
    "action_class",
    "objects",
    "counterparties",
    "deadline_or_effective",
    "date_kind",
    "quantity",
    "strength",
    "polarity",
    "speaker_role",
    "confidence",
    "cues",
    "gloss",
];

fn answer(request: &Value) -> Value {
    let (code, mut answers) = lines("recognize", &format!("{request}\n"));
    assert_eq!((code, answers.len()), (Some(0), 1), "{request}");
    answers.remove(0)
}

#[test]
fn every_key_is_present_whatever_is_found() {
    let texts =
        ["", "Rain fell.", "商务部将对芬太尼前体实施出口许可管理，并与美方分享情报。", "Fentanyl deaths will fall."];
    for text in texts {
        let answer = answer(&json!({"id": 1, "text": text}));
        for key in KEYS.into_iter().chain(["id", "rule", "claims"]) {
            assert!(answer.get(key).is_some(), "{key} of {text}");
        }
        for claim in answer["claims"].as_array().expect("a list") {
            assert!(KEYS.iter().all(|key| claim.get(key).is_some()), "{claim}");
            assert!(claim["issuers"].is_array() && claim.get("binds").is_some(), "{claim}");
            let at = |key: &str| usize::try_from(claim[key].as_u64().expect("an offset")).expect("small");
            assert!(text.get(at("start")..at("end")).is_some_and(|clause| clause.trim() == clause), "{claim}");
        }
    }
}

#[test]
fn agencies_go_by_id_name_or_letters_in_any_language_and_unknown_ones_are_allowed() {
    for (agency, country, actor) in [
        ("CA:CBSA", Value::Null, "CA:CBSA"),
        ("ASFC", Value::Null, "CA:CBSA"),
        ("Canada Border Services Agency", Value::Null, "CA:CBSA"),
        ("外交部", Value::Null, "CN:MFA"),
        ("NCB", json!("CN"), "CN:MPS"),
        ("NCB", json!("IN"), "IN:NCB"),
        ("DE:BKA", Value::Null, "DE"),
        ("Bundeskriminalamt", json!("DE"), "DE"),
    ] {
        let context = json!({"agency": agency, "country": country});
        let answer = answer(&json!({"id": "a", "text": "We will inspect parcels for fentanyl.", "context": context}));
        assert_eq!((&answer["actor"], &answer["is_commitment"]), (&json!(actor), &json!(true)), "{agency}");
    }
}

#[test]
fn the_language_is_guessed_and_width_and_traditional_script_do_not_matter() {
    for (text, class) in [
        ("The Ministry of Commerce of China will license exports of fentanyl precursors.", "export_licence"),
        ("公安部決定對４－ＡＮＰＰ（ＣＡＳ　２１４０９－２６－７）實施管制。", "schedule_control"),
        ("México se compromete a reforzar la cooperación con Estados Unidos contra el fentanilo.", "cooperation"),
        ("Le Canada s'engage à partager avec les États-Unis ses données sur le fentanyl.", "info_sharing"),
    ] {
        let answer = answer(&json!({"id": "l", "text": text}));
        assert_eq!((&answer["action_class"], &answer["topic_fentanyl"]), (&json!(class), &json!(true)), "{text}");
    }
}

#[test]
fn points_of_an_agreement_are_no_quantity_and_letters_out_of_context_no_substance() {
    let points = answer(
        &json!({"id": 1, "lang": "en", "text": "The two sides agreed on 13 points to deepen cooperation on fentanyl."}),
    );
    assert_eq!(points["quantity"], Value::Null);
    for text in ["The agency approved 4-AP for multiple sclerosis.", "The ministry will license the NPP reactor."] {
        let trap = answer(&json!({"id": 2, "lang": "en", "text": text, "context": {"agency": "US:FDA"}}));
        assert_eq!(trap["topic_fentanyl"], false, "{text}");
    }
    let class = json!({"id": 3, "lang": "en", "text": "A licence is required to ship listed chemicals to Canada.", "context": {"agency": "CN:MOFCOM", "source_type": "gazette"}});
    assert_eq!(answer(&class)["topic_fentanyl"], true);
}

#[test]
fn bad_lines_are_answered_and_the_rest_goes_on() {
    let input = "{\"id\":\"a\",\"text\":\"x\",\"lang\":\"de\"}\n[1]\n{\"id\":\"c\",\"text\":\"We will scan parcels for fentanyl.\"}\n";
    let (code, answers) = lines("recognize", input);
    assert_eq!((code, answers.len()), (Some(1), 3));
    assert_eq!((&answers[0]["id"], &answers[0]["line"]), (&json!("a"), &json!(1)));
    assert_eq!((&answers[1]["id"], &answers[1]["line"]), (&Value::Null, &json!(2)));
    assert_eq!(answers[2]["id"], "c");
}

#[test]
fn explain_shows_the_sentence_with_its_cues_the_rule_and_the_guideline_in_words() {
    let ask = |request: Value| {
        let place = crate::support::Workplace::new("", "");
        let (code, mut answers) = crate::compare::lines_in(&place, &["recognize", "--explain"], format!("{request}\n"));
        assert_eq!(code, Some(0));
        answers.remove(0)
    };
    let text = "据悉，商务部将对芬太尼前体实施出口许可管理。";
    let yes = ask(json!({"id": 1, "text": text, "context": {"agency": "CN:MOFCOM"}}));
    let told = &yes["explain"][0];
    let marked = told["marked"].as_str().expect("a sentence");
    assert!(marked.starts_with("据悉") && marked.contains("[芬太尼前体=fentanyl precursors]"), "{marked}");
    assert_eq!((&told["verdict"], &told["guideline"]), (&json!("yes, a commitment"), &Value::Null));
    assert_eq!((&told["rule"], &told["confidence"]), (&yes["rule"], &yes["confidence"]));
    assert!(told["rule_in_words"].as_str().is_some_and(|words| !words.is_empty()), "{told}");
    for cue in told["cues"].as_array().expect("a list") {
        let at = |key: &str| usize::try_from(cue[key].as_u64().expect("an offset")).expect("small");
        assert_eq!(text.get(at("start")..at("end")), cue["text"].as_str());
        let english = cue["english"].as_str().expect("English");
        assert!(!english.is_empty() && english.is_ascii(), "{cue}");
    }
    let no = ask(json!({"id": 2, "text": "Fentanyl deaths will fall next year.", "lang": "en"}));
    let told = &no["explain"][0];
    assert_eq!(
        (&told["verdict"], &told["guideline"]),
        (&json!("no: a forecast that binds nobody"), &json!("forecast"))
    );
    assert_eq!(told["guideline_in_words"], "a forecast that binds nobody");
    let nothing = ask(json!({"id": 3, "text": "Rain fell."}));
    assert!(nothing["explain"][0]["verdict"].as_str().is_some_and(|said| said.starts_with("no: ")), "{nothing}");
}
