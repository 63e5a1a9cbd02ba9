//! Pure. Raw hits of one sentence in, those that hold in their place out: pairs joined, reasons masked, "would" read.

use std::ops::Range;

use super::clause::is_verb;
use super::lexicon::{Entry, Kind, Language, Lexicons, Role};
use super::matcher::{Hit, roles};
use crate::model::ActionClass;

/// Neighbours of a half that are looked at, so that the work stays linear.
const NEAR: usize = 24;

/// Settles the hits of one language; they stay sorted by start, longer first.
pub(super) fn settle<'a>(text: &str, hits: &mut Vec<Hit<'a>>, language: &'a Language, lexicons: &'a Lexicons) {
    join_pairs(text, hits, &language.pairs);
    drop_inverted(hits);
    // Most sentences have nothing for most of the steps.
    let roles = roles(hits);
    let some = |wanted: &[Role]| wanted.iter().any(|role| roles & role.bit() != 0);
    if some(&[Role::Subordinate]) {
        mask_reasons(text, hits);
    }
    if some(&[Role::Backshift]) {
        read_would(hits, &lexicons.backshift);
    }
    if some(&[Role::Disposal]) {
        drop_object_markers(text, hits);
    }
    if some(&[Role::Trade]) {
        read_embargoes(text, hits, &lexicons.embargo);
    }
    mask_subjects(text, hits);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
}

/// A word that opens a condition ("Should Parliament agree, …") is no duty there.
fn drop_inverted(hits: &mut Vec<Hit<'_>>) {
    let opening: Vec<usize> = hits.iter().filter(|hit| hit.entry.is(Role::Condition)).map(|hit| hit.start).collect();
    if opening.is_empty() {
        return;
    }
    hits.retain(|hit| !hit.entry.is(Role::Deontic) || opening.binary_search(&hit.start).is_err());
}

/// Puts one hit in the place of two halves that stand in one clause. The halves of a class may stand in either order;
/// those of a cue stand as listed, and what the cue is made of tells nothing else.
fn join_pairs<'a>(text: &str, hits: &mut Vec<Hit<'a>>, pairs: &'a [(Entry, usize)]) {
    if !hits.iter().any(|hit| matches!(hit.entry.kind, Kind::Half { .. })) {
        return;
    }
    let mut joined: Vec<Hit<'a>> = Vec::new();
    let mut used: Vec<Range<usize>> = Vec::new();
    for (n, half) in hits.iter().enumerate() {
        let Kind::Half { pair, second } = half.entry.kind else { continue };
        let (entry, span) = &pairs[pair];
        let cue = matches!(entry.kind, Kind::Cue(_));
        if cue && second {
            continue;
        }
        let wanted = Kind::Half { pair, second: !second };
        let other = hits[n + 1..]
            .iter()
            .take(NEAR)
            .take_while(|hit| hit.start <= half.end + span)
            .find(|hit| hit.entry.kind == wanted && hit.start >= half.end);
        let Some(other) = other else { continue };
        if text.get(half.end..other.start).is_none_or(|gap| gap.contains([',', ';', '，', '；', '。', ':'])) {
            continue;
        }
        if matches!(entry.kind, Kind::Cue(role) if is_verb(role)) {
            used.extend([half.range(), other.range()]);
        }
        joined.push(Hit { start: half.start, end: other.end, entry });
    }
    let part_of_cue = |hit: &Hit<'_>| {
        matches!(hit.entry.kind, Kind::Cue(role) if is_verb(role))
            && used.iter().any(|part| part.start <= hit.start && hit.end <= part.end)
    };
    hits.retain(|hit| !matches!(hit.entry.kind, Kind::Half { .. }) && !part_of_cue(hit));
    hits.extend(joined);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
}

