//! Pure. A path, or a text with paths in braces, in; the text it makes of an item out.

use serde_json::Value;

use super::path::{Missing, Path, what};

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Path),
    /// The number of the page, `{page}`.
    Page,
    /// In square brackets: left out when one of its fields is missing.
    Optional(Vec<Piece>),
}

/// What a key of `json` says: a path alone, or a text with paths in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    /// Written with braces.
    filled: bool,
}

/// What a template may hold besides paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Parts in square brackets.
    Optional,
    /// Nothing: brackets are text, as in a query.
    Nothing,
    /// `{page}`.
    Page,
}

impl Template {
    /// Reads a template; what has no brace is a path.
    pub(super) fn parse(text: &str, holds: Holds) -> Result<Self, String> {
        if !text.contains(['{', '}']) {
            return Ok(Self { pieces: vec![Piece::Field(Path::parse(text)?)], filled: false });
        }
        let mut pieces = Vec::new();
        let mut optional: Option<Vec<Piece>> = None;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let after = &rest[first.len_utf8()..];
            rest = after;
            let inside = optional.is_some();
            let list = optional.as_mut().unwrap_or(&mut pieces);
            match first {
                '{' => {
                    let (inner, after) = after.split_once('}').ok_or("a `{` is not closed".to_owned())?;
                    list.push(if holds == Holds::Page && inner == "page" {
                        Piece::Page
                    } else {
                        Piece::Field(Path::parse(inner)?)
                    });
                    rest = after;
                }
                '}' => return Err("a `}` has no `{` before it".to_owned()),
                '[' if holds == Holds::Optional && inside => {
                    return Err("a part in [ ] cannot hold another".to_owned());
                }
                '[' if holds == Holds::Optional => optional = Some(Vec::new()),
                ']' if holds == Holds::Optional => match optional.take() {
                    Some(part) if part.iter().any(|p| matches!(p, Piece::Field(_))) => {
                        pieces.push(Piece::Optional(part));
                    }
                    Some(_) => return Err("a part in [ ] holds no field in braces".to_owned()),
                    None => return Err("a `]` has no `[` before it".to_owned()),
                },
                other => match list.last_mut() {
                    Some(Piece::Text(text)) => text.push(other),
                    _ => list.push(Piece::Text(other.to_string())),
                },
            }
        }
        if optional.is_some() {
            return Err("a `[` is not closed".to_owned());
        }
        Ok(Self { pieces, filled: true })
    }

    /// The text it makes of the value; None when a field is there and says nothing (null or blank).
    pub(super) fn fill(
        &self,
        value: &Value,
        page: u32,
        written: &dyn Fn(&str) -> String,
    ) -> Result<Option<String>, Missing> {
        fill(&self.pieces, value, page, &|text| if self.filled { written(text) } else { text.to_owned() })
    }
}

fn fill(
    pieces: &[Piece],
    value: &Value,
    page: u32,
    written: &dyn Fn(&str) -> String,
) -> Result<Option<String>, Missing> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Page => out.push_str(&page.to_string()),
            Piece::Optional(part) => {
                if let Ok(Some(text)) = fill(part, value, page, written) {
                    out.push_str(&text);
                }
            }
            Piece::Field(path) => match scalar(path.find(value)?)? {
                Some(text) => out.push_str(&written(&text)),
                None => return Ok(None),
            },
        }
    }
    Ok(Some(out).filter(|text| !text.trim().is_empty()))
}

/// A field's text: texts and numbers as they are, a list of them with commas.
fn scalar(value: &Value) -> Result<Option<String>, Missing> {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Array(items) if items.iter().all(|item| item.is_string() || item.is_number()) => {
            let texts: Vec<String> = items.iter().filter_map(|item| scalar(item).ok().flatten()).collect();
            texts.join(", ")
        }
        other => return Err(Missing(format!("there is no text but {}", what(other)))),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}
