//! I/O. Names and addresses in, guarded connections out: every connection the program makes goes through here.

pub mod clock;
pub mod dial;
pub mod failpoint;
pub mod guard;
pub mod resolver;
