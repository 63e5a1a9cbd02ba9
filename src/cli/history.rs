//! `history`, `show`, `diff`: what was read of a page and when, its text, and what changed by word.

use std::io::{IsTerminal, Write};

use serde_json::json;

use super::DONE;
use super::print::{self, Format};
use super::session::{Session, Trouble};
use crate::diff;
use crate::model::{CheckOutcome, CommitmentId, Document, QuietReason, Quieted, WordChange};
use crate::store::{Store, VersionRow};

/// Checks shown at most.
const CHECKS: usize = 200;

pub(super) async fn history(session: &Session, what: &str, format: Format) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let url = url_of(store.as_ref(), what).await?;
    let versions = store.versions(&url).await?;
    let checks = store.checks(&url, CHECKS).await?;
    if checks.is_empty() && versions.is_empty() {
        return Err(nothing(&url));
    }
    let mut out = std::io::stdout().lock();
    if format == Format::Table {
        writeln!(out, "{url}")?;
        let rows: Vec<Vec<String>> = versions
            .iter()
            .map(|v| {
                let minute = |t: jiff::Timestamp| t.strftime("%Y-%m-%d %H:%M").to_string();
                vec![
                    v.number.to_string(),
                    minute(v.version.fetched_at),
                    minute(v.last_read),
                    v.version.text_hash[..16].to_owned(),
                ]
            })
            .collect();
        print::table(&mut out, &["version", "first read", "last read", "text hash"], &rows)?;
        writeln!(out)?;
    }
    let values: Vec<_> = checks
        .iter()
        .map(|c| {
            let (outcome, why) = match &c.outcome {
                CheckOutcome::Unchanged { by } => ("unchanged", by.clone()),
                CheckOutcome::Changed => ("changed", quieted(&c.quieted)),
                CheckOutcome::Failed { failure } => ("failed", format!("{}: {}", failure.reason, failure.detail)),
            };
            json!({"started": c.started.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), "outcome": outcome, "why": why, "quieted": c.quieted, "hash": c.hash})
        })
        .collect();
    let heads = ["started", "outcome", "why"];
    let cells =
        |v: &serde_json::Value| heads.iter().map(|h| v[*h].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>();
    print::list(&mut out, format, &heads, &values, cells)?;
    Ok(DONE)
}

/// How many changed sentences were not told, by reason.
fn quieted(quieted: &[Quieted]) -> String {
    let of = |reason: QuietReason| {
        let n = quieted.iter().filter(|one| one.reason == reason).count();
        (n > 0).then(|| format!("{n} not told: {reason}"))
    };
    QuietReason::ALL.iter().filter_map(|reason| of(*reason)).collect::<Vec<_>>().join(", ")
}

pub(super) async fn show(session: &Session, what: &str, number: Option<u32>, raw: bool) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let url = url_of(store.as_ref(), what).await?;
    let versions = store.versions(&url).await?;
    let version = pick(&versions, number, &url)?;
    let mut out = std::io::stdout().lock();
    if !raw {
        out.write_all(version.version.document.text().as_bytes())?;
        return Ok(DONE);
    }
    let hash = &version.version.page_hash;
    let page = store.raw_page(&url, hash).await?.ok_or_else(|| {
        Trouble::Failed(format!("show \"{url}\": the bytes of version {} are no longer kept", version.number))
    })?;
    if out.is_terminal() && std::str::from_utf8(&page.bytes).is_err() {
        return Err(Trouble::Usage(format!("show \"{url}\": the bytes are no UTF-8; send them to a file")));
    }
    out.write_all(&page.bytes)?;
    Ok(DONE)
}

pub(super) async fn diff(session: &Session, what: &str, from: Option<u32>, to: Option<u32>) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let url = url_of(store.as_ref(), what).await?;
    let versions = store.versions(&url).await?;
    let newer = pick(&versions, to, &url)?;
    if versions.len() == 1 && from.is_none() {
        let title = format!("diff \"{url}\": there is only one version yet, so there is nothing to compare");
        return Err(Trouble::Failed(format!("{title}; `pledgewatch show` prints it")));
    }
    let older = pick(&versions, Some(from.unwrap_or(newer.number.saturating_sub(1))), &url)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{url}: version {} to {}", older.number, newer.number)?;
    let colour = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    print_diff(&mut out, &older.version.document, &newer.version.document, colour)?;
    Ok(DONE)
}

/// Sentences removed, added and edited; edited ones by word. Colour only adds to the marks.
pub(super) fn print_diff(out: &mut dyn Write, old: &Document, new: &Document, colour: bool) -> std::io::Result<()> {
    let change = diff::compare(old, new);
    let (before, after) = (old.sentences(), new.sentences());
    let (red, green, plain) = if colour { ("\x1b[31m", "\x1b[32m", "\x1b[0m") } else { ("", "", "") };
    for edit in &change.edited {
        write!(out, "~ ")?;
        for piece in diff::words(before[edit.old].text, after[edit.new].text, new.lang) {
            match piece.change {
                WordChange::Same => write!(out, "{}", piece.text)?,
                WordChange::Struck => write!(out, "{red}[-{}-]{plain}", piece.text)?,
                WordChange::Added => write!(out, "{green}{{+{}+}}{plain}", piece.text)?,
            }
        }
        writeln!(out)?;
    }
    for gone in &change.removed {
        writeln!(out, "{red}- {}{plain}", before[*gone].text)?;
    }
    for come in &change.added {
        writeln!(out, "{green}+ {}{plain}", after[*come].text)?;
    }
    if change.is_empty() {
        writeln!(out, "no sentence differs ({} moved)", change.moved.len())?;
    }
    Ok(())
}

fn pick<'a>(versions: &'a [VersionRow], number: Option<u32>, url: &str) -> Result<&'a VersionRow, Trouble> {
    let found = match number {
        None => versions.first(),
        Some(number) => versions.iter().find(|v| v.number == number),
    };
    found.ok_or_else(|| {
        let have = match versions.len() {
            0 => "it was never read".to_owned(),
            1 => "there is only one version yet".to_owned(),
            n => format!("there are {n} versions"),
        };
        Trouble::Failed(format!("version {} of \"{url}\": {have}", number.unwrap_or(1)))
    })
}

fn nothing(url: &str) -> Trouble {
    Trouble::Failed(format!("\"{url}\" was never read; `pledgewatch ledger` and `status` name what was"))
}

/// The canonical URL of a URL, an alert id, an event id or a commitment id.
async fn url_of(store: &dyn Store, what: &str) -> Result<String, Trouble> {
    let unknown = || Trouble::Failed(format!("\"{what}\": there is no such alert or commitment"));
    if what.starts_with("c-") {
        let entries = store.ledger(Some(&CommitmentId::from_text(what))).await?;
        let sighting = entries.first().and_then(|e| e.sightings.first()).ok_or_else(unknown)?;
        return Ok(sighting.url.clone());
    }
    let event = if what.starts_with("a-") {
        let row = store.alert(what).await?.ok_or_else(unknown)?;
        row.alert.events.first().cloned()
    } else if what.starts_with("e-") {
        Some(crate::model::EventId::from_text(what))
    } else {
        let url = url::Url::parse(what).map_err(|e| Trouble::Usage(format!("\"{what}\": {e}")))?;
        return Ok(crate::extract::canonical(&url).to_string());
    };
    let found = match event {
        Some(id) => store.event(&id).await?,
        None => None,
    };
    found.map(|(event, _)| event.moment.url).ok_or_else(unknown)
}
