//! Pure. What stands around a date in, which year it can mean and whether it is one at all out.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::meaning::Context;
use super::tense;
use crate::model::PartialDate;

/// How far back words that make a date a beginning may reach: a rule "from 1 March" is told in the weeks after, too.
const BEGUN: i32 = 92;
/// The same for a deadline: one just missed is still told.
const MISSED: i32 = 31;

pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns are constant and tested")
}

/// Right before a deadline.
static DEADLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:by|until|till|before|no later than|not later than|deadline (?:is|of)|through|due|time)(?: the)?",
        r"|antes del?|antes de que|de aquí al?|hasta el|hasta|a más tardar(?: el| en)?|para(?: el)?|avant(?: le| la| que)?|d['’]ici(?: le| la| au| à la)?",
        r"|jusqu['’](?:au|à la|en)|au plus tard(?: le| en)?|截至|截止到?|不晚于|不晚於|不迟于|不遲於|赶在|趕在)[ \u{a0}]?$",
    ))
});

/// Right around what began before the page date.
static SINCE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?-u:\b)(?:since|depuis)(?: (?:early|late|mid|le|la|the|last))?[ \u{a0}-]$"));
/// How much farther off a date to come counts where the sentence tells what is done.
const PAST_BIAS: i32 = 3;

/// Anywhere before it in the sentence: something still to come, or a beginning.
static COMING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:will|shall|starting|effective|from|beginning|plans?|due|scheduled|expires?)\b|\bis to\b|\bto be\b",
        r"|\b\p{L}{2,}(?:ará|erá|irá|arán|erán|irán)\b|\ba partir d|\bva a\b|\bvan a\b|\bprevé",
        r"|\b\p{L}{2,}(?:era|ira|eront|iront|dra|dront)\b|\bà compter d|\bà partir d|\bdès\b|\bprévoit",
        r"|将|將|拟|擬|自|计划|計劃|定于|定於|预[定计期]|預[定計期]|力争|力爭|争取|爭取",
    ))
});

/// Days on which offices work: which date they end on depends on holidays that are not known here.
static WORKING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[ \u{a0}](?:hábiles|laborables|ouvrables|ouvrés|working|business)"));

/// The same counted from a day in Chinese: 之日起30个工作日内.
static WORKING_FROM: LazyLock<Regex> =
    LazyLock::new(|| pattern("^[计計]?[满滿]?[0-9一二三四五六七八九十百]{1,5}[个個]?工作日"));

/// Right before numbers that only look like a date.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:\b(?:section|sections|article|articles|part|rule|no|nos|annex|paragraph|chapter|schedule|class|page|pages|pp|p|v",
        r"|version|release|order|law|decree|resolution|regulation|act|ley|decreto|artículo|núm|resolución|acuerdo|loi|décret|arrêté",
        r"|règlement|directive|ratio|cas|rn)|nº|n°|n\.º|№|第)\.?[ \u{a0}#:]*$",
    ))
});

/// Right after four digits that count something.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[ \u{a0}](?i:cases?|officers?|people|persons?|agents?|kilos?|kg|kilogram|pounds?|tons?|tonnes?|pills?|tablets?|doses?",
        r"|percent|per cent|dollars?|euros?|pesos?|units?|firms?|companies|sites?|labs?|grams?|gramos?|kits?|miles|km|members|men|women",
        r"|personas|casos|pastillas|agentes|personnes|cas|comprimés|millones|million|billion|mg)\b|[ \u{a0}]?[%$€])",
    ))
});

/// Right before a year that only names a law, treaty or list: "the Convention of 1961".
static NAMED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?-u:\b)(?:acts?|laws?|conventions?|treaty|treaties|protocols?|directives?|constitution|code|statute|ley(?:es)?|decretos?",
        r"|convenci(?:ón|ones)|convenios?|tratados?|protocolos?|reglamentos?|constitución|código|lois?|décrets?|traités?|protocoles?",
        r"|constitution|code|accord|memorandum|arrêté)(?:[ \u{a0}](?-i:[A-Z]\p{L}{1,14}|unique|[a-z]{2,3})){0,5}[ \u{a0}](?:of|de|du|del)[ \u{a0}]$",
    ))
});

