//! Pure. Single values in; checked ones out: URLs, addresses, zones, hours. What is wrong is recorded with its place.

use std::ops::Range;

use ipnet::IpNet;
use jiff::tz::TimeZone;
use url::{Host, Url};

use super::problems::{Problem, Sink};
use super::reader::{At, Reader};

/// A URL that may be fetched or called: http or https, a host, nothing hidden in it.
pub(super) fn url(sink: &Sink<'_>, text: &At<String>) -> Option<Url> {
    let wrong = |part: Range<usize>, title: String, hint: Option<&str>| {
        let at = sink.within(&text.at, &text.value, part);
        sink.error(Problem::new(at, title).maybe_hint(hint.map(str::to_owned)));
        None
    };
    let whole = 0..text.value.len();
    if let Some((at, odd)) = text.value.char_indices().find(|(_, c)| *c == '\\' || c.is_whitespace() || c.is_control())
    {
        let name = match odd {
            '\\' => "a backslash",
            ' ' => "a space",
            _ => "a control character",
        };
        return wrong(at..at + odd.len_utf8(), format!("a URL cannot hold {name}"), Some("write it percent-encoded"));
    }
    if let Some(user) = user_info(&text.value) {
        sink.mask(sink.within(&text.at, &text.value, user.clone()));
        return wrong(user, "a URL cannot carry a user name or password".to_owned(), Some("watch a public page"));
    }
    let parsed = match Url::parse(&text.value) {
        Ok(parsed) => parsed,
        Err(error) => return wrong(whole, format!("this is not a URL: {error}"), Some("for example \"https://…\"")),
    };
    if !matches!(parsed.scheme(), "http" | "https") {
        let scheme = 0..parsed.scheme().len();
        return wrong(scheme, format!("`{}` is not fetched", parsed.scheme()), Some("use https:// or http://"));
    }
    if parsed.port() == Some(0) {
        return wrong(whole, "port 0 cannot be reached".to_owned(), None);
    }
    Some(parsed)
}

fn user_info(text: &str) -> Option<Range<usize>> {
    let start = text.find("://")? + 3;
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    let at = text[start..end].rfind('@')?;
    Some(start..start + at + 1)
}

/// Says when a page's address will not be fetched, or is not what it looks like.
pub(super) fn url_warnings(sink: &Sink<'_>, text: &At<String>, url: &Url, allowed: &[IpNet]) {
    if let Some(address) = private_address(url)
        && !allowed.iter().any(|net| net.contains(&address))
    {
        let title = format!("`{}` is a private address and will not be fetched", url.host_str().unwrap_or_default());
        sink.warn(Problem::new(text.at.clone(), title).hint(format!("allow_addresses = [\"{address}\"] opens it")));
    }
    if let Some(host) = url.host_str().filter(|host| host.split('.').any(|label| label.starts_with("xn--"))) {
        let title = format!("this host has letters outside ASCII; it is `{host}`");
        sink.warn(Problem::new(text.at.clone(), title).hint("make sure that it is the host you mean"));
    }
}

fn private_address(url: &Url) -> Option<IpNet> {
    let (text, private) = match url.host()? {
        Host::Ipv4(ip) => {
            let private = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified();
            (format!("{ip}/32"), private)
        }
        Host::Ipv6(ip) => {
            let private = ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified();
            (format!("{ip}/128"), private)
        }
        Host::Domain(name) => ("127.0.0.1/32".to_owned(), name == "localhost" || name.ends_with(".localhost")),
    };
    if private { text.parse().ok() } else { None }
}

/// Whether mail may go to the host in clear text.
pub(super) fn is_loopback_host(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let loopback: [IpNet; 2] = ["127.0.0.0/8", "::1/128"].map(|net| net.parse().expect("both are valid networks"));
    let single = [format!("{bare}/32"), format!("{bare}/128")];
    host == "localhost"
        || single
            .iter()
            .filter_map(|text| text.parse::<IpNet>().ok())
            .any(|ip| loopback.iter().any(|net| net.contains(&ip)))
}

