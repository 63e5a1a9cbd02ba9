//! Pure. The English sentence of a claim, and what it names.

use super::*;

#[test]
fn sentences_say_ban_train_inspect_and_will_not_in_plain_words() {
    for (lang, agency, text, said) in [
        (
            "en",
            "CN:MOFCOM",
            "The Ministry will ban the export of pill presses for fentanyl tablets to Mexico and the United States.",
            "China's Ministry of Commerce will ban exports of pill presses to Mexico and the United States.",
        ),
        (
            "zh",
            "CN:MOFCOM",
            "商务部已取消原定自2027年3月1日起暂停向加拿大出口9种芬太尼前体的措施。",
            "China's Ministry of Commerce has cancelled or suspended its ban on exports of 9 fentanyl precursors to Canada.",
        ),
        (
            "en",
            "CA:HC",
            "Health Canada will not require an export licence for two fentanyl precursors.",
            "Health Canada will not require an export licence for 2 fentanyl precursors.",
        ),
        (
            "en",
            "CA:CBSA",
            "The Agency will close eight offices that look for fentanyl.",
            "The Canada Border Services Agency will close an office for work on fentanyl.",
        ),
        (
            "en",
            "MX:SRE",
            "Mexico will train 30 chemists to detect fentanyl.",
            "Mexico will train 30 chemists on fentanyl.",
        ),
        (
            "zh",
            "CN:MPS",
            "公安部将检查120家销售芬太尼前体的网络平台。",
            "China's Ministry of Public Security will inspect 120 platforms against trafficking in fentanyl precursors.",
        ),
    ] {
        let context = Context {
            lang: lang.parse().ok(),
            agency: Some(agency.to_owned()),
            page_date: "2026-11-24".parse().ok(),
            ..Context::default()
        };
        let claims = shared().sentence(text, &context);
        assert_eq!(primary(&claims).expect("a claim").gloss, said);
    }
}

#[test]
fn a_drug_that_only_tells_what_a_machine_makes_is_no_object() {
    for (text, objects) in [
        ("Canada will ban pill presses for fentanyl tablets.", &["pill_presses"][..]),
        ("Canada will ban pill presses and fentanyl.", &["pill_presses", "fentanyl"]),
        ("加拿大将禁止出口用于生产芬太尼药片的压片机。", &["pill_presses"]),
    ] {
        let context = Context { agency: Some("CA:HC".to_owned()), ..Context::default() };
        let claims = shared().sentence(text, &context);
        assert_eq!(primary(&claims).expect("a claim").record.objects, objects, "{text}");
    }
}
