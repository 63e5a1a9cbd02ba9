//! I/O. `SqliteStore` as a member of the Store contract: each method hands its work to the file that knows it.

use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{SqliteStore, alerts, claims, commit, deliveries, house, ledger, readers, seen, watches};
use crate::model::{
    Alert, Assignment, Base, Commitment, CommitmentId, DeliveryOutcome, Event, EventId, LedgerEntry, LedgerSlice, Page,
    QueuedDelivery, Sighting,
};
use crate::store::{
    AlertRow, BaselineState, CheckRecord, CheckRow, ClaimScope, Claimed, Committed, EventRecord, Fence, Generation,
    Permit, QueueState, SeenSentence, Store, StoreResult, TargetRow, Thread, VersionRow, WatchSeed, WatchState,
};

/// As many unchanged checks wait at most.
const BUFFER: usize = 256;

#[async_trait]
impl Store for SqliteStore {
    async fn sync_watches(&self, seeds: &[WatchSeed], now: Timestamp) -> StoreResult<Vec<String>> {
        self.flush().await?;
        let seeds = seeds.to_vec();
        self.with("follow the watchlist", move |c| watches::sync(c, &seeds, now)).await
    }

    async fn claim_due(
        &self,
        n: usize,
        scope: &ClaimScope,
        closed: Option<&[String]>,
        now: Timestamp,
        lease: Duration,
    ) -> StoreResult<Vec<Claimed>> {
        self.begin_claiming().await?;
        let (scope, closed) = (scope.clone(), closed.map(<[String]>::to_vec));
        self.note("claim due targets", move |c| claims::claim(c, n, &scope, closed, now, lease)).await
    }

    async fn wake(&self, watches: Option<&[String]>) -> StoreResult<()> {
        let watches = watches.unwrap_or_default().to_vec();
        self.note("wake targets", move |c| claims::wake(c, &watches)).await
    }

    async fn release(&self, fence: Fence, due: Timestamp) -> StoreResult<()> {
        self.note("give a target back", move |c| claims::release(c, fence, due)).await
    }

    async fn next_due(&self) -> StoreResult<Option<Timestamp>> {
        self.with("look for the next due target", |c| claims::next_due(c)).await
    }

    async fn host_permit(&self, host: &str, now: Timestamp, spacing: Duration) -> StoreResult<Permit> {
        let name = host.to_owned();
        let deferred = self.with("look up a host", move |c| house::deferred(c, &name)).await?;
        if let Some(until) = deferred.filter(|until| *until > now) {
            return Ok(Permit::NotBefore(until));
        }
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(free) = hosts.get(host).filter(|free| **free > now) {
            return Ok(Permit::NotBefore(*free));
        }
        if !spacing.is_zero() {
            hosts.retain(|_, free| *free > now);
            hosts.insert(host.to_owned(), now + spacing);
        }
        Ok(Permit::Go)
    }

    async fn host_defer(&self, host: &str, until: Timestamp) -> StoreResult<()> {
        let host = host.to_owned();
        self.with("note when a host may be asked", move |c| house::defer(c, &host, until)).await
    }

    async fn base(&self, target: i64) -> StoreResult<Option<Base>> {
        self.with("read a base", move |c| claims::base(c, target)).await
    }

    async fn raw_page(&self, url: &str, page_hash: &str) -> StoreResult<Option<Page>> {
        let (url, hash) = (url.to_owned(), page_hash.to_owned());
        self.with("read a raw page", move |c| readers::raw_page(c, &url, &hash)).await
    }

    async fn known_links(&self, watch: &str, urls: &[String]) -> StoreResult<Vec<(String, Timestamp)>> {
        let (watch, urls) = (watch.to_owned(), urls.to_vec());
        self.with("look up links", move |c| readers::known_links(c, &watch, &urls)).await
    }

    async fn ledger_slice(&self, target: i64, block_keys: &[String]) -> StoreResult<(LedgerSlice, Generation)> {
        let keys = block_keys.to_vec();
        self.with("read a slice of the ledger", move |c| ledger::slice(c, target, &keys)).await
    }

    async fn seen(&self, target: i64, keys: &[String]) -> StoreResult<Vec<SeenSentence>> {
        let keys = keys.to_vec();
        self.with("look up sentences", move |c| seen::of(c, target, &keys)).await
    }

