//! Pure. Answers of APIs, their items and pages; paths that lead nowhere.

use super::path::Path;
use super::template::{Holds, Template};
use crate::extract::tests::page;
use crate::extract::{GIVEN_TYPE, Listed, Paths, Settings, document, json};
use crate::model::{Failure, Page, Reason};
use serde_json::json as value;

const URL: &str = "https://e.gov/api/list.json?per_page=2";
const ANSWER: &str = r#"{"count":3,"next_page_url":"https://e.gov/api/list.json?page=2","data":{"results":[
{"id":"2026-1","html_url":"https://e.gov/d/2026-1?utm_source=api","title":"Schedules &amp; <i>orders</i>","type":"Rule","abstract":"It places carfentanil in schedule I. Fees stay.","publication_date":"2025-12-05","effective_on":"2026-01-05","agencies":[{"name":"DEA"}]},
{"id":"2026-2","html_url":"https://e.gov/d/2026-2","title":"Meeting","type":"Notice","abstract":null,"publication_date":"2025-12-04T23:00:00-05:00","effective_on":null,"agencies":[]},
{"id":"2026-3","html_url":null,"title":"No page","type":"Notice","abstract":null,"publication_date":null,"effective_on":null,"agencies":[]}]}}"#;

fn paths() -> Paths {
    let some = |text: &str| Some(text.to_owned());
    Paths {
        items: some("data.results"),
        url: "html_url".to_owned(),
        title: some("title"),
        date: some("publication_date"),
        body: some("{type}[, effective on {effective_on}][: {abstract}]"),
        html: None,
        next: some("next_page_url"),
    }
}

fn read(body: &str, paths: Paths) -> Result<Listed, Failure> {
    assert_eq!(paths.problems(), [], "{paths:?}");
    let settings = Settings { json: Some(paths), zone: "America/New_York".to_owned(), ..Settings::default() };
    json(&page(URL, Some("application/json"), body.as_bytes()), &settings, 1)
}

#[test]
fn items_become_links_with_the_next_page() {
    let listed = read(ANSWER, paths()).expect("the answer is readable");
    let shown: Vec<_> =
        listed.links.iter().map(|l| (l.url.as_str(), l.title.as_str(), l.date.map(|d| d.to_string()))).collect();
    let date = |text: &str| Some(text.to_owned());
    assert_eq!(
        shown,
        [
            ("https://e.gov/d/2026-1", "Schedules & orders", date("2025-12-05")),
            ("https://e.gov/d/2026-2", "Meeting", date("2025-12-04")),
        ]
    );
    let next = &listed.parts[0];
    assert_eq!((next.url.as_str(), next.part), ("https://e.gov/api/list.json?page=2", Some(2)));
    let last = read(&ANSWER.replace("next_page_url", "other"), paths()).expect("the last page names no next one");
    assert!(last.parts.is_empty());
}

