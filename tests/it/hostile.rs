//! What strangers write, served by the service and shown by a browser: nothing of it runs, loads or lies over a page. The
//! same payloads, given to the browser as they are, show that it would tell.

mod payloads;
mod site;
mod witness;

use std::collections::BTreeSet;

use feed_rs::model::Entry;
use futures_util::future::join_all;
use serde_json::Value;

use crate::support::programs::left_out;
use crate::support::{Exchange, World, WorldSettings};
use payloads::{all, armed};
use site::BUNCH;
use witness::{Witness, browse, has_browser};

/// Every so many payloads one is shown uncleaned.
const STEP: usize = 4;

/// What is armed to report to a witness.
struct Attack {
    witness: Witness,
    payloads: Vec<String>,
}

impl Attack {
    async fn start() -> Self {
        let witness = Witness::start().await;
        let arm = |(number, payload): (usize, &String)| armed(payload, number, &witness.origin());
        let payloads = all().iter().enumerate().map(arm).collect();
        Self { witness, payloads }
    }

    fn bunches(&self) -> usize {
        self.payloads.len().div_ceil(BUNCH)
    }

    async fn world(&self) -> World {
        let definitions = vec![site::definition(self.bunches()), site::titles(&self.payloads)];
        let world = World::with(WorldSettings { definitions, ..WorldSettings::default() }).await;
        site::serve(&world, &self.payloads).await;
        world
    }
}

#[tokio::test]
async fn payloads_that_nothing_has_cleaned_run_and_are_seen() {
    if !has_browser() {
        return left_out("chromium");
    }
    let attack = Attack::start().await;
    assert!(attack.payloads.len() >= 400);
    let mut paths = Vec::new();
    for (number, payload) in attack.payloads.iter().enumerate().step_by(STEP) {
        let path = format!("/raw/{number}");
        attack.witness.serve_watched(&path, payload);
        paths.push(path);
    }

    let reports = attack.witness.show(&paths).await;

    let numbers: BTreeSet<&str> = reports.iter().filter_map(|path| path.split('/').nth(2)).collect();
    // The rest were made for other browsers, or for filters that make them whole.
    println!("{} of {} payloads ran or were seen", numbers.len(), paths.len());
    assert!(numbers.len() * 2 > paths.len(), "{numbers:?}");
    for kind in ["/ran/", "/clobbered/", "/overlaid/"] {
        assert!(reports.iter().any(|path| path.starts_with(kind)), "{kind}");
    }
}

#[tokio::test]
async fn nothing_that_a_page_or_a_feed_says_runs_in_a_reader() {
    if !has_browser() {
        return left_out("chromium");
    }
    let attack = Attack::start().await;
    let world = attack.world().await;
    let mut paths = Vec::new();
    for kind in ["pages", "whole"] {
        for bunch in 0..attack.bunches() {
            let contents = contents_of(&world, &format!("lab/{kind}-{bunch}")).await;
            let path = format!("/content/{kind}-{bunch}");
            attack.witness.serve_watched(&path, &contents);
            paths.push(path);
        }
    }

    let reports = attack.witness.show(&paths).await;

    assert_eq!(reports, BTreeSet::new());
}

/// All that a feed says in HTML, in every format, after a look at what it says as text.
async fn contents_of(world: &World, key: &str) -> String {
    let json = world.get(&format!("/feeds/{key}.json?limit=1000")).await.json();
    let items = json["items"].as_array().unwrap();
    assert!(!items.is_empty(), "{key}");
    let mut html: Vec<String> =
        items.iter().filter_map(|item| item["content_html"].as_str()).map(str::to_owned).collect();
    assert!(html.len() * 10 >= items.len() * 9, "{key}: {} of {}", html.len(), items.len());
    for format in ["rss", "atom"] {
        let document = world.get(&format!("/feeds/{key}.{format}?limit=1000")).await;
        let parser = feed_rs::parser::Builder::new().sanitize_content(false).build();
        let feed = parser.parse(document.body.as_slice()).unwrap();
        assert_eq!(feed.entries.len(), items.len(), "{key}.{format}");
        for (entry, item) in feed.entries.iter().zip(items) {
            assert_eq!(entry.title.as_ref().unwrap().content, item["title"].as_str().unwrap());
            html.extend(html_of(entry, format));
        }
    }
    html.iter().map(|html| format!("<section>{html}</section>")).collect()
}

