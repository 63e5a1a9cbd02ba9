//! Pure. A text in, whether it is in a language other than the four out: by its script, then by its commonest words.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::han_ideograph;
use crate::model::{Claim, Guideline, Polarity, Record, SpeakerRole, Strength};

/// Characters looked at.
const SAMPLE: usize = 600;

/// So many words of another language, and twice as many as of any of the four, make a text foreign.
const FEW: usize = 3;

/// Common words of languages in Latin script that none of English, Spanish and French has.
const OTHERS: &[&[&str]] = &[
    // German
    &[
        "der", "das", "und", "ist", "nicht", "mit", "für", "von", "dem", "wird", "werden", "eine", "einen", "einer",
        "sich", "auf", "zu", "auch", "oder", "nach", "bei", "über", "hat", "im", "zur", "zum", "wurde", "gegen", "sie",
        "wir",
    ],
    // Portuguese
    &[
        "não", "são", "uma", "com", "dos", "das", "em", "ao", "aos", "pelo", "pela", "também", "ou", "foi", "às",
        "nas", "nos", "do", "os", "um", "da", "mais", "será", "serão",
    ],
    // Italian
    &[
        "dell", "all", "nell", "dall", "il", "di", "che", "della", "delle", "degli", "dei", "per", "gli", "sono",
        "nel", "nella", "è", "alla", "dal", "anche", "sarà", "contro",
    ],
    // Dutch
    &[
        "het", "van", "een", "niet", "voor", "zijn", "wordt", "met", "op", "aan", "door", "naar", "worden", "ook",
        "bij", "zal", "heeft", "tegen", "uit", "dat",
    ],
    // Polish, Czech
    &[
        "nie", "się", "jest", "na", "że", "przez", "będzie", "oraz", "z", "w", "dla", "že", "pro", "bude", "která",
        "který", "od",
    ],
    // Turkish
    &["ve", "bir", "bu", "için", "ile", "olarak", "olan", "daha", "karşı", "gibi", "edecek", "çok", "etti"],
    // Indonesian, Malay
    &[
        "yang", "dan", "dengan", "untuk", "akan", "tidak", "dari", "pada", "ini", "itu", "oleh", "telah", "dalam",
        "di", "kepada",
    ],
    // Vietnamese
    &["và", "của", "các", "không", "được", "những", "cho", "là", "trong", "với", "một", "này", "sẽ", "từ", "người"],
    // Swedish, Norwegian, Danish
    &[
        "och", "att", "det", "är", "som", "för", "inte", "av", "til", "ikke", "på", "er", "og", "den", "med", "blir",
        "skal", "ska", "kommer", "mot",
    ],
    // Romanian
    &["și", "să", "care", "este", "din", "pentru", "nu", "cu", "va", "au", "prin", "sunt", "împotriva", "sau"],
    // Hungarian, Finnish
    &["és", "hogy", "nem", "egy", "az", "ja", "että", "ei", "sekä", "ovat", "meg", "kell", "vagy", "kanssa"],
];

/// Common words of the four languages, in Latin script.
const OURS: &[&[&str]] = &[
    &[
        "the", "of", "and", "to", "will", "for", "with", "by", "has", "from", "that", "be", "are", "have", "its",
        "new", "not", "we", "it", "must", "may",
    ],
    &["el", "los", "las", "del", "y", "para", "una", "por", "con", "en", "la", "al", "es", "su", "sus", "como", "se"],
    &[
        "à", "l", "d", "qu", "s", "le", "les", "des", "du", "et", "pour", "une", "dans", "au", "aux", "est", "la",
        "sur", "en", "qui", "par", "ne", "pas", "ce", "il", "elle", "sont", "ont", "avec", "contre", "plus", "nous",
        "nos",
    ],
];

/// Whether a text is in none of the four languages. Of short or mixed text it says no.
pub fn is_foreign(text: &str) -> bool {
    // A text of no more bytes than that has no more letters.
    let longer = text.len() > SAMPLE;
    let end = longer.then(|| text.char_indices().nth(SAMPLE)).flatten();
    let sample = end.map_or(text, |(end, _)| &text[..end]);
    let (mut latin, mut han, mut kana, mut other) = (0usize, 0usize, 0usize, 0usize);
    for c in sample.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => latin += 1,
            c if c.is_ascii() => {}
            c if han_ideograph(c) => han += 1,
            c if !c.is_alphabetic() => {}
            '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => kana += 1,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff5a}' => {
                latin += 1;
            }
            // The other blocks of Han, and compatibility forms.
            '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' => han += 1,
            _ => other += 1,
        }
    }
    // Japanese is written with Han characters too, but never without kana between them.
    if kana >= 4 && kana * 4 >= han + latin {
        return true;
    }
    if other >= 4 && other > latin + han {
        return true;
    }
    if han * 3 > latin || latin < 20 {
        return false;
    }
    is_of_other_words(sample)
}

