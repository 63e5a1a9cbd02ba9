//! I/O. Which sentences a page ever showed, and which of them other pages of its host show.

use rusqlite::{Connection, params};

use super::codec::json;
use crate::store::SeenSentence;

/// Notes the sentences of a page, by their comparison keys of 16 hex digits.
pub(super) fn note(work: &Connection, target: i64, keys: &[String]) -> rusqlite::Result<()> {
    let mut insert = work.prepare_cached("insert into seen (target, key) values (?1, ?2) on conflict do nothing")?;
    for key in keys {
        insert.execute(params![target, number(key)])?;
    }
    Ok(())
}

/// What is known of these sentences; what is known of none of them is left out.
pub(super) fn of(connection: &Connection, target: i64, keys: &[String]) -> rusqlite::Result<Vec<SeenSentence>> {
    let numbers: Vec<i64> = keys.iter().map(|key| number(key)).collect();
    let rows: Vec<(i64, bool, u32)> = connection
        .prepare_cached(
            "select s.key, max(s.target = ?1), sum(s.target <> ?1) from seen s join targets t on t.id = s.target
             where s.key in (select value from json_each(?2)) and t.host = (select host from targets where id = ?1)
             group by s.key",
        )?
        .query_map(params![target, json(&numbers)?], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let key_of = |wanted: i64| numbers.iter().position(|number| *number == wanted).map(|n| keys[n].clone());
    let row = |(number, here, elsewhere)| Some(SeenSentence { key: key_of(number)?, here, elsewhere });
    Ok(rows.into_iter().filter_map(row).collect())
}

/// A key as the number it is; sixteen digits fill it, so its sign says nothing.
fn number(key: &str) -> i64 {
    u64::from_str_radix(key, 16).unwrap_or_default().cast_signed()
}
