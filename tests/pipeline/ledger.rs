//! The ledger in a person's hands: joined, split, corrected, and still followed by the next check.

use crate::support::{Web, Workplace, article, today};

const TITLE: &str = "Next steps on fentanyl precursors";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const FUND: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";

fn show(web: &Web, paragraphs: &[&str], noise: u32) {
    web.page("/a.html", article(TITLE, &today(), paragraphs, noise));
}

fn watched(web: &Web) -> Workplace {
    show(web, &[TEA, PROMISE, FUND], 1);
    let watch = format!(
        "[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{}\"\n",
        web.url("/a.html")
    );
    let place = Workplace::new("", &watch);
    place.expect(&["check", "--all"], 0);
    place
}

/// Entry ids: of the licence, of the money.
fn ids(place: &Workplace) -> (String, String) {
    let ledger = place.ledger();
    let of = |class: &str| {
        let entry = ledger.as_array().into_iter().flatten().find(|e| e["action_class"] == class);
        entry.and_then(|e| e["id"].as_str()).unwrap_or_default().to_owned()
    };
    (of("export_licence"), of("funding"))
}

#[test]
fn entries_are_joined_and_a_sighting_is_split_off_again() {
    let web = Web::start();
    let place = watched(&web);
    let (licence, money) = ids(&place);
    place.expect(&["ledger", "join", &licence, &money], 0);
    let joined = place.ledger();
    assert_eq!(joined.as_array().map(Vec::len), Some(1));
    let sightings = joined[0]["sightings"].as_array().cloned().unwrap_or_default();
    assert_eq!(sightings.len(), 2);
    let second = sightings.iter().find(|s| s["quote"] == FUND).expect("the joined one").clone();
    let said = place.expect(&["ledger", "split", &licence, &second["id"].to_string()], 0);
    assert!(said.starts_with("c-"), "{said}");
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(2));
    show(&web, &[TEA, PROMISE, &FUND.replace("20 million", "12 million")], 2);
    place.expect(&["check", "--all"], 0);
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().any(|s| s.starts_with("NUMBER CHANGED")), "a split entry is followed: {subjects:?}");
}

#[test]
fn a_field_is_corrected_and_the_sentence_says_so() {
    let web = Web::start();
    let place = watched(&web);
    let (licence, _) = ids(&place);
    let said = place.expect(&["ledger", "correct", &licence, "countries=CA"], 0);
    assert!(said.contains("Canada"), "{said}");
    let shown = place.expect(&["ledger", "show", &licence], 0);
    assert!(shown.contains("counterparties  CA"), "{shown}");
    show(&web, &[TEA, PROMISE, FUND, TEA], 3);
    place.expect(&["check", "--all"], 0);
    let shown = place.expect(&["ledger", "show", &licence], 0);
    assert!(shown.contains("counterparties  CA"), "a new reading of the same words does not undo it: {shown}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let web = Web::start();
    let place = watched(&web);
    let (licence, _) = ids(&place);
    for (args, code, word) in [
        (vec!["ledger", "join", &licence, "c-nothing"], 1, "no entry"),
        (vec!["ledger", "join", &licence, &licence], 2, "twice"),
        (vec!["ledger", "split", &licence, "99"], 1, "no such sighting"),
        (vec!["ledger", "correct", &licence, "strength=iron"], 2, "strength"),
        (vec!["ledger", "correct", &licence, "colour=red"], 2, "no field"),
        (vec!["ledger", "paint"], 2, "ledger"),
    ] {
        let output = place.run(&args);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
        assert!(told.contains(word), "{args:?}: {told}");
    }
}
