//! Pure. A scanned sentence with its context in, the topic gate and the objects named out.

use std::ops::Range;

use super::lexicon::{Kind, Lexicons};
use super::read::Reading;
use super::scan::Scan;
use super::title::Title;
use super::topic_file::{ObjectKind, Opens};
use crate::model::{ActionClass, Claim, TopicBy};

/// The contexts that words of a text tell of, in which names open the gate that do not by themselves.
pub(super) fn contexts(scan: &Scan<'_>) -> Vec<String> {
    let names = scan.hits.iter().filter_map(|hit| match &hit.entry.kind {
        Kind::Context(name) => Some(name.as_str()),
        _ => None,
    });
    each_once(names)
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
        Kind::Concept(name) => Some(name.as_str()),
        _ => None,
    });
    each_once(names)
}

fn each_once<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(str::to_owned).collect()
}

/// Reads the mentions of a whole text; contexts that its title tells of hold for it too.
pub(super) fn mentions(lexicons: &Lexicons, scan: &Scan<'_>, titled: &[String]) -> Mentions {
    let within = |context: &String, own: &Range<usize>| titled.contains(context) || in_context(scan, context, own);
    let mut found = Mentions { alone: !scan.cas.is_empty(), ..Mentions::default() };
    for hit in &scan.hits {
        match hit.entry.kind {
            Kind::Off => found.off = true,
            Kind::Object(index) => {
                let object = &lexicons.topic.objects[index];
                match object.opens {
                    Opens::Alone => found.alone = true,
                    Opens::Class if object.context.is_empty() => found.class = true,
                    Opens::Class => found.class |= within(&object.context, &hit.range()),
                    Opens::Context if within(&object.context, &hit.range()) => found.alone = true,
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
    /// Whether the title or heading names precursors as a class.
    pub(super) precursors: bool,
    /// What kind of act the title, or better the heading, is about.
    pub(super) class: Option<ActionClass>,
}

impl Around {
    /// What title and heading say, and whether an attachment names the topic.
    pub(super) fn of(title: &Title, heading: &Title, attachment: bool) -> Self {
        Self {
            title: title.on_topic,
            heading: heading.on_topic,
            attachment,
            precursors: title.precursors || heading.precursors,
            class: heading.class.or(title.class),
        }
    }
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

impl<'r> Reading<'r> {
    /// Decides which office a name means that several countries use.
    pub(super) fn settle_parties<'a>(&self, scan: &mut Scan<'a>, country: Option<&str>)
    where
        'r: 'a,
    {
        scan.settle_local(&self.lexicons.topic.local, country, self.page.first_titled());
        scan.settle_namesakes(country);
    }

    /// Whether anything of the topic is named in a sentence or around it: without, the topic has no say in it.
    pub(super) fn is_open(&self, scan: &Scan<'_>) -> bool {
        let around = self.around.title || self.around.heading || self.around.attachment;
        around || !scan.cas.is_empty() || scan.hits.iter().any(|hit| matches!(hit.entry.kind, Kind::Object(_)))
    }
}

/// Adds what a further topic makes of a sentence: each of its claims on the topic, in the place of one that no topic holds.
pub(super) fn merge(claims: &mut Vec<Claim>, more: Vec<Claim>) {
    for claim in more.into_iter().filter(|claim| claim.topic.is_some()) {
        claims.retain(|known| known.topic.is_some() || known.end <= claim.start || claim.end <= known.start);
        claims.push(claim);
    }
    claims.sort_by_key(|claim| claim.start);
}

/// Whether a control act on precursors as a class, named in the sentence or in its title, has an issuer or a destination that
/// the topic is about. Under the title of such an act all that it orders is part of it.
pub(super) fn precursor_class(
    lexicons: &Lexicons,
    sentence: Mentions,
    around: Around,
    class: Option<ActionClass>,
    parties: &[String],
) -> bool {
    let is_control = |class: Option<ActionClass>| {
        use ActionClass::{ExportLicence, MonitoringReport, ScheduleControl};
        matches!(class, Some(ScheduleControl | ExportLicence | MonitoringReport))
    };
    let control = is_control(class) || (around.precursors && is_control(around.class));
    let countries = &lexicons.topic.class_countries;
    let among = |party: &str| party.split(['+', ':']).any(|part| countries.iter().any(|country| country == part));
    let concerned = |party: &String| countries.is_empty() || among(party);
    (sentence.class || around.precursors) && control && parties.iter().any(concerned)
}

/// What an English sentence calls the topic's precursors.
pub(super) fn class_words(lexicons: &Lexicons) -> String {
    let classes = lexicons.topic.objects.iter().filter(|object| object.opens == Opens::Class);
    let precursors = classes.map(|object| object.id.replace('_', " ")).find(|words| words.ends_with(" precursors"));
    precursors.unwrap_or_else(|| "fentanyl precursors".to_owned())
}

/// Substances named in a range: objects that are neither machines nor parcels nor remedies.
pub(super) fn substances(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>) -> Vec<String> {
    let named = named(lexicons, scan, range).into_iter();
    let substances = named.filter(|(_, index)| lexicons.topic.objects[*index].kind == ObjectKind::Substance);
    ids(lexicons, substances.map(|(_, index)| index))
}

/// Bytes between a machine and what it is said to make.
const MADE_WITHIN: usize = 40;

/// Whether a drug only tells what a machine named beside it is for: "pill presses for fentanyl tablets".
fn only_made(lexicons: &Lexicons, scan: &Scan<'_>, at: usize, machines: &[(usize, usize)]) -> bool {
    let purpose =
        [" for ", " used for ", " to make ", " to press ", " that make ", " para ", " de ", " pour ", " del "];
    machines.iter().any(|(start, index)| {
        if lexicons.topic.objects[*index].kind != ObjectKind::Machine {
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

/// Ids of the objects named in a range, in order, each once.
pub(super) fn objects(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>) -> Vec<String> {
    ids(lexicons, named(lexicons, scan, range).into_iter().map(|(_, index)| index))
}

fn ids(lexicons: &Lexicons, objects: impl Iterator<Item = usize>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for index in objects {
        let id = &lexicons.topic.objects[index].id;
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

/// Objects named in a range by name or number: where each stands, and which it is (index into `Topic::objects`).
pub(super) fn named(lexicons: &Lexicons, scan: &Scan<'_>, range: &Range<usize>) -> Vec<(Range<usize>, usize)> {
    let named = scan.within(range).filter_map(|hit| match hit.entry.kind {
        Kind::Object(index) => Some((hit.range(), index)),
        _ => None,
    });
    let numbered = scan.cas.iter().filter(|(at, _)| range.contains(&at.start)).cloned();
    let mut all: Vec<(Range<usize>, usize)> = named.chain(numbered).collect();
    all.sort_by_key(|(at, index)| (at.start, *index));
    let places: Vec<(usize, usize)> = all.iter().map(|(at, index)| (at.start, *index)).collect();
    all.retain(|(at, index)| {
        let object = &lexicons.topic.objects[*index];
        let unsure = object.opens == Opens::Context && !in_context(scan, &object.context, &(0..0));
        // What the topic is named after may only tell what a machine is for.
        !(unsure || (object.id == lexicons.topic.id && only_made(lexicons, scan, at.start, &places)))
    });
    all
}
