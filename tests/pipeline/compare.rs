//! `compare` through the binary: labelled change pairs in four languages, and the contract of its lines.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::print;
use crate::support::Workplace;

const PAIRS: &str = include_str!("../samples/changes.tsv");
const DEVELOP: &str = include_str!("../samples/changes-develop.jsonl");
/// Nobody reads these pairs: only figures of them are printed.
const BLIND: &str = include_str!("../samples/changes-blind.jsonl");

/// Kinds of verdict that alert.
const LOUD: [&str; 6] =
    ["withdrawn", "weakened", "new_commitment", "strengthened", "deadline_changed", "quantity_changed"];

/// Runs a command on lines of input; the exit code and one value for each line of output.
pub(crate) fn lines(command: &str, input: &str) -> (Option<i32>, Vec<Value>) {
    lines_in(&Workplace::new("", ""), &[command], input)
}

/// The same in a place of the test's own, with arguments.
pub(crate) fn lines_in(place: &Workplace, args: &[&str], input: impl AsRef<[u8]>) -> (Option<i32>, Vec<Value>) {
    let mut child =
        place.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary can be started");
    let mut stdin = child.stdin.take().expect("a pipe");
    let bytes = input.as_ref().to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes).expect("the program reads to the end"));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

#[test]
fn change_pairs_of_every_verdict_are_judged_as_labelled() {
    let rows: Vec<Vec<String>> = PAIRS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').map(|field| field.replace("\\n", "\n")).collect())
        .collect();
    let input: String = rows
        .iter()
        .enumerate()
        .map(|(id, r)| {
            let line =
                json!({"id": id, "lang": r[0], "agency": r[1], "page_date": r[2], "before": r[5], "after": r[6]});
            format!("{line}\n")
        })
        .collect();
    let (code, answers) = lines("compare", &input);
    assert_eq!((code, answers.len()), (Some(0), rows.len()));
    let (mut right, mut loud) = (0, 0);
    let mut missed = Vec::new();
    for (row, answer) in rows.iter().zip(&answers) {
        let verdict = answer["verdict"].as_str().expect("a verdict");
        let how = answer["how"].as_str().unwrap_or("-");
        right += usize::from(verdict == row[3] && how == row[4]);
        loud += usize::from((answer["alert"] == true) == LOUD.contains(&row[3].as_str()));
        assert_eq!(answer["alert"], LOUD.contains(&verdict), "{answer}");
        assert!(answer["alert_reason"].is_string() && answer["events"].is_array(), "{answer}");
        if verdict != row[3] {
            missed.push(format!("{verdict}, not {}: {} => {}", row[3], row[5], row[6]));
        }
    }
    assert!(rows.len() >= 80);
    assert!(right + 3 >= rows.len(), "{right} of {}: {missed:#?}", rows.len());
    assert!(loud + 2 >= rows.len(), "{loud} of {}", rows.len());
}

/// What the set says and what was answered.
struct Judged {
    pair: Value,
    answer: Value,
}

/// Figures of a set: macro-F1 over the verdicts other than `new_background`, precision and recall of the alerts.
#[derive(Debug)]
struct Figures {
    macro_f1: f64,
    right: usize,
    precision: f64,
    recall: f64,
}

fn judged(set: &str) -> Vec<Judged> {
    let pairs: Vec<Value> = set.lines().map(|line| serde_json::from_str(line).expect("a pair")).collect();
    let (code, answers) = lines("compare", set);
    assert_eq!((code, answers.len()), (Some(0), pairs.len()));
    pairs.into_iter().zip(answers).map(|(pair, answer)| Judged { pair, answer }).collect()
}

fn figures(judged: &[Judged]) -> Figures {
    let is = |value: &Value, verdict: &str| value["verdict"] == verdict;
    let share = |part: usize, of: usize| if of == 0 { 0.0 } else { part as f64 / of as f64 };
    let kinds = LOUD.into_iter().chain(["restated", "new_offtopic", "cosmetic"]);
    let scores: Vec<f64> = kinds
        .map(|kind| {
            let both = judged.iter().filter(|j| is(&j.pair, kind) && is(&j.answer, kind)).count();
            let all: usize =
                judged.iter().map(|j| usize::from(is(&j.pair, kind)) + usize::from(is(&j.answer, kind))).sum();
            share(2 * both, all)
        })
        .collect();
    let alerted = judged.iter().filter(|j| j.answer["alert"] == true).count();
    let wanted = judged.iter().filter(|j| j.pair["alert"] == true).count();
    let hit = judged.iter().filter(|j| j.answer["alert"] == true && j.pair["alert"] == true).count();
    Figures {
        macro_f1: scores.iter().sum::<f64>() / scores.len() as f64,
        right: judged.iter().filter(|j| j.pair["verdict"] == j.answer["verdict"]).count(),
        precision: share(hit, alerted),
        recall: share(hit, wanted),
    }
}

#[test]
fn pairs_of_the_develop_set_are_judged_as_labelled() {
    let judged = judged(DEVELOP);
    for Judged { pair, answer } in &judged {
        let wrong_how = pair["how"].is_string() && pair["how"] != answer["how"];
        if pair["verdict"] != answer["verdict"] || pair["alert"] != answer["alert"] || wrong_how {
            let alert = if pair["alert"] == answer["alert"] { "" } else { " ALERT" };
            print(&format!(
                "{} {} {}, not {} {}{alert}: {}\n   {}\n   {}",
                pair["id"],
                answer["verdict"],
                answer["how"],
                pair["verdict"],
                pair["how"],
                answer["alert_reason"],
                pair["before"],
                pair["after"]
            ));
        }
    }
    let figures = figures(&judged);
    print(&format!("develop: {} pairs, {figures:.3?}", judged.len()));
    assert!(figures.macro_f1 >= 0.80 && figures.right >= 112, "{figures:?}");
    assert!(figures.precision >= 0.90 && figures.recall >= 0.86, "{figures:?}");
}

#[test]
fn the_blind_pairs_give_figures_only() {
    let judged = judged(BLIND);
    print(&format!("blind: {} pairs, {:.3?}", judged.len(), figures(&judged)));
}

#[test]
fn bad_lines_are_answered_and_the_rest_goes_on() {
    let good = json!({"id": "z", "before": "", "after": "China will license fentanyl precursors.", "agency": "商务部"});
    let (code, answers) = lines("compare", &format!("nonsense\n{{\"id\":7,\"before\":\"x\"}}\n\n{good}\n"));
    assert_eq!(code, Some(1));
    assert_eq!((&answers[0]["id"], &answers[0]["line"]), (&Value::Null, &json!(1)));
    assert_eq!((&answers[1]["id"], &answers[1]["line"]), (&json!(7), &json!(2)));
    assert!(answers[0]["error"].is_string() && answers[1]["error"].is_string());
    assert_eq!((&answers[2]["id"], &answers[2]["verdict"]), (&json!("z"), &json!("new_commitment")));
}
