//! Pure. The watchlist's text in; the places where somebody wrote a secret into it out, so that no message repeats it.

use std::ops::Range;

/// Keys under `password` that name a place instead of holding the secret.
const PLACES: [&str; 3] = ["credential", "env", "file"];

/// The inside of every quoted value that follows `password =` or stands in a table of that name, found without parsing: it
/// must work on broken files too.
pub(super) fn passwords(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, word) in text.match_indices("password") {
        let end = at + word.len();
        found.extend(value_after(text, end));
        found.extend(table_after(text, end).map(|table| strings_in(text, table)).unwrap_or_default());
    }
    found
}

/// The table a key opens: `{ … }` on its line, or the lines under `[email.password]`.
fn table_after(text: &str, key_end: usize) -> Option<Range<usize>> {
    let rest = text[key_end..].trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']);
    let start = text.len() - rest.len();
    if rest.starts_with(']') {
        return Some(start..rest.find("\n[").map_or(text.len(), |at| start + at));
    }
    rest.strip_prefix('=')?.trim_start_matches([' ', '\t']).strip_prefix('{')?;
    Some(start..rest.find('\n').map_or(text.len(), |at| start + at))
}

/// The inside of every quoted value in a table whose key names no place.
fn strings_in(text: &str, table: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = table.start;
    while let Some(equals) = text[at..table.end].find('=') {
        let after = at + equals + 1;
        let key = text[at..after - 1].trim_end().trim_end_matches(['"', '\'']);
        let value = text[after..table.end].trim_start_matches([' ', '\t']);
        at = after;
        let Some(quote) = value.chars().next().filter(|c| *c == '"' || *c == '\'') else { continue };
        let start = table.end - value.len() + 1;
        let line = text[start..table.end].find('\n').map_or(table.end, |n| start + n);
        let end = text[start..line].find(quote).map_or(line, |n| start + n);
        at = end.max(after);
        if !PLACES.iter().any(|place| key.ends_with(place)) {
            found.push(start..end);
        }
    }
    found
}

fn value_after(text: &str, key_end: usize) -> Option<Range<usize>> {
    let rest = text[key_end..].trim_start_matches(['"', '\'']).trim_start();
    let rest = rest.strip_prefix('=')?.trim_start_matches([' ', '\t']);
    let quote = rest.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    let start = text.len() - rest.len() + 1;
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = text[start..line_end].rfind(quote).map_or(line_end, |at| start + at);
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_found_also_in_a_broken_line() {
        for (text, secret) in [
            ("password = \"hunter2\"", "hunter2"),
            ("\"password\"='hunter2' # x", "hunter2"),
            ("password = \"hunter2", "hunter2"),
            ("email = { password = \"hunter2\" }", "hunter2"),
            ("password = { plain = \"hunter2\" }", "hunter2"),
            ("password = { env = \"SMTP\", value = 'hunter2' }", "hunter2"),
            (
                "[email.password]\nfile = \"/etc/x\"\nplain = \"hunter2\"\n[health]\nheartbeat = \"0 8 * * Mon\"",
                "hunter2",
            ),
        ] {
            let found: Vec<&str> = passwords(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, [secret], "{text}");
        }
        assert!(passwords("password = { env = \"SMTP\" }").is_empty());
    }
}
