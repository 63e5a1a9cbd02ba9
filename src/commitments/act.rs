//! Pure. A Record with its cues in, its act out as verb and thing: "require" "an export licence for 13 precursors".

use super::gloss::Telling;
use super::money::is_money;
use super::naming::{amount, number, objects, objects_alone};
use crate::model::{ActionClass, CueRole, Polarity, Quantity, Record, Strength};

/// An act in the forms that sentences need.
pub(super) struct Act {
    /// "require", "set up".
    pub(super) verb: &'static str,
    /// What follows the verb.
    pub(super) rest: String,
    /// The thing itself, after "its" or "tells of": "cooperation on fentanyl".
    pub(super) thing: String,
    /// What stands before the counterparties.
    pub(super) toward: &'static str,
    /// Whether it is told as done ("has set up") rather than as standing ("requires").
    pub(super) done: bool,
}

impl Act {
    pub(super) fn infinitive(&self) -> String {
        format!("{} {}", self.verb, self.rest).trim_end().to_owned()
    }

    pub(super) fn noun(&self) -> &str {
        &self.thing
    }
}

/// The verb's form after "he", and after "has".
pub(super) fn forms(verb: &str) -> (String, String) {
    match verb {
        "set up" => ("sets up".to_owned(), "set up".to_owned()),
        "set" => ("sets".to_owned(), "set".to_owned()),
        "bring in" => ("brings in".to_owned(), "brought in".to_owned()),
        "give" => ("gives".to_owned(), "given".to_owned()),
        "take" => ("takes".to_owned(), "taken".to_owned()),
        "put" => ("puts".to_owned(), "put".to_owned()),
        "keep" => ("keeps".to_owned(), "kept".to_owned()),
        "destroy" => ("destroys".to_owned(), "destroyed".to_owned()),
        "ban" => ("bans".to_owned(), "banned".to_owned()),
        "verify" => ("verifies".to_owned(), "verified".to_owned()),
        "publish" => ("publishes".to_owned(), "published".to_owned()),
        "act" => ("acts".to_owned(), "acted".to_owned()),
        "train" | "deploy" | "report" | "inspect" | "enact" | "appoint" | "lift" => {
            (format!("{verb}s"), format!("{verb}ed"))
        }
        ends_in_e => (format!("{ends_in_e}s"), format!("{ends_in_e}d")),
    }
}

