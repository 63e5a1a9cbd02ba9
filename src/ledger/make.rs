//! Pure. Builds events, sightings and commitments from a reading, so that every one of them is complete.

use crate::model::{
    Attachment, Cause, Claim, Commitment, CommitmentId, CommitmentState, Event, EventId, EventKind, Novelty, Side,
    Sighting, SightingState, Until, Window,
};

use super::same::block_keys;
use super::{Difference, Reading};

/// What an event tells, before it is made.
pub(super) struct Telling<'a> {
    pub(super) kind: EventKind,
    pub(super) novelty: Option<Novelty>,
    pub(super) reason: &'a str,
    pub(super) commitment: Option<&'a CommitmentId>,
    pub(super) topic: Option<&'a str>,
    pub(super) before: Option<Side>,
    pub(super) after: Option<Side>,
    pub(super) window: Window,
}

/// An event of this reading. Its id names commitment or target, kind, cause and the two Versions.
pub(super) fn event(reading: &Reading<'_>, telling: Telling<'_>) -> Event {
    let target = reading.target.to_string();
    let subject = telling.commitment.map_or(target.as_str(), CommitmentId::as_str);
    let hash = |side: &Option<Side>| side.as_ref().map(|s| s.text_hash.clone()).unwrap_or_default();
    let (old, mut new) = (hash(&telling.before), hash(&telling.after));
    if new.is_empty() {
        new.clone_from(&reading.moment.text_hash);
    }
    // A wording that comes, goes, comes and goes again is told each time; a check made again tells nothing twice.
    let until = telling.window.old_until.map(|t| t.to_string()).unwrap_or_default();
    let (kind, cause) = (telling.kind.as_str(), reading.cause.as_str());
    let parts = [subject, kind, telling.reason, cause, old.as_str(), new.as_str(), until.as_str()];
    Event {
        id: EventId::derive(&parts),
        kind: telling.kind,
        novelty: telling.novelty,
        reason: telling.reason.to_owned(),
        cause: reading.cause,
        at: reading.now,
        topic: telling.topic.map(str::to_owned),
        commitment: telling.commitment.cloned(),
        origin: reading.origin.clone(),
        moment: reading.moment.clone(),
        before: telling.before,
        after: telling.after,
        window: telling.window,
        others: Vec::new(),
        related: Vec::new(),
        unknown: unknown(reading),
        unread: unread(reading),
        detail: None,
        failure: None,
    }
}

/// What the reader should know was not read.
fn unknown(reading: &Reading<'_>) -> Vec<String> {
    let mut all: Vec<String> = reading.new.attachments.iter().filter_map(not_read).collect();
    if reading.moment.published.is_none() {
        all.push("the page states no date".to_owned());
    }
    all
}

/// Says of an attachment that it was not read, and why.
fn not_read(attachment: &Attachment) -> Option<String> {
    let (title, url) = (attachment.link.title.trim(), &attachment.link.url);
    let why =
        attachment.failure.as_ref().map(|f| format!(": {} ({})", f.reason.meaning().trim_end_matches('.'), f.reason));
    match (attachment.blocks, &why) {
        (None, _) => Some(format!("attachment not read: {title} ({url}){}", why.unwrap_or_default())),
        (Some(_), Some(why)) => {
            Some(format!("attachment not read again: {title} ({url}){why}; its text as read before stands"))
        }
        (Some(_), None) => None,
    }
}

/// Names of attachments of which no text is known.
fn unread(reading: &Reading<'_>) -> Vec<String> {
    reading.new.attachments.iter().filter(|a| a.blocks.is_none()).map(Attachment::name).collect()
}

/// The wording as read now.
pub(super) fn side_now(reading: &Reading<'_>, claim: &Claim) -> Side {
    // What stands in an attachment is proved by its bytes, not by those of the page that links to it.
    let file = reading.new.attachment_at(claim.start);
    let bytes = file.and_then(|file| file.sha256.clone());
    Side {
        quote: claim.quote.clone(),
        claim: Some(claim.clone()),
        text_hash: reading.moment.text_hash.clone(),
        page_hash: bytes.unwrap_or_else(|| reading.moment.page_hash.clone()),
        file: file.map(|file| file.link.url.to_string()),
    }
}

/// The wording as a sighting holds it. At a confirming check the base is the new Version already, so the old one's page is
/// the one noted when the sighting was marked; a page that proves nothing about the old wording is not named.
pub(super) fn side_then(reading: &Reading<'_>, sighting: &Sighting) -> Side {
    let stood = stood_in(reading, sighting);
    let marked = sighting.until.as_ref().map(|until| until.page_hash.clone());
    let page_hash = marked.or_else(|| stood.as_ref().map(|(hash, _)| hash.clone()));
    Side {
        quote: sighting.claim.quote.clone(),
        claim: Some(sighting.claim.clone()),
        text_hash: sighting.last_version.clone(),
        page_hash: page_hash.unwrap_or_default(),
        file: stood.and_then(|(_, file)| file),
    }
}

