//! Pure. A clause with the rules' verdict in, the names of what is seen in it out: what the trained weights are given to.

use std::fmt::Write;

use super::decide::{Clause, Verdict};
use super::lexicon::{Kind, Role};
use super::subject::Subject;
use crate::model::{ActionClass, TopicBy};

/// Concepts of a clause beyond this many are not looked at, so that the work stays linear.
const MOST: usize = 24;

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
    concepts(clause, &mut tell);
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

/// What the clause is about: every concept once, those right after the verb as its objects, those before it as its subject.
fn concepts(clause: &Clause<'_, '_>, tell: &mut dyn FnMut(&str, &dyn std::fmt::Debug)) {
    let verb = clause.lead.as_ref().map_or(clause.range.start, |(_, at)| at.end);
    let mut seen: Vec<&str> = Vec::new();
    let mut after = 0;
    for hit in clause.scan.within(&clause.range) {
        let Kind::Concept(name) = &hit.entry.kind else { continue };
        if hit.start >= verb {
            after += 1;
            if after <= 2 {
                tell(if after == 1 { "first" } else { "second" }, &name.as_str());
            }
        } else if !seen.contains(&name.as_str()) {
            tell("subject of", &name.as_str());
        }
        if !seen.contains(&name.as_str()) && seen.len() < MOST {
            seen.push(name);
            tell("about", &name.as_str());
        }
    }
    for (n, one) in seen.iter().enumerate() {
        for other in &seen[n + 1..] {
            let (a, b) = if one < other { (one, other) } else { (other, one) };
            tell("both", &format!("{a} {b}"));
        }
    }
}
