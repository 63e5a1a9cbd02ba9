//! Pure. One sentence in, everything the lexicons, dates and numbers find in it out, in text order.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::fold::{Folded, fold, han_ideograph};
use super::lexicon::{Entry, Kind, Lexicons, Role};
use super::matcher::{Hit, roles};
use super::settle;
use super::topic_file::cas_checks;
use crate::model::{ActionClass, Lang, PartialDate};
use crate::text::date::{self, FoundDate};
use crate::text::number;

/// Countries in one list beyond this many are not looked at.
const LONGEST_LIST: usize = 8;

/// A sentence with all hits.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) lang: Lang,
    pub(super) hits: Vec<Hit<'a>>,
    /// Roles that have a cue anywhere in the sentence, a bit each.
    roles: u128,
    /// Registry numbers: where, and which object of the topic.
    pub(super) cas: Vec<(Range<usize>, usize)>,
    pub(super) dates: Vec<FoundDate>,
    pub(super) numbers: Vec<(Range<usize>, f64)>,
    /// The text as it is matched.
    pub(super) folded: Folded,
}

impl<'a> Scan<'a> {
    /// Reads one sentence.
    pub(super) fn read(
        lexicons: &'a Lexicons,
        text: &'a str,
        lang: Lang,
        page_date: Option<PartialDate>,
        country: Option<&str>,
    ) -> Self {
        let folded = fold(text, &lexicons.han);
        let language = lexicons.language(lang);
        let mut hits = language.matcher.hits(&folded, text);
        settle::settle(text, &mut hits, language, lexicons);
        let cue = !hits.is_empty();
        hits.extend(lexicons.topic.matcher.hits(&folded, text));
        drop_parties_in_names(&mut hits);
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let cas = cas_numbers(&folded, lexicons);
        let (dates, numbers) = if cue {
            (date::find_in(text, Some(lang), page_date, country), number::find(text, Some(lang)))
        } else {
            (Vec::new(), Vec::new())
        };
        let roles = roles(&hits);
        Self { text, lang, hits, roles, cas, dates, numbers, folded }
    }

