//! Pure. The objects named in a clause on the topic in, those that the act is about out: a list's name, or what a
//! chemical is for, is none.

use std::ops::Range;

use super::lexicon::{Kind, Lexicons};
use super::scan::Scan;
use super::topic_file::Opens;

/// Objects that name many substances at once.
const CLASSES: &[&str] = &["fentanyl", "fentanyl_analogues", "fentanyl_precursors", "precursors", "synthetic_opioids"];

/// Objects that are no substances to be made into drugs.
const OTHERS: &[&str] =
    &["pill_presses", "postal_parcels", "naloxone", "xylazine", "medetomidine", "nitazenes", "carfentanil"];

/// What follows a drug's name when its ingredients are meant.
const INPUTS: &[&str] = &[
    "input",
    "chemical",
    "ingredient",
    "precursor",
    "raw material",
    "raw-material",
    "中间体",
    "中間體",
    "原料",
    "替代原料",
    "化学品",
    "化學品",
];

/// What stands before a drug's name when it is only what something serves to make.
const MAKING: &[&str] = &[
    "used in making",
    "used to make",
    "usable for",
    "used for making",
    "used in",
    "to make",
    "for making",
    "chemicals for",
    "ingredients of",
    "servant à fabriquer du",
    "servant à fabriquer le",
    "pour fabriquer du",
    "fabrication du",
    "para fabricar",
    "para elaborar",
    "fabricación de",
    "fabricación del",
    "se sintetiza el",
    "sintetizar",
    "制造",
    "製造",
    "合成",
    "流入",
    "用于生产",
];

/// Refines the objects of a clause on the topic.
pub(super) fn refine(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>, ids: &mut Vec<String>) {
    // Whose precursors they are is told at the end.
    ids.iter_mut().filter(|id| *id == "precursors").for_each(|id| "fentanyl_precursors".clone_into(id));
    take_up_unsure(lexicons, scan, range, ids);
    tell_analogues(lexicons, scan, range, ids);
    let piece = |id: &String| {
        let mut named = scan.within(range).filter(|hit| matches!(hit.entry.kind, Kind::Object(index) if lexicons.topic.objects[index].id == *id && !lexicons.topic.objects[index].context.is_empty())).peekable();
        named.peek().is_some() && named.all(|hit| part_of_a_name(scan, &hit.range()))
    };
    ids.retain(|id| !piece(id));
    let specific = ids.iter().any(|id| !CLASSES.contains(&id.as_str()) && !OTHERS.contains(&id.as_str()));
    let told_of_inputs = only_made_of(lexicons, scan, range);
    let class = ids.iter().any(|id| id == "fentanyl_precursors");
    if told_of_inputs
        && !specific
        && !class
        && let Some(drug) = ids.iter_mut().find(|id| *id == "fentanyl")
    {
        "fentanyl_precursors".clone_into(drug);
    } else if told_of_inputs {
        ids.retain(|id| id != "fentanyl");
    }
    if specific {
        // "Added to the precursor list": the list's name.
        ids.retain(|id| id != "fentanyl_precursors");
    }
    if !names_the_drug(scan, range) {
        ids.iter_mut().filter(|id| *id == "fentanyl_precursors").for_each(|id| "precursors".clone_into(id));
    }
    let mut seen: Vec<String> = Vec::new();
    ids.retain(|id| {
        let new = !seen.contains(id);
        seen.push(id.clone());
        new
    });
}

/// A name that means a substance only in context means it where the topic is open.
fn take_up_unsure(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>, ids: &mut Vec<String>) {
    for hit in scan.within(range) {
        let Kind::Object(index) = hit.entry.kind else { continue };
        let object = &lexicons.topic.objects[index];
        if object.context.is_empty()
            || object.id.contains("precursors")
            || part_of_a_name(scan, &hit.range())
            || ids.contains(&object.id)
        {
            continue;
        }
        ids.push(object.id.clone());
    }
}

/// Whether a substance's name stands inside a longer chemical name.
fn part_of_a_name(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    let before = scan.text[..at.start].chars().next_back();
    let after = scan.text[at.end..].chars().next();
    before.is_some_and(|c| matches!(c, '-' | ')' | '）' | '基' | '代' | '酰'))
        || after.is_some_and(|c| matches!(c, '-' | '衍' | '类' | '酮'))
}

/// A fentanyl with a prefix is an analogue: "para-fluoro valeryl fentanyl", 氟代芬太尼.
fn tell_analogues(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>, ids: &mut [String]) {
    let drugs = || {
        scan.within(range).filter(
            |hit| matches!(hit.entry.kind, Kind::Object(index) if lexicons.topic.objects[index].id == "fentanyl"),
        )
    };
    let prefixed = |at: usize| {
        let before = &scan.text[..at];
        let word = before.trim_end().rsplit([' ', '-']).next().unwrap_or_default();
        let latin = word.len() > 4 && ["yl", "fluoro", "chloro", "methoxy"].iter().any(|end| word.ends_with(end));
        latin || before.ends_with(['代', '酰', '醯', '基', '氟', '氯'])
    };
    if drugs().next().is_some() && drugs().all(|hit| prefixed(hit.start)) {
        ids.iter_mut().filter(|id| *id == "fentanyl").for_each(|id| "fentanyl_analogues".clone_into(id));
    }
}

/// Whether the drug is named only as what chemicals are for.
fn only_made_of(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>) -> bool {
    let mut drugs = scan
        .within(range)
        .filter(|hit| matches!(hit.entry.kind, Kind::Object(index) if lexicons.topic.objects[index].id == "fentanyl"))
        .peekable();
    let made = |hit: &super::matcher::Hit<'_>| {
        let after = scan.text.get(hit.end..).unwrap_or_default().trim_start().to_lowercase();
        let before = scan.text[..hit.start].trim_end();
        let beside = precursors_beside(lexicons, scan, &hit.range());
        INPUTS.iter().any(|word| after.starts_with(word)) || MAKING.iter().any(|word| before.ends_with(word)) || beside
    };
    drugs.peek().is_some() && drugs.all(made)
}

/// Whether precursors stand near, in one phrase with the drug and not listed with it.
fn precursors_beside(lexicons: &Lexicons, scan: &Scan<'_>, at: &Range<usize>) -> bool {
    const WITHIN: usize = 48;
    scan.hits.iter().any(|hit| {
        let Kind::Object(index) = hit.entry.kind else { return false };
        let gap = if hit.end <= at.start { hit.end..at.start } else { at.end..hit.start.max(at.end) };
        let between = scan.text.get(gap.clone()).unwrap_or_default();
        let listed =
            [" and ", " y ", " et ", "和", "及", "、", ",", "，", "与"].iter().any(|word| between.contains(word));
        lexicons.topic.objects[index].opens == Opens::Class && gap.len() <= WITHIN && !listed
    })
}

/// Whether a range names the drug at all.
fn names_the_drug(scan: &Scan<'_>, range: &Range<usize>) -> bool {
    let text = scan.text.get(range.clone()).unwrap_or_default().to_lowercase();
    ["fentan", "芬太尼", "吩坦尼"].iter().any(|name| text.contains(name))
}
