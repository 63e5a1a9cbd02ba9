//! The daemon: due checks with bounded concurrency, deliveries, the calendar, signals, systemd.

mod failing;
mod round;
mod service;

pub use failing::config_error;
pub use round::{Scope, check_round, finish_round};
pub use service::{Reload, Signals, run};
