//! Pure. Sitemaps of each kind, packed and plain, and what is none.

use std::io::Write;

use crate::extract::tests::page;
use crate::extract::{Listed, Settings, sitemap};
use crate::model::{Failure, Link, Reason};

const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://e.gov/press/a.html?x=1&amp;y=2#top </loc>
<n:news><n:publication><n:name>Press</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2025-12-05T23:30:00-05:00</n:publication_date><n:title><![CDATA[Rule & order]]> issued &#8212; now</n:title></n:news></url>
<url><loc>/press/new-fund_for-fentanyl.html</loc><lastmod>2025-12-04</lastmod></url>
<url><loc>https://e.gov/about</loc></url>
<url><loc>https://other.example/press/b</loc><lastmod>2025-12-01T10:00Z</lastmod></url></urlset>"#;

fn settings() -> Settings {
    Settings { zone: "Asia/Shanghai".to_owned(), ..Settings::default() }
}

fn read_with(body: &[u8], settings: &Settings, part: bool) -> Result<Listed, Failure> {
    sitemap(&page("https://e.gov/sitemap.xml", Some("application/xml"), body), settings, part)
}

fn read(body: &[u8]) -> Result<Listed, Failure> {
    read_with(body, &settings(), false)
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(body).expect("memory takes what is written");
    packed.finish().expect("memory takes what is written")
}

fn shown(links: &[Link]) -> Vec<(String, String, Option<String>, bool)> {
    let one = |l: &Link| (l.url.to_string(), l.title.clone(), l.date.map(|d| d.to_string()), l.stamp.is_some());
    links.iter().map(one).collect()
}

#[test]
fn urls_of_the_host_become_links_with_titles_and_dates() {
    let plain = read(NEWS.as_bytes()).expect("the sitemap is readable");
    let row = |url: &str, title: &str, date: Option<&str>, stamp: bool| {
        (url.to_owned(), title.to_owned(), date.map(str::to_owned), stamp)
    };
    let wanted = [
        row("https://e.gov/press/a.html?x=1&y=2", "Rule & order issued — now", Some("2025-12-06"), true),
        row("https://e.gov/press/new-fund_for-fentanyl.html", "new fund for fentanyl", Some("2025-12-04"), true),
        row("https://e.gov/about", "about", None, false),
    ];
    assert_eq!(shown(&plain.links), wanted);
    assert!(plain.parts.is_empty());
    assert_eq!(read(&gzip(NEWS.as_bytes())).expect("told by its first bytes"), plain);
}

#[test]
fn links_says_which_urls_are_followed() {
    let chosen = |text: &str| Settings { addresses: Some(text.to_owned()), ..settings() };
    let found = read_with(NEWS.as_bytes(), &chosen("/press/"), false).expect("three match").links;
    let hosts: Vec<_> = found.iter().filter_map(|l| l.url.host_str()).collect();
    assert_eq!(hosts, ["e.gov", "e.gov", "other.example"], "another host is followed when it is asked for");
    let failure = read_with(NEWS.as_bytes(), &chosen("/nowhere/"), false).expect_err("nothing matches");
    assert_eq!(failure.reason, Reason::SelectorMatchedNothing);
    assert!(failure.detail.contains("/nowhere/") && failure.detail.contains('4'), "{failure}");
}

#[test]
fn an_index_names_its_sitemaps_newest_first() {
    let index = "<sitemapindex><sitemap><loc>https://e.gov/1.xml</loc><lastmod>2025-11-01</lastmod></sitemap>\
        <sitemap><loc>https://e.gov/2.xml</loc></sitemap><sitemap><loc>/3.xml.gz</loc><lastmod>2025-12-01T08:00:00+08:00</lastmod></sitemap>\
        <sitemap><loc>https://e.gov/sitemap.xml</loc></sitemap></sitemapindex>";
    let listed = read(index.as_bytes()).expect("the index is readable");
    let urls: Vec<_> = listed.parts.iter().map(|l| l.url.path()).collect();
    assert_eq!(urls, ["/3.xml.gz", "/1.xml", "/2.xml"], "itself is left out");
    assert!(listed.links.is_empty() && listed.parts.iter().all(|l| l.part == Some(1)));
    let failure = read_with(index.as_bytes(), &settings(), true).expect_err("only one level is followed");
    assert_eq!(failure.reason, Reason::BadSitemap);
}

#[test]
fn what_is_no_sitemap_is_said_to_be_none() {
    for (body, reason, why) in [
        ("", Reason::Empty, "empty"),
        (" \n", Reason::Empty, "empty"),
        ("<urlset></urlset>", Reason::Empty, "names no page"),
        ("<sitemapindex/>", Reason::Empty, "names no sitemap"),
        ("<urlset><url><loc>https://other.example/</loc></url></urlset>", Reason::Empty, "e.gov"),
        ("<rss><channel/></rss>", Reason::BadSitemap, "<rss>"),
        ("<!doctype html><html><body>Our news of the week</body></html>", Reason::BadSitemap, "<html>"),
        ("{\"a\":1}", Reason::BadSitemap, "not XML"),
        ("<urlset><url><loc>https://e.gov/a</url></urlset>", Reason::BadSitemap, "at byte"),
        ("<urlset><url><loc>https://e.gov/a</loc>", Reason::BadSitemap, "ends inside <urlset><url>"),
        (
            "<html><head><title>Just a moment...</title></head><body>Checking your browser before you enter.</body></html>",
            Reason::Challenge,
            "moment",
        ),
    ] {
        let failure = read(body.as_bytes()).expect_err("nothing was read");
        assert_eq!(failure.reason, reason, "{body}: {failure}");
        assert!(failure.detail.contains(why), "{body}: {failure}");
    }
    let cut = &gzip(NEWS.as_bytes())[..100];
    assert_eq!(read(cut).map_err(|f| f.reason), Err(Reason::BadSitemap));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = gzip(&vec![b' '; 60 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    assert_eq!(read(&bomb).map_err(|f| f.reason), Err(Reason::UnpacksTooLarge));
}

#[test]
fn of_many_urls_the_newest_are_followed_and_without_dates_none() {
    let entry = |n: u32, date: &str| format!("<url><loc>/{n}</loc>{date}</url>");
    let dated: String = (0..2100).map(|n| entry(n, &format!("<lastmod>2025-{:02}-01</lastmod>", 1 + n % 12))).collect();
    let listed = read(format!("<urlset>{dated}</urlset>").as_bytes()).expect("the newest are followed");
    assert_eq!(listed.links.len(), 2000);
    assert_eq!(listed.links[0].date.map(|d| d.to_string()).as_deref(), Some("2025-12-01"));
    let bare: String = (0..2100).map(|n| entry(n, "")).collect();
    let failure = read(format!("<urlset>{bare}</urlset>").as_bytes()).expect_err("nobody knows which are new");
    assert_eq!(failure.reason, Reason::Overfull);
}
