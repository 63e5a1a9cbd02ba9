//! Pure. One `[[watch]]` and the defaults in; a Watch out, or None when something it cannot do without is wrong.

use std::ops::RangeInclusive;
use std::time::Duration;

use ipnet::IpNet;

use super::plan::Plans;
use super::problems::{Problem, did_you_mean};
use super::reader::{At, Reader};
use super::{Attachments, Report, Watch, WatchKind, check, reading};
use crate::model::{AgencyTable, BUILT_IN_TOPIC, Lang, Origin, SourceType};
use crate::schedule;

const DAY: Duration = Duration::from_secs(86_400);
/// Shorter, and articles would be read without end; longer, and time itself has no room for it.
const COOLS: RangeInclusive<Duration> = Duration::from_secs(60)..=Duration::from_secs(86_400 * 3_650);
const COOLING: [&str; 3] = ["1h for 1d", "1d for 30d", "7d"];
const KINDS: &[(&str, WatchKind)] = &[
    ("page", WatchKind::Page),
    ("listing", WatchKind::Listing),
    ("feed", WatchKind::Feed),
    ("sitemap", WatchKind::Sitemap),
    ("json", WatchKind::Json),
];
const REPORTS: &[(&str, Report)] =
    &[("commitments", Report::Commitments), ("topic", Report::Topic), ("any", Report::Any)];
const ATTACHMENTS: &[(&str, Attachments)] =
    &[("auto", Attachments::Auto), ("always", Attachments::Always), ("never", Attachments::Never)];

/// What the rest of the file defines.
pub(super) struct Known<'k> {
    pub agencies: &'k AgencyTable,
    pub topics: &'k [String],
    pub recipients: &'k [String],
    pub watches: &'k [String],
    pub plans: &'k Plans,
}

/// Reads every key of the table, whatever is wrong with others.
pub(super) fn watch(reader: &Reader<'_>, known: &Known<'_>) -> Option<Watch> {
    let id = reader.required("id", "\"cn-mfa-en\"");
    if let Some(id) = id.as_ref().filter(|id| !super::names::is_id(&id.value)) {
        let problem = Problem::new(id.at.clone(), format!("`{}` is not a watch id", id.value));
        reader.sink.error(problem.hint("small letters, digits and -, at most 63, beginning with a letter or digit"));
    }
    let enabled = reader.boolean("enabled").unwrap_or(true);
    let agency = agency(reader, "agency", known);
    if agency.is_none() && !reader.owner("agency").has("agency") {
        reader.missing("agency", "\"CN:MFA\"");
    }
    let name = reader.string("name").map(|name| name.value);
    let language = reader.code::<Lang>("language", &Lang::ALL.iter().map(|l| l.as_str()).collect::<Vec<_>>());
    let source_zone = check::zone(reader, "source_timezone");
    let kind = reader.choice("kind", KINDS).map_or(WatchKind::Page, |kind| kind.value);
    let browser = reader.choice("render", &[("http", false), ("browser", true)]).is_some_and(|render| render.value);
    if enabled && !reader.is_partial() {
        refuse_browser(reader, browser);
    }
    let url_text = reader.required("url", "\"https://…\"");
    let url = url_text.as_ref().and_then(|text| check::url(reader.sink, text));
    let allow_addresses: Vec<IpNet> = reader
        .strings("allow_addresses")
        .unwrap_or_default()
        .iter()
        .filter_map(|text| check::network(reader.sink, text))
        .collect();
    if let (true, Some(text), Some(url)) = (enabled, &url_text, &url) {
        check::url_warnings(reader.sink, text, url, &allow_addresses);
    }
    let stands_in_for = agency_key(reader, "stands_in_for", known);
    let source_type = source_type(reader);
    let primary =
        reader.boolean("primary").unwrap_or(stands_in_for.is_none() && source_type != SourceType::ThirdPartyNews);
    let zone = source_zone.or_else(|| agency.as_ref().map(|(_, zone, _)| zone.clone())).unwrap_or_default();
    let extract = reading::settings(reader, kind, language, &zone);
    let plan = known.plans.of_watch(reader, enabled && !reader.is_partial());
    let (topics, notify) = (topics(reader, known), notify(reader, known, enabled));
    let rest = rest(reader, known);
    warn_later_keys(reader);
    warn_idle_keys(reader, kind);
    if !reader.is_partial() {
        reader.finish();
    }
    let (agency, _, agency_name) = agency?;
    let (id, line) = (id?.value, reader.sink.line(reader.at.start));
    Some(Watch {
        origin: Origin { watch: id, name: name.unwrap_or(agency_name), agency, language, zone },
        url: url?,
        kind,
        source_type,
        plan: plan?,
        extract,
        allow_addresses,
        topics,
        notify,
        enabled,
        browser,
        primary,
        confirm_after: rest.confirm_after,
        report: rest.report,
        max_pages: rest.max_pages,
        baseline_pages: rest.baseline_pages,
        attachments: rest.attachments,
        keep_raw: rest.keep_raw,
        stands_in_for,
        twins: rest.twin.into_iter().collect(),
        note: rest.note,
        quiet_after: rest.quiet_after,
        cooling: rest.cooling,
        line,
    })
}

