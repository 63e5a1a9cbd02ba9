//! Pure. Phrases in four languages in, the numbers they name out.

use super::*;

fn check(lang: Option<Lang>, text: &str, expected: &[(&str, f64)]) {
    let found: Vec<(&str, f64)> = find(text, lang).into_iter().map(|(r, v)| (&text[r], v)).collect();
    assert_eq!(found, expected, "{text} ({lang:?})");
}

#[test]
fn digits_are_read_with_the_separators_of_the_language() {
    let en = Some(Lang::En);
    check(en, "1,000 officers and 2.5 kg, 20% more", &[("1,000", 1000.0), ("2.5", 2.5), ("20", 20.0)]);
    check(en, "9 M$ et 3\u{a0}M €, 5 M", &[("9 M", 9e6), ("3\u{a0}M", 3e6), ("5", 5.0)]);
    check(en, "$1.5 billion and 20 million doses", &[("1.5 billion", 1.5e9), ("20 million", 2e7)]);
    check(en, "a 45-day period, 13 points, 20 percent", &[("45", 45.0), ("13", 13.0), ("20", 20.0)]);
    check(
        Some(Lang::Es),
        "1.000 dosis, 1,500 pesos, 10,5 % y 3.5 kg",
        &[("1.000", 1000.0), ("1,500", 1500.0), ("10,5", 10.5), ("3.5", 3.5)],
    );
    check(
        Some(Lang::Es),
        "20 mil agentes, 3 mil millones, 1.234.567,8",
        &[("20 mil", 20_000.0), ("3 mil millones", 3e9), ("1.234.567,8", 1_234_567.8)],
    );
    check(
        Some(Lang::Fr),
        "1 000 agents, 12\u{a0}500 doses, 12\u{202f}000 et 2,5 millions",
        &[("1 000", 1000.0), ("12\u{a0}500", 12_500.0), ("12\u{202f}000", 12_000.0), ("2,5 millions", 2.5e6)],
    );
    check(
        Some(Lang::Zh),
        "２０名专家、1,000人、1.5亿元、3万吨、2万亿",
        &[("２０", 20.0), ("1,000", 1000.0), ("1.5亿", 1.5e8), ("3万", 30_000.0), ("2万亿", 2e12)],
    );
}

#[test]
fn names_versions_and_registry_numbers_are_no_amounts() {
    for text in ["CAS 437-38-7", "125541-22-2", "4-ANPP", "1-boc-4-piperidone", "COVID-19", "B12", "1.2.3"] {
        check(Some(Lang::En), text, &[]);
    }
    check(Some(Lang::En), "10 of 12, 3, 4 and 5", &[("10", 10.0), ("12", 12.0), ("3", 3.0), ("4", 4.0), ("5", 5.0)]);
}

#[test]
fn number_words_are_read_in_three_languages() {
    check(
        Some(Lang::En),
        "Two officers, forty-five days, one hundred and twenty kits",
        &[("Two", 2.0), ("forty-five", 45.0), ("one hundred and twenty", 120.0)],
    );
    check(
        Some(Lang::En),
        "three and four; a hundred; two million; twenty-one thousand five hundred",
        &[
            ("three", 3.0),
            ("four", 4.0),
            ("a hundred", 100.0),
            ("two million", 2e6),
            ("twenty-one thousand five hundred", 21_500.0),
        ],
    );
    check(
        Some(Lang::Es),
        "cuarenta y cinco días, dos mil veinticinco, un plazo, mil millones",
        &[("cuarenta y cinco", 45.0), ("dos mil veinticinco", 2025.0), ("mil millones", 1e9)],
    );
    check(
        Some(Lang::Fr),
        "vingt et un, quatre-vingt-dix-neuf, deux cents, soixante-quinze, un accord, un million",
        &[
            ("vingt et un", 21.0),
            ("quatre-vingt-dix-neuf", 99.0),
            ("deux cents", 200.0),
            ("soixante-quinze", 75.0),
            ("un million", 1e6),
        ],
    );
}

