//! Pure. A clause that no guideline said no to in, how firm it is out: from words of promise, order and effect, the
//! date, and at last the form of a verb that no lexicon knows.

use super::decide::{Clause, Verdict, no, own_role};
use super::lexicon::Role;
use super::subject::Subject;
use crate::model::{ActionClass, Guideline, Polarity, SpeakerRole, Strength};

/// How firm what is left is.
pub(super) fn firmness(clause: &Clause<'_, '_>) -> Verdict {
    let role = own_role(clause);
    let Some((strength, rule)) = ladder(clause) else {
        return no(Strength::None, SpeakerRole::Background, Guideline::NoCue, "noise.no_cue");
    };
    let sanctioned = clause.class == Some(ActionClass::Sanctions) && clause.has(Role::Visa);
    let withdrawal = !sanctioned && (clause.has(Role::Withdrawal) || clause.removes());
    // "Shall" in an order binds the state's own offices; "must" of one's own country is an appeal.
    let shall =
        clause.lead.as_ref().and_then(|(_, at)| clause.scan.text.get(at.clone())).is_some_and(|verb| verb == "shall");
    let exhortation = clause.leads(Role::Deontic) && !shall && matches!(clause.subject, Subject::Own { broad: true });
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
        Some(Role::Withdrawal) if ordered_first(clause) => when(Strength::Ordered, "firm.withdrawn"),
        Some(Role::Withdrawal) => when(Strength::InForce, "firm.withdrawn"),
        Some(Role::InForce) => when(Strength::InForce, "firm.in_force"),
        // "Will not export without a licence" is a rule, not a refusal.
        Some(Role::Denial) if clause.has(Role::Prohibition) => when(decided, "firm.ordered"),
        // "The ban on exports was lifted": the ban is what ends.
        Some(Role::Prohibition) if clause.has(Role::Withdrawal) => when(Strength::InForce, "firm.withdrawn"),
        Some(Role::Ordered | Role::Prohibition | Role::Standing) => when(decided, "firm.ordered"),
        Some(Role::Pledged) => Some((Strength::Pledged, "firm.pledged")),
        Some(Role::Deontic) => when(decided, "firm.required"),
        Some(Role::Intends) if clause.has(Role::Withdrawal) && clause.has(Role::Ordered) => {
            when(Strength::Ordered, "firm.withdrawn")
        }
        Some(Role::Intends) if clause.has(Role::Regulatory) && clause.regulates() => {
            when(decided, "firm.dated_regulation")
        }
        Some(Role::Intends) if clause.set_day() => Some((Strength::Ordered, "firm.dated_regulation")),
        Some(Role::Intends) if clause.has(Role::Deontic) && clause.rule_on_firms() => {
            when(Strength::Ordered, "firm.required")
        }
        Some(Role::Intends) if joint => Some((Strength::Pledged, "firm.joint_future")),
        Some(Role::Intends) if clause.money => Some((Strength::Pledged, "firm.sum_allotted")),
        Some(Role::Intends | Role::Rhetoric) => Some((Strength::Intends, "firm.own_future")),
        _ if clause.set_day() => Some((Strength::Ordered, "firm.dated_regulation")),
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

/// Whether a word of deciding stands no later than the clause's leading verb.
fn ordered_first(clause: &Clause<'_, '_>) -> bool {
    let verb = clause.lead.as_ref().map_or(clause.range.end, |(_, at)| at.end);
    clause.scan.cues(&(clause.range.start..verb), Role::Ordered).next().is_some()
}

/// Whether a word of announcing stands in the clause: the same word tells newness and saying.
fn announced(clause: &Clause<'_, '_>) -> bool {
    clause
        .scan
        .cues(&clause.range, Role::Newness)
        .any(|new| clause.scan.cues(&clause.range, Role::Attribution).any(|said| said.start == new.start))
}
