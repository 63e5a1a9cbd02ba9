//! A whole check against a real server on loopback (304, same bytes, changed), and memory with 1,000 watches.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use divan::Bencher;
use divan::counter::ItemsCount;
use pledgewatch::cli;
use pledgewatch::config;
use pledgewatch::daemon::{Scope, check_round};
use pledgewatch::engine::Engine;
use pledgewatch::model::{Lang, sha256_hex};
use pledgewatch::store;

#[path = "support/pages.rs"]
#[allow(unreachable_pub, reason = "shared between benches, each a crate of its own")]
mod pages;

/// Pages checked in one round.
const PAGES: usize = 100;

const NOT_MODIFIED: u8 = 0;
const SAME_BYTES: u8 = 1;
const CHANGED: u8 = 2;

fn main() {
    memory();
    divan::main();
}

/// What the server does, and how often it was asked.
struct Site {
    mode: AtomicU8,
    asked: AtomicU64,
    plain: String,
    /// The same page about something else.
    off_topic: String,
}

/// One page in twenty is about the topic, as on the sites that are watched.
fn is_on_topic(path: &str) -> bool {
    path.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().is_ok_and(|n| n.is_multiple_of(20))
}

async fn serve(State(site): State<Arc<Site>>, request: Request) -> Response {
    let mode = site.mode.load(Ordering::Relaxed);
    let asked = site.asked.fetch_add(1, Ordering::Relaxed);
    if request.uri().path() == "/robots.txt" {
        return StatusCode::NOT_FOUND.into_response();
    }
    if mode == NOT_MODIFIED && request.headers().contains_key(header::IF_NONE_MATCH) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let mut body = if is_on_topic(request.uri().path()) { site.plain.clone() } else { site.off_topic.clone() };
    if mode == CHANGED {
        body = body.replace("Press release on", &format!("Press release {asked} on"));
        body = body.replace("lasted", "took").replace("(3)", &format!("({})", asked + 1000));
    }
    let mut answer = body.into_response();
    let kind = "text/html; charset=utf-8".parse().expect("a constant header value");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    if mode == NOT_MODIFIED {
        let etag = format!("\"{}\"", &sha256_hex(request.uri().path().as_bytes())[..8]);
        answer.headers_mut().insert(header::ETAG, etag.parse().expect("hex is a header value"));
    }
    answer
}

struct Place {
    runtime: tokio::runtime::Runtime,
    site: Arc<Site>,
    engine: Engine,
    _dir: tempfile::TempDir,
}

fn place(watches: usize) -> Place {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    let site = Arc::new(Site {
        mode: AtomicU8::new(NOT_MODIFIED),
        asked: AtomicU64::new(0),
        plain: pages::article(Lang::En, 40_000, false),
        off_topic: pages::off_topic(40_000),
    });
    let app = axum::Router::new().fallback(serve).with_state(Arc::clone(&site));
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let engine = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        tokio::spawn(async move { axum::serve(listener, app).await });
        let watchlist = config::parse("bench.toml", &watchlist(port, watches), &|_| Err("none".to_owned()))
            .expect("the bench watchlist is right");
        let store = store::open(&dir.path().join("bench.db").to_string_lossy()).await.expect("a store opens");
        let engine = cli::engine(watchlist, store).expect("an engine is made");
        let now = engine.clock.now();
        engine.store.sync_watches(&engine.seeds(), now).await.expect("watches are synced");
        engine
    });
    let place = Place { runtime, site, engine, _dir: dir };
    round(&place);
    place
}

fn watchlist(port: u16, watches: usize) -> String {
    let mut text = String::from(
        "[fetch]\nhost_spacing = \"0s\"\n[email]\nfrom = \"a@b.test\"\n[recipients.ops]\nemail = [\"ops@b.test\"]\nrole = \"operator\"\n\
         [defaults]\nnotify = [\"ops\"]\nallow_addresses = [\"127.0.0.1/32\"]\nevery = \"1h\"\nconfirm_after = \"1h\"\n",
    );
    for n in 0..watches {
        text.push_str(&format!(
            "[[watch]]\nid = \"w{n}\"\nname = \"Watch {n}\"\nagency = \"US:DEA\"\nlanguage = \"en\"\nkind = \"page\"\ncontent = \".content\"\nurl = \"http://127.0.0.1:{port}/{n}.html\"\n"
        ));
    }
    text
}

fn round(place: &Place) {
    let checked = place.runtime.block_on(check_round(&place.engine, &Scope::All, &|_| {})).expect("the store works");
    assert!(checked.iter().all(|c| c.failure().is_none()), "a bench page could not be read");
}

fn bench(bencher: Bencher<'_, '_>, mode: u8) {
    let place = place(PAGES);
    place.site.mode.store(mode, Ordering::Relaxed);
    round(&place);
    bencher.counter(ItemsCount::new(PAGES)).bench_local(|| round(&place));
}

#[divan::bench(sample_count = 20)]
fn not_modified(bencher: Bencher<'_, '_>) {
    bench(bencher, NOT_MODIFIED);
}

#[divan::bench(sample_count = 20)]
fn same_bytes(bencher: Bencher<'_, '_>) {
    bench(bencher, SAME_BYTES);
}

#[divan::bench(sample_count = 10)]
fn changed(bencher: Bencher<'_, '_>) {
    bench(bencher, CHANGED);
}

/// Resident memory of this process with 1,000 watches read once, server included.
#[expect(clippy::print_stdout, reason = "a bench prints what it measured")]
fn memory() {
    let before = resident();
    let place = place(1000);
    let read = resident();
    round(&place);
    println!(
        "resident memory: {before} KiB at the start, {read} KiB after reading 1,000 watches, {} KiB after a round of 304",
        resident()
    );
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or_default()
}
