//! I/O. A server that misbehaves at any step: what is told, that it ends in time, and that the mail goes when it behaves.

use std::time::Duration;

use super::smtp::{Act, Setup, Smtp, Step};
use super::{client, settings};
use crate::channel::contract::{EML, delivery};
use crate::channel::{Channel, Security, Sent, Settings};

/// No conversation lasts longer, however the machine is loaded: a hang must be noticed by the channel, not by this.
const FAR_BEYOND: Duration = Duration::from_secs(120);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Delivered,
    Unreachable,
    Deferred,
    Failed,
}
use Outcome::{Deferred, Delivered, Failed, Unreachable};

fn outcome(sent: &Sent) -> (Outcome, &str) {
    match sent {
        Sent::Delivered { detail } => (Delivered, detail),
        Sent::Unreachable { detail } => (Unreachable, detail),
        Sent::Deferred { detail } => (Deferred, detail),
        Sent::Failed { detail } => (Failed, detail),
    }
}

/// Misbehaves, then behaves.
async fn story(step: Step, act: Act, timeout: Duration) -> (Sent, Vec<Vec<u8>>, Sent) {
    let server = Smtp::start(Setup::default());
    let channel = client(&Settings { timeout, ..settings(&server, Security::None, None) });
    server.on(step, "", act.clone());
    let mail = delivery("desk@reader.test", EML);
    let first = tokio::time::timeout(FAR_BEYOND, channel.deliver(&mail)).await;
    let first = first.unwrap_or_else(|_| panic!("{step:?} {act:?}: not bounded"));
    server.behave();
    let second = channel.deliver(&mail).await;
    (first, server.taken().into_iter().map(|m| m.bytes).collect(), second)
}

async fn check(step: Step, act: Act, timeout: Duration, expected: Outcome, words: &str) {
    let name = format!("{step:?} {act:?}");
    let took = matches!(act, Act::TakeAndClose);
    let (first, taken, second) = story(step, act, timeout).await;
    let (found, detail) = outcome(&first);
    assert_eq!(found, expected, "{name}: {detail}");
    assert!(detail.contains(words), "{name}: {detail}");
    assert!(!detail.chars().any(char::is_control) && detail.chars().count() < 600, "{name}: {detail:?}");
    assert_eq!(outcome(&second).0, Delivered, "{name}: {second:?}");
    let times = 1 + usize::from(found == Delivered) + usize::from(took);
    assert_eq!(taken, vec![EML.to_vec(); times], "{name}: the same bytes each time, none while it was refused");
}

#[tokio::test]
async fn every_answer_at_every_step_is_told_as_what_it_is() {
    let say = |text: &str| Act::Say(text.to_owned());
    let rows = [
        (Step::Accept, say("421 too busy"), Unreachable, "too busy"),
        (Step::Accept, say("554 not for you"), Unreachable, "not for you"),
        (Step::Accept, say("hello, what would you like?"), Unreachable, "localhost"),
        (Step::Accept, say("999 ?"), Unreachable, "localhost"),
        (Step::Accept, say(""), Unreachable, "localhost"),
        (Step::Accept, say("HTTP/1.1 400 Bad Request"), Unreachable, "localhost"),
        (Step::Accept, Act::Close, Unreachable, "localhost"),
        (Step::Accept, Act::EndlessLines, Unreachable, "without end"),
        (Step::Accept, Act::EndlessLine, Unreachable, "without end"),
        (Step::Ehlo, say("502 what?"), Unreachable, "what?"),
        (Step::Ehlo, Act::Close, Unreachable, "localhost"),
        (Step::Ehlo, Act::EndlessLines, Unreachable, "without end"),
        (Step::Mail, say("452 4.3.1 disk full"), Unreachable, "MAIL FROM"),
        (Step::Mail, say("550 5.7.1 sender not admitted"), Unreachable, "sender not admitted"),
        (Step::Mail, Act::Close, Unreachable, "MAIL FROM"),
        (Step::Rcpt, say("450 4.2.1 greylisted"), Deferred, "greylisted"),
        (Step::Rcpt, say("550 5.1.1 no such user"), Failed, "no such user"),
        (Step::Rcpt, say("550-5.1.1 no\r\n550 5.1.1 such user"), Failed, "RCPT TO"),
        (Step::Rcpt, Act::Close, Deferred, "RCPT TO"),
        (Step::Rcpt, Act::EndlessLine, Deferred, "without end"),
        (Step::Data, say("451 later"), Deferred, "later"),
        (Step::Data, say("554 no"), Failed, "DATA"),
        (Step::Data, Act::Close, Deferred, "DATA"),
        (Step::End, say("451 4.3.0 try again"), Deferred, "try again"),
        (Step::End, say("552 5.3.4 too large"), Failed, "too large"),
        (Step::End, say("554 5.7.1 \u{1b}[31mspam\u{7}"), Failed, "spam"),
        (Step::End, Act::Close, Deferred, "the mail"),
        (Step::End, Act::TakeAndClose, Deferred, "the mail"),
        (Step::Quit, say("500 no"), Delivered, "queued"),
        (Step::Quit, Act::Close, Delivered, "queued"),
    ];
    for (step, act, expected, words) in rows {
        check(step, act, Duration::from_secs(30), expected, words).await;
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_left_at_every_step() {
    let rows = [
        (Step::Accept, Unreachable, "no answer within"),
        (Step::Ehlo, Unreachable, "no answer within"),
        (Step::Mail, Unreachable, "MAIL FROM: no answer within"),
        (Step::Rcpt, Deferred, "RCPT TO: no answer within"),
        (Step::Data, Deferred, "DATA: no answer within"),
        (Step::End, Deferred, "the mail's end: no answer within"),
        (Step::Quit, Delivered, "queued"),
    ];
    let mut tasks = tokio::task::JoinSet::new();
    for (step, expected, words) in rows {
        tasks.spawn(check(step, Act::Hang, Duration::from_secs(2), expected, words));
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("the row holds");
    }
}
