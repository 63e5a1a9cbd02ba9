//! Pure. Names of decisions in, plain words about them out: why an event is one, and why it reached this reader now.

use crate::model::{Cause, Event, EventKind, Novelty, RouteReason};

/// Why it is an event, for people; a name without words of its own is told as it is.
pub(super) fn event_reason(event: &Event) -> String {
    let words = match event.reason.as_str() {
        "own_page_fresh" => "not in the ledger before, on the actor's own page, said at most three days ago",
        "standing_page_edited" => {
            "not in the ledger before, and new on a page that was read without it at most three days ago"
        }
        "told_as_past" => "not in the ledger before, but told as something that began earlier",
        "other_page" => "not in the ledger before, and told by somebody else than the actor",
        "page_old" => "not in the ledger before, but the page is dated more than three days back",
        "page_undated" => "not in the ledger before, and nothing on the page says since when it stands there",
        "less_firm" => "the wording is less firm than before, and a second reading had it too",
        "made_conditional" => "the wording now depends on a condition, and a second reading had it too",
        "only_willing_now" => "the wording now speaks of willingness only, and a second reading had it too",
        "firmer" => "the wording is firmer than before",
        "negated_in_words" => "the page now says the opposite",
        "cancelled_in_words" => "the page says that it no longer holds",
        "cancellation_of_something_unseen" => "the page takes back something that was not in the ledger",
        "sentence_gone" => "two readings of the page did not have the sentence any more",
        "date_later" => "the date is later than before",
        "date_earlier" => "the date is earlier than before",
        "date_added" => "a date was added",
        "date_dropped" => "the date was dropped",
        "date_precision" => "the date is told more or less exactly than before",
        "number_higher" => "the number is higher than before",
        "number_lower" => "the number is lower than before",
        "number_added" => "a number was added",
        "number_dropped" => "the number was dropped",
        "number_unit" => "the number counts something else than before",
        "counterparty_added" => "a country was added",
        "counterparty_dropped" => "a country was dropped",
        "counterparty_swapped" => "other countries are named than before",
        "list_longer" => "the list in it is longer than before",
        "list_shorter" => "the list in it is shorter than before",
        "versions_firmness" => "one language version is firmer than the other",
        "versions_date" => "the two language versions name different dates",
        "versions_number" => "the two language versions name different numbers",
        "versions_scope" => "the two language versions cover different things",
        "versions_country" => "the two language versions name different countries",
        "object_added" => "something was added to what it covers",
        "object_dropped" => "something was dropped from what it covers",
        "object_swapped" => "it covers something else than before",
        "same_page_reworded" => "the same page says the same in other words",
        "same_record" => "it says the same in other words",
        "same_office" => "the same office says it again",
        "other_source" => "another source says it too",
        "other_language" => "it is told in another language too",
        "sentence_back" => "the sentence that was told as removed is on the page again",
        "said_again_after_removal" => "what was told as removed is said again in other words",
        "collapse_confirmed" => "three checks over a day found the page reduced to a tenth, without the sentence",
        "not_found_on_rereading" => "reading the stored page by today's settings and words does not find it",
        "on_topic_text_changed" => "text on the topic changed, and the watch reports such text",
        "text_changed" => "text changed, and the watch reports any text",
        "back_before_confirmation" => "words that one reading missed are on the page again",
        "date_passed" => "the day named has passed, and nothing newer was found",
        "14_days_before" => "the day named is two weeks away or less",
        "1_days_before" => "the day named is tomorrow",
        "0_days_before" => "the day named is today",
        "not_found" | "gone" | "soft_not_found" => "three checks over a day found the page gone",
        other => return other.replace('_', " "),
    };
    words.to_owned()
}

/// Why it reached this recipient when it did.
pub(super) fn route_reason(reason: RouteReason) -> &'static str {
    match reason {
        RouteReason::ListedNow => "your `now` list names it",
        RouteReason::BuiltInNow => "news of this kind goes out at once",
        RouteReason::ListedDigest => "your `digest` list names it",
        RouteReason::Operator => "it goes to every operator",
        RouteReason::QuietHours => "it was held until your quiet hours ended",
        RouteReason::DailyLimit => "it came after your `max_per_day` alerts",
        RouteReason::Rereading => "it was found on reading old pages again after an upgrade",
        _ => "news of this kind waits for the digest",
    }
}

/// The one plain sentence that says what happened; `before` and `after` are the record's sentences.
pub(super) fn what_happened(event: &Event, before: &str, after: &str, moved: Option<&(String, String)>) -> String {
    let told = |what: &str| match moved {
        Some((old, new)) => format!("The {what} moved from {old} to {new}. {after}"),
        None => format!("The {what} changed. {after}"),
    };
    match event.kind {
        EventKind::Weakened => format!("Less firm than before. Now: {after}"),
        EventKind::Strengthened => format!("Firmer than before. Now: {after}"),
        EventKind::Withdrawn if after.is_empty() => format!("Taken back in words. Before: {before}"),
        EventKind::Withdrawn => format!("Taken back in words. {after}"),
        EventKind::Removed if event.cause == Cause::Upgrade => {
            format!("Not found any more in the stored page: {before}")
        }
        EventKind::Removed => {
            format!("No longer on the page: {before} That is a fact about the page, not about policy.")
        }
        EventKind::Restored => format!("On the page again: {after}"),
        EventKind::Restated => format!("Said again: {after}"),
        EventKind::Overdue => {
            let found = event.detail.as_deref().unwrap_or("nothing newer found");
            format!("Date passed, {found}. {after}")
        }
        EventKind::TakesEffect if event.reason == "0_days_before" => format!("Takes effect today. {after}"),
        EventKind::TakesEffect if event.reason == "1_days_before" => format!("Takes effect tomorrow. {after}"),
        EventKind::TakesEffect => format!("Takes effect soon. {after}"),
        EventKind::CommentsClose => format!("The time for comments ends soon. {after}"),
        EventKind::VersionsDiffer => format!("Two language versions differ. {after}"),
        EventKind::Correction => format!("On the page again, after it was told as removed: {after}"),
        EventKind::DeadlineChanged => told("date"),
        EventKind::QuantityChanged => told("number"),
        EventKind::ScopeChanged => format!("It covers something else than before. {after}"),
        EventKind::New if event.novelty == Some(Novelty::FirstSeen) => format!("Seen here for the first time: {after}"),
        EventKind::New if event.novelty == Some(Novelty::Undated) => {
            format!("Seen here for the first time, on a page that says no date: {after}")
        }
        _ if after.is_empty() => before.to_owned(),
        _ => after.to_owned(),
    }
}
