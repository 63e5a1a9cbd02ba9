//! Pages in the structure of the sites of the shipped watchlist, with made-up texts, read as their watches say: exactly the links
//! of list.txt; of an article all lines of article.txt and nothing else but what stands there below `---`, its head and signature.
//! Those files are never written by this program.

use std::fs;
use std::path::{Path, PathBuf};

use pledgewatch::config::{self, Watch, WatchKind, Watchlist};
use pledgewatch::extract::{self, Settings};
use pledgewatch::model::{Document, Link, Page, Reason};
use url::Url;

/// A list as a watch reads it.
struct List {
    watch: &'static str,
    page: &'static str,
    kind: &'static str,
    links: &'static str,
}

/// An article behind a watch.
struct Article {
    watch: &'static str,
    page: &'static str,
    kind: &'static str,
    url: &'static str,
    text: &'static str,
}

const UTF_8: &str = "text/html; charset=utf-8";
/// What most old sites say.
const HTML: &str = "text/html";
const XML: &str = "application/rss+xml; charset=UTF-8";
const JSON: &str = "application/json;charset=UTF-8";

const fn list(watch: &'static str, page: &'static str, kind: &'static str, links: &'static str) -> List {
    List { watch, page, kind, links }
}

const LISTS: &[List] = &[
    list("us-wh-actions", "white-house/feed.xml", XML, "white-house/list.txt"),
    list("us-state", "state/list.html", UTF_8, "state/list.txt"),
    list("us-treasury", "treasury/list.html", UTF_8, "treasury/list.txt"),
    list("us-doj", "justice/feed.xml", XML, "justice/list.txt"),
    list("us-dea", "dea/list.html", UTF_8, "dea/list.txt"),
    list("us-ustr", "ustr/list.html", UTF_8, "ustr/list.txt"),
    list("us-fr", "federal-register/answer.json", JSON, "federal-register/list.txt"),
    list("us-fr-inspection", "federal-register/current.json", JSON, "federal-register/current.txt"),
    list("cn-mfa-en", "mfa-en/list.html", HTML, "mfa-en/list.txt"),
    list("cn-mfa-zh", "mfa-zh/list.html", HTML, "mfa-zh/list.txt"),
    list("cn-mofcom", "mofcom/list.json", JSON, "mofcom/list.txt"),
    list("cn-mps", "mps/list.html", HTML, "mps/list.txt"),
    list("cn-nncc", "nncc/list.html", HTML, "nncc/list.txt"),
    list("cn-mem", "mem/list.html", HTML, "mem/list.txt"),
    list("cn-gacc", "customs/list.html", HTML, "customs/list.txt"),
    list("mx-sre", "gob-mx/list.html", UTF_8, "gob-mx/list.txt"),
    list("mx-dof", "dof/feed.xml", "text/xml", "dof/list.txt"),
    list("mx-fgr", "fgr/list.html", UTF_8, "fgr/list.txt"),
    list("ca-ps-en", "canada-news/feed.xml", "application/atom+xml", "canada-news/list.txt"),
    list("ca-gazette-2-fr", "canada-gazette/feed.xml", XML, "canada-gazette/list.txt"),
    list("ca-gazette-2-fr", "canada-gazette/feed-mended.xml", XML, "canada-gazette/list.txt"),
    list("ca-pm", "canada-pm/list.html", UTF_8, "canada-pm/list.txt"),
    list("un-incb", "incb/list.html", UTF_8, "incb/list.txt"),
    list("un-unodc", "unodc/list.html", UTF_8, "unodc/list.txt"),
    list("in-pib", "pib/feed.xml", "text/xml; charset=utf-8", "pib/list.txt"),
];

const fn article(
    watch: &'static str,
    page: &'static str,
    kind: &'static str,
    url: &'static str,
    text: &'static str,
) -> Article {
    Article { watch, page, kind, url, text }
}

