//! `compare`: two texts of one item a line in, one verdict a line out.

use std::io::{BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::session::{Session, Trouble};
use super::{DONE, FAILED, recognize};
use crate::commitments::{Context, Recognizer, is_foreign};
use crate::ledger::{self, Placed, VerdictKind};
use crate::model::{Clock, Document, Failure, Lang, Page, PartialDate, Reason, SourceType};
use crate::net::clock::SystemClock;
use crate::{diff, extract};

/// One line of input.
#[derive(Deserialize)]
struct Pair {
    #[serde(default)]
    id: Value,
    before: String,
    after: String,
    lang: Option<Lang>,
    agency: Option<String>,
    page_date: Option<PartialDate>,
}

pub(super) fn run(session: &Session) -> Result<u8, Trouble> {
    let recognizer = session.recognizer()?;
    let clean = lines(&recognizer, &mut std::io::stdin().lock(), &mut std::io::stdout().lock())?;
    Ok(if clean { DONE } else { FAILED })
}

/// Answers every line, in order, flushed; a bad line is answered with its error. True when none was bad.
fn lines(recognizer: &Recognizer, input: &mut dyn BufRead, out: &mut dyn Write) -> std::io::Result<bool> {
    let mut clean = true;
    let mut bytes = Vec::new();
    let mut number = 0u64;
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(clean);
        }
        number += 1;
        let bytes = recognize::without_mark(&bytes, number);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer(recognizer, bytes).unwrap_or_else(|(id, error)| {
            clean = false;
            json!({"id": id, "line": number, "error": error})
        });
        serde_json::to_writer(&mut *out, &answer)?;
        writeln!(out)?;
        out.flush()?;
    }
}

fn answer(recognizer: &Recognizer, line: &[u8]) -> Result<Value, (Value, String)> {
    let text = std::str::from_utf8(line).map_err(|e| (Value::Null, format!("read a line: not UTF-8: {e}")))?;
    let value: Value = serde_json::from_str(text).map_err(|e| (Value::Null, format!("read a line: not JSON: {e}")))?;
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let pair: Pair = serde_json::from_value(value).map_err(|e| (id, format!("read a pair: {e}")))?;
    let fail = |why: String| (pair.id.clone(), why);
    if pair.id.is_null() {
        return Err(fail("read a pair: `id` is missing".to_owned()));
    }
    let read = |key: &str, text: &str| {
        understood(recognizer, &pair, text).map_err(|failure| fail(format!("read `{key}`: {failure}")))
    };
    let (before, before_claims) = read("before", &pair.before)?;
    let (after, after_claims) = read("after", &pair.after)?;
    // What cannot be read says nothing about what it replaced.
    if is_foreign(&pair.after) || (is_foreign(&pair.before) && after_claims.is_empty()) {
        return Ok(json!({
            "id": pair.id,
            "verdict": VerdictKind::Cosmetic,
            "alert": false,
            "alert_reason": "other_language",
            "events": [],
        }));
    }
    let change = diff::compare(&before, &after);
    let versions =
        ledger::Versions { old: &before, new: &after, change: &change, before: &before_claims, after: &after_claims };
    let verdict = ledger::verdict(&versions);
    let mut answer = json!({
        "id": pair.id,
        "verdict": verdict.kind,
        "alert": verdict.alert,
        "alert_reason": verdict.reason,
        "events": verdict.events,
    });
    if let Some(how) = verdict.how {
        answer["how"] = json!(how);
    }
    Ok(answer)
}

fn understood(recognizer: &Recognizer, pair: &Pair, text: &str) -> Result<(Document, Vec<Placed>), Failure> {
    let document = plain(text, pair.lang)?;
    let context = Context {
        lang: pair.lang,
        agency: pair.agency.clone(),
        page_date: pair.page_date,
        source_type: SourceType::Statement,
        ..Context::default()
    };
    let found = recognizer.document(&document, &context);
    Ok((document, found.into_iter().map(|f| Placed { sentence: f.sentence, claim: f.claim }).collect()))
}

/// A document of plain text, by the same reading as a page; no text at all is an empty document.
fn plain(text: &str, lang: Option<Lang>) -> Result<Document, Failure> {
    let Ok(url) = Url::parse("stdin:text") else { return Ok(Document::default()) };
    let settings = extract::Settings { language: lang, zone: "UTC".to_owned(), ..extract::Settings::default() };
    let now = SystemClock::start().now();
    // Each line is a block, as `extract` prints them.
    let blocks = text.replace('\n', "\n\n").into_bytes();
    let page = Page::from_bytes(url, Some("text/plain; charset=utf-8"), blocks, now);
    match extract::document(&page, &settings) {
        Err(failure) if failure.reason == Reason::Empty => Ok(Document::default()),
        read => read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AgencyTable;

    /// Time this thread has spent on a processor, in nanoseconds: whatever else runs beside it does not count.
    fn on_processor() -> u64 {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        text.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0)
    }

    fn work(recognizer: &Recognizer, before: &str, after: &str) -> u64 {
        let line = json!({"id": 1, "lang": "en", "agency": "CN:MOFCOM", "before": before, "after": after}).to_string();
        let begin = on_processor();
        answer(recognizer, line.as_bytes()).expect("a good line");
        on_processor() - begin
    }

    /// So many sentences of pledges, no two alike; every third says something else in the other text.
    fn pledges(count: usize, changed: bool) -> String {
        let sentence = |n: usize| {
            let verb = if changed && n.is_multiple_of(3) { "will consider inspecting" } else { "will inspect" };
            format!("The Ministry {verb} {n} parcels for fentanyl at the port of number {n}, and will report on it.\n")
        };
        (0..count).map(sentence).collect()
    }

    #[test]
    fn four_times_the_text_is_about_four_times_the_work() {
        let recognizer = Recognizer::new(AgencyTable::built_in());
        let endless = |count: usize| "China will inspect parcels for fentanyl and ".repeat(count);
        let texts = [
            [(pledges(60, false), pledges(60, true)), (pledges(240, false), pledges(240, true))],
            [(pledges(60, false), String::new()), (pledges(240, false), String::new())],
            [(endless(200), endless(199)), (endless(800), endless(799))],
        ];
        for [small, large] in &texts {
            // The least of three: a processor shared with others is slower now and then.
            let least = |(before, after): &(String, String)| {
                (0..3).map(|_| work(&recognizer, before, after)).min().unwrap_or(0)
            };
            let (one, four) = (least(small), least(large));
            assert!(four <= one.max(1) * 8, "{} bytes: {one} ns, {} bytes: {four} ns", small.0.len(), large.0.len());
        }
    }
}
