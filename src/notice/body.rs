//! Pure. Events of one document in; the parts of the mail about them, in the order people read, out.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Composing;
use super::parts::{Part, Wording, quote, side, tag};
use super::route::record_of;
use super::words::{act, amount, country, cut, date_word, firmness, full_name, heading, instants, long_date, one_line};
use crate::model::{Claim, Coverage, Event, EventKind, Recipient, Record, WordChange};

/// A sentence of a page is shown up to so many characters.
const SENTENCE: usize = 1200;
/// Lists are shown up to so many items.
const ITEMS: usize = 8;
/// Events told in full in one mail; the rest is counted.
pub(super) const EVENTS: usize = 12;

/// All parts of a mail about events of one document.
pub(super) fn parts(events: &[&Event], recipient: &Recipient, with: &Composing<'_>, id: &str) -> Vec<Part> {
    let mut all = Vec::new();
    for (n, event) in events.iter().take(EVENTS).enumerate() {
        if n > 0 {
            all.push(Part::Heading(heading(event.kind, event.novelty).to_owned()));
        }
        if event.kind.is_operator() {
            operator(&mut all, event, recipient, with);
        } else {
            reader(&mut all, event, recipient, with);
        }
    }
    if events.len() > EVENTS {
        let text =
            format!("{} more events on this page are not shown; `pledgewatch ledger` has them.", events.len() - EVENTS);
        all.push(Part::Text(text));
    }
    if let Some(first) = events.first().filter(|e| !e.kind.is_operator()) {
        evidence(&mut all, first);
    }
    coverage(&mut all, with.coverage);
    let judge = ["useful", "noise", "known"].map(|o| format!("pledgewatch judge {id} {o}")).join("\n");
    all.push(Part::Small(judge));
    all.push(Part::Small("The English is built from the record of the commitment; it is no translation.".to_owned()));
    all
}

fn reader(all: &mut Vec<Part>, event: &Event, recipient: &Recipient, with: &Composing<'_>) {
    all.push(Part::Lead(lead(event)));
    if let Some(record) = record_of(event) {
        all.push(Part::Facts(facts(event, record, recipient, with)));
    }
    wording(all, event, with);
    window(all, event, recipient);
    let mut list = |title: &str, items: &[String]| {
        if !items.is_empty() {
            all.push(Part::Heading(title.to_owned()));
            let shown = items.iter().take(ITEMS).map(|i| cut(&one_line(i), 300)).collect();
            all.push(Part::List(shown, items.len().saturating_sub(ITEMS)));
        }
    };
    list("Other commitments on the page", &event.others);
    list("What is not known", &event.unknown);
    list("Related entries", &event.related);
    let rule = claim_of(event).map(|c| format!(", rule [{}]", c.rule)).unwrap_or_default();
    let commitment = event.commitment.as_ref().map(|c| format!(", entry {c}")).unwrap_or_default();
    all.push(Part::Small(format!(
        "Why this alert: {} ({}){rule}{commitment}, event {}",
        event.kind, event.reason, event.id
    )));
}

fn claim_of(event: &Event) -> Option<&Claim> {
    let side = event.after.as_ref().and_then(|s| s.claim.as_ref());
    side.or_else(|| event.before.as_ref().and_then(|s| s.claim.as_ref()))
}

/// One plain sentence: what happened, to what.
fn lead(event: &Event) -> String {
    let gloss = |side: &Option<crate::model::Side>| {
        side.as_ref().and_then(|s| s.claim.as_ref()).map(|c| c.gloss.clone()).unwrap_or_default()
    };
    let (before, after) = (gloss(&event.before), gloss(&event.after));
    let title = event.moment.title.clone().unwrap_or_else(|| event.moment.url.clone());
    match event.kind {
        EventKind::Weakened => format!("Less firm than before. Now: {after} Before: {before}"),
        EventKind::Strengthened => format!("Firmer than before. Now: {after} Before: {before}"),
        EventKind::Withdrawn => format!("Taken back in words. {after}"),
        EventKind::Removed => {
            format!(
                "No longer on the page, which can otherwise be read: {before} This is a fact about the page, not about policy."
            )
        }
        EventKind::PageGone => format!("The page \"{}\" is gone.", cut(&one_line(&title), 200)),
        EventKind::Restored => format!("On the page again: {after}"),
        EventKind::Restated => format!("Said again: {after}"),
        EventKind::Overdue => format!("The date has passed and nothing newer was found: {after}"),
        EventKind::TakesEffect => format!("Takes effect soon: {after}"),
        _ if after.is_empty() => before,
        _ => after,
    }
}

