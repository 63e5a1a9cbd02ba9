//! I/O. What every Channel must do. A member's tests call `contract_tests!` with a way to make an idle member; each check
//! below is then a test of its own.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Channel, Sent};
use crate::model::{Alert, AlertId, QueuedDelivery};

/// A channel with its other side in the test's hands.
#[async_trait]
pub(super) trait Member: Send + Sync {
    fn channel(&self) -> Arc<dyn Channel>;
    /// What arrived: address and bytes, in any order.
    async fn arrived(&self) -> Vec<(String, Vec<u8>)>;
    /// From now on nothing can be handed over; or it can again.
    fn block(&mut self, blocked: bool);
}

/// One test for each check of the suite, each with a member of its own.
macro_rules! contract_tests {
    ($member:expr) => {
        $crate::channel::contract::contract_tests! { @each $member;
            a_blocked_channel_says_so_and_takes_the_mail_later,
            any_bytes_arrive_as_they_are,
            each_call_is_for_one_address,
            no_address_reaches_beyond_itself,
            the_same_mail_may_be_handed_over_again,
        }
    };
    (@each $member:expr; $($check:ident,)*) => {
        $(
            #[tokio::test]
            async fn $check() {
                $crate::channel::contract::$check(&mut $member).await;
            }
        )*
    };
}
pub(super) use contract_tests;

/// A mail with these bytes for the address.
pub(super) fn delivery(address: &str, eml: &[u8]) -> QueuedDelivery {
    let alert = Alert {
        id: AlertId::derive(&["an alert"]),
        recipient: "desk".to_owned(),
        addresses: vec![address.to_owned()],
        message_id: "<a-1@watch.test>".to_owned(),
        from: "alerts@watch.test".to_owned(),
        subject: "NEW".to_owned(),
        eml: eml.to_vec(),
        html: "<p>NEW</p>".to_owned(),
        events: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
    };
    let queued_at = Timestamp::UNIX_EPOCH;
    QueuedDelivery { id: 1, fence: 1, alert, address: address.to_owned(), attempts: 0, queued_at }
}

pub(super) const EML: &[u8] = b"Message-ID: <a-1@watch.test>\r\nSubject: NEW\r\n\r\nSomething happened.\r\n";

fn is_delivered(sent: &Sent) -> bool {
    matches!(sent, Sent::Delivered { detail } if !detail.is_empty())
}

async fn hand_over(member: &dyn Member, address: &str, eml: &[u8]) -> Sent {
    member.channel().deliver(&delivery(address, eml)).await
}

pub(crate) async fn each_call_is_for_one_address(member: &mut dyn Member) {
    // The second and third differ only in characters that a file name cannot have, the fourth in its length.
    let long = format!("{}@reader.test", "x".repeat(240));
    let mut addresses = ["one@reader.test", "two+a@reader.test", "two/a@reader.test", long.as_str()];
    for address in addresses {
        let sent = hand_over(member, address, EML).await;
        assert!(is_delivered(&sent) || address == long, "{address}: {sent:?}");
    }
    let mut arrived = member.arrived().await;
    arrived.sort();
    addresses.sort_unstable();
    let short: Vec<_> = arrived.iter().filter(|(a, _)| a.len() < 100).collect();
    assert_eq!(short.len(), 3, "{arrived:?}");
    assert!(arrived.iter().all(|(_, bytes)| bytes == EML));
}

pub(crate) async fn the_same_mail_may_be_handed_over_again(member: &mut dyn Member) {
    for _ in 0..2 {
        assert!(is_delivered(&hand_over(member, "one@reader.test", EML).await));
    }
    assert!(member.arrived().await.iter().all(|(_, bytes)| bytes == EML), "the same bytes both times");
}

pub(crate) async fn any_bytes_arrive_as_they_are(member: &mut dyn Member) {
    let long = format!("Subject: long\r\n\r\n{}\r\n", "0123456789".repeat(2_000));
    let bodies: [&[u8]; 5] = [
        "Subject: x\r\n\r\nété 中文\r\n".as_bytes(),
        b"Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n...\r\nend .\r\n.\r\n",
        b"Subject: empty\r\n\r\n",
        b"Subject: blank lines\r\n\r\n\r\n\r\ntext\r\n\r\n\r\n",
        long.as_bytes(),
    ];
    for (n, body) in bodies.iter().enumerate() {
        let address = format!("n{n}@reader.test");
        let sent = hand_over(member, &address, body).await;
        assert!(is_delivered(&sent), "{n}: {sent:?}");
        let arrived = member.arrived().await;
        let (_, bytes) = arrived.iter().find(|(a, _)| *a == address).expect("it arrived");
        assert_eq!(bytes, body, "{}", String::from_utf8_lossy(body));
    }
}

pub(crate) async fn a_blocked_channel_says_so_and_takes_the_mail_later(member: &mut dyn Member) {
    member.block(true);
    let sent = hand_over(member, "one@reader.test", EML).await;
    assert!(matches!(&sent, Sent::Unreachable { detail } if !detail.is_empty()), "{sent:?}");
    assert_eq!(member.arrived().await, []);
    member.block(false);
    assert!(is_delivered(&hand_over(member, "one@reader.test", EML).await));
    assert_eq!(member.arrived().await, [("one@reader.test".to_owned(), EML.to_vec())]);
}

pub(crate) async fn no_address_reaches_beyond_itself(member: &mut dyn Member) {
    let hostile = [
        "../../elsewhere@reader.test",
        "/etc/elsewhere@reader.test",
        "a@reader.test>\r\nRCPT TO:<elsewhere@evil.test",
        "a@reader.test\r\nBcc: elsewhere@evil.test",
        "a@reader.test, elsewhere@evil.test",
        "a@reader.test\0elsewhere",
        "",
        "@",
    ];
    for address in hostile {
        let sent = hand_over(member, address, EML).await;
        assert!(!matches!(sent, Sent::Unreachable { .. }), "{address:?} is no trouble of the channel: {sent:?}");
    }
    for (address, bytes) in member.arrived().await {
        assert!(!address.contains("evil.test>") && !address.starts_with("elsewhere"), "{address}");
        assert_eq!(bytes, EML, "no header came in by an address");
    }
    assert!(is_delivered(&hand_over(member, "one@reader.test", EML).await), "and it still works");
}