/// A network that may be fetched although it is private.
pub(super) fn network(sink: &Sink<'_>, text: &At<String>) -> Option<IpNet> {
    let found = text.value.parse().ok();
    if found.is_none() {
        let hint = if text.value.contains('/') {
            "for example \"127.0.0.1/32\" or \"10.1.0.0/16\"".to_owned()
        } else {
            format!("add how many bits count: \"{}/{}\"", text.value, if text.value.contains(':') { 128 } else { 32 })
        };
        sink.error(Problem::new(text.at.clone(), format!("`{}` is not a network", text.value)).hint(hint));
    }
    found
}

/// `local@domain` and nothing else.
pub(super) fn address(sink: &Sink<'_>, text: &At<String>) -> bool {
    match address_fault(&text.value) {
        None => true,
        Some((title, hint)) => {
            sink.error(Problem::new(text.at.clone(), title).hint(hint));
            false
        }
    }
}

/// `Name <local@domain>` or `local@domain`.
pub(super) fn sender(sink: &Sink<'_>, text: &At<String>) -> bool {
    let (name, bare) = match text.value.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((name, bare)) => (name, bare),
        None => ("", text.value.as_str()),
    };
    let fault = if name.chars().any(|c| c.is_control() || c == '<' || c == '>') {
        Some(("the sender's name has a character that a header cannot hold".to_owned(), "leave it out"))
    } else {
        address_fault(bare)
    };
    if let Some((title, hint)) = fault {
        sink.error(Problem::new(text.at.clone(), title).hint(hint));
        return false;
    }
    true
}

fn address_fault(text: &str) -> Option<(String, &'static str)> {
    const EXAMPLE: &str = "for example \"desk@example.org\"";
    let shown = text.escape_debug();
    if text.chars().any(char::is_control) {
        return Some((format!("the address `{shown}` holds a line break or control character"), "leave it out"));
    }
    if text.contains(',') || text.contains(';') {
        return Some((format!("`{shown}` is more than one address"), "give each address an item of its own"));
    }
    let Some((local, domain)) = text.split_once('@') else {
        return Some((format!("`{shown}` is not a mail address: it has no @"), EXAMPLE));
    };
    if !text.is_ascii() {
        return Some((format!("`{shown}` has letters outside ASCII"), "write the domain as xn--…"));
    }
    let local_good = (1..=64).contains(&local.len())
        && local.split('.').all(|part| !part.is_empty())
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let label_good = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let domain_good = domain.len() <= 253 && domain.split('.').all(label_good);
    let whole_domain = domain.contains('.') || domain == "localhost";
    (!local_good || !domain_good || !whole_domain).then(|| (format!("`{shown}` is not a mail address"), EXAMPLE))
}

/// An IANA time zone.
pub(super) fn zone(reader: &Reader<'_>, key: &'static str) -> Option<String> {
    let text = reader.string(key)?;
    if TimeZone::get(&text.value).is_ok() {
        return Some(text.value);
    }
    let title = format!("`{}` is not a time zone", text.value);
    reader.sink.error(Problem::new(text.at, title).hint("use a name such as \"America/New_York\" or \"UTC\""));
    None
}

/// Hours as `HH:MM-HH:MM`.
pub(super) fn hours(sink: &Sink<'_>, text: &At<String>) -> bool {
    let time = |part: &str| {
        let (hour, minute) = part.split_once(':')?;
        let number = |digits: &str| (digits.len() == 2).then(|| digits.parse::<u8>().ok()).flatten();
        Some(number(hour)? < 24 && number(minute)? < 60)
    };
    let good = text.value.split_once('-').is_some_and(|(from, to)| time(from) == Some(true) && time(to) == Some(true));
    if !good {
        let title = format!("`{}` is not a stretch of hours", text.value);
        sink.error(Problem::new(text.at.clone(), title).hint("for example \"22:00-07:00\""));
    }
    good
}
