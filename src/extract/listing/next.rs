//! Pure. A parsed page of a listing and its number in, the address of the next page out.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::{Reading, item};
use crate::extract::{address as urls, space, walk};

/// What a link to the next page is called, in small letters and without arrows.
pub(super) const WORDS: &[&str] = &[
    "next",
    "next page",
    "next posts",
    "older",
    "older posts",
    "older entries",
    "下一页",
    "下一頁",
    "下页",
    "下頁",
    "后一页",
    "siguiente",
    "siguientes",
    "página siguiente",
    "pagina siguiente",
    "suivant",
    "suivante",
    "suivants",
    "page suivante",
];

/// The next page: what the page itself names so, else the link called so, else that of the next number, else what the script
/// of its pager would write.
pub(super) fn next(html: &Html, reading: &Reading, number: u32) -> Option<Url> {
    related(html, reading)
        .or_else(|| called(html, reading))
        .or_else(|| numbered(html, reading, number))
        .or_else(|| scripted(html, reading))
}

/// A page of the same site other than this one.
fn leads_on(href: &str, reading: &Reading) -> Option<Url> {
    let url = urls::canonical(&reading.base, href)?;
    let own = urls::canonical(&reading.page, reading.page.as_str());
    let same_origin = url.origin() == reading.page.origin();
    (same_origin && own.as_ref() != Some(&url)).then_some(url)
}

/// `rel="next"` (HTML, link types).
fn related(html: &Html, reading: &Reading) -> Option<Url> {
    static NEXT: LazyLock<Selector> = LazyLock::new(|| {
        Selector::parse(r#"link[rel~="next"][href], a[rel~="next"][href]"#).expect("a constant selector is valid")
    });
    html.select(&NEXT).find_map(|element| leads_on(element.value().attr("href")?, reading))
}

fn called(html: &Html, reading: &Reading) -> Option<Url> {
    let is_next = |text: &str| {
        let bare = space::one_line(text).to_lowercase();
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
        WORDS.contains(&bare)
    };
    html.select(&item::ANCHOR)
        .filter(|anchor| {
            let named = ["title", "aria-label"].into_iter().filter_map(|name| anchor.value().attr(name)).any(is_next);
            named || is_next(&walk::text(*anchor))
        })
        .find_map(|anchor| leads_on(anchor.value().attr("href")?, reading))
}

/// The link that is nothing but the next number, and whose address differs from the page's only in its last part.
fn numbered(html: &Html, reading: &Reading, number: u32) -> Option<Url> {
    let wanted = (number + 1).to_string();
    let folder = |url: &Url| url.path().rsplit_once('/').map(|(folder, _)| folder.to_owned());
    html.select(&item::ANCHOR)
        .filter(|anchor| walk::text(*anchor).trim() == wanted)
        .filter_map(|anchor| leads_on(anchor.value().attr("href")?, reading))
        .find(|url| folder(url) == folder(&reading.page))
}

/// Many Chinese ministries' sites write their pager by a call that names how many pages there are, which this one is, counted
/// from 0, and how their files are called: `createPageHTML(25, 0, "index", "shtml")`; the second page is then `index_1.shtml`.
fn scripted(html: &Html, reading: &Reading) -> Option<Url> {
    static SCRIPT: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("script").expect("a constant selector is valid"));
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"createPageHTML\(\s*['"]?(\d{1,5})['"]?\s*,\s*['"]?(\d{1,5})['"]?\s*,\s*['"]([\w\-]{1,80})['"]\s*,\s*['"](\w{1,8})['"]"#)
            .expect("a constant expression is valid")
    });
    let text = |element: ElementRef<'_>| element.text().collect::<String>();
    html.select(&SCRIPT).find_map(|script| {
        let script = text(script);
        let call = CALL.captures(&script)?;
        let (pages, this): (u32, u32) = (call[1].parse().ok()?, call[2].parse().ok()?);
        let href = format!("{}_{}.{}", &call[3], this + 1, &call[4]);
        (this + 1 < pages).then(|| leads_on(&href, reading)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str, body: &str, number: u32) -> Option<String> {
        let page = Url::parse(page).expect("a URL");
        let reading = Reading { base: page.clone(), page, today: jiff::civil::date(2026, 11, 25), lang: None, number };
        next(&Html::parse_document(body), &reading, number).map(String::from)
    }

    #[test]
    fn the_next_page_is_found_by_what_it_is_called() {
        let list = "https://a.test/press/";
        for (body, wanted) in [
            ("<link rel='next' href='/press/?page=1'><a href='?page=9'>Next</a>", Some("https://a.test/press/?page=1")),
            (
                "<a href='?page=0'>1</a> <a href='?page=1'>2</a> <a href='?page=1'>Next ›</a>",
                Some("https://a.test/press/?page=1"),
            ),
            ("<a aria-label='Next page' href='p2'>›</a>", Some("https://a.test/press/p2")),
            ("<a href='index_1.shtml'>下一页</a>", Some("https://a.test/press/index_1.shtml")),
            ("<a href='?pagina=2'>Siguiente »</a>", Some("https://a.test/press/?pagina=2")),
            ("<a href='page/2'>Page suivante</a>", Some("https://a.test/press/page/2")),
            ("<a href='?p=2'>2</a><a href='?p=3'>3</a>", Some("https://a.test/press/?p=2")),
            ("<a href='/2026/11/2'>2</a>", None),
            ("<a href='https://b.test/?page=2'>Next</a>", None),
            ("<a href='javascript:go(2)'>Next</a>", None),
            ("<a href='/next-of-kin.html'>Next of kin are told first</a>", None),
            ("<a href='./'>Next</a>", None),
        ] {
            assert_eq!(of(list, body, 1).as_deref(), wanted, "{body}");
        }
        assert_eq!(
            of(list, "<a href='?p=2'>2</a><a href='?p=3'>3</a>", 2).as_deref(),
            Some("https://a.test/press/?p=3")
        );
    }

    #[test]
    fn the_call_of_a_pagers_script_is_read_to_its_last_page() {
        let call = |this: u32| format!("<script>createPageHTML(3, {this}, \"index\", \"shtml\");</script>");
        assert_eq!(of("https://a.test/xw/", &call(0), 1).as_deref(), Some("https://a.test/xw/index_1.shtml"));
        assert_eq!(
            of("https://a.test/xw/index_1.shtml", &call(1), 2).as_deref(),
            Some("https://a.test/xw/index_2.shtml")
        );
        assert_eq!(of("https://a.test/xw/index_2.shtml", &call(2), 3), None);
    }
}
