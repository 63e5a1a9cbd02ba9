//! I/O stage, pure part. Tests of the robots.txt reader.

use super::*;

fn allows(robots: &str, path: &str) -> bool {
    let url = Url::parse(&format!("http://a.example{path}")).expect("a URL");
    Robots::parse(robots.as_bytes()).allows(&url)
}

#[test]
fn groups_are_chosen_by_name_and_the_star_group_is_for_the_unnamed() {
    let text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nuser-AGENT: PledgeWatch/9 (x)\nDisallow: /private\n";
    assert!(allows(text, "/public"));
    assert!(!allows(text, "/private/x"));
    assert!(!allows("User-agent: other\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x"));
    assert!(allows("User-agent: pledgewatchers\nDisallow: /", "/x"));
    assert!(allows("User-agent: pledgewatch\nDisallow:\nUser-agent: *\nDisallow: /", "/x"));
    assert!(allows("Disallow: /", "/x"), "a rule outside any group is nobody's");
}

#[test]
fn groups_for_the_same_name_are_joined_and_blank_lines_do_not_end_one() {
    let text = "User-agent: pledgewatch\nDisallow: /a\n\n\nDisallow: /b\nUser-agent: x\nDisallow: /\nUser-agent: pledgewatch\nDisallow: /c";
    for path in ["/a", "/b", "/c"] {
        assert!(!allows(text, path), "{path}");
    }
    assert!(allows(text, "/d"));
}

#[test]
fn the_longest_rule_decides_and_allow_wins_a_tie() {
    let text = "User-agent: *\nDisallow: /dir\nAllow: /dir/open\nDisallow: /same\nAllow: /same\n";
    assert!(!allows(text, "/dir/x"));
    assert!(allows(text, "/dir/open/x"));
    assert!(allows(text, "/same"));
}

#[test]
fn stars_and_the_end_mark_are_understood() {
    for (pattern, path, hit) in [
        ("/*.pdf$", "/a/b.pdf", true),
        ("/*.pdf$", "/a/b.pdf?x=1", false),
        ("/*.pdf", "/a/b.pdfx", true),
        ("/a*b*c", "/a--b--c--", true),
        ("/a*b*c$", "/a--b--c--c", true),
        ("/a*b*c", "/acb", false),
        ("*", "/", true),
        ("/$", "/", true),
        ("/$", "/x", false),
        ("/fish*", "/fish", true),
        ("/*?q=", "/search?q=1", true),
        ("/Case", "/case", false),
    ] {
        assert_eq!(!allows(&format!("User-agent: *\nDisallow: {pattern}"), path), hit, "{pattern} {path}");
    }
}

#[test]
fn percent_signs_are_one_spelling() {
    for (pattern, path) in [
        ("/%7Eme", "/~me"),
        ("/~me", "/%7eme"),
        ("/公告", "/%E5%85%AC%E5%91%8A"),
        ("/%e5%85%ac", "/公告"),
        ("/a%2Fb", "/a%2fb"),
    ] {
        assert!(!allows(&format!("User-agent: *\nDisallow: {pattern}"), path), "{pattern} {path}");
    }
    assert!(allows("User-agent: *\nDisallow: /a%2Fb", "/a/b"), "an escaped slash is no slash");
}

#[test]
fn odd_files_are_read_for_what_they_are() {
    assert!(!allows("\u{feff}User-agent: *\r\nDisallow: /\r\n", "/x"));
    assert!(!allows("User-agent : * # all\rDisallow : /x # not this\r", "/x"));
    assert!(allows("<!DOCTYPE html><p>User-agent: *\nDisallow: /", "/x"));
    assert!(allows("", "/x"));
    assert!(allows("User-agent: *\nDisallow: /", "/robots.txt"));
    let late = format!("User-agent: *\n{}Disallow: /\n", "#\n".repeat(MAX_BYTES));
    assert!(allows(&late, "/x"), "what stands after the cap is not read");
}

#[test]
fn the_crawl_delay_is_read_and_bounded() {
    let delay = |value: &str| Robots::parse(format!("User-agent: *\nCrawl-delay: {value}").as_bytes()).crawl_delay();
    assert_eq!(delay("10"), Some(Duration::from_secs(10)));
    assert_eq!(delay("0.5"), Some(Duration::from_millis(500)));
    assert_eq!(delay("1e300"), Some(LONGEST_CRAWL_DELAY));
    for bad in ["-1", "NaN", "inf", "soon", ""] {
        assert_eq!(delay(bad), None, "{bad}");
    }
}

#[test]
fn many_stars_do_not_cost_much() {
    let pattern = "/".to_owned() + &"*a".repeat(2000) + "$";
    let path = "/".to_owned() + &"a".repeat(1999) + "b";
    assert!(allows(&format!("User-agent: *\nDisallow: {pattern}"), &path));
}
