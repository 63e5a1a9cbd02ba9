//! Pure. Topics of one's own beside the built-in one.

use super::super::{Claim, Context, Recognizer, TopicFile};
use crate::model::{AgencyTable, Document, Lang};

const METH: &str = include_str!("../../../docs/topics/methamphetamine.toml");

fn own() -> TopicFile {
    toml::from_str(METH).expect("the example parses")
}

fn both() -> Recognizer {
    Recognizer::with_topics(AgencyTable::built_in(), &[own()])
}

fn context(topics: Option<&[&str]>) -> Context {
    Context {
        agency: Some("CN:MOFCOM".to_owned()),
        topics: topics.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect()),
        ..Context::default()
    }
}

fn topics(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.topic.as_deref().unwrap_or("-")).collect()
}

#[test]
fn a_sentence_is_a_claim_under_each_topic_it_names() {
    let recognizer = both();
    for (text, wanted) in [
        ("The Ministry will require an export licence for ephedrine.", &["methamphetamine"][..]),
        ("The Ministry will require an export licence for carfentanil.", &["fentanyl"]),
        (
            "The Ministry will require an export licence for carfentanil and for ephedrine.",
            &["fentanyl", "methamphetamine"],
        ),
        ("商务部将对麻黄碱和４－ＡＮＰＰ实施出口许可管理。", &["fentanyl", "methamphetamine"]),
        ("Se prohíbe la exportación de efedrina.", &["methamphetamine"]),
        ("Il est interdit d'exporter de l'éphédrine.", &["methamphetamine"]),
        ("The Ministry will require an export licence for soybeans.", &["-"]),
    ] {
        assert_eq!(topics(&recognizer.sentence(text, &context(None))), wanted, "{text}");
    }
    let text = "The Ministry will require an export licence for carfentanil and for ephedrine.";
    assert_eq!(topics(&recognizer.sentence(text, &context(Some(&["methamphetamine"])))), ["methamphetamine"]);
    let claims = recognizer.sentence(text, &context(None));
    let objects: Vec<&[String]> = claims.iter().map(|claim| claim.record.objects.as_slice()).collect();
    assert!(objects[0].contains(&"carfentanil".to_owned()) && objects[1].contains(&"ephedrine".to_owned()));
}

#[test]
fn a_title_opens_its_own_topic_only() {
    let context = Context { page_title: Some("Notice on methamphetamine".to_owned()), ..context(None) };
    let claims = both().sentence("The Ministry will require an export licence from 1 March 2027.", &context);
    assert_eq!(topics(&claims), ["methamphetamine"]);
}

#[test]
fn the_built_in_topic_reads_alike_whatever_stands_beside_it() {
    let (alone, both) = (Recognizer::new(AgencyTable::built_in()), both());
    for item in super::sets::read(super::sets::EARLIER).iter().take(300) {
        let context = item.context();
        let of_fentanyl = |claims: Vec<Claim>| -> Vec<Claim> {
            claims.into_iter().filter(|claim| claim.topic.as_deref() == Some("fentanyl")).collect()
        };
        let text = &item.label.text;
        assert_eq!(of_fentanyl(both.sentence(text, &context)), of_fentanyl(alone.sentence(text, &context)), "{text}");
    }
}

#[test]
fn the_version_is_that_of_the_topics_used_and_a_comment_does_not_change_it() {
    let ids = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
    let (alone, with) = (Recognizer::new(AgencyTable::built_in()), both());
    assert_eq!(alone.version(&ids(&["fentanyl"])), with.version(&ids(&["fentanyl"])));
    assert_ne!(with.version(&ids(&["fentanyl"])), with.version(&ids(&["fentanyl", "methamphetamine"])));
    let commented: TopicFile = toml::from_str(&format!("# for us\n{METH}")).expect("it parses");
    let commented = Recognizer::with_topics(AgencyTable::built_in(), &[commented]);
    let used = ids(&["methamphetamine"]);
    assert_eq!(with.version(&used), commented.version(&used));
    let mut changed = own();
    changed.object[0].names.push("tina".to_owned());
    let changed = Recognizer::with_topics(AgencyTable::built_in(), &[changed]);
    assert_ne!(with.version(&used), changed.version(&used));
}

#[test]
fn a_substance_with_one_registry_number_can_be_told_by_it() {
    let recognizer = both();
    let number = |id: &str| recognizer.registry_numbers().get(id).map(String::as_str);
    assert_eq!((number("4-ANPP"), number("P-2-P")), (Some("21409-26-7"), Some("103-79-7")));
    assert_eq!((number("nitazenes"), number("fentanyl_precursors")), (None, None));
}

#[test]
fn a_document_in_another_language_gives_no_claim() {
    let text = "Das Ministerium wird die Ausfuhr von fentanyl verbieten und mit der China Commission zusammenarbeiten.";
    let sentences = vec![crate::model::Sentence { start: 0, end: text.len(), key: String::new() }];
    let (kind, class) = (crate::model::BlockKind::Paragraph, crate::model::BlockClass::Main);
    let block = crate::model::Block { kind, class, text: text.to_owned(), start: 0, sentences };
    let document = Document { lang: Some(Lang::En), blocks: vec![block], ..Document::default() };
    assert_eq!(both().document(&document, &context(None)), []);
}
