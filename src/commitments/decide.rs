//! Pure. A clause with its subject in, the verdict out: how firm, whose voice, and which guideline said no. First match decides.

use std::ops::Range;

use super::clause::{GOVERNING, is_verb, main_part};
use super::firm::firmness;
use super::lexicon::{Kind, Role};
use super::matcher::Hit;
use super::noise::noise;
use super::scan::Scan;
use super::subject::{self, PageSide, Party, Subject};
use crate::model::{ActionClass, Guideline, Polarity, SourceType, SpeakerRole, Strength};

/// What was decided about a clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) strength: Strength,
    pub(super) polarity: Polarity,
    pub(super) role: SpeakerRole,
    pub(super) guideline: Option<Guideline>,
    pub(super) rule: &'static str,
}

/// A clause and all that a decision looks at.
pub(super) struct Clause<'s, 'a> {
    pub(super) scan: &'s Scan<'a>,
    pub(super) range: Range<usize>,
    /// The first cue that can carry an act.
    pub(super) lead: Option<(Role, Range<usize>)>,
    pub(super) subject: Subject,
    pub(super) speaker: Option<(Party, Range<usize>)>,
    pub(super) class: Option<ActionClass>,
    /// Countries named beside the actor.
    pub(super) others: Vec<String>,
    pub(super) page: &'s PageSide,
    pub(super) source: &'s SourceType,
    /// Whether a date or an amount is told.
    pub(super) dated: bool,
    pub(super) counted: bool,
    /// Whether money is counted.
    pub(super) money: bool,
    /// Whether the amount is told with the one before: from 20 to 10 percent.
    pub(super) moved: bool,
    /// Whether the clause names something of the topic.
    pub(super) named: bool,
    /// Whether the date lies ahead of the page date.
    pub(super) ahead: bool,
    /// Whether the date lies more than 60 days back.
    pub(super) old: bool,
    /// Whether the date is one on which something starts.
    pub(super) starts: bool,
}

/// The first cue of a clause that can carry an act.
pub(super) fn lead(scan: &Scan<'_>, range: &Range<usize>) -> Option<(Role, Range<usize>)> {
    let verb = |hit: &Hit<'_>| match hit.entry.kind {
        Kind::Cue(role) if is_verb(role) && role != Role::Regulatory => Some((role, hit.range())),
        _ => None,
    };
    // Of readings of one and the same word the earlier in the ladder of VERBS wins, except that a prohibition or a
    // duty is stronger than the plain future its ending also is.
    let main = main_clause(scan, range);
    let Some(first) = scan.within(&main).find_map(verb) else { return governing(scan, range) };
    let same = scan.within(range).filter_map(verb).filter(|(_, at)| at.start == first.1.start);
    let rank = |role: Role| match role {
        Role::Prohibition => 0,
        Role::Denial => 1,
        Role::Withdrawal => 2,
        Role::PastOperation => 3,
        Role::Recommendation | Role::Advice => 4,
        Role::Deontic => 5,
        Role::Pledged => 6,
        Role::Ordered => 7,
        Role::Intends => 8,
        _ => 9,
    };
    same.min_by_key(|(role, _)| rank(*role))
}

/// The verb of the act before that governs a clause which goes on with "and" and has none of its own.
fn governing(scan: &Scan<'_>, range: &Range<usize>) -> Option<(Role, Range<usize>)> {
    let and = scan.cues(range, Role::Coordinator).next().filter(|hit| hit.start <= range.start + 2);
    and.filter(|_| range.start > 0)?;
    let verb = |hit: &Hit<'_>| match hit.entry.kind {
        Kind::Cue(role) if GOVERNING.contains(&role) => Some(role),
        _ => None,
    };
    let role = scan.within(&(0..range.start)).filter_map(verb).last()?;
    Some((role, range.start..range.start))
}

/// What follows the comma of a condition that a clause begins with; all of a clause without one.
fn main_clause(scan: &Scan<'_>, range: &Range<usize>) -> Range<usize> {
    let opening = scan.cues(range, Role::Condition).next().filter(|hit| hit.start <= range.start + 8);
    let comma = opening.and_then(|hit| Some(hit.end + scan.text.get(hit.end..range.end)?.find([',', '，'])?));
    comma.map_or(range.clone(), |comma| comma..range.end)
}

impl Clause<'_, '_> {
    pub(super) fn has(&self, role: Role) -> bool {
        self.scan.has(&self.range, role)
    }

    pub(super) fn leads(&self, role: Role) -> bool {
        self.lead.as_ref().is_some_and(|(lead, _)| *lead == role)
    }

