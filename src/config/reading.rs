//! Pure. The keys of a watch that say how its pages are read in; extraction settings out, checked by extraction itself.

use std::ops::Range;

use super::WatchKind;
use super::problems::{Problem, did_you_mean};
use super::reader::{At, Reader};
use crate::extract;
use crate::model::{Lang, LeftOut, Step};

/// Selectors, expressions, charset.
pub(super) fn settings(reader: &Reader<'_>, kind: WatchKind, language: Option<Lang>, zone: &str) -> extract::Settings {
    let content = reader.string("content");
    let links = reader.string("links");
    let ignore = reader.strings("ignore").unwrap_or_default();
    let ignore_text = reader.strings("ignore_text").unwrap_or_default();
    let charset = reader.string("charset");
    let (json, places) = json(reader, kind).unzip();
    let has_links = matches!(kind, WatchKind::Listing | WatchKind::Sitemap);
    if let Some(links) = links.as_ref().filter(|_| !has_links && reader.has("links")) {
        let problem = Problem::new(links.at.clone(), "`links` is only read on a listing or a sitemap");
        reader.sink.error(problem.hint("set kind = \"listing\", or leave it out"));
    }
    let is_sitemap = kind == WatchKind::Sitemap;
    let of = |wanted: bool| links.as_ref().filter(|_| wanted).map(|text| text.value.clone());
    let settings = extract::Settings {
        content: content.as_ref().map(|text| text.value.clone()),
        links: of(!is_sitemap && (has_links || !reader.has("links"))),
        addresses: of(is_sitemap),
        json,
        ignore: ignore.iter().map(|text| text.value.clone()).collect(),
        ignore_text: ignore_text.iter().map(|text| text.value.clone()).collect(),
        charset: charset.as_ref().map(|text| text.value.clone()),
        language,
        zone: zone.to_owned(),
        left_out: left_out(reader),
    };
    let one = |text: &Option<At<String>>| text.as_ref().map(|text| text.at.clone());
    for (key, index, message) in settings.problems() {
        let place: Option<Range<usize>> = match key {
            "content" => one(&content),
            "links" => one(&links),
            "charset" => one(&charset),
            "ignore" => ignore.get(index).map(|text| text.at.clone()),
            _ if JSON_KEYS.contains(&key) => {
                let places = places.iter().flatten();
                places.clone().find(|(known, _)| *known == key).map(|(_, at)| at.clone())
            }
            "ignore_text" => ignore_text.get(index).map(|text| text.at.clone()),
            // The zone is checked where it is read, with its own key's place.
            _ => continue,
        };
        let hint = match key {
            "links" if is_sitemap => Some("a regular expression, for example \"/press/\"".to_owned()),
            _ if JSON_KEYS.contains(&key) => Some(format!("for example {key} = {}", example(key))),
            "content" | "links" | "ignore" => Some("CSS, for example \".news_list a\"".to_owned()),
            _ => None,
        };
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        let at = place.unwrap_or(reader.at.clone());
        reader.sink.error(Problem::new(at, format!("`{key}`: {message}")).maybe_hint(hint));
    }
    settings
}

/// Steps of the comparison form that a watch does without.
fn left_out(reader: &Reader<'_>) -> LeftOut {
    let names = reader.strings("compare_exactly").unwrap_or_default();
    let step = |name: &At<String>| {
        let step: Option<Step> = name.value.parse().ok();
        if step.is_none() {
            let known: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
            let hint = did_you_mean(&name.value, known.iter().copied());
            let hint = hint.unwrap_or_else(|| format!("one of {}", known.join(", ")));
            let title = format!("`{}` is no step of the comparison", name.value);
            reader.sink.error(Problem::new(name.at.clone(), title).hint(hint));
        }
        step
    };
    LeftOut::of(names.iter().filter_map(step).collect::<Vec<_>>())
}

const JSON_KEYS: [&str; 7] = ["items", "url", "title", "date", "body", "html", "next"];

/// How the value of each key of `json` may look.
fn example(key: &str) -> &'static str {
    match key {
        "items" => "\"data.list\" or \"/data/list\"",
        "url" => "\"html_url\" or \"https://…/{id}\"",
        "next" => "\"next_page_url\" or \"?page={page}\"",
        _ => "\"fields.text[0]\" or \"{type}[, effective on {effective_on}]: {abstract}\"",
    }
}

/// Where each key stands in the file.
type Places = Vec<(&'static str, Range<usize>)>;

/// `json = { … }`: where things stand in an API's answer, and where each key stands in the file.
fn json(reader: &Reader<'_>, kind: WatchKind) -> Option<(extract::Paths, Places)> {
    let table = reader.table("json", "`json`");
    let Some(table) = table else {
        if kind == WatchKind::Json && !reader.owner("json").has("json") {
            reader.missing("json", "{ items = \"results\", url = \"html_url\", title = \"title\" }");
        }
        return None;
    };
    if kind != WatchKind::Json && !reader.is_partial() && reader.has("json") {
        let problem = Problem::new(reader.key_at("json"), "`json` is only read when kind is \"json\"");
        reader.sink.error(problem.hint("set kind = \"json\", or leave it out"));
    }
    let mut places = Vec::new();
    let mut text = |key: &'static str| {
        let found = if key == "url" { table.required(key, "\"html_url\"") } else { table.string(key) }?;
        places.push((key, found.at));
        Some(found.value)
    };
    let [items, url, title, date, body, html, next] = JSON_KEYS.map(&mut text);
    table.finish();
    // Without `url` the problem is recorded; what follows reads no watch of it.
    Some((extract::Paths { items, url: url?, title, date, body, html, next }, places))
}
