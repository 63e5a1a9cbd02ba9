//! Pure. A Chinese number with its measure word in, the noun it counts out: measure words tell persons from houses and things.

use std::ops::Range;

use super::amount::{floor, is_time, is_weight, unit};
use super::lexicon::Kind;
use super::money::is_money;
use super::scan::Scan;

/// Bytes in which the noun of a Chinese measure word is looked for.
const PHRASE: usize = 54;

/// What a measure word can count.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    Persons,
    Houses,
    Matter,
    /// Things one can hold or drive.
    Things,
    Cases,
    /// What is held or done several times.
    Events,
    /// What is no person.
    Impersonal,
    Any,
}

/// Chinese measure words, with what they count when no noun is known, and what that may be.
const MEASURES: &[(&[char], &str, Family)] = &[
    (&['名', '位', '员', '員'], "people", Family::Persons),
    (&['家'], "companies", Family::Houses),
    (&['种', '種', '类', '類'], "chemicals", Family::Matter),
    (&['台', '臺', '部', '套'], "machines", Family::Things),
    (&['架'], "aircraft", Family::Things),
    (&['艘'], "vessels", Family::Things),
    (&['辆', '輛'], "vehicles", Family::Things),
    (&['只', '隻', '头', '頭'], "dogs", Family::Things),
    (&['支', '瓶', '盒', '剂', '劑'], "doses", Family::Impersonal),
    (&['片', '粒'], "pills", Family::Impersonal),
    (&['处', '處'], "sites", Family::Impersonal),
    (&['笔', '筆'], "transactions", Family::Impersonal),
    (&['宗', '起'], "cases", Family::Cases),
    (&['组', '組', '队', '隊'], "", Family::Any),
    (&['场', '場', '期', '次', '轮', '輪'], "", Family::Events),
    (&['桶', '枚', '颗', '顆', '株', '张', '張', '门', '門'], "", Family::Impersonal),
    (&['座', '间', '間', '所', '条', '條', '批', '项', '項', '件', '份'], "", Family::Impersonal),
    (&['个', '個'], "", Family::Any),
];

/// Units that name persons; houses of a trade are named by the same words.
const PERSONS: &[&str] = &[
    "officers",
    "agents",
    "liaison officers",
    "investigators",
    "inspectors",
    "prosecutors",
    "judges",
    "soldiers",
    "marines",
    "sailors",
    "guards",
    "experts",
    "forensic experts",
    "chemists",
    "analysts",
    "scientists",
    "technicians",
    "trainees",
    "students",
    "doctors",
    "nurses",
    "workers",
    "staff",
    "volunteers",
    "patients",
    "people",
    "suspects",
    "relatives",
    "paramedics",
    "pharmacists",
    "teachers",
    "executives",
    "instructors",
    "handlers",
    "attachés",
    "advisers",
    "lawyers",
    "accountants",
    "engineers",
    "psychologists",
    "social workers",
    "officials",
    "lawmakers",
    "traffickers",
    "toxicologists",
    "epidemiologists",
    "interpreters",
    "counsellors",
    "farmers",
    "residents",
    "prisoners",
    "detectives",
    "pilots",
    "brokers",
    "sellers",
    "traders",
    "suppliers",
    "importers",
    "exporters",
    "distributors",
    "representatives",
    "members",
    "leaders",
    "magistrates",
    "coroners",
    "customs officers",
];

/// Units that name places, which no measure word of things counts.
const GROUNDS: &[&str] = &[
    "cities",
    "municipalities",
    "provinces",
    "states",
    "counties",
    "districts",
    "communities",
    "countries",
    "ports",
    "airports",
    "border crossings",
    "prisons",
    "schools",
    "universities",
    "hospitals",
    "customs offices",
];

/// Units that name what is held or done.
const EVENTS: &[&str] = &[
    "operations",
    "meetings",
    "courses",
    "patrols",
    "inspections",
    "exchanges",
    "workshops",
    "sessions",
    "exercises",
    "reviews",
    "raids",
    "searches",
    "visits",
    "flights",
    "briefings",
    "hearings",
    "audits",
];

fn matter(unit: &str) -> bool {
    matches!(unit, "chemicals" | "substances" | "compounds" | "nitazenes" | "synthetic opioids" | "samples")
}

/// Units of money, shares, times and weights, which no measure word counts.
fn is_a_measure(unit: &str) -> bool {
    is_money(unit) || is_time(Some(unit)) || unit.starts_with('%') || unit == "percentage points" || is_weight(unit)
}

impl Family {
    /// Whether something so named can be one of this family.
    fn holds(self, unit: &str) -> bool {
        let person = PERSONS.contains(&unit);
        match self {
            _ if is_a_measure(unit) => false,
            _ if unit == "none" => true,
            Self::Persons => person,
            Self::Houses => is_a_house(unit),
            Self::Matter => matter(unit) && unit != "samples",
            Self::Things => !person && !matter(unit) && !is_a_house(unit) && !GROUNDS.contains(&unit),
            Self::Cases => matches!(unit, "cases" | "leads" | "seizures" | "prosecutions" | "incidents"),
            Self::Events => EVENTS.contains(&unit),
            Self::Impersonal => !person || is_a_house(unit),
            Self::Any => true,
        }
    }
}

/// Signs of bodies after a number of places: of these one reads whose they are, not how many are meant.
const BODIES: &[&str] =
    &["公安", "警", "海关", "海關", "当局", "當局", "政府", "主管", "检察", "檢察", "法院", "厅", "廳", "邮政"];

/// Signs of places that numbers stand before without a measure word.
const PLACES: &[(&[char], &str)] = &[
    (&['县', '縣'], "counties"),
    (&['国', '國'], "countries"),
    (&['省'], "provinces"),
    (&['市'], "cities"),
    (&['校'], "schools"),
];

