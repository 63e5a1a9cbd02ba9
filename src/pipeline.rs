//! One target, once: `Target → Page → Document → Change → [Claim] → [Event] → [Assignment] → Alert`, written in one transaction.

mod article;
mod attached;
mod due;
mod failed;
mod listing;
mod look;
mod same;
mod upgrade;

use crate::engine::{self, Engine};
use crate::model::{CheckOutcome, Event, Failure};
use crate::net::failpoint;
use crate::store::{Claimed, StoreResult};

pub use article::{Understood, article_context, recognize, understand};
pub use attached::{reread, wanted};
pub use listing::extract_list;
pub use look::{Seen, given_page};

/// What one check came to, for the summary and the log.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Watch id.
    pub watch: String,
    /// Canonical URL.
    pub url: String,
    /// Unchanged, changed, failed; None when it was put back unread.
    pub outcome: Option<CheckOutcome>,
    /// What happened.
    pub events: Vec<Event>,
    /// Links not known before.
    pub new_links: usize,
    /// Put back until then, because the host is not to be asked before.
    pub later: Option<jiff::Timestamp>,
}

impl Checked {
    fn of(claimed: &Claimed, outcome: Option<CheckOutcome>) -> Self {
        Self {
            watch: claimed.watch.clone(),
            url: claimed.url.to_string(),
            outcome,
            events: Vec::new(),
            new_links: 0,
            later: None,
        }
    }

    /// The failure, if it failed.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.outcome {
            Some(CheckOutcome::Failed { failure }) => Some(failure),
            _ => None,
        }
    }
}

/// Checks one claimed target. Everything it finds is committed together or not at all.
///
/// # Errors
/// Only when the store fails; a page that cannot be read is a recorded outcome.
pub async fn check_target(engine: &Engine, claimed: Claimed) -> StoreResult<Checked> {
    let Some(watch) = engine.watch(&claimed.watch) else {
        // The watchlist changed while this target was claimed; the next sync retires it.
        engine.store.release(claimed.fence, engine.clock.now() + due::A_DAY).await?;
        return Ok(Checked::of(&claimed, None));
    };
    if upgrade::is_needed(engine, watch, &claimed) {
        return upgrade::remake(engine, watch, &claimed).await;
    }
    let started = engine.clock.now();
    failpoint::hit("pipeline.claimed");
    let seen = look::look(engine, watch, &claimed).await?;
    failpoint::hit("pipeline.looked");
    let checked = match seen {
        Seen::Later(until) => {
            engine.store.release(claimed.fence, until).await?;
            Checked { later: Some(until), ..Checked::of(&claimed, None) }
        }
        Seen::Same { by, full } if claimed.files => {
            attached::again(engine, watch, &claimed, started, (by, full)).await?
        }
        Seen::Same { by, full } => same::again(engine, watch, &claimed, started, by, full, None).await?,
        Seen::Failed(failure, page) => failed::note(engine, watch, &claimed, started, failure, page).await?,
        Seen::Page { page, full } => match claimed.kind {
            kind if listing::is_list(kind, watch) => {
                listing::read(engine, watch, &claimed, started, *page, full).await?
            }
            _ => article::read(engine, watch, &claimed, started, *page, (full, Vec::new())).await?,
        },
    };
    log(&checked);
    Ok(checked)
}

/// Exactly one warning for a failed check; the rest is for those who ask for more.
fn log(checked: &Checked) {
    let (watch, url) = (checked.watch.as_str(), checked.url.as_str());
    match &checked.outcome {
        Some(CheckOutcome::Failed { failure }) => {
            tracing::warn!(watch, url, reason = failure.reason.as_str(), "check failed: {}", failure.detail);
        }
        Some(CheckOutcome::Changed) => tracing::info!(watch, url, events = checked.events.len(), "changed"),
        Some(CheckOutcome::Unchanged { by }) => tracing::debug!(watch, url, by, "unchanged"),
        None => tracing::debug!(watch, url, "put back"),
    }
}
