//! `ledger join|split|correct`: what a person knows better than the program, written into the ledger.

use std::io::Write;
use std::str::FromStr;

use super::super::DONE;
use super::super::session::{Session, Trouble};
use crate::commitments::gloss;
use crate::model::{Commitment, CommitmentId, CommitmentState, LedgerEntry, Quantity, Record, Sighting, SightingState};
use crate::store::{Committed, Generation, Store};

/// Fields that can be corrected, with an example of each.
const FIELDS: &str = "actor=CN:MOFCOM, class=export_licence, strength=ordered, date=2026-03-01, date_kind=effective, \
                      objects=NPP,4-ANPP, countries=US,MX, quantity=\"13 chemicals\", binds=exporters";

async fn entry(store: &dyn Store, what: &str, id: &str) -> Result<(LedgerEntry, Generation), Trouble> {
    let found = store.ledger_entry(&CommitmentId::from_text(id)).await?;
    found.ok_or_else(|| Trouble::Failed(format!("ledger {what}: there is no entry \"{id}\"")))
}

/// Two entries are one pledge: the second one's sightings go to the first.
pub(super) async fn join(session: &Session, keep: &str, other: &str) -> Result<u8, Trouble> {
    if keep == other {
        return Err(Trouble::Usage(format!("ledger join: \"{keep}\" is named twice")));
    }
    let store = session.existing_store().await?;
    loop {
        let (kept, mut seen) = entry(store.as_ref(), "join", keep).await?;
        let (joined, seen_too) = entry(store.as_ref(), "join", other).await?;
        seen.0.extend(seen_too.0);
        let (commitments, sightings) = joined_to(kept, joined)?;
        let count = sightings.len();
        if store.amend(commitments, sightings, seen).await? == Committed::Done {
            writeln!(std::io::stdout().lock(), "{other} is part of {keep} now ({count} sightings moved)")?;
            return Ok(DONE);
        }
    }
}

fn joined_to(mut kept: LedgerEntry, mut joined: LedgerEntry) -> Result<(Vec<Commitment>, Vec<Sighting>), Trouble> {
    if kept.commitment.topic != joined.commitment.topic {
        return Err(Trouble::Failed(format!(
            "ledger join \"{}\" \"{}\": they belong to different topics ({}, {})",
            kept.commitment.id, joined.commitment.id, kept.commitment.topic, joined.commitment.topic
        )));
    }
    for sighting in &mut joined.sightings {
        sighting.commitment = Some(kept.commitment.id.clone());
    }
    let commitment = &mut kept.commitment;
    commitment.block_keys.extend(joined.commitment.block_keys.clone());
    commitment.block_keys.sort();
    commitment.block_keys.dedup();
    commitment.first_seen = commitment.first_seen.min(joined.commitment.first_seen);
    commitment.last_seen = commitment.last_seen.max(joined.commitment.last_seen);
    if joined.commitment.state == CommitmentState::Active {
        commitment.state = CommitmentState::Active;
    }
    joined.commitment.state = CommitmentState::Joined;
    Ok((vec![kept.commitment, joined.commitment], joined.sightings))
}

/// One sighting of an entry is another pledge: it gets an entry of its own.
pub(super) async fn split(session: &Session, id: &str, sighting: &str) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    loop {
        let (found, seen) = entry(store.as_ref(), "split", id).await?;
        let (commitment, chosen) = split_off(&found, id, sighting)?;
        let made = commitment.id.clone();
        if store.amend(vec![commitment, found.commitment], vec![chosen], seen).await? == Committed::Done {
            writeln!(std::io::stdout().lock(), "{made}: an entry of its own")?;
            return Ok(DONE);
        }
    }
}

fn split_off(found: &LedgerEntry, id: &str, sighting: &str) -> Result<(Commitment, Sighting), Trouble> {
    let chosen = found.sightings.iter().find(|s| s.id.to_string() == sighting).cloned();
    let Some(mut chosen) = chosen else {
        return Err(Trouble::Failed(format!(
            "ledger split \"{id}\" \"{sighting}\": the entry has no such sighting; `pledgewatch ledger show {id}` numbers them"
        )));
    };
    if found.sightings.len() == 1 {
        return Err(Trouble::Failed(format!(
            "ledger split \"{id}\": it has only this sighting, so there is nothing to split"
        )));
    }
    let topic = found.commitment.topic.clone();
    let made = CommitmentId::derive(&[topic.as_str(), "split", id, sighting, chosen.sentence_key.as_str()]);
    let commitment = Commitment {
        id: made.clone(),
        block_keys: crate::ledger::block_keys(&topic, &chosen.claim.record),
        topic,
        record: chosen.claim.record.clone(),
        gloss: chosen.claim.gloss.clone(),
        dated_since: None,
        state: match chosen.state {
            SightingState::Removed => CommitmentState::Removed,
            _ => CommitmentState::Active,
        },
        first_seen: chosen.first_seen,
        last_seen: chosen.last_seen,
    };
    chosen.commitment = Some(made);
    Ok((commitment, chosen))
}

/// A field of the record was read wrongly.
pub(super) async fn correct(session: &Session, id: &str, assignment: &str) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let usage = |why: String| Trouble::Usage(format!("ledger correct \"{assignment}\": {why}; as in {FIELDS}"));
    let (field, value) = assignment.split_once('=').ok_or_else(|| usage("FIELD=VALUE is wanted".to_owned()))?;
    loop {
        let (LedgerEntry { mut commitment, .. }, seen) = entry(store.as_ref(), "correct", id).await?;
        set(&mut commitment.record, field.trim(), value.trim()).map_err(usage)?;
        commitment.gloss = gloss(&commitment.record, session.recognizer()?.agencies());
        let said = commitment.gloss.clone();
        if store.amend(vec![commitment], Vec::new(), seen).await? == Committed::Done {
            writeln!(std::io::stdout().lock(), "{id}: {said}")?;
            return Ok(DONE);
        }
    }
}

/// Sets one field; an empty value clears it where a record may lack it.
fn set(record: &mut Record, field: &str, value: &str) -> Result<(), String> {
    fn word<T: FromStr<Err: ToString>>(value: &str) -> Result<Option<T>, String> {
        if value.is_empty() { Ok(None) } else { value.parse().map(Some).map_err(|e: T::Err| e.to_string()) }
    }
    let list = || value.split(',').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect::<Vec<_>>();
    match field {
        "actor" => {
            record.actor = word(value)?;
            record.issuers = record.actor.iter().cloned().collect();
        }
        "binds" => record.binds = word(value)?,
        "class" | "action_class" => record.action_class = word(value)?,
        "strength" => {
            record.strength = value.parse().map_err(|e: <crate::model::Strength as FromStr>::Err| e.to_string())?;
        }
        "date" => record.date = word(value)?,
        "date_kind" => record.date_kind = word(value)?,
        "objects" => record.objects = list(),
        "countries" | "counterparties" => record.counterparties = list(),
        "quantity" => record.quantity = quantity(value)?,
        _ => return Err(format!("there is no field \"{field}\"")),
    }
    Ok(())
}

/// `13 chemicals`; empty for none.
fn quantity(value: &str) -> Result<Option<Quantity>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    let (number, unit) = value.split_once(' ').ok_or("a number and a unit are wanted")?;
    let value = number.parse().map_err(|_| format!("\"{number}\" is no number"))?;
    Ok(Some(Quantity { value, unit: unit.trim().to_owned(), from: None }))
}
