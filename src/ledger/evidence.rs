//! Pure. A claim and a sighting side by side in; what is seen that speaks for or against their being one pledge, by name and with
//! how much of it, out. What each weighs stands in `weights.tsv`.

use super::bodies::{Actors, parties};
use super::pair::{ANOTHER_ROUND, EVERY, Pair, SAME_NEWS, close, disjoint_names, money, overlap};
use super::same::{Seen, family};
use crate::model::{Record, Strength};

/// This share is most.
const MOST: f64 = 0.6;
/// Weights of words and things add up to at most this.
const MUCH: f64 = 4.0;
/// More names than this tell no more.
const MANY: f64 = 3.0;

impl Pair<'_> {
    /// All that is seen.
    pub(super) fn seen(&self) -> Seen {
        let mut seen = vec![(EVERY, 1.0)];
        self.see_bodies(&mut seen);
        self.see_act(&mut seen);
        self.see_objects(&mut seen);
        self.see_amounts(&mut seen);
        self.see_pages(&mut seen);
        self.see_words(&mut seen);
        self.see_things(&mut seen);
        seen.extend(self.apart_by().into_iter().filter(|(_, apart)| *apart).map(|(name, _)| (name, 1.0)));
        seen.retain(|(_, much)| *much != 0.0);
        seen
    }

    /// The later page says itself that it repeats.
    pub(super) fn said_again(&self) -> bool {
        !self.near() && (self.words.said.repeats || self.known_words.said.repeats)
    }

    fn see_bodies(&self, seen: &mut Seen) {
        let name = match self.actors {
            Actors::Same if self.joint() => "a joint act",
            Actors::Same => "same body",
            Actors::Kin => "a body and its government",
            Actors::Facing => "two sides",
            Actors::Apart => "two bodies of a country",
            Actors::Strangers => "unrelated bodies",
        };
        seen.push((name, 1.0));
        flag(seen, "each body on its own page", self.each_on_its_own_page);
        let (new, old) = (&self.new.counterparties, &self.old.counterparties);
        let same = parties(self.new) == parties(self.old);
        seen.push(("partners in common", overlap(new, old)));
        flag(seen, "a partner on one side", new.is_empty() != old.is_empty() && !same);
        flag(seen, "same parties", same && parties(self.new).len() > 1);
    }

    fn see_act(&self, seen: &mut Seen) {
        match (self.new.action_class, self.old.action_class) {
            (Some(a), Some(b)) if a == b => seen.push(("same class", 1.0)),
            (a @ Some(_), b @ Some(_)) if family(a) != family(b) => seen.push(("another class", 1.0)),
            (Some(_), Some(_)) => seen.push(("a class near it", 1.0)),
            _ => seen.push(("class not known", 1.0)),
        }
        let firm = |record: &Record| record.strength >= Strength::Ordered;
        let (later, earlier) =
            if self.apart.is_some_and(|days| days < 0) { (self.old, self.new) } else { (self.new, self.old) };
        flag(seen, "firmer later", !self.near() && firm(later) && !firm(earlier));
        flag(seen, "less firm later", !self.near() && firm(earlier) && !firm(later));
    }

    fn see_objects(&self, seen: &mut Seen) {
        let (new, old) = (close(&self.new.objects), close(&self.old.objects));
        match (new.is_empty(), old.is_empty()) {
            (false, false) => seen.push(("objects in common", overlap(&new, &old))),
            (true, true) => seen.push(("general objects in common", overlap(&self.new.objects, &self.old.objects))),
            _ => seen.push(("objects on one side", 1.0)),
        }
        match self.members() {
            Some(true) => seen.push(("as many as are named", 1.0)),
            Some(false) => seen.push(("not as many as are named", 1.0)),
            None => {}
        }
        let (new, old) = (&self.words.things.substances, &self.known_words.things.substances);
        flag(seen, "a substance in common", !new.is_disjoint(old));
    }

    /// "Three precursors" here and their names there: whether the number is that of the names.
    fn members(&self) -> Option<bool> {
        let counted = |count: &Record, named: &Record, words: &super::wording::Worded| {
            let quantity = count.quantity.as_ref().filter(|q| !money(&q.unit) && (2.0..=30.0).contains(&q.value))?;
            let counts = |number: usize| (quantity.value - number as f64).abs() < 1e-9;
            let names = close(&named.objects).len();
            if words.lists.iter().any(|list| counts(*list)) || names > 1 && counts(names) {
                return Some(true);
            }
            (names > 1 && quantity.unit == "chemicals" && named.quantity.is_none()).then_some(false)
        };
        // "Three further ones" are not those that were named.
        if self.quantity().is_some() || self.adds() {
            return None;
        }
        counted(self.new, self.old, &self.known_words).or_else(|| counted(self.old, self.new, &self.words))
    }

    fn see_amounts(&self, seen: &mut Seen) {
        let said_moved = self.words.said.moves || self.known_words.said.moves;
        let unit = |record: &Record| record.quantity.as_ref().map(|q| q.unit.clone());
        match self.date() {
            // The measures of one page begin on one day.
            Some(true) if self.one_page && !self.alike() => {}
            Some(true) if self.day() => seen.push(("same day", 1.0)),
            Some(true) => seen.push(("dates agree", 1.0)),
            Some(false) if self.versions => {}
            Some(false) if said_moved => seen.push(("date moved, as said", 1.0)),
            Some(false) => seen.push(("dates differ", 1.0)),
            None if self.new.date.is_some() != self.old.date.is_some() => seen.push(("date on one side", 1.0)),
            None => {}
        }
        match self.quantity() {
            Some(true) if unit(self.new) == unit(self.old) => seen.push(("same number of the same", 1.0)),
            Some(true) => seen.push(("same number", 1.0)),
            Some(false) if self.versions => {}
            Some(false) => seen.push(("numbers differ", 1.0)),
            None if self.new.quantity.is_some() != self.old.quantity.is_some() => {
                seen.push(("number on one side", 1.0));
            }
            None => {}
        }
        flag(seen, "a number in common", self.words.shares_number(&self.known_words) && self.quantity() != Some(true));
        flag(seen, "a telling number in common", self.words.shares_telling_number(&self.known_words));
        let (new, old) = (&self.words.figures.months, &self.known_words.figures.months);
        flag(seen, "a month in common", !new.is_disjoint(old) && self.date() != Some(true));
        flag(seen, "other months", !new.is_empty() && !old.is_empty() && new.is_disjoint(old));
        flag(seen, "names the earlier page's month", self.names_the_earlier_page());
        flag(seen, "only date or number moved", self.moved());
    }

    fn see_pages(&self, seen: &mut Seen) {
        match self.apart.map(i32::abs) {
            _ if self.one_page => {}
            _ if self.versions => seen.push(("versions of one text", 1.0)),
            Some(days) if days <= SAME_NEWS => seen.push(("news of these days", 1.0)),
            Some(days) if days <= ANOTHER_ROUND => seen.push(("two weeks apart", 1.0)),
            Some(_) => seen.push(("weeks apart", 1.0)),
            None => {}
        }
        flag(seen, "in two languages", !self.one_language);
        flag(seen, "said as known", self.said_again());
        flag(seen, "adds to something", self.adds());
    }

    fn see_words(&self, seen: &mut Seen) {
        if self.words.compares(&self.known_words) {
            let common = self.words.content.with(&self.known_words.content);
            seen.push(("words in common", common.dice()));
            if self.one_language {
                seen.push(("words that each has alone", self.words.own_words(&self.known_words).min(MUCH) / MUCH));
            }
            // A restatement may say much more; what it repeats of the shorter one counts too, unless that is but a word or two.
            let part = if common.mine.min(common.other) >= 3 { common.part() } else { 0.0 };
            seen.push(("words of the shorter in common", part));
        }
        match self.words.names_in_common(&self.known_words) {
            Some(0) => seen.push(("other names", 1.0)),
            Some(1) => seen.push(("a name in common", 1.0)),
            Some(_) => seen.push(("names in common", 1.0)),
            None => {}
        }
        seen.push(("names that each has alone", self.words.own_names(&self.known_words).min(MANY) / MANY));
    }

    fn see_things(&self, seen: &mut Seen) {
        let (new, old) = (&self.words.things, &self.known_words.things);
        flag(seen, "a place in common", !new.places.is_disjoint(&old.places));
        flag(seen, "other places", disjoint_names(&new.places, &old.places));
        flag(seen, "a place on one side", new.places.is_empty() != old.places.is_empty());
        flag(seen, "as often", !new.often.is_disjoint(&old.often));
        flag(seen, "not as often", disjoint_names(&new.often, &old.often));
        flag(seen, "how often on one side", new.often.is_empty() != old.often.is_empty());
        // With what, to whom, by what means.
        let things = new.things.with(&old.things);
        seen.push(("things in common", things.rare_both.min(MUCH) / MUCH));
        if things.tells() {
            seen.push(("share of things in common", things.dice()));
            seen.push(("things of the shorter in common", things.part()));
            flag(seen, "no thing in common", things.both == 0);
            let own = (things.rare_mine.min(things.rare_other) - things.rare_both).max(0.0);
            seen.push(("things that each has alone", own.min(MUCH) / MUCH));
            let one_act = self.new.action_class == self.old.action_class;
            flag(seen, "one act on most of the same", one_act && things.part() >= MOST && things.both > 1);
        }
        let about = self.words.about.with(&self.known_words.about);
        seen.push(("about the same", about.dice()));
        seen.push(("about rare things", about.rare_both.min(MUCH) / MUCH));
        flag(seen, "about other things", about.tells() && about.rare_both < 0.3);
    }
}

fn flag(seen: &mut Seen, name: &'static str, is: bool) {
    if is {
        seen.push((name, 1.0));
    }
}