#[test]
fn french_teens_and_their_compounds_are_one_number() {
    for (text, value) in [
        ("dix-sept", 17.0),
        ("dix-huit", 18.0),
        ("dix-neuf", 19.0),
        ("soixante-dix-sept", 77.0),
        ("quatre-vingt-onze", 91.0),
        ("cent dix-neuf", 119.0),
        ("dix-neuf mille", 19_000.0),
    ] {
        check(Some(Lang::Fr), &format!("les {text} composés"), &[(text, value)]);
    }
    check(Some(Lang::Fr), "dix, neuf et dix cinq", &[("dix", 10.0), ("neuf", 9.0), ("dix", 10.0), ("cinq", 5.0)]);
}

#[test]
fn a_dozen_or_a_score_is_a_number_of_its_own() {
    check(Some(Lang::En), "half a dozen, two dozen and half of it", &[("half a dozen", 6.0), ("two dozen", 24.0)]);
    check(
        Some(Lang::Es),
        "una docena, medio centenar, dos millones y medio",
        &[("una docena", 12.0), ("medio centenar", 50.0), ("dos millones y medio", 2.5e6)],
    );
    check(
        Some(Lang::Fr),
        "une vingtaine d'agents, deux centaines",
        &[("une vingtaine", 20.0), ("deux centaines", 200.0)],
    );
    check(Some(Lang::Zh), "零件和三个零售点", &[("三", 3.0)]);
}

#[test]
fn a_letter_is_a_scale_beside_the_sign_of_a_currency() {
    check(Some(Lang::Fr), "12,5 M$ et 9 M€ sur 5 m", &[("12,5 M", 12.5e6), ("9 M", 9e6), ("5", 5.0)]);
    check(
        Some(Lang::En),
        "$63M, US$1.2bn, £4m, CHF3m, 5 m wide, Rs 5 crore",
        &[("63M", 6.3e7), ("1.2bn", 1.2e9), ("4m", 4e6), ("3m", 3e6), ("5", 5.0), ("5 crore", 5e7)],
    );
    check(
        Some(Lang::Es),
        "3 mdd, 12 mdp, mil 100 millones, 45 mil 300 dosis, mil agentes",
        &[("3 mdd", 3e6), ("12 mdp", 1.2e7), ("mil 100 millones", 1.1e9), ("45 mil 300", 45_300.0), ("mil", 1000.0)],
    );
}

#[test]
fn chinese_numerals_count_only_where_they_are_amounts() {
    let zh = Some(Lang::Zh);
    check(zh, "互派两批专家，列管十三种物质", &[("两", 2.0), ("十三", 13.0)]);
    check(zh, "一百二十人，三万五千元，一万亿元", &[("一百二十", 120.0), ("三万五千", 35_000.0), ("一万亿", 1e12)]);
    check(zh, "百分之五，百分之二十五", &[("五", 5.0), ("二十五", 25.0)]);
    check(zh, "二〇二五年", &[("二〇二五", 2025.0)]);
    check(zh, "双方一致同意进一步统一标准，十分重要，万一发生，第三次，千方百计", &[]);
}

#[test]
fn a_whole_phrase_is_read_or_refused() {
    for (phrase, value) in [("45", 45.0), ("forty-five", 45.0), ("treinta", 30.0), ("trente", 30.0), ("四十五", 45.0)]
    {
        assert_eq!(read(phrase, None), Some(value), "{phrase}");
    }
    assert_eq!(read("forty-five days", None), None);
}

proptest::proptest! {
    #[test]
    fn ranges_are_ordered_and_values_finite(text in "[0-9０-９.,' 一十百万亿两a-z\u{a0}-]{0,60}|[a-z -]{0,40}") {
        let found = find(&text, None);
        proptest::prop_assert!(found.windows(2).all(|w| w[0].0.end <= w[1].0.start));
        proptest::prop_assert!(found.iter().all(|(r, v)| v.is_finite() && text.get(r.clone()).is_some()));
    }
}
