//! The whole pipeline through the binary: from a watchlist and a real web server to mails.

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/files.rs"]
mod support_files;
#[path = "../support/smtp.rs"]
mod smtp;

mod attachments;
mod compare;
mod days;
mod demo;
mod files;
mod feeds;
mod hostile;
mod identity;
mod json_api;
mod kill;
mod ledger;
mod mail;
mod noise;
mod noisy_site;
mod page;
mod pages;
mod recognize;
mod seed;
mod settings;
mod sitemap;
mod topics;
mod versions;

/// What a reader of a run wants to see of a measure.
#[expect(clippy::print_stderr, reason = "figures are what a reader of a run wants to see")]
fn print(text: &str) {
    eprintln!("{text}");
}
