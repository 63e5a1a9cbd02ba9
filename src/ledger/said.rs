//! Pure. A claim in; whether its words say that it adds to something earlier, repeats something known, or is of this year, out.

use super::wording::words;
use crate::model::Claim;
use crate::text::fold::fold;

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
const ROUNDS_HAN: &[&str] = &["另外", "第二", "第三", "新一批", "新一轮", "再次", "又一"];

/// Beginnings of words by which a text says that it repeats something known.
const AGAIN: &[&str] = &[
    "reaffirm",
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
const AGAIN_HAN: &[&str] = &["重申", "再次强调", "再次表示", "此前宣布", "此前承诺", "如前所述", "一如既往"];

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

/// A sentence folded in both ways: for Han characters, and as words with a blank before each.
struct Said {
    folded: String,
    words: String,
}

impl Said {
    fn of(claim: &Claim) -> Self {
        let folded = fold(&claim.quote);
        let words = format!(" {} ", words(&folded).join(" "));
        Self { folded, words }
    }

    fn holds(&self, beginnings: &[&str], han: &[&str]) -> bool {
        han.iter().any(|word| self.folded.contains(word))
            || beginnings.iter().any(|word| self.words.contains(&format!(" {word}")))
    }
}

/// It adds to something earlier.
pub(super) fn adds(claim: &Claim) -> bool {
    let said = Said::of(claim);
    let whole = ROUNDS.iter().any(|word| said.words.contains(&format!(" {word} ")));
    whole || said.holds(&[], ROUNDS_HAN)
}

/// It repeats something known.
pub(super) fn repeats(claim: &Claim) -> bool {
    Said::of(claim).holds(AGAIN, AGAIN_HAN)
}

/// It moves a date or a number.
pub(super) fn moves(claim: &Claim) -> bool {
    Said::of(claim).holds(MOVES, MOVES_HAN)
}

/// One takes up again what had ended, the other makes something new.
pub(super) fn resumed_not_new(one: &Claim, other: &Claim) -> bool {
    let (one, other) = (Said::of(one), Said::of(other));
    let resumes = |said: &Said| said.holds(RESUMES, RESUMES_HAN);
    let new = |said: &Said| said.holds(NEW, NEW_HAN) && !resumes(said);
    resumes(&one) && new(&other) || new(&one) && resumes(&other)
}

/// It is of the year of its page.
pub(super) fn of_this_year(claim: &Claim) -> bool {
    Said::of(claim).holds(THIS_YEAR, THIS_YEAR_HAN)
}