/// The act of a record, with amount and objects in their place.
pub(super) fn act(record: &Record, telling: &Telling<'_>) -> Act {
    let what = objects(record);
    let on = |lead: &str| if what.is_empty() { lead.to_owned() } else { format!("{lead} on {what}") };
    let of = |lead: &str, none: &str| format!("{lead} {}", if what.is_empty() { none } else { &what });
    let plain = |verb, rest: String, thing: String, toward, done| Act { verb, rest, thing, toward, done };
    match record.action_class {
        Some(ActionClass::ScheduleControl) => {
            let words = ["ban", "prohibit", "must not", "no one may"];
            let ban = telling.names(CueRole::Strength, &words) || telling.names(CueRole::Action, &words[..2]);
            let thing = of("controls on", "substances not named here");
            let goods = || of("", "goods not named here").trim_start().to_owned();
            if let Some((trade, toward)) = trade(telling).filter(|_| ban) {
                plain("ban", format!("{trade} of {}", goods()), format!("ban on {trade} of {}", goods()), toward, false)
            } else if ban {
                plain("ban", of("dealings in", "substances not named here"), thing, ", concerning", false)
            } else {
                plain(
                    "put",
                    of("", "substances not named here").trim_start().to_owned() + " under control",
                    thing,
                    ", concerning",
                    false,
                )
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
        Some(ActionClass::Enforcement) => enforcement(record, telling),
        Some(ActionClass::Sanctions) => plain("impose", sanctions(&what), sanctions(&what), ", concerning", true),
        Some(ActionClass::Cooperation) => cooperation(record, telling, &on),
        Some(ActionClass::InfoSharing) => {
            plain("share", on("information"), on("sharing of information"), " with", false)
        }
        Some(ActionClass::TariffTrade) => tariff(record, telling),
        Some(ActionClass::TreatmentHealth) => {
            plain("take", on("a treatment or prevention measure"), on("treatment or prevention measure"), " for", true)
        }
        Some(ActionClass::Legislation) => {
            let verb = if record.strength == Strength::Ordered { "enact" } else { "bring in" };
            plain(verb, on("a law"), on("law"), ", concerning", true)
        }
        Some(ActionClass::Funding) => funding(record),
        Some(ActionClass::MonitoringReport) => monitoring(record, telling, &on),
        Some(ActionClass::Institution) => institution(telling, &what),
        None => {
            let thing = if what.is_empty() { "nothing in particular".to_owned() } else { what.clone() };
            plain("act", on("").trim_start().to_owned(), thing, ", concerning", false)
        }
    }
}

/// What trade a ban is on, as the words of the sentence have it, and what stands before the countries it is with.
fn trade(telling: &Telling<'_>) -> Option<(&'static str, &'static str)> {
    let kinds = [
        (&["export"][..], "exports", " to"),
        (&["import"], "imports", " from"),
        (&["shipment", "shipping", "deliver", "suppl"], "shipments", " to"),
        (&["sale", "sell"], "sales", " to"),
    ];
    let told = |words: &[&str]| telling.names(CueRole::Action, words) || telling.names(CueRole::Strength, words);
    kinds.iter().find(|(words, ..)| told(words)).map(|(_, trade, toward)| (*trade, *toward))
}

fn sanctions(what: &str) -> String {
    if what.is_empty() { "sanctions".to_owned() } else { format!("sanctions over {what}") }
}

/// Whether people or machines of this unit are sent rather than visited.
fn sent(unit: &str) -> bool {
    const SENT: [&str; 12] = [
        "officers",
        "scanners",
        "experts",
        "troops",
        "soldiers",
        "agents",
        "dogs",
        "drones",
        "helicopters",
        "specialists",
        "analysts",
        "personnel",
    ];
    SENT.contains(&unit)
}

fn enforcement(record: &Record, telling: &Telling<'_>) -> Act {
    let mut goods = record.clone();
    goods.objects.retain(|id| id != "postal_parcels");
    let what = objects(&goods);
    let parcels = goods.objects.len() < record.objects.len();
    let against = if what.is_empty() { String::new() } else { format!(" against trafficking in {what}") };
    let thing = format!("enforcement{against}");
    let counted =
        record.quantity.as_ref().filter(|q| q.from.is_none() && !matches!(q.unit.as_str(), "chemicals" | "%"));
    let counted = counted.filter(|q| !is_money(&q.unit));
    let destroys = telling.names(CueRole::Action, &["destr", "incinerat"]);
    let inspects = telling.names(CueRole::Action, &["inspect", "check", "search"]);
    let (verb, rest) = match counted {
        _ if destroys && !what.is_empty() => ("destroy", what),
        Some(quantity) if inspects => ("inspect", format!("{}{against}", amount(quantity))),
        Some(quantity) if sent(&quantity.unit) => ("deploy", format!("{}{against}", amount(quantity))),
        Some(quantity) => ("take", format!("enforcement action{against} ({})", amount(quantity))),
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
        let whom = record.quantity.as_ref().filter(|q| q.unit != "chemicals" && !is_money(&q.unit)).map(amount);
        let rest = on(&whom.unwrap_or_else(|| "officers".to_owned()));
        return Act { verb: "train", rest, thing: on("training"), toward, done: false };
    }
    let verb = if again { "resume" } else { "cooperate" };
    let rest = if again { on("cooperation") } else { on("").trim_start().to_owned() };
    Act { verb, rest, thing: on("cooperation"), toward, done: again }
}

fn monitoring(record: &Record, telling: &Telling<'_>, on: &dyn Fn(&str) -> String) -> Act {
    let duties = [
        (&["publish", "guid", "handbook", "timetable"][..], "publish", "guidance"),
        (&["end use", "end-use", "end user", "end-user"][..], "verify", "the end use and end user"),
        (&["declar", "advance notice"][..], "declare", "shipments"),
        (&["trac", "track"][..], "trace", "goods"),
        (&["figures", "statistics"][..], "publish", "figures"),
        (&["record", "regist", "log", "real-name"][..], "keep", "records"),
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
            Act {
                verb: "require",
                rest: format!("{whom} to {verb} {rest}"),
                thing,
                toward: ", concerning",
                done: false,
            }
        }
        None => Act { verb, rest, thing, toward: ", concerning", done: false },
    }
}

fn institution(telling: &Telling<'_>, what: &str) -> Act {
    let bodies = [
        "laboratory",
        "control room",
        "task force",
        "czar",
        "commissioner",
        "envoy",
        "centre",
        "center",
        "office",
        "unit",
    ];
    let body = bodies.iter().find(|body| telling.names(CueRole::Action, &[body])).unwrap_or(&"unit or post");
    let person = matches!(*body, "czar" | "commissioner" | "envoy");
    let article = if body.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let thing = if what.is_empty() { (*body).to_owned() } else { format!("{body} for work on {what}") };
    let closes = telling.names(CueRole::Action, &["close ", "closes ", "closed ", "disband", "dissolve"]);
    Act {
        verb: match (person, closes) {
            (true, _) => "appoint",
            (false, true) => "close",
            (false, false) => "set up",
        },
        rest: format!("{article} {thing}"),
        thing,
        toward: ", concerning",
        done: true,
    }
}

fn funding(record: &Record) -> Act {
    let what = objects_alone(record);
    let purpose = if what.is_empty() { String::new() } else { format!(" for work on {what}") };
    let sum = record.quantity.as_ref().map_or_else(|| "money or equipment".to_owned(), amount);
    Act {
        verb: "give",
        rest: format!("{sum}{purpose}"),
        thing: format!("funding{purpose}"),
        toward: ", concerning",
        done: true,
    }
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
