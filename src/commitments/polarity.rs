//! Pure. A clause that is a commitment in, whether it takes something away out.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::decide::{Clause, Verdict};
use super::lexicon::{Kind, Role};
use crate::model::{ActionClass, Lang, Polarity, Quantity};
use crate::text::fold::lower;

/// Words of ending that decide nothing by themselves, but say of a commitment that it takes something away.
const ENDS: [(Lang, &[&str]); 4] = [
    (
        Lang::En,
        &[
            "stopped ",
            "stops ",
            "to end",
            "will end",
            "wind up",
            "winds up",
            "winding up",
            "wound up",
            "called off",
            "call off",
            "calling off",
            "struck off",
            "stripped ",
            "strips ",
            "disband",
            "close its",
            "closes its",
            "closed its",
            "closing its",
            "pull out",
            "pulls out",
            "pulling out",
            "termination of",
            "suspension of",
            "cancellation of",
            "revocation of",
            "repeal of",
            "been cancelled",
            "been canceled",
            "discontinuation",
        ],
    ),
    (
        Lang::Zh,
        &[
            "停止", "关闭", "關閉", "叫停", "停办", "停辦", "不再", "撤回", "解散", "裁撤", "作罢", "作罷", "取消",
            "废止", "廢止",
        ],
    ),
    (
        Lang::Es,
        &[
            "retiró a",
            "retira a",
            "retirará",
            "suprim",
            "disolución",
            "disuelve",
            "disolverá",
            "levantó",
            "levanta las",
            "sin efecto",
            "cancelación",
            "suspensión",
            "revocación",
            "derogación",
            "cierre de",
            "pone fin",
            "puso fin",
            "dejará de",
        ],
    ),
    (
        Lang::Fr,
        &[
            "met fin",
            "mettre fin",
            "mettra fin",
            "mis fin",
            "un terme",
            "interrompre",
            "interrompt",
            "participe plus",
            "pas reconduire",
            "révoque",
            "abandonn",
            "supprim",
            "abrogation",
            "suspension",
            "annulation",
            "retrait de",
            "fermeture d",
            "cesse d",
            "cessera",
        ],
    ),
];

/// What is no measure when it ends.
const EVILS: &[&str] = &[
    "traffic",
    "smuggl",
    "flow",
    "crisis",
    "violen",
    "abuse",
    "overdose",
    "scourge",
    "epidemic",
    "impunity",
    "tráfico",
    "flujo",
    "impunidad",
    "contrabando",
    "trafic",
    "contrebande",
    "fléau",
    "crise",
    "走私",
    "贩",
    "販",
    "滥用",
    "濫用",
    "危机",
    "危機",
];

/// Words by which only a part of a duty ends.
const PARTLY: &[&str] = &[
    "half",
    "halve",
    "lowered to",
    "reduced to",
    "cut to",
    "down to",
    "一半",
    "减半",
    "減半",
    "降至",
    "降到",
    "降为",
    "降為",
    "下调至",
    "下調至",
    "la mitad",
    "reducido al",
    "reduce al",
    "baja al",
    "la moitié",
    "ramené à",
    "ramenés à",
    "réduit à",
    "réduits à",
];

/// Words of taking up again what had ended.
const RESUMES: &[&str] =
    &["恢复", "恢復", "重启", "重啟", "resume", "reopen", "reactiv", "reanuda", "rétabli", "repren"];

/// The words of ending of each language, and those of taking up again, as automata: most clauses have none of them.
static ANY_END: LazyLock<[AhoCorasick; 4]> = LazyLock::new(|| ENDS.map(|(_, words)| automaton(words)));
static ANY_RESUMES: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(RESUMES));

fn automaton(words: &[&str]) -> AhoCorasick {
    AhoCorasick::new(words).expect("a few short literals fit an automaton")
}

/// Bytes after a word of ending in which an evil stands that ends.
const NEAR: usize = 48;

/// Whether a commitment takes something away.
pub(super) fn polarity(clause: &Clause<'_, '_>, verdict: &Verdict, amount: Option<&Quantity>) -> Polarity {
    if verdict.guideline.is_some() || verdict.polarity == Polarity::Denial {
        return verdict.polarity;
    }
    let text = lower(clause.scan.text.get(clause.range.clone()).unwrap_or_default());
    // A duty that falls from 20 to 10 percent is still there; what is taken up again had ended before.
    let part = || PARTLY.iter().any(|word| text.contains(word));
    let lowered = clause.class == Some(ActionClass::TariffTrade)
        && amount.is_some_and(|q| q.value > 0.0 && (q.from.is_some() || q.unit == "%" && part()));
    let resumed = !clause.leads(Role::Withdrawal) && ANY_RESUMES.is_match(&*text);
    let restored = clause.scan.lang == Lang::Zh && text.contains("已正式恢复");
    if lowered || resumed || restored {
        return Polarity::Positive;
    }
    let sanctioned = clause.class == Some(ActionClass::Sanctions) && clause.has(Role::Visa);
    let banned = clause
        .scan
        .within(&clause.range)
        .any(|hit| hit.entry.gloss == "trade ban" && matches!(hit.entry.kind, Kind::Class(_)))
        && clause.class == Some(ActionClass::ScheduleControl);
    if sanctioned || banned || clause.has(Role::Prohibition) {
        return verdict.polarity;
    }
    let ends = clause.has(Role::Withdrawal) || clause.removes() || ends(clause.scan.lang, &text);
    if ends { Polarity::Withdrawal } else { verdict.polarity }
}

fn ends(lang: Lang, text: &str) -> bool {
    let Some(n) = ENDS.iter().position(|(one, _)| *one == lang).filter(|n| ANY_END[*n].is_match(text)) else {
        return false;
    };
    ENDS[n].1.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let rest: String = text[at + word.len()..].chars().take(NEAR).collect();
            !EVILS.iter().any(|evil| rest.contains(evil))
        })
    })
}
