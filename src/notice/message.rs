//! Pure. Subject, parts and headers in; the whole message, the same bytes for the same input, out.

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};

use super::parts::{LIMITS, Limits, Part};
use super::words::ascii;
use super::{html, subject, text};
use crate::model::{Alert, AlertId, Event, EventId, Recipient};

/// What a message is made of.
pub(super) struct Draft<'a> {
    pub(super) id: AlertId,
    pub(super) recipient: &'a Recipient,
    pub(super) from: &'a str,
    pub(super) now: Timestamp,
    pub(super) subject: String,
    pub(super) parts: Vec<Part>,
    pub(super) events: &'a [&'a Event],
    pub(super) threads: Vec<String>,
}

macro_rules! plain_header {
    ($type:ident, $name:literal) => {
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), ascii(&self.0))
            }
        }
    };
}

plain_header!(ToHeader, "To");
plain_header!(AutoSubmitted, "Auto-Submitted");
plain_header!(ListId, "List-Id");
plain_header!(EventHeader, "X-Pledgewatch-Event");
plain_header!(CommitmentHeader, "X-Pledgewatch-Commitment");
plain_header!(WatchHeader, "X-Pledgewatch-Watch");

/// Larger mails are cut short by some mail programs.
const LARGEST: usize = 95_000;

/// The message with as much in it as a mail may carry; None when no address of the recipient can be written into a header.
pub(super) fn fit<'a>(draft: impl Fn(&Limits) -> Draft<'a>) -> Option<Alert> {
    let mut smallest = None;
    for limits in LIMITS {
        smallest = finish(draft(limits), limits);
        if smallest.as_ref().is_none_or(|alert| alert.eml.len() <= LARGEST) {
            break;
        }
    }
    smallest
}

fn finish(mut draft: Draft<'_>, limits: &Limits) -> Option<Alert> {
    draft.subject = ascii(&draft.subject).chars().take(subject::MOST).collect();
    draft.parts = draft.parts.into_iter().map(|part| part.cleaned(limits)).collect();
    let sender: Mailbox = draft.from.parse().ok()?;
    let domain = sender.email.domain().to_owned();
    let message_id = format!("<{}@{domain}>", draft.id);
    let mut builder = MessageBuilder::new()
        .from(sender.clone())
        .subject(draft.subject.clone())
        .date(
            std::time::UNIX_EPOCH
                + std::time::Duration::from_secs(u64::try_from(draft.now.as_second()).unwrap_or_default()),
        )
        .message_id(Some(message_id.clone()))
        .header(AutoSubmitted("auto-generated".to_owned()))
        .header(ListId(format!("pledgewatch <pledgewatch.{domain}>")));
    // As plain words, because a typed `To` of many addresses would be one endless line.
    let to: Vec<String> =
        draft.recipient.email.iter().filter_map(|a| Some(a.parse::<Mailbox>().ok()?.email.to_string())).collect();
    if to.is_empty() {
        return None;
    }
    builder = builder.header(ToHeader(to.join(", ")));
    let threads: Vec<&String> = draft.threads.iter().filter(|t| **t != message_id).collect();
    if let Some(first) = threads.first() {
        builder = builder.in_reply_to((*first).clone());
        builder = builder.references(threads.iter().map(|t| t.as_str()).collect::<Vec<_>>().join(" "));
    }
    builder = about(builder, draft.events);
    let html = html::render(&draft.subject, &draft.parts);
    let part = |kind: ContentType, body: String| {
        SinglePart::builder().header(kind).header(ContentTransferEncoding::QuotedPrintable).body(body)
    };
    let body = MultiPart::alternative()
        // `=_` cannot stand in quoted-printable text, so that no page can write the boundary.
        .boundary(format!("=_{}", draft.id))
        .singlepart(part(ContentType::TEXT_PLAIN, text::render(&draft.parts)))
        .singlepart(part(ContentType::TEXT_HTML, html.clone()));
    let message = builder.multipart(body).ok()?;
    let mut events: Vec<EventId> = draft.events.iter().map(|e| e.id.clone()).collect();
    events.sort();
    events.dedup();
    Some(Alert {
        id: draft.id,
        recipient: draft.recipient.key.clone(),
        addresses: to,
        message_id,
        from: sender.email.to_string(),
        subject: draft.subject,
        eml: message.formatted(),
        html,
        events,
        created_at: draft.now,
    })
}

fn about(mut builder: MessageBuilder, events: &[&Event]) -> MessageBuilder {
    let joined = |pick: &dyn Fn(&Event) -> Option<String>| {
        let mut all: Vec<String> = events.iter().filter_map(|e| pick(e)).collect();
        all.dedup();
        all.truncate(12);
        all.join(", ")
    };
    let kinds = joined(&|e| Some(e.kind.to_string()));
    let commitments = joined(&|e| e.commitment.as_ref().map(ToString::to_string));
    let watches = joined(&|e| Some(e.origin.watch.clone()));
    if !kinds.is_empty() {
        builder = builder.header(EventHeader(kinds)).header(WatchHeader(watches));
    }
    if commitments.is_empty() { builder } else { builder.header(CommitmentHeader(commitments)) }
}
