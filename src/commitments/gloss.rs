//! Pure. A Record in, one plain English sentence out that says no more than the record and its cues hold.

use super::naming::{amount, list, name, number, objects, objects_alone, when, who};
use crate::model::{ActionClass, AgencyTable, Cue, CueRole, Polarity, Quantity, Record, SpeakerRole, Strength};

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
    /// Whether a word of the act is one of these, in English.
    fn names(&self, role: CueRole, words: &[&str]) -> bool {
        self.cues.iter().filter(|cue| cue.role == role).any(|cue| {
            let gloss = cue.gloss.to_lowercase();
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
        (..) if record.polarity == Polarity::Denial => format!("no promise: the sentence denies or rules out {}", act.noun()),
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
    let first = text.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", text.chars().skip(1).collect::<String>())
}

/// An act in the forms that sentences need.
struct Act {
    /// "require", "set up".
    verb: &'static str,
    /// What follows the verb.
    rest: String,
    /// The thing itself, after "its" or "tells of": "cooperation on fentanyl".
    thing: String,
    /// What stands before the counterparties.
    toward: &'static str,
    /// Whether it is told as done ("has set up") rather than as standing ("requires").
    done: bool,
}

impl Act {
    fn infinitive(&self) -> String {
        format!("{} {}", self.verb, self.rest).trim_end().to_owned()
    }

    fn noun(&self) -> &str {
        &self.thing
    }
}

/// The verb's form after "he", and after "has".
fn forms(verb: &str) -> (String, String) {
    match verb {
        "set up" => ("sets up".to_owned(), "set up".to_owned()),
        "set" => ("sets".to_owned(), "set".to_owned()),
        "bring in" => ("brings in".to_owned(), "brought in".to_owned()),
        "give" => ("gives".to_owned(), "given".to_owned()),
        "take" => ("takes".to_owned(), "taken".to_owned()),
        "put" => ("puts".to_owned(), "put".to_owned()),
        "keep" => ("keeps".to_owned(), "kept".to_owned()),
        "ban" => ("bans".to_owned(), "banned".to_owned()),
        "verify" => ("verifies".to_owned(), "verified".to_owned()),
        "publish" => ("publishes".to_owned(), "published".to_owned()),
        "act" => ("acts".to_owned(), "acted".to_owned()),
        "train" | "deploy" | "report" | "inspect" | "enact" | "appoint" | "lift" => (format!("{verb}s"), format!("{verb}ed")),
        ends_in_e => (format!("{ends_in_e}s"), format!("{ends_in_e}d")),
    }
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
        (_, Strength::Intends) if telling.names(CueRole::Strength, &["will", "would", "shall", "'ll"]) => "will".to_owned(),
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
    if let Some(over) = act.thing.strip_prefix("tariffs") {
        return format!("cancel or suspend a tariff measure{over}");
    }
    format!("end or suspend {} {}", if joint { "their" } else { "its" }, act.thing)
}

/// The act of a record, with amount and objects in their place.
fn act(record: &Record, telling: &Telling<'_>) -> Act {
    let what = objects(record);
    let on = |lead: &str| if what.is_empty() { lead.to_owned() } else { format!("{lead} on {what}") };
    let of = |lead: &str, none: &str| format!("{lead} {}", if what.is_empty() { none } else { &what });
    let plain = |verb, rest: String, thing: String, toward, done| Act { verb, rest, thing, toward, done };
    match record.action_class {
        Some(ActionClass::ScheduleControl) => {
            let ban = telling.names(CueRole::Strength, &["ban", "prohibit", "must not", "no one may"]);
            let thing = of("controls on", "substances not named here");
            if ban {
                plain("ban", of("dealings in", "substances not named here"), thing, ", concerning", false)
            } else {
                plain("put", of("", "substances not named here").trim_start().to_owned() + " under control", thing, ", concerning", false)
            }
        }
        Some(ActionClass::ExportLicence) => {
            let goods = of("for", "goods not named here");
            let licence = match record.binds.as_deref() {
                Some("importers") => "an import licence",
                Some("exporters") => "an export licence",
                _ if !record.counterparties.is_empty() => "an export licence",
                _ => "a licence or permit",
            };
            plain("require", format!("{licence} {goods}"), format!("licence rule {goods}"), " shipped to", false)
        }
        Some(ActionClass::Enforcement) => enforcement(record),
        Some(ActionClass::Sanctions) => plain("impose", sanctions(&what), sanctions(&what), ", concerning", true),
        Some(ActionClass::Cooperation) => cooperation(record, telling, &on),
        Some(ActionClass::InfoSharing) => plain("share", on("information"), on("sharing of information"), " with", false),
        Some(ActionClass::TariffTrade) => tariff(record, telling),
        Some(ActionClass::TreatmentHealth) => {
            plain("take", on("a treatment or prevention measure"), on("treatment or prevention measure"), " for", true)
        }
        Some(ActionClass::Legislation) => {
            let verb = if record.strength == Strength::Ordered { "enact" } else { "bring in" };
            plain(verb, on("a law"), on("law"), ", concerning", true)
        },
        Some(ActionClass::Funding) => funding(record),
        Some(ActionClass::MonitoringReport) => monitoring(record, telling, &on),
        Some(ActionClass::Institution) => institution(telling, &what),
        None => {
            let thing = if what.is_empty() { "nothing in particular".to_owned() } else { what.clone() };
            plain("act", on("").trim_start().to_owned(), thing, ", concerning", false)
        }
    }
}

fn sanctions(what: &str) -> String {
    if what.is_empty() { "sanctions".to_owned() } else { format!("sanctions over {what}") }
}

fn enforcement(record: &Record) -> Act {
    let mut goods = record.clone();
    goods.objects.retain(|id| id != "postal_parcels");
    let what = objects(&goods);
    let parcels = goods.objects.len() < record.objects.len();
    let against = if what.is_empty() { String::new() } else { format!(" against trafficking in {what}") };
    let thing = format!("enforcement{against}");
    let people = record.quantity.as_ref().filter(|q| matches!(q.unit.as_str(), "officers" | "scanners" | "experts"));
    let (verb, rest) = match people {
        Some(quantity) if against.is_empty() => ("deploy", amount(quantity)),
        Some(quantity) => ("deploy", format!("{}{against}", amount(quantity))),
        None if parcels && what.is_empty() => ("inspect", "postal parcels".to_owned()),
        None if parcels => ("inspect", format!("postal parcels for {what}")),
        None => ("take", format!("enforcement action{against}")),
    };
    Act { verb, rest, thing, toward: ", concerning", done: false }
}

fn cooperation(record: &Record, telling: &Telling<'_>, on: &dyn Fn(&str) -> String) -> Act {
    let toward = " with";
    let group = [
        ("working group", "a working group"),
        ("hotline", "a hotline"),
        ("hot line", "a hotline"),
        ("liaison", "liaison officers"),
        ("dialogue", "a dialogue"),
        ("committee", "a committee"),
    ];
    let named = group.iter().find(|(word, _)| telling.names(CueRole::Action, &[word])).map(|(_, thing)| *thing);
    let again = telling.names(CueRole::Strength, &["reviv", "resum", "relaunch", "restart", "reactivat", "restor"]);
    if let Some(thing) = named.filter(|_| record.polarity == Polarity::Positive) {
        let bare = thing.strip_prefix("a ").unwrap_or(thing);
        let verb = if again { "revive" } else { "set up" };
        return Act { verb, rest: on(thing), thing: on(bare), toward, done: true };
    }
    if telling.names(CueRole::Action, &["train"]) {
        let whom = record.quantity.as_ref().filter(|q| matches!(q.unit.as_str(), "officers" | "experts")).map(amount);
        let rest = on(&whom.unwrap_or_else(|| "officers".to_owned()));
        return Act { verb: "train", rest, thing: on("training"), toward, done: false };
    }
    let verb = if again { "resume" } else { "cooperate" };
    let rest = if again { on("cooperation") } else { on("").trim_start().to_owned() };
    Act { verb, rest, thing: on("cooperation"), toward, done: again }
}

fn monitoring(record: &Record, telling: &Telling<'_>, on: &dyn Fn(&str) -> String) -> Act {
    let duties = [
        (&["end use", "end-use", "end user", "end-user"][..], "verify", "the end use and end user"),
        (&["declar", "advance notice"][..], "declare", "shipments"),
        (&["trac", "track"][..], "trace", "goods"),
        (&["figures", "statistics"][..], "publish", "figures"),
        (&["record", "register", "log"][..], "keep", "records"),
    ];
    let found = duties.iter().find(|(words, ..)| telling.names(CueRole::Action, words));
    let (verb, rest) = found.map_or(("report", "data"), |(_, verb, rest)| (*verb, *rest));
    let what = objects(record);
    let rest = match verb {
        "verify" if !what.is_empty() => format!("{rest} of {what}"),
        "trace" if !what.is_empty() => what,
        "declare" if !what.is_empty() => format!("shipments of {what}"),
        _ => on(rest),
    };
    let thing = on("records, checks or reports");
    // A duty imposed binds somebody even when the sentence does not say whom.
    let imposed = matches!(telling.rule, "firm.required" | "firm.ordered" | "firm.dated_regulation");
    let whom = record.binds.as_deref().filter(|whom| *whom != "own_agencies");
    match whom.or(imposed.then_some("those concerned")) {
        Some(whom) => {
            let whom = whom.replace("domestic_", "").replace('_', " ");
            Act { verb: "require", rest: format!("{whom} to {verb} {rest}"), thing, toward: ", concerning", done: false }
        }
        None => Act { verb, rest, thing, toward: ", concerning", done: false },
    }
}

fn institution(telling: &Telling<'_>, what: &str) -> Act {
    let bodies = ["laboratory", "control room", "task force", "czar", "commissioner", "envoy", "centre", "center", "office", "unit"];
    let body = bodies.iter().find(|body| telling.names(CueRole::Action, &[body])).unwrap_or(&"unit or post");
    let person = matches!(*body, "czar" | "commissioner" | "envoy");
    let article = if body.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let thing = if what.is_empty() { (*body).to_owned() } else { format!("{body} for work on {what}") };
    Act { verb: if person { "appoint" } else { "set up" }, rest: format!("{article} {thing}"), thing, toward: ", concerning", done: true }
}

fn funding(record: &Record) -> Act {
    let what = objects_alone(record);
    let purpose = if what.is_empty() { String::new() } else { format!(" for work on {what}") };
    let sum = record.quantity.as_ref().map_or_else(|| "money or equipment".to_owned(), amount);
    Act { verb: "give", rest: format!("{sum}{purpose}"), thing: format!("funding{purpose}"), toward: ", concerning", done: true }
}

fn tariff(record: &Record, telling: &Telling<'_>) -> Act {
    let over = objects_alone(record);
    let over = if over.is_empty() { String::new() } else { format!(" over {over}") };
    let thing = format!("tariffs{over}");
    let toward = " on goods of";
    let rest = match &record.quantity {
        Some(Quantity { value, unit, from: Some(from) }) if unit == "%" => {
            let verb = if value < from { "reduce" } else { "raise" };
            let rest = format!("{thing} from {} to {} percent", number(*from), number(*value));
            return Act { verb, rest, thing, toward: ", concerning", done: true };
        }
        Some(quantity) if quantity.unit == "%" => format!("{thing} at {} percent", number(quantity.value)),
        _ if telling.names(CueRole::Guard, &["remov", "lift", "eliminat", "drop", "waive", "exempt"]) => {
            return Act { verb: "lift", rest: thing.clone(), thing, toward: " on goods of", done: true };
        }
        _ => {
            let change = format!("{thing} or other trade measures");
            return Act { verb: "change", rest: change, thing, toward: ", concerning", done: true };
        }
    };
    Act { verb: "set", rest, thing, toward, done: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateKind;

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
