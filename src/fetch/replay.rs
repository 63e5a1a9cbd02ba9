//! I/O. Pages from a folder or from memory behind the `Fetch` seam: for replays, simulations and tests.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use url::Url;

use super::robots::Robots;
use super::{Fetch, FetchFailure, Fetched, Request, address, status};
use crate::model::{Clock, Failure, Page, Reason, sha256_hex};

/// What stands at a URL.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    /// A response; a status other than 200 fails as it would over HTTP.
    Response {
        /// HTTP status.
        status: u16,
        /// Headers, names in lower case; without an `etag` one is made from the bytes.
        headers: Vec<(String, String)>,
        /// Body.
        bytes: Vec<u8>,
    },
    /// A redirect.
    Redirect(Url),
    /// No response, for this reason.
    Broken(Failure),
}

/// The member that reads from memory; what stands at a URL can be changed between looks.
pub struct Replay {
    clock: Arc<dyn Clock>,
    stored: Mutex<HashMap<Url, Stored>>,
}

impl Replay {
    /// An empty one: every URL is not found.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, stored: Mutex::default() }
    }

    /// Every file of a folder, at its relative path under `base`; `index.html` also stands at its folder.
    pub fn from_folder(folder: &Path, base: &Url, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let replay = Self::new(clock);
        let mut open = vec![(folder.to_path_buf(), base.clone())];
        while let Some((folder, at)) = open.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                let is_folder = path.is_dir();
                let mut url = at.clone();
                if let Ok(mut segments) = url.path_segments_mut() {
                    segments.pop_if_empty().push(&name);
                    if is_folder {
                        segments.push("");
                    }
                }
                match is_folder {
                    true => open.push((path, url)),
                    false => replay.put_file(&path, &name, &at, &url)?,
                }
            }
        }
        Ok(replay)
    }

    fn put_file(&self, path: &Path, name: &str, folder: &Url, url: &Url) -> io::Result<()> {
        let bytes = std::fs::read(path)?;
        if name == "index.html" {
            self.put_page(folder, content_type(name), bytes.clone());
        }
        self.put_page(url, content_type(name), bytes);
        Ok(())
    }

    /// Puts a 200 page at a URL.
    pub fn put_page(&self, url: &Url, content_type: &str, bytes: impl Into<Vec<u8>>) {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        self.put(url, Stored::Response { status: 200, headers, bytes: bytes.into() });
    }

    /// Puts anything at a URL, in place of what stood there.
    pub fn put(&self, url: &Url, what: Stored) {
        self.stored().insert(bare(url), what);
    }

    /// Takes away what stands at a URL.
    pub fn remove(&self, url: &Url) {
        self.stored().remove(&bare(url));
    }

    fn stored(&self) -> MutexGuard<'_, HashMap<Url, Stored>> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn at(&self, url: &Url) -> Option<Stored> {
        self.stored().get(url).cloned()
    }

    /// The stored robots.txt of a site counts as it would over HTTP.
    fn obey_robots(&self, url: &Url) -> Result<(), Failure> {
        let Ok(robots) = url.join("/robots.txt") else { return Ok(()) };
        match self.at(&robots) {
            Some(Stored::Response { status: 200, bytes, .. }) if !Robots::parse(&bytes).allows(url) => {
                Err(Failure::new(Reason::RobotsForbids, url.to_string()))
            }
            Some(Stored::Response { status: 500..=599, .. }) => {
                Err(Failure::new(Reason::RobotsUnreachable, url.to_string()))
            }
            _ => Ok(()),
        }
    }
}

#[async_trait]
impl Fetch for Replay {
    async fn fetch(&self, request: &Request) -> Result<Fetched, FetchFailure> {
        let mut trail = vec![bare(&request.url)];
        loop {
            let url = trail.last().unwrap_or(&request.url).clone();
            address::check_url(&url)?;
            self.obey_robots(&url)?;
            let (status, headers, bytes) = match self.at(&url) {
                Some(Stored::Broken(failure)) => return Err(failure.into()),
                Some(Stored::Redirect(next)) if trail.len() > 10 || trail.contains(&bare(&next)) => {
                    return Err(Failure::new(Reason::TooManyRedirects, next.to_string()).into());
                }
                Some(Stored::Redirect(next)) => {
                    trail.push(bare(&next));
                    continue;
                }
                Some(Stored::Response { status, headers, bytes }) => (status, headers, bytes),
                None => (404, Vec::new(), Vec::new()),
            };
            let page = page(request, &trail, (status, headers, bytes), self.clock.now());
            return answer(request, page, trail.len() == 1, self.clock.now());
        }
    }
}

fn answer(request: &Request, page: Page, first_hop: bool, now: Timestamp) -> Result<Fetched, FetchFailure> {
    if let Some(failure) = status::judge(page.status, page.header("retry-after"), now) {
        return Err(FetchFailure { failure, page: Some(Box::new(page)) });
    }
    let (asked, given) = (&request.validators, page.validators());
    let same = match (&asked.etag, &asked.last_modified) {
        (Some(etag), _) => given.etag.as_ref() == Some(etag),
        (None, Some(date)) => given.last_modified.as_ref() == Some(date),
        (None, None) => false,
    };
    if same && first_hop { Ok(Fetched::NotModified { at: now }) } else { Ok(Fetched::Page(Box::new(page))) }
}

fn page(request: &Request, trail: &[Url], response: (u16, Vec<(String, String)>, Vec<u8>), now: Timestamp) -> Page {
    let (status, mut headers, bytes) = response;
    let sha256 = sha256_hex(&bytes);
    if status == 200 && !headers.iter().any(|(name, _)| name == "etag") {
        headers.push(("etag".to_owned(), format!("\"{}\"", &sha256[..16])));
    }
    Page {
        url: request.url.clone(),
        final_url: trail.last().unwrap_or(&request.url).clone(),
        redirects: trail.get(1..trail.len().saturating_sub(1)).unwrap_or_default().to_vec(),
        status,
        headers,
        address: None,
        fetched_at: now,
        bytes,
        sha256,
        rendition: None,
    }
}

fn bare(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// By the name's ending.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" | "htm" => "text/html",
        "xml" | "rss" | "atom" => "application/xml",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ManualClock, Validators};

    #[tokio::test]
    async fn a_folder_is_served_at_its_paths() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("news")).expect("made");
        std::fs::write(dir.path().join("news/index.html"), "<p>list").expect("written");
        std::fs::write(dir.path().join("feed.xml"), "<rss/>").expect("written");
        let base = Url::parse("http://site.example/").expect("a URL");
        let clock = Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH));
        let replay = Replay::from_folder(dir.path(), &base, clock).expect("readable");
        for (path, kind) in [("news/", "text/html"), ("news/index.html", "text/html"), ("feed.xml", "application/xml")]
        {
            let url = base.join(path).expect("a URL");
            let request = Request { url, validators: Validators::default(), allow_addresses: Vec::new() };
            let Ok(Fetched::Page(page)) = replay.fetch(&request).await else { panic!("no page at {path}") };
            assert_eq!(page.header("content-type"), Some(kind));
        }
    }
}
