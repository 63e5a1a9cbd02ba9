//! Pure. A sentence in, its comparison key out; what a page counts or stamps anew at each visit does not enter the key.
//!
//! Digits are masked only in lines that say themselves that they are counters or stamps: "10.5 %" and "105 %" differ.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::space;
use crate::model::{Lang, LeftOut, PartialDate, Step, sha256_hex};
use crate::text::{date, fold};

/// What decides whether a bare date is the page's clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    /// The day of the visit in the source's zone.
    pub(super) today: Date,
    /// The page's own date, which is no clock.
    pub(super) published: Option<PartialDate>,
    /// Its language.
    pub(super) lang: Option<Lang>,
    /// Steps of the comparison form that the watch leaves out.
    pub(super) left_out: LeftOut,
}

/// Lines longer than this (weight) are prose, whatever words they hold.
const LONG: usize = 220;

/// A date or time as stamps begin with one.
const DATE: &str = r"(?:[\s,:：\-–]|on(?-u:\b)|at(?-u:\b)|el(?-u:\b)|le(?-u:\b)|the(?-u:\b))*(?:\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|lun|mi[ée]|jue|vie|s[áa]b|dom|ene|abr|ago|dic|jeu|ven|sam|dim|avr|mai|juin|juil|ao[uû]|d[ée]c|f[ée]v)\p{L}*\.?,?\s+(?:de\s+)?\d|星期|(?:mon|tues|wednes|thurs|fri|satur|sun)day)";

/// What is said before the day of the last update.
const UPDATED: &str = r"(?:this\s+|the\s+)?(?:page|site|content|article|website)?\s*(?:was\s+|has\s+been\s+|is\s+|were\s+)?(?:last|date)\s+(?:updated|modified|reviewed|revised|changed|edited)|(?:this\s+|the\s+)?(?:page|site|website)\s+(?:was\s+|has\s+been\s+)?(?:updated|modified|reviewed|revised)|(?:updated|modified|reviewed|revised)(?:\s*[:：]|\s+on(?-u:\b))|本?(?:页面?|站|网站|最近|最后|上次)?(?:更新|修改)(?:时间|日期|于|於|時間)|[úu]ltima\s+(?:actualizaci[óo]n|modificaci[óo]n)|fecha\s+de\s+(?:actualizaci[óo]n|modificaci[óo]n)|p[áa]gina\s+actualizada|actualizad[ao](?:\s*[:：]|\s+(?:el|al)(?-u:\b))|derni[èe]re\s+(?:mise\s+[àa]\s+jour|modification)|page\s+mise\s+[àa]\s+jour|mise?\s+[àa]\s+jour(?:\s*[:：]|\s+le(?-u:\b))|date\s+de\s+modification";

/// What is counted.
const COUNTED: &str = r"(?:views?|visits?|hits?|reads|visitors?|downloads?|vues?|lectures?|visites?|visitas?|vistas?|lecturas?|descargas?|t[ée]l[ée]chargements?)(?:\s+count(?:er)?)?";

/// A label whose date or number stands in the next block.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)^\W*(?:{UPDATED}|{COUNTED})\s*[:：]?\s*$")).expect("the expression is made of constants")
});

