//! Pure. What was read and what was not in; the part of every mail that says so out.

use jiff::Timestamp;

use super::parts::{Limits, Part};
use super::words::{cut, one_line};
use crate::model::Coverage;

/// Every mail says what was read, what was not and since when, and what nobody looks at.
pub(super) fn coverage(all: &mut Vec<Part>, coverage: &Coverage, limits: &Limits) {
    all.push(Part::Heading("Coverage".to_owned()));
    let not_yet = coverage.total.saturating_sub(coverage.read + coverage.not_read.len());
    let waiting = if not_yet > 0 { format!(" {not_yet} not looked at yet.") } else { String::new() };
    all.push(Part::Text(format!("{} of {} sources read.{waiting}", coverage.read, coverage.total)));
    let mut list = |title: &str, items: Vec<String>| {
        if !items.is_empty() {
            all.push(Part::Text(title.to_owned()));
            let more = items.len().saturating_sub(limits.items);
            let shown = items.iter().take(limits.items).map(|i| cut(&one_line(i), limits.item)).collect();
            all.push(Part::List(shown, more));
        }
    };
    let since = |t: Timestamp| t.strftime("%-d %b %Y %H:%M UTC").to_string();
    let not_read = coverage.not_read.iter();
    list(
        "Not read:",
        not_read
            .map(|n| format!("{}: {} [{}], since {}", n.name, meaning(n.reason), n.reason, since(n.since)))
            .collect(),
    );
    list("Possible gaps:", coverage.gaps.clone());
    list("Not watched:", coverage.not_watched.clone());
}

fn meaning(reason: crate::model::Reason) -> &'static str {
    reason.meaning().trim_end_matches('.')
}
