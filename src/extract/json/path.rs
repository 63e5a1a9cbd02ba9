//! Pure. A path such as `data.list[0].title` or `/data/list/0/title` in; the value it leads to, or what is there instead, out.

use serde_json::Value;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// A field of an object.
    Field(String),
    /// An item of a list.
    Item(usize),
    /// A token of a JSON pointer: a field, or an item where a list is found.
    Either(String),
}

/// Where something stands in a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

/// Why a path led nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing(pub(super) String);

impl Path {
    /// Reads a path: a JSON pointer when it begins with a slash, else names with dots and `[n]`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is not a path");
        if text.is_empty() {
            return Err("a path cannot be empty".to_owned());
        }
        if let Some(pointer) = text.strip_prefix('/') {
            let plain = |token: &str| Step::Either(token.replace("~1", "/").replace("~0", "~"));
            return Ok(Self(pointer.split('/').map(plain).collect()));
        }
        let mut steps = Vec::new();
        for (n, part) in text.split('.').enumerate() {
            let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
            let list_first = n == 0 && name.is_empty() && !rest.is_empty();
            if name.contains([']', '{', '}']) || name != name.trim() || (name.is_empty() && !list_first) {
                return Err(bad());
            }
            steps.extend((!name.is_empty()).then(|| Step::Field(name.to_owned())));
            while let Some(inner) = rest.strip_prefix('[') {
                let (number, after) = inner.split_once(']').ok_or_else(bad)?;
                steps.push(Step::Item(number.parse().map_err(|_| bad())?));
                rest = after;
            }
            if !rest.is_empty() {
                return Err(bad());
            }
        }
        Ok(Self(steps))
    }

    /// The value, or how far the path leads and what stands there.
    pub(super) fn find<'v>(&self, value: &'v Value) -> Result<&'v Value, Missing> {
        let mut here = value;
        let mut gone = String::new();
        for step in &self.0 {
            let next = match (step, here) {
                (Step::Field(name) | Step::Either(name), Value::Object(fields)) => fields.get(name),
                (Step::Item(n), Value::Array(items)) => items.get(*n),
                (Step::Either(text), Value::Array(items)) => text.parse::<usize>().ok().and_then(|n| items.get(n)),
                _ => None,
            };
            let place = if gone.is_empty() { "the JSON".to_owned() } else { format!("`{gone}`") };
            let (named, shown) = match step {
                Step::Item(n) => (format!("[{n}]"), format!("no item {n}")),
                Step::Field(name) | Step::Either(name) => {
                    (if gone.is_empty() { name.clone() } else { format!(".{name}") }, format!("no `{name}`"))
                }
            };
            let Some(next) = next else { return Err(Missing(format!("{place} has {shown}; it is {}", what(here)))) };
            gone.push_str(&named);
            here = next;
        }
        Ok(here)
    }
}

/// What a value is, for people: a few of an object's names, a list's length.
pub(super) fn what(value: &Value) -> String {
    const NAMES: usize = 12;
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "true or false".to_owned(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text \"{}\"", text.chars().take(60).collect::<String>()),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(fields) if fields.is_empty() => "an object without fields".to_owned(),
        Value::Object(fields) => {
            let names: Vec<&str> = fields.keys().take(NAMES).map(String::as_str).collect();
            let more = if fields.len() > NAMES { ", …" } else { "" };
            format!("an object of {}{more}", names.join(", "))
        }
    }
}
