//! `judge`: a reader's opinion of an alert.

use std::io::Write;

use super::DONE;
use super::args::Opinion;
use super::session::{Session, Trouble};
use crate::model::Clock;
use crate::net::clock::SystemClock;

pub(super) async fn run(session: &Session, id: &str, opinion: Opinion, note: Option<&str>) -> Result<u8, Trouble> {
    let store = session.existing_store().await?;
    let now = SystemClock::start().now();
    if !store.judge(id, opinion.as_str(), note, now).await? {
        return Err(Trouble::Failed(format!("judge \"{id}\": there is no alert or event with this id")));
    }
    writeln!(std::io::stdout().lock(), "{id}: noted as {}", opinion.as_str())?;
    Ok(DONE)
}
