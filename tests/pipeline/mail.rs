//! Mail by a real SMTP server: down, refusing, killed in between. No alert is lost, and none arrives twice but under the
//! same Message-ID with the same bytes.

use serde_json::Value;

use crate::smtp::{Act, Closed, Security, Setup, Smtp, Step, Taken};
use crate::support::{Web, Workplace, article, header};

const TITLE: &str = "Next steps on fentanyl precursors";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const DESK: &str = "desk@reader.test";
const OPS: &str = "ops@reader.test";
/// Past the first retry, before the second.
const TWO_MINUTES: u64 = 125;
const A_DAY: u64 = 86_400;

/// A place that watches one page and mails through the server, nothing checked yet. The first check mails one report.
fn mailing(web: &Web, server: &Smtp) -> Workplace {
    place(web, &clear_text(server.port()))
}

fn clear_text(port: u16) -> String {
    format!("host = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"")
}

fn place(web: &Web, email: &str) -> Workplace {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    web.page("/a.html", article(TITLE, &today, &[PROMISE], 1));
    let watch = format!(
        "[[watch]]\nid = \"mofcom\"\nname = \"Ministry of Commerce\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{}\"\n",
        web.url("/a.html")
    );
    Workplace::new(email, &watch)
}

/// `check --all` so many seconds from now: exit code and what it printed.
fn check_in(place: &Workplace, seconds: u64) -> (Option<i32>, String) {
    let mut command = place.command(&["check", "--all"]);
    let output =
        command.env("PLEDGEWATCH_CLOCK_AHEAD", seconds.to_string()).output().expect("the binary can be started");
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code(), told)
}

fn alerts(place: &Workplace) -> Vec<Value> {
    serde_json::from_str(&place.expect(&["alerts", "list", "--format", "json"], 0)).expect("a list")
}

fn text<'a>(alert: &'a Value, key: &str) -> &'a str {
    alert[key].as_str().unwrap_or_else(|| panic!("{key} in {alert}"))
}

fn status(place: &Workplace, code: i32) -> Value {
    serde_json::from_str(&place.expect(&["status", "--format", "json"], code)).expect("JSON")
}

fn to<'a>(taken: &'a [Taken], address: &str) -> Vec<&'a Taken> {
    taken.iter().filter(|mail| mail.to == [address]).collect()
}

fn of_id(taken: &[Taken], message_id: &str) -> Vec<Taken> {
    taken.iter().filter(|mail| header_of(mail, "Message-ID") == message_id).cloned().collect()
}

fn header_of(mail: &Taken, name: &str) -> String {
    header(&String::from_utf8_lossy(&mail.bytes), name).unwrap_or_default()
}

#[test]
fn with_the_server_down_alerts_stay_queued_and_leave_once_when_it_is_up_again() {
    let web = Web::start();
    let (closed, port) = Closed::port();
    let place = place(&web, &clear_text(port));
    let (code, told) = check_in(&place, 0);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("0 delivered, 1 to be tried again, 0 refused"), "{told}");
    let state = status(&place, 1);
    assert_eq!(state["queue"]["waiting"], 1);
    assert!(text(&state["queue"], "last_error").contains("refused"), "{state}");
    let table = place.expect(&["status"], 1);
    assert!(
        table.contains("1 waiting") && table.contains("last answer: ") && table.contains(&port.to_string()),
        "{table}"
    );
    let alert = alerts(&place).remove(0);
    let shown = place.expect(&["alerts", "show", text(&alert, "alert")], 0);
    assert!(shown.contains("not delivered yet, tried 1 times, again "), "{shown}");

    drop(closed);
    let server = Smtp::start(Setup { port, ..Setup::default() });
    check_in(&place, 0);
    assert_eq!(server.taken(), [], "its retry is not due yet");
    let (code, told) = check_in(&place, TWO_MINUTES);
    assert_eq!(code, Some(0), "{told}");
    check_in(&place, A_DAY);
    let reports = of_id(&server.taken(), text(&alert, "message_id"));
    assert_eq!(reports.len(), 1, "exactly once");
    assert!(shown.as_bytes().starts_with(&reports[0].bytes), "the bytes fixed when it was composed");
    assert_eq!(status(&place, 0)["queue"]["waiting"], 0);
    let shown = place.expect(&["alerts", "show", text(&alert, "alert")], 0);
    assert!(shown.contains("desk@reader.test: delivered") && shown.contains("queued as 4711"), "{shown}");
}

