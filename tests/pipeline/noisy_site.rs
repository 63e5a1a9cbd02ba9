//! A made-up site of 1,000 pages in two states: 100 pages say something else in the second, 200 only look different.

use std::collections::BTreeSet;
use std::time::Duration;

use pledgewatch::model::EventKind;

use crate::days::Days;
use crate::support::Web;

const PAGES: usize = 1_000;

/// The languages of the site, a quarter of the pages each, in blocks of ten.
#[derive(Clone, Copy, PartialEq)]
enum Tongue {
    En,
    Zh,
    Es,
    Fr,
}

fn tongue(page: usize) -> Tongue {
    [Tongue::En, Tongue::Zh, Tongue::Es, Tongue::Fr][page / 10 % 4]
}

/// What a page of the first state holds besides its plain text: of every ten pages the first changes, the second and the third
/// are noisy.
fn is_changed(page: usize) -> bool {
    page.is_multiple_of(10)
}

fn is_noisy(page: usize) -> bool {
    matches!(page % 10, 1 | 2)
}

/// Pledges that no two pages share: another substance for each ten changed pages, another country within them.
fn pledge(page: usize, state: u8) -> String {
    let n = page / 10;
    let substance = [
        ["aniline", "苯胺", "anilina", "aniline"],
        ["piperidine", "哌啶", "piperidina", "pipéridine"],
        ["benzyl chloride", "苄基氯", "cloruro de bencilo", "chlorure de benzyle"],
        ["propionyl chloride", "丙酰氯", "cloruro de propionilo", "chlorure de propionyle"],
        ["propionic anhydride", "丙酸酐", "anhídrido propiónico", "anhydride propionique"],
    ][n % 5];
    let country = [
        ["Mexico", "墨西哥", "México", "le Mexique"],
        ["Canada", "加拿大", "Canadá", "le Canada"],
        ["India", "印度", "la India", "l'Inde"],
        ["Brazil", "巴西", "Brasil", "le Brésil"],
        ["Guatemala", "危地马拉", "Guatemala", "le Guatemala"],
    ][n / 20];
    let lang = tongue(page);
    let (what, whom) = (substance[lang as usize], country[lang as usize]);
    let month = if state == 2 && kind(page) == Kind::Moved { 9 } else { 3 };
    let weak = state == 2 && kind(page) == Kind::Weaker;
    match (lang, weak) {
        (Tongue::En, false) => format!(
            "The ministry will require a licence for every export of {what}, a fentanyl precursor, to {whom} from {} 2027.",
            ["March", "September"][usize::from(month == 9)]
        ),
        (Tongue::En, true) => format!(
            "The ministry is considering whether to require a licence for exports of {what}, a fentanyl precursor, to {whom}."
        ),
        (Tongue::Zh, false) => format!("商务部决定自2027年{month}月1日起对向{whom}出口芬太尼前体{what}实行许可管理。"),
        (Tongue::Zh, true) => format!("商务部正在研究是否对向{whom}出口芬太尼前体{what}实行许可管理。"),
        (Tongue::Es, false) => format!(
            "El Ministerio exigirá desde {} de 2027 una licencia para exportar {what}, precursor del fentanilo, a {whom}.",
            ["marzo", "septiembre"][usize::from(month == 9)]
        ),
        (Tongue::Es, true) => format!(
            "El Ministerio estudia si exigir una licencia para exportar {what}, precursor del fentanilo, a {whom}."
        ),
        (Tongue::Fr, false) => format!(
            "Le ministère exigera dès {} 2027 une licence pour exporter vers {whom} le précurseur du fentanyl {what}.",
            ["mars", "septembre"][usize::from(month == 9)]
        ),
        (Tongue::Fr, true) => format!(
            "Le ministère examine s'il convient d'exiger une licence pour exporter vers {whom} le précurseur du fentanyl {what}."
        ),
    }
}

/// How a changed page differs in the second state.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Weaker,
    Moved,
    Gone,
    Added,
}

fn kind(page: usize) -> Kind {
    match (page / 10 + page / 40) % 3 {
        // What three pages of a host lose within a day is held as a redesign.
        _ if page == 370 || page == 730 => Kind::Gone,
        0 => Kind::Weaker,
        1 => Kind::Moved,
        _ => Kind::Added,
    }
}

/// The way in which a noisy page looks different: each way on ten pages.
fn way(page: usize) -> usize {
    (page / 10 * 2 + page % 10 + 19) % 20
}

