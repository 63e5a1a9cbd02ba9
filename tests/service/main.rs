//! The service: the real binary under real signals, its word to the service manager, kills, politeness, the unit.

#![allow(unreachable_pub, reason = "modules of a test share what they need")]

#[path = "../support/mod.rs"]
mod support;

mod daemon;
mod lifecycle;
mod polite;
mod silence;
mod site;
mod unit;

use support::Workplace;

/// A watchlist with these `[fetch]` keys and watches of single pages, each `(id, url, every)`.
pub(crate) fn watchlist(place: &Workplace, fetch: &str, watches: &[(&str, String, &str)]) {
    let entries: String = watches
        .iter()
        .map(|(id, url, every)| {
            format!(
                "[[watch]]\nid = \"{id}\"\nname = \"Office {id}\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{url}\"\nevery = \"{every}\"\n"
            )
        })
        .collect();
    place.watchlist("", &entries);
    let path = place.path("watchlist.toml");
    let text = std::fs::read_to_string(&path).expect("it was just written");
    let text = text.replace("host_spacing = \"0s\"\ntimeout = \"5s\"", fetch);
    std::fs::write(&path, text).expect("the watchlist can be written");
}

/// A workplace with such a watchlist.
pub(crate) fn place(fetch: &str, watches: &[(&str, String, &str)]) -> Workplace {
    let place = Workplace::new("", "");
    watchlist(&place, fetch, watches);
    place
}

/// Fetch settings that wait for nothing.
pub(crate) const QUICK: &str = "host_spacing = \"0s\"\ntimeout = \"5s\"";
