//! `replay`: stored pages read again with today's settings and lexicons; what differs is shown, and applied if asked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::DONE;
use super::history::print_diff;
use super::session::{Session, Trouble};
use crate::daemon::{Scope, check_round};
use crate::model::{PartialDate, SightingState};
use crate::pipeline::{Understood, reread};

pub(super) async fn run(session: &Session, since: Option<&str>, apply: bool) -> Result<u8, Trouble> {
    let since: Option<PartialDate> =
        since.map(|d| d.parse().map_err(|e| Trouble::Usage(format!("--since: {e}")))).transpose()?;
    let engine = session.engine().await?;
    let mut out = std::io::stdout().lock();
    let mut quotes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for sighting in engine.store.ledger(None).await?.into_iter().flat_map(|e| e.sightings) {
        if sighting.state == SightingState::Present {
            quotes.entry(sighting.url).or_default().push(sighting.claim.quote);
        }
    }
    let (mut read, mut differing) = (0, 0);
    for target in engine.store.targets().await? {
        let Some(watch) = engine.watch(&target.watch) else { continue };
        let versions = engine.store.versions(&target.url).await?;
        let Some(newest) = versions.first() else { continue };
        let day = newest.version.fetched_at.to_zoned(jiff::tz::TimeZone::UTC).date();
        if since.is_some_and(|s| day < s.first_day()) || newest.version.fingerprint == engine.fingerprint(watch) {
            continue;
        }
        let Some(reread) = reread(&engine, watch, &target.url, &newest.version).await? else { continue };
        read += 1;
        let understood = match reread {
            Ok(understood) => understood,
            Err(failure) => {
                differing += 1;
                writeln!(out, "{}: would not be read any more: {failure}", target.url)?;
                continue;
            }
        };
        let Understood { document, found } = understood;
        let known: BTreeSet<&str> = quotes.get(&target.url).into_iter().flatten().map(String::as_str).collect();
        let now: BTreeSet<&str> = found.iter().filter(|p| p.claim.counts()).map(|p| p.claim.quote.as_str()).collect();
        let reworded = document.text_hash() != newest.version.text_hash;
        if !reworded && known == now {
            continue;
        }
        differing += 1;
        writeln!(out, "{}", target.url)?;
        if reworded {
            print_diff(&mut out, &newest.version.document, &document, false)?;
        }
        for gone in known.difference(&now) {
            writeln!(out, "  no commitment any more: {gone}")?;
        }
        for new in now.difference(&known) {
            writeln!(out, "  a commitment now: {new}")?;
        }
    }
    writeln!(out, "{read} pages read again, {differing} differ")?;
    if apply {
        let checked = check_round(&engine, &Scope::All, &|_| {}).await?;
        writeln!(out, "{} checks; what was found goes into the next digest", checked.len())?;
    }
    Ok(DONE)
}
