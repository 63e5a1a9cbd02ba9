//! Checks side by side: bounded in number, one at a time per host, with the spacing between.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::{Id, JoinSet};
use url::Url;

use crate::engine::Engine;
use crate::model::{CheckOutcome, host_key};
use crate::pipeline::{Checked, check_target};
use crate::store::{ClaimScope, Fence, StoreError, StoreResult};

/// A target is held this long from when its host may be asked. A whole fetch, redirects and robots.txt included, takes at
/// most four times `timeout`, which is at most 2 minutes (`config`); so two minutes are left for reading and writing.
const LEASE: Duration = Duration::from_secs(600);

/// The checks in hand. Only a target that can be looked at now is claimed, so that many targets of one slow host neither
/// fill the places nor are put back again and again.
#[derive(Debug, Default)]
pub(super) struct Crew {
    running: JoinSet<StoreResult<Checked>>,
    /// Host and claim of each running check.
    held: HashMap<Id, (String, Fence)>,
    /// Claims whose check the store could not take; given back when it answers again.
    unwritten: Vec<Fence>,
    /// Hosts that are not to be asked before.
    resting: HashMap<String, Timestamp>,
}

impl Crew {
    /// Starts checks of targets that the scope admits, as far as there is room and as hosts may be asked now.
    pub(super) async fn fill(&mut self, engine: &Engine, scope: &ClaimScope) -> StoreResult<()> {
        let now = engine.clock.now();
        self.resting.retain(|_, until| *until > now);
        let closed = self.held.values().map(|(host, _)| host).chain(self.resting.keys()).cloned().collect();
        self.start(engine, scope, closed, Duration::ZERO).await
    }

    /// Starts checks also of hosts that still rest; they begin when the rest is over, if it is only their spacing. A host
    /// that asked to be left alone for longer is not waited for: its targets are put back at once, each named as not asked.
    /// For who waits for the last one.
    pub(super) async fn fill_ahead(&mut self, engine: &Engine, scope: &ClaimScope) -> StoreResult<()> {
        let closed = self.held.values().map(|(host, _)| host.clone()).collect();
        let now = engine.clock.now();
        let longest = self.resting.values().map(|until| until_then(now, *until)).max().unwrap_or_default();
        self.start(engine, scope, closed, longest.min(engine.longest_spacing())).await
    }

    /// `ahead`: how long a check may have to wait for its host.
    async fn start(
        &mut self,
        engine: &Engine,
        scope: &ClaimScope,
        closed: Vec<String>,
        ahead: Duration,
    ) -> StoreResult<()> {
        let room = engine.watchlist.fetch.concurrency.max(1).saturating_sub(self.running.len());
        if room == 0 {
            return Ok(());
        }
        let now = engine.clock.now();
        while let Some(fence) = self.unwritten.last() {
            engine.store.release(*fence, now).await?;
            self.unwritten.pop();
        }
        for claimed in engine.store.claim_due(room, scope, Some(&closed), now, LEASE + ahead).await? {
            let host = host_key(&claimed.url);
            let rest = self.resting.get(&host).map_or(Duration::ZERO, |until| until_then(now, *until));
            // The store knows of a longer rest too, and has the check put back without a request.
            let rest = if rest <= engine.spacing(&claimed.url) { rest } else { Duration::ZERO };
            let (engine, fence) = (engine.clone(), claimed.fence);
            let task = self.running.spawn(async move {
                tokio::time::sleep(rest).await;
                check_target(&engine, claimed).await
            });
            self.held.insert(task.id(), (host, fence));
        }
        Ok(())
    }

    /// Waits for a check to end; None when none is running. Cancelling it loses nothing.
    pub(super) async fn next(&mut self, engine: &Engine) -> Option<StoreResult<Checked>> {
        let (id, done, crashed) = match self.running.join_next_with_id().await? {
            Ok((id, done)) => (id, done, false),
            // A crash of one check stops nothing else. It keeps its claim, and is tried again when that runs out.
            Err(e) => (e.id(), Err(StoreError::Failed { attempt: "finish a check", why: e.to_string() }), true),
        };
        let now = engine.clock.now();
        if let Some((host, fence)) = self.held.remove(&id) {
            self.resting.extend(rests(&done, now, engine).map(|until| (host, until)));
            self.unwritten.extend((done.is_err() && !crashed).then_some(fence));
        }
        Some(done)
    }

    /// Whether no check is running.
    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// When the next host may be asked again.
    pub(super) fn next_open(&self) -> Option<Timestamp> {
        self.resting.values().min().copied()
    }
}

/// Until when a host is left alone after a check; None when it was not asked.
fn rests(done: &StoreResult<Checked>, now: Timestamp, engine: &Engine) -> Option<Timestamp> {
    let spaced = |url: &str| now + Url::parse(url).map_or(engine.watchlist.fetch.host_spacing, |u| engine.spacing(&u));
    match done {
        Ok(Checked { later: Some(until), .. }) => Some(*until),
        Ok(Checked { outcome: None, .. }) => None,
        Ok(Checked { outcome: Some(CheckOutcome::Unchanged { by }), .. }) if by == "upgrade" => None,
        Ok(checked) => Some(spaced(&checked.url)),
        Err(_) => Some(now + engine.watchlist.fetch.host_spacing),
    }
}

/// How long until then; nothing when it is past.
pub(super) fn until_then(now: Timestamp, then: Timestamp) -> Duration {
    Duration::try_from(then.duration_since(now)).unwrap_or(Duration::ZERO)
}
