//! Pure. Whatever a page, a watchlist or a huge day holds: headers stay clean, lines short, mails small, nothing is markup.

use proptest::prelude::*;

use super::*;
use crate::model::Alert;
use crate::notice::{Baseline, baseline, compose, digest, heartbeat, test_mail};

/// What every mail keeps to, whatever is in it.
fn sound(alert: &Alert) -> Read {
    assert!(alert.eml.is_ascii(), "7-bit clean");
    assert!(alert.eml.len() < 100_000, "{} bytes", alert.eml.len());
    let mail = std::str::from_utf8(&alert.eml).expect("ASCII is UTF-8");
    let (head, body) = mail.split_once("\r\n\r\n").expect("headers end with an empty line");
    assert!(!mail.replace("\r\n", "").contains(['\r', '\n']), "lines end with CRLF only");
    for line in head.split("\r\n") {
        assert!(line.len() <= 998, "{} characters in a header line", line.len());
        assert!(line.bytes().all(|b| (b' '..=b'~').contains(&b)), "{line:?}");
        let named = line.split_once(": ").is_some_and(|(name, _)| NAMES.contains(&name));
        assert!(named || line.starts_with(' '), "not a header of ours: {line:?}");
    }
    for line in body.split("\r\n") {
        assert!(line.len() <= 80, "a quoted-printable line has at most 76, ours {}: {line}", line.len());
    }
    let read = Read::of(&alert.eml);
    let names: Vec<&str> = read.headers.iter().map(|(n, _)| n.as_str()).collect();
    for name in NAMES.iter().filter(|n| !n.starts_with("X-") && !["In-Reply-To", "References"].contains(n)) {
        assert_eq!(names.iter().filter(|n| *n == name).count(), 1, "{name} once");
    }
    assert!(alert.subject.len() <= 78 && !alert.subject.contains("=?"), "{}", alert.subject);
    assert_eq!(read.header("Subject"), Some(alert.subject.as_str()), "folding loses nothing");
    assert_eq!(read.header("Message-ID"), Some(alert.message_id.as_str()));
    for text in [&read.text, &read.html] {
        let bad = |c: char| {
            c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}')
        };
        assert!(!text.contains(bad), "nothing that cannot be seen");
    }
    let tags = read.html.matches('<').count();
    assert_eq!(tags, read.html.matches('>').count(), "every angle bracket is ours");
    assert!(!read.html.contains("<script") && !read.html.contains("<img"));
    read
}

const NAMES: &[&str] = &[
    "From",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Id",
    "To",
    "In-Reply-To",
    "References",
    "X-Pledgewatch-Event",
    "X-Pledgewatch-Commitment",
    "X-Pledgewatch-Watch",
    "MIME-Version",
    "Content-Type",
];

/// Every place of an event that a page, a listing, a lexicon or a watchlist fills.
fn filled(kind: EventKind, text: &str) -> Event {
    let mut old = english(WILL, SHARES, Strength::Intends);
    let mut new = english(MAY, MIGHT, Strength::Considers);
    for (n, claim) in [&mut old, &mut new].into_iter().enumerate() {
        claim.quote = format!("{text}{n}");
        claim.gloss = text.to_owned();
        claim.rule = text.to_owned();
        let record = &mut claim.record;
        record.objects = vec![text.to_owned(), text.to_owned()];
        record.counterparties = vec![text.to_owned(), "US".to_owned()];
        record.issuers = vec![text.to_owned()];
        record.actor = Some(text.to_owned());
        record.binds = Some(text.to_owned());
        record.quantity = Some(Quantity { value: n as f64, unit: text.to_owned(), from: Some(1e300) });
    }
    let (before, after) = match kind {
        EventKind::New | EventKind::TakesEffect => (None, Some(new)),
        EventKind::Removed => (Some(old), None),
        EventKind::PageGone => (None, None),
        kind if kind.is_operator() => (None, None),
        _ => (Some(old), Some(new)),
    };
    let mut event = event(kind, before, after);
    event.origin.name = text.to_owned();
    event.moment.title = Some(text.to_owned());
    event.moment.url = format!("https://a.test/{text}");
    event.reason = text.to_owned();
    for list in [&mut event.others, &mut event.related, &mut event.unknown] {
        *list = vec![text.to_owned(), format!("attachment not read: {text}")];
    }
    event.detail = Some(text.to_owned());
    event.window = confirmed();
    event
}

