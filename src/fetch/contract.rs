//! I/O. What every member of `Fetch` must do, run against each: the same table of answers, served or replayed.

use std::sync::Arc;

use axum::extract::{Request as Asked, State};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use url::Url;

use super::{Fetch, FetchFailure, Fetched, HttpFetch, Replay, Request, Settings, Stored};
use crate::model::{ManualClock, Page, Reason, Validators};

/// A path and what stands there; redirects name a path.
type Table = Vec<(&'static str, Row)>;

#[derive(Clone)]
enum Row {
    Answer(u16, Vec<(&'static str, &'static str)>, &'static str),
    To(&'static str),
}

/// A member with the table behind it.
struct World {
    member: Box<dyn Fetch>,
    base: Url,
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at("2026-01-02T03:04:05Z".parse::<Timestamp>().expect("an instant")))
}

fn table() -> Table {
    use Row::{Answer, To};
    let html = ("content-type", "text/html; charset=utf-8");
    vec![
        ("/robots.txt", Answer(200, vec![], "User-agent: *\nDisallow: /private\n")),
        (
            "/page",
            Answer(200, vec![html, ("etag", "\"v1\""), ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT")], "<p>hi"),
        ),
        ("/empty", Answer(200, vec![html], "")),
        ("/private/x", Answer(200, vec![html], "secret")),
        ("/old", To("/older")),
        ("/older", To("/page")),
        ("/to-private", To("/private/x")),
        ("/circle", To("/circle2")),
        ("/circle2", To("/circle")),
        ("/gone", Answer(410, vec![html], "gone for good")),
        ("/forbidden", Answer(403, vec![html], "no programs")),
        ("/busy", Answer(429, vec![("retry-after", "30")], "")),
        ("/down", Answer(503, vec![("retry-after", "Fri, 02 Jan 2026 03:05:05 GMT")], "")),
        ("/broken", Answer(500, vec![], "")),
        ("/nothing", Answer(204, vec![], "")),
    ]
}

async fn serve(State(table): State<Arc<Table>>, asked: Asked) -> Response {
    let row = table.iter().find(|(path, _)| *path == asked.uri().path()).map(|(_, row)| row.clone());
    match row {
        None => (axum::http::StatusCode::NOT_FOUND, "not found").into_response(),
        Some(Row::To(path)) => (axum::http::StatusCode::FOUND, [("location", path)]).into_response(),
        Some(Row::Answer(status, headers, body)) => {
            let given = headers.iter().find(|(name, _)| *name == "etag").map(|(_, value)| *value);
            let asked = asked.headers().get("if-none-match").and_then(|v| v.to_str().ok());
            let same = given.is_some() && given == asked;
            let mut response = if same { "".into_response() } else { body.into_response() };
            *response.status_mut() =
                axum::http::StatusCode::from_u16(if same { 304 } else { status }).expect("a status of the table");
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().expect("a header of the table"));
            }
            response
        }
    }
}

async fn over_http() -> World {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = Url::parse(&format!("http://{}/", listener.local_addr().expect("bound"))).expect("a URL");
    let app = axum::Router::new().fallback(serve).with_state(Arc::new(table()));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let member = HttpFetch::new(&Settings::default(), clock()).expect("the defaults are good");
    World { member: Box::new(member), base }
}

fn replayed() -> World {
    let base = Url::parse("http://127.0.0.1:8000/").expect("a URL");
    let replay = Replay::new(clock());
    for (path, row) in table() {
        let owned =
            |headers: Vec<(&str, &str)>| headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let what = match row {
            Row::To(path) => Stored::Redirect(base.join(path).expect("a URL")),
            Row::Answer(status, headers, body) => {
                Stored::Response { status, headers: owned(headers), bytes: body.into() }
            }
        };
        replay.put(&base.join(path).expect("a URL"), what);
    }
    World { member: Box::new(replay), base }
}

impl World {
    async fn look(&self, path: &str, validators: Validators) -> Result<Fetched, FetchFailure> {
        let url = self.base.join(path).expect("a URL");
        let allow_addresses = vec!["127.0.0.1/32".parse().expect("a range")];
        self.member.fetch(&Request { url, validators, allow_addresses }).await
    }

    async fn page(&self, path: &str) -> Page {
        match self.look(path, Validators::default()).await {
            Ok(Fetched::Page(page)) => *page,
            other => panic!("{path}: {other:?}"),
        }
    }

    async fn failure(&self, path: &str) -> FetchFailure {
        self.look(path, Validators::default()).await.expect_err(path)
    }
}

async fn keeps_the_contract(world: World) {
    let page = world.page("/page#part").await;
    assert_eq!((page.status, page.bytes.as_slice()), (200, b"<p>hi".as_slice()));
    assert_eq!(page.sha256, crate::model::sha256_hex(b"<p>hi"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.validators().etag.as_deref(), Some("\"v1\""));
    assert_eq!(page.fetched_at.to_string(), "2026-01-02T03:04:05Z");

    let again = world.look("/page", page.validators()).await;
    assert!(matches!(again, Ok(Fetched::NotModified { .. })), "{again:?}");
    let other = Validators { etag: Some("\"v0\"".to_owned()), last_modified: None };
    let changed = world.look("/page", other).await;
    assert!(matches!(changed, Ok(Fetched::Page(_))), "{changed:?}");
    assert!(world.page("/empty").await.bytes.is_empty());

    let moved = world.page("/old").await;
    assert_eq!((moved.url.path(), moved.final_url.path()), ("/old", "/page"));
    assert_eq!(moved.redirects.iter().map(Url::path).collect::<Vec<_>>(), ["/older"]);
    let behind = world.look("/old", page.validators()).await;
    assert!(matches!(behind, Ok(Fetched::Page(_))), "validators are not sent on: {behind:?}");

    for (path, reason, retry) in [
        ("/missing", Reason::NotFound, None),
        ("/gone", Reason::Gone, None),
        ("/forbidden", Reason::Forbidden, None),
        ("/busy", Reason::HostBusy, Some(30)),
        ("/down", Reason::HostBusy, Some(60)),
        ("/broken", Reason::Http5xx, None),
        ("/nothing", Reason::UnexpectedStatus, None),
        ("/circle", Reason::TooManyRedirects, None),
        ("/private/x", Reason::RobotsForbids, None),
        ("/to-private", Reason::RobotsForbids, None),
    ] {
        let failed = world.failure(path).await;
        assert_eq!((failed.failure.reason, failed.failure.retry_after_secs), (reason, retry), "{path}");
    }
    let gone = world.failure("/gone").await.page.expect("the response is kept as evidence");
    assert_eq!((gone.status, gone.bytes.as_slice()), (410, b"gone for good".as_slice()));
}

#[tokio::test]
async fn the_http_member_keeps_the_contract() {
    keeps_the_contract(over_http().await).await;
}

#[tokio::test]
async fn the_replay_member_keeps_the_contract() {
    keeps_the_contract(replayed()).await;
}
