//! Just enough of MIME to show a mail that was taken: its headers, its text part and its HTML part.

use data_encoding::BASE64_MIME_PERMISSIVE;

/// The subject, unfolded; empty without one.
pub(super) fn subject(message: &[u8]) -> String {
    header(&String::from_utf8_lossy(message), "subject").unwrap_or_default()
}

/// The HTML part, decoded.
pub(super) fn html(message: &[u8]) -> Option<String> {
    part(&String::from_utf8_lossy(message), "text/html")
}

/// The first paragraph of the text part: one sentence on what happened.
pub(super) fn lead(message: &[u8]) -> Option<String> {
    let text = part(&String::from_utf8_lossy(message), "text/plain")?;
    let lines: Vec<&str> =
        text.lines().map(str::trim).skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty()).collect();
    Some(lines.join(" "))
}

/// The first words of a subject as part of a file name: small letters, digits and hyphens.
pub(super) fn slug(subject: &str) -> String {
    let words = subject.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut slug = String::new();
    for word in words.take_while(|word| word.len() < 24) {
        if slug.len() + word.len() > 28 {
            break;
        }
        slug = format!("{slug}-{}", word.to_ascii_lowercase());
    }
    if slug.is_empty() { "mail".to_owned() } else { slug.trim_start_matches('-').to_owned() }
}

fn header(entity: &str, name: &str) -> Option<String> {
    let (head, _) = entity.split_once("\r\n\r\n")?;
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    head.lines().find_map(|l| {
        let (key, value) = l.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The decoded body of the first part of this type, searched through nested multiparts.
fn part(entity: &str, wanted: &str) -> Option<String> {
    let kind = header(entity, "content-type")?;
    let (_, body) = entity.split_once("\r\n\r\n")?;
    if kind.to_ascii_lowercase().starts_with("multipart/") {
        let marker = format!("--{}", boundary(&kind)?);
        return body.split(marker.as_str()).skip(1).find_map(|inner| part(inner.trim_start_matches("\r\n"), wanted));
    }
    if !kind.to_ascii_lowercase().starts_with(wanted) {
        return None;
    }
    let coding = header(entity, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    match coding.as_str() {
        "quoted-printable" => Some(quoted_printable(body)),
        "base64" => {
            let bytes = BASE64_MIME_PERMISSIVE.decode(body.as_bytes()).ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => Some(body.to_owned()),
    }
}

fn boundary(kind: &str) -> Option<String> {
    let at = kind.to_ascii_lowercase().find("boundary=")?;
    let value = &kind[at + "boundary=".len()..];
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(';').next(),
    }
    .map(|v| v.trim().to_owned())
}

fn quoted_printable(body: &str) -> String {
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |n: usize| bytes.get(n).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'=', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 3;
            }
            (b'=', _, _) if bytes[at..].starts_with(b"=\r\n") => at += 3,
            (byte, _, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"Subject: WEAKER: China MCT -\r\n share data\r\nContent-Type: multipart/alternative;\r\n boundary=\"b-1\"\r\n\r\n--b-1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nOne =E5=B0=86 two=\r\n three\r\n\r\nmore\r\n--b-1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+aGk8L3A+\r\n--b-1--\r\n";

    #[test]
    fn parts_are_found_and_decoded() {
        assert_eq!(subject(MAIL), "WEAKER: China MCT - share data");
        assert_eq!(lead(MAIL).as_deref(), Some("One 将 two three"));
        assert_eq!(html(MAIL).as_deref(), Some("<p>hi</p>"));
    }

    #[test]
    fn a_mail_without_parts_shows_nothing() {
        assert_eq!(html(b"Subject: x\r\n\r\n<p>hi</p>\r\n"), None);
        assert_eq!(slug(&subject(b"no headers at all")), "mail");
    }

    #[test]
    fn a_file_name_comes_of_a_subject() {
        assert_eq!(slug("NEW: China MCT - licence ../for 15 precursors"), "new-china-mct-licence-for-15");
        assert_eq!(slug(&"x".repeat(500)), "mail");
    }
}
