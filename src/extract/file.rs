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
    let charset = "utf-8".to_owned();
    Ok(Document { title, published, lang, charset, blocks, set_aside, attachments: Vec::new(), basis: None })
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
    article::assemble(raw, &classes, &Stamp { today, published, lang, left_out: settings.left_out })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;

    fn page(url: &str, lines: &str) -> Page {
        let url = url.parse().expect("a URL");
        let at = "2027-10-11T04:00:00Z".parse().expect("an instant");
        let bytes = lines.as_bytes().to_vec();
        let rendition = Some(Rendition { tool: "file-text/1 test".to_owned(), bytes });
        Page { rendition, ..Page::from_bytes(url, Some("application/pdf"), b"%PDF-".to_vec(), at) }
    }

    fn settings() -> Settings {
        Settings { zone: "Asia/Shanghai".to_owned(), ..Settings::default() }
    }

    #[test]
    fn a_file_is_an_article_of_its_own() {
        let text = "# 商务部公告2027年第12号\n决定对13种化学品实行管制。自公布之日起施行。\n1\t4-ANPP\t21409-26-7\n商务部\n2027年10月9日\n";
        let read = super::super::document(&page("https://m.test/a.pdf", text), &settings()).expect("it is read");
        assert_eq!(read.title.as_deref(), Some("商务部公告2027年第12号"));
        assert_eq!(read.published.map(|d| d.to_string()).as_deref(), Some("2027-10-09"), "as letters are dated");
        assert_eq!(read.lang, Some(Lang::Zh));
        let kinds: Vec<BlockKind> = read.blocks.iter().map(|b| b.kind).collect();
        assert_eq!(kinds[..3], [BlockKind::Heading, BlockKind::Paragraph, BlockKind::TableRow]);
        assert_eq!(read.blocks[1].sentences.len(), 2);
        assert!(read.blocks[2].text.contains("4-ANPP\t21409-26-7"));
    }

    #[test]
    fn attachments_stand_behind_the_article_with_offsets_in_the_whole() {
        let html = "<html lang=en><title>Notice</title><main><h1>Notice</h1><p>The list is in the annexes. It binds all who export.</p>\
            <p><a href=/f/1.pdf>Annex 1</a> <a href='/down.jsp?name=list.docx'>Annex 2</a> <a href=/f/3.doc>Annex 3</a>\
            <a href=/photo.jpg>A photo</a> <a href=/annex.png>Annex 4</a> <a href=/next.html>Next</a></p></main>";
        let at = "2027-10-11T04:00:00Z".parse().expect("an instant");
        let article = Page::from_bytes("https://m.test/a".parse().expect("a URL"), None, html.as_bytes().to_vec(), at);
        let alone = super::super::document(&article, &settings()).expect("it is read");
        let urls: Vec<&str> = alone.attachments.iter().map(|a| a.link.url.path()).collect();
        assert_eq!(urls, ["/f/1.pdf", "/down.jsp", "/f/3.doc", "/annex.png"]);
        let unread: Vec<bool> = alone.attachments.iter().map(|a| super::super::is_unread_kind(a).is_some()).collect();
        assert_eq!(unread, [false, false, true, true]);
        let url = |n: usize| alone.attachments[n].link.url.clone();
        let failure = Failure::new(Reason::Http5xx, "500");
        let got = vec![
            (url(0), Got::Read(Box::new(page("https://m.test/f/1.pdf", "First. Second.\n")))),
            (url(1), Got::NotRead(failure.clone(), None)),
        ];
        let read = attach(alone.clone(), got, None, &settings());
        let text = read.text();
        assert!(text.ends_with("Annex 1\nFirst. Second.\n"), "{text}");
        for sentence in read.sentences() {
            assert_eq!(&text[sentence.sentence.start..sentence.sentence.end], sentence.text);
        }
        let last = read.sentences().last().map(|s| s.sentence.start).expect("there are some");
        assert_eq!(read.attachment_at(last).map(|a| &a.link.url), Some(&url(0)));
        assert_eq!(read.attachment_at(0), None);
        assert_eq!(read.attachments[1].failure.as_ref(), Some(&failure));
        // Not fetched the next time: the same text, and why it is not newer.
        let got = vec![(url(0), Got::Kept(Some(failure.clone())))];
        let kept = attach(alone, got, Some(&read), &settings());
        assert_eq!((kept.text(), kept.text_hash()), (read.text(), read.text_hash()));
        assert_eq!(kept.attachments[0].failure.as_ref(), Some(&failure));
    }
}
