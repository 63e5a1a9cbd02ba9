//! `pledgewatch demo` as a user runs it, and the same site with edits that a user could make.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use encoding_rs::GB18030;
use jiff::ToSpan;
use serde_json::Value;

use crate::support::{BINARY, header, mails_in};

mod edits;

use edits::edited;

const LICENCE: &str = "en/news/licences-for-fentanyl-precursors.html";
const MEETING: &str = "en/news/video-meeting-united-states.html";
const LABS: &str = "en/news/laboratories-fentanyl-testing.html";
const INSPECTION: &str = "zh/xwfb/hecha.html";
const NOTICE: &str = "zh/xwfb/gonggao-17.html";

/// The command in this folder, which is also where temporary files go.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.arg("demo").args(args).current_dir(folder).env("NO_COLOR", "1").env("TMPDIR", folder);
    for name in ["PLEDGEWATCH_WATCHLIST", "STATE_DIRECTORY", "PLEDGEWATCH_LOG", "PLEDGEWATCH_FAILPOINT"] {
        command.env_remove(name);
    }
    command
}

fn demo(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the binary can be started")
}

/// The demo with everything kept.
struct Kept {
    _folder: tempfile::TempDir,
    dir: PathBuf,
    told: String,
}

impl Kept {
    fn of(site: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let dir = folder.path().join("kept");
        let mut args = vec!["--keep", "kept"];
        if let Some(site) = site {
            args.extend(["--site", site.to_str().expect("temporary paths are UTF-8")]);
        }
        let output = demo(folder.path(), &args);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{told}\n{errors}");
        assert_eq!(errors, "", "a demo that goes well warns of nothing");
        Self { _folder: folder, dir, told }
    }

    /// Kind and page of every alert, in order of the kind; the report on the first visit is asserted and left out.
    fn alerts(&self) -> Vec<(String, String)> {
        let mails = mails_in(&self.dir.join("mails"));
        let (alerts, reports): (Vec<_>, Vec<_>) =
            mails.iter().partition(|mail| header(mail, "X-Pledgewatch-Event").is_some());
        assert_eq!(reports.len(), 1, "one report on the first visit: {}", self.told);
        let mut kinds: Vec<(String, String)> = alerts.iter().map(|mail| (kind(mail), self.page_of(mail))).collect();
        kinds.sort();
        kinds
    }

    /// Which page a mail is about: the only one of the site that its HTML links to.
    fn page_of(&self, mail: &str) -> String {
        let text = mail.replace("=\r\n", "");
        let mut pages = self.pages().into_iter().filter(|page| text.contains(&format!("/{page}")));
        pages.next().unwrap_or_else(|| panic!("the mail names its page: {text}"))
    }

    fn pages(&self) -> Vec<String> {
        let root = self.dir.join("site/after");
        let mut pages = Vec::new();
        for folder in ["en/news", "zh/xwfb", "courier"] {
            for entry in std::fs::read_dir(root.join(folder)).expect("the site is kept") {
                let name = entry.expect("an entry can be read").file_name().to_string_lossy().into_owned();
                if name != "index.html" {
                    pages.push(format!("{folder}/{name}"));
                }
            }
        }
        pages
    }

    fn run(&self, args: &[&str]) -> String {
        let output = Command::new(BINARY)
            .args(args)
            .arg("--watchlist")
            .arg(self.dir.join("watchlist.toml"))
            .arg("--store")
            .arg(self.dir.join("pledgewatch.db"))
            .output()
            .expect("the binary can be started");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {errors}");
        String::from_utf8(output.stdout).expect("output is UTF-8")
    }

    fn ledger(&self) -> Vec<Value> {
        serde_json::from_str(&self.run(&["ledger", "--format", "json"])).expect("the ledger is JSON")
    }
}

fn kind(mail: &str) -> String {
    header(mail, "X-Pledgewatch-Event").expect("an alert names its event")
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = expected.iter().map(|(kind, page)| ((*kind).to_owned(), (*page).to_owned())).collect();
    pairs.sort();
    pairs
}

