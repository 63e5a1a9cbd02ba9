//! Pure. The selectors and expressions of a watch in, compiled or as problems with their keys out.

use std::collections::HashSet;

use regex::{Regex, RegexBuilder};
use scraper::{ElementRef, Html, Selector};

use super::{Settings, decode, walk};
use crate::model::{Failure, Reason};

/// Compiled expressions may not grow beyond this; the engine never backtracks, so time is linear.
const EXPRESSION_BYTES: usize = 1 << 20;

/// What a watch sets aside.
pub(super) struct Rules {
    ignore: Vec<Selector>,
    ignore_text: Vec<Regex>,
}

impl Rules {
    /// Compiles; what does not compile was reported by `problems` and is an error here.
    pub(super) fn new(settings: &Settings) -> Result<Self, Failure> {
        let ignore = settings.ignore.iter().map(|css| selector(css)).collect::<Result<_, _>>();
        let ignore_text = settings.ignore_text.iter().map(|text| expression(text)).collect::<Result<_, _>>();
        Ok(Self { ignore: ignore.map_err(bad)?, ignore_text: ignore_text.map_err(bad)? })
    }

    /// The elements the watch sets aside.
    pub(super) fn ignored(&self, html: &Html) -> HashSet<usize> {
        self.ignore.iter().flat_map(|selector| html.select(selector)).map(walk::key).collect()
    }

    /// Whether the watch sets a block with this text aside.
    pub(super) fn ignores_text(&self, text: &str) -> bool {
        self.ignore_text.iter().any(|regex| regex.is_match(text))
    }
}

fn bad(message: String) -> Failure {
    Failure::new(Reason::Internal, message)
}

fn selector(css: &str) -> Result<Selector, String> {
    Selector::parse(css).map_err(|error| format!("`{css}` is not a CSS selector: {error}"))
}

pub(super) fn expression(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).size_limit(EXPRESSION_BYTES).build().map_err(|error| {
        let last = error.to_string();
        format!("`{text}` is not a regular expression: {}", last.lines().last().unwrap_or_default())
    })
}

/// The elements a selector of the watch matches; none is a failure that names it.
pub(super) fn select<'a>(html: &'a Html, key: &str, css: &str) -> Result<Vec<ElementRef<'a>>, Failure> {
    let found: Vec<_> = html.select(&selector(css).map_err(bad)?).collect();
    if found.is_empty() {
        return Err(Failure::new(Reason::SelectorMatchedNothing, format!("`{key} = \"{css}\"`")));
    }
    Ok(found)
}

/// Every problem of the settings as (key, index in the list, message).
pub(super) fn problems(settings: &Settings) -> Vec<(&'static str, usize, String)> {
    let mut all = Vec::new();
    for (key, css) in [("content", &settings.content), ("links", &settings.links)] {
        all.extend(css.as_deref().and_then(|css| selector(css).err()).map(|message| (key, 0, message)));
    }
    for (n, css) in settings.ignore.iter().enumerate() {
        all.extend(selector(css).err().map(|message| ("ignore", n, message)));
    }
    for (n, text) in settings.ignore_text.iter().enumerate() {
        let problem = match expression(text) {
            Ok(regex) if regex.is_match("") => Some(format!("`{text}` matches every block, so nothing would be read")),
            Ok(_) => None,
            Err(message) => Some(message),
        };
        all.extend(problem.map(|message| ("ignore_text", n, message)));
    }
    all.extend(
        settings.addresses.as_deref().and_then(|text| expression(text).err()).map(|message| ("links", 0, message)),
    );
    all.extend(settings.json.as_ref().map(|paths| paths.problems()).unwrap_or_default());
    if let Some(label) = settings.charset.as_deref().filter(|label| !decode::is_known(label)) {
        all.push(("charset", 0, format!("`{label}` is not a known charset label, such as utf-8, gb18030 or big5")));
    }
    if !settings.zone.is_empty() && jiff::tz::TimeZone::get(&settings.zone).is_err() {
        let message = format!("`{}` is not a time zone, such as Asia/Shanghai", settings.zone);
        all.push(("source_timezone", 0, message));
    }
    all
}
