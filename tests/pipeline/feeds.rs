//! A feed: an entry that says its article was edited makes the article due, and a feed that stamps all anew is not believed.

use std::time::Duration;

use pledgewatch::daemon::Scope;
use pledgewatch::model::EventKind;

use crate::days::Days;
use crate::support::{Web, article, today};

const TITLE: &str = "Notice on fentanyl precursors";
const TEA: &str = "The hall was full, and tea was served to all of the guests.";
const FIRM: &str =
    "The ministry will require a licence for exports of fentanyl precursors to Mexico from 1 March 2027.";
const LATER: &str =
    "The ministry will require a licence for exports of fentanyl precursors to Mexico from 1 June 2027.";

/// An Atom feed of so many articles, each with the hour at which it says it was updated.
fn serve(web: &Web, hours: &[u32]) {
    let entry = |(n, hour): (usize, &u32)| {
        format!(
            "<entry><id>urn:n:{n}</id><title>Notice {n}</title><link href=\"{}\"/><published>2026-11-20T08:00:00Z</published>\
             <updated>2026-11-20T{hour:02}:00:00Z</updated><summary>A notice of the ministry.</summary></entry>",
            web.url(&format!("/n/{n}.html"))
        )
    };
    let entries: String = hours.iter().enumerate().map(entry).collect();
    let feed = format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>News</title><updated>2026-11-20T08:00:00Z</updated>{entries}</feed>"
    );
    web.answer("/feed", 200, "application/atom+xml", feed);
}

fn begin(web: &Web, articles: usize) -> Days {
    serve(web, &vec![8; articles]);
    for n in 0..articles {
        web.page(&format!("/n/{n}.html"), article(TITLE, &today(), &[TEA, if n == 0 { FIRM } else { TEA }], 1));
    }
    let days = Days::begin(&format!(
        "[[watch]]\nid = \"feed\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"feed\"\nurl = \"{}\"\nevery = \"1h\"\ncooling = [\"7d\"]\n",
        web.url("/feed")
    ));
    days.round();
    days
}

fn asked(web: &Web) -> usize {
    web.log().iter().filter(|line| line.contains("/n/")).count()
}

#[test]
fn an_entry_that_says_it_was_updated_has_its_article_read_at_once() {
    let web = Web::start();
    let days = begin(&web, 3);
    let before = asked(&web);
    days.later(Duration::from_secs(3700));
    days.round_of(&Scope::Due);
    assert_eq!(asked(&web), before, "nothing is said to be updated");
    web.page("/n/0.html", article(TITLE, &today(), &[TEA, LATER], 2));
    serve(&web, &[9, 8, 8]);
    days.later(Duration::from_secs(3700));
    let kinds: Vec<EventKind> = days.round_of(&Scope::Due).into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::DeadlineChanged]);
    assert_eq!(asked(&web), before + 1);
}

#[test]
fn a_feed_that_stamps_all_its_entries_anew_is_not_believed() {
    let web = Web::start();
    let days = begin(&web, 8);
    let before = asked(&web);
    serve(&web, &[9; 8]);
    days.later(Duration::from_secs(3700));
    days.round_of(&Scope::Due);
    assert_eq!(asked(&web), before);
}
