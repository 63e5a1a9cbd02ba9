//! Pure. Feeds in three formats, in two charsets, and what is none.

use crate::extract::tests::page;
use crate::extract::{Settings, feed, feed_document, is_feed};
use crate::model::Reason;

const RSS: &str = "<?xml version=\"1.0\" encoding=\"gb2312\"?><rss version=\"2.0\"><channel><title>新闻</title><link>https://e.gov.cn/</link>\
<item><title>关于管制的公告</title><link>https://e.gov.cn/a.html?utm_source=rss#x</link><pubDate>Fri, 05 Dec 2025 23:30:00 GMT</pubDate>\
<description>&lt;p&gt;自公布之日起施行。&lt;/p&gt;</description></item>\
<item><title>Second &amp;amp; last</title><link>/b/20251204/c.html</link></item>\
<item><title>again</title><link>https://e.gov.cn/a.html</link></item></channel></rss>";
const ATOM: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title><id>u:1</id><updated>2025-12-05T01:00:00Z</updated>\
<entry><title type=\"html\">&lt;b&gt;Rule&lt;/b&gt; issued</title><id>u:2</id><link rel=\"self\" href=\"https://e.gov/self\"/><link href=\"https://e.gov/rule\"/><updated>2025-12-05T01:00:00+08:00</updated></entry></feed>";
const JSON: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"News","items":[{"id":"1","url":"https://e.gov/j","title":"Json item","date_published":"2025-12-05T10:00:00Z","content_text":"Text."}]}"#;

fn settings() -> Settings {
    Settings { zone: "Asia/Shanghai".to_owned(), ..Settings::default() }
}

fn read(body: &[u8], kind: &str) -> Vec<(String, String, Option<String>)> {
    let links = feed(&page("https://e.gov.cn/feed", Some(kind), body), &settings(), 1).expect("the feed is readable");
    links.links.into_iter().map(|l| (l.url.to_string(), l.title, l.date.map(|d| d.to_string()))).collect()
}

#[test]
fn entries_become_links_with_dates_in_the_source_zone() {
    let gbk = encoding_rs::GBK.encode(RSS).0;
    let found = read(&gbk, "text/xml");
    let wanted = [
        ("https://e.gov.cn/a.html".to_owned(), "关于管制的公告".to_owned(), Some("2025-12-06".to_owned())),
        ("https://e.gov.cn/b/20251204/c.html".to_owned(), "Second & last".to_owned(), Some("2025-12-04".to_owned())),
    ];
    assert_eq!(found, wanted);
    let atom = read(ATOM.as_bytes(), "application/atom+xml");
    assert_eq!(atom, [("https://e.gov/rule".to_owned(), "Rule issued".to_owned(), Some("2025-12-05".to_owned()))]);
    let json = read(JSON.as_bytes(), "application/feed+json");
    assert_eq!(json, [("https://e.gov/j".to_owned(), "Json item".to_owned(), Some("2025-12-05".to_owned()))]);
}

#[test]
fn entries_can_be_read_as_text() {
    let page = page("https://e.gov.cn/feed", None, RSS.as_bytes());
    assert!(is_feed(&page, &settings()));
    let document = feed_document(&page, &settings()).expect("the feed is readable");
    assert_eq!(document.text(), "关于管制的公告\n自公布之日起施行。\nSecond & last\nagain\n");
}

#[test]
fn what_is_no_feed_is_a_bad_feed() {
    for body in ["<html><body>no</body></html>", "", "{}", "<rss><channel><item>"] {
        let failure = feed(&page("https://e.gov/feed", Some("text/xml"), body.as_bytes()), &settings(), 1);
        assert_eq!(failure.map_err(|f| f.reason), Err(Reason::BadFeed), "{body}");
    }
    let html = page("https://e.gov/", None, b"<!DOCTYPE html><html><body><feed></body></html>");
    assert!(!is_feed(&html, &settings()));
}

#[test]
fn a_feed_without_entries_is_not_read() {
    let rss = |items: &str| format!("<rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>");
    for (items, why) in [("", "no entries"), ("<item><title>Rule issued</title></item>", "names its page")] {
        let failure = feed(&page("https://e.gov/feed", Some("text/xml"), rss(items).as_bytes()), &settings(), 1);
        let failure = failure.expect_err("nothing was read");
        assert!(failure.reason == Reason::Empty && failure.detail.contains(why), "{failure:?}");
    }
}

#[test]
fn a_feed_in_pages_leads_to_the_next_one_of_its_own_site() {
    let body = |next: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>a</id><title>News</title><updated>2026-11-25T08:00:00Z</updated>\
             <link rel='self' href='https://e.gov/feed'/><link rel='next' href='{next}'/>\
             <entry><id>1</id><title>One</title><updated>2026-11-25T08:00:00Z</updated><link href='https://e.gov/1'/></entry></feed>"
        )
    };
    let of = |next: &str| {
        let page = page("https://e.gov/feed", Some("application/atom+xml"), body(next).as_bytes());
        feed(&page, &settings(), 1)
            .expect("a feed")
            .parts
            .into_iter()
            .map(|part| (part.url.to_string(), part.part))
            .next()
    };
    assert_eq!(of("/feed?page=2"), Some(("https://e.gov/feed?page=2".to_owned(), Some(2))));
    assert_eq!(of("https://e.gov/feed"), None, "it leads nowhere else");
    assert_eq!(of("https://other.test/feed?page=2"), None, "another site");
}