fn a_desk(text: &str) -> Desk {
    let mut desk = Desk::new();
    desk.coverage.gaps = vec![text.to_owned(); 20];
    desk.coverage.not_watched = vec![text.to_owned(); 20];
    desk.coverage.not_read[0].name = text.to_owned();
    desk
}

const TRICKS: &[&str] = &[
    "<script>alert(1)</script><img src=x onerror=y>",
    "\"'&<>`{{7*7}}",
    "x\r\nBcc: everybody@evil.test\r\n\r\nbody",
    "=?utf-8?B?QmNj?= =?x?q?y?=",
    "--=_a-2ltn4mdppd\r\n--=_a-2ltn4mdppd--",
    "\u{202e}txet desrever\u{202c} \u{2066}x\u{2069} zero\u{200b}width \u{feff}\u{0}\u{7}\u{1b}[31m",
    "",
    ".\r\n.\r\n",
    "a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f",
    "= =3D =\n\n\n   \t  ",
];

#[test]
fn tricks_in_every_place_of_every_kind_change_nothing() {
    for trick in TRICKS {
        let desk = a_desk(trick);
        for kind in EventKind::ALL {
            let role = if kind.is_operator() { Role::Operator } else { Role::Reader };
            let event = filled(*kind, trick);
            let alert = compose(&recipient("desk", role), &[&event], &desk.composing()).expect("an address is there");
            let read = sound(&alert);
            assert!(!read.html.contains("<script>alert"), "{kind}");
        }
    }
}

#[test]
fn markup_of_a_page_is_shown_as_text() {
    let event = filled(EventKind::Weakened, "<script>alert(\"1\")</script> & more");
    let desk = Desk::new();
    let alert = compose(&recipient("desk", Role::Reader), &[&event], &desk.composing()).expect("an address is there");
    let read = sound(&alert);
    assert!(read.text.contains("<script>alert(\"1\")</script> & more"));
    assert!(read.html.contains("&lt;script&gt;") || read.html.contains("&#60;script&#62;"));
}

#[test]
fn a_thousand_events_with_huge_sentences_stay_one_small_mail_that_counts_the_rest() {
    let (huge, long) = ("芬太尼前体".repeat(20_000), "芬太尼前体".repeat(300));
    let desk = a_desk(&long);
    let reader = Recipient {
        email: (0..100).map(|n| format!("desk{n}@reader.test")).collect(),
        ..recipient("desk", Role::Reader)
    };
    let events: Vec<Event> = (0..1000)
        .map(|n| {
            let mut event = filled(EventKind::Weakened, if n == 500 { &huge } else { &long });
            event.id = EventId::derive(&["huge", &n.to_string()]);
            event
        })
        .collect();
    let refs: Vec<&Event> = events.iter().collect();
    let alert = compose(&reader, &refs, &desk.composing()).expect("addresses are there");
    let read = sound(&alert);
    assert!(alert.subject.ends_with("(+999)") && alert.events.len() == 1000);
    assert!(read.text.contains("more events on this page are not shown"), "the rest is counted");
    assert!(read.text.contains("more characters left out") && read.html.contains("more characters left out"));
    sound(&digest(&reader, &events, None, &desk.composing()).expect("addresses are there"));
    let watches = (0..1000).map(|_| (long.clone(), 1, 1, Some(long.clone()))).collect();
    let report = Baseline { watches, commitments: vec![(long.clone(), format!("https://a.test/{long}")); 1000] };
    let read = sound(&baseline(&reader, &report, &desk.composing()).expect("addresses are there"));
    assert!(read.text.contains("more\n"));
    let mut failing = filled(EventKind::ConfigError, &"x\n".repeat(50_000));
    failing.origin.name = huge;
    sound(&compose(&recipient("desk", Role::Operator), &[&failing], &desk.composing()).expect("an address is there"));
}

