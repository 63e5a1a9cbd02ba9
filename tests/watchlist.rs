//! Every file of tests/mistakes gives exactly the text beside it; the shipped watchlist gives none.
//! `UPDATE_EXPECTED=1 cargo test --test watchlist` writes the texts anew.

use std::fs;
use std::path::{Path, PathBuf};

use pledgewatch::config::Watch;
use pledgewatch::model::{Link, Page};
use pledgewatch::{config, extract};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read_topic(path: &str) -> Result<String, String> {
    fs::read_to_string(here("tests/mistakes").join(path)).map_err(|_| "no such file".to_owned())
}

/// Problems, or warnings when there is no problem, as one text.
fn said(name: &str, text: &str) -> String {
    let lines = match config::parse(name, text, &read_topic) {
        Ok(list) => list.warnings,
        Err(problems) => problems.rendered,
    };
    lines.join("\n\n") + "\n"
}

#[test]
fn every_mistake_is_named_with_its_place_and_a_hint() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut files: Vec<PathBuf> = fs::read_dir(here("tests/mistakes"))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    for file in files {
        let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let text = String::from_utf8(fs::read(&file).expect("a mistake can be read")).expect("mistakes are UTF-8");
        let found = said(&name, &text);
        let beside = file.with_extension("txt");
        if update {
            fs::write(&beside, &found).expect("the expected text can be written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{name}\n--- expected\n{expected}--- found\n{found}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 25, "only {count} mistakes are tried");
}

#[test]
fn the_shipped_watchlist_has_no_problem_and_no_warning() {
    let text = fs::read_to_string(here("watchlist.toml")).expect("the watchlist is shipped");
    let list = config::parse("watchlist.toml", &text, &read_topic).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(list.warnings, Vec::<String>::new());
    assert!(list.watches.len() >= 50, "{} watches", list.watches.len());
    assert!(list.watches.iter().all(|watch| watch.enabled || watch.note.is_some()), "a disabled watch says why");
    assert!(list.fetch.contact.is_none(), "nobody is fetched before a contact is set");
}

/// Every body whose page, gazette or feed is of use, as they were collected from public code.
const WATCHED: &str = "US:FR US:WH US:ONDCP US:State US:Treasury US:OFAC US:USTR US:DEA US:DOJ US:CBP US:HHS \
    CN:MFA CN:MPS CN:MOFCOM CN:GACC CN:NMPA CN:NHC CN:NNCC CN:MEM MX:SRE MX:Presidencia MX:SSPC MX:SEMAR MX:COFEPRIS MX:ANAM \
    MX:DOF MX:FGR CA:PS CA:CBSA CA:HC CA:Gazette CA:PM CA:Czar UN:INCB UN:UNODC UN:CND IN:PIB IN:MHA IN:NCB";

#[test]
fn the_shipped_watchlist_covers_every_body_and_says_what_stands_in_for_it() {
    let text = fs::read_to_string(here("watchlist.toml")).expect("the watchlist is shipped");
    let list = config::parse("watchlist.toml", &text, &read_topic).unwrap_or_else(|problems| panic!("{problems}"));
    let ids: Vec<&str> = list.watches.iter().map(|w| w.origin.watch.as_str()).collect();
    for body in WATCHED.split_whitespace() {
        let of = |w: &&Watch| w.origin.agency == body || w.stands_in_for.as_deref() == Some(body);
        let watches: Vec<&Watch> = list.watches.iter().filter(of).collect();
        assert!(!watches.is_empty(), "{body} is not watched");
        // A body none of whose pages is read: its watches name one that is.
        let read = watches.iter().any(|w| w.enabled);
        let named = |w: &&&Watch| {
            let note = w.note.as_deref().unwrap_or_default();
            let words = note.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            words.into_iter().any(|word| list.watches.iter().any(|o| o.enabled && o.origin.watch == word))
        };
        assert!(read || watches.iter().any(|w| named(&w)), "nothing stands in for {body}");
    }
    for watch in &list.watches {
        let id = watch.origin.watch.as_str();
        assert_eq!(watch.extract.problems(), [], "{id}");
        assert!(watch.origin.language.is_some(), "{id}");
        for twin in &watch.twins {
            let twin = list.watches.iter().find(|w| &w.origin.watch == twin).expect("the twin is a watch");
            assert_ne!(twin.origin.language, watch.origin.language, "{id}");
            assert_eq!(twin.origin.agency, watch.origin.agency, "{id}");
        }
        // What a note refers to is there.
        let note = watch.note.as_deref().unwrap_or_default();
        for word in note.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            let looks = ["cn-", "us-", "mx-", "ca-", "un-", "in-"].iter().any(|start| word.starts_with(start));
            assert!(!looks || ids.contains(&word), "{id} names `{word}`");
        }
    }
}

#[test]
fn the_shipped_federal_register_watch_reads_an_answer_of_its_api() {
    let text = fs::read_to_string(here("watchlist.toml")).expect("the watchlist is shipped");
    let list = config::parse("watchlist.toml", &text, &read_topic).unwrap_or_else(|problems| panic!("{problems}"));
    let watch = list.watches.iter().find(|w| w.origin.watch == "us-fr").expect("it is shipped");
    assert!(watch.enabled);
    let answer = r#"{"count":2,"total_pages":2,"next_page_url":"https://www.federalregister.gov/api/v1/documents?page=2","results":[
        {"document_number":"2026-00001","title":"Placement of N-Pyrrolidino Fentanyl in Schedule I","type":"Rule","action":"Final rule.","abstract":"The agency places it.","publication_date":"2026-11-20","effective_on":"2026-12-21","comments_close_on":null,"agencies":[],"html_url":"https://www.federalregister.gov/documents/2026/11/20/2026-00001/placement"},
        {"document_number":"2026-00002","title":"Importer Application","type":"Notice","action":"Notice.","abstract":null,"publication_date":"2026-11-19","effective_on":null,"comments_close_on":"2027-01-19","agencies":[],"html_url":"https://www.federalregister.gov/documents/2026/11/19/2026-00002/importer"}]}"#;
    let read_at = "2026-11-21T12:00:00Z".parse().expect("a time");
    let page = Page::from_bytes(watch.url.clone(), Some("application/json"), answer.into(), read_at);
    let listed = extract::json(&page, &watch.extract, 1).expect("the answer is readable");
    let text = |link: &Link| {
        let page = pledgewatch::pipeline::given_page(link).expect("the item carries its text");
        extract::document(&page, &watch.extract).expect("the item is readable").text()
    };
    let texts: Vec<String> = listed.links.iter().map(text).collect();
    assert_eq!(
        texts,
        [
            "Placement of N-Pyrrolidino Fentanyl in Schedule I\nRule, effective on 2026-12-21: The agency places it.\n",
            "Importer Application\nNotice, comments close on 2027-01-19\n",
        ]
    );
    assert_eq!(listed.parts.len(), 1, "the next page is on the same site");
}

