//! A site on loopback that says what the test wants, and remembers what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub(super) struct Upstream {
    server: MockServer,
    site: Arc<Site>,
}

/// What an address answers.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// A page.
    Page(String),
    /// A page with an entity tag; 304 for those who have it.
    Tagged { html: String, etag: &'static str },
    /// A page with a `Cache-Control`.
    Lasting { html: String, cache_control: &'static str },
    /// Bytes of a media type.
    Bytes(&'static [u8], &'static str),
    /// A status without a page.
    Status(u16),
    /// Too many requests: the site wants to be left alone for so many seconds.
    Rest(u64),
    /// A redirect to a path.
    Redirect(&'static str),
}

/// While it is shut, no answer leaves the upstream.
#[derive(Default)]
struct Gate {
    shut: Mutex<bool>,
    moved: Condvar,
}

#[derive(Default)]
struct Site {
    replies: Mutex<HashMap<String, Reply>>,
    gate: Gate,
}

struct Responder(Arc<Site>);

impl Upstream {
    pub async fn start() -> Self {
        let (server, site) = (MockServer::start().await, Arc::new(Site::default()));
        Mock::given(any()).respond_with(Responder(Arc::clone(&site))).mount(&server).await;
        Self { server, site }
    }

    /// Scheme, host and port, without a slash at the end.
    pub fn uri(&self) -> String {
        self.server.uri()
    }

    /// Host and port.
    pub fn authority(&self) -> String {
        self.server.address().to_string()
    }

    /// Host and port under a name that no definition has.
    pub fn alias(&self) -> String {
        format!("localhost:{}", self.server.address().port())
    }

    /// The address of a path on a host that no definition has.
    pub fn elsewhere(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.alias()).parse().unwrap()
    }

    /// Sets what a path, with its query, answers from now on. Every other path is 404.
    pub fn set(&self, target: &str, reply: Reply) {
        self.site.replies.lock().unwrap().insert(target.to_owned(), reply);
    }

    /// Sets a page.
    pub fn page(&self, target: &str, html: impl Into<String>) {
        self.set(target, Reply::Page(html.into()));
    }

    /// Lets no answer leave until [`Self::open`].
    pub fn shut(&self) {
        *self.site.gate.shut.lock().unwrap() = true;
    }

    /// Lets answers leave.
    pub fn open(&self) {
        *self.site.gate.shut.lock().unwrap() = false;
        self.site.gate.moved.notify_all();
    }

    /// How many requests came.
    pub async fn all_requests(&self) -> usize {
        self.server.received_requests().await.unwrap().len()
    }

    /// The requests for a path with its query, in the order of their coming.
    pub async fn requests(&self, target: &str) -> Vec<Request> {
        let mut requests = self.server.received_requests().await.unwrap();
        requests.retain(|request| target_of(request) == target);
        requests
    }
}

impl Respond for Responder {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let Self(site) = self;
        let shut = site.gate.shut.lock().unwrap();
        drop(site.gate.moved.wait_while(shut, |shut| *shut).unwrap());
        let reply = site.replies.lock().unwrap().get(&target_of(request)).cloned();
        let page = |html: String| ResponseTemplate::new(200).set_body_raw(html, "text/html; charset=utf-8");
        match reply {
            Some(Reply::Page(html)) => page(html),
            Some(Reply::Tagged { etag, .. }) if condition_of(request).as_deref() == Some(etag) => {
                ResponseTemplate::new(304).insert_header("etag", etag)
            }
            Some(Reply::Tagged { html, etag }) => page(html).insert_header("etag", etag),
            Some(Reply::Lasting { html, cache_control }) => {
                page(html).insert_header("cache-control", cache_control)
            }
            Some(Reply::Bytes(bytes, media_type)) => {
                ResponseTemplate::new(200).set_body_raw(bytes, media_type)
            }
            Some(Reply::Status(status)) => ResponseTemplate::new(status),
            Some(Reply::Rest(seconds)) => {
                ResponseTemplate::new(429).insert_header("retry-after", seconds.to_string())
            }
            Some(Reply::Redirect(path)) => ResponseTemplate::new(302).insert_header("location", path),
            None => ResponseTemplate::new(404),
        }
    }
}

/// The entity tag that a request has already.
pub(super) fn condition_of(request: &Request) -> Option<String> {
    let value = request.headers.get("if-none-match")?;
    Some(value.to_str().unwrap().to_owned())
}

fn target_of(request: &Request) -> String {
    let path = request.url.path();
    request.url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}