    /// Whether the clause tells a finished legal or institutional act.
    fn completed(&self) -> bool {
        self.leads(Role::InForce) || self.leads(Role::Ordered) || self.leads(Role::Withdrawal)
    }

    pub(super) fn rule_on_firms(&self) -> bool {
        self.has(Role::Prohibition)
            || ((self.has(Role::Deontic)
                || self.leads(Role::Ordered)
                || self.leads(Role::InForce)
                || self.leads(Role::Standing))
                && matches!(self.subject, Subject::Regulated(_) | Subject::Unknown))
    }

    /// Whether the act is a rule, which a stated start makes an order whatever the tense.
    pub(super) fn regulates(&self) -> bool {
        matches!(
            self.class,
            Some(
                ActionClass::ScheduleControl
                    | ActionClass::ExportLicence
                    | ActionClass::TariffTrade
                    | ActionClass::MonitoringReport
                    | ActionClass::Sanctions
                    | ActionClass::Legislation
            )
        )
    }

    /// Whether a tariff or a listing is told to change on a stated day to come: an order, though worded as a future.
    pub(super) fn set_day(&self) -> bool {
        let verb = self.lead.as_ref().map_or(0..0, |(_, at)| at.clone());
        let plain = self.scan.cues(&verb, Role::Intends).any(|hit| {
            hit.entry.gloss == "will"
                || self.scan.text.get(hit.range()).is_some_and(|verb| verb.eq_ignore_ascii_case("will"))
        });
        let rule = match self.class {
            Some(ActionClass::TariffTrade) => self.counted,
            Some(ActionClass::ScheduleControl) => true,
            _ => false,
        };
        (plain || self.has(Role::Forecast)) && rule && self.starts && self.ahead
    }

    /// Whether what the verb acts on is named after it.
    fn class_follows(&self) -> bool {
        let verb = self.lead.as_ref().map_or(self.range.start, |(_, at)| at.end);
        !self.scan.classes(&(verb..self.range.end)).is_empty()
    }

    /// Whether what is taken away is a measure: a tariff, a sanction, a rule.
    pub(super) fn removes(&self) -> bool {
        self.has(Role::Removal)
            && self.class.is_some_and(|class| {
                matches!(
                    class,
                    ActionClass::TariffTrade
                        | ActionClass::Sanctions
                        | ActionClass::ScheduleControl
                        | ActionClass::ExportLicence
                        | ActionClass::Funding
                )
            })
    }

    /// Whether an act of no known class can still be told done from not done: a dated or counted act on a thing named.
    pub(super) fn concrete(&self) -> bool {
        let binding =
            [Role::Ordered, Role::Prohibition, Role::Withdrawal, Role::InForce].into_iter().any(|r| self.leads(r))
                || (self.leads(Role::Deontic) && matches!(self.subject, Subject::Regulated(_)))
                || (self.leads(Role::Intends) && self.has(Role::Regulatory));
        let planned = self.leads(Role::Intends) || self.leads(Role::Pledged);
        self.named && (binding || self.leads(Role::Pledged) || (planned && (self.counted || self.dated)))
    }

    fn reporter(&self) -> bool {
        let to_end = 0..self.range.end;
        self.scan.has(&to_end, Role::Reported)
    }
}

/// A "no", with what the wording would have been worth.
pub(super) fn no(strength: Strength, role: SpeakerRole, guideline: Guideline, rule: &'static str) -> Verdict {
    Verdict { strength, polarity: Polarity::Positive, role, guideline: Some(guideline), rule }
}

/// Decides one clause.
pub(super) fn decide(clause: &Clause<'_, '_>) -> Verdict {
    noise(clause)
        .or_else(|| voice(clause))
        .or_else(|| guards(clause))
        .or_else(|| finished(clause))
        .unwrap_or_else(|| firmness(clause))
}

