//! Pure. Whole mails as readers get them, kept as files under `tests/mails/`. `UPDATE_EXPECTED=1 cargo test notice` writes them
//! anew; look at what changed before keeping it.

use std::path::Path;

use super::*;
use crate::model::Alert;
use crate::notice::{Baseline, baseline, compose, digest, heartbeat, test_mail};

/// Compares a mail with the file of its name, byte for byte as a mail program would show it.
fn expect(name: &str, alert: Option<Alert>) -> Read {
    let alert = alert.expect("the recipient has an address");
    let read = Read::of(&alert.eml);
    assert_eq!(read.html, alert.html.replace("\r\n", "\n"), "{name}: what is kept is what was sent");
    let headers: String = read.headers.iter().map(|(n, v)| format!("{n}: {v}\n")).collect();
    for (ending, found) in [("txt", format!("{headers}\n{}", read.text)), ("html", read.html.clone())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mails").join(format!("{name}.{ending}"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&path, &found).expect("expected mails can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, expected, "{name}.{ending}; `UPDATE_EXPECTED=1 cargo test notice` writes it anew");
    }
    read
}

fn mail(name: &str, events: &[Event]) -> Read {
    let desk = Desk::new();
    let role = if events[0].kind.is_operator() { Role::Operator } else { Role::Reader };
    let events: Vec<&Event> = events.iter().collect();
    expect(name, compose(&recipient("desk", role), &events, &desk.composing()))
}

#[test]
fn a_new_notice_in_chinese_names_what_its_annex_hides() {
    let read = mail("new-announced", &[announced()]);
    assert!(read.text.contains("应当[shall]") && read.html.contains("[shall]"), "{}", read.text);
    assert!(read.text.replace("\n            ", " ").contains("an annex that was not read: 附件 (annex.doc)"));
    assert!(read.text.contains("2025年11月10日[10 Nov 2025]") && read.text.contains("美国[US]"), "{}", read.text);
    assert!(read.text.contains("United States, Mexico, Canada") && read.text.contains("in 4 days"));
}

#[test]
fn told_by_somebody_else_is_first_seen() {
    let mut event = announced();
    event.novelty = Some(Novelty::FirstSeen);
    event.reason = "other_page".to_owned();
    event.moment.primary = false;
    event.moment.published = None;
    event.unknown = vec!["the page states no date".to_owned()];
    event.unread.clear();
    let read = mail("first-seen", &[event]);
    assert!(read.header("Subject").is_some_and(|s| s.starts_with("FIRST SEEN: China MOFCOM")));
    assert!(!read.text.contains("not read"));
}

#[test]
fn a_sentence_of_an_annex_names_its_file_and_what_could_not_be_read_again() {
    let mut event = announced();
    event.unread.clear();
    event.unknown = vec![
        "attachment not read again: 附件2 (https://www.mofcom.test/zwgk/gg/art/2025/annex2.pdf): The page did not arrive in \
         full in time (body_timeout); its text as read before stands"
            .to_owned(),
    ];
    let side = event.after.as_mut().expect("it has a wording");
    side.file = Some("https://www.mofcom.test/zwgk/gg/art/2025/annex1.pdf".to_owned());
    let read = mail("in-an-annex", &[event]);
    for text in [&read.text, &read.html] {
        assert!(
            text.contains("stands in an attachment")
                && text.contains("annex1.pdf")
                && text.contains("attachment sha256")
        );
    }
    assert!(!read.text.contains("the list is an annex"), "what is left open is what could not be read again");
}

#[test]
fn one_word_weaker_shows_the_word_and_both_sentences() {
    let read = mail("weakened", &[weakened()]);
    assert!(read.text.contains("[-will-]") && read.text.contains("{+may+}"), "{}", read.text);
    assert!(read.text.contains("intended → only considered"));
    assert!(read.text.contains("(31 readings)") && read.text.contains("confirmed by another"));
    assert!(read.text.contains("International Narcotics Control Board"));
}

#[test]
fn removed_and_withdrawn_say_what_they_are() {
    let removed = event(EventKind::Removed, Some(english(WILL, SHARES, Strength::Intends)), None);
    let read = mail("removed", &[on_english_page(removed, "sentence_gone")]);
    assert!(read.text.contains("not about policy"));
    assert!(!read.text.contains("First seen"), "the reading that lacked it is not when it was first seen");
    let mut after = english(
        "China no longer intends to share shipment data on fentanyl with the United States.",
        "The Ministry of Foreign Affairs of China plans no longer to share information on fentanyl with the United States.",
        Strength::Intends,
    );
    after.record.polarity = Polarity::Withdrawal;
    let withdrawn = event(EventKind::Withdrawn, Some(english(WILL, SHARES, Strength::Intends)), Some(after));
    let mut withdrawn = on_english_page(withdrawn, "cancelled_in_words");
    withdrawn.window.confirmed_at = None;
    let read = mail("withdrawn", &[withdrawn]);
    assert!(read.text.contains("stance: promised → taken back"));
}

