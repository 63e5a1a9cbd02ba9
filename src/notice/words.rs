//! Pure. How things are called in mails: events, agencies, countries, dates, firmness; and text made fit for headers.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization;

use crate::model::{
    ActionClass, AgencyTable, DateKind, Event, EventId, EventKind, Novelty, PartialDate, Quantity, Strength,
};

/// The word a subject begins with.
pub(super) fn heading(kind: EventKind, novelty: Option<Novelty>) -> &'static str {
    use EventKind as K;
    match kind {
        K::New => match novelty {
            Some(Novelty::Announced) => "NEW",
            Some(Novelty::FirstSeen) => "FIRST SEEN",
            _ => "FIRST SEEN?",
        },
        K::Strengthened => "STRONGER",
        K::Weakened => "WEAKER",
        K::Withdrawn => "WITHDRAWN",
        K::Removed => "REMOVED",
        K::PageGone => "PAGE GONE",
        K::DeadlineChanged => "DATE MOVED",
        K::QuantityChanged => "NUMBER CHANGED",
        K::ScopeChanged => "SCOPE CHANGED",
        K::Restated => "RESTATED",
        K::TakesEffect => "TAKES EFFECT",
        K::CommentsClose => "COMMENTS CLOSE",
        K::Overdue => "DATE PASSED",
        K::Restored => "RESTORED",
        K::VersionsDiffer => "VERSIONS DIFFER",
        K::Edited => "EDITED",
        K::Correction => "CORRECTION",
        K::WatchFailing => "not read",
        K::WatchRecovered => "read again",
        K::WatchOverdue => "check is late",
        K::WatchQuiet => "unusually quiet",
        K::PossibleGap => "possible gap",
        K::RedesignSuspected => "redesign suspected",
        K::DeliveryFailing => "mail not delivered",
        K::ConfigError => "watchlist not reloaded",
    }
}

/// The order of the events of a document: the loudest first, which names the mail; of equally loud ones that whose record says
/// most, then the one that stands first on the page.
pub(super) fn order(event: &Event) -> (u8, Reverse<usize>, usize, EventId) {
    let claim = event.after.as_ref().or(event.before.as_ref()).and_then(|side| side.claim.as_ref());
    let told = claim.map_or(0, |claim| {
        let record = &claim.record;
        let told = [record.date.is_some(), record.quantity.is_some(), !record.counterparties.is_empty()];
        told.into_iter().filter(|told| *told).count()
    });
    (loudness(event), Reverse(told), claim.map_or(0, |claim| claim.start), event.id.clone())
}

fn loudness(event: &Event) -> u8 {
    use EventKind as K;
    match event.kind {
        K::Withdrawn => 0,
        K::Removed | K::PageGone => 1,
        K::Weakened => 2,
        K::New if event.novelty == Some(Novelty::Announced) => 3,
        K::Strengthened => 4,
        K::DeadlineChanged => 5,
        K::QuantityChanged => 6,
        K::ScopeChanged => 7,
        K::TakesEffect | K::CommentsClose | K::Overdue => 8,
        K::New => 9,
        K::Correction => 10,
        _ => 11,
    }
}

/// `China MOFCOM`; the parties of a joint act with a plus sign.
pub(super) fn short_actor(actor: Option<&str>, agencies: &AgencyTable) -> String {
    let Some(actor) = actor.filter(|a| !a.is_empty()) else { return "actor unknown".to_owned() };
    if let Some(agency) = agencies.get(actor) {
        return agency.short.clone();
    }
    actor
        .split('+')
        .map(|p| agencies.get(p).map_or_else(|| short_country(p), |a| a.short.clone()))
        .collect::<Vec<_>>()
        .join("+")
}

/// As headlines name a country: the usual letters where there are some.
pub(super) fn short_country(code: &str) -> String {
    match code {
        "US" | "UN" | "EU" => code.to_owned(),
        "GB" => "UK".to_owned(),
        other => country(other),
    }
}

/// The full name of a body or country, parties joined by "and".
pub(super) fn full_name(id: &str, agencies: &AgencyTable) -> String {
    if let Some(agency) = agencies.get(id) {
        return agency.name.clone();
    }
    id.split('+')
        .map(|p| agencies.get(p).map_or_else(|| country(p), |a| a.name.clone()))
        .collect::<Vec<_>>()
        .join(" and ")
}

/// The English name of a country code; the code itself when unknown.
pub(super) fn country(code: &str) -> String {
    let name = match code {
        "CN" => "China",
        "US" => "United States",
        "MX" => "Mexico",
        "CA" => "Canada",
        "IN" => "India",
        "UN" => "United Nations",
        "EU" => "European Union",
        "GB" => "United Kingdom",
        "JP" => "Japan",
        "KR" => "South Korea",
        "RU" => "Russia",
        "TH" => "Thailand",
        "MM" => "Myanmar",
        "LA" => "Laos",
        "AF" => "Afghanistan",
        "CO" => "Colombia",
        "GT" => "Guatemala",
        "AU" => "Australia",
        "DE" => "Germany",
        other => other,
    };
    name.to_owned()
}