/// Relative luminance of `#rrggbb`, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour is hex")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn colours_can_be_read_in_both_schemes() {
    let template = include_str!("../../../templates/mail.html");
    let light = [
        ("#1a1a1a", "#ffffff"),
        ("#4f545c", "#ffffff"),
        ("#1b4f9c", "#ffffff"),
        ("#1a1a1a", "#f3f4f6"),
        ("#7a1216", "#fbe3e4"),
        ("#0d4a1f", "#dff5e4"),
    ];
    let dark = [
        ("#e8e8e8", "#16181c"),
        ("#b4b8bf", "#16181c"),
        ("#9cc3ff", "#16181c"),
        ("#e8e8e8", "#22252b"),
        ("#ffd9d9", "#4a1f22"),
        ("#d6f5dd", "#1d3d26"),
    ];
    for (text, ground) in light.into_iter().chain(dark) {
        assert!(template.contains(text) && template.contains(ground), "the template's own colours");
        let (a, b) = (luminance(text), luminance(ground));
        let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.1}");
    }
}

#[test]
fn threads_follow_the_document_and_name_the_commitment() {
    let desk = Desk::new();
    let with = |document: Option<&str>, commitment: Option<&str>| {
        let mut with = desk.composing();
        with.document_thread = document.map(str::to_owned);
        with.commitment_thread = commitment.map(str::to_owned);
        let alert = compose(&recipient("desk", Role::Reader), &[&weakened()], &with).expect("an address is there");
        let read = sound(&alert);
        (read.header("In-Reply-To").map(str::to_owned), read.header("References").map(str::to_owned), alert.message_id)
    };
    let (first, second) = ("<a-first@watch.test>", "<a-second@watch.test>");
    let text = |t: &str| Some(t.to_owned());
    let (reply, references, id) = with(Some(first), Some(second));
    assert_eq!((reply, references), (text(first), text("<a-first@watch.test> <a-second@watch.test>")));
    assert_eq!(with(Some(first), Some(first)).1, text(first), "the same mail is named once");
    assert_eq!(with(None, Some(second)).0, text(second));
    assert_eq!(with(None, None), (None, None, id.clone()), "the id hangs on recipient and events alone");
    assert_eq!(with(Some(&id), None).0, None, "a mail does not answer itself");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_anywhere_keeps_a_mail_sound(text in any::<String>(), wild in "\\PC{0,300}", kind in 0..EventKind::ALL.len()) {
        let kind = EventKind::ALL[kind];
        let role = if kind.is_operator() { Role::Operator } else { Role::Reader };
        let to = recipient("desk", role);
        for text in [&text, &wild] {
            let desk = a_desk(text);
            let event = filled(kind, text);
            let alert = compose(&to, &[&event, &announced()], &desk.composing());
            sound(&alert.expect("an address is there"));
            sound(&digest(&to, &[event], None, &desk.composing()).expect("an address is there"));
        }
    }

    #[test]
    fn any_name_keeps_reports_sound(text in any::<String>(), days in 0i64..4000) {
        let (desk, to) = (a_desk(&text), recipient("desk", Role::Reader));
        let report = Baseline {
            watches: vec![(text.clone(), 1, 2, Some(text.clone()))],
            commitments: vec![(text.clone(), text.clone())],
        };
        sound(&baseline(&to, &report, &desk.composing()).expect("an address is there"));
        let since = desk.now - jiff::SignedDuration::from_hours(days * 24);
        sound(&heartbeat(&to, since, &desk.composing()).expect("an address is there"));
        sound(&test_mail(&to, &desk.composing()).expect("an address is there"));
    }

    #[test]
    fn any_sender_is_clean_or_refused(name in "\\PC{0,200}") {
        let desk = Desk::new();
        let from = format!("{name} <alerts@watch.test>");
        let with = Composing { from: &from, ..desk.composing() };
        if let Some(alert) = compose(&recipient("desk", Role::Reader), &[&announced()], &with) {
            sound(&alert);
        }
    }
}
