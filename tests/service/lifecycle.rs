//! Start, stop, reload, kills, downtime.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::daemon::{Daemon, until};
use crate::site::{Gives, Sites};
use crate::support::{Web, Workplace, article, header};
use crate::{QUICK, place, watchlist};

const TITLE: &str = "Next steps on fentanyl precursors";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";

fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

fn html(paragraphs: &[&str]) -> String {
    article(TITLE, &today(), paragraphs, 1)
}

fn asked(web: &Web, path: &str) -> usize {
    web.log().iter().filter(|line| line.ends_with(&format!(" {path}"))).count()
}

/// A page read every second, and its place.
fn watched(web: &Web) -> Workplace {
    web.page("/a.html", html(&[PROMISE]));
    place(QUICK, &[("a", web.url("/a.html"), "1s")])
}

#[test]
fn the_service_manager_hears_of_start_life_and_stop() {
    let web = Web::start();
    let place = watched(&web);
    let mut daemon = Daemon::launch(&place, &[("WATCHDOG_USEC", "900000")]);
    daemon.hear("READY=1");
    daemon.hear("STATUS=watching 1 page");
    until("the watchdog is told three times", || {
        daemon.told().iter().filter(|line| *line == "WATCHDOG=1").count() >= 3
    });
    daemon.signal("TERM");
    assert_eq!(daemon.wait().code(), Some(0), "{}", daemon.log());
    assert!(daemon.told().iter().any(|line| line == "STOPPING=1"));
    let ready = daemon.told().iter().filter(|line| *line == "READY=1").count();
    assert_eq!(ready, 1);
    assert!(daemon.log().contains("stopped"), "{}", daemon.log());
}

#[test]
fn an_interrupt_ends_an_idle_service_like_a_stop() {
    let web = Web::start();
    web.page("/a.html", html(&[PROMISE]));
    let place = place(QUICK, &[("a", web.url("/a.html"), "1h")]);
    let mut daemon = Daemon::start(&place);
    until("the page is read", || place.mails().len() == 1);
    daemon.signal("INT");
    assert_eq!(daemon.wait().code(), Some(0), "{}", daemon.log());
    assert!(daemon.told().iter().any(|line| line == "STOPPING=1"));
}

#[test]
fn a_stop_does_not_wait_for_a_silent_server_and_the_check_is_taken_up_at_the_next_start() {
    let sites = Sites::start(1);
    sites.gives(0, "/a.html", Gives::Silence(html(&[PROMISE])));
    let fetch = "host_spacing = \"0s\"\ntimeout = \"120s\"";
    let place = place(fetch, &[("a", sites.url(0, "/a.html"), "1h")]);
    let mut daemon = Daemon::start(&place);
    until("the page is asked for", || sites.count(0, "/a.html") == 1);
    let begun = Instant::now();
    daemon.signal("TERM");
    assert_eq!(daemon.wait().code(), Some(0), "{}", daemon.log());
    // The fetch alone would have taken minutes; a loaded machine may add to the 20 seconds promised.
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    assert!(daemon.log().contains("taken up again at the next start"), "{}", daemon.log());
    sites.release();
    let mut again = Daemon::start(&place);
    until("the baseline is told", || place.subjects("desk@reader.test").len() == 1);
    assert_eq!(sites.count(0, "/a.html"), 2);
    again.stop();
}

#[test]
fn a_reload_puts_the_new_watchlist_in_force() {
    let web = Web::start();
    let place = watched(&web);
    web.page("/b.html", html(&[PROMISE]));
    let mut daemon = Daemon::start(&place);
    until("the first page is read", || asked(&web, "/a.html") >= 1);
    watchlist(&place, QUICK, &[("a", web.url("/a.html"), "1s"), ("b", web.url("/b.html"), "1s")]);
    daemon.signal("HUP");
    daemon.hear("STATUS=watching 2 pages");
    until("the new page is read", || asked(&web, "/b.html") >= 2);
    watchlist(&place, QUICK, &[("b", web.url("/b.html"), "1s")]);
    daemon.signal("HUP");
    until("one page is left", || daemon.told().last().is_some_and(|line| line == "STATUS=watching 1 page"));
    // One check of the page no longer watched may have been under way.
    let (before, other) = (asked(&web, "/a.html"), asked(&web, "/b.html"));
    until("the other is read on", || asked(&web, "/b.html") >= other + 3);
    assert!(asked(&web, "/a.html") <= before + 1);
    daemon.stop();
}

