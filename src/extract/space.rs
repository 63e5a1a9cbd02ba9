//! Pure. Text as it stands in HTML in, text as people see it out: blanks collapsed, invisible marks gone.

/// Marks inside a run of raw text: a forced line break, and where links begin and end.
pub(super) const BREAK: char = '\u{1}';
pub(super) const LINK: char = '\u{2}';
pub(super) const UNLINK: char = '\u{3}';

/// A line of text with how much of it is link text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Characters, a Han character counted as three: it says as much as half a word.
    pub(super) weight: usize,
    /// The part of the weight that is link text.
    pub(super) linked: usize,
    /// Whether it began with the two blanks of a Chinese paragraph.
    pub(super) indented: bool,
}

/// Whether it is a character of Chinese writing.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The weight of a text, as `Line` counts it.
pub(super) fn weight(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if is_han(c) { 3 } else { 1 }).sum()
}

/// Whether a text weighs more than `limit`. No character weighs more than its bytes.
pub(super) fn is_heavier(text: &str, limit: usize) -> bool {
    text.len() > limit && weight(text) > limit
}

/// Collapses one run without breaks; `link` is whether it starts inside a link, and is carried on.
fn collapse(raw: &str, link: &mut bool) -> Line {
    let mut line = Line::default();
    let (mut blank, mut newline, mut ideographic) = (false, false, 0);
    for c in raw.chars() {
        match c {
            LINK => *link = true,
            UNLINK => *link = false,
            c if is_invisible(c) => {}
            c if c.is_whitespace() || c.is_control() => {
                blank = true;
                newline |= c == '\n' || c == '\r';
                ideographic += usize::from(c == '\u{3000}' || c == '\u{a0}');
            }
            c => {
                if line.text.is_empty() {
                    line.indented = ideographic >= 2;
                } else if blank {
                    // A source line that wraps between Chinese characters is no blank.
                    let joined = newline && is_wide(c) && line.text.chars().next_back().is_some_and(is_wide);
                    if !joined {
                        line.text.push(' ');
                    }
                }
                (blank, newline) = (false, false);
                line.text.push(c);
                let weight = if is_han(c) { 3 } else { 1 };
                line.weight += weight;
                line.linked += if *link { weight } else { 0 };
            }
        }
    }
    line
}

/// Text people see, on one line.
pub(super) fn one_line(raw: &str) -> String {
    collapse(&raw.replace(BREAK, "\n"), &mut false).text
}

/// A line that breaks before this weight was not broken for want of room: it is an item of a list.
const WRAPS_FROM: usize = 36;

/// Cuts a raw run at its breaks. A break is the end of a block when a sentence ends before it, a paragraph's blanks
/// follow it, it is doubled, or the line is short; else the line merely wraps.
pub(super) fn lines(raw: &str) -> Vec<Line> {
    let mut link = false;
    let mut all: Vec<Line> = Vec::new();
    let mut cut = true;
    for piece in raw.split(BREAK) {
        let line = collapse(piece, &mut link);
        if line.text.is_empty() {
            cut = true;
            continue;
        }
        match all.last_mut() {
            Some(last) if !cut && goes_on(last, &line) => join(last, &line),
            _ => all.push(line),
        }
        cut = false;
    }
    all
}

/// Whether a line broken off goes on in the next one.
fn goes_on(last: &Line, next: &Line) -> bool {
    let small = next.text.chars().next().is_some_and(char::is_lowercase);
    !next.indented && !ends_sentence(&last.text) && (small || last.weight >= WRAPS_FROM)
}

fn join(last: &mut Line, line: &Line) {
    let wide = last.text.chars().next_back().is_some_and(is_wide) && line.text.chars().next().is_some_and(is_wide);
    if !wide {
        last.text.push(' ');
    }
    last.text.push_str(&line.text);
    last.weight += line.weight;
    last.linked += line.linked;
}

/// Whether the text ends as sentences and headings before lists do.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '」', '』', '）', ')', '》', '»', ' ']);
    bare.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '；', '：', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_collapse_and_wrapped_chinese_joins() {
        assert_eq!(one_line(" a\u{a0}\n b\u{200b}c "), "a bc");
        assert_eq!(one_line("关于芬太尼\n  类物质"), "关于芬太尼类物质");
        assert_eq!(one_line("张 三"), "张 三");
    }

    #[test]
    fn breaks_cut_paragraphs_but_not_wrapped_lines() {
        let texts = |raw: &str| lines(&raw.replace('|', "\u{1}")).into_iter().map(|l| l.text).collect::<Vec<_>>();
        assert_eq!(texts("Ministry of|trade"), ["Ministry of trade"]);
        assert_eq!(texts("4-AP|Norfentanyl"), ["4-AP", "Norfentanyl"]);
        assert_eq!(texts("One.|Two"), ["One.", "Two"]);
        assert_eq!(texts("one||two"), ["one", "two"]);
        assert_eq!(texts("标题|\u{3000}\u{3000}正文"), ["标题", "正文"]);
        assert_eq!(
            texts("关于对特定国家出口易制毒化学品实行|管制的公告"),
            ["关于对特定国家出口易制毒化学品实行管制的公告"]
        );
    }

    #[test]
    fn link_text_is_weighed() {
        let all = lines("ab \u{2}cd\u{3} 中");
        assert_eq!((all[0].weight, all[0].linked), (7, 2));
    }
}
