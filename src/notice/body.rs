//! Pure. Events of one document in; the parts of the mail about them, in the order people read, out.

use super::parts::{Limits, Part};
use super::route::{claim_of, reading, record_of};
use super::words::{cut, heading, one_line};
use super::{Composing, change, coverage, facts, operator, reasons};
use crate::model::{Event, EventKind, Recipient, Side};

/// All parts of a mail about events of one document, loudest first.
pub(super) fn parts(
    events: &[&Event],
    recipient: &Recipient,
    with: &Composing<'_>,
    id: &str,
    limits: &Limits,
) -> Vec<Part> {
    let mut all = Vec::new();
    let shown = &events[..events.len().min(limits.events)];
    for (n, event) in shown.iter().enumerate() {
        if n > 0 {
            all.push(Part::Heading(heading(event.kind, event.novelty).to_owned()));
        }
        if event.kind.is_operator() {
            operator::parts(&mut all, event, recipient, with, limits);
        } else if shown[..n].iter().any(|told| is_same_sentence(told, event)) {
            // The table and both wordings stand above already.
            all.push(Part::Lead(lead(event)));
        } else {
            reader(&mut all, event, n == 0, recipient, with, limits);
        }
    }
    if events.len() > shown.len() {
        let more = events.len() - shown.len();
        all.push(Part::Text(format!("{more} more events on this page are not shown; `pledgewatch ledger` has them.")));
    }
    if shown.first().is_some_and(|e| !e.kind.is_operator()) {
        about_the_page(&mut all, shown, recipient, with, limits);
    }
    coverage::coverage(&mut all, with.coverage, limits);
    if !shown.iter().all(|e| e.kind.is_operator()) {
        all.push(Part::Small(judge(id)));
    }
    if shown.iter().any(|e| claim_of(e).is_some()) {
        all.push(Part::Small(
            "The English is built from the record of the commitment; it is no translation.".to_owned(),
        ));
    }
    all
}

/// Whether two events tell two changes of one sentence.
fn is_same_sentence(a: &Event, b: &Event) -> bool {
    let quotes = |e: &Event| [&e.before, &e.after].map(|side| side.as_ref().map(|s| s.quote.clone()));
    a.commitment.is_some() && a.commitment == b.commitment && quotes(a) == quotes(b)
}

fn judge(id: &str) -> String {
    let one = |opinion: &str| format!("pledgewatch judge {id} {opinion}");
    format!("Useful: {}\nNoise: {}\nKnew it: {}", one("useful"), one("noise"), one("known"))
}

/// What happened, the table, the wording. The page itself is told once, with the first event.
fn reader(
    all: &mut Vec<Part>,
    event: &Event,
    first: bool,
    recipient: &Recipient,
    with: &Composing<'_>,
    limits: &Limits,
) {
    all.push(Part::Lead(lead(event)));
    let mut rows = record_of(event).map(|record| facts::of_record(event, record, with)).unwrap_or_default();
    if first {
        rows.extend(facts::of_source(event, recipient));
    }
    if !rows.is_empty() {
        all.push(Part::Facts(rows));
    }
    change::wording(all, event, with, limits);
    change::window(all, event, recipient);
}

/// One plain sentence: what happened, to what.
pub(super) fn lead(event: &Event) -> String {
    let gloss = |side: &Option<Side>| {
        side.as_ref().and_then(|s| s.claim.as_ref()).map(|c| cut(&one_line(&c.gloss), 600)).unwrap_or_default()
    };
    let (before, after) = (gloss(&event.before), gloss(&event.after));
    if before.is_empty() && after.is_empty() {
        return about_a_page(event);
    }
    reasons::what_happened(event, &before, &after, change::moved(event).as_ref())
}

/// Events that are about a page rather than about one commitment.
fn about_a_page(event: &Event) -> String {
    let title = event.moment.title.as_deref().map(one_line).filter(|t| !t.is_empty());
    let page = title.map_or_else(|| "The page".to_owned(), |t| format!("The page \"{}\"", cut(&t, 200)));
    match event.kind {
        EventKind::PageGone => {
            format!("{page} is gone. That is a fact about the page, not about what was promised on it.")
        }
        EventKind::Edited => format!("{page} has new text on the topic, without a commitment in it."),
        _ => event.detail.as_deref().map_or(format!("{page} changed."), |d| cut(&one_line(d), 600)),
    }
}

