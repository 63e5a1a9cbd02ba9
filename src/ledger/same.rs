//! Pure. Identity: the coarse keys a claim is filed under, and whether a claim and an entry are the same pledge.

use std::collections::BTreeSet;

use super::bodies::{asked_sides, sides};
use super::pair::Pair;
use super::wording::Wordings;
use crate::model::{ActionClass, Claim, Lang, LedgerEntry, PartialDate, Record, Sighting};

/// At this score a claim joins an entry.
pub const JOIN: f64 = 0.5;
/// From this score on both stand and the record asks "same as …?".
pub const PERHAPS: f64 = 0.2;

/// So many newest sightings of an entry are compared word by word; a pledge that stands on more pages is worded as on these.
const SIGHTINGS: usize = 20;

/// Two language versions of one item are put up at most this many days apart.
const VERSIONS: i32 = 2;

/// What is seen in a pair, by the names of `weights.tsv`, with how much of each.
pub type Seen = Vec<(&'static str, f64)>;

/// How alike a claim and an entry are, and what decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// 0 to 1.
    pub score: f64,
    /// What weighed most, for logs and `ledger show`.
    pub reason: String,
}

/// Where a claim stands, as far as identity looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place<'a> {
    /// Canonical URL of the page.
    pub url: &'a str,
    /// Agency of the page.
    pub agency: &'a str,
    /// Language of the page.
    pub lang: Option<Lang>,
    /// Watches with the same texts in another language.
    pub twins: &'a [String],
    /// Date of the page.
    pub published: Option<PartialDate>,
}

impl Place<'_> {
    /// Whether the sighting stands in another language version of this page: the same agency's or a twin's, of these days.
    pub(super) fn is_version_of(&self, sighting: &Sighting) -> bool {
        let languages = matches!((self.lang, sighting.lang), (Some(a), Some(b)) if a != b);
        let days = match (self.published, sighting.published) {
            (Some(a), Some(b)) => days(a, b).is_some_and(|days| days.abs() <= VERSIONS),
            (None, None) => true,
            _ => false,
        };
        let origin = &sighting.origin;
        languages && days && (origin.agency == self.agency || self.twins.contains(&origin.watch))
    }
}

/// Days from one date to another, where both name a day.
pub(super) fn days(a: PartialDate, b: PartialDate) -> Option<i32> {
    let whole = |date: PartialDate| date.parts().2.map(|_| date.first_day());
    let span = whole(a)?.until(whole(b)?).ok()?;
    Some(span.get_days())
}

/// Coarse, deterministic keys `topic|side|family`; a joint claim is filed under each side.
pub fn block_keys(topic: &str, record: &Record) -> Vec<String> {
    let family = family(record.action_class);
    sides(record).into_iter().map(|side| format!("{topic}|{side}|{family}")).collect()
}

/// Keys under which the entries stand that a claim is compared with: those of every family, since one act is told as a rule
/// here and as enforcement there, and its class is what is read with least certainty; and those of the sides it deals with,
/// since each of two sides tells what both agreed as its own act.
pub fn asked_keys(topic: &str, record: &Record) -> Vec<String> {
    let all = |side: String| FAMILIES.iter().map(move |family| format!("{topic}|{side}|{family}"));
    asked_sides(record).into_iter().flat_map(all).collect()
}

const FAMILIES: [&str; 6] = ["control", "trade", "enforcement", "cooperation", "support", "other"];

/// Action classes that one pledge is most often told under by different pages.
pub(super) fn family(class: Option<ActionClass>) -> &'static str {
    use ActionClass as A;
    match class {
        Some(A::ScheduleControl | A::ExportLicence | A::MonitoringReport | A::Legislation) => FAMILIES[0],
        Some(A::TariffTrade) => FAMILIES[1],
        Some(A::Enforcement | A::Sanctions) => FAMILIES[2],
        Some(A::Cooperation | A::InfoSharing | A::Institution) => FAMILIES[3],
        Some(A::TreatmentHealth | A::Funding) => FAMILIES[4],
        None => FAMILIES[5],
    }
}

/// Whether a claim that stands at `place` is the pledge of an entry. Only within a block; there it looks at actor, class,
/// objects, counterparties, date, quantity, the pages' dates and the wording, or what the words are about.
pub fn same(claim: &Claim, place: &Place<'_>, entry: &LedgerEntry) -> Match {
    same_by(&Wordings::default(), claim, place, entry)
}

/// `same` for many pairs, each wording folded once.
pub fn same_by(wordings: &Wordings, claim: &Claim, place: &Place<'_>, entry: &LedgerEntry) -> Match {
    let none = || Match { score: 0.0, reason: "another block".to_owned() };
    let commitment = &entry.commitment;
    if claim.topic.as_ref() != Some(&commitment.topic) || !in_block(&claim.record, entry) {
        return none();
    }
    let mut seen = BTreeSet::new();
    let newest = entry.sightings.iter().rev().take(SIGHTINGS).filter(|s| seen.insert((&s.claim.quote, s.published)));
    newest
        .map(|sighting| {
            // What was joined although it says otherwise, perhaps by hand, is joined again in the same words elsewhere.
            let known = &sighting.claim;
            if known.record != commitment.record && (&known.quote, &known.record) == (&claim.quote, &claim.record) {
                return Match { score: 1.0, reason: "the same words".to_owned() };
            }
            Pair::new(wordings, claim, place, &commitment.record, sighting).judge()
        })
        .max_by(|a, b| a.score.total_cmp(&b.score))
        .unwrap_or_else(none)
}

/// What is seen in a claim and the newest sighting of an entry, to train weights from; None where nothing is weighed, because
/// they stand in different blocks or a barrier keeps them apart.
pub fn seen(wordings: &Wordings, claim: &Claim, place: &Place<'_>, entry: &LedgerEntry) -> Option<Seen> {
    let commitment = &entry.commitment;
    let blocked = claim.topic.as_ref() == Some(&commitment.topic) && in_block(&claim.record, entry);
    let pair = Pair::new(wordings, claim, place, &commitment.record, entry.sightings.last().filter(|_| blocked)?);
    pair.barrier().is_none().then(|| pair.seen())
}

/// Whether a side of the claim's is one the entry is filed under, by its record or by hand.
fn in_block(record: &Record, entry: &LedgerEntry) -> bool {
    let mine = asked_sides(record);
    let filed = entry.commitment.block_keys.iter().filter_map(|key| key.split('|').nth(1));
    filed.chain(sides(&entry.commitment.record).iter().map(String::as_str)).any(|side| mine.contains(side))
}
