//! I/O. The child's side: limits first, then the file from stdin, its text or the reason to stdout.

use std::io::{Read, Write};

use super::limits;
use crate::model::{Failure, Reason};

/// First line of the answer when the text follows; else the reason, and its detail on the next line.
pub(super) const TEXT: &str = "text";

/// The child's whole life. What it prints is all that is believed of it.
///
/// # Errors
/// When limits cannot be set, or stdin or stdout fail.
pub fn serve() -> std::io::Result<()> {
    limits::impose()?;
    // What the parsers say of a file is of no use to anybody; the parent sees that it crashed.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let answer = match super::read(&bytes) {
        Ok(text) => format!("{TEXT}\n{text}"),
        Err(failure) => format!("{}\n{}", failure.reason, failure.detail.replace('\n', " ")),
    };
    let mut out = std::io::stdout().lock();
    out.write_all(answer.as_bytes())?;
    out.flush()
}

/// What the child's answer says.
pub(super) fn understood(answer: &str) -> Result<String, Failure> {
    let (first, rest) = answer.split_once('\n').unwrap_or((answer, ""));
    if first == TEXT {
        return Ok(rest.to_owned());
    }
    match first.parse::<Reason>() {
        Ok(reason) => Err(Failure::new(reason, rest.chars().take(300).collect::<String>())),
        Err(_) => Err(Failure::new(Reason::FileReaderFailed, "its answer makes no sense")),
    }
}
