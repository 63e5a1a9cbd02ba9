//! Pure. Forms of words compiled into tables; a folded sentence in, its hits out. Linear in the sentence.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::{Folded, Simplified, fold, han_ideograph};
use super::lexicon::{Entry, Kind};
use super::trie::Trie;

/// An entry's form found in a sentence; offsets count in the original text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) entry: &'a Entry,
}

impl Hit<'_> {
    /// Where it stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A form of more bytes is no name, and the table is built a step deeper with each.
const LONGEST: usize = 1000;

/// The roles that hits are cues of, a bit each.
pub(super) fn roles(hits: &[Hit<'_>]) -> u128 {
    hits.iter().filter_map(|hit| hit.entry.role()).fold(0, |all, role| all | role.bit())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Any,
    Lower,
    Capital,
    AllCaps,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    entry: u32,
    open_left: bool,
    open_right: bool,
    clause_start: bool,
    case: Case,
    /// Whether no other form has the same letters after it.
    last: bool,
}

/// Collects forms; `build` compiles them.
pub(super) struct Builder<'h> {
    han: &'h Simplified,
    /// The forms by their letters; entries share many.
    forms: HashMap<String, Vec<Form>>,
    entries: Vec<Entry>,
}

impl<'h> Builder<'h> {
    pub(super) fn new(han: &'h Simplified) -> Self {
        Self { han, forms: HashMap::new(), entries: Vec::new() }
    }

    /// Adds an entry with its forms: `word*`, `*word`, `^word`, `~word` (never capitalized).
    pub(super) fn add(&mut self, entry: Entry, forms: &[String]) {
        let entry = self.entry(entry);
        for form in forms {
            let (clause_start, rest) = strip(form, '^');
            let (lower, rest) = strip(rest, '~');
            let (open_left, rest) = strip(rest, '*');
            let (open_right, rest) = rest.strip_suffix('*').map_or((false, rest), |rest| (true, rest));
            let case = if lower { Case::Lower } else { Case::Any };
            self.push(rest, Form { entry, open_left, open_right, clause_start, case, last: true });
        }
    }

    /// Adds names: a capitalized name matches capitalized, an abbreviation only in capitals.
    pub(super) fn add_names(&mut self, entry: Entry, names: &[String]) {
        let entry = self.entry(entry);
        for name in names {
            let letters = || name.chars().filter(|c| c.is_alphabetic());
            let case = if letters().count() > 0 && letters().all(char::is_uppercase) {
                Case::AllCaps
            } else if name.chars().next().is_some_and(char::is_uppercase) {
                Case::Capital
            } else {
                Case::Any
            };
            self.push(name, Form { entry, open_left: false, open_right: false, clause_start: false, case, last: true });
        }
    }

    fn entry(&mut self, entry: Entry) -> u32 {
        self.entries.push(entry);
        self.entries.len() as u32 - 1
    }

    fn push(&mut self, form: &str, how: Form) {
        let letters = fold(form, self.han).text.trim().to_owned();
        if letters.len() > LONGEST {
            return;
        }
        let forms = self.forms.entry(letters).or_default();
        if let Some(before) = forms.last_mut() {
            before.last = false;
        }
        forms.push(how);
    }

    pub(super) fn build(self) -> Matcher {
        let mut words: Vec<(&str, &[Form])> =
            self.forms.iter().map(|(letters, forms)| (letters.as_str(), forms.as_slice())).collect();
        words.sort_unstable_by_key(|(letters, _)| *letters);
        let mut forms = Vec::with_capacity(words.len() * 2);
        let (mut outer, mut inner) = (Vec::with_capacity(words.len()), Vec::new());
        for (letters, ways) in words {
            let number = (forms.len() as u32) << 1 | u32::from(ways.iter().any(|form| form.open_right));
            outer.push((letters, number));
            if ways.iter().any(|form| form.open_left) {
                inner.push((letters, number));
            }
            forms.extend_from_slice(ways);
        }
        Matcher { outer: Trie::new(&outer), inner: Trie::new(&inner), forms, entries: self.entries }
    }
}

fn strip(form: &str, mark: char) -> (bool, &str) {
    form.strip_prefix(mark).map_or((false, form), |rest| (true, rest))
}

/// Compiled forms.
#[derive(Debug)]
pub(super) struct Matcher {
    /// The letters of all forms: what may begin where no word goes on.
    outer: Trie,
    /// Of those that may also begin inside a word; few.
    inner: Trie,
    /// All forms. A number of the tables tells where those of its letters begin, its lowest bit whether a word may go on
    /// after any of them.
    forms: Vec<Form>,
    entries: Vec<Entry>,
}

