//! Pure. How new a new commitment is: announced on its own page these days, only first seen, or undated.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Reading;
use super::bodies::sides;
use crate::model::{Claim, DateKind, Novelty, PartialDate, SpeakerRole};

/// An act counts as announced when it was said at most this many days ago.
const FRESH_DAYS: i32 = 3;

/// The novelty of a claim and the reason's name. `standing` says that the page was known before this reading.
pub(super) fn novelty(reading: &Reading<'_>, claim: &Claim, standing: bool) -> (Novelty, &'static str) {
    if !is_own_page(reading, claim) {
        return (Novelty::FirstSeen, "other_page");
    }
    let zone = TimeZone::get(&reading.origin.zone).unwrap_or(TimeZone::UTC);
    let today = reading.moment.fetched_at.to_zoned(zone).date();
    if let Some(date) = claim.record.date
        && claim.record.date_kind == Some(DateKind::Effective)
        && date.last_day() < today
        && !fresh(date.last_day(), today)
    {
        return (Novelty::FirstSeen, "told_as_past");
    }
    match (reading.moment.published, standing) {
        (Some(published), _) if is_day(published) && fresh(published.last_day(), today) => {
            (Novelty::Announced, "own_page_fresh")
        }
        (_, true) if recently_read(reading) => (Novelty::Announced, "standing_page_edited"),
        // "November 2026" or a day still to come tells no day on which it was said.
        (Some(published), _) if !is_day(published) || published.first_day() > today => {
            (Novelty::Undated, "page_undated")
        }
        (Some(_), _) => (Novelty::FirstSeen, "page_old"),
        (None, _) => (Novelty::Undated, "page_undated"),
    }
}

/// Whether the page belongs to the actor: the claim is its own or joint, and the page's agency is of an actor's side.
pub(super) fn is_own_page(reading: &Reading<'_>, claim: &Claim) -> bool {
    let country = reading.origin.agency.split(':').next().unwrap_or_default();
    matches!(claim.speaker_role, SpeakerRole::Own | SpeakerRole::Joint)
        && sides(&claim.record).iter().any(|side| side == country || *side == reading.origin.agency)
}

/// At most a few days ago; tomorrow may be today where it was written.
fn fresh(said: Date, today: Date) -> bool {
    said.until(today).is_ok_and(|span| (-1..=FRESH_DAYS).contains(&span.get_days()))
}

fn is_day(date: PartialDate) -> bool {
    matches!(date.parts(), (_, Some(_), Some(_)))
}

/// Whether the wording without the sentence was read at most `FRESH_DAYS` ago, so that the edit itself is fresh.
fn recently_read(reading: &Reading<'_>) -> bool {
    reading
        .last_read
        .is_some_and(|last| reading.moment.fetched_at.duration_since(last).as_secs() <= i64::from(FRESH_DAYS) * 86_400)
}
