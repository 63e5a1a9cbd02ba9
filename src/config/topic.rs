//! Pure. A topic file's text in; the topic, or every problem with line, column, caret and hint out.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::problems::{Problem, Sink, did_you_mean};
use super::reader::{At, Reader};
use crate::commitments::{Object, ObjectKind, Off, Opens, TopicFile, cas_check_digit};

const OPENS: &[(&str, Opens)] =
    &[("alone", Opens::Alone), ("class", Opens::Class), ("context", Opens::Context), ("never", Opens::Never)];
const KINDS: &[(&str, ObjectKind)] =
    &[("substance", ObjectKind::Substance), ("machine", ObjectKind::Machine), ("thing", ObjectKind::Thing)];

/// A file with more names than this is refused.
const MOST_NAMES: usize = 50_000;
/// A name of more letters than this is a text.
const LONGEST_NAME: usize = 200;

/// Reads the file of the topic called `id` in the watchlist; None after an error, which the sink then holds.
pub(super) fn read(sink: &Sink<'_>, id: &str, text: &str) -> Option<TopicFile> {
    let root = sink.root(text)?;
    let root = Reader::new(sink, root.get_ref(), "the topic file", 0..0);
    let own = root.required("id", &format!("\"{id}\""));
    if let Some(own) = own.filter(|own| own.value != id) {
        let title = format!("this file is of the topic `{}`, the watchlist gives it as `{id}`", own.value);
        sink.error(Problem::new(own.at, title).hint(format!("write id = \"{id}\", or [topics.{}]", own.value)));
    }
    let class_countries = countries(&root);
    let context = context(&root);
    let object = objects(&root, &context);
    let off = root.table("off", "`[off]`").map(|table| {
        let names = names(&table, "names");
        table.finish();
        Off { names }
    });
    root.finish();
    let count = object.iter().map(|object| object.names.len()).sum::<usize>();
    if count > MOST_NAMES {
        sink.error(Problem::new(0..0, format!("{count} names are more than {MOST_NAMES}")));
    }
    if sink.has_errors() {
        return None;
    }
    Some(TopicFile { id: id.to_owned(), class_countries, context, object, off: off.unwrap_or_default() })
}

fn countries(root: &Reader<'_>) -> Vec<String> {
    let list = root.strings("class_countries").unwrap_or_default();
    let formed = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    for text in list.iter().filter(|text| !formed(&text.value)) {
        let problem = Problem::new(text.at.clone(), format!("`{}` is not a country", text.value));
        root.sink.error(problem.hint("two capital letters of ISO 3166"));
    }
    list.into_iter().map(|text| text.value).collect()
}

/// `[context]`: lists of words by name.
fn context(root: &Reader<'_>) -> BTreeMap<String, Vec<String>> {
    let Some(table) = root.table("context", "`[context]`") else { return BTreeMap::new() };
    let mut all = BTreeMap::new();
    for (name, value) in table.entries() {
        let words = value.get_ref().as_array().map(|items| {
            items.iter().filter_map(|item| Some(At { value: item.get_ref().as_str()?.to_owned(), at: item.span() }))
        });
        let Some(words) = words else {
            table.wrong_type(&name.value, value, "a list of strings");
            continue;
        };
        let words: Vec<At<String>> = words.collect();
        if words.is_empty() || words.len() < value.get_ref().as_array().map_or(0, |items| items.len()) {
            let title = format!("context `{}` must list words, all of them strings", name.value);
            table.sink.error(Problem::new(value.span(), title));
        }
        words.iter().for_each(|word| check_form(table.sink, word));
        all.insert(name.value, words.into_iter().map(|word| word.value).collect());
    }
    all
}

