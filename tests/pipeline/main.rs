//! The whole pipeline through the binary: from a watchlist and a real web server to mails.

#[path = "../support/mod.rs"]
mod support;

mod compare;
mod kill;
mod page;
mod recognize;
mod seed;
