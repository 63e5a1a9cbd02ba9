//! What takes days: pages that are gone, collapsed or rebuilt, read by the program's own rounds under a clock that is moved.

use std::sync::Arc;
use std::time::Duration;

use pledgewatch::channel::{self, Channel};
use pledgewatch::daemon::{Scope, check_round, finish_round};
use pledgewatch::engine::Engine;
use pledgewatch::fetch::HttpFetch;
use pledgewatch::model::{Clock, Event, EventKind, ManualClock};
use pledgewatch::{cli, config, store};

use crate::support::{Web, Workplace, article, list, today};

const TITLE: &str = "Next steps on fentanyl precursors";
const PROMISE: &str = "The Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const FUND: &str =
    "China will give 20 million dollars to the United Nations Office on Drugs and Crime for work on fentanyl.";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";
const HOUR: Duration = Duration::from_secs(3600);

/// A watchlist read and checked in this process, under a clock of its own.
pub(crate) struct Days {
    runtime: tokio::runtime::Runtime,
    engine: Engine,
    channel: Arc<dyn Channel>,
    clock: Arc<ManualClock>,
    pub(crate) place: Workplace,
}

impl Days {
    pub(crate) fn begin(watches: &str) -> Self {
        Self::at(Workplace::new("", watches))
    }

    fn at(place: Workplace) -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let text = std::fs::read_to_string(place.path("watchlist.toml")).expect("the watchlist was written");
        let watchlist =
            config::parse("watchlist.toml", &text, &|_| Err(String::new())).expect("the watchlist is right");
        let clock = Arc::new(ManualClock::at(jiff::Timestamp::now()));
        let engine = runtime.block_on(async {
            let path = place.path("pledgewatch.db");
            let store = store::open(&path.to_string_lossy()).await.expect("a store opens");
            let engine = cli::engine(watchlist, store).expect("an engine is made");
            let clock = Arc::clone(&clock) as Arc<dyn Clock>;
            let fetch = HttpFetch::new(&engine.watchlist.fetch, Arc::clone(&clock)).expect("HTTP is set up");
            Engine { clock, fetch: Arc::new(fetch), ..engine }
        });
        let settings = channel::Settings {
            host: None,
            port: None,
            security: channel::Security::None,
            ca_file: None,
            user: None,
            password: None,
            spool: None,
            timeout: Duration::from_secs(5),
        };
        let channel = channel::open(&settings, &place.path("spool")).expect("a spool opens");
        Self { runtime, engine, channel, clock, place }
    }

    /// One round as `check --all` makes it; what happened in it.
    pub(crate) fn round(&self) -> Vec<Event> {
        self.round_of(&Scope::All)
    }

    pub(crate) fn round_of(&self, scope: &Scope) -> Vec<Event> {
        self.runtime.block_on(async {
            let seeds = self.engine.seeds();
            self.engine.store.sync_watches(&seeds, self.clock.now()).await.expect("the store follows");
            let checked = check_round(&self.engine, scope, &|_| {}).await.expect("a round");
            finish_round(&self.engine, self.channel.as_ref()).await.expect("a round ends");
            checked.into_iter().flat_map(|c| c.events).collect()
        })
    }

    fn kinds(&self) -> Vec<EventKind> {
        self.round().iter().map(|e| e.kind).collect()
    }

    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    fn mails(&self) -> Vec<String> {
        self.place.subjects("desk@reader.test")
    }

    fn states(&self) -> Vec<String> {
        let ledger = self.runtime.block_on(self.engine.store.ledger(None)).expect("the ledger");
        ledger.iter().map(|e| format!("{:?}", e.commitment.state)).collect()
    }
}

fn watch(web: &Web, id: &str, path: &str) -> String {
    format!(
        "[[watch]]\nid = \"{id}\"\nname = \"Ministry {id}\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"page\"\nurl = \"{}\"\n",
        web.url(path)
    )
}

