//! `recognize` and `compare` on input that nobody should send: broken lines, other languages, endless text. A word for each,
//! no panic, and work that grows with the text and no faster.

use serde_json::{Value, json};

use crate::compare::{lines, lines_in};
use crate::support::Workplace;

fn recognize(text: &str) -> Value {
    let (code, mut answers) = lines("recognize", &format!("{}\n", json!({"id": 1, "text": text})));
    assert_eq!((code, answers.len()), (Some(0), 1), "{}", &text.chars().take(40).collect::<String>());
    answers.remove(0)
}

#[test]
fn a_bad_line_is_answered_by_what_is_wrong_with_it_and_the_rest_goes_on() {
    let good = r#"{"id":"z","text":"China will license fentanyl precursors.","before":"","after":"China will license fentanyl precursors."}"#;
    let bad: [(&[u8], &str); 12] = [
        (b"\xff\xfe{\"id\":1}", "UTF-8"),
        (b"{\"id\":1,\"text\":\"\xe4\xb8\",\"before\":\"\",\"after\":\"\"}", "UTF-8"),
        (b"nonsense", "JSON"),
        (b"{\"id\":1,\"text\":\"x\"", "JSON"),
        (b"{\"id\":1,\"text\":\"\\ud800\",\"before\":\"\\ud800\",\"after\":\"\"}", "JSON"),
        (b"[1,2]", "id"),
        (b"null", "id"),
        (b"{\"text\":\"x\",\"before\":\"x\",\"after\":\"x\"}", "id"),
        (b"{\"id\":1}", "missing field"),
        (b"{\"id\":1,\"text\":7,\"before\":7,\"after\":7}", "invalid type"),
        (b"{\"id\":1,\"text\":\"x\",\"before\":\"x\",\"after\":\"x\",\"lang\":\"de\"}", "de"),
        (b"{\"id\":1,\"text\":\"x\",\"before\":\"x\",\"after\":\"x\",\"context\":{\"page_date\":\"soon\"},\"page_date\":\"soon\"}", "soon"),
    ];
    for command in ["recognize", "compare"] {
        let mut input = b"\xef\xbb\xbf".to_vec();
        for (line, _) in &bad {
            input.extend_from_slice(line);
            input.extend_from_slice(b"\r\n");
        }
        input.extend_from_slice(good.as_bytes());
        let (code, answers) = lines_in(&Workplace::new("", ""), &[command], input);
        assert_eq!((code, answers.len()), (Some(1), bad.len() + 1), "{command}");
        for (n, ((line, word), answer)) in bad.iter().zip(&answers).enumerate() {
            let error = answer["error"].as_str().unwrap_or_else(|| panic!("{command} {line:?}: {answer}"));
            assert!(error.contains(word), "{command} {line:?}: {error}");
            assert_eq!(answer["line"], n + 1);
        }
        assert_eq!(answers[bad.len()]["id"], "z");
        assert!(answers[bad.len()].get("error").is_none(), "{command}");
    }
    let deep = format!("{{\"id\":1,\"text\":{}1{}}}\n", "[".repeat(50_000), "]".repeat(50_000));
    for command in ["recognize", "compare"] {
        assert!(lines(command, &deep).1[0]["error"].is_string());
    }
}

#[test]
fn a_text_in_another_language_is_said_to_be_one() {
    for text in [
        "Das Bundesministerium wird die Ausfuhr von Fentanyl-Vorläufern ab dem 1. März verbieten und mit den USA kooperieren.",
        "Правительство запретит экспорт прекурсоров фентанила с 1 марта 2027 года.",
        "政府はフェンタニルの前駆体の輸出を2027年3月1日から禁止すると発表した。",
    ] {
        let answer = recognize(text);
        assert_eq!((&answer["rule"], &answer["is_commitment"]), (&json!("noise.language"), &json!(false)), "{text}");
        assert_eq!((&answer["topic_fentanyl"], &answer["strength"]), (&json!(false), &json!("none")));
        let pair = json!({"id": 1, "before": "China will license fentanyl precursors.", "after": text});
        let (_, answers) = lines("compare", &format!("{pair}\n"));
        assert_eq!(
            (&answers[0]["alert"], &answers[0]["alert_reason"]),
            (&json!(false), &json!("other_language")),
            "{text}"
        );
    }
    let explained = lines_in(
        &Workplace::new("", ""),
        &["recognize", "--explain"],
        format!("{}\n", json!({"id": 1, "text": "Правительство запретит экспорт фентанила."})),
    );
    assert!(
        explained.1[0]["explain"][0]["verdict"]
            .as_str()
            .is_some_and(|said| said.contains("none of the four languages"))
    );
}

#[test]
fn what_shows_nothing_and_mixed_scripts_change_nothing() {
    let plain = recognize("China will require an export licence for 4-ANPP from 1 March 2027.");
    for text in [
        "China w\u{200b}ill require an export lic\u{ad}ence for 4\u{2011}ANPP from 1 March 2027.",
        "\u{feff}\u{202a}China will require an export licence for \u{2067}4-ANPP\u{2069} from 1 March 2027.\u{202c}",
        "China will require an export licence for ４－ＡＮＰＰ\u{fe0f} from 1 March 2027.",
        "China will require an export licence for 4\u{2013}ANPP from 1 March 2027.",
    ] {
        let answer = recognize(text);
        for key in
            ["is_commitment", "topic_fentanyl", "actor", "action_class", "objects", "deadline_or_effective", "strength"]
        {
            assert_eq!(answer[key], plain[key], "{key} of {}", text.escape_unicode());
        }
    }
    let mixed =
        recognize("中方 will 对 4-ANPP 和 norfentanyl（去甲芬太尼）实施 export licence 管理 \u{202e}yb 1 March.");
    assert_eq!((&mixed["topic_fentanyl"], &mixed["rule"] == "noise.language"), (&json!(true), false), "{mixed}");
}

/// Text without any sentence end.
fn endless(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len() + 1)
}

#[test]
fn endless_text_is_answered_whole_and_in_measure() {
    for (unit, bytes) in [
        ("China will require an export licence for fentanyl precursors and ", 1_000_000),
        ("中国将对芬太尼前体实施出口许可管理并", 300_000),
        ("will will, will and ", 100_000),
        ("芬太尼", 100_000),
        ("4-ANPP, ", 100_000),
        ("437-38-7 ", 100_000),
        ("a", 1_000_000),
        ("(((", 100_000),
        ("1-(2-", 100_000),
        ("\u{202e}\u{200b}", 100_000),
    ] {
        let text = endless(unit, bytes);
        let place = Workplace::new("", "");
        let line = json!({"id": 1, "text": text});
        let (code, answers) = lines_in(&place, &["recognize"], format!("{line}\n"));
        assert_eq!((code, answers.len()), (Some(0), 1), "{unit}");
        let size = answers[0].to_string().len();
        assert!(size < 40 * text.len(), "{unit}: {size} bytes of answer");
        for claim in answers[0]["claims"].as_array().expect("a list") {
            let at = |key: &str| usize::try_from(claim[key].as_u64().expect("an offset")).expect("small");
            assert!(text.get(at("start")..at("end")).is_some(), "{unit}");
        }
    }
}
