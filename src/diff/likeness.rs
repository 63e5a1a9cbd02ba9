//! Pure. Two lists of tokens in, how alike they are out, in bounded work.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Longer lists are compared by the tokens they share, without order.
const ORDERED: usize = 400;

/// 0 to 1: twice the shared tokens in order over all tokens.
pub(super) fn ratio(old: &[u32], new: &[u32]) -> f32 {
    let all = old.len() + new.len();
    if all == 0 {
        return 1.0;
    }
    let shared = if old.len().max(new.len()) > ORDERED { common(old, new) } else { in_order(old, new) };
    2.0 * shared as f32 / all as f32
}

fn in_order(old: &[u32], new: &[u32]) -> usize {
    let equal = |op: &DiffOp| if let DiffOp::Equal { len, .. } = op { *len } else { 0 };
    capture_diff_slices(Algorithm::Myers, old, new).iter().map(equal).sum()
}

/// How many tokens stand in both, order ignored: never less than in order.
pub(super) fn common(old: &[u32], new: &[u32]) -> usize {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for token in old {
        *counts.entry(*token).or_default() += 1;
    }
    new.iter()
        .filter(|token| match counts.get_mut(token) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        })
        .count()
}
