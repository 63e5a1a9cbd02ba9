//! I/O. A host name in; the addresses that may be connected to out. What is checked here is what is dialled.

use std::io;
use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Host;

use super::guard::{Policy, Refused};

/// More addresses than any honest host needs; the rest is dropped, so that a flood of them cannot stretch a connect.
const MAX_ADDRESSES: usize = 16;

/// Why a name leads nowhere.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// The system's resolver gave no address.
    #[error("look up \"{host}\"")]
    Lookup {
        /// The name.
        host: String,
        /// What the resolver said.
        source: io::Error,
    },
    /// The name has no address at all.
    #[error("\"{0}\" has no address")]
    NoAddress(String),
    /// Every address is refused; the first verdict.
    #[error("\"{host}\": {verdict}")]
    Refused {
        /// The name.
        host: String,
        /// Why.
        verdict: Refused,
    },
}

/// Resolves a name or literal and keeps the addresses the policy allows; an error when none is left.
pub async fn resolve(host: &str, port: u16, policy: &Policy) -> Result<Vec<SocketAddr>, ResolveError> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found: Vec<SocketAddr> = match bare.parse::<IpAddr>() {
        Ok(literal) => vec![SocketAddr::new(literal, port)],
        Err(_) => tokio::net::lookup_host((host, port))
            .await
            .map_err(|source| ResolveError::Lookup { host: host.to_owned(), source })?
            .collect(),
    };
    keep_allowed(host, found, policy)
}

fn keep_allowed(host: &str, found: Vec<SocketAddr>, policy: &Policy) -> Result<Vec<SocketAddr>, ResolveError> {
    let mut verdict = None;
    let mut kept = Vec::new();
    for address in found {
        match policy.judge(address.ip()) {
            Ok(()) if kept.len() < MAX_ADDRESSES => kept.push(address),
            Ok(()) => {}
            Err(refused) => verdict = verdict.or(Some(refused)),
        }
    }
    match (kept.is_empty(), verdict) {
        (false, _) => Ok(kept),
        (true, Some(verdict)) => Err(ResolveError::Refused { host: host.to_owned(), verdict }),
        (true, None) => Err(ResolveError::NoAddress(host.to_owned())),
    }
}

/// Judges a URL's host when it is an address: resolvers are not asked for those. Names pass, the resolver judges them.
pub fn check_literal(host: &Host<&str>, policy: &Policy) -> Result<(), Refused> {
    match host {
        Host::Domain(_) => Ok(()),
        Host::Ipv4(v4) => policy.judge(IpAddr::V4(*v4)),
        Host::Ipv6(v6) => policy.judge(IpAddr::V6(*v6)),
    }
}

/// The resolver of one HTTP client: every name it dials goes through one policy.
#[derive(Debug, Clone)]
pub struct GuardedResolver {
    policy: Policy,
    proxy_host: Option<String>,
}

impl GuardedResolver {
    /// For a policy; the proxy the operator named may stand in a private range.
    pub fn new(policy: Policy, proxy_host: Option<String>) -> Self {
        Self { policy, proxy_host }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let is_proxy = self.proxy_host.as_deref().is_some_and(|proxy| proxy.eq_ignore_ascii_case(&host));
        let policy = if is_proxy { Policy::operator_named() } else { self.policy.clone() };
        Box::pin(async move {
            let addresses = resolve(&host, 0, &policy).await?;
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter().map(|a| a.parse().expect("a test address parses")).collect()
    }

    #[test]
    fn refused_addresses_are_dropped_and_the_others_stay() {
        let mixed = addresses(&["10.0.0.1:80", "93.184.216.34:80", "[::1]:80"]);
        let kept = keep_allowed("mixed.example", mixed, &Policy::public(Vec::new())).expect("one is public");
        assert_eq!(kept, addresses(&["93.184.216.34:80"]));
    }

    #[test]
    fn a_name_with_only_refused_addresses_says_why() {
        let private = addresses(&["10.0.0.1:80"]);
        let error = keep_allowed("intranet.example", private, &Policy::public(Vec::new())).expect_err("all refused");
        assert!(matches!(error, ResolveError::Refused { verdict: Refused::Reserved { .. }, .. }), "{error}");
    }

    #[test]
    fn a_thousand_addresses_are_cut_to_a_few() {
        let many = (0..1000u32).map(|n| SocketAddr::from(([93, 184, (n / 256) as u8, n as u8], 80))).collect();
        let kept = keep_allowed("many.example", many, &Policy::public(Vec::new())).expect("all public");
        assert_eq!(kept.len(), MAX_ADDRESSES);
    }

    #[tokio::test]
    async fn localhost_is_refused_unless_named() {
        let closed = resolve("localhost", 80, &Policy::public(Vec::new())).await;
        assert!(matches!(closed, Err(ResolveError::Refused { .. })), "{closed:?}");
        let open = resolve("localhost", 80, &Policy::public(vec!["127.0.0.0/8".parse().expect("a range")])).await;
        assert!(open.expect("named").iter().all(|a| a.ip().is_loopback()));
    }
}
