//! Pure. Words in, one table that finds those that begin at a place of a text out: a step is one look into the table.

use std::ops::Range;

/// No word ends here, or no step leads here.
const NONE: u32 = u32::MAX;
/// Places that a state's steps are tried at before they go to the end of the table: so many keep it dense and quick to make.
const TRIES: usize = 48;

/// Set in the base of a state at which a word ends.
const ENDS: u32 = 1 << 31;

/// Where the steps from a state lie, and which state leads here. Small, so that much of the table stays in the cache.
#[derive(Debug, Clone, Copy)]
struct State {
    base: u32,
    from: u32,
}

const FREE: State = State { base: 0, from: NONE };

/// The words' letters as states of a double array: the step by a byte from a state lies at its base plus that byte.
#[derive(Debug)]
pub(super) struct Trie {
    states: Vec<State>,
    /// The number of the word that ends at each state.
    words: Vec<u32>,
    begins: Begins,
}

impl Trie {
    /// Of different words in order, each with its number.
    pub(super) fn new(words: &[(&str, u32)]) -> Self {
        let words = &words[words.partition_point(|(word, _)| word.is_empty())..];
        let mut places = Places::default();
        places.take(0);
        let begins = Begins::of(words.iter().map(|(word, _)| word.as_bytes()));
        let mut trie = Self { states: vec![FREE], words: vec![NONE], begins };
        // A part of the words with the letters they share, and the state those lead to. Word after word: the steps of one
        // lie near each other.
        let mut open = vec![(0..words.len(), 0usize, 0u32)];
        let mut steps: Vec<(u8, Range<usize>)> = Vec::new();
        while let Some((mut part, depth, state)) = open.pop() {
            let ending = words.get(part.start).filter(|(word, _)| word.len() == depth);
            part.start += usize::from(ending.is_some());
            steps.clear();
            while let Some(byte) = words[part.clone()].first().map(|(word, _)| word.as_bytes()[depth]) {
                let end = part.start + words[part.clone()].partition_point(|(word, _)| word.as_bytes()[depth] <= byte);
                steps.push((byte, part.start..end));
                part.start = end;
            }
            let base = if steps.is_empty() { 0 } else { places.base(state, steps.iter().map(|(byte, _)| *byte)) };
            trie.states.resize(places.next.len(), FREE);
            trie.words.resize(places.next.len(), NONE);
            trie.states[state as usize].base = base | if ending.is_some() { ENDS } else { 0 };
            trie.words[state as usize] = ending.map_or(NONE, |(_, number)| *number);
            for (byte, part) in steps.drain(..).rev() {
                let next = step(base, byte);
                trie.states[next as usize].from = state;
                open.push((part, depth + 1, next));
            }
        }
        trie
    }

    /// Tells of every word that the bytes begin with, shorter first: how long it is, and its number.
    pub(super) fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, u32)) {
        if !self.begins.any(bytes) {
            return;
        }
        let (mut at, mut base) = (0, self.states[0].base & !ENDS);
        for (n, byte) in bytes.iter().enumerate() {
            let next = step(base, *byte);
            let Some(state) = self.states.get(next as usize).filter(|state| state.from == at) else { return };
            if state.base & ENDS != 0 {
                found(n + 1, self.words[next as usize]);
            }
            (at, base) = (next, state.base & !ENDS);
        }
    }
}

/// The beginnings of all words, a bit each: small enough to stay in the cache, and no word begins at most places.
#[derive(Debug)]
struct Begins {
    /// By three bytes; what shares its bit with another is looked up in vain.
    three: Vec<u64>,
    /// By two bytes, of words that have no third.
    two: Vec<u64>,
}

