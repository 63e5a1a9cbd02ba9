//! Politeness and fairness as the servers see them: bounded concurrency, one request at a time per host, spacing, and no host
//! that keeps others from being read.

use std::time::Duration;

use crate::daemon::{Daemon, until};
use crate::place;
use crate::site::{Gives, Sites};
use crate::support::{Workplace, article};

const TITLE: &str = "Visit of the delegation";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";
const MORE: &str = "Delegates from eleven provinces attended and asked questions about the paperwork and the calendar.";

fn html() -> String {
    article(TITLE, "2026-05-04", &[TEA, MORE], 1)
}

const SLOW: Duration = Duration::from_millis(150);

#[test]
fn never_more_requests_than_allowed_and_one_at_a_time_per_host() {
    let sites = Sites::start(5);
    let mut watches = Vec::new();
    let ids: Vec<String> = (0..20).map(|n| format!("w{n}")).collect();
    for (n, id) in ids.iter().enumerate() {
        let path = format!("/{n}.html");
        sites.page(n % 5, &path, html(), SLOW);
        watches.push((id.as_str(), sites.url(n % 5, &path), "1h"));
    }
    let place = place("host_spacing = \"0s\"\ntimeout = \"20s\"\nconcurrency = 3", &watches);
    let mut daemon = Daemon::start(&place);
    until("every page is read", || sites.asked().iter().filter(|a| a.path != "/robots.txt").count() >= 20);
    daemon.stop();
    let (most, most_of_host) = sites.most();
    assert_eq!(most, 3, "three at a time are allowed and there is work for all of them");
    assert_eq!(most_of_host, 1, "also without spacing, and when an answer takes longer than the spacing");
}

#[test]
fn the_spacing_counts_from_the_end_of_an_answer() {
    let sites = Sites::start(1);
    let ids: Vec<String> = (0..4).map(|n| format!("w{n}")).collect();
    let mut watches = Vec::new();
    for (n, id) in ids.iter().enumerate() {
        let path = format!("/{n}.html");
        // An answer that takes longer than the spacing.
        sites.page(0, &path, html(), Duration::from_millis(1_200));
        watches.push((id.as_str(), sites.url(0, &path), "1h"));
    }
    let place = place("host_spacing = \"1s\"\ntimeout = \"20s\"", &watches);
    let mut daemon = Daemon::start(&place);
    let pages = || sites.asked().into_iter().filter(|a| a.path != "/robots.txt").collect::<Vec<_>>();
    until("every page is read", || pages().iter().filter(|a| a.ended.is_some()).count() == 4);
    daemon.stop();
    for pair in pages().windows(2) {
        let pause = pair[1].began.duration_since(pair[0].ended.expect("every answer ended"));
        assert!(pause >= Duration::from_secs(1), "{pause:?}");
    }
}

/// How often targets of a place were claimed, by the store's own count.
fn claims(place: &Workplace) -> i64 {
    let store = rusqlite::Connection::open(place.path("pledgewatch.db")).expect("the store is there");
    store.query_row("select sum(fence) from targets", [], |row| row.get(0)).expect("the store has targets")
}

#[test]
fn sixty_articles_of_one_host_do_not_keep_another_host_from_being_read() {
    let sites = Sites::start(2);
    let links: String =
        (0..60).map(|n| format!("<li><a href=\"/n/{n}.html\">Visit number {n} of a delegation</a></li>")).collect();
    sites.page(
        0,
        "/list",
        format!("<html><body><main><ul class=\"news\">{links}</ul></main></body></html>"),
        Duration::ZERO,
    );
    for n in 0..60 {
        sites.page(0, &format!("/n/{n}.html"), html(), Duration::ZERO);
    }
    sites.page(1, "/b.html", html(), Duration::ZERO);
    let place =
        place("host_spacing = \"2s\"\ntimeout = \"20s\"\nconcurrency = 4", &[("b", sites.url(1, "/b.html"), "1s")]);
    let path = place.path("watchlist.toml");
    let text = std::fs::read_to_string(&path).expect("the watchlist is there");
    let list = format!(
        "[[watch]]\nid = \"list\"\nname = \"Press office\"\nagency = \"CN:MFA\"\nlanguage = \"en\"\nkind = \"listing\"\nlinks = \".news a\"\nurl = \"{}\"\n",
        sites.url(0, "/list")
    );
    std::fs::write(&path, format!("{text}\n{list}")).expect("it can be written");
    let mut daemon = Daemon::start(&place);
    let articles = || sites.asked().iter().filter(|a| a.path.starts_with("/n/")).count();
    until("the articles begin", || articles() >= 1);
    let before = sites.count(1, "/b.html");
    until("the other host is read on", || sites.count(1, "/b.html") >= before + 3);
    assert!(articles() < 60, "the backlog was still there");
    let (_, most_of_host) = sites.most();
    assert_eq!(most_of_host, 1);
    daemon.stop();
    // A claim per request and a few under way: nothing was claimed only to be put back.
    let (claims, requests) = (claims(&place), sites.asked().iter().filter(|a| a.path != "/robots.txt").count());
    assert!(claims <= i64::try_from(requests).expect("a few") + 4, "{claims} claims for {requests} requests");
}

#[test]
fn a_silent_host_keeps_no_other_from_being_read() {
    let sites = Sites::start(2);
    let mut watches = vec![("b".to_owned(), sites.url(1, "/b.html"))];
    for n in 0..6 {
        let path = format!("/{n}.html");
        sites.gives(0, &path, Gives::Silence(html()));
        watches.push((format!("silent{n}"), sites.url(0, &path)));
    }
    sites.page(1, "/b.html", html(), Duration::ZERO);
    let watches: Vec<(&str, String, &str)> = watches.iter().map(|(id, url)| (id.as_str(), url.clone(), "1s")).collect();
    let place = place("host_spacing = \"0s\"\ntimeout = \"120s\"\nconcurrency = 4", &watches);
    let mut daemon = Daemon::start(&place);
    until("the silent host is asked", || {
        sites.asked().iter().any(|a| a.host == sites.hosts[0] && a.path != "/robots.txt")
    });
    until("the other host is read on", || sites.count(1, "/b.html") >= 4);
    let (_, most_of_host) = sites.most();
    assert_eq!(most_of_host, 1);
    sites.release();
    until("the silent pages are read", || (0..6).all(|n| sites.count(0, &format!("/{n}.html")) >= 1));
    daemon.stop();
}
