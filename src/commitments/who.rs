//! Pure. A clause on its page in, who acts in it out: an office, a country as a whole, several sides.

use std::ops::Range;

use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::scan::Scan;
use super::sides::{COUNTS, GOVERNING, GOVERNMENT, OURSELVES, SIDES, joins};
use super::subject::{self, PageSide, Party};
use crate::model::{ActionClass, Lang, SourceType};

/// Who acts, as the words have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Side {
    /// Offices of one country, the first of which acts.
    Offices(Vec<String>),
    /// A country as a whole.
    Country(String),
    /// "The government".
    Government,
    /// "We", "the ministry".
    Own,
    /// The police, the customs: some office of the page's side.
    SomeOffice,
    /// Several sides.
    Joint(Vec<String>),
}

/// Parts of a sentence before its verb that are searched for a subject by themselves.
const PARTS: usize = 8;

/// Beginnings of nouns for a government or an office, in Spanish and French.
const OFFICES: &[&str] = &[
    "gob",
    "gouv",
    "autorid",
    "autorit",
    "aduan",
    "douan",
    "polic",
    "minist",
    "cancill",
    "president",
    "présid",
    "primer",
    "premier",
    "embaj",
    "ambass",
    "secretar",
    "secrét",
    "fiscal",
    "procur",
    "ejérc",
    "armée",
    "armada",
    "marine",
    "agenci",
    "agence",
    "parte",
    "partie",
    "lado",
    "côté",
    "funcion",
    "fonction",
    "portavoz",
    "delega",
    "délég",
    "congres",
    "congrès",
    "parlam",
    "parlem",
    "estado",
    "état",
    "comisi",
    "commiss",
    "direcc",
    "direct",
    "servic",
    "administra",
    "justic",
    "tesor",
    "trésor",
    "chancel",
    "diplom",
    "mandat",
    "dirig",
    "líder",
];

/// What stands around a clause.
pub(super) struct Place<'p, 's, 'a> {
    pub(super) page: &'p PageSide,
    pub(super) source: &'p SourceType,
    pub(super) scan: &'s Scan<'a>,
    pub(super) range: &'p Range<usize>,
    pub(super) lead: Option<&'p (Role, Range<usize>)>,
    pub(super) speaker: Option<&'p Party>,
    pub(super) class: Option<ActionClass>,
}

/// Who acts: the actor's id, all that issue the act, and whether several sides do.
pub(super) struct Who {
    pub(super) actor: Option<String>,
    pub(super) issuers: Vec<String>,
    pub(super) joint: bool,
}