static VOLATILE: LazyLock<Regex> = LazyLock::new(|| {
    let counted = r"(?:浏览(?:次数|量|人数|\s*[:：])|瀏覽(?:次數|人次|數|\s*[:：])|阅读(?:次数|量|数)|閱讀(?:次數|量)|点击(?:次数|量|数|率)|點擊(?:次數|率|數)|點閱(?:次數|數|率)|访问(?:次数|量|人数)|人气|人氣)\s*[:：]?\s*[\[(（]?\s*[\d,.]+\s*[万次]?(?:[\s|｜\])）]|$|来源|作者|字|打印|【)";
    let rest = r"字\s*[号體体]\s*[:：]?\s*[\[【(（]?\s*[大小]|^\W*(?:online|users?\s+online|在线(?:人数)?|当前在线|在線人數)\s*[:：]\s*\d|^\W*(?:session|request|reference|trace|incident|ray)\s+id\s*[:：]";
    Regex::new(&format!(
        r"(?i){counted}|^\W*(?:\w+\s+)?{COUNTED}\s*[:：]\s*[\d,.\s]+\W*$|^\W*\d[\d,.\s]*[km]?\s*(?:page\s+)?(?:{COUNTED}|次(?:浏览|阅读|点击)?|人(?:浏览|阅读)过?)\W*$|(?-u:\b)(?:views|visits|hits|(?:visitor|view|visit|hit)s?\s+count(?:er)?|vues|visitas|lecturas)\s*[:：]\s*\d[\d,.]*\W*$|{rest}"
    ))
    .expect("the expression is made of constants")
});

/// What is said before the date of today.
const NOW: &str = r"今天是|今日是|现在时间|现在是|北京时间|当前时间|today\s+is|today:|current\s+(?:time|date)|local\s+time|hoy\s+es|fecha\s+y\s+hora|nous\s+sommes\s+le|aujourd.hui";

/// The words before a stamp; only the stamp that follows them is masked.
static STAMPED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)^(\W*(?:{UPDATED}|{NOW})){DATE}")).expect("the expression is made of constants")
});

/// Weather is masked whole: its words change as its numbers do.
static WEATHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:天气|天氣|weather|météo|el tiempo)\s*(?:预报|預報|forecast)?\s*[:：]|(?:晴|阴|陰|雨|多云|多雲|雪|雾|霾|(?-u:\b)(?:sunny|cloudy|rain|soleado|nublado|ensoleill[ée]|nuageux))[^。.]{0,30}?-?\d+\s*(?:℃|°\s*[CF])",
    )
    .expect("a constant expression is valid")
});

static PARTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("(?xi){DATE_PARTS}")).expect("the expression is made of constants"));

static PART: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("(?xi)^(?:{DATE_PARTS})")).expect("the expression is made of constants"));

/// What dates and times are made of, in verbose spelling.
const DATE_PARTS: &str = r"
        \d[\d.,:/\-]*\s*(?:st|nd|rd|th|er|º|°)?\s*(?:[年月日时時点點分秒次万]|a\.?m(?-u:\b)\.?|p\.?m(?-u:\b)\.?)?
        | (?-u:\b)(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?-u:\b)\.?
        | (?-u:\b)(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?-u:\b)\.?
        | (?-u:\b)(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)(?-u:\b)
        | (?-u:\b)(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?-u:\b)
        | (?:星期|周|週|礼拜|禮拜)[一二三四五六日天]
        | [〇零一二三四五六七八九十]+[年月日]
        | (?-u:\b)(?:a\.?m\.?|p\.?m\.?|h|utc|gmt|[ecmp][sd]t)(?-u:\b)
        | 上午|下午|中午|晚上|凌晨
        ";

static MASKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"#(?:[\s,.:/\-–]|(?-u:\b)de(?-u:\b)|(?-u:\b)del(?-u:\b)|(?-u:\b)of(?-u:\b)|(?-u:\b)at(?-u:\b))*(?:#|$)")
        .expect("a constant expression is valid")
});

/// Whether the block is the label of a stamp or counter in the next one.
pub(super) fn is_label(block: &str) -> bool {
    !space::is_heavier(block, 60) && LABEL.is_match(block)
}

/// Whether the text is dates and numbers and nothing else. Prose fails at its first word.
fn is_bare(text: &str) -> bool {
    let mut at = 0;
    while let Some(n) = text[at..].find(char::is_alphanumeric) {
        let rest = &text[at + n..];
        match PART.find(rest) {
            Some(part) => at += n + part.end(),
            None => return false,
        }
    }
    at > 0
}

