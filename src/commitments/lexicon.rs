//! Pure. The lexicon files in, their entries and matchers out: what a form of words means, per language and for the topic.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::fold::Simplified;
use super::matcher::{Builder, Matcher};
use super::naming;
use super::occasion;
pub(super) use super::role::Role;
use super::topic_file::{self, Object, TopicFile};
use super::weigh::{self, Weights};
use crate::model::{ActionClass, AgencyTable, Lang};

/// What a form means.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Cue(Role),
    Class(ActionClass),
    Binds(String),
    Unit(String),
    /// What a word is about ("data", "licence"), whatever it tells alone; the same names in every language.
    Concept(String),
    /// Index into `Topic::objects`.
    Object(usize),
    /// Named context of the topic ("chemistry").
    Context(String),
    /// Something off the topic.
    Off,
    /// One half of a pair of words that tell something only together; index into `Language::pairs`.
    Half {
        pair: usize,
        second: bool,
    },
    /// Countries, and the agency when one is named.
    Party {
        countries: Vec<String>,
        agency: Option<String>,
    },
    /// A name that many countries' offices have; index into `Topic::local`.
    Local(usize),
}

/// An entry: meaning and English.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// English of the form; empty when the form itself is English.
    pub(super) gloss: String,
}

impl Entry {
    /// Whether it is a cue of this role.
    pub(super) fn is(&self, role: Role) -> bool {
        self.role() == Some(role)
    }

    /// The role of a cue.
    pub(super) fn role(&self) -> Option<Role> {
        if let Kind::Cue(role) = self.kind { Some(role) } else { None }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Forms {
    Plain(Vec<String>),
    Glossed(BTreeMap<String, Vec<String>>),
}

fn span() -> usize {
    56
}

/// Two lists of words that tell a role or a class when one of each stands near the other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    #[serde(default)]
    cue: Option<Role>,
    #[serde(default)]
    class: Option<ActionClass>,
    #[serde(default)]
    gloss: String,
    /// Bytes that may stand between the two.
    #[serde(default = "span")]
    span: usize,
    first: Vec<String>,
    second: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    cues: BTreeMap<Role, Forms>,
    class: BTreeMap<ActionClass, Forms>,
    binds: BTreeMap<String, Forms>,
    units: BTreeMap<String, Forms>,
    #[serde(default)]
    concept: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pair: Vec<Pair>,
    /// Read by `simplified`.
    #[serde(default, rename = "fold")]
    _fold: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyFile {
    country: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, Vec<String>>,
    /// Names of offices that mean one only where its country is the one spoken of.
    local: BTreeMap<String, Vec<String>>,
}

/// A compiled topic, with the parties of the world: matched in every language alike.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) id: String,
    /// Countries that a control act on a class of substances must concern; none: any.
    pub(super) class_countries: Vec<String>,
    pub(super) objects: Vec<Object>,
    pub(super) by_cas: HashMap<String, usize>,
    /// The offices that names of many countries' offices may mean.
    pub(super) local: Vec<Entry>,
    pub(super) matcher: Matcher,
}

/// One language's cues, with what pairs of words mean.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) matcher: Matcher,
    /// What each pair of words means, and how many bytes may stand between them.
    pub(super) pairs: Vec<(Entry, usize)>,
}

/// A language's lexicon, compiled when its first sentence is read: most runs read one or two languages.
type Compiled = LazyLock<Language, Box<dyn FnOnce() -> Language + Send>>;

/// The lexicons that one topic is read by, compiled; those of the languages are shared by all topics.
#[derive(Debug)]
pub(super) struct Lexicons {
    languages: Arc<[Compiled; 4]>,
    /// What "would" is read as: a future, or a possibility.
    pub(super) backshift: [Entry; 2],
    /// What stopping trade is read as: a ban that holds, and its class.
    pub(super) embargo: [Entry; 2],
    pub(super) topic: Topic,
    /// What the features of a clause weigh.
    pub(super) weights: Arc<Weights>,
    pub(super) han: Arc<Simplified>,
}

const FILES: [(Lang, &str); 4] = [
    (Lang::En, include_str!("lexicons/en.toml")),
    (Lang::Zh, include_str!("lexicons/zh.toml")),
    (Lang::Es, include_str!("lexicons/es.toml")),
    (Lang::Fr, include_str!("lexicons/fr.toml")),
];
const PARTIES: &str = include_str!("lexicons/parties.toml");

/// The text of every lexicon and of the weights, for the version: whichever changes, pages are read anew.
pub(super) fn all_text() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(_, text)| *text).chain([topic_file::FENTANYL, PARTIES, occasion::WORDS, weigh::TABLE])
}

impl Lexicons {
    /// Compiles the built-in lexicons together with the agencies' names: one for each topic, in order.
    pub(super) fn of_topics(agencies: &AgencyTable, topics: &[TopicFile]) -> Vec<Self> {
        let han = Arc::new(simplified());
        let languages = Arc::new(FILES.map(|(lang, text)| {
            let han = Arc::clone(&han);
            let compile = move || compile_language(lang, parse(text), &han);
            LazyLock::new(Box::new(compile) as Box<dyn FnOnce() -> Language + Send>)
        }));
        let weights = Arc::new(Weights::built_in());
        let one = |topic: &TopicFile| {
            let backshift =
                [Role::Intends, Role::Considers].map(|role| Entry { kind: Kind::Cue(role), gloss: "would".to_owned() });
            let embargo =
                [(Kind::Cue(Role::InForce), "bans"), (Kind::Class(ActionClass::ScheduleControl), "trade ban")]
                    .map(|(kind, gloss)| Entry { kind, gloss: gloss.to_owned() });
            let topic = compile_topic(topic, agencies, &han);
            let (languages, weights) = (Arc::clone(&languages), Arc::clone(&weights));
            Self { languages, backshift, embargo, topic, weights, han: Arc::clone(&han) }
        };
        topics.iter().map(one).collect()
    }

