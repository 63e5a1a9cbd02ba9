//! A watch of a JSON API: three pages, items with their own text, answers and paths that are wrong.

use serde_json::{Value, json};

use crate::support::{Web, Workplace, article, header, today};

const TITLE: &str = "Schedules of Controlled Substances: Placement of Two Fentanyl-Related Substances in Schedule I";
const PROPOSED: &str =
    "The Drug Enforcement Administration proposes placing two fentanyl-related substances in schedule I.";
const CHEMICAL: &str = "The Drug Enforcement Administration proposes designating 4-piperidone, a precursor of fentanyl, as a list I chemical.";
const ORDERED: &str = "With the issuance of this final rule, the Drug Enforcement Administration places two fentanyl-related substances in schedule I.";
const BODY: &str =
    "body = \"{type}[, effective on {effective_on}][, comments close on {comments_close_on}][: {abstract}]\", ";

fn document(web: &Web, n: u32, kind: &str, text: Option<&str>) -> Value {
    json!({ "html_url": web.url(&format!("/d/{n}")), "title": if text.is_some() { TITLE } else { "Meeting of the board" }, "type": kind,
        "abstract": text, "publication_date": today(), "effective_on": null, "comments_close_on": null })
}

fn serve(web: &Web, page: u32, items: &[Value], next: Option<u32>) {
    let next = next.map(|n| web.url(&format!("/api/{n}.json")));
    let answer = json!({ "count": items.len(), "results": items, "next_page_url": next });
    web.answer(&format!("/api/{page}.json"), 200, "application/json; charset=utf-8", answer.to_string());
}

fn watch(web: &Web, body: &str, more: &str) -> String {
    format!(
        "[[watch]]\nid = \"fr\"\nname = \"Federal Register\"\nagency = \"US:FR\"\nlanguage = \"en\"\nsource_type = \"gazette\"\nkind = \"json\"\nurl = \"{}\"\njson = {{ items = \"results\", url = \"html_url\", title = \"title\", date = \"publication_date\", {body}next = \"next_page_url\" }}\n{more}",
        web.url("/api/1.json")
    )
}

fn asked(web: &Web, part: &str) -> usize {
    web.log().iter().filter(|line| line.contains(part)).count()
}

/// Three pages of one document each, the middle one a proposed rule; read once.
fn watched(web: &Web, more: &str) -> Workplace {
    serve(web, 1, &[document(web, 3, "Notice", None)], Some(2));
    serve(web, 2, &[document(web, 2, "Proposed Rule", Some(PROPOSED))], Some(3));
    serve(web, 3, &[document(web, 1, "Notice", None)], None);
    let place = Workplace::new("", &watch(web, BODY, more));
    place.expect(&["check", "--all"], 0);
    place
}

#[test]
fn three_pages_are_read_and_no_article_is_fetched() {
    let web = Web::start();
    let place = watched(&web, "");
    assert_eq!(
        [asked(&web, "/api/2.json"), asked(&web, "/api/3.json"), asked(&web, "/d/")],
        [1, 1, 0],
        "{:?}",
        web.log()
    );
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.len() == 1 && subjects[0].contains("1 commitment"), "{subjects:?}");
    let ledger = place.ledger();
    assert_eq!(ledger.as_array().map(Vec::len), Some(1), "{ledger}");
    assert_eq!(ledger[0]["strength"], "intends", "a proposed rule: {ledger}");
    let text = place.expect(&["show", &web.url("/d/2")], 0);
    assert!(text.contains(&format!("Proposed Rule: {PROPOSED}")), "{text}");
    place.expect(&["check", "--all"], 0);
    assert_eq!(asked(&web, "/api/2.json"), 1, "what is known is not read on to");
    assert_eq!(place.subjects("desk@reader.test"), subjects);
}

#[test]
fn max_pages_bounds_how_far_an_api_is_read() {
    let web = Web::start();
    watched(&web, "max_pages = 2\n");
    assert_eq!([asked(&web, "/api/2.json"), asked(&web, "/api/3.json")], [1, 0], "{:?}", web.log());
}

