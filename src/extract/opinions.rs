//! Pure. A page's HTML and its blocks in, which blocks two main-text finders would keep out.
//!
//! The finders give text of their own making; here it is laid over our blocks, so that nothing they drop is lost.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::judge::{is_linked, is_prose};
use super::tags::Cue;
use super::walk::{RawBlock, Walked};

/// The finders' time grows with elements times depth; pages beyond these are judged without them.
const MAX_ELEMENTS: usize = 20_000;
const MAX_DEPTHS: usize = 150_000;

/// A block of this many letters is looked for anywhere in a finder's text; a shorter one only where it is due.
const TELLING: usize = 40;

/// How far from its place a short block may be.
const NEAR: usize = 120;

/// Bytes that may be searched for one page: long pages of many blocks would take their square.
const MOST_SEARCHED: usize = 40_000_000;

/// For each block, whether each finder keeps it.
#[derive(Debug, Default)]
pub(super) struct Opinions {
    pub(super) first: Option<Vec<bool>>,
    pub(super) second: Option<Vec<bool>>,
}

/// Asks both finders.
pub(super) fn ask(walked: &Walked<'_>, source: &str) -> Opinions {
    let mut depths = vec![0usize; walked.elems.len()];
    for n in 1..depths.len() {
        depths[n] = depths[walked.elems[n].parent] + 1;
    }
    if depths.len() > MAX_ELEMENTS || depths.iter().sum::<usize>() > MAX_DEPTHS {
        return Opinions::default();
    }
    let kept = |finder: fn(&str) -> Option<String>| {
        // A finder that fails has no opinion; the page is read all the same.
        let text = catch_unwind(AssertUnwindSafe(|| finder(source))).ok().flatten()?;
        lay_over(walked, &text)
    };
    Opinions { first: kept(first), second: kept(second) }
}

fn first(source: &str) -> Option<String> {
    let mut options = trafilatura::Options::default();
    options.exclude_comments = true;
    options.html_date_mode = trafilatura::HtmlDateMode::Disabled;
    trafilatura::extract(source, &options).ok().map(|found| found.content_text)
}

fn second(source: &str) -> Option<String> {
    let config = dom_smoothie::Config {
        disable_json_ld: true,
        max_elements_to_parse: MAX_ELEMENTS,
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    let article = dom_smoothie::Readability::new(source, None, Some(config)).ok()?.parse().ok()?;
    Some(article.text_content.to_string())
}

/// In hundredths: from this share of the text kept by both finders on they are taken to have read the same article.
pub(super) const AGREED: u8 = 45;

/// What the finders' opinions are weighed against.
pub(super) struct Page<'a> {
    pub(super) blocks: &'a [RawBlock],
    /// What speaks against each block.
    pub(super) surely: &'a [Option<Cue>],
    /// Whether the block stands in the page's own place for an article.
    pub(super) inside: &'a [bool],
    /// Whether there is such a place.
    pub(super) placed: bool,
}

