//! One polite request: the host's permit first, then a fetch, then the cheapest test that ends the check.

use std::time::Duration;

use jiff::Timestamp;

use super::due::A_DAY;
use crate::config::Watch;
use crate::engine::Engine;
use crate::extract;
use crate::fetch::{FetchFailure, Fetched, Request};
use crate::model::{Failure, Link, Page, Reason, Validators};
use crate::store::{Claimed, Permit, StoreResult};

/// What a look gave.
#[derive(Debug)]
pub enum Seen {
    /// The host is not to be asked before then.
    Later(Timestamp),
    /// The same as last time.
    Same {
        /// `not_modified` or `same_bytes`.
        by: &'static str,
        /// Whether the request was unconditional.
        full: bool,
    },
    /// A page with other bytes.
    Page {
        /// The page.
        page: Box<Page>,
        /// Whether the request was unconditional.
        full: bool,
    },
    /// Not read.
    Failed(Failure, Option<Box<Page>>),
}

/// Looks once.
pub(super) async fn look(engine: &Engine, watch: &Watch, claimed: &Claimed) -> StoreResult<Seen> {
    if let Some(page) = claimed.link.as_ref().and_then(given_page) {
        if claimed.page_hash.as_ref() == Some(&page.sha256) {
            return Ok(Seen::Same { by: "same_bytes", full: true });
        }
        return Ok(Seen::Page { page: Box::new(page), full: true });
    }
    let now = engine.clock.now();
    let host = crate::fetch::host_key(&claimed.url);
    let spacing = engine.spacing(&claimed.url);
    if let Permit::NotBefore(at) = engine.store.host_permit(&host, now, spacing).await? {
        return Ok(Seen::Later(at));
    }
    let full = claimed.page_hash.is_none()
        || claimed.last_full.is_none_or(|last| now.duration_since(last).unsigned_abs() >= A_DAY);
    let validators = if full { Validators::default() } else { claimed.validators.clone() };
    let full = validators == Validators::default();
    let request = Request { url: claimed.url.clone(), validators, allow_addresses: watch.allow_addresses.clone() };
    let failed = match engine.fetch.fetch(&request).await {
        Ok(Fetched::NotModified { .. }) => return Ok(Seen::Same { by: "not_modified", full }),
        Ok(Fetched::Page(page)) if claimed.page_hash.as_ref() == Some(&page.sha256) => {
            return Ok(Seen::Same { by: "same_bytes", full });
        }
        Ok(Fetched::Page(page)) => return Ok(Seen::Page { page, full }),
        Err(failed) => failed,
    };
    let FetchFailure { failure, page } = failed;
    if failure.reason == Reason::HostBusy {
        let pause = Duration::from_secs(failure.retry_after_secs.unwrap_or(600));
        engine.store.host_defer(&host, now + pause).await?;
    }
    Ok(Seen::Failed(failure, page))
}

/// What an API gave of the article: nothing is asked for, and it was read when the API was.
pub fn given_page(link: &Link) -> Option<Page> {
    let given = link.given.as_ref()?;
    let bytes = given.item.clone().into_bytes();
    Some(Page::from_bytes(link.url.clone(), Some(extract::GIVEN_TYPE), bytes, given.at))
}