/// The noun a number counts in Chinese: what its measure word introduces, or stands right before it (分析员40人).
pub(super) fn chinese_noun(scan: &Scan<'_>, number: &Range<usize>, clause: &Range<usize>) -> Option<String> {
    let after = scan.text.get(number.end..clause.end)?;
    let measure = after.chars().next()?;
    let beyond = after.get(measure.len_utf8()..).unwrap_or_default();
    if let Some((_, unit)) = PLACES.iter().find(|(signs, _)| signs.contains(&measure)) {
        return (!BODIES.iter().any(|body| beyond.starts_with(body))).then(|| (*unit).to_owned());
    }
    let before = || {
        let near = number.start.saturating_sub(24)..number.start;
        scan.within(&near).filter(|hit| hit.end == number.start).find_map(unit).map(str::to_owned)
    };
    if measure == '人' {
        let team = after.chars().nth(1).is_none_or(|c| "小，。、专專的".contains(c));
        return before()
            .map(|unit| if unit == "staff" { "officers".to_owned() } else { unit })
            .or_else(|| team.then(|| "officers".to_owned()));
    }
    let (_, mut fallback, family) = *MEASURES.iter().find(|(chars, ..)| chars.contains(&measure))?;
    if measure == '支' && after.chars().take(8).any(|c| matches!(c, '队' | '隊' | '组' | '組')) {
        fallback = "teams";
    }
    let from = number.end + measure.len_utf8();
    let ends = after.find(['，', '。', '；', '、', '：', '（', ',']).map_or(clause.end, |at| number.end + at);
    let reach = from..floor(scan.text, (from + PHRASE).min(ends)).max(from);
    if let Some(found) = phrase_noun(scan, &reach, fallback, family) {
        return Some(found);
    }
    // 手持式光谱仪100套予各站: what is counted may stand before.
    if let Some(found) = before().filter(|unit| unit != "none" && family.holds(unit)) {
        return Some(found);
    }
    if reach.is_empty() || after.chars().nth(1).is_none_or(|c| "，。；、）".contains(c)) {
        return before().filter(|unit| family.holds(unit)).or_else(|| named(fallback));
    }
    // 种 counts ways and measures too: only beside a substance are they chemicals.
    let substance = scan.within(&reach).any(|hit| matches!(hit.entry.kind, Kind::Object(_)));
    if fallback == "chemicals" && !substance { None } else { named(fallback) }
}

fn named(unit: &str) -> Option<String> {
    (!unit.is_empty()).then(|| unit.to_owned())
}

/// Signs that end the phrase a number opens: what follows is done by or to what is counted.
const VERBS: &[char] = &['将', '將', '把', '会', '會', '被', '向', '对', '對', '须', '須', '应', '應'];

/// The first noun of a phrase that its measure word can count.
fn phrase_noun(scan: &Scan<'_>, reach: &Range<usize>, fallback: &str, family: Family) -> Option<String> {
    let fits = |hit: &&super::matcher::Hit<'_>| {
        let one_sign = hit.end - hit.start <= "省".len();
        unit(hit).is_some_and(|of| family.holds(of)) && (!one_sign || hit.start == reach.start)
    };
    // What is described before 的 stands after it, 三笔与芬太尼交易有关的跨境汇款, unless a noun opens the phrase: 6个城市试行的.
    let opens = scan.within(reach).any(|hit| hit.start == reach.start && fits(&hit) && unit(hit) != Some("none"));
    let described = scan.text.get(reach.clone())?.find('的').map(|at| reach.start + at).filter(|_| !opens);
    let after = |from: usize| scan.within(&(from..reach.end)).filter(fits).find(|hit| unit(hit) != Some("none"));
    if let Some(head) = described.and_then(|from| after(from + '的'.len_utf8()))
        && !scan.text.get(reach.start..head.start)?.contains('在')
    {
        // Nouns that touch are one name here, too: 压片机贸易商.
        let touching = scan.within(&(head.start..reach.end)).filter(fits);
        let last = touching.fold(head, |last, next| if next.start == last.end { next } else { last });
        return unit(last).map(|unit| as_counted(unit, fallback));
    }
    let text = scan.text.get(reach.clone())?;
    let verb = text.find(VERBS).map_or(reach.end, |at| reach.start + at);
    let first = scan.within(reach).find(fits).filter(|hit| hit.start < verb)?;
    // Nouns that touch are one name, of which the last is the head: 口岸城市.
    let last =
        scan.within(reach).filter(fits).fold(first, |last, next| if next.start == last.end { next } else { last });
    unit(last).map(|unit| as_counted(unit, fallback))
}

/// Those of a trade are persons or houses, as their measure word has it.
fn as_counted(unit: &str, measure: &str) -> String {
    let trade = matches!(unit, "brokers" | "sellers" | "traders");
    let named = match measure {
        "people" if trade => "individuals",
        "companies" if trade => "companies",
        _ => unit,
    };
    named.to_owned()
}

/// What the measure word of houses counts.
fn is_a_house(unit: &str) -> bool {
    const HOUSES: &[&str] = &[
        "companies",
        "entities",
        "producers",
        "suppliers",
        "importers",
        "exporters",
        "distributors",
        "traders",
        "brokers",
        "sellers",
        "banks",
        "pharmacies",
        "platforms",
        "websites",
        "hospitals",
        "clinics",
        "laboratories",
        "organizations",
        "agencies",
        "schools",
        "universities",
        "centres",
        "offices",
        "firms",
        "networks",
        "none",
    ];
    HOUSES.contains(&unit)
}