    /// The same sentence as another topic reads it.
    pub(super) fn under(&self, lexicons: &'a Lexicons) -> Self {
        let of_topic = |hit: &&Hit<'a>| {
            matches!(
                hit.entry.kind,
                Kind::Object(_) | Kind::Context(_) | Kind::Off | Kind::Party { .. } | Kind::Local(_)
            )
        };
        let mut hits: Vec<Hit<'a>> = self.hits.iter().filter(|hit| !of_topic(hit)).copied().collect();
        hits.extend(lexicons.topic.matcher.hits(&self.folded, self.text));
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let cas = cas_numbers(&self.folded, lexicons);
        let (dates, numbers, folded) = (self.dates.clone(), self.numbers.clone(), self.folded.clone());
        Self { text: self.text, lang: self.lang, hits, roles: self.roles, cas, dates, numbers, folded }
    }

    /// Reads names that many countries' offices have ("the commerce ministry") as those of the country beside them, of
    /// the page, or the only one spoken of; else they name nobody.
    pub(super) fn settle_local(&mut self, local: &'a [Entry], page_country: Option<&str>, titled: Option<&str>) {
        if !self.hits.iter().any(|hit| matches!(hit.entry.kind, Kind::Local(_))) {
            return;
        }
        let only = self.only_country();
        let kept: Vec<Option<&'a Entry>> = self
            .hits
            .iter()
            .map(|hit| {
                let Kind::Local(index) = hit.entry.kind else { return Some(hit.entry) };
                let entry = local.get(index)?;
                let Kind::Party { countries, .. } = &entry.kind else { return None };
                let beside = self.country_beside(&hit.range()).or_else(|| self.sign_before(hit.start));
                let meant = beside.as_deref().or(page_country).or(only.as_deref()).or(titled);
                (meant == countries.first().map(String::as_str)).then_some(entry)
            })
            .collect();
        let mut kept = kept.into_iter();
        self.hits.retain_mut(|hit| {
            let entry = kept.next().flatten();
            hit.entry = entry.unwrap_or(hit.entry);
            entry.is_some()
        });
    }

    /// The country that a sentence names as an actor, when it is only one.
    fn only_country(&self) -> Option<String> {
        let mut named = self.hits.iter().filter_map(|hit| match &hit.entry.kind {
            Kind::Party { countries, .. } if countries.len() == 1 && !self.after_preposition(hit.start) => {
                countries.first()
            }
            _ => None,
        });
        let first = named.next()?;
        named.all(|country| country == first).then(|| first.clone())
    }

    /// The country whose sign stands right before a Chinese name: 墨总统府.
    fn sign_before(&self, at: usize) -> Option<String> {
        const SIGNS: &[(char, &str)] =
            &[('美', "US"), ('墨', "MX"), ('加', "CA"), ('印', "IN"), ('中', "CN"), ('我', "CN")];
        let sign = self.text[..at].chars().next_back()?;
        SIGNS.iter().find(|(known, _)| *known == sign).map(|(_, country)| (*country).to_owned())
    }

    /// Of offices of several countries with one name keeps the one whose country stands beside it, else that of the
    /// page's country, else the one that is known by these very letters, else the first.
    pub(super) fn settle_namesakes(&mut self, page_country: Option<&str>) {
        let office = |hit: &Hit<'a>| match &hit.entry.kind {
            Kind::Party { countries, agency: Some(id) } => {
                countries.first().map(|country| (country.clone(), id.clone()))
            }
            _ => None,
        };
        if !self.hits.iter().any(|hit| matches!(hit.entry.kind, Kind::Party { agency: Some(_), .. })) {
            return;
        }
        let mut dropped = vec![false; self.hits.len()];
        let mut n = 0;
        while n < self.hits.len() {
            let range = self.hits[n].range();
            let same = self.hits[n..].iter().take_while(|hit| hit.range() == range).count();
            let offices: Vec<(usize, (String, String))> =
                (n..n + same).filter_map(|at| Some((at, office(&self.hits[at])?))).collect();
            if offices.len() > 1 {
                let word = self.text.get(range.clone()).unwrap_or_default();
                let beside = self.country_beside(&range);
                let named = |country: &str| offices.iter().find(|(_, (c, _))| c == country);
                let kept = beside.as_deref().and_then(named).or_else(|| page_country.and_then(named));
                let kept = kept.or_else(|| offices.iter().find(|(_, (_, id))| id.ends_with(&format!(":{word}"))));
                let kept = kept.or(offices.first()).map(|(at, _)| *at);
                offices.iter().filter(|(at, _)| Some(*at) != kept).for_each(|(at, _)| dropped[*at] = true);
            }
            n += same.max(1);
        }
        let mut drop = dropped.into_iter();
        self.hits.retain(|_| !drop.next().unwrap_or(false));
    }

    /// The country named right before or after a place: "Mexico's Ministry of …", "Ministry of … of Mexico".
    fn country_beside(&self, at: &Range<usize>) -> Option<String> {
        let near = at.start.saturating_sub(40)..(at.end + 48).min(self.text.len());
        self.hits[self.hits.partition_point(|hit| hit.start < near.start)..]
            .iter()
            .take_while(|hit| hit.start < near.end)
            .find_map(|hit| match &hit.entry.kind {
                Kind::Party { countries, agency: None } if countries.len() == 1 => {
                    let before = hit.end <= at.start && at.start - hit.end <= 4;
                    let after = hit.start >= at.end && hit.start - at.end <= 5;
                    (before || after).then(|| countries[0].clone())
                }
                _ => None,
            })
    }

    /// Hits inside a range.
    pub(super) fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &Hit<'a>> + use<'_, 'a> {
        let (from, to) = (range.start, range.end);
        let first = self.hits.partition_point(|hit| hit.start < from);
        self.hits[first..].iter().take_while(move |hit| hit.start < to).filter(move |hit| hit.end <= to)
    }

    /// Cues of a role inside a range.
    pub(super) fn cues(&self, range: &Range<usize>, role: Role) -> impl Iterator<Item = &Hit<'a>> + use<'_, 'a> {
        let there = self.roles & role.bit() != 0;
        let range = if there { range.clone() } else { 0..0 };
        self.within(&range).filter(move |hit| hit.entry.is(role))
    }

    /// Whether a role has a cue inside a range.
    pub(super) fn has(&self, range: &Range<usize>, role: Role) -> bool {
        self.cues(range, role).next().is_some()
    }

    /// Classes named inside a range, in order.
    pub(super) fn classes(&self, range: &Range<usize>) -> Vec<(ActionClass, Range<usize>)> {
        self.within(range)
            .filter_map(|hit| match hit.entry.kind {
                Kind::Class(class) => Some((class, hit.range())),
                _ => None,
            })
            .collect()
    }

    /// Whether a preposition governs the place, directly or through the parties listed before it.
    pub(super) fn after_preposition(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..LONGEST_LIST {
            if self.directly_after_preposition(at) {
                return true;
            }
            let Some(before) = self.listed_before(at) else { return false };
            at = before;
        }
        false
    }

    /// Where the party starts that stands before `at` in a list.
    fn listed_before(&self, at: usize) -> Option<usize> {
        let end = self.hits.partition_point(|hit| hit.start < at);
        let party = self.hits[..end]
            .iter()
            .rev()
            .take(8)
            .find(|hit| matches!(hit.entry.kind, Kind::Party { .. }) && hit.end <= at)?;
        let gap = self.text.get(party.end..at)?.trim();
        // After a bare comma only what is followed by more of the list belongs to it: "In Washington, the President said".
        if gap == "," && !self.list_goes_on(at) {
            return None;
        }
        let joined = matches!(
            gap,
            "," | "、"
                | "and"
                | ", and"
                | ", the"
                | "and the"
                | ", and the"
                | "和"
                | "及"
                | "以及"
                | "y"
                | "et"
                | "et le"
                | "et au"
                | "y a"
        );
        joined.then_some(party.start)
    }

    /// Whether a comma or an "and" follows the party that starts at a place.
    fn list_goes_on(&self, at: usize) -> bool {
        let first = self.hits.partition_point(|hit| hit.start < at);
        let parties = self.hits[first..].iter().take_while(|hit| hit.start == at);
        let end = parties.filter(|hit| matches!(hit.entry.kind, Kind::Party { .. })).map(|hit| hit.end).max();
        let Some(after) = end.and_then(|end| self.text.get(end..)) else { return false };
        let after = after.trim_start();
        [",", "and ", "or ", "y ", "et ", "ou "].iter().any(|joiner| after.starts_with(joiner))
    }

    /// Whether a preposition stands before a general noun, with at most an article and an adjective between.
    pub(super) fn after_preposition_and_adjective(&self, at: usize) -> bool {
        let first = self.hits.partition_point(|hit| hit.start < at.saturating_sub(28));
        self.hits[first..].iter().take_while(|hit| hit.start < at).any(|hit| {
            hit.entry.is(Role::Prep)
                && hit.end <= at
                && self
                    .text
                    .get(hit.end..at)
                    .is_some_and(|gap| gap.split_whitespace().count() <= 2 && !gap.contains(','))
        })
    }

    fn directly_after_preposition(&self, at: usize) -> bool {
        let from = at.saturating_sub(16);
        let first = self.hits.partition_point(|hit| hit.start < from);
        self.hits[first..].iter().take_while(|hit| hit.start < at).any(|hit| {
            hit.entry.is(Role::Prep)
                && hit.end <= at
                && self.text.get(hit.end..at).is_some_and(|gap| {
                    matches!(gap.trim(), "" | "the" | "a" | "los" | "las" | "el" | "la" | "les" | "le" | "l'")
                })
        })
    }
}

