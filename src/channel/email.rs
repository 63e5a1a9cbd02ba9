//! I/O. SMTP by lettre: one conversation per address, the alert's own bytes, TLS verified, bounded in time.

use std::time::Duration;

use async_trait::async_trait;
use lettre::address::{Address, Envelope};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Tokio1Executor};

use super::{Channel, SecretSource, Security, Sent, Settings, masked};
use crate::model::QueuedDelivery;
use crate::net::guard::Policy;

/// Hands mail to one SMTP server.
#[derive(Debug)]
pub struct Email {
    host: String,
    port: u16,
    tls: Tls,
    user: Option<String>,
    password: Option<SecretSource>,
    timeout: Duration,
}

impl Email {
    /// A client of this server. Nothing is connected yet.
    ///
    /// # Errors
    /// When the settings cannot be used: clear text to another machine, a certificate file that cannot be read.
    pub fn new(host: &str, settings: &Settings) -> Result<Self, String> {
        if settings.security == Security::None && !is_loopback(host) {
            return Err(format!(
                "[email] host \"{host}\": security = \"none\" is for loopback only; use \"starttls\" or \"tls\""
            ));
        }
        let (tls, usual) = match settings.security {
            Security::Tls => (Tls::Wrapper(parameters(host, settings)?), 465),
            Security::StartTls => (Tls::Required(parameters(host, settings)?), 587),
            Security::None => (Tls::None, 25),
        };
        Ok(Self {
            host: host.to_owned(),
            port: settings.port.unwrap_or(usual),
            tls,
            user: settings.user.clone(),
            password: settings.password.clone(),
            timeout: settings.timeout,
        })
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.host)
            .port(self.port)
            .tls(self.tls.clone())
            .timeout(Some(self.timeout));
        if let (Some(user), Some(source)) = (&self.user, &self.password) {
            let password = source.read()?;
            builder = builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
        }
        Ok(builder.build())
    }

    async fn attempt(&self, delivery: &QueuedDelivery) -> Result<String, Refusal> {
        let to = &delivery.address;
        let local = is_loopback(&self.host);
        for address in [to.as_str(), delivery.alert.from.as_str()] {
            if !local && is_reserved(address) {
                let why =
                    format!("{} is an example address, to which no mail is sent; set a real one", masked(address));
                return Err(Refusal::Later(why));
            }
        }
        let parse = |what: &str, text: &str| {
            text.parse::<Address>().map_err(|e| Refusal::Never(format!("use {what} address {}: {e}", masked(text))))
        };
        let envelope = Envelope::new(Some(parse("sender", &delivery.alert.from)?), vec![parse("recipient", to)?])
            .map_err(|e| Refusal::Never(format!("address the mail to {}: {e}", masked(to))))?;
        // The same guard as for pages; a relay named by the operator may be on a private network.
        crate::net::resolver::resolve(&self.host, self.port, &Policy::operator_named())
            .await
            .map_err(|e| Refusal::Later(format!("find mail server \"{}\": {e}", self.host)))?;
        let transport = self.transport().map_err(Refusal::Later)?;
        let talk = transport.send_raw(&envelope, &delivery.alert.eml);
        // The limit that lettre keeps covers connecting only; a server that accepts and says nothing must not hold us.
        let limit = self.timeout.saturating_mul(4);
        let spoken = tokio::time::timeout(limit, talk).await.map_err(|_| {
            Refusal::Later(format!("talk to \"{}:{}\": no end within {} s", self.host, self.port, limit.as_secs_f32()))
        })?;
        let answer = spoken.map_err(|e| self.refusal(&e))?;
        let words: Vec<&str> = answer.message().collect();
        Ok(format!("{} {}", answer.code(), words.join(" ")))
    }

    /// 5xx is an answer for good; everything else, TLS and connection trouble included, may pass.
    fn refusal(&self, error: &Error) -> Refusal {
        let mut text = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            let more = cause.to_string();
            if !text.contains(&more) {
                text = format!("{text}: {more}");
            }
            source = cause.source();
        }
        let told = format!("send through \"{}:{}\": {text}", self.host, self.port);
        if error.is_permanent() { Refusal::Never(told) } else { Refusal::Later(told) }
    }
}

enum Refusal {
    Later(String),
    Never(String),
}

#[async_trait]
impl Channel for Email {
    async fn deliver(&self, delivery: &QueuedDelivery) -> Sent {
        match self.attempt(delivery).await {
            Ok(detail) => Sent::Delivered { detail },
            Err(Refusal::Later(detail)) => Sent::Deferred { detail },
            Err(Refusal::Never(detail)) => Sent::Failed { detail },
        }
    }
}

fn parameters(host: &str, settings: &Settings) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &settings.ca_file {
        let shown = path.display();
        let pem = std::fs::read(path).map_err(|e| format!("read [email] ca_file \"{shown}\": {e}"))?;
        let certificate = Certificate::from_pem(&pem).map_err(|e| format!("read [email] ca_file \"{shown}\": {e}"))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|e| format!("set up TLS for \"{host}\": {e}"))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Domains that RFC 2606 keeps for examples.
fn is_reserved(address: &str) -> bool {
    let domain = address.rsplit('@').next().unwrap_or_default().trim_end_matches(['>', '.']).to_ascii_lowercase();
    ["example.com", "example.org", "example.net"].iter().any(|d| domain == *d || domain.ends_with(&format!(".{d}")))
        || domain.ends_with(".example")
        || domain == "example"
}
