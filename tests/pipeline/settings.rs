//! What an edit of the watchlist may and may not raise: settings are no news, what changed on the page meanwhile is.

use crate::support::{Web, Workplace, article, list, today};

const TITLE: &str = "Next steps on fentanyl precursors";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const FUND: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";

fn watch(kind: &str, url: &str, more: &str) -> String {
    format!(
        "[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"{kind}\"\nurl = \"{url}\"\n{more}\n"
    )
}

fn new_since(place: &Workplace, before: usize) -> Vec<String> {
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.len() >= before);
    subjects.into_iter().filter(|s| !s.starts_with("Now watching")).collect()
}

#[test]
fn a_real_change_that_comes_with_new_settings_is_told_and_the_settings_are_not() {
    let web = Web::start();
    let url = web.url("/a.html");
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE, FUND], 1));
    let place = Workplace::new("", &watch("page", &url, ""));
    place.expect(&["check", "--all"], 0);
    place.watchlist("", &watch("page", &url, "content = \".content\""));
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_since(&place, 1), Vec::<String>::new(), "an edit of settings is no event");
    place.watchlist("", &watch("page", &url, "content = \"main\""));
    web.page("/a.html", article(TITLE, &today(), &[TEA, &PROMISE.replace("1 March", "1 June"), FUND], 2));
    place.expect(&["check", "--all"], 0);
    let told = new_since(&place, 1);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("DATE MOVED"), "{told:?}");
}

#[test]
fn another_agency_or_kind_of_text_is_read_anew_and_tells_nothing() {
    let web = Web::start();
    let url = web.url("/a.html");
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE, FUND], 1));
    let place = Workplace::new("", &watch("page", &url, ""));
    place.expect(&["check", "--all"], 0);
    place.watchlist("", &watch("page", &url, "source_type = \"third_party_news\"").replace("CN:MOFCOM", "CN:MFA"));
    place.expect(&["check", "--all"], 0);
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE, FUND, TEA], 2));
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_since(&place, 1), Vec::<String>::new(), "old sentences are no news under a new name");
}

#[test]
fn a_selector_that_leaves_a_sentence_out_removes_nothing() {
    let web = Web::start();
    let url = web.url("/a.html");
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE, FUND], 1));
    let place = Workplace::new("", &watch("page", &url, ""));
    place.expect(&["check", "--all"], 0);
    place.watchlist("", &watch("page", &url, "ignore = [\".content p:last-child\"]"));
    place.expect(&["check", "--all"], 0);
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_since(&place, 1), Vec::<String>::new());
    let states: Vec<String> = place.ledger().as_array().into_iter().flatten().map(|e| e["state"].to_string()).collect();
    assert_eq!(states, ["\"active\"", "\"active\""], "nothing is said about the page");
    place.watchlist("", &watch("page", &url, ""));
    place.expect(&["check", "--all"], 0);
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE], 2));
    place.expect(&["check", "--all"], 0);
    let told = new_since(&place, 1);
    assert!(told.len() == 1 && told[0].starts_with("REMOVED"), "found again, and followed: {told:?}");
}

#[test]
fn links_that_only_a_new_selector_finds_are_no_news() {
    let web = Web::start();
    let url = web.url("/list.html");
    let page = |items: &[(&str, &str)]| {
        list(items).replace(
            "</body>",
            "<ul class=\"archive\"><li><a href=\"/old.html\">An older item on fentanyl precursors</a></li></ul></body>",
        )
    };
    web.page("/list.html", page(&[("/1.html", "Minister opens the autumn fair")]));
    web.page("/1.html", article("Minister opens the autumn fair", &today(), &[TEA, TEA], 1));
    web.page("/old.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
    let place = Workplace::new("", &watch("listing", &url, "links = \".news a\""));
    place.expect(&["check", "--all"], 0);
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(0));
    place.watchlist("", &watch("listing", &url, "links = \".news a, .archive a\""));
    place.expect(&["check", "--all"], 0);
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1), "the link is followed");
    assert_eq!(new_since(&place, 1), Vec::<String>::new(), "but it stood there before");
}

#[test]
fn a_watch_that_moves_to_another_page_tells_what_is_dated_since_it_was_last_read() {
    let web = Web::start();
    web.page("/a.html", article(TITLE, "2026-01-15", &[TEA, PROMISE], 1));
    let place = Workplace::new("", &watch("page", &web.url("/a.html"), ""));
    place.expect(&["check", "--all"], 0);
    web.page("/b.html", article(TITLE, "2026-01-15", &[TEA, FUND], 1));
    place.watchlist("", &watch("page", &web.url("/b.html"), ""));
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_since(&place, 1), Vec::<String>::new(), "an old page is a silent baseline");
    let more = "China will ban exports of nitazenes to Canada from 1 May 2027.";
    web.page("/c.html", article(TITLE, &today(), &[TEA, PROMISE, more], 1));
    place.watchlist("", &watch("page", &web.url("/c.html"), ""));
    place.expect(&["check", "--all"], 0);
    let told = new_since(&place, 1);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("NEW"), "{told:?}");
}

#[test]
fn a_watch_switched_off_or_taken_out_removes_nothing() {
    let web = Web::start();
    let url = web.url("/a.html");
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
    let place = Workplace::new("", &watch("page", &url, ""));
    place.expect(&["check", "--all"], 0);
    place.watchlist("", &watch("page", &url, "enabled = false\nnote = \"on holiday\""));
    place.expect(&["check", "--all"], 0);
    place.watchlist("", "");
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_since(&place, 1), Vec::<String>::new());
    assert_eq!(place.ledger()[0]["state"], "active");
}
