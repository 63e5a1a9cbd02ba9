//! Pure. A parsed page in, its blocks of text in order out, and which elements span which of them.

use std::collections::HashSet;

use scraper::node::Node;
use scraper::{ElementRef, Html};

use super::space::{self, BREAK, LINK, Line, UNLINK};
use super::tags::{self, Cue};
use crate::model::BlockKind;

/// Stands for every address Cloudflare hides: it is encoded anew for each visit.
const HIDDEN_EMAIL: &str = "[email]";

/// One block of text as found, not yet judged.
#[derive(Debug, Clone)]
pub(super) struct RawBlock {
    pub(super) kind: BlockKind,
    pub(super) line: Line,
    /// Index of the innermost element that holds it.
    pub(super) elem: usize,
    /// Set aside by the watch's settings.
    pub(super) ignored: bool,
}

/// An element that holds blocks, and which: `start..end`.
#[derive(Debug, Clone)]
pub(super) struct Elem<'a> {
    pub(super) node: ElementRef<'a>,
    pub(super) parent: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) landmark: bool,
    pub(super) chosen: bool,
    pub(super) cue: Option<Cue>,
}

/// The blocks of a page and the elements that hold them; the first element is the root.
#[derive(Debug)]
pub(super) struct Walked<'a> {
    pub(super) blocks: Vec<RawBlock>,
    pub(super) elems: Vec<Elem<'a>>,
}

/// What an element is known by while its tree lives.
pub(super) fn key(element: ElementRef<'_>) -> usize {
    std::ptr::from_ref(element.value()) as usize
}

/// Elements the watch names, by their keys.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Set aside with all they hold.
    pub(super) ignored: HashSet<usize>,
    /// Chosen as the main text.
    pub(super) chosen: HashSet<usize>,
}

/// Reads the whole page; what the marks name is marked.
pub(super) fn walk<'a>(html: &'a Html, marks: &Marks) -> Walked<'a> {
    let root = html.root_element();
    let mut walker = Walker {
        blocks: Vec::new(),
        elems: vec![Elem { node: root, parent: 0, start: 0, end: 0, landmark: false, chosen: false, cue: None }],
        marks,
        raw: String::new(),
    };
    walker.children(root, Place::default());
    walker.flush(Place::default());
    walker.elems[0].end = walker.blocks.len();
    Walked { blocks: walker.blocks, elems: walker.elems }
}

/// Text of an element on one line, as people see it.
pub(super) fn text(element: ElementRef<'_>) -> String {
    let mut raw = String::new();
    collect(element, &mut raw);
    space::one_line(&raw)
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    kind: Option<BlockKind>,
    elem: usize,
    link: bool,
    ignored: bool,
    article: bool,
    pre: bool,
}

struct Walker<'a, 'i> {
    blocks: Vec<RawBlock>,
    elems: Vec<Elem<'a>>,
    marks: &'i Marks,
    raw: String,
}

