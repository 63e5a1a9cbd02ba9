//! Pure. What waited, what was not read, what a first check found: the mails that sum up.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::message::{Draft, fit};
use super::parts::{Limits, Part};
use super::words::{cut, heading, one_line};
use super::{Composing, body, coverage, sorted_ids};
use crate::model::{Alert, AlertId, Cause, Event, EventKind, Recipient};

/// How a digest's subject begins, and no alert's.
const DIGEST: &str = "Digest ";

/// What a baseline report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Watches in this report: name, pages read, commitments known, and why it was not read if so.
    pub watches: Vec<(String, usize, usize, Option<String>)>,
    /// English sentence and source of each commitment known at the start.
    pub commitments: Vec<(String, String)>,
}

/// The digest of the events given, since the last one.
pub fn digest(
    recipient: &Recipient,
    events: &[Event],
    since: Option<Timestamp>,
    with: &Composing<'_>,
) -> Option<Alert> {
    let all: Vec<&Event> = events.iter().collect();
    let ids = sorted_ids(&all);
    let at = with.now.to_string();
    let mut of = vec![recipient.key.as_str(), "digest", at.as_str()];
    of.extend(ids.iter().map(|id| id.as_str()));
    let told = format!("{}, {}", sum(&all), told_unread(with.coverage.not_read.len()));
    fit(|limits| Draft {
        id: AlertId::derive(&of),
        recipient,
        from: with.from,
        now: with.now,
        subject: format!("{DIGEST}{}: {told}", span(recipient, since, with.now)),
        parts: digest_parts(&all, &told, with, limits),
        events: &all,
        threads: Vec::new(),
    })
}

/// Whether an alert went out for itself, not as a digest, a report or a sign of life.
pub fn is_immediate(alert: &Alert) -> bool {
    !alert.events.is_empty() && !alert.subject.starts_with(DIGEST)
}

fn digest_parts(events: &[&Event], told: &str, with: &Composing<'_>, limits: &Limits) -> Vec<Part> {
    let mut parts = vec![Part::Lead(format!("{told}."))];
    for (title, group) in groups(events) {
        parts.push(Part::Heading(title.to_owned()));
        let lines = group.iter().take(limits.lines).map(|e| line(e, limits)).collect();
        parts.push(Part::Links(lines, group.len().saturating_sub(limits.lines)));
    }
    coverage::coverage(&mut parts, with.coverage, limits);
    parts
}

/// `3 new, 2 changes, 1 found on re-reading`.
fn sum(events: &[&Event]) -> String {
    let again = events.iter().filter(|e| e.cause == Cause::Upgrade).count();
    let new = events.iter().filter(|e| e.kind == EventKind::New && e.cause != Cause::Upgrade).count();
    let mut told = vec![format!("{new} new")];
    match events.len() - new - again {
        0 => {}
        1 => told.push("1 other".to_owned()),
        other => told.push(format!("{other} others")),
    }
    if again > 0 {
        told.push(format!("{again} on re-reading"));
    }
    told.join(", ")
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
    let titles = ["New", "Changes", "Said again", "Dates ahead", "Dates passed", "Found on re-reading old pages"];
    let of = |n: usize| events.iter().copied().filter(|e| group(e) == n).collect::<Vec<_>>();
    (0..titles.len()).map(|n| (titles[n], of(n))).filter(|(_, group)| !group.is_empty()).collect()
}