impl Begins {
    fn of<'w>(words: impl Iterator<Item = &'w [u8]>) -> Self {
        let mut begins = Self { three: vec![0; 1 << 10], two: vec![0; 1 << 10] };
        for word in words {
            match *word {
                [one] => (0..=255).for_each(|two| set(&mut begins.two, Self::pair(one, two))),
                [one, two] => set(&mut begins.two, Self::pair(one, two)),
                [one, two, three, ..] => set(&mut begins.three, Self::triple(one, two, three)),
                [] => {}
            }
        }
        begins
    }

    /// Whether a word may begin so.
    fn any(&self, bytes: &[u8]) -> bool {
        let has = |bits: &[u64], bit: usize| bits[bit / 64] >> (bit % 64) & 1 == 1;
        match *bytes {
            [one, two, three, ..] => {
                has(&self.three, Self::triple(one, two, three)) || has(&self.two, Self::pair(one, two))
            }
            _ => true,
        }
    }

    fn pair(one: u8, two: u8) -> usize {
        usize::from(one) << 8 | usize::from(two)
    }

    fn triple(one: u8, two: u8, three: u8) -> usize {
        (u32::from_le_bytes([one, two, three, 0]).wrapping_mul(0x9e37_79b1) >> 16) as usize
    }
}

fn set(bits: &mut [u64], bit: usize) {
    bits[bit / 64] |= 1 << (bit % 64);
}

/// Where a step lies; bases lie before the table, too, and go round to its end.
fn step(base: u32, byte: u8) -> u32 {
    base.wrapping_add(u32::from(byte)) & !ENDS
}

/// Which places of the table are free.
#[derive(Default)]
struct Places {
    /// Of each place itself where it is free, else one after it that none before is free.
    next: Vec<u32>,
}

impl Places {
    /// Takes places for steps by these bytes, which go up, after a place; the base they lie at.
    fn base(&mut self, after: u32, bytes: impl Iterator<Item = u8> + Clone) -> u32 {
        let first = bytes.clone().next().map_or(0, u32::from);
        let mut at = self.free_from(after + 1);
        for _ in 0..TRIES {
            if bytes.clone().all(|byte| self.is_free(at + u32::from(byte) - first)) {
                break;
            }
            at = self.free_from(at + 1);
        }
        if !bytes.clone().all(|byte| self.is_free(at + u32::from(byte) - first)) {
            at = self.next.len() as u32;
        }
        bytes.for_each(|byte| self.take(at + u32::from(byte) - first));
        at.wrapping_sub(first) & !ENDS
    }

    fn is_free(&self, at: u32) -> bool {
        self.next.get(at as usize).is_none_or(|next| *next == at)
    }

    /// The first free place from one on.
    fn free_from(&mut self, at: u32) -> u32 {
        let mut free = at;
        while let Some(next) = self.next.get(free as usize).filter(|next| **next != free) {
            free = *next;
        }
        // The way is not gone twice.
        let mut passed = at;
        while let Some(next) = self.next.get_mut(passed as usize).filter(|next| **next < free) {
            passed = std::mem::replace(next, free);
        }
        free
    }

    fn take(&mut self, at: u32) {
        let known = self.next.len() as u32;
        self.next.extend(known..at + 1);
        self.next[at as usize] = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(words: &[&str], text: &str) -> Vec<(usize, u32)> {
        let mut words: Vec<(&str, u32)> = words.iter().copied().zip(0..).collect();
        words.sort_unstable();
        let trie = Trie::new(&words);
        let mut found = Vec::new();
        trie.each(text.as_bytes(), |length, number| found.push((length, number)));
        found
    }

    #[test]
    fn every_word_a_text_begins_with_is_found_and_no_other() {
        let words = ["export", "exports", "ex", "芬太尼", "芬", "", "zebra", "é"];
        assert_eq!(begins(&words, "exports of"), [(2, 2), (6, 0), (7, 1)]);
        assert_eq!(begins(&words, "芬太尼前体"), [(3, 4), (9, 3)]);
        assert_eq!(begins(&words, "e"), []);
        assert_eq!(begins(&words, "zebr"), []);
        assert_eq!(begins(&[], "any"), []);
    }

    proptest::proptest! {
        #[test]
        fn it_finds_what_comparing_finds(
            words in proptest::collection::hash_set("[abc芬太]{1,4}", 0..60),
            text in "[abc芬太 ]{0,8}",
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut told: Vec<(usize, u32)> = words
                .iter()
                .zip(0u32..)
                .filter(|(word, _)| text.starts_with(**word))
                .map(|(word, number)| (word.len(), number))
                .collect();
            told.sort_unstable();
            proptest::prop_assert_eq!(begins(&words, &text), told);
        }
    }
}
