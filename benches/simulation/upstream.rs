//! The sites, on loopback: a small HTTP/1.1 server for each host that writes its pages by the clock of the simulation and
//! counts what it is asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::press::{DAY, Fault, Manner, Press};

pub struct Upstream {
    pub press: Press,
    /// The clock of the simulation, in seconds since 1970.
    pub now: AtomicI64,
    pub counts: Counts,
    /// Sections whose listing was handed out since somebody looked.
    pub read: Mutex<Vec<usize>>,
    attempts: Mutex<HashMap<usize, u32>>,
}

#[derive(Default)]
pub struct Counts {
    pub listings: AtomicUsize,
    pub unchanged: AtomicUsize,
    pub articles: AtomicUsize,
    pub articles_unchanged: AtomicUsize,
    pub robots: AtomicUsize,
    pub failed: AtomicUsize,
    /// By host and day.
    pub by_day: Mutex<HashMap<(usize, i64), u32>>,
    /// By section: requests for its listing.
    pub by_section: Mutex<HashMap<usize, u32>>,
    /// Most requests at the same time, by host.
    pub at_once: Vec<(AtomicUsize, AtomicUsize)>,
}

struct Request {
    path: String,
    tag: Option<String>,
}

struct Answer {
    status: &'static str,
    headers: String,
    body: String,
    /// How the connection ends early: before the answer, or within it.
    breaks: Option<Fault>,
}

impl Upstream {
    pub fn new(press: Press, now: i64) -> Arc<Self> {
        let at_once = (0..press.hosts).map(|_| Default::default()).collect();
        Arc::new(Self {
            press,
            now: now.into(),
            counts: Counts { at_once, ..Counts::default() },
            read: Mutex::default(),
            attempts: Mutex::default(),
        })
    }

