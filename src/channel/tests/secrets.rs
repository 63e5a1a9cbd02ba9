//! I/O. Logging in, and that the password is told to the server and to nobody else.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use data_encoding::BASE64;

use super::smtp::{Act, Security as Served, Setup, Smtp, Step};
use super::{authority, client, secret, settings};
use crate::channel::contract::{EML, delivery};
use crate::channel::{Channel, SecretSource, Security, Sent, Settings};

const PASSWORD: &str = "correct-horse-battery";

fn server(mechanisms: &'static str) -> Smtp {
    let login = Some(("alerts", PASSWORD));
    Smtp::start(Setup { security: Served::StartTls, login, mechanisms, ..Setup::default() })
}

fn with(server: &Smtp, ca: &tempfile::NamedTempFile, password: SecretSource) -> Settings {
    let plain = settings(server, Security::StartTls, Some(ca));
    Settings { user: Some("alerts".to_owned()), password: Some(password), ..plain }
}

/// All forms in which the password goes over the wire.
fn forms() -> [String; 3] {
    [PASSWORD.to_owned(), BASE64.encode(PASSWORD.as_bytes()), BASE64.encode(format!("\0alerts\0{PASSWORD}").as_bytes())]
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no thread died holding it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Delivers with everything logged that anybody logs.
async fn logged(channel: &dyn Channel) -> (Sent, String) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    tracing::info!("delivering");
    let sent = channel.deliver(&delivery("desk@reader.test", EML)).await;
    drop(guard);
    let text = log.0.lock().expect("no thread died holding it").clone();
    (sent, String::from_utf8(text).expect("UTF-8"))
}

#[tokio::test]
async fn a_login_is_made_by_either_mechanism_and_appears_in_no_log() {
    for mechanisms in ["PLAIN LOGIN", "PLAIN", "LOGIN"] {
        let server = server(mechanisms);
        let (ca, (_file, source)) = (authority(&server), secret(&format!("{PASSWORD}\n")));
        let (sent, log) = logged(client(&with(&server, &ca, source)).as_ref()).await;
        assert!(matches!(sent, Sent::Delivered { .. }), "{mechanisms}: {sent:?}");
        assert_eq!(server.taken()[0].user.as_deref(), Some("alerts"));
        assert!(log.contains("delivering"), "the log was listened to");
        for form in forms() {
            assert!(!log.contains(&form), "{mechanisms}: {log}");
            assert!(!server.clear_text().contains(&form), "{mechanisms}: sent in clear text");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it_even_if_the_server_repeats_it() {
    let server = server("PLAIN");
    let (ca, (_file, source)) = (authority(&server), secret(PASSWORD));
    let channel = client(&with(&server, &ca, source));
    let [plain, half, whole] = forms();
    for said in [plain, half, whole] {
        server.behave();
        server.on(Step::Auth, "", Act::Say(format!("535 5.7.8 {said} is wrong")));
        let (sent, log) = logged(channel.as_ref()).await;
        let Sent::Unreachable { detail } = sent else { panic!("{sent:?}") };
        assert!(detail.contains("535") && detail.contains("log in as \"alerts\""), "{detail}");
        assert!(forms().iter().all(|form| !detail.contains(form) && !log.contains(form)), "{detail}\n{log}");
    }
    assert_eq!(server.taken(), [], "nothing goes without a log-in");
    server.behave();
    let sent = channel.deliver(&delivery("desk@reader.test", EML)).await;
    assert!(matches!(sent, Sent::Delivered { .. }), "a refused log-in may pass: {sent:?}");
}

#[tokio::test]
async fn a_server_without_a_common_mechanism_is_told() {
    let server = server("GSSAPI");
    let (ca, (_file, source)) = (authority(&server), secret(PASSWORD));
    let sent = client(&with(&server, &ca, source)).deliver(&delivery("desk@reader.test", EML)).await;
    assert!(matches!(&sent, Sent::Unreachable { detail } if detail.contains("mechanism")), "{sent:?}");
}

#[tokio::test]
async fn a_missing_secret_defers_the_mail_and_names_where_it_was_looked_for() {
    let server = server("PLAIN");
    let ca = authority(&server);
    let (_empty, empty) = secret("\n");
    let rows = [
        (SecretSource::Env("PLEDGEWATCH_TEST_UNSET".to_owned()), "PLEDGEWATCH_TEST_UNSET"),
        (SecretSource::Credential("smtp-password".to_owned()), "smtp-password"),
        (SecretSource::File(PathBuf::from("/nowhere/password")), "/nowhere/password"),
        (empty, "empty"),
    ];
    for (source, named) in rows {
        let sent = client(&with(&server, &ca, source)).deliver(&delivery("desk@reader.test", EML)).await;
        assert!(matches!(&sent, Sent::Unreachable { detail } if detail.contains(named)), "{named}: {sent:?}");
    }
    assert_eq!(server.connections(), 0, "nobody is called in vain");
}
