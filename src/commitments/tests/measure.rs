//! Pure. Recognition measured on the labelled sets, with floors it must not fall below; only the blind log is written.
//!
//! `cargo test --lib commitments::tests::measure -- --nocapture` prints the figures of both sets, and what is read otherwise
//! than labelled of the develop set alone; `MISTAKES=es` prints these of one language, `MISTAKES=all` of all four.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::super::{Claim, Recognizer};
use super::figures::{Figures, differences};
use super::sets::{BLIND, DEVELOP, EARLIER, Item, LEARNT, PAGES_UNSEEN, read};
use super::{primary, recognizer};

#[expect(clippy::print_stderr, reason = "figures are what a reader of a run wants to see")]
pub(super) fn print(text: &str) {
    eprintln!("{text}");
}

/// What is read otherwise than labelled, a paragraph a sentence.
pub(super) fn mistakes(recognizer: &Recognizer, items: &[Item], lang: &str) -> String {
    let mut text = String::new();
    for item in items.iter().filter(|item| lang == "all" || item.header.lang.as_str() == lang) {
        let claims = recognizer.sentence(&item.label.text, &item.context());
        let claim: Option<&Claim> = primary(&claims);
        let wrong = differences(&item.label, claim);
        if wrong.is_empty() {
            continue;
        }
        let header = &item.header;
        let title = header.page_title.as_deref().unwrap_or("");
        let rule = claim.map_or("-", |claim| claim.rule.as_str());
        writeln!(
            text,
            "{} {} {} {} [{title}] {rule}\n    {}\n    {}",
            header.document,
            header.agency,
            header.page_date,
            header.source_type,
            item.label.text,
            wrong.join("; ")
        )
        .expect("a String takes all");
    }
    text
}

#[test]
fn the_develop_set_stays_above_its_floor() {
    let (recognizer, items) = (recognizer(), read(DEVELOP));
    let figures = Figures::of(&recognizer, &items);
    if let Ok(lang) = std::env::var("MISTAKES") {
        print(&mistakes(&recognizer, &items, &lang));
    }
    print(&figures.table("develop"));
    assert!(figures.all.f1() >= 0.94, "{}", figures.all.f1());
    assert!(figures.class.value() >= 0.88, "{}", figures.class.value());
    assert!(figures.strength.value() >= 0.9, "{}", figures.strength.value());
}

#[test]
fn sentences_labelled_before_stay_above_their_floor() {
    let figures = Figures::of(&recognizer(), &read(EARLIER));
    print(&figures.table("earlier"));
    assert!(figures.all.f1() >= 0.96, "{}", figures.all.f1());
}

#[test]
fn the_blind_set_stays_above_its_floor_and_its_figures_are_logged() {
    let figures = Figures::of(&recognizer(), &read(BLIND));
    print(&figures.table("blind"));
    log(&figures);
    assert!(figures.all.f1() >= 0.86 && figures.all.precision() >= 0.86, "{:?}", figures.all);
    assert!(figures.languages.values().all(|counts| counts.f1() >= 0.8), "{:?}", figures.languages);
    assert!(figures.hard.value() >= 0.89, "{:?}", figures.hard);
    assert!(
        figures.strength.value() >= 0.8 && figures.class.value() >= 0.66,
        "{:?} {:?}",
        figures.strength,
        figures.class
    );
    assert!(figures.date.value() >= 0.8 && figures.invented.right <= 10, "{:?} {:?}", figures.date, figures.invented);
}

/// The log of every scoring of the blind set that gave other figures than the one before.
const LOG: &str = "src/commitments/samples/blind-log.csv";
const HEAD: &str = "date,commit,precision,recall,f1,f1_en,f1_zh,f1_zh_traditional,f1_es,f1_fr,hard_negatives,class,strength,\
                    strength_near,date_exact,date_invented";

fn log(figures: &Figures) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(LOG);
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let language = |name: &str| figures.languages.get(name).copied().unwrap_or_default().f1();
    let all = [
        figures.all.precision(),
        figures.all.recall(),
        figures.all.f1(),
        language("en"),
        language("zh"),
        language("zh traditional"),
        language("es"),
        language("fr"),
        figures.hard.value(),
        figures.class.value(),
        figures.strength.value(),
        figures.near.value(),
        figures.date.value(),
    ];
    let mut row: Vec<String> = all.iter().map(|figure| format!("{figure:.3}")).collect();
    row.push(figures.invented.right.to_string());
    let row = row.join(",");
    if known.lines().last().is_some_and(|last| last.ends_with(&format!(",{row}"))) {
        return;
    }
    let run = |command: &str, arguments: &[&str]| {
        let done = Command::new(command).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()?;
        Some(String::from_utf8_lossy(&done.stdout).trim().to_owned()).filter(|text| !text.is_empty())
    };
    let unknown = || "unknown".to_owned();
    let date = run("date", &["-u", "+%Y-%m-%dT%H:%M"]).unwrap_or_else(unknown);
    let commit = run("git", &["describe", "--always", "--dirty", "--exclude=*"]).unwrap_or_else(unknown);
    let known = if known.is_empty() { format!("{HEAD}\n") } else { known };
    // A checkout that cannot be written to keeps no log; the figures were printed.
    std::fs::write(&path, format!("{known}{date},{commit},{row}\n")).unwrap_or_default();
}

/// Pages that nothing was learnt from: how many sentences of a whole page are wrongly held for commitments.
#[test]
fn whole_pages_give_few_false_alarms() {
    let items = read(PAGES_UNSEEN);
    let figures = Figures::of(&recognizer(), &items);
    print(&figures.table("whole pages"));
    let pages: std::collections::BTreeSet<&str> = items.iter().map(|item| item.header.document.as_str()).collect();
    assert!(figures.all.wrong * 3 <= pages.len(), "{:?} on {} pages", figures.all, pages.len());
    assert!(figures.all.recall() >= 0.85, "{:?}", figures.all);
}

/// Sentences of one's own: `SENTENCES=FILE` names a file of the sets' format; without it, those in unusual words.
#[test]
fn sentences_of_a_file_are_measured() {
    let recognizer = recognizer();
    if let Some(file) = std::env::var_os("SENTENCES") {
        let items = read(&std::fs::read_to_string(&file).expect("the file can be read"));
        print(&mistakes(&recognizer, &items, "all"));
        print(&Figures::of(&recognizer, &items).table("file"));
        return;
    }
    let figures = Figures::of(&recognizer, &read(LEARNT));
    print(&figures.table("learnt"));
    assert!(figures.class.value() >= 0.75, "{:?}", figures.class);
}
