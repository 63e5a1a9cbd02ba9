//! I/O. What checks and deliveries both need: the watchlist in force, the seams, and how events become mails.

mod coverage;
mod tell;

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::commitments::Recognizer;
use crate::config::{Watch, Watchlist};
use crate::fetch::{Fetch, LONGEST_CRAWL_DELAY};
use crate::files::{self, Files};
use crate::model::{Clock, Seed, sha256_hex};
use crate::store::{Store, WatchSeed};

pub use coverage::{alerts_since, coverage};
pub use tell::{composing, tell};

/// The watchlist in force with everything it is carried out by. Replaced as a whole on reload.
#[derive(Clone)]
pub struct Engine {
    /// The watchlist.
    pub watchlist: Arc<Watchlist>,
    /// Lexicons, compiled.
    pub recognizer: Arc<Recognizer>,
    /// How pages are fetched.
    pub fetch: Arc<dyn Fetch>,
    /// How files are read.
    pub files: Files,
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Jitter.
    pub seed: Seed,
}

impl Engine {
    /// A watch by id.
    pub fn watch(&self, id: &str) -> Option<&Watch> {
        self.watchlist.watches.iter().find(|w| w.origin.watch == id)
    }

    /// What the store is told of the watchlist.
    pub fn seeds(&self) -> Vec<WatchSeed> {
        let seed = |w: &Watch| WatchSeed { origin: w.origin.clone(), url: w.url.clone(), enabled: w.enabled };
        self.watchlist.watches.iter().map(seed).collect()
    }

    /// The pause between two requests to a URL's host: the watchlist's, or a longer one that its robots.txt asks for.
    pub fn spacing(&self, url: &Url) -> Duration {
        self.watchlist.fetch.host_spacing.max(self.fetch.crawl_delay(url).unwrap_or_default())
    }

    /// No host rests longer between two requests, unless it asked to be left alone.
    pub fn longest_spacing(&self) -> Duration {
        self.watchlist.fetch.host_spacing.max(LONGEST_CRAWL_DELAY)
    }

    /// What makes a Version of this watch and its claims: equal fingerprints read alike.
    pub fn fingerprint(&self, watch: &Watch) -> String {
        let files = (files::TOOL, watch.attachments);
        let context = (watch.kind, &watch.origin.agency, watch.source_type, &watch.topics, files);
        let context = &sha256_hex(format!("{context:?}").as_bytes())[..8];
        format!("{}-{}-{context}", watch.extract.fingerprint(), self.recognizer.version(&watch.topics))
    }
}
