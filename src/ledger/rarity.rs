//! Pure. Words and things of a sentence in; each with how rare it is among the labelled sentences, so that what few sentences
//! share tells more than what all do, out.
//!
//! `UPDATE_WEIGHTS=1 cargo test --lib ledger::tests::rarity` counts anew.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Kind, name and rarity, one a line; what is not there is rare.
pub(super) const TABLE: &str = include_str!("rarity.tsv");

/// What a name is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A stem, or two neighbouring Chinese characters.
    Word,
    /// A thing of `things.txt`.
    Thing,
    /// What a word is about, of the lexicons.
    About,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Thing => "thing",
            Self::About => "about",
        }
    }
}

static KNOWN: LazyLock<HashMap<Kind, HashMap<&'static str, f32>>> = LazyLock::new(|| {
    let mut known: HashMap<Kind, HashMap<&str, f32>> = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(name), Some(rarity)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let kind = [Kind::Word, Kind::Thing, Kind::About].into_iter().find(|one| one.as_str() == kind);
        let (Some(kind), Ok(rarity)) = (kind, rarity.parse()) else { continue };
        known.entry(kind).or_default().insert(name, rarity);
    }
    known
});

/// Names with how rare each is, 0 to 1, in the order of the names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bag<T>(Vec<(T, f32)>);

impl<T> Default for Bag<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord + Borrow<str>> Bag<T> {
    pub(super) fn of(kind: Kind, names: impl IntoIterator<Item = T>) -> Self {
        let known = KNOWN.get(&kind);
        let rarity = |name: &T| known.and_then(|known| known.get(name.borrow())).copied().unwrap_or(1.0);
        let mut all: Vec<(T, f32)> = names
            .into_iter()
            .map(|name| {
                let rarity = rarity(&name);
                (name, rarity)
            })
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.dedup_by(|a, b| a.0 == b.0);
        Self(all)
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(name, _)| name)
    }

    #[cfg(test)]
    pub(super) fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|(one, _)| one.borrow() == name)
    }

    /// What two bags have in common.
    pub(super) fn with(&self, other: &Self) -> Common {
        let (a, b) = (&self.0, &other.0);
        let mut common = Common { mine: a.len(), other: b.len(), ..Common::default() };
        let sum = |bag: &[(T, f32)]| f64::from(bag.iter().map(|(_, rarity)| rarity).sum::<f32>());
        (common.rare_mine, common.rare_other) = (sum(a), sum(b));
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    common.both += 1;
                    common.rare_both += f64::from(x.1);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        common
    }
}

/// How many names each of two bags holds and both, and how rare they are together.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Common {
    pub(super) mine: usize,
    pub(super) other: usize,
    pub(super) both: usize,
    pub(super) rare_mine: f64,
    pub(super) rare_other: f64,
    pub(super) rare_both: f64,
}

impl Common {
    /// Whether each names something.
    pub(super) fn tells(self) -> bool {
        self.mine > 0 && self.other > 0
    }

    /// Whether each names something that the other does not.
    pub(super) fn each_has_own(self) -> bool {
        self.both < self.mine && self.both < self.other
    }

    /// The share in common of all that both name, by rarity.
    pub(super) fn dice(self) -> f64 {
        share(2.0 * self.rare_both, self.rare_mine + self.rare_other)
    }

    /// The share of what the shorter one names that the other names too, by rarity.
    pub(super) fn part(self) -> f64 {
        share(self.rare_both, self.rare_mine.min(self.rare_other))
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