#[test]
fn a_new_rule_is_an_alert_with_its_date_and_an_edited_item_is_read_again() {
    let web = Web::start();
    let place = watched(&web, "");
    let mut rule = document(&web, 4, "Rule", Some(ORDERED));
    rule["effective_on"] = json!("2027-03-01");
    serve(&web, 1, &[rule.clone(), document(&web, 3, "Notice", None)], Some(2));
    place.expect(&["check", "--all"], 0);
    let mails = place.mails();
    let subject = |mail: &&String| header(mail, "Subject").unwrap_or_default();
    let told = mails.iter().find(|m| subject(m).contains("1 Mar 2027")).map(|m| subject(&m));
    assert!(told.is_some(), "{:?}", mails.iter().map(|m| subject(&m)).collect::<Vec<_>>());
    let entry = |place: &Workplace| {
        let ledger = place.ledger();
        let all = ledger.as_array().cloned().unwrap_or_default();
        all.into_iter().find(|e| e["strength"] == "ordered").unwrap_or_else(|| panic!("{ledger}"))
    };
    assert!(entry(&place).to_string().contains("2027-03-01"));
    rule["effective_on"] = json!("2027-06-01");
    serve(&web, 1, &[rule, document(&web, 3, "Notice", None)], Some(2));
    place.expect(&["check", "--all"], 0);
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().any(|s| s.starts_with("DATE MOVED: ")), "{subjects:?}");
    assert_eq!(asked(&web, "/d/"), 0, "{:?}", web.log());
}

#[test]
fn after_an_outage_the_api_is_read_on_until_something_known_is_met() {
    let web = Web::start();
    let place = watched(&web, "");
    serve(&web, 1, &[document(&web, 6, "Notice", None)], Some(2));
    serve(&web, 2, &[document(&web, 5, "Proposed Rule", Some(CHEMICAL))], Some(3));
    serve(&web, 3, &[document(&web, 3, "Notice", None)], Some(4));
    place.expect(&["check", "--all"], 0);
    assert_eq!([asked(&web, "/api/2.json"), asked(&web, "/api/3.json"), asked(&web, "/api/4.json")], [2, 2, 0]);
    let desk = place.subjects("desk@reader.test");
    assert!(desk.iter().any(|s| s.starts_with("NEW: ")), "what stood on the second page is news: {desk:?}");
    let ops = place.subjects("ops@reader.test");
    assert!(!ops.iter().any(|s| s.to_lowercase().contains("gap")), "{ops:?}");
}

#[test]
fn without_a_text_the_article_is_fetched() {
    let web = Web::start();
    serve(&web, 1, &[document(&web, 2, "Proposed Rule", Some(PROPOSED))], None);
    web.page(
        "/d/2",
        article(TITLE, &today(), &[PROPOSED, "The east hall was full and tea was served to all of the guests."], 1),
    );
    let place = Workplace::new("", &watch(&web, "", ""));
    place.expect(&["check", "--all"], 0);
    assert_eq!(asked(&web, "200 /d/2"), 1);
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1));
}

#[test]
fn another_path_of_the_text_is_no_change_of_what_was_said() {
    let web = Web::start();
    let place = watched(&web, "");
    let before = place.subjects("desk@reader.test");
    place.watchlist("", &watch(&web, "body = \"abstract\", ", ""));
    place.expect(&["check", "--all"], 0);
    assert_eq!(place.subjects("desk@reader.test"), before);
    let text = place.expect(&["show", &web.url("/d/2")], 0);
    assert!(text.contains(PROPOSED) && !text.contains("Proposed Rule:"), "{text}");
}

#[test]
fn bad_json_and_a_wrong_path_are_failures_that_say_what_is_there() {
    let web = Web::start();
    let place = watched(&web, "");
    web.answer("/api/1.json", 200, "application/json", "{\"results\": [");
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("(bad_json: EOF while parsing"), "{summary}");
    web.answer("/api/1.json", 200, "application/json", "{\"documents\": [], \"count\": 0}");
    let summary = place.expect(&["check", "--all"], 1);
    let wanted =
        "path_matched_nothing: `items = \"results\"`: the JSON has no `results`; it is an object of count, documents";
    assert!(summary.contains(wanted), "{summary}");
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1), "what was read stays");
}

#[test]
fn preview_shows_an_item_as_it_would_be_read() {
    let web = Web::start();
    serve(&web, 1, &[document(&web, 2, "Proposed Rule", Some(PROPOSED))], Some(2));
    let place = Workplace::new("", &watch(&web, BODY, ""));
    let shown = place.expect(&["preview", "fr"], 0);
    assert!(shown.contains("leads on to") && shown.contains("/api/2.json"), "{shown}");
    assert!(shown.contains("intends") && asked(&web, "/d/") == 0, "{shown}");
}

#[test]
fn a_further_page_that_cannot_be_read_is_given_up_and_told() {
    let web = Web::start();
    serve(&web, 1, &[document(&web, 3, "Notice", None)], Some(2));
    let place = Workplace::new("", &watch(&web, BODY, ""));
    for _ in 0..3 {
        let summary = place.expect(&["check", "--all"], 1);
        assert!(summary.contains("/api/2.json (not_found: "), "{summary}");
    }
    let ops = place.subjects("ops@reader.test");
    assert!(ops.iter().any(|s| s.to_lowercase().contains("possible gap")), "{ops:?}");
    place.expect(&["check", "--all"], 0);
    assert_eq!(asked(&web, "/api/2.json"), 3, "it is not asked for again");
}
