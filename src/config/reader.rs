//! Pure. A table of the parsed file in; typed values with their places out. What is wrong is recorded and reading goes on.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problems::{Problem, Sink, did_you_mean};
use crate::schedule;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct At<T> {
    pub value: T,
    pub at: Range<usize>,
}

/// Reads one table; a key that nobody asked for is unknown.
pub(super) struct Reader<'a> {
    pub sink: &'a Sink<'a>,
    table: &'a DeTable<'a>,
    /// What it is called in messages: "`[fetch]`", "watch `cn-mfa-en`".
    pub path: String,
    /// Where the table begins.
    pub at: Range<usize>,
    /// Where a key is looked for that is not in the table.
    base: Option<&'a Reader<'a>>,
    /// Whether a missing key is a problem.
    strict: bool,
    known: RefCell<Vec<&'static str>>,
}

type Value<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Reader<'a> {
    pub(super) fn new(sink: &'a Sink<'a>, table: &'a DeTable<'a>, path: impl Into<String>, at: Range<usize>) -> Self {
        Self { sink, table, path: path.into(), at, base: None, strict: true, known: RefCell::default() }
    }

    /// The same table; keys it does not have are looked for in the base.
    pub(super) fn over<'b>(&'b self, base: Option<&'b Reader<'b>>) -> Reader<'b> {
        Reader { base, ..Reader::new(self.sink, self.table, self.path.clone(), self.at.clone()) }
    }

    /// A table in which nothing is required.
    pub(super) fn partial(mut self) -> Self {
        self.strict = false;
        self
    }

    pub(super) fn is_partial(&self) -> bool {
        !self.strict
    }

    /// Names and values in file order.
    pub(super) fn entries(&self) -> Vec<(At<String>, Value<'a>)> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (At { value: key.get_ref().to_string(), at: key.span() }, value))
            .collect();
        entries.sort_by_key(|(key, _)| key.at.start);
        entries
    }

    /// Whether the table itself has the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The table that has the key, this one or its base.
    pub(super) fn owner(&self, key: &str) -> &Self {
        match self.base {
            Some(base) if !self.has(key) && base.has(key) => base,
            _ => self,
        }
    }

    fn take(&self, key: &'static str) -> Option<Value<'a>> {
        self.known.borrow_mut().push(key);
        self.table.get(key).or_else(|| self.base.and_then(|base| base.table.get(key)))
    }

    /// Where the key's name stands.
    pub(super) fn key_at(&self, key: &str) -> Range<usize> {
        self.owner(key).table.get_key_value(key).map_or(self.at.clone(), |(key, _)| key.span())
    }

    pub(super) fn wrong_type(&self, key: &str, value: Value<'_>, wanted: &str) {
        let found = with_article(value.get_ref().type_str());
        self.sink.error(Problem::new(value.span(), format!("`{key}` must be {wanted}, not {found}")));
    }

    /// Records a required key that is missing.
    pub(super) fn missing(&self, key: &str, example: &str) {
        if self.strict {
            let problem = Problem::new(self.at.clone(), format!("{} has no `{key}`", self.path));
            self.sink.error(problem.hint(format!("for example: {key} = {example}")));
        }
    }

    pub(super) fn string(&self, key: &'static str) -> Option<At<String>> {
        let value = self.take(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(At { value: text.to_owned(), at: value.span() }),
            None => {
                self.wrong_type(key, value, "a string");
                None
            }
        }
    }

    pub(super) fn required(&self, key: &'static str, example: &str) -> Option<At<String>> {
        let found = self.string(key);
        if self.owner(key).has(key) {
            return found;
        }
        self.missing(key, example);
        None
    }

    pub(super) fn boolean(&self, key: &'static str) -> Option<bool> {
        let value = self.take(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        found
    }

    pub(super) fn integer(&self, key: &'static str, allowed: RangeInclusive<u64>) -> Option<u64> {
        let value = self.take(key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        let number = u64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok();
        let found = number.filter(|n| allowed.contains(n));
        if found.is_none() {
            let range = format!("`{key}` must be between {} and {}", allowed.start(), allowed.end());
            self.sink.error(Problem::new(value.span(), range));
        }
        found
    }

    pub(super) fn duration(&self, key: &'static str, allowed: RangeInclusive<Duration>) -> Option<At<Duration>> {
        let value = self.take(key)?;
        let Some(text) = value.get_ref().as_str() else {
            let found = with_article(value.get_ref().type_str());
            let problem = Problem::new(value.span(), format!("`{key}` must be a duration in quotes, not {found}"));
            self.sink.error(problem.hint(DURATION_HINT));
            return None;
        };
        let Some(length) = schedule::parse_duration(text) else {
            self.sink.error(Problem::new(value.span(), format!("`{text}` is not a duration")).hint(DURATION_HINT));
            return None;
        };
        if !allowed.contains(&length) {
            let [from, to] = [allowed.start(), allowed.end()].map(|d| schedule::duration_in_words(*d));
            self.sink.error(Problem::new(value.span(), format!("`{key}` must be between {from} and {to}")));
            return None;
        }
        Some(At { value: length, at: value.span() })
    }

    /// A list of strings; an item of another type is recorded and left out.
    pub(super) fn strings(&self, key: &'static str) -> Option<Vec<At<String>>> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Array(items) => Some(items.iter().filter_map(|item| self.item(key, item)).collect()),
            DeValue::String(text) => {
                let problem = Problem::new(value.span(), format!("`{key}` must be a list of strings, not a string"));
                self.sink.error(problem.hint(format!("write {key} = [\"{text}\"]")));
                None
            }
            _ => {
                self.wrong_type(key, value, "a list of strings");
                None
            }
        }
    }

    /// A string or a list of strings.
    pub(super) fn one_or_more(&self, key: &'static str) -> Option<Vec<At<String>>> {
        match self.take(key)?.get_ref() {
            DeValue::String(_) => self.string(key).map(|one| vec![one]),
            _ => self.strings(key),
        }
    }

    fn item(&self, key: &str, item: Value<'_>) -> Option<At<String>> {
        match item.get_ref().as_str() {
            Some(text) => Some(At { value: text.to_owned(), at: item.span() }),
            None => {
                let found = with_article(item.get_ref().type_str());
                self.sink.error(Problem::new(item.span(), format!("`{key}` lists strings, this is {found}")));
                None
            }
        }
    }

    /// A word of a closed set of the model.
    pub(super) fn code<T: FromStr + Copy>(&self, key: &'static str, known: &[&str]) -> Option<T> {
        let text = self.string(key)?;
        let found = text.value.parse().ok();
        if found.is_none() {
            self.unknown_word(key, &text, known);
        }
        found
    }

    /// A word of a few.
    pub(super) fn choice<T: Copy>(&self, key: &'static str, known: &[(&str, T)]) -> Option<At<T>> {
        let text = self.string(key)?;
        if let Some((_, found)) = known.iter().find(|(word, _)| *word == text.value) {
            return Some(At { value: *found, at: text.at });
        }
        self.unknown_word(key, &text, &known.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        None
    }

    /// Records a word that is not one of those known.
    pub(super) fn unknown_word(&self, key: &str, text: &At<String>, known: &[&str]) {
        let hint =
            did_you_mean(&text.value, known.iter().copied()).unwrap_or_else(|| format!("known: {}", known.join(", ")));
        self.sink.error(Problem::new(text.at.clone(), format!("`{}` is not a known `{key}`", text.value)).hint(hint));
    }

    /// A table below this one.
    pub(super) fn table(&self, key: &'static str, path: &str) -> Option<Reader<'a>> {
        let value = self.take(key)?;
        self.sub(key, value, path)
    }

    /// Reads a value found by `entries` as a table.
    pub(super) fn sub(&self, key: &str, value: Value<'a>, path: &str) -> Option<Reader<'a>> {
        match value.get_ref().as_table() {
            Some(table) => Some(Reader::new(self.sink, table, path, value.span())),
            None => {
                self.wrong_type(key, value, "a table");
                None
            }
        }
    }

    /// Any value, for what is only looked at here.
    pub(super) fn any(&self, key: &'static str) -> Option<Value<'a>> {
        self.take(key)
    }

    /// Records every key that nobody asked for.
    pub(super) fn finish(&self) {
        let known = self.known.borrow();
        for (key, _) in self.entries() {
            if !known.contains(&key.value.as_str()) {
                let mut words: Vec<&str> = known.clone();
                words.sort_unstable();
                words.dedup();
                let hint = did_you_mean(&key.value, words.iter().copied())
                    .unwrap_or_else(|| format!("known here: {}", words.join(", ")));
                let title = format!("unknown key `{}` in {}", key.value, self.path);
                self.sink.error(Problem::new(key.at, title).hint(hint));
            }
        }
    }
}

const DURATION_HINT: &str = "write a whole number and a unit: \"90s\", \"10m\", \"6h\" or \"2d\"";

fn with_article(kind: &str) -> String {
    match kind {
        "integer" => "an integer".to_owned(),
        "array" => "a list".to_owned(),
        other => format!("a {other}"),
    }
}
