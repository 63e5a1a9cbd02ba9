//! Pure. One text in many charsets, declared rightly, wrongly or not at all.

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};

use super::*;
use crate::extract::tests::page;

/// Characters that all four charsets hold.
const TRADITIONAL: &str = "中國政府決定自二〇二五年十一月十日起對芬太尼前體實行出口管制，企業應當申請許可。外交部發言人表示，雙方將繼續開展禁毒合作。";
const SIMPLIFIED: &str = "商务部决定对向特定国家出口的易制毒化学品实行管制，企业应当申请许可。外交部发言人表示，双方将继续开展禁毒合作，打击芬太尼。";

fn read(bytes: &[u8], header: &str, settings: &Settings) -> Decoded {
    decode(&page("https://www.example.gov.cn/a.html", Some(header), bytes), settings).expect("the page can be decoded")
}

fn encoded(text: &str, encoding: &'static Encoding, declaration: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{}", encoding.name());
    let head = format!("<html><head>{declaration}<title>x</title></head><body>");
    let mut all = head.into_bytes();
    all.extend_from_slice(&bytes);
    all
}

#[test]
fn the_same_text_is_read_from_every_charset_however_declared() {
    let declarations = [
        "",
        "<meta charset=utf-8>",
        "<meta charset='gb2312'>",
        "<meta charset=big5>",
        "<meta charset=iso-8859-1>",
        "<meta http-equiv=Content-Type content='text/html; charset=gb18030'>",
    ];
    for (text, encodings) in [(TRADITIONAL, &[UTF_8, GBK, GB18030, BIG5][..]), (SIMPLIFIED, &[UTF_8, GBK, GB18030][..])]
    {
        for encoding in encodings {
            for declaration in declarations {
                for header in
                    ["text/html", "text/html; charset=utf-8", "text/html; charset=GBK", "text/html;charset=big5"]
                {
                    let bytes = encoded(text, encoding, declaration);
                    let read = read(&bytes, header, &Settings::default());
                    assert!(read.text.ends_with(text), "{} {declaration} {header}: {}", encoding.name(), read.text);
                }
            }
        }
    }
}

#[test]
fn spanish_and_french_are_read_without_a_declaration() {
    let text = "La Secretaría de Relaciones Exteriores informó que México y Canadá acordaron más medidas. Le ministère a présenté les précurseurs contrôlés.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let found =
        decode(&page("https://www.example.mx/", Some("text/html"), &bytes), &Settings::default()).expect("readable");
    assert_eq!(found.text, text);
}

#[test]
fn a_byte_order_mark_counts_before_all_else_and_a_setting_before_declarations() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend("管制".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&bytes, "text/html; charset=gbk", &Settings::default()).text, "管制");
    let set = Settings { charset: Some("big5".to_owned()), ..Settings::default() };
    let found = read(&encoded(TRADITIONAL, BIG5, "<meta charset=gbk>"), "text/html; charset=gbk", &set);
    assert_eq!(found.charset, "big5");
    assert!(found.text.ends_with(TRADITIONAL));
}

#[test]
fn noise_is_undecodable() {
    let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let failure = decode(&page("https://example.org/", Some("text/html"), &noise), &Settings::default());
    assert_eq!(failure.map_err(|f| f.reason), Err(Reason::Undecodable));
}
