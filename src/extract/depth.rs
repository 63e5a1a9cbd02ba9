//! Pure. HTML text in, whether it nests too deeply out: one linear scan before the parser, which is quadratic in depth.

use std::collections::HashMap;

use crate::model::{Failure, Reason};

/// How many elements may be open at once.
const LIMIT: usize = 512;

/// Elements whose content is text up to their own end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "image", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr", "html", "head", "body",
];

/// Formatting elements: the parser opens them again after a block closed over them.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Ordinary inline elements, over which an end tag may reach.
const INLINE: &[&str] =
    &["span", "label", "abbr", "cite", "sub", "sup", "q", "time", "mark", "ins", "del", "bdi", "bdo"];

/// Walls an end tag does not reach over.
const WALLS: &[&str] = &["table", "td", "th", "caption", "template", "object", "applet", "marquee", "svg", "math"];

/// Start tags that close an open paragraph.
const CLOSES_P: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dd",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "ul",
];

/// Refuses pages nested deeper than the limit. Wide pages of any size pass.
pub(super) fn gate(html: &str) -> Result<(), Failure> {
    let mut scan = Scan::default();
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) = find(bytes, at, b'<') {
        at = scan.tag(html, found);
        if scan.depth() > LIMIT {
            return Err(Failure::new(Reason::TooDeep, format!("more than {LIMIT} elements open at byte {found}")));
        }
    }
    Ok(())
}

fn find(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    bytes.get(from..)?.iter().position(|b| *b == wanted).map(|n| from + n)
}

struct Open {
    name: String,
    formats: usize,
}

/// The parser's stack of open elements, as far as it decides about depth.
#[derive(Default)]
struct Scan {
    stack: Vec<Open>,
    formats: Vec<(String, String)>,
    identical: HashMap<String, usize>,
}

impl Scan {
    fn depth(&self) -> usize {
        self.stack.len() + self.formats.len()
    }

    /// Reads what begins at `<`, gives where to go on.
    fn tag(&mut self, html: &str, at: usize) -> usize {
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or(html.len(), |n| at + 4 + n + 3);
        }
        let body = &rest[1..];
        let closing = body.starts_with('/');
        let body = &body[usize::from(closing)..];
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return at + 1;
        }
        let end = tag_end(rest.as_bytes());
        let whole = &rest[..end];
        let length = body.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'-' || b == b':'));
        let name = body[..length.unwrap_or(body.len())].to_ascii_lowercase();
        if closing {
            self.close(&name);
            return at + end;
        }
        if RAW.contains(&name.as_str()) {
            return at + end + raw_end(&rest.as_bytes()[end..], &name);
        }
        let closed = whole.ends_with("/>") && self.stack.iter().any(|open| open.name == "svg");
        if !VOID.contains(&name.as_str()) && !closed {
            self.open(name, whole);
        }
        at + end
    }

    fn open(&mut self, name: String, whole: &str) {
        if CLOSES_P.contains(&name.as_str()) {
            self.pop_above("p", |_| false);
        }
        match name.as_str() {
            "li" => self.pop_above("li", |n| !matches!(n, "address" | "div" | "p") && is_special(n)),
            "dd" | "dt" => {
                self.pop_above("dd", |n| !matches!(n, "address" | "div" | "p") && is_special(n));
                self.pop_above("dt", |n| !matches!(n, "address" | "div" | "p") && is_special(n));
            }
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => self.leave_row(&name),
            "option" => self.pop_above("option", |_| true),
            "a" => self.close("a"),
            _ => {}
        }
        if FORMATTING.contains(&name.as_str()) {
            let count = self.identical.entry(whole.to_owned()).or_default();
            // The parser remembers at most three alike.
            if *count < 3 {
                *count += 1;
                self.formats.push((name.clone(), whole.to_owned()));
            }
        }
        self.stack.push(Open { name, formats: self.formats.len() });
    }

    fn close(&mut self, name: &str) {
        if FORMATTING.contains(&name) {
            if let Some(n) = self.formats.iter().rposition(|(open, _)| open == name) {
                self.forget(n);
            }
            let wall = self.stack.iter().rposition(|open| WALLS.contains(&open.name.as_str())).map_or(0, |n| n + 1);
            if let Some(n) = self.stack[wall..].iter().rposition(|open| open.name == name) {
                self.stack.remove(wall + n);
            }
        } else if matches!(name, "table" | "td" | "th" | "tr" | "caption" | "tbody" | "thead" | "tfoot") {
            self.pop_above(name, |n| n == "table" && name != "table");
        } else if is_special(name) {
            self.pop_above(name, |_| false);
        } else {
            self.pop_above(name, is_special);
        }
    }

    /// Closes everything down to the nearest `name`, unless a wall or what `stops` names stands between.
    fn pop_above(&mut self, name: &str, stops: impl Fn(&str) -> bool) {
        let table = matches!(name, "table" | "td" | "th" | "tr" | "caption" | "tbody" | "thead" | "tfoot");
        for n in (0..self.stack.len()).rev() {
            let open = self.stack[n].name.as_str();
            if open == name {
                return self.truncate(n);
            }
            if stops(open) || (!table && WALLS.contains(&open)) {
                return;
            }
        }
    }

    fn leave_row(&mut self, name: &str) {
        let closed: &[&str] = match name {
            "td" | "th" => &["td", "th"],
            "tr" => &["tr"],
            _ => &["tbody", "thead", "tfoot"],
        };
        for other in closed {
            self.pop_above(other, |n| n == "table");
        }
    }

    fn truncate(&mut self, to: usize) {
        while self.stack.len() > to {
            let Some(open) = self.stack.pop() else { return };
            if matches!(open.name.as_str(), "td" | "th" | "caption" | "object" | "applet" | "marquee") {
                while self.formats.len() > open.formats {
                    self.forget(self.formats.len() - 1);
                }
            }
        }
    }

    fn forget(&mut self, n: usize) {
        let (_, whole) = self.formats.remove(n);
        if let Some(count) = self.identical.get_mut(&whole) {
            *count -= 1;
        }
    }
}

