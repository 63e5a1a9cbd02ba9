//! Pure. Two lists of tokens in, how alike they are out, in bounded work.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Longer lists are compared by the tokens they share, without order.
const ORDERED: usize = 400;

/// So many pairs of tokens may be compared in order for one Change; what is left is compared without order.
pub(super) const BUDGET: usize = 50_000_000;

/// 0 to 1: twice the shared tokens in order over all tokens. What shares too little to reach `least` even without
/// order is not compared further. `budget` counts down the work.
pub(super) fn ratio(old: &[u32], new: &[u32], least: f32, budget: &mut usize) -> f32 {
    let all = (old.len() + new.len()) as f32;
    if all == 0.0 {
        return 1.0;
    }
    let at_most = 2.0 * common(old, new) as f32 / all;
    let work = old.len() * new.len();
    if at_most < least || old.len().max(new.len()) > ORDERED || work > *budget {
        return at_most;
    }
    *budget -= work;
    2.0 * in_order(old, new) as f32 / all
}

fn in_order(old: &[u32], new: &[u32]) -> usize {
    let equal = |op: &DiffOp| if let DiffOp::Equal { len, .. } = op { *len } else { 0 };
    capture_diff_slices(Algorithm::Myers, old, new).iter().map(equal).sum()
}

/// How many tokens stand in both, order ignored: never less than in order.
fn common(old: &[u32], new: &[u32]) -> usize {
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
