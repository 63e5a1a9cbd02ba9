//! Pure. The calendar: dated commitments and today in; `takes_effect`, `comments_close` and `overdue` events out.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::model::{
    ActionClass, Cause, CommitmentState, DateKind, Event, EventId, EventKind, LedgerEntry, Moment, PartialDate,
    Polarity, Side, Sighting, SightingState, Strength, Window,
};

/// Days before the date on which a dated rule is told, once each.
const AHEAD: &[i32] = &[14, 1, 0];

/// What the calendar is asked with.
struct Asked<'a> {
    now: Timestamp,
    today: &'a dyn Fn(&str) -> Date,
    sources: &'a dyn Fn(&str) -> usize,
}

/// Events the calendar raises today (`today` by zone name) for these entries; `sources` tells how many are read for a
/// topic. Ids carry the civil date, so each stage is told once; that a date passed is told once ever.
pub fn clock_events(
    entries: &[LedgerEntry],
    now: Timestamp,
    today: &dyn Fn(&str) -> Date,
    sources: &dyn Fn(&str) -> usize,
) -> Vec<Event> {
    let asked = Asked { now, today, sources };
    entries.iter().filter_map(|entry| one(entry, &asked)).collect()
}

/// What is told of an entry today, and at which stage.
fn due(entry: &LedgerEntry, date: PartialDate, sighting: &Sighting, today: Date) -> Option<(EventKind, String)> {
    let (commitment, record) = (&entry.commitment, &entry.commitment.record);
    let zone = TimeZone::get(&sighting.origin.zone).unwrap_or(TimeZone::UTC);
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    // A date that was moved is known since it was read so.
    let known = day(commitment.dated_since.unwrap_or(commitment.first_seen).max(commitment.first_seen));
    match record.date_kind {
        Some(DateKind::Comments) => Some((EventKind::CommentsClose, ahead(date.last_day(), today, known)?)),
        Some(DateKind::Deadline) => {
            let promised = (Strength::Intends..=Strength::Ordered).contains(&record.strength);
            // A date already past when it was first read raises nothing.
            let passed = today > date.last_day() && known <= date.last_day();
            // Whoever speaks of it after the day has something newer to say.
            let newer = |s: &Sighting| {
                day(s.first_seen) > date.last_day() || s.published.is_some_and(|p| p.first_day() > date.last_day())
            };
            let told = promised && passed && !entry.sightings.iter().any(newer);
            told.then(|| (EventKind::Overdue, "date_passed".to_owned()))
        }
        Some(DateKind::Effective) => starts(date, today, known),
        None if dated_rule(record.action_class) => starts(date, today, known),
        _ => None,
    }
}

/// "In 2027" names no day on which something begins.
fn starts(date: PartialDate, today: Date, known: Date) -> Option<(EventKind, String)> {
    date.parts().1?;
    Some((EventKind::TakesEffect, ahead(date.first_day(), today, known)?))
}

fn one(entry: &LedgerEntry, asked: &Asked<'_>) -> Option<Event> {
    let commitment = &entry.commitment;
    let record = &commitment.record;
    if commitment.state != CommitmentState::Active || record.polarity != Polarity::Positive {
        return None;
    }
    let date = record.date?;
    let sighting = entry.sightings.iter().find(|s| s.state == SightingState::Present)?;
    let (kind, stage) = due(entry, date, sighting, (asked.today)(&sighting.origin.zone))?;
    let now = asked.now;
    // That a date passed is told once, also when it is moved and passes again: the move itself was told.
    let civil = if kind == EventKind::Overdue { "once".to_owned() } else { date.to_string() };
    let parts = [commitment.id.as_str(), kind.as_str(), Cause::Clock.as_str(), civil.as_str(), stage.as_str()];
    Some(Event {
        id: EventId::derive(&parts),
        kind,
        novelty: None,
        reason: stage,
        cause: Cause::Clock,
        at: now,
        topic: Some(commitment.topic.clone()),
        commitment: Some(commitment.id.clone()),
        origin: sighting.origin.clone(),
        moment: Moment {
            url: sighting.url.clone(),
            title: sighting.title.clone(),
            published: sighting.published,
            lang: sighting.lang,
            source_type: sighting.source_type,
            fetched_at: sighting.last_seen,
            status: 200,
            page_hash: String::new(),
            text_hash: sighting.last_version.clone(),
            primary: true,
        },
        before: None,
        after: Some(Side {
            quote: sighting.claim.quote.clone(),
            claim: Some(sighting.claim.clone()),
            text_hash: sighting.last_version.clone(),
            page_hash: String::new(),
            file: None,
        }),
        window: Window { old_until: Some(sighting.last_seen), old_reads: sighting.reads, ..Window::default() },
        others: Vec::new(),
        related: Vec::new(),
        unread: Vec::new(),
        unknown: Vec::new(),
        detail: (kind == EventKind::Overdue).then(|| {
            let sources = (asked.sources)(&commitment.topic);
            format!("nothing newer found in {sources} source{}", if sources == 1 { "" } else { "s" })
        }),
        failure: None,
    })
}

/// Classes of which any date is taken for the start, unless the text says otherwise.
fn dated_rule(class: Option<ActionClass>) -> bool {
    matches!(
        class,
        Some(
            ActionClass::ScheduleControl
                | ActionClass::ExportLicence
                | ActionClass::TariffTrade
                | ActionClass::Sanctions
        )
    )
}

/// The stage due by today: the nearest passed one of 14, 1 and 0 days before, if the date was known before.
fn ahead(date: Date, today: Date, known: Date) -> Option<String> {
    if today > date || known > date {
        return None;
    }
    let days = AHEAD.iter().rev().find(|days| date.checked_sub(days.days()).is_ok_and(|d| today >= d))?;
    let begins = date.checked_sub(days.days()).ok()?;
    // What was announced or moved within the stage told the date itself.
    (known < begins).then(|| format!("{days}_days_before"))
}
