//! Pure. Tests of recognition on the retold statement of 5 December 2025.
use super::*;
use crate::model::{ActionClass, Block, BlockClass, BlockKind, Guideline, Sentence, Strength};

const PAGE: &str = include_str!("../../../tests/pages/statement-retold.html");

/// The retold page as a document: its paragraphs, cut into sentences at full stops.
fn page() -> Document {
    let mut document = Document {
        title: Some("Beijing to go on working with Washington against fentanyl, ministry says".to_owned()),
        published: "2025-12-05".parse().ok(),
        lang: Some(Lang::En),
        ..Document::default()
    };
    let mut start = 0;
    for paragraph in PAGE.lines().filter_map(|l| l.strip_prefix("<p>")?.strip_suffix("</p>")) {
        let sentences = crate::text::sentence::split(paragraph, Some(Lang::En))
            .into_iter()
            .map(|range| Sentence { start: start + range.start, end: start + range.end, key: String::new() })
            .collect();
        let (kind, class) = (BlockKind::Paragraph, BlockClass::Main);
        document.blocks.push(Block { kind, class, text: paragraph.to_owned(), start, sentences });
        start += paragraph.len() + 1;
    }
    document
}

fn claims() -> Vec<Claim> {
    let context =
        Context { agency: Some("XX:NEWS".to_owned()), source_type: SourceType::ThirdPartyNews, ..Context::default() };
    recognizer().document(&page(), &context).into_iter().map(|found| found.claim).collect()
}

fn find<'c>(claims: &'c [Claim], words: &str) -> Vec<&'c Claim> {
    claims.iter().filter(|c| c.quote.contains(words)).collect()
}

fn the<'c>(claims: &'c [Claim], words: &str, class: ActionClass) -> &'c Claim {
    find(claims, words)
        .into_iter()
        .find(|c| c.counts() && c.record.action_class == Some(class))
        .unwrap_or_else(|| panic!("no {class} in {words}: {:#?}", find(claims, words)))
}

#[test]
fn the_pledges_of_the_retold_statement_are_found_with_their_fields() {
    let claims = claims();
    let cooperation = the(&claims, "go on cooperating", ActionClass::Cooperation);
    assert_eq!(cooperation.record.strength, Strength::Intends);
    assert!(matches!(cooperation.record.actor.as_deref(), Some("CN:MPS" | "CN")));
    let licence = &the(&claims, "13 key precursor", ActionClass::ExportLicence).record;
    assert_eq!(licence.strength, Strength::InForce);
    assert_eq!(licence.date.map(|d| d.to_string()).as_deref(), Some("2025-11"));
    assert_eq!(licence.counterparties, ["US", "MX", "CA"]);
    let quantity = licence.quantity.as_ref().map(|q| (q.value, q.unit.as_str()));
    assert_eq!(quantity, Some((13.0, "chemicals")));
    let duty = the(&claims, "end use and the end user", ActionClass::MonitoringReport);
    assert_eq!(duty.record.binds.as_deref(), Some("manufacturers"));
    let tariff = &the(&claims, "halved the fentanyl tariffs", ActionClass::TariffTrade).record;
    assert_eq!(tariff.strength, Strength::InForce);
    let moved = tariff.quantity.as_ref().map(|q| (q.from, q.value, q.unit.as_str()));
    assert_eq!(moved, Some((Some(20.0), 10.0, "%")));
    assert!(tariff.actor.as_deref().is_some_and(|actor| actor.starts_with("US")), "{tariff:?}");
    let group = &the(&claims, "revived the US-China", ActionClass::Cooperation).record;
    assert_eq!((group.strength, group.actor.as_deref()), (Strength::InForce, Some("CN+US")));
}

#[test]
fn nothing_else_of_the_retold_statement_is_a_pledge() {
    let claims = claims();
    for words in ["he would lift every", "dropping them altogether"] {
        let offer = find(&claims, words).into_iter().find(|c| c.guideline == Some(Guideline::Condition));
        let offer = offer.unwrap_or_else(|| panic!("{words}: {:#?}", find(&claims, words)));
        assert_eq!((offer.is_commitment, offer.record.strength), (false, Strength::Considers));
    }
    for words in [
        "acted on what",
        "in regular touch",
        "overdose deaths",
        "no fentanyl problem",
        "shutting down",
        "likely to see",
        "calmest mood",
        "hardest health",
    ] {
        assert!(find(&claims, words).iter().all(|c| !c.counts()), "{words}: {:#?}", find(&claims, words));
    }
    assert_eq!(claims.iter().filter(|c| c.counts()).count(), 5);
}
