//! Pure. A scanned sentence in, the ranges of its clauses out: one for each act that stands on its own words.

use std::ops::Range;

use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::scan::Scan;
use crate::model::Lang;

/// More acts than this in one sentence are a list, read as one.
const MOST: usize = 12;

/// Roles that can carry an act.
const VERBS: &[Role] = &[
    Role::Considers,
    Role::Willingness,
    Role::Calls,
    Role::Deontic,
    Role::Standing,
    Role::Recommendation,
    Role::Advice,
    Role::Intends,
    Role::Pledged,
    Role::Ordered,
    Role::InForce,
    Role::Withdrawal,
    Role::Denial,
    Role::Prohibition,
    Role::PastOperation,
    Role::Rhetoric,
    Role::Regulatory,
];

/// The same roles, a bit each: whether a word is a verb is asked of nearly every one.
const VERB_BITS: u128 = {
    let (mut bits, mut n) = (0, 0);
    while n < VERBS.len() {
        bits |= VERBS[n].bit();
        n += 1;
    }
    bits
};

/// Whether a role can carry an act.
pub(super) fn is_verb(role: Role) -> bool {
    VERB_BITS & role.bit() != 0
}

/// Clauses in order; together they cover the sentence.
pub(super) fn split(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let mut clauses: Vec<(Range<usize>, bool)> = Vec::new();
    for segment in segments(scan) {
        let conditional = starts_with_condition(scan, &segment);
        let acts = (is_act(scan, &segment) || goes_on(scan, &segment, clauses.last()) || leaves_open(scan, &segment))
            && !conditional
            && !starts_with(scan, &segment, Role::Embedded, 6)
            && !names_whom(scan, &segment)
            && !opens_formally(scan, &segment)
            && !only_dates(scan, &segment);
        let opens = acts || offers(scan, &segment, conditional);
        let full = clauses.len() >= MOST;
        match clauses.last_mut() {
            Some((last, settled)) if full || !(*settled && opens) => {
                last.end = segment.end;
                *settled |= acts;
            }
            _ => clauses.push((segment, acts)),
        }
    }
    clauses.into_iter().map(|(range, _)| range).collect()
}

/// Whether a segment goes on with the verb of the act before it, by its own infinitive: "acordaron conectar … y notificarse …",
/// 同意延长任期，并每周交换资料.
fn goes_on(scan: &Scan<'_>, segment: &Range<usize>, before: Option<&(Range<usize>, bool)>) -> bool {
    let Some((before, true)) = before else { return false };
    let Some(and) = scan.cues(segment, Role::Coordinator).next().filter(|hit| hit.start <= segment.start + 2) else {
        return false;
    };
    let word: String = scan.text[and.end..segment.end].trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    let ends = |endings: &[&str]| word.chars().count() > 3 && endings.iter().any(|ending| word.ends_with(ending));
    let verb = match scan.lang {
        Lang::Zh => true,
        Lang::Es => ends(&["ar", "er", "ir", "rse", "rlo", "rla", "rlos", "rlas"]),
        Lang::Fr => ends(&["er", "ir", "re"]),
        Lang::En => false,
    };
    let led = scan.within(before).any(|hit| GOVERNING.iter().any(|role| hit.entry.is(*role)));
    let what = scan.within(segment).any(|hit| match &hit.entry.kind {
        Kind::Class(_) => true,
        Kind::Concept(name) => tells_what(name),
        _ => false,
    });
    verb && led && what
}

/// Whether a segment says by a subject of its own that something else is open: "…, and he has left open the possibility of …".
/// What it weighs takes nothing from the act before it.
fn leaves_open(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    let Some(and) = scan.cues(segment, Role::Coordinator).next().filter(|hit| hit.start <= segment.start + 2) else {
        return false;
    };
    let subject = scan.cues(&(and.end..segment.end), Role::Pronoun).next();
    let opens = subject.is_some_and(|hit| scan.text[and.end..hit.start].trim().is_empty());
    opens && [Role::Considers, Role::Willingness].iter().any(|role| scan.has(segment, *role))
}

/// Roles of verbs that govern infinitives of what is to be done.
pub(super) const GOVERNING: [Role; 5] = [Role::Intends, Role::Pledged, Role::Ordered, Role::Deontic, Role::Considers];