impl<'a> Walker<'a, '_> {
    fn children(&mut self, element: ElementRef<'a>, place: Place) {
        for child in element.children() {
            if let Node::Text(text) = child.value() {
                push_text(&mut self.raw, text, place.pre);
            } else if let Some(child) = ElementRef::wrap(child) {
                self.element(child, place);
            }
        }
    }

    fn element(&mut self, element: ElementRef<'a>, mut place: Place) {
        let name = element.value().name();
        if tags::is_skipped(name) {
            return;
        }
        if name == "br" {
            self.raw.push(BREAK);
            return;
        }
        if is_hidden_email(element) {
            self.raw.push_str(HIDDEN_EMAIL);
            return;
        }
        let landmark = tags::is_landmark(element.value());
        let ignored = self.marks.ignored.contains(&key(element));
        let chosen = self.marks.chosen.contains(&key(element));
        if !tags::is_block(name) && !landmark && !chosen {
            if ignored && !place.ignored {
                return self.ignore_inline(element, place);
            }
            return self.inline(element, name, place);
        }
        self.flush(place);
        place.ignored |= ignored;
        let cue = tags::cue(element.value(), place.article);
        let start = self.blocks.len();
        self.elems.push(Elem { node: element, parent: place.elem, start, end: start, landmark, chosen, cue });
        place.elem = self.elems.len() - 1;
        place.article |= matches!(name, "article" | "main");
        place.kind = kind_of(name).or(place.kind);
        place.pre |= name == "pre";
        if name != "tr" || !self.row(element, place) {
            self.children(element, place);
            self.flush(place);
        }
        self.elems[place.elem].end = self.blocks.len();
    }

    fn inline(&mut self, element: ElementRef<'a>, name: &str, mut place: Place) {
        let link = name == "a" && !place.link;
        if link {
            self.raw.push(LINK);
            place.link = true;
        }
        self.children(element, place);
        if link {
            self.raw.push(UNLINK);
        }
    }

    fn ignore_inline(&mut self, element: ElementRef<'a>, place: Place) {
        let line = Line { text: text(element), ..Line::default() };
        if !line.text.is_empty() {
            let kind = place.kind.unwrap_or(BlockKind::Paragraph);
            self.blocks.push(RawBlock { kind, line, elem: place.elem, ignored: true });
        }
    }

    fn flush(&mut self, place: Place) {
        if self.raw.is_empty() {
            return;
        }
        let mut raw = std::mem::take(&mut self.raw);
        if place.kind == Some(BlockKind::Heading) {
            raw = raw.replace(BREAK, "\n");
        }
        for line in space::lines(&raw) {
            let kind = place.kind.unwrap_or(BlockKind::Paragraph);
            self.blocks.push(RawBlock { kind, line, elem: place.elem, ignored: place.ignored });
        }
        if place.link {
            self.raw.push(LINK);
        }
    }

    /// Reads a row of data as one block, cells joined by tabs; a row that lays out the page is left to the caller.
    fn row(&mut self, row: ElementRef<'a>, place: Place) -> bool {
        let cells: Vec<_> = row.child_elements().filter(|e| matches!(e.value().name(), "td" | "th")).collect();
        if !is_data_row(row, cells.len()) || cells.iter().any(|c| self.marks.ignored.contains(&key(*c))) {
            return false;
        }
        let mut line = Line::default();
        for (n, cell) in cells.into_iter().enumerate() {
            let mut raw = String::new();
            collect(cell, &mut raw);
            let cell = space::lines(&raw.replace(BREAK, "\n")).into_iter().next().unwrap_or_default();
            if n > 0 {
                line.text.push('\t');
            }
            line.text.push_str(&cell.text);
            line.weight += cell.weight;
            line.linked += cell.linked;
        }
        line.text.truncate(line.text.trim_end().len());
        if line.weight > 0 {
            // Leading empty cells stay as tabs only when something precedes them; a block never begins with a blank.
            line.text = line.text.trim_start().to_owned();
            self.blocks.push(RawBlock { kind: BlockKind::TableRow, line, elem: place.elem, ignored: place.ignored });
        }
        true
    }
}

fn kind_of(name: &str) -> Option<BlockKind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
        "li" => Some(BlockKind::ListItem),
        "blockquote" => Some(BlockKind::Quote),
        "td" | "th" | "section" | "article" | "main" => Some(BlockKind::Paragraph),
        _ => None,
    }
}

fn is_hidden_email(element: ElementRef<'_>) -> bool {
    let element = element.value();
    element.attr("data-cfemail").is_some()
        || (element.name() == "a" && element.attr("href").is_some_and(|h| h.contains("/cdn-cgi/l/email-protection")))
}

/// How much a row may hold and still be data: pages used to be laid out in tables.
const MAX_ROW_CHARS: usize = 1500;
const MAX_ROW_NODES: usize = 200;