/// Keys that are read and checked, for a later version to act on.
const LATER: &[(&str, &str)] = &[("keep_raw", "pages are kept as the store needs them")];

/// Warns where such a key stands, once if that is in the defaults.
fn warn_later_keys(reader: &Reader<'_>) {
    for (key, instead) in LATER.iter().filter(|(key, _)| reader.has(key)) {
        let title = format!("`{key}` is not in this version: {instead}");
        reader.sink.warn(Problem::new(reader.key_at(key), title).hint("leave it out"));
    }
}

/// Warns of keys that say nothing of such a watch; in the defaults they are meant for others.
fn warn_idle_keys(reader: &Reader<'_>, kind: WatchKind) {
    let pages = [
        ("max_pages", kind != WatchKind::Page),
        ("baseline_pages", matches!(kind, WatchKind::Listing | WatchKind::Feed)),
    ];
    for (key, _) in pages.into_iter().filter(|(key, used)| !used && reader.has(key) && !reader.is_partial()) {
        let title = format!("`{key}` says nothing of a watch of this kind");
        let hint = "it is for lists of several pages: leave it out, or set `kind`";
        reader.sink.warn(Problem::new(reader.key_at(key), title).hint(hint));
    }
}

fn refuse_browser(reader: &Reader<'_>, browser: bool) {
    if browser {
        let at = reader.owner("render").string("render").map_or(reader.at.clone(), |text| text.at);
        let problem = Problem::new(at, "reading with a browser is not in this version");
        reader.sink.error(problem.hint("set enabled = false on this watch"));
    }
}

/// Id, zone and name of the agency a key names.
fn agency(reader: &Reader<'_>, key: &'static str, known: &Known<'_>) -> Option<(String, String, String)> {
    let text = reader.string(key)?;
    if let Some(agency) = known.agencies.get(&text.value) {
        return Some((agency.id.clone(), agency.zone.clone(), agency.name.clone()));
    }
    let by_name = known.agencies.find(&text.value).map(|agency| format!("its id is `{}`", agency.id));
    let hint = by_name
        .or_else(|| did_you_mean(&text.value, known.agencies.iter().map(|agency| agency.id.as_str())))
        .unwrap_or_else(|| format!("the ids are in docs/agencies.md; [agencies.\"{}\"] adds one", text.value));
    reader.sink.error(Problem::new(text.at, format!("unknown agency `{}`", text.value)).hint(hint));
    None
}

fn agency_key(reader: &Reader<'_>, key: &'static str, known: &Known<'_>) -> Option<String> {
    agency(reader, key, known).map(|(id, _, _)| id)
}

fn source_type(reader: &Reader<'_>) -> SourceType {
    let known: Vec<&str> = SourceType::ALL.iter().map(|kind| kind.as_str()).collect();
    reader.code("source_type", &known).unwrap_or(SourceType::Statement)
}

fn topics(reader: &Reader<'_>, known: &Known<'_>) -> Vec<String> {
    let Some(list) = reader.strings("topics") else { return vec![BUILT_IN_TOPIC.to_owned()] };
    for text in list.iter().filter(|text| !known.topics.contains(&text.value)) {
        let ids: Vec<&str> = known.topics.iter().map(String::as_str).collect();
        let hint = did_you_mean(&text.value, ids.iter().copied())
            .unwrap_or_else(|| format!("known: {}; [topics.{}] adds one", ids.join(", "), text.value));
        reader.sink.error(Problem::new(text.at.clone(), format!("unknown topic `{}`", text.value)).hint(hint));
    }
    list.into_iter().map(|text| text.value).collect()
}