#[test]
fn what_is_refused_for_now_is_tried_again_when_it_is_due() {
    let web = Web::start();
    let server = Smtp::start(Setup::default());
    let place = mailing(&web, &server);
    server.on(Step::Rcpt, DESK, Act::Say("450 4.2.0 greylisted, come back".to_owned()));
    let (code, told) = check_in(&place, 0);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("greylisted"), "{told}");
    let (tried, first) = (server.connections(), alerts(&place).remove(0));
    check_in(&place, 30);
    assert_eq!(server.connections(), tried, "not before its time, whatever is checked");
    check_in(&place, TWO_MINUTES);
    assert_eq!(server.connections(), tried + 1);
    server.behave();
    check_in(&place, TWO_MINUTES + 30);
    assert_eq!(server.taken(), [], "the second pause is longer");
    check_in(&place, 2 * TWO_MINUTES + 60);
    check_in(&place, A_DAY);
    assert_eq!(of_id(&server.taken(), text(&first, "message_id")).len(), 1);
}

#[test]
fn one_address_refused_for_good_takes_nothing_from_the_other_and_operators_hear_once() {
    let web = Web::start();
    let server = Smtp::start(Setup::default());
    let place = mailing(&web, &server);
    let list = std::fs::read_to_string(place.path("watchlist.toml")).expect("written before");
    let two = list.replace(&format!("[\"{DESK}\"]"), &format!("[\"left@reader.test\", \"{DESK}\"]"));
    std::fs::write(place.path("watchlist.toml"), two).expect("written");
    server.on(Step::Rcpt, "left@reader.test", Act::Say("550 5.1.1 left the ministry".to_owned()));
    let (code, told) = check_in(&place, 0);
    assert_eq!(code, Some(1), "{told}");
    let taken = server.taken();
    assert_eq!(to(&taken, DESK).len(), 1, "the other address has it");
    assert_eq!(to(&taken, "left@reader.test"), Vec::<&Taken>::new());
    let ops = to(&taken, OPS);
    assert_eq!(ops.len(), 1, "{taken:?}");
    assert!(header_of(ops[0], "Subject").starts_with("[pledgewatch ops]"), "{}", header_of(ops[0], "Subject"));
    let body = String::from_utf8_lossy(&ops[0].bytes).replace("=\r\n", "");
    assert!(body.contains("left@reader.test") && body.contains("left the ministry"), "{body}");
    for day in 1..=3 {
        check_in(&place, day * A_DAY);
    }
    let later = server.taken();
    let about = |m: &&&Taken| String::from_utf8_lossy(&m.bytes).replace("=\r\n", "").contains("left the ministry");
    assert_eq!(to(&later, OPS).iter().filter(about).count(), 1, "not repeated while nothing new is refused");
    let state = status(&place, 1);
    assert!(state["queue"]["failed"].as_u64() >= Some(1), "{state}");

    server.behave();
    let report =
        alerts(&place).into_iter().find(|a| text(a, "message_id") == header_of(to(&taken, DESK)[0], "Message-ID"));
    let report = report.expect("the report");
    assert_eq!(text(&report, "state"), "delivered, failed");
    let said = place.expect(&["alerts", "resend", text(&report, "alert")], 0);
    assert!(said.contains("same bytes and Message-ID"), "{said}");
    check_in(&place, 3 * A_DAY + 60);
    let again = server.taken();
    let resent = to(&again, "left@reader.test");
    assert_eq!(
        resent.iter().filter(|m| m.bytes == to(&taken, DESK)[0].bytes).count(),
        1,
        "the same bytes as the other had"
    );
    place.expect(&["alerts", "resend", "a-nothing000"], 1);
}

