//! Files on stdin of `extract`: what is read of them, and that bad ones end in a typed reason, in bounded time and memory.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::Workplace;
use crate::support_files::{FONT, deflated, docx, fixture, pdf, pdf_of, pdf_with, scan, shown, stream, xlsx, zip};

/// Longer than the limit on processor time, for a machine with other work.
const LONGEST: Duration = Duration::from_secs(60);

/// Text, or the reason that is named.
fn extract(bytes: &[u8]) -> Result<String, String> {
    let place = Workplace::new("", "");
    let started = Instant::now();
    let mut child = place
        .command(&["extract"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary can be started");
    child.stdin.take().expect("a pipe").write_all(bytes).expect("it reads all");
    let output = child.wait_with_output().expect("it ends");
    assert!(started.elapsed() < LONGEST, "{:?}", started.elapsed());
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    match output.status.code() {
        Some(0) => Ok(stdout.into_owned()),
        Some(1) => {
            let reason = stderr.trim().strip_prefix("pledgewatch: extract: ").unwrap_or_else(|| panic!("{stderr}"));
            Err(reason.split(':').next().unwrap_or_default().to_owned())
        }
        code => panic!("{code:?} {stderr}"),
    }
}

fn reason(bytes: &[u8]) -> String {
    let started = Instant::now();
    let reason = extract(bytes).expect_err("it is not read");
    crate::print(&format!("{:>9} bytes: {reason} after {:?}", bytes.len(), started.elapsed()));
    reason
}

const ZH: [&str; 4] = [
    "商务部公告2027年第12号",
    "决定对附件所列13种芬太尼前体化学品出口美国、墨西哥、加拿大实行许可管理，自2027年11月10日起施行。",
    "出口经营者应当向省级商务主管部门提出申请，未经许可不得出口。",
    "1\t4-苯胺基-N-苯乙基哌啶（4-ANPP）\t21409-26-7",
];

#[test]
fn chinese_pdfs_are_read_whole() {
    let text = extract(&fixture("notice-zh.pdf")).expect("it is read");
    for line in ZH {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("为履行国际义务，商务部、海关总署决定"), "a wrapped line is joined: {text}");
    for name in ["not-embedded-zh.pdf", "encrypted-open.pdf"] {
        let text = extract(&fixture(name)).expect("it is read");
        assert!(
            text.contains("决定对13种芬太尼前体化学品出口美国、墨西哥、加拿大实行许可管理，自2027年11月10日起施行。"),
            "{name}: {text}"
        );
    }
}

#[test]
fn an_english_pdf_of_two_pages_is_read_without_its_page_numbers() {
    let text = extract(&fixture("notice-en.pdf")).expect("it is read");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["Notice 44 of 2027", "10 October 2027"]);
    assert!(lines[2].starts_with("The Ministry will require an export licence for 13 fentanyl precursors"), "{text}");
    assert_eq!(
        lines[3..],
        [
            "Exporters shall keep records of each shipment for five years.",
            "No.\tChemical\tCAS",
            "1\t4-ANPP\t21409-26-7",
            "2\tNPP\t39742-60-4"
        ]
    );
}

#[test]
fn word_and_sheet_files_are_read_by_their_xml() {
    let rows: &[&[&str]] =
        &[&["序号", "名称", "CAS号"], &["1", "4-ANPP & 盐类", "21409-26-7"], &["2", "", "39742-60-4"]];
    let text = extract(&docx("附件", &["本清单自公布之日起施行。", "  "], rows)).expect("it is read");
    assert_eq!(
        text,
        "附件\n本清单自公布之日起施行。\n序号\t名称\tCAS号\n1\t4-ANPP & 盐类\t21409-26-7\n2\t\t39742-60-4\n"
    );
    let text = extract(&xlsx(rows)).expect("it is read");
    assert_eq!(text, "序号\t名称\tCAS号\n1\t4-ANPP & 盐类\t21409-26-7\n2\t\t39742-60-4\n");
}

#[test]
fn what_is_not_read_is_named() {
    assert_eq!(reason(&fixture("encrypted-password.pdf")), "file_encrypted");
    assert_eq!(reason(&scan(200)), "file_without_text");
    assert_eq!(reason(&pdf(&[])), "file_without_text");
    assert_eq!(reason(&zip(&[("OFD.xml", b"<ofd/>")])), "file_kind_not_read");
    assert_eq!(reason(&zip(&[("a.txt", b"text")])), "file_kind_not_read");
    assert_eq!(reason(&docx("", &[], &[])), "file_without_text");
    assert_eq!(reason(b"%PDF-1.7"), "file_damaged");
    assert_eq!(reason(b"%PDF-1.7\nnothing of a PDF in it\n%%EOF"), "file_damaged");
    assert_eq!(reason(b"PK\x03\x04 and no more"), "file_damaged");
    let broken = zip(&[("word/document.xml", b"<w:document><w:body><w:p><w:r><w:t>The ministry will")]);
    assert_eq!(reason(&broken), "file_damaged", "what stands behind the break is not gone");
    let nameless =
        zip(&[("xl/workbook.xml", b"<workbook><sheets><sheet name='A' id='r1'/></sheets></workbook>" as &[u8])]);
    assert_eq!(reason(&nameless), "file_damaged");
}

#[test]
fn a_cut_file_never_reads_as_a_shorter_one() {
    for name in ["notice-zh.pdf", "notice-en.pdf", "not-embedded-zh.pdf"] {
        let whole = fixture(name);
        let text = extract(&whole).expect("it is read");
        for share in [5, 20, 40, 60, 80, 95] {
            match extract(&whole[..whole.len() * share / 100]) {
                Ok(read) => assert_eq!(read, text, "{name} at {share} %"),
                Err(reason) => assert!(reason.starts_with("file_"), "{reason}"),
            }
        }
    }
    let lines =
        ["The Ministry will license exports.", "It will keep records.", "It will publish a list.", "It will report."];
    let whole = pdf(&lines);
    let text = extract(&whole).expect("it is read");
    for share in (10..98).step_by(4) {
        match extract(&whole[..whole.len() * share / 100]) {
            Ok(read) => assert_eq!(read, text, "{share} %"),
            Err(reason) => assert_eq!(reason, "file_damaged", "{share} %"),
        }
    }
    let whole = docx("附件", &["一。", "二。"], &[]);
    assert_eq!(reason(&whole[..whole.len() / 2]), "file_damaged");
}

/// The same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

#[test]
fn damaged_files_end_in_text_or_in_a_typed_reason() {
    let rows: &[&[&str]] = &[&["1", "4-ANPP"], &["2", "NPP"]];
    let sound = [
        fixture("notice-en.pdf"),
        fixture("not-embedded-zh.pdf"),
        fixture("encrypted-open.pdf"),
        pdf(&["The Ministry will license exports of fentanyl precursors from 1 March 2028."]),
        docx("Annex", &["The list enters into force on 1 March 2028."], rows),
        xlsx(rows),
    ];
    let mut numbers = Numbers(44);
    let mut told = std::collections::BTreeMap::new();
    for n in 0..72 {
        let mut bytes = sound[n % sound.len()].clone();
        match n / sound.len() % 4 {
            0 => (0..8).for_each(|_| {
                let at = numbers.next(bytes.len());
                bytes[at] ^= 1 << numbers.next(8);
            }),
            1 => {
                let (from, len) = (16 + numbers.next(bytes.len() - 16), numbers.next(200));
                let to = (from + len).min(bytes.len());
                bytes[from..to].fill(0);
            }
            2 => {
                let from = 16 + numbers.next(bytes.len() - 16);
                let to = (from + numbers.next(300)).min(bytes.len());
                bytes.drain(from..to);
            }
            _ => {
                let digits: Vec<usize> = (0..bytes.len()).filter(|n| bytes[*n].is_ascii_digit()).collect();
                (0..6).for_each(|_| bytes[digits[numbers.next(digits.len())]] = b'9');
            }
        }
        let what = match extract(&bytes) {
            Ok(_) => "text".to_owned(),
            Err(reason) => reason,
        };
        let known = [
            "text",
            "file_damaged",
            "file_encrypted",
            "file_without_text",
            "file_too_large",
            "file_timeout",
            "file_kind_not_read",
            "wrong_content_type",
            "empty",
        ];
        assert!(known.contains(&what.as_str()), "{n}: {what}");
        *told.entry(what).or_insert(0) += 1;
    }
    crate::print(&format!("72 damaged files: {told:?}"));
}

#[test]
fn a_damaged_part_never_reads_as_a_shorter_text() {
    let mut numbers = Numbers(7);
    for name in ["notice-zh.pdf", "notice-en.pdf"] {
        let sound = fixture(name);
        let text = extract(&sound).expect("it is read");
        let (mut refused, mut same) = (0, 0);
        for _ in 0..40 {
            let mut bytes = sound.clone();
            let at = numbers.next(bytes.len());
            bytes[at] ^= 1 << numbers.next(8);
            match extract(&bytes) {
                Ok(read) if read == text => same += 1,
                Ok(read) => panic!("{name} at {at}: {read}"),
                Err(_) => refused += 1,
            }
        }
        crate::print(&format!("{name}, one bit turned over: {refused} refused, {same} read the same"));
    }
}

#[test]
fn bombs_and_endless_files_are_stopped() {
    let megabytes = |n: usize| (0..n).map(|_| vec![b' '; 1024 * 1024]);
    // A content stream of 1.5 GB, in one and in nested compression.
    let once = deflated(megabytes(1500));
    assert!(
        ["file_too_large", "file_damaged", "file_without_text", "file_timeout"]
            .contains(&reason(&pdf_with(stream("/Filter/FlateDecode", &once), FONT, &[])).as_str())
    );
    let twice = deflated(std::iter::once(once));
    assert!(
        ["file_too_large", "file_damaged", "file_without_text", "file_timeout"]
            .contains(&reason(&pdf_with(stream("/Filter[/FlateDecode/FlateDecode]", &twice), FONT, &[])).as_str())
    );
    // Text without end.
    let line = shown(&["The ministry will license exports of precursors and keep records of them for years."; 30]);
    let text = deflated((0..20_000).map(|_| line.clone()));
    let stopped = reason(&pdf_with(stream("/Filter/FlateDecode", &text), FONT, &[]));
    assert!(["file_too_large", "file_timeout"].contains(&stopped.as_str()), "{stopped}");
    // More pages than any notice has, and a tree of pages that leads back into itself.
    let kids: String = (0..5000).map(|n| format!("{} 0 R ", n + 3)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Count 5000/MediaBox[0 0 595 842]/Kids[{kids}]>>").into_bytes(),
    ];
    objects.extend((0..5000).map(|_| b"<</Type/Page/Parent 2 0 R>>".to_vec()));
    assert_eq!(reason(&pdf_of(&objects)), "file_too_large");
    let circle = pdf_of(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"<</Type/Pages/Count 1/Kids[2 0 R]>>".to_vec()]);
    assert_eq!(reason(&circle), "file_damaged");
    // Forms that paint each other, arrays nested without end.
    let form = |n: usize| {
        stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n} 0 R>>>>"),
            b"/X Do /X Do /X Do",
        )
    };
    let forms = pdf_with(stream("", b"/X Do"), "/XObject<</X 6 0 R>>", &[form(7), form(6)]);
    assert!(reason(&forms).starts_with("file_"));
    let mut deep = vec![b'['; 2_000_000];
    deep.extend(vec![b']'; 2_000_000]);
    let nested = pdf_with(stream("", &deep), FONT, &[deep.clone()]);
    assert!(reason(&nested).starts_with("file_"));
}

