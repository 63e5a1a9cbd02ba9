//! Pure. A scanned sentence with its context in, the topic gate and the objects named out.

use std::ops::Range;

use super::lexicon::{Kind, Lexicons, Opens};
use super::scan::Scan;
use crate::model::{ActionClass, TopicBy};

/// Whether a CAS registry number's last digit is the one the others demand.
pub(super) fn cas_checks(cas: &str) -> bool {
    let digits: Vec<u32> = cas.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some((check, rest)) = digits.split_last() else { return false };
    rest.iter().rev().zip(1..).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == *check
}

/// What a text says about the topic.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mentions {
    /// Names something that opens the gate by itself.
    pub(super) alone: bool,
    /// Names precursors as a class.
    pub(super) class: bool,
    /// Names something off the topic.
    pub(super) off: bool,
}

/// Reads the mentions of a whole text.
pub(super) fn mentions(lexicons: &Lexicons, scan: &Scan<'_>) -> Mentions {
    let mut found = Mentions { alone: !scan.cas.is_empty(), ..Mentions::default() };
    for hit in &scan.hits {
        match hit.entry.kind {
            Kind::Off => found.off = true,
            Kind::Object(index) => {
                let object = &lexicons.topic.objects[index];
                match object.opens {
                    Opens::Alone => found.alone = true,
                    Opens::Class => found.class = true,
                    Opens::Context if in_context(scan, &object.context, &hit.range()) => found.alone = true,
                    Opens::Context | Opens::Never => {}
                }
            }
            _ => {}
        }
    }
    found
}

fn in_context(scan: &Scan<'_>, context: &str, own: &Range<usize>) -> bool {
    scan.hits.iter().any(|hit| {
        matches!(&hit.entry.kind, Kind::Context(name) if name == context)
            && (hit.end <= own.start || hit.start >= own.end)
    })
}

/// What the page around a sentence says about the topic.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Around {
    pub(super) title: bool,
    pub(super) heading: bool,
    pub(super) attachment: bool,
    /// What kind of act the title, or better the heading, is about.
    pub(super) class: Option<ActionClass>,
}

/// Whether and by what the gate is open for a sentence, apart from the precursor class.
pub(super) fn gate(sentence: Mentions, around: Around) -> Option<TopicBy> {
    match () {
        () if sentence.alone => Some(TopicBy::Sentence),
        () if sentence.off => None,
        () if around.heading => Some(TopicBy::Heading),
        () if around.title => Some(TopicBy::Title),
        () if around.attachment => Some(TopicBy::Attachment),
        () => None,
    }
}

/// Whether a control act on precursors as a class has an issuer or a destination that the topic is about.
pub(super) fn precursor_class(sentence: Mentions, class: Option<ActionClass>, parties: &[String]) -> bool {
    let control = matches!(
        class,
        Some(ActionClass::ScheduleControl | ActionClass::ExportLicence | ActionClass::MonitoringReport)
    );
    let concerned = |party: &String| matches!(party.split(':').next(), Some("US" | "MX" | "CA" | "CN" | "IN"));
    sentence.class && control && parties.iter().any(concerned)
}

/// Ids of the objects named in a range, in order, each once; `precursors` are of fentanyl when the gate says so.
pub(super) fn objects(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>) -> Vec<String> {
    let named = scan.within(range).filter_map(|hit| match hit.entry.kind {
        Kind::Object(index) => Some((hit.start, index)),
        _ => None,
    });
    let numbered = scan.cas.iter().filter(|(at, _)| range.contains(&at.start)).map(|(at, index)| (at.start, *index));
    let mut all: Vec<(usize, usize)> = named.chain(numbered).collect();
    all.sort_unstable();
    let mut ids: Vec<String> = Vec::new();
    for (_, index) in all {
        let object = &lexicons.topic.objects[index];
        if object.opens == Opens::Context && !in_context(scan, &object.context, &(0..0)) {
            continue;
        }
        let id = if object.id == "precursors" { "fentanyl_precursors" } else { &object.id };
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}