/// Bytes of words beside a date that tell no act of their own.
const FEW: usize = 12;

/// Whether a segment only dates the act before it: "…, effective 20 June", ，6月20日起施行.
fn only_dates(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    let inside = |at: &Range<usize>| segment.start <= at.start && at.end <= segment.end;
    let mut told: Vec<Range<usize>> = scan.dates.iter().map(|date| date.range.clone()).filter(inside).collect();
    if told.is_empty() {
        return false;
    }
    const OF_DATES: [Role; 6] =
        [Role::Effective, Role::Regulatory, Role::InForce, Role::Immediate, Role::Deadline, Role::Expiry];
    told.extend(scan.within(segment).filter(|hit| OF_DATES.iter().any(|role| hit.entry.is(*role))).map(Hit::range));
    told.sort_by_key(|at| at.start);
    let mut end = segment.start;
    let mut left = 0;
    for at in told {
        left += scan.text.get(end..at.start).map_or(0, |gap| gap.trim().len());
        end = end.max(at.end);
    }
    left + scan
        .text
        .get(end..segment.end)
        .map_or(0, |gap| gap.trim_matches([' ', '。', '.', ';', '；', ',', '，']).len())
        <= FEW
}

/// Whether a segment only says on whose word, or that, what it stands beside is done.
fn opens_formally(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    (segment.start == 0 && is_a_formula(scan, segment)) || only_publishes(scan, segment)
}

/// Whether the first segment only says on whose word the act after it is done: 经国务院批准， "Por mandato de este aviso,".
fn is_a_formula(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    const ENDS: &[&str] = &[
        "批准",
        "同意",
        "要求",
        "决定",
        "決定",
        "通知",
        "通告",
        "公告",
        "命令",
        "行政令",
        "备忘录",
        "備忘錄",
        "指令",
        "商定",
        "说定",
        "說定",
        "谈妥",
        "裁定",
        "最终规则",
        "最終規則",
        "最终条例",
        "最終條例",
        "明确",
        "明確",
        "发布意见",
        "發布意見",
    ];
    const OPENS: &[&str] = &[
        "Por mandato",
        "Por acuerdo",
        "Por decreto",
        "Por orden",
        "Por instrucci",
        "En virtud",
        "Mediante",
        "Par décret",
        "Par arrêté",
        "Par le présent",
        "En vertu",
        "Sur ordre",
        "Sur instruction",
        "Aux termes",
        "By order",
        "By direction",
        "By this",
        "By virtue",
        "Pursuant to",
    ];
    let text = scan.text.get(segment.clone()).unwrap_or_default();
    let formula = match scan.lang {
        Lang::Zh => {
            let text = text.trim_end_matches(['，', ',']);
            text.chars().count() <= FORMULA && ENDS.iter().any(|end| text.ends_with(end))
        }
        _ => text.ends_with(',') && OPENS.iter().any(|open| text.starts_with(open)),
    };
    formula && !scan.within(segment).any(|hit| matches!(hit.entry.kind, Kind::Object(_)))
}

/// Whether a Chinese segment only says that the text is made public: 现予公布，自…起施行.
fn only_publishes(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    let text = scan.text.get(segment.clone()).unwrap_or_default().trim_end_matches(['，', '。']);
    let shown = ["现予公布", "現予公布", "现予发布", "現予發布", "现予公告", "現予公告", "特此公告", "现予以公布"];
    scan.lang == Lang::Zh && shown.contains(&text)
}

/// Signs of the longest formula.
const FORMULA: usize = 24;

/// Whether a Chinese segment only names those whom the rule after it is for: 未取得许可证的，不得出口.
fn names_whom(scan: &Scan<'_>, segment: &Range<usize>) -> bool {
    let text = scan.text.get(segment.clone()).unwrap_or_default();
    scan.lang == Lang::Zh && text.strip_suffix('，').is_some_and(|text| text.ends_with(['的', '者']))
}

