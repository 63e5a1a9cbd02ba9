//! A topic of one's own: a watch on two topics, mails that name them, an edited topic file, one with a mistake in it.

use serde_json::{Value, json};

use crate::support::{Web, Workplace, article, today};

const TOPIC: &str = include_str!("../../docs/topics/methamphetamine.toml");

const FIRST: &str = "The Ministry of Commerce will hold a press conference on trade next month.";
const EPHEDRINE: &str =
    "The Ministry of Commerce will require an export licence for ephedrine shipped to Mexico from 1 March 2027.";
const BOTH: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors and methamphetamine \
                    precursors shipped to Canada from 1 May 2027.";

fn watch(web: &Web, topics: &str) -> String {
    format!(
        "[topics.methamphetamine]\nfile = \"topics/meth.toml\"\n\n[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\n\
         agency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{}\"\ntopics = {topics}\n",
        web.url("/a.html")
    )
}

fn place(web: &Web, topics: &str) -> Workplace {
    let place = Workplace::new("", &watch(web, topics));
    std::fs::create_dir(place.path("topics")).expect("a folder can be made");
    std::fs::write(place.path("topics/meth.toml"), TOPIC).expect("the topic can be written");
    place
}

fn page(web: &Web, paragraphs: &[&str], noise: u32) {
    web.page("/a.html", article("Announcement of the Ministry", &today(), paragraphs, noise));
}

fn entries(place: &Workplace) -> Vec<(String, String)> {
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let ledger = place.ledger();
    ledger.as_array().expect("a list").iter().map(|e| (text(e, "topic"), text(e, "gloss"))).collect()
}

