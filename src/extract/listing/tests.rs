//! Pure. Listings in the shapes ministries use, with menus, sidebars and footers that must not be taken for news.

use crate::extract::tests::page;
use crate::extract::{Settings, listing};
use crate::model::{Failure, Page};

fn links(page: &Page, settings: &Settings) -> Result<Vec<Link>, Failure> {
    listing(page, settings, 1).map(|listed| listed.links)
}

use crate::model::{Link, Reason};

const MENU: &str = "<header><nav><ul><li><a href=/about>About the Ministry of Examples</a></li><li><a href=/min>Office of the Minister</a></li><li><a href=/org>Organisation of the departments and offices</a></li><li><a href=/law>Laws and regulations in force</a></li><li><a href=/con>Contact and visiting hours</a></li></ul></nav></header>";
const SIDE: &str = "<div class=side><h3>Topics</h3><ul><li><a href=/t/1>Trade policy and the economy today</a></li><li><a href=/t/2>Consumer safety in all provinces</a></li><li><a href=/t/3>Working for the ministry and its offices</a></li><li><a href=/t/4>Archive of the former ministry pages</a></li><li><a href=/t/5>Frequently asked questions about permits</a></li><li><a href=/t/6>Forms and fees for every permit</a></li></ul></div>";
const FOOT: &str = "<div class=footer><ul><li><a href=/p>Privacy and how we use data</a></li><li><a href=/a>Accessibility of this web site</a></li><li><a href=/s>Sitemap of all the pages</a></li><li><a href=/f>Freedom of information requests</a></li><li><a href=/c>Copyright and reuse of content</a></li></ul></div>";

fn whole(list: &str, chinese: bool) -> String {
    let title = if chinese { "新闻发布" } else { "Press releases" };
    format!(
        "<html><head><title>{title}</title></head><body>{MENU}<div class=wrap><h2>{title}</h2>{list}<div class=pages><a href=?p=2>2</a><a href=?p=3>3</a><a href=?p=2>Next</a></div>{SIDE}</div>{FOOT}</body></html>"
    )
}

fn read(body: &str, settings: &Settings) -> Result<Vec<Link>, Reason> {
    let page = page("https://www.example.gov.cn/eng/xw/index.html", Some("text/html; charset=utf-8"), body.as_bytes());
    links(&page, settings).map_err(|f| f.reason)
}

fn settings() -> Settings {
    Settings { zone: "Asia/Shanghai".to_owned(), ..Settings::default() }
}

fn list(n: usize, item: impl Fn(usize) -> String) -> String {
    (1..=n).map(item).collect()
}

fn shapes() -> Vec<(&'static str, String, bool)> {
    vec![
        ("ul", format!("<ul class=list>{}</ul>", list(12, |n| format!("<li class='item{}'><a href='./202511/t202511{n:02}_{n}.html'>Minister signs agreement number {n} on precursors</a> <span>November {n}, 2025</span></li>", n % 2))), false),
        ("rows", format!("<table>{}</table>", list(8, |n| format!("<tr><td>{n}</td><td><a href='/eng/notice?id={n}&spm=x'>Notice on the control of chemical {n}</a></td><td>2025-11-{n:02}</td></tr>"))), false),
        ("cards", format!("<div class=grid>{}</div>", list(6, |n| format!("<div class='card {}'><a href='/n/{n}'><img src=x></a><div class=body><h3><a href='/n/{n}'>Readout of the call with partner {n}</a></h3><p>Some words on it, with <a href='/tag/x'>a tag</a>.</p><time datetime='2025-11-{n:02}T10:00'>x</time></div></div>", if n == 1 { "featured" } else { "" }))), false),
        ("gov", format!("<div class=news_list>{}</div>", ["1", "2"].map(|part| format!("<ul>{}</ul>", list(5, |n| format!("<li><a href='../../2025-11/0{n}/c_{part}{n}.htm' title='外交部发言人就第{part}{n}号公告答记者问'>外交部发言人就第{part}{n}号公告答…</a><span>[11-0{n}]</span></li>")))).concat()), true),
        ("sheet", format!("<div class=l>{}</div>", list(5, |n| format!("<dl><dt><b>0{n}</b> <i>2025-11</i></dt><dd><a href='/d/{n}.html'>公安部通报第{n}批禁毒典型案例情况</a></dd></dl>"))), true),
    ]
}

