//! Answers, byte by byte.

use std::io::Write;

/// An answer with a body and its length. The other headers end in a line break each.
pub(super) fn bytes(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    raw(status, &format!("{headers}Content-Length: {}\r\n", body.len()), body)
}

/// A page.
pub(super) fn html(body: &str) -> Vec<u8> {
    bytes("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes())
}

/// A page with these headers alone beside its type: whoever gives no length gives none.
pub(super) fn raw_html(headers: &str, body: &[u8]) -> Vec<u8> {
    raw("200 OK", &format!("Content-Type: text/html; charset=utf-8\r\n{headers}"), body)
}

/// A compressed page.
pub(super) fn coded(coding: &str, body: &[u8]) -> Vec<u8> {
    let headers = format!("Content-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}\r\n");
    bytes("200 OK", &headers, body)
}

fn raw(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

pub(super) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn brotli(body: &[u8]) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4_096, 2, 22);
    encoder.write_all(body).unwrap();
    encoder.into_inner()
}

/// A frame of blocks as they are (RFC 8878 §3.1.1), with a window of a megabyte.
pub(super) fn zstd(body: &[u8]) -> Vec<u8> {
    let mut chunks = body.chunks(0x1_0000).peekable();
    let mut frame = ZSTD_HEAD.to_vec();
    while let Some(chunk) = chunks.next() {
        frame.extend(block_head(chunk.len(), 0, chunks.peek().is_none()));
        frame.extend_from_slice(chunk);
    }
    frame
}

/// A frame that says one byte so many times 128 KiB (RFC 8878 §3.1.1.2.2): four bytes for each of them.
pub(super) fn zstd_bomb(blocks: usize) -> Vec<u8> {
    let mut frame = ZSTD_HEAD.to_vec();
    for number in 1..=blocks {
        frame.extend(block_head(0x2_0000, 1, number == blocks));
        frame.push(b' ');
    }
    frame
}

/// The magic number, no flags, a window of a megabyte.
const ZSTD_HEAD: [u8; 6] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50];

fn block_head(length: usize, kind: usize, is_last: bool) -> [u8; 3] {
    let head = length << 3 | kind << 1 | usize::from(is_last);
    let bytes = u32::try_from(head).unwrap().to_le_bytes();
    [bytes[0], bytes[1], bytes[2]]
}

/// The first half.
pub(super) fn cut(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// The bytes with eight of them turned over.
pub(super) fn spoilt(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    for byte in &mut bytes[at..at + 8] {
        *byte = !*byte;
    }
    bytes
}