/// Right after such a year: "under 1988 Convention rules".
static NAMED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[ \u{a0}](?:(?:Single[ \u{a0}])?[Cc]onvention|Act|[Tt]reaty|[Pp]rotocol|[Dd]irective)(?-u:\b)",
        r"|[^，。；、起前内底将將月]{0,10}(?:公约|公約|议定书|議定書|条约|條約)|版|《[^》]{1,30}(?:公约|公約|法|条例|條例|协定|協定|办法|辦法|目录|目錄)》)",
    ))
});

/// Before what recurs: "every Monday", "each year by 1 March", 每年三月.
static EVERY_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:(?-u:\b)(?:every|each|cada|chaque|tous les|toutes les|todos los|todas las)",
        r"(?:[ \u{a0}](?:(?:other|second)|(?:year|month|año|mes|an|ans|année|mois|años|meses)(?:[ \u{a0}](?:in|by|on|before|the|en|el|le|avant|au|a)){0,2}))?",
        r"[ \u{a0}](?:the[ \u{a0}])?|(?:day|lundi|lunes|martes)[ \u{a0}](?:to|through|and|au|al?)[ \u{a0}]|[每逢]个?個?|每[年月周週](?:的|度)?)$",
    ))
});

/// After it: "on 1 March of each year", "Monday to Friday".
static EVERY_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)^(?:,?[ \u{a0}](?:of[ \u{a0}]|in[ \u{a0}]|de[ \u{a0}])?(?:every|each|cada|chaque)[ \u{a0}](?:year|month|week|año|mes|semana|an|année|mois|semaine)",
        r"|[ \u{a0}]?(?:to|through|–|-|al?|au?|至|到)[ \u{a0}]?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|viernes|sábado|domingo|vendredi|samedi|dimanche|周|週|星期))",
    ))
});

/// What lasts so long is not due then: "for a period of one year from today".
static LASTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:(?-u:\b)(?:for(?: a period of| a term of)?|durée(?: maximale)? (?:de|d['’])|période (?:de|d['’])|pendant|durant|pour|durante",
        r"|por|vigencia de|per[ií]odo de|duración de|(?:caduca|prescrib[ei])(?:n|rán?)?)[ \u{a0}]?|d['’]|为期|為期|有效期)$",
    ))
});

/// Right before what money is given for.
static FOR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?-u:\b)(?:for|para(?: el)?|pour)(?: (?:the|l['’]))?[ \u{a0}]?$"));

/// Around a length of time that is counted from the page date itself.
static FROM_NOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)next|coming|from (?:now|today)|publication|this (?:order|notice)|próxim|siguientes|publicación|prochain",
        r"|qui suivent|未[来來]|今[后後]|公布|[发發]布|即日",
    ))
});

/// What goes on for so long more: there the end is what is told.
static MORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?-u:\b)(?:more|another|further|additional|más|otros|otras|encore|de plus|supplémentaires?)(?-u:\b)")
});

/// Right after a word that is no season: "the fall of prices", "the spring in demand".
static CHANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^[ \u{a0}-](?:of|in|from|to the|loaded)(?-u:\b)"));

/// Whether what is counted is how long something lasts, and not when it is due.
pub(super) fn lasts(context: &Context<'_>) -> bool {
    LASTS.is_match(window_before(context.text, context.range.start, 32))
        && !MORE.is_match(&context.text[context.range.clone()])
}

/// Whether money is given for what is found.
pub(super) fn is_for(context: &Context<'_>) -> bool {
    FOR.is_match(window_before(context.text, context.range.start, 16))
}

/// Whether hours are counted from the page date.
pub(super) fn counts_from_now(context: &Context<'_>) -> bool {
    let after = window_after(&context.text[context.range.end..], 24);
    FROM_NOW.is_match(&context.text[context.range.clone()]) || FROM_NOW.is_match(after)
}

/// Whether the word found means a change and no season.
pub(super) fn is_a_noun_of_change(context: &Context<'_>) -> bool {
    CHANGE.is_match(window_after(&context.text[context.range.end..], 12))
}

/// Whether the words around tell of what recurs.
pub(super) fn recurs(text: &str, range: &Range<usize>) -> bool {
    EVERY_BEFORE.is_match(window_before(text, range.start, 32))
        || EVERY_AFTER.is_match(window_after(&text[range.end..], 16))
}

