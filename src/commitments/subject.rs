//! Pure. A clause in, who is bound out: the grammatical subject before the verb, measured against whose page it is.

use std::ops::Range;

use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::scan::Scan;

/// A country, with its agency when one is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Party {
    pub(super) country: String,
    pub(super) agency: Option<String>,
}

impl Party {
    /// `CN:MPS`, or `CN`.
    pub(super) fn id(&self) -> String {
        self.agency.clone().unwrap_or_else(|| self.country.clone())
    }
}

/// Whose page it is.
#[derive(Debug, Clone, Default)]
pub(super) struct PageSide {
    /// The owner; None for a news outlet or when nothing is known.
    pub(super) party: Option<Party>,
    /// Whether the page is by somebody who is no party.
    pub(super) neutral: bool,
    /// Who the sentences before spoke of, for pronouns.
    pub(super) carried: Option<Party>,
    /// Countries the title names, in order.
    pub(super) titled: Vec<String>,
    /// Whether the title says that several sides make the statement together.
    pub(super) joint: bool,
    /// The office the title names, of which a gazette prints the act.
    pub(super) issuer: Option<String>,
}

/// What a title calls a statement of several sides.
const TOGETHER: &[&str] = &[
    "joint statement",
    "joint communi",
    "joint declaration",
    "joint press",
    "declaración conjunta",
    "comunicado conjunto",
    "déclaration conjointe",
    "communiqué conjoint",
    "联合声明",
    "聯合聲明",
    "联合公报",
    "聯合公報",
    "共同声明",
    "共同聲明",
    "联合新闻公报",
    "聯合新聞公報",
];

impl PageSide {
    /// Adds what the page's title says of parties.
    pub(super) fn with_title(mut self, title: &Scan<'_>) -> Self {
        let whole = 0..title.text.len();
        self.titled = countries(title, &whole);
        let lower = title.text.to_lowercase();
        self.joint = TOGETHER.iter().any(|words| lower.contains(words)) && self.sides().len() > 1;
        let owner = self.party.as_ref();
        self.issuer = title.within(&whole).find_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, agency: Some(agency) } => {
                let own =
                    owner.is_some_and(|o| countries.first() == Some(&o.country) && o.agency.as_ref() != Some(agency));
                own.then(|| agency.clone())
            }
            _ => None,
        });
        self
    }

    /// The countries of the title and of the page's owner, by their codes.
    pub(super) fn sides(&self) -> Vec<String> {
        let owner = self.party.iter().map(|party| &party.country);
        let mut all: Vec<String> =
            self.titled.iter().chain(owner).filter(|code| !code.contains("UN")).cloned().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether a party's promise on this page is its own word: a joint text is of all its sides, and an outlet or a body of
    /// states reports what each announces.
    pub(super) fn speaks_for(&self, country: &str) -> bool {
        let of_states = self.party.as_ref().is_some_and(|party| party.country == "UN");
        self.neutral || of_states || (self.joint && self.sides().iter().any(|side| side == country))
    }

    /// The country the title speaks of first.
    pub(super) fn first_titled(&self) -> Option<&str> {
        self.titled.first().map(String::as_str)
    }
}

/// Who is bound by a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// The page's own side; the flag says that it is a country or "we" rather than an office.
    Own { broad: bool },
    /// A party named on the page of somebody else.
    Named(Party),
    /// Two or more sides.
    Joint(Vec<String>),
    /// Another side of which no more is known.
    Others,
    /// Firms or persons under somebody's rule, with their country if told.
    Regulated(Option<Party>),
    /// Traffickers, deaths, markets.
    NonActor,
    /// Not said.
    Unknown,
}

