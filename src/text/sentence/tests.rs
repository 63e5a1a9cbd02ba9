//! Pure. Blocks in four languages in, their sentences out.

use super::*;

fn parts(text: &str, lang: Option<Lang>) -> Vec<&str> {
    split(text, lang).into_iter().map(|r| &text[r]).collect()
}

/// `|` marks where the text must be cut and nowhere else.
fn check(lang: Lang, marked: &str) {
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    let text = marked.replace('|', "");
    assert_eq!(parts(&text, Some(lang)), expected, "{text}");
    assert_eq!(parts(&text, None), expected, "without a language: {text}");
}

#[test]
fn english_goes_on_after_abbreviations_numbers_and_addresses() {
    for marked in [
        "The agency lists two precursors.| A licence is needed.",
        "Dr. Ruiz met Mr. Tan on Dec. 3 in the U.S. Embassy.| They agreed on No. 5 of the list.",
        "Talks were held in the U.S.| The ministry will report.",
        "Seizures rose 4.5 percent to 2,300.5 kg.| Read https://example.org/a.b?c=d for more.",
        "“We will act.”| The minister left.",
        "He asked: “Why now?” and went on.",
        "Is it enough?!| Nobody knows...| We will see.",
        "They waited... but nothing came.",
        "1. The list is closed.| 2. Forms are due by 5 p.m. Friday.",
        "Goods (e.g. pill presses, i.e. tablet machines) need a permit.| See Art. 4 and Sec. 12.",
        "Acme Inc. will comply.| J. Q. Smith signed; nobody objected.",
        "No.| We will not.",
        "A heading without a full stop",
    ] {
        check(Lang::En, marked);
    }
}

#[test]
fn chinese_is_cut_after_its_marks_and_closing_quotes() {
    for marked in [
        "我们将加强管制。|双方同意继续合作！|是否实施？|有待观察",
        "他说：“我们会行动。”|记者随后提问。",
        "一是列管新物质；|二是加强执法；|三是开展培训。",
        "今年查获2.3公斤芬太尼，增长4.5%。|案件仍在侦办……|下一步将公布。",
        "（本公告自即日起施行。）|特此公告。",
    ] {
        check(Lang::Zh, marked);
    }
}

#[test]
fn spanish_and_french_keep_their_abbreviations() {
    for marked in [
        "La Sra. Gómez viajó a EE. UU. para firmar.| El acuerdo consta en el núm. 3 del art. 5.",
        "¿Qué sigue?| ¡Nada!| Se hará el 1.º de mayo.",
        "El Dr. Pérez recibió 1.500 dosis.| Habrá más.",
    ] {
        check(Lang::Es, marked);
    }
    for marked in [
        "M. Dupont a rencontré Mme. Roy.| L'accord vise l'art. 12.",
        "« Nous agirons. »| Le ministre est parti.",
        "Le décret n° 5 entre en vigueur le 1er mai 2026.| Il vise 3,5 tonnes.",
    ] {
        check(Lang::Fr, marked);
    }
}

#[test]
fn a_text_without_marks_is_one_sentence_until_it_is_too_long() {
    assert_eq!(parts("  Tableau des précurseurs  ", None), ["Tableau des précurseurs"]);
    assert!(parts("   ", None).is_empty());
    let long = "word ".repeat(10_000);
    let cut = split(&long, None);
    assert!(cut.len() > 10 && cut.iter().all(|r| r.len() <= LONGEST));
    let solid = "禁".repeat(20_000);
    assert!(split(&solid, None).iter().all(|r| r.len() <= LONGEST + 3));
}

proptest::proptest! {
    #[test]
    fn ranges_are_trimmed_ordered_and_lose_nothing_but_blanks(text in "[ a-zA-Z.!?。！？；…”»\n0-9，é禁止]{0,80}") {
        let ranges = split(&text, None);
        let kept: String = ranges.iter().map(|r| &text[r.clone()]).collect();
        let solid = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        proptest::prop_assert_eq!(solid(&kept), solid(&text));
        proptest::prop_assert!(ranges.windows(2).all(|w| w[0].end <= w[1].start));
        proptest::prop_assert!(ranges.iter().all(|r| text[r.clone()].trim() == &text[r.clone()] && !r.is_empty()));
    }
}
