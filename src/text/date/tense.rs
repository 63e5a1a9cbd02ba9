//! Pure. What stands around a weekday in, whether it is the coming or the last one out.

use std::sync::LazyLock;

use regex::Regex;

use super::meaning::Context;
use super::year::{clause_before, pattern, window_after, window_before};
use crate::model::Lang;

/// The verbs of one language.
struct Verbs {
    /// What is still to come, with the verb it governs: "will be opened" is no past.
    coming: Regex,
    /// What is done.
    past: Regex,
}

static ENGLISH: LazyLock<Verbs> = LazyLock::new(|| Verbs {
    coming: pattern(concat!(
        r"(?i-u)\b(?:(?:will|shall|must|should|(?-i:may)|(?:is|are) (?:due|set|expected|scheduled|planned|slated|going)|(?:is|are|due|set|plans?|agreed",
        r"|expected|scheduled|pledged|promised|vowed|ready|intends?|wants?) to)(?: (?:not|also|then|now|be|have|formally)){0,2}(?: [a-z]+)?",
        r"|takes?|comes?|goes|enters?|begins?|starts?|opens?|closes?|ends?|expires?|lapses?|drops?|falls|rises?|doubles|becomes?|applies",
        r"|resumes?|meets?|convenes?|holds|launches|kicks|stops?|lifts|gains|loses|(?:is|are) [a-z]+ed)\b",
    )),
    past: pattern(concat!(
        r"(?i-u)\b(?:[a-z]{2,}ed|said|told|met|held|took|made|began|was|were|gave|spoke|had|did|came|went|cut|put|sent|wrote|brought|built",
        r"|found|won|lost|struck|shut|rose|fell)\b",
    )),
});

static SPANISH: LazyLock<Verbs> = LazyLock::new(|| Verbs {
    coming: pattern(concat!(
        r"(?i)(?-u:\b)(?:[a-z]{2,}(?:aré|ará|erá|irá|drá|brá|arán|erán|irán|drán|brán|aremos|eremos|iremos)|va a|van a|vamos a|hay que|deben?",
        r"|entran?|inicia|comienzan?|empiezan?|suben?|bajan?|abren?|cierran?|vencen?|arrancan?|prevén?|está previst[ao])(?:$|[^\p{L}])",
    )),
    past: pattern(concat!(
        r"(?i)(?-u:\b)(?:[a-zñí]{2,}(?:ó|aron|ieron|jeron|rdamos|rmamos|idimos|lvimos)|(?:ha|han|había|hemos) [a-z]{2,}[aeití][dst]?o|fue|fueron|dijo|hizo|dio",
        r"|hubo|puso|propuso|impuso|expuso)(?:$|[^\p{L}])",
    )),
});

static FRENCH: LazyLock<Verbs> = LazyLock::new(|| Verbs {
    coming: pattern(concat!(
        r"(?i)(?-u:\b)(?:[a-zéèê]{2,}(?:era|ira|eront|iront|dra|dront|ura|uront)|va|vont|doit|doivent|entrent?|commencent?|débutent?|prend effet",
        r"|prennent effet|ouvrent?|expirent?|prévoit|est prévue?|sont prévue?s)(?:$|[^\p{L}])",
    )),
    past: pattern(
        r"(?i)(?:^|[ \u{a0}'’])(?:(?:l['’])?(?:a|ont|avons|ai|est|sont|avait|étaient|été) (?:[a-z]{2,}ment )?[a-zéèê]+(?:é|i|u|is|it|ée|és|ées|ert|erte))(?:$|[^\p{L}])",
    ),
});

static CHINESE: LazyLock<Verbs> = LazyLock::new(|| Verbs {
    coming: pattern("[将將拟擬]|[预預][定计計期]|[定计計][于於划劃]|起"),
    past: pattern("[已了]|表示|宣布|指出|会见|會見|[说說称稱]"),
});

