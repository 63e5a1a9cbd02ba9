//! Pure. Names of months, weekdays, units and ordinals in four languages in, numbers out.

use crate::model::Lang;
use crate::text::number;

/// Finds the entry one of whose beginnings the lower-case name has.
fn by_beginning(name: &str, table: &[&[&str]]) -> Option<i8> {
    let name = name.to_lowercase();
    let place = table.iter().position(|names| names.iter().any(|n| name.starts_with(n)))?;
    i8::try_from(place + 1).ok()
}

/// The month a name or numeral stands for, 1 to 12.
pub(super) fn month(name: &str) -> Option<i8> {
    let named = by_beginning(
        name,
        &[
            &["jan", "ene", "元"],
            &["feb", "fév", "fev"],
            &["mar"],
            &["apr", "abr", "avr"],
            &["may", "mai"],
            &["jun", "juin"],
            &["jul", "juil"],
            &["aug", "ago", "aoû", "aou"],
            &["sep", "set"],
            &["oct"],
            &["nov"],
            &["dec", "dic", "déc"],
        ],
    );
    named
        .or_else(|| small(name).filter(|m| (1..=12).contains(m)).and_then(|m| i8::try_from(m).ok()))
        .or_else(|| by_name(name, &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]))
}

/// The month with which the fiscal year of a country ends, where it is known.
pub(super) fn fiscal_end(country: &str) -> Option<i8> {
    Some(match country {
        "US" => 9,
        "CA" | "IN" | "GB" | "JP" | "HK" | "SG" | "ZA" => 3,
        "AU" | "NZ" => 6,
        "TW" => 12,
        _ => return None,
    })
}

/// Finds the entry that is the name.
fn by_name(name: &str, table: &[&str]) -> Option<i8> {
    i8::try_from(table.iter().position(|entry| *entry == name)? + 1).ok()
}

/// The month that tells a season's year apart from its neighbours'.
pub(super) fn season(name: &str) -> Option<i8> {
    let place = by_beginning(
        name,
        &[
            &["spring", "primavera", "printemps", "春"],
            &["summer", "verano", "été", "夏"],
            &["autumn", "fall", "otoño", "automne", "秋"],
            // A winter is told by the year in which it begins.
            &["winter", "invierno", "hiver", "冬"],
        ],
    )?;
    Some(place * 3 + i8::from(place < 4))
}

/// The weekday a name stands for, Monday is 1.
pub(super) fn weekday(name: &str) -> Option<i8> {
    by_beginning(
        name,
        &[
            &["mon", "lun", "一"],
            &["tue", "mar", "二"],
            &["wed", "mié", "mie", "mer", "三"],
            &["thu", "jue", "jeu", "四"],
            &["fri", "vie", "ven", "五"],
            &["sat", "sáb", "sab", "sam", "六"],
            &["sun", "dom", "dim", "日", "天"],
        ],
    )
}

/// First to fourth.
pub(super) fn ordinal(name: &str) -> Option<i8> {
    by_beginning(
        name,
        &[
            &["first", "prim", "prem", "1", "一", "上", "首"],
            &["second", "segund", "deux", "2", "二", "下"],
            &["third", "tercer", "trois", "3", "三"],
            &["fourth", "cuart", "quatr", "4", "四", "last", "final", "latter", "últim", "ultim", "dern", "最"],
        ],
    )
}

/// Whether the ordinal counts from the end.
pub(super) fn is_last(name: &str) -> bool {
    let name = name.to_lowercase();
    ["last", "final", "últim", "ultim", "dern", "最"].iter().any(|n| name.starts_with(n))
}

/// A small whole number in digits or words, cardinal or ordinal.
pub(super) fn small(text: &str) -> Option<i32> {
    match text.to_lowercase().as_str() {
        "primero" | "primer día" | "uno" | "premier" => Some(1),
        "treinta y uno" => Some(31),
        lower => number::read(text, None).and_then(whole).or_else(|| nth(lower)),
    }
}

