//! I/O. A response in; its decoded bytes out, bounded in size and time.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::classify::{Phase, classify};
use crate::model::{Failure, Reason};

/// Content codings the client decodes, or that leave unreadable bytes if it did not.
const CODINGS: &[&str] = &["gzip", "x-gzip", "br", "zstd", "deflate", "compress", "x-compress"];

/// Time left for one fetch: a limit for each step, and one for the whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    step: Duration,
    end: Instant,
}

impl Limits {
    /// Starts the whole: four times the step.
    pub(super) fn start(step: Duration) -> Self {
        Self { step, end: Instant::now() + step.saturating_mul(4) }
    }

    /// Runs something for at most `steps` steps and what is left of the whole; None when time ran out.
    pub(super) async fn within<T>(&self, steps: u32, work: impl Future<Output = T>) -> Option<T> {
        let until = self.end.min(Instant::now() + self.step.saturating_mul(steps));
        timeout_at(until, work).await.ok()
    }
}

/// What of a body to keep when it is larger than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// It is a failure.
    Fail,
    /// The beginning is enough.
    Cut,
}

/// Reads a body, chunk by chunk, and stops at `max` bytes after decoding.
pub(super) async fn read(
    response: &mut reqwest::Response,
    max: u64,
    excess: Excess,
    limits: Limits,
) -> Result<Vec<u8>, Failure> {
    let declared = response.content_length().unwrap_or(0);
    let too_large = || Failure::new(Reason::TooLarge, format!("more than {max} bytes"));
    if declared > max && excess == Excess::Fail {
        return Err(too_large());
    }
    still_encoded(response)?;
    let mut bytes = Vec::with_capacity(usize::try_from(declared.min(max).min(256 * 1024)).unwrap_or(0));
    loop {
        let next = limits.within(1, response.chunk()).await;
        let next = next.ok_or_else(|| Failure::new(Reason::BodyTimeout, format!("after {} bytes", bytes.len())))?;
        let Some(chunk) = next.map_err(|e| classify(&e, Phase::Body))? else { return Ok(bytes) };
        let room = usize::try_from(max).unwrap_or(usize::MAX).saturating_sub(bytes.len());
        if chunk.len() > room {
            bytes.extend_from_slice(&chunk[..room]);
            return if excess == Excess::Cut { Ok(bytes) } else { Err(too_large()) };
        }
        bytes.extend_from_slice(&chunk);
    }
}

/// The client takes the header away when it decodes; what is still named was not asked for and cannot be read.
fn still_encoded(response: &reqwest::Response) -> Result<(), Failure> {
    let named = response.headers().get_all("content-encoding");
    let named = named.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    match named.map(|v| v.trim().to_ascii_lowercase()).find(|v| CODINGS.contains(&v.as_str())) {
        Some(coding) => Err(Failure::new(Reason::BodyBroken, format!("content coding `{coding}` left undecoded"))),
        None => Ok(()),
    }
}
