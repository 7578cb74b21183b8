//! Sizes, codings and kinds of bodies.

use std::io::Write;

use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

const TEXT: &str = "<!doctype html><title>Ferry timetable</title><p>The ferry leaves at nine.";

async fn serving(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(answer).mount(&server).await;
    server
}

fn fetcher_for(server: &MockServer) -> Fetcher {
    fetcher(&opening(&[&server.address().to_string()]))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
    encoder.write_all(bytes).unwrap();
    encoder.into_inner()
}

/// One frame of one raw block (RFC 8878 §3.1.1): as much Zstandard as a text of less than 256 bytes needs.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let length = u8::try_from(bytes.len()).unwrap();
    let block = (u32::from(length) << 3) | 1;
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x20, length];
    frame.extend_from_slice(&block.to_le_bytes()[..3]);
    frame.extend_from_slice(bytes);
    frame
}

fn html(body: impl Into<Vec<u8>>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body, "text/html; charset=utf-8")
}

#[tokio::test]
async fn a_page_tells_what_it_is_and_where_it_came_from() {
    let answer = html(TEXT)
        .insert_header("etag", "\"v1\"")
        .insert_header("last-modified", "Sun, 01 Mar 2026 08:00:00 GMT")
        .insert_header("cache-control", "max-age=600")
        .insert_header("age", "60");
    let server = serving(answer).await;
    let address = format!("{}/timetable#today", server.uri());
    let page = page(&fetcher_for(&server), &address).await;
    let expected = FetchedPage {
        url: url(&format!("{}/timetable", server.uri())),
        requested: url(&address),
        text: TEXT.to_owned(),
        media_type: Some("text/html".to_owned()),
        charset: "UTF-8".to_owned(),
        validators: Validators {
            url: Some(url(&format!("{}/timetable", server.uri()))),
            etag: Some("\"v1\"".to_owned()),
            last_modified: Some("Sun, 01 Mar 2026 08:00:00 GMT".to_owned()),
        },
        lifetime_seconds: Some(540),
        bytes: TEXT.len(),
        permanent_redirect: false,
    };
    assert_eq!(page, expected);
}

#[tokio::test]
async fn a_request_says_who_asks_and_what_is_read() {
    let server = serving(html(TEXT)).await;
    let settings = opening(&[&server.address().to_string()]);
    page(&fetcher(&settings), &server.uri()).await;
    let requests = server.received_requests().await.unwrap();
    let header = |name: &str| requests[0].headers[name].to_str().unwrap();
    assert_eq!(header("user-agent"), settings.user_agent_header());
    assert!(header("accept").starts_with("text/html, "), "{}", header("accept"));
    for coding in ["gzip", "br", "zstd", "deflate"] {
        assert!(header("accept-encoding").contains(coding), "{}", header("accept-encoding"));
    }
}

#[tokio::test]
async fn every_coding_that_is_asked_for_is_understood() {
    let bodies = [
        ("gzip", gzip(TEXT.as_bytes())),
        ("deflate", deflate(TEXT.as_bytes())),
        ("br", brotli(TEXT.as_bytes())),
        ("zstd", zstd(TEXT.as_bytes())),
        ("identity", TEXT.as_bytes().to_vec()),
    ];
    for (coding, body) in bodies {
        let server = serving(html(body).insert_header("content-encoding", coding)).await;
        let page = page(&fetcher_for(&server), &server.uri()).await;
        assert_eq!((page.text.as_str(), page.bytes), (TEXT, TEXT.len()), "{coding}");
    }
}

#[tokio::test]
async fn an_empty_page_is_a_page() {
    for coding in ["identity", "gzip", "br", "zstd", "deflate"] {
        let server = serving(html("").insert_header("content-encoding", coding)).await;
        let page = page(&fetcher_for(&server), &server.uri()).await;
        assert_eq!((page.text.as_str(), page.bytes), ("", 0), "{coding}");
    }
}

