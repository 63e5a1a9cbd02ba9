//! One page and one listing, from baseline to alert.

use crate::support::{Web, Workplace, article, list, today};

const TITLE: &str = "Next steps on fentanyl precursors";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const FUND: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";
const MORE: &str = "Delegates from eleven provinces attended and asked questions about the paperwork and the calendar.";

fn page_watch(web: &Web) -> String {
    format!(
        "[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{}\"\n",
        web.url("/a.html")
    )
}

fn show(web: &Web, paragraphs: &[&str], noise: u32) {
    web.page("/a.html", article(TITLE, &today(), paragraphs, noise));
}

/// A workplace with one page read once; the baseline is reported.
fn watched(web: &Web) -> Workplace {
    show(web, &[TEA, PROMISE, MORE, FUND], 1);
    let place = Workplace::new("", &page_watch(web));
    place.expect(&["check", "--all"], 0);
    place
}

fn new_subjects(place: &Workplace, before: &[String]) -> Vec<String> {
    let mut now = place.subjects("desk@reader.test");
    for old in before {
        if let Some(at) = now.iter().position(|s| s == old) {
            now.remove(at);
        }
    }
    now
}

#[test]
fn the_first_check_is_silent_but_for_one_report() {
    let web = Web::start();
    let place = watched(&web);
    let subjects = place.subjects("desk@reader.test");
    assert_eq!(subjects.len(), 1, "{subjects:?}");
    assert!(subjects[0].contains("2 commitments"), "{subjects:?}");
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(2));
}

#[test]
fn noise_alone_is_unchanged() {
    let web = Web::start();
    let place = watched(&web);
    let before = place.subjects("desk@reader.test");
    show(&web, &[TEA, PROMISE, MORE, FUND], 77);
    let summary = place.expect(&["check", "--all"], 0);
    assert!(summary.contains("0 read new or changed, 1 unchanged"), "{summary}");
    assert_eq!(new_subjects(&place, &before), Vec::<String>::new());
}

#[test]
fn one_word_weaker_is_told_after_the_confirming_check_in_the_same_command() {
    let web = Web::start();
    let place = watched(&web);
    let before = place.subjects("desk@reader.test");
    let weaker = PROMISE.replace("will require", "may require");
    show(&web, &[TEA, &weaker, MORE, FUND], 2);
    place.expect(&["check", "--all"], 0);
    let new = new_subjects(&place, &before);
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].starts_with("WEAKER: China MOFCOM"), "{new:?}");
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_subjects(&place, &before), new, "told once");
}

#[test]
fn a_deleted_sentence_is_told_as_removed() {
    let web = Web::start();
    let place = watched(&web);
    let before = place.subjects("desk@reader.test");
    show(&web, &[TEA, PROMISE, MORE], 3);
    place.expect(&["check", "--all"], 0);
    let new = new_subjects(&place, &before);
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].starts_with("REMOVED: "), "{new:?}");
}

#[test]
fn a_moved_date_and_a_changed_number_are_told_by_name() {
    let web = Web::start();
    let place = watched(&web);
    let before = place.subjects("desk@reader.test");
    let later = PROMISE.replace("1 March 2027", "1 June 2027");
    let less = FUND.replace("20 million", "12 million");
    show(&web, &[TEA, &later, MORE, &less], 4);
    place.expect(&["check", "--all"], 0);
    let new = new_subjects(&place, &before);
    assert_eq!(new.len(), 1, "one mail per document: {new:?}");
    let mail = place.mails().into_iter().find(|m| crate::support::header(m, "Subject").as_ref() == Some(&new[0]));
    let mail = mail.expect("the mail with this subject");
    assert!(mail.contains("DATE MOVED") || new[0].contains("DATE MOVED"), "{mail}");
    assert!(mail.to_uppercase().contains("NUMBER"), "{mail}");
}

#[test]
fn a_page_that_cannot_be_read_is_never_removed_and_recovers() {
    let web = Web::start();
    let place = watched(&web);
    let before = place.subjects("desk@reader.test");
    web.answer("/a.html", 200, "text/html", "<html><head><title>Just a moment...</title></head><body>Checking your browser before you enter. <script src=\"/cdn-cgi/challenge-platform/x.js\"></script></body></html>");
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("challenge"), "{summary}");
    web.answer("/a.html", 503, "text/html", "busy");
    place.expect(&["check", "--all"], 1);
    let status: serde_json::Value =
        serde_json::from_str(&place.expect(&["status", "--format", "json"], 1)).expect("status is JSON");
    assert_eq!(status["watches"][0]["state"], "failing");
    show(&web, &[TEA, PROMISE, MORE, FUND], 5);
    place.expect(&["check", "--all"], 0);
    assert_eq!(new_subjects(&place, &before), Vec::<String>::new());
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(2));
}

#[test]
fn a_host_that_asks_to_be_left_alone_is_left_alone_and_named() {
    let web = Web::start();
    let place = watched(&web);
    web.busy("/a.html", 503, 3600);
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("host_busy"), "{summary}");
    let asked = web.log().len();
    let summary = place.expect(&["check", "--all"], 1);
    assert!(summary.contains("not asked") && summary.contains("0 checks"), "{summary}");
    assert_eq!(web.log().len(), asked, "Retry-After is never overridden");
}

