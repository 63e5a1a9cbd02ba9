//! Pure. The keys of a watch that say how its pages are read in; extraction settings out, checked by extraction itself.

use std::ops::Range;

use super::WatchKind;
use super::problems::Problem;
use super::reader::{At, Reader};
use crate::extract;
use crate::model::Lang;

/// Selectors, expressions, charset.
pub(super) fn settings(reader: &Reader<'_>, kind: WatchKind, language: Option<Lang>, zone: &str) -> extract::Settings {
    let content = reader.string("content");
    let links = reader.string("links");
    let ignore = reader.strings("ignore").unwrap_or_default();
    let ignore_text = reader.strings("ignore_text").unwrap_or_default();
    let charset = reader.string("charset");
    json(reader, kind);
    if let Some(links) = links.as_ref().filter(|_| kind != WatchKind::Listing && reader.has("links")) {
        let problem = Problem::new(links.at.clone(), "`links` is only read on a listing");
        reader.sink.error(problem.hint("set kind = \"listing\", or leave it out"));
    }
    let settings = extract::Settings {
        content: content.as_ref().map(|text| text.value.clone()),
        links: links.as_ref().map(|text| text.value.clone()),
        ignore: ignore.iter().map(|text| text.value.clone()).collect(),
        ignore_text: ignore_text.iter().map(|text| text.value.clone()).collect(),
        charset: charset.as_ref().map(|text| text.value.clone()),
        language,
        zone: zone.to_owned(),
    };
    let one = |text: &Option<At<String>>| text.as_ref().map(|text| text.at.clone());
    for (key, index, message) in settings.problems() {
        let place: Option<Range<usize>> = match key {
            "content" => one(&content),
            "links" => one(&links),
            "charset" => one(&charset),
            "ignore" => ignore.get(index).map(|text| text.at.clone()),
            "ignore_text" => ignore_text.get(index).map(|text| text.at.clone()),
            // The zone is checked where it is read, with its own key's place.
            _ => continue,
        };
        let hint = match key {
            "content" | "links" | "ignore" => Some("CSS, for example \".news_list a\"".to_owned()),
            _ => None,
        };
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        let at = place.unwrap_or(reader.at.clone());
        reader.sink.error(Problem::new(at, format!("`{key}`: {message}")).maybe_hint(hint));
    }
    settings
}

/// `json = { … }`: where things stand in an API's answer; checked now, read by a later version.
fn json(reader: &Reader<'_>, kind: WatchKind) {
    let Some(table) = reader.table("json", "`json`") else { return };
    for key in ["items", "url", "title", "date", "body", "html", "next"] {
        table.string(key);
    }
    table.finish();
    if kind != WatchKind::Json {
        let problem = Problem::new(reader.key_at("json"), "`json` is only read when kind is \"json\"");
        reader.sink.error(problem.hint("set kind = \"json\", or leave it out"));
    }
}