/// What belongs to the page and to all events on it: other commitments, what is not known, related entries, why, evidence.
fn about_the_page(
    all: &mut Vec<Part>,
    events: &[&Event],
    recipient: &Recipient,
    with: &Composing<'_>,
    limits: &Limits,
) {
    let told: Vec<&str> = events.iter().filter_map(|e| claim_of(e)).map(|c| c.gloss.as_str()).collect();
    let gone = events.iter().any(|e| e.kind == EventKind::PageGone);
    let others = gather(events, |e| &e.others).into_iter().filter(|gloss| !told.contains(&gloss.as_str())).collect();
    let mut list = |title: &str, items: Vec<String>| {
        if !items.is_empty() {
            all.push(Part::Heading(title.to_owned()));
            let shown = items.iter().take(limits.items).map(|i| cut(&one_line(i), limits.item)).collect();
            all.push(Part::List(shown, items.len().saturating_sub(limits.items)));
        }
    };
    list(if gone { "Commitments that stood on it" } else { "Other commitments on the page" }, others);
    // Of a page that is gone nothing was read that could leave questions.
    let mut unknown = if gone { Vec::new() } else { gather(events, |e| &e.unknown) };
    unknown.extend(events.first().map(|e| not_said(e)).unwrap_or_default());
    list("What is not known", unknown);
    list("Related entries", gather(events, |e| &e.related));
    let why: Vec<String> = events.iter().map(|event| why(event, recipient, with)).collect();
    all.push(Part::Small(why.join("\n")));
    if let Some(first) = events.first() {
        evidence(all, first, limits);
    }
}

/// Strings of all events, each once, in order.
fn gather(events: &[&Event], of: fn(&Event) -> &Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in events.iter().flat_map(|e| of(e)) {
        if !all.contains(text) {
            all.push(text.clone());
        }
    }
    all
}

/// What a reader would ask and the record does not answer.
fn not_said(event: &Event) -> Vec<String> {
    let Some(record) = record_of(event).filter(|_| event.kind == EventKind::New) else { return Vec::new() };
    let mut all = Vec::new();
    if record.actor.is_none() {
        all.push("who acts: the text names nobody".to_owned());
    }
    if record.date.is_none() {
        all.push("from when or by when: the sentence names no date".to_owned());
    }
    all
}

fn why(event: &Event, recipient: &Recipient, with: &Composing<'_>) -> String {
    let reason = with.put_off.unwrap_or_else(|| reading(recipient, event.kind, event.novelty).1);
    let (what, when) = (reasons::event_reason(event), reasons::route_reason(reason));
    let rule = claim_of(event).map(|c| format!("; read by rule [{}]", one_line(&c.rule))).unwrap_or_default();
    let commitment = event.commitment.as_ref().map(|c| format!(", entry {c}")).unwrap_or_default();
    format!(
        "Why this alert: {what} [{}]; {when} [{reason}]{rule}; event {}{commitment}.",
        one_line(&event.reason),
        event.id
    )
}

/// Where it stands, and what proves it: address; hashes and place in the text.
fn evidence(all: &mut Vec<Part>, event: &Event, limits: &Limits) {
    all.push(Part::Heading("Evidence".to_owned()));
    all.push(Part::Link(cut(&one_line(&event.moment.url), limits.url)));
    let side = event.after.as_ref().or(event.before.as_ref());
    if side.is_none() && event.kind == EventKind::PageGone {
        // Nothing of the page is left to hash; what stood on it is in the store.
        return all.push(Part::Small("`pledgewatch show` prints what stood there when it was last read.".to_owned()));
    }
    let file = side.and_then(|s| s.file.as_ref());
    if let Some(file) = file {
        all.push(Part::Small("It stands in an attachment of that page:".to_owned()));
        all.push(Part::Link(cut(&one_line(file), limits.url)));
    }
    let kept = if file.is_some() { "attachment" } else { "page" };
    let offsets = side.and_then(|s| s.claim.as_ref()).map(|c| format!(", bytes {} to {}", c.start, c.end));
    let offsets = offsets.unwrap_or_default();
    let status = if event.moment.status > 0 { format!("status {}, ", event.moment.status) } else { String::new() };
    let proof = |page: &str, text: &str| match (page.is_empty(), text.is_empty()) {
        (false, _) => format!("{kept} sha256 {page}, text {text}"),
        (true, false) => format!("text {text}"),
        (true, true) => "not kept".to_owned(),
    };
    let moment = &event.moment;
    let now = event.after.as_ref().map_or((&moment.page_hash, &moment.text_hash), |s| (&s.page_hash, &s.text_hash));
    let line = match (&event.before, &event.after) {
        (Some(old), Some(_)) => {
            let old = proof(&old.page_hash, &old.text_hash);
            format!("{status}{}{offsets}; before: {old}", proof(now.0, now.1))
        }
        (Some(old), None) => {
            let old = proof(&old.page_hash, &old.text_hash);
            format!("{status}{}, without it; with it: {old}{offsets}", proof(now.0, now.1))
        }
        _ => format!("{status}{}{offsets}", proof(now.0, now.1)),
    };
    all.push(Part::Small(line));
}