/// What a text in another language gives: no commitment, said why.
pub(super) fn claim(text: &str) -> Claim {
    let start = text.len() - text.trim_start().len();
    Claim {
        is_commitment: false,
        topic: None,
        topic_by: None,
        record: Record {
            actor: None,
            issuers: Vec::new(),
            binds: None,
            action_class: None,
            objects: Vec::new(),
            counterparties: Vec::new(),
            date: None,
            date_kind: None,
            quantity: None,
            strength: Strength::None,
            polarity: Polarity::Positive,
        },
        speaker_role: SpeakerRole::Background,
        confidence: 0.9,
        cues: Vec::new(),
        about: Vec::new(),
        rule: "noise.language".to_owned(),
        guideline: Some(Guideline::OtherLanguage),
        gloss: "Not read: the text is in none of English, Chinese, Spanish and French.".to_owned(),
        quote: text.to_owned(),
        start,
        end: start.max(text.trim_end().len()),
    }
}

/// For each common word the lists it stands in, a bit each: the other languages, then the four.
static WORDS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut words: HashMap<&str, u32> = HashMap::new();
    for (bit, list) in OTHERS.iter().chain(OURS).enumerate() {
        list.iter().for_each(|word| *words.entry(word).or_default() |= 1 << bit);
    }
    words
});

/// Bytes of the longest common word.
const LONGEST: usize = 12;

fn is_of_other_words(sample: &str) -> bool {
    let lower = sample.to_lowercase();
    let mut counts = [0usize; OTHERS.len() + OURS.len()];
    let mut all = 0;
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        all += 1;
        let mut lists = if word.len() > LONGEST { 0 } else { WORDS.get(word).copied().unwrap_or(0) };
        while lists != 0 {
            counts[lists.trailing_zeros() as usize] += 1;
            // Without its last bit.
            lists &= lists - 1;
        }
    }
    let (theirs, ours) = counts.split_at(OTHERS.len());
    let most = |counts: &[usize]| counts.iter().copied().max().unwrap_or(0);
    let (theirs, ours) = (most(theirs), most(ours));
    theirs >= FEW && theirs >= 2 * ours && theirs * 12 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_common_word_is_longer_than_is_looked_up() {
        assert!(WORDS.keys().all(|word| word.len() <= LONGEST));
    }

    #[test]
    fn texts_in_other_languages_are_told() {
        for text in [
            "Das Bundesministerium wird die Ausfuhr von Fentanyl-Vorläufern ab dem 1. März verbieten und mit den USA zusammenarbeiten.",
            "O governo do Brasil vai proibir a exportação de precursores de fentanil e não fará acordos com os cartéis.",
            "Il governo vieterà l'esportazione dei precursori del fentanyl e sono previste sanzioni per gli importatori che non la rispettano.",
            "De regering zal de uitvoer van fentanyl verbieden en het toezicht op de precursoren wordt versterkt door een nieuwe dienst.",
            "Rząd zakaże wywozu prekursorów fentanylu i nie będzie wydawał zezwoleń, oraz wzmocni kontrolę przez służby na granicy.",
            "Hükümet fentanil ve öncü maddelerin ihracatını yasaklayacak ve bu konuda bir çalışma grubu için adım atacak.",
            "Pemerintah akan melarang ekspor prekursor fentanil dan bekerja sama dengan Amerika Serikat untuk hal ini.",
            "Chính phủ sẽ cấm xuất khẩu tiền chất fentanyl và hợp tác với Hoa Kỳ trong lĩnh vực này từ năm 2027.",
            "Regeringen kommer att förbjuda export av fentanyl och det blir en ny myndighet som ska kontrollera handeln.",
            "Правительство запретит экспорт прекурсоров фентанила с 1 марта.",
            "日本政府はフェンタニルの前駆体の輸出を禁止すると発表した。",
            "정부는 펜타닐 전구체의 수출을 금지할 것이다.",
            "ستحظر الحكومة تصدير سلائف الفنتانيل.",
            "सरकार फेंटानिल के निर्यात पर प्रतिबंध लगाएगी।",
            "Η κυβέρνηση θα απαγορεύσει την εξαγωγή φαιντανύλης.",
            "รัฐบาลจะห้ามส่งออกสารตั้งต้นเฟนทานิล",
        ] {
            assert!(is_foreign(text), "{text}");
        }
    }

    #[test]
    fn texts_in_the_four_languages_are_not() {
        for text in [
            "",
            "Fentanyl.",
            "China bans 4-AP.",
            "NPP, 4-AP, norfentanyl: licence required.",
            "The Bundesministerium der Justiz and the Generalbundesanwalt beim Bundesgerichtshof agreed on the terms with the DEA.",
            "Se prohíbe exportar norfentanilo.",
            "Fentanilo: nuevas medidas contra los cárteles, dice Da Silva dos Santos.",
            "Interdiction d'exporter du norfentanyl.",
            "Le Canada nommera un tsar du fentanyl.",
            "México y EE.UU. acuerdan plan contra fentanilo",
            "La secretaria se reunió en Bogotá con el ministro; no es un acuerdo.",
            "对芬太尼前体ＮＰＰ实施管制。",
            "中方将同FBI、DEA、HSI等美国执法部门合作（Homeland Security Investigations）。",
            "商務部公告：即日起對４－ＡＮＰＰ實施出口許可管理。",
            "Die-cast tablet presses (dies, moulds) and pill dies require a permit.",
            "El Ministerio firmó un memorando con Het Nederlands Forensisch Instituut.",
        ] {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
