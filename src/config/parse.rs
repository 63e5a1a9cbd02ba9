//! Pure. The file's text in; the sections read one after the other, each with what it needs to know of the others.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::plan::Plans;
use super::problems::{Problem, Sink};
use super::reader::Reader;
use super::{Problems, Watch, Watchlist, names, recipients, service, watch};
use crate::model::{AgencyTable, BUILT_IN_TOPIC};

/// A watchlist beyond this is refused unread.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Reads topic files by their path as written.
type Read<'r> = &'r dyn Fn(&str) -> Result<String, String>;

/// Parses and checks; see `config::parse`.
pub(super) fn parse(file: &str, text: &str, read: Read<'_>) -> Result<Watchlist, Problems> {
    if text.len() > MOST_BYTES {
        let rendered =
            format!("error: the watchlist has {} bytes, more than {MOST_BYTES} (8 MB)\n --> {file}", text.len());
        return Err(Problems { rendered: vec![rendered] });
    }
    // Editors on Windows put a byte order mark in front; it is no content.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let sink = Sink::new(file, text);
    let fail = |sink: &Sink<'_>| Err(Problems { rendered: sink.rendered_errors() });
    let Some(root) = sink.root(text) else { return fail(&sink) };
    let root = Reader::new(&sink, root.get_ref(), "the watchlist", 0..0);
    match list(&root, read) {
        Some(mut list) if !sink.has_errors() => {
            list.warnings = sink.rendered_warnings();
            Ok(list)
        }
        _ => fail(&sink),
    }
}

fn list(root: &Reader<'_>, read: Read<'_>) -> Option<Watchlist> {
    let plans = Plans::default();
    let fetch = root.table("fetch", "`[fetch]`").map(|r| service::fetch(&r)).unwrap_or_default();
    let (store_url, retention) = root.table("store", "`[store]`").map_or((None, None), |r| service::store(&r));
    let email = root.table("email", "`[email]`").map_or_else(service::no_email, |r| service::email(&r));
    let health = service::health(root.table("health", "`[health]`").as_ref(), &plans);
    let agencies = names::agencies(root.table("agencies", "`[agencies]`").as_ref());
    let topics_reader = root.table("topics", "`[topics]`");
    let topics = names::topics(topics_reader.as_ref(), read);
    let mut topic_ids = vec![BUILT_IN_TOPIC.to_owned()];
    topic_ids.extend(keys(topics_reader.as_ref()));
    let watch_tables = watch_tables(root);
    let watch_ids = ids(&watch_tables);
    let recipients_reader = root.table("recipients", "`[recipients]`");
    let told = recipients::Known { agencies: &agencies, topics: &topic_ids, watches: &watch_ids, plans: &plans };
    let recipients = recipients::recipients(root, recipients_reader.as_ref(), &told);
    let watches =
        watches(root, &watch_tables, &agencies, &topic_ids, &watch_ids, &keys(recipients_reader.as_ref()), &plans);
    root.finish();
    Some(Watchlist {
        fetch,
        store_url,
        retention,
        email,
        health: health?,
        recipients,
        topics,
        agencies,
        watches,
        warnings: Vec::new(),
    })
}

fn keys(reader: Option<&Reader<'_>>) -> Vec<String> {
    reader.map(Reader::entries).unwrap_or_default().into_iter().map(|(key, _)| key.value).collect()
}

/// The `[[watch]]` tables, each called by its id when it has one.
fn watch_tables<'a>(root: &Reader<'a>) -> Vec<Reader<'a>> {
    let Some(value) = root.any("watch") else { return Vec::new() };
    let DeValue::Array(items) = value.get_ref() else {
        let problem = Problem::new(value.span(), "`watch` must be a list of tables");
        root.sink.error(problem.hint("begin each watch with [[watch]], two brackets"));
        return Vec::new();
    };
    let named = |item: &DeValue<'_>| {
        let id = item.as_table().and_then(|table| table.get("id")).and_then(|id| id.get_ref().as_str());
        id.map_or_else(|| "this watch".to_owned(), |id| format!("watch `{id}`"))
    };
    items.iter().filter_map(|item| root.sub("watch", item, &named(item.get_ref()))).collect()
}

/// Every id that is given, and a problem for each one given twice.
fn ids(tables: &[Reader<'_>]) -> Vec<String> {
    let mut first: BTreeMap<String, std::ops::Range<usize>> = BTreeMap::new();
    for table in tables {
        // The wrong type is recorded when the watch is read; here only what can be an id counts.
        let found = table.entries().into_iter().find(|(key, _)| key.value == "id");
        let Some((id, at)) = found.and_then(|(_, v)| Some((v.get_ref().as_str()?.to_owned(), v.span()))) else {
            continue;
        };
        match first.get(&id) {
            Some(earlier) => {
                let lines = (table.sink.line(earlier.start), table.sink.line(at.start));
                let title = format!("two watches are called `{id}`, in line {} and line {}", lines.0, lines.1);
                let problem = Problem::new(at, title).also(earlier.clone(), "the first one");
                table.sink.error(problem.hint("give one of them another id; an id stays with its history"));
            }
            None => {
                first.insert(id, at);
            }
        }
    }
    first.into_keys().collect()
}

fn watches(
    root: &Reader<'_>,
    tables: &[Reader<'_>],
    agencies: &AgencyTable,
    topics: &[String],
    watches: &[String],
    recipients: &[String],
    plans: &Plans,
) -> Vec<Watch> {
    let known = watch::Known { agencies, topics, recipients, watches, plans };
    let defaults = root.table("defaults", "`[defaults]`").map(Reader::partial);
    if let Some(defaults) = &defaults {
        watch::watch(defaults, &known);
        defaults.finish();
    }
    let read = tables.iter().filter_map(|table| watch::watch(&table.over(defaults.as_ref()), &known));
    each_others_twins(read.collect())
}

/// A twin named by one of two is the other's too.
fn each_others_twins(mut watches: Vec<Watch>) -> Vec<Watch> {
    let named: Vec<(String, String)> =
        watches.iter().flat_map(|w| w.twins.iter().map(|twin| (twin.clone(), w.origin.watch.clone()))).collect();
    for (of, twin) in named {
        if let Some(watch) = watches.iter_mut().find(|w| w.origin.watch == of && !w.twins.contains(&twin)) {
            watch.twins.push(twin);
        }
    }
    watches
}