/// Right before a weekday: since then is always past, from or by then to come.
static SINCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?-u:\b)(?:since|depuis)(?: last)?[ \u{a0}]$"));
static START: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(?:(?:^|[ \u{a0}(,])(?:from|starting|beginning|effective|by|until|till|before|as of|a partir del?|hasta el|antes del|para el|dès|à compter de|à partir de",
        r"|avant|d['’]ici(?: à)?|jusqu['’]à)(?: (?:noon|midnight|(?:the )?close of business))?(?: (?:on|le|el|this|this coming|este))?[ \u{a0}]|自|从|從|截至)$",
    ))
});

/// "This Friday" is the coming one where no verb tells.
static POINTED: LazyLock<Regex> = LazyLock::new(|| pattern("(?i)^(?:this|este)"));

/// Right after a Chinese weekday, whose verbs have no tense: what is arranged for that day.
static ARRANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:[上下]午)?(?:之?前|起|(?:在[^，。]{1,8})?(?:举行|舉行|生效|施行|实施|實施|启动|啟動|开始|開始))")
});

impl Verbs {
    fn of(weekday: &str) -> &'static Self {
        let lower = weekday.to_lowercase();
        if weekday.contains(super::is_han) {
            &CHINESE
        } else if lower.contains("day") {
            &ENGLISH
        } else if lower.contains("di") {
            &FRENCH
        } else {
            &SPANISH
        }
    }

    /// What the first verb after says: "On Monday the ministry said".
    fn first(&self, text: &str) -> Option<bool> {
        let end = text.find(['.', ';', '。', '；', '!', '?']).unwrap_or(text.len());
        let text = &text[..end];
        match (self.coming.find(text), self.past.find(text)) {
            (Some(coming), Some(past)) => Some(coming.start() <= past.start()),
            (None, None) => None,
            (coming, _) => Some(coming.is_some()),
        }
    }

    /// What the last verb before says; a past participle that another verb governs is none.
    fn last(&self, text: &str) -> Option<bool> {
        let coming = self.coming.find_iter(text).last();
        let past = self.past.find_iter(text).last();
        match (coming, past) {
            (None, None) => None,
            (coming, past) => Some(past.is_none_or(|past| coming.is_some_and(|coming| coming.end() > past.start()))),
        }
    }
}

/// Whether a weekday is the next one after the page date. Where no verb tells it is the last one.
pub(super) fn is_to_come(context: &Context<'_>) -> bool {
    let near = window_before(context.text, context.range.start, 32);
    if SINCE.is_match(near) {
        return false;
    }
    if START.is_match(near) {
        return true;
    }
    let written = &context.text[context.range.clone()];
    let pointed = POINTED.is_match(written) || near.to_lowercase().ends_with("ce ");
    let verbs = Verbs::of(written);
    let before = clause_before(context.text, context.range.start);
    let after = window_after(&context.text[context.range.end..], 100);
    if written.contains(super::is_han) {
        return ARRANGED.is_match(after) || verbs.first(after).or_else(|| verbs.last(before)).unwrap_or(false);
    }
    verbs.last(before).or_else(|| verbs.first(after)).unwrap_or(pointed)
}

/// Whether the nearest verbs of the sentence tell what is done; not known where the language is not.
pub(super) fn tells_of_the_past(context: &Context<'_>) -> bool {
    let verbs: &Verbs = match context.lang {
        Some(Lang::En) => &ENGLISH,
        Some(Lang::Es) => &SPANISH,
        Some(Lang::Fr) => &FRENCH,
        Some(Lang::Zh) => &CHINESE,
        None => return false,
    };
    let before = clause_before(context.text, context.range.start);
    let after = window_after(&context.text[context.range.end..], 100);
    verbs.last(before).or_else(|| verbs.first(after)) == Some(false)
}

/// Whether Spanish or French words stand in the text, which put the day before the month.
pub(super) fn reads_romance(text: &str) -> bool {
    let common = ["el", "los", "del", "de", "la", "y", "le", "les", "du", "des", "et"];
    text.split_whitespace().take(60).any(|word| common.contains(&word.to_lowercase().as_str()))
}