/// `Kind` to the quotes of the entries: the whole sentences as they stand.
fn quotes(entry: &Value) -> Vec<&str> {
    let sightings = entry["sightings"].as_array().expect("an entry has sightings");
    sightings.iter().filter_map(|s| s["quote"].as_str()).collect()
}

fn entry<'a>(ledger: &'a [Value], words: &str) -> &'a Value {
    let found = ledger.iter().find(|e| quotes(e).iter().any(|q| q.contains(words)));
    found.unwrap_or_else(|| panic!("no entry quotes \"{words}\": {ledger:#?}"))
}

fn in_days(days: i32) -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(days.days())
}

#[test]
fn the_demo_tells_every_change_once_and_no_noise() {
    let kept = Kept::of(None);
    let expected = [
        ("new", "en/news/pill-presses.html"),
        ("new", NOTICE),
        ("weakened", MEETING),
        ("removed", LABS),
        ("deadline_changed", LICENCE),
    ];
    assert_eq!(kept.alerts(), pairs(&expected), "{}", kept.told);
    let mails = mails_in(&kept.dir.join("mails"));
    assert!(mails.iter().all(|m| header(m, "To").as_deref() == Some("desk@reader.invalid")), "operators have no news");
    for word in ["NEW: ", "WEAKER: ", "REMOVED: ", "DATE MOVED: "] {
        assert!(kept.told.contains(word), "{word} is printed: {}", kept.told);
    }
    assert!(
        kept.told.contains("NEW: China MCT - licence for 15 precursors to US/MX/CA"),
        "the fullest of four: {}",
        kept.told
    );
    for entry in std::fs::read_dir(kept.dir.join("mails")).expect("mails are kept") {
        let eml = entry.expect("an entry can be read").path();
        if eml.extension().is_some_and(|e| e == "eml") {
            let html = std::fs::read_to_string(eml.with_extension("html")).expect("each mail has its HTML beside it");
            assert!(html.contains("</html>") && !html.contains("=3D"), "decoded HTML: {html}");
        }
    }
    let notice = std::fs::read_to_string(kept.dir.join("site/after").join(NOTICE)).expect("the site is kept");
    assert!(
        !notice.contains("芬太尼") && !notice.to_lowercase().contains("fentanyl"),
        "the notice never says fentanyl"
    );
    commands_work(&kept);
}

/// The printed commands do what they say.
fn commands_work(kept: &Kept) {
    let commands: Vec<&str> = kept.told.lines().map(str::trim).filter(|l| l.contains(" --store ")).collect();
    assert!(commands.len() >= 4, "{}", kept.told);
    for command in commands {
        let output = Command::new("sh").args(["-c", command]).env("NO_COLOR", "1").output().expect("sh can be started");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{command}: {errors}");
        assert!(!output.stdout.is_empty(), "{command} prints something");
    }
    assert!(kept.told.contains("demo --site "), "{}", kept.told);
}

#[test]
fn the_demo_reads_gb18030_and_the_retold_statement() {
    let kept = Kept::of(None);
    let raw = std::fs::read(kept.dir.join("site/before").join(INSPECTION)).expect("the site is kept");
    assert!(std::str::from_utf8(&raw).is_err() && GB18030.decode(&raw).0.contains("赵䶮"), "stored as GB18030");
    let ledger = kept.ledger();
    let date = in_days(55);
    let sentence =
        format!("化学品贸易部将于{}年{}月{}日前建成芬太尼前体出口核查系统。", date.year(), date.month(), date.day());
    let inspection = entry(&ledger, "出口核查系统");
    assert_eq!(quotes(inspection), [sentence.as_str()]);
    assert_eq!(
        (inspection["date"].as_str(), inspection["actor"].as_str()),
        (Some(date.to_string().as_str()), Some("CN:MCT"))
    );

    let licence = entry(&ledger, "13 key fentanyl precursors");
    assert_eq!((licence["strength"].as_str(), licence["date"].as_str()), (Some("in_force"), Some("2025-11")));
    assert_eq!(licence["counterparties"], serde_json::json!(["US", "MX", "CA"]));
    assert_eq!(licence["quantity"]["value"], 13.0);
    let tariff = entry(&ledger, "from 20% to 10%");
    assert_eq!((tariff["quantity"]["from"].as_f64(), tariff["quantity"]["value"].as_f64()), (Some(20.0), Some(10.0)));
    assert_eq!(entry(&ledger, "Counternarcotics Working Group")["strength"], "in_force");
    assert_eq!(entry(&ledger, "verify the end use and the end user of these")["action_class"], "monitoring_report");
    assert_eq!(entry(&ledger, "keep working closely")["strength"], "intends");
    let not_pledged = [
        "overdose deaths",
        "no fentanyl problem",
        "shut down",
        "expected in China",
        "he would drop",
        "seized",
        "缉获",
        "呼吁",
    ];
    for words in not_pledged {
        assert!(
            ledger.iter().all(|e| quotes(e).iter().all(|q| !q.contains(words))),
            "{words} is no pledge: {ledger:#?}"
        );
    }
}

