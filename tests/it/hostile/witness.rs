//! A browser, and a server that it shows pages of and to which everything that runs reports.

use std::collections::{BTreeSet, HashMap};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::programs::{is_there, text};

/// What must never be asked for.
const REPORTS: [&str; 3] = ["/ran/", "/clobbered/", "/overlaid/"];

/// Serves pages, and keeps what was asked for.
pub(super) struct Witness {
    server: MockServer,
    pages: Pages,
}

/// What is served, by path.
#[derive(Clone, Default)]
struct Pages(Arc<Mutex<HashMap<String, Page>>>);

struct Page {
    body: Vec<u8>,
    media_type: String,
}

/// Whether there is a browser.
pub(super) fn has_browser() -> bool {
    is_there(Command::new("chromium").arg("--version"))
}

impl Witness {
    pub(super) async fn start() -> Self {
        let (server, pages) = (MockServer::start().await, Pages::default());
        Mock::given(any()).respond_with(pages.clone()).mount(&server).await;
        let witness = Self { server, pages };
        witness.serve("/watch.js", include_bytes!("watch.js"), "text/javascript");
        witness
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> String {
        self.server.uri()
    }

    pub(super) fn serve(&self, path: &str, body: &[u8], media_type: &str) {
        let page = Page { body: body.to_vec(), media_type: media_type.to_owned() };
        self.pages.0.lock().unwrap().insert(path.to_owned(), page);
    }

    /// A page as a careless reader makes one: whatever is given, as it is, under no policy.
    pub(super) fn serve_watched(&self, path: &str, content: &str) {
        let page = format!(
            "<!doctype html><html><head><meta charset=utf-8><script src=/watch.js></script>\
             <style>.overlay{{position:fixed;inset:0}}</style></head><body>{content}</body></html>"
        );
        self.serve(path, page.as_bytes(), "text/html; charset=utf-8");
    }

    /// Shows pages of the witness in the frames of one, and stays until they have come to rest. Gives back what was reported:
    /// the kind and the name of the page or payload.
    pub(super) async fn show(&self, paths: &[String]) -> BTreeSet<String> {
        let frames: String = paths.iter().map(|path| format!("<iframe src=\"{path}\"></iframe>")).collect();
        self.serve("/frames", format!("<!doctype html>{frames}").as_bytes(), "text/html");
        browse(format!("{}/frames", self.origin())).await;
        let shown = self.asked().await;
        let missing: Vec<&String> = paths.iter().filter(|path| !shown.contains(*path)).collect();
        assert!(missing.is_empty(), "never shown: {missing:?}");
        self.reports().await
    }

    /// What was reported so far.
    pub(super) async fn reports(&self) -> BTreeSet<String> {
        let mut asked = self.asked().await;
        asked.retain(|path| REPORTS.iter().any(|report| path.starts_with(report)));
        asked
    }

    async fn asked(&self) -> BTreeSet<String> {
        let requests = self.server.received_requests().await.unwrap();
        requests.iter().map(|request| request.url.path().to_owned()).collect()
    }
}

/// Opens an address and stays until its page has come to rest. Gives back what the browser wrote: the page as it is then,
/// and the messages of its console.
pub(super) async fn browse(address: String) -> String {
    let browser = move || {
        let profile = tempfile::tempdir().unwrap();
        let output = Command::new("timeout")
            .args([
                "80",
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-features=LocalNetworkAccessChecks", "--virtual-time-budget=5000", "--dump-dom"])
            .args(["--enable-logging=stderr", "--no-proxy-server"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(address)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}: {}", output.status, text(&output));
        text(&output)
    };
    tokio::task::spawn_blocking(browser).await.unwrap()
}

impl Respond for Pages {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        match self.0.lock().unwrap().get(request.url.path()) {
            Some(Page { body, media_type }) => ResponseTemplate::new(200)
                .insert_header("x-content-type-options", "nosniff")
                .set_body_raw(body.clone(), media_type),
            None => ResponseTemplate::new(404).insert_header("access-control-allow-origin", "*"),
        }
    }
}