    async fn losses_on_host(&self, host: &str, besides: i64, since: Timestamp) -> StoreResult<usize> {
        let host = host.to_owned();
        self.with("look for losses on a host", move |c| ledger::losses(c, &host, besides, since)).await
    }

    async fn release_held(&self, url: &str, now: Timestamp) -> StoreResult<usize> {
        let url = url.to_owned();
        self.with("release held removals", move |c| ledger::release(c, &url, now)).await
    }

    async fn commit_check(&self, fence: Fence, record: CheckRecord, generation: Generation) -> StoreResult<Committed> {
        if record.is_bookkeeping() {
            let full = {
                let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
                buffer.push((fence, record));
                buffer.len() >= BUFFER
            };
            if full {
                self.flush().await?;
            }
            return Ok(Committed::Done);
        }
        self.with("commit a check", move |c| commit::check(c, fence, &record, &generation)).await
    }

    async fn ledger_entry(&self, id: &CommitmentId) -> StoreResult<Option<(LedgerEntry, Generation)>> {
        let id = id.clone();
        self.with("read an entry of the ledger", move |c| ledger::entry_now(c, id.as_str())).await
    }

    async fn amend(
        &self,
        commitments: Vec<Commitment>,
        sightings: Vec<Sighting>,
        generation: Generation,
    ) -> StoreResult<Committed> {
        self.with("amend the ledger", move |c| ledger::amend(c, &commitments, &sightings, &generation)).await
    }

    async fn commit_events(&self, record: EventRecord) -> StoreResult<()> {
        self.with("commit events", move |c| commit::events(c, &record)).await
    }

    async fn flush(&self) -> StoreResult<()> {
        let records = Arc::new(std::mem::take(&mut *self.buffer.lock().unwrap_or_else(PoisonError::into_inner)));
        if records.is_empty() {
            return Ok(());
        }
        let these = Arc::clone(&records);
        let written = self.note("write unchanged checks", move |c| commit::buffered(c, &these)).await;
        if written.is_err() {
            // Kept for the next time: their targets are held until they are written.
            let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
            let newer = std::mem::replace(&mut *buffer, Arc::unwrap_or_clone(records));
            buffer.extend(newer);
        }
        written
    }

    async fn digest_events(&self, recipient: &str) -> StoreResult<Vec<(Event, Assignment)>> {
        let recipient = recipient.to_owned();
        self.with("read what waits for a digest", move |c| alerts::digest_events(c, &recipient)).await
    }

    async fn compose_digest(&self, recipient: &str, at: Timestamp, alert: Option<Alert>) -> StoreResult<()> {
        let recipient = recipient.to_owned();
        self.with("write a digest", move |c| alerts::compose_digest(c, &recipient, at, alert.as_ref())).await
    }

    async fn last_digest(&self, recipient: &str) -> StoreResult<Option<Timestamp>> {
        let recipient = recipient.to_owned();
        self.with("look up the last digest", move |c| house::last_digest(c, &recipient)).await
    }

    async fn baselines(&self) -> StoreResult<Vec<BaselineState>> {
        self.flush().await?;
        self.with("read how far first checks have come", |c| watches::baselines(c)).await
    }

    async fn report_baseline(&self, recipient: &str, watches: &[String], alert: Alert) -> StoreResult<()> {
        let (recipient, watches) = (recipient.to_owned(), watches.to_vec());
        self.with("write a baseline report", move |c| alerts::report_baseline(c, &recipient, &watches, &alert)).await
    }

    async fn claim_deliveries(&self, n: usize, now: Timestamp, lease: Duration) -> StoreResult<Vec<QueuedDelivery>> {
        self.begin_claiming().await?;
        self.with("claim deliveries", move |c| deliveries::claim(c, n, now, lease)).await
    }

    async fn record_delivery(&self, id: i64, fence: i64, outcome: DeliveryOutcome, at: Timestamp) -> StoreResult<bool> {
        self.with("note a delivery", move |c| deliveries::record(c, id, fence, &outcome, at)).await
    }

    async fn next_delivery(&self) -> StoreResult<Option<Timestamp>> {
        self.with("look for the next delivery", |c| deliveries::next(c)).await
    }

