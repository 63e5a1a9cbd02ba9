//! Pure. Sentences with their context in, Claims out: who promises what, to whom, by when, how firmly.

mod act;
mod amount;
mod chemical;
mod classifier;
mod clause;
mod count;
mod dating;
mod decide;
mod document;
pub mod explain;
mod features;
mod fields;
mod firm;
mod fold;
mod foreign;
mod gloss;
mod incidental;
mod issuer;
mod lexicon;
mod listing;
mod matcher;
mod money;
mod moved;
mod naming;
mod noise;
mod occasion;
mod polarity;
mod read;
mod role;
mod scan;
mod settle;
mod shown;
mod sides;
mod subject;
mod term;
mod things;
mod title;
mod topic;
mod topic_file;
mod trie;
mod weigh;
mod who;

#[cfg(test)]
mod tests;

pub use foreign::is_foreign;
pub use gloss::gloss;
pub use topic_file::{Object, ObjectKind, Off, Opens, TopicFile, cas_check_digit, cas_checks};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::model::{Agency, AgencyTable, Claim, Document, Lang, PartialDate, SourceType, sha256_hex};
use lexicon::Lexicons;
use read::Reading;
use scan::{Scan, language};
use subject::{PageSide, Party};
use title::Title;
use topic::Around;

/// Version of the rules; raised whenever a rule changes what is found.
const RULES: &str = "6";

/// A longer run without a full stop is read in pieces of this many bytes, so that the work stays linear.
const PIECE: usize = 4096;

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
    /// Ids of the topics it is read for; None: all that the recognizer knows.
    pub topics: Option<Vec<String>>,
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
            topics: None,
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
    /// What each topic is read by; the built-in one first.
    topics: Vec<Lexicons>,
    /// Version of what all topics share, told when it is first asked for, and of each topic of the user's own by its id.
    version: OnceLock<String>,
    versions: BTreeMap<String, String>,
    numbers: BTreeMap<String, String>,
    /// The first agency known by these letters: "MFA" of `CN:MFA`.
    by_letters: BTreeMap<String, String>,
}

/// Sixteen digits of a hash: enough to tell versions apart.
fn short(text: &str) -> String {
    sha256_hex(text.as_bytes())[..16].to_owned()
}

impl Recognizer {
    /// With the built-in topic and lexicons, and the agencies given.
    pub fn new(agencies: AgencyTable) -> Self {
        Self::with_topics(agencies, &[])
    }

    /// With topics of the user's own besides the built-in one.
    pub fn with_topics(agencies: AgencyTable, own: &[TopicFile]) -> Self {
        let files: Vec<TopicFile> = std::iter::once(TopicFile::built_in()).chain(own.iter().cloned()).collect();
        let topics = Lexicons::of_topics(&agencies, &files);
        let versions = own.iter().map(|topic| (topic.id.clone(), short(&format!("{topic:?}")))).collect();
        let numbers = registry_numbers(&files);
        let mut by_letters = BTreeMap::new();
        for (id, letters) in agencies.iter().filter_map(|agency| Some((&agency.id, agency.id.split_once(':')?.1))) {
            by_letters.entry(letters.to_owned()).or_insert_with(|| id.clone());
        }
        Self { agencies, topics, version: OnceLock::new(), versions, numbers, by_letters }
    }

    /// The agencies it knows.
    pub fn agencies(&self) -> &AgencyTable {
        &self.agencies
    }

    /// Version of rules, lexicons and the topics named; part of a Version's fingerprint. Another wording or order of a topic
    /// file that means the same is the same version.
    pub fn version(&self, topics: &[String]) -> String {
        let own: Vec<&str> = topics.iter().filter_map(|id| self.versions.get(id)).map(String::as_str).collect();
        let shared = self.version.get_or_init(|| self.shared_version());
        if own.is_empty() {
            return shared.clone();
        }
        short(&format!("{shared} {}", own.join(" ")))
    }

    /// Version of rules, lexicons, weights and agencies.
    fn shared_version(&self) -> String {
        let mut all = String::from(RULES);
        lexicon::all_text().for_each(|text| all.push_str(text));
        // An agency added by the watchlist changes who is read as an actor.
        for agency in self.agencies.iter() {
            all.push_str(&agency.id);
            agency.names.values().flatten().for_each(|name| all.push_str(name));
        }
        short(&all)
    }

    /// The CAS number of each substance that has exactly one, by the substance's id.
    pub fn registry_numbers(&self) -> &BTreeMap<String, String> {
        &self.numbers
    }

    /// Claims of one sentence, in text order; offsets count in `text`. A sentence with a cue or a topic word but no
    /// promise gives a claim with `is_commitment: false` and the guideline that said no; one on several topics gives a
    /// claim for each; one in another language than the four a single claim that says so.
    pub fn sentence(&self, text: &str, context: &Context) -> Vec<Claim> {
        if is_foreign(text) {
            return vec![foreign::claim(text)];
        }
        self.read(text, context, &self.readings(context)).0
    }

    /// Claims of every sentence of a document; offsets count in `Document::text()`. Sets heading, title, date and
    /// attachments of each sentence's context from the document.
    pub fn document(&self, document: &Document, context: &Context) -> Vec<Found> {
        document::read(self, document, context)
    }

