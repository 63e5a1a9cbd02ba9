//! Pure. Changed text that made no other event in; one `edited` event, if the watch asks for such text, out, and what is not told.

use std::collections::HashMap;

use super::make::{self, Telling};
use super::sighted::Work;
use crate::model::{Cause, EventKind, QuietReason, Quieted, Side, Window};

/// Which changed text is told although no commitment is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edits {
    /// None.
    #[default]
    None,
    /// Text on a topic of the watch.
    Topic,
    /// Any text.
    Any,
}

/// Why sentences are not told as changed, by their keys.
pub type Quiet = HashMap<String, QuietReason>;

/// Changed sentences told in one event, and kept of those that are not told.
const SENTENCES: usize = 20;

impl Work<'_> {
    /// One event for all such text of this reading.
    pub(super) fn tell_edits(&mut self) {
        let reading = self.reading;
        let (Some(change), Some(old)) = (reading.change, reading.old) else { return };
        if reading.edits == Edits::None || reading.cause != Cause::Check {
            return;
        }
        let (old, new) = (old.sentences(), reading.new.sentences());
        let claims = |sentence: usize| {
            reading.found.iter().enumerate().filter(move |(_, p)| p.sentence == sentence && p.claim.topic.is_some())
        };
        let quiet = |sentence: usize| {
            let key = &new.get(sentence)?.sentence.key;
            // What names a topic is never quieted.
            let why = reading.quiet.filter(|_| claims(sentence).next().is_none())?.get(key)?;
            Some(Quieted { reason: *why, text: new[sentence].text.to_owned() })
        };
        let changed = || change.edited.iter().map(|e| e.new).chain(change.added.iter().copied());
        let quieted: Vec<Quieted> = changed().filter_map(quiet).take(SENTENCES).collect();
        let wanted = |sentence: usize| {
            let told = claims(sentence).any(|(n, p)| self.used.contains(&n) || p.claim.counts());
            !told && quiet(sentence).is_none() && (reading.edits == Edits::Any || claims(sentence).next().is_some())
        };
        let mut found: Vec<(Option<String>, usize)> = Vec::new();
        for edit in change.edited.iter().filter(|e| wanted(e.new)) {
            found.push((old.get(edit.old).map(|s| s.text.to_owned()), edit.new));
        }
        found.extend(change.added.iter().filter(|n| wanted(**n)).map(|n| (None, *n)));
        found.sort_by_key(|(_, n)| *n);
        self.quieted = quieted;
        let Some((before, first)) = found.first().cloned() else { return };
        let side = |quote: String, n: Option<usize>| Side {
            quote,
            claim: n.and_then(|n| claims(n).next()).map(|(_, p)| p.claim.clone()),
            text_hash: reading.moment.text_hash.clone(),
            page_hash: reading.moment.page_hash.clone(),
            file: None,
        };
        let quotes: Vec<String> = found.iter().filter_map(|(_, n)| new.get(*n)).map(|s| s.text.to_owned()).collect();
        let telling = Telling {
            kind: EventKind::Edited,
            novelty: None,
            reason: if reading.edits == Edits::Any { "text_changed" } else { "on_topic_text_changed" },
            commitment: None,
            topic: reading.topics.first().map(String::as_str),
            before: before.map(|quote| side(quote, None)),
            after: new.get(first).map(|s| side(s.text.to_owned(), Some(first))),
            window: Window {
                old_until: reading.last_read,
                new_from: Some(reading.moment.fetched_at),
                ..Window::default()
            },
        };
        let mut event = make::event(reading, telling);
        let shown = quotes.iter().take(SENTENCES).map(String::as_str).collect::<Vec<_>>().join("\n");
        let more = quotes.len().saturating_sub(SENTENCES);
        event.detail = Some(if more > 0 { format!("{shown}\n… and {more} more sentences") } else { shown });
        self.events.push(event);
    }
}