#[test]
fn an_operator_who_cannot_be_reached_starts_no_endless_round() {
    let web = Web::start();
    let server = Smtp::start(Setup::default());
    let place = mailing(&web, &server);
    server.on(Step::Rcpt, "@reader.test", Act::Say("550 5.1.1 nobody here".to_owned()));
    let counts: Vec<usize> = (0..4)
        .map(|day| {
            check_in(&place, day * A_DAY);
            alerts(&place).iter().filter(|a| text(a, "recipient") == "ops").count()
        })
        .collect();
    assert_eq!(counts, [1, 1, 1, 1], "one mail on the failure, none on that mail's own");
}

#[test]
fn killed_after_the_servers_250_the_same_mail_goes_again_and_no_other() {
    for point in ["deliver.after_hand_over", "store.record_delivery.before_commit"] {
        let web = Web::start();
        let server = Smtp::start(Setup::default());
        let place = mailing(&web, &server);
        let mut command = place.command(&["check", "--all"]);
        let output = command.env("PLEDGEWATCH_FAILPOINT", point).output().expect("the binary can be started");
        assert_eq!(output.status.code(), None, "{point} was never reached");
        assert_eq!(server.taken().len(), 1, "{point}: the server has it, the store does not know");
        let (code, told) = check_in(&place, 0);
        assert_eq!(code, Some(0), "{told}");
        check_in(&place, A_DAY);
        let taken = of_id(&server.taken(), &header_of(&server.taken()[0], "Message-ID"));
        assert_eq!(taken.len(), 2, "{point}: at least once, and the store knows now");
        assert_eq!(taken[0], taken[1], "{point}: the same bytes under the same Message-ID");
    }
}

#[test]
fn a_250_that_was_lost_on_the_way_is_asked_for_again_with_the_same_bytes() {
    let web = Web::start();
    let server = Smtp::start(Setup::default());
    let place = mailing(&web, &server);
    server.on(Step::End, "", Act::TakeAndClose);
    let (code, told) = check_in(&place, 0);
    assert_eq!(code, Some(1), "{told}");
    server.behave();
    check_in(&place, TWO_MINUTES);
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0], taken[1]);
}

#[test]
fn starttls_with_an_authority_of_ones_own_and_a_password_that_shows_nowhere() {
    const PASSWORD: &str = "correct-horse-battery";
    let web = Web::start();
    let login = Some(("alerts", PASSWORD));
    let server = Smtp::start(Setup { security: Security::StartTls, login, ..Setup::default() });
    let email = |password: &str| {
        format!(
            "host = \"localhost\"\nport = {}\nsecurity = \"starttls\"\nca_file = \"ca.pem\"\nuser = \"alerts\"\npassword = {password}",
            server.port()
        )
    };
    let place = place(&web, &email("{ credential = \"smtp-password\" }"));
    std::fs::write(place.path("ca.pem"), server.authority()).expect("written");
    let missing = place.run(&["alerts", "test", "desk"]);
    let told = String::from_utf8_lossy(&missing.stdout).into_owned();
    assert_eq!(missing.status.code(), Some(1), "{told}");
    assert!(told.contains("not delivered yet") && told.contains("smtp-password"), "{told}");

    std::fs::create_dir(place.path("credentials")).expect("made");
    std::fs::write(place.path("credentials/smtp-password"), PASSWORD).expect("written");
    let mut everything = String::new();
    for (reference, name, value) in [
        (
            "{ credential = \"smtp-password\" }",
            "CREDENTIALS_DIRECTORY",
            place.path("credentials").display().to_string(),
        ),
        ("{ env = \"SMTP_PASSWORD\" }", "SMTP_PASSWORD", PASSWORD.to_owned()),
        ("{ file = \"credentials/smtp-password\" }", "UNUSED", String::new()),
    ] {
        let list = std::fs::read_to_string(place.path("watchlist.toml")).expect("written before");
        let line = list.lines().find(|l| l.starts_with("password = ")).expect("a password").to_owned();
        let list = list.replace(&line, &format!("password = {reference}"));
        std::fs::write(place.path("watchlist.toml"), list).expect("written");
        let output = place.command(&["-vv", "alerts", "test", "desk"]).env(name, value).output().expect("started");
        let told = [output.stdout, output.stderr].map(|b| String::from_utf8_lossy(&b).into_owned()).concat();
        assert_eq!(output.status.code(), Some(0), "{reference}: {told}");
        everything.push_str(&told);
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 3);
    assert!(taken.iter().all(|m| m.encrypted && m.user.as_deref() == Some("alerts")));
    let encoded = data_encoding::BASE64.encode(PASSWORD.as_bytes());
    let in_plain = data_encoding::BASE64.encode(format!("\0alerts\0{PASSWORD}").as_bytes());
    let store = std::fs::read(place.path("pledgewatch.db")).expect("the store");
    everything.push_str(&String::from_utf8_lossy(&store));
    for form in [PASSWORD, encoded.as_str(), in_plain.as_str()] {
        assert!(!everything.contains(form), "the password shows as {form}");
    }
}

