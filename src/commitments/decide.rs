//! Pure. A clause with its subject in, the verdict out: how firm, whose voice, and which guideline said no. First match decides.

use std::ops::Range;

use super::clause::VERBS;
use super::lexicon::{Kind, Role};
use super::matcher::Hit;
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
    /// Whether the clause names something of the topic.
    pub(super) named: bool,
    /// Whether the date lies ahead of the page date.
    pub(super) ahead: bool,
    /// Whether the date lies more than 60 days back.
    pub(super) old: bool,
}

/// The first cue of a clause that can carry an act.
pub(super) fn lead(scan: &Scan<'_>, range: &Range<usize>) -> Option<(Role, Range<usize>)> {
    let verb = |hit: &Hit<'_>| match hit.entry.kind {
        Kind::Cue(role) if VERBS.contains(&role) && role != Role::Regulatory => Some((role, hit.range())),
        _ => None,
    };
    // Of readings of one and the same word the earlier in the ladder of VERBS wins, except that a prohibition or a
    // duty is stronger than the plain future its ending also is.
    let first = scan.within(range).find_map(verb)?;
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
        _ => 9,
    };
    same.min_by_key(|(role, _)| rank(*role))
}

impl Clause<'_, '_> {
    fn has(&self, role: Role) -> bool {
        self.scan.has(&self.range, role)
    }

    fn leads(&self, role: Role) -> bool {
        self.lead.as_ref().is_some_and(|(lead, _)| *lead == role)
    }

    /// Whether the clause tells a finished legal or institutional act.
    fn completed(&self) -> bool {
        self.leads(Role::InForce) || self.leads(Role::Ordered) || self.leads(Role::Withdrawal)
    }

    fn rule_on_firms(&self) -> bool {
        self.has(Role::Prohibition)
            || ((self.has(Role::Deontic) || self.leads(Role::Ordered) || self.leads(Role::InForce))
                && matches!(self.subject, Subject::Regulated(_) | Subject::Unknown))
    }

    /// Whether the act is a rule, which a stated start makes an order whatever the tense.
    fn regulates(&self) -> bool {
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

    /// Whether what the verb acts on is named after it.
    fn class_follows(&self) -> bool {
        let verb = self.lead.as_ref().map_or(self.range.start, |(_, at)| at.end);
        !self.scan.classes(&(verb..self.range.end)).is_empty()
    }

    /// Whether what is taken away is a measure: a tariff, a sanction, a rule.
    fn removes(&self) -> bool {
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
    fn concrete(&self) -> bool {
        let binding = [Role::Ordered, Role::Prohibition, Role::Withdrawal, Role::InForce].into_iter().any(|r| self.leads(r))
            || (self.leads(Role::Deontic) && matches!(self.subject, Subject::Regulated(_)))
            || (self.leads(Role::Intends) && self.has(Role::Regulatory));
        let planned = self.leads(Role::Intends) || self.leads(Role::Pledged);
        self.named && ((binding && self.dated) || (planned && (self.counted || self.dated)))
    }

    fn reporter(&self) -> bool {
        let to_end = 0..self.range.end;
        self.scan.has(&to_end, Role::Reported)
    }
}

fn no(strength: Strength, role: SpeakerRole, guideline: Guideline, rule: &'static str) -> Verdict {
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

fn noise(clause: &Clause<'_, '_>) -> Option<Verdict> {
    let scan = clause.scan;
    if scan.text.trim_end_matches(['"', '”', '’', ' ']).ends_with(['?', '？']) {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::NoCue, "noise.question"));
    }
    const ACTS: [Role; 7] = [
        Role::Ordered,
        Role::Pledged,
        Role::Intends,
        Role::InForce,
        Role::Withdrawal,
        Role::Deontic,
        Role::Denial,
    ];
    let strong = ACTS.into_iter().any(|r| clause.has(r));
    if clause.has(Role::Boilerplate) && !strong {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::Boilerplate, "noise.boilerplate"));
    }
    None
}

