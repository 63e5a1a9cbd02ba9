//! What changes on pages without meaning anything, where any text is reported: it is not told, and can be listed.

use std::time::Duration;

use pledgewatch::model::EventKind;

use crate::days::Days;
use crate::support::{Web, article, today};

const TITLE: &str = "Notes of the ministry";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";
const COFFEE: &str =
    "Visitors to the west wing are asked to use the door beside the library until the end of the month.";
const CAKE: &str = "An exhibition of photographs of the harbour opens in the hall and is free for schools.";
const FENTANYL: &str = "Fentanyl was spoken of at length by the guests.";

fn watch(web: &Web, name: &str) -> String {
    format!(
        "[[watch]]\nid = \"{name}\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nreport = \"any\"\nurl = \"{}\"\nevery = \"1h\"\n",
        web.url(&format!("/{name}.html"))
    )
}

/// The text told as edited in one round an hour later.
fn told(days: &Days) -> Vec<String> {
    days.later(Duration::from_secs(3700));
    let edited = days.round().into_iter().filter(|event| event.kind == EventKind::Edited);
    edited.filter_map(|event| event.detail).collect()
}

#[test]
fn what_a_page_showed_before_is_not_new_and_what_names_the_topic_is_told_all_the_same() {
    let web = Web::start();
    let show = |texts: &[&str], noise: u32| web.page("/a.html", article(TITLE, &today(), texts, noise));
    show(&[TEA, COFFEE], 1);
    let days = Days::begin(&watch(&web, "a"));
    days.round();
    show(&[TEA, CAKE], 2);
    assert_eq!(told(&days), [CAKE]);
    show(&[TEA, COFFEE], 3);
    assert_eq!(told(&days), [] as [&str; 0], "it returned to what it was");
    show(&[TEA, CAKE, FENTANYL], 4);
    assert_eq!(told(&days), [FENTANYL], "only what is new");
    show(&[TEA, CAKE], 5);
    told(&days);
    show(&[TEA, CAKE, FENTANYL], 6);
    assert_eq!(told(&days), [FENTANYL], "on the topic nothing is kept back");
    let history = days.place.expect(&["history", &web.url("/a.html"), "--format", "json"], 0);
    assert!(history.contains("seen_before") && history.contains(COFFEE), "what was not told is listed: {history}");
    let table = days.place.expect(&["history", &web.url("/a.html")], 0);
    assert!(table.contains("1 not told: seen_before"), "{table}");
}

#[test]
fn a_step_of_the_comparison_that_is_left_out_makes_a_difference() {
    for (exactly, wanted) in [("", 0), ("compare_exactly = [\"quotes\"]\n", 1)] {
        let web = Web::start();
        web.page("/a.html", article(TITLE, &today(), &[TEA, "The minister spoke of a \"new road\" at length."], 1));
        let days = Days::begin(&format!("{}{exactly}", watch(&web, "a")));
        days.round();
        web.page("/a.html", article(TITLE, &today(), &[TEA, "The minister spoke of a “new road” at length."], 2));
        assert_eq!(told(&days).len(), wanted, "{exactly}");
    }
}

#[test]
fn a_line_that_appears_all_over_a_site_is_told_of_the_first_pages_only() {
    let web = Web::start();
    let names = ["a", "b", "c", "d", "e"];
    let show = |name: &str, texts: &[&str]| web.page(&format!("/{name}.html"), article(TITLE, &today(), texts, 1));
    names.iter().for_each(|name| show(name, &[TEA]));
    let watches: String = names.iter().map(|name| watch(&web, name)).collect();
    let days = Days::begin(&watches);
    days.round();
    names.iter().for_each(|name| show(name, &[TEA, COFFEE]));
    assert_eq!(told(&days).len(), 3);
    let lists = names.iter().map(|name| days.place.expect(&["history", &web.url(&format!("/{name}.html"))], 0));
    assert_eq!(lists.filter(|list| list.contains("1 not told: on_several_pages")).count(), 2);
}

#[test]
fn what_scrolls_off_a_page_that_is_a_list_is_not_removed_and_what_is_taken_out_of_it_is() {
    const LICENCE: &str =
        "The ministry will require a licence for exports of fentanyl precursors to Mexico from 1 March 2027.";
    const FUND: &str =
        "The ministry will give 20 million dollars to the United Nations Office on Drugs and Crime against fentanyl.";
    let web = Web::start();
    let item = |n: u32, text: &str| format!("<li><b>{n} November 2026</b> {text}</li>");
    let plain = |n: u32| item(n, &format!("The minister received the delegation number {n} in the east hall."));
    let show = |items: Vec<String>| {
        let rows = items.concat();
        web.page("/a.html", format!("<html><head><title>News on fentanyl</title></head><body><main><h1>News on fentanyl</h1><ul>{rows}</ul></main></body></html>"));
    };
    let of = |days: std::ops::Range<u32>| days.rev().map(plain);
    show(
        [item(20, FUND)].into_iter().chain(of(10..18)).chain([item(9, LICENCE), item(8, "Tea was served.")]).collect(),
    );
    let days = Days::begin(&watch(&web, "a").replace("report = \"any\"\n", ""));
    days.round();
    assert_eq!(days.place.ledger().as_array().map(Vec::len), Some(2));
    let removed = |days: &Days| {
        let told = |days: &Days| {
            days.later(Duration::from_secs(3700));
            days.round().into_iter().filter(|event| event.kind == EventKind::Removed).count()
        };
        told(days) + told(days)
    };
    show(of(21..24).chain([item(20, FUND)]).chain(of(12..18)).collect());
    assert_eq!(removed(&days), 0, "it scrolled off");
    show(of(21..25).chain(of(12..18)).collect());
    assert_eq!(removed(&days), 1, "it was taken out");
    let hint = days.place.expect(&["preview", "a"], 0);
    assert!(hint.contains("this looks like a listing"), "{hint}");
}