/// Drops what is done in a clause that only gives a reason or an occasion ("In view of the tariffs imposed, …").
fn mask_reasons(text: &str, hits: &mut Vec<Hit<'_>>) {
    let mut masks: Vec<Range<usize>> = Vec::new();
    for opener in hits.iter().filter(|hit| hit.entry.is(Role::Subordinate)) {
        let before = text[..opener.start].trim_end_matches([' ', '"', '“', '\'']);
        let opens = before.is_empty() || before.ends_with([',', ';', '，', '；', '：', ':']);
        if !opens || masks.last().is_some_and(|mask| opener.start < mask.end) {
            continue;
        }
        let Some(length) = text[opener.start..].find([',', '，', ';', '；']) else { break };
        let end = opener.start + length;
        // What goes on with "and" or "which" belongs to the same clause: that was the main one.
        let rest = text[end..].trim_start_matches([',', '，', ';', '；', ' ']);
        let next = text.len() - rest.len();
        let goes_on = hits[hits.partition_point(|hit| hit.start < next)..]
            .iter()
            .take_while(|hit| hit.start == next)
            .any(|hit| matches!(hit.entry.kind, Kind::Cue(Role::Coordinator | Role::Embedded)));
        if !goes_on && !rest.is_empty() {
            masks.push(opener.start..end);
        }
    }
    if masks.is_empty() {
        return;
    }
    hits.retain(|hit| {
        let tells = match hit.entry.kind {
            Kind::Cue(role) => is_verb(role),
            Kind::Class(_) => true,
            _ => false,
        };
        let at = masks.partition_point(|mask| mask.end <= hit.start);
        !(tells && masks.get(at).is_some_and(|mask| mask.start <= hit.start))
    });
}

/// After a word of saying "would" is the future as told; elsewhere it is a possibility.
fn read_would<'a>(hits: &mut [Hit<'a>], backshift: &'a [Entry; 2]) {
    let said = hits.iter().filter(|hit| hit.entry.is(Role::Attribution)).map(|hit| hit.end).min();
    for hit in hits.iter_mut().filter(|hit| hit.entry.is(Role::Backshift)) {
        let told = said.is_some_and(|said| said <= hit.start);
        hit.entry = &backshift[usize::from(!told)];
    }
}

/// 将 before an object that a verb moves ("将关税降至") marks the object; before the verb itself it is the future.
fn drop_object_markers(text: &str, hits: &mut Vec<Hit<'_>>) {
    const MARKER: &str = "将";
    let markers: Vec<usize> = hits
        .iter()
        .enumerate()
        .filter(|(_, hit)| hit.entry.is(Role::Intends) && text.get(hit.range()) == Some(MARKER))
        .filter(|(n, hit)| {
            let verb =
                hits[n + 1..].iter().take(NEAR).find(|next| next.entry.is(Role::Disposal) && next.start >= hit.end);
            verb.and_then(|verb| text.get(hit.end..verb.start))
                .is_some_and(|gap| gap.chars().count() >= 2 && !gap.contains(['把', '，', '。', '；']))
        })
        .map(|(n, _)| n)
        .collect();
    for n in markers.into_iter().rev() {
        hits.remove(n);
    }
}

/// Bytes between a word of stopping and the trade it stops.
const STOPPED_WITHIN: usize = 60;

/// Bytes between a measure and the verb that names what it does.
const NAMED_WITHIN: usize = 24;

