//! Pure. Whole pages in, Documents out: what counts as text, what as noise, and that nothing panics.

use jiff::Timestamp;
use proptest::prelude::*;
use url::Url;

use super::*;
use crate::model::{BlockClass, Reason};

pub(super) fn page(url: &str, content_type: Option<&str>, body: &[u8]) -> Page {
    let at: Timestamp = "2025-12-06T04:00:00Z".parse().expect("a constant instant is valid");
    Page::from_bytes(Url::parse(url).expect("a test URL is valid"), content_type, body.to_vec(), at)
}

fn html(body: &str) -> Page {
    page("https://www.example.gov.cn/xw/202512/t20251205_17.shtml", Some("text/html; charset=utf-8"), body.as_bytes())
}

fn settings() -> Settings {
    Settings { zone: "Asia/Shanghai".to_owned(), ..Settings::default() }
}

fn read(body: &str) -> Document {
    document(&html(body), &settings()).expect("the page is readable")
}

const ENGLISH: &str = include_str!("../../tests/pages/article-en.html");
const CHINESE: &str = include_str!("../../tests/pages/article-zh.html");

fn filled(page: &str, round: u32) -> String {
    page.replace("{{hits}}", &(1000 * round + 7).to_string())
        .replace("{{token}}", &sha256_hex(&round.to_le_bytes()))
        .replace("{{updated}}", ["December 5, 2025", "6 January 2026"][round as usize % 2])
        .replace("{{today}}", ["2025年12月5日 星期五", "2025年12月8日 星期一"][round as usize % 2])
        .replace("{{related}}", ["A visit to a port", "Another headline about the budget"][round as usize % 2])
}

#[test]
fn what_a_page_counts_stamps_and_links_anew_is_no_change() {
    for source in [ENGLISH, CHINESE] {
        let (a, b) = (read(&filled(source, 0)), read(&filled(source, 1)));
        assert_eq!(a.text_hash(), b.text_hash(), "{}\n----\n{}", a.text(), b.text());
    }
}

#[test]
fn one_changed_word_or_digit_is_a_change() {
    for (source, old, new) in [
        (ENGLISH, "10.5 percent", "105 percent"),
        (ENGLISH, "thirteen precursors", "fifteen precursors"),
        (ENGLISH, "10 November 2025", "10 December 2025"),
        (ENGLISH, "41661-47-6", "41661-47-5"),
        (CHINESE, "13种", "15种"),
        (CHINESE, "11月10日", "12月10日"),
        (CHINESE, "应当", "可以"),
    ] {
        assert!(source.contains(old), "{old}");
        let (a, b) = (read(&filled(source, 0)), read(&filled(&source.replace(old, new), 0)));
        assert_ne!(a.text_hash(), b.text_hash(), "{old} → {new}");
    }
}

#[test]
fn the_article_is_read_and_its_surroundings_are_set_aside() {
    let english = read(&filled(ENGLISH, 0));
    assert_eq!(english.title.as_deref(), Some("Ministry sets licence rules for thirteen precursors"));
    assert_eq!(english.published.map(|d| d.to_string()).as_deref(), Some("2025-12-05"));
    assert_eq!(english.lang, Some(Lang::En));
    let text = english.text();
    assert!(text.contains("Exporters must hold a licence") && text.contains("4-piperidone\t41661-47-6"), "{text}");
    for aside in ["Home", "A visit to a port", "Share", "We use cookies", "Copyright"] {
        assert!(!text.contains(aside), "{aside} in {text}");
        assert!(english.set_aside.iter().any(|b| b.text.contains(aside)), "{aside}");
    }
    assert_eq!(english.attachments.len(), 1);
    let chinese = read(&filled(CHINESE, 0));
    assert_eq!(chinese.title.as_deref(), Some("关于对特定国家出口易制毒化学品实行管制的公告"));
    assert_eq!(chinese.published.map(|d| d.to_string()).as_deref(), Some("2025-11-10"));
    assert_eq!(chinese.lang, Some(Lang::Zh));
    let text = chinese.text();
    assert!(text.contains("第一条 出口经营者应当申请许可。\n第二条"), "{text}");
    assert!(!text.contains("当前位置") && !text.contains("友情链接"), "{text}");
    assert!(chinese.blocks.iter().any(|b| b.class == BlockClass::Main));
}

