//! I/O. The channels against the suite and against what the other side may do.

mod email;
mod secrets;
#[path = "../../tests/support/smtp.rs"]
mod smtp;
mod spool;
mod steps;

use std::sync::Arc;
use std::time::Duration;

use smtp::Smtp;

use super::{Email, SecretSource, Security, Settings};

/// How a client must be set to talk to the server.
fn settings(server: &Smtp, security: Security, ca: Option<&tempfile::NamedTempFile>) -> Settings {
    Settings {
        host: Some("localhost".to_owned()),
        port: Some(server.port()),
        security,
        ca_file: ca.map(|file| file.path().to_path_buf()),
        user: None,
        password: None,
        spool: None,
        timeout: Duration::from_secs(20),
    }
}

fn client(settings: &Settings) -> Arc<Email> {
    Arc::new(Email::new("localhost", settings).expect("settings that can be used"))
}

/// The server's authority as a file.
fn authority(server: &Smtp) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), server.authority()).expect("written");
    file
}

/// A file with the secret, as private as it must be.
fn secret(text: &str) -> (tempfile::NamedTempFile, SecretSource) {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), text).expect("written");
    let source = SecretSource::File(file.path().to_path_buf());
    (file, source)
}
