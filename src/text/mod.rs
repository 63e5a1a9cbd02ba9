//! Pure. Text in, ranges or folded text out: folding, sentences, numbers, dates. Used by several stages.

pub mod date;
pub mod fold;
pub mod number;
pub mod sentence;
