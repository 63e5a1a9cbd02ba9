//! Pure. A decoded article page in, its Document out.

use std::collections::HashSet;

use scraper::Html;

use super::decode::Decoded;
use super::judge::{self, Judged};
use super::published::{self, Reading};
use super::rules::{self, Rules};
use super::volatile::{self, Stamp};
use super::walk::{self, Marks, RawBlock, Walked};
use super::{Settings, address as urls, attachments, depth, meta, space, unreadable};
use crate::model::{Block, BlockClass, BlockKind, Document, Failure, Lang, Page, Reason, Sentence};
use crate::text::{fold, sentence};

/// Reads HTML as an article.
pub(super) fn read(page: &Page, settings: &Settings, decoded: Decoded) -> Result<Document, Failure> {
    let rules = Rules::new(settings)?;
    depth::gate(&decoded.text)?;
    let html = Html::parse_document(&decoded.text);
    let chosen = settings.content.as_deref().map(|css| rules::select(&html, "content", css)).transpose();
    let keys = chosen.as_ref().ok().and_then(Option::as_ref).into_iter().flatten().map(|e| walk::key(*e)).collect();
    let mut walked = walk::walk(&html, &Marks { ignored: rules.ignored(&html), chosen: keys });
    unreadable::check(page, &html, &walked, &decoded.text)?;
    // A page that is no article says so itself, before a selector that matches nothing does.
    chosen?;
    for block in &mut walked.blocks {
        block.ignored |= rules.ignores_text(&block.line.text);
    }
    let mut judged = judge::judge(&walked, &decoded.text);
    let lang = meta::language(html.root_element().value().attr("lang"), settings, &sample(&walked));
    let title = meta::title(&html);
    if settings.content.is_none() {
        keep_title(&walked, &mut judged, title.as_deref());
    }
    let zone = published::zone(&settings.zone);
    let today = page.fetched_at.to_zoned(zone.clone()).date();
    let reading = Reading { zone, today, lang, url: &page.final_url, title: title.as_deref() };
    let published = published::published(&html, &walked, &reading);
    let places: HashSet<usize> = judged.places.iter().map(|n| walk::key(walked.elems[*n].node)).collect();
    let attachments = attachments::find(&html, &places, page);
    let stamp = Stamp { today, published, lang, left_out: settings.left_out };
    let (blocks, set_aside) = assemble(walked.blocks, &judged.classes, &stamp);
    if blocks.iter().all(|b| space::weight(&b.text) < 2) {
        let why = if set_aside.is_empty() { "no text at all" } else { "nothing but navigation" };
        return Err(Failure::new(Reason::Empty, why));
    }
    let basis = Some(judged.basis);
    Ok(Document { title, published, lang, charset: decoded.charset, blocks, set_aside, attachments, basis })
}

/// The heading that is the title is compared wherever it stands: a headline changes with what it tells.
fn keep_title(walked: &Walked<'_>, judged: &mut Judged, title: Option<&str>) {
    let Some(title) = title.map(fold::fold) else { return };
    let mut blocks = walked.blocks.iter().zip(&mut judged.classes);
    let heading = blocks.find(|(b, _)| b.kind == BlockKind::Heading && !b.ignored && fold::fold(&b.line.text) == title);
    if let Some((_, class)) = heading.filter(|(_, class)| **class == BlockClass::Chrome) {
        *class = BlockClass::Uncertain;
    }
}

/// Reads plain text: paragraphs are parted by empty lines, or by the end of a sentence at the end of a line.
pub(super) fn plain(page: &Page, settings: &Settings, decoded: Decoded) -> Result<Document, Failure> {
    let rules = Rules::new(settings)?;
    let raw: String = decoded.text.chars().map(|c| if c == '\n' { space::BREAK } else { c }).collect();
    let raw = raw.replace([space::LINK, space::UNLINK], " ");
    let blocks: Vec<RawBlock> = space::lines(&raw)
        .into_iter()
        .map(|line| RawBlock { kind: BlockKind::Paragraph, ignored: rules.ignores_text(&line.text), line, elem: 0 })
        .collect();
    let lang = settings.language.or_else(|| meta::language(None, settings, &decoded.text));
    let today = page.fetched_at.to_zoned(published::zone(&settings.zone)).date();
    let class = |b: &RawBlock| if b.ignored { BlockClass::Chrome } else { BlockClass::Main };
    let classes: Vec<BlockClass> = blocks.iter().map(class).collect();
    let (blocks, set_aside) =
        assemble(blocks, &classes, &Stamp { today, published: None, lang, left_out: settings.left_out });
    if blocks.is_empty() {
        return Err(Failure::new(Reason::Empty, "no text at all"));
    }
    Ok(Document {
        title: None,
        published: urls::date(&page.final_url),
        lang,
        charset: decoded.charset,
        blocks,
        set_aside,
        attachments: Vec::new(),
        basis: None,
    })
}

/// Text enough to tell the language by; prose before menus.
fn sample(walked: &Walked<'_>) -> String {
    let prose = |b: &&RawBlock| b.line.linked * 2 <= b.line.weight;
    let text = |blocks: &mut dyn Iterator<Item = &RawBlock>| {
        let mut text = String::new();
        for block in blocks {
            text.push_str(&block.line.text);
            text.push('\n');
            if text.len() > 20_000 {
                break;
            }
        }
        text
    };
    let main = text(&mut walked.blocks.iter().filter(prose));
    if main.is_empty() { text(&mut walked.blocks.iter()) } else { main }
}

/// Parts what is read from what is set aside, and cuts both into sentences with offsets and keys.
pub(super) fn assemble(raw: Vec<RawBlock>, classes: &[BlockClass], stamp: &Stamp) -> (Vec<Block>, Vec<Block>) {
    let (mut blocks, mut aside) = (Vec::new(), Vec::new());
    let (mut at, mut aside_at) = (0, 0);
    let mut labelled = false;
    for (block, class) in raw.into_iter().zip(classes.iter().copied()) {
        let (list, at) = if class == BlockClass::Chrome { (&mut aside, &mut aside_at) } else { (&mut blocks, &mut at) };
        let text = block.line.text;
        let sentences = sentences(&text, block.kind, labelled, *at, stamp);
        labelled = volatile::is_label(&text);
        list.push(Block { kind: block.kind, class, start: *at, sentences, text });
        *at += list.last().map_or(0, |b| b.text.len()) + 1;
    }
    (blocks, aside)
}

fn sentences(text: &str, kind: BlockKind, labelled: bool, at: usize, stamp: &Stamp) -> Vec<Sentence> {
    let ranges = match kind {
        // A row is said as one, however its cells are punctuated.
        BlockKind::TableRow => std::iter::once(0..text.len()).collect(),
        _ => sentence::split(text, stamp.lang),
    };
    ranges
        .into_iter()
        .filter_map(|range| {
            let key = volatile::key(text.get(range.clone())?, labelled, stamp);
            Some(Sentence { start: at + range.start, end: at + range.end, key })
        })
        .collect()
}

/// Reads an HTML fragment (a feed entry's text) as blocks.
pub(super) fn fragment(source: &str) -> Result<Vec<RawBlock>, Failure> {
    depth::gate(source)?;
    Ok(walk::walk(&Html::parse_document(source), &Marks::default()).blocks)
}

/// The language for text without a page around it.
pub(super) fn language_of(text: &str, settings: &Settings) -> Option<Lang> {
    meta::language(None, settings, text)
}
