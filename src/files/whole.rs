//! I/O (pure itself). The bytes of a PDF in; whether its compressed parts are whole out. The reader takes what it can get of a broken one,
//! which would read as if the rest had been taken out of the text.

use flate2::{Decompress, FlushDecompress, Status};

/// A dictionary is looked for so far before its stream.
const NEAR: usize = 4096;

/// What unpacks to more is not looked through to its end.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;

/// How many compressed streams break off or hold something else than was packed. Pictures do not count; of an encrypted file
/// nothing can be said.
pub(super) fn broken_streams(bytes: &[u8]) -> usize {
    if find(bytes, b"/Encrypt", 0).is_some() {
        return 0;
    }
    let (mut broken, mut from) = (0, 0);
    while let Some(at) = find(bytes, b"stream", from) {
        from = at + b"stream".len();
        let is_end = bytes[..at].ends_with(b"end");
        let Some(data) = bytes.get(from..).filter(|_| !is_end).and_then(after_line) else { continue };
        let head = &bytes[at.saturating_sub(NEAR)..at];
        let dictionary = &head[last(head, b" obj").unwrap_or(0)..];
        if is_deflated(dictionary) {
            // What is whole is not looked through for further streams.
            match inflated(data, true).or_else(|| inflated(data, false)) {
                Some(used) => from += used,
                None => broken += 1,
            }
        }
    }
    broken
}

fn after_line(data: &[u8]) -> Option<&[u8]> {
    data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).or_else(|| data.strip_prefix(b"\r"))
}

/// Whether the outermost filter is Deflate, and it is no picture.
fn is_deflated(dictionary: &[u8]) -> bool {
    let text = String::from_utf8_lossy(dictionary);
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let Some((_, filter)) = bare.rsplit_once("/Filter") else { return false };
    let first = filter.trim_start_matches('[');
    let is_flate = first.starts_with("/FlateDecode") || first.starts_with("/Fl]") || first.starts_with("/Fl/");
    is_flate && !bare.contains("/Image") && !bare.contains("/Crypt")
}

/// How many bytes the packed data takes, if it unpacks to its end.
fn inflated(data: &[u8], zlib: bool) -> Option<usize> {
    let mut inflate = Decompress::new(zlib);
    let mut out = vec![0u8; 64 * 1024];
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let rest = data.get(usize::try_from(read).ok()?..)?;
        match inflate.decompress(rest, &mut out, FlushDecompress::None).ok()? {
            Status::StreamEnd => return usize::try_from(inflate.total_in()).ok(),
            // A bomb is whole as well; the reader has its own limit for it.
            _ if inflate.total_out() > MOST_UNPACKED => return usize::try_from(inflate.total_in()).ok(),
            _ if (inflate.total_in(), inflate.total_out()) == (read, written) => return None,
            _ => {}
        }
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let first = what.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| b == first)?;
        if bytes.get(at..)?.starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}

fn last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|w| w == what)
}
