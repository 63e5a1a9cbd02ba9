//! Pure. A word before a full stop in, what the stop can mean out.

use crate::model::Lang;

/// What a full stop after a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// Never ends a sentence: titles, "e.g.".
    Goes,
    /// Goes on only before a number: "No. 5", "Dec. 3".
    NumberOnly,
    /// Ends one only when a word follows that begins sentences: "U.S. The …".
    UnlessStarter,
    /// An ordinary word.
    Ends,
}

const GOES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "drs", "prof", "gen", "gov", "sen", "rep", "lt", "col", "capt", "sgt", "hon", "st",
    "ste", "rev", "amb", "e.g", "i.e", "cf", "vs", "viz", "approx", "sr", "sra", "srta", "dra", "lic", "ing", "arq",
    "p.ej", "ee", "mme", "mlle", "mm", "me", "pr", "adm", "ud", "uds", "c.-à-d", "env", "asst", "dep",
];

const NUMBER_ONLY: &[&str] = &[
    "no", "nos", "nr", "nº", "n°", "núm", "num", "núms", "art", "arts", "sec", "secs", "fig", "figs", "p", "pp",
    "págs", "pág", "vol", "vols", "ch", "cap", "para", "paras", "párr", "eq", "ref", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ene", "abr", "ago", "dic", "janv", "févr", "fév", "avr",
    "juill", "déc", "tel", "tél", "ext", "ca", "c", "al", "inc",
];

const UNLESS_STARTER: &[&str] = &[
    "inc", "ltd", "co", "corp", "llc", "bros", "etc", "uu", "dept", "univ", "ave", "blvd", "jr", "esq", "cía", "ltda",
    "nat", "int",
];

const STARTERS: &[&str] = &[
    "the",
    "this",
    "that",
    "these",
    "those",
    "it",
    "he",
    "she",
    "we",
    "they",
    "i",
    "in",
    "on",
    "at",
    "a",
    "an",
    "as",
    "by",
    "for",
    "from",
    "but",
    "and",
    "however",
    "under",
    "both",
    "our",
    "its",
    "his",
    "her",
    "all",
    "no",
    "officials",
    "after",
    "before",
    "since",
    "when",
    "while",
    "if",
    "there",
    "today",
    "such",
    "their",
    "with",
    "according",
    "el",
    "la",
    "los",
    "las",
    "en",
    "se",
    "un",
    "una",
    "este",
    "esta",
    "estos",
    "estas",
    "también",
    "además",
    "no",
    "con",
    "por",
    "para",
    "según",
    "le",
    "les",
    "une",
    "il",
    "elle",
    "ils",
    "elles",
    "nous",
    "ce",
    "cette",
    "ces",
    "selon",
    "dans",
    "pour",
    "depuis",
    "on",
    "son",
    "ses",
    "notre",
];

/// What a full stop after `word` (without the stop) means.
pub(super) fn classify(word: &str, lang: Option<Lang>) -> After {
    let lower = word.to_lowercase();
    let letters = word.chars().count();
    if lower == "m" && lang != Some(Lang::En) {
        return After::Goes;
    }
    if GOES.contains(&lower.as_str()) && !(lower == "me" && lang != Some(Lang::Fr)) {
        return After::Goes;
    }
    if UNLESS_STARTER.contains(&lower.as_str()) {
        return After::UnlessStarter;
    }
    if NUMBER_ONLY.contains(&lower.as_str()) {
        return After::NumberOnly;
    }
    let dotted = word.contains('.') && word.chars().all(|c| c.is_alphabetic() || c == '.');
    if dotted || (letters == 1 && word.chars().all(char::is_uppercase)) {
        return After::UnlessStarter;
    }
    After::Ends
}

/// Whether the text begins with a word that usually begins a sentence.
pub(super) fn starts_sentence(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word: String = text.chars().take(16).take_while(|c| c.is_alphabetic()).collect();
    if word.is_empty() {
        return text.is_empty();
    }
    text.starts_with(char::is_uppercase) && (STARTERS.contains(&word.to_lowercase().as_str()) || is_contracted(text))
}

/// "L'accord", "D'ici": French elisions that begin sentences.
fn is_contracted(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('L' | 'D' | 'C' | 'N' | 'S')) && matches!(chars.next(), Some('\'' | '’'))
}
