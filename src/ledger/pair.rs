//! Pure. One claim and one sighting of an entry in; how alike they are, weighed field by field, and what keeps them apart, out.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::bodies::{Actors, actors, joint, parties};
use super::same::{JOIN, Match, Place, days};
use super::wording::{Worded, Wordings};
use crate::model::{ActionClass, Claim, Record, Sighting};

/// Pages at most this many days apart tell the news of one day.
const SAME_NEWS: i32 = 4;
/// Pages further apart than this belong to different rounds, unless they say otherwise.
const ANOTHER_ROUND: i32 = 14;
/// At this likeness two sentences are the same one with a few words changed.
const SAME_SENTENCE: f64 = 0.7;

/// Objects that most sentences of a topic name: sharing them tells little, and one may stand for a closer name.
const GENERAL: &[&str] =
    &["fentanyl", "fentanyl_precursors", "precursors", "synthetic_opioids", "fentanyl_analogues", "nitazenes"];

/// Words by which a text says that it adds to something earlier.
const ROUNDS: &[&str] = &[
    "further",
    "another",
    "second",
    "third",
    "additional",
    "segundo",
    "segunda",
    "otro",
    "otra",
    "otros",
    "otras",
    "adicionales",
    "deuxieme",
    "seconde",
    "autre",
    "autres",
    "supplementaires",
];
const ROUNDS_HAN: &[&str] = &["另外", "第二", "第三", "新一批", "新一轮", "再次", "又一"];

/// Beginnings of words by which a text says that it repeats something known.
const AGAIN: &[&str] = &[
    "reaffirm",
    "reiterat",
    "repeated",
    "restated",
    "as announced",
    "as promised",
    "stands by",
    "still stands",
    "reiter",
    "reafirm",
    "ratific",
    "se mantiene",
    "sigue en pie",
    "como se anuncio",
    "rappel",
    "redis",
    "redit",
    "comme annonce",
    "comme promis",
    "maintient",
];
const AGAIN_HAN: &[&str] = &["重申", "再次强调", "再次表示", "此前宣布", "此前承诺", "如前所述", "一如既往"];

/// A claim and a sighting of an entry, side by side.
pub(super) struct Pair<'a> {
    claim: &'a Claim,
    known: &'a Claim,
    new: &'a Record,
    old: &'a Record,
    words: Rc<Worded>,
    known_words: Rc<Worded>,
    /// Both stand on one page.
    one_page: bool,
    /// They stand in two language versions of one item, whose dates and numbers may differ by mistake or on purpose.
    versions: bool,
    /// Days between the pages, where both tell a day.
    apart: Option<i32>,
    actors: Actors,
}

impl<'a> Pair<'a> {
    pub(super) fn new(
        wordings: &Wordings,
        claim: &'a Claim,
        place: &Place<'_>,
        old: &'a Record,
        sighting: &'a Sighting,
    ) -> Self {
        let apart = place.published.zip(sighting.published).and_then(|(a, b)| days(a, b));
        Self {
            claim,
            known: &sighting.claim,
            new: &claim.record,
            old,
            words: wordings.of(claim),
            known_words: wordings.of(&sighting.claim),
            one_page: place.url == sighting.url,
            versions: place.is_version_of(sighting),
            apart,
            actors: actors(&claim.record, old),
        }
    }

    /// Weighs every field; what keeps two pledges apart holds the score below a join, so that both stand and a reader
    /// may still see them side by side.
    pub(super) fn judge(&self) -> Match {
        let mut all: Vec<(&'static str, f64)> = vec![
            ("actor", self.actor_weight()),
            ("action class", self.class_weight()),
            ("objects", self.objects_weight()),
            ("counterparties", overlap(&self.new.counterparties, &self.old.counterparties, 0.12)),
            ("date", self.date_weight()),
            ("quantity", self.quantity_weight()),
            ("day of the page", self.page_weight()),
            ("wording", self.wording_weight()),
            ("places", self.names_weight()),
            ("what it is about", self.about_weight()),
            ("said as known", if self.said_again() { 0.12 } else { 0.0 }),
        ];
        all.retain(|(_, weight)| *weight != 0.0);
        let mut score: f64 = all.iter().map(|(_, weight)| weight).sum();
        let moved = self.moved();
        if moved {
            score += 0.3;
            all.push(("only date or number moved", 0.3));
        }
        let barrier = self.barrier(moved);
        if barrier.is_some() {
            score = score.min(JOIN - 0.1);
        }
        all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let weighed = all.iter().take(WEIGHED).map(|(name, weight)| format!("{name} {weight:+.2}"));
        let reason = barrier.map(str::to_owned).into_iter().chain(weighed).collect::<Vec<_>>().join(", ");
        Match { score: score.clamp(0.0, 1.0), reason }
    }

