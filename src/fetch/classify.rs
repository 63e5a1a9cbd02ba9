//! I/O stage, pure part. What went wrong inside the HTTP client in; a Failure by the type of its causes out.

use std::error::Error;
use std::io;

use crate::model::{Failure, Reason};
use crate::net::guard::Refused;
use crate::net::resolver::ResolveError;

/// Where the request was when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before the whole header had arrived.
    Header,
    /// While reading the body.
    Body,
}

/// The failure behind a client error.
pub(super) fn classify(error: &reqwest::Error, phase: Phase) -> Failure {
    if let Some(resolve) = causes(error).find_map(|e| e.downcast_ref::<ResolveError>()) {
        return resolving(resolve);
    }
    let reason = match phase {
        _ if error.is_connect() && error.is_timeout() => Reason::ConnectTimeout,
        _ if error.is_connect() && is_tls(error) => Reason::TlsFailed,
        _ if error.is_connect() => Reason::ConnectFailed,
        _ if error.is_builder() => Reason::BadUrl,
        Phase::Header if error.is_timeout() => Reason::HeaderTimeout,
        Phase::Body if error.is_timeout() => Reason::BodyTimeout,
        _ => Reason::BodyBroken,
    };
    Failure::new(reason, innermost(error))
}

/// The failure behind a refused address.
pub(super) fn refused(verdict: &Refused) -> Failure {
    let reason = match verdict {
        Refused::Reserved { .. } => Reason::AddressRefused,
        Refused::NotLoopback(_) => Reason::ContactMissing,
    };
    Failure::new(reason, verdict.to_string())
}

fn resolving(error: &ResolveError) -> Failure {
    match error {
        ResolveError::Refused { host, verdict } => {
            let mut failure = refused(verdict);
            failure.detail = format!("{host}: {verdict}");
            failure
        }
        ResolveError::Lookup { source, .. } => Failure::new(Reason::DnsFailed, format!("{error}: {source}")),
        ResolveError::NoAddress(_) => Failure::new(Reason::DnsFailed, error.to_string()),
    }
}

/// The TLS library reports every fault of a handshake as invalid data inside an I/O error; nothing else does while
/// connecting.
fn is_tls(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::InvalidData)
}

/// The chain of causes, looking also inside I/O errors, which leave out what they wrap.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |e: &&'a (dyn Error + 'static)| {
        let e: &'a (dyn Error + 'static) = *e;
        match e.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => e.source(),
        }
    })
}

fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}