/// What an entry says in HTML. The summary of Atom is text.
fn html_of(entry: &Entry, format: &str) -> Vec<String> {
    let summary = entry.summary.as_ref().map(|text| text.content.clone()).filter(|_| format == "rss");
    let content = entry.content.as_ref().and_then(|content| content.body.clone());
    summary.into_iter().chain(content).collect()
}

#[tokio::test]
async fn nothing_that_a_definition_or_a_request_says_runs_in_an_answer() {
    if !has_browser() {
        return left_out("chromium");
    }
    let attack = Attack::start().await;
    let world = attack.world().await;
    let mut paths = Vec::new();
    for path in ["/", "/docs", "/opml", "/api/v1/sites", "/feeds/lab/pages-0.rss", "/feeds/lab/pages-0.atom"]
    {
        paths.push(copy(&attack.witness, &paths.len().to_string(), &[world.get(path).await]));
    }
    for (bunch, payloads) in attack.payloads.chunks(BUNCH).enumerate() {
        let numbers = bunch * BUNCH..bunch * BUNCH + payloads.len();
        let pages = numbers.map(|number| shown(&world, format!("/status/wall/{number}")));
        let status = join_all(pages).await;
        let refusals =
            join_all(payloads.iter().flat_map(|payload| asking(payload)).map(|path| refused(&world, path)));
        let refusals = refusals.await;
        paths.push(copy(&attack.witness, &format!("status-{bunch}"), &status));
        paths.push(copy(&attack.witness, &format!("refusals-{bunch}"), &refusals));
    }

    let reports = attack.witness.show(&paths).await;

    assert_eq!(reports, BTreeSet::new());
}

/// Addresses that say a payload wherever one can be said.
fn asking(payload: &str) -> [String; 7] {
    let said: String = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect();
    let said = said.replace('+', "%20");
    [
        format!("/{said}"),
        format!("/feeds/{said}/news.rss"),
        format!("/feeds/herald/{said}.rss"),
        format!("/feeds/herald/news.rss?limit={said}"),
        format!("/feeds/herald/news.rss?{said}=1"),
        format!("/status/herald/{said}"),
        format!("/api/v1/article?url={said}"),
    ]
}

async fn shown(world: &World, path: String) -> Exchange {
    let answer = world.get(&path).await;
    assert_eq!(answer.status, 200, "{path}");
    answer
}

/// The answer to a request that cannot be answered: a problem, which says what was found.
async fn refused(world: &World, path: String) -> Exchange {
    let answer = world.get(&path).await;
    assert!(answer.status >= 400, "{path}: {}", answer.status);
    answer.problem();
    answer
}

/// Serves answers, one behind the other and without the policy that would keep them from running, and gives the path.
fn copy(witness: &Witness, name: &str, answers: &[Exchange]) -> String {
    let media_type = answers[0].header("content-type");
    let mut bodies: Vec<&[u8]> = answers.iter().map(|answer| answer.body.as_slice()).collect();
    if media_type.starts_with("text/html") {
        bodies.insert(0, b"<script src=/watch.js></script>");
    }
    let path = format!("/copy/{name}");
    witness.serve(&path, &bodies.concat(), media_type);
    path
}

#[tokio::test]
async fn a_browser_finds_nothing_to_refuse_in_an_answer() {
    if !has_browser() {
        return left_out("chromium");
    }
    let attack = Attack::start().await;
    let world = attack.world().await;
    let policy = world.get("/").await.header("content-security-policy").to_owned();
    assert!(!policy.is_empty());

    for path in ["/", "/status/wall/0", "/feeds/lab/pages-0.rss"] {
        let seen = browse(format!("http://{}{path}", world.address)).await;
        assert!(!seen.contains("Content Security Policy"), "{path}: {seen}");
    }
    assert_eq!(attack.witness.reports().await, BTreeSet::new());
}

/// Titles and summaries are text: what a feed says in one format it says in all.
#[tokio::test]
async fn what_looks_like_markup_in_a_title_is_shown_as_it_is_written() {
    let attack = Attack::start().await;
    let world = attack.world().await;
    let json: Value = world.get("/feeds/lab/pages-0.json").await.json();
    let titles: Vec<&str> =
        json["items"].as_array().unwrap().iter().filter_map(|item| item["title"].as_str()).collect();

    let written = attack.payloads[0].split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(titles.contains(&format!("Story 0 {written}").as_str()), "{titles:?}");
}