#[tokio::test]
async fn a_coding_that_was_not_asked_for_is_an_error() {
    for coding in ["compress", "gzip, gzip"] {
        let server = serving(html(TEXT).insert_header("content-encoding", coding)).await;
        let error = failure(&fetcher_for(&server), &server.uri()).await;
        assert_eq!(error.kind(), "unknown_compression", "{error}");
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_passes_and_one_byte_more_does_not() {
    let server = serving(html(TEXT)).await;
    let mut settings = opening(&[&server.address().to_string()]);
    settings.max_bytes = u64::try_from(TEXT.len()).unwrap();
    assert_eq!(page(&fetcher(&settings), &server.uri()).await.text, TEXT);
    settings.max_bytes -= 1;
    let error = failure(&fetcher(&settings), &server.uri()).await;
    assert!(matches!(error, FetchError::TooLarge { limit, .. } if limit == settings.max_bytes));
}

#[tokio::test]
async fn a_small_body_that_unpacks_beyond_the_limit_is_refused() {
    let plain = vec![b' '; 8 * 1024 * 1024];
    for (coding, body) in [("gzip", gzip(&plain)), ("br", brotli(&plain)), ("deflate", deflate(&plain))] {
        assert!(body.len() < 16 * 1024, "{coding}: {} bytes", body.len());
        let server = serving(html(body).insert_header("content-encoding", coding)).await;
        let mut settings = opening(&[&server.address().to_string()]);
        settings.max_bytes = 64 * 1024;
        let error = failure(&fetcher(&settings), &server.uri()).await;
        assert_eq!(error.kind(), "too_large", "{coding}: {error}");
    }
}

#[tokio::test]
async fn a_length_above_the_limit_is_refused_before_the_body_comes() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999999999\r\n\r\n";
    let server = RawServer::start(head, Then::Hold).await;
    let error = failure(&fetcher(&opening(&[&server.authority])), &server.url()).await;
    assert_eq!(error.kind(), "too_large", "{error}");
}

#[tokio::test]
async fn a_body_without_a_length_is_counted_while_it_comes() {
    let mut answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
    answer.resize(answer.len() + 100_000, b'a');
    let server = RawServer::start(answer, Then::Hold).await;
    let mut settings = opening(&[&server.authority]);
    settings.max_bytes = 50_000;
    let error = failure(&fetcher(&settings), &server.url()).await;
    assert_eq!(error.kind(), "too_large", "{error}");
}

#[tokio::test]
async fn a_body_that_is_no_text_is_refused_by_its_declared_type() {
    for media_type in ["application/pdf", "image/jpeg", "application/octet-stream"] {
        let server = serving(ResponseTemplate::new(200).set_body_raw("anything", media_type)).await;
        let error = failure(&fetcher_for(&server), &server.uri()).await;
        assert!(matches!(&error, FetchError::NotAPage { media_type: found, .. } if found == media_type));
    }
}

#[tokio::test]
async fn a_file_that_is_compressed_itself_is_unpacked() {
    let sitemap = "<?xml version=\"1.0\"?><urlset><url><loc>https://news.example/a</loc></url></urlset>";
    for (media_type, path) in [
        ("application/gzip", "/sitemap.xml.gz"),
        ("application/x-gzip", "/sitemap"),
        ("application/octet-stream", "/sitemap.xml.gz"),
        ("text/xml", "/sitemap.xml"),
    ] {
        let server =
            serving(ResponseTemplate::new(200).set_body_raw(gzip(sitemap.as_bytes()), media_type)).await;
        let found = page(&fetcher_for(&server), &format!("{}{path}", server.uri())).await;
        assert_eq!(found.text, sitemap, "{media_type} at {path}");
    }
}

#[tokio::test]
async fn a_compressed_file_that_is_damaged_too_large_or_no_text_is_refused() {
    let whole = gzip(TEXT.repeat(50).as_bytes());
    let cut = whole[..whole.len() / 2].to_vec();
    let bomb = gzip(&vec![b' '; 200_000]);
    let picture = gzip(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for (body, kind) in [
        (cut, "broken_compression"),
        (bomb, "too_large"),
        (picture, "not_a_page"),
        (b"no gzip".to_vec(), "not_a_page"),
    ] {
        let server = serving(ResponseTemplate::new(200).set_body_raw(body, "application/gzip")).await;
        let mut settings = opening(&[&server.address().to_string()]);
        settings.max_bytes = 100_000;
        let error = failure(&fetcher(&settings), &server.uri()).await;
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[tokio::test]
async fn an_undeclared_body_is_judged_by_its_first_bytes() {
    let undeclared = |body: &[u8]| [b"HTTP/1.1 200 OK\r\n\r\n", body].concat();
    let picture = RawServer::start(undeclared(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Then::Close).await;
    let error = failure(&fetcher(&opening(&[&picture.authority])), &picture.url()).await;
    assert_eq!(error.kind(), "not_a_page", "{error}");

    let server = RawServer::start(undeclared(TEXT.as_bytes()), Then::Close).await;
    let found = page(&fetcher(&opening(&[&server.authority])), &server.url()).await;
    assert_eq!((found.text.as_str(), found.media_type), (TEXT, None));
}

#[tokio::test]
async fn the_charset_of_the_header_is_used() {
    let (body, _, _) = encoding_rs::WINDOWS_1251.encode("Паром отходит в девять");
    let answer = ResponseTemplate::new(200).set_body_raw(body.into_owned(), "text/html; charset=\"cp1251\"");
    let server = serving(answer).await;
    let page = page(&fetcher_for(&server), &server.uri()).await;
    assert_eq!((page.text.as_str(), page.charset.as_str()), ("Паром отходит в девять", "windows-1251"));
}

#[tokio::test]
async fn a_body_that_ends_early_or_cannot_be_unpacked_is_broken() {
    let packed = gzip(TEXT.repeat(50).as_bytes());
    let cut = &packed[..packed.len() / 2];
    for (headers, body, kind) in [
        ("Content-Length: 500", TEXT.as_bytes(), "broken_body"),
        ("Transfer-Encoding: chunked", b"ff\r\nabc".as_slice(), "broken_body"),
        ("Content-Encoding: gzip", cut, "broken_compression"),
        ("Content-Encoding: gzip", TEXT.as_bytes(), "broken_compression"),
        ("Content-Encoding: zstd", TEXT.as_bytes(), "broken_compression"),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n\r\n");
        let server = RawServer::start([head.as_bytes(), body].concat(), Then::Close).await;
        let error = failure(&fetcher(&opening(&[&server.authority])), &server.url()).await;
        assert_eq!(error.kind(), kind, "{headers}: {error}");
    }
}
