//! `ledger`: every commitment known, or those that match.

mod edit;

use std::io::Write;

use serde_json::json;

use super::DONE;
use super::args::LedgerOptions;
use super::print;
use super::session::{Session, Trouble};
use crate::model::{
    ActionClass, CommitmentId, CommitmentState, LedgerEntry, PartialDate, Sighting, SightingState, Strength,
};
use crate::text::fold::fold;

pub(super) async fn run(session: &Session, options: &LedgerOptions) -> Result<u8, Trouble> {
    let words: Vec<&str> = options.action.iter().map(String::as_str).collect();
    let wanted = Wanted::of(options)?;
    let (search, id) = match words.as_slice() {
        [] => (None, None),
        ["search", text @ ..] if !text.is_empty() => (Some(fold(&text.join(" "))), None),
        ["show", id] => (None, Some(CommitmentId::from_text(*id))),
        ["join", keep, other] => return edit::join(session, keep, other).await,
        ["split", id, sighting] => return edit::split(session, id, sighting).await,
        ["correct", id, assignment] => return edit::correct(session, id, assignment).await,
        _ => {
            return Err(Trouble::Usage(
                "ledger: nothing, `search TEXT`, `show ID`, `join KEEP OTHER`, `split ID SIGHTING` or `correct ID FIELD=VALUE`"
                    .to_owned(),
            ));
        }
    };
    let store = session.existing_store().await?;
    let mut entries = store.ledger(id.as_ref()).await?;
    let mut out = std::io::stdout().lock();
    if let Some(id) = id {
        let entry = entries
            .first()
            .ok_or_else(|| Trouble::Failed(format!("ledger show \"{id}\": there is no entry with this id")))?;
        show(&mut out, entry)?;
        return Ok(DONE);
    }
    entries.retain(|e| {
        e.commitment.state != CommitmentState::Joined
            && wanted.admits(e)
            && search.as_ref().is_none_or(|text| mentions(e, text))
    });
    let values: Vec<_> = entries.iter().map(value).collect();
    let heads = ["id", "state", "strength", "date", "what"];
    let cells = |v: &serde_json::Value| heads.iter().map(|h| v[*h].as_str().unwrap_or("-").to_owned()).collect();
    print::list(&mut out, options.format, &heads, &values, cells)?;
    Ok(DONE)
}

/// The filters, parsed.
struct Wanted<'a> {
    options: &'a LedgerOptions,
    strength: Option<Strength>,
    since: Option<PartialDate>,
    after: Option<PartialDate>,
    before: Option<PartialDate>,
}

impl<'a> Wanted<'a> {
    fn of(options: &'a LedgerOptions) -> Result<Self, Trouble> {
        let date = |name: &str, text: &Option<String>| -> Result<Option<PartialDate>, Trouble> {
            text.as_ref().map(|t| t.parse().map_err(|e| Trouble::Usage(format!("--{name}: {e}")))).transpose()
        };
        if let Some(class) = &options.class
            && class.parse::<ActionClass>().is_err()
        {
            let known = ActionClass::ALL.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Trouble::Usage(format!("--class: \"{class}\" is none of {known}")));
        }
        let strength = options.strength.as_ref().map(|s| s.trim_start_matches(">=").trim().parse());
        Ok(Self {
            options,
            strength: strength.transpose().map_err(|e| Trouble::Usage(format!("--strength: {e}")))?,
            since: date("since", &options.since)?,
            after: date("after", &options.after)?,
            before: date("before", &options.before)?,
        })
    }

    fn admits(&self, entry: &LedgerEntry) -> bool {
        let (commitment, record) = (&entry.commitment, &entry.commitment.record);
        let is =
            |wanted: &Option<String>, found: Option<&str>| wanted.as_ref().is_none_or(|w| Some(w.as_str()) == found);
        let among = |wanted: &Option<String>, all: &[String]| wanted.as_ref().is_none_or(|w| all.contains(w));
        let actor = self.options.actor.as_ref().is_none_or(|w| {
            record.actor.iter().chain(&record.issuers).any(|a| a == w || a.split(['+', ':']).any(|part| part == w))
        });
        let first = commitment.first_seen.to_zoned(jiff::tz::TimeZone::UTC).date();
        actor
            && is(&self.options.class, record.action_class.map(|c| c.as_str()))
            && is(&self.options.topic, Some(&commitment.topic))
            && among(&self.options.object, &record.objects)
            && among(&self.options.country, &record.counterparties)
            && self.strength.is_none_or(|s| record.strength >= s)
            && self.since.is_none_or(|d| first >= d.first_day())
            && self.after.is_none_or(|d| record.date.is_some_and(|r| r.last_day() >= d.first_day()))
            && self.before.is_none_or(|d| record.date.is_some_and(|r| r.first_day() <= d.last_day()))
    }
}