    /// Serves a host, and gives its port.
    pub async fn serve(self: &Arc<Self>, host: usize) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let port = listener.local_addr().expect("a bound address").port();
        let upstream = Arc::clone(self);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let upstream = Arc::clone(&upstream);
                // A client that goes away in the middle is no fault.
                tokio::spawn(async move { upstream.talk(host, stream).await.ok() });
            }
        });
        port
    }

    async fn talk(&self, host: usize, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        while let Some(request) = read(&mut stream).await? {
            let (running, most) = &self.counts.at_once[host];
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let answer = self.answer(host, &request);
            let Answer { status, headers, body, breaks } = answer;
            if breaks == Some(Fault::Reset) {
                running.fetch_sub(1, Ordering::SeqCst);
                return Ok(());
            }
            let promised = body.len() + if breaks.is_some() { 1_000 } else { 0 };
            let text = format!(
                "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}Content-Length: {promised}\r\n\r\n{body}"
            );
            let written = stream.get_mut().write_all(text.as_bytes()).await;
            running.fetch_sub(1, Ordering::SeqCst);
            written?;
            if breaks.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn answer(&self, host: usize, request: &Request) -> Answer {
        let now = self.now.load(Ordering::SeqCst);
        *self.counts.by_day.lock().expect("no panic").entry((host, now.div_euclid(DAY))).or_default() += 1;
        if request.path == "/robots.txt" {
            self.counts.robots.fetch_add(1, Ordering::SeqCst);
            return page("200 OK", "User-agent: *\nDisallow: /private\n".to_owned());
        }
        let answer = match self.press.fault(host, now) {
            Some(fault) => faulty(fault),
            None => self.sound(host, request, now),
        };
        if !answer.status.starts_with('2') && !answer.status.starts_with('3') || answer.breaks.is_some() {
            self.counts.failed.fetch_add(1, Ordering::SeqCst);
        }
        answer
    }

    fn sound(&self, host: usize, request: &Request, now: i64) -> Answer {
        let mut parts = request.path.trim_start_matches('/').split('/');
        let (kind, number) = (parts.next(), parts.next().and_then(|number| number.parse::<usize>().ok()));
        match (kind, number) {
            (Some("s"), Some(section)) if section < self.press.sections.len() => {
                self.listing(host, section, request, now)
            }
            (Some("a"), Some(story)) if story < self.press.stories.len() => {
                self.article(host, story, request, now)
            }
            _ => page("404 Not Found", "<h1>No such page</h1>".to_owned()),
        }
    }

    fn listing(&self, host: usize, section: usize, request: &Request, now: i64) -> Answer {
        self.counts.listings.fetch_add(1, Ordering::SeqCst);
        *self.counts.by_section.lock().expect("no panic").entry(section).or_default() += 1;
        self.read.lock().expect("no panic").push(section);
        let manner = Press::manner(host);
        let mut cards = String::new();
        for story in self.press.shown(section, now) {
            let date = match manner {
                Manner::Dated => date(self.press.stories[story].published),
                Manner::Counting | Manner::Undated => String::new(),
            };
            let (path, title) = (self.press.path(story, now), self.press.title(story, now));
            cards.push_str(&format!("<article><h2><a href=\"{path}\">{title}</a></h2>{date}</article>"));
        }
        let counter = match manner {
            Manner::Counting => format!("<p class=counter>{} readers are here</p>", now / 7 % 1_000),
            Manner::Dated | Manner::Undated => String::new(),
        };
        let html = format!(
            "<!doctype html><html lang=en><title>Section {section}</title><h1>Section {section}</h1>{cards}{counter}</html>"
        );
        self.tagged(manner, html, request, &self.counts.unchanged)
    }

    fn article(&self, host: usize, story: usize, request: &Request, now: i64) -> Answer {
        self.counts.articles.fetch_add(1, Ordering::SeqCst);
        let path = self.press.path(story, now);
        let manner = Press::manner(host);
        if request.path != path && !manner.keeps_names() {
            return page("404 Not Found", "<h1>Not here</h1>".to_owned());
        }
        if request.path != path {
            let headers = format!("Location: {path}\r\n");
            return Answer { headers, ..page("301 Moved Permanently", String::new()) };
        }
        let attempts = {
            let mut attempts = self.attempts.lock().expect("no panic");
            let attempts = attempts.entry(story).or_default();
            *attempts += 1;
            *attempts
        };
        if attempts <= self.press.stories[story].failures {
            return page("500 Internal Server Error", "<h1>Sorry</h1>".to_owned());
        }
        let date =
            if manner == Manner::Undated { String::new() } else { date(self.press.stories[story].published) };
        let (title, text) = (self.press.title(story, now), self.press.text(story, now));
        let id = if manner.keeps_names() {
            format!("<meta name=\"postid\" content=\"{story}\">")
        } else {
            String::new()
        };
        let html = format!(
            "<!doctype html><html lang=en><head><title>{title}</title>{id}</head><article><h1>{title}</h1>{date}<div class=text>{text}</div></article></html>"
        );
        self.tagged(manner, html, request, &self.counts.articles_unchanged)
    }

    fn tagged(&self, manner: Manner, html: String, request: &Request, unchanged: &AtomicUsize) -> Answer {
        let headers = match manner {
            Manner::Dated => format!("ETag: \"{:016x}\"\r\n", fingerprint(&html)),
            Manner::Counting => "Cache-Control: no-store\r\n".to_owned(),
            Manner::Undated => {
                format!("ETag: \"{:016x}\"\r\nCache-Control: max-age=600\r\n", fingerprint(&html))
            }
        };
        let is_current = request.tag.as_ref().is_some_and(|tag| headers.contains(tag.as_str()));
        if is_current {
            unchanged.fetch_add(1, Ordering::SeqCst);
            return Answer { headers, ..page("304 Not Modified", String::new()) };
        }
        Answer { headers, ..page("200 OK", html) }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<Request>> {
    let (mut request, mut line) = (Request { path: String::new(), tag: None }, String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let text = line.trim_end();
        if text.is_empty() {
            return Ok(Some(request));
        }
        if request.path.is_empty() {
            request.path = text.split(' ').nth(1).unwrap_or("/").to_owned();
        } else if let Some((name, value)) = text.split_once(':')
            && name.eq_ignore_ascii_case("if-none-match")
        {
            request.tag = Some(value.trim().to_owned());
        }
    }
}

fn page(status: &'static str, body: String) -> Answer {
    Answer { status, headers: String::new(), body, breaks: None }
}

fn faulty(fault: Fault) -> Answer {
    let html = |body: &str| format!("<!doctype html><html lang=en>{body}</html>");
    match fault {
        Fault::ServerError => page("500 Internal Server Error", html("<h1>Sorry</h1>")),
        Fault::Unavailable => Answer {
            headers: "Retry-After: 1800\r\n".to_owned(),
            ..page("503 Service Unavailable", String::new())
        },
        Fault::Forbidden => page("403 Forbidden", html("<h1>Forbidden</h1>")),
        Fault::NotFound => page("404 Not Found", html("<h1>Not found</h1>")),
        Fault::ConsentWall => page(
            "200 OK",
            html(
                "<title>Before you continue</title><h1>Before you continue</h1><form><p>We and our partners use cookies. Please accept cookies or manage your consent.</p><button>Accept all</button><button>Reject all</button></form>",
            ),
        ),
        Fault::Challenge => page(
            "200 OK",
            html(
                "<title>Just a moment...</title><h1>Checking your browser before accessing the site</h1><noscript>Enable JavaScript and cookies to continue</noscript>",
            ),
        ),
        Fault::Emptied => {
            page("200 OK", html("<title>Section</title><h1>Section</h1><p>Nothing here yet.</p>"))
        }
        Fault::Reset => Answer { breaks: Some(Fault::Reset), ..page("200 OK", String::new()) },
        Fault::CutOff => {
            Answer { breaks: Some(Fault::CutOff), ..page("200 OK", html("<h1>Section</h1><article><h2>")) }
        }
    }
}

fn date(published: i64) -> String {
    let moment = jiff::Timestamp::from_second(published).expect("a moment of this century");
    format!("<time datetime=\"{moment}\">then</time>")
}

fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