fn notify(reader: &Reader<'_>, known: &Known<'_>, enabled: bool) -> Vec<String> {
    let list = reader.strings("notify");
    let list = list.unwrap_or_default();
    for text in list.iter().filter(|text| !known.recipients.contains(&text.value)) {
        let keys: Vec<&str> = known.recipients.iter().map(String::as_str).collect();
        let hint = did_you_mean(&text.value, keys.iter().copied())
            .unwrap_or_else(|| format!("known: {}; [recipients.{}] adds one", keys.join(", "), text.value));
        reader.sink.error(Problem::new(text.at.clone(), format!("unknown recipient `{}`", text.value)).hint(hint));
    }
    if list.is_empty() && enabled && !reader.is_partial() {
        let at = if reader.has("notify") { reader.key_at("notify") } else { reader.at.clone() };
        let problem = Problem::new(at, format!("nobody is told of what {} finds", reader.path));
        reader.sink.warn(problem.hint("add notify = [\"desk\"] to it or to [defaults]"));
    }
    list.into_iter().map(|text| text.value).collect()
}

/// Keys that depend on nothing else.
struct Rest {
    confirm_after: Duration,
    report: Report,
    max_pages: u32,
    baseline_pages: u32,
    attachments: Attachments,
    keep_raw: bool,
    twin: Option<String>,
    note: Option<String>,
    quiet_after: Option<Duration>,
    cooling: Vec<String>,
}

fn rest(reader: &Reader<'_>, known: &Known<'_>) -> Rest {
    let twin = reader.string("twin");
    let own_id = reader.string("id").map(|id| id.value);
    if let Some(twin) = twin.as_ref().filter(|twin| Some(&twin.value) == own_id.as_ref()) {
        reader.sink.error(Problem::new(twin.at.clone(), "a watch cannot be its own twin"));
    }
    if let Some(twin) = twin.as_ref().filter(|twin| !known.watches.contains(&twin.value)) {
        let ids = known.watches.iter().map(String::as_str);
        let problem = Problem::new(twin.at.clone(), format!("unknown watch `{}`", twin.value));
        let hint = did_you_mean(&twin.value, ids).unwrap_or_else(|| "`twin` is the id of another watch".to_owned());
        reader.sink.error(problem.hint(hint));
    }
    Rest {
        confirm_after: reader
            .duration("confirm_after", Duration::ZERO..=DAY * 7)
            .map_or(Duration::from_secs(600), |length| length.value),
        report: reader.choice("report", REPORTS).map_or(Report::Commitments, |report| report.value),
        max_pages: reader.integer("max_pages", 1..=1_000).map_or(10, |n| n as u32),
        baseline_pages: reader.integer("baseline_pages", 1..=1_000).map_or(1, |n| n as u32),
        attachments: reader
            .choice("attachments", ATTACHMENTS)
            .map_or(Attachments::Auto, |attachments| attachments.value),
        keep_raw: reader.boolean("keep_raw").unwrap_or(false),
        twin: twin.map(|twin| twin.value),
        note: reader.string("note").map(|note| note.value),
        quiet_after: reader.duration("quiet_after", DAY / 24..=DAY * 3_650).map(|length| length.value),
        cooling: cooling(reader),
    }
}

fn cooling(reader: &Reader<'_>) -> Vec<String> {
    let Some(steps) = reader.strings("cooling") else { return COOLING.map(str::to_owned).to_vec() };
    let last = steps.len().saturating_sub(1);
    for (index, At { value, at }) in steps.iter().enumerate() {
        let fault = match schedule::parse_cooling(value) {
            None => Some(format!("`{value}` is not a step of cooling")),
            Some((_, None)) if index < last => Some(format!("`{value}` has no end, so the steps after it never come")),
            Some((pause, span)) if ![Some(pause), span].into_iter().flatten().all(|d| COOLS.contains(&d)) => {
                let [from, to] = [COOLS.start(), COOLS.end()].map(|d| schedule::duration_in_words(*d));
                Some(format!("`{value}`: the times of a step are between {from} and {to}"))
            }
            _ => None,
        };
        if let Some(title) = fault {
            let hint = "a pause and how long it holds: [\"1h for 1d\", \"1d for 30d\", \"7d\"]";
            reader.sink.error(Problem::new(at.clone(), title).hint(hint));
        }
    }
    steps.into_iter().map(|step| step.value).collect()
}
