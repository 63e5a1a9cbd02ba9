//! I/O. The Store contract: targets, versions, ledger, events, alerts, deliveries, kept through kills and power cuts.

#[cfg(test)]
mod contract;
mod sqlite;
mod types;

use async_trait::async_trait;
use jiff::Timestamp;
use std::time::Duration;

use crate::model::{
    Alert, Assignment, Base, Commitment, CommitmentId, DeliveryOutcome, Event, EventId, LedgerEntry, LedgerSlice, Page,
    QueuedDelivery, Sighting,
};

pub use sqlite::{DaemonLock, SqliteStore, lock_daemon, path_of};
pub use types::*;

/// Opens the store a URL names: `sqlite:PATH` or a plain path.
///
/// # Errors
/// When it cannot be opened; `postgres://` is not in this version.
pub async fn open(url: &str) -> StoreResult<std::sync::Arc<dyn Store>> {
    match path_of(url) {
        Some(path) => Ok(std::sync::Arc::new(SqliteStore::open(path).await?)),
        None => Err(StoreError::Open {
            path: shown(url).to_owned(),
            why: "this kind of store is not in this version; use sqlite:PATH".to_owned(),
        }),
    }
}

/// A store's URL as it may be shown: that of a database carries its password, so only its kind is left.
pub fn shown(url: &str) -> &str {
    match path_of(url) {
        Some(_) => url,
        None => url.find("://").map_or("", |at| &url[..at + 3]),
    }
}

/// What everything else knows about keeping things. Async, object-safe, no closures; a suite in this folder runs for
/// every member.
#[async_trait]
pub trait Store: Send + Sync {
    /// Makes the targets those of the watchlist: a root target per enabled watch, due at once when new; targets of
    /// watches that are gone or disabled are retired (kept, never claimed, no event); a changed URL makes a new root
    /// (a new baseline) and retires the old. Returns the watches that are new or re-based.
    async fn sync_watches(&self, watches: &[WatchSeed], now: Timestamp) -> StoreResult<Vec<String>>;

    /// Takes up to `n` targets that `scope` admits and nobody holds: never-checked ones first, then those that have been
    /// free for longest (with `NotSince`: unchecked for longest). Holds each until `now + lease`; each claim raises the
    /// target's fence. With `closed` (hosts as `model::host_key` names them) none of these hosts' targets is taken, and of
    /// every other host at most one. A power cut may undo a claim, as it ends every process that could hold one.
    async fn claim_due(
        &self,
        n: usize,
        scope: &ClaimScope,
        closed: Option<&[String]>,
        now: Timestamp,
        lease: Duration,
    ) -> StoreResult<Vec<Claimed>>;

    /// Forgets that targets of these watches (of all when None) were put back for later; hosts that asked to be left alone
    /// still are.
    async fn wake(&self, watches: Option<&[String]>) -> StoreResult<()>;

    /// Gives a claim back unread (shutdown, host not yet free): due again at `due`.
    async fn release(&self, fence: Fence, due: Timestamp) -> StoreResult<()>;

    /// When the next target falls due, for sleeping.
    async fn next_due(&self) -> StoreResult<Option<Timestamp>>;

    /// One request per host at a time with spacing between: `Go` books the next slot.
    async fn host_permit(&self, host: &str, now: Timestamp, spacing: Duration) -> StoreResult<Permit>;

    /// The host asked to be left alone until then; survives a restart.
    async fn host_defer(&self, host: &str, until: Timestamp) -> StoreResult<()>;

    /// The target's newest good Version.
    async fn base(&self, target: i64) -> StoreResult<Option<Base>>;

    /// The raw Page with this SHA-256 as the target with this canonical URL was answered with it, if it is kept.
    async fn raw_page(&self, url: &str, page_hash: &str) -> StoreResult<Option<Page>>;

    /// Of these canonical URLs, those the watch has seen as Links, and since when.
    async fn known_links(&self, watch: &str, urls: &[String]) -> StoreResult<Vec<(String, Timestamp)>>;

    /// Entries filed under any of the keys, all entries with a sighting on the target, the target's orphans; and the
    /// generation to hand back with `commit_check`.
    async fn ledger_slice(&self, target: i64, block_keys: &[String]) -> StoreResult<(LedgerSlice, Generation)>;

    /// What is known of sentences with these keys on the target and on its host; of watches that remember them.
    async fn seen(&self, target: i64, keys: &[String]) -> StoreResult<Vec<SeenSentence>>;

    /// Other targets of the host (with its port where the URL names one) that lost sightings since then: that are
    /// watched and miss some, or whose removal a check told.
    async fn losses_on_host(&self, host: &str, besides: i64, since: Timestamp) -> StoreResult<usize>;

    /// Ends the hold of a suspected redesign on the target with this URL, which is due at once. Returns how many
    /// sightings were held.
    async fn release_held(&self, url: &str, now: Timestamp) -> StoreResult<usize>;

    /// Writes all that one check found in one transaction, or nothing. `Stale` when a block of the slice moved on,
    /// `LostLease` when somebody else holds the target now. Inserting an id that exists is a no-op. A record without
    /// page, version, links, ledger changes, events or alerts is bookkeeping: buffered, at most 5 s late.
    async fn commit_check(&self, fence: Fence, record: CheckRecord, generation: Generation) -> StoreResult<Committed>;

    /// One entry, and the generation to hand back with `amend`.
    async fn ledger_entry(&self, id: &CommitmentId) -> StoreResult<Option<(LedgerEntry, Generation)>>;

