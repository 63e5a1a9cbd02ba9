//! Pure. Two claims in; how alike they are worded, 0 to 1, and what words stand in only one of them, out. Each sentence is
//! folded once for all comparisons.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::figures::Figures;
use super::rarity::{Bag, Kind};
use super::said::Said;
use super::things::Things;
use crate::model::{Claim, CueRole};
use crate::text::fold::fold;

/// Letters of a word that are compared: endings differ by number and tense, and between sister languages.
const STEM: usize = 4;

/// From this on a number is not that of two or three of anything.
const TELLING: f64 = 13.0;

/// Words that carry no content, longer than three letters, without marks, cut to `STEM` letters where longer.
const EMPTY: &[&str] = &[
    "with", "from", "that", "this", "these", "those", "their", "which", "will", "would", "shall", "into", "have",
    "been", "being", "than", "then", "they", "them", "such", "each", "every", "also", "upon", "under", "over", "what",
    "when", "where", "while", "until", "about", "there", "para", "como", "desde", "sobre", "entre", "hasta", "todos",
    "todas", "cada", "esta", "este", "estos", "estas", "para", "ante", "pero", "donde", "cuand", "dans", "pour",
    "avec", "cette", "leurs", "leur", "nous", "vous", "elle", "sont", "sera", "seron", "seran", "dont", "chaqu",
    "aussi", "entre", "compt", "whos", "unle", "only", "both", "salv", "sino", "sauf", "moin", "going", "again",
    "mill", "doll", "peso",
];

/// Endings of a verb that tells the future by itself: what such a word promises, no other word of the sentence tells.
const FUTURE: &[&str] = &["rá", "rán", "ré", "remos", "ra", "ront", "rons", "rai"];

/// A sentence ready to be compared.
#[derive(Debug)]
pub(super) struct Worded {
    /// Pairs of neighbouring letters, without dates and numbers, sorted.
    pairs: Vec<(char, char)>,
    /// Its words, cut to their stems, without dates, numbers and how firm it is; of Chinese, its characters.
    all: BTreeSet<String>,
    /// Those that name neither who acts nor a substance; of Chinese, pairs of neighbouring characters.
    pub(super) content: Bag<String>,
    /// What its words are about.
    pub(super) about: Bag<String>,
    /// How it stands to what was said before.
    pub(super) said: Said,
    /// How many members its lists have.
    pub(super) lists: BTreeSet<usize>,
    /// Proper names that name neither: places, mostly.
    names: BTreeSet<String>,
    /// Whether it is written in Chinese characters.
    han: bool,
    /// What it speaks of, by names that all languages share.
    pub(super) things: Things,
    /// What it counts and dates.
    pub(super) figures: Figures,
}

/// The sentences compared so far.
#[derive(Debug, Default)]
pub struct Wordings(RefCell<HashMap<(String, usize, usize), Rc<Worded>>>);

impl Wordings {
    /// The wording of a claim.
    pub(super) fn of(&self, claim: &Claim) -> Rc<Worded> {
        let key = (claim.quote.clone(), claim.start, claim.end);
        if let Some(known) = self.0.borrow().get(&key) {
            return Rc::clone(known);
        }
        let made = Rc::new(Worded::new(claim));
        self.0.borrow_mut().insert(key, Rc::clone(&made));
        made
    }
}

impl Worded {
    fn new(claim: &Claim) -> Self {
        let shift = claim.clause_in_quote();
        let spans = |roles: &[CueRole]| -> Vec<(usize, usize)> {
            let cues = claim.cues.iter().filter(|cue| roles.contains(&cue.role));
            cues.map(|cue| (cue.start.saturating_sub(claim.start) + shift, cue.end.saturating_sub(claim.start) + shift))
                .collect()
        };
        let amounts = spans(&[CueRole::Date, CueRole::Quantity]);
        let names = spans(&[CueRole::Actor, CueRole::Object]);
        // How firmly it is said is compared by itself.
        let mut firmness = spans(&[CueRole::Strength, CueRole::Guard]);
        firmness.retain(|(from, to)| !claim.quote.get(*from..*to).is_some_and(promises));
        let bare = without(&claim.quote, &amounts);
        let nameless = without(&claim.quote, &[amounts.clone(), names].concat());
        let matter = without(&claim.quote, &[amounts, firmness].concat());
        let all = units(&matter, 1);
        let content = Bag::of(Kind::Word, units(&nameless, 2));
        let about = Bag::of(Kind::About, claim.about.iter().cloned());
        let folded = fold(&claim.quote);
        let han = bare.chars().filter(|c| is_han(*c)).count() * 4 > bare.chars().filter(|c| c.is_alphabetic()).count();
        let figures = Figures::of(&claim.quote);
        let (names, things) = (proper(&nameless), Things::of(&folded));
        let (said, lists) = (Said::of(&folded), lists(&claim.quote));
        Self { pairs: pairs(&fold(&bare)), all, content, about, said, lists, names, han, things, figures }
    }

    /// Whether both are written in one script, so that words can be compared.
    pub(super) fn compares(&self, other: &Self) -> bool {
        self.han == other.han
    }

    /// The share of content words in common.
    pub(super) fn content_in_common(&self, other: &Self) -> f64 {
        let common = self.content.with(&other.content);
        let (shared, short) = (common.both as f64, common.mine.min(common.other));
        if short == 0 {
            return 0.0;
        }
        // A restatement may say much more; what it repeats of the shorter one counts too, unless that is but a word or two.
        let part = if short >= 3 { shared / short as f64 } else { 0.0 };
        (2.0 * shared / (common.mine + common.other) as f64).max(0.8 * part)
    }

