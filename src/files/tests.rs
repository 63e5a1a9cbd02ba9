//! I/O (none here). What needs no child: kinds by their first bytes, the form of lines, answers, whole streams.

use std::io::Write;

use super::*;

#[test]
fn kinds_are_told_by_the_first_bytes() {
    for file in [&b"%PDF-1.7"[..], b"\xef\xbb\xbf%PDF-1.4", b"\r\n\r\n%PDF-1.4", b"PK\x03\x04rest"] {
        assert!(is_file(file), "{file:?}");
    }
    for page in [&b"<html><p>%PDF-1.7 is a format"[..], b"  <!doctype html>%PDF-", b"", b"text", b"{\"a\":1}"] {
        assert!(!is_file(page), "{page:?}");
    }
    assert_eq!(other_kind(b"\xd0\xcf\x11\xe0"), Some("an office document of the old kind, or an encrypted one"));
    assert_eq!(other_kind(b"<html>"), None);
}

#[test]
fn lines_hold_one_block_each() {
    let mut lines = Lines::default();
    lines.heading("  附件\n一 ");
    lines.paragraph("为履行国际义务， 商务部\n决定\tall of it");
    lines.paragraph("—— / ——");
    lines.row(&["1".to_owned(), "a\tb\nc".to_owned(), String::new()]);
    lines.row(&["alone".to_owned(), String::new()]);
    lines.row(&[String::new()]);
    assert_eq!(lines.finish().as_deref(), Ok("# 附件一\n为履行国际义务，商务部决定 all of it\n1\ta b c\nalone\t\n"));
    assert_eq!(Lines::default().finish().map_err(|f| f.reason), Err(Reason::FileWithoutText));
}

#[test]
fn a_child_is_believed_only_in_its_own_words() {
    assert_eq!(child::understood("text\n# A\nb\n").as_deref(), Ok("# A\nb\n"));
    let reason = |answer: &str| child::understood(answer).map_err(|f| (f.reason, f.detail));
    assert_eq!(reason("file_damaged\nwhy"), Err((Reason::FileDamaged, "why".to_owned())));
    assert_eq!(reason("").map_err(|(reason, _)| reason), Err(Reason::FileReaderFailed));
    assert_eq!(reason("hello\nworld").map_err(|(reason, _)| reason), Err(Reason::FileReaderFailed));
}

#[test]
fn a_stream_that_does_not_unpack_to_its_end_is_broken() {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&b"BT (one) Tj ET\n".repeat(50)).expect("a vector takes every byte");
    let packed = packed.finish().expect("a vector takes every byte");
    let file = |dictionary: &str, data: &[u8]| {
        let mut file = format!("%PDF-1.4\n4 0 obj\n<<{dictionary}>>stream\r\n").into_bytes();
        file.extend(data);
        file.extend(b"\nendstream\nendobj\n");
        file
    };
    let flate = "/Length 9/Filter [ /FlateDecode ]";
    let mut bent = packed.clone();
    *bent.last_mut().expect("there is one") ^= 1;
    assert_eq!(whole::broken_streams(&file(flate, &packed)), 0);
    assert_eq!(whole::broken_streams(&file(flate, &bent)), 1, "the checksum says so");
    assert_eq!(whole::broken_streams(&file(flate, &packed[..packed.len() - 9])), 1);
    // Of these nothing can be said, or nothing need be.
    assert_eq!(whole::broken_streams(&file("/Filter/ASCII85Decode", &bent)), 0);
    assert_eq!(whole::broken_streams(&file("/Subtype/Image/Filter/FlateDecode", &bent)), 0);
    assert_eq!(whole::broken_streams(&[file(flate, &bent), b"trailer<</Encrypt 9 0 R>>".to_vec()].concat()), 0);
}
