//! Pure. A clause with the rules' verdict in, the names of what is seen in it out: what the trained weights are given to.

use super::decide::{Clause, Verdict};
use super::fold::han_ideograph;
use super::lexicon::Kind;
use super::subject::Subject;
use crate::model::{ActionClass, Lang, TopicBy};

/// Concepts of a clause beyond this many are not looked at, so that the work stays linear.
const MOST: usize = 12;

/// What stands around a clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings<'r> {
    /// What opened the topic gate.
    pub(super) topic_by: Option<TopicBy>,
    /// What kind of act the title or heading is about.
    pub(super) class: Option<ActionClass>,
    /// What the title is about.
    pub(super) title: &'r [String],
    /// Whether the sentence has clauses before this one.
    pub(super) later: bool,
}

/// Takes the words of a feature's name: what it is, and of which kind ("rule", "firm.pledged").
pub(super) type See<'f> = dyn FnMut(&[&str]) + 'f;

/// Tells every feature of a clause.
pub(super) fn features(clause: &Clause<'_, '_>, verdict: &Verdict, around: &Surroundings<'_>, see: &mut See<'_>) {
    see(&["bias"]);
    see(&["rule", verdict.rule]);
    see(&["strength", verdict.strength.as_str()]);
    see(&["role", verdict.role.as_str()]);
    see(&["polarity", verdict.polarity.as_str()]);
    see(&["guideline", verdict.guideline.map_or("none", |guideline| guideline.as_str())]);
    see(&["source", clause.source.as_str()]);
    see(&["class", clause.class.map_or("none", ActionClass::as_str)]);
    see(&["around", around.class.map_or("none", ActionClass::as_str)]);
    let topic = around.topic_by.map_or("none", TopicBy::as_str);
    see(&["topic", topic]);
    let near = nearness(clause);
    see(&["near", near]);
    see(&["near", near, verdict.rule]);
    see(&["near", near, topic]);
    let subject = match &clause.subject {
        Subject::Own { broad: true } => "country",
        Subject::Own { broad: false } => "office",
        Subject::Named(_) => "named",
        Subject::Joint(_) => "joint",
        Subject::Others => "others",
        Subject::Regulated(_) => "regulated",
        Subject::NonActor => "no_actor",
        Subject::Unknown => "unknown",
    };
    see(&["subject", subject]);
    let lead = clause.lead.as_ref().map_or("none", |(role, _)| role.as_str());
    see(&["lead", lead]);
    see(&["lead", lead, subject]);
    for (what, holds) in [
        ("joint", clause.page.joint),
        ("dated", clause.dated),
        ("counted", clause.counted),
        ("money", clause.money),
        ("moved", clause.moved),
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
            see(&["is", what]);
        }
    }
    for name in around.title.iter().take(MOST) {
        see(&["title", name]);
    }
    cues(clause, see);
    concepts(clause, see);
    stems(clause, see);
}

/// How near a sentence is to the topic by its own words: under a title on the topic stand also sentences that have nothing to do
/// with it.
fn nearness(clause: &Clause<'_, '_>) -> &'static str {
    let hits = &clause.scan.hits;
    if !clause.scan.cas.is_empty() || hits.iter().any(|hit| matches!(hit.entry.kind, Kind::Object(_))) {
        "named"
    } else if hits.iter().any(|hit| matches!(hit.entry.kind, Kind::Context(_))) {
        "around"
    } else {
        "bare"
    }
}

/// The roles of all cues, before and after the leading verb, and what classes, bound ones and other topics are named.
fn cues(clause: &Clause<'_, '_>, see: &mut See<'_>) {
    let lead = clause.lead.as_ref().map(|(_, at)| at.clone());
    let mut seen: u128 = 0;
    let mut seen_after: u128 = 0;
    let mut near = true;
    for hit in clause.scan.within(&clause.range) {
        match &hit.entry.kind {
            Kind::Cue(role) => {
                let after = lead.as_ref().is_some_and(|lead| hit.end > lead.start);
                let bit = role.bit();
                let known = if after { &mut seen_after } else { &mut seen };
                if *known & bit == 0 {
                    *known |= bit;
                    see(&[if after { "after" } else { "before" }, role.as_str()]);
                    if seen & seen_after & bit == 0 {
                        see(&["has", role.as_str()]);
                    }
                }
            }
            Kind::Class(class) => {
                see(&["names", class.as_str()]);
                if near && lead.as_ref().is_none_or(|lead| hit.end > lead.start) {
                    near = false;
                    see(&["nearest", class.as_str()]);
                }
            }
            Kind::Binds(whom) => see(&["binds", whom]),
            Kind::Off => see(&["is", "off_topic"]),
            _ => {}
        }
    }
}

/// What the clause is about: every concept once, the first two after the verb, those before it as its subject, and pairs.
fn concepts(clause: &Clause<'_, '_>, see: &mut See<'_>) {
    let verb = clause.lead.as_ref().map_or(clause.range.start, |(_, at)| at.start);
    let mut seen: Vec<&str> = Vec::new();
    let mut after = 0;
    for hit in clause.scan.within(&clause.range) {
        let Kind::Concept(name) = &hit.entry.kind else { continue };
        if hit.start >= verb {
            after += 1;
            match after {
                1 => see(&["first", name]),
                2 => see(&["second", name]),
                _ => {}
            }
        } else if !seen.contains(&name.as_str()) {
            see(&["subject_of", name]);
        }
        if !seen.contains(&name.as_str()) && seen.len() < MOST {
            seen.push(name);
            see(&["about", name]);
        }
    }
    elsewhere(clause, &seen, see);
    seen.sort_unstable();
    for (n, one) in seen.iter().enumerate() {
        for other in &seen[n + 1..] {
            see(&["both", one, other]);
        }
    }
}

/// What the rest of the sentence is about.
fn elsewhere(clause: &Clause<'_, '_>, here: &[&str], see: &mut See<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for hit in clause.scan.within(&(0..clause.scan.text.len())) {
        let Kind::Concept(name) = &hit.entry.kind else { continue };
        let known = here.contains(&name.as_str()) || seen.contains(&name.as_str());
        if !known && seen.len() < MOST {
            seen.push(name);
            see(&["elsewhere", name]);
        }
    }
}

/// Words of a clause beyond this many are not looked at.
const MOST_WORDS: usize = 60;

/// Letters that tell a word from others whatever its ending.
const STEM: usize = 6;

/// The beginnings of words that are no names, in Chinese two characters that stand together: they tell of what no lexicon knows.
fn stems(clause: &Clause<'_, '_>, see: &mut See<'_>) {
    let Some(text) = clause.scan.text.get(clause.range.clone()) else { return };
    let lang = clause.scan.lang.as_str();
    if clause.scan.lang == Lang::Zh {
        let chars = text.char_indices().zip(text.chars().skip(1));
        for ((at, one), next) in
            chars.take(MOST_WORDS * 2).filter(|((_, one), next)| han_ideograph(*one) && han_ideograph(*next))
        {
            see(&["stem", lang, text.get(at..at + one.len_utf8() + next.len_utf8()).unwrap_or_default()]);
        }
        return;
    }
    for word in text.split(|c: char| !c.is_alphabetic()).take(MOST_WORDS) {
        if word.starts_with(char::is_lowercase) && word.len() >= 4 {
            let end = word.char_indices().nth(STEM).map_or(word.len(), |(at, _)| at);
            see(&["stem", lang, &word[..end]]);
        }
    }
}
