//! Pure. A link as written in, its canonical URL out; and the date a URL tells.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{Html, Selector};
use url::Url;

use crate::model::PartialDate;

/// What links of the page count from: `<base>`, else where it was found.
pub(super) fn base(html: &Html, final_url: &Url) -> Url {
    static BASE: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("base[href]").expect("a constant selector is valid"));
    let href = html.select(&BASE).next().and_then(|b| b.value().attr("href"));
    href.and_then(|href| final_url.join(href.trim()).ok()).unwrap_or_else(|| final_url.clone())
}

/// The canonical http or https URL of a link: no fragment, no session, no tracking, query sorted.
pub(super) fn canonical(base: &Url, href: &str) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let mut url = base.join(href).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    url.set_fragment(None);
    let path = url.path();
    if let Some(at) = path.to_ascii_lowercase().find(";jsessionid=") {
        let clean = path[..at].to_owned();
        url.set_path(&clean);
    }
    let Some(query) = url.query().map(str::to_owned) else { return Some(url) };
    // Each pair stays as it is written: it is also what is asked for, and not every server escapes UTF-8 in it.
    let mut pairs: Vec<(&str, Option<&str>)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value))))
        .filter(|(name, value)| !is_tracking(name, value.unwrap_or_default()))
        .collect();
    pairs.sort_unstable();
    let written = |(name, value): &(&str, Option<&str>)| value.map_or((*name).to_owned(), |v| format!("{name}={v}"));
    let kept = pairs.iter().map(written).collect::<Vec<_>>().join("&");
    url.set_query(Some(kept.as_str()).filter(|kept| !kept.is_empty()));
    Some(url)
}

/// Names that never tell one page from another; `sid` and `from` do on some sites, so there the value decides.
fn is_tracking(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "jsessionid" | "phpsessid" | "sessionid" | "spm" | "fbclid" | "gclid" | "scm" | "mc_cid" | "mc_eid" => true,
        "sid" => is_session(value),
        "from" => SHARED_FROM.contains(&value.to_ascii_lowercase().as_str()),
        _ => name.starts_with("utm_"),
    }
}

/// Where a link was shared or clicked, as sites write it.
const SHARED_FROM: &[&str] = &[
    "app",
    "appmessage",
    "groupmessage",
    "home",
    "index",
    "mobile",
    "pc",
    "rss",
    "search",
    "share",
    "singlemessage",
    "timeline",
    "wap",
    "wechat",
    "weibo",
    "weixin",
];

/// Long, without a meaning, and no mere number, which could be an article's.
fn is_session(value: &str) -> bool {
    let any = |is: fn(&u8) -> bool| value.bytes().any(|b| is(&b));
    value.len() >= 16
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && any(u8::is_ascii_alphabetic)
        && (any(u8::is_ascii_digit) || value.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The date in a URL: `/2025/12/05/`, `/2025-12/05/`, `/20251205/`, `t20251205_`, `/202512/05/`, `/202512/`, `?fecha=05/12/2025`.
pub(super) fn date(url: &Url) -> Option<PartialDate> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"/((?:19|20)\d\d)/(1[0-2]|0?[1-9])/([12]\d|3[01]|0?[1-9])(?:/|$)|(?:^|[/_t\-=])((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?t?(0[1-9]|[12]\d|3[01])(?:[/_.\-&?]|$)|[/_.\-])",
        )
        .expect("a constant expression is valid")
    });
    let text = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    // The most precise date wins: /202512/t20251205_3.shtml names the day later.
    let dates = DATE.captures_iter(&text).filter_map(|found| {
        let number =
            |a: usize, b: usize| found.get(a).or_else(|| found.get(b)).and_then(|m| m.as_str().parse::<i16>().ok());
        let (year, month) = (number(1, 4)?, number(2, 5)? as i8);
        match number(3, 6) {
            Some(day) => PartialDate::day(year, month, day as i8),
            None => PartialDate::month(year, month),
        }
    });
    dates.max_by_key(|d| d.parts().2.is_some()).or_else(|| day_first(url))
}

