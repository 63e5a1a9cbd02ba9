//! Pure. Identity: the coarse keys a claim is filed under, and whether a claim and an entry are the same pledge.

use std::collections::BTreeSet;

use super::wording::Wordings;

use crate::model::{ActionClass, Claim, LedgerEntry, Record};

/// At this score a claim joins an entry.
pub(super) const JOIN: f64 = 0.6;
/// From this score on both stand and the record asks "same as …?".
pub(super) const PERHAPS: f64 = 0.45;

/// So many newest sightings of an entry are compared word by word; a pledge that stands on more pages is worded as on these.
const SIGHTINGS: usize = 20;

/// How alike a claim and an entry are, and what decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// 0 to 1.
    pub score: f64,
    /// What weighed most, for logs and `ledger show`.
    pub reason: String,
}

/// Coarse, deterministic keys `topic|side|family`; a joint claim is filed under each side.
pub fn block_keys(topic: &str, record: &Record) -> Vec<String> {
    let family = family(record.action_class);
    sides(record).into_iter().map(|side| format!("{topic}|{side}|{family}")).collect()
}

/// The countries or bodies of the actor: `CN:MFA` is CN, `CN+US` both, `UN:CND` itself.
pub(super) fn sides(record: &Record) -> Vec<String> {
    let Some(actor) = &record.actor else { return vec!["?".to_owned()] };
    let mut sides: Vec<String> = actor
        .split('+')
        .map(|party| match party.split_once(':') {
            Some(("UN", _)) | None => party.to_owned(),
            Some((country, _)) => country.to_owned(),
        })
        .collect();
    sides.sort();
    sides.dedup();
    sides
}

/// Action classes that one pledge may be told under by different pages.
fn family(class: Option<ActionClass>) -> &'static str {
    use ActionClass as A;
    match class {
        Some(A::ScheduleControl | A::ExportLicence | A::MonitoringReport | A::Legislation) => "control",
        Some(A::TariffTrade) => "trade",
        Some(A::Enforcement | A::Sanctions) => "enforcement",
        Some(A::Cooperation | A::InfoSharing | A::Institution) => "cooperation",
        Some(A::TreatmentHealth | A::Funding) => "support",
        None => "other",
    }
}

/// Whether a claim is the pledge of an entry. Only within a block; there it looks at class, actor, objects,
/// counterparties, date, quantity and wording.
pub fn same(claim: &Claim, entry: &LedgerEntry) -> Match {
    same_by(&Wordings::default(), claim, entry)
}

/// `same` for many pairs, each wording folded once.
pub(super) fn same_by(wordings: &Wordings, claim: &Claim, entry: &LedgerEntry) -> Match {
    let (new, old) = (&claim.record, &entry.commitment.record);
    let topic = &entry.commitment.topic;
    let filed = [block_keys(topic, old), entry.commitment.block_keys.clone()].concat();
    if claim.topic.as_ref() != Some(topic) || !block_keys(topic, new).iter().any(|key| filed.contains(key)) {
        return Match { score: 0.0, reason: "another block".to_owned() };
    }
    let newest: BTreeSet<&str> = entry.sightings.iter().rev().take(SIGHTINGS).map(|s| s.claim.quote.as_str()).collect();
    let wording = newest.iter().map(|quote| wordings.likeness(&claim.quote, quote)).fold(0.0_f64, f64::max);
    let mut score = 0.0;
    let mut reasons: Vec<(&str, f64)> = Vec::new();
    let mut weigh = |name: &'static str, weight: f64| {
        score += weight;
        reasons.push((name, weight));
    };
    weigh("action class", if new.action_class == old.action_class { 0.22 } else { -0.15 });
    weigh("actor", actor_weight(new, old));
    weigh("objects", overlap(&new.objects, &old.objects, 0.12, 0.1));
    weigh("counterparties", overlap(&new.counterparties, &old.counterparties, 0.12, 0.2));
    weigh("date", date_weight(new, old));
    weigh("quantity", quantity_weight(new, old));
    weigh("wording", wording * 0.45);
    if !may_join(new, old, wording) {
        // Both stand; a reader may still see them side by side.
        score = score.min(JOIN - 0.1);
    }
    reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let reason = reasons.iter().take(3).map(|(n, w)| format!("{n} {w:+.2}")).collect::<Vec<_>>().join(", ");
    Match { score: score.clamp(0.0, 1.0), reason }
}

fn actor_weight(new: &Record, old: &Record) -> f64 {
    if new.actor.is_some() && new.actor == old.actor {
        0.14
    } else if sides(new).iter().any(|side| side != "?" && sides(old).contains(side)) {
        0.1
    } else {
        -0.1
    }
}

/// At this likeness two sentences are the same one with a few words changed.
const SAME_SENTENCE: f64 = 0.7;
/// Below this likeness words alone tell nothing.
const ALIKE: f64 = 0.5;

/// What keeps two pledges apart however much else agrees: other countries; another date in other words; and general
/// words ("will cooperate on fentanyl") without a date or number that ties them together.
fn may_join(new: &Record, old: &Record, wording: f64) -> bool {
    if disjoint(&new.counterparties, &old.counterparties) {
        return false;
    }
    let dates = new.date.zip(old.date).map(|(a, b)| a.agrees_with(b));
    if dates == Some(false) && wording < SAME_SENTENCE {
        return false;
    }
    let tied = dates == Some(true) || quantity_weight(new, old) > 0.0;
    let exact = new.actor == old.actor
        && new.action_class == old.action_class
        && new.objects == old.objects
        && new.counterparties == old.counterparties
        && !new.counterparties.is_empty();
    tied || exact || wording >= ALIKE
}

/// Whether both name members and share none.
fn disjoint(new: &[String], old: &[String]) -> bool {
    !new.is_empty() && !old.is_empty() && !new.iter().any(|n| old.contains(n))
}

/// `alike` for shared members, `-apart` for two lists without one; nothing when one side names none.
fn overlap(new: &[String], old: &[String], alike: f64, apart: f64) -> f64 {
    if new.is_empty() || old.is_empty() {
        return 0.0;
    }
    let (a, b): (BTreeSet<&String>, BTreeSet<&String>) = (new.iter().collect(), old.iter().collect());
    let shared = a.intersection(&b).count() as f64;
    if shared == 0.0 { -apart } else { alike * shared / a.union(&b).count() as f64 }
}

fn date_weight(new: &Record, old: &Record) -> f64 {
    match (new.date, old.date) {
        (Some(a), Some(b)) if a.agrees_with(b) => 0.18,
        (Some(_), Some(_)) => -0.2,
        _ => 0.0,
    }
}

fn quantity_weight(new: &Record, old: &Record) -> f64 {
    match (&new.quantity, &old.quantity) {
        (Some(a), Some(b)) if a.unit == b.unit && (a.value - b.value).abs() < 1e-9 => 0.22,
        (Some(a), Some(b)) if a.unit == b.unit => -0.2,
        _ => 0.0,
    }
}
