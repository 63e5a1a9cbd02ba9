//! Pure. A claim and a sighting side by side in; what every field says for or against their being one pledge, as named weights, out.

use std::collections::BTreeSet;

use super::bodies::{Actors, parties};
use super::pair::{ANOTHER_ROUND, Pair, SAME_NEWS, close, overlap};
use super::said;
use super::same::family;

/// Where two claims of one side stand of which nothing else is known.
pub(super) const BASE: f64 = -0.05;

impl Pair<'_> {
    /// Every field with what it weighs.
    pub(super) fn evidence(&self) -> Vec<(&'static str, f64)> {
        vec![
            ("actor", self.actor_weight()),
            ("action class", self.class_weight()),
            ("objects", self.objects_weight()),
            ("number of objects", self.members_weight()),
            ("counterparties", self.partners_weight()),
            ("date", self.date_weight()),
            ("quantity", self.quantity_weight()),
            ("number", if self.words.shares_number(&self.known_words) { 0.1 } else { 0.0 }),
            ("day of the page", self.page_weight()),
            ("wording", self.wording_weight()),
            ("places", self.places_weight()),
            ("how often", self.often_weight()),
            ("things", self.things_weight()),
            ("what it is about", self.about_weight()),
            ("said as known", if self.said_again() { 0.12 } else { 0.0 }),
            ("adds to something", if self.adds() { -0.15 } else { 0.0 }),
        ]
    }

    /// The later page says itself that it repeats.
    pub(super) fn said_again(&self) -> bool {
        !self.near() && (said::repeats(self.claim) || said::repeats(self.known))
    }

    fn page_weight(&self) -> f64 {
        match self.apart.map(i32::abs) {
            // Two sentences of one page are two measures, unless much else says otherwise.
            Some(_) if self.one_page && !self.alike() => -0.2,
            _ if self.versions => 0.25,
            Some(days) if days <= SAME_NEWS => 0.18,
            Some(days) if days > ANOTHER_ROUND => -0.05,
            _ => 0.0,
        }
    }

    fn actor_weight(&self) -> f64 {
        match self.actors {
            // Both sides tell on one day what they agreed.
            Actors::Same if self.joint() && self.near() => 0.2,
            Actors::Same if self.joint() => 0.15,
            Actors::Same => 0.1,
            Actors::Kin | Actors::Facing => 0.05,
            Actors::Apart | Actors::Strangers => -0.1,
        }
    }

    fn class_weight(&self) -> f64 {
        match (self.new.action_class, self.old.action_class) {
            (Some(a), Some(b)) if a == b => 0.06,
            // One act is read as one of two near classes as often as not.
            (a @ Some(_), b @ Some(_)) if family(a) != family(b) => -0.06,
            _ => 0.0,
        }
    }

    fn objects_weight(&self) -> f64 {
        let (new, old) = (close(&self.new.objects), close(&self.old.objects));
        match (new.is_empty(), old.is_empty()) {
            (false, false) => overlap(&new, &old, 0.22),
            (true, true) => overlap(&self.new.objects, &self.old.objects, 0.05),
            _ if self.members().is_some() => 0.0,
            _ => -0.08,
        }
    }

    /// "Three precursors" here and their names there: whether the number is that of the names.
    fn members(&self) -> Option<bool> {
        let counted = |count: &crate::model::Record, named: &crate::model::Record| {
            let names = close(&named.objects).len();
            let quantity = count.quantity.as_ref().filter(|q| q.unit == "chemicals")?;
            (names > 0 && close(&count.objects).is_empty()).then_some((quantity.value - names as f64).abs() < 1e-9)
        };
        counted(self.new, self.old).or_else(|| counted(self.old, self.new))
    }

    fn members_weight(&self) -> f64 {
        match self.members() {
            Some(true) => 0.15,
            Some(false) => -0.15,
            None => 0.0,
        }
    }

    /// With whom; a partner that only one names speaks against it, unless both name the same parties.
    fn partners_weight(&self) -> f64 {
        let (new, old) = (&self.new.counterparties, &self.old.counterparties);
        match (new.is_empty(), old.is_empty()) {
            (false, false) => overlap(new, old, 0.12),
            (true, true) => 0.0,
            _ if parties(self.new) == parties(self.old) => 0.0,
            _ => -0.08,
        }
    }

    fn date_weight(&self) -> f64 {
        match self.date() {
            // The measures of one page begin on one day.
            Some(true) if self.one_page && !self.alike() => 0.0,
            Some(true) if self.day() => 0.22,
            Some(true) => 0.14,
            Some(false) if self.versions => 0.0,
            Some(false) => -0.1,
            None if self.new.date.is_some() != self.old.date.is_some() => -0.06,
            None => 0.0,
        }
    }

    fn quantity_weight(&self) -> f64 {
        let unit = |record: &crate::model::Record| record.quantity.as_ref().map(|q| q.unit.clone());
        match self.quantity() {
            Some(true) if unit(self.new) == unit(self.old) => 0.14,
            Some(true) => 0.08,
            Some(false) if self.versions => 0.0,
            Some(false) => -0.1,
            None => 0.0,
        }
    }

    fn wording_weight(&self) -> f64 {
        if !self.words.compares(&self.known_words) {
            return 0.0;
        }
        0.55 * self.words.content_in_common(&self.known_words)
    }

    /// Where; a place named in both counts once, as written or by its name in all languages.
    fn places_weight(&self) -> f64 {
        let (new, old) = (&self.words.things.places, &self.known_words.things.places);
        let named = self.words.names_in_common(&self.known_words);
        match named {
            Some(2..) => 0.22,
            Some(1) => 0.15,
            _ if !new.is_disjoint(old) => 0.17,
            _ if !new.is_empty() && !old.is_empty() => -0.15,
            Some(_) => -0.1,
            None if new.is_empty() != old.is_empty() => -0.08,
            None => 0.0,
        }
    }

    fn often_weight(&self) -> f64 {
        let (new, old) = (&self.words.things.often, &self.known_words.things.often);
        match (new.is_empty(), old.is_empty()) {
            (true, true) => 0.0,
            (false, false) if !new.is_disjoint(old) => 0.15,
            (false, false) => -0.15,
            _ => -0.1,
        }
    }

    /// With what, to whom, by what means: what each names alone speaks against it as much as what both name speaks for it.
    fn things_weight(&self) -> f64 {
        let (new, old) = (&self.words.things.things, &self.known_words.things.things);
        if new.is_empty() || old.is_empty() {
            return 0.0;
        }
        let both = new.intersection(old).count();
        let clash = if new.is_subset(old) || old.is_subset(new) { 0.0 } else { 0.15 };
        if both == 0 {
            return if self.one_language { -0.3 } else { -0.18 };
        }
        0.25 * dice(new, old, both) + 0.07 * both.min(3) as f64 - clash
    }

    fn about_weight(&self) -> f64 {
        let (new, old): (BTreeSet<&String>, BTreeSet<&String>) =
            (self.claim.about.iter().collect(), self.known.about.iter().collect());
        if new.is_empty() || old.is_empty() {
            return 0.0;
        }
        let alike = dice(&new, &old, new.intersection(&old).count());
        let low = if alike < 0.25 { 0.08 } else { 0.0 };
        if self.one_language { 0.15 * alike - low } else { 0.25 * alike - low }
    }
}

/// The share of members in common.
fn dice<T>(new: &BTreeSet<T>, old: &BTreeSet<T>, both: usize) -> f64 {
    2.0 * both as f64 / (new.len() + old.len()) as f64
}