/// A day that a query writes before its month, as sites in Spanish do.
fn day_first(url: &Url) -> Option<PartialDate> {
    let (_, value) = url.query_pairs().find(|(name, _)| matches!(name.as_ref(), "fecha"))?;
    let mut parts = value.split(['/', '-']).map(|part| part.parse::<i16>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    (year >= 1990 && parts.next().is_none())
        .then(|| PartialDate::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
        .flatten()
}

/// Whether two hosts are of one site: equal, or one below the other's parent (`www.mfa.gov.cn`, `eng.mfa.gov.cn`).
pub(super) fn same_site(a: &Url, b: &Url) -> bool {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let labels: Vec<&str> = host.split('.').collect();
        let generic =
            labels.iter().rev().nth(1).is_some_and(|l| {
                matches!(*l, "gov" | "gob" | "gouv" | "com" | "org" | "co" | "ac" | "edu" | "net" | "gc")
            });
        let keep = if labels.last().is_some_and(|l| l.len() == 2) && generic { 3 } else { 2 };
        if !matches!(url.host(), Some(url::Host::Domain(_))) || labels.len() <= keep {
            return host;
        }
        labels[labels.len() - keep..].join(".")
    };
    site(a) == site(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a test URL is valid")
    }

    #[test]
    fn canonical_urls_drop_what_does_not_name_the_page() {
        let base = url("https://www.example.gov.cn/eng/list/index.html?x=1");
        for (href, wanted) in [
            ("./202512/t20251205_1.html#top", "https://www.example.gov.cn/eng/list/202512/t20251205_1.html"),
            ("/a;jsessionid=AB12?b=2&a=1&utm_source=x&spm=1.2", "https://www.example.gov.cn/a?a=1&b=2"),
            ("//other.example/a?from=home", "https://other.example/a"),
            ("../view?12345", "https://www.example.gov.cn/eng/view?12345"),
            ("/s?q=%B7%D2%CC%AB&b=a%2fb,c+d", "https://www.example.gov.cn/s?b=a%2fb,c+d&q=%B7%D2%CC%AB"),
            ("/s?q=芬太尼", "https://www.example.gov.cn/s?q=%E8%8A%AC%E5%A4%AA%E5%B0%BC"),
            ("/a?b&a=&&utm_medium=m&", "https://www.example.gov.cn/a?a=&b"),
            ("/article.php?sid=123", "https://www.example.gov.cn/article.php?sid=123"),
            ("/article.php?sid=2025120500012345678", "https://www.example.gov.cn/article.php?sid=2025120500012345678"),
            ("/article.php?sid=9f86d081884c7d659a2f&id=4", "https://www.example.gov.cn/article.php?id=4"),
            (
                "/archive?from=2025-01-01&to=2025-02-01",
                "https://www.example.gov.cn/archive?from=2025-01-01&to=2025-02-01",
            ),
            ("/a?SPM=1.2&PHPSESSID=x", "https://www.example.gov.cn/a"),
            ("/a?", "https://www.example.gov.cn/a"),
        ] {
            assert_eq!(canonical(&base, href).map(|u| u.to_string()).as_deref(), Some(wanted), "{href}");
        }
        for href in ["javascript:void(0)", "mailto:a@example.org", "#x", "", "tel:1", "data:text/html,x"] {
            assert_eq!(canonical(&base, href), None, "{href}");
        }
    }

    #[test]
    fn dates_in_urls_are_read_in_every_shape() {
        for (text, wanted) in [
            ("https://e.cn/20251205/a.html", Some("2025-12-05")),
            ("https://e.cn/202512/t20251205_114.shtml", Some("2025-12-05")),
            ("https://e.cn/2025-12/05/c_131.htm", Some("2025-12-05")),
            ("https://e.cn/2025/12/05/x", Some("2025-12-05")),
            ("https://e.cn/2025/12/5/x", Some("2025-12-05")),
            ("https://e.cn/art/202512/art_1.html", Some("2025-12")),
            ("https://e.mx/nota.php?codigo=57&fecha=05/12/2025", Some("2025-12-05")),
            ("https://e.mx/nota.php?fecha=05%2F12%2F2025&codigo=57", Some("2025-12-05")),
            ("https://e.mx/nota.php?fecha=12/2025", None),
            ("https://e.mx/nota.php?fecha=300/12/2025", None),
            ("https://e.cn/doc/20259905/a", None),
            ("https://e.cn/content_123456789", None),
        ] {
            assert_eq!(date(&url(text)).map(|d| d.to_string()).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn sites_are_told_by_their_registered_name() {
        assert!(same_site(&url("https://www.mfa.gov.cn/"), &url("https://eng.mfa.gov.cn/a")));
        assert!(!same_site(&url("https://www.mfa.gov.cn/"), &url("https://www.mps.gov.cn/")));
        assert!(same_site(&url("https://www.dea.gov/"), &url("https://dea.gov/x")));
        assert!(!same_site(&url("http://127.0.0.1/"), &url("http://127.0.0.2/")));
    }
}