#[test]
fn a_page_is_gone_after_three_checks_over_a_day_and_corrected_when_it_returns() {
    let web = Web::start();
    let page = article(TITLE, &today(), &[TEA, PROMISE, FUND], 1);
    web.page("/a.html", page.clone());
    let days = Days::begin(&watch(&web, "a", "/a.html"));
    days.round();
    // Trouble of another kind first: it does not count towards the day.
    web.answer("/a.html", 500, "text/html", "no");
    days.later(HOUR);
    days.round();
    web.answer("/a.html", 404, "text/html", "no");
    for _ in 0..3 {
        days.later(HOUR * 9);
        assert!(!days.kinds().contains(&EventKind::PageGone), "not yet three checks over a day");
    }
    days.later(HOUR * 9);
    let told = days.round();
    let gone: Vec<&Event> = told.iter().filter(|e| e.kind == EventKind::PageGone).collect();
    assert_eq!(gone.len(), 1, "{told:?}");
    assert_eq!(gone[0].others.len(), 2, "it lists what stood there");
    assert_eq!(days.states(), ["Removed", "Removed"]);
    days.later(HOUR * 9);
    assert!(!days.kinds().contains(&EventKind::PageGone), "told once");
    web.page("/a.html", page);
    days.later(HOUR);
    let back = days.kinds();
    assert_eq!(back.iter().filter(|k| **k == EventKind::Correction).count(), 2, "{back:?}");
    assert_eq!(days.states(), ["Active", "Active"]);
}

#[test]
fn a_collapsed_page_is_held_back_and_accepted_after_three_checks_over_a_day() {
    let web = Web::start();
    let prose = vec![TEA; 30];
    let full: Vec<&str> = [PROMISE].into_iter().chain(prose).collect();
    web.page("/a.html", article(TITLE, &today(), &full, 1));
    let days = Days::begin(&watch(&web, "a", "/a.html"));
    days.round();
    web.page("/a.html", article(TITLE, &today(), &[TEA], 2));
    for _ in 0..3 {
        days.later(HOUR * 9);
        let kinds = days.kinds();
        assert!(!kinds.contains(&EventKind::Removed), "{kinds:?}");
        assert_eq!(days.states(), ["Active"]);
    }
    days.later(HOUR * 9);
    let told = days.round();
    let removed = told.iter().find(|e| e.kind == EventKind::Removed).expect("accepted and told");
    assert_eq!(removed.reason, "collapse_confirmed");
}

#[test]
fn a_site_that_loses_sentences_on_many_pages_is_held_and_can_be_released() {
    let web = Web::start();
    let names = ["a", "b", "c", "d"];
    let towns = ["Mexico", "Canada", "the United States", "India"];
    let promise = |n: usize| PROMISE.replace("Mexico", towns[n]);
    let show = |n: usize, with: bool, noise| {
        let promise = promise(n);
        let all: Vec<&str> = if with { vec![TEA, &promise] } else { vec![TEA] };
        web.page(&format!("/{}.html", names[n]), article(TITLE, &today(), &all, noise));
    };
    let watches: String = names.iter().map(|n| watch(&web, n, &format!("/{n}.html"))).collect();
    (0..4).for_each(|n| show(n, true, 1));
    let days = Days::begin(&watches);
    days.round();
    assert_eq!(days.states().len(), 4);
    for n in 0..2 {
        show(n, false, 2);
        days.later(HOUR);
        assert!(days.kinds().contains(&EventKind::Removed), "one page alone is told");
    }
    (2..4).for_each(|n| show(n, false, 2));
    days.later(HOUR);
    let kinds = days.kinds();
    assert!(kinds.contains(&EventKind::RedesignSuspected) && !kinds.contains(&EventKind::Removed), "{kinds:?}");
    days.later(HOUR);
    assert!(!days.kinds().contains(&EventKind::Removed), "held");
    let output = days.place.run(&["alerts", "release", &web.url("/c.html")]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains('1'), "{output:?}");
    days.later(HOUR);
    assert_eq!(days.kinds().iter().filter(|k| **k == EventKind::Removed).count(), 1, "the released one");
    days.later(HOUR * 48);
    assert_eq!(days.kinds().iter().filter(|k| **k == EventKind::Removed).count(), 1, "never dropped");
}