    /// Writes what a person changed in the ledger, in one transaction; checks under way compare again. `Stale`, and nothing
    /// written, when an entry moved on since it was read.
    async fn amend(
        &self,
        commitments: Vec<Commitment>,
        sightings: Vec<Sighting>,
        generation: Generation,
    ) -> StoreResult<Committed>;

    /// Writes events that no check made (clock, operator), with assignments and alerts, in one transaction. Events
    /// whose id exists are skipped together with their assignments; alerts all of whose events were skipped, too.
    async fn commit_events(&self, record: EventRecord) -> StoreResult<()>;

    /// Writes buffered bookkeeping now.
    async fn flush(&self) -> StoreResult<()>;

    /// Events assigned to the recipient's digest and not yet in an alert, oldest first.
    async fn digest_events(&self, recipient: &str) -> StoreResult<Vec<(Event, Assignment)>>;

    /// Writes a composed digest (or other alert made of assigned events), marks its assignments as told and its time
    /// as the recipient's last digest; with no alert only the time. All in one transaction. What has a calendar of its own
    /// is kept under `KEY:word`, which is no recipient's key (`desk:heartbeat`).
    async fn compose_digest(&self, recipient: &str, at: Timestamp, alert: Option<Alert>) -> StoreResult<()>;

    /// When the recipient's last digest was composed; None before the first.
    async fn last_digest(&self, recipient: &str) -> StoreResult<Option<Timestamp>>;

    /// How far each watch's first check has come.
    async fn baselines(&self) -> StoreResult<Vec<BaselineState>>;

    /// Writes the baseline report for a recipient and marks these watches as reported to them, in one transaction; writes
    /// nothing when all of them were reported already.
    async fn report_baseline(&self, recipient: &str, watches: &[String], alert: Alert) -> StoreResult<()>;

    /// Takes up to `n` deliveries that are due and nobody holds.
    async fn claim_deliveries(&self, n: usize, now: Timestamp, lease: Duration) -> StoreResult<Vec<QueuedDelivery>>;

    /// Notes what became of an attempt; false when somebody else holds the delivery now.
    async fn record_delivery(&self, id: i64, fence: i64, outcome: DeliveryOutcome, at: Timestamp) -> StoreResult<bool>;

    /// When the next delivery falls due.
    async fn next_delivery(&self) -> StoreResult<Option<Timestamp>>;

    /// Message-ID of the first alert to this recipient about the URL, and about the commitment: for threads.
    async fn thread(&self, recipient: &str, url: &str, commitment: Option<&CommitmentId>) -> StoreResult<Thread>;

    /// One row per watch, with its newest check.
    async fn watch_states(&self) -> StoreResult<Vec<WatchState>>;

    /// How many deliveries wait, and since when the oldest.
    async fn queue(&self) -> StoreResult<QueueState>;

    /// The whole ledger, newest first; with `id`, one entry.
    async fn ledger(&self, id: Option<&CommitmentId>) -> StoreResult<Vec<LedgerEntry>>;

    /// Commitments with a date inside the days given, for clock events.
    async fn dated(&self, from: jiff::civil::Date, to: jiff::civil::Date) -> StoreResult<Vec<Commitment>>;

    /// Alerts with their deliveries, newest first.
    async fn alerts(&self, limit: usize) -> StoreResult<Vec<AlertRow>>;

    /// Alerts to a recipient composed after `since`, with their deliveries, newest first.
    async fn alerts_since(&self, recipient: &str, since: Timestamp) -> StoreResult<Vec<AlertRow>>;

    /// One alert with its bytes, by id.
    async fn alert(&self, id: &str) -> StoreResult<Option<AlertRow>>;

    /// Queues an alert again for all its addresses; false when there is none.
    async fn resend(&self, id: &str, now: Timestamp) -> StoreResult<bool>;

    /// An event with its assignments.
    async fn event(&self, id: &EventId) -> StoreResult<Option<(Event, Vec<Assignment>)>>;

    /// All events, newest first.
    async fn events(&self, limit: usize) -> StoreResult<Vec<Event>>;

    /// Every target that is watched, by watch.
    async fn targets(&self) -> StoreResult<Vec<TargetRow>>;

    /// Versions of the target with this canonical URL, newest first.
    async fn versions(&self, url: &str) -> StoreResult<Vec<VersionRow>>;

    /// Per watch that is enabled, when the newest `most` Versions of its own page were fetched, oldest first.
    async fn changes(&self, most: usize) -> StoreResult<Vec<(String, Vec<Timestamp>)>>;

    /// Checks of the targets with this canonical URL, of whichever watch, newest first.
    async fn checks(&self, url: &str, limit: usize) -> StoreResult<Vec<CheckRow>>;

    /// Checks of one target, newest first.
    async fn checks_of(&self, target: i64, limit: usize) -> StoreResult<Vec<CheckRow>>;

    /// Keeps a reader's opinion of an alert or event; false when there is none with this id.
    async fn judge(&self, id: &str, opinion: &str, note: Option<&str>, at: Timestamp) -> StoreResult<bool>;

    /// Deletes what retention no longer keeps; never ledger, events or alerts. Returns rows deleted.
    async fn prune(&self, before: Timestamp) -> StoreResult<u64>;

    /// Copies the whole store, consistent, while in use, to a file that does not exist yet.
    async fn backup(&self, to: &std::path::Path) -> StoreResult<()>;
}
