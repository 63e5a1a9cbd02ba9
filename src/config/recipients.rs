//! Pure. `[recipients.*]` in; who is told, of what and when, out.

use super::plan::Plans;
use super::problems::{Problem, did_you_mean};
use super::reader::{At, Reader};
use super::{check, names::is_id};
use crate::model::{ActionClass, AgencyTable, EventKind, Lang, Novelty, Recipient, Role, Strength};

const DIGEST_AT: &str = "0 7 * * Mon-Fri";
const MOST_RECIPIENTS: usize = 1_000;
const MOST_ADDRESSES: usize = 100;

/// What the rest of the file defines, for filters that name it.
pub(super) struct Known<'k> {
    pub agencies: &'k AgencyTable,
    pub topics: &'k [String],
    pub watches: &'k [String],
    pub plans: &'k Plans,
}

/// All recipients, in file order. `place` is where to say that none is an operator.
pub(super) fn recipients(root: &Reader<'_>, reader: Option<&Reader<'_>>, known: &Known<'_>) -> Vec<Recipient> {
    let entries = reader.map(Reader::entries).unwrap_or_default();
    if let (true, Some((key, _))) = (entries.len() > MOST_RECIPIENTS, entries.get(MOST_RECIPIENTS)) {
        root.sink.error(Problem::new(key.at.clone(), format!("more than {MOST_RECIPIENTS} recipients")));
    }
    let mut recipients = Vec::new();
    for (key, value) in entries {
        if !is_id(&key.value) {
            let problem = Problem::new(key.at.clone(), format!("`{}` is not a recipient's key", key.value));
            root.sink.error(problem.hint("small letters, digits and -, for example desk"));
        }
        let path = format!("recipient `{}`", key.value);
        let Some(entry) = reader.and_then(|reader| reader.sub(&key.value, value, &path)) else { continue };
        recipients.push(recipient(&entry, key.value, known));
        entry.finish();
    }
    if !recipients.iter().any(|recipient| recipient.role == Role::Operator) {
        let at = reader.map_or(root.at.clone(), |reader| reader.at.clone());
        let problem = Problem::new(at, "no recipient is an operator, so nobody would hear of failures");
        root.sink.error(problem.hint("add [recipients.ops] with email = [\"…\"] and role = \"operator\""));
    }
    recipients
}

fn recipient(reader: &Reader<'_>, key: String, known: &Known<'_>) -> Recipient {
    let role = reader.choice("role", &[("reader", Role::Reader), ("operator", Role::Operator)]);
    let own_zone = check::zone(reader, "timezone");
    let timezone = own_zone.unwrap_or_else(|| "UTC".to_owned());
    let digest_at = reader
        .one_or_more("digest_at")
        .unwrap_or_else(|| vec![At { value: DIGEST_AT.to_owned(), at: reader.at.clone() }]);
    if !digest_at.is_empty() {
        let owner = format!("digest_at of {}", reader.path);
        known.plans.crontab(reader.sink, &owner, &digest_at, &timezone, || reader.key_at("digest_at"));
    }
    for unsent in ["webhook", "feed", "spool"] {
        if reader.any(unsent).is_some() {
            let title = format!("`{unsent}` of a recipient is not in this version: nothing is sent there");
            reader.sink.warn(Problem::new(reader.key_at(unsent), title).hint("alerts go to `email`"));
        }
    }
    Recipient {
        email: emails(reader),
        role: role.map_or(Role::Reader, |role| role.value),
        timezone,
        digest_at: digest_at.into_iter().map(|line| line.value).collect(),
        now: patterns(reader, "now"),
        digest: patterns(reader, "digest"),
        only: only(reader, known),
        quiet: reader.string("quiet").filter(|text| check::hours(reader.sink, text)).map(|text| text.value),
        loud: patterns(reader, "loud"),
        max_per_day: reader.integer("max_per_day", 1..=100_000).and_then(|n| u32::try_from(n).ok()),
        key,
    }
}

fn emails(reader: &Reader<'_>) -> Vec<String> {
    let Some(list) = reader.strings("email") else {
        if !reader.has("email") {
            reader.missing("email", "[\"desk@example.org\"]");
        }
        return Vec::new();
    };
    if list.is_empty() || list.len() > MOST_ADDRESSES {
        let title = format!("`email` lists between 1 and {MOST_ADDRESSES} addresses, this one {}", list.len());
        reader.sink.error(Problem::new(reader.key_at("email"), title));
    }
    list.into_iter().filter(|address| check::address(reader.sink, address)).map(|address| address.value).collect()
}

