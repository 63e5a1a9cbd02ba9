//! Pure. A scanned sentence with its context in, the topic gate and the objects named out.

use std::collections::BTreeSet;
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

/// What the words of a clause are about, each name once.
pub(super) fn about(scan: &Scan<'_>, range: &Range<usize>) -> Vec<String> {
    let names = scan.within(range).filter_map(|hit| match &hit.entry.kind {
        Kind::Concept(name) => Some(name.clone()),
        _ => None,
    });
    names.collect::<BTreeSet<_>>().into_iter().collect()
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
                    Opens::Class if object.context.is_empty() => found.class = true,
                    Opens::Class => found.class |= in_context(scan, &object.context, &hit.range()),
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

/// Substances named in a range: objects that are neither machines nor parcels nor remedies.
pub(super) fn substances(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>) -> Vec<String> {
    let mut all = objects(lexicons, scan, range);
    all.retain(|id| !matches!(id.as_str(), "pill_presses" | "postal_parcels" | "naloxone"));
    all
}

/// Bytes between a machine and what it is said to make.
const MADE_WITHIN: usize = 40;

/// Whether a drug only tells what a machine named beside it is for: "pill presses for fentanyl tablets".
fn only_made(lexicons: &Lexicons, scan: &Scan<'_>, at: usize, machines: &[(usize, usize)]) -> bool {
    let purpose =
        [" for ", " used for ", " to make ", " to press ", " that make ", " para ", " de ", " pour ", " del "];
    machines.iter().any(|(start, index)| {
        if lexicons.topic.objects[*index].id != "pill_presses" {
            return false;
        }
        let after = *start < at && at - start <= MADE_WITHIN;
        let between = scan.text.get(*start..at).unwrap_or_default();
        let made = after && !between.contains([',', '、', '，']) && purpose.iter().any(|word| between.contains(word));
        // 用于生产芬太尼药片的压片机: what is made stands before the machine.
        let before = at < *start && start - at <= MADE_WITHIN;
        let mut from = at.saturating_sub(MADE_WITHIN / 2);
        while !scan.text.is_char_boundary(from) {
            from += 1;
        }
        let lead = scan.text.get(from..at);
        made || (before
            && lead.is_some_and(|text| text.contains("用于") || text.contains("用來") || text.contains("用来")))
    })
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
    for (at, index) in all.iter().copied() {
        let object = &lexicons.topic.objects[index];
        let unsure = object.opens == Opens::Context && !in_context(scan, &object.context, &(0..0));
        if unsure || (object.id == "fentanyl" && only_made(lexicons, scan, at, &all)) {
            continue;
        }
        let id = if object.id == "precursors" { "fentanyl_precursors" } else { &object.id };
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}
