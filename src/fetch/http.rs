//! I/O. A Request in; one honest look over HTTP, every hop through the address guard and robots.txt; a Page out.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::Response;
use reqwest::header::{self, HeaderValue};
use tokio::sync::Semaphore;
use url::{Host, Url};

use super::address::{check_url, parse_url};
use super::body::{self, Excess, Limits};
use super::classify::{Phase, classify, refused};
use super::client::{Clients, Reach, SetupError};
use super::robots::{self, Robots};
use super::robots_cache::RobotsCache;
use super::{Fetch, FetchFailure, Fetched, Request, Settings, status};
use crate::model::{Clock, Failure, Page, Reason, Validators, sha256_hex};
use crate::net::resolver::check_literal;

const MAX_REDIRECTS: usize = 10;
const MAX_ROBOTS_REDIRECTS: usize = 5;
/// What is kept of a response that is no page, as evidence.
const MAX_EVIDENCE_BYTES: u64 = 256 * 1024;
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: usize = 64 * 1024;
const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The member that goes over the network.
pub struct HttpFetch {
    settings: Settings,
    clock: Arc<dyn Clock>,
    clients: Clients,
    permits: Semaphore,
    robots: RobotsCache,
}

impl HttpFetch {
    /// Sets up; fails on a bad `ca_file`, `proxy` or `user_agent`.
    pub fn new(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self, SetupError> {
        Ok(Self {
            clients: Clients::new(settings)?,
            permits: Semaphore::new(settings.concurrency.clamp(1, Semaphore::MAX_PERMITS)),
            robots: RobotsCache::default(),
            settings: settings.clone(),
            clock,
        })
    }

    async fn look(&self, request: &Request, reach: &Reach, limits: Limits) -> Result<Fetched, FetchFailure> {
        let mut trail = vec![without_fragment(&request.url)];
        loop {
            let url = trail.last().expect("the trail begins with the URL asked for").clone();
            // The validators belong to the URL asked for. Sent on to where it redirects today, they could make a
            // different page look unchanged.
            let validators = if trail.len() == 1 { request.validators.clone() } else { Validators::default() };
            self.check_host(&url, reach)?;
            self.obey_robots(&url, reach, limits).await?;
            let mut response = self.send(&url, &validators, reach, limits).await?;
            let status = response.status().as_u16();
            if let Some(next) = location(&response, &url)? {
                if trail.len() > MAX_REDIRECTS || trail.contains(&next) {
                    let detail = format!("{} redirects, then {next}", trail.len());
                    return Err(Failure::new(Reason::TooManyRedirects, detail).into());
                }
                trail.push(next);
                continue;
            }
            if status == 304 && validators != Validators::default() {
                return Ok(Fetched::NotModified { at: self.clock.now() });
            }
            let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|v| v.to_str().ok());
            return match status::judge(status, retry_after, self.clock.now()) {
                None => {
                    let bytes = body::read(&mut response, self.settings.max_bytes, Excess::Fail, limits).await?;
                    Ok(Fetched::Page(Box::new(self.page(request, &trail, &response, bytes))))
                }
                Some(failure) => {
                    let max = self.settings.max_bytes.min(MAX_EVIDENCE_BYTES);
                    // The status already says what happened; a body that breaks off adds nothing.
                    let bytes = body::read(&mut response, max, Excess::Cut, limits).await.unwrap_or_default();
                    let page = self.page(request, &trail, &response, bytes);
                    Err(FetchFailure { failure, page: Some(Box::new(page)) })
                }
            };
        }
    }

    /// What can be refused before anything is sent. Behind a proxy names are resolved elsewhere, so without a contact
    /// only loopback addresses themselves pass.
    fn check_host(&self, url: &Url, reach: &Reach) -> Result<(), Failure> {
        check_url(url)?;
        let Some(host) = url.host() else { return Ok(()) };
        check_literal(&host, &reach.policy).map_err(|verdict| refused(&verdict))?;
        if self.clients.has_proxy() && reach.policy.is_loopback_only() && matches!(host, Host::Domain(_)) {
            return Err(Failure::new(Reason::ContactMissing, host.to_string()));
        }
        Ok(())
    }

    /// One request, to the end of the answer's header.
    async fn send(&self, url: &Url, asked: &Validators, reach: &Reach, limits: Limits) -> Result<Response, Failure> {
        let mut get = reach.client.get(url.clone()).header(header::ACCEPT, ACCEPT);
        for (name, value) in [(header::IF_NONE_MATCH, &asked.etag), (header::IF_MODIFIED_SINCE, &asked.last_modified)] {
            let value = value.as_deref().and_then(|v| HeaderValue::from_bytes(v.as_bytes()).ok());
            if let Some(value) = value {
                get = get.header(name, value);
            }
        }
        // One step for connecting, which the client limits itself, and one for the header.
        let answer = limits.within(2, get.send()).await;
        let answer = answer.ok_or_else(|| Failure::new(Reason::HeaderTimeout, url.to_string()))?;
        answer.map_err(|error| {
            let failure = classify(&error, Phase::Header);
            if failure.reason == Reason::DnsFailed && reach.policy.is_loopback_only() {
                return Failure::new(Reason::ContactMissing, failure.detail);
            }
            failure
        })
    }

