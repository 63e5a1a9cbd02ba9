//! Pure. A clause with the rules' verdict in, the names of what is seen in it out: what the trained weights are given to.

use std::fmt::Write;
use std::ops::Range;

use super::decide::{Clause, Verdict};
use super::fold::han_ideograph;
use super::lexicon::{Kind, Role};
use super::subject::Subject;
use crate::model::{ActionClass, Lang, TopicBy};

/// Words of a clause beyond this many are not looked at, so that the work stays linear.
const MOST_WORDS: usize = 120;

/// What stands around a clause, for the weights.
pub(super) struct Surroundings {
    pub(super) topic_by: Option<TopicBy>,
    pub(super) class: Option<ActionClass>,
    /// Whether the sentence has clauses before this one.
    pub(super) later: bool,
}

/// Calls `see` with the name of every feature of a clause. A name is one or two words after what they are: `rule firm.pledged`,
/// `lead Pledged`, `word agreed`.
pub(super) fn features(clause: &Clause<'_, '_>, verdict: &Verdict, around: &Surroundings, see: &mut dyn FnMut(&str)) {
    let mut name = String::with_capacity(48);
    let mut tell = |kind: &str, what: &dyn std::fmt::Debug| {
        name.clear();
        write!(name, "{kind} {what:?}").expect("a String takes all");
        name.retain(|c| c != '"');
        see(&name);
    };
    tell("rule", &verdict.rule);
    tell("strength", &verdict.strength);
    tell("role", &verdict.role);
    tell("polarity", &verdict.polarity);
    tell("guideline", &verdict.guideline);
    tell("source", &clause.source.as_str());
    tell("class", &clause.class);
    tell("around", &around.class);
    tell("topic", &around.topic_by);
    let subject = match &clause.subject {
        Subject::Own { broad: true } => "country",
        Subject::Own { broad: false } => "office",
        Subject::Named(_) => "named",
        Subject::Joint(_) => "joint",
        Subject::Others => "others",
        Subject::Regulated(_) => "regulated",
        Subject::NonActor => "no actor",
        Subject::Unknown => "unknown",
    };
    tell("subject", &subject);
    let lead = clause.lead.as_ref().map(|(role, _)| *role);
    tell("lead", &lead);
    tell("lead by", &(lead, subject));
    for (what, holds) in [
        ("dated", clause.dated),
        ("counted", clause.counted),
        ("money", clause.money),
        ("ahead", clause.ahead),
        ("old", clause.old),
        ("starts", clause.starts),
        ("named", clause.named),
        ("others", !clause.others.is_empty()),
        ("neutral", clause.page.neutral),
        ("speaker", clause.speaker.is_some()),
        ("later", around.later),
    ] {
        if holds {
            tell("is", &what);
        }
    }
    cues(clause, &mut tell);
    words(clause, &mut tell);
}

fn cues(clause: &Clause<'_, '_>, tell: &mut dyn FnMut(&str, &dyn std::fmt::Debug)) {
    let lead = clause.lead.as_ref().map(|(_, at)| at.clone());
    let mut seen: Vec<(Role, bool)> = Vec::new();
    for hit in clause.scan.within(&clause.range) {
        match &hit.entry.kind {
            Kind::Cue(role) => {
                let before = lead.as_ref().is_none_or(|lead| hit.end <= lead.start);
                if !seen.contains(&(*role, before)) {
                    seen.push((*role, before));
                    tell(if before { "before" } else { "after" }, role);
                    tell("has", role);
                }
            }
            Kind::Class(class) => tell("names", &class.as_str()),
            Kind::Binds(whom) => tell("binds", &whom.as_str()),
            Kind::Off => tell("is", &"off topic"),
            _ => {}
        }
    }
}

/// Words and pairs of neighbours; numbers, parties and substances by what they are, so that no name of a country or a drug
/// weighs by itself.
fn words(clause: &Clause<'_, '_>, tell: &mut dyn FnMut(&str, &dyn std::fmt::Debug)) {
    let Some(text) = clause.scan.text.get(clause.range.clone()) else { return };
    let general = |at: &Range<usize>| {
        clause.scan.within(&clause.range).find_map(|hit| {
            let inside = hit.start <= at.start && at.end <= hit.end;
            match hit.entry.kind {
                Kind::Party { .. } if inside => Some("@party"),
                Kind::Object(_) if inside => Some("@thing"),
                _ => None,
            }
        })
    };
    let chinese = clause.scan.lang == Lang::Zh;
    let mut last = String::from("^");
    let mut start = None;
    let mut count = 0;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        let alone = chinese && han_ideograph(c);
        if c.is_alphanumeric() && !alone {
            start.get_or_insert(at);
            continue;
        }
        for piece in [start.take().map(|from| from..at), alone.then(|| at..at + c.len_utf8())].into_iter().flatten() {
            if count >= MOST_WORDS {
                return;
            }
            count += 1;
            let place = clause.range.start + piece.start..clause.range.start + piece.end;
            let written = &text[piece];
            let word = general(&place).map_or_else(
                || {
                    if written.starts_with(|c: char| c.is_ascii_digit()) {
                        "#".to_owned()
                    } else {
                        written.to_lowercase()
                    }
                },
                str::to_owned,
            );
            if word == last && word.starts_with(['@', '#']) {
                continue;
            }
            if !chinese {
                tell("word", &word);
            }
            tell("pair", &format!("{last} {word}"));
            last = word;
        }
        if matches!(c, ',' | '，' | ';' | '；' | ':' | '：' | '"' | '“' | '?' | '？') {
            last = c.to_string();
        }
    }
}
