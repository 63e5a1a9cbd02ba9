//! A small SMTP server on loopback (RFC 5321): takes mail for anybody, one message a file, and sends nothing on.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::mail;
use crate::cli::session::Trouble;

/// Larger messages are refused.
const MAX_MESSAGE: usize = 4 * 1024 * 1024;
/// Longest line with its ending, as in RFC 5321 4.5.3.1.6; commands are shorter still.
const MAX_LINE: usize = 1000;
/// Addresses of one transaction.
const MAX_RECIPIENTS: usize = 100;
/// A client that says nothing for so long is sent away.
const IDLE: Duration = Duration::from_secs(30);

/// A message as it was taken and where it lies.
#[derive(Debug, Clone)]
pub(super) struct Received {
    /// Envelope recipients.
    pub(super) to: Vec<String>,
    /// The message without dot-stuffing.
    pub(super) bytes: Vec<u8>,
    /// The `.eml` file.
    pub(super) eml: PathBuf,
    /// Its HTML part beside it, if it has one.
    pub(super) html: Option<PathBuf>,
}

/// Everything taken so far, in order.
type Taken = Arc<Mutex<Vec<Received>>>;

/// A running server.
pub(super) struct Server {
    taken: Taken,
    port: u16,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Listens on a port of the kernel's choice and writes what it takes into `folder`.
    pub(super) async fn start(folder: &Path) -> Result<Self, Trouble> {
        let failed = |e: std::io::Error| Trouble::Failed(format!("take mail on 127.0.0.1: {e}"));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let taken = Taken::default();
        let (box_, folder) = (Arc::clone(&taken), folder.to_owned());
        let task = tokio::spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => {
                        let (taken, folder) = (Arc::clone(&box_), folder.clone());
                        tokio::spawn(async move {
                            if let Err(e) = serve(stream, &folder, &taken).await {
                                tracing::debug!("a mail client went away: {e}");
                            }
                        });
                    }
                    Err(e) => {
                        tracing::warn!("take mail on 127.0.0.1:{port}: {e}");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                }
            }
        });
        Ok(Self { taken, port, task })
    }

    /// The port.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// What was taken so far, in order.
    pub(super) fn taken(&self) -> Vec<Received> {
        self.taken.lock().map(|t| t.clone()).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One line of a client.
enum Line {
    Text(Vec<u8>),
    /// Too long, or ended by a bare line feed.
    Bad,
    End,
}

/// The next line without its CRLF; a longer one is read over to its end, never kept whole.
async fn line<R: AsyncRead + Unpin>(reader: &mut BufReader<R>) -> std::io::Result<Line> {
    let (mut text, mut length) = (Vec::new(), 0);
    loop {
        let chunk = tokio::time::timeout(IDLE, reader.fill_buf()).await??;
        if chunk.is_empty() {
            return Ok(Line::End);
        }
        let end = chunk.iter().position(|b| *b == b'\n');
        let used = end.map_or(chunk.len(), |at| at + 1);
        length += used;
        if length <= MAX_LINE {
            text.extend_from_slice(&chunk[..used]);
        }
        reader.consume(used);
        if end.is_some() {
            let whole = length <= MAX_LINE && text.ends_with(b"\r\n");
            text.truncate(text.len().saturating_sub(2));
            return Ok(if whole { Line::Text(text) } else { Line::Bad });
        }
    }
}

/// A transaction: who it is from, and whom it is for.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

async fn serve(stream: TcpStream, folder: &Path, taken: &Taken) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut reader = BufReader::new(read);
    let (mut greeted, mut envelope) = (false, Envelope::default());
    write.write_all(b"220 pledgewatch-demo ESMTP ready\r\n").await?;
    loop {
        let command = match line(&mut reader).await {
            Ok(Line::Text(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            Ok(Line::Bad) => {
                write.write_all(b"500 5.5.2 line too long, or not ended by CRLF\r\n").await?;
                continue;
            }
            Ok(Line::End) => return Ok(()),
            Err(e) if e.kind() == std::io::ErrorKind::TimedOut => {
                return write.write_all(b"421 4.4.2 nothing said for too long\r\n").await;
            }
            Err(e) => return Err(e),
        };
        let (verb, rest) = command.split_once(' ').unwrap_or((&command, ""));
        let verb = verb.to_ascii_uppercase();
        let reply = match verb.as_str() {
            "DATA" if rest.is_empty() && !envelope.to.is_empty() => {
                write.write_all(b"354 end with a line that is a single dot\r\n").await?;
                let reply = match message(&mut reader).await? {
                    Some(Ok(bytes)) => keep(folder, taken, std::mem::take(&mut envelope).to, bytes),
                    Some(Err(why)) => why.to_owned(),
                    None => return Ok(()),
                };
                envelope = Envelope::default();
                reply
            }
            "QUIT" => return write.write_all(b"221 2.0.0 bye\r\n").await,
            _ => answer(&verb, rest, &mut greeted, &mut envelope),
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

/// The reply to every command but DATA and QUIT.
fn answer(verb: &str, rest: &str, greeted: &mut bool, envelope: &mut Envelope) -> String {
    match verb {
        "EHLO" | "HELO" if rest.trim().is_empty() => "501 5.5.4 say who you are".to_owned(),
        "EHLO" => {
            (*greeted, *envelope) = (true, Envelope::default());
            format!("250-pledgewatch-demo\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 SIZE {MAX_MESSAGE}")
        }
        "HELO" => {
            (*greeted, *envelope) = (true, Envelope::default());
            "250 pledgewatch-demo".to_owned()
        }
        "RSET" => {
            *envelope = Envelope::default();
            "250 2.0.0 forgotten".to_owned()
        }
        "NOOP" => "250 2.0.0 still here".to_owned(),
        "VRFY" => "252 2.1.5 everybody is taken".to_owned(),
        "MAIL" if !*greeted || envelope.from.is_some() => "503 5.5.1 not now".to_owned(),
        "MAIL" => match path(rest, "FROM:") {
            Some((_, size)) if size > MAX_MESSAGE => "552 5.3.4 larger than this server takes".to_owned(),
            Some((from, _)) => {
                envelope.from = Some(from);
                "250 2.1.0 sender taken".to_owned()
            }
            None => "501 5.1.7 use MAIL FROM:<address>".to_owned(),
        },
        "RCPT" if envelope.from.is_none() => "503 5.5.1 MAIL comes first".to_owned(),
        "RCPT" if envelope.to.len() >= MAX_RECIPIENTS => "452 4.5.3 too many recipients".to_owned(),
        "RCPT" => match path(rest, "TO:") {
            Some((to, _)) if to.contains('@') => {
                envelope.to.push(to);
                "250 2.1.5 recipient taken".to_owned()
            }
            _ => "501 5.1.3 use RCPT TO:<address>".to_owned(),
        },
        "DATA" => "503 5.5.1 MAIL and RCPT come first".to_owned(),
        _ => "502 5.5.1 unknown here".to_owned(),
    }
}

/// The address in `FROM:<address> SIZE=…`, and the size said.
fn path(rest: &str, word: &str) -> Option<(String, usize)> {
    let head = rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let inner = rest[head.len()..].trim_start().strip_prefix('<')?;
    let (address, parameters) = inner.split_once('>')?;
    let size = parameters.split_whitespace().find_map(|p| p.to_ascii_uppercase().strip_prefix("SIZE=")?.parse().ok());
    Some((address.to_owned(), size.unwrap_or_default()))
}

/// The message up to its single dot; None when the client went away, an error reply when it cannot be taken.
async fn message<R: AsyncRead + Unpin>(
    reader: &mut BufReader<R>,
) -> std::io::Result<Option<Result<Vec<u8>, &'static str>>> {
    let (mut bytes, mut refused) = (Vec::new(), None);
    loop {
        match line(reader).await? {
            Line::End => return Ok(None),
            Line::Bad => refused = Some("554 5.6.0 a line is too long, or not ended by CRLF"),
            Line::Text(text) if text == b"." => return Ok(Some(refused.map_or(Ok(bytes), Err))),
            Line::Text(text) => {
                if bytes.len() + text.len() > MAX_MESSAGE {
                    refused = Some("552 5.3.4 larger than this server takes");
                    bytes.clear();
                }
                if refused.is_none() {
                    bytes.extend_from_slice(text.strip_prefix(b".").unwrap_or(&text));
                    bytes.extend_from_slice(b"\r\n");
                }
            }
        }
    }
}

/// Writes the message before it is taken: after the 250 it is ours.
fn keep(folder: &Path, taken: &Taken, to: Vec<String>, bytes: Vec<u8>) -> String {
    let Ok(mut taken) = taken.lock() else { return "451 4.3.0 try again".to_owned() };
    let name = format!("{:02}-{}", taken.len() + 1, mail::slug(&mail::subject(&bytes)));
    let eml = folder.join(format!("{name}.eml"));
    let html = mail::html(&bytes).map(|text| (folder.join(format!("{name}.html")), text));
    let written = std::fs::write(&eml, &bytes)
        .and_then(|()| html.as_ref().map_or(Ok(()), |(path, text)| std::fs::write(path, text)));
    if let Err(e) = written {
        tracing::error!("write the mail \"{}\": {e}", eml.display());
        return "452 4.3.1 the mail could not be written".to_owned();
    }
    taken.push(Received { to, bytes, eml, html: html.map(|(path, _)| path) });
    "250 2.6.0 taken".to_owned()
}

#[cfg(test)]
mod tests;
