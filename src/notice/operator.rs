//! Pure. An operator event in; what happened to the service, since when, and what to do, out.

use super::Composing;
use super::parts::{Limits, Part};
use super::words::{cut, full_name, instants, one_line};
use crate::model::{Event, EventKind, Recipient};

pub(super) fn parts(all: &mut Vec<Part>, event: &Event, recipient: &Recipient, with: &Composing<'_>, limits: &Limits) {
    all.push(Part::Lead(lead(event)));
    let mut rows = Vec::new();
    let mut row = |label: &str, value: String| {
        if !value.is_empty() {
            rows.push((label.to_owned(), cut(&one_line(&value), 400)));
        }
    };
    if !event.origin.agency.is_empty() {
        row("Watch", event.origin.watch.clone());
        row("Agency", full_name(&event.origin.agency, with.agencies));
    }
    if let Some(reason) = event.failure {
        let was = if event.kind == EventKind::WatchRecovered { "It was" } else { "Reason" };
        row(was, format!("{} [{reason}]", reason.meaning()));
        if event.kind != EventKind::WatchRecovered {
            row("What to do", reason.remedy().to_owned());
        }
    }
    let at = |t| instants(t, &event.origin.zone, &recipient.timezone);
    if let Some(good) = event.window.old_until {
        row("Last read", at(good));
    }
    if let Some(since) = event.window.new_from {
        row(if event.kind == EventKind::WatchRecovered { "Not read since" } else { "Since" }, at(since));
    }
    if !event.moment.url.is_empty() {
        row("Page", event.moment.url.clone());
    }
    if !rows.is_empty() {
        all.push(Part::Facts(rows));
    }
    if let Some(detail) = event.detail.as_deref().filter(|d| !d.is_empty()) {
        all.push(Part::Plain(cut(detail, limits.detail)));
    }
    if let Some(next) = next(event) {
        all.push(Part::Text(next));
    }
    all.push(Part::Small(format!(
        "Why this mail: it goes to every operator [{}], event {}",
        one_line(&event.reason),
        event.id
    )));
}

fn lead(event: &Event) -> String {
    let name = cut(&one_line(&event.origin.name), 200);
    match event.kind {
        EventKind::WatchFailing => format!("{name} cannot be read."),
        EventKind::WatchRecovered => format!("{name} can be read again."),
        EventKind::WatchOverdue => format!("{name} was not looked at when it was due."),
        EventKind::WatchQuiet => format!("{name} has been quiet for unusually long."),
        EventKind::PossibleGap => format!("Something on {name} may have been missed."),
        EventKind::RedesignSuspected => {
            format!("Much of what was known on {name} went at once: the page may have been redesigned.")
        }
        EventKind::DeliveryFailing => "A mail could not be delivered.".to_owned(),
        _ => "The changed watchlist cannot be used; the one before stays in force.".to_owned(),
    }
}

/// What the operator can do, and what readers miss meanwhile.
fn next(event: &Event) -> Option<String> {
    let watch = &event.origin.watch;
    let text = match event.kind {
        EventKind::WatchFailing => format!(
            "Readers miss what this source publishes until it can be read again; their mails say so. \
             To look yourself: pledgewatch preview {watch}"
        ),
        EventKind::PossibleGap => {
            "Look through the listing by hand for what came in between; mails to readers name the gap \
             for a week. A shorter schedule makes it rarer."
                .to_owned()
        }
        EventKind::RedesignSuspected => format!(
            "If the page was redesigned, set `content` on the watch anew; to see what is read: pledgewatch preview {watch}"
        ),
        EventKind::WatchOverdue | EventKind::WatchQuiet => format!("To look yourself: pledgewatch preview {watch}"),
        EventKind::DeliveryFailing => {
            "The alert is kept. When the address takes mail again: pledgewatch alerts resend, with the alert's id."
                .to_owned()
        }
        EventKind::ConfigError => "Correct the file and reload. To see the same again: pledgewatch validate".to_owned(),
        _ => return None,
    };
    Some(text)
}
