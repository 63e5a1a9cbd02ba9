//! I/O (pure itself). The parts of an XLSX in, the lines of its text out: a heading for each sheet, and its rows.

use super::office::{Zip, part};
use super::xml::{Piece, each};
use super::{Lines, MOST_PAGES};
use crate::model::{Failure, Reason};

/// Columns that are read: more is a mistake of a program, not a list.
const MOST_COLUMNS: usize = 256;

pub(super) fn read(zip: &mut Zip<'_>) -> Result<String, Failure> {
    let shared = match part(zip, "xl/sharedStrings.xml")? {
        Some(xml) => shared(&xml)?,
        None => Vec::new(),
    };
    let sheets = sheets(zip)?;
    if sheets.len() > MOST_PAGES {
        return Err(Failure::new(Reason::FileTooLarge, format!("{} sheets", sheets.len())));
    }
    let mut lines = Lines::default();
    for (name, path) in &sheets {
        let Some(xml) = part(zip, path)? else {
            return Err(Failure::new(Reason::FileDamaged, format!("{path} is missing")));
        };
        if sheets.len() > 1 {
            lines.heading(name);
        }
        rows(path, &xml, &shared, &mut lines)?;
    }
    lines.finish()
}

/// The texts that cells name by number.
fn shared(xml: &str) -> Result<Vec<String>, Failure> {
    let (mut all, mut text, mut shown, mut phonetic) = (Vec::new(), String::new(), false, false);
    each("xl/sharedStrings.xml", xml, |piece| {
        match piece {
            Piece::Open("si", _) => text.clear(),
            Piece::Open("t", _) => shown = true,
            Piece::Open("rPh", _) => phonetic = true,
            Piece::Close("t") => shown = false,
            Piece::Close("rPh") => phonetic = false,
            Piece::Close("si") => all.push(std::mem::take(&mut text)),
            Piece::Text(more) if shown && !phonetic => text.push_str(more),
            _ => {}
        }
        Ok(())
    })?;
    Ok(all)
}

/// Names and paths of the sheets that are shown, in their order.
fn sheets(zip: &mut Zip<'_>) -> Result<Vec<(String, String)>, Failure> {
    let book = part(zip, "xl/workbook.xml")?.unwrap_or_default();
    let mut named: Vec<(String, String)> = Vec::new();
    each("xl/workbook.xml", &book, |piece| {
        if let Piece::Open("sheet", attributes) = piece
            && attributes.get("state").is_none_or(|state| state == "visible")
        {
            named.push((attributes.get("name").unwrap_or_default(), attributes.get("id").unwrap_or_default()));
        }
        Ok(())
    })?;
    let links = part(zip, "xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let mut paths: Vec<(String, String)> = Vec::new();
    each("xl/_rels/workbook.xml.rels", &links, |piece| {
        if let Piece::Open("Relationship", attributes) = piece {
            let target = attributes.get("Target").unwrap_or_default();
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            paths.push((attributes.get("Id").unwrap_or_default(), path));
        }
        Ok(())
    })?;
    let path_of = |id: &str| paths.iter().find(|(known, _)| known == id).map(|(_, path)| path.clone());
    let found = named.into_iter().map(|(name, id)| path_of(&id).map(|path| (name, path)));
    found
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| Failure::new(Reason::FileDamaged, "a sheet is not where it is said to be"))
}

/// The cell that is open.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    value: String,
    inline: String,
}

impl Cell {
    fn text(self, shared: &[String]) -> Result<String, Failure> {
        match self.kind.as_str() {
            "s" => {
                let text = self.value.trim().parse::<usize>().ok().and_then(|n| shared.get(n));
                text.cloned().ok_or_else(|| Failure::new(Reason::FileDamaged, "a cell names a text that is not there"))
            }
            "inlineStr" => Ok(self.inline),
            _ => Ok(self.value),
        }
    }
}

fn rows(part: &str, xml: &str, shared: &[String], lines: &mut Lines) -> Result<(), Failure> {
    let (mut cells, mut cell, mut inside): (Vec<String>, Cell, &str) = (Vec::new(), Cell::default(), "");
    each(part, xml, |piece| {
        match piece {
            Piece::Open("row", _) => cells.clear(),
            Piece::Open("c", attributes) => {
                let column = attributes.get("r").and_then(|r| column(&r)).unwrap_or(cells.len());
                cell = Cell { column, kind: attributes.get("t").unwrap_or_default(), ..Cell::default() };
            }
            Piece::Open("v", _) => inside = "v",
            Piece::Open("t", _) => inside = "t",
            Piece::Close("v" | "t") => inside = "",
            Piece::Close("c") => {
                let one = std::mem::take(&mut cell);
                let column = one.column;
                let text = one.text(shared)?;
                if column < MOST_COLUMNS && !text.trim().is_empty() {
                    cells.resize(cells.len().max(column + 1), String::new());
                    cells[column] = text;
                }
            }
            Piece::Close("row") => {
                lines.row(&cells);
                cells.clear();
                lines.check()?;
            }
            Piece::Text(text) if inside == "v" => cell.value.push_str(text),
            Piece::Text(text) if inside == "t" => cell.inline.push_str(text),
            _ => {}
        }
        Ok(())
    })
}

/// The column of `BC12`, from 0.
fn column(cell: &str) -> Option<usize> {
    let letters: Vec<u8> = cell.bytes().take_while(u8::is_ascii_uppercase).collect();
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    Some(letters.iter().fold(0, |n, letter| n * 26 + usize::from(letter - b'A') + 1) - 1)
}
