//! Pure. Subjects: the word of the event, the actor and the date stay; the object is cut first.

use super::*;
use crate::notice::subject::subject;

fn of(event: &Event) -> String {
    subject(&[event], &AgencyTable::built_in())
}

#[test]
fn every_event_kind_has_its_word() {
    let words = [
        ("new", "FIRST SEEN?"),
        ("strengthened", "STRONGER"),
        ("weakened", "WEAKER"),
        ("withdrawn", "WITHDRAWN"),
        ("removed", "REMOVED"),
        ("page_gone", "PAGE GONE"),
        ("deadline_changed", "DATE MOVED"),
        ("quantity_changed", "NUMBER CHANGED"),
        ("scope_changed", "SCOPE CHANGED"),
        ("restated", "RESTATED"),
        ("takes_effect", "TAKES EFFECT"),
        ("comments_close", "COMMENTS CLOSE"),
        ("overdue", "DATE PASSED"),
        ("restored", "RESTORED"),
        ("versions_differ", "VERSIONS DIFFER"),
        ("edited", "EDITED"),
        ("correction", "CORRECTION"),
    ];
    let readers: Vec<_> = EventKind::ALL.iter().filter(|k| !k.is_operator()).collect();
    assert_eq!(readers.len(), words.len(), "a new kind needs a word");
    for (kind, word) in words {
        let mut told = announced();
        told.kind = kind.parse().expect("a kind of the model");
        told.novelty = None;
        told.window.confirmed_at = Some(told.at);
        assert!(of(&told).starts_with(&format!("{word}: China MOFCOM")), "{}", of(&told));
    }
    for kind in EventKind::ALL.iter().filter(|k| k.is_operator()) {
        assert!(of(&event(*kind, None, None)).starts_with("[pledgewatch ops] "), "{kind}");
    }
    for (novelty, word) in [(Novelty::Announced, "NEW: "), (Novelty::FirstSeen, "FIRST SEEN: ")] {
        let told = Event { novelty: Some(novelty), ..announced() };
        assert!(of(&told).starts_with(word));
    }
}

#[test]
fn what_no_second_reading_confirmed_has_a_question_mark() {
    let mut lost = weakened();
    assert!(of(&lost).starts_with("WEAKER: "));
    lost.window.confirmed_at = None;
    assert!(of(&lost).starts_with("WEAKER?: "), "{}", of(&lost));
}

#[test]
fn the_example_of_the_design() {
    let wanted = "NEW: China MOFCOM - licence for 13 precursors to US/MX/CA - from 10 Nov 2025";
    assert_eq!(of(&announced()), wanted);
}

#[test]
fn a_long_object_is_cut_and_nothing_else() {
    let mut long = announced();
    if let Some(claim) = long.after.as_mut().and_then(|s| s.claim.as_mut()) {
        claim.record.objects = vec!["substance_of_a_very_long_name".to_owned(); 9];
        claim.record.counterparties = ["US", "MX", "CA", "IN", "GB", "JP", "KR"].map(str::to_owned).to_vec();
    }
    let others = [announced(), weakened()];
    let subject = subject(&[&long, &others[0], &others[1]], &AgencyTable::built_in());
    assert!(subject.len() <= 78, "{subject}");
    assert!(subject.starts_with("WEAKER: China MFA - ") && subject.ends_with(" - by 31 Mar 2026 (+2)"), "{subject}");
    let subject = of(&long);
    assert!(
        subject.starts_with("NEW: China MOFCOM - licence for 13 ") && subject.ends_with("... - from 10 Nov 2025"),
        "{subject}"
    );
}

#[test]
fn joint_acts_unknown_actors_and_bodies_have_short_names() {
    let with = |actor: Option<&str>| {
        let mut told = announced();
        if let Some(claim) = told.after.as_mut().and_then(|s| s.claim.as_mut()) {
            claim.record.actor = actor.map(str::to_owned);
        }
        of(&told)
    };
    assert!(with(Some("CN+US")).starts_with("NEW: China+US - "), "{}", with(Some("CN+US")));
    assert!(with(None).starts_with("NEW: China MOFCOM - "), "the page's agency stands for an actor not named");
}

#[test]
fn titles_and_names_that_are_not_latin_give_way_to_what_is() {
    let mut gone = event(EventKind::PageGone, None, None);
    assert!(
        of(&gone).contains("https://www.mofcom.test/"),
        "a Chinese title would leave its digits only: {}",
        of(&gone)
    );
    gone.moment.title = Some("Décret sur les précurseurs".to_owned());
    assert!(of(&gone).ends_with(" - Decret sur les precurseurs"), "{}", of(&gone));
    let mut failing = event(EventKind::WatchFailing, None, None);
    failing.origin.name = "商务部".to_owned();
    failing.failure = Some(Reason::Forbidden);
    assert_eq!(of(&failing), "[pledgewatch ops] not read: cn-mofcom - forbidden");
}
