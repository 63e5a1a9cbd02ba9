//! I/O. The delivery queue.

use std::collections::HashSet;

use super::Member;
use super::samples::{LEASE, alert, at};
use crate::model::{Alert, DeliveryOutcome, QueuedDelivery};
use crate::store::{EventRecord, QueueState, Store};

async fn queue(store: &dyn Store, alerts: Vec<Alert>) {
    store.commit_events(EventRecord { alerts, ..Default::default() }).await.expect("queued");
}

async fn claim(store: &dyn Store, n: usize, minute: i64) -> Vec<QueuedDelivery> {
    store.claim_deliveries(n, at(minute), LEASE).await.expect("claimed")
}

async fn record(store: &dyn Store, of: &QueuedDelivery, outcome: DeliveryOutcome, minute: i64) -> bool {
    store.record_delivery(of.id, of.fence, outcome, at(minute)).await.expect("recorded")
}

fn delivered() -> DeliveryOutcome {
    DeliveryOutcome::Delivered { detail: "250 queued as 1".to_owned() }
}

fn deferred(minute: i64) -> DeliveryOutcome {
    DeliveryOutcome::Deferred { detail: "451 later".to_owned(), retry_at: at(minute) }
}

fn failed() -> DeliveryOutcome {
    DeliveryOutcome::Failed { detail: "550 no such user".to_owned() }
}

pub(crate) async fn one_delivery_for_each_address_in_queue_order(member: &dyn Member) {
    let store = member.open().await;
    let late = alert("desk", &["late@reader.test"], &[], 2);
    let early = alert("press", &["one@reader.test", "two@reader.test", "one@reader.test"], &[], 1);
    queue(store.as_ref(), vec![late, early.clone()]).await;
    assert_eq!(claim(store.as_ref(), 9, 0).await, [], "nothing goes before it was composed");
    let first = claim(store.as_ref(), 2, 5).await;
    let addresses: Vec<&str> = first.iter().map(|d| d.address.as_str()).collect();
    assert_eq!(addresses, ["one@reader.test", "two@reader.test"], "an address named twice gets it once");
    assert_eq!(first[0].alert, early, "with its bytes");
    assert_eq!((first[0].attempts, first[0].queued_at), (0, at(1)));
    let rest = claim(store.as_ref(), 9, 5).await;
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].address, "late@reader.test");
}

pub(crate) async fn a_delivery_is_held_by_one_and_recorded_by_its_holder(member: &dyn Member) {
    let store = member.open().await;
    queue(store.as_ref(), vec![alert("desk", &["desk@reader.test"], &[], 0)]).await;
    let first = claim(store.as_ref(), 1, 0).await.remove(0);
    let other = member.open().await;
    assert_eq!(claim(other.as_ref(), 1, 9).await, []);
    assert_eq!(store.next_delivery().await.expect("read"), Some(at(10)), "when the lease runs out");
    let second = claim(other.as_ref(), 1, 10).await.remove(0);
    assert!(!record(store.as_ref(), &first, failed(), 11).await, "the first is not the holder any more");
    assert!(record(other.as_ref(), &second, delivered(), 12).await);
    assert_eq!(claim(store.as_ref(), 1, 9_999).await, [], "delivered is done");
    assert_eq!(store.next_delivery().await.expect("read"), None);
    let row = store.alerts(1).await.expect("read").remove(0);
    let one = &row.deliveries[0];
    assert_eq!((one.state.as_str(), one.attempts, one.at), ("delivered", 1, Some(at(12))));
    assert_eq!(one.detail.as_deref(), Some("250 queued as 1"));
}

pub(crate) async fn a_deferred_delivery_waits_for_its_time(member: &dyn Member) {
    let store = member.open().await;
    let mail = alert("desk", &["desk@reader.test"], &[], 0);
    queue(store.as_ref(), vec![mail.clone()]).await;
    let first = claim(store.as_ref(), 1, 0).await.remove(0);
    assert!(record(store.as_ref(), &first, deferred(3), 1).await);
    let fresh = member.open().await;
    assert_eq!(fresh.next_delivery().await.expect("read"), Some(at(3)));
    assert_eq!(claim(fresh.as_ref(), 1, 2).await, []);
    let again = claim(fresh.as_ref(), 1, 3).await.remove(0);
    assert_eq!(
        (again.attempts, again.queued_at, &again.alert),
        (1, at(0), &mail),
        "the same bytes, the same Message-ID"
    );
}

pub(crate) async fn a_resent_alert_keeps_its_bytes_and_forgets_the_old_attempt(member: &dyn Member) {
    let store = member.open().await;
    let mail = alert("desk", &["one@reader.test", "two@reader.test"], &[], 0);
    queue(store.as_ref(), vec![mail.clone()]).await;
    let both = claim(store.as_ref(), 2, 0).await;
    record(store.as_ref(), &both[0], delivered(), 1).await;
    assert!(store.resend(mail.id.as_str(), at(5)).await.expect("queued"));
    assert!(!store.resend("a-unknown000", at(5)).await.expect("asked"));
    assert!(!record(store.as_ref(), &both[1], delivered(), 6).await, "an attempt under way does not end the new one");
    assert_eq!(store.queue().await.expect("read").last_error, None, "what was said before is no error now");
    let again = claim(store.as_ref(), 9, 6).await;
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|d| d.alert == mail && d.attempts == 0 && d.queued_at == at(5)), "{again:?}");
}

pub(crate) async fn the_queue_tells_what_waits_and_why(member: &dyn Member) {
    let store = member.open().await;
    assert_eq!(store.queue().await.expect("read"), QueueState::default());
    queue(store.as_ref(), vec![alert("desk", &["one@reader.test", "two@reader.test", "three@reader.test"], &[], 4)])
        .await;
    let all = claim(store.as_ref(), 9, 4).await;
    record(store.as_ref(), &all[0], delivered(), 5).await;
    record(store.as_ref(), &all[2], deferred(60), 6).await;
    record(store.as_ref(), &all[1], failed(), 7).await;
    let state = store.queue().await.expect("read");
    assert_eq!((state.waiting, state.failed, state.oldest), (1, 1, Some(at(4))));
    assert_eq!(state.last_error.as_deref(), Some("550 no such user"), "of the newest attempt, whatever its place");
    let again = claim(store.as_ref(), 9, 60).await.remove(0);
    record(store.as_ref(), &again, deferred(120), 61).await;
    assert_eq!(store.queue().await.expect("read").last_error.as_deref(), Some("451 later"));
}

pub(crate) async fn many_at_once_never_hold_the_same_delivery(member: &dyn Member) {
    let store = member.open().await;
    queue(store.as_ref(), (0..40).map(|n| alert("desk", &["desk@reader.test"], &[], n)).collect()).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..6 {
        let store = if n % 2 == 0 { std::sync::Arc::clone(&store) } else { member.open().await };
        tasks.spawn(async move {
            let mut mine = Vec::new();
            loop {
                match claim(store.as_ref(), 1, 50).await.pop() {
                    Some(one) => mine.push(one.id),
                    None => return mine,
                }
            }
        });
    }
    let all: Vec<i64> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!((all.len(), all.iter().collect::<HashSet<_>>().len()), (40, 40));
}
