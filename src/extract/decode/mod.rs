//! Pure. The bytes of a Page in, its text and the charset that was believed out.
//!
//! Declarations are often wrong on old government pages, so each is only a candidate: the first whose text does not
//! look garbled wins, in the order the standard gives them.

mod mended;

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};
use regex::bytes::Regex;

use super::Settings;
use crate::model::{Failure, Lang, Page, Reason};

/// The text of a page with the charset it was read in, lower-case WHATWG name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) charset: String,
}

/// How far into a page a declaration is looked for; old pages put scripts before it.
const PRESCAN: usize = 8 * 1024;

static META: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)"#).expect("a constant expression is valid")
});
static XML: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)"#).expect("a constant expression is valid")
});
static HEADER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)charset\s*=\s*["']?\s*([\w.:-]+)"#).expect("a constant expression is valid"));

/// The charset of a text that was double encoded and is mended, so that `preview` shows it.
const MENDED: &str = "utf-8, double encoding mended";

/// Decodes the rendition if there is one, else the body.
pub(super) fn decode(page: &Page, settings: &Settings) -> Result<Decoded, Failure> {
    let bytes = match &page.rendition {
        Some(rendition) => return Ok(lossless_utf8(&rendition.bytes)),
        None => page.bytes.as_slice(),
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if bad_share(&text) <= BAD_SHARE {
            return Ok(decoded(text.into_owned(), encoding));
        }
    }
    let set = settings.charset.as_deref().and_then(|label| known(label.as_bytes()));
    if set.is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
        && let Some(text) = mended::mended(text).filter(|text| bad_share(text) <= BAD_SHARE)
    {
        return Ok(Decoded { text, charset: MENDED.to_owned() });
    }
    if set.is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
        && bad_share(text) <= BAD_SHARE
        && !text.contains('\u{1b}')
    {
        return Ok(decoded(text.to_owned(), UTF_8));
    }
    let mut usable = None;
    for encoding in candidates(page, settings, bytes, set) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        if bad_share(&text) > BAD_SHARE {
            continue;
        }
        if Some(encoding) == set || !looks_garbled(&text) {
            return Ok(decoded(text.into_owned(), encoding));
        }
        usable.get_or_insert_with(|| decoded(text.into_owned(), encoding));
    }
    usable.ok_or_else(|| Failure::new(Reason::Undecodable, format!("{} bytes fit no charset", bytes.len())))
}

/// Whether the label names a charset, for checking settings.
pub(super) fn is_known(label: &str) -> bool {
    known(label.as_bytes()).is_some()
}

fn lossless_utf8(bytes: &[u8]) -> Decoded {
    decoded(String::from_utf8_lossy(bytes).into_owned(), UTF_8)
}

fn decoded(text: String, encoding: &'static Encoding) -> Decoded {
    Decoded { text, charset: encoding.name().to_ascii_lowercase() }
}

/// GB2312 and GBK pages hold characters of GB18030; it reads both alike and more.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).map(|encoding| if encoding == GBK { GB18030 } else { encoding })
}

fn candidates(
    page: &Page,
    settings: &Settings,
    bytes: &[u8],
    set: Option<&'static Encoding>,
) -> Vec<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let declared = |regex: &Regex, text: &[u8]| {
        // A page that could be scanned byte by byte for its declaration is not UTF-16, whatever it says.
        let label = regex.captures(text).and_then(|c| known(c.get(1)?.as_bytes()))?;
        Some(if label.is_ascii_compatible() { label } else { UTF_8 })
    };
    let header = page.header("content-type").and_then(|value| declared(&HEADER, value.as_bytes()));
    let mut all: Vec<&'static Encoding> = set.into_iter().chain(header).collect();
    all.extend(declared(&XML, head));
    all.extend(declared(&META, head));
    all.push(guess(page, settings, bytes));
    // When a guess was garbled too, the two Chinese families and the Western one remain to be tried.
    all.extend([GB18030, BIG5, WINDOWS_1252]);
    let mut once: Vec<&'static Encoding> = Vec::with_capacity(all.len());
    for encoding in all {
        if !once.contains(&encoding) {
            once.push(encoding);
        }
    }
    once
}

fn guess(page: &Page, settings: &Settings, bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let host = page.final_url.host_str().unwrap_or_default();
    let tld = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let national = tld.len() == 2 && tld.bytes().all(|b| b.is_ascii_lowercase());
    let hint = match settings.language {
        _ if national => Some(tld.as_str()),
        Some(Lang::Zh) => Some("cn"),
        Some(Lang::Es) => Some("mx"),
        Some(Lang::Fr) => Some("fr"),
        Some(Lang::En) | None => None,
    };
    let guess = detector.guess(hint.map(str::as_bytes), Utf8Detection::Allow);
    if guess == GBK { GB18030 } else { guess }
}

const BAD_SHARE: f64 = 0.005;

/// Share of characters no page is meant to hold: replacements and control characters.
fn bad_share(text: &str) -> f64 {
    let mut bad = 0usize;
    let mut all = 0usize;
    for c in text.chars() {
        all += 1;
        let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{1b}');
        bad += usize::from(c == '\u{fffd}' || control || ('\u{e000}'..='\u{f8ff}').contains(&c));
    }
    bad as f64 / all.max(1) as f64
}

/// Characters that make up about a third of any Chinese prose, in both scripts; garbled text holds hardly any.
const COMMON_HAN: &str = "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可\
    里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些\
    与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使\
    教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车\
    白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度\
    统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联权往展该领传近留红治决周保达办运武半候七\
    必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友\
    孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离坏药品禁毒出口管制芬太尼合作\
    這個們來時說國為會對後過還發沒麼當開無現學見經頭動長樣將與進實點種聲話情問機給幾業間門東體處總場師書員華報馬難數應\
    親務記邊戰幹許覺題統請愛讓認論義結資隊帶條變聯權達辦運區轉眾輕語滿寫識極黃錢黨雙歷據導網專誰讀飛觀爭組視濟藥\
    令聞關於是否將採取措施美國中國部外交商務公安衛生署長";

static COMMON: LazyLock<std::collections::HashSet<char>> = LazyLock::new(|| COMMON_HAN.chars().collect());

/// Whether text that decoded without errors is nevertheless the wrong charset's reading.
fn looks_garbled(text: &str) -> bool {
    let (mut han, mut common, mut latin, mut in_runs, mut run) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for c in text.chars().take(200_000) {
        if ('\u{a0}'..='\u{ff}').contains(&c) {
            latin += 1;
            run += 1;
        } else {
            in_runs += if run >= 4 { run } else { 0 };
            run = 0;
        }
        if ('\u{3400}'..='\u{9fff}').contains(&c) {
            han += 1;
            common += usize::from(COMMON.contains(&c));
        } else if ('\u{3040}'..='\u{30ff}').contains(&c) {
            han += 1;
            common += 1;
        }
    }
    in_runs += if run >= 4 { run } else { 0 };
    // Two-byte Chinese read as a Western charset is long runs of accented letters; no Western language has those.
    (latin >= 12 && in_runs * 10 > latin * 4) || (han >= 10 && common * 100 < han * 15)
}

#[cfg(test)]
mod tests;
