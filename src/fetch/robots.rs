//! I/O stage, pure part. The text of a robots.txt in (RFC 9309); whether a URL may be read, and the crawl delay, out.

use std::time::Duration;

use url::Url;

/// The name site owners write to address this program.
pub(super) const PRODUCT: &str = "pledgewatch";
/// More of a robots.txt than this is not read.
pub(super) const MAX_BYTES: usize = 500 * 1024;
/// A longer crawl delay counts as this: some ask for hours, by design or by a slip, which would end the watching of a listing.
pub const LONGEST_CRAWL_DELAY: Duration = Duration::from_secs(60);

/// The rules that concern this program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

/// What a group of lines is addressed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Addressee {
    Us,
    Everybody,
    Others,
}

impl Robots {
    /// Reads the groups for `pledgewatch`, or those for `*` when it is not named. Never fails: what is no rule is
    /// skipped. A page of HTML in its place has no rules.
    pub fn parse(bytes: &[u8]) -> Self {
        let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        if text.trim_start().starts_with('<') {
            return Self::default();
        }
        let (mut ours, mut everybodys) = (None::<Self>, Self::default());
        let mut group: Vec<Addressee> = Vec::new();
        let mut in_rules = false;
        for (key, value) in text.split(['\n', '\r']).filter_map(split_line) {
            if key == "user-agent" {
                if std::mem::take(&mut in_rules) {
                    group.clear();
                }
                group.push(addressee(value));
                if group.contains(&Addressee::Us) {
                    ours.get_or_insert_default();
                }
                continue;
            }
            in_rules |= matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            if group.contains(&Addressee::Us) {
                ours.get_or_insert_default().add(&key, value);
            }
            if group.contains(&Addressee::Everybody) {
                everybodys.add(&key, value);
            }
        }
        ours.unwrap_or(everybodys)
    }

    fn add(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push(Rule { allow: key == "allow", pattern: normalize(value.as_bytes()) });
            }
            "crawl-delay" => {
                let secs = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                self.delay =
                    secs.map(|s| Duration::from_secs_f64(s.min(LONGEST_CRAWL_DELAY.as_secs_f64()))).or(self.delay);
            }
            _ => {}
        }
    }

    /// Whether the URL may be read: the longest matching rule decides, `allow` wins a tie, no rule means yes.
    pub fn allows(&self, url: &Url) -> bool {
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let path = normalize(path.as_bytes());
        if path == b"/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }

    /// The pause the site asks for between two requests.
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.delay
    }

    /// Roughly how much memory the rules take, bytes.
    pub fn weight(&self) -> usize {
        self.rules.iter().map(|rule| rule.pattern.len() + size_of::<Rule>()).sum()
    }
}

/// `key: value` without comment, key in lower case.
fn split_line(line: &str) -> Option<(String, &str)> {
    let line = line.split('#').next().unwrap_or_default();
    let (key, value) = line.split_once(':')?;
    Some((key.trim().to_ascii_lowercase(), value.trim()))
}

/// Only the leading product token counts: `pledgewatch/1.0 (…)` is us.
fn addressee(value: &str) -> Addressee {
    let token: &str =
        value.split(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-')).next().unwrap_or_default();
    match value {
        "*" => Addressee::Everybody,
        _ if token.eq_ignore_ascii_case(PRODUCT) => Addressee::Us,
        _ => Addressee::Others,
    }
}

/// One spelling for what can be written with and without percent signs: unreserved characters are decoded, bytes
/// outside ASCII encoded, hex digits upper case.
fn normalize(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = path.get(at) {
        let escaped = (byte == b'%').then(|| hex(path.get(at + 1), path.get(at + 2))).flatten();
        match escaped {
            Some(value) if value.is_ascii_alphanumeric() || b"-._~".contains(&value) => out.push(value),
            Some(value) => push_escaped(&mut out, value),
            None if byte.is_ascii_graphic() => out.push(byte),
            None => push_escaped(&mut out, byte),
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

fn hex(high: Option<&u8>, low: Option<&u8>) -> Option<u8> {
    let digit = |b: Option<&u8>| char::from(*b?).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn push_escaped(out: &mut Vec<u8>, byte: u8) {
    out.extend_from_slice(format!("%{byte:02X}").as_bytes());
}

/// `*` stands for anything, a final `$` for the end; otherwise a prefix. Greedy with one step back, so that many stars
/// cost at most pattern times path.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix(b"$") {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let (mut p, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && (!anchored || at == path.len()) {
            return true;
        }
        if pattern.get(p) == Some(&b'*') {
            p += 1;
            star = Some((p, at));
        } else if p < pattern.len() && pattern.get(p) == path.get(at) {
            p += 1;
            at += 1;
        } else {
            match star {
                Some((after, from)) if from < path.len() => {
                    star = Some((after, from + 1));
                    p = after;
                    at = from + 1;
                }
                _ => return false,
            }
        }
    }
}

#[cfg(test)]
#[path = "robots_tests.rs"]
mod tests;
