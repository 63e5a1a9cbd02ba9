//! The whole pipeline through the binary: from a watchlist and a real web server to mails.

#[path = "../support/mod.rs"]
mod support;

mod days;
mod demo;
mod kill;
mod ledger;
mod page;
mod seed;
mod settings;
