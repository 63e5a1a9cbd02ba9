//! I/O. Tests of the HTTP member against real servers on loopback that say exactly what the test wants.

mod hosts;
mod liars;
mod robots_txt;
mod server;
mod tls;
