//! Pure. One sentence with its surroundings in, its Claims out: scan, gate, clauses, decision, record.

use std::ops::Range;

use super::amount;
use super::clause;
use super::dating::{self, Dated, Setting};
use super::decide::{Clause, Verdict, decide, lead, subject_of};
use super::features::Surroundings;
use super::fields;
use super::gloss::{Telling, sentence};
use super::lexicon::{Kind, Lexicons, Role};
use super::listing;
use super::money;
use super::polarity::polarity;
use super::scan::Scan;
use super::shown::cues;
use super::subject::{self, PageSide, Party, Subject};
use super::things;
use super::title::Title;
use super::topic::{self, Around, Mentions};
use super::weigh;
use super::who::Place;
use crate::model::{
    ActionClass, AgencyTable, Claim, Cue, DateKind, Guideline, PartialDate, Polarity, Quantity, Record, SourceType,
    SpeakerRole, Strength, TopicBy,
};

/// What a sentence is read against.
pub(super) struct Reading<'r> {
    pub(super) lexicons: &'r Lexicons,
    pub(super) agencies: &'r AgencyTable,
    pub(super) page: PageSide,
    pub(super) page_date: Option<PartialDate>,
    pub(super) source: &'r SourceType,
    pub(super) around: Around,
    /// What the title tells.
    pub(super) title: Title,
    /// What the sentence before named, for "these substances".
    pub(super) carried_objects: Vec<String>,
    #[cfg(test)]
    pub(super) probe: std::cell::RefCell<Vec<Probe>>,
}

/// What the weights were given to for one clause, for training.
#[cfg(test)]
pub(super) struct Probe {
    pub(super) features: Vec<String>,
    pub(super) range: (usize, usize),
    pub(super) yes: bool,
    pub(super) strength: i32,
    /// Every date with its features.
    pub(super) dates: Vec<(PartialDate, Vec<String>)>,
}

