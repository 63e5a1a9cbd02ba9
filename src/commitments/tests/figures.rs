//! Pure. What recognition scores on labelled sentences: figures in all, by language, by guideline, by agency.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::{Claim, Recognizer};
use super::primary;
use super::sets::{Item, Label};

/// Counted rights of wrongs.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Share {
    pub(super) right: usize,
    pub(super) all: usize,
}

impl Share {
    fn merge(&mut self, other: Self) {
        self.right += other.right;
        self.all += other.all;
    }

    pub(super) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    pub(super) fn value(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.right as f64 / self.all as f64 }
    }
}

/// True and false positives, false negatives.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    pub(super) found: usize,
    pub(super) wrong: usize,
    pub(super) missed: usize,
}

impl Counts {
    fn merge(&mut self, other: Self) {
        self.found += other.found;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    pub(super) fn add(&mut self, yes: bool, wanted: bool) {
        self.found += usize::from(yes && wanted);
        self.wrong += usize::from(yes && !wanted);
        self.missed += usize::from(!yes && wanted);
    }

    pub(super) fn precision(self) -> f64 {
        self.found as f64 / (self.found + self.wrong).max(1) as f64
    }

    pub(super) fn recall(self) -> f64 {
        self.found as f64 / (self.found + self.missed).max(1) as f64
    }

    pub(super) fn f1(self) -> f64 {
        if self.wrong + self.missed == 0 {
            return 1.0;
        }
        2.0 * self.found as f64 / (2 * self.found + self.wrong + self.missed) as f64
    }
}

/// What a set scores. Class, strength, dates and the other fields are counted on the true positives.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) all: Counts,
    pub(super) languages: BTreeMap<String, Counts>,
    pub(super) agencies: BTreeMap<String, Counts>,
    pub(super) guidelines: BTreeMap<u8, Share>,
    pub(super) hard: Share,
    pub(super) class: Share,
    pub(super) strength: Share,
    pub(super) near: Share,
    pub(super) date: Share,
    pub(super) date_kind: Share,
    /// Dates told of sentences without one, true positives or not.
    pub(super) invented: Share,
    pub(super) quantity: Share,
    pub(super) actor: Share,
    pub(super) objects: Share,
    pub(super) counterparties: Share,
    pub(super) polarity: Share,
    pub(super) role: Share,
    /// Sentences with several commitments of which each is found by its own words.
    pub(super) several: Share,
    pub(super) class_by_language: BTreeMap<String, Share>,
    /// How often each class was read for each other.
    pub(super) confused: BTreeMap<String, usize>,
}

fn text_of<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |v| v.to_string())
}

fn same_set(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.contains(one))
}

/// One name for units that a reader takes for the same: a count of substances is one of chemicals, "financial
/// investigators" are investigators. Officers, agents and personnel stay apart, as do all other nouns.
fn same_unit(unit: &str) -> &str {
    let head = unit.rsplit(' ').next().unwrap_or(unit);
    match head {
        "substances" | "compounds" | "precursors" => "chemicals",
        "firms" => "companies",
        "persons" => "people",
        "tons" => "tonnes",
        _ if unit == "percentage points" => unit,
        head => head,
    }
}