/// Event patterns: `*`, `kind`, `kind:novelty`.
fn patterns(reader: &Reader<'_>, key: &'static str) -> Option<Vec<String>> {
    let list = reader.strings(key)?;
    for pattern in list.iter().filter(|pattern| pattern.value != "*") {
        let (kind, novelty) = match pattern.value.split_once(':') {
            Some((kind, novelty)) => (kind, Some(novelty)),
            None => (pattern.value.as_str(), None),
        };
        let known_kind = kind.parse::<EventKind>();
        let fault = match (known_kind, novelty) {
            (Err(_), _) => {
                let kinds = EventKind::ALL.iter().map(|kind| kind.as_str());
                Some((format!("`{kind}` is not an event kind"), did_you_mean(kind, kinds)))
            }
            (Ok(EventKind::New), Some(word)) if word.parse::<Novelty>().is_err() => Some((
                format!("`{word}` is not a novelty"),
                Some("new:announced, new:first_seen or new:undated".to_owned()),
            )),
            (Ok(kind), Some(_)) if kind != EventKind::New => {
                Some((format!("`{kind}` has no novelty, only `new` has"), Some(format!("write \"{kind}\""))))
            }
            _ => None,
        };
        if let Some((title, hint)) = fault {
            let hint = hint.unwrap_or_else(|| {
                format!("known: {}", EventKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "))
            });
            reader.sink.error(Problem::new(pattern.at.clone(), title).hint(hint));
        }
    }
    Some(list.into_iter().map(|pattern| pattern.value).collect())
}

/// Filters: only the keys that are given.
fn only(reader: &Reader<'_>, known: &Known<'_>) -> Vec<(String, Vec<String>)> {
    let Some(table) = reader.table("only", "`only`") else { return Vec::new() };
    let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let classes = words(&ActionClass::ALL.iter().map(|c| c.as_str()).collect::<Vec<_>>());
    let languages = words(&Lang::ALL.iter().map(|l| l.as_str()).collect::<Vec<_>>());
    let mut filters = Vec::new();
    if let Some(text) = table.string("strength") {
        let relations = [">=", "<=", ">", "<"];
        let relation = relations.iter().find_map(|r| text.value.trim_start().strip_prefix(r));
        let code = relation.unwrap_or(&text.value).trim();
        if code.parse::<Strength>().is_err() {
            let known = Strength::ALL.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(", ");
            let problem = Problem::new(text.at.clone(), format!("`{}` is not a strength", text.value));
            table.sink.error(problem.hint(format!("for example \">= intends\"; known: {known}")));
        }
        filters.push(("strength".to_owned(), vec![text.value]));
    }
    if let Some(list) = table.strings("actor") {
        for actor in list.iter().filter(|actor| !is_actor(&actor.value, known.agencies)) {
            let ids = known.agencies.iter().map(|agency| agency.id.as_str());
            let hint =
                did_you_mean(&actor.value, ids).unwrap_or_else(|| "for example \"CN:*\" or \"US:DEA\"".to_owned());
            table.sink.error(Problem::new(actor.at.clone(), format!("`{}` names no actor", actor.value)).hint(hint));
        }
        filters.push(("actor".to_owned(), list.into_iter().map(|text| text.value).collect()));
    }
    for (key, set) in
        [("class", &classes[..]), ("topic", known.topics), ("watch", known.watches), ("language", &languages)]
    {
        let Some(list) = table.strings(key) else { continue };
        let set: Vec<&str> = set.iter().map(String::as_str).collect();
        for word in list.iter().filter(|word| !set.contains(&word.value.as_str())) {
            table.unknown_word(key, word, &set);
        }
        filters.push((key.to_owned(), list.into_iter().map(|text| text.value).collect()));
    }
    table.finish();
    filters
}

fn is_actor(text: &str, agencies: &AgencyTable) -> bool {
    let country = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
    text == "*"
        || text.split('+').all(country)
        || text.strip_suffix(":*").is_some_and(country)
        || agencies.get(text).is_some()
}
