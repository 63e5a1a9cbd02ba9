//! Pure. The dates told in a clause in, the one that matters out: trained weights over where each stands choose, or none.

use std::ops::Range;

use super::clause::is_verb;
use super::decide::Clause;
use super::features::See;
use super::fields;
use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::occasion::{self, Occasion};
use super::scan::Scan;
use super::weigh::Weights;
use crate::model::{ActionClass, DateKind, Lang, PartialDate, Strength};

/// A date with what it means and where it stands.
pub(super) type Dated = (PartialDate, DateKind, Range<usize>);

/// So much may speak against a date that the rules chose.
const DOUBT: f32 = 0.7;

/// A legal act counts as news for this many days.
const FRESH_DAYS: i32 = 60;

/// What holds has not begun so many days before the page.
const STALE_DAYS: i32 = 120;

/// Bytes of a preposition between a date and what it is told of.
const NEAR: usize = 8;

/// Dates of one clause beyond this many are not looked at, so that the work stays linear.
const MOST: usize = 12;

/// A date that may be the one that matters.
pub(super) struct Candidate {
    pub(super) date: PartialDate,
    pub(super) at: Range<usize>,
    /// Counted from the page date.
    relative: bool,
    /// The page date, which a word such as "today" or "hereby" stands for.
    now: bool,
}

/// What the dates of a clause are seen against.
pub(super) struct Setting<'c, 's, 'a> {
    pub(super) clause: &'c Clause<'s, 'a>,
    pub(super) strength: Strength,
    pub(super) class: Option<ActionClass>,
    pub(super) page_date: Option<PartialDate>,
    /// What the rules chose.
    pub(super) by_rule: Option<&'c Dated>,
}

