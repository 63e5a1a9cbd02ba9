//! Pure. `[agencies]` and `[topics]` in; the agency table and the topic files out.

use super::problems::{Problem, Sink};
use super::reader::{At, Reader};
use super::topic;
use crate::commitments::TopicFile;
use crate::model::{Agency, AgencyTable, BUILT_IN_TOPIC, Lang};

/// Built-in agencies and those added.
pub(super) fn agencies(reader: Option<&Reader<'_>>) -> AgencyTable {
    let mut table = AgencyTable::built_in();
    let Some(reader) = reader else { return table };
    for (id, value) in reader.entries() {
        let well_formed = id.value.split_once(':').is_some_and(|(country, body)| {
            is_country(country) && !body.is_empty() && body.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
        if !well_formed {
            let problem = Problem::new(id.at.clone(), format!("`{}` is not an agency id", id.value));
            reader.sink.error(problem.hint("a country and a body: [agencies.\"DE:BKA\"]"));
        }
        let Some(entry) = reader.sub(&id.value, value, &format!("agency `{}`", id.value)) else { continue };
        table.add(agency(&entry, id.value));
    }
    table
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn agency(reader: &Reader<'_>, id: String) -> Agency {
    let name = reader.required("name", "\"Federal Criminal Police Office of Germany\"");
    let country = reader.required("country", "\"DE\"");
    if let Some(text) = country.as_ref().filter(|text| !is_country(&text.value)) {
        let problem = Problem::new(text.at.clone(), format!("`{}` is not a country", text.value));
        reader.sink.error(problem.hint("two capital letters of ISO 3166, or UN"));
    }
    let mut names = std::collections::BTreeMap::new();
    if let Some(table) = reader.table("names", "`names`") {
        for (key, lang) in [("en", Lang::En), ("zh", Lang::Zh), ("es", Lang::Es), ("fr", Lang::Fr)] {
            if let Some(list) = table.strings(key) {
                names.insert(lang, list.into_iter().map(|text| text.value).collect());
            }
        }
        // Names in languages the recognizer does not read are allowed, as a note for people.
        for (key, value) in table.entries() {
            if key.value.parse::<Lang>().is_err() && value.get_ref().as_array().is_none() {
                table.wrong_type(&key.value, value, "a list of strings");
            }
        }
    }
    let text = |key| reader.string(key).map(|text: At<String>| text.value).unwrap_or_default();
    let short = text("short");
    let zone = super::check::zone(reader, "zone").unwrap_or_default();
    reader.finish();
    let (name, country) = (name.map(|t| t.value).unwrap_or_default(), country.map(|t| t.value).unwrap_or_default());
    Agency { id, name, short, country, zone, names }
}

/// The topics of the user's own, each from its file.
pub(super) fn topics(reader: Option<&Reader<'_>>, read: &dyn Fn(&str) -> Result<String, String>) -> Vec<TopicFile> {
    let mut topics = Vec::new();
    let Some(reader) = reader else { return topics };
    for (id, value) in reader.entries() {
        if !is_id(&id.value) || id.value == BUILT_IN_TOPIC {
            let title = match id.value.as_str() {
                BUILT_IN_TOPIC => format!("`{BUILT_IN_TOPIC}` is built in"),
                other => format!("`{other}` is not a topic id"),
            };
            reader
                .sink
                .error(Problem::new(id.at.clone(), title).hint("small letters, digits and -, for example nitazenes"));
        }
        let Some(entry) = reader.sub(&id.value, value, &format!("topic `{}`", id.value)) else { continue };
        let file = entry.required("file", "\"topics/nitazenes.toml\"");
        entry.finish();
        let Some(file) = file.filter(|_| id.value != BUILT_IN_TOPIC) else { continue };
        match read(&file.value) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let sink = Sink::new(&file.value, text);
                topics.extend(topic::read(&sink, &id.value, text));
                reader.sink.adopt(&sink);
            }
            Err(why) => {
                reader.sink.error(Problem::new(file.at, format!("cannot read topic file `{}`: {why}", file.value)));
            }
        }
    }
    topics
}

/// Whether it is an id: `[a-z0-9][a-z0-9-]{0,62}`.
pub(super) fn is_id(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
