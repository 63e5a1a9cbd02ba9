//! I/O. Servers that lie about lengths, never end, or say nothing.

use std::io::Read;

use super::server::{Say, Server, answer, fetch, member, page, reason, request, script, settings};
use crate::fetch::{Fetch, Fetched};
use crate::model::{Reason, Validators};

fn zstd_bomb(mib: u64) -> Vec<u8> {
    zstd::encode_all(std::io::repeat(0).take(mib << 20), 3).expect("zeros can be compressed")
}

/// A gzip member whose deflate stream is one fixed-code block of zeros: 258 zeros cost 13 bits.
fn gzip_bomb(runs: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = vec![true, true, false]; // last block, fixed codes
    let mut code = |value: u32, len: u32| (0..len).rev().for_each(|n| bits.push(value >> n & 1 == 1));
    code(0b0011_0000, 8); // literal 0
    for _ in 0..runs {
        code(0b1100_0101, 8); // length 258
        code(0, 5); // distance 1
    }
    code(0, 7); // end of block
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    bytes.extend(bits.chunks(8).map(|eight| eight.iter().enumerate().map(|(n, bit)| u8::from(*bit) << n).sum::<u8>()));
    bytes.extend([0; 8]);
    bytes
}

#[tokio::test]
async fn a_body_shorter_than_its_length_is_broken() {
    let lying = Say::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this".to_vec());
    let cut = Say::Bytes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".to_vec());
    let server = Server::start(script(vec![("/short", lying), ("/chunk", cut)])).await;
    assert_eq!(reason(server.url("/short")).await, Ok(Reason::BodyBroken));
    assert_eq!(reason(server.url("/chunk")).await, Ok(Reason::BodyBroken));
}

#[tokio::test]
async fn a_body_longer_than_its_length_is_read_to_its_length() {
    let lying = Say::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour and more".to_vec());
    let server = Server::start(script(vec![("/long", lying)])).await;
    assert_eq!(page(server.url("/long")).await.bytes, b"four");
}

#[tokio::test]
async fn bombs_are_stopped_at_the_limit_after_decoding() {
    let server = Server::start(script(vec![
        ("/gzip", answer("200 OK\r\nContent-Encoding: gzip", &gzip_bomb(200_000))),
        ("/zstd", answer("200 OK\r\nContent-Encoding: zstd", &zstd_bomb(64))),
        ("/declared", Say::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec())),
    ]))
    .await;
    for path in ["/gzip", "/zstd", "/declared"] {
        assert_eq!(reason(server.url(path)).await, Ok(Reason::TooLarge), "{path}");
    }
}

#[tokio::test]
async fn compressed_pages_are_decoded_and_broken_codings_are_failures() {
    let text = b"a page".as_slice();
    let server = Server::start(script(vec![
        ("/zstd", answer("200 OK\r\nContent-Encoding: zstd", &zstd::encode_all(text, 3).expect("compressed"))),
        ("/junk", answer("200 OK\r\nContent-Encoding: gzip", b"this is no gzip")),
        ("/twice", answer("200 OK\r\nContent-Encoding: gzip, gzip", b"whatever")),
    ]))
    .await;
    assert_eq!(page(server.url("/zstd")).await.bytes, text);
    assert_eq!(reason(server.url("/junk")).await, Ok(Reason::BodyBroken));
    assert_eq!(reason(server.url("/twice")).await, Ok(Reason::BodyBroken));
}

#[tokio::test]
async fn what_never_ends_is_stopped_by_size_and_what_never_comes_by_time() {
    let endless_body = Say::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 8192]);
    let slow_body = Say::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".to_vec());
    let server = Server::start(script(vec![
        ("/endless", endless_body),
        ("/slow", slow_body),
        ("/silent", Say::Hang(Vec::new())),
        ("/half-header", Say::Hang(b"HTTP/1.1 200 OK\r\nX-Half: ".to_vec())),
    ]))
    .await;
    assert_eq!(reason(server.url("/endless")).await, Ok(Reason::TooLarge));
    assert_eq!(reason(server.url("/slow")).await, Ok(Reason::BodyTimeout));
    assert_eq!(reason(server.url("/silent")).await, Ok(Reason::HeaderTimeout));
    assert_eq!(reason(server.url("/half-header")).await, Ok(Reason::HeaderTimeout));
}

#[tokio::test]
async fn a_header_without_end_and_answers_that_are_no_http_are_broken() {
    let flood = Say::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-More: and more and more and more\r\n".repeat(50));
    let line = Say::Endless(b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec(), vec![b'x'; 8192]);
    let junk = Say::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec());
    let nothing = Say::Bytes(Vec::new());
    let server =
        Server::start(script(vec![("/flood", flood), ("/line", line), ("/junk", junk), ("/nothing", nothing)])).await;
    for path in ["/flood", "/line", "/junk", "/nothing"] {
        assert_eq!(reason(server.url(path)).await, Ok(Reason::BodyBroken), "{path}");
    }
}

#[tokio::test]
async fn validators_go_out_as_received_and_an_unasked_304_is_no_page() {
    let server = Server::start(script(vec![("/x", Say::Bytes(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()))])).await;
    assert_eq!(reason(server.url("/x")).await, Ok(Reason::UnexpectedStatus));
    let mut asked = request(server.url("/x"));
    asked.validators =
        Validators { etag: Some("W/\"odd-é\"".to_owned()), last_modified: Some("yesterday, more or less".to_owned()) };
    let answered = member(&settings()).0.fetch(&asked).await;
    assert!(matches!(answered, Ok(Fetched::NotModified { .. })), "{answered:?}");
    let last = server.asked().pop().expect("it was asked").to_lowercase();
    assert!(last.contains("if-none-match: w/\"odd-é\"\r\n"), "{last}");
    assert!(last.contains("if-modified-since: yesterday, more or less\r\n"), "{last}");
    assert!(last.contains("user-agent: mozilla/5.0 (compatible; pledgewatch/"), "{last}");
    assert!(!last.contains("cookie") && !last.contains("referer"), "{last}");
}

#[tokio::test]
async fn the_kept_response_of_a_failure_is_bounded() {
    let server = Server::start(script(vec![("/x", answer("403 Forbidden", &vec![b'x'; 600 * 1024]))])).await;
    let failed = fetch(server.url("/x")).await.expect_err("forbidden");
    let kept = failed.page.expect("kept as evidence");
    assert_eq!((failed.failure.reason, kept.bytes.len()), (Reason::Forbidden, 256 * 1024));
    assert_eq!(kept.address.as_deref(), Some("127.0.0.1"));
}

#[tokio::test]
async fn the_kept_headers_are_bounded() {
    let many: String = (0..150).map(|n| format!("\r\nX-{n}: {n}")).collect();
    let server = Server::start(script(vec![("/x", answer(&format!("200 OK{many}"), b"page"))])).await;
    assert_eq!(page(server.url("/x")).await.headers.len(), 100);
}

#[tokio::test]
async fn a_drip_that_keeps_every_single_limit_is_stopped_by_the_limit_of_the_whole() {
    let every = settings().timeout / 8;
    let server = Server::start(script(vec![
        ("/body", Say::Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n".to_vec(), every)),
        ("/header", Say::Drip(b"HTTP/1.1 200 OK\r\nX-Slow: ".to_vec(), every)),
    ]))
    .await;
    assert_eq!(reason(server.url("/body")).await, Ok(Reason::BodyTimeout));
    assert_eq!(reason(server.url("/header")).await, Ok(Reason::HeaderTimeout));
}
