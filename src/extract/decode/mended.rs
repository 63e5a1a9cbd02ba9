//! Pure. Text in; the same text out, with UTF-8 that somebody read as Latin-1 and wrote as UTF-8 again turned back, if there is any.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The mended text; None when nothing was read twice.
pub(super) fn mended(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(run) = run(text, at) {
        if let Some(right) = right(&text[run.clone()]) {
            out.push_str(&text[done..run.start]);
            out.push_str(&right);
            done = run.end;
        }
        at = run.end;
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// The next run of two or more characters that stand for single bytes outside ASCII.
fn run(text: &str, from: usize) -> Option<std::ops::Range<usize>> {
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text[from..].char_indices().map(|(at, c)| (from + at, c)) {
        match open {
            _ if !c.is_ascii() && byte(c).is_some() => open = Some(open.map_or((at, 1), |(start, n)| (start, n + 1))),
            Some((start, n)) if n > 1 => return Some(start..at),
            _ => open = None,
        }
    }
    open.filter(|(_, n)| *n > 1).map(|(start, _)| start..text.len())
}

/// What the run was before: its bytes, if they are UTF-8 from end to end. No language writes accents in such an order.
fn right(run: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = run.chars().map(byte).collect();
    String::from_utf8(bytes?).ok().filter(|text| text.chars().all(|c| !c.is_control()))
}

/// The byte that a reader of Latin-1 or of windows-1252 took for the character.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    if !matches!(c, '\u{152}'..='\u{192}' | '\u{2c6}' | '\u{2dc}' | '\u{2013}'..='\u{203a}' | '\u{20ac}' | '\u{2122}') {
        return None;
    }
    let mut buffer = [0; 4];
    match WINDOWS_1252.encode(c.encode_utf8(&mut buffer)) {
        (Cow::Owned(bytes), _, false) if bytes.len() == 1 => bytes.first().copied(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UTF-8 read as the charset and written as UTF-8 again.
    fn twice(text: &str, latin_1: bool) -> String {
        let latin = |b: &u8| char::from(*b);
        if latin_1 {
            text.as_bytes().iter().map(latin).collect()
        } else {
            WINDOWS_1252.decode(text.as_bytes()).0.into()
        }
    }

    #[test]
    fn what_was_read_twice_is_turned_back() {
        for text in [
            "Règlement sur les précurseurs – l’annexe « VI » à Ottawa, ÉTÉ",
            "El artículo 4º “entrará” en vigor el día señalado…",
            "关于加强4-哌啶酮出口许可管理的公告",
            "€ 50 for the seizure",
        ] {
            assert_eq!(mended(text), None, "{text}");
            for latin_1 in [true, false] {
                assert_eq!(mended(&twice(text, latin_1)).as_deref(), Some(text), "{text}");
            }
        }
    }

    #[test]
    fn one_wrong_word_among_right_ones_is_turned_back_alone() {
        let text = format!("Les précurseurs sont inscrits : {} à l’annexe", twice("pipéridone", false));
        assert_eq!(mended(&text).as_deref(), Some("Les précurseurs sont inscrits : pipéridone à l’annexe"));
        for right in ["SÃO PAULO", "naïve – “Äé”", "Crème brûlée… déçu", "ÀÉ", ""] {
            assert_eq!(mended(right), None, "{right}");
        }
    }
}
