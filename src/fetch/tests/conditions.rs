//! Conditional requests, statuses, and hosts that ask for a rest.

use std::time::Duration;

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

fn validators(address: &str) -> Validators {
    Validators {
        url: Some(url(address)),
        etag: Some("W/\"v1\"".to_owned()),
        last_modified: Some("Sun, 01 Mar 2026 08:00:00 GMT".to_owned()),
    }
}

async fn answering(status: ResponseTemplate) -> (MockServer, Fetcher) {
    let server = MockServer::start().await;
    Mock::given(path("/page")).respond_with(status).mount(&server).await;
    let fetcher = fetcher(&opening(&[&server.address().to_string()]));
    (server, fetcher)
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_told_with_its_validators() {
    let answer = ResponseTemplate::new(304).insert_header("etag", "\"v2\"");
    let (server, fetcher) = answering(answer.insert_header("cache-control", "max-age=60")).await;
    let address = format!("{}/page", server.uri());
    let sent = validators(&address);
    let fetched = fetcher.get(&url(&format!("{address}#part")), &sent, noon()).await;
    let expected = Validators { etag: Some("\"v2\"".to_owned()), ..sent };
    assert_eq!(fetched.unwrap(), Fetched::NotModified { validators: expected, lifetime_seconds: Some(60) });
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].headers["if-none-match"], "W/\"v1\"");
    assert_eq!(requests[0].headers["if-modified-since"], "Sun, 01 Mar 2026 08:00:00 GMT");
}

#[tokio::test]
async fn validators_are_sent_to_no_url_but_their_own() {
    let (server, fetcher) = answering(ResponseTemplate::new(200).set_body_raw("new", "text/html")).await;
    let address = format!("{}/page", server.uri());
    for other in [format!("{}/other", server.uri()), format!("{address}?a=1")] {
        fetcher.get(&url(&address), &validators(&other), noon()).await.unwrap();
    }
    let unbound = Validators { url: None, ..validators(&address) };
    fetcher.get(&url(&address), &unbound, noon()).await.unwrap();
    for request in server.received_requests().await.unwrap() {
        assert!(!request.headers.contains_key("if-none-match"));
        assert!(!request.headers.contains_key("if-modified-since"));
    }
}

#[tokio::test]
async fn a_304_that_nobody_asked_for_is_an_error() {
    let (server, fetcher) = answering(ResponseTemplate::new(304)).await;
    let error = failure(&fetcher, &format!("{}/page", server.uri())).await;
    assert_eq!(error.kind(), "unexpected_not_modified", "{error}");
}

#[tokio::test]
async fn a_304_after_stored_validators_went_bad_is_an_error() {
    let (server, fetcher) = answering(ResponseTemplate::new(304)).await;
    let address = format!("{}/page", server.uri());
    let bad = Validators { url: Some(url(&address)), etag: Some("a\nb".to_owned()), last_modified: None };
    let error = fetcher.get(&url(&address), &bad, noon()).await.unwrap_err();
    assert_eq!(error.kind(), "unexpected_not_modified", "{error}");
}

#[tokio::test]
async fn a_validator_that_is_too_long_to_keep_is_forgotten() {
    let answer = ResponseTemplate::new(200)
        .set_body_raw("new", "text/html")
        .insert_header("etag", format!("\"{}\"", "v".repeat(2000)).as_str());
    let (server, fetcher) = answering(answer).await;
    let found = page(&fetcher, &format!("{}/page", server.uri())).await;
    assert_eq!(found.validators, Validators::default());
    assert!(found.validators.is_empty());
}

#[tokio::test]
async fn validators_are_stored_and_read_as_json() {
    let stored = serde_json::to_string(&validators("https://news.example/a")).unwrap();
    let read: Validators = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, validators("https://news.example/a"));
    assert_eq!(serde_json::from_str::<Validators>("{}").unwrap(), Validators::default());
}

#[tokio::test]
async fn a_status_that_brings_no_page_is_an_error_that_tells_it() {
    for status in [202, 204, 206, 300, 401, 404, 410, 418, 500, 503] {
        let (server, fetcher) = answering(ResponseTemplate::new(status)).await;
        let error = failure(&fetcher, &format!("{}/page", server.uri())).await;
        assert!(matches!(&error, FetchError::Status { status: found, .. } if *found == status));
    }
}

#[tokio::test]
async fn a_host_that_asks_for_a_rest_gets_no_request_until_it_is_over() {
    for status in [429, 503] {
        let answer = ResponseTemplate::new(status).insert_header("retry-after", "600");
        let (server, fetcher) = answering(answer).await;
        let address = url(&format!("{}/page", server.uri()));
        let none = Validators::default();
        let first = fetcher.get(&address, &none, noon()).await.unwrap_err();
        assert_eq!(first.retry_after(), Some(Duration::from_secs(600)));

        let until = noon() + jiff::SignedDuration::from_mins(10);
        let before = until - jiff::SignedDuration::from_secs(1);
        let second = fetcher.get(&address, &none, before).await.unwrap_err();
        let FetchError::HostRests { host, until: found } = second else {
            panic!("expected a resting host, found {second}");
        };
        assert_eq!((host, found), (server.address().to_string(), until));

        let third = fetcher.get(&address, &none, until).await.unwrap_err();
        assert_eq!(third.status(), first.status());
        assert_eq!(server.received_requests().await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_date_in_retry_after_is_measured_from_now() {
    let answer = ResponseTemplate::new(503).insert_header("retry-after", "Sun, 01 Mar 2026 12:01:30 GMT");
    let (server, fetcher) = answering(answer).await;
    let error = failure(&fetcher, &format!("{}/page", server.uri())).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(90)));
}

#[tokio::test]
async fn a_retry_after_that_speaks_of_one_page_does_not_rest_the_host() {
    for (status, value) in [(500, "600"), (404, "600"), (429, "soon")] {
        let answer = ResponseTemplate::new(status).insert_header("retry-after", value);
        let (server, fetcher) = answering(answer).await;
        let address = format!("{}/page", server.uri());
        failure(&fetcher, &address).await;
        assert_eq!(failure(&fetcher, &address).await.status(), Some(status));
    }
}
