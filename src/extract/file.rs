//! Pure. The lines of a file's text in; a Document of its own, or a part of the article it is attached to, out.

use super::published::{self, Reading};
use super::rules::Rules;
use super::volatile::Stamp;
use super::walk::RawBlock;
use super::{Got, Settings, article, meta, space};
use crate::model::{
    Attachment, Block, BlockClass, BlockKind, Document, Failure, Lang, Page, PartialDate, Reason, Rendition, Sentence,
};

/// Reads a file as an article: all of it is its text.
pub(super) fn document(page: &Page, settings: &Settings, lines: &Rendition) -> Result<Document, Failure> {
    let text = String::from_utf8_lossy(&lines.bytes);
    let raw = blocks(&text, settings)?;
    let lang = meta::language(None, settings, &text);
    let title = title(&raw);
    let zone = published::zone(&settings.zone);
    let today = page.fetched_at.to_zoned(zone.clone()).date();
    let reading = Reading { zone, today, lang, url: &page.final_url, title: title.as_deref() };
    let published = published::of_file(&raw, &reading);
    let (blocks, set_aside) = assembled(raw, page, settings, published, lang);
    if blocks.is_empty() {
        return Err(Failure::new(Reason::Empty, "no text at all"));
    }
    Ok(Document { title, published, lang, charset: "utf-8".to_owned(), blocks, set_aside, attachments: Vec::new() })
}

/// One block a line, as the reader of files prints them.
fn blocks(text: &str, settings: &Settings) -> Result<Vec<RawBlock>, Failure> {
    let rules = Rules::new(settings)?;
    let block = |line: &str| {
        let (kind, text) = match line.strip_prefix("# ") {
            Some(heading) => (BlockKind::Heading, heading),
            None if line.contains('\t') => (BlockKind::TableRow, line.trim()),
            None => (BlockKind::Paragraph, line),
        };
        let cells: Vec<String> = text.split('\t').map(space::one_line).collect();
        let text = cells.join("\t").trim().to_owned();
        let line = space::Line { weight: space::weight(&text), text, ..space::Line::default() };
        RawBlock { kind, ignored: rules.ignores_text(&line.text), line, elem: 0 }
    };
    Ok(text.lines().map(block).filter(|b| !b.line.text.is_empty()).collect())
}

fn assembled(
    raw: Vec<RawBlock>,
    page: &Page,
    settings: &Settings,
    published: Option<PartialDate>,
    lang: Option<Lang>,
) -> (Vec<Block>, Vec<Block>) {
    let today = page.fetched_at.to_zoned(published::zone(&settings.zone)).date();
    let class = |b: &RawBlock| if b.ignored { BlockClass::Chrome } else { BlockClass::Main };
    let classes: Vec<BlockClass> = raw.iter().map(class).collect();
    article::assemble(raw, &classes, &Stamp { today, published, lang })
}

/// Longer than this it is no title (weight: a Han character counts three).
const TITLE: usize = 300;

/// The first heading, else the first line if it is no sentence.
fn title(blocks: &[RawBlock]) -> Option<String> {
    let near = blocks.get(..blocks.len().min(10)).unwrap_or_default();
    let heading = near.iter().find(|b| b.kind == BlockKind::Heading);
    let first = near.first().filter(|b| b.kind == BlockKind::Paragraph && !space::ends_sentence(&b.line.text));
    heading.or(first).map(|b| b.line.text.clone()).filter(|text| space::weight(text) <= TITLE)
}

/// Appends the text of attachments to an article's, each under its name as a heading.
pub(super) fn attach(
    mut document: Document,
    got: Vec<(url::Url, Got)>,
    before: Option<&Document>,
    settings: &Settings,
) -> Document {
    let mut attachments = std::mem::take(&mut document.attachments);
    for (url, got) in got {
        let Some(attachment) = attachments.iter_mut().find(|a| a.link.url == url) else { continue };
        match got {
            Got::Read(page) => read(&mut document, attachment, &page, settings),
            Got::Kept(failure) => keep(&mut document, attachment, before, failure),
            Got::NotRead(failure, bytes) => {
                attachment.failure = Some(failure);
                if let Some((sha256, validators)) = bytes {
                    (attachment.sha256, attachment.validators) = (Some(sha256), validators);
                }
            }
        }
    }
    document.attachments = attachments;
    document
}

fn read(document: &mut Document, attachment: &mut Attachment, page: &Page, settings: &Settings) {
    let lines = page.rendition.as_ref().map(|r| String::from_utf8_lossy(&r.bytes)).unwrap_or_default();
    (attachment.sha256, attachment.validators) = (Some(page.sha256.clone()), page.validators());
    let mut raw = match blocks(&lines, settings) {
        Ok(raw) => raw,
        Err(failure) => {
            attachment.failure = Some(failure);
            return;
        }
    };
    let name = space::one_line(&attachment.link.title);
    let line = space::Line { weight: space::weight(&name), text: name, ..space::Line::default() };
    raw.insert(0, RawBlock { kind: BlockKind::Heading, line, elem: 0, ignored: false });
    let (added, aside) = assembled(raw, page, settings, document.published, document.lang);
    attachment.blocks = Some(append(&mut document.blocks, added));
    append(&mut document.set_aside, aside);
}

/// The text as it stood: nothing of it is known to be gone.
fn keep(document: &mut Document, attachment: &mut Attachment, before: Option<&Document>, failure: Option<Failure>) {
    attachment.failure = failure;
    let Some(before) = before else { return };
    let Some(old) = before.attachments.iter().find(|a| a.link.url == attachment.link.url) else { return };
    attachment.sha256.clone_from(&old.sha256);
    attachment.validators = old.validators.clone();
    if let Some(text) = old.blocks.and_then(|(from, to)| before.blocks.get(from..to)) {
        attachment.blocks = Some(append(&mut document.blocks, text.to_vec()));
    } else if attachment.failure.is_none() {
        attachment.failure.clone_from(&old.failure);
    }
}

/// Puts blocks behind others and counts their offsets anew; where they stand now.
fn append(blocks: &mut Vec<Block>, added: Vec<Block>) -> (usize, usize) {
    let from = blocks.len();
    let mut at = blocks.last().map_or(0, |last| last.start + last.text.len() + 1);
    for block in added {
        let moved = |offset: usize| offset - block.start + at;
        let sentences = block.sentences.iter();
        let sentences = sentences.map(|s| Sentence { start: moved(s.start), end: moved(s.end), key: s.key.clone() });
        let one = Block { start: at, sentences: sentences.collect(), ..block.clone() };
        at += one.text.len() + 1;
        blocks.push(one);
    }
    (from, blocks.len())
}
