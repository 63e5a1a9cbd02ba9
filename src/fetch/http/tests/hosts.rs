//! I/O. Which hosts are reached: redirects, private addresses in every spelling, the contact, the proxy.

use ipnet::IpNet;
use url::Url;

use super::server::{Server, answer, fetch, member, page, reason, request, script, settings};
use crate::fetch::{Fetch, Fetched, Settings};
use crate::model::Reason;

fn to(target: &str) -> super::server::Say {
    answer(&format!("302 Found\r\nLocation: {target}"), b"")
}

fn with_contact() -> Settings {
    Settings { contact: Some("https://example.org/bot".to_owned()), ..settings() }
}

async fn reason_with(settings: &Settings, url: &str, allow: Vec<IpNet>) -> Reason {
    let mut asked = request(Url::parse(url).expect("a URL"));
    asked.allow_addresses = allow;
    match member(settings).0.fetch(&asked).await {
        Ok(fetched) => panic!("{url}: {fetched:?}"),
        Err(failed) => failed.failure.reason,
    }
}

#[tokio::test]
async fn eight_redirects_are_followed_and_eleven_are_not() {
    let mut rows = vec![("/0".to_owned(), answer("200 OK", b"there"))];
    rows.extend((1..=11).map(|n| (format!("/{n}"), to(&format!("/{}", n - 1)))));
    let server = Server::start(rows.into_iter().collect()).await;
    let arrived = page(server.url("/8")).await;
    assert_eq!((arrived.bytes.as_slice(), arrived.redirects.len()), (b"there".as_slice(), 7));
    assert_eq!(page(server.url("/10")).await.bytes, b"there");
    assert_eq!(reason(server.url("/11")).await, Ok(Reason::TooManyRedirects));
}

#[tokio::test]
async fn a_redirect_never_leads_to_a_private_address_or_another_scheme() {
    for (target, expected) in [
        ("http://127.0.0.2/", Reason::AddressRefused),
        ("http://2130706434/", Reason::AddressRefused),
        ("http://0x7f.2/", Reason::AddressRefused),
        ("http://0177.0.0.2/", Reason::AddressRefused),
        ("http://[::ffff:127.0.0.2]/", Reason::AddressRefused),
        ("http://[::1]/", Reason::AddressRefused),
        ("http://169.254.169.254/latest/meta-data/", Reason::AddressRefused),
        ("http://[fd00:ec2::254]/", Reason::AddressRefused),
        ("//10.0.0.1/", Reason::AddressRefused),
        ("file:///etc/passwd", Reason::BadUrl),
        ("data:text/html,hello", Reason::BadUrl),
        ("http://user:secret@127.0.0.1/", Reason::BadUrl),
        ("http://a.example\\@127.0.0.1/", Reason::BadUrl),
        ("http://127.0.0.1:25/", Reason::BadUrl),
    ] {
        let server = Server::start(script(vec![("/x", to(target))])).await;
        let mut asked = request(server.url("/x"));
        asked.allow_addresses = vec!["127.0.0.1/32".parse().expect("a range")];
        let failed = member(&with_contact()).0.fetch(&asked).await.expect_err(target);
        assert_eq!(failed.failure.reason, expected, "{target}");
    }
}

#[tokio::test]
async fn private_addresses_are_refused_in_every_spelling_and_by_name() {
    for url in
        ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://localhost/"]
    {
        assert_eq!(reason_with(&with_contact(), url, Vec::new()).await, Reason::AddressRefused, "{url}");
    }
}

#[tokio::test]
async fn without_a_contact_only_named_loopback_is_fetched() {
    let open = vec!["127.0.0.1/32".parse().expect("a range")];
    assert_eq!(reason_with(&settings(), "http://93.184.216.34/", open.clone()).await, Reason::ContactMissing);
    assert_eq!(reason_with(&settings(), "http://nowhere.invalid/", open).await, Reason::ContactMissing);
    assert_eq!(reason_with(&settings(), "http://127.0.0.1/", Vec::new()).await, Reason::AddressRefused);
    let server = Server::start(script(vec![("/x", answer("200 OK", b"hello"))])).await;
    assert_eq!(page(server.url("/x")).await.bytes, b"hello");
}

#[tokio::test]
async fn a_name_that_leads_nowhere_and_a_closed_port_have_their_reasons() {
    let unknown = reason_with(&with_contact(), "http://nowhere.invalid/", Vec::new()).await;
    assert!(matches!(unknown, Reason::DnsFailed | Reason::ConnectTimeout), "{unknown}");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("bound"));
    drop(listener);
    assert_eq!(reason(Url::parse(&url).expect("a URL")).await, Ok(Reason::ConnectFailed));
}

#[tokio::test]
async fn a_redirect_without_a_target_is_no_page() {
    let server = Server::start(script(vec![("/x", answer("302 Found", b""))])).await;
    assert_eq!(reason(server.url("/x")).await, Ok(Reason::UnexpectedStatus));
}

#[tokio::test]
async fn the_configured_proxy_is_used() {
    let seen_by_proxy = "http://far.example/x";
    let proxy = Server::start(script(vec![(seen_by_proxy, answer("200 OK", b"through the proxy"))])).await;
    let through = Settings { proxy: Some(proxy.base.to_string()), ..with_contact() };
    let answered = member(&through).0.fetch(&request(Url::parse(seen_by_proxy).expect("a URL"))).await;
    let Ok(Fetched::Page(page)) = answered else { panic!("{answered:?}") };
    assert_eq!(page.bytes, b"through the proxy");
    let anonymous = Settings { contact: None, ..through };
    assert_eq!(reason_with(&anonymous, seen_by_proxy, Vec::new()).await, Reason::ContactMissing);
}

/// The environment of a process cannot be changed safely while its threads run, so this test runs itself again as a
/// child that has a proxy in its environment.
#[tokio::test]
async fn a_proxy_in_the_environment_is_ignored() {
    const URL: &str = "PLEDGEWATCH_TEST_URL";
    if let Ok(url) = std::env::var(URL) {
        assert!(fetch(Url::parse(&url).expect("a URL")).await.is_ok());
        return;
    }
    let server = Server::start(script(vec![("/x", answer("200 OK", b"hello"))])).await;
    let proxy = Server::start(script(Vec::new())).await;
    let this = std::env::current_exe().expect("this test binary");
    let child = tokio::process::Command::new(this)
        .args(["--exact", "fetch::http::tests::hosts::a_proxy_in_the_environment_is_ignored"])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env(URL, server.url("/x").as_str())
        .env("http_proxy", proxy.base.as_str())
        .env("ALL_PROXY", proxy.base.as_str())
        .output()
        .await
        .expect("it starts");
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
    assert_eq!(server.asked().len(), 2, "robots.txt and the page");
    assert!(proxy.asked().is_empty());
}
