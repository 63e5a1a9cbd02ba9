//! I/O. The bytes of a PDF, DOCX or XLSX in; its text as a Rendition, or a typed failure, out. Read in a limited child.

mod child;
mod limits;
mod office;
mod pdf;
mod reader;
mod sheet;
mod whole;
mod words;
mod xml;

use crate::model::{Failure, Reason};

pub use child::serve;
pub use reader::Files;

/// What makes a rendition: the form of its lines and the crate that reads PDFs. Part of every Version's fingerprint, so that
/// a text which another version reads otherwise is no change of the page. The crate is pinned to this version.
pub const TOOL: &str = concat!("file-text/1 unpdf/", "0.52.1");

/// Text of more bytes than this is no announcement; comparing it would hold up every other check.
const MOST_TEXT: usize = 2 * 1024 * 1024;
/// Pages of a PDF, sheets and rows, that are read at most.
const MOST_PAGES: usize = 1000;

/// Whether the bytes are of a kind that is read here, by how they begin.
pub fn is_file(bytes: &[u8]) -> bool {
    is_pdf(bytes) || is_zip(bytes)
}

/// What else the bytes are, when they are no page for people: named, but not read.
pub fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\xd0\xcf\x11\xe0", "an office document of the old kind, or an encrypted one"),
        (b"{\\rtf", "RTF"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"\x89PNG", "a picture"),
        (b"GIF8", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"II*\0", "a picture"),
        (b"MM\0*", "a picture"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// Some programs write a few bytes before the mark; readers look for it in the first 1,024.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let starts = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or_default();
    let text = head[starts..].first() == Some(&b'<');
    !text && head.windows(5).any(|w| w == b"%PDF-")
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Lines of a rendition: one block each; a heading begins with `# `, the cells of a row are parted by tabs.
#[derive(Debug, Default)]
struct Lines(String);

impl Lines {
    fn paragraph(&mut self, text: &str) {
        self.push("", text);
    }

    fn heading(&mut self, text: &str) {
        self.push("# ", text);
    }

    fn row(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|cell| flat(cell)).collect();
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        match cells.get(..filled).unwrap_or_default() {
            [] => {}
            // A row of one cell is told from a paragraph by its tab.
            [one] => self.line(&[one, "\t"]),
            cells => self.line(&[&cells.join("\t")]),
        }
    }

    fn push(&mut self, mark: &str, text: &str) {
        let text = flat(text);
        // Rules, bullets without a text, and what is left of "1 / 3" where the numbers of pages were left out.
        if text.chars().any(char::is_alphanumeric) {
            self.line(&[mark, &text]);
        }
    }

    fn line(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| self.0.push_str(part));
        self.0.push('\n');
    }

    fn check(&self) -> Result<(), Failure> {
        match self.0.len() {
            0..=MOST_TEXT => Ok(()),
            _ => Err(Failure::new(Reason::FileTooLarge, format!("more than {MOST_TEXT} bytes of text"))),
        }
    }

    fn finish(self) -> Result<String, Failure> {
        self.check()?;
        match self.0.chars().filter(|c| c.is_alphanumeric()).count() {
            0 => Err(Failure::new(Reason::FileWithoutText, "not one letter or digit")),
            _ => Ok(self.0),
        }
    }
}

/// On one line, without characters that part lines or cells; a line that wraps between Chinese characters is joined.
fn flat(text: &str) -> String {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ff60}');
    let stops = |c: char| matches!(c, '、' | '。' | '，' | '；' | '：' | '！' | '？');
    let mut out = String::with_capacity(text.len());
    let (mut blank, mut broken) = (false, false);
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            blank = true;
            broken |= c == '\n' || c == '\r';
            continue;
        }
        if blank && let Some(last) = out.chars().next_back() {
            // Where a line of Chinese ended at a comma, programs put a blank that nobody wrote.
            let joins = wide(c) && wide(last) && (broken || stops(last) || stops(c));
            out.extend((!joins).then_some(' '));
        }
        (blank, broken) = (false, false);
        out.push(c);
    }
    out
}

/// Reads a file's text in this process; only ever called in the child, and in tests.
fn read(bytes: &[u8]) -> Result<String, Failure> {
    if is_zip(bytes) {
        return office::read(bytes);
    }
    if is_pdf(bytes) {
        return pdf::read(bytes);
    }
    Err(Failure::new(Reason::WrongContentType, "neither PDF nor DOCX nor XLSX"))
}

#[cfg(test)]
mod tests;
