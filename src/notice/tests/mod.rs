//! Pure. What the mails are made of, as the other stages would hand it over; and a reader of the bytes that come out.

mod hostile;
mod mails;
mod routes;
mod subjects;

use jiff::Timestamp;

use super::Composing;
use crate::model::{
    ActionClass, AgencyTable, Cause, Claim, CommitmentId, Coverage, Cue, CueRole, DateKind, Event, EventId, EventKind,
    Lang, Moment, NotRead, Novelty, Origin, Polarity, Quantity, Reason, Recipient, Record, Role, Side, SourceType,
    SpeakerRole, Strength, TopicBy, Window, sha256_hex,
};

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("tests give real times")
}

pub(crate) fn recipient(key: &str, role: Role) -> Recipient {
    Recipient {
        key: key.to_owned(),
        email: vec![format!("{key}@reader.test")],
        role,
        timezone: "America/New_York".to_owned(),
        digest_at: vec!["0 7 * * Mon-Fri".to_owned()],
        now: None,
        digest: None,
        only: Vec::new(),
        quiet: None,
        loud: None,
        max_per_day: None,
    }
}

pub(crate) fn coverage() -> Coverage {
    let not_read = NotRead {
        watch: "us-wh".to_owned(),
        name: "White House, statements".to_owned(),
        reason: Reason::Forbidden,
        since: at("2025-11-04T04:10:00Z"),
    };
    Coverage {
        read: 17,
        total: 18,
        not_read: vec![not_read],
        gaps: vec!["Customs of China, notices: items of 3 Nov 2025 may have been missed".to_owned()],
        not_watched: vec!["Ministry of Public Security of China: answers programs with a challenge; the Ministry of Foreign Affairs stands in".to_owned()],
    }
}

/// What goes with every mail of these tests: the sender, now, the coverage.
pub(crate) struct Desk {
    pub(crate) agencies: AgencyTable,
    pub(crate) numbers: std::collections::BTreeMap<String, String>,
    pub(crate) coverage: Coverage,
    pub(crate) now: Timestamp,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let numbers = [("4-ANPP".to_owned(), "21409-26-7".to_owned())].into();
        Self { agencies: AgencyTable::built_in(), numbers, coverage: coverage(), now: at("2025-11-06T09:05:00Z") }
    }

    pub(crate) fn composing(&self) -> Composing<'_> {
        Composing {
            from: "pledgewatch <alerts@watch.test>",
            now: self.now,
            agencies: &self.agencies,
            registry_numbers: &self.numbers,
            coverage: &self.coverage,
            document_thread: None,
            commitment_thread: None,
            put_off: None,
            words: crate::diff::words,
        }
    }
}

pub(crate) fn origin() -> Origin {
    Origin {
        watch: "cn-mofcom".to_owned(),
        name: "Ministry of Commerce of China, announcements".to_owned(),
        agency: "CN:MOFCOM".to_owned(),
        language: Some(Lang::Zh),
        zone: "Asia/Shanghai".to_owned(),
    }
}

pub(crate) fn record() -> Record {
    Record {
        actor: Some("CN:MOFCOM".to_owned()),
        issuers: vec!["CN:MOFCOM".to_owned(), "CN:GACC".to_owned()],
        binds: Some("exporters".to_owned()),
        action_class: Some(ActionClass::ExportLicence),
        objects: vec!["fentanyl_precursors".to_owned()],
        counterparties: ["US", "MX", "CA"].map(str::to_owned).to_vec(),
        date: "2025-11-10".parse().ok(),
        date_kind: Some(DateKind::Effective),
        quantity: Some(Quantity { value: 13.0, unit: "chemicals".to_owned(), from: None }),
        strength: Strength::Ordered,
        polarity: Polarity::Positive,
    }
}

