//! Pure. A page title or heading in, what it tells for the sentences under it out.

use super::fields;
use super::lexicon::Lexicons;
use super::scan::{Scan, language};
use super::topic;
use crate::model::{ActionClass, Lang};

/// What a title or heading tells for the sentences under it.
#[derive(Debug, Clone, Default)]
pub(super) struct Title {
    /// Whether it opens the topic gate.
    pub(super) on_topic: bool,
    /// Whether it names precursors as a class.
    pub(super) precursors: bool,
    /// What kind of act it is about.
    pub(super) class: Option<ActionClass>,
    /// What its words are about, as features name it.
    pub(super) about: Vec<String>,
    /// Contexts in which names open the topic gate.
    pub(super) contexts: Vec<String>,
    /// What it names, for "the substance".
    pub(super) objects: Vec<String>,
}

impl Title {
    /// Reads a title; without one, nothing is told.
    pub(super) fn read(lexicons: &Lexicons, text: Option<&str>, lang: Option<Lang>) -> Self {
        let Some(text) = text else { return Self::default() };
        let scan = Scan::read(lexicons, text, language(text, lang), None, None);
        let whole = 0..text.len();
        let mentions = topic::mentions(lexicons, &scan, &[]);
        Self {
            on_topic: mentions.alone,
            precursors: mentions.class,
            class: fields::class(&scan, &whole, None),
            about: topic::about(&scan, &whole),
            contexts: topic::contexts(&scan),
            objects: topic::objects(lexicons, &scan, &whole),
        }
    }
}
