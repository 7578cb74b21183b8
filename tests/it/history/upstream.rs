//! Newspapers on loopback whose pages the test writes, and a hub that remembers what it was told.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// An article: where it stands, what it is called, when it was published, what it says.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub path: String,
    pub title: String,
    pub date: String,
    pub text: String,
}

#[derive(Default)]
struct Pages {
    pages: HashMap<String, String>,
    /// Paths that are not there, whatever is published.
    lost: HashSet<String>,
    /// The statuses that the hub answers with, the first first; 204 when there is none.
    statuses: Vec<u16>,
    /// The forms that the hub was sent.
    told: Vec<String>,
}

#[derive(Clone)]
pub(super) struct Upstream {
    server: Arc<MockServer>,
    pages: Arc<Mutex<Pages>>,
}

struct Responder(Arc<Mutex<Pages>>);

impl Story {
    /// A story with a number, published so many minutes after a fixed moment.
    pub fn new(number: usize) -> Self {
        let (hour, minute) = (number / 60, number % 60);
        Self {
            path: format!("/news/story-{number}"),
            title: format!("Story number {number}"),
            date: format!("2024-05-01T{hour:02}:{minute:02}:00Z"),
            text: format!("What happened at the mill as number {number} is told here at some length. ")
                .repeat(8),
        }
    }

    fn card(&self) -> String {
        let Self { path, title, date, .. } = self;
        format!(
            "<article><h2><a href=\"{path}\">{title}</a></h2><time datetime=\"{date}\">then</time></article>"
        )
    }

    fn page(&self) -> String {
        let Self { title, date, text, .. } = self;
        format!(
            "<!doctype html><html lang=en><title>{title}</title><article><h1>{title}</h1>\
             <time datetime=\"{date}\">then</time><div class=text><p>{text}</p></div></article></html>"
        )
    }
}

impl Upstream {
    pub async fn start() -> Self {
        let (server, pages) = (MockServer::start().await, Arc::new(Mutex::new(Pages::default())));
        Mock::given(any()).respond_with(Responder(Arc::clone(&pages))).mount(&server).await;
        Self { server: Arc::new(server), pages }
    }

    /// Host and port.
    pub fn authority(&self) -> String {
        self.server.address().to_string()
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.uri())
    }

    /// Writes a listing of these stories, and the stories.
    pub fn publish(&self, listing: &str, stories: &[Story]) {
        let mut pages = self.pages.lock().unwrap();
        let cards: String = stories.iter().map(Story::card).collect();
        let html = format!("<!doctype html><html lang=en><title>News</title><main>{cards}</main></html>");
        pages.pages.insert(listing.to_owned(), html);
        for story in stories {
            pages.pages.insert(story.path.clone(), story.page());
        }
    }

    /// Has no page at a path, whatever is published there.
    pub fn lose(&self, path: &str) {
        self.pages.lock().unwrap().lost.insert(path.to_owned());
    }

    /// Lets the hub answer with these statuses before it takes what it is told.
    pub fn hub_answers(&self, statuses: &[u16]) {
        self.pages.lock().unwrap().statuses = statuses.to_vec();
    }

    /// The forms that the hub was sent so far.
    pub fn told(&self) -> Vec<String> {
        self.pages.lock().unwrap().told.clone()
    }

    /// The definition of a newspaper.
    pub fn definition(&self, name: &str, listing: &str) -> String {
        format!(
            r#"
name = "{name}"
title = "The {name}"
home = "{home}/"
language = "en"

[[sections]]
path = "latest"
title = "Latest"
group = "Sections"
merge = true

[[sections]]
path = "news"
title = "News"
group = "Sections"
url = "{listing}"

[listing]
entry = "article"
title = "h2"
link = "h2 a@href"
date = "time@datetime"

[article]
title = "h1"
date = "time@datetime"
body = ".text"
"#,
            home = self.server.uri()
        )
    }
}

impl Respond for Responder {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut pages = self.0.lock().unwrap();
        if request.method == "POST" && request.url.path() == "/hub" {
            pages.told.push(String::from_utf8(request.body.clone()).unwrap());
            let status = if pages.statuses.is_empty() { 204 } else { pages.statuses.remove(0) };
            return ResponseTemplate::new(status);
        }
        let path = request.url.path();
        match pages.pages.get(path).filter(|_| !pages.lost.contains(path)) {
            Some(html) => ResponseTemplate::new(200).set_body_raw(html.clone(), "text/html; charset=utf-8"),
            None => ResponseTemplate::new(404),
        }
    }
}