/// A claim whose cues are the words given, each with its English.
pub(crate) fn claim(quote: &str, gloss: &str, record: Record, cues: &[(&str, &str)]) -> Claim {
    let start = 120;
    let cue = |(text, english): &(&str, &str)| {
        let at = start + quote.find(text).expect("a cue stands in the quote");
        let (text, gloss) = ((*text).to_owned(), (*english).to_owned());
        let role = match gloss.as_str() {
            "US" | "CN:MOFCOM" => CueRole::Actor,
            "2025-11-10" => CueRole::Date,
            _ => CueRole::Strength,
        };
        Cue { start: at, end: at + text.len(), text, gloss, role }
    };
    Claim {
        is_commitment: true,
        topic: Some("fentanyl".to_owned()),
        topic_by: Some(TopicBy::Sentence),
        record,
        speaker_role: SpeakerRole::Own,
        confidence: 0.94,
        cues: cues.iter().map(cue).collect(),
        about: Vec::new(),
        rule: "duty.export_licence".to_owned(),
        guideline: None,
        gloss: gloss.to_owned(),
        quote: quote.to_owned(),
        start,
        end: start + quote.len(),
    }
}

pub(crate) fn side(claim: Claim) -> Side {
    let text_hash = sha256_hex(format!("text of {}", claim.quote).as_bytes());
    let page_hash = sha256_hex(format!("page of {}", claim.quote).as_bytes());
    Side { quote: claim.quote.clone(), claim: Some(claim), text_hash, page_hash, file: None }
}

pub(crate) fn event(kind: EventKind, before: Option<Claim>, after: Option<Claim>) -> Event {
    let operator = kind.is_operator();
    let quote = after.as_ref().or(before.as_ref()).map(|c| c.quote.clone()).unwrap_or_default();
    Event {
        id: EventId::derive(&[kind.as_str(), quote.as_str()]),
        kind,
        novelty: (kind == EventKind::New).then_some(Novelty::Announced),
        reason: "own_page_fresh".to_owned(),
        cause: Cause::Check,
        at: at("2025-11-06T09:05:00Z"),
        topic: (!operator).then(|| "fentanyl".to_owned()),
        commitment: before.as_ref().or(after.as_ref()).map(|c| CommitmentId::derive(&[c.quote.as_str()])),
        origin: origin(),
        moment: Moment {
            url: "https://www.mofcom.test/zwgk/gg/art/2025/art_1101.html".to_owned(),
            title: Some("商务部公告2025年第40号".to_owned()),
            published: "2025-11-06".parse().ok(),
            lang: Some(Lang::Zh),
            source_type: SourceType::PressRelease,
            fetched_at: at("2025-11-06T09:04:30Z"),
            status: 200,
            page_hash: sha256_hex(b"page"),
            text_hash: sha256_hex(b"text"),
            primary: true,
        },
        before: before.map(side),
        after: after.map(side),
        window: Window::default(),
        others: Vec::new(),
        related: Vec::new(),
        unknown: Vec::new(),
        unread: Vec::new(),
        detail: None,
        failure: None,
    }
}

/// The windows of a change that a second reading confirmed.
pub(crate) fn confirmed() -> Window {
    Window {
        old_until: Some(at("2025-11-06T08:20:00Z")),
        old_reads: 31,
        new_from: Some(at("2025-11-06T08:40:10Z")),
        confirmed_at: Some(at("2025-11-06T09:04:30Z")),
    }
}

pub(crate) const LICENCE_ZH: &str =
    "自2025年11月10日起，出口经营者向美国、墨西哥、加拿大出口附件所列13种芬太尼前体，应当事先取得许可证。";
pub(crate) const LICENCE: &str = "China's Ministry of Commerce will require an export licence for 13 fentanyl precursors \
     going to the United States, Mexico and Canada from 10 November 2025.";

/// The Chinese notice whose annex was not read.
pub(crate) fn announced() -> Event {
    let cues = [
        ("2025年11月10日", "2025-11-10"),
        ("美国", "US"),
        ("起", "from"),
        ("出口经营者", "exporters"),
        ("应当", "shall"),
        ("许可证", "licence"),
    ];
    let mut event = event(EventKind::New, None, Some(claim(LICENCE_ZH, LICENCE, record(), &cues)));
    event.unread = vec!["附件 (annex.doc)".to_owned()];
    event.unknown = vec![
        "attachment not read: 附件 (https://www.mofcom.test/zwgk/gg/art/2025/annex.doc): Files of this kind are not read \
         here (DOC, XLS, OFD, WPS, RTF, archives, pictures) (file_kind_not_read)"
            .to_owned(),
    ];
    event
}

