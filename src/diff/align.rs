//! Pure. Two lists of keys in, which stayed, which moved and which are left out.

use std::collections::{HashMap, HashSet, VecDeque};

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The outcome of aligning by keys alone.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    pub(super) unchanged: Vec<(usize, usize)>,
    pub(super) moved: Vec<(usize, usize)>,
    pub(super) old_left: Vec<usize>,
    pub(super) new_left: Vec<usize>,
}

/// More pairs of differing sentences than this are aligned by unique keys alone: Myers would be quadratic on them.
const MYERS: usize = 1 << 22;

/// Aligns two documents by the keys of their sentences. A key that stands several times is matched as often as it
/// stands on both sides.
pub(super) fn align(old: &[String], new: &[String]) -> Alignment {
    let mut alignment = Alignment { unchanged: in_order(old, new), ..Alignment::default() };
    let old_done: HashSet<usize> = alignment.unchanged.iter().map(|(o, _)| *o).collect();
    let new_done: HashSet<usize> = alignment.unchanged.iter().map(|(_, n)| *n).collect();
    let mut waiting: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, key) in old.iter().enumerate().filter(|(i, _)| !old_done.contains(i)) {
        waiting.entry(key).or_default().push_back(index);
    }
    for (index, key) in new.iter().enumerate().filter(|(i, _)| !new_done.contains(i)) {
        match waiting.get_mut(key.as_str()).and_then(VecDeque::pop_front) {
            Some(from) => alignment.moved.push((from, index)),
            None => alignment.new_left.push(index),
        }
    }
    alignment.old_left = waiting.into_values().flatten().collect();
    alignment.old_left.sort_unstable();
    alignment
}

/// Equal keys in the same order. Keys of one side alone are left out first: they can match nothing.
fn in_order(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let old_keys: HashSet<&str> = old.iter().map(String::as_str).collect();
    let new_keys: HashSet<&str> = new.iter().map(String::as_str).collect();
    let shared = |all: &[String], others: &HashSet<&str>| -> Vec<usize> {
        (0..all.len()).filter(|i| others.contains(all[*i].as_str())).collect()
    };
    let (old_at, new_at) = (shared(old, &new_keys), shared(new, &old_keys));
    let old_shared: Vec<&str> = old_at.iter().map(|i| old[*i].as_str()).collect();
    let new_shared: Vec<&str> = new_at.iter().map(|i| new[*i].as_str()).collect();
    if old_shared.len().saturating_mul(new_shared.len()) > MYERS && old_shared != new_shared {
        return unique_in_order(&old_shared, &new_shared).into_iter().map(|(o, n)| (old_at[o], new_at[n])).collect();
    }
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_shared, &new_shared) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|k| (old_at[old_index + k], new_at[new_index + k])));
        }
    }
    pairs
}

/// The longest run of pairs in order: the k-th occurrence of a key is taken with the k-th on the other side, then the
/// longest increasing run is found in n log n.
fn unique_in_order(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (index, key) in new.iter().enumerate() {
        places.entry(key).or_default().push_back(index);
    }
    let pairs: Vec<(usize, usize)> =
        old.iter().enumerate().filter_map(|(o, key)| Some((o, places.get_mut(key)?.pop_front()?))).collect();
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let place = tails.partition_point(|t| pairs[*t].1 < pair.1);
        before[at] = place.checked_sub(1).map(|p| tails[p]);
        if place == tails.len() { tails.push(at) } else { tails[place] = at }
    }
    let mut run = Vec::new();
    let mut at = tails.last().copied();
    while let Some(index) = at {
        run.push(pairs[index]);
        at = before[index];
    }
    run.reverse();
    run
}
