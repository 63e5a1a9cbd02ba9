//! `replay`: stored pages read again with today's settings and lexicons; what differs is shown, and applied if asked.

use std::io::Write;

use super::DONE;
use super::history::print_diff;
use super::session::{Session, Trouble};
use crate::daemon::{Scope, check_round};
use crate::model::PartialDate;
use crate::pipeline::{article_context, understand};

pub(super) async fn run(session: &Session, since: Option<&str>, apply: bool) -> Result<u8, Trouble> {
    let since: Option<PartialDate> =
        since.map(|d| d.parse().map_err(|e| Trouble::Usage(format!("--since: {e}")))).transpose()?;
    let engine = session.engine().await?;
    let mut out = std::io::stdout().lock();
    let (mut read, mut differing) = (0, 0);
    for target in engine.store.targets().await? {
        let Some(watch) = engine.watch(&target.watch) else { continue };
        let versions = engine.store.versions(&target.url).await?;
        let Some(newest) = versions.first() else { continue };
        let day = newest.version.fetched_at.to_zoned(jiff::tz::TimeZone::UTC).date();
        if since.is_some_and(|s| day < s.first_day()) || newest.version.fingerprint == engine.fingerprint(watch) {
            continue;
        }
        let Some(page) = engine.store.raw_page(&newest.version.page_hash).await? else { continue };
        read += 1;
        let document = match understand(&page, &watch.extract, &engine.recognizer, &article_context(watch)) {
            Ok(understood) => understood.document,
            Err(failure) => {
                differing += 1;
                writeln!(out, "{}: would not be read any more: {failure}", target.url)?;
                continue;
            }
        };
        if document.text_hash() != newest.version.text_hash {
            differing += 1;
            writeln!(out, "{}", target.url)?;
            print_diff(&mut out, &newest.version.document, &document, false)?;
        }
    }
    writeln!(out, "{read} pages read again, {differing} differ")?;
    if apply {
        let checked = check_round(&engine, &Scope::All, &|_| {}).await?;
        writeln!(out, "{} checks; what was found goes into the next digest", checked.len())?;
    }
    Ok(DONE)
}