fn line(event: &Event, limits: &Limits) -> (String, String) {
    let claim = event.after.as_ref().and_then(|s| s.claim.as_ref());
    let what = match claim.filter(|_| matches!(event.kind, EventKind::New | EventKind::Restated)) {
        Some(claim) => claim.gloss.clone(),
        None => body::lead(event),
    };
    let name = cut(&one_line(&event.origin.name), 100);
    let text = cut(&one_line(&what), limits.item);
    // What we find otherwise in an old page is no news about the page.
    let word = match (event.cause, event.kind) {
        (Cause::Upgrade, EventKind::Removed) => "NOT FOUND",
        (Cause::Upgrade, EventKind::New) => "FOUND",
        _ => heading(event.kind, event.novelty),
    };
    (format!("{word}: {text} ({name})"), one_line(&event.moment.url))
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
    } else if begin.month() == end.month() && begin.year() == end.year() {
        format!("{}-{}", begin.day(), end.strftime("%-d %b"))
    } else {
        format!("{}-{}", begin.strftime("%-d %b"), end.strftime("%-d %b"))
    }
}

/// The one report after the first check.
pub fn baseline(recipient: &Recipient, report: &Baseline, with: &Composing<'_>) -> Option<Alert> {
    let unread = match report.watches.iter().filter(|w| w.3.is_some()).count() {
        0 => String::new(),
        n => format!(", {n} not read"),
    };
    let (sources, known) = (report.watches.len(), report.commitments.len());
    let told = format!("Now watching {}{unread}, {} known", counted(sources, "source"), counted(known, "commitment"));
    let names = report.watches.iter().map(|w| w.0.as_str()).collect::<Vec<_>>().join("\n");
    let at = with.now.to_string();
    fit(|limits| Draft {
        id: AlertId::derive(&[recipient.key.as_str(), "baseline", names.as_str(), at.as_str()]),
        recipient,
        from: with.from,
        now: with.now,
        subject: told.clone(),
        parts: baseline_parts(report, &told, with, limits),
        events: &[],
        threads: Vec::new(),
    })
}

fn baseline_parts(report: &Baseline, told: &str, with: &Composing<'_>, limits: &Limits) -> Vec<Part> {
    let mut parts = vec![
        Part::Lead(format!("{told}.")),
        Part::Text("What stood on these pages at the first reading is known and not told as new.".to_owned()),
        Part::Heading("Sources".to_owned()),
    ];
    let row = |(name, read, commitments, why): &(String, usize, usize, Option<String>)| {
        let found = match why {
            Some(why) => format!("not read: {}", cut(&one_line(why), limits.item)),
            None => format!("{} read, {}", counted(*read, "page"), counted(*commitments, "commitment")),
        };
        format!("{}: {found}", cut(&one_line(name), 100))
    };
    let sources = report.watches.iter().take(limits.lines).map(row).collect();
    parts.push(Part::List(sources, report.watches.len().saturating_sub(limits.lines)));
    if !report.commitments.is_empty() {
        parts.push(Part::Heading("Commitments known at the start".to_owned()));
        let shown = report.commitments.iter().take(limits.lines);
        let one = |(gloss, url): &(String, String)| (cut(&one_line(gloss), limits.item), one_line(url));
        let more = report.commitments.len().saturating_sub(limits.lines);
        parts.push(Part::Links(shown.map(one).collect(), more));
    }
    coverage::coverage(&mut parts, with.coverage, limits);
    parts
}

/// The sign of life for whoever had no mail since `since`, when the last one was due.
pub fn heartbeat(recipient: &Recipient, since: Timestamp, with: &Composing<'_>) -> Option<Alert> {
    let days = with.now.duration_since(since).as_hours().unsigned_abs() / 24;
    let unread = with.coverage.not_read.len();
    let period = since.to_string();
    fit(|limits| {
        let mut parts = vec![
            Part::Lead(format!("pledgewatch is running and had nothing to tell you; {}.", told_unread(unread))),
            Part::Text(format!("No mail went to you in the last {}.", counted(days as usize, "day"))),
        ];
        coverage::coverage(&mut parts, with.coverage, limits);
        Draft {
            id: AlertId::derive(&[recipient.key.as_str(), "heartbeat", period.as_str()]),
            recipient,
            from: with.from,
            now: with.now,
            subject: format!("Running, nothing to tell: {}", told_unread(unread)),
            parts,
            events: &[],
            threads: Vec::new(),
        }
    })
}
