//! Pure. A folded sentence in; whether its words say that it adds to something earlier, repeats something known, moves a date,
//! takes up again, makes something new, or is of this year, out.

use super::wording::words;

/// Words by which a text says that it adds to something earlier.
const ROUNDS: &[&str] = &[
    "further",
    "another",
    "second",
    "third",
    "additional",
    "segundo",
    "segunda",
    "otro",
    "otra",
    "otros",
    "otras",
    "adicionales",
    "deuxieme",
    "seconde",
    "autre",
    "autres",
    "supplementaires",
];
const ROUNDS_HAN: &[&str] =
    &["另外", "第二", "第三", "新一批", "再将", "再把", "再增", "增补", "另一批", "第二批", "新一轮", "再次", "又一"];

/// Numbers that "more" follows.
const COUNTS: &[&str] =
    &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty"];

/// Beginnings of words by which a text says that it repeats something known.
const AGAIN: &[&str] = &[
    "reaffirm",
    "recall",
    "as agreed",
    "agreed in",
    "announced in",
    "announced last",
    "promised in",
    "promised last",
    "pledged in",
    "as i told",
    "tal como",
    "como se acordo",
    "acordado en",
    "anunciado en",
    "anunciada en",
    "anunciado por",
    "anunciamos",
    "prometid",
    "asumido en",
    "comme convenu",
    "annonce en",
    "annoncee en",
    "promis en",
    "promise en",
    "in review",
    "balance de",
    "bilan",
    "reiterat",
    "repeated",
    "restated",
    "as announced",
    "as promised",
    "stands by",
    "still stands",
    "reiter",
    "reafirm",
    "ratific",
    "se mantiene",
    "sigue en pie",
    "como se anuncio",
    "rappel",
    "redis",
    "redit",
    "comme annonce",
    "comme promis",
    "maintient",
];
const AGAIN_HAN: &[&str] = &[
    "重申",
    "回顾",
    "回顧",
    "年初提出",
    "曾宣布",
    "曾承诺",
    "此前提出",
    "说过",
    "今年早些时候",
    "去年宣布",
    "再次强调",
    "再次表示",
    "此前宣布",
    "此前承诺",
    "如前所述",
    "一如既往",
];

/// Words by which a text says that a date or a number is no longer what it was.
const MOVES: &[&str] = &[
    "postpone",
    "put off",
    "put back",
    "pushed back",
    "brought forward",
    "delay",
    "resched",
    "instead of",
    "rather than",
    "extended to",
    "extended until",
    "revised to",
    "raised from",
    "cut from",
    "aplaz",
    "pospon",
    "pospuest",
    "prorrog",
    "retras",
    "en lugar de",
    "en vez de",
    "reporte",
    "reportee",
    "est report",
    "repouss",
    "differe",
    "proroge",
    "au lieu d",
    "avance a",
    "slip",
    "moved to",
    "deferred",
    "new date",
    "will now",
    "ahora",
    "se recorre",
    "nueva fecha",
    "desormais",
    "nouvelle date",
    "decal",
    "avance au",
];
const MOVES_HAN: &[&str] = &[
    "推迟",
    "推遲",
    "延期",
    "延至",
    "延后",
    "延後",
    "提前至",
    "改为",
    "改為",
    "调整为",
    "調整為",
    "改在",
    "改于",
    "改自",
    "顺延",
    "順延",
    "推后",
    "调整到",
    "原定",
];

/// Words of taking up again what had ended, and of what was not there before.
const RESUMES: &[&str] =
    &["resum", "reviv", "restart", "reopen", "relaunch", "reanud", "reactiv", "retom", "repren", "relanc", "retabli"];
const RESUMES_HAN: &[&str] = &["恢复", "恢復", "重启", "重啟"];
const NEW: &[&str] = &["new ", "nuevo", "nueva", "nouveau", "nouvel"];
const NEW_HAN: &[&str] = &["新设", "新設", "新建", "新的", "新成立"];

/// Words that tie a pledge to the year in which it is read.
const THIS_YEAR: &[&str] = &["this year", "este ano", "en lo que resta del ano", "cette annee", "l annee en cours"];
const THIS_YEAR_HAN: &[&str] = &["今年", "本年度", "年内", "年內"];

/// What a sentence says of how it stands to what was said before.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// It adds to something earlier.
    pub(super) adds: bool,
    /// It repeats something known.
    pub(super) repeats: bool,
    /// It moves a date or a number.
    pub(super) moves: bool,
    /// It takes up again what had ended.
    pub(super) resumes: bool,
    /// It makes something that was not there before.
    pub(super) new: bool,
    /// It is of the year of its page.
    pub(super) of_this_year: bool,
}

/// "Six more", "otros": a number with "more", not "more than".
fn counts_more(words: &str) -> bool {
    words.match_indices(" more ").any(|(at, _)| {
        let before = words[..at].rsplit(' ').next().unwrap_or_default();
        let after = words[at + " more ".len()..].split(' ').next().unwrap_or_default();
        let number = before.bytes().all(|b| b.is_ascii_digit()) || COUNTS.contains(&before);
        number && !before.is_empty() && after != "than"
    })
}

impl Said {
    /// Reads a folded sentence.
    pub(super) fn of(folded: &str) -> Self {
        let words = format!(" {} ", words(folded).join(" "));
        let han = |forms: &[&str]| forms.iter().any(|form| folded.contains(form));
        let begins = |forms: &[&str]| forms.iter().any(|form| words.contains(&format!(" {form}")));
        let whole = |forms: &[&str]| forms.iter().any(|form| words.contains(&format!(" {form} ")));
        let resumes = begins(RESUMES) || han(RESUMES_HAN);
        Self {
            adds: whole(ROUNDS) && !whole(&["second hand"]) || counts_more(&words) || han(ROUNDS_HAN),
            repeats: begins(AGAIN) || han(AGAIN_HAN),
            moves: begins(MOVES) || han(MOVES_HAN),
            resumes,
            new: !resumes && (begins(NEW) || han(NEW_HAN)),
            of_this_year: begins(THIS_YEAR) || han(THIS_YEAR_HAN),
        }
    }

    /// One takes up again what had ended, the other makes something new.
    pub(super) fn resumed_not_new(self, other: Self) -> bool {
        self.resumes && other.new || self.new && other.resumes
    }
}
