//! Pure. A Claim: what the recognizer found in one sentence; and the Record inside it, which is what the ledger compares.

use serde::{Deserialize, Serialize};

use super::{ActionClass, DateKind, Guideline, PartialDate, Polarity, SpeakerRole, Strength, TopicBy};

/// An amount with its unit, and where it moved from if the sentence says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number.
    pub value: f64,
    /// `chemicals`, `%`, `USD`, `officers` …; part of the quantity.
    pub unit: String,
    /// The number before, when the sentence gives it.
    pub from: Option<f64>,
}

/// Who promised what, to whom, by when, how firmly: the fields that are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// `CN:MOFCOM`, `US:DEA`, `CN+US` (joint), `CN` (a government, body not named); None when nobody is bound.
    pub actor: Option<String>,
    /// All bodies that issue it; the actor is the first.
    pub issuers: Vec<String>,
    /// Who must act: `own_agencies`, `domestic_firms`, `exporters`, `importers`, `banks` …
    pub binds: Option<String>,
    /// What kind of act.
    pub action_class: Option<ActionClass>,
    /// Lexicon ids (`4-ANPP`, `fentanyl_precursors`), or names as written when no lexicon knows them.
    pub objects: Vec<String>,
    /// ISO 3166 alpha-2 or body ids, without the actor.
    pub counterparties: Vec<String>,
    /// The date that matters, as precise as stated.
    pub date: Option<PartialDate>,
    /// What that date means.
    pub date_kind: Option<DateKind>,
    /// How much or how many.
    pub quantity: Option<Quantity>,
    /// How firm.
    pub strength: Strength,
    /// Promise, withdrawal or denial.
    pub polarity: Polarity,
}

/// What a cue told the recognizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueRole {
    /// Firmness.
    Strength,
    /// What kind of act.
    Action,
    /// Substance or thing of the topic.
    Object,
    /// Who.
    Actor,
    /// Condition, denial, attribution and the like.
    Guard,
    /// Date.
    Date,
    /// Number.
    Quantity,
}

/// A word or phrase of the sentence that a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// As written.
    pub text: String,
    /// Byte offset in the same text the claim's offsets count in.
    pub start: usize,
    /// Byte offset after its end.
    pub end: usize,
    /// Its English, from the lexicon; the text itself in English sentences.
    pub gloss: String,
    /// What it told.
    pub role: CueRole,
}

/// What the recognizer found in one clause of one sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Whether it passes the test: firm enough, own or joint or neutrally reported, testable, no finished operation.
    pub is_commitment: bool,
    /// Topic id when the gate is open.
    pub topic: Option<String>,
    /// What opened the gate.
    pub topic_by: Option<TopicBy>,
    /// The compared fields.
    pub record: Record,
    /// Whose voice.
    pub speaker_role: SpeakerRole,
    /// 0 to 1.
    pub confidence: f64,
    /// What it rests on, in text order.
    pub cues: Vec<Cue>,
    /// What its words are about ("licence", "parcels"), by names that all languages share; sorted. Identity compares them
    /// where words do not compare.
    #[serde(default)]
    pub about: Vec<String>,
    /// Name of the rule that decided, `snake_case` with dots.
    pub rule: String,
    /// For a "no": the guideline that said so.
    pub guideline: Option<Guideline>,
    /// One plain English sentence from the record.
    pub gloss: String,
    /// The sentence as written.
    pub quote: String,
    /// Byte offset of the sentence's (or clause's) first byte in the text it was read from.
    pub start: usize,
    /// Byte offset after its last byte.
    pub end: usize,
}

impl Claim {
    /// Whether it may make or join a ledger entry: a commitment on a topic.
    pub fn counts(&self) -> bool {
        self.is_commitment && self.topic.is_some()
    }

    /// Where in the quote the claim's clause starts: offsets count from the clause, the quote is the whole sentence. The
    /// first place at which every cue stands where it should.
    pub fn clause_in_quote(&self) -> usize {
        let Some(first) = self.cues.first() else { return 0 };
        let stands = |shift: usize| {
            self.cues.iter().all(|cue| {
                let at = (cue.start.saturating_sub(self.start) + shift)..(cue.end.saturating_sub(self.start) + shift);
                self.quote.get(at) == Some(cue.text.as_str())
            })
        };
        let ahead = first.start.saturating_sub(self.start);
        self.quote
            .match_indices(&first.text)
            .filter_map(|(at, _)| at.checked_sub(ahead))
            .find(|at| stands(*at))
            .unwrap_or(0)
    }
}
