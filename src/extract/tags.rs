//! Pure. An element in, what its name, class and id say about it out: block or not, navigation or not, article or not.

use std::collections::HashSet;
use std::sync::LazyLock;

use scraper::node::Element;

/// How strongly an element's name or class speaks against its being part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    /// A class or id used for things beside the article: sets short or linked text aside, prose stays.
    Soft,
    /// A class or id of what is never an article: breadcrumbs, share bars, page turning, consent banners.
    Named,
    /// An element that is made for it: navigation, page footer.
    Hard,
}

/// Elements that hold no text people read.
pub(super) fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "head"
            | "title"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "datalist"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "map"
            | "frameset"
    )
}

/// Elements that begin and end a block of text.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Ids and classes that content management systems of ministries give the article's text.
static ARTICLE_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "ucap-content trs_editor trs_ueditor content_text zoom view article-content article_content articlecontent \
    article-body article__body article_body articlebody article-text entry-content post-content pages_content \
    page-content__body field--name-body field-name-body field-formatter-body news_content newscontent \
    news-content detail_content detail-content con_text contenttext xl_content text_con b12c art_content \
    art-content cnt_bd bodytext story-body wp_articlecontent cuerpo-nota nota-contenido contenido-articulo \
    texte-article article__content mwsbodytext"
        .split_whitespace()
        .collect()
});

/// Whether the element is a known place of an article's text.
pub(super) fn is_landmark(element: &Element) -> bool {
    matches!(element.name(), "main" | "article")
        || element.attr("role").is_some_and(|r| r.eq_ignore_ascii_case("main") || r.eq_ignore_ascii_case("article"))
        || element.attr("itemprop") == Some("articleBody")
        || names(element).any(|name| ARTICLE_NAMES.contains(name.as_str()))
}

fn names(element: &Element) -> impl Iterator<Item = String> {
    element.attr("id").into_iter().chain(element.classes()).map(str::to_ascii_lowercase)
}

/// Words of class names and ids that stand for what surrounds articles.
static BESIDE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "nav navbar navigation menu submenu megamenu copyright sidebar aside social related relate \
    xgxw recommend recommended tuijian rank toolbar searchbox newsletter subscribe comments \
    friendlink yqlj skip print banner topbar promo advert ads ewm qrcode relacionadas \
    relacionados pie popup modal tags widget login weather tianqi clock counter"
        .split_whitespace()
        .collect()
});

static NEVER: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "breadcrumb breadcrumbs crumb crumbs weizhi dqwz mbx share sharing sharebar bdsharebuttonbox fenxiang \
    addtoany pager pagination paging fenye cookie cookies consent gdpr compartir partager partage ariane migas \
    friendlink yqlj"
        .split_whitespace()
        .collect()
});

static FOOT: LazyLock<HashSet<&str>> = LazyLock::new(|| HashSet::from(["footer", "foot"]));

/// What the element's name, role, class and id say against it.
pub(super) fn cue(element: &Element, in_article: bool) -> Option<Cue> {
    match element.name() {
        "nav" | "search" => return Some(Cue::Hard),
        "footer" | "header" | "aside" if !in_article => return Some(Cue::Hard),
        "footer" | "aside" | "dialog" => return Some(Cue::Soft),
        "html" | "body" | "main" | "article" => return None,
        _ => {}
    }
    match element.attr("role").unwrap_or_default() {
        "navigation" | "search" | "menu" | "menubar" | "tablist" => return Some(Cue::Hard),
        "banner" | "contentinfo" | "complementary" if !in_article => return Some(Cue::Hard),
        _ => {}
    }
    let hidden = element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"));
    if hidden {
        return Some(Cue::Soft);
    }
    let dialog = matches!(element.attr("role"), Some("dialog" | "alertdialog"));
    let is = |words: &HashSet<&str>| names(element).any(|name| name.split(['-', '_']).any(|word| words.contains(word)));
    if is(&FOOT) {
        return Some(if in_article { Cue::Soft } else { Cue::Named });
    }
    // A consent banner is mostly a dialog too; its name says more.
    if is(&NEVER) { Some(Cue::Named) } else { (dialog || is(&BESIDE)).then_some(Cue::Soft) }
}
