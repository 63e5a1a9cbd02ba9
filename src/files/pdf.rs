//! I/O (pure itself). The bytes of a PDF in, the lines of its text out.

use std::ops::ControlFlow;

use unpdf::model::{Block, InlineContent, Paragraph};
use unpdf::{
    ErrorMode, ExtractionQuality, Page, PageSelection, PageStreamOptions, ParseEvent, ParseOptions, PdfParser,
};

use super::{Lines, MOST_PAGES, whole};
use crate::model::{Failure, Reason};

pub(super) fn read(bytes: &[u8]) -> Result<String, Failure> {
    let parser =
        PdfParser::from_bytes_with_options(bytes, ParseOptions::new().sequential()).map_err(|e| failure(&e))?;
    let pages = parser.page_count() as usize;
    if pages > MOST_PAGES {
        return Err(Failure::new(Reason::FileTooLarge, format!("{pages} pages, at most {MOST_PAGES} are read")));
    }
    let broken = whole::broken_streams(bytes);
    if broken > 0 {
        return Err(Failure::new(Reason::FileDamaged, format!("{broken} of its compressed parts are damaged")));
    }
    let mut reading = Reading::default();
    let quality = parser.for_each_page(options(), |event| reading.take(event)).map_err(|e| failure(&e))?;
    if let Some(failure) = reading.failure {
        return Err(failure);
    }
    let quality = ExtractionQuality { pages_incomplete: parser_is_incomplete(&quality, pages), ..quality };
    // A file that was cut off has its table of objects at its end, and another mark for the end nowhere near.
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if quality.xref_reconstructed && !tail.windows(5).any(|w| w == b"%%EOF") {
        return Err(Failure::new(Reason::FileDamaged, "it is cut off"));
    }
    let read = judge(&quality, pages, &reading.totals).and_then(|()| reading.lines.finish());
    match read {
        // What is damaged cannot be said to have no text.
        Err(failure) if failure.reason == Reason::FileWithoutText && is_hurt(&quality) => {
            Err(Failure::new(Reason::FileDamaged, "no text is left of it"))
        }
        read => read,
    }
}

fn is_hurt(quality: &ExtractionQuality) -> bool {
    quality.xref_reconstructed || quality.skipped_object_count > 0
}

/// One page after the other on this thread: the child has no room for a pool.
fn options() -> PageStreamOptions {
    PageStreamOptions {
        error_mode: ErrorMode::Lenient,
        extract_text: true,
        extract_resources: false,
        min_image_dimension: 0,
        pages: PageSelection::All,
        password: None,
        parallel: false,
        suppress_low_confidence_ocr: true,
        window_size: 1,
        emit_progress_every: u32::MAX,
    }
}

#[derive(Default)]
struct Totals {
    text: usize,
    images: usize,
    failed: usize,
    undecodable: usize,
}

#[derive(Default)]
struct Reading {
    lines: Lines,
    totals: Totals,
    failure: Option<Failure>,
}

impl Reading {
    fn take(&mut self, event: ParseEvent) -> ControlFlow<()> {
        match event {
            ParseEvent::PageParsed(page) => self.page(&page),
            ParseEvent::PageFailed { .. } => self.totals.failed += 1,
            _ => {}
        }
        match self.lines.check() {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => {
                self.failure = Some(failure);
                ControlFlow::Break(())
            }
        }
    }

    fn page(&mut self, page: &Page) {
        self.totals.text += page.text_op_count as usize;
        self.totals.images += page.image_op_count as usize;
        self.totals.undecodable += page.undecodable_content_streams;
        let last = page.elements.len().saturating_sub(1);
        for (n, block) in page.elements.iter().enumerate() {
            // A page's number stands at its head or foot, and would part a sentence that goes on over the page.
            let edge = n == 0 || n == last;
            match block {
                Block::Paragraph(paragraph) if edge && is_page_number(&paragraph.plain_text()) => {}
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => {
                    for row in &table.rows {
                        self.lines.row(&row.cells.iter().map(|cell| cell.plain_text()).collect::<Vec<_>>());
                    }
                }
                Block::Code { content } | Block::Raw { content } => {
                    content.lines().for_each(|line| self.lines.paragraph(line));
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = paragraph.plain_text();
        match paragraph.heading_level() {
            Some(_) => self.lines.heading(&text),
            None if paragraph.content.iter().any(|part| matches!(part, InlineContent::LineBreak)) => {
                text.lines().for_each(|line| self.lines.paragraph(line));
            }
            None => self.lines.paragraph(&text),
        }
    }
}

/// `3`, `- 3 -`, `第 3 页`, `Page 3 of 12`: no word but those of page numbers.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let number = bare.trim_matches(['-', '–', '—', '－', '―', '·', '/', '|']);
    let words = ["página", "page", "第", "页", "頁", "共", "of", "de", "sur", "/"];
    let rest = words.iter().fold(number.to_owned(), |rest, word| rest.replace(word, ""));
    bare.chars().any(|c| c.is_ascii_digit()) && rest.len() <= 6 && rest.chars().all(|c| c.is_ascii_digit())
}

/// Pages that the file counts and the reader did not find: what stands on them is not gone.
fn parser_is_incomplete(quality: &ExtractionQuality, pages: usize) -> bool {
    let declared = quality.declared_page_count.map_or(pages, |n| n as usize);
    quality.pages_incomplete || quality.unresolved_page_nodes > 0 || declared > pages
}

/// A text of which a part is missing would be compared as if that part had been taken out.
fn judge(quality: &ExtractionQuality, pages: usize, totals: &Totals) -> Result<(), Failure> {
    let damaged = |what: String| Err(Failure::new(Reason::FileDamaged, what));
    if pages == 0 {
        return damaged("no page can be found in it".to_owned());
    }
    if totals.failed > 0 || totals.undecodable > 0 {
        return damaged(format!("{} of {pages} pages cannot be read", totals.failed.max(1)));
    }
    if quality.pages_incomplete {
        return damaged("pages are missing".to_owned());
    }
    if totals.text == 0 {
        let what = if totals.images > 0 { "pictures of pages, without text" } else { "pages without text" };
        return Err(Failure::new(Reason::FileWithoutText, what));
    }
    let lost = quality.suppressed_text_runs + quality.suppressed_ocr_pages;
    if lost * 20 > totals.text || quality.replacement_char_count * 100 > quality.char_count {
        return Err(Failure::new(Reason::FileWithoutText, "its fonts do not say which characters they show"));
    }
    Ok(())
}

fn failure(error: &unpdf::Error) -> Failure {
    let reason = match error {
        unpdf::Error::Encrypted | unpdf::Error::InvalidPassword => Reason::FileEncrypted,
        _ => Reason::FileDamaged,
    };
    Failure::new(reason, error.to_string().chars().take(200).collect::<String>())
}
