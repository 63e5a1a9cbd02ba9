//! Pure. Sentences left on both sides in, the pairs that are wordings of one another out.

use std::collections::{HashMap, HashSet};

use super::{likeness, token};
use crate::model::Edit;

/// Sentences at least this alike are two wordings of one.
const ALIKE: f32 = 0.6;
/// For each old sentence at most this many new ones are compared word by word.
const CANDIDATES: usize = 12;
/// A token in more sentences than this tells nothing about which belong together.
const COMMON_TOKEN: usize = 40;
/// Of each old sentence only so many of the rarest tokens are looked up.
const RARE_TOKENS: usize = 24;

/// One side: each sentence's index and tokens as numbers.
struct Side {
    index: Vec<usize>,
    tokens: Vec<Vec<u32>>,
}

/// Pairs folded sentences, the most alike first, then those whose places in their documents are nearest. `lengths` are
/// the numbers of sentences of both documents.
pub(super) fn pair(old: &[(usize, String)], new: &[(usize, String)], lengths: (usize, usize)) -> Vec<Edit> {
    let mut numbers = HashMap::new();
    let (old, new) = (side(old, &mut numbers), side(new, &mut numbers));
    let mut edits = candidates(&old, &new);
    let distance = |e: &Edit| {
        let place = |index: usize, length: usize| index as f64 / length.max(1) as f64;
        (place(e.old, lengths.0) - place(e.new, lengths.1)).abs()
    };
    edits.sort_by(|a, b| {
        let by_place = distance(a).total_cmp(&distance(b));
        b.ratio.total_cmp(&a.ratio).then(by_place).then((a.old, a.new).cmp(&(b.old, b.new)))
    });
    let (mut old_done, mut new_done) = (HashSet::new(), HashSet::new());
    edits.retain(|e| {
        let free = !old_done.contains(&e.old) && !new_done.contains(&e.new);
        if free {
            old_done.insert(e.old);
            new_done.insert(e.new);
        }
        free
    });
    edits.sort_by_key(|e| e.new);
    edits
}

fn side<'a>(sentences: &'a [(usize, String)], numbers: &mut HashMap<&'a str, u32>) -> Side {
    let mut side = Side { index: Vec::new(), tokens: Vec::new() };
    for (index, text) in sentences {
        let tokens = token::tokens(text)
            .filter(|t| !t.trim().is_empty())
            .map(|t| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(t).or_insert(next)
            })
            .collect();
        side.index.push(*index);
        side.tokens.push(tokens);
    }
    side
}

/// Pairs worth comparing, with their likeness: sentences that share rare tokens, and those at the same turn.
fn candidates(old: &Side, new: &Side) -> Vec<Edit> {
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    for (place, tokens) in new.tokens.iter().enumerate() {
        for token in tokens.iter().collect::<HashSet<_>>() {
            holders.entry(*token).or_default().push(place);
        }
    }
    let mut edits = Vec::new();
    let mut budget = likeness::BUDGET;
    for (at, tokens) in old.tokens.iter().enumerate() {
        for place in nearest(tokens, at, &holders, new.tokens.len()) {
            let other = &new.tokens[place];
            let most = 2.0 * tokens.len().min(other.len()) as f32 / (tokens.len() + other.len()).max(1) as f32;
            if most < ALIKE {
                continue;
            }
            let ratio = likeness::ratio(tokens, other, ALIKE, &mut budget);
            if ratio >= ALIKE {
                edits.push(Edit { old: old.index[at], new: new.index[place], ratio });
            }
        }
    }
    edits
}

/// The places of the new sentences that share most rare tokens with this one.
fn nearest(tokens: &[u32], at: usize, holders: &HashMap<u32, Vec<usize>>, length: usize) -> Vec<usize> {
    let unique: HashSet<u32> = tokens.iter().copied().collect();
    let mut lists: Vec<(u32, &Vec<usize>)> = unique.into_iter().filter_map(|t| Some((t, holders.get(&t)?))).collect();
    lists.sort_by_key(|(token, list)| (list.len(), *token));
    let few = length <= COMMON_TOKEN;
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for (_, list) in lists.iter().take(RARE_TOKENS).filter(|(_, list)| few || list.len() <= COMMON_TOKEN) {
        for place in *list {
            *shared.entry(*place).or_default() += 1;
        }
    }
    // Sentences made of common words alone are looked for where they stood.
    for place in at.saturating_sub(1)..=(at + 1).min(length.saturating_sub(1)) {
        if place < length {
            shared.entry(place).or_default();
        }
    }
    let mut places: Vec<(usize, usize)> = shared.into_iter().collect();
    places.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), place.abs_diff(at), *place));
    places.into_iter().take(CANDIDATES).map(|(place, _)| place).collect()
}
