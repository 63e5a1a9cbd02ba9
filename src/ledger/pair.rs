//! Pure. One claim and one sighting of an entry in; how alike they are, weighed field by field, and what keeps them apart, out. The weights are
//! trained from labelled pairs: `UPDATE_WEIGHTS=1 cargo test --test pipeline identity::train` makes their file anew.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

use super::bodies::{Actors, actors, each_for_itself, joint, parties};
use super::same::{JOIN, Match, Place, days, family};
use super::wording::{Worded, Wordings};
use crate::model::{ActionClass, Claim, DateKind, PartialDate, Record, Sighting};

/// What each thing seen weighs, by its name; trained.
const TABLE: &str = include_str!("weights.tsv");

static WEIGHTS: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(name, weight)| Some((name, weight.parse().ok()?))).collect()
});

/// Pages at most this many days apart tell the news of one day.
pub(super) const SAME_NEWS: i32 = 4;
/// Pages further apart than this belong to different rounds, unless they say otherwise.
pub(super) const ANOTHER_ROUND: i32 = 14;
/// What is done every year stands on pages further apart than this.
const HALF_A_YEAR: i32 = 180;
/// Pages further apart than this tell of one pledge only where they say so or name its date.
const ANOTHER_YEAR: i32 = 330;
/// Years by which what is told every year may slide.
const YEAR_SLIDE: f64 = 0.35;
/// Days by which a yearly date may slide.
const SEASON: i32 = 60;
/// At this likeness two sentences are the same one with a few words changed.
const SAME_SENTENCE: f64 = 0.7;

/// Objects that most sentences of a topic name: sharing them tells little, and one may stand for a closer name.
const GENERAL: &[&str] =
    &["fentanyl", "fentanyl_precursors", "precursors", "synthetic_opioids", "fentanyl_analogues", "nitazenes"];

/// What keeps two pledges apart in every set of labelled pairs; the rest of `apart_by` is weighed.
const BARRIERS: &[&str] = &[
    "other counterparties",
    "two measures of one page",
    "other objects",
    "other substances",
    "another purpose",
    "one is resumed, one is new",
    "another number",
    "the same words of another body",
];

/// The name of what every pair shows.
pub(super) const EVERY: &str = "every pair";

/// Units that tell of people in service, by whatever name.
const PEOPLE: &[&str] = &[
    "officers",
    "police",
    "agents",
    "liaison officers",
    "inspectors",
    "investigators",
    "soldiers",
    "marines",
    "guards",
    "troops",
];

/// A claim and a sighting of an entry, side by side.
pub(super) struct Pair<'a> {
    known: &'a Claim,
    pub(super) new: &'a Record,
    pub(super) old: &'a Record,
    pub(super) words: Rc<Worded>,
    pub(super) known_words: Rc<Worded>,
    /// Both stand on one page.
    pub(super) one_page: bool,
    /// They stand in two language versions of one item, whose dates and numbers may differ by mistake or on purpose.
    pub(super) versions: bool,
    /// Days from the sighting's page to the claim's, where both tell a day.
    pub(super) apart: Option<i32>,
    /// The days of both pages.
    page: Option<PartialDate>,
    known_page: Option<PartialDate>,
    pub(super) actors: Actors,
    /// Each tells what its own body does, one in the country's name.
    each_for_itself: bool,
    /// Each page is that of the body that acts, and they are two.
    pub(super) each_on_its_own_page: bool,

    /// Whether both are in one language.
    pub(super) one_language: bool,
}

impl<'a> Pair<'a> {
    pub(super) fn new(
        wordings: &Wordings,
        claim: &'a Claim,
        place: &Place<'_>,
        old: &'a Record,
        sighting: &'a Sighting,
    ) -> Self {
        let apart = sighting.published.zip(place.published).and_then(|(then, now)| days(then, now));
        Self {
            known: &sighting.claim,
            new: &claim.record,
            old,
            words: wordings.of(claim),
            known_words: wordings.of(&sighting.claim),
            one_page: place.url == sighting.url,
            versions: place.is_version_of(sighting),
            apart,
            page: place.published,
            known_page: sighting.published,
            actors: actors(&claim.record, old),
            each_for_itself: each_for_itself(
                (&claim.record, place.agency),
                (&sighting.claim.record, &sighting.origin.agency),
            ),

            each_on_its_own_page: claim.record.actor != old.actor
                && claim.record.actor.as_deref() == Some(place.agency)
                && old.actor.as_ref() == Some(&sighting.origin.agency),
            one_language: place.lang.zip(sighting.lang).is_none_or(|(a, b)| a == b),
        }
    }

