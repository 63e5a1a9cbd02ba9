//! I/O. `validate`: the watchlist's text in; every problem, or what will be read when and who hears of it, out.

use std::io::{self, Write};

use jiff::Timestamp;

use crate::config::{self, Watch, Watchlist};
use crate::model::{Disposition, EventKind, Novelty, Recipient, Role, RouteReason};

/// When a recipient hears of an event of a kind, and why.
pub type Route<'r> = &'r dyn Fn(&Recipient, EventKind, Option<Novelty>) -> (Disposition, RouteReason);

/// How many coming runs of each watch are told.
const RUNS: usize = 3;

/// Checks a watchlist: problems and warnings go to `err`, the summary to `out`. With `routes` it also says who hears of
/// what. The exit code is 0, or 2 when the watchlist cannot be used.
///
/// # Errors
/// When `out` or `err` cannot be written.
pub fn run(
    file: &str,
    text: &str,
    read: &dyn Fn(&str) -> Result<String, String>,
    now: Timestamp,
    routes: Option<Route<'_>>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<u8> {
    let list = match config::parse(file, text, read) {
        Ok(list) => list,
        Err(problems) => {
            for problem in &problems.rendered {
                writeln!(err, "{problem}\n")?;
            }
            writeln!(err, "{file}: {} found; nothing else was looked at", counted(problems.rendered.len(), "problem"))?;
            return Ok(2);
        }
    };
    for warning in &list.warnings {
        writeln!(err, "{warning}\n")?;
    }
    summary(file, &list, out)?;
    for watch in &list.watches {
        runs(watch, now, out)?;
    }
    if let Some(route) = routes {
        table(&list.recipients, route, out)?;
    }
    Ok(0)
}

fn summary(file: &str, list: &Watchlist, out: &mut dyn Write) -> io::Result<()> {
    let enabled = list.watches.iter().filter(|watch| watch.enabled).count();
    let readers = list.recipients.iter().filter(|recipient| recipient.role == Role::Reader).count();
    writeln!(
        out,
        "{file}: no problems, {}",
        if list.warnings.is_empty() { "no warnings".to_owned() } else { counted(list.warnings.len(), "warning") }
    )?;
    writeln!(out, "{}: {enabled} on, {} off", counted(list.watches.len(), "watch"), list.watches.len() - enabled)?;
    let operators = list.recipients.len() - readers;
    writeln!(
        out,
        "{}: {}, {}",
        counted(list.recipients.len(), "recipient"),
        counted(readers, "reader"),
        counted(operators, "operator")
    )?;
    if list.watches.is_empty() {
        writeln!(out, "nothing is watched yet: add a [[watch]] with id, agency and url")?;
    }
    if list.fetch.contact.is_none() {
        writeln!(out, "[fetch] contact is not set: only loopback is fetched")?;
    }
    if list.email.host.is_none() {
        writeln!(out, "[email] host is not set: mails go as files into the spool")?;
    }
    Ok(())
}

fn counted(count: usize, noun: &str) -> String {
    let ending = match (count, noun.ends_with("ch")) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {noun}{ending}")
}

fn runs(watch: &Watch, now: Timestamp, out: &mut dyn Write) -> io::Result<()> {
    let origin = &watch.origin;
    writeln!(out, "\n{} - {} ({})", origin.watch, origin.name, origin.agency)?;
    if !watch.enabled {
        return writeln!(out, "  off: {}", watch.note.as_deref().unwrap_or("no note says why"));
    }
    writeln!(out, "  {}", watch.plan.describe())?;
    writeln!(out, "  next: {}", coming(watch, now))?;
    if !watch.notify.is_empty() {
        writeln!(out, "  tells: {}", watch.notify.join(", "))?;
    }
    Ok(())
}

/// "Tuesday 24 November 17:15, 17:30, 17:45 CST": the day only where it changes.
fn coming(watch: &Watch, now: Timestamp) -> String {
    let zone = watch.plan.zone();
    let mut parts = Vec::new();
    let (mut at, mut day) = (now, None);
    for _ in 0..RUNS {
        let Some(next) = watch.plan.next_after(at) else { break };
        let local = next.to_zoned(zone.clone());
        let form = if day == Some(local.date()) { "%H:%M" } else { "%A %-d %B %H:%M" };
        parts.push(local.strftime(form).to_string());
        (at, day) = (next, Some(local.date()));
    }
    format!("{} {}", parts.join(", "), at.to_zoned(zone).strftime("%Z"))
}