/// The subject of the verb at `verb` in a clause.
pub(super) fn of(scan: &Scan<'_>, clause: &Range<usize>, verb: usize, page: &PageSide) -> Subject {
    let from = scan
        .cues(&(clause.start..verb), Role::Attribution)
        .last()
        .map_or(clause.start, |said| if said.end < verb { said.end } else { clause.start });
    let before = from..verb;
    if let Some(main) = after_condition(scan, &before)
        && let Some(found) = joint(scan, &main, page).or_else(|| first(scan, &main, page))
    {
        return found;
    }
    if let Some(joint) = joint(scan, &before, page) {
        return joint;
    }
    if let Some(found) = first(scan, &before, page) {
        return found;
    }
    if from > clause.start
        && let Some(found) = first(scan, &(clause.start..from), page)
    {
        return found;
    }
    Subject::Unknown
}

/// The office named right after its country: "Mexico's Ministry of …", 中国商务部.
pub(super) fn office_after(scan: &Scan<'_>, named: &Hit<'_>, country: &str) -> Option<String> {
    scan.within(&(named.end..(named.end + 96).min(scan.text.len())))
        .take_while(|hit| hit.start <= named.end + 4)
        .find_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, agency } if countries.first().is_some_and(|c| c == country) => agency.clone(),
            _ => None,
        })
}

/// What stands after the comma that ends a condition: the main clause has a subject of its own.
fn after_condition(scan: &Scan<'_>, before: &Range<usize>) -> Option<Range<usize>> {
    let condition = scan.cues(before, Role::Condition).last()?;
    let comma = scan.text.get(condition.end..before.end)?.rfind([',', '，'])?;
    Some(condition.end + comma + 1..before.end)
}

fn first(scan: &Scan<'_>, before: &Range<usize>, page: &PageSide) -> Option<Subject> {
    for hit in scan.within(before) {
        if scan.after_preposition(hit.start) {
            continue;
        }
        match &hit.entry.kind {
            Kind::Party { countries, agency } if countries.len() == 1 => {
                let agency = agency.clone().or_else(|| office_after(scan, hit, &countries[0]));
                let party = Party { country: countries[0].clone(), agency };
                return Some(if governs_firms(scan, hit, before) {
                    Subject::Regulated(Some(party))
                } else {
                    side_of(party, page)
                });
            }
            Kind::Cue(Role::OwnSubject) if !opens_a_name(scan, hit) => {
                let broad = matches!(hit.entry.gloss.as_str(), "") && scan.text[hit.range()].len() <= 3;
                return Some(own(page, broad));
            }
            Kind::Cue(Role::Pronoun | Role::Measure) => {
                if let Some(both) = joint(scan, &(0..hit.start), page) {
                    return Some(both);
                }
                let spoken_of = named_before(scan, hit.start).or_else(|| page.carried.clone());
                return Some(spoken_of.map_or(Subject::Unknown, |party| side_of(party, page)));
            }
            Kind::Cue(Role::OtherSubject) if !scan.after_preposition_and_adjective(hit.start) => {
                return Some(Subject::Others);
            }
            // "To prevent overdose deaths, the ministry …": what stands before a comma is not the subject.
            Kind::Cue(Role::Nonactor) if scan.text[hit.end..before.end.max(hit.end)].contains([',', '，']) => {}
            // "The Drug Enforcement Administration" is a name, not "the drug".
            Kind::Cue(Role::Nonactor) if opens_a_name(scan, hit) => {}
            Kind::Cue(Role::Nonactor) => return Some(Subject::NonActor),
            Kind::Binds(_) => return Some(Subject::Regulated(None)),
            _ => {}
        }
    }
    None
}

/// The first party the sentence names as a subject before a place: what a pronoun there stands for.
pub(super) fn named_before(scan: &Scan<'_>, at: usize) -> Option<Party> {
    named_in(scan, &(0..at))
}

/// The first party named in a range that no preposition governs.
pub(super) fn named_in(scan: &Scan<'_>, range: &Range<usize>) -> Option<Party> {
    scan.within(range).find_map(|hit| match &hit.entry.kind {
        Kind::Party { countries, agency } if countries.len() == 1 && !scan.after_preposition(hit.start) => {
            Some(Party { country: countries[0].clone(), agency: agency.clone() })
        }
        _ => None,
    })
}