    /// Weighs all that is seen; what keeps two pledges apart holds the score below a join, so that both stand and a reader
    /// may still see them side by side.
    pub(super) fn judge(&self) -> Match {
        let weight = |name: &str| WEIGHTS.get(name).copied().unwrap_or(0.0);
        let mut all: Vec<(&str, f64)> = self
            .seen()
            .into_iter()
            .map(|(name, much)| (name, much * weight(name)))
            .filter(|(_, w)| *w != 0.0)
            .collect();
        let sum: f64 = all.iter().map(|(_, weight)| weight).sum();
        let mut score = 1.0 / (1.0 + (-sum).exp());
        let barrier = self.barrier();
        if barrier.is_some() {
            score = score.min(JOIN - 0.1);
        }
        all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let weighed = all.iter().filter(|(name, weight)| *name != EVERY && weight.abs() >= 0.1);
        let weighed = weighed.map(|(name, weight)| format!("{name} {weight:+.1}"));
        let reason = barrier.map(str::to_owned).into_iter().chain(weighed).collect::<Vec<_>>().join(", ");
        Match { score, reason }
    }

    /// What keeps two pledges apart however much else agrees.
    pub(super) fn barrier(&self) -> Option<&'static str> {
        self.apart_by().into_iter().find(|(name, apart)| *apart && BARRIERS.contains(name)).map(|(name, _)| name)
    }

    /// What speaks against one pledge so much that it may keep them apart.
    pub(super) fn apart_by(&self) -> [(&'static str, bool); 17] {
        let (new, old) = (self.new, self.old);
        let moved = self.moved();
        let one_day = self.day() && self.near();
        let said_moved = self.words.said.moves || self.known_words.said.moves;
        let tied = self.date() == Some(true) && self.quantity() == Some(true);
        // A person may have joined what no rule would: then what the sighting itself says counts as well.
        let said = &self.known.record;
        let both = |apart: &dyn Fn(&Record) -> bool| apart(old) && apart(said);
        let (things, known) = (&self.words.things, &self.known_words.things);
        [
            ("other counterparties", both(&|known| other_partners(new, known))),
            ("two measures of one page", self.one_page && !self.alike()),
            ("another body", both(&|known| actors(new, known) == Actors::Apart)),
            ("the other side's", self.actors == Actors::Facing && !self.agreed()),
            ("another body's page", self.each_for_itself),
            ("other objects", both(&|known| disjoint(&close(&new.objects), &close(&known.objects)))),
            ("general words on another partner", self.general() && parties(new) != parties(old)),
            ("other substances", disjoint_names(&things.substances, &known.substances)),
            ("another purpose", self.another_purpose()),
            ("one is resumed, one is new", self.words.said.resumed_not_new(self.known_words.said)),
            ("a further round", self.another_round()),
            (
                "another year",
                self.apart.is_some_and(|days| days.abs() > ANOTHER_YEAR)
                    && self.date() != Some(true)
                    && !self.said_again(),
            ),
            ("the same of another year", self.another_year()),
            ("another date", self.date() == Some(false) && !moved && !self.versions && !said_moved),
            ("another number", self.quantity() == Some(false) && !moved && !self.versions && !said_moved && !one_day),
            ("a thing swapped", !tied && self.alike() && things.things.with(&known.things).each_has_own()),
            ("the same words of another body", self.alike() && self.each_on_its_own_page),
        ]
    }

    /// The same sentence but for its date or number.
    pub(super) fn moved(&self) -> bool {
        self.actors != Actors::Apart && self.alike() && !self.words.swapped(&self.known_words)
    }

    pub(super) fn alike(&self) -> bool {
        self.words.compares(&self.known_words) && self.words.likeness(&self.known_words) >= SAME_SENTENCE
    }

    /// What two sides can have agreed on: each tells of it in these days, as work that they do together.
    fn agreed(&self) -> bool {
        let together = |class| family(class) == family(Some(ActionClass::Cooperation));
        let soon = self.apart.is_some_and(|days| days.abs() <= ANOTHER_ROUND);
        soon && together(self.new.action_class) && together(self.old.action_class)
    }

    /// Money for something else.
    fn another_purpose(&self) -> bool {
        let gives = |record: &Record| record.quantity.as_ref().is_some_and(|q| money(&q.unit));
        let things = self.words.things.things.with(&self.known_words.things.things);
        gives(self.new) && gives(self.old) && things.tells() && things.both == 0
    }

    /// One says that it adds to something, in a later season than the other, and neither date nor number ties them.
    fn another_round(&self) -> bool {
        // An "additional duty" is the name of a kind of tariff.
        let duty = self.new.action_class == Some(ActionClass::TariffTrade);
        let tied = self.day() || self.said_again() || duty;
        self.adds() && !tied && self.apart.is_some_and(|days| days.abs() > ANOTHER_ROUND)
    }

    /// The later of the two says that it adds to something, and the earlier one does not; of two of one day, either.
    pub(super) fn adds(&self) -> bool {
        let (now, then) = (self.words.said.adds, self.known_words.said.adds);
        match self.apart {
            Some(days) if days > 0 => now && !then,
            Some(days) if days < 0 => then && !now,
            _ => now != then,
        }
    }

    /// The later page names the month of the earlier one, weeks after.
    pub(super) fn names_the_earlier_page(&self) -> bool {
        let (later, earlier) = match self.apart {
            Some(days) if days > ANOTHER_ROUND => (&self.words, self.known_page),
            Some(days) if days < -ANOTHER_ROUND => (&self.known_words, self.page),
            _ => return false,
        };
        earlier.and_then(|page| page.parts().1).is_some_and(|month| later.figures.months.contains(&month))
    }

    /// What is done every year anew: each page tells of its own year, or of a day as much later as the page is.
    fn another_year(&self) -> bool {
        let Some(pages) = self.apart.filter(|days| days.abs() > HALF_A_YEAR && !self.one_page) else { return false };
        let years = f64::from(pages) / 365.25;
        let named = self.known_words.years_later(&self.words);
        let named = named.is_some_and(|named| named != 0 && (f64::from(named) - years).abs() < YEAR_SLIDE);
        let dates = self.new.date.zip(self.old.date).and_then(|(new, old)| days(old, new));
        let dated = dates.is_some_and(|dates| (dates - pages).abs() <= SEASON);
        named || dated || (self.words.said.of_this_year && self.known_words.said.of_this_year)
    }

    pub(super) fn joint(&self) -> bool {
        joint(self.new, self.old)
    }

    pub(super) fn near(&self) -> bool {
        self.apart.is_none_or(|days| days.abs() <= SAME_NEWS)
    }

    /// Words of cooperation that no date, number, substance or place tells from others.
    fn general(&self) -> bool {
        let plain =
            |record: &Record| record.date.is_none() && record.quantity.is_none() && close(&record.objects).is_empty();
        let cooperates = |record: &Record| matches!(record.action_class, Some(ActionClass::Cooperation) | None);
        let named = self.words.names_in_common(&self.known_words).is_some_and(|names| names > 0);
        plain(self.new) && plain(self.old) && (cooperates(self.new) || cooperates(self.old)) && !named
    }

    /// Whether the dates agree; None unless both name one.
    pub(super) fn date(&self) -> Option<bool> {
        let (a, b) = self.new.date.zip(self.old.date)?;
        // "Within 48 hours" counts from the day of each page.
        let slid = || {
            let apart = days(a, b).zip(self.apart).map(|(dates, pages)| (dates.abs(), pages.abs()));
            apart.is_some_and(|(dates, pages)| pages <= SAME_NEWS && dates <= pages)
        };
        // The last day for comments is none of the rule itself; "before 1 July" is "by 30 June", "by 2027" is "in 2026".
        let kinds = self.new.date_kind.zip(self.old.date_kind).is_some_and(|(a, b)| a != b);
        let next = |one: PartialDate, other: PartialDate| one.last_day().tomorrow().ok() == Some(other.first_day());
        let eve = || !kinds && (next(a, b) || next(b, a));
        if a.agrees_with(b) || self.new.date_kind == Some(DateKind::Deadline) && eve() {
            Some(true)
        } else if slid() || kinds {
            None
        } else {
            Some(false)
        }
    }

    /// Whether both name the same day.
    pub(super) fn day(&self) -> bool {
        self.new.date == self.old.date && self.new.date.is_some_and(|date| date.parts().2.is_some())
    }

    /// Whether the numbers agree; None unless both count the same.
    pub(super) fn quantity(&self) -> Option<bool> {
        let (a, b) = (self.new.quantity.as_ref()?, self.old.quantity.as_ref()?);
        let equal = (a.value - b.value).abs() < 1e-9;
        let alike = a.unit == b.unit || people(&a.unit) && people(&b.unit) || money(&a.unit) && money(&b.unit);
        (equal || alike).then_some(equal)
    }
}

