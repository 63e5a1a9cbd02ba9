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
    let mut pairs: Vec<(String, String)> =
        url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned())).filter(|(k, _)| !is_tracking(k)).collect();
    let kept_as_is = url.query().is_some_and(|q| !q.contains('=') && pairs.len() == 1);
    if kept_as_is {
        return Some(url);
    }
    pairs.sort();
    url.set_query(None);
    if !pairs.is_empty() {
        url.query_pairs_mut().extend_pairs(&pairs);
    }
    Some(url)
}

fn is_tracking(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_")
        || matches!(
            key.as_str(),
            "jsessionid"
                | "phpsessid"
                | "sid"
                | "sessionid"
                | "spm"
                | "from"
                | "fbclid"
                | "gclid"
                | "scm"
                | "mc_cid"
                | "mc_eid"
        )
}

/// The date in a URL's path: `/2025/12/05/`, `/2025-12/05/`, `/20251205/`, `t20251205_`, `/202512/05/`, `/202512/`.
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
    dates.max_by_key(|d| d.parts().2.is_some())
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
