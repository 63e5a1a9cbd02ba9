//! Pure. A date in a sentence in, the occasion that the words beside it tell of out: a speech, a signing, a meeting, a seizure.

use std::ops::Range;

use super::amount::floor;
use super::clause::VERBS;
use super::lexicon::{Kind, Role};
use super::scan::Scan;
use crate::model::Lang;

/// What a date may be the day of, when it is not that of the act itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Occasion {
    Said,
    Signed,
    Met,
    Published,
    Seized,
    /// The span that figures are told of.
    Counted,
    /// A paper that bears the date.
    Paper,
}

impl Occasion {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Signed => "signed",
            Self::Met => "met",
            Self::Published => "published",
            Self::Seized => "seized",
            Self::Counted => "counted",
            Self::Paper => "paper",
        }
    }
}

impl Occasion {
    /// Whether something is only told or signed on it.
    pub(super) fn tells(self) -> bool {
        matches!(self, Self::Said | Self::Signed | Self::Met | Self::Published)
    }
}

type Stems = [(Occasion, &'static [&'static str]); 7];

/// Beginnings of the words that tell of each occasion.
const EN: Stems = [
    (
        Occasion::Said,
        &[
            "said",
            "told",
            "announc",
            "stated",
            "declared",
            "unveil",
            "reveal",
            "remark",
            "speech",
            "speaking",
            "interview",
            "testif",
            "tweet",
            "briefing",
        ],
    ),
    (
        Occasion::Signed,
        &[
            "signed",
            "signing",
            "signature",
            "initialled",
            "concluded",
            "tabled",
            "introduced",
            "sealed",
            "struck",
            "signature",
            "instruct",
            "directed",
            "voted",
        ],
    ),
    (
        Occasion::Met,
        &[
            "met",
            "meeting",
            "summit",
            "talks",
            "visit",
            "call",
            "session",
            "hosted",
            "gathered",
            "conference",
            "discuss",
        ],
    ),
    (Occasion::Published, &["published", "issued", "released", "posted", "gazetted", "printed"]),
    (
        Occasion::Seized,
        &[
            "seiz",
            "arrest",
            "intercept",
            "confiscat",
            "raid",
            "died",
            "deaths",
            "overdose",
            "indicted",
            "convict",
            "dismantl",
            "found",
        ],
    ),
    (
        Occasion::Counted,
        &["between", "recorded", "reported", "counted", "totalled", "rose", "fell", "compared", "since", "ended"],
    ),
    (
        Occasion::Paper,
        &[
            "order",
            "memorandum",
            "agreement",
            "accord",
            "notice",
            "circular",
            "decree",
            "convention",
            "communiqué",
            "statement",
            "directive",
            "letter",
            "proclamation",
            "resolution",
            "treaty",
            "dated",
        ],
    ),
];
const ES: Stems = [
    (
        Occasion::Said,
        &[
            "dijo",
            "anunci",
            "inform",
            "señal",
            "declar",
            "afirm",
            "asegur",
            "entrevista",
            "conferencia",
            "mensaje",
            "discurso",
            "revel",
        ],
    ),
    (Occasion::Signed, &["firm", "suscri", "rubric", "present", "remit", "concluid", "instru", "orden", "gir", "vot"]),
    (
        Occasion::Met,
        &["reun", "cumbre", "encuentro", "visita", "sesión", "llamada", "conversaci", "diálogo", "celebr", "sostuv"],
    ),
    (Occasion::Published, &["public", "emiti", "expedid", "difund", "divulg"]),
    (
        Occasion::Seized,
        &[
            "decomis",
            "incaut",
            "asegurad",
            "deten",
            "arrest",
            "murier",
            "muert",
            "falleci",
            "operativo",
            "cate",
            "confisc",
        ],
    ),
    (Occasion::Counted, &["entre", "registr", "report", "contabiliz", "aument", "cerró"]),
    (
        Occasion::Paper,
        &[
            "decreto",
            "acuerdo",
            "aviso",
            "circular",
            "memorando",
            "memorándum",
            "convenio",
            "convención",
            "comunicado",
            "oficio",
            "resolución",
            "carta",
            "ley",
            "tratado",
        ],
    ),
];
const FR: Stems = [
    (
        Occasion::Said,
        &["annonc", "déclar", "indiqu", "affirm", "précis", "entrevue", "discours", "allocution", "point", "révél"],
    ),
    (
        Occasion::Signed,
        &["sign", "paraph", "conclu", "dépos", "présent", "scell", "instruction", "ordonn", "enjoin", "vot"],
    ),
    (
        Occasion::Met,
        &["réun", "rencontr", "sommet", "visite", "séance", "appel", "entreti", "conférence", "pourparlers", "tenu"],
    ),
    (Occasion::Published, &["publi", "paru", "paraît", "diffus"]),
    (
        Occasion::Seized,
        &["sais", "arrest", "arrêt", "intercept", "mort", "décès", "décéd", "perquisition", "confisqu", "démantel"],
    ),
    (Occasion::Counted, &["entre", "enregistr", "recens", "augment", "chut", "depuis"]),
    (
        Occasion::Paper,
        &[
            "décret",
            "arrêté",
            "accord",
            "avis",
            "circulaire",
            "mémorandum",
            "convention",
            "communiqué",
            "lettre",
            "loi",
            "traité",
            "entente",
            "directive",
        ],
    ),
];
const ZH: Stems = [
    (
        Occasion::Said,
        &["表示", "宣布", "指出", "透露", "说", "說", "称", "稱", "表态", "讲话", "講話", "受访", "受訪", "介绍"],
    ),
    (
        Occasion::Signed,
        &[
            "签署", "簽署", "签字", "簽字", "签订", "簽訂", "提交", "呈交", "发出", "發出", "签发", "簽發", "下达",
            "下達", "下令",
        ],
    ),
    (
        Occasion::Met,
        &[
            "会谈", "會談", "会晤", "會晤", "会见", "會見", "举行", "舉行", "召开", "召開", "通话", "通話", "访问",
            "訪問", "会议", "會議",
        ],
    ),
    (Occasion::Published, &["发布", "發布", "公布", "刊登", "刊发", "印发", "印發", "发表", "發表"]),
    (
        Occasion::Seized,
        &["缴获", "繳獲", "查获", "查獲", "抓获", "抓獲", "破获", "破獲", "死亡", "捣毁", "搗毀", "逮捕"],
    ),
    (Occasion::Counted, &["以来", "以來", "期间", "期間", "同比", "增长", "下降了", "共", "累计", "累計"]),
    (
        Occasion::Paper,
        &["公告", "通知", "命令", "备忘录", "備忘錄", "协议", "協議", "公约", "公約", "声明", "聲明", "条例", "函"],
    ),
];