/// Who is bound, and who says so.
fn voice(clause: &Clause<'_, '_>) -> Option<Verdict> {
    let other = matches!(clause.subject, Subject::Others)
        || matches!((&clause.subject, clause.page.neutral), (Subject::Named(_), false));
    let imposed = clause.leads(Role::InForce)
        && matches!(clause.class, Some(ActionClass::TariffTrade | ActionClass::Sanctions));
    if (other || imposed) && clause.scan.has(&(0..clause.scan.text.len()), Role::Protest) {
        return Some(no(Strength::None, SpeakerRole::Background, Guideline::Rhetoric, "voice.protest"));
    }
    if clause.leads(Role::Recommendation) {
        let role = SpeakerRole::DemandOnOther;
        return Some(no(Strength::Calls, role, Guideline::Recommendation, "bound.recommendation"));
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
        && !clause.completed()
    {
        return Some(attributed(clause, "voice.speaker_is_not_bound"));
    }
    let promise = clause.leads(Role::Intends) || clause.leads(Role::Pledged) || clause.leads(Role::Willingness);
    (other && promise && clause.page.party.is_some()).then(|| attributed(clause, "voice.page_is_not_bound"))
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
    let foreseen = clause.has(Role::Forecast) && !matches!(clause.subject, Subject::Own { .. });
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
    if clause.leads(Role::PastOperation) || (past && !forward && !decided) {
        return Some(no(Strength::None, role, Guideline::PastOperation, "finished.operation"));
    }
    if clause.completed() && (clause.old || (clause.has(Role::Ago) && !clause.dated)) {
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
fn own_role(clause: &Clause<'_, '_>) -> SpeakerRole {
    match &clause.subject {
        Subject::Joint(_) => SpeakerRole::Joint,
        Subject::Named(_) => SpeakerRole::NeutralReport,
        Subject::NonActor => SpeakerRole::Background,
        _ if clause.page.neutral => SpeakerRole::NeutralReport,
        _ => SpeakerRole::Own,
    }
}

/// How firm what is left is.
fn firmness(clause: &Clause<'_, '_>) -> Verdict {
    let role = own_role(clause);
    let Some((strength, rule)) = ladder(clause) else {
        return no(Strength::None, SpeakerRole::Background, Guideline::NoCue, "noise.no_cue");
    };
    let withdrawal = clause.has(Role::Withdrawal) || clause.removes();
    let exhortation = clause.leads(Role::Deontic) && matches!(clause.subject, Subject::Own { broad: true });
    if (clause.class.is_none() && !clause.concrete()) || exhortation {
        return no(strength, role, Guideline::NotTestable, "firm.not_testable");
    }
    let polarity = if withdrawal { Polarity::Withdrawal } else { Polarity::Positive };
    Verdict { strength, polarity, role, guideline: None, rule }
}

fn ladder(clause: &Clause<'_, '_>) -> Option<(Strength, &'static str)> {
    let joint = matches!(clause.subject, Subject::Joint(_));
    let when = |past: Strength, rule| {
        let strength = if clause.has(Role::Immediate) && !clause.ahead {
            Strength::InForce
        } else if clause.ahead {
            Strength::Ordered
        } else {
            past
        };
        Some((strength, rule))
    };
    if clause.has(Role::NoticeFuture) || (clause.has(Role::BillTabled) && !clause.has(Role::LegislationDone)) {
        return Some((Strength::Intends, "firm.proposed"));
    }
    let decided = if clause.dated && !clause.ahead { Strength::InForce } else { Strength::Ordered };
    if clause.money && clause.class == Some(ActionClass::Funding) && !clause.has(Role::Withdrawal) {
        return Some((Strength::Pledged, "firm.sum_allotted"));
    }
    match clause.lead.as_ref().map(|(role, _)| *role) {
        Some(Role::Withdrawal) if clause.has(Role::Ordered) => when(Strength::Ordered, "firm.withdrawn"),
        Some(Role::Withdrawal) => when(Strength::InForce, "firm.withdrawn"),
        Some(Role::InForce) => when(Strength::InForce, "firm.in_force"),
        Some(Role::Ordered | Role::Prohibition | Role::Standing) => when(decided, "firm.ordered"),
        Some(Role::Pledged) => Some((Strength::Pledged, "firm.pledged")),
        Some(Role::Deontic) => when(decided, "firm.required"),
        Some(Role::Intends) if clause.has(Role::Withdrawal) && clause.has(Role::Ordered) => {
            when(Strength::Ordered, "firm.withdrawn")
        }
        Some(Role::Intends) if clause.has(Role::Regulatory) && clause.regulates() => {
            when(decided, "firm.dated_regulation")
        }
        Some(Role::Intends) if clause.has(Role::Deontic) && clause.rule_on_firms() => {
            when(Strength::Ordered, "firm.required")
        }
        Some(Role::Intends) if joint => Some((Strength::Pledged, "firm.joint_future")),
        Some(Role::Intends) if clause.money => Some((Strength::Pledged, "firm.sum_allotted")),
        Some(Role::Intends | Role::Rhetoric) => Some((Strength::Intends, "firm.own_future")),
        _ if clause.has(Role::Regulatory) => when(decided, "firm.dated_regulation"),
        _ if clause.has(Role::Immediate) => when(Strength::InForce, "firm.immediate"),
        _ if announced(clause) => Some((Strength::Ordered, "firm.announced")),
        _ if clause.has(Role::Continues) => Some((Strength::Intends, "firm.own_future")),
        None => verb_form(clause),
        _ => None,
    }
}

/// How firm an act is whose verb no lexicon knows, by the verb's form and the date.
fn verb_form(clause: &Clause<'_, '_>) -> Option<(Strength, &'static str)> {
    let class = clause.class?;
    let guarded = [Role::PastOperation, Role::Statistic, Role::Rhetoric, Role::Forecast, Role::Boilerplate];
    if guarded.into_iter().any(|role| clause.has(role)) || clause.subject == Subject::NonActor {
        return None;
    }
    if clause.regulates() && clause.ahead {
        return Some((Strength::Ordered, "firm.dated_regulation"));
    }
    if clause.has(Role::Perfect) && class != ActionClass::Enforcement {
        return Some((Strength::InForce, "firm.done"));
    }
    let somebody = !matches!(clause.subject, Subject::Unknown | Subject::Others);
    (clause.has(Role::Progressive) && somebody).then_some((Strength::Intends, "firm.under_way"))
}

/// Whether a word of announcing stands in the clause: the same word tells newness and saying.
fn announced(clause: &Clause<'_, '_>) -> bool {
    clause
        .scan
        .cues(&clause.range, Role::Newness)
        .any(|new| clause.scan.cues(&clause.range, Role::Attribution).any(|said| said.start == new.start))
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
