//! I/O. A host, a port and a policy in; a TCP connection to an address the policy allows out.

use std::io;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::guard::Policy;
use super::resolver::{ResolveError, resolve};

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// The name leads nowhere, or only to refused addresses.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// No allowed address answered; what the last one said.
    #[error("connect to \"{host}\" port {port}")]
    Connect {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// Looking up and connecting took too long together.
    #[error("connect to \"{host}\" port {port}: no answer in {limit:?}")]
    Timeout {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// The limit.
        limit: Duration,
    },
}

/// Connects to the first allowed address that answers, all within `limit`.
pub async fn tcp(host: &str, port: u16, policy: &Policy, limit: Duration) -> Result<TcpStream, DialError> {
    timeout(limit, connect(host, port, policy))
        .await
        .unwrap_or_else(|_| Err(DialError::Timeout { host: host.to_owned(), port, limit }))
}

async fn connect(host: &str, port: u16, policy: &Policy) -> Result<TcpStream, DialError> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in resolve(host, port, policy).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(DialError::Connect { host: host.to_owned(), port, source: last })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn a_loopback_relay_is_reached_when_the_operator_names_it_and_not_otherwise() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let reached = tcp("127.0.0.1", port, &Policy::operator_named(), LIMIT).await.expect("a listener is there");
        assert_eq!(reached.peer_addr().expect("connected").port(), port);
        let refused = tcp("127.0.0.1", port, &Policy::public(Vec::new()), LIMIT).await;
        assert!(matches!(refused, Err(DialError::Resolve(ResolveError::Refused { .. }))), "{refused:?}");
    }

    #[tokio::test]
    async fn metadata_addresses_are_refused_even_for_a_named_relay() {
        let refused = tcp("169.254.169.254", 25, &Policy::operator_named(), LIMIT).await;
        assert!(matches!(refused, Err(DialError::Resolve(ResolveError::Refused { .. }))), "{refused:?}");
    }

    #[tokio::test]
    async fn a_closed_port_is_a_connect_error() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        drop(listener);
        let refused = tcp("127.0.0.1", port, &Policy::operator_named(), LIMIT).await;
        assert!(matches!(refused, Err(DialError::Connect { .. })), "{refused:?}");
    }
}