#[test]
fn a_watch_on_two_topics_tells_each_and_a_sentence_on_both_in_one_mail() {
    let web = Web::start();
    let place = place(&web, r#"["fentanyl", "methamphetamine"]"#);
    page(&web, &[FIRST], 1);
    place.expect(&["check", "--all"], 0);
    let baseline = place.mails();
    let before = baseline.len();

    page(&web, &[FIRST, EPHEDRINE], 2);
    place.expect(&["check", "--all"], 0);
    let mails: Vec<String> = place.mails().into_iter().filter(|mail| !baseline.contains(mail)).collect();
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:#?}") };
    assert!(mail.contains("Topic") && mail.contains("methamphetamine") && mail.contains("ephedrine"), "{mail}");
    assert_eq!(entries(&place).len(), 1);

    page(&web, &[FIRST, EPHEDRINE, BOTH], 3);
    place.expect(&["check", "--all"], 0);
    assert_eq!(place.mails().len(), before + 2, "two entries, one mail");
    let mut topics: Vec<String> = entries(&place).into_iter().map(|(topic, _)| topic).collect();
    topics.sort();
    assert_eq!(topics, ["fentanyl", "methamphetamine", "methamphetamine"]);
    let filtered = place.expect(&["ledger", "--topic", "fentanyl", "--format", "json"], 0);
    let filtered: Value = serde_json::from_str(&filtered).expect("JSON");
    assert_eq!(filtered.as_array().map(Vec::len), Some(1));

    // The same page again, with other noise around it: nothing is told, nothing goes.
    page(&web, &[FIRST, EPHEDRINE, BOTH], 4);
    place.expect(&["check", "--all"], 0);
    assert_eq!((place.mails().len(), entries(&place).len()), (before + 2, 3));

    // The sentence on both is weakened: each entry follows its own claim, and one mail tells it.
    page(&web, &[FIRST, EPHEDRINE, &BOTH.replace("will require", "will consider requiring")], 5);
    place.expect(&["check", "--all"], 0);
    place.expect(&["check", "--all"], 0);
    let mails = place.mails();
    assert_eq!(mails.len(), before + 3, "{:#?}", place.subjects("desk"));
}

#[test]
fn another_topic_alone_says_nothing_of_fentanyl() {
    let web = Web::start();
    let place = place(&web, r#"["methamphetamine"]"#);
    page(&web, &[FIRST], 1);
    place.expect(&["check", "--all"], 0);
    page(
        &web,
        &[FIRST, "The Ministry of Commerce will require an export licence for carfentanil from 1 March 2027."],
        2,
    );
    place.expect(&["check", "--all"], 0);
    assert_eq!(entries(&place), []);
}

#[test]
fn an_edited_topic_file_reads_again_in_silence() {
    let web = Web::start();
    let place = place(&web, r#"["fentanyl", "methamphetamine"]"#);
    let helional = "The Ministry of Commerce will inspect every producer of helional by 30 June 2028.";
    page(&web, &[FIRST], 1);
    place.expect(&["check", "--all"], 0);
    page(&web, &[FIRST, helional, EPHEDRINE], 2);
    place.expect(&["check", "--all"], 0);
    let told = place.mails().len();
    assert_eq!(entries(&place).len(), 1);

    let more = format!("{TOPIC}\n[[object]]\nid = \"helional\"\nopens = \"alone\"\nnames = [\"helional\"]\n");
    std::fs::write(place.path("topics/meth.toml"), more).expect("the topic can be written");
    place.expect(&["check", "--all"], 0);
    place.expect(&["check", "--all"], 0);
    assert_eq!(entries(&place).len(), 2, "what the new file finds is in the ledger");
    assert_eq!(place.mails().len(), told, "and nobody is alerted");

    // A topic taken away removes nothing from the page.
    place.watchlist("", &watch(&web, r#"["fentanyl"]"#));
    place.expect(&["check", "--all"], 0);
    place.expect(&["check", "--all"], 0);
    assert_eq!(place.mails().len(), told);
    assert!(!place.subjects("desk").iter().any(|s| s.starts_with("REMOVED")), "{:?}", place.subjects("desk"));
}

#[test]
fn a_mistake_in_a_topic_file_stops_every_command_with_its_place() {
    let web = Web::start();
    let place = place(&web, r#"["methamphetamine"]"#);
    std::fs::write(place.path("topics/meth.toml"), TOPIC.replace("\"4468-48-8\"", "\"4468-48-1\"")).expect("writable");
    for args in [&["validate"][..], &["check", "--all"], &["--watchlist", "watchlist.toml", "recognize"]] {
        let output = place.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains("topics/meth.toml:") && said.contains("the last one is 8"), "{args:?}: {said}");
    }
    std::fs::remove_file(place.path("topics/meth.toml")).expect("removable");
    let output = place.run(&["validate"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read topic file"));
}

#[test]
fn recognize_and_compare_use_the_topics_of_a_watchlist() {
    let web = Web::start();
    let place = place(&web, r#"["methamphetamine"]"#);
    let ask = |command: &str, line: Value| -> Value {
        let answers = crate::compare::lines_in(&place, &[command], format!("{line}\n"));
        answers.1.into_iter().next().expect("an answer")
    };
    let only = ask("recognize", json!({"id": 1, "text": EPHEDRINE, "lang": "en"}));
    assert_eq!((&only["topic_fentanyl"], &only["is_commitment"]), (&json!(false), &json!(true)));
    assert_eq!(only["claims"][0]["topic"], "methamphetamine");
    let both = ask("recognize", json!({"id": 2, "text": BOTH, "lang": "en"}));
    assert_eq!(both["topic_fentanyl"], true);
    let topics: Vec<&Value> = both["claims"].as_array().expect("a list").iter().map(|claim| &claim["topic"]).collect();
    assert_eq!(topics, [&json!("fentanyl"), &json!("methamphetamine")]);
    assert_eq!(both["objects"], json!(["fentanyl_precursors"]));
    let change = ask(
        "compare",
        json!({"id": 3, "before": EPHEDRINE, "after": EPHEDRINE.replace("will require", "will consider requiring")}),
    );
    assert_eq!((&change["verdict"], &change["alert"]), (&json!("weakened"), &json!(true)));
}
