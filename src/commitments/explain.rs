//! Pure. A Claim in, why it was read so in plain words out: the sentence with its cues marked, the rule, the guideline.

use super::naming;
use crate::model::{AgencyTable, Claim, Cue, CueRole, Guideline, TopicBy};

/// The sentence with each cue of the claim in brackets, followed by its English where that differs: `[将=will]`.
pub fn marked(claim: &Claim, agencies: &AgencyTable) -> String {
    let clause = claim.clause_in_quote();
    let mut text = String::with_capacity(claim.quote.len() * 2);
    let mut at = 0;
    let mut cues: Vec<&Cue> = claim.cues.iter().collect();
    cues.sort_by_key(|cue| (cue.start, std::cmp::Reverse(cue.end)));
    for cue in cues {
        let place = |offset: usize| Some(offset.checked_sub(claim.start)? + clause);
        let (Some(start), Some(end)) = (place(cue.start), place(cue.end)) else { continue };
        // A cue inside another is part of it.
        if start < at || claim.quote.get(start..end) != Some(cue.text.as_str()) {
            continue;
        }
        text.push_str(&claim.quote[at..start]);
        let english = english(cue, agencies);
        let plain = english.to_lowercase() == cue.text.to_lowercase();
        text.push_str(&if plain { format!("[{}]", cue.text) } else { format!("[{}={english}]", cue.text) });
        at = end;
    }
    text.push_str(&claim.quote[at..]);
    text.trim().to_owned()
}

/// A cue's English: what it means, or whom it names.
pub fn english(cue: &Cue, agencies: &AgencyTable) -> String {
    match cue.role {
        CueRole::Actor => naming::name(&cue.gloss, agencies),
        _ => cue.gloss.replace('_', " "),
    }
}

/// Whether it is a commitment on a topic and, if not, why: "no: a forecast that binds nobody".
pub fn verdict(claim: &Claim) -> String {
    match (claim.is_commitment, claim.guideline, &claim.topic) {
        (true, _, Some(_)) => "yes, a commitment".to_owned(),
        (true, _, None) => "yes, a commitment, but on no topic".to_owned(),
        (false, Some(guideline), _) => format!("no: {}", guideline_in_words(guideline)),
        (false, None, _) => "no".to_owned(),
    }
}

/// What opened the topic, in words: "fentanyl, named in the sentence".
pub fn topic_in_words(claim: &Claim) -> String {
    let Some(topic) = &claim.topic else { return "none".to_owned() };
    let by = match claim.topic_by {
        Some(TopicBy::Sentence) | None => "named in the sentence",
        Some(TopicBy::Heading) => "named in the heading above",
        Some(TopicBy::Title) => "named in the page's title",
        Some(TopicBy::PrecursorClass) => "by a control act on precursors as a class",
        Some(TopicBy::Attachment) => "named by an attachment of the page",
        Some(TopicBy::Annex) => "the page is an annex of one on the topic",
    };
    format!("{topic}, {by}")
}

/// The guideline that said no, in words.
pub fn guideline_in_words(guideline: Guideline) -> &'static str {
    match guideline {
        Guideline::Boilerplate => "a heading, contact line, caption or other standing text of the page",
        Guideline::DemandOnOther => "it asks or tells somebody else to act",
        Guideline::AdviceToPublic => "advice, or a reminder of a duty that exists already, and no new rule",
        Guideline::AttributedToOther => "said by somebody other than the body that would be bound",
        Guideline::Denial => "it denies, or rules the act out",
        Guideline::Condition => "it depends on a condition, or is an offer or a reservation",
        Guideline::Willingness => "willing, open to, or still weighing: not decided",
        Guideline::PastOperation => "a finished operation, meeting or statistic",
        Guideline::OldAct => "an act too old to be news, told in a recap, or a rule that stood before",
        Guideline::Forecast => "a forecast that binds nobody",
        Guideline::Rhetoric => "resolve without a measure or a partner",
        Guideline::Recommendation => "one body recommends that another act",
        Guideline::UnfinishedLegislation => "a bill that is not yet law, or a member's proposal",
        Guideline::NotTestable => "nothing that could later be called done or not done",
        Guideline::NoCue => "no word that promises, orders or rules anything",
        Guideline::OtherLanguage => "written in none of the four languages that are read",
    }
}

