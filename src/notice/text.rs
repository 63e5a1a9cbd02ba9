//! Pure. Parts in, the plain-text mail out: lines of at most 76 characters where words allow.

use std::fmt::Write;

use super::parts::Part;
use crate::model::WordChange;

const WIDTH: usize = 76;

/// Stands for a blank at which no line may break; no text has it, the gate for parts drops it.
const HELD: &str = "\u{1}";

pub(super) fn render(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        one(&mut out, part);
    }
    out
}

fn one(out: &mut String, part: &Part) {
    match part {
        Part::Lead(text) => paragraph(out, text, ""),
        Part::Heading(text) => {
            let _ = writeln!(out, "{text}\n{}", "-".repeat(text.chars().count()));
        }
        Part::Text(text) | Part::Small(text) => {
            for line in text.lines() {
                wrapped(out, line, "", "");
            }
            out.push('\n');
        }
        Part::Facts(rows) => {
            let widest = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
            for (label, value) in rows {
                let head = format!("{label}{}  ", " ".repeat(widest - label.chars().count()));
                wrapped(out, value, &head, &" ".repeat(widest + 2));
            }
            out.push('\n');
        }
        Part::Wording(wording) => {
            let mut text = String::new();
            for piece in &wording.pieces {
                let _ = match piece.change {
                    WordChange::Same => write!(text, "{}", piece.text),
                    WordChange::Struck => write!(text, "[-{}-]", piece.text),
                    WordChange::Added => write!(text, "{{+{}+}}", piece.text),
                };
            }
            let _ = writeln!(out, "{}:", wording.label);
            paragraph(out, &text, "  ");
        }
        Part::Quote(quote) => {
            // Lines do not break inside a gloss: in Chinese it has the only blanks of the sentence.
            let gloss = |g: &String| format!("[{}]", g.replace(' ', HELD));
            let text: String = quote
                .runs
                .iter()
                .map(|(run, english)| format!("{run}{}", english.as_ref().map(gloss).unwrap_or_default()))
                .collect();
            let mut lines = String::new();
            paragraph(&mut lines, &text, "  ");
            out.push_str("In the original:\n");
            out.push_str(&lines.replace(HELD, " "));
        }
        Part::Plain(text) => {
            let _ = writeln!(out, "{}\n", text.trim_end());
        }
        Part::Link(url) => {
            let _ = writeln!(out, "{url}");
        }
        Part::List(items, more) => {
            for item in items {
                wrapped(out, item, "- ", "  ");
            }
            rest(out, *more);
        }
        Part::Links(items, more) => {
            for (item, url) in items {
                wrapped(out, item, "- ", "  ");
                wrapped(out, url, "  ", "  ");
            }
            rest(out, *more);
        }
    }
}

/// The end of a list.
fn rest(out: &mut String, more: usize) {
    if more > 0 {
        let _ = writeln!(out, "- and {more} more");
    }
    out.push('\n');
}

fn paragraph(out: &mut String, text: &str, indent: &str) {
    wrapped(out, text, indent, indent);
    out.push('\n');
}

/// Breaks at blanks; what has none (a URL, a Chinese sentence) stays whole.
fn wrapped(out: &mut String, text: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut used = first.chars().count();
    let mut empty = true;
    for word in text.split_whitespace() {
        let wide = word.chars().count();
        if !empty && used + 1 + wide > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line = rest.to_owned();
            used = rest.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += wide;
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