/// Whether a segment after an act begins an offer of its own: "…; more is possible if …", "…, and if …, …".
fn offers(scan: &Scan<'_>, segment: &Range<usize>, conditional: bool) -> bool {
    let last = scan.text.get(segment.end..).is_none_or(|rest| rest.trim().is_empty());
    if conditional {
        let goes_on = scan.lang == Lang::Zh || starts_with(scan, segment, Role::Coordinator, 2);
        return goes_on && !last;
    }
    let joined = scan.text[..segment.start].trim_end().ends_with([';', '；'])
        || starts_with(scan, segment, Role::Coordinator, 2);
    joined && scan.has(segment, Role::Condition)
}

/// The clause up to a relative clause that follows its verb: what is told there is no part of the act.
pub(super) fn main_part(scan: &Scan<'_>, range: &Range<usize>, lead: Option<&(Role, Range<usize>)>) -> Range<usize> {
    let verb = lead.map_or(range.start, |(_, at)| at.end).max(range.start);
    let opener =
        scan.cues(&(verb..range.end), Role::Embedded).find(|hit| scan.text[verb..hit.start].trim_end().ends_with(','));
    range.start..opener.map_or(range.end, |hit| hit.start)
}

fn starts_with(scan: &Scan<'_>, range: &Range<usize>, role: Role, within: usize) -> bool {
    scan.cues(range, role).next().is_some_and(|hit| hit.start <= range.start + within)
}

fn is_act(scan: &Scan<'_>, range: &Range<usize>) -> bool {
    let (mut verb, mut class) = (false, false);
    let (mut gives_out, mut instrument, mut what) = (false, false, false);
    for hit in scan.within(range) {
        match &hit.entry.kind {
            Kind::Cue(role) => verb |= is_verb(*role) && *role != Role::Regulatory && *role != Role::Rhetoric,
            Kind::Class(_) => class = true,
            Kind::Concept(name) if name == "publish" => gives_out = true,
            Kind::Concept(name) if name == "rule" => instrument = true,
            Kind::Concept(name) => what = what || tells_what(name),
            _ => {}
        }
    }
    // "The two ministries issued a notice": what the notice says comes next.
    let announces = gives_out && instrument && !what;
    verb && !announces && (class || what || gives_out)
}

/// Whether a concept says what an act is about, rather than how or by whom.
fn tells_what(concept: &str) -> bool {
    const HOW: [&str; 19] = [
        "start",
        "stop",
        "continue",
        "raise",
        "lower",
        "agree",
        "decide",
        "plan",
        "say",
        "done",
        "count",
        "wish",
        "maybe",
        "firms",
        "border",
        "rule",
        "cooperate",
        "found",
        "close",
    ];
    !HOW.contains(&concept)
}

fn starts_with_condition(scan: &Scan<'_>, range: &Range<usize>) -> bool {
    scan.cues(range, Role::Condition).next().is_some_and(|hit| hit.start <= range.start + 8 && hit.start < range.end)
}

/// Where the "and" stands that joins a verb to the act before it: "suspended the duty and created an office".
fn joined_verb(scan: &Scan<'_>, hit: &Hit<'_>) -> Option<usize> {
    const AND: [&str; 7] = [" and ", " y ", " e ", " et ", "并", "並", "且"];
    let Kind::Cue(role) = hit.entry.kind else { return None };
    let binds = matches!(
        role,
        Role::Intends | Role::Pledged | Role::Ordered | Role::InForce | Role::Withdrawal | Role::Deontic
    );
    let before = scan.text.get(..hit.start)?;
    let and = AND.iter().find(|and| binds && before.ends_with(*and))?;
    Some(hit.start - and.trim_start().len())
}

fn segments(scan: &Scan<'_>) -> Vec<Range<usize>> {
    let text = scan.text;
    let mut cuts: Vec<usize> = Vec::new();
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let between_digits =
            at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + c.len_utf8()).is_some_and(u8::is_ascii_digit);
        if matches!(c, ',' | ';' | '，' | '；' | '—' | '。') && !between_digits {
            cuts.push(at + c.len_utf8());
        }
    }
    cuts.extend(scan.cues(&(0..text.len()), Role::Coordinator).map(|hit| hit.start));
    cuts.extend(scan.hits.iter().filter_map(|hit| joined_verb(scan, hit)));
    cuts.sort_unstable();
    cuts.dedup();
    let mut start = 0;
    let mut all = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts.into_iter().chain([text.len()]) {
        if cut > start {
            all.push(start..cut);
            start = cut;
        }
    }
    all
}