/// Whether the word before makes it a deadline.
pub(super) fn is_a_deadline(context: &Context<'_>) -> bool {
    DEADLINE.is_match(window_before(context.text, context.range.start, 24))
}

/// Whether the four digits in the range are a year and no count.
pub(super) fn is_a_year(text: &str, range: &Range<usize>) -> bool {
    let after = text[range.end..].trim_start();
    let notice_number = after.starts_with('第') && window_after(after, 8).contains(['号', '號']);
    // A month follows: then the whole is a month or day, or nothing when there is no such month.
    let month_follows = after.starts_with(char::is_numeric)
        && after.trim_start_matches(char::is_numeric).trim_start().starts_with('月');
    // "The 2025 notice on …" is named after its year.
    let names_a_notice = after.starts_with("关于") || after.starts_with("關於");
    let after = window_after(&text[range.end..], 48);
    let names_a_law = || NAMED_BEFORE.is_match(window_before(text, range.start, 72)) || NAMED_AFTER.is_match(after);
    !notice_number && !month_follows && !names_a_notice && !COUNTED.is_match(after) && !names_a_law()
}

/// Whether the digits at `start` belong to "Article 4" or "Order No. 11/2025".
pub(super) fn is_a_reference(text: &str, start: usize) -> bool {
    REFERENCE.is_match(window_before(text, start, 24))
}

/// Whether what is counted are working days.
pub(super) fn counts_working_days(context: &Context<'_>) -> bool {
    let after = window_after(&context.text[context.range.end..], 16);
    WORKING.is_match(after) || WORKING_FROM.is_match(after)
}

/// How many days after the page date a date begins at the earliest that is still to come or not long begun; none where
/// nothing says so.
pub(super) fn earliest(context: &Context<'_>) -> Option<i32> {
    let clause = clause_before(context.text, context.range.start);
    let after = &context.text[context.range.end..];
    if DEADLINE.is_match(clause) || after.starts_with('前') || after.starts_with("之前") {
        Some(-MISSED)
    } else if COMING.is_match(clause) || after.starts_with('起') {
        Some(-BEGUN)
    } else {
        None
    }
}

/// Gives a date without a year the one that fits: the next to come after a deadline word, one not long begun after
/// a word for what is to come, otherwise the nearest to the page date.
pub(super) fn fitting(context: &Context<'_>, with: impl Fn(i16) -> Option<PartialDate>) -> Option<PartialDate> {
    let page = context.page?;
    let (page_year, page_month, _) = page.parts();
    if page_month.is_none() {
        return with(page_year);
    }
    let page = page.first_day();
    let earliest = earliest(context);
    let mut dates = [page_year - 1, page_year, page_year + 1].into_iter().filter_map(with);
    let begun = SINCE.is_match(window_before(context.text, context.range.start, 16))
        || context.text[context.range.end..].starts_with("以来")
        || context.text[context.range.end..].starts_with("以來");
    if begun {
        return dates.rfind(|d| d.first_day() <= page);
    }
    let ahead = if earliest.is_none() && tense::tells_of_the_past(context) { PAST_BIAS } else { 1 };
    match earliest {
        Some(limit) => dates.find(|d| days(page, d.last_day()) >= limit),
        None => dates.min_by_key(|d| {
            // A month counts as near as its nearest day.
            let (first, last) = (days(page, d.first_day()), days(page, d.last_day()));
            if first > 0 { first * ahead } else { (-last).max(0) }
        }),
    }
}

pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// What stands before in the same sentence, at most 160 bytes of it.
pub(super) fn clause_before(text: &str, start: usize) -> &str {
    let window = window_before(text, start, 160);
    let ends = window.rmatch_indices(['。', '！', '？', '；', '!', '?', ';']).next().map(|(at, mark)| at + mark.len());
    let stop = window.rfind(". ").map(|at| at + 2).filter(|at| window[*at..].starts_with(char::is_uppercase));
    &window[ends.unwrap_or(0).max(stop.unwrap_or(0))..]
}

pub(super) fn window_before(text: &str, start: usize, bytes: usize) -> &str {
    let from = (start.saturating_sub(bytes)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    &text[from..start]
}

pub(super) fn window_after(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}