#[test]
fn a_busy_host_ends_the_command_and_every_article_not_asked_is_named() {
    let web = Web::start();
    let items = [("/1.html", "One"), ("/2.html", "Two"), ("/3.html", "Three"), ("/4.html", "Four")];
    web.page("/list.html", list(&items));
    for (path, _) in items {
        web.busy(path, 429, 3600);
    }
    let watch = format!(
        "[[watch]]\nid = \"list\"\nname = \"Ministry of Commerce, news\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"listing\"\nlinks = \".news a\"\nurl = \"{}\"\n",
        web.url("/list.html")
    );
    let place = Workplace::new("", &watch);
    let mut check = place.command(&["check", "--all"]);
    let mut running = check.stdout(std::process::Stdio::piped()).spawn().expect("the binary can be started");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while running.try_wait().expect("the child can be asked").is_none() {
        if std::time::Instant::now() > deadline {
            running.kill().expect("the child can be ended");
            panic!("the command waits for a host that asked for an hour: {:?}", web.log());
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let output = running.wait_with_output().expect("the child has ended");
    let summary = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{summary}");
    assert_eq!(summary.matches("not asked: ").count(), 3, "{summary}");
    assert!(items.iter().all(|(path, _)| summary.contains(&web.url(path))), "{summary}");
    assert_eq!(web.log().iter().filter(|l| l.starts_with("429")).count(), 1, "{:?}", web.log());
}

#[test]
fn a_listing_leads_to_its_articles_and_a_later_one_is_new() {
    let web = Web::start();
    let first = [("/1.html", "Minister opens the autumn fair"), ("/2.html", "Next steps on fentanyl precursors")];
    web.page("/list.html", list(&first));
    web.page("/1.html", article("Minister opens the autumn fair", &today(), &[TEA, MORE], 1));
    web.page("/2.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
    let watch = format!(
        "[[watch]]\nid = \"list\"\nname = \"Ministry of Commerce, news\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"listing\"\nlinks = \".news a\"\nurl = \"{}\"\n",
        web.url("/list.html")
    );
    let place = Workplace::new("", &watch);
    place.expect(&["check", "--all"], 0);
    let before = place.subjects("desk@reader.test");
    assert_eq!(before.len(), 1, "{before:?}");
    assert_eq!(place.ledger().as_array().map(Vec::len), Some(1));
    web.page("/3.html", article("New fund for fentanyl work", &today(), &[FUND, TEA], 1));
    web.page("/list.html", list(&[("/3.html", "New fund for fentanyl work"), first[0], first[1]]));
    place.expect(&["check", "--all"], 0);
    let new = new_subjects(&place, &before);
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].starts_with("NEW: "), "{new:?}");
}

#[test]
fn preview_says_what_a_mail_would_say_and_a_page_read_once_has_no_difference() {
    let web = Web::start();
    show(&web, &[TEA, PROMISE, MORE], 1);
    let place = Workplace::new("", &page_watch(&web));
    let shown = place.expect(&["preview", "mofcom"], 0);
    let lines: Vec<&str> = shown.lines().map(str::trim).collect();
    let mail = lines.iter().position(|l| l.starts_with("mail: NEW: China MOFCOM")).expect("the subject of a mail");
    assert!(lines[mail + 1].contains("will require") && lines[mail + 1].ends_with('.'), "{shown}");
    place.expect(&["check", "--all"], 0);
    // Told as it would be, not as it is: the entry is known by now.
    assert!(place.expect(&["preview", "mofcom"], 0).contains(lines[mail]));
    let output = place.run(&["diff", &web.url("/a.html")]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(1) && told.contains("there is only one version yet"), "{told}");
    assert!(told.contains("watchlist=watchlist.toml") && told.contains("pledgewatch.db"), "both are named: {told}");
    let output = place.command(&["recognize"]).stdin(std::process::Stdio::null()).output().expect("it can be started");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn preview_explains_each_sentence_with_its_cues_its_rule_and_what_said_no() {
    let web = Web::start();
    show(
        &web,
        &[TEA, PROMISE, "Deaths from fentanyl will fall next year.", "若美方取消关税，中方将考虑管控芬太尼前体。"],
        1,
    );
    let place = Workplace::new("", &page_watch(&web));
    let shown = place.expect(&["preview", "mofcom"], 0);
    for part in [
        "yes, a commitment, ",
        "no: a forecast that binds nobody, ",
        "the subject is nobody who could promise it (guard.forecast), confidence 0.",
        "topic      fentanyl, named in the sentence",
        "[fentanyl",
        "will",
        "[芬太尼前体=fentanyl precursors]",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    web.page("/a.html", article("Tea festival", &today(), &[TEA], 2));
    assert!(place.expect(&["preview", "mofcom"], 0).contains("none: no sentence is on a topic (fentanyl)"));
    let russian = "Правительство запретит экспорт прекурсоров фентанила с первого марта.";
    show(&web, &[russian, russian], 3);
    let shown = place.expect(&["preview", &web.url("/a.html")], 0);
    assert!(shown.contains("none of en, zh, es, fr"), "{shown}");
}

#[test]
fn a_broken_watchlist_starts_nothing_and_names_every_problem() {
    let place = Workplace::new("", "[[watch]]\nid = \"A b\"\nurl = \"ftp://x\"\n");
    let output = place.run(&["check", "--all"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("ftp") && told.contains("A b"), "{told}");
    assert!(!place.path("pledgewatch.db").exists(), "nothing is started");
}
