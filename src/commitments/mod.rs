//! Pure. Sentences with their context in, Claims out: who promises what, to whom, by when, how firmly.

use crate::model::{AgencyTable, Claim, Document, Lang, PartialDate, SourceType};

/// What is known about the page a sentence stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Language, if known; guessed from the script and words otherwise.
    pub lang: Option<Lang>,
    /// Agency id or name of the page's owner.
    pub agency: Option<String>,
    /// ISO country of the page's owner, when the agency is not known.
    pub country: Option<String>,
    /// Date of the page: relative dates count from it.
    pub page_date: Option<PartialDate>,
    /// Title of the page.
    pub page_title: Option<String>,
    /// Heading the sentence stands under.
    pub heading: Option<String>,
    /// What kind of page.
    pub source_type: SourceType,
    /// Titles of the page's attachments.
    pub attachments: Vec<String>,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            lang: None,
            agency: None,
            country: None,
            page_date: None,
            page_title: None,
            heading: None,
            source_type: SourceType::Other,
            attachments: Vec::new(),
        }
    }
}

/// A claim with the number of the sentence it was found in (`Document::sentences()`).
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Sentence index.
    pub sentence: usize,
    /// The claim; offsets count in `Document::text()`.
    pub claim: Claim,
}

/// Lexicons and agencies, compiled once and shared by all checks.
#[derive(Debug)]
pub struct Recognizer {
    agencies: AgencyTable,
}

impl Recognizer {
    /// With the built-in topic and lexicons, and the agencies given.
    pub fn new(agencies: AgencyTable) -> Self {
        Self { agencies }
    }

    /// The agencies it knows.
    pub fn agencies(&self) -> &AgencyTable {
        &self.agencies
    }

    /// Version of rules and lexicons; part of a Version's fingerprint.
    pub fn version(&self) -> &str {
        "1"
    }

    /// Claims of one sentence, in text order; offsets count in `text`. A sentence with a cue or a topic word but no
    /// promise gives a claim with `is_commitment: false` and the guideline that said no.
    pub fn sentence(&self, text: &str, context: &Context) -> Vec<Claim> {
        let _ = (text, context);
        Vec::new()
    }

    /// Claims of every sentence of a document; offsets count in `Document::text()`. Sets heading, title, date and
    /// attachments of each sentence's context from the document.
    pub fn document(&self, document: &Document, context: &Context) -> Vec<Found> {
        let _ = (document, context);
        Vec::new()
    }
}