    async fn obey_robots(&self, url: &Url, reach: &Reach, limits: Limits) -> Result<(), Failure> {
        let origin = url.origin().ascii_serialization();
        let known = match self.robots.get(&origin, self.clock.monotonic()) {
            Some(known) => known,
            None => {
                let known = self.read_robots(url, reach, limits).await;
                let lasting = known.as_ref().err().is_none_or(|f| f.reason == Reason::RobotsUnreachable);
                if lasting {
                    self.robots.put(origin, known.clone(), self.clock.monotonic());
                }
                known
            }
        };
        if known?.allows(url) { Ok(()) } else { Err(Failure::new(Reason::RobotsForbids, url.to_string())) }
    }

    async fn read_robots(&self, url: &Url, reach: &Reach, limits: Limits) -> Result<Arc<Robots>, Failure> {
        let unreachable =
            |why: String| Failure::new(Reason::RobotsUnreachable, format!("{}: {why}", super::host_key(url)));
        let mut at = url.join("/robots.txt").map_err(|e| unreachable(e.to_string()))?;
        for hop in 0..=MAX_ROBOTS_REDIRECTS {
            let checked = self.check_host(&at, reach);
            let answer = match checked {
                Ok(()) => self.send(&at, &Validators::default(), reach, limits).await,
                Err(failure) => Err(failure),
            };
            let mut response = match answer {
                Ok(response) => response,
                // Nobody there at all: the page itself would fail the same way, and that is the better reason.
                Err(failure) if hop == 0 && is_host_failure(failure.reason) => return Err(failure),
                Err(failure) => return Err(unreachable(failure.to_string())),
            };
            if let Some(next) = location(&response, &at).map_err(|f| unreachable(f.to_string()))? {
                at = next;
                continue;
            }
            return match response.status().as_u16() {
                200..=299 if is_html(&response) => Ok(Arc::default()),
                200..=299 => {
                    let read = body::read(&mut response, robots::MAX_BYTES as u64, Excess::Cut, limits).await;
                    read.map(|bytes| Arc::new(Robots::parse(&bytes))).map_err(|f| unreachable(f.to_string()))
                }
                code @ (429 | 503) => {
                    let asked = response.headers().get(header::RETRY_AFTER).and_then(|v| v.to_str().ok());
                    let wait = asked.and_then(|value| status::retry_after_secs(value, self.clock.now()));
                    let reason = if code == 429 { Reason::HostBusy } else { Reason::RobotsUnreachable };
                    Err(Failure::new(reason, format!("robots.txt: status {code}")).retry_after(wait))
                }
                400..=499 => Ok(Arc::default()),
                code => Err(unreachable(format!("status {code}"))),
            };
        }
        // RFC 9309 2.3.1.2: after five redirects it counts as not there.
        Ok(Arc::default())
    }

    fn page(&self, request: &Request, trail: &[Url], response: &Response, bytes: Vec<u8>) -> Page {
        Page {
            url: request.url.clone(),
            final_url: trail.last().unwrap_or(&request.url).clone(),
            redirects: trail.get(1..trail.len().saturating_sub(1)).unwrap_or_default().to_vec(),
            status: response.status().as_u16(),
            headers: headers(response),
            address: response.remote_addr().map(|address| address.ip().to_string()),
            fetched_at: self.clock.now(),
            sha256: sha256_hex(&bytes),
            bytes,
            rendition: None,
        }
    }
}

#[async_trait]
impl Fetch for HttpFetch {
    async fn fetch(&self, request: &Request) -> Result<Fetched, FetchFailure> {
        let _permit = self.permits.acquire().await.expect("the semaphore is never closed");
        let reach = self.clients.reach(&request.allow_addresses);
        let reach = reach.map_err(|e| Failure::new(Reason::ConnectFailed, e.to_string()))?;
        self.look(request, &reach, Limits::start(self.settings.timeout)).await
    }

    fn crawl_delay(&self, url: &Url) -> Option<Duration> {
        let known = self.robots.get(&url.origin().ascii_serialization(), self.clock.monotonic())?;
        known.ok()?.crawl_delay()
    }
}

impl From<Failure> for FetchFailure {
    fn from(failure: Failure) -> Self {
        Self { failure, page: None }
    }
}

/// Where a redirect leads; None when the answer is none, or names no target.
fn location(response: &Response, from: &Url) -> Result<Option<Url>, Failure> {
    let target = response.headers().get(header::LOCATION).filter(|_| status::is_redirect(response.status().as_u16()));
    let Some(target) = target else { return Ok(None) };
    let next = parse_url(&String::from_utf8_lossy(target.as_bytes()), Some(from))?;
    Ok(Some(without_fragment(&next)))
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn is_host_failure(reason: Reason) -> bool {
    use Reason::{AddressRefused, BadUrl, ConnectFailed, ConnectTimeout, ContactMissing, DnsFailed, TlsFailed};
    matches!(reason, ContactMissing | BadUrl | AddressRefused | DnsFailed | ConnectFailed | ConnectTimeout | TlsFailed)
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("text/html")
}

fn headers(response: &Response) -> Vec<(String, String)> {
    let mut room = MAX_HEADER_BYTES;
    let mut kept = Vec::new();
    for (name, value) in response.headers().iter().take(MAX_HEADERS) {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let Some(left) = room.checked_sub(name.as_str().len() + value.len()) else { break };
        room = left;
        kept.push((name.as_str().to_owned(), value));
    }
    kept
}

#[cfg(test)]
mod tests;