/// What kind of act, in a word or three.
pub(super) fn act(class: Option<ActionClass>) -> &'static str {
    use ActionClass as A;
    match class {
        Some(A::ScheduleControl) => "ban or listing",
        Some(A::ExportLicence) => "licence",
        Some(A::Enforcement) => "enforcement",
        Some(A::Sanctions) => "sanctions",
        Some(A::Cooperation) => "cooperation",
        Some(A::InfoSharing) => "information sharing",
        Some(A::TariffTrade) => "tariff",
        Some(A::TreatmentHealth) => "treatment or prevention",
        Some(A::Legislation) => "legislation",
        Some(A::Funding) => "funding",
        Some(A::MonitoringReport) => "duty to record or report",
        Some(A::Institution) => "post, unit or body",
        None => "act not specified",
    }
}

/// Firmness in words.
pub(super) fn firmness(strength: Strength) -> &'static str {
    match strength {
        Strength::None => "no promise",
        Strength::Considers => "only considered",
        Strength::Calls => "asked of others",
        Strength::Intends => "intended",
        Strength::Pledged => "pledged",
        Strength::Ordered => "ordered",
        Strength::InForce => "in force",
    }
}

/// `10 November 2025`, `November 2025` or `2025`.
pub(super) fn long_date(date: PartialDate) -> String {
    match date.parts() {
        (year, Some(_), Some(day)) => format!("{day} {} {year}", date.first_day().strftime("%B")),
        (year, Some(_), None) => format!("{} {year}", date.first_day().strftime("%B")),
        (year, ..) => year.to_string(),
    }
}

/// `10 Nov 2025`.
pub(super) fn short_date(date: PartialDate) -> String {
    match date.parts() {
        (year, Some(_), Some(day)) => format!("{day} {} {year}", date.first_day().strftime("%b")),
        (year, Some(_), None) => format!("{} {year}", date.first_day().strftime("%b")),
        (year, ..) => year.to_string(),
    }
}

/// The word before a date: from, by, until.
pub(super) fn date_word(kind: Option<DateKind>) -> &'static str {
    match kind {
        Some(DateKind::Effective) => "from",
        Some(DateKind::Deadline) => "by",
        Some(DateKind::Expiry) => "until",
        Some(DateKind::Comments) => "comments until",
        None => "date",
    }
}

/// Number with unit, and where it moved from: `20,000,000 USD`.
pub(super) fn amount(quantity: &Quantity) -> String {
    let from = quantity.from.map(|from| format!(" (from {})", number(from))).unwrap_or_default();
    format!("{} {}{from}", number(quantity.value), quantity.unit.replace('_', " "))
}

/// Thousands set apart by commas.
pub(super) fn number(value: f64) -> String {
    let plain = value.to_string();
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return plain;
    }
    let mut text = sign.to_owned();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    rest.map_or(text.clone(), |rest| format!("{text}.{rest}"))
}

/// An instant in UTC, the source's zone and the reader's; the day is told again only where it turns.
pub(super) fn instants(at: Timestamp, source: &str, reader: &str) -> String {
    let mut zones = vec!["UTC"];
    for zone in [source, reader] {
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    let mut day = None;
    let mut told = Vec::new();
    for zone in zones {
        let local = at.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
        let shown = if day == Some(local.date()) { "%H:%M" } else { "%-d %b %Y %H:%M" };
        told.push(format!("{} {}", local.strftime(shown), place(zone)));
        day = Some(local.date());
    }
    told.join(" · ")
}

/// `Asia/Shanghai` is told as `Shanghai`.
fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

/// Fit for a header: accents folded away, everything else outside printable ASCII dropped, blanks collapsed.
pub(super) fn ascii(text: &str) -> String {
    let folded: String = text
        .nfkd()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' => '-',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            c => c,
        })
        .filter(|c| c.is_ascii_graphic() || c.is_whitespace())
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    // What looks like an encoded word would be decoded by mail programs.
    let plain = folded.replace("=?", "= ").replace("?=", " =");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character shows nothing, or turns the order of what is shown: never wanted in a mail.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Page text fit for one line of a mail: what shows nothing dropped, blanks collapsed.
pub(super) fn one_line(text: &str) -> String {
    let clean: String =
        text.chars().filter(|c| !is_unseen(*c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    clean.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What shows nothing dropped; line ends stay, every other blank becomes a plain one.
pub(super) fn seen(text: &str) -> String {
    let plain = |c: char| if c.is_whitespace() && c != '\n' && c != '\u{3000}' { ' ' } else { c };
    text.chars().filter(|c| *c != '\r' && !is_unseen(*c)).map(plain).collect()
}

/// At most `most` characters; says how many were left out.
pub(super) fn cut(text: &str, most: usize) -> String {
    let all = text.chars().count();
    if all <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most).collect();
    format!("{kept}… ({} more characters left out)", all - most)
}