fn facts(event: &Event, record: &Record, recipient: &Recipient, with: &Composing<'_>) -> Vec<(String, String)> {
    let names = |ids: &[String]| ids.iter().map(|id| full_name(id, with.agencies)).collect::<Vec<_>>().join(", ");
    let who = if record.issuers.is_empty() {
        record.actor.as_deref().map_or_else(|| "not named".to_owned(), |a| full_name(a, with.agencies))
    } else {
        names(&record.issuers)
    };
    let mut rows = vec![("Who".to_owned(), who), ("Kind".to_owned(), act(record.action_class).to_owned())];
    let mut row = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            rows.push((label.to_owned(), value));
        }
    };
    row("Binds", record.binds.as_ref().map(|b| b.replace('_', " ")));
    row("Countries", Some(record.counterparties.iter().map(|c| country(c)).collect::<Vec<_>>().join(", ")));
    row("Objects", Some(record.objects.iter().map(|o| one_line(&o.replace('_', " "))).collect::<Vec<_>>().join(", ")));
    row("Number", record.quantity.as_ref().map(amount));
    row(
        "Date",
        record
            .date
            .map(|d| format!("{} {}{}", date_word(record.date_kind), long_date(d), days_left(event, d, with.now))),
    );
    row("Firmness", Some(moved(event)));
    row("Confidence", claim_of(event).map(|c| format!("{:.0} %", c.confidence * 100.0)));
    let primary = if event.moment.primary { "" } else { ", not the agency's own page" };
    let language = event.moment.lang.map(|l| format!(", {}", language(l))).unwrap_or_default();
    row("Source", Some(format!("{}{language}{primary}", event.origin.name)));
    row("Published", Some(event.moment.published.map_or_else(|| "the page states no date".to_owned(), long_date)));
    row("First seen", Some(instants(event.moment.fetched_at, &event.origin.zone, &recipient.timezone)));
    rows
}

fn language(lang: crate::model::Lang) -> &'static str {
    use crate::model::Lang as L;
    match lang {
        L::En => "English",
        L::Zh => "Chinese",
        L::Es => "Spanish",
        L::Fr => "French",
    }
}

/// Days to a date, counted in the source's zone.
fn days_left(event: &Event, date: crate::model::PartialDate, now: Timestamp) -> String {
    let zone = TimeZone::get(&event.origin.zone).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    match today.until(date.first_day()).map(|span| span.get_days()) {
        Ok(0) => " (today)".to_owned(),
        Ok(1) => " (tomorrow)".to_owned(),
        Ok(days) if days > 1 => format!(" (in {days} days)"),
        Ok(days) if today > date.last_day() => format!(" ({} days ago)", -days),
        _ => String::new(),
    }
}

fn moved(event: &Event) -> String {
    let of =
        |side: &Option<crate::model::Side>| side.as_ref().and_then(|s| s.claim.as_ref()).map(|c| c.record.strength);
    match (of(&event.before), of(&event.after)) {
        (Some(old), Some(new)) if old != new => format!("{} → {}", firmness(old), firmness(new)),
        (_, Some(new)) => firmness(new).to_owned(),
        (Some(old), None) => firmness(old).to_owned(),
        _ => String::new(),
    }
}

/// Before and after for changes, the glossed original for the rest.
fn wording(all: &mut Vec<Part>, event: &Event, with: &Composing<'_>) {
    let lang = event.moment.lang;
    let shown = |text: &str| cut(&one_line(text), SENTENCE);
    match (&event.before, &event.after) {
        (Some(before), Some(after)) if !before.quote.is_empty() => {
            let pieces = (with.words)(&shown(&before.quote), &shown(&after.quote), lang);
            let part = |label, gone| Part::Wording(Wording { label, pieces: side(&pieces, gone), lang: tag(lang) });
            all.push(part("Before", WordChange::Added));
            all.push(part("After", WordChange::Struck));
            all.push(Part::Text(format!("Changed: {}", changed(event))));
        }
        (Some(before), None) => {
            let struck = crate::model::WordPiece { change: WordChange::Struck, text: shown(&before.quote) };
            all.push(Part::Wording(Wording { label: "Before", pieces: vec![struck], lang: tag(lang) }));
            all.push(Part::Text("Changed: the sentence is not on the page any more.".to_owned()));
        }
        (_, Some(after)) => {
            let claim = after.claim.as_ref().filter(|c| c.quote.chars().count() <= SENTENCE);
            match claim {
                Some(claim) => all.push(Part::Quote(quote(claim, lang))),
                None => all.push(Part::Text(shown(&after.quote))),
            }
        }
        (None, None) => {}
    }
}

