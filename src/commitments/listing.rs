//! Pure. A sentence of control in, the chemicals its list names out, also those that no lexicon knows: by how chemical names
//! are built, and by registry numbers that pass their check digit.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::chemical::{self, Part};
use super::lexicon::{Kind, Lexicons};
use super::scan::Scan;
use super::topic;
use super::topic_file::cas_checks;
use crate::model::ActionClass;

/// No list is longer; what follows is not looked at.
const MOST: usize = 200;

/// Bytes between a name and the registry number that belongs to it: " (CAS No. ".
const BESIDE: usize = 24;

/// A member of a list: where it stands in the sentence, and what it is called.
struct Member {
    at: Range<usize>,
    id: String,
    known: bool,
}

/// Ids of the objects named in a range, in order, each once; in a sentence of control also the members of its list that no
/// lexicon knows, as written.
pub(super) fn objects(
    lexicons: &Lexicons,
    scan: &Scan<'_>,
    range: &Range<usize>,
    class: Option<ActionClass>,
) -> Vec<String> {
    let controls = matches!(
        class,
        Some(ActionClass::ScheduleControl | ActionClass::ExportLicence | ActionClass::MonitoringReport)
    );
    if !controls {
        return topic::objects(lexicons, scan, range);
    }
    let known = topic::named(lexicons, scan, range);
    let names = names(scan, range);
    // "1-(2-phenylpropyl)-4-piperidone" is another substance than the one its name ends in.
    let part = |at: &Range<usize>| names.iter().any(|name| name.start <= at.start && at.end <= name.end && name != at);
    let mut members: Vec<Member> = known
        .iter()
        .filter(|(at, _)| !part(at))
        .map(|(at, index)| Member { at: at.clone(), id: lexicons.topic.objects[*index].id.clone(), known: true })
        .collect();
    // Also a name that means a substance of the topic only in its context is no unknown one.
    let named = |at: &Range<usize>| {
        scan.within(range)
            .any(|hit| matches!(hit.entry.kind, Kind::Object(_)) && hit.start <= at.start && at.end <= hit.end)
    };
    for at in names.iter().filter(|at| !named(at)) {
        members.push(Member { at: at.clone(), id: as_written(scan, at), known: false });
    }
    members.sort_by_key(|member| member.at.start);
    number(scan, range, &mut members);
    let mut ids: Vec<String> = Vec::new();
    for member in members.into_iter().take(MOST) {
        if !ids.iter().any(|id| same_name(id, &member.id)) {
            ids.push(member.id);
        }
    }
    ids
}

fn same_name(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

static CAS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9-])([0-9]{2,7} ?- ?[0-9]{2} ?- ?[0-9])(?:[^0-9-]|$)")
        .expect("a short literal pattern compiles")
});

/// Adds the registry numbers that belong to no name; a number the lexicon knows takes the place of a name it does not.
fn number(scan: &Scan<'_>, range: &Range<usize>, members: &mut Vec<Member>) {
    let inside = scan.folded.range_of(range);
    let text = &scan.folded.text[inside.clone()];
    if !text.contains('-') {
        return;
    }
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| CAS.captures_at(rest, 0)).and_then(|all| all.get(1)) {
        let folded = inside.start + from + found.start()..inside.start + from + found.end();
        let number: String = found.as_str().chars().filter(|c| *c != ' ').collect();
        from += found.end();
        let at = scan.folded.original(folded.clone());
        if !cas_checks(&number) || (is_date(&number) && !is_labelled(&scan.folded.text, folded.start)) {
            continue;
        }
        let owner = members
            .iter()
            .position(|m| m.at.end <= at.start && at.start - m.at.end <= BESIDE && belongs(scan, m.at.end..at.start));
        let listed = scan.cas.iter().any(|(known, _)| known.start == at.start);
        match (owner, listed) {
            (Some(owner), true) if !members[owner].known => {
                members.remove(owner);
            }
            (Some(_), _) | (None, true) => {}
            (None, false) => members.push(Member { at, id: number, known: false }),
        }
    }
    members.sort_by_key(|member| member.at.start);
}

/// Whether the text between a name and a number makes the number the name's: "(CAS No. ", "（CAS号：".
fn belongs(scan: &Scan<'_>, gap: Range<usize>) -> bool {
    let gap = scan.text.get(gap).unwrap_or_default().to_lowercase();
    !gap.contains([',', '、', '，', ';', '；', ')', '）', '。'])
}

/// Whether a number could be a date: 2025-11-8.
fn is_date(number: &str) -> bool {
    let mut parts = number.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
    let (year, month) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    (1900..2100).contains(&year) && (1..=12).contains(&month)
}

