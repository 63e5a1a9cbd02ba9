//! A watch of a sitemap: an index of two, one of them packed, from baseline to alert.

use std::io::Write;

use crate::support::{Web, Workplace, article, today};

const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const FUND: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(body).expect("memory takes what is written");
    packed.finish().expect("memory takes what is written")
}

fn urls(web: &Web, items: &[(&str, &str)]) -> String {
    let row = |(path, lastmod): &(&str, &str)| {
        format!("<url><loc>{}</loc><lastmod>{lastmod}</lastmod></url>\n", web.url(path))
    };
    let rows: String = items.iter().map(row).collect();
    format!("<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{rows}</urlset>")
}

fn index(web: &Web, items: &[(&str, &str)]) {
    let row = |(path, lastmod): &(&str, &str)| {
        format!("<sitemap><loc>{}</loc><lastmod>{lastmod}</lastmod></sitemap>", web.url(path))
    };
    let rows: String = items.iter().map(row).collect();
    web.answer("/index.xml", 200, "text/xml", format!("<sitemapindex>{rows}</sitemapindex>"));
}

fn show(web: &Web, path: &str, paragraphs: &[&str]) {
    web.page(path, article("Next steps on fentanyl precursors", &today(), paragraphs, 1));
}

fn watch(web: &Web, path: &str, more: &str) -> String {
    format!(
        "[[watch]]\nid = \"map\"\nname = \"Ministry of Commerce, news\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"sitemap\"\nurl = \"{}\"\n{more}",
        web.url(path)
    )
}

/// An index of a plain and a packed sitemap, read once.
fn watched(web: &Web) -> Workplace {
    index(web, &[("/old.xml", "2026-01-01"), ("/new.xml.gz", "2026-02-01")]);
    web.answer("/old.xml", 200, "application/xml", urls(web, &[("/1.html", "2026-01-01")]));
    web.answer("/new.xml.gz", 200, "application/gzip", gzip(urls(web, &[("/2.html", "2026-02-01")]).as_bytes()));
    show(web, "/1.html", &[TEA, PROMISE]);
    show(web, "/2.html", &[TEA]);
    let place = Workplace::new("", &watch(web, "/index.xml", ""));
    place.expect(&["check", "--all"], 0);
    place
}

fn asked(web: &Web, path: &str) -> usize {
    web.log().iter().filter(|line| line.ends_with(&format!(" {path}"))).count()
}

/// Makes the watch's own page due, and nothing else, then checks what is due.
fn check_root(place: &Workplace) -> String {
    let store = rusqlite::Connection::open(place.path("pledgewatch.db")).expect("the store can be opened");
    store.execute("update targets set due = 0 where kind = 'root'", []).expect("the store can be written");
    drop(store);
    place.expect(&["check", "--due"], 0)
}

#[test]
fn an_index_is_followed_and_its_articles_are_a_silent_baseline() {
    let web = Web::start();
    let place = watched(&web);
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.len() == 1 && subjects[0].contains("1 commitment"), "{subjects:?}");
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1));
    let history = place.expect(&["history", &web.url("/2.html")], 0);
    assert!(history.contains("2.html"), "{history}");
}

#[test]
fn a_new_url_becomes_an_alert() {
    let web = Web::start();
    let place = watched(&web);
    show(&web, "/3.html", &[TEA, FUND]);
    let now = urls(&web, &[("/2.html", "2026-02-01"), ("/3.html", &today())]);
    web.answer("/new.xml.gz", 200, "application/gzip", gzip(now.as_bytes()));
    index(&web, &[("/old.xml", "2026-01-01"), ("/new.xml.gz", &today())]);
    let before = asked(&web, "/old.xml");
    let summary = check_root(&place);
    assert!(summary.contains("1 new link"), "{summary}");
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().any(|s| s.starts_with("NEW: ")), "{subjects:?}");
    assert_eq!(asked(&web, "/old.xml"), before, "the index says that this sitemap did not change");
    assert_eq!(asked(&web, "/1.html"), 1, "nor did its article");
}

