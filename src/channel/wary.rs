//! I/O. A connection to a server that is not yet known to be the right one: read byte by byte, and only so much.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A whole conversation with its certificates fits several times.
const MOST: usize = 64 * 1024;

/// Gives its reader one byte at a time, so that nothing sent in clear text ahead of STARTTLS waits in a buffer to be taken
/// for an answer of the verified server; ends a conversation that never ends.
#[derive(Debug)]
pub(super) struct Wary {
    stream: TcpStream,
    left: usize,
}

impl Wary {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, left: MOST }
    }
}

impl AsyncTokioStream for Wary {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Wary {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(Err(io::Error::other("the server talks without end")));
        };
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        std::task::ready!(Pin::new(&mut self.stream).poll_read(cx, &mut one))?;
        if !one.filled().is_empty() && out.remaining() > 0 {
            self.left = left;
            out.put_slice(one.filled());
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wary {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
