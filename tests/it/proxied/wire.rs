//! Requests as they are written by hand, which no library for clients would send.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::proxy::Proxy;

/// What came back for a request.
#[derive(Debug)]
pub struct Said {
    /// Status line and headers; empty where the connection was closed without an answer.
    pub head: String,
    pub body: String,
}

impl Said {
    /// The status; none where there was no answer.
    pub fn status(&self) -> Option<u16> {
        self.head.split(' ').nth(1)?.parse().ok()
    }

    /// Whether the proxy kept the request to itself: with an error of its own, with nothing in its answer, or without one.
    pub fn is_refusal(&self) -> bool {
        let is_error = self.status().is_some_and(|status| (400..500).contains(&status));
        self.body.is_empty() || (is_error && !self.head.contains("application/problem+json"))
    }
}

/// Requests for a path under the base of the proxy that name another host, or have the proxy drop what it says itself, each
/// with what it does.
pub fn lies(proxy: &Proxy, path: &str) -> Vec<(&'static str, String)> {
    const NAMED: &str =
        "close, X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Prefix, X-Forwarded-Proto, Host";
    let (right, path) = (format!("town.example:{}", proxy.port), format!("/feeds-here/{path}"));
    let whole = |host: &str| format!("https://{host}{path}");
    let request = |target: &str, host: &str, connection: &str| {
        format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: {connection}\r\n\r\n")
    };
    vec![
        ("a foreign host", request(&path, "evil.example", "close")),
        ("a foreign port", request(&path, "town.example:1", "close")),
        ("the foreign host of a name that was given", request(&path, "town.example.evil.example", "close")),
        ("the absolute form with a foreign Host", request(&whole(&right), "evil.example", "close")),
        ("the absolute form with a foreign port", request(&whole("town.example:1"), &right, "close")),
        ("the absolute form of a foreign host", request(&whole("evil.example"), &right, "close")),
        ("two hosts", request(&path, &format!("{right}\r\nHost: evil.example"), "close")),
        ("no host", format!("GET {path} HTTP/1.0\r\n\r\n")),
        ("what is forwarded, named in Connection", request(&path, &right, NAMED)),
        ("the same in lower case", request(&path, &right, &NAMED.to_lowercase())),
        ("the same in lines of their own", request(&path, &right, &NAMED.replace(", ", "\r\nConnection: "))),
    ]
}

/// Sends a request, which must have the connection closed after its answer, and reads until it is.
pub async fn say(proxy: &Proxy, request: String) -> Said {
    let (certificate, port) = (proxy.certificate(), proxy.port);
    tokio::task::spawn_blocking(move || exchange(&certificate, port, &request)).await.unwrap()
}

fn exchange(certificate: &Path, port: u16, request: &str) -> Said {
    let name = "town.example".try_into().unwrap();
    let connection = ClientConnection::new(Arc::new(trusting(certificate)), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port)).unwrap());
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // Whether TLS was ended in due form is no matter here: a proxy that refuses to answer need not.
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    Said { head: head.to_owned(), body: if is_chunked { joined(body) } else { body.to_owned() } }
}

/// A body that came in chunks (RFC 9112 §7.1).
fn joined(mut chunks: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = chunks.split_once("\r\n") {
        let (chunk, rest) = rest.split_at(usize::from_str_radix(size, 16).unwrap());
        body.push_str(chunk);
        chunks = rest.trim_start_matches("\r\n");
    }
    body
}

fn trusting(certificate: &Path) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}