/// Whether each names a party that the other does not.
pub(super) fn other_partners(new: &Record, old: &Record) -> bool {
    // A joint act tells of the UN where each side by itself tells of its body.
    let whole = |party: String| if party.starts_with("UN:") { "UN".to_owned() } else { party };
    let all = |record| parties(record).into_iter().map(whole).collect::<BTreeSet<_>>();
    let (mine, theirs) = (all(new), all(old));
    disjoint(&new.counterparties, &old.counterparties) && mine != theirs
        || mine.difference(&theirs).next().is_some() && theirs.difference(&mine).next().is_some()
}

pub(super) fn money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase())
}

fn people(unit: &str) -> bool {
    PEOPLE.contains(&unit)
}

/// Objects that tell one pledge from another.
pub(super) fn close(objects: &[String]) -> Vec<String> {
    objects.iter().filter(|object| !GENERAL.contains(&object.as_str())).cloned().collect()
}

/// Whether both name members and share none.
pub(super) fn disjoint(new: &[String], old: &[String]) -> bool {
    !new.is_empty() && !old.is_empty() && !new.iter().any(|n| old.contains(n))
}

pub(super) fn disjoint_names(new: &BTreeSet<&'static str>, old: &BTreeSet<&'static str>) -> bool {
    !new.is_empty() && !old.is_empty() && new.is_disjoint(old)
}

/// The share of members in common.
pub(super) fn overlap(new: &[String], old: &[String]) -> f64 {
    let (a, b): (BTreeSet<&String>, BTreeSet<&String>) = (new.iter().collect(), old.iter().collect());
    if a.is_empty() || b.is_empty() { 0.0 } else { a.intersection(&b).count() as f64 / a.union(&b).count() as f64 }
}
