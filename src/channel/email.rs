//! I/O. SMTP by lettre: one conversation per address, the alert's own bytes, TLS verified, every step bounded in time.

use std::future::Future;
use std::time::Duration;

use async_trait::async_trait;
use data_encoding::BASE64;
use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

use super::wary::Wary;
use super::{Channel, Secret, SecretSource, Security, Sent, Settings, masked};
use crate::model::QueuedDelivery;
use crate::net::guard::Policy;
use crate::net::{dial, resolver};

/// A server may look long at a mail before it answers for it; giving up early would send it twice.
const PATIENCE: u32 = 4;
const GOODBYE: Duration = Duration::from_secs(1);

/// Hands mail to one SMTP server.
pub struct Email {
    host: String,
    port: u16,
    tls: Tls,
    policy: Policy,
    user: Option<String>,
    password: Option<SecretSource>,
    timeout: Duration,
}

enum Tls {
    AtOnce(TlsParameters),
    Upgraded(TlsParameters),
    None,
}

impl Email {
    /// A client of this server. Nothing is connected yet.
    ///
    /// # Errors
    /// When the settings cannot be used: clear text to another machine, a certificate file that cannot be read.
    pub fn new(host: &str, settings: &Settings) -> Result<Self, String> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if settings.security == Security::None && !is_loopback(host) {
            return Err(format!(
                "[email] host \"{host}\": security = \"none\" is for loopback only; use \"starttls\" or \"tls\""
            ));
        }
        let (tls, usual) = match settings.security {
            Security::Tls => (Tls::AtOnce(parameters(host, settings)?), 465),
            Security::StartTls => (Tls::Upgraded(parameters(host, settings)?), 587),
            Security::None => (Tls::None, 25),
        };
        // A relay named by the operator may be on a private network. Clear text goes to this machine, whatever a name says.
        let policy = match settings.security {
            Security::None => Policy::this_machine(),
            Security::Tls | Security::StartTls => Policy::operator_named(),
        };
        Ok(Self {
            host: host.to_owned(),
            port: settings.port.unwrap_or(usual),
            tls,
            policy,
            user: settings.user.clone(),
            password: settings.password.clone(),
            timeout: settings.timeout,
        })
    }

    async fn attempt(&self, delivery: &QueuedDelivery, password: Option<&Secret>) -> Result<String, Refusal> {
        let from = self.address("sender", &delivery.alert.from)?;
        let to = self.address("recipient", &delivery.address)?;
        let mut talk = within(self.timeout, "connect and be greeted", self.reach(password))
            .await
            .and_then(|reached| reached)
            .map_err(Refusal::Unreachable)?;
        let said = self.hand_over(&mut talk, from, to, &delivery.alert.eml).await;
        // The answer is known; a server that does not say goodbye changes nothing.
        let _ = tokio::time::timeout(GOODBYE, talk.quit()).await;
        said
    }

    fn address(&self, what: &str, text: &str) -> Result<Address, Refusal> {
        if is_reserved(text) && !is_loopback(&self.host) {
            let why = format!("{} is an example address, to which no mail is sent; set a real one", masked(text));
            return Err(Refusal::Later(why));
        }
        text.parse().map_err(|e| Refusal::Never(format!("use {what} address {}: {e}", masked(text))))
    }

    /// Connected, greeted, encrypted and logged in; what is judged by the guard is what is dialled.
    async fn reach(&self, password: Option<&Secret>) -> Result<AsyncSmtpConnection, String> {
        let hello = ClientId::default();
        let mut talk = match &self.tls {
            Tls::AtOnce(parameters) => {
                let addresses = resolver::resolve(&self.host, self.port, &self.policy).await.map_err(told)?;
                let (limit, parameters) = (Some(self.timeout), Some(parameters.clone()));
                AsyncSmtpConnection::connect_tokio1(addresses.as_slice(), limit, &hello, parameters, None)
                    .await
                    .map_err(told)?
            }
            Tls::Upgraded(parameters) => {
                let mut talk = self.greeted(&hello).await?;
                if !talk.can_starttls() {
                    return Err("the server offers no STARTTLS, and nothing is sent in clear text".to_owned());
                }
                talk.starttls(parameters.clone(), &hello).await.map_err(told)?;
                talk
            }
            Tls::None => self.greeted(&hello).await?,
        };
        if let (Some(user), Some(password)) = (&self.user, password) {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            let logged_in = talk.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
            logged_in.map_err(|e| format!("log in as \"{user}\": {}", told(e)))?;
        }
        Ok(talk)
    }

    async fn greeted(&self, hello: &ClientId) -> Result<AsyncSmtpConnection, String> {
        let stream = dial::tcp(&self.host, self.port, &self.policy, self.timeout).await.map_err(told)?;
        AsyncSmtpConnection::connect_with_transport(Box::new(Wary::new(stream)), hello).await.map_err(told)
    }

    /// The mail itself. What is refused before the recipient is named is not about this mail.
    async fn hand_over(
        &self,
        talk: &mut AsyncSmtpConnection,
        from: Address,
        to: Address,
        eml: &[u8],
    ) -> Result<String, Refusal> {
        let options = options(talk, [&from, &to], eml).map_err(Refusal::Never)?;
        let mail = within(self.timeout, "MAIL FROM", talk.command(Mail::new(Some(from), options))).await;
        mail.map_err(Refusal::Unreachable)?.map_err(|e| Refusal::Unreachable(format!("MAIL FROM: {}", told(e))))?;
        let named = within(self.timeout, "RCPT TO", talk.command(Rcpt::new(to, Vec::new()))).await;
        named.map_err(Refusal::Later)?.map_err(|e| Refusal::of("RCPT TO", e))?;
        let data = within(self.timeout, "DATA", talk.command(Data)).await;
        data.map_err(Refusal::Later)?.map_err(|e| Refusal::of("DATA", e))?;
        // The protocol ends the mail with a line end of its own.
        let eml = eml.strip_suffix(b"\r\n").unwrap_or(eml);
        let taken = within(self.timeout * PATIENCE, "the mail's end", talk.message(eml)).await;
        let answer = taken.map_err(Refusal::Later)?.map_err(|e| Refusal::of("the mail", e))?;
        let words: Vec<&str> = answer.message().collect();
        Ok(format!("{} {}", answer.code(), words.join(" ")))
    }

    /// What is told of an attempt: with the server, in plain characters, without the secret even if the server repeats it.
    fn shown(&self, text: &str, password: Option<&Secret>) -> String {
        let mut text = text.to_owned();
        if let Some(secret) = password.map(Secret::reveal) {
            let user = self.user.as_deref().unwrap_or_default();
            for form in [BASE64.encode(format!("\0{user}\0{secret}").as_bytes()), BASE64.encode(secret.as_bytes())] {
                text = text.replace(&form, "***");
            }
            text = text.replace(secret, "***");
        }
        super::plain_words(&text)
    }
}