impl Place<'_, '_, '_> {
    /// Who acts in the clause.
    pub(super) fn who(&self) -> Who {
        let side = self.side();
        if let Some(Side::Joint(sides)) = side {
            return Who { actor: Some(sides.join("+")), issuers: sides, joint: true };
        }
        let issuers = self.issuers(side.as_ref());
        Who { actor: issuers.first().cloned(), issuers, joint: false }
    }

    /// The subject of the clause's verb, else who is told to have done it, else the subject of what stands before.
    fn side(&self) -> Option<Side> {
        let verb = self.lead.map_or(self.range.end, |(_, at)| at.start).max(self.range.start);
        let before = self.range.start..verb;
        let said = self.scan.cues(&before, Role::Attribution).last().map(|hit| hit.end).filter(|end| *end < verb);
        let told = said.and_then(|said| self.subject(&(said..verb)));
        let sayer = self.subject(&(before.start..said.unwrap_or(verb)));
        let found = match (told, sayer) {
            // 外交部宣布中加对话中止: the talks of two sides are no subject where an office tells of them.
            (Some(Side::Joint(_)), Some(office @ Side::Offices(_))) if !self.page.neutral => Some(office),
            (Some(told), _) => Some(told),
            (None, sayer) => sayer,
        };
        let weak = found.as_ref().is_none_or(|side| *side == Side::SomeOffice);
        let found = found.filter(|_| !(weak && self.page.joint));
        let strong = found.clone().filter(|_| !weak);
        let earlier = || (self.range.start > 0).then(|| self.subject(&(0..self.range.start))).flatten();
        strong.or_else(|| self.agent(verb)).or_else(|| self.sides_after(verb)).or_else(earlier).or(found).or_else(
            || {
                let sides = self.page.sides();
                (self.page.joint && sides.len() > 1).then_some(Side::Joint(sides))
            },
        )
    }

    /// The subject in a region: in its last part after a comma that has one.
    fn subject(&self, region: &Range<usize>) -> Option<Side> {
        if let Some(both) = self.counted_sides(region) {
            return Some(both);
        }
        let text = self.scan.text.get(region.clone())?;
        let mut parts = text.rmatch_indices([',', '，', '：', ';', '；']).map(|(at, _)| region.start + at);
        let mut starts: Vec<usize> = Vec::new();
        while let Some(at) = parts.next().filter(|_| starts.len() < PARTS) {
            if !self.continues_a_list(at) {
                starts.push(at);
            }
        }
        starts.push(region.start);
        let mut end = region.end;
        for start in starts {
            if let Some(found) = self.first(&(start..end)) {
                return Some(found);
            }
            end = start;
        }
        self.first(region)
    }

    /// Sides told by their number: "our two governments", "the two neighbours".
    fn counted_sides(&self, region: &Range<usize>) -> Option<Side> {
        let text = self.scan.text.get(region.clone())?.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let articles = ["the", "our", "all", "los", "las", "nuestros", "les", "nos"];
        let governed = |at: usize| {
            let before = words[..at].iter().rev().find(|word| !articles.contains(word));
            before.is_some_and(|word| GOVERNING.contains(word))
        };
        let at = (1..words.len())
            .find(|at| COUNTS.contains(&words[at - 1]) && SIDES.contains(&words[*at]) && !governed(at - 1))?;
        self.both(&words[at - 1..=at].join(" "))
    }

    /// Several sides told after the verb that no subject was found for.
    fn sides_after(&self, verb: usize) -> Option<Side> {
        let after = verb..self.range.end;
        let mut told = self.scan.cues(&after, Role::JointSubject).filter(|hit| !self.scan.after_preposition(hit.start));
        let words = told.next().map(|hit| self.scan.text.get(hit.range()).unwrap_or_default().to_lowercase())?;
        self.both(&words)
    }

    /// Whether the comma at a place stands inside a list of parties.
    fn continues_a_list(&self, comma: usize) -> bool {
        let near = comma.saturating_sub(60)..comma;
        let list = self.scan.text[comma..].starts_with([',', '，']);
        list && self.scan.within(&near).any(|hit| is_party(hit) && hit.end == comma)
    }

    fn first(&self, region: &Range<usize>) -> Option<Side> {
        let mut group: Option<Side> = None;
        for hit in self.scan.within(region) {
            // Most words are none of these: what stands before them need not be looked at.
            let actor = matches!(hit.entry.kind, Kind::Party { .. } | Kind::Binds(_));
            if !actor && ![Role::JointSubject, Role::OwnSubject, Role::Pronoun].iter().any(|role| hit.entry.is(*role)) {
                continue;
            }
            let joint = hit.entry.is(Role::JointSubject);
            if self.scan.after_preposition(hit.start) && !(joint && self.agreed_by(hit.start)) {
                continue;
            }
            let found = match &hit.entry.kind {
                Kind::Party { countries, .. } if countries.len() > 1 => {
                    let mut sides = countries.clone();
                    sides.sort_unstable();
                    group = group.or(Some(Side::Joint(sides)));
                    continue;
                }
                Kind::Party { .. } if self.only_describes(hit, region) => continue,
                Kind::Party { countries, agency } => self.listed(hit, &countries[0], agency.as_ref(), region),
                Kind::Cue(Role::JointSubject) => match self.both(&self.words(hit)) {
                    Some(both) => both,
                    None => continue,
                },
                Kind::Cue(Role::OwnSubject) if !subject::opens_a_name(self.scan, hit) => self.own(hit),
                Kind::Cue(Role::Pronoun) => match self.spoken_of(hit.start) {
                    Some(side) => side,
                    None => continue,
                },
                Kind::Binds(_) if group.is_none() => return None,
                _ => continue,
            };
            // 中美对话 is no subject where an office is one.
            let named = matches!(found, Side::Offices(_) | Side::Country(_));
            return if named { Some(found) } else { group.or(Some(found)) };
        }
        group
    }

    fn agreed_by(&self, at: usize) -> bool {
        let before = self.scan.text[..at].trim_end().trim_end_matches(" the");
        [" by", "经", "經", "por", "par"].iter().any(|word| before.ends_with(word))
    }

    /// Whether a country's name only describes a noun that is no office: "Chinese goods", 墨西哥青年.
    fn only_describes(&self, hit: &Hit<'_>, region: &Range<usize>) -> bool {
        let Kind::Party { countries, agency: None } = &hit.entry.kind else { return false };
        // 对美, 赴华 hold their own preposition.
        if self.words(hit).starts_with(['对', '對', '赴', '输', '輸', '访', '訪', '驻', '駐', '在', '来', '來'])
        {
            return true;
        }
        if subject::office_after(self.scan, hit, &countries[0]).is_some() {
            return false;
        }
        let own = self.page.party.as_ref().is_some_and(|owner| owner.country == countries[0]);
        if own && subject::governs_firms(self.scan, hit, region) {
            return true;
        }
        let word = self.scan.text.get(hit.range()).unwrap_or_default();
        if matches!(self.scan.lang, Lang::Es | Lang::Fr) {
            // An adjective stands after its noun: "bienes canadienses", "experts sino-américains".
            let before = self.scan.text[..hit.start].trim_end().trim_end_matches("sino-").trim_end();
            let noun = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
            let office = OFFICES.iter().any(|office| noun.starts_with(office));
            return word.starts_with(char::is_lowercase) && noun.chars().count() > 3 && !office;
        }
        let adjective = ["ese", "ian", "ican", "ish"].iter().any(|end| word.ends_with(end));
        let next = self.scan.text.get(hit.end..).unwrap_or_default().split_whitespace().next().unwrap_or_default();
        let office = ["government", "authorit", "official", "side", "president", "minister", "ministry", "customs"];
        adjective && !office.iter().any(|noun| next.starts_with(noun))
    }

    /// The party of a hit with those listed after it.
    fn listed(&self, hit: &Hit<'_>, country: &str, agency: Option<&String>, region: &Range<usize>) -> Side {
        let office = agency.cloned().or_else(|| subject::office_after(self.scan, hit, country));
        let mut all: Vec<(String, Option<String>)> = vec![(country.to_owned(), office)];
        let mut end = hit.end;
        let rest = hit.end..region.end.max(hit.end);
        for next in self.scan.within(&rest).filter(|next| is_party(next)) {
            let Kind::Party { countries, agency } = &next.entry.kind else { continue };
            let gap = self.scan.text.get(end..next.start).unwrap_or_default();
            let beside = gap.trim().len() <= 2 && countries.first() == all.last().map(|(country, _)| country);
            // "The Navy and the Coast Guard of the United States": an office that is not known, with its country.
            let first = gap.split_whitespace().next().unwrap_or_default();
            let unknown =
                matches!(first, "and" | "y" | "et") && gap.len() <= 48 && !gap.contains([',', ';']) && agency.is_none();
            if countries.len() > 1 || !(joins(gap) || beside || (unknown && all.len() == 1 && countries[0] != country))
            {
                break;
            }
            end = next.end;
            let office = agency.clone().or_else(|| subject::office_after(self.scan, next, &countries[0]));
            if !beside {
                all.push((countries[0].clone(), office));
            }
        }
        if all.iter().any(|(one, _)| one != country) {
            let offices = all.iter().all(|(_, office)| office.is_some());
            let name = |(country, office): (String, Option<String>)| office.filter(|_| offices).unwrap_or(country);
            let mut sides: Vec<String> = all.into_iter().map(name).collect();
            sides.sort_unstable();
            sides.dedup();
            return Side::Joint(sides);
        }
        let mut offices: Vec<String> = all.into_iter().filter_map(|(_, office)| office).collect();
        offices.dedup();
        if offices.is_empty() { Side::Country(country.to_owned()) } else { Side::Offices(offices) }
    }

    /// The sides that "both sides" stands for; offices of one state are no sides.
    fn both(&self, words: &str) -> Option<Side> {
        let offices = ["部门", "部門", "agencies", "ministries", "agencias", "secretarías"];
        if offices.iter().any(|noun| words.contains(noun)) && !self.page.joint && !self.page.neutral {
            return Some(Side::Own);
        }
        let mut sides = self.page.sides();
        if sides.len() < 2 {
            let named = subject::countries(self.scan, &(0..self.scan.text.len()));
            sides.extend(named.into_iter().filter(|code| !code.contains("UN")));
            sides.sort_unstable();
            sides.dedup();
        }
        let three = ["three", "三", "tres", "trois"].iter().any(|word| words.contains(word));
        const NORTH_AMERICA: [&str; 3] = ["CA", "MX", "US"];
        if three && sides.len() < 3 && sides.iter().all(|side| NORTH_AMERICA.contains(&side.as_str())) {
            sides = NORTH_AMERICA.map(str::to_owned).to_vec();
        }
        (sides.len() > 1).then_some(Side::Joint(sides))
    }

    fn words(&self, hit: &Hit<'_>) -> String {
        self.scan.text.get(hit.range()).unwrap_or_default().to_lowercase()
    }

    fn own(&self, hit: &Hit<'_>) -> Side {
        let words = self.words(hit);
        // "The President of the CBSA".
        let head = self.scan.hits.iter().find_map(|next| match &next.entry.kind {
            Kind::Party { agency: Some(agency), .. } if next.start > hit.end && next.start <= hit.end + 8 => {
                Some(agency)
            }
            _ => None,
        });
        if let Some(agency) = head.filter(|_| self.scan.lang != Lang::Zh) {
            return Side::Offices(vec![agency.clone()]);
        }
        if GOVERNMENT.iter().any(|word| words.contains(word)) {
            let after = hit.end..(hit.end + 20).min(self.scan.text.len());
            let of = self.scan.hits.iter().find(|next| {
                next.start >= after.start
                    && next.start <= after.start + 9
                    && matches!(&next.entry.kind, Kind::Party { countries, agency: None } if countries.len() == 1)
            });
            return match of.map(|of| &of.entry.kind) {
                Some(Kind::Party { countries, .. }) => Side::Country(countries[0].clone()),
                _ => Side::Government,
            };
        }
        let named = OURSELVES.contains(&words.as_str()) || words.starts_with(['本', '我', 't', 'e', 'l']);
        if named { Side::Own } else { Side::SomeOffice }
    }

    /// Whom a pronoun stands for.
    fn spoken_of(&self, at: usize) -> Option<Side> {
        if let Some(told) = (at > 0).then(|| self.subject(&(0..at))).flatten() {
            return Some(told);
        }
        let party = subject::named_before(self.scan, at).or_else(|| self.page.carried.clone())?;
        Some(party.agency.map_or(Side::Country(party.country), |agency| Side::Offices(vec![agency])))
    }

    /// Who is told to have done it after the verb: "was opened by the two sides", 被加拿大卫生部决定终止.
    fn agent(&self, verb: usize) -> Option<Side> {
        let end = if self.page.neutral { self.scan.text.len() } else { self.range.end };
        let after = verb..end.max(verb);
        let marks: &[&str] = match self.scan.lang {
            Lang::En => &[" by", " by the"],
            Lang::Zh => &["被", "由", "经", "隶属", "隸屬"],
            Lang::Es => &[" por", " por la", " por el", " por los", " por las"],
            Lang::Fr => &[" par", " par la", " par le", " par les"],
        };
        self.scan.within(&after).find_map(|hit| {
            let before = self.scan.text[..hit.start].trim_end();
            let told = marks.iter().any(|mark| before.ends_with(mark));
            match &hit.entry.kind {
                _ if !told => None,
                Kind::Cue(Role::JointSubject) => self.both(&self.words(hit)),
                Kind::Party { countries, agency } if countries.len() == 1 => {
                    let own = self.page.party.as_ref().is_none_or(|owner| owner.country == countries[0]);
                    own.then(|| self.listed(hit, &countries[0], agency.as_ref(), &after))
                }
                _ => None,
            }
        })
    }
}

fn is_party(hit: &Hit<'_>) -> bool {
    matches!(hit.entry.kind, Kind::Party { .. })
}