fn is_data_row(row: ElementRef<'_>, cells: usize) -> bool {
    if cells == 0 {
        return false;
    }
    let (mut chars, mut blocks) = (0, 0);
    for (n, node) in row.descendants().enumerate() {
        if n > MAX_ROW_NODES || chars > MAX_ROW_CHARS || blocks > cells * 3 {
            return false;
        }
        match node.value() {
            Node::Text(text) => chars += text.len(),
            Node::Element(e) => match e.name() {
                "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "article" | "main" | "form" => return false,
                _ if tags::is_landmark(e) => return false,
                "p" | "div" | "br" => blocks += 1,
                _ => {}
            },
            _ => {}
        }
    }
    cells > 1 || blocks <= 1
}

fn push_text(raw: &mut String, text: &str, pre: bool) {
    for c in text.chars() {
        raw.push(match c {
            '\n' if pre => BREAK,
            '\n' | '\t' | '\r' => '\n',
            c if c.is_control() => ' ',
            c => c,
        });
    }
}

/// The raw text under an element; blocks inside it are parted by a blank.
fn collect(element: ElementRef<'_>, raw: &mut String) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            push_text(raw, text, false);
        } else if let Some(child) = ElementRef::wrap(child) {
            let name = child.value().name();
            if is_hidden_email(child) {
                raw.push_str(HIDDEN_EMAIL);
            } else if name == "br" {
                raw.push(BREAK);
            } else if !tags::is_skipped(name) {
                let (open, close) = match name {
                    "a" => (LINK, UNLINK),
                    _ if tags::is_block(name) => (' ', ' '),
                    _ => ('\0', '\0'),
                };
                raw.extend(Some(open).filter(|c| *c != '\0'));
                collect(child, raw);
                raw.extend(Some(close).filter(|c| *c != '\0'));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(page: &str) -> Vec<(BlockKind, String)> {
        let html = Html::parse_document(page);
        walk(&html, &Marks::default()).blocks.into_iter().map(|b| (b.kind, b.line.text)).collect()
    }

    #[test]
    fn each_block_element_is_a_block_of_its_kind() {
        let found = blocks(
            "<h2>Duties</h2><p>One <b>bold</b> word.</p><ul><li>item<p>more</p></ul><blockquote><p>Said.</p></blockquote>\
             <table><tr><th>Name<th>CAS<tr><td><p>4-AP</p><td>23056-29-3</table><div>loose<div>inner</div>tail</div>",
        );
        let texts: Vec<_> = found.iter().map(|(_, t)| t.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Duties",
                "One bold word.",
                "item",
                "more",
                "Said.",
                "Name\tCAS",
                "4-AP\t23056-29-3",
                "loose",
                "inner",
                "tail"
            ]
        );
        assert_eq!(found[0].0, BlockKind::Heading);
        assert_eq!(found[3].0, BlockKind::ListItem);
        assert_eq!(found[4].0, BlockKind::Quote);
        assert_eq!(found[5].0, BlockKind::TableRow);
    }

    #[test]
    fn a_layout_table_is_read_as_blocks() {
        let found = blocks("<table><tr><td><h1>Notice</h1><p>First.</p><p>Second.</p></td></tr></table>");
        assert_eq!(found.iter().map(|(_, t)| t.as_str()).collect::<Vec<_>>(), ["Notice", "First.", "Second."]);
    }

    #[test]
    fn scripts_and_hidden_addresses_leave_no_trace() {
        let page = |mail: &str| {
            format!(
                "<p>Write to <a href='/cdn-cgi/l/email-protection#{mail}'><span data-cfemail='{mail}'>x</span></a>.</p>\
                     <script>var t='{mail}'</script><noscript>{mail}</noscript><svg><text>{mail}</text></svg>"
            )
        };
        assert_eq!(blocks(&page("a1b2")), blocks(&page("ffee99")));
        assert_eq!(blocks(&page("a1b2")), [(BlockKind::Paragraph, "Write to [email].".to_owned())]);
    }
}