#[test]
fn the_topics_that_are_shipped_and_shown_have_no_problem() {
    let built_in = fs::read_to_string(here("src/commitments/lexicons/fentanyl.toml")).expect("the topic is there");
    let shown = fs::read_to_string(here("docs/topics/methamphetamine.toml")).expect("the example is shipped");
    for (id, text) in [
        ("methamphetamine", &shown),
        ("opioids", &built_in.replace("id = \"fentanyl\"\nclass", "id = \"opioids\"\nclass")),
    ] {
        let list = format!("{SMALLEST}[topics.{id}]\nfile = \"{id}.toml\"\n");
        let list =
            config::parse("w.toml", &list, &|_| Ok(text.clone())).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!((list.topics.len(), list.topics[0].id.as_str()), (1, id));
        assert!(list.topics[0].object.len() > 10);
    }
    let built_in = pledgewatch::commitments::TopicFile::built_in();
    let list = format!("{SMALLEST}[topics.fentanyl]\nfile = \"f.toml\"\n");
    assert!(said("w.toml", &list).contains("`fentanyl` is built in"));
    assert!(built_in.object.len() > 20);
}

const SMALLEST: &str = "[recipients.ops]\nemail = [\"ops@example.org\"]\nrole = \"operator\"\n";

#[test]
fn an_empty_watch_list_is_fine() {
    let list = config::parse("w.toml", SMALLEST, &read_topic).expect("nothing is wrong");
    assert!(list.watches.is_empty());
    assert_eq!(list.health.heartbeat_lines, ["0 8 * * Mon"]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = format!("\u{feff}{}", SMALLEST.replace('\n', "\r\n"));
    assert_eq!(said("w.toml", &windows), "\n");
    let wrong = said("w.toml", &windows.replace("role", "rule"));
    assert!(wrong.contains("w.toml:3:1") && !wrong.contains('\r'), "{wrong}");
}

#[test]
fn a_file_of_more_than_eight_megabytes_is_refused_unread() {
    let large = SMALLEST.to_owned() + &"#".repeat(8 * 1024 * 1024);
    assert!(said("w.toml", &large).contains("8 MB"));
}

#[test]
fn no_message_repeats_a_secret() {
    for broken in
        ["password = \"hunter2\"", "password = \"hunter2\" oops", "password = \"hunter2", "password = '''\nhunter2'''"]
    {
        let text = format!("[email]\nuser = \"me\"\n{broken}\n");
        let found = said("w.toml", &text);
        assert!(!found.contains("hunter2") && found.contains("password"), "{found}");
    }
    for url in ["https://me:hunter2@example.org/", "postgres://me:hunter2@db/x"] {
        let text = format!("[store]\nurl = \"{url}\"\n[fetch]\nproxy = \"{url}\"\n[health]\nping_url = \"{url}\"\n");
        let found = said("w.toml", &text);
        assert!(!found.contains("hunter2"), "{found}");
    }
}

#[test]
fn a_watch_takes_from_the_defaults_what_it_does_not_say() {
    let text = format!(
        "{SMALLEST}[defaults]\nschedule = \"0 * * * *\"\nnotify = [\"ops\"]\nconfirm_after = \"0s\"\nmax_pages = 3\n\
         [[watch]]\nid = \"a\"\nagency = \"CN:MFA\"\nurl = \"https://example.org/a\"\n\
         [[watch]]\nid = \"b\"\nagency = \"US:DEA\"\nurl = \"https://example.org/b\"\nevery = \"20m\"\nmax_pages = 9\n"
    );
    let list = config::parse("w.toml", &text, &read_topic).expect("nothing is wrong");
    let [a, b] = list.watches.as_slice() else { panic!("two watches") };
    assert_eq!(
        (a.plan.describe(), b.plan.describe()),
        ("every hour on the hour UTC".into(), "every 20 minutes".into())
    );
    assert_eq!((a.max_pages, b.max_pages), (3, 9));
    assert_eq!((a.origin.zone.as_str(), b.origin.zone.as_str()), ("Asia/Shanghai", "America/New_York"));
    assert_eq!(a.notify, ["ops"]);
    assert!(b.confirm_after.is_zero() && b.line == 13, "{}", b.line);
}

#[test]
fn ten_thousand_watches_are_read_in_a_few_seconds() {
    let mut text = SMALLEST.to_owned();
    for n in 0..10_000 {
        text.push_str(&format!(
            "[[watch]]\nid = \"w{n}\"\nagency = \"CN:MFA\"\nurl = \"https://example.org/{n}\"\nnotify = [\"ops\"]\n"
        ));
    }
    let begin = std::time::Instant::now();
    assert_eq!(config::parse("w.toml", &text, &read_topic).map(|list| list.watches.len()), Ok(10_000));
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn the_manual_names_every_key() {
    let manual = fs::read_to_string(here("docs/watchlist.md")).expect("the manual is shipped")
        + &fs::read_to_string(here("docs/topics.md")).expect("the manual is shipped");
    let odd = "zzzzzzzzzzzzzzzzzz = 1\n";
    let text = format!(
        "{odd}[fetch]\n{odd}[store]\n{odd}[email]\npassword = {{ {} }}\n{odd}[health]\n{odd}{SMALLEST}only = {{ {} }}\n{odd}\
         [topics.odd]\nfile = \"topics/odd.toml\"\n{odd}[agencies.\"DE:BKA\"]\n{odd}[defaults]\njson = {{ {} }}\n{odd}[[watch]]\n{odd}",
        odd.trim(),
        odd.trim(),
        odd.trim()
    );
    let found = said("w.toml", &text);
    let lists: Vec<&str> =
        found.lines().filter_map(|line| line.split_once("known here: ")).map(|(_, keys)| keys).collect();
    assert_eq!(lists.len(), 16, "{found}");
    for key in lists.iter().flat_map(|keys| keys.split(", ")) {
        let named = manual.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == key);
        assert!(named, "`{key}` is in no manual");
    }
}

#[test]
fn no_broken_file_makes_it_panic() {
    let text = fs::read_to_string(here("watchlist.toml")).expect("the watchlist is shipped");
    let head: String = text.chars().take(4_000).collect();
    for (at, _) in head.char_indices().step_by(61) {
        said("w.toml", &head[..at]);
        for odd in ["\"", "[", "é", "\n", "= 1e308\n", "\u{feff}"] {
            said("w.toml", &format!("{}{odd}{}", &head[..at], &head[at..]));
        }
    }
    said("w.toml", &"[".repeat(100_000));
    said("w.toml", &format!("a = {}", "[".repeat(100_000)));
    said("w.toml", &format!("a{} = 1", ".a".repeat(100_000)));
}

#[test]
fn the_list_of_agencies_is_that_of_the_program() {
    let mut text = String::from(
        "# Agencies\n\nThe ids that `agency` and `stands_in_for` know. Generated from `src/model/agencies.toml` by\n\
         `UPDATE_EXPECTED=1 cargo test --test watchlist`. `[agencies.\"DE:BKA\"]` in the watchlist adds one.\n\n\
         | id | name | country | time zone |\n|---|---|---|---|\n",
    );
    for agency in pledgewatch::model::AgencyTable::built_in().iter() {
        text.push_str(&format!("| `{}` | {} | {} | {} |\n", agency.id, agency.name, agency.country, agency.zone));
    }
    let file = here("docs/agencies.md");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&file, &text).expect("the list can be written");
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), text);
}
