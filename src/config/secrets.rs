//! Pure. The watchlist's text in; the places where somebody wrote a secret into it out, so that no message repeats it.

use std::ops::Range;

/// The inside of every quoted value that follows `password =`, found without parsing: it must work on broken files too.
pub(super) fn passwords(text: &str) -> Vec<Range<usize>> {
    text.match_indices("password").filter_map(|(at, word)| value_after(text, at + word.len())).collect()
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
        ] {
            let found: Vec<&str> = passwords(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found, [secret], "{text}");
        }
        assert!(passwords("password = { env = \"SMTP\" }").is_empty());
    }
}