#[test]
fn dates_and_numbers_say_from_what_to_what() {
    let (old, mut new) = (english(WILL, SHARES, Strength::Intends), english(WILL, SHARES, Strength::Intends));
    new.quote = WILL.replace("March 2026", "June 2026");
    new.gloss = SHARES.replace("31 March", "30 June");
    new.record.date = "2026-06-30".parse().ok();
    let read = mail(
        "deadline-moved",
        &[on_english_page(event(EventKind::DeadlineChanged, Some(old), Some(new)), "date_later")],
    );
    assert!(read.header("Subject").is_some_and(|s| s.ends_with("31 Mar 2026 to 30 Jun 2026")));
    assert!(read.text.contains("The date moved from 31 March 2026 to 30 June 2026."));

    let quote = LICENCE_ZH.replace("13", "20");
    let old = announced().after.and_then(|s| s.claim).expect("the notice has a claim");
    let mut new = claim(&quote, &LICENCE.replace("13", "20"), record(), &[]);
    new.record.quantity = Some(Quantity { value: 20.0, unit: "chemicals".to_owned(), from: None });
    let mut changed = event(EventKind::QuantityChanged, Some(old), Some(new));
    changed.reason = "number_higher".to_owned();
    changed.window = Window { confirmed_at: None, ..confirmed() };
    let read = mail("number-changed", &[changed]);
    assert!(read.text.contains("number: 13 chemicals → 20 chemicals"));
    assert!(read.text.contains("[-13-]") && read.text.contains("{+20+}"), "{}", read.text);
}

#[test]
fn a_page_that_is_gone_lists_what_stood_on_it() {
    let mut gone = on_english_page(event(EventKind::PageGone, None, None), "not_found");
    gone.others = vec![SHARES.to_owned(), MIGHT.to_owned()];
    gone.window = Window { old_until: Some(at("2025-11-04T08:20:00Z")), ..Window::default() };
    let read = mail("page-gone", &[gone]);
    assert!(read.text.contains("Commitments that stood on it"));
    assert!(!read.text.contains("status 200"), "nothing was read, so nothing is proved");
}

#[test]
fn events_of_one_document_share_one_mail() {
    let mut second = announced();
    second.id = EventId::derive(&["second"]);
    let mut told = second.after.take().and_then(|s| s.claim).expect("the notice has a claim");
    told.gloss = "The Ministry of Commerce of China has decided to require records of exporters.".to_owned();
    told.record.action_class = Some(ActionClass::MonitoringReport);
    told.record.quantity = None;
    second.commitment = Some(CommitmentId::derive(&["second"]));
    second.others = vec![LICENCE.to_owned()];
    second.after = Some(side(told.clone()));
    let mut first = announced();
    first.others = vec![told.gloss];
    let read = mail("several-of-one-page", &[second, first]);
    assert!(read.header("Subject").is_some_and(|s| s.ends_with("(+1)")));
    assert!(!read.text.contains("Other commitments"), "what the mail tells in full is not listed again");
    assert_eq!(read.text.matches("Published").count(), 1, "the page is told once");
}

fn operator(kind: EventKind, failure: Option<Reason>, detail: &str) -> Event {
    let mut event = event(kind, None, None);
    event.failure = failure;
    event.reason = failure.map_or("read_again", Reason::as_str).to_owned();
    event.detail = (!detail.is_empty()).then(|| detail.to_owned());
    event.window = Window {
        old_until: Some(at("2025-11-05T21:00:00Z")),
        new_from: Some(at("2025-11-05T21:20:00Z")),
        ..Window::default()
    };
    event
}

