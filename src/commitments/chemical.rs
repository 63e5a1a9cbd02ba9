//! Pure. Folded text in, what in it is built like the name of a chemical out: places of atoms and groups, radicals, classes.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

/// What a word is in the name of a chemical.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing.
    No,
    /// "de", between two pieces.
    Connector,
    /// A piece that names nothing alone: "ethyl", "chloride", "sodium".
    Piece,
    /// A name by itself: "chloroacetate", "1-(2-phenylpropyl)-4-piperidone".
    Name,
}

/// A word of a folded sentence.
#[derive(Debug)]
pub(super) struct Word<'t> {
    pub(super) at: Range<usize>,
    pub(super) text: &'t str,
    pub(super) part: Part,
    /// Whether what follows it begins something else.
    pub(super) ends: bool,
}

/// Radicals and parents as they stand inside the names of organic chemicals, in English, Spanish and French.
static GROUPS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "methyl ethyl propyl butyl pentyl hexyl phenyl benzyl phenethyl acetyl propionyl butyryl benzoyl chloro \
        bromo iodo fluoro nitro amino hydroxy methoxy ethoxy oxo piperid pyrrolid pyrid anilin anilid benz \
        carboxyl carbox carbonyl cyclo thio boc indol imidazol furan metil etil propil butil fenil bencil \
        fenetil acetil propionil cloro yodo hidroxi metoxi piperidi anilino méthyl éthyl phényl phénéthyl acétyl \
        pipérid hydrox acet acét borohydr borohidr mangan"
        .split(' ')
        .collect()
});

/// The same as one automaton.
static ANY_GROUP: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(GROUPS.iter()).expect("a few short literals fit an automaton"));

/// Something of every name: a radical or parent, a piece of a name of several words, or the drug that an analogue is named after.
static ANY_PART: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let parts = GROUPS.iter().chain(PIECES.iter()).chain(DRUGS);
    AhoCorasick::new(parts).expect("a few short literals fit an automaton")
});

/// Drugs that analogues are named after: "benzylfentanyl".
const DRUGS: &[&str] = &["fentanyl", "fentanil", "fentanilo", "nitazene"];

/// What such names end in.
static ENDINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "one ine ate ide ol ane ene yne al amine amide nitrile acid ona ina ato uro ida eno ano amina amida \
        nitrilo ène hydride hidruro hydrure il oate"
        .split(' ')
        .collect()
});

/// Words that are a piece of a name of several words.
static PIECES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "chloride bromide iodide fluoride hydroxide oxide peroxide carbonate bicarbonate anhydride acid acetate \
        propionate formate sulfate sulphate nitrate permanganate cyanide borohydride ketone ether ester aldehyde \
        amine sodium potassium lithium calcium ammonium aluminium aluminum acetic propionic formic hydrochloric \
        sulfuric sulphuric nitric hydriodic benzoic phosphorous hypophosphorous phenylacetic anthranilic cloruro \
        bromuro yoduro hidróxido óxido carbonato anhídrido ácido acetato propionato sulfato nitrato permanganato \
        cianuro borohidruro sodio potasio litio calcio amonio acético propiónico fórmico clorhídrico sulfúrico \
        fenilacético antranílico chlorure bromure iodure hydroxyde oxyde acide acétate sulfate cyanure \
        borohydrure acétique propionique formique chlorhydrique sulfurique phénylacétique anthranilique cétone \
        éther propiophenone propanoic butanoic monohydrate dihydrate tosylate mesylate triflate methanesulfonate tosilato tosylato"
        .split(' ')
        .collect()
});

/// Forms in which one substance is sold.
static SALTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "hydrochloride monohydrate dihydrate hydrate citrate sulfate hydrobromide hcl salt salts freebase \
        dihydrochloride oxalate clorhidrato sales chlorhydrate sels monohidrato"
        .split(' ')
        .collect()
});

/// A place of an atom or a group before a hyphen: "4-", "n-", "1,3-", "2'-", "tert-", "(r)-".
static LOCANT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[-(\[,])(?:[0-9]{1,2}[a-z]?'?|[nosrpm]|tert|sec|iso|para|meta|ortho|alpha|alfa|beta)(?:,(?:[0-9]{1,2}'?|[nosr]))*-[(\[]?[0-9a-zà-ÿ(]")
        .expect("a literal pattern compiles")
});

/// Whether a word is the form of a substance: "hydrochloride".
pub(super) fn is_salt(word: &str) -> bool {
    SALTS.contains(word.trim_matches(['(', ')', ',', '.']))
}

/// The words of a folded text, brackets and list marks apart; none where nothing in it can be part of a name.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    if !ANY_PART.is_match(text) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let blank = c == ' ' || matches!(c, ';' | ':' | '"' | '、' | '，' | '；' | '：' | '。' | '/' | '（' | '）');
        if !(blank || is_list_comma(text, at, c)) {
            continue;
        }
        if let Some(word) = word(text, from..at) {
            all.push(Word { ends: word.ends || c != ' ', ..word });
        }
        from = at + c.len_utf8();
    }
    all
}

