//! Pure. Who hears of what, when, and by which named reason: every kind, every list, every filter.

use super::*;
use crate::model::{Disposition, RouteReason};
use crate::notice::{is_quiet, reading, route};

fn one(event: &Event, recipient: &Recipient, now: &str) -> (Disposition, RouteReason) {
    let assignments =
        route(std::slice::from_ref(event), std::slice::from_ref(recipient), &["desk".to_owned()], at(now));
    assert_eq!(assignments.len(), 1, "one per event and recipient, `never` included");
    assert_eq!((&assignments[0].event, assignments[0].recipient.as_str()), (&event.id, recipient.key.as_str()));
    (assignments[0].disposition, assignments[0].reason)
}

const NOON: &str = "2025-11-06T17:00:00Z";
const NIGHT: &str = "2025-11-06T04:30:00Z";

fn desk() -> Recipient {
    recipient("desk", Role::Reader)
}

fn list(patterns: &[&str]) -> Option<Vec<String>> {
    Some(patterns.iter().map(|p| (*p).to_owned()).collect())
}

#[test]
fn the_built_in_reading_of_every_kind() {
    use Disposition::{Digest, Never, Now};
    let now = "strengthened weakened withdrawn removed page_gone deadline_changed quantity_changed scope_changed takes_effect correction";
    let operators = recipient("desk", Role::Operator);
    for kind in EventKind::ALL {
        for novelty in [None, Some(Novelty::Announced), Some(Novelty::FirstSeen), Some(Novelty::Undated)] {
            let at_once = now.split(' ').any(|k| k == kind.as_str())
                || *kind == EventKind::New && novelty == Some(Novelty::Announced);
            let wanted = match (kind.is_operator(), at_once) {
                (true, _) => (Never, RouteReason::NotNotified),
                (_, true) => (Now, RouteReason::BuiltInNow),
                (_, false) => (Digest, RouteReason::BuiltInDigest),
            };
            assert_eq!(reading(&desk(), *kind, novelty), wanted, "{kind} {novelty:?}");
            if kind.is_operator() {
                assert_eq!(reading(&operators, *kind, novelty), (Now, RouteReason::Operator), "{kind}");
            }
        }
    }
}

#[test]
fn own_lists_are_asked_in_order_and_an_empty_one_means_none() {
    use Disposition::{Digest, Never, Now};
    let with = |now: Option<Vec<String>>, digest: Option<Vec<String>>| Recipient { now, digest, ..desk() };
    let new = |r: &Recipient| reading(r, EventKind::New, Some(Novelty::Announced));
    let restated = |r: &Recipient| reading(r, EventKind::Restated, None);
    let all = with(list(&["*"]), list(&["*"]));
    assert_eq!(restated(&all), (Now, RouteReason::ListedNow), "now is asked before digest");
    let some = with(list(&["new:announced"]), list(&["restated"]));
    assert_eq!(new(&some), (Now, RouteReason::ListedNow));
    assert_eq!(restated(&some), (Digest, RouteReason::ListedDigest));
    assert_eq!(reading(&some, EventKind::New, Some(Novelty::FirstSeen)), (Never, RouteReason::NotListed));
    assert_eq!(reading(&some, EventKind::Weakened, None), (Never, RouteReason::NotListed));
    let digests = with(list(&[]), None);
    assert_eq!(new(&digests), (Digest, RouteReason::BuiltInDigest));
    let nothing = with(list(&[]), list(&[]));
    assert_eq!(new(&nothing), (Never, RouteReason::NotListed));
    let urgent = with(None, list(&[]));
    assert_eq!(new(&urgent), (Now, RouteReason::BuiltInNow));
    assert_eq!(restated(&urgent), (Never, RouteReason::NotListed));
    let any_new = with(list(&["new"]), None);
    assert_eq!(
        reading(&any_new, EventKind::New, None),
        (Now, RouteReason::ListedNow),
        "a kind alone takes every novelty"
    );
}

#[test]
fn only_who_is_named_hears_and_operators_hear_all_operator_events() {
    let reader = recipient("other", Role::Reader);
    assert_eq!(one(&announced(), &reader, NOON), (Disposition::Never, RouteReason::NotNotified));
    let failing = event(EventKind::WatchFailing, None, None);
    let operator = Recipient { quiet: Some("00:00-23:59".to_owned()), ..recipient("ops", Role::Operator) };
    assert_eq!(one(&failing, &operator, NOON), (Disposition::Now, RouteReason::Operator), "whatever `notify` says");
    assert_eq!(one(&announced(), &operator, NOON), (Disposition::Never, RouteReason::NotNotified));
    assert_eq!(one(&failing, &desk(), NOON), (Disposition::Never, RouteReason::NotNotified));
    let both = recipient("desk", Role::Operator);
    assert_eq!(
        one(&announced(), &both, NOON),
        (Disposition::Now, RouteReason::BuiltInNow),
        "an operator may read, too"
    );
}