fn is_labelled(text: &str, at: usize) -> bool {
    let mut from = at.saturating_sub(BESIDE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text[from..at].contains("cas")
}

/// A name as the text has it, with one spelling of width, hyphens and blanks, and without what shows nothing.
fn as_written(scan: &Scan<'_>, at: &Range<usize>) -> String {
    let text = scan.text.get(at.clone()).unwrap_or_default();
    let plain = text.nfkc().filter_map(|c| match c {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' => None,
        '\u{2010}'..='\u{2013}' | '\u{2043}' | '\u{2212}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{2032}' => Some('\''),
        c => Some(c),
    });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where chemical names stand that are built as such, off-topic ones left out.
fn names(scan: &Scan<'_>, range: &Range<usize>) -> Vec<Range<usize>> {
    let inside = scan.folded.range_of(range);
    let text = &scan.folded.text[inside.clone()];
    let words = chemical::words(text);
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut n = 0;
    while n < words.len() && all.len() < MOST {
        let mut end = n;
        // A name goes on over blanks, and in Spanish and French over "de".
        while end < words.len() && (end == n || !words[end - 1].ends) && words[end].part != Part::No {
            let connects = words[end].part == Part::Connector;
            if connects
                && (end == n || words.get(end + 1).is_none_or(|next| !matches!(next.part, Part::Piece | Part::Name)))
            {
                break;
            }
            end += 1;
        }
        let run = &words[n..end];
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && chemical::is_name(run)
        {
            let at = inside.start + first.at.start..inside.start + last.at.end;
            all.push(scan.folded.original(at));
        }
        n = end.max(n + 1);
    }
    all.extend(
        chemical::han_names(text)
            .into_iter()
            .map(|at| scan.folded.original(inside.start + at.start..inside.start + at.end)),
    );
    all.retain(|at| !is_off(scan, at) && !is_salt_of_known(scan, at));
    all
}

fn is_off(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    scan.within(at).any(|hit| hit.entry.kind == Kind::Off)
}

/// "4-piperidone hydrochloride": the substance known, in another form.
fn is_salt_of_known(scan: &Scan<'_>, at: &Range<usize>) -> bool {
    scan.within(at).filter(|hit| matches!(hit.entry.kind, Kind::Object(_)) && hit.start == at.start).any(|hit| {
        let rest = scan.text.get(hit.end..at.end).unwrap_or_default().to_lowercase();
        !rest.is_empty() && rest.split_whitespace().all(chemical::is_salt)
    })
}
#[cfg(test)]
mod tests {
    use super::super::{Context, Recognizer};
    use crate::model::{AgencyTable, Lang, SourceType};

    fn objects(text: &str, lang: Lang) -> Vec<String> {
        let recognizer = Recognizer::new(AgencyTable::built_in());
        let context = Context {
            lang: Some(lang),
            agency: Some("CN:MOFCOM".to_owned()),
            source_type: SourceType::Gazette,
            ..Context::default()
        };
        let claims = recognizer.sentence(text, &context);
        claims.into_iter().find(|claim| claim.is_commitment).map(|claim| claim.record.objects).unwrap_or_default()
    }

    #[test]
    fn members_of_a_list_of_control_are_objects_as_written() {
        for (lang, text, wanted) in [
            (
                Lang::En,
                "The Ministry will require an export licence for 4-AP (CAS 23056-29-3), 1-(2-phenylpropyl)-4-piperidone \
                 (CAS 12345-67-8) and Ethyl 4\u{2010}oxopiperidine\u{2011}1\u{2013}carboxylate (CAS No. 29976-53-2) from 1 March 2027.",
                &["4-AP", "1-(2-phenylpropyl)-4-piperidone", "Ethyl 4-oxopiperidine-1-carboxylate"][..],
            ),
            (
                Lang::En,
                "China will ban exports of norfentanyl, ethyl chloroacetate, CAS 64-17-5 and 4-piperidone hydrochloride.",
                &["norfentanyl", "ethyl chloroacetate", "64-17-5", "4-piperidone"],
            ),
            (
                Lang::Zh,
                "决定对氯乙酸乙酯、４－哌啶酮（ＣＡＳ　４１６６１－４７－６）、1-苄基-4-氨基哌啶和硼氢化钠等芬太尼前体实施出口许可管理。",
                &["氯乙酸乙酯", "4-piperidone", "1-苄基-4-氨基哌啶", "硼氢化钠"],
            ),
            (
                Lang::Es,
                "Queda prohibida la exportación de 4-piperidona, cloruro de propionilo, borohidruro de sodio y anhídrido acético.",
                &["4-piperidone", "propionyl_chloride", "borohidruro de sodio", "anhídrido acético"],
            ),
            (
                Lang::Fr,
                "Il est interdit d'exporter de la norfentanyl, du chlorure de propionyle, de l'acide phénylacétique et du N-benzyl-4-pipéridone.",
                &["norfentanyl", "propionyl_chloride", "acide phénylacétique", "N-benzyl-4-pipéridone"],
            ),
            // A registry number that fails its check digit, a date, and a drug off the topic are none.
            (
                Lang::En,
                "From 2025-11-8 the Ministry will require an export licence for norfentanyl, CAS 64-17-6, and methamphetamine.",
                &["norfentanyl"],
            ),
        ] {
            assert_eq!(objects(text, lang), wanted, "{text}");
        }
    }

    #[test]
    fn a_sentence_that_controls_nothing_names_what_the_lexicon_knows() {
        let text = "Police will train with the United States on fentanyl and on acetic anhydride.";
        assert_eq!(objects(text, Lang::En), ["fentanyl"]);
    }
}
