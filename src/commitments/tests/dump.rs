//! Pure. Experiment.
use super::recognizer;
use super::sets::{DEVELOP, read};
#[test]
fn dump() {
    let Ok(out) = std::env::var("DUMP") else { return };
    let r = recognizer();
    let mut text = String::new();
    for item in read(DEVELOP) {
        let context = item.context();
        let readings = r.readings(&context);
        let claims = r.read(&item.label.text, &context, &readings).0;
        let probes = readings[0].probe.borrow().clone();
        let claims: Vec<_> = claims.iter().zip(probes).map(|(c, f)| serde_json::json!({"counts": c.counts(), "commitment": c.is_commitment, "topic": c.topic.is_some(), "class": c.record.action_class, "strength": c.record.strength, "start": c.start, "end": c.end, "rule": c.rule, "features": f})).collect();
        let l = &item.label;
        let row = serde_json::json!({"doc": item.header.document, "lang": item.header.lang, "agency": item.header.agency, "text": l.text, "yes": l.counts(), "commitment": l.is_commitment, "topic": l.topic_fentanyl, "class": l.action_class, "strength": l.strength, "guideline": l.guideline, "hard": l.hard, "claims": claims});
        text.push_str(&row.to_string());
        text.push('\n');
    }
    std::fs::write(out, text).unwrap();
}