    async fn thread(&self, recipient: &str, url: &str, commitment: Option<&CommitmentId>) -> StoreResult<Thread> {
        let (recipient, url, commitment) = (recipient.to_owned(), url.to_owned(), commitment.cloned());
        self.with("look up a thread", move |c| alerts::thread(c, &recipient, &url, commitment.as_ref())).await
    }

    async fn watch_states(&self) -> StoreResult<Vec<WatchState>> {
        self.flush().await?;
        self.with("read the state of watches", |c| readers::watch_states(c)).await
    }

    async fn queue(&self) -> StoreResult<QueueState> {
        self.with("read the delivery queue", |c| deliveries::queue(c)).await
    }

    async fn ledger(&self, id: Option<&CommitmentId>) -> StoreResult<Vec<LedgerEntry>> {
        let id = id.cloned();
        self.with("read the ledger", move |c| ledger::all(c, id.as_ref().map(CommitmentId::as_str))).await
    }

    async fn dated(&self, from: jiff::civil::Date, to: jiff::civil::Date) -> StoreResult<Vec<Commitment>> {
        self.with("read dated commitments", move |c| ledger::dated(c, from, to)).await
    }

    async fn alerts(&self, limit: usize) -> StoreResult<Vec<AlertRow>> {
        self.with("read alerts", move |c| alerts::newest(c, limit)).await
    }

    async fn alerts_since(&self, recipient: &str, since: Timestamp) -> StoreResult<Vec<AlertRow>> {
        let recipient = recipient.to_owned();
        self.with("read a recipient's alerts", move |c| alerts::since(c, &recipient, since)).await
    }

    async fn alert(&self, id: &str) -> StoreResult<Option<AlertRow>> {
        let id = id.to_owned();
        self.with("read an alert", move |c| alerts::alert(c, &id)).await
    }

    async fn resend(&self, id: &str, now: Timestamp) -> StoreResult<bool> {
        let id = id.to_owned();
        self.with("queue an alert again", move |c| deliveries::resend(c, &id, now)).await
    }

    async fn event(&self, id: &EventId) -> StoreResult<Option<(Event, Vec<Assignment>)>> {
        let id = id.as_str().to_owned();
        self.with("read an event", move |c| alerts::event(c, &id)).await
    }

    async fn events(&self, limit: usize) -> StoreResult<Vec<Event>> {
        self.with("read events", move |c| alerts::events(c, limit)).await
    }

    async fn targets(&self) -> StoreResult<Vec<TargetRow>> {
        self.with("read targets", |c| readers::targets(c)).await
    }

    async fn versions(&self, url: &str) -> StoreResult<Vec<VersionRow>> {
        let url = url.to_owned();
        self.with("read versions", move |c| readers::versions(c, &url)).await
    }

    async fn changes(&self, most: usize) -> StoreResult<Vec<(String, Vec<Timestamp>)>> {
        self.with("read when pages changed", move |c| readers::changes(c, most)).await
    }

    async fn checks(&self, url: &str, limit: usize) -> StoreResult<Vec<CheckRow>> {
        self.flush().await?;
        let url = url.to_owned();
        self.with("read checks", move |c| readers::checks(c, &url, limit)).await
    }

    async fn checks_of(&self, target: i64, limit: usize) -> StoreResult<Vec<CheckRow>> {
        self.flush().await?;
        self.with("read a target's checks", move |c| readers::checks_of(c, target, limit)).await
    }

    async fn judge(&self, id: &str, opinion: &str, note: Option<&str>, at: Timestamp) -> StoreResult<bool> {
        let (id, opinion, note) = (id.to_owned(), opinion.to_owned(), note.map(str::to_owned));
        self.with("note an opinion", move |c| house::judge(c, &id, &opinion, note.as_deref(), at)).await
    }

    async fn prune(&self, before: Timestamp) -> StoreResult<u64> {
        self.with("delete what is not kept", move |c| house::prune(c, before)).await
    }

    async fn backup(&self, to: &Path) -> StoreResult<()> {
        self.flush().await?;
        let to = to.to_path_buf();
        self.with("copy the store", move |c| house::backup(c, &to)).await
    }
}
