//! Pure. One crontab line in; the local times it names, in order, out. The only place that knows the `cron` crate.

use std::ops::Range;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::PlanError;
use super::field::{Field, FieldError, KINDS};

const EXAMPLE: &str = "for example \"*/20 7-22 * * Mon-Fri\": minute, hour, day of the month, month, weekday";

/// A line that can be used: its five fields, and the crate's reading of them.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub minute: Field,
    pub hour: Field,
    pub day: Field,
    pub month: Field,
    pub weekday: Field,
    schedule: cron::Schedule,
}

impl Line {
    /// Parses one line; `index` is only carried into errors.
    pub(super) fn parse(text: &str, index: usize) -> Result<Self, PlanError> {
        let wrong = |at: Range<usize>, message: String, hint: Option<String>| PlanError { index, at, message, hint };
        let whole = 0..text.len();
        let words = words(text);
        if text.trim().starts_with('@') {
            return Err(wrong(whole, format!("`{}` is not a crontab line", text.trim()), Some(EXAMPLE.to_owned())));
        }
        if words.len() != 5 {
            let hint = match words.len() {
                6 => "seconds and years cannot be given: leave the sixth field out".to_owned(),
                _ => EXAMPLE.to_owned(),
            };
            return Err(wrong(
                whole,
                format!("a crontab line has five fields, this one has {}", words.len()),
                Some(hint),
            ));
        }
        let mut fields = Vec::with_capacity(5);
        for (at, kind) in words.iter().zip(&KINDS) {
            let field = Field::parse(&text[at.clone()], kind).map_err(|FieldError { at: inner, message, hint }| {
                wrong(at.start + inner.start..at.start + inner.end, message, hint.or_else(|| Some(EXAMPLE.to_owned())))
            })?;
            fields.push(field);
        }
        let [minute, hour, day, month, weekday]: [Field; 5] =
            fields.try_into().expect("the loop made one field for each of five words");
        if !day.all && !weekday.all {
            let hint = "give a list of two lines: one with the day of the month, one with the weekday".to_owned();
            let message =
                "day of the month and weekday are both restricted, which programs read differently".to_owned();
            return Err(wrong(words[2].start..words[4].end, message, Some(hint)));
        }
        if never_fires(&day, &month) {
            let hint = "the months given have no such day".to_owned();
            return Err(wrong(words[2].start..words[3].end, "this line never fires".to_owned(), Some(hint)));
        }
        let crate_text = [&minute, &hour, &day, &month, &weekday].map(Field::as_list).join(" ");
        let schedule = cron::Schedule::from_str(&format!("0 {crate_text}"))
            .map_err(|error| wrong(whole, format!("this line cannot be read: {error}"), Some(EXAMPLE.to_owned())))?;
        Ok(Self { minute, hour, day, month, weekday, schedule })
    }

    /// The first local time after `local`; both in seconds as if the wall clock were UTC.
    pub(super) fn next_local(&self, local: i64) -> Option<i64> {
        let after: DateTime<Utc> = DateTime::from_timestamp(local, 0)?;
        self.schedule.after(&after).next().map(|found| found.timestamp())
    }

    /// Whether it names no hour: then it goes on through a repeated hour instead of pausing for it.
    pub(super) fn names_no_hour(&self) -> bool {
        self.hour.all
    }
}

fn words(text: &str) -> Vec<Range<usize>> {
    let base = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - base;
            start..start + word.len()
        })
        .collect()
}

fn never_fires(day: &Field, month: &Field) -> bool {
    let longest = |month: u32| match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let first = day.values.first().copied().unwrap_or(1);
    month.values.iter().all(|month| first > longest(*month))
}
