//! Pure. The links of an article's main text in, those that lead to files out; and the text of files, made part of a Document.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use super::{address as urls, walk};
use crate::model::{Attachment, Failure, Link, Page, Reason};

/// Endings of files that hold text, or may hold it.
const FILES: &[&str] =
    &["pdf", "doc", "docx", "xls", "xlsx", "ofd", "wps", "et", "zip", "rar", "7z", "odt", "ods", "rtf"];
/// Endings of files that are read.
const READ: &[&str] = &["pdf", "docx", "xlsx"];
/// Endings of pictures: an annex may be one, where the link says that it is an annex.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "tif", "tiff", "bmp"];

static ANCHOR: LazyLock<Selector> = LazyLock::new(|| Selector::parse("a[href]").expect("a constant selector is valid"));

static SAYS_ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)附件|附录|附錄|附表|清单|清單|\b(?:annex|appendix|attachment|schedule|anexo|adjunto|annexe|pièce jointe)",
    )
    .expect("a constant expression is valid")
});

/// Files that the main text (`places`, or the whole page) links to, each URL once.
pub(super) fn find(html: &Html, places: &HashSet<usize>, page: &Page) -> Vec<Attachment> {
    let base = urls::base(html, &page.final_url);
    let inside = |a: &ElementRef<'_>| {
        places.is_empty() || a.ancestors().filter_map(ElementRef::wrap).any(|e| places.contains(&walk::key(e)))
    };
    let mut found: Vec<Attachment> = Vec::new();
    for a in html.select(&ANCHOR).take(5000) {
        let Some(url) = a.value().attr("href").and_then(|href| urls::canonical(&base, href)) else { continue };
        let text = walk::text(a);
        let Some(name) = file_name(&url, &text) else { continue };
        if found.iter().any(|known| known.link.url == url) || !inside(&a) {
            continue;
        }
        let date = urls::date(&url);
        found.push(Attachment::new(Link::new(url, if text.is_empty() { name } else { text }, date)));
    }
    found
}

/// The name of the file that a link leads to: of its path, of a value of its query (`downfile.jsp?filename=list.pdf`), or
/// as the text of the link says. None when it leads to a page.
fn file_name(url: &url::Url, text: &str) -> Option<String> {
    let of_path = url.path().rsplit('/').next().unwrap_or_default().to_owned();
    let of_query = url.query_pairs().map(|(_, value)| value.rsplit('/').next().unwrap_or_default().to_owned());
    let is_file = |name: &String| ending(name).is_some_and(|e| FILES.contains(&e.as_str()));
    let is_picture = |name: &String| ending(name).is_some_and(|e| PICTURES.contains(&e.as_str()));
    if is_picture(&of_path) {
        return SAYS_ANNEX.is_match(text).then_some(of_path);
    }
    std::iter::once(of_path).chain(of_query).chain([text.trim().to_owned()]).find(is_file)
}

/// Why a file need not be asked for, as far as its name tells. Without a telling name it is asked for.
pub(super) fn unread_kind(attachment: &Attachment) -> Option<Failure> {
    let name = file_name(&attachment.link.url, &attachment.link.title)?;
    let kind = ending(&name).filter(|ending| !READ.contains(&ending.as_str()))?;
    Some(Failure::new(Reason::FileKindNotRead, kind.to_uppercase()))
}

/// The ending of a file's name, in small letters.
fn ending(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}