/// Who is bound, and who says so.
fn voice(clause: &Clause<'_, '_>) -> Option<Verdict> {
    let other = match &clause.subject {
        Subject::Others => true,
        Subject::Named(party) => !clause.page.speaks_for(&party.country),
        _ => false,
    };
    let imposed =
        clause.leads(Role::InForce) && matches!(clause.class, Some(ActionClass::TariffTrade | ActionClass::Sanctions));
    if (other || imposed) && clause.scan.has(&(0..clause.scan.text.len()), Role::Protest) {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::Rhetoric, "voice.protest"));
    }
    if clause.leads(Role::Recommendation) {
        let role = SpeakerRole::DemandOnOther;
        return Some(no(Strength::Calls, role, Guideline::Recommendation, "bound.recommendation"));
    }
    if only_effect(clause) {
        return Some(no(Strength::None, SpeakerRole::Own, Guideline::AdviceToPublic, "bound.legal_effect"));
    }
    if clause.has(Role::Advice) && !clause.leads(Role::Intends) && !clause.leads(Role::Ordered) {
        return Some(no(Strength::Calls, SpeakerRole::Own, Guideline::AdviceToPublic, "bound.advice"));
    }
    let asks = clause.leads(Role::Calls) || (clause.has(Role::Calls) && clause.leads(Role::Willingness));
    let told = clause.has(Role::Deontic) && !clause.has(Role::Prohibition) && other;
    if asks || told {
        let role = SpeakerRole::DemandOnOther;
        return Some(no(Strength::Calls, role, Guideline::DemandOnOther, "bound.demand_on_other"));
    }
    if clause.reporter() {
        return Some(attributed(clause, "voice.reported_by_other"));
    }
    if clause.leads(Role::Denial) {
        return None;
    }
    if let Some((speaker, _)) = &clause.speaker
        && let Subject::Named(bound) = &clause.subject
        && speaker.country != bound.country
        && !clause.page.joint
        && !clause.completed()
    {
        return Some(attributed(clause, "voice.speaker_is_not_bound"));
    }
    let promise = clause.leads(Role::Intends) || clause.leads(Role::Pledged) || clause.leads(Role::Willingness);
    (other && promise && clause.page.party.is_some()).then(|| attributed(clause, "voice.page_is_not_bound"))
}

/// Whether a clause only tells what a sanction does to property and dealings: "All their property is blocked".
fn only_effect(clause: &Clause<'_, '_>) -> bool {
    let Some((lead, verb)) = &clause.lead else { return false };
    let bans = matches!(lead, Role::Prohibition | Role::Deontic);
    clause.scan.cues(&clause.range, Role::LegalEffect).next().is_some_and(|hit| bans || hit.start < verb.start)
}

fn attributed(clause: &Clause<'_, '_>, rule: &'static str) -> Verdict {
    let strength = match clause.lead.as_ref().map(|(role, _)| *role) {
        Some(Role::Intends) => Strength::Intends,
        Some(Role::Pledged) => Strength::Pledged,
        Some(Role::Ordered | Role::Prohibition) => Strength::Ordered,
        Some(Role::InForce) => Strength::InForce,
        Some(Role::Considers | Role::Willingness) => Strength::Considers,
        _ => Strength::None,
    };
    no(strength, SpeakerRole::AttributedToOther, Guideline::AttributedToOther, rule)
}

/// Denial, condition, willingness, forecast, unfinished laws.
fn guards(clause: &Clause<'_, '_>) -> Option<Verdict> {
    let role = own_role(clause);
    let gap_to_next = |from: Role, to: Role| {
        let first = clause.scan.cues(&clause.range, from).next()?;
        clause.scan.cues(&clause.range, to).find(|hit| hit.start >= first.end).map(|hit| hit.start - first.end)
    };
    if clause.has(Role::Denial) && !clause.has(Role::Prohibition) && !clause.leads(Role::Withdrawal) {
        let verdict = no(Strength::None, role, Guideline::Denial, "guard.denial");
        return Some(Verdict { polarity: Polarity::Denial, ..verdict });
    }
    if clause.has(Role::Condition) && !clause.rule_on_firms() {
        return Some(no(Strength::Considers, role, Guideline::Condition, "guard.condition"));
    }
    let foreseen = clause.has(Role::Forecast) && !clause.set_day() && !matches!(clause.subject, Subject::Own { .. });
    let drifts = clause.subject == Subject::NonActor && (clause.leads(Role::Intends) || clause.leads(Role::Considers));
    if foreseen || drifts {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::Forecast, "guard.forecast"));
    }
    if clause.leads(Role::Willingness) {
        return Some(no(Strength::Considers, role, Guideline::Willingness, "guard.willingness"));
    }
    let weighs = gap_to_next(Role::Intends, Role::Considers).is_some_and(|gap| gap <= 12);
    let undecided = clause.has(Role::Considers) && clause.leads(Role::Ordered) && !clause.dated;
    if !clause.has(Role::Prohibition)
        && !clause.has(Role::NoticeFuture)
        && (clause.leads(Role::Considers) || weighs || undecided)
    {
        return Some(no(Strength::Considers, role, Guideline::Willingness, "guard.weighing"));
    }
    if clause.has(Role::LegislationOpen) && !clause.has(Role::LegislationDone) {
        let guideline = Guideline::UnfinishedLegislation;
        return Some(no(Strength::Considers, SpeakerRole::Background, guideline, "guard.unfinished_legislation"));
    }
    None
}

