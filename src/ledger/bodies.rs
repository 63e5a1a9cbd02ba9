//! Pure. Two actors in; whether one may be told under the name of the other, out.

use std::collections::BTreeSet;

use crate::model::Record;

/// Bodies that tell what their whole government does: heads of government, foreign ministries, gazettes.
const HERALDS: &[&str] =
    &["WH", "PM", "Presidencia", "SCIO", "MFA", "SRE", "State", "FR", "DOF", "Gazette", "PIB", "CSG"];

/// A body and the one it is part of, or whose office it is.
const PARTS: &[(&str, &str)] = &[
    ("US:OFAC", "US:Treasury"),
    ("US:FinCEN", "US:Treasury"),
    ("US:DEA", "US:DOJ"),
    ("US:FBI", "US:DOJ"),
    ("US:CBP", "US:DHS"),
    ("US:CDC", "US:HHS"),
    ("US:FDA", "US:HHS"),
    ("US:SAMHSA", "US:HHS"),
    ("US:INL", "US:State"),
    ("CN:NNCC", "CN:MPS"),
    ("IN:NCB", "IN:MHA"),
    ("IN:CBN", "IN:DoR"),
];

/// How the actors of two records stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actors {
    /// The same body, or the same sides.
    Same,
    /// One is the other's government, its gazette, its department, or one of the sides of a joint act.
    Kin,
    /// Two bodies of one country, each for itself.
    Apart,
    /// No side in common, or nobody named.
    Strangers,
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

/// Everybody who takes part: the actor's sides and the counterparties.
pub(super) fn parties(record: &Record) -> BTreeSet<String> {
    let others = record.counterparties.iter().map(|other| match other.split_once(':') {
        Some((country, _)) if country != "UN" => country.to_owned(),
        _ => other.clone(),
    });
    sides(record).into_iter().chain(others).collect()
}

/// Whether one record is a joint act and the other names the same parties, jointly or one with the other.
pub(super) fn joint(new: &Record, old: &Record) -> bool {
    (sides(new).len() > 1 || sides(old).len() > 1) && parties(new) == parties(old)
}

/// Compares the actors of two records.
pub(super) fn actors(new: &Record, old: &Record) -> Actors {
    let (Some(a), Some(b)) = (&new.actor, &old.actor) else { return Actors::Strangers };
    if a == b {
        return Actors::Same;
    }
    let (mine, theirs) = (sides(new), sides(old));
    if joint(new, old) {
        return Actors::Same;
    }
    if !mine.iter().any(|side| theirs.contains(side)) {
        return Actors::Strangers;
    }
    let several = mine.len() > 1 || theirs.len() > 1;
    let issued = new.issuers.contains(b) || old.issuers.contains(a);
    if several || issued || speaks_for(a, b) || speaks_for(b, a) { Actors::Kin } else { Actors::Apart }
}

/// Whether the first body may tell what the second does.
fn speaks_for(herald: &str, body: &str) -> bool {
    let whole = match herald.split_once(':') {
        None => true,
        Some(("UN", _)) => false,
        Some((_, letters)) => HERALDS.contains(&letters),
    };
    whole || PARTS.contains(&(body, herald))
}
