//! Pure. Forms of writing by kind, each in four languages. The page date is Tuesday, 7 April 2026.

use super::*;

#[test]
fn ends() {
    check(
        Lang::En,
        &[
            ("It acts before the fiscal year closes.", "the fiscal year closes=2026-09-30"),
            (
                "Before the year is out, by the time this month ends.",
                "the year is out=2026-12-31|this month ends=2026-04-30",
            ),
            (
                "By the close of the quarter or before the quarter ends",
                "the close of the quarter=2026-06-30|the quarter ends=2026-06-30",
            ),
            (
                "By the last day of this month, the last day of March",
                "the last day of this month=2026-04-30|the last day of March=2026-03-31",
            ),
            (
                "By year's end, at month-end, by end-June",
                "year's end=2026-12-31|month-end=2026-04-30|end-June=2026-06-30",
            ),
            ("Before May is out", "May is out=2026-05-31"),
            ("By the end of the first half of 2027", "the end of the first half of 2027=2027-06"),
            ("By the end of fiscal year 2027 and in FY27", "the end of fiscal year 2027=2027-09-30|FY27=2027-09-30"),
            ("In fiscal year 2026-27", "fiscal year 2026-27=2027-03-31"),
            (
                "Next fiscal year; the first quarter of fiscal 2027",
                "Next fiscal year=2027-09-30|first quarter of fiscal 2027=2026-12",
            ),
            ("By the end of next quarter; this quarter", "the end of next quarter=2026-09-30|this quarter=2026-06"),
            (
                "No later than September's end; in the second half of the year",
                "September's end=2026-09-30|second half of the year=2026-12",
            ),
            ("Within the year, within a year", "the year=2026-12-31|within a year=2027-04-07"),
        ],
    );
    check(
        Lang::Zh,
        &[
            ("年内通报，一年内通报", "年内=2026-12-31|一年内=2027-04-07"),
            ("本財年結束時終止，2027财年末终止", "本財年結束時=2026-09-30|2027财年末=2027-09-30"),
            ("一季度末、本季度末、季末", "一季度末=2026-03-31|本季度末=2026-06-30|季末=2026-06-30"),
            ("上半年完成，明年上半年内复查", "上半年=2026-06|明年上半年内=2027-06"),
            ("本月内答复，三月最后一天截止", "本月内=2026-04-30|三月最后一天=2026-03-31"),
            ("财年底前，下半年完成", "财年底=2026-09-30|下半年=2026-12"),
            ("趕在今年年底前，月內", "今年年底=2026-12-31|月內=2026-04-30"),
        ],
    );
}

#[test]
fn ends_in_spanish_and_french() {
    check(
        Lang::Es,
        &[
            ("Antes de que termine mayo o acabe el año", "termine mayo=2026-05-31"),
            ("Antes de que acabe el año, al concluir 2027", "acabe el año=2026-12-31|concluir 2027=2027-12-31"),
            (
                "Al cierre del ejercicio fiscal, al cierre del año fiscal 2027",
                "cierre del ejercicio fiscal=2026-12-31|cierre del año fiscal 2027=2027-09-30",
            ),
            ("A más tardar el último día de marzo de 2027", "último día de marzo de 2027=2027-03-31"),
            ("Antes del fin del primer semestre", "fin del primer semestre=2026-06"),
            (
                "En el segundo trimestre y al cierre del trimestre",
                "segundo trimestre=2026-06|cierre del trimestre=2026-06-30",
            ),
            ("En el transcurso del año", "año=2026-12-31"),
        ],
    );
    check(
        Lang::Fr,
        &[
            ("Avant la fin du premier semestre", "la fin du premier semestre=2026-06"),
            (
                "D'ici la fin du mois, au dernier jour de mai",
                "la fin du mois=2026-04-30|dernier jour de mai=2026-05-31",
            ),
            ("Avant que l'année ne s'achève", "l'année ne s'achève=2026-12-31"),
            ("D'ici la fin de l'exercice 2026-2027", "la fin de l'exercice 2026-2027=2027-03-31"),
            ("Avant la fin de l'exercice en cours", "la fin de l'exercice en cours=2027-03-31"),
            (
                "Au troisième trimestre, à la fin du trimestre",
                "troisième trimestre=2026-09|la fin du trimestre=2026-06-30",
            ),
            ("Avant la fin de février 2027", "la fin de février 2027=2027-02-28"),
        ],
    );
}