impl Setting<'_, '_, '_> {
    /// Every date told in the clause, and the page date where a word stands for it.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let range = &self.clause.range;
        let scan = self.clause.scan;
        let told = scan.dates.iter().filter(|d| range.start <= d.range.start && d.range.end <= range.end);
        let mut all: Vec<Candidate> = told
            .take(MOST)
            .map(|one| Candidate { date: one.date, at: one.range.clone(), relative: one.relative, now: false })
            .collect();
        if let Some(page) = self.page_date
            && let Some(now) = scan.cues(range, Role::Immediate).next()
            && !all.iter().any(|one| one.at.start < now.end && now.start < one.at.end)
        {
            all.push(Candidate { date: page, at: now.range(), relative: true, now: true });
        }
        all
    }

    /// Tells every feature of a candidate.
    pub(super) fn features(&self, number: usize, one: &Candidate, see: &mut See<'_>) {
        let scan = self.clause.scan;
        let kind = fields::kind_of(scan, &one.at).map_or("none", DateKind::as_str);
        let when = self.when(one);
        let strength = self.strength.as_str();
        let precision = match one.date.parts() {
            (_, _, Some(_)) => "day",
            (_, Some(_), None) => "month",
            _ => "year",
        };
        let lead = self.clause.lead.as_ref().map(|(role, at)| (role.as_str(), at));
        let side = lead.as_ref().map_or("alone", |(_, at)| if one.at.start < at.start { "ahead" } else { "behind" });
        let by_rule = self.by_rule.is_some_and(|(date, ..)| *date == one.date);
        see(&["date"]);
        see(&["date_chosen", if by_rule { "by_rule" } else { "not" }]);
        see(&["date_chosen", if by_rule { "by_rule" } else { "not" }, kind, when]);
        see(&["date_kind", kind]);
        see(&["date_kind", kind, when]);
        see(&["date_when", when, strength]);
        see(&["date_when", when, precision]);
        see(&["date_when", when, side]);
        see(&["date_lead", lead.as_ref().map_or("none", |(role, _)| role), when]);
        see(&["date_class", self.class.map_or("none", ActionClass::as_str), when]);
        for (what, holds) in [
            ("relative", one.relative),
            ("now", one.now),
            ("first", number == 0),
            ("anchored", fields::anchored_at(scan, &one.at, one.relative)),
            ("spoken", fields::day_of_speaking(scan, &one.at, lead.as_ref().map(|(_, at)| *at))),
        ] {
            if holds {
                see(&["date_is", what]);
                see(&["date_is", what, when]);
            }
        }
        self.about(one, when, see);
        self.beyond(one, when, see);
        self.neighbours(one, see);
    }

    /// What the words nearest to a date are about, before and after: a day of signing is not one of taking effect.
    fn about(&self, one: &Candidate, when: &str, see: &mut See<'_>) {
        let scan = self.clause.scan;
        let range = &self.clause.range;
        let name = |hit: &Hit<'_>| match &hit.entry.kind {
            Kind::Concept(name) => Some(name.clone()),
            _ => None,
        };
        let before = scan.within(&(range.start..one.at.start)).filter_map(name).last();
        let after = scan.within(&(one.at.end..range.end)).find_map(name);
        see(&["date_beyond", before.as_deref().unwrap_or("none"), when]);
        see(&["date_toward", after.as_deref().unwrap_or("none"), when]);
    }

    /// What lies between a date and the verb that leads: other acts, a relative clause, another part of the clause; and
    /// the occasion that the words beside it tell of.
    fn beyond(&self, one: &Candidate, when: &str, see: &mut See<'_>) {
        let scan = self.clause.scan;
        let part = occasion::part(scan, &self.clause.range, &one.at);
        let occasion = occasion::of(scan, &self.clause.range, &one.at).map_or("none", |occasion| occasion.as_str());
        see(&["date_occasion", occasion]);
        see(&["date_occasion", occasion, when]);
        see(&["date_occasion", occasion, scan.lang.as_str()]);
        let acts = |range: &Range<usize>| {
            let verb = |hit: &&Hit<'_>| matches!(&hit.entry.kind, Kind::Cue(role) if is_verb(*role));
            scan.within(range).filter(verb).count().min(2).to_string()
        };
        let Some((_, lead)) = self.clause.lead.as_ref() else { return };
        let between = if one.at.start < lead.start { one.at.end..lead.start } else { lead.end..one.at.start };
        let inside = part.start <= lead.start && lead.end <= part.end;
        let place = match (inside, lead.start < one.at.start) {
            (true, _) => "with_lead",
            (false, true) => "after_lead",
            (false, false) => "before_lead",
        };
        see(&["date_part", place]);
        see(&["date_part", place, when]);
        if between.start > between.end {
            return;
        }
        if lead.end <= one.at.start
            && let Some((joiner, from)) = occasion::joined(scan, &between)
        {
            let concept = |hit: &Hit<'_>| matches!(hit.entry.kind, Kind::Concept(_) | Kind::Class(_));
            let rest = from..one.at.start;
            let second = if acts(&rest) != "0" {
                "act"
            } else if scan.within(&rest).any(concept) {
                "thing"
            } else {
                "plain"
            };
            see(&["date_joined", joiner, second]);
            see(&["date_joined", joiner, second, self.strength.as_str()]);
            see(&["date_joined_kind", second, fields::kind_of(scan, &one.at).map_or("none", DateKind::as_str)]);
        }
        let others = acts(&between);
        see(&["date_acts_between", &others]);
        see(&["date_acts_between", &others, place]);
        if scan.cues(&between, Role::Embedded).next().is_some() {
            see(&["date_embedded", place]);
        }
        if !inside {
            see(&["date_acts_in_part", &acts(&part), place]);
        }
    }

    /// Whether a date cannot be that of an act so firm: what is promised begins or ends after the page, a day on which an
    /// order is only signed or told is not one on which it takes effect, and what holds has not begun long ago.
    fn contradicts(&self, one: &Candidate) -> bool {
        let Some(page) = self.page_date else { return false };
        let scan = self.clause.scan;
        let day = one.date.parts().2.is_some();
        let past = one.date.last_day() < page.first_day();
        let same = day && one.date.first_day() == page.first_day();
        let effective = fields::kind_of(scan, &one.at) == Some(DateKind::Effective);
        let occasion = || occasion::of(scan, &self.clause.range, &one.at);
        match self.strength {
            Strength::Intends | Strength::Pledged => past || (same && !effective),
            Strength::Ordered => same && !effective && occasion().is_some_and(Occasion::tells),
            Strength::InForce if past && !effective => {
                let age = (page.first_day() - one.date.last_day()).get_days();
                let gone = self.clause.leads(Role::Withdrawal) && !day;
                age > STALE_DAYS || gone || occasion() == Some(Occasion::Seized)
            }
            _ => false,
        }
    }

    /// How a date lies to the page's.
    fn when(&self, one: &Candidate) -> &'static str {
        let Some(page) = self.page_date else { return "unknown" };
        let days = (one.date.first_day() - page.first_day()).get_days();
        match days {
            _ if one.now => "now",
            ..-60 => "old",
            -60..0 => "past",
            0 => "same",
            1..15 => "soon",
            _ => "ahead",
        }
    }

    /// Cues right before and after, and the words beside it.
    fn neighbours(&self, one: &Candidate, see: &mut See<'_>) {
        let scan = self.clause.scan;
        let range = &self.clause.range;
        let before = scan.within(&(range.start..one.at.start)).filter_map(|hit| match hit.entry.kind {
            Kind::Cue(role) if one.at.start - hit.end <= 20 => Some(role),
            _ => None,
        });
        if let Some(role) = before.last() {
            see(&["date_after_cue", role.as_str()]);
        }
        let after = scan.within(&(one.at.end..range.end)).find_map(|hit| match hit.entry.kind {
            Kind::Cue(role) if hit.start - one.at.end <= 20 => Some(role),
            _ => None,
        });
        if let Some(role) = after {
            see(&["date_before_cue", role.as_str()]);
        }
        let lang = scan.lang.as_str();
        let left = scan.text.get(range.start..one.at.start).unwrap_or_default();
        let right = scan.text.get(one.at.end..range.end).unwrap_or_default();
        see(&["date_after", lang, &beside(left, scan.lang, true)]);
        see(&["date_before", lang, &beside(right, scan.lang, false)]);
    }
}

