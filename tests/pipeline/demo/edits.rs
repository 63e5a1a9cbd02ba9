//! The demo's site with edits that a user could make, and the alerts they must make.

use std::path::Path;

use encoding_rs::GB18030;

use super::{INSPECTION, Kept, LABS, LICENCE, MEETING, NOTICE, pairs};

/// A copy of the site whose second state is the first (or the real second) but for these edits.
pub(super) fn edited(after: &str, edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder can be made");
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/site");
    copy_folder(&site.join("before"), &copy.path().join("before"));
    copy_folder(&site.join(after), &copy.path().join("after"));
    for (page, from, to) in edits {
        let path = copy.path().join("after").join(page);
        let bytes = std::fs::read(&path).expect("the page is there");
        let utf8 = std::str::from_utf8(&bytes).map(str::to_owned);
        let encoded = utf8.is_err();
        let text = utf8.unwrap_or_else(|_| GB18030.decode(&bytes).0.into_owned());
        assert!(text.contains(from), "{page} says {from}");
        let text = text.replace(from, to);
        let bytes = if encoded { GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        std::fs::write(&path, bytes).expect("the page can be written");
    }
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the site is there") {
        let path = entry.expect("an entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a page can be copied");
        }
    }
}

/// Edits of the second state, and the alerts they must make: one visit for several pages.
struct Case {
    name: &'static str,
    edits: &'static [(&'static str, &'static str, &'static str)],
    alerts: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case { name: "tokens, counters and dates of the visit", edits: &[], alerts: &[] },
    Case {
        name: "will to may, a date, a number, a Chinese date",
        edits: &[
            (LICENCE, "will require", "may require"),
            (MEETING, "{{en:+60}}", "{{en:+90}}"),
            (LABS, "12 million", "8 million"),
            (INSPECTION, "{{zh:+55}}", "{{zh:+85}}"),
        ],
        alerts: &[
            ("weakened", LICENCE),
            ("deadline_changed", MEETING),
            ("quantity_changed", LABS),
            ("deadline_changed", INSPECTION),
        ],
    },
    Case {
        name: "figures of the past, and a Chinese promise that is only considered now",
        edits: &[
            (LICENCE, "2.4 tonnes", "3.7 tonnes"),
            (MEETING, "27 illegal laboratories", "31 illegal laboratories"),
            (INSPECTION, "1.8吨", "2.8吨"),
            (INSPECTION, "中方将继续同", "中方考虑同"),
        ],
        alerts: &[("weakened", INSPECTION)],
    },
    Case {
        name: "a Chinese sentence gone",
        edits: &[(INSPECTION, "化学品贸易部将于{{zh:+55}}前建成芬太尼前体出口核查系统。", "")],
        alerts: &[("removed", INSPECTION)],
    },
];

#[test]
fn an_edit_of_the_site_makes_its_event_and_no_other() {
    for case in CASES {
        let site = edited("before", case.edits);
        let kept = Kept::of(Some(site.path()));
        assert_eq!(kept.alerts(), pairs(case.alerts), "{}: {}", case.name, kept.told);
    }
}

#[test]
fn without_its_topic_word_a_new_page_is_no_news() {
    let blank = [
        (NOTICE, "易制毒化学品", "一般化学品"),
        ("en/news/pill-presses.html", "entanyl", "lour"),
        ("en/news/pill-presses.html", "ill presses", "asta makers"),
        ("en/news/pill-presses.html", "ablet dies", "ough rollers"),
    ];
    let site = edited("after", &blank);
    let kept = Kept::of(Some(site.path()));
    let expected = [("weakened", MEETING), ("removed", LABS), ("deadline_changed", LICENCE)];
    assert_eq!(kept.alerts(), pairs(&expected), "{}", kept.told);
}
