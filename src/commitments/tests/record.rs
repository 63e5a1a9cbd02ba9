//! Pure. Who acts, how much, toward whom and on what: fields of a record, kind by kind.

use super::*;
use crate::model::{Polarity, SourceType};

fn claim(lang: &str, agency: &str, title: &str, text: &str) -> Claim {
    let news = agency == "XX:NEWS";
    let context = Context {
        lang: lang.parse().ok(),
        agency: Some(agency.to_owned()),
        page_title: Some(title.to_owned()),
        page_date: "2026-03-02".parse().ok(),
        source_type: if news { SourceType::ThirdPartyNews } else { SourceType::PressRelease },
        ..Context::default()
    };
    let claims = shared().sentence(text, &context);
    primary(&claims).cloned().unwrap_or_else(|| panic!("no claim in {text}"))
}

#[test]
fn an_amount_is_what_the_measure_counts() {
    for (lang, text, amount) in [
        (
            "en",
            "The agency will send nine additional forensic chemists to test fentanyl.",
            Some((9.0, "chemists", None)),
        ),
        ("en", "The agency will inspect fentanyl parcels at 14 mail centres by June.", Some((14.0, "centres", None))),
        ("en", "The agency cut the fentanyl duty from 25 to 15 percent today.", Some((15.0, "%", Some(25.0)))),
        ("en", "The agency will require a report of any sale of more than 10 kilograms of fentanyl precursors.", None),
        ("en", "The two countries will share fentanyl data.", None),
        ("en", "The agency will put in $12 million over three years to detect fentanyl.", Some((12e6, "CAD", None))),
        ("zh", "海关总署将向各口岸增派三十名缉毒探员查缉芬太尼。", Some((30.0, "agents", None))),
        ("zh", "公安部将在八个沿海省份设立芬太尼监测站。", Some((8.0, "provinces", None))),
        ("zh", "将芬太尼关税由百分之二十降至百分之十，即日起施行。", Some((10.0, "%", Some(20.0)))),
        (
            "es",
            "La agencia desplegará 300 inspectores contra el fentanilo en junio.",
            Some((300.0, "inspectors", None)),
        ),
        (
            "es",
            "La agencia suspenderá los permisos de seis importadoras de precursores de fentanilo.",
            Some((6.0, "importers", None)),
        ),
        (
            "fr",
            "L'agence déploiera vingt équipes canines contre le fentanyl en juin.",
            Some((20.0, "canine teams", None)),
        ),
        (
            "fr",
            "L'agence versera 3 millions de dollars aux laboratoires qui analysent le fentanyl.",
            Some((3e6, "CAD", None)),
        ),
        // Within what time each case is dealt with may change as well.
        ("zh", "双方将在十个工作日之内答复芬太尼协查请求。", Some((10.0, "days", None))),
        ("fr", "L'agence signalera sous 24 heures tout colis de fentanyl.", Some((24.0, "hours", None))),
        ("en", "Under Alert 66-93 the agency will test fentanyl parcels.", None),
        ("en", "The agency will send a 24-member team to inspect fentanyl parcels.", Some((24.0, "members", None))),
        ("en", "The agency will require a report of every wire above $3,000 to a fentanyl broker.", None),
        ("en", "The agency will double its fentanyl dog teams from four to eight.", Some((8.0, "teams", Some(4.0)))),
        ("zh", "公安部将派出十二名缉毒犬训导员查缉芬太尼。", Some((12.0, "handlers", None))),
        ("zh", "海关将对压片机零件的关税由两成降至一成五。", Some((15.0, "%", Some(20.0)))),
        (
            "es",
            "Tras decomisar 1.4 toneladas de fentanilo, la agencia desplegará 600 inspectores.",
            Some((600.0, "inspectors", None)),
        ),
        (
            "es",
            "La agencia destinará 870 millones para los municipios afectados por el fentanilo.",
            Some((870e6, "CAD", None)),
        ),
        (
            "fr",
            "L'agence déploiera une vingtaine d'inspecteurs contre le fentanyl en juin.",
            Some((20.0, "inspectors", None)),
        ),
    ] {
        let quantity = claim(lang, "CA:CBSA", "Fentanyl", text).record.quantity;
        let told = quantity.as_ref().map(|q| (q.value, q.unit.as_str(), q.from));
        assert_eq!(told, amount, "{text}");
    }
}

#[test]
fn what_a_number_counts_is_named_by_its_noun_measure_or_sign() {
    for (lang, text, amount) in [
        ("en", "The agency will buy forty-two more scanners to find fentanyl.", (42.0, "scanners", None)),
        ("en", "The agency will train thirty police laboratories on fentanyl.", (30.0, "laboratories", None)),
        ("en", "The agency will list eleven 4-piperidone suppliers.", (11.0, "suppliers", None)),
        ("en", "The agency will spend $63M on fentanyl scanners.", (6.3e7, "CAD", None)),
        ("en", "The fentanyl duty shall be 5 percent in place of 10 percent.", (5.0, "%", Some(10.0))),
        ("en", "Fentanyl records must be preserved for four years.", (4.0, "years", None)),
        ("zh", "公安部将增派一百二十名警员查缉芬太尼。", (120.0, "officers", None)),
        ("zh", "公安部将组建12支机动查缉队查缉芬太尼。", (12.0, "teams", None)),
        ("zh", "海关总署将检查412家化工贸易企业的芬太尼前体。", (412.0, "companies", None)),
        ("zh", "海关总署将给沿边七县配发芬太尼检测车21辆。", (21.0, "vehicles", None)),
        ("zh", "将芬太尼前体许可证有效期由一年压缩为六个月。", (6.0, "months", Some(12.0))),
        ("es", "La agencia operará cuatro lanchas contra el fentanilo.", (4.0, "boats", None)),
        ("es", "La agencia destinará 3 mdd al combate al fentanilo.", (3e6, "USD", None)),
        ("fr", "L'agence ajoutera dix-neuf composés aux précurseurs du fentanyl.", (19.0, "compounds", None)),
        ("fr", "L'agence versera 12,5 M$ contre le fentanyl.", (12.5e6, "CAD", None)),
    ] {
        let quantity = claim(lang, "CA:CBSA", "Fentanyl", text).record.quantity;
        let told = quantity.as_ref().map(|q| (q.value, q.unit.as_str(), q.from));
        assert_eq!(told, Some(amount), "{text}");
    }
}

