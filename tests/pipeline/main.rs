//! The whole pipeline through the binary: from a watchlist and a real web server to mails.

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/smtp.rs"]
mod smtp;

mod compare;
mod days;
mod demo;
mod identity;
mod hostile;
mod kill;
mod ledger;
mod mail;
mod page;
mod recognize;
mod seed;
mod settings;
mod versions;

    eprintln!("{text}");
#[expect(clippy::print_stderr, reason = "figures are what a reader of a run wants to see")]
/// What a reader of a run wants to see of a measure.
fn print(text: &str) {
mod topics;
}