/// Whether a comma ends a word, rather than standing between two places in a name: "1,3-", "n,n-".
fn is_list_comma(text: &str, at: usize, c: char) -> bool {
    if c != ',' {
        return false;
    }
    let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || c == '\'');
    let single = text[..at].chars().rev().nth(1).is_none_or(|c| !c.is_alphabetic());
    let after = text[at + 1..].chars().next().is_some_and(|c| c.is_ascii_digit() || matches!(c, 'n' | 'o' | 's'));
    let hyphen = text[at + 1..].chars().take(4).any(|c| c == '-' || c == ',');
    !(before && single && after && hyphen)
}

fn word(text: &str, at: Range<usize>) -> Option<Word<'_>> {
    let raw = &text[at.clone()];
    let bare = raw.trim_start_matches(['"', '\'', '[']);
    let bare = bare.strip_prefix("l'").or_else(|| bare.strip_prefix("d'")).unwrap_or(bare);
    let opening = raw.len() - bare.len();
    let mut word = &raw[opening..];
    let mut start = at.start + opening;
    let full = word.trim_end_matches(['.', '!', '?', '"', '\'']);
    let mut ends = full.len() < word.len();
    word = full;
    // A bracket that is not part of the name: "(4-AP)", "piperidone)".
    let count = |word: &str, c: char| word.matches(c).count();
    while word.starts_with('(') && count(word, '(') > count(word, ')') {
        word = &word[1..];
        start += 1;
    }
    while word.ends_with(')') && count(word, ')') > count(word, '(') {
        word = &word[..word.len() - 1];
        ends = true;
    }
    if word.starts_with('(') && word.ends_with(')') && word.find(')') == Some(word.len() - 1) {
        word = &word[1..word.len() - 1];
        start += 1;
        ends = true;
    }
    let part = part(word);
    (!word.is_empty()).then(|| Word { at: start..start + word.len(), text: word, part, ends })
}

fn part(word: &str) -> Part {
    if matches!(word, "de" | "del" | "d'") {
        return Part::Connector;
    }
    if PIECES.contains(word) || is_salt(word) {
        return Part::Piece;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || word.chars().any(super::fold::han_ideograph) {
        return Part::No;
    }
    if DRUGS.iter().any(|drug| word.len() > drug.len() && word.ends_with(drug)) {
        return Part::Name;
    }
    if !ANY_GROUP.is_match(word) {
        return Part::No;
    }
    let placed = LOCANT.is_match(word);
    let radical = ["yl", "il", "yle", "ilo", "oyl", "ylo"].iter().any(|end| word.ends_with(end));
    let ending = ENDINGS.iter().any(|end| word.ends_with(end));
    match (placed, ending, radical) {
        (true, true, _) => Part::Name,
        (_, _, true) => Part::Piece,
        (false, true, _) if is_built(word) => Part::Name,
        (true, false, _) => Part::Piece,
        _ => Part::No,
    }
}

/// Whether a word without a place consists of a group and what such names end in, and little else.
fn is_built(word: &str) -> bool {
    static PARENTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        "acetate acetic propionate butyrate benzoate piperid pyrrolid pyrid anilin ethylamine methylamine phenone \
            acetone propanone ethane methane benzene toluene acetonitrile acetamide formamide amphetamine \
            borohydride anilide aldehyde carboxylate acetato acétate nitrostyrene nitroethane piperonal safrole fentanyl fentanil \
            butanone propiophenone"
            .split(' ')
            .collect()
    });
    let leading = GROUPS.iter().any(|group| word.starts_with(group));
    leading && PARENTS.iter().any(|parent| word.find(parent).is_some_and(|at| at > 0))
}

/// Whether a run of words is the name of a chemical: a name in it, or two pieces of which one is a radical, an acid or a metal.
pub(super) fn is_name(run: &[Word<'_>]) -> bool {
    let name = run.iter().any(|word| word.part == Part::Name && !is_salt(word.text));
    let pieces = run.iter().filter(|word| word.part == Part::Piece && !is_salt(word.text)).count();
    name || pieces >= 2
}

/// Characters of which Chinese names of chemicals are made.
const HAN: &str = "苯羰磺膦硅硒甲乙丙丁戊己庚辛壬癸酸酯酮胺醇醛醚酐氯溴碘氟硝氨基苄哌啶嗪吡喃咪唑酰氧代硼氢化钠钾锂钙镁铝硫磷腈烷烯炔酚萘叔仲正异对邻间二三四五六羟羧巯氰氮碳铵水合肼脲胍啉吲哚噻呋吗叠亚次过盐茴香芐";

/// The same in order.
static HAN_SORTED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut all: Vec<char> = HAN.chars().collect();
    all.sort_unstable();
    all
});

/// Characters such names end in.
const HAN_ENDINGS: &str = "酸酯酮胺醇醛醚酐氯溴碘氟啶嗪唑喃烷烯炔酚腈钠钾铵肼脲胍啉苯锂钙";

