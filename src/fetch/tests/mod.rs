//! The fetcher against real servers on loopback.

mod bodies;
mod conditions;
mod faults;
mod guarding;
mod measures;
mod proxies;
mod redirects;
mod robots;

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::*;

/// A table of names in place of the system's resolver; every other name does not exist.
struct Names(HashMap<String, Vec<IpAddr>>);

#[async_trait]
impl Lookup for Names {
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let addresses = self.0.get(name).cloned();
        addresses.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such name in the table"))
    }
}

fn names(table: &[(&str, &[&str])]) -> Arc<dyn Lookup> {
    let rows = table.iter().map(|(name, addresses)| {
        let addresses = addresses.iter().map(|address| address.parse().unwrap());
        ((*name).to_owned(), addresses.collect())
    });
    Arc::new(Names(rows.collect()))
}

/// Settings that open some hosts and let every request go at once.
fn opening(hosts: &[&str]) -> FetchSettings {
    FetchSettings {
        private_hosts: hosts.iter().map(|host| host.parse().unwrap()).collect(),
        host_concurrency: 8,
        host_interval_seconds: 0.0,
        ..FetchSettings::default()
    }
}

/// A fetcher that asks no server on loopback for its robots.txt, so that the first request is the test's.
fn fetcher(settings: &FetchSettings) -> Fetcher {
    with_names(settings, &[])
}

fn with_names(settings: &FetchSettings, table: &[(&str, &[&str])]) -> Fetcher {
    let fetcher = Fetcher::with_lookup(settings, names(table)).unwrap();
    let named = table.iter().map(|(name, _)| (*name).to_owned());
    fetcher.set_unruled_hosts(named.chain(["127.0.0.1".to_owned(), "[::1]".to_owned()]));
    fetcher
}

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

async fn get(fetcher: &Fetcher, address: &str) -> Result<Fetched, FetchError> {
    fetcher.get(&url(address), &Validators::default(), noon()).await
}

async fn page(fetcher: &Fetcher, address: &str) -> FetchedPage {
    match get(fetcher, address).await.unwrap() {
        Fetched::Page(page) => page,
        Fetched::NotModified { .. } => panic!("expected a page, found 304"),
    }
}

async fn failure(fetcher: &Fetcher, address: &str) -> FetchError {
    get(fetcher, address).await.unwrap_err()
}

/// What a raw server does after it has written its answer.
#[derive(Clone, Copy, PartialEq)]
enum Then {
    Close,
    /// Keeps the connection open without another byte.
    Hold,
}

/// A server that answers every connection with the same bytes, whatever HTTP would say.
struct RawServer {
    authority: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    async fn start(answer: impl Into<Vec<u8>>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (answer.into(), Arc::clone(&requests));
        tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = request_head(&mut stream).await;
                seen.lock().unwrap().push(request);
                // The client may hang up first; that is what some tests are about.
                let _ = stream.write_all(&answer).await;
                if then == Then::Hold {
                    held.push(stream);
                }
            }
        });
        Self { authority, requests }
    }

    fn url(&self) -> String {
        format!("http://{}/", self.authority)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// The bytes up to the blank line, or up to the end where no request comes.
async fn request_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(length) if length > 0 => head.extend_from_slice(&buffer[..length]),
            _ => break,
        }
        // A TLS greeting has no blank line.
        if head.first() == Some(&0x16) {
            break;
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}