#[test]
fn a_bad_watchlist_is_refused_and_the_old_one_stays_in_force() {
    let web = Web::start();
    let place = watched(&web);
    let mut daemon = Daemon::start(&place);
    let path = place.path("watchlist.toml");
    let good = std::fs::read_to_string(&path).expect("the watchlist is there");
    std::fs::write(&path, good.replace("kind = \"page\"", "kind = \"paje\"")).expect("it can be written");
    daemon.signal("HUP");
    daemon.hear("STATUS=watching 1 page by the old watchlist: the new one has errors");
    until("the operator is told", || place.subjects("ops@reader.test").iter().any(|s| s.contains("watchlist")));
    // A second time within the day is not told again.
    daemon.signal("HUP");
    let before = asked(&web, "/a.html");
    until("the page is read on", || asked(&web, "/a.html") >= before + 2);
    let mails = place.mails();
    let told: Vec<&String> = mails.iter().filter(|m| m.contains("paje")).collect();
    assert_eq!(told.len(), 1, "{:?}", place.subjects("ops@reader.test"));
    assert!(header(told[0], "To").is_some_and(|to| to.contains("ops@reader.test")));
    assert!(daemon.log().contains("stays in force"), "{}", daemon.log());
    // A mistake in a topic file is one of the watchlist.
    std::fs::write(place.path("own.toml"), "id = \"own\"\n[[object]]\nid = \"x\"\nopens = \"alone\"\nnames = []\n")
        .expect("it can be written");
    std::fs::write(&path, format!("{good}\n[topics.own]\nfile = \"own.toml\"\n")).expect("it can be written");
    daemon.signal("HUP");
    until("the topic file is refused", || daemon.log().contains("own.toml:5:1"));
    assert!(daemon.told().last().is_some_and(|line| line.contains("the new one has errors")));
    std::fs::write(&path, good).expect("it can be written");
    daemon.signal("HUP");
    until("the new one is in force", || daemon.told().last().is_some_and(|line| line == "STATUS=watching 1 page"));
    daemon.stop();
}

#[test]
fn a_bad_watchlist_at_the_start_is_exit_2_and_nothing_is_started() {
    let place = Workplace::new("", "[[watch]]\nid = \"A\"\n");
    let output = place.run(&["run"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!place.path("pledgewatch.db").exists());
}

#[test]
fn a_second_daemon_on_the_store_is_refused_and_names_the_first() {
    let web = Web::start();
    let place = watched(&web);
    let mut daemon = Daemon::start(&place);
    let output = place.run(&["run"]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains(&format!("process {}", daemon.pid())), "{stderr}");
    let before = asked(&web, "/a.html");
    until("the first goes on", || asked(&web, "/a.html") > before);
    daemon.stop();
    // The lock went with it, though its file is still there.
    Daemon::start(&place).stop();
}

#[test]
fn a_store_that_cannot_be_made_is_exit_1_with_the_reason() {
    let place = place(QUICK, &[]);
    // In /proc nobody can make files, not even the administrator.
    for (store, reason) in [("missing/folder/p.db", "No such file"), ("/proc/pledgewatch.db", "pledgewatch.db")] {
        let output = place.run(&["--store", &format!("sqlite:{store}"), "run"]);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains(&format!("open store \"{store}\"")) && stderr.contains(reason), "{stderr}");
    }
}

/// Message-ID and subject of the mails to the desk, by `Message-ID`.
fn told(place: &Workplace) -> BTreeMap<String, String> {
    let mails = place.mails();
    let to_desk = mails.iter().filter(|m| header(m, "To").is_some_and(|to| to.contains("desk@reader.test")));
    to_desk.map(|m| (header(m, "Message-ID").unwrap_or_default(), header(m, "Subject").unwrap_or_default())).collect()
}

#[test]
fn killed_again_and_again_nothing_is_lost_and_nothing_is_told_twice() {
    const NEW: [&str; 4] = [
        "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.",
        "The Ministry of Commerce will ban exports of nitazene precursors and fentanyl precursors to Canada from 1 May 2027.",
        "China will share information on fentanyl shipments with Canada.",
        "China will resume the joint working group on fentanyl with the United States on 15 January 2027.",
    ];
    let sites = Sites::start(1);
    let mut paragraphs = vec![PROMISE];
    let show = |paragraphs: &[&str]| sites.page(0, "/a.html", html(paragraphs), Duration::ZERO);
    show(&paragraphs);
    let place = place(QUICK, &[("a", sites.url(0, "/a.html"), "1s")]);
    let mut daemon = Daemon::start(&place);
    until("the baseline is told", || told(&place).len() == 1);
    let heads = || told(&place).into_values().filter(|s| s.starts_with("NEW")).collect::<Vec<_>>();
    for (round, new) in NEW.into_iter().enumerate() {
        paragraphs.push(new);
        let before = sites.count(0, "/a.html");
        show(&paragraphs);
        // Killed at the request itself, right after it, or some requests later.
        until("the page is asked for", || sites.count(0, "/a.html") > before + round);
        daemon.signal("KILL");
        assert_eq!(daemon.wait().code(), None);
        daemon = Daemon::start(&place);
        until("the new commitment is told", || heads().len() > round);
    }
    let before = sites.count(0, "/a.html");
    until("the page is read on", || sites.count(0, "/a.html") >= before + 3);
    daemon.stop();
    let mut subjects = heads();
    assert_eq!(subjects.len(), NEW.len(), "{subjects:?}");
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), NEW.len(), "one each: {subjects:?}");
}

