//! Pure. Dates told by counting, by weekday, by fiscal year or by the page's own day. The page date is Tuesday, 7 April 2026.

use super::*;

#[test]
fn what_is_counted_from_publication_or_told_by_the_page() {
    check(
        Lang::Zh,
        &[
            ("自公告翌日起施行，次日生效", "翌日起=2026-04-08|次日=2026-04-08"),
            ("公告后第三日生效，百日内完成", "公告后第三日=2026-04-10|百日内=2026-07-16"),
            ("半年内、两周内完成", "半年内=2026-10-07|两周内=2026-04-21"),
            ("10日零时起征收，于15日前报送", "10日=2026-04-10|15日=2026-04-15"),
            ("民国115年7月1日施行，元月一日", "民国115年7月1日=2026-07-01|元月一日=2026-01-01"),
            ("下一年度起撤销，来年复查", "下一年度=2027|来年=2027"),
            ("起草已近尾声，预定三季度面世", "三季度=2026-09"),
            ("2027年中完成", "2027年中=2027-06"),
        ],
    );
    check(
        Lang::En,
        &[
            ("Binding from publication.", "from publication=2026-04-07"),
            ("It commences on the day after it is registered.", "the day after it is registered=2026-04-08"),
            ("The review opens on Friday the 6th.", "Friday the 6th=2026-03-06"),
            ("On Friday the 6th of March 2026", "6th of March 2026=2026-03-06"),
            ("Mid-year, by mid-2027, in the middle of 2028", "Mid-year=2026-06|2027=2027-06|middle of 2028=2028-06"),
        ],
    );
    check(
        Lang::Es,
        &[
            ("Vigente a partir de la fecha, sin más trámite.", "a partir de la fecha=2026-04-07"),
            ("A partir de la fecha en que se notifique.", ""),
            ("Operan desde el domingo 21, y el viernes 6.", "domingo 21=2026-06-21|viernes 6=2026-03-06"),
            ("El viernes 6 de marzo de 2026", "6 de marzo de 2026=2026-03-06"),
            ("De aquí a diciembre, en el nuevo año", "diciembre=2026-12|nuevo año=2027"),
            ("La presente surte efectos mañana.", "mañana=2026-04-08"),
            ("A mediados de 2027, antes del receso de verano", "mediados de 2027=2027-06|receso de verano=2026"),
        ],
    );
    check(
        Lang::Fr,
        &[
            ("Interrompues à compter de la présente, faute d'appareils.", "à compter de la présente=2026-04-07"),
            ("Dans les dix-neuf jours, dès l'an prochain", "Dans les dix-neuf jours=2026-04-26|l'an prochain=2027"),
            ("Le vendredi 6, puis le vendredi 6 mars 2026", "vendredi 6=2026-03-06|6 mars 2026=2026-03-06"),
            ("D'ici le congé d'été, d'ici la fin du trimestre", "congé d'été=2026|la fin du trimestre=2026-06-30"),
        ],
    );
}

#[test]
fn hours_in_which_each_case_is_dealt_with_are_no_dates() {
    for (lang, text) in [
        (Lang::En, "Answers go out within 24 hours of request."),
        (Lang::Es, "Se notifica en 48 horas."),
        (Lang::Fr, "Signaler en moins de 24 heures, dans les 12 heures."),
        (Lang::Zh, "二十四小时内下架"),
    ] {
        assert_eq!(read(text, Some(lang)), [], "{text}");
    }
    check(Lang::En, &[("Within 48 hours of publication it reports.", "Within 48 hours=2026-04-09")]);
}

#[test]
fn a_fiscal_year_ends_as_that_of_the_pages_country_does() {
    let end = |text: &str, lang, country| {
        let found = find_in(text, Some(lang), PAGE.parse().ok(), country);
        found.first().map(|d| d.date.to_string())
    };
    let text = "by the end of this fiscal year";
    for (country, date) in
        [(None, "2026-09-30"), (Some("US"), "2026-09-30"), (Some("CA"), "2027-03-31"), (Some("IN"), "2027-03-31")]
    {
        assert_eq!(end(text, Lang::En, country).as_deref(), Some(date), "{country:?}");
    }
    assert_eq!(end("by the end of the financial year", Lang::En, Some("AU")).as_deref(), Some("2026-06-30"));
    assert_eq!(end("money for fiscal year 2027", Lang::En, Some("US")).as_deref(), Some("2027"));
    assert_eq!(end("by the end of fiscal year 2027", Lang::En, Some("CA")).as_deref(), Some("2027-03-31"));
}