/// The word (in Chinese the character) next to a date.
fn beside(text: &str, lang: Lang, last: bool) -> String {
    if lang == Lang::Zh {
        let chars: Vec<char> = if last { text.chars().rev().take(1).collect() } else { text.chars().take(1).collect() };
        return chars.into_iter().collect();
    }
    let mut words = text.split([' ', '\u{a0}', '’', '\'']).filter(|word| !word.is_empty());
    let word = if last { words.next_back() } else { words.next() };
    word.unwrap_or("^").to_lowercase()
}

/// The date that matters.
pub(super) fn choose(weights: &Weights, setting: &Setting<'_, '_, '_>) -> Option<Dated> {
    let mut best: Option<(f32, Candidate)> = None;
    // What is cancelled had its date; that is none of the cancelling.
    let cancels = setting.clause.leads(Role::Withdrawal);
    for (number, one) in setting.candidates().into_iter().enumerate() {
        if (cancels && fields::anchored_at(setting.clause.scan, &one.at, one.relative)) || setting.contradicts(&one) {
            continue;
        }
        let score = weights.date(&mut |see| setting.features(number, &one, see));
        // What the rules chose besides needs a little less to speak for it.
        let chosen = setting.by_rule.is_some_and(|(date, ..)| *date == one.date);
        if score > if chosen { -DOUBT } else { 0.0 } && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, one));
        }
    }
    let (_, one) = best?;
    let known = setting.by_rule.filter(|(date, ..)| *date == one.date).map(|(_, kind, _)| *kind);
    let promise = matches!(setting.strength, Strength::Intends | Strength::Pledged) && !one.now;
    let promise = promise && !cancels;
    let plain = if promise { DateKind::Deadline } else { DateKind::Effective };
    let kind = known.or_else(|| fields::kind_of(setting.clause.scan, &one.at)).unwrap_or(plain);
    Some((one.date, kind, one.at))
}

/// Every date of the clause lies more than sixty days back. Of what is taken away only a date that opens the clause or
/// follows the verb is its own: "the 2023 memo is rescinded", "firms listed in 2022 are delisted".
pub(super) fn old(
    scan: &Scan<'_>,
    range: &Range<usize>,
    lead: Option<&(Role, Range<usize>)>,
    date: Option<&Dated>,
    page: Option<PartialDate>,
) -> bool {
    let Some(page) = page else { return false };
    let ends = lead.filter(|(role, _)| *role == Role::Withdrawal).map(|(_, at)| at.end);
    let own = |at: usize| ends.is_none_or(|verb| [range.start, verb].iter().any(|from| at.wrapping_sub(*from) <= NEAR));
    let newest = scan
        .dates
        .iter()
        .filter(|d| range.start <= d.range.start && d.range.end <= range.end && own(d.range.start))
        .filter(|d| d.relative || !fields::dates_a_paper(scan, &d.range))
        .map(|d| d.date.last_day())
        .chain(date.filter(|_| ends.is_none()).map(|(date, ..)| date.last_day()))
        .max();
    newest.is_some_and(|day| (page.first_day() - day).get_days() > FRESH_DAYS)
}

/// A rule that has begun by the page date is in force, one that begins later is ordered, however firm its words.
pub(super) fn started(
    strength: Strength,
    class: Option<ActionClass>,
    date: Option<&Dated>,
    page: Option<PartialDate>,
) -> Strength {
    use ActionClass::{ExportLicence, MonitoringReport, Sanctions, ScheduleControl, TariffTrade};
    let rule = matches!(class, Some(ExportLicence | MonitoringReport | Sanctions | ScheduleControl | TariffTrade));
    let (Some((date, DateKind::Effective, _)), Some(page)) = (date, page) else { return strength };
    match strength {
        Strength::Ordered if date.last_day() <= page.last_day() => Strength::InForce,
        Strength::InForce if rule && date.first_day() > page.last_day() => Strength::Ordered,
        as_told => as_told,
    }
}
