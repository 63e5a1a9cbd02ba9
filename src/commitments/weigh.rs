//! Pure. The features of a clause in; how likely it is a commitment, of which class and how firm, out. A linear table of weights,
//! trained from the labelled sentences of this repository, decides; each weight stands in a readable file.
//!
//! `UPDATE_WEIGHTS=1 cargo test --lib commitments::tests::train` makes the file anew from the develop set.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::decide::{Clause, Verdict, own_role};
use super::features::{See, Surroundings, features};
use super::lexicon::Role;
use crate::model::{ActionClass, Guideline, Polarity, Record, SpeakerRole, Strength, TopicBy};

/// The trained table: feature, outcome and weight, one a line.
pub(super) const TABLE: &str = include_str!("lexicons/weights.tsv");

/// What is weighed: whether it is a commitment, each class, each strength a commitment can have, and whether a date matters.
pub(super) const OUTCOMES: usize = 2 + CLASSES.len() + STRENGTHS.len();
/// The outcome that a date is the one that matters.
pub(super) const DATE: usize = OUTCOMES - 1;
pub(super) const CLASSES: &[ActionClass] = ActionClass::ALL;
pub(super) const STRENGTHS: [Strength; 4] =
    [Strength::Intends, Strength::Pledged, Strength::Ordered, Strength::InForce];

/// The name of an outcome in the table.
pub(super) fn outcome_name(outcome: usize) -> &'static str {
    match outcome.checked_sub(1) {
        None => "commitment",
        Some(n) if n < CLASSES.len() => CLASSES[n].as_str(),
        Some(n) => STRENGTHS.get(n - CLASSES.len()).map_or("date", |strength| strength.as_str()),
    }
}

/// At even odds what the rules hold for a commitment is one.
const ENOUGH: f32 = 0.5;
/// At this one, what a rule said no to is one all the same.
const SURE: f32 = 0.7;
/// And at this one, what is denied, conditional, weighed or foreseen by its words: one word more makes it so.
const CERTAIN: f32 = 0.9;

/// The weights of all features one after the other, found by the hash of a feature's name: small enough to stay in the cache.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// Where the row of a feature begins and ends.
    by_feature: HashMap<u64, (u32, u32), BuildHasherDefault<AsIs>>,
    /// Outcome and weight.
    rows: Vec<(u8, f32)>,
}

/// What the weights say of a clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weighed {
    /// Probability that it is a commitment.
    pub(super) likely: f32,
    pub(super) class: Option<ActionClass>,
    pub(super) strength: Strength,
}