#[test]
fn office_bombs_are_stopped() {
    let mut xml = b"<w:document><w:body>".to_vec();
    xml.resize(200 * 1024 * 1024, b' ');
    assert_eq!(reason(&zip(&[("word/document.xml", &xml)])), "file_too_large");
    // Entities that stand for each other are not looked up.
    let laughs = b"<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:p><w:t>x&b;y</w:t></w:p></w:document>";
    assert_eq!(extract(&zip(&[("word/document.xml", laughs)])).as_deref(), Ok("xy\n"));
    // A row that names the last column of all.
    let wide = b"<worksheet><sheetData><row><c r=\"XFD1\"><v>7</v></c><c r=\"ZZZ1\"><v>8</v></c><c r=\"B1\"><v>9</v></c></row></sheetData></worksheet>";
    let book: (&str, &[u8]) = ("xl/workbook.xml", b"<workbook><sheets><sheet name='A' id='r1'/></sheets></workbook>");
    let links: (&str, &[u8]) =
        ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id='r1' Target='s.xml'/></Relationships>");
    assert_eq!(extract(&zip(&[book, links, ("xl/s.xml", wide)])).as_deref(), Ok("9\n"));
    let nested = [vec![b'<'; 1], b"w:p>".to_vec()].concat().repeat(300_000);
    assert_eq!(reason(&zip(&[("word/document.xml", &nested)])), "file_damaged");
}
