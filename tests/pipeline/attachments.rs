//! PDFs behind every kind of watch, and attachments of articles, from baseline to alert.

use crate::support::{Web, Workplace, article, header, list, today};
use crate::support_files::{docx, fixture, pdf, scan, xlsx};

const TITLE: &str = "Announcement on precursor chemicals";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2028.";
const FUND: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";
const COUNTED: &str = "The Ministry of Commerce will require an export licence for the 13 fentanyl precursors listed in the annex from 1 March 2028.";
/// Nothing that a licence for exports could be taken for.
const BAN: &str = "China will ban the sale of fentanyl pill presses to dealers in Canada from 1 May 2028.";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";

fn watch(web: &Web, kind: &str, path: &str, more: &str) -> String {
    format!(
        "[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"{kind}\"\nurl = \"{}\"\n{more}\n",
        web.url(path)
    )
}

/// An article whose main text ends with links to these files.
fn page(web: &Web, paragraphs: &[&str], files: &[&str]) {
    let links: Vec<String> = files.iter().map(|file| format!("Annex: <a href=\"/f/{file}\">{file}</a>")).collect();
    let all: Vec<&str> = paragraphs.iter().copied().chain(links.iter().map(String::as_str)).collect();
    web.page("/a.html", article(TITLE, &today(), &all, 1));
}

fn file(web: &Web, name: &str, body: Vec<u8>) {
    web.answer(&format!("/f/{name}"), 200, "application/octet-stream", body);
}

fn promised(more: &[&str]) -> Vec<u8> {
    let mut lines = vec!["Annex to the announcement.", BAN];
    lines.extend(more);
    pdf(&lines)
}

/// What a check tells the desk that it was not told before.
struct Told {
    place: Workplace,
    before: usize,
}

impl Told {
    fn new(place: Workplace) -> Self {
        place.expect(&["check", "--all"], 0);
        let before = place.subjects("desk@reader.test").len();
        Self { place, before }
    }

    /// Subjects of new mails after one more check that ends with this code.
    fn check(&mut self, code: i32) -> Vec<String> {
        let old = self.place.subjects("desk@reader.test");
        assert_eq!(old.len(), self.before);
        self.place.expect(&["check", "--all"], code);
        let mut all = self.place.subjects("desk@reader.test");
        self.before = all.len();
        for subject in &old {
            let at = all.iter().position(|s| s == subject).expect("mails stay");
            all.remove(at);
        }
        all
    }

    fn mail(&self, subject: &str) -> String {
        let mails = self.place.mails();
        let mail = mails.iter().find(|m| header(m, "Subject").is_some_and(|s| s == subject)).expect("the mail");
        decoded(mail)
    }

    fn failures(&self, web: &Web, path: &str) -> Vec<String> {
        let text = self.place.expect(&["history", &web.url(path), "--format", "json"], 0);
        let history: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let checks = history.as_array().expect("a list").clone();
        let told = |check: &serde_json::Value| match check["outcome"].as_str() {
            Some("failed") => {
                check["why"].as_str().and_then(|why| why.split(':').next()).unwrap_or_default().to_owned()
            }
            other => other.unwrap_or_default().to_owned(),
        };
        checks.iter().map(told).collect()
    }
}

/// The plain part without quoted-printable.
fn decoded(mail: &str) -> String {
    let joined = mail.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((&b, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        match hex.filter(|_| b == b'=') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(b);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("\r\n ", " ").replace("\r\n", " ")
}

#[test]
fn a_page_that_is_a_pdf_is_compared_by_its_text() {
    let web = Web::start();
    web.answer("/n.pdf", 200, "application/pdf", pdf(&[TEA, PROMISE, FUND]));
    let mut told = Told::new(Workplace::new("", &watch(&web, "page", "/n.pdf", "")));
    assert_eq!(told.place.ledger().as_array().map(Vec::len), Some(2));
    web.answer("/n.pdf", 200, "application/pdf", pdf(&[TEA, &PROMISE.replace("1 March", "1 June"), FUND]));
    let new = told.check(0);
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].starts_with("DATE MOVED"), "{new:?}");
    // Another program made it anew: other bytes, the same text.
    let mut again = pdf(&[TEA, &PROMISE.replace("1 March", "1 June"), FUND]);
    again.extend(b"% made anew\n");
    web.answer("/n.pdf", 200, "application/pdf", again);
    assert_eq!(told.check(0), Vec::<String>::new());
}