enum Refusal {
    /// Nothing can be handed over now.
    Unreachable(String),
    Later(String),
    Never(String),
}

impl Refusal {
    /// 5xx is an answer for good; everything else, connection trouble included, may pass.
    fn of(step: &str, error: Error) -> Self {
        let (for_good, text) = (error.is_permanent(), format!("{step}: {}", told(error)));
        if for_good { Self::Never(text) } else { Self::Later(text) }
    }
}

#[async_trait]
impl Channel for Email {
    async fn deliver(&self, delivery: &QueuedDelivery) -> Sent {
        let password = match self.password.as_ref().map(SecretSource::read).transpose() {
            Ok(password) => password,
            Err(why) => return Sent::Unreachable { detail: format!("log in to \"{}\": {why}", self.host) },
        };
        let outcome = self.attempt(delivery, password.as_ref()).await;
        let shown = |text: &str| self.shown(text, password.as_ref());
        let through = |text: &str| shown(&format!("send through \"{}:{}\": {text}", self.host, self.port));
        match outcome {
            Ok(detail) => Sent::Delivered { detail: shown(&detail) },
            Err(Refusal::Unreachable(why)) => Sent::Unreachable { detail: through(&why) },
            Err(Refusal::Later(why)) => Sent::Deferred { detail: through(&why) },
            Err(Refusal::Never(why)) => Sent::Failed { detail: through(&why) },
        }
    }
}

async fn within<T>(limit: Duration, step: &str, work: impl Future<Output = T>) -> Result<T, String> {
    let late = |_| format!("{step}: no answer within {} s", limit.as_secs_f32());
    tokio::time::timeout(limit, work).await.map_err(late)
}

/// What must be asked of the server before it is sent such a mail.
fn options(talk: &AsyncSmtpConnection, addresses: [&Address; 2], eml: &[u8]) -> Result<Vec<MailParameter>, String> {
    let mut options = Vec::new();
    if !addresses.iter().all(|a| AsRef::<str>::as_ref(*a).is_ascii()) {
        if !talk.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err("the server takes no addresses with other than ASCII letters (SMTPUTF8)".to_owned());
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !eml.is_ascii() {
        if !talk.server_info().supports_feature(Extension::EightBitMime) {
            return Err("the server takes no 8-bit mail (8BITMIME)".to_owned());
        }
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

/// The error with its causes, each once.
fn told(error: impl std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    text
}

fn parameters(host: &str, settings: &Settings) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &settings.ca_file {
        let shown = path.display();
        let pem = std::fs::read(path).map_err(|e| format!("read [email] ca_file \"{shown}\": {e}"))?;
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(format!("read [email] ca_file \"{shown}\": there is no PEM certificate in it"));
        }
        let certificate = Certificate::from_pem(&pem).map_err(|e| format!("read [email] ca_file \"{shown}\": {e}"))?;
        builder = builder.add_root_certificate(certificate);
    }
    let with = settings.ca_file.as_ref().map(|path| format!(" with ca_file \"{}\"", path.display()));
    builder.build().map_err(|e| format!("set up TLS for \"{host}\"{}: {e}", with.unwrap_or_default()))
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Domains that RFC 2606 keeps for examples.
fn is_reserved(address: &str) -> bool {
    let domain = address.rsplit('@').next().unwrap_or_default().trim_end_matches(['>', '.']).to_ascii_lowercase();
    ["example.com", "example.org", "example.net"].iter().any(|d| domain == *d || domain.ends_with(&format!(".{d}")))
        || domain.ends_with(".example")
        || domain == "example"
}
