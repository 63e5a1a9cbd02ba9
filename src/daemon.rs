//! The daemon: due checks with bounded concurrency, deliveries, the calendar, signals, systemd.

mod crew;
mod events;
mod loops;
mod pulse;
mod round;
mod service;
mod silence;

pub use events::config_error;
pub use round::{Scope, check_round, finish_round};
pub use service::{Reload, Signals, run};
pub use silence::tell_silence;
