//! I/O. SMTP: the suite in each kind of security, and servers that are not who they should be.

use std::sync::Arc;

use async_trait::async_trait;

use super::smtp::{Act, Closed, Security as Served, Setup, Smtp, Step};
use super::{authority, client, settings};
use crate::channel::contract::{EML, Member, delivery};
use crate::channel::{Channel, Email, Security, Sent, Settings};

struct Mailbox {
    server: Smtp,
    channel: Arc<Email>,
}

impl Mailbox {
    fn new(served: Served, wanted: Security) -> Self {
        let server = Smtp::start(Setup { security: served, ..Setup::default() });
        let ca = authority(&server);
        let channel = client(&settings(&server, wanted, Some(&ca)));
        Self { server, channel }
    }
}

#[async_trait]
impl Member for Mailbox {
    fn channel(&self) -> Arc<dyn Channel> {
        Arc::clone(&self.channel) as Arc<dyn Channel>
    }

    async fn arrived(&self) -> Vec<(String, Vec<u8>)> {
        self.server.taken().into_iter().map(|mail| (mail.to.join(" "), mail.bytes)).collect()
    }

    fn block(&mut self, blocked: bool) {
        if blocked {
            self.server.on(Step::Accept, "", Act::Say("421 too busy".to_owned()));
        } else {
            self.server.behave();
        }
    }
}

mod in_clear_text {
    use super::{Mailbox, Security, Served};
    crate::channel::contract::contract_tests!(Mailbox::new(Served::Plain, Security::None));
}

mod with_starttls {
    use super::{Mailbox, Security, Served};
    crate::channel::contract::contract_tests!(Mailbox::new(Served::StartTls, Security::StartTls));
}

mod with_tls {
    use super::{Mailbox, Security, Served};
    crate::channel::contract::contract_tests!(Mailbox::new(Served::Tls, Security::Tls));
}

