//! Pure. Local times of a line mapped to instants of a zone: after a gap at once, a repeated time once, never backwards.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::cron::Line;

/// The first instant after `after` at which the line runs.
///
/// Walks the stretches between two changes of the zone's offset. Inside a stretch the wall clock runs evenly; at its
/// end it jumps forward (times in the gap run at the jump) or back (times already shown are not run again, unless the
/// line names no hour: every half hour stays every half hour).
pub(super) fn next(line: &Line, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let mut offset = zone.to_offset(after);
    let mut cursor = local(after, offset).max(shown_before(line, zone, after));
    let mut from = after;
    loop {
        let candidate = line.next_local(cursor)?;
        let instant = Timestamp::from_second(candidate - i64::from(offset.seconds())).ok()?;
        let Some(jump) = zone.following(from).next() else { return Some(instant) };
        let end = jump.timestamp();
        if instant < end {
            return Some(instant);
        }
        let (old_end, new_start) = (local(end, offset), local(end, jump.offset()));
        if candidate < new_start {
            return Some(end);
        }
        let begin = if line.names_no_hour() { new_start } else { new_start.max(old_end) };
        cursor = begin - 1;
        offset = jump.offset();
        from = end;
    }
}

fn local(instant: Timestamp, offset: Offset) -> i64 {
    instant.as_second() + i64::from(offset.seconds())
}

/// The last local second already shown before the clock was put back, for lines that run a repeated time once.
fn shown_before(line: &Line, zone: &TimeZone, after: Timestamp) -> i64 {
    if line.names_no_hour() {
        return i64::MIN;
    }
    let just_after = after.checked_add(jiff::SignedDuration::from_nanos(1)).unwrap_or(after);
    let Some(jump) = zone.preceding(just_after).next() else { return i64::MIN };
    let Ok(before) = jump.timestamp().checked_sub(jiff::SignedDuration::from_secs(1)) else { return i64::MIN };
    local(before, zone.to_offset(before))
}
