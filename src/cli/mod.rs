//! Commands: arguments in, exit code out. One file per command; results to stdout, logs to stderr.

mod alerts;
mod args;
mod check;
mod compare;
mod demo;
mod extract;
mod history;
mod judge;
mod ledger;
mod preview;
mod print;
mod recognize;
mod replay;
mod run;
mod session;
mod status;
mod told;
pub mod validate;

use std::io::{Read, Write};

use crate::files::{self, Files};
use crate::model::{Clock, Recipient};
use crate::net::clock::SystemClock;
use crate::notice;

pub use args::{Args, Command};
pub use print::Format;
pub use session::{Session, Trouble, engine};

/// Ran, and everything it did worked.
pub const DONE: u8 = 0;
/// Ran, but something failed, which is named.
pub const FAILED: u8 = 1;
/// Wrong usage, or a watchlist with errors.
pub const USAGE: u8 = 2;

/// Logs go to stderr: plain for people, `PLEDGEWATCH_LOG` sets the level as `RUST_LOG` would.
pub fn start_log(args: &Args) {
    let level = std::env::var("PLEDGEWATCH_LOG").unwrap_or_else(|_| match args.verbose {
        // The demo tells its progress itself.
        0 if matches!(args.command, Command::Demo { .. }) => "warn,rustls_platform_verifier=off".to_owned(),
        0 => "warn,pledgewatch=info,rustls_platform_verifier=off".to_owned(),
        1 => "warn,pledgewatch=debug".to_owned(),
        _ => "debug".to_owned(),
    });
    let filter = tracing_subscriber::EnvFilter::try_new(&level).unwrap_or_default();
    let plain = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Under systemd the journal has the time already.
    if std::env::var_os("JOURNAL_STREAM").is_some() {
        let _ = plain.without_time().with_ansi(false).try_init();
    } else {
        let _ = plain
            .with_ansi(std::env::var_os("NO_COLOR").is_none() && std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .try_init();
    }
}

/// Runs a command and gives its exit code; troubles are told on stderr.
pub async fn run(args: Args) -> u8 {
    match dispatch(args).await {
        Ok(code) => code,
        Err(Trouble::Watchlist(text)) => {
            say_error(&text);
            USAGE
        }
        Err(Trouble::Usage(text)) => {
            say_error(&format!("pledgewatch: {text}"));
            USAGE
        }
        Err(Trouble::Failed(text)) => {
            say_error(&format!("pledgewatch: {text}"));
            FAILED
        }
        // The reader of a pipe went away: nothing is wrong.
        Err(Trouble::Output(e)) if e.kind() == std::io::ErrorKind::BrokenPipe => DONE,
        Err(Trouble::Output(e)) => {
            say_error(&format!("pledgewatch: write the result: {e}"));
            FAILED
        }
    }
}

fn validate_now(session: &Session, routes: bool) -> Result<u8, Trouble> {
    let (path, text) = session.text()?;
    let now = SystemClock::start().now();
    let route = |r: &Recipient, kind, novelty| notice::reading(r, kind, novelty);
    let routes: Option<validate::Route<'_>> = if routes { Some(&route) } else { None };
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    Ok(validate::run(&path.to_string_lossy(), &text, &session::reader(&path), now, routes, &mut out, &mut err)?)
}

fn recognize_now(session: &Session, explain: bool) -> Result<u8, Trouble> {
    let recognizer = session.recognizer()?;
    let clean = recognize::run(&recognizer, &mut std::io::stdin().lock(), &mut std::io::stdout().lock(), explain)?;
    Ok(if clean { DONE } else { FAILED })
}

/// The child that reads a file. It runs before there is a runtime, and says nothing but its answer.
pub fn read_file() -> u8 {
    if files::serve().is_ok() { DONE } else { FAILED }
}

async fn extract_now(options: &extract::Options) -> Result<u8, Trouble> {
    let mut input = Vec::new();
    std::io::stdin().lock().read_to_end(&mut input)?;
    let now = SystemClock::start().now();
    match extract::run(input, options, now, &Files::default(), &mut std::io::stdout().lock()).await? {
        Ok(()) => Ok(DONE),
        Err(failure) => Err(Trouble::Failed(failure.to_string())),
    }
}

fn say_error(text: &str) {
    // Nothing can be told when stderr itself is closed.
    let _ = writeln!(std::io::stderr(), "{text}");
}

async fn dispatch(args: Args) -> Result<u8, Trouble> {
    let Args { watchlist, store, command, .. } = args;
    let session = Session::new(watchlist, store);
    match command {
        Command::Check(options) => check::run(&session, &options).await,
        Command::Run => run::run(&session).await,
        Command::Preview { what } => preview::run(&session, &what).await,
        Command::Status { format } => status::run(&session, format).await,
        Command::History { what, format } => history::history(&session, &what, format).await,
        Command::Show { what, number, raw } => history::show(&session, &what, number, raw).await,
        Command::Diff { what, from, to } => history::diff(&session, &what, from, to).await,
        Command::Ledger(options) => ledger::run(&session, &options).await,
        Command::Alerts { action } => alerts::run(&session, action).await,
        Command::Judge { id, opinion, note } => judge::run(&session, &id, opinion, note.as_deref()).await,
        Command::Validate { routes } => validate_now(&session, routes),
        Command::Recognize { explain } => recognize_now(&session, explain),
        Command::Demo { keep, site } => demo::run(keep.as_deref(), site.as_deref()).await,
        Command::Extract(options) => extract_now(&options).await,
        Command::ReadFile => Ok(read_file()),
        Command::Compare => compare::run(&session),
        Command::Replay { since, apply } => replay::run(&session, since.as_deref(), apply).await,
    }
}
