//! A server of plain sockets that can be told to misbehave: what it writes need not be HTTP.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::answers::bytes;

/// What is written to whoever asks, and what happens to the connection afterwards.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// The connection is closed.
    Bytes(Vec<u8>),
    /// A redirect; `HOST` stands for host and port of the request.
    Redirect(&'static str),
    /// Nothing more is written.
    Silence(Vec<u8>),
    /// The connection is broken off.
    Reset(Vec<u8>),
    /// Another byte follows now and then, for ever.
    Drip(Vec<u8>),
    /// Bytes follow as fast as they are read, for ever.
    Endless(Vec<u8>),
}

/// What a path answers while the server does not misbehave, with so many stories.
pub(super) type Good = fn(&str, usize) -> Answer;

/// The pause between two bytes of [`Answer::Drip`].
const DRIP: Duration = Duration::from_millis(20);

/// What the connections share.
struct Site {
    good: Good,
    faults: HashMap<String, Answer>,
    misbehaves: AtomicBool,
    stories: AtomicUsize,
    asked: Mutex<Vec<String>>,
}

/// The server.
#[derive(Clone)]
pub(super) struct Upstream {
    pub port: u16,
    site: Arc<Site>,
}

impl Upstream {
    /// A server whose paths answer like this while it misbehaves. All others, and these too while it does not, are `good`, with
    /// so many stories.
    pub async fn start(good: Good, stories: usize, faults: HashMap<String, Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let site = Site {
            good,
            faults,
            misbehaves: AtomicBool::new(false),
            stories: AtomicUsize::new(stories),
            asked: Mutex::default(),
        };
        let upstream = Self { port, site: Arc::new(site) };
        let served = upstream.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&served.site)));
            }
        });
        upstream
    }

    pub fn misbehave(&self, misbehaves: bool) {
        self.site.misbehaves.store(misbehaves, Ordering::SeqCst);
    }

    pub fn misbehaves(&self) -> bool {
        self.site.misbehaves.load(Ordering::SeqCst)
    }

    /// Publishes one more story on every listing.
    pub fn publish(&self) {
        self.site.stories.fetch_add(1, Ordering::SeqCst);
    }

    /// How often a host was asked for something other than its robots.txt.
    pub fn requests_of(&self, host: &str) -> usize {
        self.site.asked.lock().unwrap().iter().filter(|asked| *asked == host).count()
    }
}

async fn serve(mut stream: TcpStream, site: Arc<Site>) {
    let Some((path, host)) = request(&mut stream).await else {
        // A greeting of TLS, where no TLS is spoken: the alert `handshake_failure` (RFC 8446 §6.2).
        let _ = stream.write_all(b"\x15\x03\x03\x00\x02\x02\x28").await;
        // What is closed with bytes unread is reset, and the alert may be lost with it.
        let _ = until_hung_up(&mut stream).await;
        return;
    };
    if path == "/robots.txt" {
        let _ = stream.write_all(&bytes("404 Not Found", "", b"")).await;
        return;
    }
    let name = host.split(':').next().unwrap().to_owned();
    site.asked.lock().unwrap().push(name);
    let fault = site.faults.get(&path).filter(|_| site.misbehaves.load(Ordering::SeqCst));
    let place = path.split('?').next().unwrap();
    let good = || (site.good)(place, site.stories.load(Ordering::SeqCst));
    // The client may hang up at any moment; that is what some faults are about.
    let _ = write(stream, fault.cloned().unwrap_or_else(good), &host).await;
}

async fn write(mut stream: TcpStream, answer: Answer, host: &str) -> std::io::Result<()> {
    match answer {
        Answer::Bytes(bytes) => stream.write_all(&bytes).await,
        Answer::Redirect(location) => {
            let location = format!("Location: {}\r\n", location.replace("HOST", host));
            stream.write_all(&bytes("302 Found", &location, b"")).await
        }
        Answer::Silence(bytes) => {
            stream.write_all(&bytes).await?;
            until_hung_up(&mut stream).await
        }
        Answer::Reset(bytes) => {
            stream.write_all(&bytes).await?;
            stream.set_zero_linger()
        }
        Answer::Drip(bytes) => {
            stream.write_all(&bytes).await?;
            let mut ticks = tokio::time::interval(DRIP);
            loop {
                ticks.tick().await;
                stream.write_all(b" ").await?;
            }
        }
        Answer::Endless(bytes) => {
            stream.write_all(&bytes).await?;
            loop {
                stream.write_all(&[b' '; 16 * 1_024]).await?;
            }
        }
    }
}

async fn until_hung_up(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut rest = [0; 64];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

/// Path and host of a request; none where it is no HTTP.
async fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut head = Vec::new();
    let mut buffer = [0; 1_024];
    while !head.ends_with(b"\r\n\r\n") {
        let length = stream.read(&mut buffer).await.ok().filter(|length| *length > 0)?;
        head.extend_from_slice(&buffer[..length]);
        if head.first() == Some(&0x16) {
            return None;
        }
    }
    let text = String::from_utf8(head).ok()?;
    let path = text.split(' ').nth(1)?.to_owned();
    let host =
        text.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("host: ").map(str::to_owned))?;
    Some((path, host))
}
