//! I/O. JSON lines from a reader in, one JSON line each out: what `recognize` finds in a sentence.

use std::io::{self, BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::told::{NO_CUE, SURE_OF_NOTHING, Told, on_fentanyl};
use crate::commitments::{Context, Recognizer, explain};
use crate::model::{AgencyTable, Claim, Cue, Guideline, Lang, PartialDate, SourceType};

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    context: Option<RequestContext>,
}

#[derive(Deserialize, Default)]
struct RequestContext {
    agency: Option<String>,
    country: Option<String>,
    page_date: Option<String>,
    page_title: Option<String>,
    source_type: Option<String>,
}

/// Reads line by line, writes one line for each and flushes; a bad line gives an `error` object. True when none was bad.
pub(super) fn run(
    recognizer: &Recognizer,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    explain: bool,
) -> io::Result<bool> {
    let mut all_good = true;
    let (mut line, mut told) = (Vec::new(), Vec::new());
    let mut number = 0u64;
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(all_good);
        }
        number += 1;
        let line = without_mark(&line, number);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        // Written whole: an answer has hundreds of pieces, each of which would be looked through for the end of a line.
        told.clear();
        match answer(recognizer, line, explain, &mut told) {
            Ok(written) => written?,
            Err((id, error)) => {
                all_good = false;
                serde_json::to_writer(&mut told, &json!({ "id": id, "line": number, "error": error }))?;
            }
        }
        told.push(b'\n');
        out.write_all(&told)?;
        out.flush()?;
    }
}

/// A line without the byte order mark that some shells put before the first one.
pub(super) fn without_mark(line: &[u8], number: u64) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(line)
}

/// Writes what is found in the sentence of one line.
fn answer(
    recognizer: &Recognizer,
    line: &[u8],
    explain: bool,
    out: &mut Vec<u8>,
) -> Result<serde_json::Result<()>, (Value, String)> {
    let text = std::str::from_utf8(line).map_err(|e| (Value::Null, format!("read line as UTF-8: {e}")))?;
    let value: Value = serde_json::from_str(text).map_err(|e| (Value::Null, format!("read line as JSON: {e}")))?;
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let fail = |error: String| (id.clone(), error);
    if id.is_null() {
        return Err(fail("read request: `id` is missing".to_owned()));
    }
    let request: Request = serde_json::from_value(value).map_err(|e| fail(format!("read request: {e}")))?;
    let context = context(request.lang.as_deref(), request.context.unwrap_or_default()).map_err(fail)?;
    let claims = recognizer.sentence(&request.text, &context);
    let explained = explain.then(|| {
        let mut all: Vec<Value> = claims.iter().map(|claim| explanation(claim, recognizer.agencies())).collect();
        if all.is_empty() {
            all.push(nothing(&request.text));
        }
        all
    });
    let mut answer = primary(&claims).map_or_else(Told::nothing, Told::flat);
    answer.id = Some(request.id);
    answer.claims = Some(claims.iter().map(Told::detailed).collect());
    answer.explain = explained;
    Ok(serde_json::to_writer(out, &answer))
}

fn context(lang: Option<&str>, given: RequestContext) -> Result<Context, String> {
    let lang: Option<Lang> = match lang {
        None | Some("") => None,
        Some(word) => Some(word.parse().map_err(|e| format!("read `lang`: {e}"))?),
    };
    let page_date: Option<PartialDate> = match given.page_date.as_deref() {
        None | Some("") => None,
        Some(word) => Some(word.parse().map_err(|e| format!("read `page_date`: {e}"))?),
    };
    let source_type = given.source_type.and_then(|word| word.parse().ok()).unwrap_or(SourceType::Other);
    Ok(Context {
        lang,
        agency: given.agency,
        country: given.country,
        page_date,
        page_title: given.page_title,
        source_type,
        ..Context::default()
    })
}

/// A commitment before a non-commitment, then the firmer, then the earlier; one on fentanyl before one on another topic, so
/// that the flat fields do not depend on which other topics a watchlist has.
fn primary(claims: &[Claim]) -> Option<&Claim> {
    claims.iter().min_by_key(|c| {
        let counts = !(c.counts() && on_fentanyl(c));
        (counts, !c.counts(), !c.is_commitment, std::cmp::Reverse(c.record.strength), c.start)
    })
}

/// The sentence with its cues in brackets, and what decided, in words and by name.
fn explanation(claim: &Claim, agencies: &AgencyTable) -> Value {
    let cue = |cue: &Cue| {
        json!({
            "text": cue.text,
            "english": explain::english(cue, agencies),
            "role": cue.role,
            "start": cue.start,
            "end": cue.end,
        })
    };
    json!({
        "marked": explain::marked(claim, agencies),
        "verdict": explain::verdict(claim),
        "topic": explain::topic_in_words(claim),
        "rule": claim.rule,
        "rule_in_words": explain::rule_in_words(&claim.rule),
        "confidence": claim.confidence,
        "guideline": claim.guideline,
        "guideline_in_words": claim.guideline.map(explain::guideline_in_words),
        "cues": claim.cues.iter().map(cue).collect::<Vec<_>>(),
    })
}

/// What is known of a sentence in which nothing was found.
fn nothing(text: &str) -> Value {
    json!({
        "marked": text.trim(),
        "verdict": format!("no: {}", explain::guideline_in_words(Guideline::NoCue)),
        "topic": "none",
        "rule": NO_CUE,
        "rule_in_words": explain::rule_in_words(NO_CUE),
        "confidence": SURE_OF_NOTHING,
        "guideline": Guideline::NoCue,
        "guideline_in_words": explain::guideline_in_words(Guideline::NoCue),
        "cues": [],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AgencyTable;

    fn answers(input: &[u8], explain: bool) -> (bool, Vec<Value>) {
        let recognizer = Recognizer::new(AgencyTable::built_in());
        let mut out = Vec::new();
        let good = run(&recognizer, &mut &*input, &mut out, explain).expect("memory does not fail");
        let text = String::from_utf8(out).expect("JSON is UTF-8");
        (good, text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect())
    }

    #[test]
    fn every_line_is_answered_in_order_and_bad_ones_say_why() {
        let mut input = br#"{"id":"a","text":"China will keep cooperating with the United States on fentanyl.","lang":"en","context":{"agency":"CN:MFA","page_date":"2026-01-08"}}
not json
{"id":3,"lang":"en"}
"#
        .to_vec();
        input.extend(b"\xff\xfe\n{\"id\":\"e\",\"text\":\"The weather was fine.\"}\n");
        let (good, lines) = answers(&input, true);
        assert!(!good);
        assert_eq!(lines.len(), 5);
        assert_eq!(lines[0]["is_commitment"], true);
        assert_eq!(lines[0]["claims"][0]["issuers"][0], "CN");
        assert!(lines[0]["explain"][0]["marked"].as_str().expect("a string").contains("[will]"));
        assert_eq!((&lines[1]["line"], &lines[1]["id"]), (&json!(2), &Value::Null));
        assert_eq!((&lines[2]["line"], &lines[2]["id"]), (&json!(3), &json!(3)));
        assert!(lines[3]["error"].is_string());
        assert_eq!(lines[4]["is_commitment"], false);
        for key in ["actor", "objects", "quantity", "date_kind", "gloss", "claims", "rule"] {
            assert!(lines[4].get(key).is_some(), "{key}");
        }
    }
}
