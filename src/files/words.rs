//! I/O (pure itself). The parts of a DOCX in, the lines of its text out: paragraphs, headings, and the rows of tables.

use std::collections::HashSet;

use super::Lines;
use super::office::{Zip, part};
use super::xml::{Attributes, Piece, each};
use crate::model::Failure;

pub(super) fn read(zip: &mut Zip<'_>) -> Result<String, Failure> {
    let headings = match part(zip, "word/styles.xml")? {
        Some(xml) => headings(&xml)?,
        None => HashSet::new(),
    };
    let mut text = Text { headings, ..Text::default() };
    for name in ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(xml) = part(zip, name)? {
            each(name, &xml, |piece| text.take(&piece))?;
        }
    }
    text.lines.finish()
}

/// Ids of the styles that are headings: they are named so, whatever language their ids are in.
fn headings(xml: &str) -> Result<HashSet<String>, Failure> {
    let (mut id, mut found) = (None, HashSet::new());
    each("word/styles.xml", xml, |piece| {
        match piece {
            Piece::Open("style", attributes) => id = attributes.get("styleId"),
            Piece::Open("name", attributes) => {
                let name = attributes.get("val").unwrap_or_default().to_lowercase();
                let is_heading = ["heading", "title", "标题"].iter().any(|word| name.starts_with(word));
                found.extend(id.clone().filter(|_| is_heading));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

#[derive(Default)]
struct Text {
    lines: Lines,
    headings: HashSet<String>,
    paragraph: String,
    is_heading: bool,
    /// Inside `<w:t>`; only there is text that is shown.
    shown: bool,
    /// Inside what stands there for programs that cannot draw the shape before it: the same text again.
    again: usize,
    /// Tables open; a table in a cell is text of the cell.
    tables: usize,
    cells: Vec<String>,
}

impl Text {
    fn take(&mut self, piece: &Piece<'_>) -> Result<(), Failure> {
        match piece {
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Close(name) => {
                self.close(name);
                return self.lines.check();
            }
            Piece::Text(text) if self.shown && self.again == 0 => self.paragraph.push_str(text),
            Piece::Text(_) => {}
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "Fallback" => self.again += 1,
            _ if self.again > 0 => {}
            "t" => self.shown = true,
            "tab" | "br" | "cr" => self.paragraph.push('\n'),
            "noBreakHyphen" => self.paragraph.push('-'),
            "pStyle" => {
                self.is_heading |= attributes.get("val").is_some_and(|style| self.headings.contains(&style));
            }
            "outlineLvl" => self.is_heading |= attributes.get("val").is_some_and(|level| level != "9"),
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.cells.clear(),
            "tc" if self.tables == 1 => self.cells.push(String::new()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "Fallback" => self.again = self.again.saturating_sub(1),
            _ if self.again > 0 => {}
            "t" => self.shown = false,
            "p" => self.end_paragraph(),
            "tbl" => self.tables = self.tables.saturating_sub(1),
            "tr" if self.tables == 1 => {
                self.lines.row(&self.cells);
                self.cells.clear();
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        let is_heading = std::mem::take(&mut self.is_heading);
        match self.cells.last_mut().filter(|_| self.tables > 0) {
            Some(cell) => {
                cell.push(' ');
                cell.push_str(&text);
            }
            None if is_heading => self.lines.heading(&text),
            None => self.lines.paragraph(&text),
        }
    }
}