#[test]
fn articles_are_found_in_every_shape_and_nothing_else_is() {
    for (name, list, chinese) in shapes() {
        let found = read(&whole(&list, chinese), &settings()).unwrap_or_else(|reason| panic!("{name}: {reason}"));
        let wanted = if name == "ul" {
            12
        } else if name == "rows" {
            8
        } else if name == "cards" {
            6
        } else if name == "gov" {
            10
        } else {
            5
        };
        assert_eq!(found.len(), wanted, "{name}: {found:#?}");
        for (n, link) in found.iter().enumerate() {
            let day = if name == "gov" { n % 5 + 1 } else { n + 1 };
            assert_eq!(link.date.map(|d| d.to_string()), Some(format!("2025-11-{day:02}")), "{name}: {link:?}");
            assert!(
                !link.title.contains('…') && link.url.fragment().is_none() && !link.url.as_str().contains("spm"),
                "{link:?}"
            );
        }
    }
}

#[test]
fn a_new_item_appears_and_the_order_is_the_pages() {
    let item =
        |n: usize| format!("<li><a href='/{n}.html'>Statement number {n} by the ministry</a> 2025-12-{n:02}</li>");
    let old = read(&whole(&format!("<ul>{}</ul>", list(5, item)), false), &settings()).expect("a list");
    let new = read(&whole(&format!("<ul>{}{}</ul>", item(6), list(5, item)), false), &settings()).expect("a list");
    assert_eq!(new[0].title, "Statement number 6 by the ministry");
    assert_eq!(new[1..], old[..]);
}

#[test]
fn a_selector_takes_anchors_or_what_holds_them() {
    let body = whole(
        "<div class=x><p><a href=/1#a>One</a> 2025-12-01<p><a href=/2?utm_source=z>Two</a><p><a href='mailto:x@y'>Mail</a><p><a href=/1>One again</a></div>",
        false,
    );
    for css in [".x a", ".x"] {
        let with = Settings { links: Some(css.to_owned()), ..settings() };
        let found = read(&body, &with).expect("links");
        let urls: Vec<_> = found.iter().map(|l| l.url.path()).collect();
        assert_eq!(urls, ["/1", "/2"], "{css}");
        assert_eq!(found[0].date.map(|d| d.to_string()).as_deref(), Some("2025-12-01"));
    }
    for css in [".absent a", "h2"] {
        let with = Settings { links: Some(css.to_owned()), ..settings() };
        assert_eq!(read(&body, &with), Err(Reason::SelectorMatchedNothing), "{css}");
    }
}

#[test]
fn a_page_without_a_list_gives_a_failure_and_a_challenge_stays_one() {
    let article = "<main><h1>Statement</h1><p>The ministry says that <a href=/a>a rule</a> is in force.</p></main>";
    assert_eq!(read(article, &settings()), Err(Reason::Empty));
    let challenge = "<title>Just a moment...</title><p>Checking your browser</p>";
    assert_eq!(read(challenge, &settings()), Err(Reason::Challenge));
}

