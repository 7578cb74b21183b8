//! What a site's robots.txt allows, asked before anything else.

use std::time::Duration;

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::fetch::robots::Robots;

const RULES: &str = "User-agent: feedmill\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n";

/// A site with this answer for its robots.txt and a page at every other address.
async fn site(robots: ResponseTemplate) -> (MockServer, Fetcher) {
    let server = MockServer::start().await;
    Mock::given(path("/robots.txt")).respond_with(robots).mount(&server).await;
    let moved = ResponseTemplate::new(302).insert_header("location", "/private/new");
    Mock::given(path("/moved")).respond_with(moved).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_raw("a page", "text/html");
    Mock::given(wiremock::matchers::any()).respond_with(answer).mount(&server).await;
    let settings = opening(&[&server.address().to_string(), "news.example"]);
    let fetcher = Fetcher::with_lookup(&settings, names(&[("news.example", &["127.0.0.1"])])).unwrap();
    (server, fetcher)
}

fn rules() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(RULES, "text/plain")
}

async fn asked(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    requests.iter().map(|request| request.url.path().to_owned()).collect()
}

#[tokio::test]
async fn what_is_not_allowed_is_never_asked_for_and_the_file_is_read_once() {
    let (server, fetcher) = site(rules()).await;
    assert_eq!(page(&fetcher, &format!("{}/news", server.uri())).await.text, "a page");
    let error = failure(&fetcher, &format!("{}/private/1", server.uri())).await;
    assert_eq!(error.kind(), "robots", "{error:?}");
    assert!(error.to_string().ends_with("/private/1"), "{error}");
    assert_eq!(asked(&server).await, ["/robots.txt", "/news"]);
}

#[tokio::test]
async fn a_redirect_leads_only_where_robots_may_go() {
    let (server, fetcher) = site(rules()).await;
    let error = failure(&fetcher, &format!("{}/moved", server.uri())).await;
    assert_eq!(error.kind(), "robots", "{error:?}");
    assert_eq!(asked(&server).await, ["/robots.txt", "/moved"]);
}

#[tokio::test]
async fn many_who_ask_at_once_wait_for_one_file() {
    let (server, fetcher) = site(rules().set_delay(Duration::from_millis(50))).await;
    let address = format!("{}/news", server.uri());
    let pages = futures_util::future::join_all((0..8).map(|_| get(&fetcher, &address))).await;
    assert!(pages.iter().all(Result::is_ok));
    assert_eq!(asked(&server).await.iter().filter(|path| *path == "/robots.txt").count(), 1);
}