/// Whether the words begin or are the name of a party: "the ministry" of "the Ministry of Commerce", 中方.
pub(super) fn opens_a_name(scan: &Scan<'_>, own: &Hit<'_>) -> bool {
    let first = scan.hits.partition_point(|hit| hit.start < own.start);
    scan.hits[first..]
        .iter()
        .take_while(|hit| hit.start < own.end)
        .any(|hit| matches!(hit.entry.kind, Kind::Party { .. }) && hit.end >= own.end)
}

fn own(page: &PageSide, broad: bool) -> Subject {
    match (&page.carried, page.neutral) {
        (Some(party), true) => Subject::Named(party.clone()),
        (None, true) => Subject::Unknown,
        _ => Subject::Own { broad },
    }
}

pub(super) fn governs_firms(scan: &Scan<'_>, party: &Hit<'_>, before: &Range<usize>) -> bool {
    scan.within(&(party.end..before.end))
        .any(|hit| matches!(hit.entry.kind, Kind::Binds(_)) && hit.start <= party.end + 14)
}

/// Own side or another's.
pub(super) fn side_of(party: Party, page: &PageSide) -> Subject {
    match &page.party {
        Some(owner) if owner.country == party.country => Subject::Own { broad: party.agency.is_none() },
        _ => Subject::Named(party),
    }
}

/// Joint words, a named group, or two parties with "and" between them.
fn joint(scan: &Scan<'_>, before: &Range<usize>, page: &PageSide) -> Option<Subject> {
    let mut words = scan.cues(before, Role::JointSubject).peekable();
    if words.peek().is_some() {
        let mut sides = countries(scan, &(0..scan.text.len()));
        if let Some(owner) = &page.party
            && !sides.contains(&owner.country)
            && owner.country != "UN"
        {
            sides.push(owner.country.clone());
        }
        sides.sort_unstable();
        return Some(Subject::Joint(sides));
    }
    let parties: Vec<(&Hit<'_>, &Vec<String>)> = scan
        .within(before)
        .filter_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, .. } => Some((hit, countries)),
            _ => None,
        })
        .collect();
    if let Some((_, group)) = parties.iter().find(|(hit, c)| c.len() > 1 && !scan.after_preposition(hit.start)) {
        let mut sides = (*group).clone();
        sides.sort_unstable();
        return Some(Subject::Joint(sides));
    }
    let pair = parties.windows(2).find(|pair| {
        let gap = pair[0].0.end..pair[1].0.start;
        pair[0].1 != pair[1].1
            && gap.len() <= 12
            && !scan.after_preposition(pair[0].0.start)
            && scan.has(&gap, Role::AndJoint)
    })?;
    let mut sides: Vec<String> = pair.iter().flat_map(|(_, c)| c.iter().cloned()).collect();
    sides.sort_unstable();
    Some(Subject::Joint(sides))
}

/// Countries named in a range, each once, in order.
pub(super) fn countries(scan: &Scan<'_>, range: &Range<usize>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for hit in scan.within(range) {
        if let Kind::Party { countries, agency } = &hit.entry.kind {
            for country in countries {
                // A body of the United Nations stands for itself.
                let code = agency.as_ref().filter(|_| country == "UN").unwrap_or(country);
                if !all.contains(code) {
                    all.push(code.clone());
                }
            }
        }
    }
    all
}

/// Who is said to have said it: the party nearest to a word of saying, before it or right after.
pub(super) fn speaker(scan: &Scan<'_>) -> Option<(Party, Range<usize>)> {
    let said = scan.cues(&(0..scan.text.len()), Role::Attribution).next()?;
    let near = |range: Range<usize>, last: bool| {
        let mut parties = scan.within(&range).filter_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, agency } if countries.len() == 1 => {
                Some((Party { country: countries[0].clone(), agency: agency.clone() }, hit.range()))
            }
            _ => None,
        });
        if last { parties.last() } else { parties.next() }
    };
    let before = said.start.saturating_sub(90)..said.start;
    let trailing = said.start > scan.text.len() / 2;
    near(before, true).or_else(|| if trailing { near(said.end..scan.text.len(), false) } else { None })
}