#[test]
fn a_changed_lastmod_has_the_article_read_again() {
    let web = Web::start();
    let place = watched(&web);
    show(&web, "/1.html", &[TEA, &PROMISE.replace("1 March 2027", "1 June 2027")]);
    check_root(&place);
    assert_eq!(asked(&web, "/1.html"), 1, "it is not due by itself");
    web.answer("/old.xml", 200, "application/xml", urls(&web, &[("/1.html", &today())]));
    index(&web, &[("/old.xml", &today()), ("/new.xml.gz", "2026-02-01")]);
    check_root(&place);
    assert_eq!(asked(&web, "/1.html"), 2);
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().any(|s| s.starts_with("DATE MOVED: ")), "{subjects:?}");
}

#[test]
fn max_pages_bounds_the_sitemaps_of_an_index_newest_first() {
    let web = Web::start();
    index(&web, &[("/a.xml", "2024-01-01"), ("/b.xml", "2026-01-01"), ("/c.xml", "2025-01-01")]);
    for (n, path) in ["/a.xml", "/b.xml", "/c.xml"].iter().enumerate() {
        let article = format!("/{n}.html");
        show(&web, &article, &[TEA]);
        web.answer(path, 200, "text/xml", urls(&web, &[(&article, "2026-01-01")]));
    }
    let place = Workplace::new("", &watch(&web, "/index.xml", "max_pages = 2\nlinks = '/\\d+\\.html$'\n"));
    place.expect(&["check", "--all"], 0);
    assert_eq!([asked(&web, "/a.xml"), asked(&web, "/b.xml"), asked(&web, "/c.xml")], [0, 1, 1], "{:?}", web.log());
    let shown = place.expect(&["preview", "map"], 0);
    assert!(shown.contains("leads on to  2026-01-01") && shown.contains("1 links on"), "{shown}");
}

#[test]
fn a_bomb_and_broken_xml_are_failures_with_reasons_and_the_rest_is_read() {
    let web = Web::start();
    let place = watched(&web);
    let bomb = gzip(&vec![b' '; 60 * 1024 * 1024]);
    web.answer("/new.xml.gz", 200, "application/gzip", bomb);
    web.answer("/old.xml", 200, "application/xml", "<urlset><url><loc>http://127.0.0.1/1.html</url></urlset>");
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("new.xml.gz (unpacks_too_large: "), "{summary}");
    assert!(summary.contains("old.xml (bad_sitemap: at byte "), "{summary}");
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1), "what was read stays");
    web.answer("/index.xml", 200, "text/xml", "");
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("index.xml (empty: "), "{summary}");
    web.page("/index.xml", article("Press", &today(), &[TEA], 1));
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("it is no sitemap: it begins with <html>"), "{summary}");
}

#[test]
fn a_sitemap_that_comes_later_is_news_throughout() {
    let web = Web::start();
    let place = watched(&web);
    show(&web, "/3.html", &[TEA, FUND]);
    web.answer("/march.xml", 200, "text/xml", urls(&web, &[("/3.html", &today())]));
    index(&web, &[("/old.xml", "2026-01-01"), ("/new.xml.gz", "2026-02-01"), ("/march.xml", &today())]);
    check_root(&place);
    let subjects = place.subjects("desk@reader.test");
    assert!(subjects.iter().any(|s| s.starts_with("NEW: ")), "{subjects:?}");
    let ops = place.subjects("ops@reader.test");
    assert!(!ops.iter().any(|s| s.to_lowercase().contains("gap")), "a new sitemap is no gap: {ops:?}");
}

#[test]
fn when_every_lastmod_changes_at_once_none_is_believed() {
    let web = Web::start();
    let paths: Vec<String> = (0..60).map(|n| format!("/{n}.html")).collect();
    let all = |lastmod: &'static str| paths.iter().map(|path| (path.as_str(), lastmod)).collect::<Vec<_>>();
    for path in &paths {
        show(&web, path, &[TEA]);
    }
    web.answer("/map.xml", 200, "text/xml", urls(&web, &all("2026-01-01")));
    let place = Workplace::new("", &watch(&web, "/map.xml", ""));
    place.expect(&["check", "--all"], 0);
    web.answer("/map.xml", 200, "text/xml", urls(&web, &all("2026-01-02")));
    check_root(&place);
    assert_eq!(asked(&web, "/7.html"), 1, "the whole site is not read again");
    let mut one = all("2026-01-02");
    one[7].1 = "2026-01-03";
    web.answer("/map.xml", 200, "text/xml", urls(&web, &one));
    check_root(&place);
    assert_eq!([asked(&web, "/7.html"), asked(&web, "/8.html")], [2, 1], "one that stands out is believed again");
}
