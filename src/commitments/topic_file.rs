//! Pure. What a topic file holds, as values: the built-in one is parsed here, one of the user's own by `config`, which
//! says what is wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Text of the built-in topic.
pub(super) const FENTANYL: &str = include_str!("lexicons/fentanyl.toml");

/// What a mention of an object does to the topic gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// Opens it by itself.
    Alone,
    /// Opens it with a control act that concerns one of the topic's countries.
    Class,
    /// Opens it beside a word of the object's context.
    Context,
    /// Never opens it, and is an object of sentences that are on the topic anyway.
    Never,
}

/// What kind of thing an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A substance, or a class of them.
    #[default]
    Substance,
    /// A machine: a drug named for what it makes is no object beside it.
    Machine,
    /// Anything else: a remedy, a way of shipping.
    Thing,
}

/// A substance or thing of the topic.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// What the ledger, the mails and the JSON call it; several objects may give one id under different conditions.
    pub id: String,
    /// What naming it does to the gate.
    pub opens: Opens,
    /// Name of the context it needs, or empty.
    #[serde(default)]
    pub context: String,
    /// What it is.
    #[serde(default)]
    pub kind: ObjectKind,
    /// English of its names where that is not the id's words, or empty.
    #[serde(default)]
    pub english: String,
    /// CAS registry numbers.
    #[serde(default)]
    pub cas: Vec<String>,
    /// What texts call it, in all languages.
    pub names: Vec<String>,
}

impl Object {
    /// What its names mean in English.
    pub(super) fn gloss(&self) -> String {
        if self.english.is_empty() { self.id.replace('_', " ") } else { self.english.clone() }
    }
}

/// What is off the topic.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Off {
    /// What texts call it, in all languages.
    pub names: Vec<String>,
}

/// A whole topic file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicFile {
    /// Topic id.
    pub id: String,
    /// Countries of which one must issue a control act on a class of substances, or be its destination; none: any.
    #[serde(default)]
    pub class_countries: Vec<String>,
    /// Words that an object may need beside it, by the name of the list.
    #[serde(default)]
    pub context: BTreeMap<String, Vec<String>>,
    /// What it is about.
    pub object: Vec<Object>,
    /// What it is not about, though it may stand on the same page.
    #[serde(default)]
    pub off: Off,
}

impl TopicFile {
    /// The built-in topic.
    pub fn built_in() -> Self {
        toml::from_str(FENTANYL).expect("the built-in topic parses: a test reads it")
    }
}

/// The digit that must end a CAS registry number of the form `NNNNNNN-NN-N`, by its other digits; None when it has
/// another form.
pub fn cas_check_digit(cas: &str) -> Option<u32> {
    let mut parts = cas.split('-');
    let (first, second, check) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let formed = (2..=7).contains(&first.len()) && second.len() == 2 && check.len() == 1 && parts.next().is_none();
    if !formed || ![first, second, check].into_iter().all(digits) {
        return None;
    }
    let rest = first.chars().chain(second.chars()).rev().filter_map(|c| c.to_digit(10));
    Some(rest.zip(1..).map(|(digit, weight)| digit * weight).sum::<u32>() % 10)
}

/// Whether a CAS registry number is well formed and its last digit is the one the others demand.
pub fn cas_checks(cas: &str) -> bool {
    cas_check_digit(cas).is_some_and(|digit| cas.ends_with(&digit.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cas_number_is_right_by_form_and_last_digit() {
        for right in ["437-38-7", "21409-26-7", "7732-18-5", "40064-34-4"] {
            assert!(cas_checks(right), "{right}");
        }
        for wrong in ["437-38-8", "437-38", "1-38-7", "437-3-87", "43a-38-7", "", "437-38-7-1", "２１-38-7"] {
            assert!(!cas_checks(wrong), "{wrong}");
        }
        assert_eq!(cas_check_digit("437-38-8"), Some(7));
    }
}