fn objects(root: &Reader<'_>, context: &BTreeMap<String, Vec<String>>) -> Vec<Object> {
    let Some(value) = root.any("object") else {
        let problem = Problem::new(0..0, "the topic file has no `[[object]]`");
        root.sink.error(problem.hint("begin each substance or thing with [[object]]"));
        return Vec::new();
    };
    let DeValue::Array(items) = value.get_ref() else {
        let problem = Problem::new(value.span(), "`object` must be a list of tables");
        root.sink.error(problem.hint("begin each with [[object]], two brackets"));
        return Vec::new();
    };
    let mut seen = Seen::default();
    let mut all = Vec::new();
    for item in items {
        let id = item.get_ref().as_table().and_then(|table| table.get("id")).and_then(|id| id.get_ref().as_str());
        let path = id.map_or_else(|| "this object".to_owned(), |id| format!("object `{id}`"));
        let Some(reader) = root.sub("object", item, &path) else { continue };
        all.extend(object(&reader, context, &mut seen));
    }
    if !root.sink.has_errors() && all.iter().all(|object| object.opens == Opens::Never) {
        let problem = Problem::new(value.span(), "no object opens this topic: nothing would ever be found");
        root.sink.error(problem.hint("give one of them opens = \"alone\""));
    }
    all
}