/// What differs, field by field, in words.
fn changed(event: &Event) -> String {
    let claim = |side: &Option<crate::model::Side>| side.as_ref().and_then(|s| s.claim.clone());
    let (Some(old), Some(new)) = (claim(&event.before), claim(&event.after)) else {
        return "only the words".to_owned();
    };
    let (a, b) = (&old.record, &new.record);
    let mut all = Vec::new();
    if a.strength != b.strength {
        all.push(format!("firmness: {} → {}", firmness(a.strength), firmness(b.strength)));
    }
    if a.date != b.date {
        let told = |d: Option<crate::model::PartialDate>| d.map_or_else(|| "none".to_owned(), long_date);
        all.push(format!("date: {} → {}", told(a.date), told(b.date)));
    }
    if a.quantity != b.quantity {
        let told = |q: &Option<crate::model::Quantity>| q.as_ref().map_or_else(|| "none".to_owned(), amount);
        all.push(format!("number: {} → {}", told(&a.quantity), told(&b.quantity)));
    }
    for (label, x, y) in [("countries", &a.counterparties, &b.counterparties), ("objects", &a.objects, &b.objects)] {
        if x != y {
            let told = |v: &[String]| if v.is_empty() { "none".to_owned() } else { v.join(", ") };
            all.push(format!("{label}: {} → {}", told(x), told(y)));
        }
    }
    if a.polarity != b.polarity {
        all.push(format!("{} → {}", a.polarity, b.polarity));
    }
    if all.is_empty() { "only the words".to_owned() } else { all.join("; ") }
}

fn window(all: &mut Vec<Part>, event: &Event, recipient: &Recipient) {
    let at = |t: Timestamp| instants(t, &event.origin.zone, &recipient.timezone);
    let window = &event.window;
    let mut lines = Vec::new();
    if let Some(old) = window.old_until {
        let times = if window.old_reads > 0 { format!(" ({} readings)", window.old_reads) } else { String::new() };
        let what = if event.before.is_some() { "Read with the old wording until" } else { "Page read before this at" };
        lines.push(format!("{what} {}{times}", at(old)));
    }
    if let Some(new) = window.new_from {
        lines.push(format!("Read as it is now from {}", at(new)));
    }
    if let Some(again) = window.confirmed_at {
        lines.push(format!("Read again and confirmed {}", at(again)));
    }
    if !lines.is_empty() {
        all.push(Part::Small(lines.join("\n")));
    }
}

fn evidence(all: &mut Vec<Part>, event: &Event) {
    let claim = claim_of(event);
    let offsets = claim.map(|c| format!(", bytes {} to {} of its text", c.start, c.end)).unwrap_or_default();
    let title = event.moment.title.as_deref().map(|t| cut(&one_line(t), 200)).unwrap_or_default();
    all.push(Part::Heading("Evidence".to_owned()));
    all.push(Part::Small(format!(
        "{title}\n{}\nstatus {}, page sha256 {}, text {}{offsets}",
        event.moment.url, event.moment.status, event.moment.page_hash, event.moment.text_hash
    )));
}

/// What was read and what was not: every mail says it.
pub(super) fn coverage(all: &mut Vec<Part>, coverage: &Coverage) {
    all.push(Part::Heading("Coverage".to_owned()));
    all.push(Part::Text(format!("{} of {} sources read.", coverage.read, coverage.total)));
    let mut list = |title: &str, items: Vec<String>| {
        if !items.is_empty() {
            all.push(Part::Text(title.to_owned()));
            let more = items.len().saturating_sub(ITEMS);
            all.push(Part::List(items.into_iter().take(ITEMS).collect(), more));
        }
    };
    let since = |t: Timestamp| t.strftime("%-d %b %Y %H:%M UTC").to_string();
    let not_read = coverage.not_read.iter();
    list("Not read:", not_read.map(|n| format!("{} ({}, since {})", n.name, n.reason, since(n.since))).collect());
    list("Possible gaps:", coverage.gaps.clone());
    list("Not watched:", coverage.not_watched.iter().map(|n| cut(&one_line(n), 200)).collect());
}

fn operator(all: &mut Vec<Part>, event: &Event, recipient: &Recipient, with: &Composing<'_>) {
    let word = heading(event.kind, event.novelty);
    all.push(Part::Lead(format!("{}: {word}.", event.origin.name)));
    let mut rows = vec![("Watch".to_owned(), event.origin.watch.clone())];
    if !event.origin.agency.is_empty() {
        rows.push(("Agency".to_owned(), full_name(&event.origin.agency, with.agencies)));
    }
    if !event.moment.url.is_empty() {
        rows.push(("Page".to_owned(), event.moment.url.clone()));
    }
    if let Some(reason) = event.failure {
        rows.push(("Reason".to_owned(), format!("{reason}: {}", reason.meaning())));
        rows.push(("What to do".to_owned(), reason.remedy().to_owned()));
    }
    if let Some(since) = event.window.new_from {
        rows.push(("Since".to_owned(), instants(since, &event.origin.zone, &recipient.timezone)));
    }
    if let Some(good) = event.window.old_until {
        rows.push(("Last read".to_owned(), instants(good, &event.origin.zone, &recipient.timezone)));
    }
    all.push(Part::Facts(rows));
    if let Some(detail) = &event.detail {
        all.push(Part::Text(cut(detail, 6000)));
    }
    if event.kind == EventKind::WatchFailing {
        all.push(Part::Text(format!(
            "Readers miss what this source publishes until it can be read again. To look yourself: pledgewatch preview {}",
            event.origin.watch
        )));
    }
}