fn mentions(entry: &LedgerEntry, folded: &str) -> bool {
    fold(&entry.commitment.gloss).contains(folded)
        || entry.sightings.iter().any(|s| fold(&s.claim.quote).contains(folded))
}

/// One entry as JSON: the record, the sentence, where it stands with quotes.
pub(super) fn value(entry: &LedgerEntry) -> serde_json::Value {
    let (commitment, record) = (&entry.commitment, &entry.commitment.record);
    json!({
        "id": commitment.id,
        "topic": commitment.topic,
        "state": state(entry),
        "what": commitment.gloss,
        "actor": record.actor,
        "issuers": record.issuers,
        "binds": record.binds,
        "action_class": record.action_class,
        "objects": record.objects,
        "counterparties": record.counterparties,
        "date": record.date,
        "date_kind": record.date_kind,
        "quantity": record.quantity,
        "strength": record.strength,
        "polarity": record.polarity,
        "first_seen": commitment.first_seen.to_string(),
        "last_seen": commitment.last_seen.to_string(),
        "sightings": entry.sightings.iter().map(sighting).collect::<Vec<_>>(),
    })
}

fn state(entry: &LedgerEntry) -> String {
    serde_json::to_value(entry.commitment.state).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn sighting(sighting: &Sighting) -> serde_json::Value {
    json!({
        "id": sighting.id,
        "watch": sighting.origin.watch,
        "url": sighting.url,
        "quote": sighting.claim.quote,
        "start": sighting.claim.start,
        "end": sighting.claim.end,
        "rule": sighting.claim.rule,
        "confidence": sighting.claim.confidence,
        "speaker_role": sighting.claim.speaker_role,
        "present": sighting.state == SightingState::Present,
        "missing_since": sighting.missing_since.map(|t| t.to_string()),
        "first_seen": sighting.first_seen.to_string(),
        "last_seen": sighting.last_seen.to_string(),
        "version": sighting.last_version,
    })
}

fn show(out: &mut dyn Write, entry: &LedgerEntry) -> std::io::Result<()> {
    let (commitment, record) = (&entry.commitment, &entry.commitment.record);
    writeln!(out, "{}  {}", commitment.id, commitment.gloss)?;
    let list = |all: &[String]| if all.is_empty() { "-".to_owned() } else { all.join(", ") };
    let dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    writeln!(out, "  state           {}", state(entry))?;
    writeln!(out, "  actor           {}", dash(record.actor.clone()))?;
    writeln!(out, "  kind            {}", dash(record.action_class.map(|c| c.to_string())))?;
    writeln!(out, "  firmness        {}", record.strength)?;
    writeln!(out, "  objects         {}", list(&record.objects))?;
    writeln!(out, "  counterparties  {}", list(&record.counterparties))?;
    let kind = record.date_kind.map(|k| format!(" ({k})")).unwrap_or_default();
    writeln!(out, "  date            {}{kind}", dash(record.date.map(|d| d.to_string())))?;
    let quantity = record.quantity.as_ref().map(|q| {
        let from = q.from.map(|f| format!("from {f} to ")).unwrap_or_default();
        format!("{from}{} {}", q.value, q.unit)
    });
    writeln!(out, "  quantity        {}", dash(quantity))?;
    for sighting in &entry.sightings {
        let state = match (sighting.state, sighting.missing_since) {
            (SightingState::Present, None) => "stands",
            (SightingState::Present, Some(_)) => "missing or lowered, not yet confirmed",
            (SightingState::Removed, _) => "gone",
            (SightingState::Retired, _) => "no longer watched",
        };
        writeln!(out, "\n  {}. {} ({state})", sighting.id, sighting.url)?;
        writeln!(out, "    {}", sighting.claim.quote)?;
        let minute = |t: jiff::Timestamp| t.strftime("%Y-%m-%d %H:%M UTC").to_string();
        writeln!(
            out,
            "    read {} to {}, rule {}",
            minute(sighting.first_seen),
            minute(sighting.last_seen),
            sighting.claim.rule
        )?;
    }
    Ok(())
}
