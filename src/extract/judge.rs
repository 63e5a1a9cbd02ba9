//! Pure. The blocks of a page in, which are the article, which may be and which surround it out.
//!
//! Every hard filter loses real sentences, so only what is short or made of links is set aside; prose outside the main
//! text stays, as uncertain.

use std::sync::LazyLock;

use regex::Regex;

use super::tags::Cue;
use super::walk::{RawBlock, Walked};
use super::{opinions, space};
use crate::model::{Basis, BlockClass, BlockKind, FoundBy};

/// Less text than this (weight: a Han character counts three) is no article.
const LITTLE: usize = 140;

/// The class of each block, and the elements the main text was found in.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) classes: Vec<BlockClass>,
    /// Indices into `Walked::elems`; empty when the text was found block by block.
    pub(super) places: Vec<usize>,
    pub(super) basis: Basis,
}

/// Judges every block. `source` is the page's HTML, for the finders.
pub(super) fn judge(walked: &Walked<'_>, source: &str) -> Judged {
    let chosen: Vec<usize> = (0..walked.elems.len()).filter(|n| walked.elems[*n].chosen).collect();
    if !chosen.is_empty() {
        let main = within(walked, &chosen);
        let class = |n: usize| if main[n] && !walked.blocks[n].ignored { BlockClass::Main } else { BlockClass::Chrome };
        let classes = (0..walked.blocks.len()).map(class).collect();
        return Judged { classes, places: chosen, basis: Basis { by: FoundBy::Selector, agreement: 100 } };
    }
    let surely = surrounded(walked, None);
    let place = landmark(walked, &surely);
    let (main, basis) = main_text(walked, source, &surely, place);
    let places: Vec<usize> = match (place, basis.by) {
        (None, FoundBy::Density) => densest(walked, &surely).into_iter().collect(),
        _ => place.into_iter().collect(),
    };
    let hull = hull(&main);
    let cues = surrounded(walked, hull);
    let around = around(walked, &places, hull);
    let mut classes: Vec<BlockClass> =
        (0..main.len()).map(|n| class(&walked.blocks[n], main[n], around[n], cues[n])).collect();
    if classes.iter().all(|c| *c == BlockClass::Chrome) {
        // A page of short lines only, a bare table for one: what nothing speaks against is read.
        for (n, block) in walked.blocks.iter().enumerate() {
            if cues[n].is_none() && !is_linked(block) && !block.ignored && !is_control(&block.line.text) {
                classes[n] = BlockClass::Uncertain;
            }
        }
    }
    Judged { classes, places, basis }
}

/// Which blocks are main text, and what told so: the finders, else the page's own place for it, else where prose is densest.
fn main_text(walked: &Walked<'_>, source: &str, surely: &[Option<Cue>], place: Option<usize>) -> (Vec<bool>, Basis) {
    let blocks = &walked.blocks;
    let inside = within(walked, place.as_slice());
    if place.is_some() && is_beyond_doubt(blocks, surely, &inside) {
        let main = (0..blocks.len()).map(|n| inside[n] && surely[n].is_none() && !is_linked(&blocks[n])).collect();
        return (main, Basis { by: FoundBy::Landmark, agreement: 100 });
    }
    let kept = opinions::ask(walked, source);
    let (main, agreement) =
        opinions::weigh(&kept, &opinions::Page { blocks, surely, inside: &inside, placed: place.is_some() });
    let held: usize = blocks.iter().zip(&main).filter(|(_, m)| **m).map(|(b, _)| b.line.weight).sum();
    if held >= LITTLE && (kept.first.is_some() || kept.second.is_some()) {
        let by = if agreement >= opinions::AGREED { FoundBy::Finders } else { FoundBy::Divided };
        return (main, Basis { by, agreement });
    }
    let by = if place.is_some() { FoundBy::Landmark } else { FoundBy::Density };
    let inside = if place.is_some() { inside } else { within(walked, densest(walked, surely).as_slice()) };
    let main = (0..blocks.len()).map(|n| inside[n] && surely[n].is_none()).collect();
    (main, Basis { by, agreement: 0 })
}

