//! Pure. A clause in, its date, class and whom it binds out.

use std::ops::Range;

use super::clause::is_verb;
use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::scan::Scan;
use crate::model::{ActionClass, DateKind, Lang, PartialDate};
use crate::text::date::FoundDate;

/// The date that matters, what it means, and where it stands.
pub(super) fn date(
    scan: &Scan<'_>,
    clause: &Range<usize>,
    page_date: Option<PartialDate>,
    neutral: bool,
    lead: Option<&Range<usize>>,
) -> Option<(PartialDate, DateKind, Range<usize>)> {
    let mut found: Vec<(u8, PartialDate, DateKind, Range<usize>)> = Vec::new();
    for one in scan.dates.iter().filter(|d| clause.start <= d.range.start && d.range.end <= clause.end) {
        // The preposition belongs to both: "announced on" and "on Friday".
        let near = one.range.start.saturating_sub(24)..(one.range.start + 4).min(one.range.end);
        if touches(scan, &near, Role::AnnouncedOn, one.range.start)
            || touches(scan, &near, Role::MeetingPast, one.range.start)
        {
            continue;
        }
        let announced = scan.cues(&(one.range.start..one.range.end + 24), Role::AnnouncedOn);
        if announced.into_iter().any(|hit| hit.start < one.range.end) && scan.lang == Lang::Zh {
            continue;
        }
        let kind = kind_of(scan, &one.range);
        if anchored(scan, one) || (kind.is_none() && day_of_speaking(scan, &one.range, lead)) {
            continue;
        }
        let rank = match kind {
            Some(DateKind::Effective) => 0,
            Some(DateKind::Deadline) => 1,
            Some(DateKind::Comments) => 2,
            Some(DateKind::Expiry) => 3,
            None => 4,
        };
        let past = page_date.is_some_and(|page| one.date.last_day() < page.first_day());
        // A dateline or a day of speaking is no deadline of what is planned.
        let behind = page_date.is_some_and(|page| one.date.first_day() <= page.last_day());
        let planned = scan.has(clause, Role::Intends) && kind.is_none() && behind;
        if planned || (past && kind == Some(DateKind::Comments)) {
            continue;
        }
        let fallback = if past || !scan.has(clause, Role::Intends) { DateKind::Effective } else { DateKind::Deadline };
        found.push((rank, one.date, kind.unwrap_or(fallback), one.range.clone()));
    }
    let told = found.into_iter().min_by_key(|(rank, ..)| *rank).map(|(_, date, kind, at)| (date, kind, at));
    told.or_else(|| {
        // In a report by others "immediately" counts from what it tells of, "today" from the page.
        let now = scan
            .cues(clause, Role::Immediate)
            .find(|now| !neutral || scan.cues(clause, Role::Newness).any(|new| new.start == now.start))?;
        Some((page_date?, DateKind::Effective, now.range()))
    })
}

/// Whether a date counts from an event to come ("within ten days of each sale") or was that of a plan given up.
fn anchored(scan: &Scan<'_>, date: &FoundDate) -> bool {
    anchored_at(scan, &date.range, date.relative)
}

/// As `anchored`, of a place.
pub(super) fn anchored_at(scan: &Scan<'_>, at: &Range<usize>, relative: bool) -> bool {
    let near = at.start.saturating_sub(12)..at.end;
    let lasting = scan
        .cues(&near, Role::Duration)
        .any(|lasts| lasts.start == at.start || (lasts.end <= at.start && at.start - lasts.end <= 1));
    // "For ninety days more": the end is what is told.
    let more = scan.text.get(at.clone()).is_some_and(|text| MORE.iter().any(|word| text.contains(word)));
    if (relative && lasting && !more) || (!relative && dates_a_paper(scan, at)) {
        return true;
    }
    let (before, after) = if relative { (30, 24) } else { (12, 0) };
    let near = at.start.saturating_sub(before)..(at.end + after).min(scan.text.len());
    scan.hits[scan.hits.partition_point(|hit| hit.start < near.start)..]
        .iter()
        .take_while(|hit| hit.start < near.end)
        .any(|hit| hit.entry.is(Role::Anchor) && !is_published(scan, hit.end))
}

