//! Pure. A Claim in, its fields as the lines of `recognize` have them out: in the order of their names, as every JSON we write.

use serde::Serialize;
use serde_json::Value;

use crate::model::{
    ActionClass, BUILT_IN_TOPIC, Claim, DateKind, PartialDate, Polarity, Quantity, SpeakerRole, Strength,
};

/// The rule of a sentence in which no word tells of an act, and how sure that is.
pub(super) const NO_CUE: &str = "noise.no_cue";
pub(super) const SURE_OF_NOTHING: f64 = 0.9;

/// What is told of a claim. Fields that are not of every telling are left out where they are None.
#[derive(Serialize)]
pub(super) struct Told<'c> {
    action_class: Option<ActionClass>,
    actor: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    binds: Option<Option<&'c str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claims: Option<Vec<Told<'c>>>,
    confidence: f64,
    counterparties: &'c [String],
    cues: Vec<&'c str>,
    date_kind: Option<DateKind>,
    deadline_or_effective: Option<PartialDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explain: Option<Vec<Value>>,
    gloss: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Value>,
    is_commitment: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuers: Option<&'c [String]>,
    objects: &'c [String],
    polarity: Polarity,
    quantity: Option<Amount<'c>>,
    rule: &'c str,
    speaker_role: SpeakerRole,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    strength: Strength,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<Option<&'c str>>,
    topic_fentanyl: bool,
}

/// A quantity, its fields in the order of their names too.
#[derive(Serialize)]
struct Amount<'c> {
    from: Option<f64>,
    unit: &'c str,
    value: f64,
}

impl<'c> Told<'c> {
    /// All flat fields of a claim.
    pub(super) fn flat(claim: &'c Claim) -> Self {
        let record = &claim.record;
        Self {
            action_class: record.action_class,
            actor: record.actor.as_deref(),
            confidence: claim.confidence,
            counterparties: &record.counterparties,
            cues: claim.cues.iter().map(|cue| cue.text.as_str()).collect(),
            date_kind: record.date_kind,
            deadline_or_effective: record.date,
            gloss: Some(&claim.gloss),
            is_commitment: claim.is_commitment,
            objects: &record.objects,
            polarity: record.polarity,
            quantity: record.quantity.as_ref().map(Amount::of),
            rule: &claim.rule,
            speaker_role: claim.speaker_role,
            strength: record.strength,
            topic_fentanyl: on_fentanyl(claim),
            ..Self::nothing()
        }
    }

    /// A claim among all of its sentence.
    pub(super) fn detailed(claim: &'c Claim) -> Self {
        Self {
            binds: Some(claim.record.binds.as_deref()),
            end: Some(claim.end),
            issuers: Some(&claim.record.issuers),
            start: Some(claim.start),
            topic: Some(claim.topic.as_deref()),
            ..Self::flat(claim)
        }
    }

    /// What is known of a sentence without any claim.
    pub(super) fn nothing() -> Self {
        Self {
            action_class: None,
            actor: None,
            binds: None,
            claims: None,
            confidence: SURE_OF_NOTHING,
            counterparties: &[],
            cues: Vec::new(),
            date_kind: None,
            deadline_or_effective: None,
            end: None,
            explain: None,
            gloss: None,
            id: None,
            is_commitment: false,
            issuers: None,
            objects: &[],
            polarity: Polarity::Positive,
            quantity: None,
            rule: NO_CUE,
            speaker_role: SpeakerRole::Background,
            start: None,
            strength: Strength::None,
            topic: None,
            topic_fentanyl: false,
        }
    }
}

impl<'c> Amount<'c> {
    fn of(quantity: &'c Quantity) -> Self {
        Self { from: quantity.from, unit: &quantity.unit, value: quantity.value }
    }
}

/// Whether a claim is on the built-in topic.
pub(super) fn on_fentanyl(claim: &Claim) -> bool {
    claim.topic.as_deref() == Some(BUILT_IN_TOPIC)
}