    /// What every sentence under this context is read against, topic by topic.
    fn readings<'r>(&'r self, context: &'r Context) -> Vec<Reading<'r>> {
        let wanted = |lexicons: &&Lexicons| context.topics.as_ref().is_none_or(|ids| ids.contains(&lexicons.topic.id));
        self.topics.iter().filter(wanted).map(|lexicons| self.reading(lexicons, context)).collect()
    }

    fn reading<'r>(&'r self, lexicons: &'r Lexicons, context: &'r Context) -> Reading<'r> {
        let title = Title::read(lexicons, context.page_title.as_deref(), context.lang);
        let heading = Title::read(lexicons, context.heading.as_deref(), context.lang);
        let on_topic = |text: &String| Title::read(lexicons, Some(text), context.lang).on_topic;
        Reading {
            lexicons,
            agencies: &self.agencies,
            page: self.titled(lexicons, context),
            page_date: context.page_date,
            source: &context.source_type,
            carried_objects: title.objects.clone(),
            around: Around::of(&title, &heading, context.attachments.iter().any(on_topic)),
            title,
            #[cfg(test)]
            probe: std::cell::RefCell::default(),
        }
    }

    /// Whose page it is, with what the title says of parties.
    fn titled(&self, lexicons: &Lexicons, context: &Context) -> PageSide {
        let side = self.side(context);
        let Some(title) = context.page_title.as_deref() else { return side };
        let mut scan = Scan::read(lexicons, title, language(title, context.lang), None, None);
        let country = side.party.as_ref().map(|party| party.country.as_str());
        scan.settle_local(&lexicons.topic.local, country.or(context.country.as_deref()), None);
        scan.settle_namesakes(country);
        let mut side = side.with_title(&scan);
        if side.titled.is_empty() {
            side.titled.extend(context.country.clone().filter(|country| country != "XX"));
        }
        side
    }

    fn side(&self, context: &Context) -> PageSide {
        let agency = context.agency.as_deref().and_then(|name| self.agency(name, context.country.as_deref()));
        let unknown = context.agency.as_deref().and_then(|id| id.split_once(':')).map(|(country, _)| country);
        let country = agency.map(|a| a.country.as_str()).or(context.country.as_deref()).or(unknown);
        let neutral = context.source_type == SourceType::ThirdPartyNews || country == Some("XX");
        let party = country
            .filter(|_| !neutral)
            .map(|country| Party { country: country.to_owned(), agency: agency.map(|a| a.id.clone()) });
        PageSide { neutral: neutral || party.is_none(), party, ..PageSide::default() }
    }

    /// An agency by id or name; of namesakes the one of the page's country, else the one known by these very letters.
    fn agency(&self, name: &str, country: Option<&str>) -> Option<&Agency> {
        let namesake = |agency: &&Agency| {
            country == Some(agency.country.as_str()) && agency.names.values().flatten().any(|n| n == name)
        };
        self.agencies
            .iter()
            .find(namesake)
            .or_else(|| self.agencies.get(self.by_letters.get(name)?))
            .or_else(|| self.agencies.find(name))
    }

    /// Claims of one sentence against the readings of its topics, and the party it last spoke of.
    fn read(&self, text: &str, context: &Context, readings: &[Reading<'_>]) -> (Vec<Claim>, Option<Party>) {
        let mut claims = Vec::new();
        let mut last = None;
        let Some((first, more)) = readings.split_first() else { return (claims, last) };
        let country = first.page.party.as_ref().map(|party| party.country.as_str()).or(context.country.as_deref());
        let mut rest = text;
        let mut offset = 0;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(piece_end(rest));
            let mut scan = Scan::read(first.lexicons, piece, language(piece, context.lang), context.page_date, country);
            first.settle_parties(&mut scan, country);
            let mut found = first.claims(&scan);
            for reading in more {
                let mut scan = scan.under(reading.lexicons);
                if reading.is_open(&scan) {
                    reading.settle_parties(&mut scan, country);
                    topic::merge(&mut found, reading.claims(&scan));
                }
            }
            for mut claim in found {
                shift(&mut claim, offset);
                claims.push(claim);
            }
            last = subject::named_before(&scan, piece.len()).or(last);
            offset += piece.len();
            rest = after;
        }
        (claims, last)
    }
}

/// The CAS number of each object that has exactly one in all topics: several belong to a class.
fn registry_numbers(files: &[TopicFile]) -> BTreeMap<String, String> {
    let mut numbers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for object in files.iter().flat_map(|file| &file.object) {
        numbers.entry(&object.id).or_default().extend(object.cas.iter().map(String::as_str));
    }
    let single = |(id, cas): (&str, BTreeSet<&str>)| {
        let one = cas.first().filter(|_| cas.len() == 1)?;
        Some((id.to_owned(), (*one).to_owned()))
    };
    numbers.into_iter().filter_map(single).collect()
}

/// Moves a claim's offsets on.
fn shift(claim: &mut Claim, by: usize) {
    claim.start += by;
    claim.end += by;
    for cue in &mut claim.cues {
        cue.start += by;
        cue.end += by;
    }
}

/// Where the piece to read next ends: all of a sentence, or the last blank before the limit.
fn piece_end(text: &str) -> usize {
    if text.len() <= PIECE {
        return text.len();
    }
    let mut limit = PIECE;
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    text[..limit].rfind([' ', '，', '、']).filter(|at| *at > PIECE / 2).unwrap_or(limit)
}
