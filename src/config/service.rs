//! Pure. `[fetch]`, `[store]`, `[email]` and `[health]` in; their settings out.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::plan::Plans;
use super::problems::Problem;
use super::reader::{At, Reader};
use super::{Email, Health, SecretRef, Security, check};
use crate::fetch;

const SECOND: Duration = Duration::from_secs(1);
/// A whole fetch takes at most four times this, which stays below the lease of a target (10 minutes).
const MOST_TIMEOUT: Duration = Duration::from_secs(120);
const DAY: Duration = Duration::from_secs(86_400);
const HEARTBEAT: &str = "0 8 * * Mon";
/// Refused when sending, so that nobody mails strangers by accident; good enough for the spool.
const PLACEHOLDER_FROM: &str = "pledgewatch <alerts@example.org>";

fn up_to_a_year(from: Duration) -> RangeInclusive<Duration> {
    from..=DAY * 365
}

/// `[fetch]`.
pub(super) fn fetch(reader: &Reader<'_>) -> fetch::Settings {
    let default = fetch::Settings::default();
    let settings = fetch::Settings {
        contact: contact(reader),
        user_agent: header_text(reader, "user_agent"),
        concurrency: reader.integer("concurrency", 1..=256).map_or(default.concurrency, |n| n as usize),
        host_spacing: reader
            .duration("host_spacing", Duration::ZERO..=Duration::from_secs(3_600))
            .map_or(default.host_spacing, |d| d.value),
        timeout: reader.duration("timeout", SECOND..=MOST_TIMEOUT).map_or(default.timeout, |d| d.value),
        max_bytes: reader.integer("max_bytes", 1_024..=268_435_456).unwrap_or(default.max_bytes),
        ca_file: reader.string("ca_file").map(|t| t.value),
        proxy: reader.string("proxy").and_then(|t| check::url(reader.sink, &t).map(|_| t.value)),
    };
    reader.finish();
    settings
}

fn contact(reader: &Reader<'_>) -> Option<String> {
    let text = header_text(reader, "contact")?;
    if !text.contains('@') && !text.contains("://") {
        let problem = Problem::new(reader.string("contact")?.at, "`contact` must lead to somebody");
        reader.sink.error(problem.hint("a page such as \"https://example.org/bot\", or a mail address"));
    }
    Some(text)
}

/// Text that goes into an HTTP header.
fn header_text(reader: &Reader<'_>, key: &'static str) -> Option<String> {
    let text = reader.string(key)?;
    let fault = if text.value.trim().is_empty() {
        Some("is empty")
    } else if !text.value.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        Some("goes into a header: only plain ASCII on one line can stand there")
    } else {
        None
    };
    if let Some(fault) = fault {
        reader.sink.error(Problem::new(text.at, format!("`{key}` {fault}")));
        return None;
    }
    Some(text.value)
}

/// `[store]`: URL and retention.
pub(super) fn store(reader: &Reader<'_>) -> (Option<String>, Option<Duration>) {
    let url = reader.string("url").and_then(|url| store_url(reader, url));
    let retention = reader.duration("retention", DAY..=DAY * 36_500).map(|d| d.value);
    reader.finish();
    (url, retention)
}

fn store_url(reader: &Reader<'_>, url: At<String>) -> Option<String> {
    if url.value.starts_with("sqlite:") && url.value.len() > "sqlite:".len() {
        return Some(url.value);
    }
    // The URL of a database carries its password.
    reader.sink.mask(url.at.start + 1..url.at.end - 1);
    let problem = if url.value.starts_with("postgres://") || url.value.starts_with("postgresql://") {
        Problem::new(url.at, "PostgreSQL is not in this version").hint("use \"sqlite:/path/to/pledgewatch.db\"")
    } else {
        Problem::new(url.at, "this is not the URL of a store").hint("for example \"sqlite:pledgewatch.db\"")
    };
    reader.sink.error(problem);
    None
}