#[test]
fn lists_of_further_sites_are_found() {
    let title = |n: usize| format!("Statement number {n} on synthetic drugs");
    let shapes = [
        // Dates only in the URL, relative links, a separator after each item.
        (
            "url",
            list(7, |n| {
                format!("<li><a href='./202511/t202511{n:02}_{n}.shtml'>{}</a></li><li class=line></li>", title(n))
            }),
            "ul",
        ),
        // Cards that are one link.
        (
            "card",
            list(6, |n| {
                format!(
                    "<a class=card href=/r/{n}><h3>{}</h3><span>{n} November 2025</span><p>Summary of it.</p></a>",
                    title(n)
                )
            }),
            "div",
        ),
        // Rows of a view with a topic link each.
        (
            "view",
            list(6, |n| {
                format!(
                    "<div class='views-row views-row-{n}'><div class=date>November {n}, 2025</div><h2><a href=/press/{n}>{}</a></h2><p>Text. <a href=/topic>Topic</a></p></div>",
                    title(n)
                )
            }),
            "section",
        ),
        // No date anywhere.
        ("bare", list(9, |n| format!("<p class=entry><a href=/e/{n}>{}</a></p>", title(n))), "main"),
        (
            "articles",
            list(4, |n| {
                format!(
                    "<article><header><h2><a href=/a/{n}>{}</a></h2></header><time datetime=2025-11-0{n}>x</time></article>",
                    title(n)
                )
            }),
            "div",
        ),
    ];
    for (name, items, holder) in shapes {
        let found = read(&whole(&format!("<{holder} class=results>{items}</{holder}>"), false), &settings())
            .unwrap_or_else(|reason| panic!("{name}: {reason}"));
        let titles: Vec<_> = found.iter().map(|l| l.title.clone()).collect();
        assert_eq!(titles, (1..=found.len()).map(title).collect::<Vec<_>>(), "{name}");
        assert!(found.len() >= 4, "{name}: {}", found.len());
        assert!(name == "bare" || found.iter().all(|l| l.date.is_some()), "{name}: {found:?}");
    }
}

#[test]
fn a_link_that_only_leads_on_takes_the_heading_of_its_item() {
    let item = |n: usize, more: &str| {
        format!(
            "<div class=card><time datetime=2025-11-0{n}></time><h2>Notice number {n} on precursors</h2><p>Summary.</p><a class=go href=/n/{n}>{more}</a></div>"
        )
    };
    for more in ["Read more", "Continuar leyendo", "Lire la suite »", "查看详情", "[More]", "See full release"] {
        let body = whole(&format!("<main>{}</main>", list(5, |n| item(n, more))), false);
        for css in [Some("a.go".to_owned()), None] {
            let found = read(&body, &Settings { links: css, ..settings() }).expect("a list");
            let titles: Vec<String> = found.iter().map(|l| l.title.clone()).collect();
            assert_eq!(
                titles,
                (1..=5).map(|n| format!("Notice number {n} on precursors")).collect::<Vec<_>>(),
                "{more}"
            );
        }
    }
    let body = whole("<ul class=x><li><a href=/1>More chemicals are listed</a></ul>", false);
    let found = read(&body, &Settings { links: Some(".x a".to_owned()), ..settings() }).expect("a link");
    assert_eq!(found[0].title, "More chemicals are listed");
}

#[test]
fn a_date_beside_a_selected_link_is_found_past_links_to_other_things() {
    let row = |n: usize| {
        format!(
            "<div><span><time datetime=2025-11-0{n}T10:00Z></time></span><span><a href=/cat/{n}>Readouts</a></span><h3><a href=/p/{n}>Statement {n}</a></h3></div>"
        )
    };
    let body = whole(&format!("<div class=rows>{}</div>", list(4, row)), false);
    let found = read(&body, &Settings { links: Some("h3 a".to_owned()), ..settings() }).expect("links");
    let days: Vec<String> = found.iter().filter_map(|l| l.date).map(|d| d.to_string()).collect();
    assert_eq!(days, ["2025-11-01", "2025-11-02", "2025-11-03", "2025-11-04"]);
}