#[test]
fn filters_let_pass_what_fits_and_what_cannot_be_judged() {
    let passes = |key: &str, patterns: &[&str], event: &Event| {
        let only = vec![(key.to_owned(), patterns.iter().map(|p| (*p).to_owned()).collect())];
        let (disposition, reason) = one(event, &Recipient { only, ..desk() }, NOON);
        assert_eq!(disposition == Disposition::Never, reason == RouteReason::FilteredOut);
        disposition != Disposition::Never
    };
    let notice = announced();
    for (key, patterns, wanted) in [
        ("actor", &["CN:*"][..], true),
        ("actor", &["CN:MOFCOM"], true),
        ("actor", &["CN:GACC"], true),
        ("actor", &["US:*"], false),
        ("actor", &["CN"], false),
        ("actor", &[], true),
        ("class", &["export_licence", "tariff_trade"], true),
        ("class", &["tariff_trade"], false),
        ("topic", &["fentanyl"], true),
        ("topic", &["nitazenes"], false),
        ("watch", &["cn-mofcom"], true),
        ("watch", &["us-wh"], false),
        ("language", &["zh"], true),
        ("language", &["en", "es"], false),
        ("strength", &[">= intends"], true),
        ("strength", &[">= in_force"], false),
        ("strength", &["ordered"], true),
        ("strength", &["pledged"], false),
        ("strength", &["<= pledged"], false),
        ("strength", &["< in_force"], true),
        ("strength", &["> pledged"], true),
    ] {
        assert_eq!(passes(key, patterns, &notice), wanted, "{key} {patterns:?}");
    }
    let mut government = announced();
    if let Some(claim) = government.after.as_mut().and_then(|s| s.claim.as_mut()) {
        (claim.record.actor, claim.record.issuers) = (Some("CN+US".to_owned()), Vec::new());
    }
    assert!(
        passes("actor", &["US:*"], &government),
        "the government itself is among its bodies, a joint act is either's"
    );
    assert!(passes("strength", &[">= intends"], &weakened()), "a fall is judged by what it fell from");
    let gone = event(EventKind::PageGone, None, None);
    assert!(passes("class", &["tariff_trade"], &gone) && passes("strength", &[">= ordered"], &gone));
    assert!(passes("actor", &["CN:*"], &gone) && !passes("actor", &["US:*"], &gone), "judged by whose page it was");
}

#[test]
fn quiet_hours_hold_what_is_not_loud() {
    let quiet = Recipient { quiet: Some("22:00-07:00".to_owned()), ..desk() };
    for (time, wanted) in [
        ("2025-11-06T02:59:00Z", false),
        ("2025-11-06T03:00:00Z", true),
        ("2025-11-06T11:59:00Z", true),
        ("2025-11-06T12:00:00Z", false),
    ] {
        assert_eq!(is_quiet(&quiet, at(time)), wanted, "{time}, in New York");
    }
    assert_eq!(one(&weakened(), &quiet, NIGHT), (Disposition::Held, RouteReason::QuietHours));
    assert_eq!(one(&weakened(), &quiet, NOON), (Disposition::Now, RouteReason::BuiltInNow));
    let removed = Event { kind: EventKind::Removed, ..weakened() };
    assert_eq!(one(&removed, &quiet, NIGHT).0, Disposition::Now, "removals are loud");
    assert_eq!(one(&announced(), &quiet, "2025-11-07T04:30:00Z").0, Disposition::Now, "in force within three days");
    assert_eq!(one(&announced(), &quiet, NIGHT).0, Disposition::Held, "in force in four days can wait for the morning");
    let own = Recipient { loud: list(&["weakened"]), ..quiet.clone() };
    assert_eq!(one(&weakened(), &own, NIGHT).0, Disposition::Now);
    assert_eq!(one(&removed, &own, NIGHT).0, Disposition::Held, "an own list replaces the built-in one");
    let deaf = Recipient { loud: list(&[]), ..quiet };
    assert_eq!(one(&removed, &deaf, NIGHT).0, Disposition::Held);
    let restated = Event { kind: EventKind::Restated, ..weakened() };
    assert_eq!(
        one(&restated, &deaf, NIGHT),
        (Disposition::Digest, RouteReason::BuiltInDigest),
        "what waits is not held"
    );
    let by_day = Recipient { quiet: Some("12:00-13:00".to_owned()), ..desk() };
    assert!(is_quiet(&by_day, at(NOON)) && !is_quiet(&by_day, at("2025-11-06T18:00:00Z")));
}

#[test]
fn what_an_upgrade_finds_never_alerts() {
    let found = Event { cause: Cause::Upgrade, ..announced() };
    assert_eq!(one(&found, &desk(), NOON), (Disposition::Digest, RouteReason::Rereading));
    let unheard = Recipient { now: list(&[]), digest: list(&[]), ..desk() };
    assert_eq!(one(&found, &unheard, NOON), (Disposition::Never, RouteReason::NotListed));
}