    /// Proper names in common; None unless each has one.
    pub(super) fn names_in_common(&self, other: &Self) -> Option<usize> {
        let either_lacks = self.names.is_empty() || other.names.is_empty();
        (!either_lacks).then(|| self.names.intersection(&other.names).count())
    }

    /// Whether a number stands in both.
    pub(super) fn shares_number(&self, other: &Self) -> bool {
        !self.figures.numbers.is_disjoint(&other.figures.numbers)
    }

    /// Whether a number stands in both that few other sentences have: 45 million, 400.
    pub(super) fn shares_telling_number(&self, other: &Self) -> bool {
        let telling = |number: &&String| number.parse().is_ok_and(|value: f64| value >= TELLING);
        self.figures.numbers.intersection(&other.figures.numbers).any(|number| telling(&number))
    }

    /// How many proper names each has that the other lacks: the lesser of both.
    pub(super) fn own_names(&self, other: &Self) -> f64 {
        let alone = |one: &Self, other: &Self| one.names.difference(&other.names).count();
        alone(self, other).min(alone(other, self)) as f64
    }

    /// By how many years the years that the other names come after these, where each names just one.
    pub(super) fn years_later(&self, other: &Self) -> Option<i16> {
        let only = |years: &BTreeSet<i16>| years.first().filter(|_| years.len() == 1).copied();
        Some(only(&other.figures.years)? - only(&self.figures.years)?)
    }

    /// Likeness of the two sentences but for dates and numbers.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        dice(&self.pairs, &other.pairs)
    }

    /// How much each says that the other does not, by rarity: the lesser of both.
    pub(super) fn own_words(&self, other: &Self) -> f64 {
        let common = self.content.with(&other.content);
        (common.rare_mine.min(common.rare_other) - common.rare_both).max(0.0)
    }

    /// Whether each has a word that the other lacks, dates and numbers aside.
    pub(super) fn swapped(&self, other: &Self) -> bool {
        self.all.difference(&other.all).next().is_some() && other.all.difference(&self.all).next().is_some()
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// How many members each list of a sentence has: "A, B and C", "甲、乙、丙".
fn lists(text: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for part in text.split(['.', ';', ':', '。', '；', '：', '，', '(', ')', '（', '）']) {
        let han = part.matches('、').count();
        let commas = part.matches(',').count();
        let joined = [" and ", " or ", " y ", " o ", " et ", " ou ", " & "].iter().any(|word| part.contains(word));
        if han > 0 {
            // The last two are often joined by a word.
            let last = part.rsplit('、').next().is_some_and(|last| last.contains(['和', '及', '与', '與']));
            found.insert(han + 1 + usize::from(last));
        } else if joined && commas > 0 {
            found.insert(commas + 2);
        }
    }
    found
}

/// Whether a cue is a single verb in the future, which says what is promised as well as that it is.
fn promises(cue: &str) -> bool {
    !cue.contains(char::is_whitespace) && cue.len() > 5 && FUTURE.iter().any(|end| cue.ends_with(end))
}

/// The text with the spans, digits and all that holds digits blanked.
fn without(text: &str, spans: &[(usize, usize)]) -> String {
    let mut bare: String = text
        .char_indices()
        .map(|(at, c)| if spans.iter().any(|(from, to)| (*from..*to).contains(&at)) { ' ' } else { c })
        .collect();
    if bare.chars().any(char::is_numeric) {
        bare = bare.chars().map(|c| if c.is_numeric() { ' ' } else { c }).collect();
    }
    bare
}

/// The words of a folded text, without marks.
pub(super) fn words(folded: &str) -> Vec<String> {
    let plain: String = folded.nfd().filter(|c| !is_combining_mark(*c)).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Stems of words; of Chinese, runs of `han` neighbouring characters.
fn units(text: &str, han_run: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for run in words(&fold(text)) {
        let (han, other): (Vec<char>, Vec<char>) = run.chars().partition(|c| is_han(*c));
        found.extend(han.windows(han_run).map(|pair| pair.iter().collect::<String>()));
        if other.len() > 3 {
            let stem: String = other.iter().take(STEM).collect();
            if !EMPTY.contains(&stem.as_str()) {
                found.insert(stem);
            }
        }
    }
    found
}

/// Words written with a capital within a sentence of small letters.
fn proper(text: &str) -> BTreeSet<String> {
    let written: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let lead = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    if written.iter().filter(capital).count() * 2 > written.len() {
        return BTreeSet::new();
    }
    let names = written.iter().filter(capital).filter(|word| Some(**word) != lead);
    names.flat_map(|word| units(word, 2)).collect()
}

fn pairs(folded: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<(char, char)> = chars.windows(2).map(|w| (w[0], w[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// Dice coefficient over pairs of neighbouring characters: works alike for Chinese and Latin scripts.
fn dice(left: &[(char, char)], right: &[(char, char)]) -> f64 {
    if left.is_empty() || right.is_empty() {
        return if left == right { 1.0 } else { 0.0 };
    }
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2.0 * shared as f64 / (left.len() + right.len()) as f64
}

/// The likeness of two texts, dates and numbers included.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { dice(&pairs(&fold(a)), &pairs(&fold(b))) }
}

/// Whether only a slip of the pen tells two sentences apart: a letter or two of a long word, the numbers being the same.
pub(super) fn mended(old: &str, new: &str) -> bool {
    let (old, new) = (words(&fold(old)), words(&fold(new)));
    if old.len() != new.len() {
        return false;
    }
    let mut slips = 0;
    for (a, b) in old.iter().zip(&new).filter(|(a, b)| a != b) {
        let long = a.chars().count().min(b.chars().count()) >= 5 && !a.chars().chain(b.chars()).any(is_han);
        if !long || a.chars().any(char::is_numeric) || strsim::damerau_levenshtein(a, b) > 2 {
            return false;
        }
        slips += 1;
    }
    slips <= 2
}