#[test]
fn a_pdf_whose_text_cannot_be_read_takes_nothing_back() {
    let web = Web::start();
    web.answer("/n.pdf", 200, "application/pdf", pdf(&[TEA, PROMISE, FUND]));
    let mut told = Told::new(Workplace::new("", &watch(&web, "page", "/n.pdf", "")));
    let bad = [
        (scan(9), "file_without_text"),
        (fixture("encrypted-password.pdf"), "file_encrypted"),
        (fixture("notice-en.pdf")[..9000].to_vec(), "file_damaged"),
        (b"<html><body><h1>404 Not Found</h1></body></html>".to_vec(), "wrong_content_type"),
    ];
    for (bytes, reason) in bad {
        web.answer("/n.pdf", 200, "application/pdf", bytes);
        assert_eq!(told.check(1), Vec::<String>::new(), "{reason}");
        assert_eq!(told.failures(&web, "/n.pdf")[0], reason);
        let shown = told.place.expect(&["show", &web.url("/n.pdf")], 0);
        assert!(shown.contains(PROMISE), "the stored version stays: {shown}");
    }
    let status = told.place.run(&["status"]);
    assert!(!status.status.success());
    web.answer("/n.pdf", 200, "application/pdf", pdf(&[TEA, PROMISE]));
    let new = told.check(0);
    assert!(new.len() == 1 && new[0].starts_with("REMOVED"), "{new:?}");
}

#[test]
fn pdfs_behind_listings_feeds_sitemaps_and_apis_are_articles() {
    let day = today();
    for kind in ["listing", "feed", "sitemap", "json"] {
        let web = Web::start();
        let url = |path: &str| web.url(path);
        let show = |files: &[&str]| {
            let body = match kind {
                "listing" => {
                    let more: Vec<(String, String)> = (0..6)
                        .map(|n| {
                            (format!("/old{n}.html"), format!("An earlier announcement of the ministry, number {n}"))
                        })
                        .collect();
                    let mut all: Vec<(&str, &str)> = files.iter().map(|f| (*f, "Announcement as a file")).collect();
                    all.extend(more.iter().map(|(href, title)| (href.as_str(), title.as_str())));
                    list(&all)
                }
                "feed" => {
                    let items: String =
                        files.iter().map(|f| format!("<item><title>A</title><link>{}</link></item>", url(f))).collect();
                    format!("<rss version=\"2.0\"><channel><title>t</title>{items}</channel></rss>")
                }
                "sitemap" => {
                    let items: String = files.iter().map(|f| format!("<url><loc>{}</loc></url>", url(f))).collect();
                    format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{items}</urlset>")
                }
                _ => {
                    let items: Vec<_> =
                        files.iter().map(|f| serde_json::json!({"u": url(f), "t": "A", "d": day})).collect();
                    serde_json::json!({ "items": items }).to_string()
                }
            };
            let content_type = match kind {
                "listing" => "text/html",
                "json" => "application/json",
                _ => "application/xml",
            };
            web.answer("/list", 200, content_type, body);
        };
        for n in 0..6 {
            web.page(&format!("/old{n}.html"), article("Earlier", "2025-01-02", &[TEA], n));
        }
        web.answer("/0.pdf", 200, "application/pdf", pdf(&["Notice 1.", FUND]));
        show(&["/0.pdf"]);
        let more =
            if kind == "json" { "json = { items = \"items\", url = \"u\", title = \"t\", date = \"d\" }" } else { "" };
        let mut told = Told::new(Workplace::new("", &watch(&web, kind, "/list", more)));
        assert_eq!(told.place.ledger().as_array().map(Vec::len), Some(1), "{kind}");
        web.answer("/1.pdf", 200, "application/pdf", pdf(&["Notice 2", &format!("Published: {day}"), PROMISE]));
        show(&["/1.pdf", "/0.pdf"]);
        let new = told.check(0);
        assert_eq!(new.len(), 1, "{kind}: {new:?}");
        assert!(new[0].starts_with("NEW: China MOFCOM"), "{kind}: {new:?}");
    }
}