const ARTICLES: &[Article] = &[
    article(
        "us-wh-actions",
        "white-house/article.html",
        UTF_8,
        "https://www.whitehouse.gov/presidential-actions/2026/11/fact-sheet/",
        "white-house/article.txt",
    ),
    article(
        "us-state",
        "state/article.html",
        UTF_8,
        "https://www.state.gov/releases/office-of-the-spokesperson/2026/11/joint-statement/",
        "state/article.txt",
    ),
    article(
        "us-treasury",
        "treasury/article.html",
        UTF_8,
        "https://home.treasury.gov/news/press-releases/sb0474",
        "treasury/article.txt",
    ),
    article(
        "us-doj",
        "justice/article.html",
        UTF_8,
        "https://www.justice.gov/opa/pr/broker-sentenced",
        "justice/article.txt",
    ),
    article(
        "us-dea",
        "dea/article.html",
        UTF_8,
        "https://www.dea.gov/press-releases/2026/11/20/new-licence-rule",
        "dea/article.txt",
    ),
    article(
        "us-ustr",
        "ustr/article.html",
        UTF_8,
        "https://ustr.gov/about/policy-offices/press-office/press-releases/2026/november/regional",
        "ustr/article.txt",
    ),
    article(
        "cn-mfa-en",
        "mfa-en/article.html",
        HTML,
        "https://www.fmprc.gov.cn/eng/xw/fyrbt/lxjzh/202611/t20261123_11700001.html",
        "mfa-en/article.txt",
    ),
    article(
        "cn-mfa-zh",
        "mfa-zh/article.html",
        HTML,
        "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202611/t20261123_11701001.shtml",
        "mfa-zh/article.txt",
    ),
    article(
        "cn-mofcom",
        "mofcom/article.html",
        UTF_8,
        "https://www.mofcom.gov.cn/zwgk/zcfb/art/2026/art_1.html",
        "mofcom/article.txt",
    ),
    article(
        "cn-mofcom",
        "mofcom/article-gbk.html",
        HTML,
        "https://www.mofcom.gov.cn/zwgk/zcfb/art/2026/art_1.html",
        "mofcom/article.txt",
    ),
    article(
        "cn-mps",
        "mps/article.html",
        HTML,
        "https://www.mps.gov.cn/n2253534/n2253535/c10100004/content.html",
        "mps/article.txt",
    ),
    article(
        "cn-nncc",
        "nncc/article.html",
        HTML,
        "http://www.nncc626.com/2026-11/18/c_1214004.htm",
        "nncc/article.txt",
    ),
    article(
        "cn-mem",
        "mem/article.html",
        HTML,
        "https://www.mem.gov.cn/xw/yjglbgzdt/202611/t20261119_540003.shtml",
        "mem/article.txt",
    ),
    article(
        "mx-sre",
        "gob-mx/article.html",
        UTF_8,
        "https://www.gob.mx/sre/prensa/entra-en-vigor",
        "gob-mx/article.txt",
    ),
    article(
        "mx-dof",
        "dof/article.html",
        HTML,
        "https://www.dof.gob.mx/nota_detalle.php?codigo=5770000&fecha=24/11/2026",
        "dof/article.txt",
    ),
    article(
        "ca-ps-fr",
        "canada-news/article.html",
        UTF_8,
        "https://www.canada.ca/fr/securite-publique-canada/nouvelles/2026/11/un-registre.html",
        "canada-news/article.txt",
    ),
    article(
        "ca-czar-fr",
        "canada-czar/article.html",
        UTF_8,
        "https://www.canada.ca/fr/conseil-prive/services/tsar-fentanyl-canada.html",
        "canada-czar/article.txt",
    ),
    article(
        "ca-gazette-2-fr",
        "canada-gazette/article.html",
        UTF_8,
        "https://gazette.gc.ca/rp-pr/p2/2026/2026-11-18/html/index-fra.html",
        "canada-gazette/article.txt",
    ),
    article(
        "un-incb",
        "incb/article.html",
        UTF_8,
        "https://www.incb.org/incb/en/news/news_2026/annual.html",
        "incb/article.txt",
    ),
    article(
        "un-unodc",
        "unodc/article.html",
        UTF_8,
        "https://www.unodc.org/unodc/en/press/releases/2026/November/regional.html",
        "unodc/article.txt",
    ),
    article(
        "in-pib",
        "pib/article.html",
        UTF_8,
        "https://pib.gov.in/PressReleasePage.aspx?PRID=2318910",
        "pib/article.txt",
    ),
];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn shipped() -> Watchlist {
    let text = fs::read_to_string(here("watchlist.toml")).expect("the watchlist is shipped");
    let none = |_: &str| Err("the shipped watchlist names no topic file".to_owned());
    config::parse("watchlist.toml", &text, &none).unwrap_or_else(|problems| panic!("{problems}"))
}