/// What a claim has otherwise than its label says; empty when nothing.
pub(super) fn differences(label: &Label, claim: Option<&Claim>) -> Vec<String> {
    let yes = claim.is_some_and(Claim::counts);
    let mut found = Vec::new();
    if yes != label.counts() {
        let rule = claim.map_or("nothing found", |claim| claim.rule.as_str());
        let topic = claim.is_some_and(|claim| claim.topic.is_some());
        let which = if yes { "FALSE YES" } else { "MISSED" };
        found.push(format!("{which} (guideline {}; {rule}; topic {topic})", label.guideline));
        return found;
    }
    let Some(claim) = claim.filter(|_| yes) else { return found };
    let record = &claim.record;
    let mut say = |what: &str, got: String, wanted: String| {
        if got != wanted {
            found.push(format!("{what} {got} wanted {wanted}"));
        }
    };
    let wanted_date = || text_of(label.deadline_or_effective.as_ref());
    say("class", text_of(record.action_class), text_of(label.action_class.as_ref()));
    say("strength", record.strength.to_string(), label.strength.to_string());
    say("date", text_of(record.date), wanted_date());
    if text_of(record.date) == wanted_date() {
        say("date_kind", text_of(record.date_kind), text_of(label.date_kind));
    }
    say("polarity", record.polarity.to_string(), label.polarity.to_string());
    say("actor", text_of(record.actor.as_ref()), text_of(label.actor.as_ref()));
    let sum = |q: &crate::model::Quantity| format!("{} {} from {}", q.value, same_unit(&q.unit), text_of(q.from));
    say("quantity", text_of(record.quantity.as_ref().map(sum)), text_of(label.quantity.as_ref().map(sum)));
    if !same_set(&record.counterparties, &label.counterparties) {
        say("countries", record.counterparties.join("+"), label.counterparties.join("+"));
    }
    if !same_set(&record.objects, &label.objects) {
        say("objects", record.objects.join("+"), label.objects.join("+"));
    }
    if let Some(role) = label.speaker_role {
        say("role", claim.speaker_role.to_string(), role.to_string());
    }
    found
}

impl Figures {
    pub(super) fn of(recognizer: &Recognizer, items: &[Item]) -> Self {
        let mut figures = Self::default();
        for item in items {
            let claims = recognizer.sentence(&item.label.text, &item.context());
            figures.add(item, &claims);
        }
        figures
    }

    pub(super) fn add(&mut self, item: &Item, claims: &[Claim]) {
        let label = &item.label;
        let claim = primary(claims);
        let (yes, wanted) = (claim.is_some_and(Claim::counts), label.counts());
        let header = &item.header;
        let script = header.script.as_ref().map(|script| format!("{} {script}", header.lang));
        self.all.add(yes, wanted);
        self.languages.entry(header.lang.to_string()).or_default().add(yes, wanted);
        if let Some(script) = script {
            self.languages.entry(script).or_default().add(yes, wanted);
        }
        self.agencies.entry(header.agency.clone()).or_default().add(yes, wanted);
        self.guidelines.entry(label.guideline).or_default().add(yes == wanted);
        if label.hard && !wanted {
            self.hard.add(!yes);
        }
        if label.is_commitment && !label.more.is_empty() {
            self.several.add(every_claim_found(label, claims));
        }
        let dated = label.deadline_or_effective.is_some();
        let record = claim.map(|claim| &claim.record);
        if !dated && wanted {
            self.invented.add(record.is_some_and(|record| record.date.is_some()));
        }
        let Some(claim) = claim.filter(|_| yes && wanted) else { return };
        let wrong = differences(label, Some(claim));
        let right = |what: &str| !wrong.iter().any(|one| one.split(' ').next() == Some(what));
        let steps = (claim.record.strength as i32 - label.strength as i32).abs();
        self.class.add(right("class"));
        self.class_by_language.entry(header.lang.to_string()).or_default().add(right("class"));
        for pair in wrong.iter().filter_map(|one| one.strip_prefix("class ")) {
            *self.confused.entry(pair.to_owned()).or_default() += 1;
        }
        self.strength.add(right("strength"));
        self.near.add(steps <= 1);
        if dated {
            self.date.add(right("date"));
        }
        if dated && right("date") && label.date_kind.is_some() {
            self.date_kind.add(right("date_kind"));
        }
        if label.quantity.is_some() || claim.record.quantity.is_some() {
            self.quantity.add(right("quantity"));
        }
        self.actor.add(right("actor"));
        self.objects.add(right("objects"));
        self.counterparties.add(right("countries"));
        self.polarity.add(right("polarity"));
        self.role.add(right("role"));
    }

