//! `status`: is it working?

use std::io::Write;

use serde::Serialize;
use serde_json::json;

use super::print::{self, Format};
use super::session::{Session, Trouble};
use super::{DONE, FAILED};
use crate::model::{Event, Novelty};
use crate::store::{QueueState, WatchState};

/// Newest events that are looked at for how late they were found.
const EVENTS: usize = 2_000;

/// How long after its publication a commitment was found, of those announced in the last 30 days.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Latency {
    /// How many there are whose page is dated to the day.
    announced: usize,
    /// Whole days from publication to the alert, in the source's zone.
    median_days: Option<i32>,
    longest_days: Option<i32>,
}

impl Latency {
    fn of(events: &[Event], now: jiff::Timestamp) -> Self {
        let since = now - jiff::SignedDuration::from_hours(30 * 24);
        let recent = events.iter().filter(|event| event.at >= since && event.novelty == Some(Novelty::Announced));
        let late = |event: &Event| {
            let published = event.moment.published.filter(|date| date.parts().2.is_some())?.first_day();
            let zone = jiff::tz::TimeZone::get(&event.origin.zone).unwrap_or(jiff::tz::TimeZone::UTC);
            Some((event.at.to_zoned(zone).date() - published).get_days().max(0))
        };
        let mut days: Vec<i32> = recent.filter_map(late).collect();
        days.sort_unstable();
        Self {
            announced: days.len(),
            median_days: days.get(days.len() / 2).copied(),
            longest_days: days.last().copied(),
        }
    }

    fn tell(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let (Some(median), Some(longest)) = (self.median_days, self.longest_days) else { return Ok(()) };
        let n = self.announced;
        writeln!(out, "announced in 30 days: {n}, told {median} days after publication (median), at most {longest}")
    }
}

pub(super) async fn run(session: &Session, format: Format) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let watches = store.watch_states().await?;
    let queue = store.queue().await?;
    let latency = Latency::of(&store.events(EVENTS).await?, jiff::Timestamp::now());
    let enabled = watches.iter().filter(|w| w.enabled);
    let read = enabled.clone().filter(|w| state(w) == "ok").count();
    let total = enabled.count();
    let wrong = read < total || queue.failed > 0 || queue.last_error.is_some() && queue.waiting > 0;
    let mut out = std::io::stdout().lock();
    if format == Format::Json {
        let rows: Vec<_> = watches.iter().map(row).collect();
        let value = json!({"watches": rows, "queue": queue, "latency": latency,
            "coverage": {"read": read, "total": total}});
        serde_json::to_writer_pretty(&mut out, &value).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        let heads = ["watch", "state", "reason", "since", "last good", "next", "commitments"];
        let rows: Vec<_> = watches.iter().map(row).collect();
        print::list(&mut out, format, &heads, &rows, |r| {
            ["watch", "state", "reason", "since", "last_good", "next_due", "commitments"]
                .iter()
                .map(|k| cell(&r[*k]))
                .collect()
        })?;
        if format == Format::Table {
            tail(&mut out, read, total, &queue)?;
            latency.tell(&mut out)?;
        }
    }
    Ok(if wrong { FAILED } else { DONE })
}

fn state(watch: &WatchState) -> &'static str {
    match watch {
        w if !w.enabled => "disabled",
        w if w.failures > 0 => "failing",
        w if w.last_good.is_none() => "not yet read",
        _ => "ok",
    }
}

fn row(watch: &WatchState) -> serde_json::Value {
    let minute = |at: Option<jiff::Timestamp>| at.map(|t| t.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    json!({
        "watch": watch.watch,
        "name": watch.name,
        "state": state(watch),
        "reason": watch.reason,
        "detail": watch.detail,
        "since": minute(watch.failing_since),
        "last_good": minute(watch.last_good),
        "next_due": minute(watch.next_due),
        "failures": watch.failures,
        "targets": watch.targets,
        "targets_failing": watch.targets_failing,
        "commitments": watch.commitments,
    })
}

fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "-".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn tail(out: &mut dyn Write, read: usize, total: usize, queue: &QueueState) -> std::io::Result<()> {
    writeln!(out, "\n{read} of {total} watches read")?;
    write!(out, "mail: {} waiting, {} refused", queue.waiting, queue.failed)?;
    if let Some(oldest) = queue.oldest {
        write!(out, ", the oldest since {}", oldest.strftime("%Y-%m-%d %H:%M UTC"))?;
    }
    writeln!(out)?;
    match &queue.last_error {
        Some(error) if queue.waiting + queue.failed > 0 => writeln!(out, "last answer: {error}"),
        _ => Ok(()),
    }
}