#[test]
fn attachments_of_a_control_act_are_part_of_its_text() {
    let web = Web::start();
    page(&web, &[TEA, COUNTED], &["list.pdf", "list.docx", "list.xlsx"]);
    file(&web, "list.pdf", promised(&[]));
    file(&web, "list.docx", docx("Annex", &[FUND], &[]));
    file(&web, "list.xlsx", xlsx(&[&["No.", "Chemical"], &["1", "4-ANPP"]]));
    let mut told = Told::new(Workplace::new("", &watch(&web, "page", "/a.html", "")));
    assert_eq!(told.place.ledger().as_array().map(Vec::len), Some(3));
    let shown = told.place.expect(&["show", &web.url("/a.html")], 0);
    assert!(shown.contains(BAN) && shown.contains(FUND) && shown.contains("1\t4-ANPP"), "{shown}");
    // Only the annex changes; the article is the same to the byte.
    file(&web, "list.docx", docx("Annex", &[&FUND.replace("20 million", "12 million")], &[]));
    let new = told.check(0);
    assert!(new.len() == 1 && new[0].starts_with("NUMBER CHANGED"), "{new:?}");
    assert_eq!(told.check(0), Vec::<String>::new(), "told once");
    // A sentence goes out of the annex, which can be read.
    file(&web, "list.pdf", pdf(&["Annex to the announcement.", TEA]));
    let new = told.check(0);
    assert!(new.len() == 1 && new[0].starts_with("REMOVED"), "{new:?}");
}

#[test]
fn an_attachment_that_fails_takes_nothing_back_and_leaves_nothing_unchanged() {
    let web = Web::start();
    page(&web, &[TEA, COUNTED], &["list.pdf"]);
    file(&web, "list.pdf", promised(&[]));
    let mut told = Told::new(Workplace::new("", &watch(&web, "page", "/a.html", "")));
    let bad: [(u16, Vec<u8>); 6] = [
        (500, b"sorry".to_vec()),
        (404, b"gone".to_vec()),
        (403, b"no".to_vec()),
        (200, scan(1)),
        (200, b"<html>log in</html>".to_vec()),
        (200, promised(&[])[..400].to_vec()),
    ];
    for (status, body) in bad {
        web.answer("/f/list.pdf", status, "application/pdf", body);
        assert_eq!(told.check(1), Vec::<String>::new(), "{status}");
        assert_eq!(told.failures(&web, "/a.html")[0], "attachment_not_read");
    }
    // The article changes while its annex fails: that is told, and nothing of the annex is taken back.
    page(&web, &[TEA, &COUNTED.replace("1 March", "1 June")], &["list.pdf"]);
    let new = told.check(0);
    assert!(new.len() == 1 && new[0].starts_with("DATE MOVED"), "{new:?}");
    let mail = told.mail(&new[0]);
    assert!(mail.contains("attachment not read again: list.pdf"), "{mail}");
    let shown = told.place.expect(&["show", &web.url("/a.html")], 0);
    assert!(shown.contains(BAN), "{shown}");
    assert_eq!(told.check(1), Vec::<String>::new());
    file(&web, "list.pdf", promised(&[]));
    assert_eq!(told.check(0), Vec::<String>::new(), "it is as it was");
    page(&web, &[TEA, &COUNTED.replace("1 March", "1 June")], &[]);
    let new = told.check(0);
    assert!(new.len() == 1 && new[0].starts_with("REMOVED"), "the link is gone, and its text with it: {new:?}");
}