/// Whether the page's own place for the article leaves nothing to ask: of what is no link, nearly all is prose inside it, or
/// stands where no article stands.
fn is_beyond_doubt(blocks: &[RawBlock], surely: &[Option<Cue>], inside: &[bool]) -> bool {
    let (mut clear, mut all) = (0, 0);
    for (n, block) in blocks.iter().enumerate() {
        let own = block.line.weight - block.line.linked;
        let open = surely[n].is_none();
        clear += if inside[n] && open && is_prose(block) { own } else { 0 };
        all += if inside[n] || open { own } else { 0 };
    }
    clear * 20 >= all * 19
}

/// The first and the last block of the main text.
fn hull(main: &[bool]) -> Option<(usize, usize)> {
    main.iter().position(|m| *m).map(|first| (first, main.iter().rposition(|m| *m).unwrap_or(first)))
}

fn class(block: &RawBlock, main: bool, around: bool, cue: Option<Cue>) -> BlockClass {
    if block.ignored || is_control(&block.line.text) {
        return BlockClass::Chrome;
    }
    let (linked, prose) = (is_linked(block), is_prose(block));
    match cue {
        _ if main => BlockClass::Main,
        Some(Cue::Hard | Cue::Named) => BlockClass::Chrome,
        Some(Cue::Soft) if linked || !prose => BlockClass::Chrome,
        None if linked || !(prose || around) => BlockClass::Chrome,
        _ => BlockClass::Uncertain,
    }
}

/// Whether the block is links more than words.
pub(super) fn is_linked(block: &RawBlock) -> bool {
    block.line.linked * 2 > block.line.weight
}

/// What stands between main text or in a wider place of the article: there short lines may be its tables and lists.
fn around(walked: &Walked<'_>, places: &[usize], hull: Option<(usize, usize)>) -> Vec<bool> {
    let mut wider: Vec<usize> = Vec::new();
    for place in places {
        let mut at = *place;
        while at != 0 {
            at = walked.elems[at].parent;
            if walked.elems[at].landmark {
                wider.push(at);
            }
        }
    }
    // The widest spans the others.
    let mut inside = within(walked, wider.last().map_or(&[], std::slice::from_ref));
    if let Some((first, last)) = hull {
        inside[first..=last].fill(true);
    }
    inside
}

/// Whether the block says something: about six words, or eight Han characters.
pub(super) fn is_prose(block: &RawBlock) -> bool {
    let own = block.line.weight - block.line.linked;
    own >= 24 && (block.kind != BlockKind::Heading || own >= 60)
}

/// For each block, whether one of the elements spans it.
fn within(walked: &Walked<'_>, elems: &[usize]) -> Vec<bool> {
    let mut inside = vec![false; walked.blocks.len()];
    for elem in elems {
        let elem = &walked.elems[*elem];
        inside[elem.start..elem.end].fill(true);
    }
    inside
}

/// The strongest cue around each block; an element that spans the whole main text speaks for nothing.
fn surrounded(walked: &Walked<'_>, main: Option<(usize, usize)>) -> Vec<Option<Cue>> {
    let count = walked.blocks.len();
    let before = prose_before(walked, &vec![None; count]);
    let all = before[count];
    let (mut soft, mut hard) = (vec![0i32; count + 1], vec![0i32; count + 1]);
    for elem in walked.elems.iter().filter(|e| e.end > e.start) {
        let Some(cue) = elem.cue else { continue };
        let spans_main = match main {
            Some((first, last)) => elem.start <= first && last < elem.end,
            // Before the main text is known: a page's wrapper, which holds most of its prose.
            None => cue != Cue::Hard && (before[elem.end] - before[elem.start]) * 2 > all,
        };
        if !spans_main {
            let level = if cue != Cue::Soft { &mut hard } else { &mut soft };
            level[elem.start] += 1;
            level[elem.end] -= 1;
        }
    }
    let (mut softs, mut hards) = (0, 0);
    (0..count)
        .map(|n| {
            softs += soft[n];
            hards += hard[n];
            if hards > 0 { Some(Cue::Hard) } else { (softs > 0).then_some(Cue::Soft) }
        })
        .collect()
}

/// Weight of unlinked text before each block, surroundings left out; one entry more than blocks.
fn prose_before(walked: &Walked<'_>, cues: &[Option<Cue>]) -> Vec<usize> {
    let mut sum = 0;
    let mut all = vec![0];
    for (block, cue) in walked.blocks.iter().zip(cues) {
        if cue.is_none() && !block.ignored {
            sum += block.line.weight - block.line.linked;
        }
        all.push(sum);
    }
    all
}

