//! The process is killed between any two steps, and the next start loses nothing and says nothing twice.

use std::collections::BTreeMap;

use crate::support::{Web, Workplace, article, header, today};

const TITLE: &str = "Next steps on fentanyl precursors";
const OLD: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const NEW: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";

/// Where the program can be made to die, and how often the story passes there: each step of a check, of its transaction and of
/// delivering.
const POINTS: &[(&str, usize)] = &[
    ("pipeline.claimed", 2),
    ("pipeline.looked", 2),
    ("pipeline.understood", 1),
    ("store.commit_check.before_begin", 2),
    ("store.commit_check.after_begin", 2),
    ("store.commit_check.before_commit", 2),
    ("store.commit_check.after_commit", 2),
    ("deliver.before_hand_over", 2),
    ("deliver.after_hand_over", 2),
    ("store.record_delivery.before_commit", 2),
    ("store.record_delivery.after_commit", 2),
];

/// Message-ID and subject of every mail to the desk.
fn mails(place: &Workplace) -> BTreeMap<String, String> {
    let to_desk = |mail: &String| header(mail, "To").is_some_and(|to| to.contains("desk@reader.test"));
    place
        .mails()
        .iter()
        .filter(|m| to_desk(m))
        .map(|m| (header(m, "Message-ID").unwrap_or_default(), header(m, "Subject").unwrap_or_default()))
        .collect()
}

/// Baseline, then one weakened sentence and one new: dies at `point` if one is given, then runs on undisturbed.
fn story(point: Option<&str>) -> (bool, Vec<String>) {
    let web = Web::start();
    let today = today();
    web.page("/a.html", article(TITLE, &today, &[OLD], 1));
    let watch = format!(
        "[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{}\"\n",
        web.url("/a.html")
    );
    let place = Workplace::new("", &watch);
    place.expect(&["check", "--all"], 0);
    let weaker = OLD.replace("will require", "may require");
    web.page("/a.html", article(TITLE, &today, &[&weaker, NEW], 2));
    let mut died = false;
    if let Some(point) = point {
        let output = place
            .command(&["check", "--all"])
            .env("PLEDGEWATCH_FAILPOINT", point)
            .output()
            .expect("the binary can be started");
        died = output.status.code().is_none();
    }
    place.expect(&["check", "--all"], 0);
    place.expect(&["check", "--all"], 0);
    let found = mails(&place);
    let mut subjects: Vec<String> = found.into_values().collect();
    subjects.sort();
    (died, subjects)
}

#[test]
fn killed_between_any_two_steps_nothing_is_lost_and_nothing_is_said_twice() {
    let (_, undisturbed) = story(None);
    assert!(undisturbed.iter().any(|s| s.starts_with("WEAKER")), "{undisturbed:?}");
    assert!(undisturbed.iter().any(|s| s.starts_with("NEW")), "{undisturbed:?}");
    for (point, times) in POINTS {
        for hit in 1..=*times {
            let point = format!("{point}:{hit}");
            let (died, subjects) = story(Some(&point));
            assert!(died, "{point} was never reached, so it shows nothing");
            assert_eq!(subjects, undisturbed, "killed at {point}");
        }
    }
}