/// The key of a sentence: 16 hex digits over its folded text; `labelled` when the block before is a stamp's label.
pub(super) fn key(sentence: &str, labelled: bool, stamp: &Stamp) -> String {
    let labels = stamp.left_out.takes(Step::Counters) && stamp.left_out.takes(Step::Updated);
    let text = if labelled && labels && is_bare(sentence) { Some(mask(sentence)) } else { masked(sentence, stamp) };
    let folded = fold::fold_without(text.as_deref().unwrap_or(sentence), stamp.left_out);
    sha256_hex(folded.as_bytes())[..16].to_owned()
}

/// The sentence with its variable parts masked, if its line is volatile.
fn masked(sentence: &str, stamp: &Stamp) -> Option<String> {
    if space::is_heavier(sentence, LONG) {
        return None;
    }
    let takes = |step| stamp.left_out.takes(step);
    if takes(Step::Weather) && WEATHER.is_match(sentence) {
        return Some("weather".to_owned());
    }
    if takes(Step::Updated)
        && let Some(words) = STAMPED.captures(sentence).and_then(|found| found.get(1))
    {
        return Some(mask_first(sentence, words.end()));
    }
    // A line with clauses is prose, whatever it counts.
    let counter = takes(Step::Counters) && !sentence.contains(['，', '。']) && VOLATILE.is_match(sentence);
    if counter || takes(Step::Clock) && is_clock(sentence, stamp) { Some(mask(sentence)) } else { None }
}

/// Masks the one run of dates and times that begins after `from`, and nothing behind it.
fn mask_first(sentence: &str, from: usize) -> String {
    let mut end = from;
    for part in PARTS.find_iter(&sentence[from..]) {
        let gap = &sentence[end..from + part.start()];
        let small = |word: &str| {
            matches!(word, "on" | "at" | "of" | "the" | "el" | "le" | "de" | "del" | "las" | "la" | "à" | "农历")
        };
        if end > from && !gap.split(|c: char| !c.is_alphanumeric()).all(|word| word.is_empty() || small(word)) {
            break;
        }
        end = from + part.end();
    }
    format!("{}#{}", &sentence[..from], &sentence[end..])
}

fn mask(sentence: &str) -> String {
    let mut text = PARTS.replace_all(sentence, "#").into_owned();
    // However a date is spelled, it leaves one mark.
    loop {
        let joined = MASKS.replace_all(&text, "#").into_owned();
        if joined == text {
            return text;
        }
        text = joined;
    }
}