impl Reading<'_> {
    /// Claims of a scanned sentence; offsets count in its text.
    pub(super) fn claims(&self, scan: &Scan<'_>) -> Vec<Claim> {
        let mentions = topic::mentions(self.lexicons, scan, &self.title.contexts);
        let open = topic::gate(mentions, self.around);
        let telling = scan
            .hits
            .iter()
            .any(|hit| matches!(hit.entry.kind, Kind::Cue(role) if clause::is_verb(role) || role == Role::Boilerplate));
        if !telling && open.is_none() && !mentions.class && !self.around.precursors {
            return Vec::new();
        }
        let whole = 0..scan.text.len();
        let clauses = clause::split(scan).into_iter();
        let mut claims: Vec<Claim> = clauses.map(|range| self.claim(scan, range, &whole, mentions, open)).collect();
        if !telling && !mentions.alone && !mentions.class {
            // Only its title puts such a sentence on the topic: what promises nothing there is no near miss either.
            claims.retain(|claim| claim.is_commitment);
        }
        claims
    }

    fn claim(
        &self,
        scan: &Scan<'_>,
        range: Range<usize>,
        whole: &Range<usize>,
        mentions: Mentions,
        open: Option<TopicBy>,
    ) -> Claim {
        let lead = lead(scan, &range);
        let found = subject_of(scan, &range, lead.as_ref(), &self.page);
        let speaker = subject::speaker(scan);
        let main = clause::main_part(scan, &range, lead.as_ref());
        let date = self.date(scan, &range, &main, lead.as_ref().map(|(_, at)| at));
        let amount = amount::quantity(scan, &range);
        let class = self.class(scan, &range, lead.as_ref(), &found, amount.as_ref().map(|(quantity, _)| quantity));
        let subject_part = range.start..lead.as_ref().map_or(range.end, |(_, at)| at.end);
        let date = date.map(|date| Self::of_a_rule(scan, class, date));
        let issuers = self.issuers(scan, &subject_part, &range, &found, speaker.as_ref().map(|(party, _)| party));
        let others = counterparties(scan, &range, &issuers, &found);
        let clause = Clause {
            scan,
            range: range.clone(),
            subject: found,
            speaker,
            class,
            others: others.clone(),
            page: &self.page,
            source: self.source,
            dated: date.is_some(),
            counted: amount.is_some(),
            moved: amount.as_ref().is_some_and(|(quantity, _)| quantity.from.is_some()),
            money: amount.as_ref().is_some_and(|(quantity, _)| money::is_money(&quantity.unit)),
            named: !topic::objects(self.lexicons, scan, &range).is_empty(),
            starts: date.as_ref().is_some_and(|(_, kind, _)| *kind == DateKind::Effective),
            ahead: self.ahead(date.as_ref().map(|d| d.0)),
            old: dating::old(scan, &main, lead.as_ref(), date.as_ref(), self.page_date),
            lead,
        };
        let verdict = decide(&clause);
        let around =
            Surroundings { topic_by: open, class: self.around.class, title: &self.title.about, later: range.start > 0 };
        let (verdict, class, date) = self.weigh(&clause, verdict, date.as_ref(), &around);
        let parties: Vec<String> = issuers.iter().chain(&others).chain(&self.page.titled).cloned().collect();
        let by_class = topic::precursor_class(self.lexicons, mentions, self.around, class, &parties) && !mentions.off;
        let topic_by = open.or(by_class.then_some(TopicBy::PrecursorClass));
        let topic_by = topic_by.filter(|_| verdict.guideline != Some(Guideline::Boilerplate));
        let objects = self.objects(scan, &range, whole, class, topic_by.is_some());
        let place = Place {
            page: &self.page,
            source: self.source,
            scan,
            range: &range,
            lead: clause.lead.as_ref(),
            speaker: clause.speaker.as_ref().map(|(party, _)| party),
            class,
        };
        let who = place.who();
        let counterparties = place.counterparties(&who);
        let role = if verdict.guideline.is_none() { place.role(&who) } else { verdict.role };
        let polarity = polarity(&clause, &verdict, amount.as_ref().map(|(quantity, _)| quantity));
        let verdict = Verdict { role, polarity, ..verdict };
        let quantity = amount.as_ref().map(|(quantity, _)| money::in_money_of(who.actor.as_deref(), quantity.clone()));
        let record = Record {
            actor: who.actor,
            binds: fields::binds(scan, &range, class),
            issuers: who.issuers,
            action_class: class,
            objects,
            counterparties,
            date: date.as_ref().map(|d| d.0),
            date_kind: date.as_ref().map(|d| d.1),
            quantity,
            strength: verdict.strength,
            polarity: verdict.polarity,
        };
        let cues = cues(scan, &range, date.as_ref(), amount.as_ref().map(|(_, at)| at));
        self.finish(scan, range, verdict, record, topic_by, cues)
    }

    /// What the weights make of the rules' verdict, class and date.
    fn weigh(
        &self,
        clause: &Clause<'_, '_>,
        ruled: Verdict,
        date: Option<&Dated>,
        around: &Surroundings<'_>,
    ) -> (Verdict, Option<ActionClass>, Option<Dated>) {
        let weights = &self.lexicons.weights;
        let weighed = weights.weigh(clause, &ruled, around);
        let verdict = weighed.settle(weights, clause, ruled);
        let class = if verdict.guideline.is_none() { weighed.class.or(clause.class) } else { clause.class };
        let setting = Setting { clause, strength: verdict.strength, class, page_date: self.page_date, by_rule: date };
        #[cfg(test)]
        self.note(clause, &ruled, around, &Setting { strength: ruled.strength, class: clause.class, ..setting });
        let date = if weights.is_empty() { date.cloned() } else { dating::choose(weights, &setting) };
        let strength = dating::started(verdict.strength, class, date.as_ref(), self.page_date);
        (Verdict { strength, ..verdict }, class, date)
    }

    /// What the act is about: named in the clause, else in its sentence, else in the one before when this one refers back.
    fn objects(
        &self,
        scan: &Scan<'_>,
        range: &Range<usize>,
        whole: &Range<usize>,
        class: Option<ActionClass>,
        open: bool,
    ) -> Vec<String> {
        let mut objects = listing::objects(self.lexicons, scan, range, class);
        let named = if objects.is_empty() { whole } else { range };
        if objects.is_empty() {
            objects = listing::objects(self.lexicons, scan, whole, class);
        }
        if objects.is_empty() && scan.has(whole, Role::Anaphor) {
            objects.clone_from(&self.carried_objects);
        } else if open {
            things::refine(self.lexicons, scan, named, &mut objects);
        }
        objects
    }

    /// A rule's bare date is when it starts, not by when it must be done: "On 10 November the tariff will fall".
    fn of_a_rule(scan: &Scan<'_>, class: Option<ActionClass>, (date, kind, at): Dated) -> Dated {
        let rule = matches!(class, Some(ActionClass::TariffTrade | ActionClass::ScheduleControl));
        // "In 2027" only says when it is done.
        let day = date.parts().2.is_some();
        let bare = rule && day && kind == DateKind::Deadline && fields::kind_of(scan, &at).is_none();
        (date, if bare { DateKind::Effective } else { kind }, at)
    }

    /// The date that matters. The day on which a rule or a bill is proposed is not one on which anything takes effect,
    /// nor is a past day told in a relative clause the day of what is done.
    fn date(
        &self,
        scan: &Scan<'_>,
        range: &Range<usize>,
        main: &Range<usize>,
        verb: Option<&Range<usize>>,
    ) -> Option<Dated> {
        let read = |range: &Range<usize>| fields::date(scan, range, self.page_date, self.page.neutral, verb);
        let proposed = scan.has(range, Role::BillTabled) || scan.has(range, Role::NoticeFuture);
        let holds = |(date, kind, _): &Dated| *kind != DateKind::Effective || !proposed || self.ahead(Some(*date));
        let told = |(date, _, at): &Dated| at.start < main.end || self.ahead(Some(*date));
        let found = read(range).filter(|dated| holds(dated) && told(dated));
        found.or_else(|| if main.end < range.end { read(main).filter(holds) } else { None })
    }

    /// The class of the act: as named in the clause; of a rule that only says when it starts or whom it binds, as its
    /// heading or title says; of money given, funding; of what sides agree on, cooperation.
    fn class(
        &self,
        scan: &Scan<'_>,
        range: &Range<usize>,
        lead: Option<&(Role, Range<usize>)>,
        found: &Subject,
        amount: Option<&Quantity>,
    ) -> Option<ActionClass> {
        let role = lead.map(|(role, _)| *role);
        let gives =
            matches!(role, Some(Role::Pledged | Role::Intends)) && amount.is_some_and(|q| money::is_money(&q.unit));
        let named = fields::class(scan, range, lead.map(|(_, at)| at));
        if gives && !matches!(named, Some(ActionClass::TariffTrade | ActionClass::Sanctions)) {
            return Some(ActionClass::Funding);
        }
        let rule = scan.has(range, Role::Regulatory)
            || role == Some(Role::Prohibition)
            || (role == Some(Role::Deontic) && matches!(found, Subject::Regulated(_)));
        // "Nobody may export … without a licence" is a licence rule, however near the ban stands.
        let licensed = role == Some(Role::Prohibition)
            && scan.classes(range).iter().any(|(class, _)| *class == ActionClass::ExportLicence);
        if licensed {
            return Some(ActionClass::ExportLicence);
        }
        let agreed = matches!(found, Subject::Joint(_)) && role == Some(Role::Pledged);
        // A rule on substances that says no more is one of their control.
        let rules_on = scan.has(range, Role::Rulemaking) && !topic::substances(self.lexicons, scan, range).is_empty();
        named
            .or_else(|| self.around.class.filter(|_| rule))
            .or(rules_on.then_some(ActionClass::ScheduleControl))
            .or(agreed.then_some(ActionClass::Cooperation))
            .or((role == Some(Role::Prohibition)).then_some(ActionClass::ScheduleControl))
            .or((*self.source == SourceType::Gazette && scan.has(range, Role::Regulatory))
                .then_some(ActionClass::ScheduleControl))
    }

    #[cfg(test)]
    fn note(&self, clause: &Clause<'_, '_>, verdict: &Verdict, around: &Surroundings<'_>, dates: &Setting<'_, '_, '_>) {
        let mut features = Vec::new();
        super::features::features(clause, verdict, around, &mut |words| features.push(words.join(" ")));
        let (yes, strength) = (verdict.guideline.is_none(), verdict.strength as i32);
        let candidates = dates.candidates();
        let dates = candidates.iter().enumerate().map(|(number, one)| {
            let mut told = Vec::new();
            dates.features(number, one, &mut |words| told.push(words.join(" ")));
            (one.date, told)
        });
        let dates = dates.collect();
        let range = (clause.range.start, clause.range.end);
        self.probe.borrow_mut().push(Probe { features, range, yes, strength, dates });
    }

    fn finish(
        &self,
        scan: &Scan<'_>,
        range: Range<usize>,
        verdict: Verdict,
        record: Record,
        topic_by: Option<TopicBy>,
        cues: Vec<Cue>,
    ) -> Claim {
        let told = matches!(verdict.role, SpeakerRole::Own | SpeakerRole::Joint | SpeakerRole::NeutralReport);
        let firm = record.strength >= Strength::Intends && record.polarity != Polarity::Denial;
        let is_commitment = verdict.guideline.is_none() && told && firm;
        let text = scan.text.get(range.clone()).unwrap_or_default();
        let told = Telling { rule: verdict.rule, role: Some(verdict.role), cues: &cues };
        let mut gloss = sentence(&record, self.agencies, &told);
        if topic_by == Some(TopicBy::PrecursorClass) {
            // A notice on precursors as a class need not name fentanyl: the English says no more than it does.
            gloss = gloss.replace(&topic::class_words(self.lexicons), "precursor chemicals");
        }
        Claim {
            is_commitment,
            topic: topic_by.map(|_| self.lexicons.topic.id.clone()),
            topic_by,
            confidence: weigh::confidence(is_commitment, &record, topic_by),
            gloss,
            speaker_role: verdict.role,
            cues,
            rule: verdict.rule.to_owned(),
            guideline: if is_commitment { None } else { verdict.guideline.or(Some(Guideline::NotTestable)) },
            about: topic::about(scan, &range),
            quote: scan.text.to_owned(),
            start: range.start + (text.len() - text.trim_start().len()),
            end: range.start + text.trim_end().len().max(text.len() - text.trim_start().len()),
            record,
        }
    }

    fn ahead(&self, date: Option<PartialDate>) -> bool {
        matches!((date, self.page_date), (Some(date), Some(page)) if date.first_day() > page.last_day())
    }

    /// All bodies that issue the act, the actor first.
    fn issuers(
        &self,
        scan: &Scan<'_>,
        subject_part: &Range<usize>,
        range: &Range<usize>,
        found: &Subject,
        speaker: Option<&Party>,
    ) -> Vec<String> {
        let of_speaker = |country: &str| speaker.filter(|s| s.country == country && s.agency.is_some()).map(Party::id);
        let owner = self.page.party.as_ref();
        let named = |party: &Party| {
            if party.agency.is_some() {
                return party.id();
            }
            let own = owner.filter(|o| o.country == party.country && o.agency.is_some()).map(Party::id);
            own.or_else(|| of_speaker(&party.country)).unwrap_or_else(|| party.country.clone())
        };
        match found {
            Subject::Joint(sides) => sides.clone(),
            Subject::Named(party) | Subject::Regulated(Some(party)) => vec![named(party)],
            Subject::Others => Vec::new(),
            Subject::Own { .. } | Subject::Regulated(None) | Subject::Unknown | Subject::NonActor => {
                let agencies = own_agencies(scan, subject_part, owner);
                if !agencies.is_empty() {
                    return agencies;
                }
                // "have needed a Chinese licence": the rule is of the country whose licence it is.
                if self.page.neutral
                    && matches!(found, Subject::Regulated(None))
                    && let Some(party) = subject::named_in(scan, range)
                {
                    return vec![named(&party)];
                }
                let last = || self.page.carried.as_ref().or(speaker).map(&named);
                owner.map(Party::id).or_else(last).into_iter().collect()
            }
        }
    }
}

/// Agencies of the page's own country named as subjects in the clause.
fn own_agencies(scan: &Scan<'_>, range: &Range<usize>, owner: Option<&Party>) -> Vec<String> {
    let mut all = Vec::new();
    for hit in scan.within(range) {
        if let Kind::Party { countries, agency: Some(agency) } = &hit.entry.kind
            && owner.is_some_and(|o| countries.first() == Some(&o.country))
            && !scan.after_preposition(hit.start)
            && !all.contains(agency)
        {
            all.push(agency.clone());
        }
    }
    all
}

fn counterparties(scan: &Scan<'_>, range: &Range<usize>, issuers: &[String], found: &Subject) -> Vec<String> {
    let own = |code: &String| issuers.iter().any(|i| i == code || i.split(':').next() == Some(code.as_str()));
    let joint = matches!(found, Subject::Joint(_));
    let mut all = subject::countries(scan, range);
    all.retain(|code| !own(code) && !joint);
    all
}