/// `[email]`.
pub(super) fn email(reader: &Reader<'_>) -> Email {
    const SECURITIES: &[(&str, Security)] =
        &[("tls", Security::Tls), ("starttls", Security::StartTls), ("none", Security::None)];
    let host = reader.string("host");
    let from =
        if host.is_some() { reader.required("from", "\"pledgewatch <alerts@…>\"") } else { reader.string("from") };
    let from = from.filter(|from| check::sender(reader.sink, from));
    if let Some(host) = host.as_ref().filter(|host| !is_host(&host.value)) {
        let problem = Problem::new(host.at.clone(), format!("`{}` is not a host name", host.value));
        reader.sink.error(problem.hint("the name alone: no scheme, no port, no spaces"));
    }
    let security = reader.choice("security", SECURITIES);
    if let (Some(host), Some(At { value: Security::None, at })) = (&host, &security)
        && !check::is_loopback_host(&host.value)
    {
        let problem =
            Problem::new(at.clone(), "clear text is only allowed to this machine (localhost, 127.0.0.1, ::1)");
        reader
            .sink
            .error(problem.hint("use \"starttls\" or \"tls\"").also(host.at.clone(), "this host is another one"));
    }
    let (user, password) = (reader.string("user"), password(reader));
    if user.is_some() != reader.has("password") {
        let (given, missing) = if user.is_some() { ("user", "password") } else { ("password", "user") };
        let title = format!("`{given}` is given but no `{missing}`");
        reader.sink.error(Problem::new(reader.key_at(given), title));
    }
    let email = Email {
        from: from.map_or_else(|| PLACEHOLDER_FROM.to_owned(), |t| t.value),
        host: host.map(|t| t.value),
        port: reader.integer("port", 1..=65_535).and_then(|n| u16::try_from(n).ok()),
        security: security.map_or(Security::StartTls, |s| s.value),
        ca_file: reader.string("ca_file").map(|t| t.value),
        user: user.map(|t| t.value),
        password,
        spool: reader.string("spool").map(|t| t.value),
    };
    reader.finish();
    email
}

/// What `[email]` is when it is left out.
pub(super) fn no_email() -> Email {
    Email {
        from: PLACEHOLDER_FROM.to_owned(),
        host: None,
        port: None,
        security: Security::StartTls,
        ca_file: None,
        user: None,
        password: None,
        spool: None,
    }
}

fn is_host(text: &str) -> bool {
    url::Host::parse(text).is_ok() || check::is_loopback_host(text)
}

fn password(reader: &Reader<'_>) -> Option<SecretRef> {
    const HINT: &str = "write password = { credential = \"NAME\" }, { env = \"NAME\" } or { file = \"PATH\" }";
    let value = reader.any("password")?;
    if value.get_ref().as_table().is_none() {
        reader.sink.mask(value.span());
        let problem =
            Problem::new(reader.key_at("password"), "secrets by reference only: the watchlist never holds them");
        reader.sink.error(problem.hint(HINT));
        return None;
    }
    let table = reader.sub("password", value, "`password`")?;
    let found: Vec<SecretRef> = [
        table.string("credential").map(|t| SecretRef::Credential(t.value)),
        table.string("env").map(|t| SecretRef::Env(t.value)),
        table.string("file").map(|t| SecretRef::File(t.value)),
    ]
    .into_iter()
    .flatten()
    .collect();
    table.finish();
    if found.len() != 1 {
        let problem = Problem::new(table.at.clone(), "`password` names exactly one place where the secret is found");
        reader.sink.error(problem.hint(HINT));
        return None;
    }
    found.into_iter().next()
}

/// `[health]`; None when its heartbeat cannot be used.
pub(super) fn health(reader: Option<&Reader<'_>>, plans: &Plans) -> Option<Health> {
    let mut health = Health {
        heartbeat: crate::schedule::Plan::crontab(&[HEARTBEAT.to_owned()], "UTC").ok()?,
        heartbeat_lines: vec![HEARTBEAT.to_owned()],
        ping_url: None,
        failing_after: Duration::from_secs(6 * 3_600),
    };
    let Some(reader) = reader else { return Some(health) };
    let lines = reader.one_or_more("heartbeat");
    if let Some(lines) = lines {
        let made = plans.crontab(reader.sink, "heartbeat", &lines, "UTC", || reader.key_at("heartbeat"));
        if let Some((plan, _)) = made {
            health.heartbeat = plan;
            health.heartbeat_lines = lines.into_iter().map(|line| line.value).collect();
        }
    }
    health.ping_url = reader.string("ping_url").and_then(|url| check::url(reader.sink, &url));
    if health.ping_url.is_some() {
        let title = "`ping_url` is not in this version: nothing is called";
        reader.sink.warn(
            Problem::new(reader.key_at("ping_url"), title).hint("the heartbeat mail tells that the service runs"),
        );
    }
    if let Some(length) = reader.duration("failing_after", up_to_a_year(SECOND * 60)) {
        health.failing_after = length.value;
    }
    reader.finish();
    Some(health)
}
