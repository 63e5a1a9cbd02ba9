//! `demo`: a small invented site in two states, checked by the very code of `check --all` and mailed through a real SMTP
//! server, all on this machine. What is here supplies inputs and shows results; it knows nothing of how they come about.

mod files;
mod mail;
mod place;
mod site;
mod smtp;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::signal::unix::{SignalKind, signal};

use super::args::LedgerOptions;
use super::check::{self, Round};
use super::session::{Session, Trouble};
use super::{DONE, FAILED, ledger};
use crate::daemon::Scope;
use crate::model::CheckOutcome;
use crate::pipeline::Checked;
use place::Place;
use site::Site;

/// What is said of each state before it is checked.
const TITLES: [&str; 2] = [
    "First visit. Nothing is known yet, so nothing is news; one report says what is promised already.",
    "The site has changed. Second visit: what is different is told, what only looks different is not.",
];

pub(super) async fn run(keep: Option<&Path>, site: Option<&Path>) -> Result<u8, Trouble> {
    let failed = |e: std::io::Error| Trouble::Failed(format!("listen for signals: {e}"));
    let mut term = signal(SignalKind::terminate()).map_err(failed)?;
    let mut int = signal(SignalKind::interrupt()).map_err(failed)?;
    // Whichever way it ends, the servers stop and a temporary folder goes: both are owned by `show`.
    tokio::select! {
        shown = show(keep, site) => shown,
        _ = term.recv() => Err(Trouble::Failed("demo: stopped by SIGTERM".to_owned())),
        _ = int.recv() => Err(Trouble::Failed("demo: stopped by Ctrl-C".to_owned())),
    }
}

async fn show(keep: Option<&Path>, from: Option<&Path>) -> Result<u8, Trouble> {
    let started = Instant::now();
    let site = from.map_or_else(|| Ok(Site::embedded()), Site::in_folder)?;
    let mut place = Place::make(keep)?;
    if place.is_kept() {
        site.write(&place.site())?;
    }
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let web = site::Server::start(site, today).await?;
    let mails = smtp::Server::start(&place.mails()).await?;
    write_watchlist(&place, web.port(), mails.port())?;
    let session = Session::new(Some(text_of(&place.watchlist())), Some(text_of(&place.store())));
    let base = format!("http://127.0.0.1:{}", web.port());
    say(format_args!(
        "Nothing leaves this machine: an invented ministry's site is served at {base},\nand a mail server takes mail at 127.0.0.1:{}.\n",
        mails.port()
    ))?;
    let mut well = true;
    let mut last = Vec::new();
    for (state, title) in TITLES.iter().enumerate() {
        web.show(state);
        say(format_args!("{title}\n"))?;
        let round = visit(&session, &base).await?;
        well &= round.went_well();
        last = round.checked;
    }
    say(format_args!("The ledger\n"))?;
    ledger::run(&session, &LedgerOptions::default()).await?;
    let taken = mails.taken();
    tell_mails(&taken, &place)?;
    place.finish();
    if place.is_kept() {
        tell_commands(&place, &last)?;
    }
    let ending = if well { "All went well" } else { "Not all went well, see above" };
    say(format_args!("{ending}; it took {:.1} s.", started.elapsed().as_secs_f32()))?;
    Ok(if well { DONE } else { FAILED })
}

/// One round of `check --all` with a line per page as it is read, then its summary.
async fn visit(session: &Session, base: &str) -> Result<Round, Trouble> {
    let engine = session.engine().await?;
    let channel = session.channel(&engine.watchlist)?;
    // A line that cannot be written now fails again with the summary, which is told.
    let told = |one: &Checked| drop(say(format_args!("  {}", progress(one, base))));
    let round = check::round(&engine, channel.as_ref(), &Scope::All, &told).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out)?;
    check::summary(&mut out, &engine, &round)?;
    writeln!(out)?;
    Ok(round)
}

fn progress(one: &Checked, base: &str) -> String {
    let word = match &one.outcome {
        Some(CheckOutcome::Changed) => "read",
        // A second look at wording that is gone or less firm: only now it is told.
        Some(CheckOutcome::Unchanged { .. }) if !one.events.is_empty() => "again",
        Some(CheckOutcome::Unchanged { .. }) => "same",
        Some(CheckOutcome::Failed { .. }) => "FAILED",
        None => "later",
    };
    let mut notes = Vec::new();
    match one.new_links {
        0 => {}
        1 => notes.push("1 new link".to_owned()),
        more => notes.push(format!("{more} new links")),
    }
    notes.extend(one.events.iter().map(|e| e.kind.to_string()));
    let path = one.url.strip_prefix(base).unwrap_or(&one.url);
    format!("{word:6} {path}  {}", notes.join(", ")).trim_end().to_owned()
}

fn write_watchlist(place: &Place, web: u16, smtp: u16) -> Result<(), Trouble> {
    let text = files::WATCHLIST.replace("{{web}}", &web.to_string()).replace("{{smtp}}", &smtp.to_string());
    let path = place.watchlist();
    std::fs::write(&path, text).map_err(|e| Trouble::Failed(format!("write \"{}\": {e}", path.display())))
}

fn tell_mails(taken: &[smtp::Received], place: &Place) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{} mails were taken by the mail server\n", taken.len())?;
    for one in taken {
        let subject = mail::subject(&one.bytes);
        writeln!(out, "  {subject}")?;
        if let Some(lead) = mail::lead(&one.bytes).filter(|lead| lead.trim_end_matches('.') != subject) {
            writeln!(out, "    {lead}")?;
        }
        let name = one.eml.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
        let html = if one.html.is_some() { " and .html" } else { "" };
        writeln!(out, "    to {}: {name}{html}\n", one.to.join(", "))?;
    }
    writeln!(out, "They lie in {}: open an .html in a browser or an .eml in a mail program.\n", place.mails().display())
}

/// How to look at what was kept, and how to do it again with an edited site.
fn tell_commands(place: &Place, last: &[Checked]) -> std::io::Result<()> {
    let program = std::env::args().next().unwrap_or_else(|| "pledgewatch".to_owned());
    let program = quoted(&program);
    let these = format!("--watchlist {} --store {}", quoted_path(&place.watchlist()), quoted_path(&place.store()));
    // A page read in two wordings has something to compare.
    let changed = last.iter().find(|c| c.events.iter().any(|e| e.before.is_some()));
    let mut out = std::io::stdout().lock();
    writeln!(out, "Everything is kept. Look again:\n")?;
    writeln!(out, "  {program} ledger {these}")?;
    writeln!(out, "  {program} alerts list {these}")?;
    writeln!(out, "  {program} validate --routes {these}")?;
    let page = changed.map(|c| quoted(&c.url));
    for command in page.iter().flat_map(|p| [format!("history {p}"), format!("diff {p}")]) {
        writeln!(out, "  {program} {command} {these}")?;
    }
    writeln!(
        out,
        "\nThe servers have stopped. To see other changes told, edit a page below {}",
        quoted_path(&place.site().join("after"))
    )?;
    writeln!(out, "(a date such as {{{{en:+45}}}} counts days from today) and run both visits again:\n")?;
    writeln!(out, "  {program} demo --site {}\n", quoted_path(&place.site()))
}

fn say(text: std::fmt::Arguments<'_>) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

fn text_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn quoted_path(path: &Path) -> String {
    quoted(&text_of(path))
}

/// As a shell reads it back.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/.-_:=+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