pub(crate) fn english(quote: &str, gloss: &str, strength: Strength) -> Claim {
    let record = Record {
        actor: Some("CN:MFA".to_owned()),
        issuers: vec!["CN:MFA".to_owned()],
        binds: Some("own_agencies".to_owned()),
        action_class: Some(ActionClass::InfoSharing),
        objects: vec!["fentanyl".to_owned()],
        counterparties: vec!["US".to_owned(), "UN:INCB".to_owned()],
        date: "2026-03-31".parse().ok(),
        date_kind: Some(DateKind::Deadline),
        quantity: None,
        strength,
        polarity: Polarity::Positive,
    };
    let mut claim = claim(quote, gloss, record, &[]);
    claim.rule = "promise.info_sharing".to_owned();
    claim
}

pub(crate) fn on_english_page(mut event: Event, reason: &str) -> Event {
    event.origin.name = "Ministry of Foreign Affairs of China, spokesperson".to_owned();
    event.origin.watch = "cn-mfa-en".to_owned();
    event.origin.agency = "CN:MFA".to_owned();
    event.moment.lang = Some(Lang::En);
    event.moment.url = "https://www.mfa.test/eng/xw/20251105.html".to_owned();
    event.moment.title = Some("Spokesperson's Remarks on Counternarcotics".to_owned());
    event.reason = reason.to_owned();
    event.window = confirmed();
    event
}

pub(crate) const WILL: &str =
    "China will share shipment data on fentanyl with the United States and the INCB before the end of March 2026.";
pub(crate) const MAY: &str =
    "China may share shipment data on fentanyl with the United States and the INCB before the end of March 2026.";
pub(crate) const SHARES: &str = "The Ministry of Foreign Affairs of China plans to share information on fentanyl with the United \
     States and the International Narcotics Control Board, by 31 March 2026.";
pub(crate) const MIGHT: &str = "The Ministry of Foreign Affairs of China is considering whether to share information on fentanyl \
     with the United States and the International Narcotics Control Board, by 31 March 2026.";

pub(crate) fn weakened() -> Event {
    let (old, new) = (english(WILL, SHARES, Strength::Intends), english(MAY, MIGHT, Strength::Considers));
    let mut event = on_english_page(event(EventKind::Weakened, Some(old), Some(new)), "less_firm");
    event.others = vec![
        "The Ministry of Foreign Affairs of China pledges to cooperate on fentanyl with the United States.".to_owned(),
    ];
    event.related =
        vec!["same as c-q2wxr7d3ma? The United States pledges to share information on fentanyl with China.".to_owned()];
    event
}

/// A message taken apart: headers unfolded, text and HTML decoded.
pub(crate) struct Read {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Read {
    pub(crate) fn of(eml: &[u8]) -> Self {
        let mail = String::from_utf8(eml.to_vec()).expect("a mail is 7-bit");
        let (head, body) = mail.split_once("\r\n\r\n").expect("headers end with an empty line");
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let pair = |line: &str| line.split_once(": ").map(|(n, v)| (n.to_owned(), v.to_owned()));
        let headers: Vec<_> = unfolded.split("\r\n").map(|l| pair(l).expect("a header has a name")).collect();
        let kind = &headers.iter().find(|(n, _)| n == "Content-Type").expect("a mail says what it is").1;
        let boundary = kind.split("boundary=\"").nth(1).expect("parts are told apart").trim_end_matches('"').to_owned();
        let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
        assert_eq!(parts.len(), 4, "before, text, HTML, after");
        let content = |part: &str| {
            let body = part.split_once("\r\n\r\n").expect("a part has headers").1;
            decoded(body.strip_suffix("\r\n").expect("the line end before a boundary belongs to it"))
        };
        Self { headers, text: content(parts[1]), html: content(parts[2]) }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Quoted-printable, decoded.
fn decoded(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_str();
    while let Some(at) = rest.find('=') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(&rest[at + 1..at + 3], 16).expect("an escape is two hex digits"));
        rest = &rest[at + 3..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).expect("a part is UTF-8").replace("\r\n", "\n")
}