/// The bytes that the sighting's wording was read from, if the base is the Version it stood in: the page's, or an
/// attachment's with its URL.
fn stood_in(reading: &Reading<'_>, sighting: &Sighting) -> Option<(String, Option<String>)> {
    let base = reading.old.filter(|base| base.text_hash() == sighting.last_version)?;
    let file = base.attachment_at(sighting.claim.start);
    match file.and_then(|file| Some((file.sha256.clone()?, file.link.url.to_string()))) {
        Some((hash, url)) => Some((hash, Some(url))),
        None => Some((reading.old_page_hash.clone()?, None)),
    }
}

/// When the old wording was read last, and the new one first.
pub(super) fn window(reading: &Reading<'_>, sighting: &Sighting) -> Window {
    let until = sighting.until.clone().unwrap_or_else(|| until(reading, sighting));
    Window {
        old_until: Some(until.last_read),
        old_reads: until.reads,
        new_from: Some(sighting.missing_since.unwrap_or(reading.moment.fetched_at)),
        confirmed_at: sighting.missing_since.map(|_| reading.moment.fetched_at),
    }
}

/// How the sighting's wording was read up to this reading, which is the first without it.
pub(super) fn until(reading: &Reading<'_>, sighting: &Sighting) -> Until {
    Until {
        last_read: reading.last_read.unwrap_or(sighting.last_seen),
        // The sighting counts the first reading of each Version, the base all readings of its own.
        reads: sighting.reads.saturating_add(reading.old_reads.saturating_sub(1)),
        page_hash: stood_in(reading, sighting)
            .map(|(hash, _)| hash)
            .or_else(|| reading.old_page_hash.clone())
            .unwrap_or_default(),
    }
}

/// A sighting of a claim on this reading's target.
pub(super) fn sighting(reading: &Reading<'_>, claim: &Claim, key: &str, of: Option<CommitmentId>) -> Sighting {
    Sighting {
        id: 0,
        commitment: of,
        target: reading.target,
        sentence_key: key.to_owned(),
        claim: claim.clone(),
        origin: reading.origin.clone(),
        source_type: reading.moment.source_type,
        url: reading.moment.url.clone(),
        title: reading.moment.title.clone(),
        published: reading.moment.published,
        lang: reading.moment.lang,
        first_version: reading.moment.text_hash.clone(),
        last_version: reading.moment.text_hash.clone(),
        first_seen: reading.moment.fetched_at,
        last_seen: reading.moment.fetched_at,
        reads: 1,
        missing_since: None,
        pending: None,
        held_until: None,
        until: None,
        state: SightingState::Present,
    }
}

/// A new entry, born of a claim. `ordinal` counts claims of one sentence.
pub(super) fn commitment(reading: &Reading<'_>, topic: &str, claim: &Claim, key: &str, ordinal: usize) -> Commitment {
    let (target, ordinal) = (format!("{} {}", reading.origin.watch, reading.moment.url), ordinal.to_string());
    let parts = [topic, target.as_str(), reading.moment.text_hash.as_str(), key, ordinal.as_str()];
    Commitment {
        id: CommitmentId::derive(&parts),
        topic: topic.to_owned(),
        block_keys: block_keys(topic, &claim.record),
        record: claim.record.clone(),
        gloss: claim.gloss.clone(),
        dated_since: None,
        state: CommitmentState::Active,
        first_seen: reading.moment.fetched_at,
        last_seen: reading.moment.fetched_at,
    }
}

/// Brings a sighting up to this reading, with the claim as read now.
pub(super) fn renew(reading: &Reading<'_>, sighting: &mut Sighting, claim: &Claim, key: &str) {
    sighting.claim = claim.clone();
    sighting.sentence_key = key.to_owned();
    touch(reading, sighting);
    unmark(sighting);
}

/// Nothing waits any more.
pub(super) fn unmark(sighting: &mut Sighting) {
    sighting.missing_since = None;
    sighting.pending = None;
    sighting.held_until = None;
    sighting.until = None;
}

/// Notes that the sighting's wording was read again.
pub(super) fn touch(reading: &Reading<'_>, sighting: &mut Sighting) {
    sighting.last_version.clone_from(&reading.moment.text_hash);
    sighting.last_seen = reading.moment.fetched_at;
    sighting.reads = sighting.reads.saturating_add(reading.old_reads.max(1));
}

/// Whether an upgrade's findings stay silent beyond the re-reading digest, or a baseline's altogether.
pub(super) fn silent(reading: &Reading<'_>) -> bool {
    reading.cause == Cause::Check && reading.old.is_none() && reading.role == crate::model::TargetRole::Baseline
}

/// The events of differences between a sighting and what stands there now.
pub(super) fn changed(
    reading: &Reading<'_>,
    sighting: &Sighting,
    claim: &Claim,
    id: &CommitmentId,
    topic: &str,
    found: &[Difference],
) -> Vec<Event> {
    found
        .iter()
        .map(|difference| {
            event(
                reading,
                Telling {
                    kind: difference.kind,
                    novelty: None,
                    reason: difference.reason,
                    commitment: Some(id),
                    topic: Some(topic),
                    before: Some(side_then(reading, sighting)),
                    after: Some(side_now(reading, claim)),
                    window: window(reading, sighting),
                },
            )
        })
        .collect()
}
