//! Pure. A mail's content as parts, from which text and HTML are both made, so that a reader of either misses nothing.

use crate::model::{Claim, Lang, WordChange, WordPiece};

/// One part of a mail, top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// The one sentence that tells it.
    Lead(String),
    /// A heading.
    Heading(String),
    /// A plain paragraph.
    Text(String),
    /// Label and value, row by row.
    Facts(Vec<(String, String)>),
    /// A sentence before or after a change, its whole words marked.
    Wording(Wording),
    /// The sentence in the original, cues glossed in place.
    Quote(Quote),
    /// Items, with how many were left out.
    List(Vec<String>, usize),
    /// Small print.
    Small(String),
}

/// A sentence with what was struck or added.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wording {
    /// `Before` or `After`.
    pub(super) label: &'static str,
    /// Its pieces.
    pub(super) pieces: Vec<WordPiece>,
    /// BCP 47 tag.
    pub(super) lang: &'static str,
}

/// A sentence with glossed cues: text, gloss, text, gloss …
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quote {
    /// Runs of the original, each perhaps with its English.
    pub(super) runs: Vec<(String, Option<String>)>,
    /// BCP 47 tag.
    pub(super) lang: &'static str,
}

/// As a mail tells the language of a quote.
pub(super) fn tag(lang: Option<Lang>) -> &'static str {
    lang.map_or("und", Lang::as_str)
}

/// The pieces of one side of a change, unchanged ones included.
pub(super) fn side(pieces: &[WordPiece], gone: WordChange) -> Vec<WordPiece> {
    pieces.iter().filter(|p| p.change != gone).cloned().collect()
}

/// A claim's quote cut into runs, cues followed by their English where that says something new.
pub(super) fn quote(claim: &Claim, lang: Option<Lang>) -> Quote {
    let text = &claim.quote;
    // A clause's claim counts from the clause; its quote is the whole sentence only when both begin alike.
    let mut runs = Vec::new();
    let mut at = 0;
    let mut cues: Vec<_> = claim.cues.iter().collect();
    cues.sort_by_key(|c| (c.start, c.end));
    for cue in cues {
        let (Some(start), Some(end)) = (cue.start.checked_sub(claim.start), cue.end.checked_sub(claim.start)) else {
            continue;
        };
        let plain = cue.gloss.to_lowercase() == cue.text.to_lowercase();
        if plain || start < at || text.get(start..end) != Some(cue.text.as_str()) {
            continue;
        }
        if start > at {
            runs.push((text[at..start].to_owned(), None));
        }
        runs.push((text[start..end].to_owned(), Some(cue.gloss.clone())));
        at = end;
    }
    if at < text.len() {
        runs.push((text[at..].to_owned(), None));
    }
    Quote { runs, lang: tag(lang) }
}