#[test]
fn the_demo_leaves_only_mails_and_needs_no_writable_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let here = folder.path().join("here");
    std::fs::create_dir(&here).expect("a folder can be made");
    let mut rights = std::fs::metadata(&here).expect("the folder is there").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&here, rights).expect("rights can be set");
    let output = command(&here, &[]).env("TMPDIR", folder.path()).output().expect("the binary can be started");
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read_dir(&here).expect("the folder is there").count(), 0, "nothing is written here");
    let left: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .expect("it is there")
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| *p != here)
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let inside: Vec<_> =
        std::fs::read_dir(&left[0]).expect("it is there").filter_map(|e| Some(e.ok()?.path())).collect();
    assert_eq!(inside, [left[0].join("mails")], "store, site and watchlist are gone");
    assert!(told.contains(&inside[0].display().to_string()), "where they lie is told: {told}");
    assert_eq!(mails_in(&inside[0]).len(), 6);
}

#[test]
fn a_folder_in_use_and_a_site_that_is_none_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("mine.txt"), "mine").expect("a file can be written");
    let output = demo(folder.path(), &["--keep", "."]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("not empty"), "{told}");
    let output = demo(folder.path(), &["--site", "nowhere"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("nowhere/before") && told.contains("before/ and after/"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("it is there").count(), 1, "nothing is left behind");
}

#[test]
fn a_page_that_is_gone_makes_the_demo_say_so() {
    let site = edited("before", &[]);
    std::fs::remove_file(site.path().join("after").join(LABS)).expect("the page is there");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let output = demo(folder.path(), &["--site", site.path().to_str().expect("temporary paths are UTF-8")]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(&format!("FAILED /{LABS}")) && !told.contains("REMOVED"), "{told}");
}

#[test]
fn ctrl_c_ends_it_and_leaves_nothing() {
    let site = edited("before", &[]);
    // Enough pages that it is still at work when the signal comes.
    let news = site.path().join("before/en/news");
    let mut rows = String::new();
    for n in 0..400 {
        std::fs::copy(site.path().join("before").join(LABS), news.join(format!("copy-{n}.html")))
            .expect("a page can be copied");
        rows.push_str(&format!("<li><a href=\"/en/news/copy-{n}.html\">One more of the same articles, number {n}</a> <span>{{{{en:-3}}}}</span></li>\n"));
    }
    let listing = news.join("index.html");
    let page = std::fs::read_to_string(&listing).expect("the listing is there");
    let page = page.replace("<ul class=\"items\">", &format!("<ul class=\"items\">{rows}"));
    std::fs::write(&listing, page).expect("the listing can be written");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut running = command(folder.path(), &["--site", site.path().to_str().expect("temporary paths are UTF-8")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary can be started");
    let mut lines = BufReader::new(running.stdout.take().expect("stdout is piped")).lines();
    let read = lines.find(|l| l.as_ref().is_ok_and(|l| l.contains("read ")));
    assert!(read.is_some(), "it began to read pages");
    let killed = Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill can be started");
    assert!(killed.success());
    let rest: usize = lines.count();
    let output = running.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "after {rest} more lines: {told}");
    assert!(told.contains("Ctrl-C"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("it is there").count(), 0, "nothing is left");
}
