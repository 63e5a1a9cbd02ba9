//! Pure. A Document in, the Claims of all its sentences out; a reporter's question is never the ministry's word.

use super::foreign::is_foreign;
use super::lexicon::{Kind, Role};
use super::scan::{Scan, language};
use super::title::Title;
use super::topic::Around;
use super::{Context, Found, Recognizer, shift};
use crate::model::{BlockClass, BlockKind, Claim, Document, Guideline, SourceType, SpeakerRole, Strength};

/// Who speaks in a page of questions and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Body,
    Question,
}

/// Claims of every sentence, offsets in `Document::text()`.
pub(super) fn read(recognizer: &Recognizer, document: &Document, given: &Context) -> Vec<Found> {
    let mut context = given.clone();
    context.lang = document.lang.or(given.lang);
    context.page_date = document.published.or(given.page_date);
    context.page_title = document.title.clone().or_else(|| given.page_title.clone());
    context.attachments.extend(document.attachments.iter().map(|a| a.link.title.clone()));
    context.heading = None;
    let mut turn = Turn::Body;
    let mut found = Vec::new();
    let mut readings = recognizer.readings(&context);
    let mut heading: Option<&str> = None;
    let mut block_start = usize::MAX;
    for sentence in document.sentences() {
        if sentence.heading != heading {
            heading = sentence.heading;
            for reading in &mut readings {
                let told = Title::read(reading.lexicons, heading, context.lang);
                reading.around = Around::of(&reading.title, &told, reading.around.attachment);
            }
        }
        if sentence.block.start != block_start {
            block_start = sentence.block.start;
            turn = turn_of(recognizer, &sentence.block.text, &context, turn);
        }
        if sentence.block.class == BlockClass::Chrome {
            continue;
        }
        let (claims, last) = recognizer.read(sentence.text, &context, &readings);
        // What looks like a promise in another language is a chance likeness of words.
        if claims.iter().any(|claim| claim.is_commitment || claim.topic.is_some()) && is_foreign(sentence.text) {
            continue;
        }
        for (n, reading) in readings.iter_mut().enumerate() {
            if last.is_some() {
                reading.page.carried.clone_from(&last);
            }
            // What no topic holds was read by the first.
            let of_topic = |claim: &&Claim| claim.topic.as_ref().map_or(n == 0, |id| *id == reading.lexicons.topic.id);
            let mut named = claims.iter().filter(of_topic).map(|claim| &claim.record.objects);
            if let Some(objects) = named.rfind(|objects| !objects.is_empty()) {
                reading.carried_objects.clone_from(objects);
            }
        }
        for mut claim in claims {
            if sentence.block.kind == BlockKind::Heading {
                background(&mut claim, Guideline::Boilerplate, "noise.heading");
            } else if turn == Turn::Question {
                background(&mut claim, Guideline::AttributedToOther, "voice.question");
            }
            shift(&mut claim, sentence.sentence.start);
            found.push(Found { sentence: sentence.index, claim });
        }
    }
    found
}

fn background(claim: &mut Claim, guideline: Guideline, rule: &str) {
    claim.is_commitment = false;
    claim.speaker_role = SpeakerRole::Background;
    claim.record.strength = Strength::None;
    claim.guideline = Some(guideline);
    rule.clone_into(&mut claim.rule);
}

/// Whose turn a block is, by the name before its colon; without one the turn goes on.
fn turn_of(recognizer: &Recognizer, text: &str, context: &Context, before: Turn) -> Turn {
    let head: String = text.chars().take(40).collect();
    let Some(at) = head.find([':', '：']) else { return before };
    let label = head[..at].trim();
    let Some(lexicons) = recognizer.topics.first() else { return before };
    let scan = Scan::read(lexicons, label, language(label, context.lang), None, None);
    let whole = 0..label.len();
    let owner = recognizer.side(context).party;
    let own_name = scan.hits.iter().any(|hit| match &hit.entry.kind {
        Kind::Party { agency: Some(agency), .. } => owner.as_ref().is_some_and(|o| o.agency.as_ref() == Some(agency)),
        _ => false,
    });
    if own_name || scan.has(&whole, Role::AnswerLabel) {
        return Turn::Body;
    }
    let conference = matches!(context.source_type, SourceType::PressConference | SourceType::SpokespersonStatement);
    let a_name = conference
        && label.split_whitespace().count() <= 4
        && label.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    if scan.has(&whole, Role::QuestionLabel) || a_name { Turn::Question } else { before }
}