fn plain(page: usize) -> [String; 3] {
    match tongue(page) {
        Tongue::En => [
            format!(
                "Delegates met in hall {page} of the conference centre and heard reports on the work of the past quarter."
            ),
            format!(
                "Laboratory number {page} examined samples of powders that had been sent in by hospitals of the region."
            ),
            "Fentanyl remains the most dangerous of the drugs that were spoken of.".to_owned(),
        ],
        Tongue::Zh => [
            format!("会议在第{page}会议厅举行，各地代表介绍了上一季度的工作情况。"),
            format!("第{page}实验室检验了当地医院送来的粉末样品，并通报了结果。"),
            "芬太尼仍是会上谈到的各类毒品中最危险的一种。".to_owned(),
        ],
        Tongue::Es => [
            format!(
                "Los delegados se reunieron en la sala {page} del centro y oyeron los informes del último trimestre."
            ),
            format!("El laboratorio número {page} examinó muestras de polvo enviadas por los hospitales de la región."),
            "El fentanilo sigue siendo la más peligrosa de las drogas de las que se habló.".to_owned(),
        ],
        Tongue::Fr => [
            format!(
                "Les délégués se sont réunis dans la salle {page} du centre et ont entendu les rapports du trimestre."
            ),
            format!(
                "Le laboratoire numéro {page} a examiné des échantillons de poudre envoyés par les hôpitaux de la région."
            ),
            "Le fentanyl reste la plus dangereuse des drogues dont il a été question.".to_owned(),
        ],
    }
}

fn added(page: usize) -> String {
    match tongue(page) {
        Tongue::En => format!("Visitors of room {page} are now asked to use the door beside the old library."),
        Tongue::Zh => format!("请第{page}号展厅的参观者改走旧图书馆旁边的入口。"),
        Tongue::Es => {
            format!("Se ruega a los visitantes de la sala {page} que usen la puerta junto a la antigua biblioteca.")
        }
        Tongue::Fr => format!(
            "Les visiteurs de la salle {page} sont priés de passer par la porte voisine de l'ancienne bibliothèque."
        ),
    }
}

/// What looks different without meaning anything: twenty ways, one a page.
struct Noise {
    way: usize,
    /// Of the second state.
    on: bool,
}

impl Noise {
    fn is(&self, way: usize) -> bool {
        self.on && self.way == way
    }

    /// One of two, by state.
    fn or<'t>(&self, way: usize, first: &'t str, then: &'t str) -> &'t str {
        if self.is(way) { then } else { first }
    }

    /// Marks that look alike or not at all, in the text itself.
    fn text(&self, text: &str) -> String {
        match self.way {
            _ if !self.on => text.to_owned(),
            0 => text.replace(' ', "\u{a0}"),
            1 => text.replace("e", "e\u{ad}").replace('的', "\u{200b}的"),
            2 => text.replace('\'', "’").replace(' ', "  \n "),
            3 => text
                .chars()
                .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
                .collect(),
            4 => text.split(' ').map(|word| format!("<span class=\"w\">{word}</span>")).collect::<Vec<_>>().join(" "),
            _ => text.to_owned(),
        }
    }
}

fn labels(lang: Tongue) -> [&'static str; 6] {
    match lang {
        Tongue::En => ["Home", "Press", "Related news", "Share this page", "Views", "Last updated"],
        Tongue::Zh => ["首页", "新闻发布", "相关新闻", "分享到", "浏览次数", "更新时间"],
        Tongue::Es => ["Inicio", "Prensa", "Noticias relacionadas", "Compartir", "Visitas", "Última actualización"],
        Tongue::Fr => ["Accueil", "Presse", "À lire aussi", "Partager", "Vues", "Dernière mise à jour"],
    }
}