#[test]
fn operators_hear_what_fails_and_what_to_do() {
    let failing = operator(EventKind::WatchFailing, Some(Reason::SelectorMatchedNothing), "`.news a` matches nothing");
    let read = mail("watch-failing", &[failing]);
    assert!(read.text.contains("pledgewatch preview cn-mofcom") && read.text.contains("selector_matched_nothing"));
    mail("watch-recovered", &[operator(EventKind::WatchRecovered, Some(Reason::SelectorMatchedNothing), "")]);
    let problems = "error: `kind` is not a key\n --> watchlist.toml:12:3\n   |\n12 |   knid = \"page\"\n   |   ^^^^ did you mean `kind`?";
    let mut config = operator(EventKind::ConfigError, None, problems);
    config.reason = "reload_refused".to_owned();
    config.origin =
        Origin { watch: "watchlist".to_owned(), name: "watchlist".to_owned(), agency: String::new(), ..origin() };
    config.moment.url.clear();
    config.window = Window::default();
    let read = mail("config-error", &[config]);
    assert!(read.text.contains("\n   |   ^^^^ did you"), "columns are kept: {}", read.text);
    let mut delivery = operator(
        EventKind::DeliveryFailing,
        None,
        "Alert a-x could not be delivered to desk@reader.test: 550 no such user",
    );
    delivery.origin =
        Origin { watch: "delivery".to_owned(), name: "mail delivery".to_owned(), agency: String::new(), ..origin() };
    delivery.reason = "refused_or_given_up".to_owned();
    delivery.moment.url.clear();
    delivery.window = Window::default();
    mail("delivery-failing", &[delivery]);
    let detail =
        "All 20 links on the listing are new since it was last read, so items in between may have been missed.";
    let mut gap = operator(EventKind::PossibleGap, None, detail);
    gap.reason = "no_known_link_met".to_owned();
    mail("possible-gap", &[gap]);
}

#[test]
fn digests_say_what_is_new_and_what_was_not_read() {
    let desk = Desk::new();
    let mut again = announced();
    again.id = EventId::derive(&["again"]);
    again.cause = Cause::Upgrade;
    let mut said = event(EventKind::Restated, None, Some(english(WILL, SHARES, Strength::Intends)));
    said.id = EventId::derive(&["said"]);
    let events = [announced(), on_english_page(said, "same_office"), weakened(), again];
    let since = Some(at("2025-10-30T11:00:00Z"));
    let read = expect("digest", digest(&recipient("desk", Role::Reader), &events, since, &desk.composing()));
    let subject = "Digest 30 Oct-6 Nov: 1 new, 2 others, 1 on re-reading, 1 source not read";
    assert_eq!(read.header("Subject"), Some(subject));
}

#[test]
fn reports_and_signs_of_life() {
    let desk = Desk::new();
    let report = Baseline {
        watches: vec![
            ("Ministry of Commerce of China, announcements".to_owned(), 12, 3, None),
            (
                "White House, statements".to_owned(),
                0,
                0,
                Some("forbidden: the server does not serve programs".to_owned()),
            ),
        ],
        commitments: vec![(LICENCE.to_owned(), "https://www.mofcom.test/zwgk/gg/art/2025/art_1101.html".to_owned())],
    };
    let reader = recipient("desk", Role::Reader);
    let read = expect("baseline", baseline(&reader, &report, &desk.composing()));
    assert_eq!(read.header("Subject"), Some("Now watching 2 sources, 1 not read, 1 commitment known"));
    expect("heartbeat", heartbeat(&reader, at("2025-10-30T08:00:00Z"), &desk.composing()));
    expect("test", test_mail(&reader, &desk.composing()));
}

#[test]
fn a_second_clause_is_glossed_and_english_is_not() {
    let agencies = crate::model::AgencyTable::built_in();
    let text = "中方赞赏合作，将向美方通报芬太尼线索。";
    let mut told = claim(text, SHARES, record(), &[("将", "will"), ("通报", "share")]);
    // The claim is that of the clause after the comma; its quote is the whole sentence.
    told.start += text.find("将").expect("the clause");
    let glossed = super::super::parts::quote(&told, Some(Lang::Zh), &agencies);
    let shown: Vec<(&str, &str)> =
        glossed.runs.iter().filter_map(|(run, gloss)| Some((run.as_str(), gloss.as_deref()?))).collect();
    assert_eq!(shown, [("将", "will"), ("通报", "share")]);
    let english = claim(WILL, SHARES, record(), &[("United States", "US")]);
    let plain = super::super::parts::quote(&english, Some(Lang::En), &agencies);
    assert_eq!(plain.runs, [(WILL.to_owned(), None)]);
}

#[test]
fn the_table_names_the_registry_number_of_a_substance_and_a_topic_that_is_not_built_in() {
    let desk = Desk::new();
    let mut told = record();
    (told.objects, told.quantity) = (vec!["4-ANPP".to_owned(), "ethyl chloroacetate".to_owned()], None);
    let claim = claim(WILL, SHARES, told, &[]);
    let mut event = event(EventKind::New, None, Some(claim.clone()));
    let rows = super::super::facts::of_record(&event, &claim.record, &desk.composing());
    assert!(
        rows.contains(&("Objects".to_owned(), "4-ANPP (CAS 21409-26-7), ethyl chloroacetate".to_owned())),
        "{rows:?}"
    );
    assert!(!rows.iter().any(|(label, _)| label == "Topic"));
    event.topic = Some("nitazenes".to_owned());
    let rows = super::super::facts::of_record(&event, &claim.record, &desk.composing());
    assert!(rows.contains(&("Topic".to_owned(), "nitazenes".to_owned())), "{rows:?}");
}