fn unreachable(sent: &Sent) -> &str {
    match sent {
        Sent::Unreachable { detail } => detail,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_encrypted_is_encrypted_from_the_envelope_on() {
    for (served, wanted) in [(Served::StartTls, Security::StartTls), (Served::Tls, Security::Tls)] {
        let place = Mailbox::new(served, wanted);
        let sent = place.channel.deliver(&delivery("desk@reader.test", EML)).await;
        assert_eq!(sent, Sent::Delivered { detail: "250 2.0.0 queued as 4711".to_owned() }, "the server's words");
        assert!(place.server.taken()[0].encrypted);
        assert!(!place.server.clear_text().contains("reader.test"), "{}", place.server.clear_text());
    }
}

#[tokio::test]
async fn without_starttls_nothing_is_sent() {
    let place = Mailbox::new(Served::Plain, Security::StartTls);
    let sent = place.channel.deliver(&delivery("desk@reader.test", EML)).await;
    assert!(unreachable(&sent).contains("STARTTLS"), "{sent:?}");
    assert!(!place.server.clear_text().contains("MAIL"), "{}", place.server.clear_text());
    let place = Mailbox::new(Served::StartTls, Security::StartTls);
    place.server.on(Step::StartTls, "", Act::Say("454 not now".to_owned()));
    let sent = place.channel.deliver(&delivery("desk@reader.test", EML)).await;
    assert!(unreachable(&sent).contains("not now"), "{sent:?}");
    assert!(!place.server.clear_text().contains("MAIL"), "{}", place.server.clear_text());
}

#[tokio::test]
async fn answers_slipped_in_before_starttls_are_not_taken_for_the_servers() {
    let place = Mailbox::new(Served::StartTls, Security::StartTls);
    let fake = ["220 go ahead", "250 me again", "250 sender", "250 recipient", "354 mail", "250 taken, trust me"];
    place.server.on(Step::StartTls, "", Act::SayAndGoOn(fake.join("\r\n")));
    let sent = place.channel.deliver(&delivery("desk@reader.test", EML)).await;
    unreachable(&sent);
    assert_eq!(place.server.taken(), []);
}

#[tokio::test]
async fn a_certificate_must_be_of_the_host_and_from_a_known_authority() {
    for served in [Served::StartTls, Served::Tls] {
        let wanted = if served == Served::Tls { Security::Tls } else { Security::StartTls };
        let server = Smtp::start(Setup { security: served, name: "other.test", ..Setup::default() });
        let own = authority(&server);
        let stranger = authority(&Smtp::start(Setup::default()));
        for ca in [Some(&own), Some(&stranger), None] {
            let sent = client(&settings(&server, wanted, ca)).deliver(&delivery("desk@reader.test", EML)).await;
            assert!(unreachable(&sent).contains("certificate"), "{sent:?}");
        }
        assert_eq!(server.taken(), []);
        assert!(!server.clear_text().contains("MAIL"));
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let server = Smtp::start(Setup::default());
    let (_held, port) = Closed::port();
    let settings = Settings { port: Some(port), ..settings(&server, Security::None, None) };
    let sent = client(&settings).deliver(&delivery("desk@reader.test", EML)).await;
    let told = unreachable(&sent);
    assert!(told.contains("localhost") && told.contains(&port.to_string()) && told.contains("refused"), "{told}");
}

#[tokio::test]
async fn clear_text_is_for_this_machine_and_nothing_goes_to_metadata_addresses() {
    let server = Smtp::start(Setup::default());
    let clear = settings(&server, Security::None, None);
    for host in ["mail.reader.test", "10.0.0.25", "192.168.1.1"] {
        let refused = Email::new(host, &clear).err().expect("refused");
        assert!(refused.contains("loopback") && refused.contains(host), "{refused}");
    }
    for host in ["localhost", "LOCALHOST", "127.0.0.1", "::1", "[::1]"] {
        assert!(Email::new(host, &clear).is_ok(), "{host}");
    }
    let ca = authority(&server);
    let guarded = settings(&server, Security::StartTls, Some(&ca));
    let channel = Email::new("169.254.169.254", &guarded).expect("it may be named");
    let sent = channel.deliver(&delivery("desk@reader.test", EML)).await;
    assert!(unreachable(&sent).contains("link-local"), "{sent:?}");
}

#[tokio::test]
async fn example_addresses_get_no_mail_but_on_loopback() {
    let server = Smtp::start(Setup::default());
    let ca = authority(&server);
    let abroad = Email::new("10.255.255.1", &settings(&server, Security::StartTls, Some(&ca))).expect("usable");
    for address in ["desk@example.org", "desk@mail.Example.COM", "desk@a.example"] {
        let sent = abroad.deliver(&delivery(address, EML)).await;
        let Sent::Deferred { detail } = sent else { panic!("{sent:?}") };
        assert!(detail.contains("example address") && !detail.contains("desk@"), "{detail}");
    }
    let here = client(&settings(&server, Security::None, None));
    assert!(matches!(here.deliver(&delivery("desk@example.org", EML)).await, Sent::Delivered { .. }));
}

#[tokio::test]
async fn an_8_bit_mail_is_not_mangled_by_a_server_that_takes_none() {
    let place = Mailbox::new(Served::Plain, Security::None);
    place.server.on(Step::Ehlo, "", Act::Say("250 mail.test".to_owned()));
    let sent = place.channel.deliver(&delivery("desk@reader.test", "Subject: x\r\n\r\né\r\n".as_bytes())).await;
    assert!(matches!(&sent, Sent::Failed { detail } if detail.contains("8BITMIME")), "{sent:?}");
    assert!(matches!(place.channel.deliver(&delivery("desk@reader.test", EML)).await, Sent::Delivered { .. }));
}

#[tokio::test]
async fn an_authority_that_cannot_be_read_is_named() {
    let server = Smtp::start(Setup::default());
    let with = |path: &std::path::Path| Settings {
        ca_file: Some(path.to_path_buf()),
        ..settings(&server, Security::StartTls, None)
    };
    let missing = Email::new("localhost", &with(std::path::Path::new("/nowhere/ca.pem"))).err().expect("refused");
    assert!(missing.contains("/nowhere/ca.pem"), "{missing}");
    let file = tempfile::NamedTempFile::new().expect("a file");
    for garbage in ["", "this is no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(file.path(), garbage).expect("written");
        let refused = Email::new("localhost", &with(file.path())).err();
        let refused = refused.unwrap_or_else(|| panic!("{garbage:?} is no authority"));
        assert!(refused.contains(&file.path().display().to_string()), "{refused}");
    }
}
