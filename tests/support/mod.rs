//! What the end-to-end tests stand on: a real web server with pages that can be changed, a workplace with a watchlist, a store
//! and a spool, and the binary itself.

#![allow(dead_code, unreachable_pub, reason = "each test target uses its own part of the support")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The binary under test.
pub const BINARY: &str = env!("CARGO_BIN_EXE_pledgewatch");

/// A page that the server gives.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<u64>,
}

type Pages = Arc<Mutex<(HashMap<String, Answer>, Vec<String>)>>;

/// A real HTTP server on loopback. Pages carry an `ETag`; unknown paths are 404; robots.txt is absent unless set.
pub struct Web {
    pages: Pages,
    port: u16,
    _runtime: tokio::runtime::Runtime,
}

impl Web {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime starts");
        let pages: Pages = Arc::default();
        let app = axum::Router::new().fallback(serve).with_state(Arc::clone(&pages));
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("loopback can be bound");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { pages, port, _runtime: runtime }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Sets an HTML page.
    pub fn page(&self, path: &str, html: impl Into<Vec<u8>>) {
        self.answer(path, 200, "text/html; charset=utf-8", html);
    }

    pub fn answer(&self, path: &str, status: u16, content_type: &str, body: impl Into<Vec<u8>>) {
        self.set(path, Answer { status, content_type: content_type.to_owned(), body: body.into(), retry_after: None });
    }

    /// Asks to be left alone.
    pub fn busy(&self, path: &str, status: u16, retry_after: u64) {
        let (content_type, body) = ("text/html".to_owned(), b"busy".to_vec());
        self.set(path, Answer { status, content_type, body, retry_after: Some(retry_after) });
    }

    fn set(&self, path: &str, answer: Answer) {
        self.pages.lock().expect("no test thread died holding it").0.insert(path.to_owned(), answer);
    }

    /// Paths asked for so far, with the status given.
    pub fn log(&self) -> Vec<String> {
        self.pages.lock().expect("no test thread died holding it").1.clone()
    }
}

async fn serve(State(pages): State<Pages>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut held = pages.lock().expect("no test thread died holding it");
    let Some(answer) = held.0.get(&path).cloned() else {
        held.1.push(format!("404 {path}"));
        return StatusCode::NOT_FOUND.into_response();
    };
    let etag = format!("\"{}\"", &pledgewatch::model::sha256_hex(&answer.body)[..16]);
    let known = request.headers().get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == etag.as_bytes());
    let status = if known && answer.status == 200 { 304 } else { answer.status };
    held.1.push(format!("{status} {path}"));
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, etag.parse().expect("hex is a header value"));
    headers.insert(header::CONTENT_TYPE, answer.content_type.parse().expect("tests give plain content types"));
    if let Some(secs) = answer.retry_after {
        headers.insert(header::RETRY_AFTER, secs.into());
    }
    let status = StatusCode::from_u16(status).expect("tests give real statuses");
    if status == StatusCode::NOT_MODIFIED {
        return (status, headers).into_response();
    }
    (status, headers, answer.body).into_response()
}

/// A folder with a watchlist, a store and a spool.
pub struct Workplace {
    pub dir: tempfile::TempDir,
}

impl Workplace {
    /// With a watchlist whose `[[watch]]` entries are given; recipients `desk` (reader) and `ops` (operator).
    pub fn new(email: &str, watches: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        let place = Self { dir };
        place.watchlist(email, watches);
        place
    }

    pub fn watchlist(&self, email: &str, watches: &str) {
        let text = format!(
            r#"
[fetch]
host_spacing = "0s"
timeout = "5s"

[email]
from = "pledgewatch <alerts@watch.test>"
{email}

[recipients.desk]
email = ["desk@reader.test"]

[recipients.ops]
email = ["ops@reader.test"]
role = "operator"

[defaults]
notify = ["desk"]
confirm_after = "0s"
allow_addresses = ["127.0.0.1/32"]
every = "1h"

{watches}
"#
        );
        std::fs::write(self.path("watchlist.toml"), text).expect("the watchlist can be written");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The binary in this place, ready to be started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(args).current_dir(self.dir.path()).env("NO_COLOR", "1");
        for name in ["PLEDGEWATCH_WATCHLIST", "STATE_DIRECTORY", "NOTIFY_SOCKET", "PLEDGEWATCH_FAILPOINT"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary can be started")
    }

    /// Runs, expects this exit code, gives stdout.
    pub fn expect(&self, args: &[&str], code: i32) -> String {
        let output = self.run(args);
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{stdout}\n{stderr}");
        stdout
    }

    /// The spooled mails: headers unfolded, sorted by file name.
    pub fn mails(&self) -> Vec<String> {
        mails_in(&self.path("spool"))
    }

    /// Subjects of the spooled mails to a recipient, sorted.
    pub fn subjects(&self, to: &str) -> Vec<String> {
        let mut subjects: Vec<String> = self
            .mails()
            .iter()
            .filter(|mail| header(mail, "To").is_some_and(|value| value.contains(to)))
            .filter_map(|mail| header(mail, "Subject"))
            .collect();
        subjects.sort();
        subjects
    }

    /// Every event of the store, as JSON lines of `alerts why` would name them: kind and commitment, by the ledger.
    pub fn ledger(&self) -> serde_json::Value {
        let text = self.expect(&["ledger", "--format", "json"], 0);
        serde_json::from_str(&text).expect("the ledger is JSON")
    }
}

pub fn mails_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "eml"));
    paths.sort();
    paths.iter().map(|p| std::fs::read_to_string(p).expect("a mail is ASCII")).collect()
}

/// A header's value, unfolded.
pub fn header(mail: &str, name: &str) -> Option<String> {
    let head = mail.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
    let prefix = format!("{}:", name.to_lowercase());
    head.lines().find(|l| l.to_lowercase().starts_with(&prefix)).map(|l| l[prefix.len()..].trim().to_owned())
}

/// An article as a ministry's site would serve it, with noise that differs at every call of `noise`.
pub fn article(title: &str, date: &str, paragraphs: &[&str], noise: u32) -> String {
    let body: String = paragraphs.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - Ministry</title>
<meta name="csrf-token" content="t{noise}"><meta property="article:published_time" content="{date}">
<script>var visit = {noise};</script></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/press/">Press</a></li><li><a href="/about">About</a></li></ul></nav></header>
<main><h1>{title}</h1><div class="date">{date}</div><div class="content">
{body}</div>
<p class="counter">Views: {noise}</p></main>
<aside><h2>Related</h2><ul><li><a href="/press/r{noise}.html">Related item {noise}</a></li></ul></aside>
<footer>Last updated: {noise} November 2026</footer></body></html>"#
    )
}

/// Today where the tests' ministry is, as its pages state it.
pub fn today() -> String {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("time-zone data is there");
    jiff::Timestamp::now().to_zoned(zone).date().to_string()
}

/// A listing of links with titles, each dated today.
pub fn list(items: &[(&str, &str)]) -> String {
    let row =
        |(href, title): &(&str, &str)| format!("<li><a href=\"{href}\">{title}</a> <span>{}</span></li>", today());
    let rows: String = items.iter().map(row).collect();
    format!(
        "<html lang=\"en\"><head><title>Press</title></head><body><nav><a href=\"/x\">x</a></nav><ul class=\"news\">{rows}</ul></body></html>"
    )
}