#[test]
fn what_a_page_says_of_itself_adds_no_header() {
    let web = Web::start();
    let server = Smtp::start(Setup::default());
    let place = mailing(&web, &server);
    check_in(&place, 0);
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let hostile = "Next&#13;&#10;Bcc: all@evil.test&#10;&#10;steps \u{4e2d}\u{202e}";
    let new = "China will give 20 million dollars to the United Nations Office on Drugs and Crime\u{2028}Cc: all@evil.test for work on fentanyl.";
    web.page("/a.html", article(hostile, &today, &[PROMISE, new], 2));
    check_in(&place, 60);
    let taken = server.taken();
    let mail = to(&taken, DESK).pop().expect("an alert").clone();
    assert!(header_of(&mail, "Subject").starts_with("NEW: "), "{}", header_of(&mail, "Subject"));
    let text = String::from_utf8(mail.bytes).expect("ASCII");
    assert!(text.is_ascii() && text.lines().all(|l| l.len() <= 998), "{text}");
    for name in ["Bcc", "Cc"] {
        assert_eq!(header(&text, name), None, "{text}");
    }
    assert!(
        text.split("\r\n\r\n").nth(1).is_some_and(|body| body.contains("--=_")),
        "the body begins where it should: {text}"
    );
    assert!(taken.iter().all(|m| !m.to.concat().contains("evil")));
}

#[test]
fn a_test_mail_tells_in_words_what_became_of_it() {
    let web = Web::start();
    let server = Smtp::start(Setup::default());
    let place = mailing(&web, &server);
    let told = place.expect(&["alerts", "test", "desk"], 0);
    assert!(told.contains("desk@reader.test: delivered") && told.contains("queued as 4711"), "{told}");
    let told = place.expect(&["alerts", "test"], 0);
    assert!(told.contains(DESK) && told.contains(OPS), "{told}");
    assert_eq!(server.taken().len(), 3, "each test is a mail of its own");
    server.on(Step::Rcpt, DESK, Act::Say("550 5.1.1 no such user".to_owned()));
    let told = place.expect(&["alerts", "test", "desk"], 1);
    assert!(told.contains("not delivered and kept") && told.contains("no such user"), "{told}");
    server.on(Step::Accept, "", Act::Say("421 closed for today".to_owned()));
    let told = place.expect(&["alerts", "test", "desk"], 1);
    assert!(told.contains("not delivered yet") && told.contains("closed for today"), "{told}");
    let (before, queued) = (server.connections(), alerts(&place).len());
    let told = place.expect(&["alerts", "test"], 1);
    assert_eq!(told.matches("not delivered yet").count(), 2, "{told}");
    assert_eq!(
        (server.connections() - before, alerts(&place).len() - queued),
        (1, 2),
        "a server that is down is asked once"
    );
    let none = place.run(&["alerts", "test", "nobody"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&none.stderr).contains("nobody"));
}