/// Words around a date beyond these are not looked at.
const REACH: usize = 72;

/// The part of the clause a date stands in, cut at commas and semicolons.
pub(super) fn part(scan: &Scan<'_>, clause: &Range<usize>, at: &Range<usize>) -> Range<usize> {
    const ENDS: &[&str] = &["; ", ", ", "；", "，", "。", ": ", "：", " – ", " — "];
    let before = scan.text.get(clause.start..at.start).unwrap_or_default();
    let after = scan.text.get(at.end..clause.end).unwrap_or_default();
    let from = ENDS.iter().filter_map(|end| before.rfind(end).map(|place| place + end.len())).max().unwrap_or(0);
    let to = ENDS.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
    clause.start + from..at.end + to
}

/// The occasion told nearest to a date in its part of the clause, unless an act is told nearer.
pub(super) fn of(scan: &Scan<'_>, clause: &Range<usize>, at: &Range<usize>) -> Option<Occasion> {
    let part = part(scan, clause, at);
    let from = part.start.max(floor(scan.text, at.start.saturating_sub(REACH)));
    let to = part.end.min(floor(scan.text, (at.end + REACH).min(scan.text.len())));
    let before = scan.text.get(from..at.start)?;
    // "Introduced" tells of a bill, unless it is said to hold from then.
    let to = scan.cues(&(at.end..to), Role::InForce).next().map_or(to, |hit| hit.start);
    let after = scan.text.get(at.end..to)?;
    if scan.lang == Lang::Zh {
        return told(ZH, |stem| after.find(stem))
            .or_else(|| told(ZH, |stem| before.rfind(stem).map(|p| before.len() - p)));
    }
    let stems = match scan.lang {
        Lang::Es => ES,
        Lang::Fr => FR,
        _ => EN,
    };
    let words = |text: &str| -> Vec<String> {
        text.split([' ', '\u{a0}', '’', '\'']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (ahead, behind) = (words(before), words(after));
    let acts = |range: Range<usize>| {
        let act = |role: &Role| VERBS.contains(role) && *role != Role::PastOperation;
        scan.within(&range).any(|hit| matches!(&hit.entry.kind, Kind::Cue(role) if act(role)))
    };
    let back = told(stems, |stem| ahead.iter().rev().position(|word| word.starts_with(stem)));
    if back.is_some() {
        return back;
    }
    if acts(from..at.start) {
        return None;
    }
    told(stems, |stem| behind.iter().take(4).position(|word| word.starts_with(stem)))
}

/// The occasion whose word stands nearest.
fn told(stems: Stems, mut near: impl FnMut(&str) -> Option<usize>) -> Option<Occasion> {
    let mut best: Option<(usize, Occasion)> = None;
    for (occasion, words) in stems {
        for away in words.iter().filter_map(|word| near(word)) {
            if best.is_none_or(|(known, _)| away < known) {
                best = Some((away, occasion));
            }
        }
    }
    best.map(|(_, occasion)| occasion)
}

/// The last word that joins another act to the first, and where it ends.
pub(super) fn joined(scan: &Scan<'_>, between: &Range<usize>) -> Option<(&'static str, usize)> {
    const AND: [&[&str]; 4] = [
        &[" and ", " as well as ", ", plus ", "; "],
        &["并", "並", "以及", "及", "同时", "同時", "；"],
        &[" y ", " e ", " así como ", "; "],
        &[" et ", " ainsi que ", " puis ", "; ", " ; "],
    ];
    const WHILE: [&[&str]; 4] = [
        &[" while ", " whereas ", " with ", " but ", " though ", " although "],
        &["而", "则", "則", "但", "首", "另"],
        &[" mientras ", " pero ", " aunque ", " en tanto "],
        &[" tandis ", " mais ", " alors que ", " pendant que "],
    ];
    const WHICH: [&[&str]; 4] = [
        &[" which ", " who ", " that ", " whose ", " where ", " after ", " since "],
        &["其", "该", "該"],
        &[" que ", " quien", " cuy", " donde ", " tras ", " desde que "],
        &[" qui ", " que ", " dont ", " où ", " après "],
    ];
    let text = scan.text.get(between.clone())?;
    let last = |words: &[&str]| words.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max();
    let lang = scan.lang as usize;
    [("and", AND[lang]), ("while", WHILE[lang]), ("which", WHICH[lang])]
        .into_iter()
        .filter_map(|(name, words)| last(words).map(|at| (name, between.start + at)))
        .max_by_key(|(_, at)| *at)
}
