//! The server as a client sees it, over a real socket.

use tokio::io::AsyncReadExt;

use super::*;

/// Says everything at once, as PIPELINING allows, and gives the replies and the messages taken.
async fn talk(words: &[u8]) -> (String, Vec<Received>) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let Ok(server) = Server::start(folder.path()).await else { panic!("loopback can be bound") };
    let mut client = TcpStream::connect(("127.0.0.1", server.port())).await.expect("the server listens");
    client.write_all(words).await.expect("the server reads");
    client.shutdown().await.expect("a socket can be closed");
    let mut replies = String::new();
    client.read_to_string(&mut replies).await.expect("the server answers");
    (replies, server.taken())
}

/// The codes of the replies, without the lines that continue.
fn codes(replies: &str) -> Vec<&str> {
    replies.lines().filter(|l| l.as_bytes().get(3) == Some(&b' ')).map(|l| &l[..3]).collect()
}

#[tokio::test]
async fn a_message_is_taken_as_it_is_without_its_stuffed_dots() {
    let (replies, taken) = talk(
        b"EHLO x\r\nMAIL FROM:<a@x.invalid> SIZE=99\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\nSubject: Hi\r\n\r\n..dot\r\n.\r\nQUIT\r\n",
    )
    .await;
    assert_eq!(codes(&replies), ["220", "250", "250", "250", "354", "250", "221"], "{replies}");
    assert_eq!(taken.len(), 1);
    assert_eq!(
        (taken[0].to.as_slice(), taken[0].bytes.as_slice()),
        (&["b@x.invalid".to_owned()][..], &b"Subject: Hi\r\n\r\n.dot\r\n"[..])
    );
}

#[tokio::test]
async fn commands_out_of_order_are_refused_and_rset_forgets() {
    let (replies, taken) = talk(
        b"MAIL FROM:<a@x.invalid>\r\nHELO x\r\nRCPT TO:<b@x.invalid>\r\nMAIL a\r\nMAIL FROM:<a@x.invalid>\r\nRSET\r\nDATA\r\nNOOP\r\nFROB\r\nQUIT\r\n",
    )
    .await;
    let expected = ["220", "503", "250", "503", "501", "250", "250", "503", "250", "502", "221"];
    assert_eq!(codes(&replies), expected, "{replies}");
    assert!(taken.is_empty());
}

#[tokio::test]
async fn too_long_a_line_a_bare_line_feed_and_too_large_a_message_are_refused() {
    let open = b"EHLO x\r\nMAIL FROM:<a@x.invalid>\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\n".to_vec();
    let long = [&open[..], &[b'x'; 2000], b"\r\n.\r\nQUIT\r\n"].concat();
    let bare = [&open[..], b"one\ntwo\r\n.\r\nQUIT\r\n"].concat();
    let large = [&open[..], &b"0123456789\r\n".repeat(MAX_MESSAGE / 10), b".\r\nQUIT\r\n"].concat();
    for (words, code) in [(long, "554"), (bare, "554"), (large, "552")] {
        let (replies, taken) = talk(&words).await;
        assert_eq!(codes(&replies), ["220", "250", "250", "250", "354", code, "221"], "{replies}");
        assert!(taken.is_empty());
    }
}

#[tokio::test]
async fn a_client_that_leaves_before_the_dot_leaves_nothing() {
    let (_, taken) =
        talk(b"EHLO x\r\nMAIL FROM:<a@x.invalid>\r\nRCPT TO:<b@x.invalid>\r\nDATA\r\nSubject: Hi\r\n").await;
    assert!(taken.is_empty());
}
