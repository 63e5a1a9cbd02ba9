//! I/O. robots.txt as sites serve it: rules, none, broken, moved.

use std::time::Duration;

use super::server::{Say, Server, answer, fetch, member, page, reason, request, script, settings};
use crate::fetch::Fetch;
use crate::model::Reason;

async fn site(robots: Say) -> Server {
    Server::start(script(vec![("/robots.txt", robots), ("/x", answer("200 OK", b"page"))])).await
}

#[tokio::test]
async fn a_missing_or_refused_robots_file_allows_all_and_so_does_a_page_in_its_place() {
    for robots in [
        answer("404 Not Found", b""),
        answer("403 Forbidden", b""),
        answer("200 OK\r\nContent-Type: text/html", b"User-agent: *\nDisallow: /"),
        answer("200 OK", b"<html>User-agent: *\nDisallow: /"),
    ] {
        let server = site(robots).await;
        assert_eq!(page(server.url("/x")).await.bytes, b"page");
    }
}

#[tokio::test]
async fn a_robots_file_that_cannot_be_read_keeps_us_away() {
    for robots in [
        answer("500 Oops", b""),
        Say::Hang(Vec::new()),
        Say::Bytes(b"junk\r\n\r\n".to_vec()),
        answer("302 Found\r\nLocation: http://10.0.0.1/robots.txt", b""),
        answer("302 Found\r\nLocation: file:///etc/passwd", b""),
    ] {
        let server = site(robots).await;
        assert_eq!(reason(server.url("/x")).await, Ok(Reason::RobotsUnreachable));
        assert!(server.asked().iter().all(|head| head.starts_with("GET /robots.txt ")));
    }
}

#[tokio::test]
async fn a_busy_host_is_heard_at_its_robots_file_too() {
    let busy = fetch(site(answer("429 Slow\r\nRetry-After: 7", b"")).await.url("/x")).await.expect_err("busy");
    assert_eq!((busy.failure.reason, busy.failure.retry_after_secs), (Reason::HostBusy, Some(7)));
    let down = fetch(site(answer("503 Down\r\nRetry-After: 9", b"")).await.url("/x")).await.expect_err("down");
    assert_eq!((down.failure.reason, down.failure.retry_after_secs), (Reason::RobotsUnreachable, Some(9)));
}

#[tokio::test]
async fn five_redirects_to_the_rules_are_followed_and_more_mean_none() {
    let forbid = answer("200 OK", b"User-agent: *\nDisallow: /");
    for (hops, allowed) in [(5, false), (6, true)] {
        let mut rows = vec![("/r0".to_owned(), forbid.clone()), ("/x".to_owned(), answer("200 OK", b"page"))];
        rows.extend((1..hops).map(|n| (format!("/r{n}"), answer(&format!("301 Moved\r\nLocation: /r{}", n - 1), b""))));
        rows.push(("/robots.txt".to_owned(), answer(&format!("301 Moved\r\nLocation: /r{}", hops - 1), b"")));
        let server = Server::start(rows.into_iter().collect()).await;
        assert_eq!(fetch(server.url("/x")).await.is_ok(), allowed, "{hops}");
    }
}

#[tokio::test]
async fn rules_are_read_once_a_day_and_the_crawl_delay_is_told() {
    let server = site(answer("200 OK", b"User-agent: pledgewatch\nCrawl-delay: 5\nDisallow: /no")).await;
    let (member, clock) = member(&settings());
    let reads = || server.asked().iter().filter(|head| head.starts_with("GET /robots.txt ")).count();
    let asked = request(server.url("/x"));
    assert_eq!(member.crawl_delay(&asked.url), None);
    for _ in 0..2 {
        member.fetch(&asked).await.expect("allowed");
    }
    assert_eq!((reads(), member.crawl_delay(&asked.url)), (1, Some(Duration::from_secs(5))));
    clock.advance(Duration::from_secs(24 * 3600));
    member.fetch(&asked).await.expect("allowed");
    assert_eq!(reads(), 2);
    let refused = member.fetch(&request(server.url("/no/x"))).await.expect_err("disallowed");
    assert_eq!(refused.failure.reason, Reason::RobotsForbids);
}