#[test]
fn urls_and_next_pages_may_be_templates() {
    let pointers = Paths {
        items: Some("/data/results".to_owned()),
        url: "/doc/{id}?by={agencies[0].name}".to_owned(),
        title: Some("/title".to_owned()),
        next: Some("?per_page=2&page={page}".to_owned()),
        body: None,
        ..paths()
    };
    let listed = read(&ANSWER.replace("DEA", "D&E?A"), pointers).expect("the answer is readable");
    let urls: Vec<_> = listed.links.iter().map(|l| l.url.as_str()).collect();
    assert_eq!(urls, ["https://e.gov/doc/2026-1?by=D%26E%3FA"], "the others name no agency");
    assert!(listed.links[0].given.is_none(), "without a text the article is fetched");
    assert_eq!(listed.parts[0].url.as_str(), "https://e.gov/api/list.json?per_page=2&page=2");
    let root = Paths { items: None, url: "u".to_owned(), title: None, date: None, body: None, html: None, next: None };
    let listed = read(r#"[{"u":"/20251205/a.html"}]"#, root).expect("the answer is the list");
    let link = &listed.links[0];
    assert_eq!(link.date.map(|d| d.to_string()).as_deref(), Some("2025-12-05"));
    assert_eq!(link.title, "https://e.gov/20251205/a.html");
}

#[test]
fn the_text_of_an_item_is_read_as_an_article() {
    let settings = Settings { json: Some(paths()), zone: "UTC".to_owned(), ..Settings::default() };
    let listed = read(ANSWER, paths()).expect("the answer is readable");
    let text = |n: usize, settings: &Settings| {
        let given = listed.links[n].given.clone().expect("the item carries its text");
        let page = Page::from_bytes(listed.links[n].url.clone(), Some(GIVEN_TYPE), given.item.into_bytes(), given.at);
        document(&page, settings).expect("the item is readable")
    };
    let rule = text(0, &settings);
    assert_eq!(
        rule.text(),
        "Schedules & orders\nRule, effective on 2026-01-05: It places carfentanil in schedule I. Fees stay.\n"
    );
    assert_eq!(rule.published.map(|d| d.to_string()).as_deref(), Some("2025-12-05"));
    assert_eq!(text(1, &settings).text(), "Meeting\nNotice\n", "parts whose field is null are left out");
    let html = Paths { body: None, html: Some("<p>{type}</p><p>{title}</p>".to_owned()), ..paths() };
    assert_eq!(
        text(0, &Settings { json: Some(html), ..settings }).text(),
        "Schedules & orders\nRule\nSchedules & orders\n"
    );
}

#[test]
fn a_stamp_changes_with_what_is_read_and_nothing_else() {
    let stamp = |body: &str| read(body, paths()).expect("the answer is readable").links[0].stamp.clone();
    let before = stamp(ANSWER);
    assert_eq!(stamp(&ANSWER.replace("\"DEA\"", "\"DOJ\"")), before);
    assert_ne!(stamp(&ANSWER.replace("2026-01-05", "2026-02-05")), before);
}

#[test]
fn a_path_that_leads_nowhere_is_named_with_what_is_there() {
    let some = |text: &str| Some(text.to_owned());
    for (paths, parts) in [
        (Paths { items: some("data.docs"), ..paths() }, ["`items = \"data.docs\"`: `data` has no `docs`", "results"]),
        (Paths { items: some("count"), ..paths() }, ["`items = \"count\"`: there is no list", "the number 3"]),
        (Paths { items: some("data.results[7]"), ..paths() }, ["`data.results` has no item 7", "a list of 3"]),
        (Paths { items: None, ..paths() }, ["the answer is no list", "count, data"]),
        (Paths { url: "link".to_owned(), ..paths() }, ["`url = \"link\"`: the JSON has no `link`", "html_url"]),
        (Paths { url: "type".to_owned(), ..paths() }, ["", ""]),
        (Paths { title: some("name"), ..paths() }, ["`title = \"name\"`", "abstract, agencies"]),
        (Paths { body: some("{type}: {summary}"), ..paths() }, ["`body = \"{type}: {summary}\"`", "no `summary`"]),
        (Paths { body: some("agencies"), ..paths() }, ["", ""]),
    ] {
        match read(ANSWER, paths.clone()) {
            Ok(listed) => assert!(parts[0].is_empty(), "{paths:?}: {listed:?}"),
            Err(failure) => {
                assert_eq!(failure.reason, Reason::PathMatchedNothing, "{failure}");
                assert!(parts.iter().all(|part| failure.detail.contains(part)), "{failure}");
            }
        }
    }
    let away = ANSWER.replace("https://e.gov/api/list.json?page=2", "https://evil.example/p2");
    let failure = read(&away, paths()).expect_err("another site");
    assert!(failure.detail.contains("evil.example"), "{failure}");
}

#[test]
fn what_is_no_json_is_bad_json() {
    for (body, reason) in [
        ("", Reason::BadJson),
        ("{\"data\":", Reason::BadJson),
        ("<html><body>Down for maintenance, please come back later.</body></html>", Reason::BadJson),
        ("{\"data\":{\"results\":[]}}", Reason::Empty),
    ] {
        assert_eq!(read(body, paths()).map_err(|f| f.reason), Err(reason), "{body}");
    }
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(read(&deep, paths()).map_err(|f| f.reason), Err(Reason::BadJson));
}

#[test]
fn paths_and_templates_are_checked() {
    for good in ["a", "a.b", "a[0].b", "[0].a", "/a/0/b~1c", "a b", "a-b[1][2]"] {
        assert!(Path::parse(good).is_ok(), "{good}");
    }
    for bad in ["", "a..b", ".a", "a.", "a[", "a[x]", "a]", "a[0]b", " a", "a[-1]"] {
        assert!(Path::parse(bad).is_err(), "{bad}");
    }
    for bad in ["{a", "a}", "{a}[", "{a}]", "{a}[b]", "{a}[{b}[{c}]]", "{}"] {
        assert!(Template::parse(bad, Holds::Optional).is_err(), "{bad}");
    }
    let query = Template::parse("?f[]=x&n={n}", Holds::Nothing).expect("brackets are text in a URL");
    assert_eq!(query.fill(&value!({"n": 5}), 1, &str::to_owned), Ok(Some("?f[]=x&n=5".to_owned())));
    let pointer = Path::parse("/a~1b/0").expect("a pointer");
    assert_eq!(pointer.find(&value!({"a/b": ["x"]})), Ok(&value!("x")));
}