#[test]
fn what_is_not_read_is_named_beside_the_number() {
    let web = Web::start();
    web.page(
        "/list",
        list(&[("/old.html", "An earlier announcement"), ("/old2.html", "Another earlier announcement")]),
    );
    web.page("/old.html", article("Earlier", "2025-01-02", &[TEA], 1));
    web.page("/old2.html", article("Earlier", "2025-01-02", &[TEA], 1));
    let mut told = Told::new(Workplace::new("", &watch(&web, "listing", "/list", "links = \"ul a\"")));
    page(&web, &[TEA, COUNTED], &["annex.doc"]);
    web.page(
        "/list",
        list(&[
            ("/a.html", TITLE),
            ("/old.html", "An earlier announcement"),
            ("/old2.html", "Another earlier announcement"),
        ]),
    );
    let new = told.check(0);
    assert_eq!(new.len(), 1, "{new:?}");
    let mail = told.mail(&new[0]);
    assert!(mail.contains("the list is an annex that was not read: annex.doc"), "{mail}");
    assert!(mail.contains("attachment not read: annex.doc") && mail.contains("file_kind_not_read"), "{mail}");
    assert!(!web.log().iter().any(|line| line.contains("annex.doc")), "it is not even asked for");
}

#[test]
fn an_unread_attachment_that_changes_is_no_unchanged_page() {
    let web = Web::start();
    page(&web, &[TEA, COUNTED], &["scan.pdf"]);
    file(&web, "scan.pdf", scan(1));
    let mut told = Told::new(Workplace::new("", &watch(&web, "page", "/a.html", "")));
    let summary = told.place.expect(&["check", "--all"], 0);
    assert!(summary.contains("0 read new or changed, 1 unchanged"), "{summary}");
    file(&web, "scan.pdf", scan(2));
    let summary = told.place.expect(&["check", "--all"], 0);
    assert!(summary.contains("1 read new or changed"), "{summary}");
    assert_eq!(told.check(0), Vec::<String>::new());
}

#[test]
fn the_key_decides_which_attachments_are_read() {
    for (policy, act, read) in
        [("auto", true, true), ("auto", false, false), ("always", false, true), ("never", true, false)]
    {
        let web = Web::start();
        page(&web, &[TEA, if act { COUNTED } else { TEA }], &["list.pdf"]);
        file(&web, "list.pdf", promised(&[]));
        let more = format!("attachments = \"{policy}\"");
        let place = Workplace::new("", &watch(&web, "page", "/a.html", &more));
        place.expect(&["check", "--all"], 0);
        let asked = web.log().iter().any(|line| line.contains("list.pdf"));
        assert_eq!(asked, read, "{policy} {act}");
        let preview = place.expect(&["preview", "mofcom"], 0);
        assert_eq!(preview.contains("/f/list.pdf), read: "), read, "{policy} {act}: {preview}");
    }
}

#[test]
fn what_stood_in_an_annex_before_it_was_read_is_no_news() {
    let web = Web::start();
    page(&web, &[TEA, COUNTED], &["list.pdf"]);
    // Read for the first time after the settings allow it; or when it is there at last.
    for late in ["setting", "server"] {
        let never = "attachments = \"never\"";
        let (first, status) = if late == "setting" { (never, 200) } else { ("", 503) };
        web.answer("/f/list.pdf", status, "application/pdf", promised(&[]));
        let place = Workplace::new("", &watch(&web, "page", "/a.html", first));
        let mut told = Told::new(place);
        file(&web, "list.pdf", promised(&[]));
        told.place.watchlist("", &watch(&web, "page", "/a.html", ""));
        assert_eq!(told.check(0), Vec::<String>::new(), "{late}");
        let shown = told.place.expect(&["show", &web.url("/a.html")], 0);
        assert!(shown.contains(BAN), "{late}: {shown}");
        // From then on it is watched as any other text.
        file(&web, "list.pdf", pdf(&["Annex to the announcement.", &BAN.replace("1 May", "1 July")]));
        let new = told.check(0);
        assert!(new.len() == 1 && new[0].starts_with("DATE MOVED"), "{late}: {new:?}");
        // Not to be read any more: that takes nothing back either.
        told.place.watchlist("", &watch(&web, "page", "/a.html", never));
        assert_eq!(told.check(0), Vec::<String>::new(), "{late}");
    }
}