    /// Adds what other sentences scored.
    pub(super) fn merge(&mut self, other: &Self) {
        self.all.merge(other.all);
        for (mine, theirs) in [(&mut self.languages, &other.languages), (&mut self.agencies, &other.agencies)] {
            theirs.iter().for_each(|(name, counts)| mine.entry(name.clone()).or_default().merge(*counts));
        }
        other.guidelines.iter().for_each(|(n, share)| self.guidelines.entry(*n).or_default().merge(*share));
        other.confused.iter().for_each(|(pair, n)| *self.confused.entry(pair.clone()).or_default() += n);
        let shares = &other.class_by_language;
        shares.iter().for_each(|(lang, n)| self.class_by_language.entry(lang.clone()).or_default().merge(*n));
        let mine = [
            &mut self.hard,
            &mut self.class,
            &mut self.strength,
            &mut self.near,
            &mut self.date,
            &mut self.date_kind,
            &mut self.invented,
            &mut self.quantity,
            &mut self.actor,
            &mut self.objects,
            &mut self.counterparties,
            &mut self.polarity,
            &mut self.role,
            &mut self.several,
        ];
        mine.into_iter().zip(other.shares()).for_each(|(share, (_, more))| share.merge(more));
    }

    /// The figures as a table, without any sentence.
    pub(super) fn table(&self, name: &str) -> String {
        let mut text = String::new();
        let mut line = |what: &str, counts: &Counts| {
            let (p, r, f) = (counts.precision(), counts.recall(), counts.f1());
            let n = counts.found + counts.missed;
            writeln!(text, "{name} {what}: P {p:.3} R {r:.3} F1 {f:.3} ({n} commitments)").expect("a String takes all");
        };
        line("all", &self.all);
        self.languages.iter().for_each(|(lang, counts)| line(lang, counts));
        for (what, share) in self.shares() {
            writeln!(text, "{name} {what}: {:.3} ({} of {})", share.value(), share.right, share.all).expect("a String");
        }
        let guidelines: Vec<String> =
            self.guidelines.iter().map(|(n, share)| format!("{n}: {}/{}", share.right, share.all)).collect();
        writeln!(text, "{name} by guideline: {}", guidelines.join(", ")).expect("a String takes all");
        let by_language = self.class_by_language.iter().map(|(lang, share)| format!("{lang} {:.3}", share.value()));
        writeln!(text, "{name} class by language: {}", by_language.collect::<Vec<_>>().join(", ")).expect("a String");
        let mut confused: Vec<_> = self.confused.iter().collect();
        confused.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        let confused: Vec<String> = confused.iter().map(|(pair, n)| format!("{pair} {n}")).collect();
        writeln!(text, "{name} classes confused: {}", confused.join(", ")).expect("a String takes all");
        text
    }

    fn shares(&self) -> [(&'static str, Share); 15] {
        [
            ("hard negatives", self.hard),
            ("class", self.class),
            ("strength", self.strength),
            ("strength within one", self.near),
            ("date", self.date),
            ("date kind", self.date_kind),
            ("dates invented", self.invented),
            ("quantity", self.quantity),
            ("actor", self.actor),
            ("objects", self.objects),
            ("counterparties", self.counterparties),
            ("polarity", self.polarity),
            ("speaker role", self.role),
            ("several claims", self.several),
            ("agencies above F1 0.8", self.agencies_above(0.8)),
        ]
    }

    /// Of agencies with at least four commitments, those that score above an F1.
    fn agencies_above(&self, least: f64) -> Share {
        let mut share = Share::default();
        self.agencies.values().filter(|c| c.found + c.missed >= 4).for_each(|c| share.add(c.f1() >= least));
        share
    }
}

/// Whether every commitment of a sentence is a claim whose words overlap its own.
fn every_claim_found(label: &Label, claims: &[Claim]) -> bool {
    std::iter::once(label).chain(&label.more).filter(|one| one.is_commitment || one.text.is_empty()).all(|one| {
        let quote = one.quote.as_deref().unwrap_or(&label.text);
        let Some(start) = label.text.find(quote) else { return false };
        let end = start + quote.len();
        claims.iter().any(|claim| {
            let middle = usize::midpoint(claim.start, claim.end);
            claim.is_commitment
                && (start <= middle && middle < end)
                && claim.record.action_class.map(|class| class.to_string()) == one.action_class
        })
    })
}
