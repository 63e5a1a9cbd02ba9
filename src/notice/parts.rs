//! Pure. A mail's content as parts, from which text and HTML are both made, so that a reader of either misses nothing.

use super::words::{cut, seen, short_actor, short_date};
use crate::model::{AgencyTable, Claim, Cue, CueRole, Lang, PartialDate, WordChange, WordPiece};

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
    /// Items, each with an address to look at, and how many were left out.
    Links(Vec<(String, String)>, usize),
    /// Small print.
    Small(String),
    /// Text whose lines and columns matter: what a program printed.
    Plain(String),
    /// An address to look at.
    Link(String),
}

/// How much one mail shows; what is left out is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Events told in full.
    pub(super) events: usize,
    /// Characters of a page's sentence.
    pub(super) sentence: usize,
    /// Items of a list.
    pub(super) items: usize,
    /// Characters of an item.
    pub(super) item: usize,
    /// Lines of one group of a digest, sources and commitments of a baseline report.
    pub(super) lines: usize,
    /// Characters of what a program printed.
    pub(super) detail: usize,
    /// Characters of an address.
    pub(super) url: usize,
    /// Characters of a line of running text.
    pub(super) text: usize,
}

/// From an ordinary mail to the smallest; the first that keeps a mail small enough is taken.
pub(super) const LIMITS: &[Limits] = &[
    Limits { events: 12, sentence: 1200, items: 8, item: 300, lines: 40, detail: 6000, url: 2000, text: 1500 },
    Limits { events: 8, sentence: 600, items: 8, item: 200, lines: 20, detail: 4000, url: 1000, text: 800 },
    Limits { events: 3, sentence: 300, items: 5, item: 120, lines: 12, detail: 2000, url: 500, text: 500 },
    Limits { events: 1, sentence: 120, items: 3, item: 60, lines: 5, detail: 1000, url: 250, text: 250 },
];

/// Lines of small print beyond those that are told for each event.
const MARGIN: usize = 4;

impl Part {
    /// The same part without characters that show nothing or turn the order of what is shown, and no longer than allowed:
    /// the last gate, whatever the other stages handed over.
    pub(super) fn cleaned(self, limits: &Limits) -> Self {
        let short = |text: String| cut(&seen(&text), limits.text);
        let lines = |text: String| {
            let shown = text.lines().take(limits.events.max(MARGIN)).map(|line| short(line.to_owned()));
            shown.collect::<Vec<_>>().join("\n")
        };
        match self {
            Self::Lead(text) => Self::Lead(short(text)),
            Self::Heading(text) => Self::Heading(short(text)),
            Self::Text(text) => Self::Text(lines(text)),
            Self::Small(text) => Self::Small(lines(text)),
            Self::Facts(rows) => {
                Self::Facts(rows.into_iter().map(|(a, b)| (seen(&a), cut(&seen(&b), limits.item))).collect())
            }
            Self::Wording(Wording { label, pieces, lang }) => {
                let piece = |p: WordPiece| WordPiece { text: seen(&p.text), ..p };
                Self::Wording(Wording { label, pieces: pieces.into_iter().map(piece).collect(), lang })
            }
            Self::Quote(Quote { runs, lang }) => {
                let runs = runs.into_iter().map(|(run, gloss)| (seen(&run), gloss.map(|g| cut(&seen(&g), 60))));
                Self::Quote(Quote { runs: runs.collect(), lang })
            }
            Self::List(items, more) => {
                Self::List(items.into_iter().map(|item| cut(&seen(&item), limits.item + limits.text)).collect(), more)
            }
            Self::Links(items, more) => {
                let one = |(item, url): (String, String)| {
                    (cut(&seen(&item), limits.item + limits.text), cut(&seen(&url), limits.url))
                };
                Self::Links(items.into_iter().map(one).collect(), more)
            }
            Self::Plain(text) => Self::Plain(seen(&text)),
            Self::Link(text) => Self::Link(seen(&text)),
        }
    }
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

/// The pieces of one side of a change, unchanged ones included; blanks around marked words stay outside the marks.
pub(super) fn side(pieces: &[WordPiece], gone: WordChange) -> Vec<WordPiece> {
    let mut all = Vec::new();
    for piece in pieces.iter().filter(|p| p.change != gone) {
        let text = piece.text.as_str();
        let (words, begin) = (text.trim(), text.len() - text.trim_start().len());
        let blank = |text: &str| WordPiece { change: WordChange::Same, text: text.to_owned() };
        if piece.change == WordChange::Same || words.is_empty() {
            all.push(blank(text));
            continue;
        }
        all.push(blank(&text[..begin]));
        all.push(WordPiece { change: piece.change, text: words.to_owned() });
        all.push(blank(&text[begin + words.len()..]));
    }
    all.retain(|p| !p.text.is_empty());
    all
}

/// A claim's quote cut into runs, cues followed by their English where that says something new.
pub(super) fn quote(claim: &Claim, lang: Option<Lang>, agencies: &AgencyTable) -> Quote {
    let text = &claim.quote;
    // English needs no English.
    if lang == Some(Lang::En) {
        return Quote { runs: vec![(text.clone(), None)], lang: tag(lang) };
    }
    // Cues count from the claim's clause, which may begin anywhere in its quote.
    let clause = claim.clause_in_quote();
    let mut runs = Vec::new();
    let mut at = 0;
    let mut cues: Vec<_> = claim.cues.iter().collect();
    cues.sort_by_key(|c| (c.start, c.end));
    for cue in cues {
        let (Some(start), Some(end)) = (cue.start.checked_sub(claim.start), cue.end.checked_sub(claim.start)) else {
            continue;
        };
        let (start, end) = (start + clause, end + clause);
        let plain = cue.gloss.to_lowercase() == cue.text.to_lowercase();
        if plain || start < at || text.get(start..end) != Some(cue.text.as_str()) {
            continue;
        }
        if start > at {
            runs.push((text[at..start].to_owned(), None));
        }
        runs.push((text[start..end].to_owned(), Some(gloss(cue, agencies))));
        at = end;
    }
    if at < text.len() {
        runs.push((text[at..].to_owned(), None));
    }
    Quote { runs, lang: tag(lang) }
}

/// A cue's English; ids and dates in words.
fn gloss(cue: &Cue, agencies: &AgencyTable) -> String {
    match cue.role {
        CueRole::Actor => short_actor(Some(&cue.gloss), agencies),
        CueRole::Date => cue.gloss.parse::<PartialDate>().map_or_else(|_| cue.gloss.clone(), short_date),
        _ => cue.gloss.replace('_', " "),
    }
}