/// One row per event kind, one column per recipient.
fn table(recipients: &[Recipient], route: Route<'_>, out: &mut dyn Write) -> io::Result<()> {
    const FIRST: usize = 20;
    let width = |recipient: &Recipient| recipient.key.len().max("digest".len()) + 2;
    write!(out, "\n{:FIRST$}", "event")?;
    for recipient in recipients {
        write!(out, "{:width$}", recipient.key, width = width(recipient))?;
    }
    writeln!(out)?;
    for kind in EventKind::ALL {
        let novelties: Vec<Option<Novelty>> = match kind {
            EventKind::New => Novelty::ALL.iter().copied().map(Some).collect(),
            _ => vec![None],
        };
        for novelty in novelties {
            let name = novelty.map_or_else(|| kind.to_string(), |novelty| format!("{kind}:{novelty}"));
            write!(out, "{name:FIRST$}")?;
            for recipient in recipients {
                let (disposition, _) = route(recipient, *kind, novelty);
                write!(out, "{disposition:width$}", width = width(recipient))?;
            }
            writeln!(out)?;
        }
    }
    writeln!(out, "Readers hear only of watches that name them in `notify`; filters of `only` count besides.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[recipients.ops]\nemail = [\"ops@example.org\"]\nrole = \"operator\"\n\
        [[watch]]\nid = \"a\"\nname = \"The press page\"\nagency = \"CN:MFA\"\nurl = \"https://example.org/\"\n\
        schedule = \"*/20 7-22 * * *\"\ntimezone = \"Asia/Shanghai\"\nnotify = [\"ops\"]\n\
        [[watch]]\nid = \"b\"\nagency = \"US:DEA\"\nurl = \"https://example.org/b\"\nenabled = false\nnote = \"refuses programs\"\n";

    fn said(text: &str, routes: Option<Route<'_>>) -> (u8, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let now = "2026-11-24T14:30:00Z".parse().expect("a time");
        let read = |_: &str| Err("no such file".to_owned());
        let code = run("w.toml", text, &read, now, routes, &mut out, &mut err).expect("memory can be written");
        (code, String::from_utf8_lossy(&out).into_owned(), String::from_utf8_lossy(&err).into_owned())
    }

    #[test]
    fn a_good_watchlist_tells_the_next_runs_in_the_zone_of_the_schedule() {
        let (code, out, err) = said(LIST, None);
        assert_eq!((code, err.as_str()), (0, ""));
        assert!(out.contains("every 20 minutes from 07:00 to 22:59 Asia/Shanghai"), "{out}");
        assert!(out.contains("next: Tuesday 24 November 22:40, Wednesday 25 November 07:00, 07:20 CST"), "{out}");
        assert!(out.contains("2 watches: 1 on, 1 off") && out.contains("off: refuses programs"), "{out}");
    }

    #[test]
    fn a_bad_watchlist_gives_two_and_every_problem() {
        let (code, out, err) = said(&LIST.replace("CN:MFA", "CN:MFO").replace("*/20", "*/99"), None);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains("w.toml:7:10") && err.contains("w.toml:9:13") && err.contains("2 problems"), "{err}");
    }

    #[test]
    fn routes_have_a_row_per_kind_and_novelty() {
        let route = |_: &Recipient, kind: EventKind, _: Option<Novelty>| match kind {
            EventKind::Weakened => (Disposition::Now, RouteReason::BuiltInNow),
            _ => (Disposition::Digest, RouteReason::BuiltInDigest),
        };
        let (_, out, _) = said(LIST, Some(&route));
        let row = |name: &str| out.lines().find(|line| line.starts_with(name)).map(str::trim_end);
        assert_eq!(row("weakened"), Some("weakened            now"));
        assert_eq!(row("new:undated"), Some("new:undated         digest"));
        assert!(EventKind::ALL.iter().all(|kind| row(kind.as_str()).is_some()));
    }
}
