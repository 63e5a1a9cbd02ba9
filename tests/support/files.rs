//! Files as ministries attach them, made in the test: PDF, DOCX and XLSX with any text, and such as nobody should send.

#![allow(dead_code, unreachable_pub, reason = "each test target uses its own part of the support")]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A fixture that a browser or another program made.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name);
    std::fs::read(path).expect("the fixture is there")
}

/// A PDF of numbered objects, with its table of offsets.
pub fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let at = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

/// A stream object; `filter` as in `/Filter/FlateDecode`.
pub fn stream(extra: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{extra}/Length {}>>stream\n", bytes.len()).into_bytes();
    out.extend(bytes);
    out.extend(b"\nendstream");
    out
}

/// A PDF with one page of these content streams, each given with its dictionary entries.
pub fn pdf_with(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>");
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        page.into_bytes(),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    objects.extend_from_slice(more);
    pdf_of(&objects)
}

pub const FONT: &str = "/Font<</F1 5 0 R>>";

/// A PDF with one line of text for each given.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    pdf_with(stream("", &shown(lines)), FONT, &[])
}

/// The operators that show these lines.
pub fn shown(lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT /F1 9 Tf 50 760 Td 24 TL\n");
    for line in lines {
        let escaped = line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        content.push_str(&format!("({escaped}) Tj T*\n"));
    }
    content.push_str("ET\n");
    content.into_bytes()
}

/// A scan: one picture over the whole page, and no text.
pub fn scan(shade: u8) -> Vec<u8> {
    let picture =
        stream("/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8", &[shade; 64]);
    pdf_with(stream("", b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"), "/XObject<</Im1 6 0 R>>", &[picture])
}

/// Bytes compressed as PDF's `FlateDecode`.
pub fn deflated(bytes: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for chunk in bytes {
        encoder.write_all(&chunk).expect("a vector takes every byte");
    }
    encoder.finish().expect("a vector takes every byte")
}

/// A zip of named parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        out.start_file(*name, options).expect("a part can be begun");
        out.write_all(bytes).expect("a vector takes every byte");
    }
    out.finish().expect("the archive can be ended").into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A DOCX: a heading, paragraphs, and one table.
pub fn docx(heading: &str, paragraphs: &[&str], rows: &[&[&str]]) -> Vec<u8> {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
    let paragraph = |text: &&str| format!("<w:p>{}</w:p>", run(text));
    let cell = |text: &&str| format!("<w:tc><w:p>{}</w:p></w:tc>", run(text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>{}</w:p>{}<w:tbl>{}</w:tbl>",
        run(heading),
        paragraphs.iter().map(paragraph).collect::<String>(),
        rows.iter().map(row).collect::<String>()
    );
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    zip(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes())])
}

/// An XLSX with one sheet, its texts shared.
pub fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let (mut strings, mut body, mut n) = (String::new(), String::new(), 0);
    for (r, row) in rows.iter().enumerate() {
        body.push_str(&format!("<row r=\"{}\">", r + 1));
        for (c, text) in row.iter().enumerate() {
            let column = char::from(b'A' + u8::try_from(c).expect("few columns"));
            body.push_str(&format!("<c r=\"{column}{}\" t=\"s\"><v>{n}</v></c>", r + 1));
            strings.push_str(&format!("<si><t>{}</t></si>", escaped(text)));
            n += 1;
        }
        body.push_str("</row>");
    }
    let sheet = format!("<worksheet><sheetData>{body}</sheetData></worksheet>");
    let strings = format!("<sst>{strings}</sst>");
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let links = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    zip(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}
