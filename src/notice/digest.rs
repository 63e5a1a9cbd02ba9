//! Pure. What waited, what was not read, what a first check found: the mails that sum up.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::message::{Draft, finish};
use super::parts::Part;
use super::words::{cut, heading, one_line};
use super::{Composing, body, sorted_ids};
use crate::model::{Alert, AlertId, Cause, Event, EventKind, Recipient};

/// Lines of one group shown in a digest.
const LINES: usize = 30;
/// Commitments listed in a baseline report.
const KNOWN: usize = 40;

/// What a baseline report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Watches in this report: name, pages read, commitments known, and why it was not read if so.
    pub watches: Vec<(String, usize, usize, Option<String>)>,
    /// English sentence and source of each commitment known at the start.
    pub commitments: Vec<(String, String)>,
}

/// The digest of the events given, since the last one; None when there is nothing to say.
pub fn digest(
    recipient: &Recipient,
    events: &[Event],
    since: Option<Timestamp>,
    with: &Composing<'_>,
) -> Option<Alert> {
    if events.is_empty() && with.coverage.not_read.is_empty() && with.coverage.gaps.is_empty() {
        return None;
    }
    let all: Vec<&Event> = events.iter().collect();
    let mut parts = Vec::new();
    let new = events.iter().filter(|e| e.kind == EventKind::New && e.cause != Cause::Upgrade).count();
    let not_read = with.coverage.not_read.len();
    parts.push(Part::Lead(format!("{}, {}.", counted(events.len(), "event"), told_unread(not_read))));
    body::coverage(&mut parts, with.coverage);
    for (title, group) in groups(&all) {
        parts.push(Part::Heading(title.to_owned()));
        let lines = group.iter().take(LINES).map(|e| line(e)).collect();
        parts.push(Part::List(lines, group.len().saturating_sub(LINES)));
    }
    let ids = sorted_ids(&all);
    let at = with.now.to_string();
    let mut of = vec![recipient.key.as_str(), "digest", at.as_str()];
    of.extend(ids.iter().map(|id| id.as_str()));
    finish(Draft {
        id: AlertId::derive(&of),
        recipient,
        from: with.from,
        now: with.now,
        subject: format!("Digest {}: {new} new, {}", span(recipient, since, with.now), told_unread(not_read)),
        parts,
        events: &all,
        threads: Vec::new(),
    })
}

/// The events by what readers look for first.
fn groups<'e>(events: &[&'e Event]) -> Vec<(&'static str, Vec<&'e Event>)> {
    let group = |event: &Event| match (event.cause, event.kind) {
        (Cause::Upgrade, _) => 5,
        (_, EventKind::New) => 0,
        (_, EventKind::TakesEffect | EventKind::CommentsClose) => 3,
        (_, EventKind::Overdue) => 4,
        (_, EventKind::Restated) => 2,
        _ => 1,
    };
    let titles = ["New", "Changes", "Said again", "Dates ahead", "Dates passed", "Found on re-reading"];
    let of = |n: usize| events.iter().copied().filter(|e| group(e) == n).collect::<Vec<_>>();
    (0..titles.len()).map(|n| (titles[n], of(n))).filter(|(_, group)| !group.is_empty()).collect()
}

fn line(event: &Event) -> String {
    let side = event.after.as_ref().or(event.before.as_ref());
    let gloss = side.and_then(|s| s.claim.as_ref()).map(|c| c.gloss.clone()).unwrap_or_default();
    let what = if gloss.is_empty() { event.detail.clone().unwrap_or_default() } else { gloss };
    let text = cut(&one_line(&what), 300);
    format!("{}: {text} ({}) {}", heading(event.kind, event.novelty), event.origin.name, event.moment.url)
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn told_unread(n: usize) -> String {
    if n == 0 { "all sources read".to_owned() } else { format!("{} not read", counted(n, "source")) }
}

/// `17-23 Nov`, in the reader's zone.
fn span(recipient: &Recipient, since: Option<Timestamp>, now: Timestamp) -> String {
    let zone = TimeZone::get(&recipient.timezone).unwrap_or(TimeZone::UTC);
    let end = now.to_zoned(zone.clone()).date();
    let begin = since.map_or_else(|| end.saturating_sub(1.day()), |s| s.to_zoned(zone).date());
    if begin == end {
        end.strftime("%-d %b").to_string()
    } else if begin.month() == end.month() {
        format!("{}-{}", begin.day(), end.strftime("%-d %b"))
    } else {
        format!("{}-{}", begin.strftime("%-d %b"), end.strftime("%-d %b"))
    }
}

/// The one report after the first check.
pub fn baseline(recipient: &Recipient, report: &Baseline, with: &Composing<'_>) -> Option<Alert> {
    let (sources, known) = (report.watches.len(), report.commitments.len());
    let mut parts = vec![
        Part::Lead(format!("Now watching {}, {} known.", counted(sources, "source"), counted(known, "commitment"))),
        Part::Text("What stood on these pages at the first reading is known and not told as new.".to_owned()),
        Part::Heading("Sources".to_owned()),
    ];
    let row = |(name, read, commitments, why): &(String, usize, usize, Option<String>)| match why {
        Some(why) => (name.clone(), format!("not read: {why}")),
        None => (name.clone(), format!("{} read, {}", counted(*read, "page"), counted(*commitments, "commitment"))),
    };
    parts.push(Part::Facts(report.watches.iter().take(LINES).map(row).collect()));
    if sources > LINES {
        parts.push(Part::Text(format!("and {} more sources", sources - LINES)));
    }
    if known > 0 {
        parts.push(Part::Heading("Commitments known at the start".to_owned()));
        let shown = report.commitments.iter().take(KNOWN);
        let shown = shown.map(|(gloss, url)| format!("{} {url}", cut(&one_line(gloss), 300))).collect();
        parts.push(Part::List(shown, known.saturating_sub(KNOWN)));
    }
    body::coverage(&mut parts, with.coverage);
    let names = report.watches.iter().map(|w| w.0.as_str()).collect::<Vec<_>>().join("\n");
    let at = with.now.to_string();
    finish(Draft {
        id: AlertId::derive(&[recipient.key.as_str(), "baseline", names.as_str(), at.as_str()]),
        recipient,
        from: with.from,
        now: with.now,
        subject: format!("Now watching {}, {} known", counted(sources, "source"), counted(known, "commitment")),
        parts,
        events: &[],
        threads: Vec::new(),
    })
}

/// The sign of life for whoever had no mail since `since`; one per recipient and `due` time.
pub fn heartbeat(recipient: &Recipient, since: Timestamp, due: Timestamp, with: &Composing<'_>) -> Option<Alert> {
    let days = with.now.duration_since(since).as_hours() / 24;
    let mut parts = vec![
        Part::Lead("pledgewatch is running. There was nothing to tell you.".to_owned()),
        Part::Text(format!("No alert or digest went to you in the last {days} days.")),
    ];
    body::coverage(&mut parts, with.coverage);
    let due = due.to_string();
    finish(Draft {
        id: AlertId::derive(&[recipient.key.as_str(), "heartbeat", due.as_str()]),
        recipient,
        from: with.from,
        now: with.now,
        subject: format!("Running, nothing to tell: {}", told_unread(with.coverage.not_read.len())),
        parts,
        events: &[],
        threads: Vec::new(),
    })
}