/// The smallest known place of an article that holds most of what the largest holds.
fn landmark(walked: &Walked<'_>, cues: &[Option<Cue>]) -> Option<usize> {
    let before = prose_before(walked, cues);
    let held = |n: usize| before[walked.elems[n].end] - before[walked.elems[n].start];
    let linked = |n: usize| {
        let blocks = &walked.blocks[walked.elems[n].start..walked.elems[n].end];
        blocks.iter().map(|b| b.line.linked).sum::<usize>()
    };
    let candidates: Vec<usize> = (0..walked.elems.len()).filter(|n| walked.elems[*n].landmark).take(200).collect();
    let most = candidates.iter().map(|n| held(*n)).max()?;
    let all = before[walked.blocks.len()];
    if most < LITTLE.min(all / 2 + 1) || most * 4 < all {
        return None;
    }
    candidates
        .into_iter()
        .filter(|n| held(*n) * 10 >= most * 7 && held(*n) >= linked(*n) / 2)
        .min_by_key(|n| walked.elems[*n].end - walked.elems[*n].start)
}

/// The element whose own paragraphs hold the most prose; half of it counts for the element around it.
fn densest(walked: &Walked<'_>, cues: &[Option<Cue>]) -> Option<usize> {
    let mut scores = vec![0usize; walked.elems.len()];
    for (block, cue) in walked.blocks.iter().zip(cues) {
        if cue.is_some() || block.ignored || !is_prose(block) {
            continue;
        }
        let parent = walked.elems[block.elem].parent;
        let own = block.line.weight - block.line.linked;
        scores[block.elem] += own / 4;
        scores[parent] += own;
        scores[walked.elems[parent].parent] += own / 2;
    }
    (0..scores.len()).filter(|n| scores[*n] > 0).max_by_key(|n| (scores[*n], *n))
}

/// Lines that are controls of the page and nothing else: where you are, share, print, letter size, page turning.
fn is_control(text: &str) -> bool {
    static CONTROL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)^[\s\[【（(|>»/]*(?:
            (?:您?(?:的|现在的|當前|当前)?(?:所在)?位置|您现在的位置|當前位置)\s*[:：>].*
            | (?:you\ are\ here|est[aá]\ (?:usted\ )?aqu[ií]|vous\ [eê]tes\ ici)\b.*
            | (?:分享到|分享至|分享|打印|打印本页|打印此页|关闭|关闭窗口|关闭本页|收藏|字体|字号|列印|友善列印|回到顶部|返回顶部|扫一扫.*|大|中|小
                |上一页|下一页|上一篇.*|下一篇.*|首页|末页|尾页|更多|A[+-]|微信|微博|QQ|QQ空间|\W)+
            | 【?字(?:号|体|體)(?:大小)?[:：\s].*
            | (?:share(?:\ (?:this|on|via)(?:\ \w+){0,3})?|print(?:\ this\ page)?|e-?mail(?:\ this)?|tweet|facebook|twitter|linkedin|whatsapp|copy\ link
                |back\ to\ top|skip\ to\ (?:main\ )?content|next(?:\ page)?|previous(?:\ page)?|read\ more|text\ size|a[+-]
                |compartir(?:\ en\ \w+)?|imprimir|volver\ arriba|siguiente|anterior|partager(?:\ sur\ \w+)?|imprimer|haut\ de\ (?:la\ )?page|suivant|pr[eé]c[eé]dent|\W)+
            )[\s\]】）)|]*$",
        )
        .expect("a constant expression is valid")
    });
    !space::is_heavier(text, 300) && CONTROL.is_match(text) && !text.ends_with(['。', '！', '？', '.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_told_from_sentences_about_sharing() {
        for text in [
            "分享到：",
            "【打印】",
            "当前位置：首页 > 新闻发布",
            "Share this page",
            "You are here: Home",
            "字号：大 中 小",
            "上一页 下一页",
        ] {
            assert!(is_control(text), "{text}");
        }
        for text in
            ["分享情报并打击贩运。", "Share intelligence with partners", "Print", "双方将分享信息", "12", "大麻"]
        {
            assert_eq!(is_control(text), text == "Print", "{text}");
        }
    }
}
