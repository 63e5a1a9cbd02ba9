//! Pure. The XML of a sitemap in; what it is and its entries, or why it cannot be read, out.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// What the sitemap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// A set of URLs.
    Urls,
    /// An index of sitemaps.
    Index,
}

/// One `url` or `sitemap`, texts as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) loc: String,
    pub(super) lastmod: String,
    pub(super) title: String,
    pub(super) published: String,
}

/// The protocol allows 50,000 entries.
const MOST_ENTRIES: usize = 50_000;
/// Nothing in a sitemap is nested deeper.
const DEEPEST: usize = 32;

/// Reads a whole sitemap; names of elements count without their prefixes.
pub(super) fn read(text: &str) -> Result<(Root, Vec<Entry>), String> {
    let mut reader = Reader::from_str(text.trim_start());
    let mut root = None;
    let mut entries: Vec<Entry> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event();
        match event.map_err(|error| format!("at byte {}: {error}", reader.error_position()))? {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                open(&name, &path, &mut root, &mut entries)?;
                path.push(name);
                if path.len() > DEEPEST {
                    return Err(format!("more than {DEEPEST} elements are nested"));
                }
            }
            Event::Empty(tag) => open(tag.local_name().as_ref(), &path, &mut root, &mut entries)?,
            Event::End(_) => {
                path.pop();
            }
            Event::Text(text) => say(&path, &mut entries, &text.xml10_content()),
            Event::CData(text) => say(&path, &mut entries, &text.xml10_content()),
            Event::GeneralRef(named) => {
                let character = named.resolve_char_ref().map_err(|error| error.to_string())?.map(String::from);
                let known = character.or_else(|| resolve_predefined_entity(&named).map(str::to_owned));
                say(&path, &mut entries, &known.unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match root {
        _ if !path.is_empty() => Err(format!("it ends inside <{}>", path.join("><"))),
        Some(root) => {
            // Line breaks around a value are layout.
            for entry in &mut entries {
                for text in [&mut entry.loc, &mut entry.lastmod, &mut entry.title, &mut entry.published] {
                    *text = text.trim().to_owned();
                }
            }
            Ok((root, entries))
        }
        None => Err("it is not XML: there is no element in it".to_owned()),
    }
}

/// Notes an element that begins.
fn open(name: &str, path: &[String], root: &mut Option<Root>, entries: &mut Vec<Entry>) -> Result<(), String> {
    match (path.len(), name) {
        (0, "urlset") => *root = Some(Root::Urls),
        (0, "sitemapindex") => *root = Some(Root::Index),
        (0, other) => return Err(format!("it is no sitemap: it begins with <{}>", short(other))),
        (1, "url" | "sitemap") if entries.len() == MOST_ENTRIES => {
            return Err(format!("it has more than {MOST_ENTRIES} entries"));
        }
        (1, "url" | "sitemap") => entries.push(Entry::default()),
        _ => {}
    }
    Ok(())
}

/// Notes text where one of the four things stands that are read.
fn say(path: &[String], entries: &mut [Entry], text: &str) {
    let Some(entry) = entries.last_mut() else { return };
    let field = match path.get(2..).unwrap_or_default() {
        [one] if one == "loc" => &mut entry.loc,
        [one] if one == "lastmod" => &mut entry.lastmod,
        [news, one] if news == "news" && one == "title" => &mut entry.title,
        [news, one] if news == "news" && one == "publication_date" => &mut entry.published,
        _ => return,
    };
    field.push_str(text);
}

fn short(name: &str) -> String {
    name.chars().take(40).collect()
}