/// Which blocks are main text, and how far the finders agree, in hundredths.
///
/// What both keep is. Where they agree on most of it, so is what one of them keeps in between; where they do not, the page is
/// hardly an article, and what one keeps counts, or all prose that nothing speaks against. A place made for the article that
/// holds nearly all of it bounds it.
pub(super) fn weigh(kept: &Opinions, page: &Page<'_>) -> (Vec<bool>, u8) {
    let count = page.blocks.len();
    let says = |opinion: &Option<Vec<bool>>, n: usize| opinion.as_ref().is_some_and(|kept| kept[n]);
    let prose = |n: usize| page.surely[n].is_none() && is_prose(&page.blocks[n]);
    let both = |n: usize| says(&kept.first, n) && says(&kept.second, n);
    let one = |n: usize| {
        says(&kept.first, n) && !matches!(page.surely[n], Some(Cue::Hard | Cue::Named))
            || says(&kept.second, n) && prose(n)
    };
    let sum = |wanted: &dyn Fn(usize) -> bool| -> usize {
        (0..count).filter(|n| wanted(*n)).map(|n| page.blocks[n].line.weight).sum()
    };
    let any = sum(&|n| says(&kept.first, n) || says(&kept.second, n));
    let agreement = u8::try_from(sum(&both) * 100 / any.max(1)).unwrap_or(100);
    let main: Vec<bool> = if agreement >= AGREED {
        // A few links before its first words are a menu; many may be the list that the page is about.
        let words = (0..count).find(|n| both(*n) && !is_linked(&page.blocks[*n])).unwrap_or(0);
        let menu = sum(&|n| n < words && both(n)) * 4 <= sum(&both);
        let first = if menu { words } else { (0..count).find(|n| both(*n)).unwrap_or(0) };
        let last = (0..count).rfind(|n| both(*n)).unwrap_or(0);
        let main: Vec<bool> = (0..count).map(|n| (first..=last).contains(&n) && (both(n) || one(n))).collect();
        let bounded = page.placed && sum(&|n| main[n] && page.inside[n]) * 10 >= sum(&|n| main[n]) * 7;
        (0..count).map(|n| main[n] && (!bounded || page.inside[n])).collect()
    } else if page.placed {
        let plain = |n: usize| page.surely[n].is_none() && !is_linked(&page.blocks[n]);
        (0..count).map(|n| page.inside[n] && (both(n) || one(n) || plain(n))).collect()
    } else {
        let little = sum(&|n| both(n) || one(n)) * 2 < sum(&prose);
        (0..count).map(|n| both(n) || one(n) || little && prose(n)).collect()
    };
    (main, agreement)
}

/// Letters and digits only: finders differ in blanks and marks.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Which blocks stand in a finder's text, in its order as far as they are short.
fn lay_over(walked: &Walked<'_>, text: &str) -> Option<Vec<bool>> {
    let lines: HashSet<String> = text.lines().map(letters).filter(|l| l.len() >= TELLING).collect();
    let whole = letters(text);
    if whole.is_empty() {
        return None;
    }
    let mut finder = Finder { whole: &whole, lines, at: 0, searched: 0 };
    let mut kept = Vec::with_capacity(walked.blocks.len());
    for block in &walked.blocks {
        let wanted = letters(&block.line.text);
        // A line of marks only goes with what stands before it.
        kept.push(if wanted.is_empty() { kept.last() == Some(&true) } else { finder.holds(&wanted) });
    }
    Some(kept)
}

/// Looks for one block after the other in a finder's text.
struct Finder<'a> {
    whole: &'a str,
    lines: HashSet<String>,
    /// Where the block found last ends.
    at: usize,
    searched: usize,
}

impl Finder<'_> {
    fn holds(&mut self, wanted: &str) -> bool {
        if let Some(n) = within_reach(&self.whole[self.at..], wanted) {
            self.at += n + wanted.len();
            return true;
        }
        if wanted.len() < TELLING {
            return false;
        }
        if self.lines.contains(wanted) || self.searched < MOST_SEARCHED {
            self.searched += self.whole.len();
            if let Some(n) = self.whole.find(wanted) {
                self.at = n + wanted.len();
                return true;
            }
        }
        self.mostly(wanted)
    }

    /// Whether most of a block is held, where the finder cut or joined it otherwise.
    fn mostly(&mut self, wanted: &str) -> bool {
        let letters: Vec<(usize, char)> = wanted.char_indices().collect();
        let (mut held, mut all) = (0, 0);
        for piece in letters.chunks(TELLING / 2).filter(|p| p.len() == TELLING / 2) {
            if self.searched >= MOST_SEARCHED {
                return false;
            }
            self.searched += self.whole.len();
            let from = piece[0].0;
            let to = piece.last().map_or(from, |(n, c)| n + c.len_utf8());
            all += 1;
            if let Some(n) = self.whole.find(&wanted[from..to]) {
                held += 1;
                self.at = n + to - from;
            }
        }
        held * 2 > all
    }
}

/// Where `wanted` begins in the first stretch of `rest`.
fn within_reach(rest: &str, wanted: &str) -> Option<usize> {
    let mut end = (NEAR + wanted.len()).min(rest.len());
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    rest[..end].find(wanted)
}