/// Stopping exports, shipments or sales is a ban, though stopping a rule or a talk takes it away; a ban on trade, however
/// worded, is of the class of controls.
fn read_embargoes<'a>(text: &str, hits: &mut Vec<Hit<'a>>, embargo: &'a [Entry; 2]) {
    let stops = |hit: &Hit<'_>| matches!(hit.entry.kind, Kind::Cue(Role::Withdrawal | Role::Prohibition));
    let mut bans: Vec<(usize, Hit<'a>)> = Vec::new();
    for (n, hit) in hits.iter().enumerate().filter(|(_, hit)| stops(hit)) {
        let takes_away = hit.entry.is(Role::Withdrawal);
        let mut after = hits[n + 1..].iter().take(NEAR).skip_while(|next| next.start < hit.end);
        let trade = after.find(|next| {
            // A licence rule, a ban or a talk that stands nearer is what is stopped.
            (matches!(next.entry.kind, Kind::Class(_))
                && (takes_away || next.entry.kind != Kind::Class(ActionClass::ScheduleControl)))
                || matches!(next.entry.kind, Kind::Cue(role) if role == Role::Trade || is_verb(role))
        });
        let Some(trade) = trade.filter(|trade| trade.entry.is(Role::Trade)) else { continue };
        let gap = text.get(hit.end..trade.start).unwrap_or_default();
        let near = gap.len() <= STOPPED_WITHIN && !gap.contains([',', ';', '，', '；', '。']);
        if near && (gap.split_whitespace().count() <= 3) {
            bans.push((n, Hit { start: hit.start, end: trade.end, entry: &embargo[1] }));
        }
    }
    if bans.is_empty() {
        return;
    }
    let mut named: Vec<usize> = Vec::new();
    for (n, ban) in &bans {
        if !hits[*n].entry.is(Role::Withdrawal) {
            continue;
        }
        // "The measure to suspend sales was withdrawn": the verb only names the measure.
        let measure = hits[..*n]
            .iter()
            .any(|hit| hit.entry.is(Role::Measure) && hit.end <= ban.start && ban.start - hit.end <= NAMED_WITHIN);
        let ends = hits[*n..].iter().any(|hit| hit.start >= ban.end && hit.entry.is(Role::Withdrawal));
        if measure && ends {
            named.push(*n);
        } else {
            hits[*n].entry = &embargo[0];
        }
    }
    named.into_iter().rev().for_each(|n| {
        hits.remove(n);
    });
    hits.extend(bans.into_iter().map(|(_, ban)| ban));
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
}

/// English of the class that giving out a document is of.
const GIVEN_OUT: &str = "publishes guidance";

/// What a document or an office is about or for ("a guide to the licensing of …", "an office for the control of …") is
/// not the act: the classes named there are dropped up to the next verb or comma.
fn mask_subjects(text: &str, hits: &mut Vec<Hit<'_>>) {
    let mut masks: Vec<Range<usize>> = Vec::new();
    for (n, hit) in hits.iter().enumerate() {
        let document = hit.entry.is(Role::Document);
        if !document && hit.entry.kind != Kind::Class(ActionClass::Institution) {
            continue;
        }
        let rest = text.get(hit.end..).unwrap_or_default();
        let about =
            [" for ", " on ", " of ", " about ", " para ", " de ", " sobre ", " pour ", " sur ", " des ", " du "];
        let told = about.iter().any(|word| rest.starts_with(word)) || (document && rest.starts_with(" to "));
        if !told {
            continue;
        }
        let comma = rest.find([',', ';', '，', '；']).map_or(text.len(), |at| hit.end + at);
        let verb = hits[n + 1..]
            .iter()
            .find(|next| next.start >= hit.end && matches!(next.entry.kind, Kind::Cue(role) if is_verb(role)))
            .map_or(text.len(), |next| next.start);
        masks.push(hit.end..comma.min(verb));
    }
    // "Publish the licence guide": what the guide is about may stand inside.
    let given_out: Vec<Range<usize>> =
        hits.iter().filter(|hit| hit.entry.gloss == GIVEN_OUT).map(|hit| hit.range()).collect();
    if masks.is_empty() && given_out.is_empty() {
        return;
    }
    hits.retain(|hit| {
        let inside = given_out.iter().any(|at| at.start < hit.start && hit.end <= at.end);
        let masked = inside || masks.iter().any(|mask| mask.contains(&hit.start));
        !(matches!(hit.entry.kind, Kind::Class(_)) && masked)
    });
}