#[test]
fn a_watch_that_was_not_read_at_first_is_reported_when_it_is() {
    let web = Web::start();
    web.answer("/a.html", 404, "text/html", "no");
    let days = Days::begin(&watch(&web, "a", "/a.html"));
    days.round();
    assert_eq!(days.mails(), ["Now watching 1 source, 1 not read, 0 commitments known"]);
    days.later(HOUR);
    days.round();
    assert_eq!(days.mails().len(), 1, "told once");
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE, FUND], 1));
    days.later(HOUR);
    days.round();
    assert!(days.mails().contains(&"Now watching 1 source, 2 commitments known".to_owned()), "{:?}", days.mails());
    days.later(HOUR);
    days.round();
    assert_eq!(days.mails().len(), 2, "told once");
}

#[test]
fn the_first_report_names_what_was_not_read_and_the_next_tells_the_rest() {
    let web = Web::start();
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
    web.answer("/b.html", 404, "text/html", "no");
    web.answer("/c.html", 404, "text/html", "no");
    let watches: String = ["a", "b", "c"].iter().map(|n| watch(&web, n, &format!("/{n}.html"))).collect();
    let days = Days::begin(&watches);
    days.round();
    assert_eq!(days.mails(), ["Now watching 3 sources, 2 not read, 1 commitment known"]);
    days.later(HOUR);
    days.round();
    web.page("/b.html", article(TITLE, &today(), &[TEA, FUND], 1));
    days.later(HOUR);
    days.round();
    assert_eq!(days.mails().len(), 2, "{:?}", days.mails());
    assert!(days.mails().contains(&"Now watching 1 source, 1 commitment known".to_owned()), "{:?}", days.mails());
    days.later(HOUR);
    days.round();
    assert_eq!(days.mails().len(), 2, "c is still not read, and that was told");
}

#[test]
fn watches_that_are_tried_again_within_moments_share_a_report() {
    let web = Web::start();
    let names = ["a", "b"];
    names.iter().for_each(|n| web.answer(&format!("/{n}.html"), 404, "text/html", "no"));
    let watches: String = names.iter().map(|n| watch(&web, n, &format!("/{n}.html"))).collect();
    let days = Days::begin(&watches);
    days.round();
    assert_eq!(days.mails(), ["Now watching 2 sources, 2 not read, 0 commitments known"]);
    web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
    web.page("/b.html", article(TITLE, &today(), &[TEA, FUND], 1));
    // Both are tried again an hour after the first look, up to a minute apart.
    days.later(HOUR - Duration::from_secs(30));
    days.round_of(&Scope::Watches(vec!["a".to_owned()]));
    assert_eq!(days.mails().len(), 1, "the other is due within two minutes");
    days.later(Duration::from_secs(120));
    days.round_of(&Scope::Due);
    assert!(days.mails().contains(&"Now watching 2 sources, 2 commitments known".to_owned()), "{:?}", days.mails());
    assert_eq!(days.mails().len(), 2, "{:?}", days.mails());
}

