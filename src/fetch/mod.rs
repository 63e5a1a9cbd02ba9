//! I/O. A Request in; a Page, "not modified", or a typed failure out.

mod address;
mod body;
mod classify;
mod client;
#[cfg(test)]
mod contract;
mod http;
mod replay;
mod robots;
mod robots_cache;
mod status;

use std::time::Duration;

use async_trait::async_trait;
use ipnet::IpNet;
use jiff::Timestamp;
use url::Url;

use crate::model::{Failure, Page, Validators};

pub use address::{check_url, parse_url};
pub use client::SetupError;
pub use http::HttpFetch;
pub use replay::{Replay, Stored};
pub use robots::{LONGEST_CRAWL_DELAY, Robots};

pub use crate::model::host_key;

/// What `[fetch]` of the watchlist says.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Page or address for site owners; until it is set only loopback is fetched.
    pub contact: Option<String>,
    /// Whole `User-Agent`; None builds `Mozilla/5.0 (compatible; pledgewatch/VERSION; +CONTACT)`.
    pub user_agent: Option<String>,
    /// Fetches at once over all hosts.
    pub concurrency: usize,
    /// Pause between two requests to one host.
    pub host_spacing: Duration,
    /// Bound on each of: connecting, headers, and each wait for more of the body; the whole takes at most four times it.
    pub timeout: Duration,
    /// Largest body after decoding, bytes.
    pub max_bytes: u64,
    /// PEM file of further certificate authorities.
    pub ca_file: Option<String>,
    /// HTTP proxy URL; the environment's is never used.
    pub proxy: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: None,
            user_agent: None,
            concurrency: 8,
            host_spacing: Duration::from_secs(2),
            timeout: Duration::from_secs(20),
            max_bytes: 4 * 1024 * 1024,
            ca_file: None,
            proxy: None,
        }
    }
}

/// One look at one URL.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What to fetch.
    pub url: Url,
    /// The server's own validators from last time; empty for an unconditional look.
    pub validators: Validators,
    /// Private ranges this watch may reach.
    pub allow_addresses: Vec<IpNet>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// 304: the same as last time.
    NotModified {
        /// When.
        at: Timestamp,
    },
    /// A 200 page.
    Page(Box<Page>),
}

/// A failure, with the response that showed it where there was one (kept raw as evidence).
#[derive(Debug, Clone, PartialEq)]
pub struct FetchFailure {
    /// Why.
    pub failure: Failure,
    /// The response, if any arrived.
    pub page: Option<Box<Page>>,
}

/// Anything that can look at a URL: HTTP, and members for tests that pass the same contract.
#[async_trait]
pub trait Fetch: Send + Sync {
    /// Looks once. Robots, redirects, size, time and the address guard are the member's business; spacing is not.
    async fn fetch(&self, request: &Request) -> Result<Fetched, FetchFailure>;

    /// The pause between two requests that the site's robots.txt asks for, if that was read within the last day.
    fn crawl_delay(&self, _url: &Url) -> Option<Duration> {
        None
    }
}
