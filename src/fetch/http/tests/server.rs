//! I/O. A server on loopback that answers each path with the bytes it is told to, and notes what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use crate::fetch::{Fetch, FetchFailure, Fetched, HttpFetch, Request, Settings};
use crate::model::{ManualClock, Page, Reason, Validators};

/// What to say to one path.
#[derive(Clone)]
pub(super) enum Say {
    /// These bytes, then close.
    Bytes(Vec<u8>),
    /// These bytes, then keep the connection open and silent.
    Hang(Vec<u8>),
    /// The first bytes, then the second again and again.
    Endless(Vec<u8>, Vec<u8>),
    /// The first bytes, then one more every so often: never silent for long, never done.
    Drip(Vec<u8>, Duration),
}

pub(super) type Script = HashMap<String, Say>;
type Log = Arc<Mutex<Vec<String>>>;

/// A listening server.
pub(super) struct Server {
    pub(super) base: Url,
    log: Log,
}

pub(super) fn answer(head: &str, body: &[u8]) -> Say {
    let mut bytes =
        format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    Say::Bytes(bytes)
}

pub(super) fn script(rows: Vec<(&str, Say)>) -> Script {
    rows.into_iter().map(|(path, say)| (path.to_owned(), say)).collect()
}

impl Server {
    /// Serves a script; a path not in it gets a 404, as does robots.txt.
    pub(super) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = Url::parse(&format!("http://{}/", listener.local_addr().expect("bound"))).expect("a URL");
        let (log, script) = (Log::default(), Arc::new(script));
        let noted = log.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, script.clone(), noted.clone()));
            }
        });
        Self { base, log }
    }

    pub(super) fn url(&self, path: &str) -> Url {
        self.base.join(path).expect("a URL")
    }

    /// Every request so far, header and all.
    pub(super) fn asked(&self) -> Vec<String> {
        self.log.lock().expect("no panic before").clone()
    }
}

pub(super) async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, script: Arc<Script>, log: Log) {
    let mut head = Vec::new();
    let mut byte = [0u8; 1];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().expect("no panic before").push(head);
    let say = script.get(&path).cloned().unwrap_or_else(|| answer("404 Not Found", b""));
    // A client that has heard enough closes the connection: writing then fails, and that is the end.
    match say {
        Say::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Say::Hang(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.read(&mut byte).await;
        }
        Say::Endless(first, more) => {
            let _ = stream.write_all(&first).await;
            while stream.write_all(&more).await.is_ok() {}
        }
        Say::Drip(first, every) => {
            let _ = stream.write_all(&first).await;
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(every).await;
            }
        }
    }
}

pub(super) fn settings() -> Settings {
    Settings { timeout: Duration::from_millis(800), max_bytes: 1024 * 1024, ..Settings::default() }
}

pub(super) fn member(settings: &Settings) -> (HttpFetch, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
    (HttpFetch::new(settings, clock.clone()).expect("good settings"), clock)
}

pub(super) fn request(url: Url) -> Request {
    let allow_addresses = vec!["127.0.0.1/32".parse().expect("a range")];
    Request { url, validators: Validators::default(), allow_addresses }
}

pub(super) async fn fetch(url: Url) -> Result<Fetched, FetchFailure> {
    member(&settings()).0.fetch(&request(url)).await
}

pub(super) async fn page(url: Url) -> Page {
    match fetch(url).await {
        Ok(Fetched::Page(page)) => *page,
        other => panic!("no page: {other:?}"),
    }
}

/// The reason of a failure, or what came instead.
pub(super) async fn reason(url: Url) -> Result<Reason, Fetched> {
    match fetch(url).await {
        Ok(fetched) => Err(fetched),
        Err(failed) => Ok(failed.failure.reason),
    }
}