#[tokio::test]
async fn a_host_that_answers_nothing_is_asked_once_however_many_wait_for_it() {
    let server = RawServer::start("", Then::Close).await;
    let fetcher = Fetcher::with_lookup(&opening(&[&server.authority]), names(&[])).unwrap();
    let addresses: Vec<String> = (0..12).map(|feed| format!("{}{feed}", server.url())).collect();

    let answers =
        futures_util::future::join_all(addresses.iter().map(|address| get(&fetcher, address))).await;

    for answer in answers {
        let error = answer.unwrap_err();
        assert_eq!(error.kind(), "connection_reset", "{error:?}");
        assert!(error.to_string().ends_with("/robots.txt was cut off"), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }
    assert_eq!(server.requests().len(), 1);
    let later = noon() + jiff::SignedDuration::from_mins(1);
    fetcher.get(&url(&addresses[0]), &Validators::default(), later).await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_file_of_any_type_counts_and_so_does_the_beginning_of_one_that_is_too_large() {
    let mut large = RULES.as_bytes().to_vec();
    large.resize(2 * MAX_ROBOTS_BYTES, b'#');
    for body in [RULES.as_bytes().to_vec(), large] {
        let robots = ResponseTemplate::new(200).set_body_raw(body, "application/octet-stream");
        let (server, fetcher) = site(robots).await;
        assert_eq!(failure(&fetcher, &format!("{}/private", server.uri())).await.kind(), "robots");
    }
}

#[tokio::test]
async fn a_site_that_cannot_hand_out_its_file_is_asked_for_nothing_else() {
    let robots = ResponseTemplate::new(503).insert_header("retry-after", "600");
    let (server, fetcher) = site(robots).await;
    for expected in ["robots_unreachable", "host_rests"] {
        let error = failure(&fetcher, &format!("{}/news", server.uri())).await;
        assert!([expected, "robots_unreachable"].contains(&error.kind()), "{error:?}");
        assert_eq!(error.rest_seconds(noon()), Some(600));
    }
    assert_eq!(asked(&server).await, ["/robots.txt"]);
}

#[tokio::test]
async fn redirects_lead_to_a_file_and_too_many_to_none() {
    let (server, fetcher) = site(ResponseTemplate::new(301).insert_header("location", "/robots.txt")).await;
    assert!(get(&fetcher, &format!("{}/private", server.uri())).await.is_ok());

    let (other, _) = site(rules()).await;
    let elsewhere = format!("http://news.example:{}/robots.txt", other.address().port());
    let (server, fetcher) =
        site(ResponseTemplate::new(301).insert_header("location", elsewhere.as_str())).await;
    assert_eq!(failure(&fetcher, &format!("{}/private", server.uri())).await.kind(), "robots");
}

#[tokio::test]
async fn a_host_whose_definition_says_so_is_not_asked_for_its_file() {
    let (server, fetcher) = site(rules()).await;
    fetcher.set_unruled_hosts(["127.0.0.1".to_owned()]);
    assert!(get(&fetcher, &format!("{}/private", server.uri())).await.is_ok());
    let named = format!("http://news.example:{}/private", server.address().port());
    assert_eq!(failure(&fetcher, &named).await.kind(), "robots");
}

#[tokio::test]
async fn a_host_gets_no_more_than_its_requests_of_a_day() {
    let (server, _) = site(rules()).await;
    let settings = FetchSettings { host_requests_per_day: 3, ..opening(&[&server.address().to_string()]) };
    let fetcher = Fetcher::with_lookup(&settings, names(&[])).unwrap();
    for _ in 0..2 {
        assert!(get(&fetcher, &format!("{}/news", server.uri())).await.is_ok());
    }
    let error = failure(&fetcher, &format!("{}/news", server.uri())).await;
    assert_eq!(error.kind(), "host_budget", "{error:?}");
    assert_eq!(error.rest_seconds(noon()), Some(12 * 3_600));
    assert_eq!(asked(&server).await, ["/robots.txt", "/news", "/news"]);
}

/// The vectors of the reference implementation's own tests, where a file of them is named: lines of JSON or one array of
/// `{robots, ua, url, expect}`. At least 140 of 142 must agree. They differ where RFC 9309 §2.2.2 unescapes octets that
/// need no escape, which that implementation does not.
#[test]
fn the_vectors_of_the_reference_implementation_agree() {
    let Ok(file) = std::env::var("FEEDMILL_ROBOTS_VECTORS") else {
        eprintln!("did not run: FEEDMILL_ROBOTS_VECTORS names no file");
        return;
    };
    #[derive(serde::Deserialize)]
    struct Vector {
        robots: String,
        ua: String,
        url: String,
        expect: bool,
    }
    let vectors: Vec<Vector> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let agrees = |vector: &&Vector| {
        let rest = vector.url.split_once("://").map_or(vector.url.as_str(), |(_, rest)| rest);
        let target = rest.find('/').map_or("/", |at| rest.split_at(at).1);
        Robots::parse(vector.robots.as_bytes(), &vector.ua).allow(target) == vector.expect
    };
    let (right, wrong): (Vec<_>, Vec<_>) = vectors.iter().partition(agrees);
    println!("robots.txt vectors: {} of {} agree", right.len(), vectors.len());
    for vector in &wrong {
        println!("expected {} for {} by {:?} of {:?}", vector.expect, vector.url, vector.ua, vector.robots);
    }
    assert!(vectors.len() >= 142 && wrong.len() <= 2);
}
