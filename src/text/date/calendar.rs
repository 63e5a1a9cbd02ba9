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
            &["jan", "ene"],
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
    named.or_else(|| small(name).filter(|m| (1..=12).contains(m)).and_then(|m| i8::try_from(m).ok()))
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
            &["first", "prim", "prem", "1", "一", "上"],
            &["second", "segundo", "deux", "2", "二", "下"],
            &["third", "tercer", "trois", "3", "三"],
            &["fourth", "last", "cuarto", "último", "quatr", "dernier", "4", "四"],
        ],
    )
}

/// A small whole number in digits or words.
pub(super) fn small(text: &str) -> Option<i32> {
    match text.to_lowercase().as_str() {
        "primero" | "uno" => Some(1),
        "treinta y uno" => Some(31),
        _ => whole(number::read(text, None)?),
    }
}

/// A count before a unit, read in the language of the text.
pub(super) fn count(text: &str, lang: Option<Lang>) -> Option<i32> {
    match text.to_lowercase().as_str() {
        "a" | "an" | "un" | "una" | "une" => Some(1),
        _ => whole(number::read(text, lang)?),
    }
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
            &["week", "semana", "semaine", "周", "週", "星"],
            &["month", "mes", "mois", "月", "个月", "個月"],
            &["year", "año", "an", "年"],
        ],
    )?;
    Some([Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months, Unit::Years][usize::try_from(place - 1).ok()?])
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
        "próxim",
        "proxim",
        "que viene",
        "entrante",
        "prochain",
        "下",
        "明",
        "来年",
    ]) {
        1
    } else {
        0
    }
}
