//! I/O (pure itself). The bytes of a DOCX or XLSX (a zip of XML) in, the lines of its text out.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{sheet, words};
use crate::model::{Failure, Reason};

/// A part that unpacks to more than this is a bomb, or nothing anybody announces.
const MOST_XML: u64 = 32 * 1024 * 1024;
const MOST_ENTRIES: usize = 10_000;

pub(super) type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

pub(super) fn read(bytes: &[u8]) -> Result<String, Failure> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e))?;
    if zip.len() > MOST_ENTRIES {
        return Err(Failure::new(Reason::FileTooLarge, format!("{} parts", zip.len())));
    }
    let holds = |zip: &Zip<'_>, name: &str| zip.index_for_name(name).is_some();
    if holds(&zip, "word/document.xml") {
        return words::read(&mut zip);
    }
    if holds(&zip, "xl/workbook.xml") {
        return sheet::read(&mut zip);
    }
    let what = match () {
        () if holds(&zip, "OFD.xml") => "an OFD file",
        () if holds(&zip, "content.xml") => "an OpenDocument file",
        () if holds(&zip, "ppt/presentation.xml") => "a presentation",
        () => "a zip archive",
    };
    Err(Failure::new(Reason::FileKindNotRead, what))
}

/// A part's XML; None when it is not there.
pub(super) fn part(zip: &mut Zip<'_>, name: &str) -> Result<Option<String>, Failure> {
    let file = match zip.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(e) => return Err(damaged(&e)),
    };
    if file.encrypted() {
        return Err(Failure::new(Reason::FileEncrypted, name));
    }
    let mut xml = Vec::new();
    // What the archive says of its size may be a lie.
    let read = file.take(MOST_XML + 1).read_to_end(&mut xml);
    if xml.len() as u64 > MOST_XML {
        return Err(Failure::new(Reason::FileTooLarge, format!("{name} unpacks to more than {MOST_XML} bytes")));
    }
    read.map_err(|e| Failure::new(Reason::FileDamaged, format!("{name}: {e}")))?;
    let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(&xml);
    let text = if xml.starts_with(b"\xff\xfe") || xml.starts_with(b"\xfe\xff") {
        encoding_rs::UTF_16LE.decode(&xml).0
    } else {
        text
    };
    Ok(Some(text.into_owned()))
}

/// Broken mark-up: what stands behind it is not gone.
pub(super) fn broken(name: &str, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(Reason::FileDamaged, format!("{name}: {error}").chars().take(200).collect::<String>())
}

fn damaged(error: &ZipError) -> Failure {
    let reason = match error {
        ZipError::InvalidPassword => Reason::FileEncrypted,
        ZipError::UnsupportedArchive(what) if what.contains("assword") => Reason::FileEncrypted,
        _ => Reason::FileDamaged,
    };
    Failure::new(reason, error.to_string())
}
