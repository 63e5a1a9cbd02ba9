//! Commands: arguments in, exit code out. One file per command; results to stdout, logs to stderr.

pub mod recognize;
