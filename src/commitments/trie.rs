//! Pure. Words in, one table that finds those that begin at a place of a text out: a step is one look into the table.

/// No word ends here, or no step leads here.
const NONE: u32 = u32::MAX;
/// Places that a state's steps are tried at before they go to the end of the table: so many keep it dense and quick to make.
const TRIES: usize = 48;

/// Where the steps from a state lie, which state leads here, and which word ends here.
#[derive(Debug, Clone, Copy)]
struct State {
    base: u32,
    from: u32,
    word: u32,
}

/// The words' letters as states of a double array: the step by a byte from a state lies at its base plus that byte.
#[derive(Debug)]
pub(super) struct Trie {
    states: Vec<State>,
}

impl Trie {
    /// Of different words, each with its number.
    pub(super) fn new(words: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut words: Vec<(String, u32)> = words.into_iter().filter(|(word, _)| !word.is_empty()).collect();
        words.sort_unstable();
        let mut places = Places::default();
        let mut states = vec![State { base: 0, from: NONE, word: NONE }];
        places.take(0);
        // A part of the words with the letters they share, and the state those lead to.
        let mut open = vec![(0..words.len(), 0usize, 0u32)];
        let mut steps: Vec<(u8, std::ops::Range<usize>)> = Vec::new();
        while let Some((mut part, depth, state)) = open.pop() {
            let letter = |at: usize| words.get(at)?.0.as_bytes().get(depth).copied();
            if words.get(part.start).is_some_and(|(word, _)| word.len() == depth) {
                states[state as usize].word = words[part.start].1;
                part.start += 1;
            }
            steps.clear();
            while let Some(byte) = part.clone().next().and_then(letter) {
                let end = part.start + words[part.clone()].partition_point(|(word, _)| word.as_bytes()[depth] <= byte);
                steps.push((byte, part.start..end));
                part.start = end;
            }
            if steps.is_empty() {
                continue;
            }
            let base = places.base(steps.iter().map(|(byte, _)| *byte));
            states.resize(places.next.len(), State { base: 0, from: NONE, word: NONE });
            states[state as usize].base = base;
            // The first is gone on with at once, so that what follows one another lies side by side.
            for (byte, part) in steps.drain(..).rev() {
                let next = base + u32::from(byte);
                states[next as usize].from = state;
                open.push((part, depth + 1, next));
            }
        }
        Self { states }
    }

    /// Tells of every word that the bytes begin with, shorter first: how long it is, and its number.
    pub(super) fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, u32)) {
        let mut at = 0u32;
        for (n, byte) in bytes.iter().enumerate() {
            let next = self.states[at as usize].base + u32::from(*byte);
            let Some(state) = self.states.get(next as usize).filter(|state| state.from == at) else { return };
            if state.word != NONE {
                found(n + 1, state.word);
            }
            at = next;
        }
    }
}

/// Which places of the table are free.
#[derive(Default)]
struct Places {
    /// Of each place itself where it is free, else one after it that none before is free.
    next: Vec<u32>,
}

impl Places {
    /// Takes places for steps by these bytes, which go up; the base they lie at.
    fn base(&mut self, bytes: impl Iterator<Item = u8> + Clone) -> u32 {
        let first = bytes.clone().next().map_or(0, u32::from);
        let mut at = self.free_from(first);
        for _ in 0..TRIES {
            if bytes.clone().all(|byte| self.is_free(at - first + u32::from(byte))) {
                break;
            }
            at = self.free_from(at + 1);
        }
        if !bytes.clone().all(|byte| self.is_free(at - first + u32::from(byte))) {
            at = first.max(self.next.len() as u32);
        }
        bytes.for_each(|byte| self.take(at - first + u32::from(byte)));
        at - first
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
        let trie = Trie::new(words.iter().zip(0u32..).map(|(word, number)| ((*word).to_owned(), number)));
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