#[test]
fn after_downtime_one_check_catches_up_at_once() {
    let web = Web::start();
    let place = watched(&web);
    let mut daemon = Daemon::start(&place);
    until("the page is read", || asked(&web, "/a.html") >= 2);
    daemon.stop();
    let (before, stopped) = (asked(&web, "/a.html"), Instant::now());
    // Three runs are missed; from now on the page is read hourly, so that a second check would be one too many.
    until("three runs are missed", || stopped.elapsed() > Duration::from_millis(3_500));
    watchlist(&place, QUICK, &[("a", web.url("/a.html"), "1h"), ("b", web.url("/b.html"), "1s")]);
    web.page("/b.html", html(&[PROMISE]));
    let mut daemon = Daemon::start(&place);
    until("the page is read at once", || asked(&web, "/a.html") == before + 1);
    let others = asked(&web, "/b.html");
    until("others are read on", || asked(&web, "/b.html") >= others + 3);
    assert_eq!(asked(&web, "/a.html"), before + 1);
    daemon.stop();
}

#[test]
fn a_store_that_fails_for_a_while_is_told_once_and_outlived() {
    let web = Web::start();
    let place = watched(&web);
    let mut daemon = Daemon::launch(&place, &[("WATCHDOG_USEC", "3000000")]);
    daemon.hear("READY=1");
    until("the page is read", || asked(&web, "/a.html") >= 1);
    let store = rusqlite::Connection::open(place.path("pledgewatch.db")).expect("the store is there");
    store.busy_timeout(Duration::from_secs(30)).expect("a time-out can be set");
    store.execute_batch("alter table targets rename to elsewhere").expect("a table can be put out of reach");
    daemon.hear("no such table");
    let beats = |daemon: &mut Daemon| daemon.told().iter().filter(|line| *line == "WATCHDOG=1").count();
    // Some turns of every loop: each fails again and says nothing new, and the service is not taken for hanging.
    let before = beats(&mut daemon);
    until("the watchdog is told on", || beats(&mut daemon) >= before + 5);
    let log = daemon.log();
    // A check in hand when the store failed may add what it could not give back; nothing is said twice.
    let said = log.lines().filter_map(|line| line.split_once("ERROR look for due checks")).map(|(_, trouble)| trouble);
    let mut once: Vec<&str> = said.clone().collect();
    once.sort_unstable();
    once.dedup();
    assert!((1..=2).contains(&once.len()) && once.len() == said.count(), "{log}");
    store.execute_batch("alter table elsewhere rename to targets").expect("it can be put back");
    let before = asked(&web, "/a.html");
    until("the page is read again", || asked(&web, "/a.html") > before);
    let status = |line: &&String| line.starts_with("STATUS=");
    until("all is well", || daemon.told().iter().rfind(status).is_some_and(|line| line == "STATUS=watching 1 page"));
    assert!(daemon.log().contains("look for due checks: works again"), "{}", daemon.log());
    daemon.stop();
}

#[test]
fn a_stop_does_not_wait_for_a_silent_mail_server_and_the_mail_leaves_after_the_next_start() {
    let web = Web::start();
    web.page("/a.html", html(&[PROMISE]));
    let place = place("host_spacing = \"0s\"\ntimeout = \"120s\"", &[("a", web.url("/a.html"), "1h")]);
    let path = place.path("watchlist.toml");
    let spooled = std::fs::read_to_string(&path).expect("the watchlist is there");
    // It takes connections, by the kernel, and never says a word.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback can be bound");
    let port = silent.local_addr().expect("a bound socket has an address").port();
    let mailed = format!("[email]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"");
    std::fs::write(&path, spooled.replace("[email]", &mailed)).expect("it can be written");
    let mut daemon = Daemon::start(&place);
    let (mut connection, _) = silent.accept().expect("the mail is on its way");
    let begun = Instant::now();
    daemon.stop();
    assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    // The connection is closed without a word from us either.
    let mut said = Vec::new();
    std::io::Read::read_to_end(&mut connection, &mut said).expect("it is closed");
    assert_eq!(String::from_utf8_lossy(&said), "");
    std::fs::write(&path, spooled).expect("it can be written");
    let mut daemon = Daemon::start(&place);
    until("the mail leaves", || place.subjects("desk@reader.test").len() == 1);
    daemon.stop();
}