impl Matcher {
    /// Every entry with its forms, for tests of the lexicons.
    #[cfg(test)]
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every hit, by start, longer first; within one family a hit inside a longer one is dropped.
    pub(super) fn hits<'a>(&'a self, folded: &Folded, original: &str) -> Vec<Hit<'a>> {
        let text = folded.text.as_str();
        // About as many as there are; most sentences then need no second piece of memory.
        let mut found: Vec<(Hit<'a>, Range<usize>)> = Vec::with_capacity(text.len() / 4);
        let mut after_word = false;
        for (start, first) in text.char_indices() {
            let word = word(first);
            let cuts_left = after_word && word;
            after_word = word;
            let table = if cuts_left { &self.inner } else { &self.outer };
            table.each(&text.as_bytes()[start..], |length, number| {
                let range = start..start + length;
                let cuts_right = cuts_right(text, range.end);
                if !cuts_right || number & 1 == 1 {
                    self.fitting(
                        folded,
                        original,
                        &Place { text, range, cuts_left, cuts_right },
                        number >> 1,
                        &mut found,
                    );
                }
            });
        }
        // Of those that say the same letters the one whose form ends first stands first, then the longer form.
        found.sort_by_key(|(hit, form)| (hit.start, std::cmp::Reverse(hit.end), form.end, form.start));
        keep_longest(found)
    }

    /// Adds the hits of the forms from one on that have the letters of a place.
    fn fitting<'a>(
        &'a self,
        folded: &Folded,
        original: &str,
        place: &Place<'_>,
        first: u32,
        found: &mut Vec<(Hit<'a>, Range<usize>)>,
    ) {
        for form in &self.forms[first as usize..] {
            if let Some(range) = place.fits(*form) {
                let at = folded.original(range);
                if !at.is_empty() && case_fits(form.case, original.get(at.clone()).unwrap_or_default()) {
                    let hit = Hit { start: at.start, end: at.end, entry: &self.entries[form.entry as usize] };
                    found.push((hit, place.range.clone()));
                }
            }
            if form.last {
                return;
            }
        }
    }
}

/// Where the letters of forms stand in a text.
struct Place<'t> {
    text: &'t str,
    range: Range<usize>,
    /// Whether a word goes on before and after them.
    cuts_left: bool,
    cuts_right: bool,
}

impl Place<'_> {
    /// The range widened to whole words, if the boundaries allow the form there.
    fn fits(&self, form: Form) -> Option<Range<usize>> {
        let Range { mut start, mut end } = self.range;
        if start == end || (self.cuts_left && !form.open_left) || (self.cuts_right && !form.open_right) {
            return None;
        }
        if form.open_left && self.text[start..end].chars().next().is_some_and(word) {
            let stem: usize =
                self.text[..start].chars().rev().take(40).take_while(|c| word(*c)).map(char::len_utf8).sum();
            if stem < 2 {
                return None;
            }
            start -= stem;
        }
        if self.cuts_right {
            let rest = self.text[end..].chars().take(40).take_while(|c| word(*c)).map(char::len_utf8);
            end += rest.sum::<usize>();
        }
        let before = || self.text[..start].trim_end_matches([' ', '"', '\'']);
        let opens = |before: &str| before.is_empty() || before.ends_with([',', ';', '.', ':', '，', '；', '(']);
        (!form.clause_start || opens(before())).then_some(start..end)
    }
}

/// Whether a word goes on over a place.
fn cuts_right(text: &str, at: usize) -> bool {
    let plain = |byte: u8| byte.is_ascii().then(|| byte.is_ascii_alphanumeric());
    let bytes = text.as_bytes();
    let Some(next) = bytes.get(at) else { return false };
    let after = plain(*next).unwrap_or_else(|| text[at..].chars().next().is_some_and(word));
    after && plain(bytes[at - 1]).unwrap_or_else(|| text[..at].chars().next_back().is_some_and(word))
}

/// Whether the character makes words with its neighbours; Han characters stand alone.
fn word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { !han_ideograph(c) && c.is_alphanumeric() }
}

fn case_fits(case: Case, text: &str) -> bool {
    match case {
        Case::Any => true,
        Case::Lower => !text.chars().any(char::is_uppercase),
        Case::Capital => text.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_alphabetic()),
        Case::AllCaps => !text.chars().any(char::is_lowercase),
    }
}

fn family(kind: &Kind) -> usize {
    match kind {
        Kind::Cue(_) => 0,
        Kind::Class(_) => 1,
        Kind::Binds(_) => 2,
        Kind::Unit(_) => 3,
        Kind::Object(_) => 4,
        Kind::Context(_) => 5,
        Kind::Off => 6,
        Kind::Party { .. } | Kind::Local(_) => 7,
        Kind::Half { .. } => 8,
        Kind::Concept(_) => 9,
    }
}

/// Drops hits that lie inside a longer hit of their family. Sorted by start, longest first, one pass is enough.
fn keep_longest(found: Vec<(Hit<'_>, Range<usize>)>) -> Vec<Hit<'_>> {
    let mut reach = [(0usize, 0usize); 10];
    let mut hits = Vec::with_capacity(found.len());
    for (hit, _) in found {
        let family = family(&hit.entry.kind);
        let (start, end) = reach[family];
        let inside = hit.end < end || (hit.end == end && hit.start > start);
        if hit.end > end {
            reach[family] = (hit.start, hit.end);
        }
        if !inside {
            hits.push(hit);
        }
    }
    hits
}