fn watch<'w>(list: &'w Watchlist, id: &str) -> &'w Watch {
    list.watches.iter().find(|w| w.origin.watch == id).unwrap_or_else(|| panic!("{id} is shipped"))
}

fn saved(name: &str, kind: &str, url: &Url) -> Page {
    let bytes = fs::read(here("tests/pages/sites").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    Page::from_bytes(url.clone(), Some(kind), bytes, "2026-11-25T15:00:00Z".parse().expect("a time"))
}

fn expected(name: &str) -> String {
    fs::read_to_string(here("tests/pages/sites").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn links(watch: &Watch, settings: &Settings, list: &List) -> Result<Vec<Link>, Reason> {
    let page = saved(list.page, list.kind, &watch.url);
    let listed = pledgewatch::pipeline::extract_list(&page, settings, watch.kind, None);
    listed.map(|listed| listed.links).map_err(|failure| failure.reason)
}

fn lines(links: &[Link]) -> String {
    let day = |link: &Link| link.date.map_or("-".to_owned(), |date| date.to_string());
    links.iter().map(|link| format!("{} | {} | {}\n", day(link), link.title, link.url)).collect()
}

fn read(watch: &Watch, settings: &Settings, article: &Article) -> Document {
    let url = Url::parse(article.url).expect("a test URL is valid");
    let page = saved(article.page, article.kind, &url);
    extract::document(&page, settings)
        .unwrap_or_else(|failure| panic!("{} {}: {failure}", watch.origin.watch, article.page))
}

fn told(document: &Document) -> String {
    let published = document.published.map_or("-".to_owned(), |date| date.to_string());
    let lang = document.lang.map_or("-".to_owned(), |lang| lang.to_string());
    let title = document.title.as_deref().unwrap_or("-");
    format!("title: {title}\npublished: {published}\nlanguage: {lang}\n\n{}", document.text())
}

#[test]
fn lists_give_their_links_with_titles_and_dates() {
    let shipped = shipped();
    let mut wrong = Vec::new();
    for list in LISTS {
        let watch = watch(&shipped, list.watch);
        let found =
            links(watch, &watch.extract, list).map_or_else(|reason| format!("{reason}\n"), |links| lines(&links));
        if found != expected(list.links) {
            wrong.push(format!("{}\n--- expected\n{}--- found\n{found}", list.page, expected(list.links)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The lines that are wanted and those that may come along.
fn wanted(name: &str) -> (Vec<String>, Vec<String>) {
    let text = expected(name);
    let (wanted, also) = text.split_once("---\n").unwrap_or((&text, ""));
    let lines = |text: &str| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    (lines(wanted), lines(also))
}

/// What was found of an article, without what may come along.
fn found(document: &Document, also: &[String]) -> Vec<String> {
    let lines = told(document);
    lines.lines().filter(|line| !line.is_empty() && !also.iter().any(|a| a == line)).map(str::to_owned).collect()
}

#[test]
fn articles_give_their_title_date_language_and_text() {
    let shipped = shipped();
    let mut wrong = Vec::new();
    for article in ARTICLES {
        let watch = watch(&shipped, article.watch);
        let (wanted, also) = wanted(article.text);
        let found = found(&read(watch, &watch.extract, article), &also);
        if found != wanted {
            wrong.push(format!(
                "{}\n--- expected\n{}\n--- found\n{}\n",
                article.page,
                wanted.join("\n"),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How much was found and how much else, of all that was wanted.
#[derive(Default)]
struct Score {
    wanted: usize,
    right: usize,
    wrong: usize,
}

impl Score {
    fn add(&mut self, wanted: &[String], found: &[String]) -> (usize, usize) {
        let right = wanted.iter().filter(|line| found.contains(line)).count();
        let wrong = found.iter().filter(|line| !wanted.contains(line)).count();
        self.wanted += wanted.len();
        self.right += right;
        self.wrong += wrong;
        (wanted.len() - right, wrong)
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.wanted as f64
    }

    fn wrong_in_100(&self) -> f64 {
        100.0 * self.wrong as f64 / (self.right + self.wrong) as f64
    }
}

#[test]
fn lists_are_found_without_their_selector() {
    let shipped = shipped();
    let (mut score, mut short) = (Score::default(), Vec::new());
    for list in LISTS {
        let watch = watch(&shipped, list.watch);
        if watch.kind != WatchKind::Listing {
            continue;
        }
        let settings = Settings { links: None, ..watch.extract.clone() };
        let found: Vec<String> =
            lines(&links(watch, &settings, list).unwrap_or_default()).lines().map(str::to_owned).collect();
        let wanted: Vec<String> = expected(list.links).lines().map(str::to_owned).collect();
        let (missed, wrong) = score.add(&wanted, &found);
        if missed + wrong > 0 {
            short.push(format!("{}: {missed} missed, {wrong} wrong", list.page));
        }
    }
    assert!(
        score.recall() >= 0.99 && score.wrong_in_100() <= 1.0,
        "{} {} {short:?}",
        score.recall(),
        score.wrong_in_100()
    );
}

#[test]
fn articles_are_found_without_their_selector() {
    let shipped = shipped();
    let (mut score, mut short) = (Score::default(), Vec::new());
    for article in ARTICLES {
        let watch = watch(&shipped, article.watch);
        let settings = Settings { content: None, ..watch.extract.clone() };
        let (wanted, also) = wanted(article.text);
        let found = found(&read(watch, &settings, article), &also);
        let (missed, wrong) = score.add(&wanted, &found);
        if missed + wrong > 0 {
            let extra: Vec<&String> = found.iter().filter(|line| !wanted.contains(line)).collect();
            short.push(format!("{}: {missed} missed, {wrong} wrong {extra:?}", article.page));
        }
    }
    assert!(
        score.recall() >= 0.99 && score.wrong_in_100() <= 4.0,
        "{} {} {short:#?}",
        score.recall(),
        score.wrong_in_100()
    );
}

#[test]
fn an_item_of_an_api_is_read_from_its_own_fields() {
    let shipped = shipped();
    let watch = watch(&shipped, "us-fr");
    let list = LISTS.iter().find(|list| list.watch == "us-fr").expect("it is a list");
    let links = links(watch, &watch.extract, list).expect("the answer is readable");
    let page = pledgewatch::pipeline::given_page(&links[0]).expect("the item carries its text");
    let document = extract::document(&page, &watch.extract).expect("the item is readable");
    assert_eq!(told(&document), expected("federal-register/article.txt"));
}

#[test]
fn what_a_site_sends_instead_of_its_page_is_named() {
    let shipped = shipped();
    for (id, page, reason) in [
        ("mx-sre", "gob-mx/challenge.html", Reason::Challenge),
        ("us-state", "state/apology.html", Reason::SelectorMatchedNothing),
    ] {
        let watch = watch(&shipped, id);
        let list = List { watch: id, page, kind: UTF_8, links: "" };
        assert_eq!(links(watch, &watch.extract, &list).map(|links| links.len()), Err(reason), "{page}");
    }
}

#[test]
fn a_counter_of_visitors_changes_no_text() {
    let shipped = shipped();
    let watch = watch(&shipped, "in-pib");
    let earlier = ARTICLES.iter().find(|article| article.watch == "in-pib").expect("it has an article");
    let later = Article { page: "pib/article-later.html", ..*earlier };
    let hash = |article: &Article| read(watch, &watch.extract, article).text_hash();
    assert_eq!(hash(earlier), hash(&later));
}
