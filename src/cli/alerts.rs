//! `alerts`: the queue and the log.

use std::io::Write;

use serde_json::json;

use super::args::AlertsAction;
use super::print;
use super::session::{Session, Trouble};
use super::{DONE, FAILED};
use crate::deliver;
use crate::model::{Clock, Delivery, EventId};
use crate::net::clock::SystemClock;
use crate::store::{AlertRow, EventRecord};

pub(super) async fn run(session: &Session, action: AlertsAction) -> Result<u8, Trouble> {
    match action {
        AlertsAction::List { limit, format } => {
            let rows = session.existing_store().await?.alerts(limit).await?;
            let values: Vec<_> = rows.iter().map(value).collect();
            let heads = ["alert", "recipient", "composed", "state", "subject"];
            let cells = |v: &serde_json::Value| {
                heads.iter().map(|h| v[*h].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
            };
            print::list(&mut std::io::stdout().lock(), format, &heads, &values, cells)?;
            Ok(DONE)
        }
        AlertsAction::Show { id } => {
            let row = session.existing_store().await?.alert(&id).await?.ok_or_else(|| unknown("show", &id))?;
            let mut out = std::io::stdout().lock();
            out.write_all(&row.alert.eml)?;
            for delivery in &row.deliveries {
                writeln!(out, "\n{}", in_words(delivery))?;
            }
            Ok(DONE)
        }
        AlertsAction::Why { id } => why(session, &id).await,
        AlertsAction::Resend { id } => {
            let store = session.existing_store().await?;
            if !store.resend(&id, SystemClock::start().now()).await? {
                return Err(unknown("resend", &id));
            }
            writeln!(
                std::io::stdout().lock(),
                "{id}: queued again, same bytes and Message-ID; the daemon or the next `check` sends it"
            )?;
            Ok(DONE)
        }
        AlertsAction::Release { what } => release(session, &what).await,
        AlertsAction::Test { recipient } => test(session, recipient.as_deref()).await,
    }
}

/// What became of an alert for one address.
fn in_words(delivery: &Delivery) -> String {
    let Delivery { alert, address, attempts, .. } = delivery;
    let detail = delivery.detail.as_deref().unwrap_or("nothing was said");
    let when = delivery.at.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
    match delivery.state.as_str() {
        "delivered" => format!("{address}: delivered {when} ({detail})"),
        "failed" => format!("{address}: not delivered and kept; `alerts resend {alert}` tries again ({detail})"),
        _ if *attempts == 0 => {
            format!("{address}: queued, not tried yet; `alerts show {alert}` tells what becomes of it")
        }
        _ => format!("{address}: not delivered yet, tried {attempts} times, again {when} ({detail})"),
    }
}

fn unknown(what: &str, id: &str) -> Trouble {
    Trouble::Failed(format!("{what} \"{id}\": there is no such id; `pledgewatch alerts list` shows them"))
}

fn value(row: &AlertRow) -> serde_json::Value {
    let mut states: Vec<&str> = row.deliveries.iter().map(|d| d.state.as_str()).collect();
    states.sort_unstable();
    states.dedup();
    json!({
        "alert": row.alert.id,
        "recipient": row.alert.recipient,
        "composed": row.alert.created_at.strftime("%Y-%m-%d %H:%M").to_string(),
        "state": states.join(", "),
        "subject": row.alert.subject,
        "message_id": row.alert.message_id,
        "events": row.alert.events,
        "deliveries": row.deliveries,
        "opinion": row.opinion,
    })
}

async fn why(session: &Session, id: &str) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let (event, assignments) = store.event(&EventId::from_text(id)).await?.ok_or_else(|| unknown("why", id))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}: {} ({}), cause {}, {}", event.id, event.kind, event.reason, event.cause, event.moment.url)?;
    let rows: Vec<Vec<String>> = assignments
        .iter()
        .map(|a| vec![a.recipient.clone(), a.disposition.to_string(), a.reason.to_string()])
        .collect();
    print::table(&mut out, &["recipient", "when", "reason"], &rows)?;
    Ok(DONE)
}

/// Ends the hold on a page's removals; the next check of it tells what is still missing.
async fn release(session: &Session, what: &str) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let url = match store.event(&EventId::from_text(what)).await? {
        Some((event, _)) => event.moment.url,
        None => what.to_owned(),
    };
    let released = store.release_held(&url, SystemClock::start().now()).await?;
    if released == 0 {
        return Err(Trouble::Failed(format!("alerts release \"{what}\": nothing is held there")));
    }
    writeln!(
        std::io::stdout().lock(),
        "{released} held on {url}: the next check, due now, tells what is still missing"
    )?;
    Ok(DONE)
}

async fn test(session: &Session, recipient: Option<&str>) -> Result<u8, Trouble> {
    let engine = session.engine().await?;
    let channel = session.channel(&engine.watchlist)?;
    let chosen: Vec<_> =
        engine.watchlist.recipients.iter().filter(|r| recipient.is_none_or(|key| key == r.key)).collect();
    if chosen.is_empty() {
        let key = recipient.unwrap_or_default();
        return Err(Trouble::Usage(format!("alerts test \"{key}\": the watchlist has no such recipient")));
    }
    let mut alerts = Vec::new();
    for recipient in chosen {
        alerts.extend(deliver::test_mail(&engine, recipient).await?);
    }
    let ids: Vec<_> = alerts.iter().map(|a| a.id.clone()).collect();
    engine.store.commit_events(EventRecord { alerts, ..EventRecord::default() }).await?;
    deliver::drain(&engine, channel.as_ref(), &|| true).await?;
    let mut out = std::io::stdout().lock();
    let mut all_well = true;
    for id in ids {
        if let Some(row) = engine.store.alert(id.as_str()).await? {
            for delivery in row.deliveries {
                all_well &= delivery.state == "delivered";
                writeln!(out, "{}", in_words(&delivery))?;
            }
        }
    }
    Ok(if all_well { DONE } else { FAILED })
}
