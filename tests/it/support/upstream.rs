//! A small news site: a listing of three articles, their pages, and a definition that names them.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// The upstream of a test.
pub struct Upstream {
    server: MockServer,
}

/// The articles of the listing: path, title, author, day.
const ARTICLES: [(&str, &str, &str, &str); 3] = [
    ("/news/harbour", "The harbour opens again", "Mara Quill", "2024-05-06T09:30:00+01:00"),
    ("/news/library", "A library for the night", "Teo Brandt", "2024-05-05T18:00:00+01:00"),
    ("/news/orchard", "Old orchard, new trees", "Mara Quill", "2024-05-04T08:15:00+01:00"),
];

impl Upstream {
    pub async fn start() -> Self {
        let upstream = Self { server: MockServer::start().await };
        upstream.serve_news().await;
        upstream
    }

    /// The address with a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.uri())
    }

    /// The address with a path, on a host that no definition has.
    pub fn elsewhere(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.server.address().port())
    }

    /// Host and port.
    pub fn authority(&self) -> String {
        self.server.address().to_string()
    }

    /// Answers the listing and its articles.
    pub async fn serve_news(&self) {
        self.server.reset().await;
        self.page("/news", &listing()).await;
        for (path, title, author, date) in ARTICLES {
            self.page(path, &article(title, author, date)).await;
        }
        Mock::given(method("GET"))
            .and(path("/topics"))
            .and(query_param("name", "Trees & Parks"))
            .respond_with(ResponseTemplate::new(200).set_body_raw(listing(), "text/html; charset=utf-8"))
            .mount(&self.server)
            .await;
    }

    /// Answers the listings of all sections and topics of the definition, too.
    pub async fn serve_town(&self) {
        self.serve_news().await;
        self.page("/weather", &listing()).await;
        self.page("/topics", &listing()).await;
        self.page("/", &listing()).await;
    }

    /// Answers nothing but a path.
    pub async fn serve_only(&self, at: &str, html: &str) {
        self.server.reset().await;
        self.page(at, html).await;
    }

    /// Answers the listing and its articles, but for one path.
    pub async fn page_instead(&self, at: &str, html: &str) {
        self.server.reset().await;
        self.page(at, html).await;
        for (path, title, author, date) in ARTICLES {
            self.page(path, &article(title, author, date)).await;
        }
    }

    /// Answers everything with a status.
    pub async fn fail(&self, status: u16) {
        self.server.reset().await;
        let answer = ResponseTemplate::new(status);
        Mock::given(method("GET")).respond_with(answer).mount(&self.server).await;
    }

    /// Holds back the listing at a path until it is released.
    pub async fn hold(&self, at: &str) -> Held {
        let ((tell, asked), (release, released)) = (unbounded_channel(), channel());
        let gate = Gate { tell, released: Mutex::new(released) };
        Mock::given(method("GET")).and(path(at)).respond_with(gate).mount(&self.server).await;
        Held { asked, release }
    }

    /// How often a path was asked for.
    pub async fn requests_of(&self, wanted: &str) -> usize {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().filter(|request| request.url.path() == wanted).count()
    }

    /// The definition of the site.
    pub fn definition(&self) -> String {
        format!(
            r#"
name = "herald"
title = "The Herald"
home = "{home}/"
language = "en"
time_zone = "Europe/London"

[[sections]]
path = "news"
title = "News"
group = "Sections"
url = "/news"

[[sections]]
path = "weather"
title = "Weather & Tides"
group = "Sections"
url = "/weather"

[[parametric]]
path = "topics/{{topic}}"
title = "Topic: {{topic}}"
group = "Topics"
url = "/topics?name={{topic}}"
examples = ["Trees & Parks"]

[listing]
entry = ["article"]
title = ["h2"]
link = ["h2 a@href"]
summary = ["p"]
date = ["time@datetime"]

[article]
title = ["h1"]
authors = [".byline"]
date = ["time@datetime"]
body = [".text"]
"#,
            home = self.server.uri()
        )
    }

    /// Answers a path.
    pub async fn page(&self, at: &str, html: &str) {
        let answer = ResponseTemplate::new(200).set_body_raw(html, "text/html; charset=utf-8");
        Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(&self.server).await;
    }
}

/// A page that waits for the test. The upstream has a thread of its own, so it may block.
struct Gate {
    tell: UnboundedSender<()>,
    released: Mutex<Receiver<()>>,
}

/// The test's end of a page that is held back.
pub struct Held {
    asked: UnboundedReceiver<()>,
    release: Sender<()>,
}

impl Respond for Gate {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        self.tell.send(()).unwrap();
        self.released.lock().unwrap().recv().unwrap();
        ResponseTemplate::new(200).set_body_raw(listing(), "text/html; charset=utf-8")
    }
}

impl Held {
    /// Waits until the page was asked for.
    pub async fn asked(&mut self) {
        self.asked.recv().await.unwrap();
    }

    /// Lets the page go.
    pub fn release(&self) {
        self.release.send(()).unwrap();
    }
}

fn listing() -> String {
    let cards: String = ARTICLES
        .iter()
        .map(|(path, title, _, date)| {
            format!(
                "<article><h2><a href=\"{path}\">{title}</a></h2><p>What there is to say about it.</p>\
                 <time datetime=\"{date}\">then</time></article>"
            )
        })
        .collect();
    format!("<!doctype html><html lang=en><title>News</title><main>{cards}</main></html>")
}

fn article(title: &str, author: &str, date: &str) -> String {
    let text = "The town had waited for it since the winter, and on the day the square was full. ".repeat(12);
    format!(
        "<!doctype html><html lang=en><title>{title}</title><article><h1>{title}</h1><p class=byline>{author}</p>\
         <time datetime=\"{date}\">then</time><div class=text><p>{text}</p><p>{text}</p></div></article></html>"
    )
}