/// Words of a length that is added to one that runs.
const MORE: &[&str] = &[
    "más",
    "adicionales",
    "otros",
    "more",
    "further",
    "additional",
    "another",
    "encore",
    "de plus",
    "supplémentaires",
];

/// Whether what a length counts from is the publishing of the page itself: "suivant la publication".
fn is_published(scan: &Scan<'_>, at: usize) -> bool {
    const PUBLISHED: &[&str] =
        &["publication", "sa publication", "su publicación", "la publicación", "its publication"];
    let after = scan.text.get(at..).unwrap_or_default().trim_start();
    PUBLISHED.iter().any(|word| after.starts_with(word))
}

/// Whether a date only names a paper that is cancelled: "revokes the order of February 1", "se abroga el aviso de 3 de febrero".
pub(super) fn dates_a_paper(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    const PAPERS: &[&str] = &[
        "order",
        "notice",
        "circular",
        "proclamation",
        "memorandum",
        "letter",
        "aviso",
        "acuerdo",
        "decreto",
        "oficio",
        "resolución",
        "circular",
        "orden",
        "arrêté",
        "décret",
        "avis",
        "ordonnance",
        "circulaire",
        "décision",
        "lettre",
    ];
    if !scan.has(&(0..scan.text.len()), Role::Withdrawal) {
        return false;
    }
    let before = scan.text.get(..at.start).unwrap_or_default();
    let mut words = before.trim_end().rsplit([' ', '\u{a0}']).take(3);
    let of = words.next().unwrap_or_default();
    let article = matches!(of, "el" | "the" | "le");
    let of = if article { words.next().unwrap_or_default() } else { of };
    matches!(of, "of" | "de" | "del" | "du" | "dated") && words.next().is_some_and(|word| PAPERS.contains(&word))
}

/// Whether a date is only the day on which it was said: "In October the minister said he would …", "…, the ministry said
/// in a statement on Friday".
pub(super) fn day_of_speaking(scan: &Scan<'_>, date: &Range<usize>, lead: Option<&Range<usize>>) -> bool {
    let verb = lead.map_or(0, |at| at.start);
    let spoken = scan.cues(&(date.end..(date.end + 24).min(scan.text.len())), Role::Attribution).next();
    if spoken.is_some_and(|said| said.start <= date.end + 2) {
        return true;
    }
    if date.end < verb && scan.cues(&(date.end..verb), Role::Attribution).any(|said| said.end <= verb) {
        return true;
    }
    let near = date.start.saturating_sub(40)..date.start;
    let Some(said) = scan.cues(&near, Role::Attribution).last() else { return false };
    let gap = said.end..date.start;
    let acts = scan.within(&gap).any(|hit| matches!(hit.entry.kind, Kind::Cue(role) if is_verb(role)));
    !acts && scan.text.get(gap).is_some_and(|text| !text.contains([',', ';', '，']))
}

/// Whether a cue of the role ends at most a few bytes before `at`.
fn touches(scan: &Scan<'_>, near: &Range<usize>, role: Role, at: usize) -> bool {
    scan.within(near).any(|hit| hit.entry.is(role) && hit.start < at && at.saturating_sub(hit.end) <= 6)
}

/// What a word beside a date says that it means.
pub(super) fn kind_of(scan: &Scan<'_>, at: &Range<usize>) -> Option<DateKind> {
    const KINDS: [(Role, DateKind); 4] = [
        (Role::Effective, DateKind::Effective),
        (Role::Comments, DateKind::Comments),
        (Role::Expiry, DateKind::Expiry),
        (Role::Deadline, DateKind::Deadline),
    ];
    // The mark may be part of the date found ("by 30 June") or touch it on either side.
    let near = at.start.saturating_sub(28)..(at.end + 12).min(scan.text.len());
    let mut best: Option<(usize, DateKind)> = None;
    for hit in scan.hits.iter().skip(scan.hits.partition_point(|h| h.start < near.start)) {
        if hit.start >= near.end {
            break;
        }
        let Kind::Cue(role) = hit.entry.kind else { continue };
        let Some((_, kind)) = KINDS.iter().find(|(r, _)| *r == role) else { continue };
        let distance = if hit.end <= at.start {
            at.start - hit.end
        } else if hit.start >= at.end {
            let follows = matches!(scan.lang, Lang::Zh);
            if !follows || hit.start - at.end > 6 {
                continue;
            }
            // In Chinese the word after the date decides over the one before it.
            0
        } else {
            0
        };
        if distance <= 9 && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, *kind));
        }
    }
    let kind = best.map(|(_, kind)| kind);
    if asks_for_comments(scan, at, kind) { Some(DateKind::Comments) } else { kind }
}