#[test]
fn the_shortest_and_the_longest_times_that_a_watchlist_may_name_can_be_reckoned_with() {
    let web = Web::start();
    web.page("/list.html", list(&[("/a.html", TITLE)]));
    let listing = "kind = \"listing\"\nlinks = \".news a\"";
    // One page only where an hour passes between two requests.
    for (spacing, timeout, long, kind, path, own) in [
        ("0s", "1s", "1m", listing, "/list.html", ["1s", "0s", "1h", "\"1m for 1m\", \"1m\""]),
        ("0s", "120s", "365d", listing, "/list.html", ["365d", "7d", "3650d", "\"3650d for 3650d\", \"3650d\""]),
        ("3600s", "120s", "365d", "kind = \"page\"", "/a.html", ["365d", "7d", "3650d", "\"3650d\""]),
    ] {
        web.page("/a.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
        let [every, confirm, quiet, cooling] = own;
        let place = Workplace::new("", "");
        let text = std::fs::read_to_string(place.path("watchlist.toml")).expect("the watchlist was written");
        let text = text.replace("host_spacing = \"0s\"", &format!("host_spacing = \"{spacing}\""));
        let text = text.replace("timeout = \"5s\"", &format!("timeout = \"{timeout}\""));
        let text = format!(
            "{text}[store]\nretention = \"36500d\"\n[health]\nfailing_after = \"{long}\"\n[[watch]]\nid = \"w\"\nagency = \"CN:MOFCOM\"\n\
             {kind}\nurl = \"{}\"\nevery = \"{every}\"\nconfirm_after = \"{confirm}\"\nquiet_after = \"{quiet}\"\ncooling = [{cooling}]\n",
            web.url(path)
        );
        std::fs::write(place.path("watchlist.toml"), text).expect("the watchlist can be written");
        let days = Days::at(place);
        days.round();
        days.later(HOUR * 2);
        web.page("/a.html", article(TITLE, &today(), &[TEA], 2));
        days.round();
        days.later(HOUR * 2);
        web.answer("/a.html", 404, "text/html", "no");
        days.round();
        let (now, store) = (days.clock.now(), &days.engine.store);
        let due = days.runtime.block_on(store.next_due()).expect("the store answers").expect("something is due");
        let retention = days.engine.watchlist.retention.expect("it is set");
        days.runtime.block_on(store.prune(now - retention)).expect("the store answers");
        assert!(due > now && due <= now + HOUR * 24 * 3651, "{due}");
    }
}

/// How often a path was asked for in so many days of rounds, four a day.
fn asked_in(days: &Days, web: &Web, path: &str, so_many: u32) -> usize {
    let asked = || web.log().iter().filter(|line| line.ends_with(path)).count();
    let before = asked();
    for _ in 0..so_many * 4 {
        days.later(HOUR * 6);
        days.round_of(&Scope::Due);
    }
    asked() - before
}

#[test]
fn an_article_cools_but_never_below_daily_with_an_entry_in_the_ledger_and_an_edited_one_is_warm_again() {
    let web = Web::start();
    web.page("/list.html", list(&[("/pledge.html", TITLE), ("/plain.html", "A visit to the east hall")]));
    web.page("/pledge.html", article(TITLE, &today(), &[TEA, PROMISE], 1));
    web.page("/plain.html", article("A visit to the east hall", &today(), &[TEA], 1));
    let days = Days::begin(&format!(
        "[[watch]]\nid = \"list\"\nagency = \"CN:MOFCOM\"\nlanguage = \"en\"\nkind = \"listing\"\nlinks = \".news a\"\nurl = \"{}\"\nevery = \"1d\"\n",
        web.url("/list.html")
    ));
    days.round();
    days.later(HOUR * 24 * 40);
    days.round_of(&Scope::Due);
    let [pledge, plain] = ["/pledge.html", "/plain.html"].map(|path| asked_in(&days, &web, path, 14));
    assert!((9..=14).contains(&pledge), "read about daily: {pledge}");
    assert!((1..=3).contains(&plain), "read weekly: {plain}");
    web.page("/plain.html", article("A visit to the east hall", &today(), &[TEA, "A second visit is planned."], 2));
    days.later(HOUR * 24 * 8);
    days.round_of(&Scope::Due);
    let warm = asked_in(&days, &web, "/plain.html", 7);
    assert!(warm >= 5, "an edited article is read daily again: {warm}");
}
