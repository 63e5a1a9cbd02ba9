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
    ("US:ONDCP", "US:WH"),
    ("CA:CBSA", "CA:PS"),
    ("CA:RCMP", "CA:PS"),
    ("CN:NNCC", "CN:MPS"),
    ("IN:NCB", "IN:MHA"),
    ("IN:CBN", "IN:DoR"),
    ("UN:CND", "UN:UNODC"),
    ("UN:INCB", "UN:UNODC"),
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
    /// Two sides of which one names the other: each tells in its own words what both agreed, or each does something.
    Facing,
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

/// Sides under whose entries the same pledge may stand: the actor's, those it deals with, and who speaks for a body.
pub(super) fn asked_sides(record: &Record) -> BTreeSet<String> {
    let mut asked = parties(record);
    let kin = PARTS.iter().filter(|(body, herald)| asked.contains(*body) || asked.contains(*herald));
    let kin: Vec<String> = kin.flat_map(|(body, herald)| [(*body).to_owned(), (*herald).to_owned()]).collect();
    asked.extend(kin);
    asked
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
        let faces = |sides: &[String], record: &Record| sides.iter().any(|side| parties(record).contains(side));
        return match () {
            () if speaks_for(a, b) || speaks_for(b, a) => Actors::Kin,
            () if faces(&mine, old) || faces(&theirs, new) => Actors::Facing,
            () => Actors::Strangers,
        };
    }
    let several = mine.len() > 1 || theirs.len() > 1;
    let issued = new.issuers.contains(b) || old.issuers.contains(a);
    if several || issued || speaks_for(a, b) || speaks_for(b, a) { Actors::Kin } else { Actors::Apart }
}

/// The body meant by a country on a page of one of its bodies that does not speak for the whole government.
pub(super) fn meant<'a>(actor: &'a str, agency: &'a str) -> &'a str {
    let own = agency.split_once(':').is_some_and(|(country, letters)| country == actor && !HERALDS.contains(&letters));
    if own { agency } else { actor }
}

/// Whether two pages of one country tell each what its own body does, one of them in the country's name.
pub(super) fn each_for_itself(new: (&Record, &str), old: (&Record, &str)) -> bool {
    let (Some(a), Some(b)) = (&new.0.actor, &old.0.actor) else { return false };
    let (a, b) = if a.contains(':') == b.contains(':') { return false } else { (meant(a, new.1), meant(b, old.1)) };
    a.contains(':') && b.contains(':') && a != b && !speaks_for(a, b) && !speaks_for(b, a) && country(a) == country(b)
}

fn country(body: &str) -> &str {
    body.split(':').next().unwrap_or(body)
}

/// Whether the first body may tell what the second does.
fn speaks_for(herald: &str, body: &str) -> bool {
    let whole = match herald.split_once(':') {
        None => country(body) == herald,
        Some(("UN", _)) => false,
        Some((of, letters)) => HERALDS.contains(&letters) && of == country(body),
    };
    whole || PARTS.contains(&(body, herald))
}
