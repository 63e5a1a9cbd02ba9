//! Pure. A Record in, one plain English sentence out that says no more than the record and its cues hold.

use super::act::{Act, act, forms};
use super::naming::{list, name, when, who};
use crate::model::{AgencyTable, Cue, CueRole, Polarity, Record, SpeakerRole, Strength};
use crate::text::fold::lower;

/// How a record came to be told; it chooses between words of one meaning ("will", "plans to", "proposes to").
#[derive(Default)]
pub(super) struct Telling<'c> {
    /// Name of the rule that decided.
    pub(super) rule: &'c str,
    /// Whose voice, when that is known.
    pub(super) role: Option<SpeakerRole>,
    /// The words it rests on.
    pub(super) cues: &'c [Cue],
}

impl Telling<'_> {
    /// Whether what is ruled out is an act of one's own to come, rather than a promise said to have been made.
    fn refuses(&self) -> bool {
        let own = matches!(self.role, Some(SpeakerRole::Own | SpeakerRole::Joint | SpeakerRole::NeutralReport));
        own && self.names(CueRole::Guard, &["will not", "won't", "not to", "decided against"])
    }

    /// Whether a word of the act is one of these, in English.
    pub(super) fn names(&self, role: CueRole, words: &[&str]) -> bool {
        self.cues.iter().filter(|cue| cue.role == role).any(|cue| {
            let gloss = lower(&cue.gloss);
            words.iter().any(|word| gloss.contains(word))
        })
    }
}

/// One English sentence from the record alone.
pub fn gloss(record: &Record, agencies: &AgencyTable) -> String {
    sentence(record, agencies, &Telling::default())
}

/// One English sentence from the record and the words it rests on.
pub(super) fn sentence(record: &Record, agencies: &AgencyTable, telling: &Telling<'_>) -> String {
    let act = act(record, telling);
    let mut text = match (telling.role, record.strength) {
        (Some(SpeakerRole::DemandOnOther), _) | (_, Strength::Calls) => {
            format!("no promise: others are asked to {}", act.infinitive())
        }
        (_, Strength::None) if record.polarity != Polarity::Denial => {
            format!("no promise: the sentence tells of {}", act.noun())
        }
        (..) if record.polarity == Polarity::Denial && telling.refuses() => {
            format!("{} will not {}", who(record, agencies), act.infinitive())
        }
        (..) if record.polarity == Polarity::Denial => {
            format!("no promise: the sentence denies or rules out {}", act.noun())
        }
        (Some(SpeakerRole::AttributedToOther), _) => {
            format!("others say, not the body itself, that {} would {}", who(record, agencies), act.infinitive())
        }
        (role, _) => {
            let named = record.actor.as_deref().unwrap_or_default();
            let sides = match role {
                Some(SpeakerRole::Joint) if named.is_empty() => "both sides".to_owned(),
                Some(SpeakerRole::Joint) if !named.contains('+') => format!("{} and others", who(record, agencies)),
                _ => who(record, agencies),
            };
            format!("{sides} {}", does(record, telling, &act))
        }
    };
    if !record.counterparties.is_empty() {
        let named: Vec<String> = record.counterparties.iter().map(|id| name(id, agencies)).collect();
        text.push_str(&format!("{} {}", act.toward, list(&named)));
    }
    if let Some(date) = record.date {
        text.push_str(&when(date, record.date_kind));
    }
    text.push('.');
    let mut rest = text.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + rest.as_str()
}

/// How firm, and what: "will cooperate on fentanyl", "requires an export licence for 13 fentanyl precursors".
fn does(record: &Record, telling: &Telling<'_>, act: &Act) -> String {
    let joint = record.actor.as_deref().is_some_and(|actor| actor.contains('+'))
        || record.issuers.len() > 1
        || telling.role == Some(SpeakerRole::Joint);
    let pick = |one: &str, many: &str| if joint { many.to_owned() } else { one.to_owned() };
    let withdrawal = record.polarity == Polarity::Withdrawal;
    let what = if withdrawal { ending(act, joint) } else { act.infinitive() };
    let begin = match (record.polarity, record.strength) {
        (_, Strength::Considers) if telling.rule == "guard.condition" => "would, under a condition,".to_owned(),
        (_, Strength::Considers) if telling.rule == "guard.willingness" => pick("is willing to", "are willing to"),
        (_, Strength::Considers) => pick("is considering whether to", "are considering whether to"),
        (_, Strength::Intends) if telling.rule == "firm.proposed" => pick("proposes to", "propose to"),
        (_, Strength::Intends) if telling.names(CueRole::Strength, &["will", "would", "shall", "'ll"]) => {
            "will".to_owned()
        }
        (_, Strength::Intends) => pick("plans to", "plan to"),
        (_, Strength::Pledged) => pick("pledges to", "have agreed to"),
        (_, Strength::Ordered) if act.verb == "enact" && !withdrawal => {
            return format!("{} enacted {}", pick("has", "have"), act.rest);
        }
        (_, Strength::Ordered) => pick("has decided to", "have decided to"),
        (_, Strength::InForce) if withdrawal => {
            let ended = what.replacen("end or suspend", "ended or suspended", 1);
            let ended = ended.replacen("cancel or suspend", "cancelled or suspended", 1);
            return format!("{} {ended}", pick("has", "have"));
        }
        (_, Strength::InForce) if act.done => {
            return format!("{} {} {}", pick("has", "have"), forms(act.verb).1, act.rest).trim_end().to_owned();
        }
        (_, Strength::InForce) if joint => return what,
        (_, Strength::InForce) => return format!("{} {}", forms(act.verb).0, act.rest).trim_end().to_owned(),
        (_, Strength::None | Strength::Calls) => pick("mentions an act: to", "mention an act: to"),
    };
    format!("{begin} {what}")
}

