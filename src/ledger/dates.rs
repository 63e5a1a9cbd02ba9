//! Pure. The calendar: dated commitments and today in; `takes_effect`, `comments_close` and `overdue` events out.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::model::{
    ActionClass, Cause, CommitmentState, DateKind, Event, EventId, EventKind, LedgerEntry, Moment, Polarity, Side,
    SightingState, Strength, Window,
};

/// Days before the date on which a dated rule is told, once each.
const AHEAD: &[i32] = &[14, 1, 0];

/// Events the calendar raises today (`today` by zone name) for these entries. Ids carry the civil date, so each is made once.
pub fn clock_events(entries: &[LedgerEntry], now: Timestamp, today: &dyn Fn(&str) -> Date) -> Vec<Event> {
    entries.iter().filter_map(|entry| one(entry, now, today)).collect()
}

fn one(entry: &LedgerEntry, now: Timestamp, today: &dyn Fn(&str) -> Date) -> Option<Event> {
    let commitment = &entry.commitment;
    let record = &commitment.record;
    if commitment.state != CommitmentState::Active || record.polarity != Polarity::Positive {
        return None;
    }
    let date = record.date?;
    let sighting = entry.sightings.iter().find(|s| s.state == SightingState::Present)?;
    let today = today(&sighting.origin.zone);
    let first_seen_date = commitment.first_seen.to_zoned(jiff::tz::TimeZone::UTC).date();
    let (kind, stage) = match record.date_kind {
        Some(DateKind::Deadline) => {
            let promised = (Strength::Intends..=Strength::Ordered).contains(&record.strength);
            // A date already past when it was first seen raises nothing.
            if promised && today > date.last_day() && first_seen_date <= date.last_day() {
                (EventKind::Overdue, "date_passed".to_owned())
            } else {
                return None;
            }
        }
        Some(DateKind::Comments) => (EventKind::CommentsClose, ahead(date.last_day(), today, first_seen_date)?),
        Some(DateKind::Effective) if dated_rule(record.action_class) => {
            (EventKind::TakesEffect, ahead(date.first_day(), today, first_seen_date)?)
        }
        _ => return None,
    };
    let civil = date.to_string();
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
        }),
        window: Window { old_until: Some(sighting.last_seen), old_reads: sighting.reads, ..Window::default() },
        others: Vec::new(),
        related: Vec::new(),
        unknown: Vec::new(),
        detail: None,
        failure: None,
    })
}

/// Classes whose start is news by itself.
fn dated_rule(class: Option<ActionClass>) -> bool {
    matches!(
        class,
        Some(
            ActionClass::ScheduleControl
                | ActionClass::ExportLicence
                | ActionClass::TariffTrade
                | ActionClass::Sanctions
                | ActionClass::MonitoringReport
        )
    )
}

/// The stage due by today: the nearest passed one of 14, 1 and 0 days before, if the entry was known by then.
fn ahead(date: Date, today: Date, first_seen: Date) -> Option<String> {
    if today > date || first_seen > date {
        return None;
    }
    let days = AHEAD.iter().rev().find(|days| date.checked_sub(days.days()).is_ok_and(|d| today >= d))?;
    let begins = date.checked_sub(days.days()).ok()?;
    // Told when it was announced inside the stage already: the announcement named the date.
    (first_seen < begins || *days == 0 && first_seen < date).then(|| format!("{days}_days_before"))
}
