//! Watches ministry and agency press pages and mails what governments commit to on fentanyl, and how that changes.
//!
//! The modules in pipeline order: `Target → Page → Document → Change → [Claim] → [Event] → [Assignment] → Alert → Delivery`.

pub mod cli; // one file per command
pub mod daemon; // loop, signals, sd_notify
pub mod pipeline; // one target, once
pub mod deliver; // compose what is due, drain the queue
pub mod engine; // watchlist, seams, events → mails
pub mod config; // watchlist.toml → Watchlist, or every problem
pub mod schedule; // crontab text → next due time
pub mod fetch; // Request → Page
pub mod files; // a PDF, DOCX or XLSX → its text, read in a limited child
pub mod extract; // Page → Document or Links
pub mod diff; // two Documents → Change
pub mod commitments; // Document → Claims
pub mod ledger; // Claims and the ledger → Events
pub mod notice; // Events → Assignments and Alerts
pub mod store; // what is kept
pub mod channel; // Alert → the receiving side
pub mod text; // folding, sentences, numbers, dates
pub mod net; // the address guard; every connection
pub mod model; // nouns of the pipeline
