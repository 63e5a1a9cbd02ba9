//! `check`: visit now, store and deliver as the daemon would, print a summary.

use std::collections::BTreeMap;
use std::io::Write;

use super::args::CheckOptions;
use super::session::{Session, Trouble};
use super::{DONE, FAILED};
use crate::channel::Channel;
use crate::daemon::{Scope, check_round, finish_round};
use crate::deliver::Drained;
use crate::engine::Engine;
use crate::model::{CheckOutcome, Event};
use crate::notice;
use crate::pipeline::Checked;

pub(super) async fn run(session: &Session, options: &CheckOptions) -> Result<u8, Trouble> {
    let engine = session.engine().await?;
    let channel = session.channel(&engine.watchlist)?;
    let scope = if options.all {
        Scope::All
    } else if options.due {
        Scope::Due
    } else {
        for id in &options.ids {
            if engine.watch(id).is_none() {
                return Err(Trouble::Usage(format!(
                    "check \"{id}\": no watch has this id; `pledgewatch status` lists them"
                )));
            }
        }
        Scope::Watches(options.ids.clone())
    };
    let round = round(&engine, channel.as_ref(), &scope, &|_| {}).await?;
    summary(&mut std::io::stdout().lock(), &engine, &round)?;
    Ok(if round.went_well() { DONE } else { FAILED })
}

/// What one round came to.
pub(super) struct Round {
    /// Every check made.
    pub(super) checked: Vec<Checked>,
    /// What became of the mails.
    pub(super) drained: Drained,
}

impl Round {
    /// Whether every page could be asked for and was read, and every mail taken.
    pub(super) fn went_well(&self) -> bool {
        self.checked.iter().all(|c| c.failure().is_none() && c.later.is_none())
            && self.drained.failed + self.drained.deferred == 0
    }
}

/// Checks until nothing in the scope is left, then the calendar, reports, digests and mails. `told` hears of each check.
pub(super) async fn round(
    engine: &Engine,
    channel: &dyn Channel,
    scope: &Scope,
    told: &dyn Fn(&Checked),
) -> Result<Round, Trouble> {
    engine.store.sync_watches(&engine.seeds(), engine.clock.now()).await?;
    let checked = check_round(engine, scope, told).await?;
    let drained = finish_round(engine, channel).await?;
    Ok(Round { checked, drained })
}

/// `1 check`, `2 checks`.
fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// A line per watch, a line per event, a line on mail.
pub(super) fn summary(out: &mut dyn Write, engine: &Engine, round: &Round) -> std::io::Result<()> {
    let Round { checked, drained } = round;
    let mut by_watch: BTreeMap<&str, Vec<&Checked>> = BTreeMap::new();
    for one in checked {
        by_watch.entry(&one.watch).or_default().extend(one.later.is_none().then_some(one));
    }
    for (watch, all) in &by_watch {
        let count =
            |f: &dyn Fn(&CheckOutcome) -> bool| all.iter().filter(|c| c.outcome.as_ref().is_some_and(f)).count();
        let changed = count(&|o| matches!(o, CheckOutcome::Changed));
        let same = count(&|o| matches!(o, CheckOutcome::Unchanged { .. }));
        let links: usize = all.iter().map(|c| c.new_links).sum();
        writeln!(out, "{watch}: {changed} read new or changed, {same} unchanged, {}", counted(links, "new link"))?;
        for failed in all.iter().filter(|c| c.failure().is_some()) {
            if let Some(failure) = failed.failure() {
                writeln!(out, "  not read: {} ({}: {})", failed.url, failure.reason, failure.detail)?;
            }
        }
    }
    for put_off in checked {
        if let Some(until) = put_off.later {
            let at = until.strftime("%Y-%m-%d %H:%M UTC");
            writeln!(out, "not asked: {} (the host asked to be left alone until {at})", put_off.url)?;
        }
    }
    let events: Vec<&Event> = checked.iter().flat_map(|c| &c.events).collect();
    for event in &events {
        writeln!(out, "{} {}", event.id, notice::headline(event, &engine.watchlist.agencies))?;
    }
    writeln!(
        out,
        "{}, {}; mail: {} delivered, {} to be tried again, {} refused",
        counted(checked.iter().filter(|c| c.later.is_none()).count(), "check"),
        counted(events.len(), "event"),
        drained.delivered,
        drained.deferred,
        drained.failed
    )
}