/// Drops what looks like a party and is half of a substance's name: 对美托咪定.
fn drop_parties_in_names(hits: &mut Vec<Hit<'_>>) {
    let substances: Vec<Range<usize>> =
        hits.iter().filter(|hit| matches!(hit.entry.kind, Kind::Object(_))).map(|hit| hit.range()).collect();
    let split =
        |hit: &Hit<'_>| substances.iter().any(|at| hit.start < at.start && at.start < hit.end && hit.end < at.end);
    hits.retain(|hit| !(matches!(hit.entry.kind, Kind::Party { .. }) && split(hit)));
}

static CAS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]{2,7} ?- ?[0-9]{2} ?- ?[0-9]").expect("a short literal pattern compiles"));

fn cas_numbers(folded: &Folded, lexicons: &Lexicons) -> Vec<(Range<usize>, usize)> {
    if !folded.text.contains('-') {
        return Vec::new();
    }
    CAS.find_iter(&folded.text)
        .filter_map(|found| {
            let number: String = found.as_str().chars().filter(|c| *c != ' ').collect();
            let object = *lexicons.topic.by_cas.get(&number)?;
            cas_checks(&number).then(|| (folded.original(found.range()), object))
        })
        .collect()
}

/// The language of a text: the one given unless the script says otherwise, else guessed from its commonest words.
pub(super) fn language(text: &str, given: Option<Lang>) -> Lang {
    let sample = text.char_indices().nth(400).map_or(text, |(end, _)| &text[..end]);
    let han = sample.chars().filter(|c| han_ideograph(*c)).count();
    let letters = || han + sample.chars().filter(|c| !han_ideograph(*c) && c.is_alphabetic()).count();
    if han > 0 && han * 3 > letters() {
        return Lang::Zh;
    }
    if let Some(lang) = given.filter(|lang| *lang != Lang::Zh) {
        return lang;
    }
    let lower = sample.to_lowercase();
    let count = |words: &[&str]| lower.split(|c: char| !c.is_alphanumeric()).filter(|w| words.contains(w)).count();
    let en = count(&["the", "of", "and", "to", "will", "for", "on", "with", "by"]);
    let es = count(&["el", "los", "las", "del", "y", "que", "para", "una", "por", "con", "se", "en", "la"]);
    let fr = count(&["le", "les", "des", "du", "et", "pour", "une", "dans", "au", "aux", "est", "la", "sur"]);
    if en >= es && en >= fr {
        Lang::En
    } else if es >= fr {
        Lang::Es
    } else {
        Lang::Fr
    }
}
