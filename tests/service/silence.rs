//! Watches that are late or quiet raise one operator event each, by the real store and fetch under a clock that is moved.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use pledgewatch::daemon::{Scope, check_round, tell_silence};
use pledgewatch::engine::Engine;
use pledgewatch::fetch::HttpFetch;
use pledgewatch::model::{Clock, EventKind, ManualClock};
use pledgewatch::{cli, config, store};

use crate::support::{Web, Workplace, article};
use crate::{QUICK, place};

const HOUR: Duration = Duration::from_secs(3_600);
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";

struct World {
    engine: Engine,
    clock: Arc<ManualClock>,
    start: Timestamp,
    _place: Workplace,
}

/// One page, read hourly, with `extra` keys.
async fn world(web: &Web, extra: &str) -> World {
    let place = place(QUICK, &[("a", web.url("/a.html"), "1h")]);
    let path = place.path("watchlist.toml");
    let text = std::fs::read_to_string(&path).expect("the watchlist is there");
    let watchlist = config::parse("watchlist.toml", &format!("{text}{extra}"), &|_| Err("no file".to_owned()))
        .expect("the watchlist is good");
    let store = store::open(&place.path("p.db").to_string_lossy()).await.expect("the store can be made");
    let mut engine = cli::engine(watchlist, store).expect("HTTP can be set up");
    let start: Timestamp = "2026-06-10T00:00:00Z".parse().expect("an instant");
    let clock = Arc::new(ManualClock::at(start));
    engine.clock = Arc::clone(&clock) as Arc<dyn Clock>;
    engine.fetch =
        Arc::new(HttpFetch::new(&engine.watchlist.fetch, Arc::clone(&engine.clock)).expect("HTTP can be set up"));
    engine.store.sync_watches(&engine.seeds(), start).await.expect("the store answers");
    World { engine, clock, start, _place: place }
}

impl World {
    async fn check(&self) {
        check_round(&self.engine, &Scope::Due, &|_| {}).await.expect("the store answers");
    }

    /// Lets the pause pass, jitter included, and checks.
    async fn read_next(&self) {
        self.check().await;
        self.clock.advance(HOUR + Duration::from_secs(60));
    }

    /// Kinds of all events after telling, oldest first.
    async fn tell(&self) -> Vec<EventKind> {
        tell_silence(&self.engine, self.start).await.expect("the store answers");
        let events = self.engine.store.events(100).await.expect("the store answers");
        let mut kinds: Vec<EventKind> = events.iter().map(|e| e.kind).collect();
        kinds.reverse();
        kinds
    }
}

fn run(story: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().expect("a runtime starts").block_on(story);
}

#[test]
fn a_watch_that_is_not_read_in_time_is_told_once_and_again_after_the_next_good_check() {
    let web = Web::start();
    web.page("/a.html", article("Visit", "2026-05-04", &[TEA, TEA], 1));
    run(async {
        let world = world(&web, "").await;
        world.check().await;
        world.clock.advance(HOUR * 7 - Duration::from_secs(1));
        assert_eq!(world.tell().await, []);
        world.clock.advance(Duration::from_secs(2));
        assert_eq!(world.tell().await, [EventKind::WatchOverdue]);
        world.clock.advance(HOUR);
        assert_eq!(world.tell().await, [EventKind::WatchOverdue], "once per episode");
        world.check().await;
        assert_eq!(world.tell().await.len(), 1);
        world.clock.advance(HOUR * 8);
        assert_eq!(world.tell().await, [EventKind::WatchOverdue; 2]);
        let alerts = world.engine.store.alerts(10).await.expect("the store answers");
        assert_eq!(alerts.len(), 2, "{alerts:?}");
        assert!(alerts.iter().all(|row| row.alert.recipient == "ops"), "{alerts:?}");
    });
}

#[test]
fn a_host_that_asks_to_be_left_alone_for_days_is_told() {
    let web = Web::start();
    web.answer("/a.html", 429, "text/html", "later");
    run(async {
        let world = world(&web, "").await;
        world.check().await;
        let days = world.clock.now() + HOUR * 24 * 5;
        let host = pledgewatch::model::host_key(&world.engine.watchlist.watches[0].url);
        world.engine.store.host_defer(&host, days).await.expect("the store answers");
        // The retry finds the host closed and is put back for five days.
        world.clock.advance(HOUR * 2);
        world.check().await;
        world.clock.advance(HOUR * 5);
        assert_eq!(world.tell().await, [EventKind::WatchOverdue]);
        let events = world.engine.store.events(1).await.expect("the store answers");
        assert!(events[0].detail.as_ref().is_some_and(|d| d.contains("next check is due at 2026-06-15")), "{events:?}");
    });
}

#[test]
fn a_page_on_which_nothing_new_appears_is_told_once_per_silence() {
    let web = Web::start();
    let show = |text: &str| web.page("/a.html", article("Visit", "2026-05-04", &[TEA, text], 1));
    run(async {
        show("Delegates from eleven provinces attended and asked questions about the paperwork.");
        let world = world(&web, "quiet_after = \"3d\"\n").await;
        for hour in 0..70 {
            world.read_next().await;
            assert_eq!(world.tell().await, [], "hour {hour}");
        }
        for _ in 0..3 {
            world.read_next().await;
        }
        assert_eq!(world.tell().await, [EventKind::WatchQuiet]);
        show("Delegates from twelve provinces attended and asked questions about the calendar.");
        world.read_next().await;
        assert_eq!(world.tell().await, [EventKind::WatchQuiet], "something new ends the silence");
        for _ in 0..74 {
            world.read_next().await;
        }
        assert_eq!(world.tell().await, [EventKind::WatchQuiet; 2], "and the next silence is another");
    });
}