/// Bytes within which a word for comments says what an end of a time is.
const COMMENTS_WITHIN: usize = 96;

/// Whether a time that ends with a date is one for comments, told farther off: "somete a audiencia pública, hasta el 19 de
/// diciembre", 3月16日前提出意见.
fn asks_for_comments(scan: &Scan<'_>, at: &Range<usize>, kind: Option<DateKind>) -> bool {
    let chinese = scan.lang == Lang::Zh;
    let near = match kind {
        Some(DateKind::Expiry) => at.start.saturating_sub(COMMENTS_WITHIN)..at.end + COMMENTS_WITHIN,
        Some(DateKind::Deadline) if chinese => at.start..at.end + COMMENTS_WITHIN / 2,
        _ => return false,
    };
    let near = near.start..near.end.min(scan.text.len());
    // What is sent out to be consulted on is told by the words for a proposal, too.
    let consults = |hit: &Hit<'_>| scan.text.get(hit.range()).is_some_and(|word| word.contains("consult"));
    scan.cues(&near, Role::Comments).next().is_some() || scan.cues(&near, Role::NoticeFuture).any(consults)
}

/// The class of the act: the named class nearest to the verb, an instrument before a body or money.
pub(super) fn class(scan: &Scan<'_>, clause: &Range<usize>, verb: Option<&Range<usize>>) -> Option<ActionClass> {
    let segment = verb.map_or(clause.start, |verb| {
        let before = scan.text.get(clause.start..verb.start).unwrap_or_default();
        before.rfind([',', '，', ';', '；']).map_or(clause.start, |at| clause.start + at)
    });
    let mut named = scan.classes(&(segment..clause.end));
    if named.is_empty() {
        named = scan.classes(clause);
    }
    let rank = |class: ActionClass| match class {
        ActionClass::ExportLicence => 0,
        ActionClass::TariffTrade | ActionClass::InfoSharing => 1,
        ActionClass::Sanctions | ActionClass::ScheduleControl => 2,
        ActionClass::MonitoringReport | ActionClass::Legislation => 3,
        ActionClass::Cooperation => 4,
        ActionClass::Funding | ActionClass::Enforcement => 5,
        ActionClass::TreatmentHealth => 6,
        ActionClass::Institution => 7,
    };
    let at = verb.map_or(clause.start, |verb| verb.start);
    named
        .iter()
        .min_by_key(|(class, place)| {
            let away = if place.end <= at { at - place.end + 30 } else { place.start - at.min(place.start) };
            rank(*class) * 14 + away
        })
        .map(|(class, _)| *class)
}

/// Who must act: those a rule names; for what a state does itself, its own agencies.
pub(super) fn binds(scan: &Scan<'_>, clause: &Range<usize>, class: Option<ActionClass>) -> Option<String> {
    let own = matches!(
        class,
        Some(
            ActionClass::Enforcement
                | ActionClass::Cooperation
                | ActionClass::InfoSharing
                | ActionClass::Institution
                | ActionClass::Funding
                | ActionClass::TreatmentHealth
        )
    );
    if own {
        return Some("own_agencies".to_owned());
    }
    if matches!(class, Some(ActionClass::Sanctions | ActionClass::Legislation | ActionClass::TariffTrade)) {
        return None;
    }
    scan.within(clause).find_map(|hit| match &hit.entry.kind {
        Kind::Binds(whom) => Some(whom.clone()),
        _ => None,
    })
}
