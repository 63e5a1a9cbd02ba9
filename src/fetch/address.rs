//! I/O stage, pure part. URL text in; a URL that may be fetched, or why not, out. Also the key of a host.

use url::Url;

use crate::model::{Failure, Reason};

/// Ports of other services: a URL that names one is a mistake or an attempt to speak to that service through us.
const OTHER_SERVICES: &[u16] = &[0, 1, 7, 9, 19, 21, 22, 23, 25, 53, 110, 111, 135, 139, 143, 445, 465, 587, 993, 995];

/// Parses URL text, refusing what two parsers could read differently. `base` is what a redirect is relative to.
pub fn parse_url(text: &str, base: Option<&Url>) -> Result<Url, Failure> {
    let text = text.trim_matches([' ', '\t']);
    let bad = |why: &str| Failure::new(Reason::BadUrl, format!("{why}: {}", text.escape_debug()));
    if text.contains('\\') {
        return Err(bad("a backslash"));
    }
    if text.chars().any(char::is_control) {
        return Err(bad("a control character"));
    }
    let url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    let url = url.map_err(|e| bad(&e.to_string()))?;
    check_url(&url)?;
    Ok(url)
}

/// Whether a parsed URL is plain http or https to a web port, without user name or password.
pub fn check_url(url: &Url) -> Result<(), Failure> {
    let bad = |why: String| Err(Failure::new(Reason::BadUrl, why));
    if !matches!(url.scheme(), "http" | "https") {
        return bad(format!("scheme `{}` is not http or https", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return bad("a user name or password in the URL".to_owned());
    }
    if url.host().is_none() {
        return bad("no host".to_owned());
    }
    match url.port() {
        Some(port) if OTHER_SERVICES.contains(&port) => bad(format!("port {port} is no web port")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_urls_pass() {
        for good in
            ["http://a.example/", "https://a.example:8443/x?y=%5C", "https://例え.example/", "http://[::1]:8080/"]
        {
            assert!(parse_url(good, None).is_ok(), "{good}");
        }
        let bad = [
            "ftp://a.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://user@a.example/",
            "http://:secret@a.example/",
            "http://a.example:0/",
            "http://a.example:25/",
            "http://a.example\\@b.example/",
            "http://a.example/\r\nHost: b",
            "http://a.example/\u{0}",
            "http:///",
            "a.example",
        ];
        for bad in bad {
            let failure = parse_url(bad, None).expect_err(bad);
            assert_eq!(failure.reason, Reason::BadUrl, "{bad}");
        }
    }

    #[test]
    fn a_location_is_read_against_the_page_that_named_it() {
        let base = Url::parse("http://a.example/x/y").expect("a URL");
        let joined = parse_url("../z?q=1", Some(&base)).expect("plain");
        assert_eq!(joined.as_str(), "http://a.example/z?q=1");
        assert!(parse_url("file:///etc/passwd", Some(&base)).is_err());
    }
}