/// What was given before, and where.
#[derive(Default)]
struct Seen {
    objects: BTreeMap<(String, &'static str, String), Range<usize>>,
    cas: BTreeMap<String, (String, Range<usize>)>,
    names: BTreeMap<String, (String, Range<usize>)>,
}

fn object(reader: &Reader<'_>, context: &BTreeMap<String, Vec<String>>, seen: &mut Seen) -> Option<Object> {
    let id = reader.required("id", "\"norfentanyl\"");
    let opens = reader.choice("opens", OPENS);
    if !reader.has("opens") {
        reader.missing("opens", "\"alone\"");
    }
    let named = reader.string("context");
    check_context(reader, opens.as_ref(), named.as_ref(), context);
    let kind = reader.choice("kind", KINDS).map(|kind| kind.value).unwrap_or_default();
    let english = reader.string("english").map(|text| text.value).unwrap_or_default();
    let id = id.filter(|id| check_id(reader, id));
    let called = id.as_ref().map_or("this object", |id| id.value.as_str());
    let cas = reader.strings("cas").unwrap_or_default();
    for number in &cas {
        check_cas(reader, number);
        once(reader, &mut seen.cas, called, number, "the CAS number");
    }
    let texts = reader.strings("names").unwrap_or_default();
    for name in &texts {
        once(reader, &mut seen.names, called, name, "the name");
    }
    let names = names(reader, "names");
    reader.finish();
    let (id, opens) = (id?, opens?);
    let word = OPENS.iter().find(|(_, known)| *known == opens.value).map_or("", |(word, _)| word);
    let context = named.map(|text| text.value).unwrap_or_default();
    let key = (id.value.clone(), word, context.clone());
    if let Some(first) = seen.objects.insert(key, id.at.clone()) {
        let title = format!("two objects are called `{}` and open the topic alike", id.value);
        let problem = Problem::new(id.at.clone(), title).also(first, "the first one");
        reader.sink.error(problem.hint("put the names of both into one"));
    }
    let cas = cas.into_iter().map(|number| number.value).collect();
    Some(Object { id: id.value, opens: opens.value, context, kind, english, cas, names })
}

/// An id of letters, digits, `-` and `_`: it stands in JSON, in the ledger's keys and, with blanks for `_`, in mails.
fn check_id(reader: &Reader<'_>, id: &At<String>) -> bool {
    let good = (1..=63).contains(&id.value.len())
        && id.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !good {
        let problem = Problem::new(id.at.clone(), format!("`{}` is not an object id", id.value));
        reader.sink.error(problem.hint("letters, digits, - and _, at most 63, for example \"fentanyl_precursors\""));
    }
    good
}

fn check_context(
    reader: &Reader<'_>,
    opens: Option<&At<Opens>>,
    named: Option<&At<String>>,
    context: &BTreeMap<String, Vec<String>>,
) {
    let asks = opens.is_some_and(|opens| opens.value == Opens::Context);
    match (opens, named) {
        (Some(opens), None) if asks => {
            let title = format!("{} opens the topic in a context and names none", reader.path);
            let hint = match context.keys().next() {
                Some(one) => format!("for example: context = \"{one}\""),
                None => "list words under [context], for example: chemistry = [\"precursor\", \"前体\"]".to_owned(),
            };
            reader.sink.error(Problem::new(opens.at.clone(), title).hint(hint));
        }
        (Some(opens), Some(named)) if !asks && opens.value != Opens::Class => {
            let problem = Problem::new(named.at.clone(), "`context` is only read where `opens` asks for it");
            reader.sink.error(problem.hint("write opens = \"context\" (or \"class\"), or leave it out"));
        }
        (_, Some(named)) if !context.contains_key(&named.value) => {
            let names: Vec<&str> = context.keys().map(String::as_str).collect();
            let hint = did_you_mean(&named.value, names.iter().copied())
                .unwrap_or_else(|| format!("list its words under [context]: {} = [\"…\"]", named.value));
            reader.sink.error(Problem::new(named.at.clone(), format!("unknown context `{}`", named.value)).hint(hint));
        }
        _ => {}
    }
}

fn check_cas(reader: &Reader<'_>, number: &At<String>) {
    let problem = match cas_check_digit(&number.value) {
        Some(digit) if number.value.ends_with(&digit.to_string()) => return,
        Some(digit) => {
            let title = format!("`{}` is not a CAS number: its digits do not agree with the last one", number.value);
            let problem = Problem::new(number.at.clone(), title);
            problem.hint(format!("a slip in one of them; if the others are right, the last one is {digit}"))
        }
        None => Problem::new(number.at.clone(), format!("`{}` is not a CAS number", number.value))
            .hint("for example \"437-38-7\""),
    };
    reader.sink.error(problem);
}

/// Records what two objects of different ids both claim.
fn once(
    reader: &Reader<'_>,
    seen: &mut BTreeMap<String, (String, Range<usize>)>,
    id: &str,
    text: &At<String>,
    what: &str,
) {
    let key = text.value.to_lowercase();
    match seen.get(&key) {
        Some((other, first)) if other != id => {
            let title = format!("{what} `{}` is given to `{other}` and to `{id}`", text.value);
            let problem = Problem::new(text.at.clone(), title).also(first.clone(), "the first one");
            reader.sink.error(problem.hint("leave one of them out"));
        }
        Some(_) => {}
        None => {
            seen.insert(key, (id.to_owned(), text.at.clone()));
        }
    }
}

/// A required list of names with something in it.
fn names(reader: &Reader<'_>, key: &'static str) -> Vec<String> {
    let list = reader.strings(key).unwrap_or_default();
    let value = reader.any(key);
    if value.is_none() {
        reader.missing(key, "[\"norfentanyl\", \"去甲芬太尼\"]");
    }
    if value.and_then(|value| value.get_ref().as_array()).is_some_and(|items| items.is_empty()) {
        let problem = Problem::new(reader.key_at(key), format!("{} has no names", reader.path));
        reader.sink.error(problem.hint("list what texts call it, in each language"));
    }
    list.iter().for_each(|name| check_form(reader.sink, name));
    list.into_iter().map(|name| name.value).collect()
}

/// A form of words must have a letter or a digit besides the marks `*`, `^` and `~`, and not too many.
fn check_form(sink: &Sink<'_>, form: &At<String>) {
    if !form.value.contains(char::is_alphanumeric) {
        let shown = if form.value.is_empty() {
            "an empty string".to_owned()
        } else {
            format!("`{}`", form.value.escape_debug())
        };
        let problem = Problem::new(form.at.clone(), format!("{shown} names nothing"));
        sink.error(problem.hint("write a word, or leave it out"));
    }
    let letters = form.value.chars().count();
    if letters > LONGEST_NAME {
        let problem =
            Problem::new(form.at.clone(), format!("a name of {letters} letters is longer than {LONGEST_NAME}"));
        sink.error(problem.hint("write what texts call it, not a text that tells of it"));
    }
}

impl Sink<'_> {
    /// Parses a whole file; None after an error.
    pub(super) fn root<'t>(&self, text: &'t str) -> Option<toml::Spanned<DeTable<'t>>> {
        if let Some(at) = text.find('\0') {
            self.error(Problem::new(at..at + 1, "a NUL byte: this is not a text file"));
            return None;
        }
        match DeTable::parse(text) {
            Ok(root) => Some(root),
            Err(error) => {
                let message = error.message().lines().collect::<Vec<_>>().join("; ");
                self.error(Problem::new(error.span().unwrap_or(0..0), format!("this is not TOML: {message}")));
                None
            }
        }
    }
}