#[test]
fn beginnings_and_days_of_a_month() {
    check(
        Lang::En,
        &[
            ("From the first of next month", "the first of next month=2026-05-01"),
            (
                "From the first Monday of May, on the last Friday of this month",
                "the first Monday of May=2026-05-04|the last Friday of this month=2026-04-24",
            ),
            ("By the 1st, by the 15th.", "the 1st=2026-05-01|the 15th=2026-04-15"),
            (
                "From the first of June; the fifteenth day of July 2026",
                "first of June=2026-06-01|fifteenth day of July 2026=2026-07-15",
            ),
            ("Held 10-12 June 2026, due by 10-12 June", "10-12 June 2026=2026-06-10|10-12 June=2026-06-12"),
            ("From 1 May to 30 June 2027", "1 May=2027-05-01|30 June 2027=2027-06-30"),
            ("On 10-Nov-2025 and on New Year's Day", "10-Nov-2025=2025-11-10|New Year's Day=2026-01-01"),
        ],
    );
    check(
        Lang::Zh,
        &[
            ("下月起，下月1日起施行", "下月=2026-05|下月1日=2026-05-01"),
            ("自2027年元旦起，元旦前", "2027年元旦=2027-01-01|元旦=2027-01-01"),
            ("本月10日以来，10月初", "本月10日=2026-04-10|10月初=2025-10"),
            ("三月一日零时起，五月一日凌晨", "三月一日零时=2026-03-01|五月一日凌晨=2026-05-01"),
            ("民國115年3月1日、中华民国一百一十五年", "民國115年3月1日=2026-03-01|民国一百一十五年=2026"),
            (
                "4月10日至12日举行，自2026年1月1日至3月31日",
                "4月10日至12日=2026-04-10|2026年1月1日=2026-01-01|3月31日=2026-03-31",
            ),
            ("民國一一五年五月一日，10日（周五）", "民國一一五年五月一日=2026-05-01|10日=2026-04-10"),
            ("五月第一个周一", "五月第一个周一=2026-05-04"),
        ],
    );
    check(
        Lang::Es,
        &[
            ("A partir del primero de julio; el 1o. de mayo", "primero de julio=2026-07-01|1o. de mayo=2026-05-01"),
            ("El 15 de este mes y el 1 del próximo mes", "15 de este mes=2026-04-15|1 del próximo mes=2026-05-01"),
            ("El primer lunes de mayo", "primer lunes de mayo=2026-05-04"),
            (
                "Del 10 al 12 de junio; 20-XI-2025; 10/nov/2025",
                "10 al 12 de junio=2026-06-10|20-XI-2025=2025-11-20|10/nov/2025=2025-11-10",
            ),
            ("El 1ro de julio", "1ro de julio=2026-07-01"),
            ("Primer día de mayo de 2027", "Primer día de mayo de 2027=2027-05-01"),
        ],
    );
    check(
        Lang::Fr,
        &[
            ("Dès le 1er, avant le 15.", "1er=2026-04-01|15=2026-04-15"),
            ("Le premier mai, le 1er du mois prochain", "premier mai=2026-05-01|1er du mois prochain=2026-05-01"),
            ("Le premier lundi de mai 2026", "premier lundi de mai 2026=2026-05-04"),
            (
                "Du 10 au 12 juin 2026; premier jour de mai",
                "10 au 12 juin 2026=2026-06-10|premier jour de mai=2026-05-01",
            ),
            ("Le premier mars deux mille vingt-six", "premier mars deux mille vingt-six=2026-03-01"),
        ],
    );
}