/// `tests/pages/noisy/*.txt`: `+` stands in a block of main text, `?` in one that is read, `-` in none that is read.
#[test]
fn main_text_is_found_on_noisy_pages_and_what_surrounds_it_is_set_aside() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/noisy");
    let (mut pages, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(&folder).expect("the samples are there").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        pages += 1;
        let source = std::fs::read_to_string(&path).expect("a sample is text");
        let wanted = std::fs::read_to_string(path.with_extension("txt")).expect("each sample has its text");
        let document = read(&source);
        for line in wanted.lines() {
            let (sign, text) = line.split_once(' ').expect("a sign and a text");
            let mut holding = document.blocks.iter().filter(|b| b.text.contains(text));
            let right = match sign {
                "+" => holding.any(|b| b.class == BlockClass::Main),
                "?" => holding.next().is_some(),
                _ => holding.next().is_none() && document.set_aside.iter().any(|b| b.text.contains(text)),
            };
            if !right {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                wrong.push(format!("{name} ({:?}): {line}", document.basis));
            }
        }
    }
    assert_eq!(pages, 20);
    assert_eq!(wrong, Vec::<String>::new(), "{}", wrong.join("\n"));
}

#[test]
fn settings_choose_and_set_aside() {
    let body = "<nav>Menu</nav><div class=box><p>We control 13 precursors. <span class=n>55</span></p><p>Ref 77-A</p></div><div><p>Elsewhere a long paragraph of other words is printed for everybody.</p></div>";
    let with = Settings {
        content: Some(".box".to_owned()),
        ignore: vec![".n".to_owned()],
        ignore_text: vec![r"^Ref \d+".to_owned()],
        ..settings()
    };
    let document = document(&html(body), &with).expect("the page is readable");
    assert_eq!(document.text(), "We control 13 precursors.\n");
    assert_eq!(document.set_aside.len(), 4, "{:?}", document.set_aside);
    let nothing = Settings { content: Some(".absent".to_owned()), ..settings() };
    let failure = super::document(&html(body), &nothing).expect_err("the selector matches nothing");
    assert_eq!(failure.reason, Reason::SelectorMatchedNothing);
}

#[test]
fn problems_name_their_keys() {
    let wrong = Settings {
        content: Some("div[".to_owned()),
        links: Some("a".to_owned()),
        ignore: vec![".ok".to_owned(), "::".to_owned()],
        ignore_text: vec!["(".to_owned(), "x".to_owned(), String::new()],
        charset: Some("latin-99".to_owned()),
        language: None,
        zone: "Asia/Nowhere".to_owned(),
        ..Settings::default()
    };
    let keys: Vec<_> = wrong.problems().into_iter().map(|(key, n, _)| (key, n)).collect();
    let wanted =
        [("content", 0), ("ignore", 1), ("ignore_text", 0), ("ignore_text", 2), ("charset", 0), ("source_timezone", 0)];
    assert_eq!(keys, wanted);
    assert_eq!(settings().problems(), []);
}

#[test]
fn text_files_are_paragraphs_and_other_kinds_are_refused() {
    let text = page("https://example.org/a.txt", Some("text/plain"), b"First line\ngoes on.\n\nSecond.\n");
    assert_eq!(document(&text, &settings()).expect("text is readable").text(), "First line goes on.\nSecond.\n");
    for (kind, body) in [
        ("application/pdf", &b"%PDF-1.7"[..]),
        ("image/png", b"x"),
        ("text/html", b"%PDF-1.4"),
        ("application/json", b"{}"),
    ] {
        let failure = document(&page("https://example.org/a", Some(kind), body), &settings()).expect_err(kind);
        assert_eq!(failure.reason, Reason::WrongContentType);
    }
}

#[test]
fn a_page_without_landmarks_is_found_by_its_text() {
    let paragraph = "<p>The ministry said on Friday that it would tighten control of precursor exports and report each shipment to the importing country before it leaves.</p>";
    let body = format!(
        "<div><a href=/>Start</a> <a href=/b>Topics</a></div><div id=x17>{}</div><div>Tel 1234</div>",
        paragraph.repeat(4)
    );
    let document = read(&body);
    assert_eq!(document.blocks.len(), 4, "{}", document.text());
    assert!(document.set_aside.iter().any(|b| b.text.contains("Start")));
}