#[test]
fn a_day_of_signing_or_of_what_was_before_is_no_date_of_the_act() {
    for (lang, text, date) in [
        ("en", "Under the accord signed on 12 January, the agency will share fentanyl data.", None),
        (
            "en",
            "Since it seized 40 kg in January, the agency has worked out a plan and will test fentanyl parcels.",
            None,
        ),
        ("es", "Tras la reunión del 20 de febrero, la agencia desplegará inspectores contra el fentanilo.", None),
        ("fr", "L'agence versera par l'accord conclu en 2024 trois millions contre le fentanyl.", None),
        ("en", "The agency will share fentanyl data by 30 June.", Some("2026-06-30")),
    ] {
        let read = claim(lang, "CA:CBSA", "Fentanyl", text).record.date.map(|date| date.to_string());
        assert_eq!(read.as_deref(), date, "{text}");
    }
}

#[test]
fn the_kind_of_a_date_is_told_by_the_words_around_it() {
    use crate::model::DateKind::{Comments, Deadline, Effective, Expiry};
    for (lang, text, date) in [
        ("es", "La agencia somete a audiencia pública, hasta el 19 de marzo, el proyecto sobre xilacina.", Comments),
        ("fr", "L'agence a envoyé en consultation, jusqu'au 20 mars, son projet sur le fentanyl.", Comments),
        ("zh", "药监局拟列管美托咪定，公众可在3月16日前提出意见。", Comments),
        ("es", "La prohibición del fentanilo se aplicará hasta el 19 de marzo.", Expiry),
        ("en", "The agency will open a fentanyl laboratory by 19 March.", Deadline),
        ("fr", "L'agence interdit le fentanyl à compter du 19 mars.", Effective),
    ] {
        let record = claim(lang, "CA:CBSA", "Fentanyl", text).record;
        assert_eq!(record.date_kind, Some(date), "{text}");
    }
}

#[test]
fn the_actor_is_the_office_the_country_or_the_sides_that_the_words_name() {
    for (lang, agency, title, text, actor) in [
        ("en", "US:DEA", "Fentanyl", "The Department of Justice will open a fentanyl unit in Tulsa.", "US:DOJ"),
        ("en", "US:DEA", "Fentanyl", "We will open a fentanyl unit in Tulsa.", "US:DEA"),
        ("en", "CA:PM", "Fentanyl", "Canada will open a fentanyl laboratory in Halifax.", "CA"),
        (
            "en",
            "XX:NEWS",
            "Fentanyl in Asia",
            "China's commerce ministry will license exports of fentanyl precursors.",
            "CN:MOFCOM",
        ),
        (
            "en",
            "XX:NEWS",
            "India and Mexico meet",
            "Both governments agreed to share data on fentanyl precursors.",
            "IN+MX",
        ),
        (
            "en",
            "MX:SRE",
            "Joint statement of Mexico and Canada on fentanyl",
            "A joint fentanyl laboratory will be opened in June.",
            "CA+MX",
        ),
        ("zh", "CN:MFA", "外交部发言人就芬太尼问题答记者问", "中方将向墨方提供芬太尼检测技术培训。", "CN"),
        ("zh", "XX:NEWS", "芬太尼新规", "墨西哥海军将在港口设立芬太尼前体检查站。", "MX:SEMAR"),
        (
            "es",
            "MX:DOF",
            "Acuerdo del Consejo de Salubridad General sobre fentanilo",
            "Se prohíbe la venta de fentanilo sin receta.",
            "MX:CSG",
        ),
        (
            "fr",
            "CA:HC",
            "Fentanyl",
            "L'Agence des services frontaliers du Canada ouvrira un laboratoire de dépistage du fentanyl.",
            "CA:CBSA",
        ),
    ] {
        assert_eq!(claim(lang, agency, title, text).record.actor.as_deref(), Some(actor), "{text}");
    }
}

#[test]
fn objects_are_what_the_act_is_on_and_what_ends_is_withdrawn() {
    for (text, objects) in [
        ("Canada will add 4-piperidone to its list of controlled precursors.", &["4-piperidone"][..]),
        ("Canada will license imports of aniline, a fentanyl input.", &["aniline"]),
        ("Canada will license imports of precursor chemicals.", &["precursors"]),
        ("Canada will control fentanyl and xylazine.", &["fentanyl", "xylazine"]),
    ] {
        assert_eq!(claim("en", "CA:HC", "Fentanyl", text).record.objects, objects, "{text}");
    }
    for (text, polarity) in [
        ("The agency called off the fentanyl talks with China.", Polarity::Withdrawal),
        ("The agency will set up a unit to end fentanyl trafficking.", Polarity::Positive),
        ("The agency lowered the fentanyl duty from 20 to 10 percent today.", Polarity::Positive),
    ] {
        assert_eq!(claim("en", "CA:CBSA", "Fentanyl", text).record.polarity, polarity, "{text}");
    }
}
