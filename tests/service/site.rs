//! Web servers that can be slow or silent, and that see how many requests are with them at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::watch;

/// One answered or unanswered request.
#[derive(Debug, Clone)]
pub struct Asked {
    pub host: u16,
    pub path: String,
    pub began: Instant,
    pub ended: Option<Instant>,
}

/// What a path gives.
#[derive(Debug, Clone)]
pub enum Gives {
    /// The page, after a pause.
    Page(String, Duration),
    /// Nothing, until the sites are released.
    Silence(String),
}

#[derive(Default)]
struct Held {
    pages: HashMap<(u16, String), Gives>,
    asked: Vec<Asked>,
    at_once: HashMap<u16, usize>,
    most: usize,
    most_of_host: usize,
}

/// Several hosts (ports) on loopback, seen as a whole.
pub struct Sites {
    held: Arc<Mutex<Held>>,
    pub hosts: Vec<u16>,
    release: watch::Sender<bool>,
    _runtime: tokio::runtime::Runtime,
}

#[derive(Clone)]
struct Here(Arc<Mutex<Held>>, u16, watch::Receiver<bool>);

impl Sites {
    pub fn start(count: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime starts");
        let held: Arc<Mutex<Held>> = Arc::default();
        let (release, released) = watch::channel(false);
        let mut hosts = Vec::new();
        for _ in 0..count {
            let listener =
                runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("loopback can be bound");
            let port = listener.local_addr().expect("a bound socket has an address").port();
            let here = Here(Arc::clone(&held), port, released.clone());
            let app = axum::Router::new().fallback(serve).with_state(here);
            runtime.spawn(async move { axum::serve(listener, app).await });
            hosts.push(port);
        }
        Self { held, hosts, release, _runtime: runtime }
    }

    pub fn url(&self, host: usize, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.hosts[host])
    }

    pub fn page(&self, host: usize, path: &str, html: impl Into<String>, pause: Duration) {
        self.gives(host, path, Gives::Page(html.into(), pause));
    }

    pub fn gives(&self, host: usize, path: &str, what: Gives) {
        self.lock().pages.insert((self.hosts[host], path.to_owned()), what);
    }

    /// Lets silent paths answer.
    pub fn release(&self) {
        self.release.send_replace(true);
    }

    /// Requests so far, robots.txt included.
    pub fn asked(&self) -> Vec<Asked> {
        self.lock().asked.clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, host: usize, path: &str) -> usize {
        self.lock().asked.iter().filter(|a| a.host == self.hosts[host] && a.path == path).count()
    }

    /// The most requests that were with all hosts, and with one of them, at once.
    pub fn most(&self) -> (usize, usize) {
        let held = self.lock();
        (held.most, held.most_of_host)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().expect("no test thread died holding it")
    }
}

async fn serve(State(Here(held, host, mut released)): State<Here>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let (number, gives) = {
        let mut held = held.lock().expect("no test thread died holding it");
        held.asked.push(Asked { host, path: path.clone(), began: Instant::now(), ended: None });
        let here = held.at_once.entry(host).or_default();
        *here += 1;
        let here = *here;
        held.most_of_host = held.most_of_host.max(here);
        let all = held.at_once.values().sum();
        held.most = held.most.max(all);
        (held.asked.len() - 1, held.pages.get(&(host, path)).cloned())
    };
    // Also when the client goes away, which drops this future.
    let _leave = Leave(Arc::clone(&held), host, number);
    match gives {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Gives::Page(html, pause)) => {
            tokio::time::sleep(pause).await;
            page(html)
        }
        Some(Gives::Silence(html)) => {
            // Fails only when the sites are gone, and the test with them.
            let _ = released.wait_for(|free| *free).await;
            page(html)
        }
    }
}

fn page(html: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

struct Leave(Arc<Mutex<Held>>, u16, usize);

impl Drop for Leave {
    fn drop(&mut self) {
        if let Ok(mut held) = self.0.lock() {
            *held.at_once.entry(self.1).or_default() -= 1;
            held.asked[self.2].ended = Some(Instant::now());
        }
    }
}
