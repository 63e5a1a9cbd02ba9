//! A list of several pages: how far it is read when the watch begins and after an outage, and when that is not far enough.

use crate::support::{Web, Workplace, article, list, today};

const LICENCE: &str =
    "From 1 March 2027, exporters shall obtain a licence before shipping fentanyl precursors to Mexico.";
const PLAIN: &str = "The hall was full, and tea was served to all of the guests who had come from the provinces.";

/// A page of the list with an article for each number, those of `licences` with a commitment, and a link to the next page.
fn serve(web: &Web, page: u32, items: &[u32], licences: &[u32], next: Option<u32>) {
    let urls: Vec<(String, String)> =
        items.iter().map(|n| (format!("/news/{n}.html"), format!("Notice number {n} of the ministry"))).collect();
    for n in items {
        let text = if licences.contains(n) { LICENCE } else { PLAIN };
        let title = if licences.contains(n) { "Notice on fentanyl precursors" } else { "Notice of the ministry" };
        web.page(&format!("/news/{n}.html"), article(title, &today(), &[text, "The notice is open to all."], 1));
    }
    let items: Vec<(&str, &str)> = urls.iter().map(|(url, title)| (url.as_str(), title.as_str())).collect();
    let next = next.map_or_else(String::new, |n| format!("<p class=pager><a href=\"/list/{n}\">Next page</a></p>"));
    web.page(&format!("/list/{page}"), list(&items).replace("</body>", &format!("{next}</body>")));
}

fn watch(web: &Web, more: &str) -> String {
    format!(
        "[[watch]]\nid = \"news\"\nname = \"Ministry of Commerce, news\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"listing\"\nlinks = \".news a\"\nurl = \"{}\"\n{more}",
        web.url("/list/1")
    )
}

fn asked(web: &Web, page: u32) -> usize {
    let wanted = format!("/list/{page}");
    web.log().iter().filter(|line| line.ends_with(&wanted)).count()
}

/// Three pages of three items, read once: 9 8 7, 6 5 4, 3 2 1.
fn watched(web: &Web, more: &str) -> Workplace {
    serve(web, 1, &[9, 8, 7], &[], Some(2));
    serve(web, 2, &[6, 5, 4], &[5], Some(3));
    serve(web, 3, &[3, 2, 1], &[], None);
    let place = Workplace::new("", &watch(web, more));
    place.expect(&["check", "--all"], 0);
    place
}

fn gaps(place: &Workplace) -> usize {
    place.subjects("ops@reader.test").iter().filter(|s| s.to_lowercase().contains("gap")).count()
}

#[test]
fn when_the_watch_begins_only_the_first_page_is_read() {
    let web = Web::start();
    let place = watched(&web, "");
    assert_eq!([asked(&web, 1), asked(&web, 2)], [1, 0], "{:?}", web.log());
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(0));
}

#[test]
fn more_pages_are_read_then_if_asked_and_what_stands_on_them_is_no_news() {
    let web = Web::start();
    let place = watched(&web, "baseline_pages = 2\n");
    assert_eq!([asked(&web, 2), asked(&web, 3)], [1, 0], "{:?}", web.log());
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1));
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().all(|s| !s.starts_with("NEW: ")), "{subjects:?}");
}

#[test]
fn after_an_outage_the_list_is_read_on_until_something_known_is_met() {
    let web = Web::start();
    let place = watched(&web, "");
    serve(&web, 1, &[15, 14, 13], &[], Some(2));
    serve(&web, 2, &[12, 11, 10], &[11], Some(3));
    serve(&web, 3, &[9, 8, 7], &[], Some(4));
    place.expect(&["check", "--all"], 0);
    assert_eq!([asked(&web, 2), asked(&web, 3), asked(&web, 4)], [1, 1, 0], "{:?}", web.log());
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().any(|s| s.starts_with("NEW: ")), "what stood on the second page is news: {subjects:?}");
    let status = place.expect(&["status"], 0);
    assert!(status.contains("announced in 30 days: 1, told 0 days after publication (median), at most 0"), "{status}");
    assert_eq!(gaps(&place), 0);
}

#[test]
fn a_possible_gap_is_told_when_nothing_known_is_met() {
    let web = Web::start();
    let place = watched(&web, "max_pages = 2\n");
    serve(&web, 1, &[25, 24, 23], &[], Some(2));
    serve(&web, 2, &[22, 21, 20], &[], Some(3));
    place.expect(&["check", "--all"], 0);
    assert_eq!([asked(&web, 2), asked(&web, 3)], [1, 0], "{:?}", web.log());
    assert_eq!(gaps(&place), 1, "{:?}", place.subjects("ops@reader.test"));
}

#[test]
fn a_server_that_gives_the_same_page_for_every_number_does_not_hide_a_gap() {
    let web = Web::start();
    let place = watched(&web, "");
    serve(&web, 1, &[25, 24, 23], &[], Some(2));
    serve(&web, 2, &[25, 24, 23], &[], Some(3));
    serve(&web, 3, &[25, 24, 23], &[], None);
    place.expect(&["check", "--all"], 0);
    assert_eq!(gaps(&place), 1, "{:?}", place.subjects("ops@reader.test"));
}

#[test]
fn what_is_pinned_to_the_head_of_a_list_does_not_hide_a_gap() {
    let web = Web::start();
    let place = watched(&web, "max_pages = 1\n");
    serve(&web, 1, &[9, 25, 24, 23], &[], Some(2));
    place.expect(&["check", "--all"], 0);
    assert_eq!(gaps(&place), 1, "{:?}", place.subjects("ops@reader.test"));
}