#[test]
fn short_rows_beside_the_articles_prose_are_read() {
    let prose = "<p>The ministry said on Friday that it would tighten control of precursor exports and report each shipment to its partners.</p>".repeat(5);
    for body in [
        format!("<main><article>{prose}</article><table><tr><td>4-AP<td>23056-29-3</table></main><nav>Menu</nav>"),
        format!(
            "<div class=position-relative><div>{prose}<ul><li>4-AP\t23056-29-3</ul>{}</div></div>",
            prose.replace("Friday", "Monday")
        ),
    ] {
        let document = read(&body);
        assert!(document.text().contains("23056-29-3"), "{}", document.text());
    }
}

#[test]
fn a_page_that_is_filled_by_a_script_is_empty() {
    let body = "<html><body><div id=app></div><noscript>Please enable JavaScript to run this app.</noscript><script src=app.js></script></body></html>";
    assert_eq!(document(&html(body), &settings()).expect_err("nothing to read").reason, Reason::Empty);
}

#[test]
fn a_page_nested_to_the_limit_is_read_and_one_beyond_is_refused() {
    let nested = |n: usize| format!("{}<p>The rule is in force from today on.</p>", "<div>".repeat(n));
    assert_eq!(read(&nested(500)).text(), "The rule is in force from today on.\n");
    let failure = document(&html(&nested(100_000)), &settings()).expect_err("too deep");
    assert_eq!(failure.reason, Reason::TooDeep);
    let tables = "<table><tr><td>".repeat(160);
    assert!(document(&html(&format!("{tables}The rule is in force.")), &settings()).is_ok());
}

#[test]
fn a_page_reads_alike_in_every_charset() {
    let source = filled(CHINESE, 0);
    let wanted = read(&source);
    for (encoding, label) in
        [(encoding_rs::GBK, "gb2312"), (encoding_rs::GB18030, "gb18030"), (encoding_rs::GBK, "utf-8")]
    {
        let (bytes, _, lossy) = encoding.encode(&source);
        assert!(!lossy);
        let page = page("https://www.example.gov.cn/a.html", Some(&format!("text/html; charset={label}")), &bytes);
        let found = document(&page, &settings()).expect("the page is readable");
        assert_eq!((found.text(), found.text_hash()), (wanted.text(), wanted.text_hash()), "{label}");
        assert_eq!(found.charset, "gb18030");
    }
}

#[test]
fn dates_are_read_where_each_language_shows_them() {
    let long = |text: &str| format!("<p>{}</p>", format!("{text} ").repeat(6));
    for (head, body, lang, wanted) in [
        (
            "<html lang=es>",
            format!(
                "<main><h1>México y Canadá acuerdan controles</h1><p>Publicado el 5 de noviembre de 2025</p>{}</main>",
                long("La Secretaría informó que los controles de precursores entran en vigor.")
            ),
            Lang::Es,
            "2025-11-05",
        ),
        (
            "<html lang=fr>",
            format!(
                "<main><h1>Le Canada renforce ses contrôles</h1><p>Publié le 1er octobre 2025</p>{}</main>",
                long("Le ministère a annoncé que les contrôles des précurseurs sont en vigueur.")
            ),
            Lang::Fr,
            "2025-10-01",
        ),
        (
            "<html lang=en>",
            format!(
                "<main><h1>Canada tightens controls</h1><p>Ottawa, November 3, 2025</p>{}<p>Last updated: 4 December 2025</p></main>",
                long("The department said that controls are in force.")
            ),
            Lang::En,
            "2025-11-03",
        ),
        (
            "<html lang=en>",
            format!(
                "<main><h1>Board publishes its report</h1><p>VIENNA, 3 November 2025 – {}</p></main>",
                long("The Board said on 1 October 2025 that controls are in force.")
            ),
            Lang::En,
            "2025-11-03",
        ),
        (
            "<html><script type='application/ld+json'>{\"@graph\":[{\"datePublished\":\"2025-11-02T23:00:00Z\"}]}</script>",
            format!("<main><h1>Notice</h1>{}</main>", long("The department said that the controls are in force.")),
            Lang::En,
            "2025-11-03",
        ),
    ] {
        let page =
            page("https://www.example.org/a", Some("text/html; charset=utf-8"), format!("{head}{body}").as_bytes());
        let found = document(&page, &settings()).expect("the page is readable");
        assert_eq!(found.lang, Some(lang));
        assert_eq!(found.published.map(|d| d.to_string()).as_deref(), Some(wanted), "{body}");
    }
}