    /// One language's cues.
    pub(super) fn language(&self, lang: Lang) -> &Language {
        &self.languages[lang as usize]
    }
}

/// The pairs of characters that the Chinese lexicon ends with, read alone.
fn simplified() -> Simplified {
    #[derive(Deserialize)]
    struct Fold {
        fold: BTreeMap<String, String>,
    }
    let (_, text) = FILES[Lang::Zh as usize];
    let from = text.find("\n[fold]\n").unwrap_or_default();
    let pairs = parse::<Fold>(&text[from..]).fold.into_values().flat_map(|pairs| {
        let chars: Vec<char> = pairs.chars().collect();
        chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    });
    Simplified::of(pairs)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the built-in lexicons parse: a test reads them all")
}

fn compile_language(lang: Lang, file: LanguageFile, han: &Simplified) -> Language {
    let mut builder = Builder::new(han);
    let mut add = |kind: Kind, forms: Forms| match forms {
        Forms::Plain(words) => builder.add(Entry { kind, gloss: String::new() }, &words),
        Forms::Glossed(glossed) => {
            for (gloss, words) in glossed {
                builder.add(Entry { kind: kind.clone(), gloss }, &words);
            }
        }
    };
    file.cues.into_iter().for_each(|(role, forms)| add(Kind::Cue(role), forms));
    file.class.into_iter().for_each(|(class, forms)| add(Kind::Class(class), forms));
    file.binds.into_iter().for_each(|(whom, forms)| add(Kind::Binds(whom), forms));
    file.units.into_iter().for_each(|(unit, forms)| add(Kind::Unit(unit), forms));
    file.concept.into_iter().for_each(|(name, forms)| add(Kind::Concept(name), Forms::Plain(forms)));
    debug_assert!(Lang::ALL.contains(&lang));
    let mut pairs = Vec::with_capacity(file.pair.len());
    for (pair, halves) in file.pair.into_iter().enumerate() {
        let kind = halves.cue.map(Kind::Cue).or(halves.class.map(Kind::Class));
        let kind = kind.expect("a test reads every lexicon: a pair names a cue or a class");
        pairs.push((Entry { kind, gloss: halves.gloss }, halves.span));
        for (second, words) in [(false, halves.first), (true, halves.second)] {
            builder.add(Entry { kind: Kind::Half { pair, second }, gloss: String::new() }, &words);
        }
    }
    Language { matcher: builder.build(), pairs }
}

fn compile_topic(file: &TopicFile, agencies: &AgencyTable, han: &Simplified) -> Topic {
    let parties: PartyFile = parse(PARTIES);
    let mut builder = Builder::new(han);
    let plain = |kind| Entry { kind, gloss: String::new() };
    for (index, object) in file.object.iter().enumerate() {
        builder.add(Entry { kind: Kind::Object(index), gloss: object.gloss() }, &object.names);
    }
    for (name, words) in &file.context {
        builder.add(plain(Kind::Context(name.clone())), words);
    }
    builder.add(plain(Kind::Off), &file.off.names);
    for (code, names) in &parties.country {
        builder.add_names(party(vec![code.clone()], None), names);
    }
    for (name, codes) in &parties.groups {
        builder.add_names(party(codes.clone(), None), std::slice::from_ref(name));
    }
    for agency in agencies.iter().filter(|a| a.country != "XX") {
        let entry = party(vec![agency.country.clone()], Some(agency.id.clone()));
        // On its own pages a ministry is named without its country.
        let bare = agency.name.rsplit_once(" of ").filter(|(_, tail)| *tail == naming::country(&agency.country));
        let bare = bare.map(|(office, _)| office.to_owned());
        let names = agency.names.values().flatten().chain([&agency.name]).cloned();
        let names: Vec<String> = names.chain(bare.filter(|office| office.contains(' '))).collect();
        builder.add_names(entry, &names);
    }
    let mut local = Vec::new();
    for (id, names) in &parties.local {
        let Some(agency) = agencies.get(id) else { continue };
        builder.add_names(plain(Kind::Local(local.len())), names);
        local.push(party(vec![agency.country.clone()], Some(agency.id.clone())));
    }
    let by_cas =
        file.object.iter().enumerate().flat_map(|(i, o)| o.cas.iter().map(move |cas| (cas.clone(), i))).collect();
    let (class_countries, objects) = (file.class_countries.clone(), file.object.clone());
    Topic { id: file.id.clone(), class_countries, objects, by_cas, local, matcher: builder.build() }
}

/// Codes of the countries the lexicon can name.
#[cfg(test)]
pub(super) fn countries() -> Vec<String> {
    let parties: PartyFile = parse(PARTIES);
    parties.country.into_keys().chain(parties.groups.into_values().flatten()).collect()
}

fn party(countries: Vec<String>, agency: Option<String>) -> Entry {
    let gloss = agency.clone().unwrap_or_else(|| countries.join("+"));
    Entry { kind: Kind::Party { countries, agency }, gloss }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lexicon_parses_and_every_cas_number_passes_its_check_digit() {
        let lexicons = Lexicons::of_topics(&AgencyTable::built_in(), &[TopicFile::built_in()]);
        assert!(lexicons[0].topic.by_cas.len() > 20);
        for (lang, _) in FILES {
            assert!(!lexicons[0].language(lang).pairs.is_empty());
        }
        for cas in lexicons[0].topic.by_cas.keys() {
            assert!(topic_file::cas_checks(cas), "{cas}");
        }
    }
}