/// Characters that tell nothing alone: each also stands in words of the daily language.
const HAN_WEAK: &str = "二三四五六基代化正异对间合水过次亚氧氢盐香茴吗甲乙丙丁己庚辛癸硫碳亚钠钙";

/// Where names of chemicals stand in Chinese text.
pub(super) fn han_names(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    if text.is_ascii() {
        return all;
    }
    let mut run: Option<usize> = None;
    let mut before = ' ';
    let mut opener = ' ';
    for (at, c) in text.char_indices().chain([(text.len(), '。')]) {
        let of_name = c.is_ascii_alphanumeric()
            || matches!(c, '-' | '(' | ')' | '\'' | '[' | ']')
            || (c == ',' && text[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == 'n'))
            || (!c.is_ascii() && HAN_SORTED.binary_search(&c).is_ok());
        match (run, of_name) {
            (None, true) => {
                run = Some(at);
                opener = before;
            }
            (Some(from), false) => {
                all.extend(han_name(text, from..at, opener));
                run = None;
            }
            _ => {}
        }
        before = c;
    }
    all
}

/// The name in a run of such characters; `opener` is what stands before it.
fn han_name(text: &str, run: Range<usize>, opener: char) -> Option<Range<usize>> {
    let mut at = run;
    // 对 before the first of a list is "on": after a list's mark it is a place.
    let listed = matches!(opener, '、' | '和' | '及' | '与' | '或' | '（');
    let on = text[at.clone()].strip_prefix('对').filter(|rest| !rest.starts_with("甲苯磺"));
    if on.is_some() && !listed {
        at.start += '对'.len_utf8();
    }
    let trimmed = text[at.clone()].trim_start_matches(['-', ')', ']', ',', '\'']);
    at.start = at.end - trimmed.len();
    // A bracket opened after the name is not part of it: 氯乙酸乙酯(CAS 105-39-5).
    let end = text[at.clone()].char_indices().rfind(|(_, c)| HAN_ENDINGS.contains(*c))?;
    at.end = at.start + end.0 + end.1.len_utf8();
    let name = &text[at.clone()];
    let open = name.matches('(').count() != name.matches(')').count();
    if open && name.starts_with('(') {
        at.start += 1;
    }
    let name = &text[at.clone()];
    let han = name.chars().filter(|c| HAN.contains(*c)).count();
    let telling = name.chars().filter(|c| HAN.contains(*c) && !HAN_WEAK.contains(*c)).count();
    (han >= 2 && telling >= 1 && (telling >= 2 || han >= 3 || name.contains('-'))).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let words = words(text);
        let mut n = 0;
        while n < words.len() {
            let mut end = n;
            while end < words.len() && (end == n || !words[end - 1].ends) && words[end].part != Part::No {
                end += 1;
            }
            if is_name(&words[n..end]) {
                all.push(text[words[n].at.start..words[end - 1].at.end].to_owned());
            }
            n = end.max(n + 1);
        }
        all.extend(han_names(text).into_iter().map(|at| text[at].to_owned()));
        all
    }

    #[test]
    fn names_are_found_as_they_are_built() {
        for (text, names) in [
            ("controls on 1-(2-phenylpropyl)-4-piperidone, and others", &["1-(2-phenylpropyl)-4-piperidone"][..]),
            ("ethyl 4-oxopiperidine-1-carboxylate (cas 29976-53-2)", &["ethyl 4-oxopiperidine-1-carboxylate"]),
            (
                "n,n-dimethylaniline, 1,3-benzodioxole-5-carboxylate",
                &["n,n-dimethylaniline", "1,3-benzodioxole-5-carboxylate"],
            ),
            ("acetic anhydride and sodium borohydride", &["acetic anhydride", "sodium borohydride"]),
            ("exports of ethyl chloroacetate from 1 may", &["ethyl chloroacetate"]),
            ("cloruro de propionilo y ácido fenilacético", &["cloruro de propionilo", "ácido fenilacético"]),
            (
                "对氯乙酸乙酯、4-氧代哌啶-1-甲酸乙酯和对氯苯胺实施管制",
                &["氯乙酸乙酯", "4-氧代哌啶-1-甲酸乙酯", "对氯苯胺"],
            ),
            ("苯乙酸（cas 103-82-2）、硼氢化钠等化学品", &["苯乙酸", "硼氢化钠"]),
        ] {
            assert_eq!(found(text), names, "{text}");
        }
    }

    #[test]
    fn words_of_the_daily_language_are_none() {
        for text in [
            "the ministry will regulate machines, medicine, vaccines and private trade online by the deadline",
            "on 3-4 may, section 1-a of the act applies to one-time permits and four-year terms",
            "el ministerio regulará la oficina y la máquina en la zona",
            "le ministère réglemente la vente en ligne de machines et de médicaments",
            "双方对二十三种化学品开展合作，甲方和乙方正式同意，三个月对外公布",
            "对外贸易过程中的水合作用和盐业公司、正常贸易不受影响",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
