//! Pure. One field of a crontab line in; the set of its values, or what is wrong with which word, out.

use std::collections::BTreeSet;
use std::ops::Range;

/// What a field may hold.
#[derive(Debug)]
pub(super) struct Kind {
    /// What it is called in messages.
    pub name: &'static str,
    min: u32,
    max: u32,
    /// Names of the values from `min` on; weekdays have only names.
    names: &'static [&'static str],
    numbers: bool,
}

/// The five fields in their order. Weekdays count from Sunday = 1, as the `cron` crate does.
pub(super) const KINDS: [Kind; 5] = [
    Kind { name: "minute", min: 0, max: 59, names: &[], numbers: true },
    Kind { name: "hour", min: 0, max: 23, names: &[], numbers: true },
    Kind { name: "day of the month", min: 1, max: 31, names: &[], numbers: true },
    Kind {
        name: "month",
        min: 1,
        max: 12,
        names: &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        numbers: true,
    },
    Kind { name: "weekday", min: 1, max: 7, names: &["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], numbers: false },
];

/// The values of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub values: BTreeSet<u32>,
    /// Whether every value is in it, so that it restricts nothing.
    pub all: bool,
}

/// What is wrong, where in the field, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FieldError {
    pub at: Range<usize>,
    pub message: String,
    pub hint: Option<String>,
}

impl Field {
    /// Parses a comma-separated list of `*`, values, ranges, each with an optional `/step`.
    pub(super) fn parse(text: &str, kind: &Kind) -> Result<Self, FieldError> {
        let mut values = BTreeSet::new();
        let mut start = 0;
        for item in text.split(',') {
            let at = start..start + item.len();
            values.extend(kind.item(item).map_err(|(message, hint)| FieldError { at, message, hint })?);
            start += item.len() + 1;
        }
        let all = values.len() as u32 == kind.max - kind.min + 1;
        Ok(Self { values, all })
    }

    /// As the `cron` crate reads it.
    pub(super) fn as_list(&self) -> String {
        if self.all {
            return "*".to_owned();
        }
        self.values.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
    }
}

type Wrong = (String, Option<String>);

impl Kind {
    fn item(&self, item: &str) -> Result<Vec<u32>, Wrong> {
        let (range, step) = match item.split_once('/') {
            Some((range, step)) => (range, self.step(step)?),
            None => (item, 1),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" => (self.min, self.max),
            Some((first, last)) => (self.value(first)?, self.value(last)?),
            None => {
                let value = self.value(range)?;
                (value, if step > 1 { self.max } else { value })
            }
        };
        if first > last {
            return Err((
                format!("`{range}` ends before it begins"),
                Some(format!("give both parts: `{}`", self.both_parts(first, last))),
            ));
        }
        Ok((first..=last).step_by(step as usize).collect())
    }

    fn step(&self, text: &str) -> Result<u32, Wrong> {
        match text.parse::<u32>() {
            Ok(step) if step > 0 && step <= self.max => Ok(step),
            _ => Err((format!("`{text}` is not a step between 1 and {}", self.max), None)),
        }
    }

    fn value(&self, text: &str) -> Result<u32, Wrong> {
        let by_name = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        if let Some(index) = by_name {
            return Ok(self.min + index as u32);
        }
        match text.parse::<u32>() {
            Ok(number) if !self.numbers => Err((
                format!("`{number}` could be one of two weekdays: programs do not count weekdays alike"),
                Some(format!("write the name: {}", self.names.join(", "))),
            )),
            Ok(number) if (self.min..=self.max).contains(&number) => Ok(number),
            Ok(number) => Err((format!("{number} is not {} ({} to {})", self.one(), self.min, self.max), None)),
            Err(_) => Err((format!("`{text}` is not {}", self.one()), self.allowed())),
        }
    }

    fn one(&self) -> String {
        format!("{} {}", if self.name == "hour" { "an" } else { "a" }, self.name)
    }

    fn allowed(&self) -> Option<String> {
        let numbers = format!("{} to {}", self.min, self.max);
        Some(match (self.names.is_empty(), self.numbers) {
            (true, _) => format!("use {numbers}, `*`, ranges and lists"),
            (false, true) => format!("use {numbers} or {}", self.names.join(", ")),
            (false, false) => format!("use {}", self.names.join(", ")),
        })
    }

    fn both_parts(&self, first: u32, last: u32) -> String {
        let part = |from: u32, to: u32| {
            if from == to { self.label(from) } else { format!("{}-{}", self.label(from), self.label(to)) }
        };
        format!("{},{}", part(first, self.max), part(self.min, last))
    }

    /// The value as written in a line.
    pub(super) fn label(&self, value: u32) -> String {
        self.names.get((value - self.min) as usize).map_or_else(|| value.to_string(), |name| (*name).to_owned())
    }
}