/// The hash of a feature's words; it only has to tell a few thousand names apart, quickly.
pub(super) fn key(words: &[&str]) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |hash: u64, piece: u64| (hash ^ piece).wrapping_mul(MIX).rotate_left(29);
    words.iter().fold(MIX, |hash, word| {
        let mut chunks = word.as_bytes().chunks_exact(8);
        let mut hash = step(hash, word.len() as u64);
        for chunk in &mut chunks {
            hash = step(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        step(hash, chunks.remainder().iter().fold(0, |piece, byte| piece << 8 | u64::from(*byte)))
    })
}

/// Passes a key on as it is: it is a hash already.
#[derive(Debug, Default, Clone, Copy)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

impl Weights {
    /// The table that ships.
    pub(super) fn built_in() -> Self {
        Self::read(TABLE)
    }

    /// Whether nothing was trained.
    pub(super) fn is_empty(&self) -> bool {
        self.by_feature.is_empty()
    }

    /// Reads a table; a line that names no outcome is passed over (a test reads them all).
    pub(super) fn read(table: &str) -> Self {
        let mut features: HashMap<u64, Vec<(u8, f32)>, BuildHasherDefault<AsIs>> = HashMap::default();
        let outcomes: HashMap<&str, u8> = (0..OUTCOMES).map(|n| (outcome_name(n), n as u8)).collect();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(feature), Some(outcome), Some(weight)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let (Some(outcome), Ok(weight)) = (outcomes.get(outcome), weight.parse()) else { continue };
            features.entry(key(&feature.split(' ').collect::<Vec<_>>())).or_default().push((*outcome, weight));
        }
        let mut weights = Self::default();
        for (feature, row) in features {
            let start = weights.rows.len();
            weights.rows.extend(row);
            weights.by_feature.insert(feature, (start as u32, weights.rows.len() as u32));
        }
        weights
    }

    /// What a feature weighs: outcome and weight.
    fn row(&self, words: &[&str]) -> &[(u8, f32)] {
        self.by_feature.get(&key(words)).map_or(&[], |(start, end)| &self.rows[*start as usize..*end as usize])
    }

    fn scores(&self, clause: &Clause<'_, '_>, verdict: &Verdict, around: &Surroundings<'_>) -> [f32; OUTCOMES] {
        let mut scores = [0.0; OUTCOMES];
        features(clause, verdict, around, &mut |words| {
            for (outcome, weight) in self.row(words) {
                scores[usize::from(*outcome)] += weight;
            }
        });
        scores
    }

    /// How much speaks for a date, by its features.
    pub(super) fn date(&self, features: &mut dyn FnMut(&mut See<'_>)) -> f32 {
        let mut score = 0.0;
        features(&mut |words| {
            let row = self.row(words).iter();
            score += row.filter(|(outcome, _)| usize::from(*outcome) == DATE).map(|(_, weight)| weight).sum::<f32>();
        });
        score
    }

    /// Weighs a clause.
    pub(super) fn weigh(&self, clause: &Clause<'_, '_>, verdict: &Verdict, around: &Surroundings<'_>) -> Weighed {
        let scores = self.scores(clause, verdict, around);
        let likely = 1.0 / (1.0 + (-scores[0]).exp());
        let best = |range: std::ops::Range<usize>| {
            range
                .clone()
                .max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
                .filter(|_| scores[range].iter().any(|s| *s != 0.0))
        };
        let classes = 1..1 + CLASSES.len();
        let strengths = classes.end..DATE;
        Weighed {
            likely,
            class: best(classes).map(|n| CLASSES[n - 1]),
            strength: best(strengths).map_or(verdict.strength, |n| STRENGTHS[n - 1 - CLASSES.len()]),
        }
    }

    /// Of the guards that stand in a clause, the guideline of the one that weighs most against a commitment.
    pub(super) fn against(&self, clause: &Clause<'_, '_>) -> Guideline {
        const GUARDS: [(Role, Guideline); 14] = [
            (Role::PastOperation, Guideline::PastOperation),
            (Role::Statistic, Guideline::PastOperation),
            (Role::Condition, Guideline::Condition),
            (Role::Considers, Guideline::Willingness),
            (Role::Willingness, Guideline::Willingness),
            (Role::Calls, Guideline::DemandOnOther),
            (Role::Recommendation, Guideline::Recommendation),
            (Role::Advice, Guideline::AdviceToPublic),
            (Role::Forecast, Guideline::Forecast),
            (Role::Rhetoric, Guideline::Rhetoric),
            (Role::Denial, Guideline::Denial),
            (Role::Reported, Guideline::AttributedToOther),
            (Role::Ago, Guideline::OldAct),
            (Role::LegislationOpen, Guideline::UnfinishedLegislation),
        ];
        let weight = |role: Role| {
            let row = self.row(&["has", role.as_str()]);
            row.iter().find(|(outcome, _)| *outcome == 0).map_or(0.0, |(_, weight)| *weight)
        };
        let present = GUARDS.iter().filter(|(role, _)| clause.has(*role));
        let worst = present.min_by(|(a, _), (b, _)| weight(*a).total_cmp(&weight(*b)));
        worst.map_or(Guideline::NotTestable, |(_, guideline)| *guideline)
    }
}

impl Weighed {
    /// The rules' verdict as the weights leave it. What the rules say of whose voice it is and of its polarity stands.
    pub(super) fn settle(self, weights: &Weights, clause: &Clause<'_, '_>, verdict: Verdict) -> Verdict {
        let rules_yes = verdict.guideline.is_none() && verdict.strength >= Strength::Intends;
        if verdict.rule == "noise.question" {
            return verdict;
        }
        let guarded = ["guard.", "bound.", "noise.boilerplate", "finished.operation"]
            .iter()
            .any(|rule| verdict.rule.starts_with(rule))
            || verdict.polarity == Polarity::Denial;
        let yes = self.likely
            >= match (rules_yes, guarded) {
                (true, _) => ENOUGH,
                (false, false) => SURE,
                (false, true) => CERTAIN,
            };
        if weights.by_feature.is_empty() || (!yes && !rules_yes) {
            return verdict;
        }
        if !yes {
            return Verdict { guideline: Some(weights.against(clause)), rule: "weighed.no", ..verdict };
        }
        let role = match verdict.role {
            SpeakerRole::AttributedToOther | SpeakerRole::DemandOnOther | SpeakerRole::Background => told_by(clause),
            told => told,
        };
        let rule = if rules_yes { verdict.rule } else { "weighed.yes" };
        let polarity = if verdict.polarity == Polarity::Denial { Polarity::Positive } else { verdict.polarity };
        // What words say has begun is not merely ordered, unless a date to come says so.
        let less = matches!(self.strength, Strength::Ordered | Strength::Pledged);
        let begun = rules_yes && verdict.strength == Strength::InForce && less;
        let strength = if verdict.rule == "firm.proposed" {
            Strength::Intends
        } else if begun && !clause.ahead && !clause.has(Role::Ordered) {
            Strength::InForce
        } else {
            self.strength
        };
        Verdict { strength, polarity, role, guideline: None, rule }
    }
}

/// Whose voice a commitment is that the rules held for another's or nobody's.
fn told_by(clause: &Clause<'_, '_>) -> SpeakerRole {
    match own_role(clause) {
        SpeakerRole::Background => SpeakerRole::NeutralReport,
        role => role,
    }
}

/// How sure a claim is, 0 to 1: by what opened the topic, who acts, how firm, and whether date and partner are told.
pub(super) fn confidence(is_commitment: bool, record: &Record, topic_by: Option<TopicBy>) -> f64 {
    let mut score: f64 = if is_commitment { 0.5 } else { 0.6 };
    score += if topic_by == Some(TopicBy::Sentence) { 0.12 } else { 0.0 };
    score += if record.actor.is_some() { 0.1 } else { -0.1 };
    score += if record.strength >= Strength::Pledged { 0.12 } else { 0.0 };
    score += if record.date.is_some() { 0.06 } else { 0.0 };
    score += if record.counterparties.is_empty() { 0.0 } else { 0.04 };
    // A count that is smaller than the list it counts is doubtful.
    let listed = record
        .objects
        .iter()
        .filter(|id| !matches!(id.as_str(), "fentanyl" | "fentanyl_precursors" | "precursors"))
        .count();
    let counted = record.quantity.as_ref().filter(|quantity| quantity.unit == "chemicals");
    if counted.is_some_and(|quantity| (listed as f64) > quantity.value) {
        score = score.min(0.5);
    }
    (score * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_features_of_the_table_share_a_key_and_every_line_is_read() {
        let features: std::collections::BTreeSet<&str> =
            TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
        let weights = Weights::built_in();
        assert_eq!(weights.by_feature.len(), features.len());
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(weights.rows.len(), lines);
    }
}