fn is_special(name: &str) -> bool {
    !FORMATTING.contains(&name) && !INLINE.contains(&name) && !name.contains('-')
}

/// Where the tag ends; quotes hide `>`.
fn tag_end(tag: &[u8]) -> usize {
    let mut quote = None;
    for (n, byte) in tag.iter().enumerate().skip(1) {
        match (quote, *byte) {
            (None, b'>') => return n + 1,
            (None, q @ (b'"' | b'\'')) if tag[n - 1] == b'=' || tag[n - 1].is_ascii_whitespace() => quote = Some(q),
            (Some(q), b) if b == q => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Bytes up to the end tag of a raw text element.
fn raw_end(rest: &[u8], name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = find(rest, at, b'<') {
        let after = &rest[found + 1..];
        if after.first() == Some(&b'/')
            && after.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        {
            return found;
        }
        at = found + 1;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(open: &str, n: usize) -> String {
        open.repeat(n)
    }

    #[test]
    fn deep_nesting_is_refused_however_it_is_spelled() {
        for open in
            ["<div>", "<ul><li>", "<table><tr><td>", "<span>", "<b>", "<DIV CLASS='a>b'>", "<x-y>", "<b><div></b>"]
        {
            assert_eq!(gate(&nested(open, 2000)).map_err(|f| f.reason), Err(Reason::TooDeep), "{open}");
        }
        let different: String = (0..2000).map(|n| format!("<p><font size={n}>x")).collect();
        assert!(gate(&different).is_err(), "formatting elements opened again in each paragraph");
    }

    #[test]
    fn wide_and_sloppy_pages_pass() {
        for item in [
            "<li>one",
            "<p>one",
            "<tr><td>a<td>b",
            "<p><font color=red>one",
            "<br>",
            "<option>x",
            "<div></div>",
            "<dt>a<dd>b",
            "<script>if (a<b) document.write('<div><div>')</script>",
            "<!-- <div> -->",
            "a < b",
            "<a href=x>y",
            "</div>",
            "<td><font size=2>x</td>",
            "<p><span>x",
            "<div><b>x</div></b>",
            "<img alt='<div>'>",
        ] {
            let page = format!("<table><tr><td><ul>{}", nested(item, 20_000));
            assert_eq!(gate(&page), Ok(()), "{item}");
        }
    }

    #[test]
    fn an_unclosed_comment_or_tag_ends_the_scan() {
        assert_eq!(gate("<div><!-- "), Ok(()));
        assert_eq!(gate("<div class='"), Ok(()));
        assert_eq!(gate("<script>"), Ok(()));
    }
}
