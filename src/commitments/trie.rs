//! Pure. Words in, one table that finds those that begin at a place of a text out. Neither holds a zero byte: folding drops it.

use yada::DoubleArray;
use yada::builder::DoubleArrayBuilder;

/// The words as a double array, which a step goes through by one look.
pub(super) struct Trie {
    /// None of no words.
    words: Option<DoubleArray<Vec<u8>>>,
    begins: Begins,
}

impl std::fmt::Debug for Trie {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Trie").finish_non_exhaustive()
    }
}

impl Trie {
    /// Of different words in order, each with its number.
    pub(super) fn new(words: &[(&str, u32)]) -> Self {
        let words = &words[words.partition_point(|(word, _)| word.is_empty())..];
        let table = (!words.is_empty()).then(|| {
            let bytes = DoubleArrayBuilder::build(words).expect("forms are sorted, differ and hold no zero byte");
            DoubleArray::new(bytes).expect("what was built is whole")
        });
        Self { words: table, begins: Begins::of(words.iter().map(|(word, _)| word.as_bytes())) }
    }

    /// Tells of every word that the bytes begin with, shorter first: how long it is, and its number.
    pub(super) fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, u32)) {
        let Some(words) = self.words.as_ref().filter(|_| self.begins.any(bytes)) else { return };
        words.common_prefix_search(bytes).for_each(|(number, length)| found(length, number));
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