/// Finished operations, statistics, old acts, standing rules, and resolve without a measure.
fn finished(clause: &Clause<'_, '_>) -> Option<Verdict> {
    let role = own_role(clause);
    let forward = [Role::Intends, Role::Pledged, Role::Deontic, Role::Prohibition, Role::Regulatory, Role::Immediate]
        .into_iter()
        .any(|r| clause.has(r));
    let decided = clause.leads(Role::Ordered) || clause.leads(Role::Withdrawal);
    let past = clause.has(Role::PastOperation) || clause.has(Role::Statistic);
    // A campaign told with what it seized is over or under way.
    let campaign = clause.leads(Role::Ordered) && clause.class == Some(ActionClass::Enforcement);
    let decided = decided && !(campaign && clause.has(Role::PastOperation) && clause.counted && !clause.ahead);
    if clause.leads(Role::PastOperation) || (past && !forward && !decided) {
        return Some(no(Strength::None, role, Guideline::PastOperation, "finished.operation"));
    }
    let told_before = clause.scan.has(&main_part(clause.scan, &clause.range, clause.lead.as_ref()), Role::Ago);
    if clause.completed() && (clause.old || (told_before && !clause.dated)) {
        return Some(no(Strength::InForce, SpeakerRole::Background, Guideline::OldAct, "finished.old_act"));
    }
    let verb = clause.lead.as_ref().map_or(clause.range.start, |(_, at)| at.start);
    let of_a_measure = clause.scan.has(&(clause.range.start..verb.max(clause.range.start)), Role::Measure);
    if clause.leads(Role::InForce) && of_a_measure && !clause.dated && !clause.has(Role::Regulatory) {
        return Some(no(Strength::InForce, SpeakerRole::Background, Guideline::OldAct, "finished.description"));
    }
    let legal_notice = *clause.source == SourceType::Gazette;
    if clause.leads(Role::Standing) && !clause.dated && !clause.has(Role::Newness) && !legal_notice {
        return Some(no(Strength::InForce, SpeakerRole::Background, Guideline::OldAct, "finished.standing_rule"));
    }
    // A guide or a timetable given out is no act of its own.
    let given_out = (clause.leads(Role::InForce) || clause.leads(Role::Ordered)) && clause.has(Role::Document);
    if given_out && !forward {
        return Some(no(Strength::None, role, Guideline::PastOperation, "finished.publication"));
    }
    rhetoric(clause, role)
}

fn rhetoric(clause: &Clause<'_, '_>, role: SpeakerRole) -> Option<Verdict> {
    let resolve = clause.has(Role::Rhetoric);
    let named = !clause.others.is_empty() && clause.class.is_some();
    let measure = clause.dated || clause.counted || clause.has(Role::Continues);
    let concrete = clause.class.is_some_and(|class| class != ActionClass::Enforcement);
    let empty = match clause.lead.as_ref().map(|(lead, _)| *lead) {
        Some(Role::Rhetoric) if clause.has(Role::Intends) => resolve && !(named || measure),
        Some(Role::Rhetoric) => !named || clause.has(Role::Statistic),
        Some(Role::Intends) => resolve && !(named || measure || concrete),
        Some(Role::InForce) => resolve && !clause.class_follows(),
        Some(Role::Pledged) => clause.has(Role::Evaluation) && !clause.counted,
        _ => false,
    };
    empty.then(|| no(Strength::None, role, Guideline::Rhetoric, "finished.rhetoric"))
}

/// Whose voice a statement is that nobody else is told to have made.
pub(super) fn own_role(clause: &Clause<'_, '_>) -> SpeakerRole {
    match &clause.subject {
        Subject::Joint(_) => SpeakerRole::Joint,
        Subject::Named(_) => SpeakerRole::NeutralReport,
        Subject::NonActor => SpeakerRole::Background,
        _ if clause.page.neutral => SpeakerRole::NeutralReport,
        _ => SpeakerRole::Own,
    }
}

/// The subject of a clause's leading verb.
pub(super) fn subject_of(
    scan: &Scan<'_>,
    range: &Range<usize>,
    lead: Option<&(Role, Range<usize>)>,
    page: &PageSide,
) -> Subject {
    let verb = lead.map_or(range.end, |(_, at)| at.start).max(range.start);
    let found = subject::of(scan, range, verb, page);
    if found == Subject::Unknown && range.start > 0 {
        // A clause without a subject of its own goes on with that of the clause before.
        return subject::of(scan, &(0..range.start), range.start, page);
    }
    found
}