#[test]
fn replay_reads_stored_attachments_again() {
    let web = Web::start();
    page(&web, &[TEA, COUNTED], &["list.pdf"]);
    file(&web, "list.pdf", promised(&[]));
    let told = Told::new(Workplace::new("", &watch(&web, "page", "/a.html", "")));
    told.place.watchlist("", &watch(&web, "page", "/a.html", "ignore_text = [\"^never there$\"]"));
    let text = told.place.expect(&["replay"], 0);
    assert!(text.contains("1 pages read again, 0 differ"), "{text}");
}

#[test]
fn attachments_are_asked_for_as_politely_as_pages_and_nowhere_else() {
    let web = Web::start();
    web.answer("/robots.txt", 200, "text/plain", "User-agent: *\nDisallow: /f/secret\n");
    let other = "<a href=\"http://10.9.8.7/f/inside.pdf\">inside.pdf</a>";
    page(&web, &[TEA, COUNTED, other], &["secret.pdf", "1.pdf", "2.pdf"]);
    for name in ["secret.pdf", "1.pdf", "2.pdf"] {
        file(&web, name, promised(&[]));
    }
    let place = Workplace::new("", &watch(&web, "page", "/a.html", ""));
    let spaced = std::fs::read_to_string(place.path("watchlist.toml")).expect("readable");
    let spaced = spaced.replace("host_spacing = \"0s\"", "host_spacing = \"1s\"");
    std::fs::write(place.path("watchlist.toml"), spaced).expect("writable");
    let started = std::time::Instant::now();
    place.expect(&["check", "--all"], 0);
    assert!(started.elapsed() >= std::time::Duration::from_secs(2), "a pause before each: {:?}", started.elapsed());
    assert!(!web.log().iter().any(|line| line.contains("secret")), "{:?}", web.log());
    let preview = place.expect(&["preview", "mofcom"], 0);
    for (name, what) in [("secret.pdf", "robots_forbids"), ("inside.pdf", "address_refused"), ("1.pdf", "read: ")] {
        let line = preview.lines().find(|l| l.starts_with("attachment") && l.contains(name)).expect("a line for it");
        assert!(line.contains(what), "{line}");
    }
}

#[test]
fn what_waits_to_be_confirmed_does_not_wait_for_ever_on_a_file_that_is_gone() {
    let web = Web::start();
    page(&web, &[TEA, PROMISE, FUND], &["list.pdf"]);
    file(&web, "list.pdf", promised(&[]));
    let place = Workplace::new("", &watch(&web, "page", "/a.html", ""));
    place.expect(&["check", "--all"], 0);
    let removed = || {
        let all = place.subjects("desk@reader.test");
        all.into_iter().filter(|s| s.starts_with("REMOVED")).collect::<Vec<_>>()
    };
    web.answer("/f/list.pdf", 404, "text/html", "gone");
    page(&web, &[TEA, PROMISE], &["list.pdf"]);
    let check = |hours: u64| {
        let ahead = (hours * 3600).to_string();
        place.command(&["check", "--all"]).env("PLEDGEWATCH_CLOCK_AHEAD", ahead).output().expect("it runs")
    };
    for hours in [0, 12, 20] {
        check(hours);
        assert_eq!(removed(), Vec::<String>::new(), "after {hours} hours");
    }
    check(30);
    check(31);
    let told = removed();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(!told[0].contains("press"), "not what stood in the annex: {told:?}");
    let shown = place.expect(&["show", &web.url("/a.html")], 0);
    assert!(shown.contains(BAN), "{shown}");
}
