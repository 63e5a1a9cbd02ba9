//! Two watches that are each other's twin: what one language version says otherwise is told, and changes no record.

use crate::support::{Web, Workplace, article, today};

const EN: &str = "China's Ministry of Commerce will require an export licence for fentanyl precursors shipped to Mexico from 1 March 2027.";
const ZH: &str = "自2027年4月1日起，商务部要求向墨西哥出口芬太尼前体须申领出口许可证。";
const TEA: &str = "The meeting took place in the east hall and lasted for two hours in all, and tea was served.";
const TEA_ZH: &str = "会议在东厅举行，历时两个小时，与会代表就有关议题交换了意见，会后提供了茶点。";

/// An English and a Chinese page of two offices, read once without the promise, then with it. Subjects of the mails since.
fn told(twin: &str) -> (Vec<String>, serde_json::Value) {
    let web = Web::start();
    web.page("/en.html", article("Notice", &today(), &[TEA], 1));
    web.page("/zh.html", article("公告", &today(), &[TEA_ZH], 1));
    let watch = |id: &str, agency: &str, more: &str| {
        let url = web.url(&format!("/{id}.html"));
        format!(
            "[[watch]]\nid = \"{id}\"\nagency = \"{agency}\"\nlanguage = \"{id}\"\nurl = \"{url}\"\nnotify = [\"all\"]\n{more}\n"
        )
    };
    let all = "[recipients.all]\nemail = [\"all@reader.test\"]\nnow = [\"*\"]\n";
    let watches = [all, &watch("en", "CN:MFA", twin), &watch("zh", "CN:MOFCOM", "")].concat();
    let place = Workplace::new("", &watches);
    place.expect(&["check", "--all"], 0);
    web.page("/en.html", article("Notice", &today(), &[TEA, EN], 2));
    place.expect(&["check", "en"], 0);
    web.page("/zh.html", article("公告", &today(), &[TEA_ZH, ZH], 2));
    place.expect(&["check", "zh"], 0);
    place.expect(&["check", "--all"], 0);
    let subjects = place.subjects("all@reader.test").into_iter().filter(|s| !s.starts_with("Now watching")).collect();
    (subjects, place.ledger())
}

#[test]
fn twins_that_name_different_dates_are_told_once_and_the_entry_keeps_its_date() {
    let (subjects, ledger) = told("twin = \"zh\"");
    let differing = subjects.iter().filter(|s| s.starts_with("VERSIONS DIFFER")).count();
    assert_eq!((differing, subjects.len()), (1, 2), "{subjects:?}");
    assert_eq!(ledger.as_array().map(Vec::len), Some(1));
    assert_eq!(ledger[0]["date"], "2027-03-01");
}

#[test]
fn two_offices_that_are_no_twins_are_not_compared_as_versions() {
    let (subjects, _) = told("");
    assert!(!subjects.iter().any(|s| s.starts_with("VERSIONS DIFFER")), "{subjects:?}");
}