    /// What keeps two pledges apart however much else agrees.
    fn barrier(&self, moved: bool) -> Option<&'static str> {
        let (new, old) = (self.new, self.old);
        let one_day = self.day() && self.near();
        let tied = self.date() == Some(true) && self.quantity() == Some(true);
        // A person may have joined what no rule would: then what the sighting itself says counts as well.
        let said = &self.known.record;
        let both = |apart: &dyn Fn(&Record) -> bool| apart(old) && apart(said);
        if both(&|known| disjoint(&new.counterparties, &known.counterparties)) {
            Some("other counterparties")
        } else if both(&|known| actors(new, known) == Actors::Apart) {
            Some("another body")
        } else if both(&|known| disjoint(&close(&new.objects), &close(&known.objects))) {
            Some("other objects")
        } else if self.general() && parties(new) != parties(old) {
            Some("general words on another partner")
        } else if self.another_round() {
            Some("a further round")
        } else if self.date() == Some(false) && !moved && !self.versions {
            Some("another date")
        } else if self.quantity() == Some(false) && !moved && !self.versions && !one_day {
            Some("another number")
        } else if !tied && self.alike() && !moved && self.words.swapped(&self.known_words) {
            Some("a word swapped")
        } else {
            None
        }
    }

    /// The same sentence but for its date or number.
    fn moved(&self) -> bool {
        self.actors != Actors::Apart && self.alike() && !self.words.swapped(&self.known_words)
    }

    fn alike(&self) -> bool {
        self.words.compares(&self.known_words) && self.words.likeness(&self.known_words) >= SAME_SENTENCE
    }

    /// The later page says itself that it repeats.
    fn said_again(&self) -> bool {
        let again = |claim: &Claim| {
            let folded = crate::text::fold::fold(&claim.quote);
            AGAIN_HAN.iter().any(|word| folded.contains(word)) || {
                let said = super::wording::words(&folded).join(" ");
                AGAIN.iter().any(|word| said.starts_with(word) || said.contains(&format!(" {word}")))
            }
        };
        !self.near() && (again(self.claim) || again(self.known))
    }

    /// One says that it adds to something, in a later season than the other.
    fn another_round(&self) -> bool {
        let adds = |claim: &Claim| {
            let folded = crate::text::fold::fold(&claim.quote);
            ROUNDS_HAN.iter().any(|word| folded.contains(word))
                || super::wording::words(&folded).iter().any(|word| ROUNDS.contains(&word.as_str()))
        };
        self.apart.is_some_and(|days| days > ANOTHER_ROUND) && adds(self.claim) != adds(self.known)
    }

    fn joint(&self) -> bool {
        joint(self.new, self.old)
    }

    fn near(&self) -> bool {
        self.apart.is_none_or(|days| days <= SAME_NEWS)
    }

    /// Words of cooperation that no date, number, substance or place tells from others.
    fn general(&self) -> bool {
        let plain =
            |record: &Record| record.date.is_none() && record.quantity.is_none() && close(&record.objects).is_empty();
        let cooperates = |record: &Record| matches!(record.action_class, Some(ActionClass::Cooperation) | None);
        let named = self.words.names_in_common(&self.known_words).is_some_and(|names| names > 0);
        plain(self.new) && plain(self.old) && (cooperates(self.new) || cooperates(self.old)) && !named
    }

    fn page_weight(&self) -> f64 {
        match self.apart {
            // Two sentences of one page are two measures, unless much else says otherwise.
            Some(_) if self.one_page && !self.alike() => -0.1,
            _ if self.versions => 0.15,
            Some(days) if days <= SAME_NEWS => 0.1,
            Some(days) if days > ANOTHER_ROUND => -0.05,
            _ => 0.0,
        }
    }

    fn actor_weight(&self) -> f64 {
        match self.actors {
            // Both sides tell on one day what they agreed.
            Actors::Same if self.joint() && self.near() => {
                if self.new.actor == self.old.actor {
                    0.3
                } else {
                    0.25
                }
            }
            Actors::Same if self.joint() => 0.2,
            Actors::Same => 0.15,
            Actors::Kin => 0.1,
            Actors::Apart | Actors::Strangers => -0.1,
        }
    }

    fn class_weight(&self) -> f64 {
        match (self.new.action_class, self.old.action_class) {
            (Some(a), Some(b)) if a == b => 0.1,
            (Some(_), Some(_)) => -0.08,
            _ => 0.0,
        }
    }

    fn objects_weight(&self) -> f64 {
        let (new, old) = (close(&self.new.objects), close(&self.old.objects));
        match (new.is_empty(), old.is_empty()) {
            (false, false) => overlap(&new, &old, 0.2),
            (true, true) => overlap(&self.new.objects, &self.old.objects, 0.05),
            _ => 0.0,
        }
    }

    /// Whether the dates agree; None unless both name one.
    fn date(&self) -> Option<bool> {
        let (a, b) = self.new.date.zip(self.old.date)?;
        // "Within 48 hours" counts from the day of each page.
        let slid = || days(a, b).zip(self.apart).is_some_and(|(dates, pages)| pages <= SAME_NEWS && dates <= pages);
        if a.agrees_with(b) {
            Some(true)
        } else if slid() {
            None
        } else {
            Some(false)
        }
    }

    /// Whether both name the same day.
    fn day(&self) -> bool {
        self.new.date == self.old.date && self.new.date.is_some_and(|date| date.parts().2.is_some())
    }

    fn date_weight(&self) -> f64 {
        match self.date() {
            Some(true) if self.day() => 0.3,
            Some(true) => 0.2,
            Some(false) if self.versions => 0.0,
            Some(false) => -0.1,
            None => 0.0,
        }
    }

    /// Whether the numbers agree; None unless both count the same.
    fn quantity(&self) -> Option<bool> {
        let (a, b) = (self.new.quantity.as_ref()?, self.old.quantity.as_ref()?);
        let equal = (a.value - b.value).abs() < 1e-9;
        let money = |unit: &str| unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase());
        (equal || a.unit == b.unit || money(&a.unit) && money(&b.unit)).then_some(equal)
    }

    fn quantity_weight(&self) -> f64 {
        match self.quantity() {
            Some(true)
                if self.new.quantity.as_ref().map(|q| &q.unit) == self.old.quantity.as_ref().map(|q| &q.unit) =>
            {
                0.22
            }
            Some(true) => 0.12,
            Some(false) if self.versions => 0.0,
            Some(false) => -0.1,
            None => 0.0,
        }
    }

    fn wording_weight(&self) -> f64 {
        if !self.words.compares(&self.known_words) {
            return 0.0;
        }
        0.8 * self.words.content_in_common(&self.known_words)
    }

    fn names_weight(&self) -> f64 {
        match self.words.names_in_common(&self.known_words) {
            Some(0) => -0.1,
            Some(1) => 0.15,
            Some(_) => 0.25,
            None => 0.0,
        }
    }

    fn about_weight(&self) -> f64 {
        let (new, old) = (&self.claim.about, &self.known.about);
        if new.is_empty() || old.is_empty() {
            return 0.0;
        }
        let shared = new.iter().filter(|name| old.contains(name)).count() as f64;
        let alike = 2.0 * shared / (new.len() + old.len()) as f64;
        if self.words.compares(&self.known_words) { 0.25 * alike } else { 0.45 * alike }
    }
}

const WEIGHED: usize = 11;

/// Objects that tell one pledge from another.
fn close(objects: &[String]) -> Vec<String> {
    objects.iter().filter(|object| !GENERAL.contains(&object.as_str())).cloned().collect()
}

/// Whether both name members and share none.
fn disjoint(new: &[String], old: &[String]) -> bool {
    !new.is_empty() && !old.is_empty() && !new.iter().any(|n| old.contains(n))
}

/// `alike` for shared members by their share; nothing when one side names none.
fn overlap(new: &[String], old: &[String], alike: f64) -> f64 {
    if new.is_empty() || old.is_empty() {
        return 0.0;
    }
    let (a, b): (BTreeSet<&String>, BTreeSet<&String>) = (new.iter().collect(), old.iter().collect());
    alike * a.intersection(&b).count() as f64 / a.union(&b).count() as f64
}