/// Rules whose names do not say enough by themselves.
const RULES: &[(&str, &str)] = &[
    ("noise.no_cue", "no word of the sentence tells of an act"),
    ("noise.question", "the sentence is a question"),
    ("noise.language", "the sentence is in none of the four languages"),
    ("noise.heading", "a heading announces, the text below it counts"),
    ("noise.boilerplate", "standing text of the page"),
    ("bound.recommendation", "the verb recommends"),
    ("bound.advice", "the verb advises the public"),
    ("bound.legal_effect", "it tells what a sanction does to property and dealings"),
    ("bound.demand_on_other", "the subject of the verb is another side, or the verb asks it"),
    ("voice.reported_by_other", "a source or a report speaks, not the body"),
    ("voice.speaker_is_not_bound", "the speaker is of another country than the one that would act"),
    ("voice.page_is_not_bound", "the page is of another country than the one that would act"),
    ("voice.protest", "the page protests at what another side does"),
    ("voice.question", "a reporter asks it"),
    ("guard.denial", "the leading verb is negated"),
    ("guard.condition", "a condition governs the verb"),
    ("guard.forecast", "the subject is nobody who could promise it"),
    ("guard.willingness", "the leading words are of willingness"),
    ("guard.weighing", "the leading words are of weighing or studying"),
    ("guard.unfinished_legislation", "the bill has not passed"),
    ("finished.operation", "the verb tells of something done that is no rule and no office"),
    ("finished.old_act", "every date lies more than sixty days before the page"),
    ("finished.description", "it describes a measure told before"),
    ("finished.standing_rule", "a rule in the present without date or newness"),
    ("finished.publication", "a guide or a list was given out"),
    ("finished.rhetoric", "words of resolve lead, and no measure follows"),
    ("firm.not_testable", "the act is of no known kind and names no thing, date or number"),
    ("firm.own_future", "a future or a plan of one's own"),
    ("firm.joint_future", "a future of both sides in a joint text"),
    ("firm.dated_regulation", "a rule with the day on which it starts"),
    ("firm.required", "a duty that an authority imposes"),
    ("firm.proposed", "a rule or bill that is proposed"),
    ("firm.sum_allotted", "a stated sum given by its owner"),
    ("firm.under_way", "something being done for what is still to come"),
    ("firm.immediate", "it starts on the day of the page"),
    ("firm.in_force", "it holds already"),
    ("firm.ordered", "it is decided"),
    ("firm.pledged", "a promise or an agreement"),
    ("firm.withdrawn", "something is ended, suspended or cancelled"),
    ("firm.announced", "an announcement of what is to be done"),
    ("firm.done", "a legal or institutional act that is done"),
];

/// A rule's name in words; of one that is not listed its own words.
pub fn rule_in_words(rule: &str) -> String {
    let known = RULES.iter().find(|(name, _)| *name == rule).map(|(_, words)| (*words).to_owned());
    known.unwrap_or_else(|| rule.split_once('.').map_or(rule, |(_, words)| words).replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Recognizer};
    use super::*;

    fn claims(text: &str) -> Vec<Claim> {
        let recognizer = Recognizer::new(AgencyTable::built_in());
        recognizer.sentence(text, &Context { agency: Some("CN:MOFCOM".to_owned()), ..Context::default() })
    }

    #[test]
    fn the_sentence_is_shown_whole_with_each_cue_and_its_english() {
        let agencies = AgencyTable::built_in();
        let all = claims("据悉，商务部将对芬太尼前体实施出口许可管理。");
        let text = marked(&all[0], &agencies);
        assert!(text.starts_with("据悉") && text.ends_with('。'), "{text}");
        for part in ["[商务部=China's Ministry of Commerce]", "[芬太尼前体=fentanyl precursors]", "will]"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(verdict(&all[0]), "yes, a commitment");
        assert_eq!(topic_in_words(&all[0]), "fentanyl, named in the sentence");
    }

    #[test]
    fn a_no_names_its_guideline_and_its_rule_in_words() {
        let all = claims("Fentanyl deaths will fall next year.");
        assert_eq!(verdict(&all[0]), "no: a forecast that binds nobody");
        assert_eq!(rule_in_words(&all[0].rule), "the subject is nobody who could promise it");
        assert_eq!(rule_in_words("firm.some_new_rule"), "some new rule");
    }

    #[test]
    fn every_guideline_has_words_of_its_own() {
        let mut words: Vec<&str> = Guideline::ALL.iter().map(|g| guideline_in_words(*g)).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Guideline::ALL.len());
    }
}
