//! I/O. Settings in; HTTP clients that dial only what a policy allows out, one for each set of named ranges.

use std::io;
use std::sync::{Mutex, PoisonError};

use ipnet::IpNet;
use reqwest::{Certificate, Client, Proxy, Url};

use super::Settings;
use crate::net::guard::Policy;
use crate::net::resolver::GuardedResolver;

/// Why the HTTP member cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The file of further authorities cannot be read.
    #[error("read ca_file \"{path}\"")]
    ReadCa {
        /// The path.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file of further authorities holds no certificate.
    #[error("ca_file \"{0}\" holds no PEM certificate")]
    NoCertificate(String),
    /// The proxy is no URL of a proxy.
    #[error("use proxy \"{0}\": not an http or https URL with a host")]
    Proxy(String),
    /// The client refuses the settings.
    #[error("build the HTTP client")]
    Build(#[from] reqwest::Error),
}

/// A client and the policy it dials by.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    /// The client.
    pub client: Client,
    /// Its policy.
    pub policy: Policy,
}

/// The clients made so far.
#[derive(Debug)]
pub(super) struct Clients {
    settings: Settings,
    user_agent: String,
    certificates: Vec<Certificate>,
    proxy: Option<Url>,
    made: Mutex<Vec<(Vec<IpNet>, Reach)>>,
}

impl Clients {
    /// Reads the authorities and makes the client for public addresses, so that mistakes show at the start.
    pub(super) fn new(settings: &Settings) -> Result<Self, SetupError> {
        let clients = Self {
            user_agent: user_agent(settings),
            certificates: settings.ca_file.as_deref().map(read_certificates).transpose()?.unwrap_or_default(),
            proxy: settings.proxy.as_deref().map(parse_proxy).transpose()?,
            settings: settings.clone(),
            made: Mutex::default(),
        };
        clients.reach(&[])?;
        Ok(clients)
    }

    /// Whether a proxy resolves names in our place.
    pub(super) fn has_proxy(&self) -> bool {
        self.proxy.is_some()
    }

    /// The client for a set of named ranges; made once.
    pub(super) fn reach(&self, allow: &[IpNet]) -> Result<Reach, SetupError> {
        let mut key = allow.to_vec();
        key.sort();
        key.dedup();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, reach)) = made.iter().find(|(known, _)| *known == key) {
            return Ok(reach.clone());
        }
        let reach = self.make(key.clone())?;
        made.push((key, reach.clone()));
        Ok(reach)
    }

    fn make(&self, allow: Vec<IpNet>) -> Result<Reach, SetupError> {
        let policy = match contact(&self.settings) {
            Some(_) => Policy::public(allow),
            None => Policy::loopback_only(allow),
        };
        let proxy_host = self.proxy.as_ref().and_then(Url::host_str).map(str::to_owned);
        let mut builder = Client::builder()
            .no_proxy()
            .user_agent(&self.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .dns_resolver(GuardedResolver::new(policy.clone(), proxy_host))
            .connect_timeout(self.settings.timeout)
            .pool_max_idle_per_host(1)
            .http1_max_headers(256)
            .http2_max_header_list_size(64 * 1024)
            .tls_certs_merge(self.certificates.iter().cloned());
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(Proxy::all(proxy.clone())?);
        }
        Ok(Reach { client: builder.build()?, policy })
    }
}

fn contact(settings: &Settings) -> Option<&str> {
    settings.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty())
}

/// Who we say we are: the watchlist's words, or our name and where our operator can be reached.
fn user_agent(settings: &Settings) -> String {
    let version = env!("CARGO_PKG_VERSION");
    match (&settings.user_agent, contact(settings)) {
        (Some(own), _) => own.clone(),
        (None, Some(contact)) => format!("Mozilla/5.0 (compatible; pledgewatch/{version}; +{contact})"),
        (None, None) => format!("Mozilla/5.0 (compatible; pledgewatch/{version})"),
    }
}

fn read_certificates(path: &str) -> Result<Vec<Certificate>, SetupError> {
    let pem = std::fs::read(path).map_err(|source| SetupError::ReadCa { path: path.to_owned(), source })?;
    let certificates = Certificate::from_pem_bundle(&pem).unwrap_or_default();
    if certificates.is_empty() { Err(SetupError::NoCertificate(path.to_owned())) } else { Ok(certificates) }
}

fn parse_proxy(text: &str) -> Result<Url, SetupError> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    // The text may hold a password, so only its host is repeated.
    url.ok_or_else(|| SetupError::Proxy(text.rsplit('@').next().unwrap_or_default().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_names_us_and_the_contact() {
        let contact = Some("https://example.org/bot".to_owned());
        let settings = Settings { contact, ..Settings::default() };
        let expected =
            format!("Mozilla/5.0 (compatible; pledgewatch/{}; +https://example.org/bot)", env!("CARGO_PKG_VERSION"));
        assert_eq!(user_agent(&settings), expected);
    }

    #[test]
    fn mistakes_in_the_settings_show_at_the_start() {
        let dir = tempfile::tempdir().expect("a folder");
        let empty = dir.path().join("empty.pem");
        std::fs::write(&empty, "no certificate here").expect("written");
        let with_ca = |path: &std::path::Path| Settings {
            ca_file: Some(path.to_string_lossy().into_owned()),
            ..Settings::default()
        };
        assert!(matches!(Clients::new(&with_ca(&empty)), Err(SetupError::NoCertificate(_))));
        assert!(matches!(Clients::new(&with_ca(&dir.path().join("missing"))), Err(SetupError::ReadCa { .. })));
        let proxy = Settings { proxy: Some("ftp://user:secret@proxy.example".to_owned()), ..Settings::default() };
        let error = Clients::new(&proxy).expect_err("not a proxy");
        assert!(!error.to_string().contains("secret"), "{error}");
        let agent = Settings { user_agent: Some("a\r\nb".to_owned()), ..Settings::default() };
        assert!(matches!(Clients::new(&agent), Err(SetupError::Build(_))));
    }

    #[test]
    fn one_client_serves_one_set_of_ranges() {
        let clients = Clients::new(&Settings::default()).expect("the defaults are good");
        let [a, b]: [IpNet; 2] = ["127.0.0.1/32", "10.0.0.0/8"].map(|n| n.parse().expect("a range"));
        clients.reach(&[a, b]).expect("made");
        clients.reach(&[b, a, a]).expect("found");
        let made = clients.made.lock().expect("no panic before");
        assert_eq!(made.len(), 2, "the public one and this one");
    }
}