/// Whether the line is nothing but the date, or date and time, of the visit, and not the article's own date.
fn is_clock(sentence: &str, stamp: &Stamp) -> bool {
    if !is_bare(sentence) {
        return false;
    }
    let Some(found) = date::find(sentence, stamp.lang, None).into_iter().next() else { return false };
    let (Some(_), Some(_)) = (found.date.parts().1, found.date.parts().2) else { return false };
    if stamp.published.is_some_and(|p| p == found.date) {
        return false;
    }
    let days = (found.date.first_day() - stamp.today).get_days().abs();
    days <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp {
            today: Date::constant(2025, 12, 6),
            published: PartialDate::day(2025, 12, 5),
            lang: None,
            left_out: LeftOut::default(),
        }
    }

    fn same(a: &str, b: &str) -> bool {
        key(a, false, &stamp()) == key(b, false, &stamp())
    }

    #[test]
    fn counters_and_update_lines_are_equal_whatever_they_count() {
        for (a, b) in [
            ("浏览次数：1024", "浏览次数：99"),
            (
                "来源：商务部 2025-12-05 10:00 浏览量：1,204 字号：大 中 小",
                "来源：商务部 2025-12-05 10:00 浏览量：7 字号：大 中 小",
            ),
            ("This page was last updated on December 5, 2025", "This page was last updated on 6 January 2026"),
            ("Last updated: Friday, 5 December 2025 10:31 a.m.", "Last updated: Monday, 8 December 2025 9:02 p.m."),
            ("Views: 1,024", "Views: 7"),
            ("(Release ID: 2318910) Visitor Counter : 11", "(Release ID: 2318910) Visitor Counter : 2,604"),
            ("Updated: 5 December 2025", "Updated: 9 December 2025"),
            ("Mis à jour le 5 décembre 2025", "Mis à jour le 6 décembre 2025"),
            ("更新时间：2025-12-05 10:00", "更新时间：2025-12-06 09:30"),
            ("1,024 views", "3 views"),
            ("Última actualización: 5 de diciembre de 2025", "Última actualización: 10 de enero de 2026"),
            ("Dernière mise à jour : 5 décembre 2025", "Dernière mise à jour : 1er août 2026"),
            ("今天是2025年12月5日 星期五", "今天是2025年12月8日 星期一"),
            ("北京 晴 3℃~12℃", "北京 多云 -1℃~9℃"),
        ] {
            assert!(same(a, b), "{a} | {b}: {:?} {:?}", masked(a, &stamp()), masked(b, &stamp()));
        }
    }

    #[test]
    fn each_mask_can_be_left_out() {
        for (step, a, b) in [
            (Step::Counters, "浏览次数：1024", "浏览次数：99"),
            (Step::Updated, "Updated: 5 December 2025", "Updated: 9 December 2025"),
            (Step::Clock, "2025-12-06 10:31", "2025-12-06 11:02"),
            (Step::Weather, "北京 晴 3℃~12℃", "北京 多云 -1℃~9℃"),
        ] {
            assert!(same(a, b), "{step}");
            let exact = Stamp { left_out: LeftOut::of([step]), ..stamp() };
            assert_ne!(key(a, false, &exact), key(b, false, &exact), "{step}");
        }
    }

    #[test]
    fn digits_and_dates_of_sentences_count() {
        for (a, b) in [
            ("The duty rises to 10.5 %.", "The duty rises to 105 %."),
            (
                "The ministry controls 13 precursors from 10 November 2025.",
                "The ministry controls 15 precursors from 10 November 2025.",
            ),
            ("自2025年11月10日起施行。", "自2025年12月10日起施行。"),
            ("该文件阅读量达到10万后将公布13种物质。", "该文件阅读量达到10万后将公布15种物质。"),
            (
                "Updated schedules list 13 chemicals and take effect on 5 December 2025 in all provinces, autonomous regions and municipalities, and are binding on every exporter that ships to the United States, Canada and Mexico from that day on, without exception or grace period.",
                "Updated schedules list 15 chemicals and take effect on 5 December 2025 in all provinces, autonomous regions and municipalities, and are binding on every exporter that ships to the United States, Canada and Mexico from that day on, without exception or grace period.",
            ),
            ("The two views: 13 chemicals", "The two views: 15 chemicals"),
            ("Updated list of 13 precursors", "Updated list of 15 precursors"),
            (
                "北京时间2025年12月5日，商务部宣布对13种化学品实行管制。",
                "北京时间2025年12月5日，商务部宣布对15种化学品实行管制。",
            ),
            (
                "Last updated on 5 December 2025, the list names 13 chemicals.",
                "Last updated on 5 December 2025, the list names 15 chemicals.",
            ),
            ("Grain is kept at 25 °C", "Grain is kept at 35 °C"),
            ("可浏览 13 种目录", "可浏览 15 种目录"),
            ("Revised 13 schedules of precursors", "Revised 15 schedules of precursors"),
            ("Mise à jour 13 précurseurs", "Mise à jour 15 précurseurs"),
            ("Actualizada lista de 13 precursores", "Actualizada lista de 15 precursores"),
            ("Two updated lists, 13 chemicals", "Two updated lists, 15 chemicals"),
        ] {
            assert!(!same(a, b), "{a} | {b}");
        }
    }
}