#[test]
fn counted_from_the_page_or_a_stated_date() {
    check(
        Lang::En,
        &[
            (
                "On the ninetieth day after the day of its registration, which is 27 April 2026.",
                "the ninetieth day after the day of its registration, which is 27 April 2026=2026-07-26",
            ),
            ("Within 45 days of 10 November 2025", "Within 45 days of 10 November 2025=2025-12-25"),
            (
                "In 45 days' time; in a month's time; 60 days after publication",
                "In 45 days' time=2026-05-22|in a month's time=2026-05-07|60 days after=2026-06-06",
            ),
            (
                "Two weeks from today; within sixty (60) days; the 90th day after",
                "Two weeks from today=2026-04-21|within sixty (60) days=2026-06-06|the 90th day after=2026-07-06",
            ),
            (
                "Within a fortnight; over the next year; another 90 days",
                "Within a fortnight=2026-04-21|over the next year=2027-04-07|another 90 days=2026-07-06",
            ),
            ("Not later than 45 days from the date of this memorandum", "Not later than 45 days from=2026-05-22"),
            (
                "90 days from May 1; on the day on which it is registered",
                "90 days from May 1=2026-07-30|on the day on which it is registered=2026-04-07",
            ),
            ("The day after its publication", "The day after its publication=2026-04-08"),
        ],
    );
    check(
        Lang::Zh,
        &[
            (
                "自公布之日起30日内，三个月内，半年内",
                "自公布之日起30日内=2026-05-07|三个月内=2026-07-07|半年内=2026-10-07",
            ),
            ("自即日起三个月内；公布后三十日", "自即日起三个月内=2026-07-07|公布后三十日=2026-05-07"),
            ("自公布之日起第30日施行", "自公布之日起第30日=2026-05-07"),
            ("自本公告发布之日起30个工作日内", ""),
            ("未来两周内", "未来两周内=2026-04-21"),
        ],
    );
    check(
        Lang::Es,
        &[
            ("Dentro de los 45 días siguientes a su publicación", "Dentro de los 45 días siguientes=2026-05-22"),
            ("Se mantiene por noventa días más", "noventa días más=2026-07-06"),
            ("En el término de treinta (30) días naturales", "En el término de treinta (30) días naturales=2026-05-07"),
            ("A más tardar a los 60 días posteriores", "A más tardar a los 60 días posteriores=2026-06-06"),
            ("Dentro de los 45 días hábiles siguientes", ""),
        ],
    );
    check(
        Lang::Fr,
        &[
            (
                "Le quatre-vingt-dixième jour suivant la date de sa publication",
                "quatre-vingt-dixième jour suivant=2026-07-06",
            ),
            ("Pour une durée d'un an à compter de ce jour", "à compter de ce jour=2026-04-07"),
            (
                "Dans un délai d'un mois; au cours des six prochains mois",
                "Dans un délai d'un mois=2026-05-07|au cours des six prochains mois=2026-10-07",
            ),
            (
                "Dans un délai de 30 jours à compter du 10 novembre 2025",
                "Dans un délai de 30 jours à compter du 10 novembre 2025=2025-12-10",
            ),
        ],
    );
}

#[test]
fn weekdays() {
    check(
        Lang::En,
        &[
            ("A desk opened at the division on Friday.", "Friday=2026-04-03"),
            ("The duty drops on Friday under an order the president signed.", "Friday=2026-04-10"),
            ("A rule will be signed on Friday.", "Friday=2026-04-10"),
            ("The two agreed Friday to share lists.", "Friday=2026-04-03"),
            ("Closed from midnight on Sunday; it is up this Friday.", "Sunday=2026-04-12|this Friday=2026-04-10"),
            ("The agency must report by Friday.", "Friday=2026-04-10"),
            (
                "On Friday the ministry will open a desk; since Monday it is closed.",
                "Friday=2026-04-10|Monday=2026-04-06",
            ),
            ("Open every Monday, Monday to Friday.", ""),
        ],
    );
    check(
        Lang::Zh,
        &[
            ("下周一起，本周五前，将于周四公布", "下周一=2026-04-13|本周五=2026-04-10|周四=2026-04-09"),
            ("每周一报送，一周三次", ""),
        ],
    );
    check(
        Lang::Es,
        &[
            ("Acordaron el martes cooperar; desde el lunes rige.", "martes=2026-04-07|lunes=2026-04-06"),
            ("El viernes entrará en vigor; todos los lunes abre.", "viernes=2026-04-10"),
            ("Lo firmaron el viernes.", "viernes=2026-04-03"),
        ],
    );
    check(
        Lang::Fr,
        &[
            ("Depuis lundi, treize produits ne sortent plus.", "lundi=2026-04-06"),
            ("Le Canada a convenu mercredi de coopérer.", "mercredi=2026-04-01"),
            ("Le ministre signera vendredi; chaque lundi il parle.", "vendredi=2026-04-10"),
        ],
    );
}