/// What ends: a tariff's cancelled change is as much a measure as the tariff.
fn ending(act: &Act, joint: bool) -> String {
    if act.thing.starts_with("ban on") {
        return format!("cancel or suspend {} {}", if joint { "their" } else { "its" }, act.thing);
    }
    if let Some(over) = act.thing.strip_prefix("tariffs") {
        return format!("cancel or suspend a tariff measure{over}");
    }
    format!("end or suspend {} {}", if joint { "their" } else { "its" }, act.thing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActionClass, DateKind, Quantity};

    fn record() -> Record {
        Record {
            actor: Some("CN:MOFCOM".to_owned()),
            issuers: vec!["CN:MOFCOM".to_owned()],
            binds: Some("exporters".to_owned()),
            action_class: Some(ActionClass::ExportLicence),
            objects: vec!["fentanyl_precursors".to_owned()],
            counterparties: ["US", "MX", "CA"].map(str::to_owned).to_vec(),
            date: "2025-11-10".parse().ok(),
            date_kind: Some(DateKind::Effective),
            quantity: Some(Quantity { value: 13.0, unit: "chemicals".to_owned(), from: None }),
            strength: Strength::Ordered,
            polarity: Polarity::Positive,
        }
    }

    #[test]
    fn the_sentence_says_what_the_record_holds_and_no_more() {
        let agencies = AgencyTable::built_in();
        let mut record = record();
        assert_eq!(
            gloss(&record, &agencies),
            "China's Ministry of Commerce has decided to require an export licence for 13 fentanyl precursors shipped to \
             the United States, Mexico and Canada, from 10 November 2025."
        );
        (record.date, record.quantity) = (None, None);
        record.counterparties.clear();
        record.actor = Some("CN+US".to_owned());
        record.action_class = Some(ActionClass::InfoSharing);
        record.strength = Strength::Pledged;
        assert_eq!(
            gloss(&record, &agencies),
            "China and the United States have agreed to share information on fentanyl precursors."
        );
        record.strength = Strength::InForce;
        (record.actor, record.issuers) = (Some("US".to_owned()), vec!["US".to_owned()]);
        record.action_class = Some(ActionClass::TariffTrade);
        record.objects = vec!["fentanyl".to_owned()];
        record.quantity = Some(Quantity { value: 10.0, unit: "%".to_owned(), from: Some(20.0) });
        assert_eq!(
            gloss(&record, &agencies),
            "The United States has reduced tariffs over fentanyl from 20 to 10 percent."
        );
        record.polarity = Polarity::Withdrawal;
        assert_eq!(
            gloss(&record, &agencies),
            "The United States has cancelled or suspended a tariff measure over fentanyl."
        );
        record.polarity = Polarity::Positive;
        record.quantity = Some(Quantity { value: 20_000_000.0, unit: "USD".to_owned(), from: None });
        record.action_class = Some(ActionClass::Funding);
        record.strength = Strength::Pledged;
        assert_eq!(
            gloss(&record, &agencies),
            "The United States pledges to give 20 million US dollars for work on fentanyl."
        );
    }

    #[test]
    fn the_words_of_the_sentence_choose_between_will_plans_and_proposes() {
        let agencies = AgencyTable::built_in();
        let mut record = record();
        record.strength = Strength::Intends;
        let cue = |text: &str| Cue {
            text: text.to_owned(),
            start: 0,
            end: text.len(),
            gloss: text.to_owned(),
            role: CueRole::Strength,
        };
        for (rule, word, begins) in [
            ("firm.own_future", "will", "China's Ministry of Commerce will require"),
            ("firm.own_future", "plans to", "China's Ministry of Commerce plans to require"),
            ("firm.proposed", "proposes", "China's Ministry of Commerce proposes to require"),
        ] {
            let cues = [cue(word)];
            let text = sentence(&record, &agencies, &Telling { rule, role: Some(SpeakerRole::Own), cues: &cues });
            assert!(text.starts_with(begins), "{text}");
        }
    }
}