#[test]
fn a_page_that_is_linked_twice_takes_its_date_from_either_place() {
    let body = whole(
        "<div class=x><h2><a href=/1>公安部公布第三批典型案例情况</a></h2><ul><li><a href=/1>公安部公布第三批典型案例情况</a> 2025-12-01</li><li><a href=/2>另一条消息</a> 2025-11-30</li></ul></div>",
        true,
    );
    let found = read(&body, &Settings { links: Some(".x a".to_owned()), ..settings() }).expect("links");
    let days: Vec<String> = found.iter().filter_map(|l| l.date).map(|d| d.to_string()).collect();
    assert_eq!(days, ["2025-12-01", "2025-11-30"]);
}

#[test]
fn a_title_that_is_cut_short_is_taken_whole() {
    let body =
        whole("<p class=x><a href=/1 title='关于加强出口许可管理的公告'>关于加强出口许可管理的公...</a></p>", true);
    let found = read(&body, &Settings { links: Some(".x a".to_owned()), ..settings() }).expect("a link");
    assert_eq!(found[0].title, "关于加强出口许可管理的公告");
}

#[test]
fn lists_of_one_class_are_told_from_menus_of_that_class_by_their_dates() {
    let box_of = |from: usize, dated: bool| {
        let day = |n: usize| if dated { format!("<span>2025-11-{n:02}</span>") } else { String::new() };
        let item = |n: usize| {
            format!("<li><a href=/b/{}>关于第{}号管制公告的有关情况说明</a>{}</li>", from + n, from + n, day(n))
        };
        format!("<div class=box><h3><a href=/all/{from}>更多</a></h3><ul class=list>{}</ul></div>", list(5, item))
    };
    let body = whole(&format!("{}{}{}", box_of(10, true), box_of(20, true), box_of(30, false)), true);
    let urls: Vec<String> = read(&body, &settings()).expect("lists").iter().map(|l| l.url.path().to_owned()).collect();
    assert_eq!(urls, (11..=15).chain(21..=25).map(|n| format!("/b/{n}")).collect::<Vec<_>>());
}

#[test]
fn a_list_inside_a_json_answer_is_read() {
    let rows = list(5, |n| {
        format!("<li><a href='/art/{n}.html' title='x'>关于第{n}号管制公告的说明</a><span>[2025-11-0{n}]</span></li>")
    });
    let answer =
        serde_json::json!({ "code": "200", "data": { "tag": "<a >", "html": format!("<ul class=l>{rows}</ul>") } });
    let read = |text: &str, css: Option<&str>| {
        let page =
            page("https://www.example.gov.cn/api/unit?a=1", Some("application/json;charset=UTF-8"), text.as_bytes());
        links(&page, &Settings { links: css.map(str::to_owned), ..settings() }).map_err(|f| f.reason)
    };
    for css in [Some("a[href^='/art/']"), None] {
        let found = read(&answer.to_string(), css).expect("a list");
        assert_eq!(found.len(), 5);
        assert_eq!(
            (found[0].url.as_str(), found[0].date.map(|d| d.to_string()).as_deref()),
            ("https://www.example.gov.cn/art/1.html", Some("2025-11-01"))
        );
    }
    for other in ["{\"code\":\"500\",\"data\":null}", "[]", "{", "{\"html\":\"no links\"}"] {
        assert_eq!(read(other, Some("a")), Err(Reason::SelectorMatchedNothing), "{other}");
        assert_eq!(read(other, None), Err(Reason::Empty), "{other}");
    }
}

#[test]
fn the_day_beside_a_link_counts_before_the_month_in_its_url_each_time() {
    let item = |n: usize| {
        format!(
            "<li class=result><p>Media note</p><a class=link href=/releases/2025/11/note-{n}/>Statement number {n} on precursors</a><div class=meta><span>November {n}, 2025</span></div></li>"
        )
    };
    let body = whole(&format!("<ul class=results>{}</ul>", list(8, item)), false);
    for _ in 0..10 {
        let found = read(&body, &settings()).expect("a list");
        assert!(found.iter().all(|l| l.date.is_some_and(|d| d.parts().2.is_some())), "{found:#?}");
    }
}
