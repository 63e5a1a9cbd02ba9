//! Pure. A sentence in, its tokens out: whole words, whole numbers and dates, Chinese dates, single Han characters, marks, blanks.

use std::sync::LazyLock;

use regex::Regex;

/// Numbers keep their separators and signs, names such as `4-ANPP` and CAS numbers their hyphens, Chinese numerals and
/// Latin runs stay whole; any other Han character stands alone. Everything matches, so tokens rebuild the text.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?s)[0-9０-９]{1,4}[年月日](?:[0-9０-９]{1,2}[月日]){0,2}",
        r"|[0-9０-９]+(?:[.,:/\-’'][0-9０-９]+)*(?:-?[\p{Latin}\p{M}]+(?:-[\p{Latin}0-9]+)*)?%?",
        r"|[〇零一二三四五六七八九十百千万亿]{2,}",
        r"|[\p{L}\p{M}\p{N}&&[^\p{Han}]]+(?:[’'\-.][\p{L}\p{M}\p{N}&&[^\p{Han}]]+)*",
        r"|[ \t\u{a0}\u{202f}\u{3000}]+|.",
    ))
    .expect("the pattern is constant and tested")
});

/// The tokens of a text, in order; together they are the text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    TOKEN.find_iter(text).map(|m| m.as_str())
}