/// English and French ordinals, in digits or words.
fn nth(text: &str) -> Option<i32> {
    let digits = text.trim_end_matches(char::is_alphabetic);
    if !digits.is_empty() && digits.len() < text.len() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().ok();
    }
    let irregular = [
        ("first", "one"),
        ("second", "two"),
        ("third", "three"),
        ("fifth", "five"),
        ("eighth", "eight"),
        ("ninth", "nine"),
        ("twelfth", "twelve"),
        ("cinquième", "cinq"),
        ("neuvième", "neuf"),
    ];
    let cardinal = irregular
        .iter()
        .find_map(|(ordinal, cardinal)| Some(format!("{}{cardinal}", text.strip_suffix(ordinal)?)))
        .or_else(|| Some(format!("{}ty", text.strip_suffix("tieth")?)))
        .or_else(|| text.strip_suffix("th").map(str::to_owned));
    match cardinal {
        Some(cardinal) => whole(number::read(&cardinal, None)?),
        // trentième has lost its e, vingtième none.
        None => {
            let stem = text.strip_suffix("ième")?;
            whole(number::read(stem, None).or_else(|| number::read(&format!("{stem}e"), None))?)
        }
    }
}

/// A count before a unit, read in the language of the text.
pub(super) fn count(text: &str, lang: Option<Lang>) -> Option<i32> {
    match text.to_lowercase().as_str() {
        "a" | "an" | "un" | "una" | "une" => Some(1),
        "百" => Some(100),
        lower => number::read(text, lang).and_then(whole).or_else(|| nth(lower)),
    }
}

/// A year of the Republic of China, its numerals read digit by digit or as a number.
pub(super) fn republic(text: &str) -> Option<i32> {
    let digits: Option<Vec<i32>> = text.chars().map(|c| small(c.encode_utf8(&mut [0; 4]))).collect();
    let digits = digits.filter(|all| all.iter().all(|digit| *digit < 10));
    digits.map(|all| all.iter().fold(0, |year, digit| year * 10 + digit)).or_else(|| small(text))
}

/// Whether a count is one half.
pub(super) fn is_half(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("half") || matches!(lower.as_str(), "半" | "medio")
}

fn whole(value: f64) -> Option<i32> {
    (value.fract() == 0.0 && (0.0..=9999.0).contains(&value)).then_some(value as i32)
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Hours,
    Days,
    Weeks,
    /// Fourteen days in English.
    Fortnights,
    /// Fifteen in Spanish and French.
    HalfMonths,
    Months,
    Years,
}

/// The unit a word stands for.
pub(super) fn unit(name: &str) -> Option<Unit> {
    let place = by_beginning(
        name,
        &[
            &["hour", "hora", "heure", "小"],
            &["day", "día", "dia", "jour", "日", "天"],
            &["week", "semana", "semaine", "周", "週", "星", "礼", "禮"],
            &["fortnight"],
            &["quin"],
            &["month", "mes", "mois", "月", "个月", "個月"],
            &["year", "año", "an", "年"],
        ],
    )?;
    let units = [Unit::Hours, Unit::Days, Unit::Weeks, Unit::Fortnights, Unit::HalfMonths, Unit::Months, Unit::Years];
    units.get(usize::try_from(place - 1).ok()?).copied()
}

/// Which way a word points from the page date: last −1, this 0, next 1.
pub(super) fn direction(word: &str) -> i32 {
    let word = word.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|w| word.contains(w));
    if word.contains("前年") {
        -2
    } else if word.contains('后') || word.contains("後年") {
        2
    } else if has(&["last", "past", "previous", "pasad", "anterior", "derni", "passé", "précédent", "上", "去"]) {
        -1
    } else if has(&[
        "next",
        "coming",
        "following",
        "month after",
        "new year",
        "nuevo año",
        "nouvelle année",
        "année nouvelle",
        "próxim",
        "proxim",
        "que viene",
        "entrante",
        "siguiente",
        "prochain",
        "下",
        "明",
        "来年",
        "來年",
        "翌",
    ]) {
        1
    } else {
        0
    }
}