#[test]
fn a_stamp_in_a_block_of_its_own_belongs_to_the_words_before_it() {
    let body = |stamp: &str, deadline: &str| {
        format!(
            "<main><p>Canada will add three more precursors to the schedule next year, said the department.</p><dl><dt>Comments close</dt>\
                 <dd>{deadline}</dd><dt>Date modified:</dt><dd><time>{stamp}</time></dd></dl></main>"
        )
    };
    let hash = |stamp, deadline| read(&body(stamp, deadline)).text_hash();
    assert_eq!(hash("2025-11-28", "1 December 2025"), hash("2025-12-02", "1 December 2025"));
    assert_ne!(hash("2025-11-28", "1 December 2025"), hash("2025-11-28", "8 December 2025"));
    assert_ne!(
        read(&body("2025-11-28", "1 December 2025")).published.map(|d| d.to_string()).as_deref(),
        Some("2025-11-28")
    );
}

#[test]
fn the_title_is_compared_even_where_it_stands_apart() {
    let body = |verb: &str| {
        format!(
            "<title>Ministry {verb} export of NPP</title><div class=head><h1>Ministry {verb} export of NPP</h1></div><div class=TRS_Editor>{}</div>",
            "<p>The ministry said on Friday that it would report each shipment to its partners.</p>".repeat(4)
        )
    };
    assert_ne!(read(&body("weighs a ban on")).text_hash(), read(&body("bans the")).text_hash());
}

fn assert_offsets(document: &Document) {
    let text = document.text();
    for reference in document.sentences() {
        assert_eq!(&text[reference.sentence.start..reference.sentence.end], reference.text);
        assert!(!reference.text.contains('\n'));
        assert_eq!(reference.sentence.key.len(), 16);
    }
}

#[test]
fn offsets_count_in_the_printed_text() {
    for source in [ENGLISH, CHINESE] {
        let document = read(&filled(source, 0));
        assert!(document.sentences().len() > 4);
        assert_offsets(&document);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn odd_html_never_panics_and_offsets_hold(pieces in proptest::collection::vec(
        prop_oneof![
            proptest::sample::select(vec![
                "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</td>", "<td>", "</table>", "<br>", "<li>", "<ul>", "</ul>", "<h1>", "</h1>",
                "<a href='/20251205/a.html'>", "</a>", "<a href='//['>", "<main>", "</main>", "<article class=zoom>", "<nav>", "</nav>", "<!--", "-->",
                "<script>", "</script>", "&nbsp;", "&#x3000;", "<span hidden>", "<pre>\n", "</pre>", "<b", "'", "\"", ">", "<svg>", "<template>",
                "<span data-cfemail=aa>", "浏览次数：12", "今天是2025年12月5日", "Last updated: 5 May 2025.", "。", "U.S. ", "\u{1}", "\u{3}\u{2}", "\u{0}", "10.5 %",
                "<meta charset=big5>", "<time datetime='2025-13-99'>", "<base href='x:'>", "<title>",
            ]).prop_map(str::to_owned),
            ".{0,12}",
            "[中国芬太尼管制]{1,12}[。！？”]?",
        ], 0..60)) {
        let source = pieces.concat();
        for selector in [None, Some("p".to_owned())] {
            let settings = Settings { content: selector.clone(), links: selector, ..settings() };
            if let Ok(document) = document(&html(&source), &settings) {
                assert_offsets(&document);
            }
            let _ = listing(&html(&source), &settings, 1);
            let _ = feed(&html(&source), &settings, 1);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let page = page("https://example.org/", None, &bytes);
        if let Ok(document) = document(&page, &settings()) {
            assert_offsets(&document);
        }
    }
}