#[test]
fn a_year_that_is_not_stated_fits_the_tense() {
    let page = "2026-09-08".parse().ok();
    for (lang, text, expected) in [
        (Lang::En, "In January officers seized the press.", "2026-01"),
        (Lang::En, "They have to file by January.", "2027-01"),
        (Lang::En, "It has been so since January.", "2026-01"),
        (Lang::Fr, "Les saisies ont triplé depuis janvier.", "2026-01"),
        (Lang::Es, "En enero decomisaron la prensa.", "2026-01"),
        (Lang::Zh, "一月以来已查获三批。", "2026-01"),
    ] {
        let found: Vec<String> = find(text, Some(lang), page).iter().map(|d| d.date.to_string()).collect();
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn seasons() {
    check(
        Lang::En,
        &[
            ("Before classes resume in the fall.", "fall=2026"),
            ("This autumn, next winter, last spring", "This autumn=2026|next winter=2026|last spring=2025"),
            ("In the fall of prices", ""),
        ],
    );
    check(Lang::Zh, &[("今年秋天派员，明春再派", "今年秋天=2026|明春=2027")]);
    check(
        Lang::Es,
        &[(
            "En otoño, el próximo verano, la próxima primavera",
            "otoño=2026|próximo verano=2026|próxima primavera=2027",
        )],
    );
    check(
        Lang::Fr,
        &[(
            "Cet automne, à l'été, au printemps prochain; il a été dit",
            "Cet automne=2026|été=2026|printemps prochain=2027",
        )],
    );
}

#[test]
fn today() {
    check(
        Lang::En,
        &[(
            "As of this morning; from this date; on the day of its publication",
            "As of this morning=2026-04-07|from this date=2026-04-07|on the day of its publication=2026-04-07",
        )],
    );
    check(Lang::Zh, &[("今起實施，今晨宣布，部令昨已簽發", "今起=2026-04-07|今晨=2026-04-07|昨=2026-04-06")]);
    check(
        Lang::Es,
        &[
            (
                "Desde esta fecha; con esta fecha; esta mañana",
                "Desde esta fecha=2026-04-07|con esta fecha=2026-04-07|esta mañana=2026-04-07",
            ),
            ("Desde la fecha de esta publicación", "Desde la fecha de esta publicación=2026-04-07"),
        ],
    );
    check(
        Lang::Fr,
        &[(
            "Dès ce matin; à compter de la présente date",
            "Dès ce matin=2026-04-07|à compter de la présente date=2026-04-07",
        )],
    );
}

#[test]
fn years_of_laws_and_what_recurs_are_no_dates() {
    for (lang, text) in [
        (Lang::En, "Under the Single Convention on Narcotic Drugs of 1961 and the 1961 Convention; every March"),
        (Lang::En, "The 2025 directive; reports are due each year by 31 March; on 1 May of each year"),
        (Lang::Zh, "1961年公约，1988年《联合国禁止非法贩运公约》，每年三月，每月5日"),
        (Lang::Es, "La Ley General de 2014 y la Convención de 1961; cada lunes; cada mes"),
        (Lang::Fr, "La Convention de 1961; la loi de 2014; chaque lundi; tous les ans en mars"),
    ] {
        assert_eq!(read(text, Some(lang)), [], "{text}");
    }
}
