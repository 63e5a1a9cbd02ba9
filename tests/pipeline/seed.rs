//! The statement of 5 December 2025, retold in several ways and two languages: what the ledger holds afterwards.

use serde_json::{Value, json};

use crate::support::{Web, Workplace};

const RETELLINGS: [(&str, &str, &str); 4] = [
    ("retold", "en", include_str!("../pages/statement-retold.html")),
    ("wire", "en", include_str!("../pages/statement-wire.html")),
    ("briefing", "en", include_str!("../pages/statement-briefing.html")),
    ("zh", "zh", include_str!("../pages/statement-zh.html")),
];

/// A workplace that watches one page as told by a news outlet.
fn watched(web: &Web, id: &str, language: &str, html: &str) -> Workplace {
    web.page("/statement.html", html);
    let watch = format!(
        "[[watch]]\nid = \"{id}\"\nname = \"A statement retold\"\nagency = \"CN:MPS\"\nlanguage = \"{language}\"\n\
         kind = \"page\"\nsource_type = \"third_party_news\"\nprimary = false\nurl = \"{}\"\n",
        web.url("/statement.html")
    );
    Workplace::new("", &watch)
}

/// The one entry of a class; its quote stands on the page as written.
fn the<'l>(ledger: &'l [Value], class: &str, actor: &str, html: &str) -> &'l Value {
    let alike: Vec<&Value> = ledger
        .iter()
        .filter(|e| e["action_class"] == class && e["actor"].as_str().is_some_and(|a| a.starts_with(actor)))
        .collect();
    assert_eq!(alike.len(), 1, "{class} of {actor} in {ledger:#?}");
    let quote = alike[0]["sightings"][0]["quote"].as_str().expect("a quote");
    assert!(html.contains(quote), "{quote}");
    alike[0]
}

#[test]
fn every_retelling_of_the_statement_fills_the_ledger_with_the_same_five_pledges() {
    for (id, language, html) in RETELLINGS {
        let web = Web::start();
        let place = watched(&web, id, language, html);
        place.expect(&["check", "--all"], 0);
        let ledger = place.ledger();
        let ledger = ledger.as_array().expect("a list");
        assert_eq!(ledger.len(), 5, "{id}: {ledger:#?}");
        let keeps = the(ledger, "cooperation", "CN:MPS", html);
        assert_eq!((&keeps["strength"], &keeps["counterparties"]), (&json!("intends"), &json!(["US"])), "{id}");
        let licence = the(ledger, "export_licence", "CN", html);
        assert_eq!((&licence["strength"], &licence["date"]), (&json!("in_force"), &json!("2025-11")), "{id}");
        let mut to: Vec<&str> =
            licence["counterparties"].as_array().into_iter().flatten().flat_map(Value::as_str).collect();
        to.sort_unstable();
        assert_eq!(to, ["CA", "MX", "US"], "{id}");
        assert_eq!((&licence["quantity"]["value"], &licence["quantity"]["unit"]), (&json!(13.0), &json!("chemicals")));
        let duty = the(ledger, "monitoring_report", "CN", html);
        assert_eq!(duty["binds"], "manufacturers", "{id}");
        assert!(duty["what"].as_str().is_some_and(|what| what.contains("verify the end use and end user")), "{duty}");
        let tariff = the(ledger, "tariff_trade", "US", html);
        assert_eq!((&tariff["strength"], &tariff["polarity"]), (&json!("in_force"), &json!("positive")), "{id}");
        assert_eq!(tariff["quantity"], json!({"value": 10.0, "unit": "%", "from": 20.0}), "{id}");
        let group = the(ledger, "cooperation", "CN+US", html);
        assert_eq!(group["strength"], "in_force", "{id}");
        assert!(group["what"].as_str().is_some_and(|what| what.contains("revived a working group")), "{group}");
    }
}

#[test]
fn preview_shows_the_offer_on_tariffs_as_considered_and_stores_nothing() {
    for (id, language, html) in RETELLINGS {
        let web = Web::start();
        let place = watched(&web, id, language, html);
        let shown = place.expect(&["preview", id], 0);
        let offer = "no: it depends on a condition, or is an offer or a reservation, considers";
        assert!(shown.contains(offer), "{shown}");
        let offered = shown.split(offer).skip(1).filter(|part| {
            let words: String = part.lines().take(5).collect();
            words.contains("tariff") || words.contains("关税")
        });
        assert!(offered.count() >= 1, "{shown}");
        assert!(!place.path("pledgewatch.db").exists(), "nothing is stored");
    }
}
