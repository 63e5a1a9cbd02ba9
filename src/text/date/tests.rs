//! Pure. Sentences in four languages in, the dates they name out.

use super::*;

mod forms;
mod counted;

/// Page date of every table below: a Tuesday.
const PAGE: &str = "2026-04-07";

fn read(text: &str, lang: Option<Lang>) -> Vec<(String, String, bool)> {
    find(text, lang, PAGE.parse().ok())
        .into_iter()
        .map(|d| (text[d.range].to_owned(), d.date.to_string(), d.relative))
        .collect()
}

/// Each row: a text and the dates it names as `written=date`, several separated by `|`.
fn check(lang: Lang, rows: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let expected: Vec<&str> = expected.split('|').filter(|e| !e.is_empty()).collect();
        for given in [Some(lang), None] {
            let found: Vec<String> = read(text, given).iter().map(|(t, d, _)| format!("{t}={d}")).collect();
            if found != expected {
                wrong.push(format!("{text} ({given:?}): {found:?}, expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn english_dates() {
    check(
        Lang::En,
        &[
            ("Signed on 10 November 2025 in Ottawa.", "10 November 2025=2025-11-10"),
            ("Monday, November 10, 2025: the list", "November 10, 2025=2025-11-10"),
            ("It took effect Nov. 10 and applies.", "Nov. 10=2025-11-10"),
            ("Holders must register by 30 June.", "30 June=2026-06-30"),
            (
                "Firms had until the 1st of May to answer; 5th May 2027 is next.",
                "1st of May=2026-05-01|5th May 2027=2027-05-05",
            ),
            ("The unit opens in October.", "October=2025-10"),
            ("The unit will open in October.", "October=2026-10"),
            ("In November 2025 and by 2027", "November 2025=2025-11|2027=2027"),
            ("A rule is due in the autumn of 2026.", "autumn of 2026=2026"),
            ("Funding for FY2026 and fiscal year 2027", "FY2026=2026|fiscal year 2027=2027-09-30"),
            (
                "In the first half of 2026 and the third quarter of 2027",
                "first half of 2026=2026-06|third quarter of 2027=2027-09",
            ),
            (
                "By the end of June, or the end of 2026, or the end of the month.",
                "the end of June=2026-06-30|the end of 2026=2026-12-31|the end of the month=2026-04-30",
            ),
            ("Duties are hereby raised.", "hereby=2026-04-07"),
            ("As of today, effective immediately.", "As of today=2026-04-07|effective immediately=2026-04-07"),
            ("Sales end tomorrow; talks were held yesterday.", "tomorrow=2026-04-08|yesterday=2026-04-06"),
            ("Banks are cut off starting Monday.", "Monday=2026-04-13"),
            ("Talks resume next Monday.", "next Monday=2026-04-13"),
            ("The spokesperson said on Monday that nothing changed.", "Monday=2026-04-06"),
            ("On Monday, the ministry announced a list.", "Monday=2026-04-06"),
            ("Reply within 10 business days or within 30 calendar days.", "within 30 calendar days=2026-05-07"),
            (
                "Open from 24–25 March 2026, by mid-2027 and in Q3 2026.",
                "24–25 March 2026=2026-03-24|2027=2027-06|Q3 2026=2026-09",
            ),
            ("From 2020 to 2024; the 2025 directive.", "2020=2020|2024=2024"),
            ("Immediately after the talks he immediately halved them.", ""),
            ("It will immediately stop; act immediately.", "immediately=2026-04-07|immediately=2026-04-07"),
            ("It takes effect on Tuesday; last Tuesday it did not.", "Tuesday=2026-04-07|last Tuesday=2026-03-31"),
            ("Agents searched a house last Friday.", "last Friday=2026-04-03"),
            ("Comments are taken within 45 days.", "within 45 days=2026-05-22"),
            ("It must report within six months.", "within six months=2026-10-07"),
            ("It applies 30 days after publication.", "30 days after=2026-05-07"),
            (
                "Listed last month; more next month and next year.",
                "last month=2026-03|next month=2026-05|next year=2027",
            ),
            (
                "Filed 2025-11-10, 2025/11/10 and 2025.11.10, 11/2025.",
                "2025-11-10=2025-11-10|2025/11/10=2025-11-10|2025.11.10=2025-11-10|11/2025=2025-11",
            ),
            ("In May 2026, and in May.", "May 2026=2026-05|May=2026-05"),
        ],
    );
}

#[test]
fn chinese_dates() {
    check(
        Lang::Zh,
        &[
            ("自2025年11月10日起施行。", "2025年11月10日=2025-11-10"),
            ("二〇二五年十一月十日", "二〇二五年十一月十日=2025-11-10"),
            ("自4月10日起，出口应申领许可证。", "4月10日=2026-04-10"),
            ("11月10日，双方会谈。", "11月10日=2025-11-10"),
            ("２０２５年１１月公布", "２０２５年１１月=2025-11"),
            ("2026年上半年完成，2027年底前报告。", "2026年上半年=2026-06|2027年底=2027-12-31"),
            ("月底前提交，年底前完成", "月底=2026-04-30|年底=2026-12-31"),
            ("壓片機實名登記今日起實施。", "今日起=2026-04-07"),
            ("中心7日在武汉成立，新规9日起施行。", "7日=2026-04-07|9日=2026-04-09"),
            ("30日内答复，每月5日报送，2025年关于许可的公告废止。", "30日内=2026-05-07"),
            ("即日起停止受理。", "即日起=2026-04-07"),
            ("45日内提出意见，三个月内答复。", "45日内=2026-05-22|三个月内=2026-07-07"),
            ("上月会谈，下月再谈，明年复查。", "上月=2026-03|下月=2026-05|明年=2027"),
            ("原定六月的会议取消", "六月=2026-06"),
            ("本公告自公布之日起施行。", "自公布之日起=2026-04-07"),
            ("通知自发布之日起30日后施行。", "自发布之日起30日后=2026-05-07"),
            ("周三宣布，周三举行", "周三=2026-04-01|周三=2026-04-08"),
            ("本月15日和明年年底前，12月31日前", "本月15日=2026-04-15|明年年底=2027-12-31|12月31日=2026-12-31"),
            ("定于下周一举行，上周五已通报。", "下周一=2026-04-13|上周五=2026-04-03"),
            ("商务部公告2025年第79号", ""),
            ("十分重要，三种物质，第十次会议", ""),
            ("今年一季度缴获2.3公斤。", "今年一季度=2026-03"),
        ],
    );
}

#[test]
fn spanish_dates() {
    check(
        Lang::Es,
        &[
            ("El 10 de noviembre de 2025 se firmó.", "10 de noviembre de 2025=2025-11-10"),
            ("Deberán avisar a partir del 2 de mayo.", "2 de mayo=2026-05-02"),
            ("Entra en vigor el primero de junio del año 2026.", "primero de junio del año 2026=2026-06-01"),
            ("diez de noviembre de dos mil veinticinco", "diez de noviembre de dos mil veinticinco=2025-11-10"),
            ("Desde noviembre de 2025.", "noviembre de 2025=2025-11"),
            ("A fin de año o a finales de junio.", "fin de año=2026-12-31|finales de junio=2026-06-30"),
            ("Con efecto inmediato y desde hoy.", "Con efecto inmediato=2026-04-07|desde hoy=2026-04-07"),
            ("Hoy en día hay riesgos.", ""),
            ("En un plazo de 45 días informará.", "En un plazo de 45 días=2026-05-22"),
            ("Dentro de cuarenta y cinco días.", "Dentro de cuarenta y cinco días=2026-05-22"),
            ("El mes pasado y el próximo año.", "mes pasado=2026-03|próximo año=2027"),
            ("El próximo lunes se reúnen.", "próximo lunes=2026-04-13"),
            ("El primer semestre de 2026 y para 2027.", "primer semestre de 2026=2026-06|2027=2027"),
            ("El lunes anunció; el lunes abrirá.", "lunes=2026-04-06|lunes=2026-04-13"),
            ("En un plazo de 30 días hábiles.", ""),
            ("Vigente al día siguiente de su publicación.", "al día siguiente de su publicación=2026-04-08"),
            ("Por la mañana llegaron 13 agentes.", ""),
            ("El 10/11/2025 y el Decreto 11/2025.", "10/11/2025=2025-11-10"),
        ],
    );
}

#[test]
fn french_dates() {
    check(
        Lang::Fr,
        &[
            ("Le règlement vaut dès le 1er mai 2026.", "1er mai 2026=2026-05-01"),
            ("Il ajoute le produit à compter du 1er mai.", "1er mai=2026-05-01"),
            ("Le 10 novembre 2025", "10 novembre 2025=2025-11-10"),
            ("d'ici fin juin, puis fin 2026", "fin juin=2026-06-30|fin 2026=2026-12-31"),
            ("En août 2026, à l'automne 2026.", "août 2026=2026-08|automne 2026=2026"),
            ("Dès aujourd'hui, à compter de ce jour.", "Dès aujourd'hui=2026-04-07|à compter de ce jour=2026-04-07"),
            ("Les avis sont reçus dans les 45 jours.", "dans les 45 jours=2026-05-22"),
            ("Le mois dernier; l'année prochaine.", "Le mois dernier=2026-03|l'année prochaine=2027"),
            ("Le premier semestre 2026, en 2027.", "premier semestre 2026=2026-06|2027=2027"),
            ("dans un délai de 30 jours ouvrables; depuis 2024", "2024=2024"),
            ("d'ici la fin de l'année", "la fin de l'année=2026-12-31"),
            ("Il l'a annoncé lundi.", "lundi=2026-04-06"),
            ("Lundi prochain, ils signent.", "Lundi prochain=2026-04-13"),
        ],
    );
}

#[test]
fn words_and_numbers_that_name_no_date_give_none() {
    for (lang, text) in [
        (Lang::En, "CAS 437-38-7 and 125541-22-2, 10/11 of 2,025, 13 points, version 2.10.2025.1, pp. 10-12"),
        (Lang::En, "Call 1-800-222-1222 or 2025551212; Article 4 May apply; firms may ship 30 kg in 2000 cases"),
        (Lang::En, "The rule now applies; 31 February 2026; 2026-13-01; 2025-02-30"),
        (Lang::En, "Order No. 11/2025; ratio 10/11; page 2026"),
        (Lang::Zh, "现已实施，2025年13月，共13分"),
        (Lang::Es, "Ya se aplica; la Ley 11/2025; 30 de febrero de 2026"),
        (Lang::Fr, "Désormais exigé; 31 avril 2026"),
    ] {
        assert_eq!(read(text, Some(lang)), [], "{text}");
    }
}

#[test]
fn relative_dates_need_a_whole_page_date() {
    assert_eq!(find("within 45 days, on 10 November", Some(Lang::En), None), []);
    let month_only = find("tomorrow, next month", Some(Lang::En), "2026-04".parse().ok());
    assert_eq!(month_only.iter().map(|d| d.date.to_string()).collect::<Vec<_>>(), ["2026-05"]);
}

#[test]
fn counted_dates_say_so() {
    let flags: Vec<bool> = read("within 45 days; 10 November 2025", Some(Lang::En)).into_iter().map(|r| r.2).collect();
    assert_eq!(flags, [true, false]);
}

proptest::proptest! {
    #[test]
    fn ranges_are_exact_and_ordered(text in "([0-9]{1,4}|年|月|日|-|/| |May|de|mayo|within|days|fin|十|next|Monday|é){0,24}") {
        let found = find(&text, None, PAGE.parse().ok());
        proptest::prop_assert!(found.windows(2).all(|w| w[0].range.end <= w[1].range.start));
        proptest::prop_assert!(found.iter().all(|d| !d.range.is_empty() && text.get(d.range.clone()).is_some()));
    }
}