/// A page of a state, in the bytes it is served in.
fn page(page: usize, state: u8) -> (String, Vec<u8>) {
    let lang = tongue(page);
    let noise = Noise { way: way(page), on: state == 2 && is_noisy(page) };
    let [home, press, related, share, views, updated] = labels(lang);
    let mut texts: Vec<String> = plain(page).to_vec();
    if is_changed(page) {
        if !(state == 2 && kind(page) == Kind::Gone) {
            texts.insert(1, pledge(page, state));
        }
        if state == 2 && kind(page) == Kind::Added {
            texts.push(added(page));
        }
    }
    let body: String = texts.iter().map(|text| format!("<p>{}</p>\n", noise.text(text))).collect();
    let count = if noise.is(5) { 98_213 } else { 412 };
    let day = if noise.is(6) { "2026-11-25" } else { "2026-11-20" };
    let items = if noise.is(7) {
        ["/n/901.html", "/n/902.html", "/n/903.html"]
    } else {
        ["/n/11.html", "/n/12.html", "/n/13.html"]
    };
    let rows: String = items.iter().map(|href| format!("<li><a href=\"{href}\">{press} {href}</a></li>")).collect();
    let banner = if noise.is(8) {
        "<div id=\"cookie-banner\" role=\"dialog\"><p>We use cookies to make this site work. Accept all cookies or choose your settings.</p><button>Accept</button></div>"
    } else {
        ""
    };
    let weather = noise.or(9, "北京 晴 3℃~12℃", "北京 多云 -1℃~9℃");
    let clock = if noise.is(10) {
        "<div class=\"clock\">今天是2026年11月25日 星期三</div>"
    } else {
        "<div class=\"clock\">今天是2026年11月24日 星期二</div>"
    };
    let token = noise.or(11, "a81f", "77c0");
    let wrap = noise.or(12, "div", "section");
    let menu = if noise.is(13) { format!("<li><a href=\"/new\">{press} +</a></li>") } else { String::new() };
    let slides = if noise.is(14) { ["3", "1", "2"] } else { ["1", "2", "3"] };
    let slides: String =
        slides.iter().map(|n| format!("<div class=\"slide\"><a href=\"/s/{n}\">{press} {n}</a></div>")).collect();
    let mail = noise.or(15, "<a href=\"/cdn-cgi/l/email-protection\" class=\"__cf_email__\" data-cfemail=\"543931142c7a20\">[email&#160;protected]</a>", "<a href=\"/cdn-cgi/l/email-protection\" class=\"__cf_email__\" data-cfemail=\"1f727a5f67316b\">[email&#160;protected]</a>");
    let comment = noise.or(16, "<!-- node 4 -->", "<!-- node 9 build 88213 -->");
    let html = format!(
        "<!doctype html><html><head><title>{press} {page}</title><meta name=\"csrf\" content=\"{token}\"><meta property=\"article:published_time\" content=\"2026-11-19\"></head><body>{comment}{banner}\
         <header><nav><ul><li><a href=\"/\">{home}</a></li><li><a href=\"/news\">{press}</a></li>{menu}</ul></nav><div class=\"weather\">{weather}</div>{clock}</header>\
         <div class=\"carousel\">{slides}</div><main><h1>{press} {page}</h1><{wrap} class=\"content\">{body}</{wrap}><p class=\"meta\">{views}: {count}</p><p>{updated}: {day}</p>\
         <div class=\"share\">{share}: <a href=\"https://weibo.example\">Weibo</a> <a href=\"https://x.example\">X</a></div></main>\
         <aside class=\"related\"><h2>{related}</h2><ul>{rows}</ul></aside><footer><p>{mail}</p></footer></body></html>"
    );
    let (bytes, charset) = match (lang, page % 10 % 3) {
        // A GB18030 page now declared by a header, now by nothing.
        (Tongue::Zh, 0 | 1) => {
            (encoding_rs::GB18030.encode(&html).0.into_owned(), if noise.is(17) { "; charset=gb2312" } else { "" })
        }
        // Bytes of another charset for the same text.
        _ if noise.is(18) && lang == Tongue::Zh => {
            (encoding_rs::GB18030.encode(&html).0.into_owned(), "; charset=gb18030")
        }
        _ => (html.into_bytes(), "; charset=utf-8"),
    };
    (format!("text/html{charset}"), bytes)
}

fn serve(web: &Web, state: u8) {
    for n in 0..PAGES {
        let (content_type, bytes) = page(n, state);
        web.answer(&format!("/p/{n}.html"), 200, &content_type, bytes);
    }
}

#[test]
fn of_a_thousand_pages_exactly_the_hundred_that_say_something_else_are_told() {
    let web = Web::start();
    serve(&web, 1);
    let items: String =
        (0..PAGES).map(|n| format!("<li><a href=\"/p/{n}.html\">Notice number {n} of the ministry</a></li>")).collect();
    web.page("/list.html", format!("<html><body><ul class=\"news\">{items}</ul></body></html>"));
    let days = Days::begin(&format!(
        "[[watch]]\nid = \"site\"\nagency = \"CN:MOFCOM\"\nkind = \"listing\"\nlinks = \".news a\"\nreport = \"any\"\nurl = \"{}\"\nevery = \"1d\"\n",
        web.url("/list.html")
    ));
    let first = days.round();
    assert!(
        first.iter().all(|event| event.kind.is_operator() && event.kind != EventKind::WatchFailing),
        "the first reading tells no change: {first:?}"
    );
    serve(&web, 2);
    let mut told = BTreeSet::new();
    // What is missing is told when a second reading confirms it.
    for _ in 0..2 {
        days.later(Duration::from_secs(3 * 3600));
        for event in days.round() {
            assert!(!event.kind.is_operator(), "{event:?}");
            told.insert(event.moment.url.clone());
        }
    }
    let changed: BTreeSet<String> =
        (0..PAGES).filter(|n| is_changed(*n)).map(|n| web.url(&format!("/p/{n}.html"))).collect();
    let told_of = |url: &&String| {
        let n: usize =
            url.rsplit('/').next().and_then(|last| last.strip_suffix(".html")?.parse().ok()).unwrap_or_default();
        format!("{url} {:?} noise {}", kind(n), way(n))
    };
    let missed: Vec<String> = changed.difference(&told).collect::<Vec<_>>().iter().map(told_of).collect();
    let wrong: Vec<String> = told.difference(&changed).collect::<Vec<_>>().iter().map(told_of).collect();
    assert!(
        missed.is_empty() && wrong.is_empty(),
        "missed {}: {missed:#?}\nwrong {}: {wrong:#?}",
        missed.len(),
        wrong.len()
    );
}
