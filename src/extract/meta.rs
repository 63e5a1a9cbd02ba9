//! Pure. A parsed page in, its title and language out.

use std::sync::LazyLock;

use scraper::{Html, Selector};

use super::Settings;
use super::space::{is_han, one_line};
use super::walk;
use crate::model::Lang;

/// The content of the first `<meta>` with one of the names, in the order given.
pub(super) fn meta(html: &Html, names: &[&str]) -> Option<String> {
    static META: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("meta[content]").expect("a constant selector is valid"));
    let all: Vec<(String, &str)> = html
        .select(&META)
        .filter_map(|m| {
            let m = m.value();
            let name = m.attr("name").or_else(|| m.attr("property")).or_else(|| m.attr("itemprop"))?;
            Some((name.to_ascii_lowercase(), m.attr("content")?))
        })
        .collect();
    names.iter().find_map(|wanted| {
        all.iter().find(|(name, _)| name == wanted).map(|(_, c)| one_line(c)).filter(|content| !content.is_empty())
    })
}

/// The text of `<title>`.
pub(super) fn title_element(html: &Html) -> Option<String> {
    static TITLE: LazyLock<Selector> = LazyLock::new(|| {
        Selector::parse("head > title, body > title, html > title").expect("a constant selector is valid")
    });
    let title = html.select(&TITLE).next()?;
    Some(one_line(&title.text().collect::<String>())).filter(|t| !t.is_empty())
}

/// Headings of the first rank, as people see them.
pub(super) fn headings(html: &Html) -> Vec<String> {
    static H1: LazyLock<Selector> = LazyLock::new(|| Selector::parse("h1").expect("a constant selector is valid"));
    html.select(&H1).take(8).map(walk::text).filter(|t| !t.is_empty()).collect()
}

/// The article's title: what its system declares, else its heading, else the window title without the site.
pub(super) fn title(html: &Html) -> Option<String> {
    if let Some(declared) = meta(html, &["articletitle", "citation_title", "dc.title", "dcterms.title"]) {
        return Some(declared);
    }
    let window = title_element(html);
    if let Some(shared) = meta(html, &["og:title", "twitter:title"]) {
        return Some(without_site(&shared, meta(html, &["og:site_name"]).as_deref()));
    }
    let headings = headings(html);
    let window_text = window.as_deref().unwrap_or_default();
    // A site's name is often a heading too; the one the window title begins with is the article's.
    let begins = headings.iter().find(|h| h.chars().count() >= 4 && window_text.starts_with(h.as_str()));
    let held = || headings.iter().filter(|h| window_text.contains(h.as_str())).max_by_key(|h| h.len());
    let heading = begins.or_else(held).or(headings.first()).cloned();
    heading.or_else(|| window.map(|w| without_site(&w, None)))
}

/// Cuts the site's name off a title: the named one, else everything after the first separator when enough stays.
fn without_site(title: &str, site: Option<&str>) -> String {
    let separators = [" | ", " - ", " – ", " — ", " :: ", " · ", "_", "|", "--", "－", "-"];
    if let Some(bare) = site.and_then(|site| title.strip_suffix(site)) {
        let bare = bare.trim_end_matches(|c: char| c.is_whitespace() || "|-–—:·_－".contains(c));
        return if bare.is_empty() { title.to_owned() } else { bare.to_owned() };
    }
    for separator in separators {
        // A bare hyphen stands inside English words.
        let apart = separator != "-" || title.chars().any(is_han);
        if let Some((first, rest)) = title.split_once(separator).filter(|_| apart) {
            let (first, rest) = (first.trim(), rest.trim());
            let enough = super::space::weight(first) >= 18;
            return if enough || first.chars().count() >= rest.chars().count() { first } else { title }.to_owned();
        }
    }
    title.to_owned()
}

/// The language the page is in: its script, else its declaration, the watch's, or its small words.
pub(super) fn language(declared: Option<&str>, settings: &Settings, text: &str) -> Option<Lang> {
    let (mut han, mut letters) = (0usize, 0usize);
    for c in text.chars().take(20_000).filter(|c| c.is_alphabetic()) {
        letters += 1;
        han += usize::from(is_han(c));
    }
    // Three Latin letters say about as much as one Han character; lists of chemicals are full of Latin names.
    if han * 4 > letters {
        return Some(Lang::Zh);
    }
    let declared = declared.and_then(|l| l.get(..2)).and_then(|l| match l.to_ascii_lowercase().as_str() {
        "en" => Some(Lang::En),
        "es" => Some(Lang::Es),
        "fr" => Some(Lang::Fr),
        _ => None,
    });
    let guessed = by_small_words(text);
    let set = settings.language.filter(|l| *l != Lang::Zh);
    // Templates keep a wrong `lang`; a text full of another language's small words outweighs it.
    match (guessed, declared.or(set)) {
        (Some((lang, true)), _) => Some(lang),
        (_, Some(lang)) => Some(lang),
        (Some((lang, false)), None) => Some(lang),
        (None, None) => None,
    }
}

const SMALL_WORDS: &[(Lang, &[&str])] = &[
    (Lang::En, &["the", "of", "and", "to", "in", "for", "is", "that", "with", "by", "on", "will"]),
    (Lang::Es, &["el", "la", "de", "los", "las", "y", "en", "del", "que", "para", "con", "por"]),
    (Lang::Fr, &["le", "la", "de", "les", "des", "et", "en", "du", "que", "pour", "avec", "par"]),
];

/// The language whose small words are the most frequent, and whether it is beyond doubt.
fn by_small_words(text: &str) -> Option<(Lang, bool)> {
    let mut counts = [0usize; 3];
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(3000) {
        let word = word.to_lowercase();
        for (n, (_, words)) in SMALL_WORDS.iter().enumerate() {
            counts[n] += usize::from(words.contains(&word.as_str()));
        }
    }
    let best = (0..3).max_by_key(|n| counts[*n])?;
    let second = (0..3).filter(|n| *n != best).map(|n| counts[n]).max().unwrap_or(0);
    (counts[best] >= 3).then(|| (SMALL_WORDS[best].0, counts[best] >= 30 && counts[best] * 2 > second * 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Html {
        Html::parse_document(text)
    }

    #[test]
    fn titles_come_from_declaration_heading_or_window_in_that_order() {
        for (html, wanted) in [
            ("<meta name=ArticleTitle content='关于管制的公告'><title>x</title><h1>y</h1>", "关于管制的公告"),
            (
                "<meta property=og:title content='Minister meets envoy | Ministry'><meta property=og:site_name content=Ministry>",
                "Minister meets envoy",
            ),
            (
                "<title>Regular press conference - Ministry</title><h1>Ministry</h1><h1>Regular press conference</h1>",
                "Regular press conference",
            ),
            ("<title>外交部发言人举行例行记者会_中华人民共和国外交部</title>", "外交部发言人举行例行记者会"),
            ("<title>Co-operation on precursors agreed</title>", "Co-operation on precursors agreed"),
        ] {
            assert_eq!(title(&page(html)).as_deref(), Some(wanted), "{html}");
        }
    }

    #[test]
    fn language_is_told_by_script_declaration_and_small_words() {
        let settings = Settings::default();
        let read = |declared: &str, text: &str| language(Some(declared), &settings, text);
        assert_eq!(read("en", "外交部 4-ANPP 公告"), Some(Lang::Zh));
        assert_eq!(read("es-MX", "Aviso"), Some(Lang::Es));
        assert_eq!(read("", "le ministre et les services de la police pour les pays"), Some(Lang::Fr));
        assert_eq!(read("", "xyz"), None);
    }
}
