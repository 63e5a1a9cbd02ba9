//! Pure. Two wordings of one pledge in; whether one only names more than the other, or another number, out.

use std::ops::Range;

use super::wording::is_han;
use crate::model::{Claim, CueRole};
use crate::text::{fold::fold, number};

/// Marks and words that stand between the members of a list.
const BETWEEN: &[&str] =
    &[",", "、", "，", ";", "；", "and", "or", "as", "y", "e", "o", "et", "ou", "和", "及", "与", "與", "并", "並"];

/// The new wording names members of a list that the old one lacks, word for word the same otherwise.
pub(super) fn names_more(old: &Claim, new: &Claim) -> bool {
    longer(&tokens(clause(old)), &tokens(clause(new)))
}

/// The one number that differs where the sentences are the same otherwise, dates aside.
pub(super) fn number_moved(old: &Claim, new: &Claim) -> Option<(f64, f64)> {
    let (a, b) = (numbers(old), numbers(new));
    if a.len() != b.len() || bare(old, &a) != bare(new, &b) {
        return None;
    }
    a.iter().zip(&b).map(|((_, a), (_, b))| (*a, *b)).find(|(a, b)| (a - b).abs() > 1e-9)
}

/// The words of a claim's clause.
fn clause(claim: &Claim) -> &str {
    let start = claim.clause_in_quote();
    let end = start + claim.end.saturating_sub(claim.start);
    claim.quote.get(start..end).unwrap_or(&claim.quote)
}

/// Words and marks; of Chinese, characters.
fn tokens(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    for c in fold(text).chars() {
        let joins = c.is_alphanumeric() && !is_han(c);
        match all.last_mut() {
            Some(last) if joins && open => last.push(c),
            _ if c.is_whitespace() => {}
            _ => all.push(c.to_string()),
        }
        open = joins;
    }
    all
}

/// Whether the first stands in the second in order, and what stands between is more of a list.
fn longer(short: &[String], long: &[String]) -> bool {
    if long.len() <= short.len() + 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let inserted = &long[head..long.len() - tail];
    let dropped = &short[head..short.len() - tail];
    let between = |tokens: &[String]| tokens.iter().any(|token| BETWEEN.contains(&token.as_str()));
    // "A and B" that becomes "A, B and C" loses an "and" of its own.
    let only_marks = dropped.iter().all(|token| BETWEEN.contains(&token.as_str()));
    only_marks && between(inserted)
}

type Numbers = Vec<(Range<usize>, f64)>;

/// Numbers of the sentence that are no part of its date.
fn numbers(claim: &Claim) -> Numbers {
    let shift = claim.clause_in_quote();
    let dates: Vec<Range<usize>> = claim
        .cues
        .iter()
        .filter(|cue| cue.role == CueRole::Date)
        .map(|cue| cue.start.saturating_sub(claim.start) + shift..cue.end.saturating_sub(claim.start) + shift)
        .collect();
    let mut all = number::find(&claim.quote, None);
    all.retain(|(at, _)| !dates.iter().any(|date| date.start < at.end && at.start < date.end));
    all
}

/// The sentence without its numbers.
fn bare(claim: &Claim, numbers: &Numbers) -> String {
    let mut text = String::with_capacity(claim.quote.len());
    let mut from = 0;
    for (at, _) in numbers {
        text.push_str(claim.quote.get(from..at.start).unwrap_or_default());
        text.push('#');
        from = at.end;
    }
    text.push_str(claim.quote.get(from..).unwrap_or_default());
    fold(&text)
}
