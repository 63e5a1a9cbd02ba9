//! Pure. A folded sentence in; the places, intervals and things it speaks of, by names that all languages share, out.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::rarity::{Bag, Kind};
use super::wording::{is_han, words};
use crate::text::fold::fold;

const TABLE: &str = include_str!("things.txt");

/// Letters by which a form of Latin letters is looked up.
const BEGINNING: usize = 3;

/// What a sentence speaks of.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Things {
    /// Where: provinces, towns, regions.
    pub(super) places: BTreeSet<&'static str>,
    /// How often or how soon.
    pub(super) often: BTreeSet<&'static str>,
    /// What is done, with what, to whom.
    pub(super) things: Bag<&'static str>,
    /// Substances that no object of the topic tells apart.
    pub(super) substances: BTreeSet<&'static str>,
}

#[derive(Debug, Clone, Copy)]
struct Named {
    group: Group,
    name: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Group {
    Place,
    Often,
    Thing,
    Substance,
}

/// A form of Latin letters: its words, the last one perhaps only a beginning.
struct Latin {
    words: Vec<String>,
    beginning: bool,
    named: Named,
}

#[derive(Default)]
struct Table {
    latin: HashMap<String, Vec<Latin>>,
    han: Vec<(&'static str, Named)>,
}

static KNOWN: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut group = Group::Thing;
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        match line {
            "[place]" => group = Group::Place,
            "[often]" => group = Group::Often,
            "[thing]" => group = Group::Thing,
            "[substance]" => group = Group::Substance,
            _ => {
                let Some((name, forms)) = line.split_once(": ") else { continue };
                forms.split(", ").for_each(|form| table.add(form, Named { group, name }));
            }
        }
    }
    table
});

impl Table {
    fn add(&mut self, form: &'static str, named: Named) {
        if form.contains(is_han) {
            self.han.push((form, named));
            return;
        }
        let words = words(&fold(form));
        let Some(first) = words.first() else { return };
        let latin = Latin { beginning: form.ends_with('*'), named, words: words.clone() };
        self.latin.entry(beginning(first)).or_default().push(latin);
    }
}

impl Latin {
    fn stands_in(&self, words: &[String]) -> bool {
        let Some((last, before)) = self.words.split_last() else { return false };
        let Some(end) = words.get(before.len()) else { return false };
        words.starts_with(before) && if self.beginning { end.starts_with(last.as_str()) } else { end == last }
    }
}

fn beginning(word: &str) -> String {
    word.chars().take(BEGINNING).collect()
}

impl Things {
    pub(super) fn of(folded: &str) -> Self {
        let written = words(folded);
        let mut found = Self::default();
        let mut things = BTreeSet::new();
        for at in 0..written.len() {
            let forms = KNOWN.latin.get(&beginning(&written[at])).into_iter().flatten();
            let forms = forms.filter(|form| form.stands_in(&written[at..]));
            forms.for_each(|form| found.add(form.named, &mut things));
        }
        let han = KNOWN.han.iter().filter(|(form, _)| folded.contains(form));
        han.for_each(|(_, named)| found.add(*named, &mut things));
        Self { things: Bag::of(Kind::Thing, things), ..found }
    }

    fn add(&mut self, named: Named, things: &mut BTreeSet<&'static str>) {
        let group = match named.group {
            Group::Place => &mut self.places,
            Group::Often => &mut self.often,
            Group::Thing => things,
            Group::Substance => &mut self.substances,
        };
        group.insert(named.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_has_one_name_in_all_languages() {
        for quote in [
            "Monthly, two dogs will search parcels in Vancouver.",
            "每月有两只犬在溫哥華检查包裹。",
            "Cada mes, dos perros revisarán paquetes en Vancouver.",
            "Chaque mois, deux chiens fouilleront des colis à Vancouver.",
        ] {
            let found = Things::of(&fold(quote));
            assert_eq!(found.places, BTreeSet::from(["vancouver"]), "{quote}");
            assert_eq!(found.often, BTreeSet::from(["monthly"]), "{quote}");
            assert!(["dogs", "parcels"].iter().all(|thing| found.things.holds(thing)), "{quote} {:?}", found.things);
        }
    }
}
