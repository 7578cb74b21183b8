//! What keeps a page on the net from reaching into the house.

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

async fn server() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_raw("secret", "text/html"))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_name_that_resolves_to_a_private_address_is_refused_with_its_range() {
    let server = server().await;
    for (address, range) in [
        ("127.0.0.1", "loopback"),
        ("10.1.2.3", "private use (RFC 1918)"),
        ("169.254.169.254", "link local"),
        ("::ffff:127.0.0.1", "loopback"),
        ("fd00::1", "unique local (RFC 4193)"),
    ] {
        let table = names(&[("news.example", &[address])]);
        let fetcher = Fetcher::with_lookup(&opening(&[]), table).unwrap();
        let address = format!("http://news.example:{}/", server.address().port());
        let error = failure(&fetcher, &address).await;
        assert!(matches!(&error, FetchError::ForbiddenAddress { range: found, .. } if *found == range));
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_https_name_is_refused_like_an_http_name() {
    let table = names(&[("news.example", &["127.0.0.1", "::1"])]);
    let fetcher = Fetcher::with_lookup(&opening(&[]), table).unwrap();
    let error = failure(&fetcher, "https://news.example/").await;
    assert_eq!(error.kind(), "forbidden_address", "{error:?}");
}

#[tokio::test]
async fn an_address_in_the_url_is_refused_before_any_request() {
    let server = server().await;
    let error = failure(&fetcher(&opening(&[])), &server.uri()).await;
    assert_eq!(error.kind(), "forbidden_address", "{error}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_opened_name_reaches_a_private_address() {
    let server = server().await;
    let table = || names(&[("wiki.example", &["127.0.0.1"])]);
    let port = server.address().port();
    let address = format!("http://WIKI.example:{port}/");
    for opened in ["wiki.example".to_owned(), format!("wiki.example:{port}")] {
        let fetcher = Fetcher::with_lookup(&opening(&[&opened]), table()).unwrap();
        fetcher.set_unruled_hosts(["wiki.example".to_owned()]);
        assert_eq!(page(&fetcher, &address).await.text, "secret");
    }
}

#[tokio::test]
async fn a_port_that_is_opened_opens_no_other_port_of_the_name() {
    let server = server().await;
    let table = names(&[("wiki.example", &["127.0.0.1"])]);
    let fetcher = Fetcher::with_lookup(&opening(&["wiki.example:1"]), table).unwrap();
    let address = format!("http://wiki.example:{}/", server.address().port());
    let error = failure(&fetcher, &address).await;
    assert_eq!(error.kind(), "forbidden_address", "{error:?}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_that_is_opened_opens_no_other_name_of_its_address() {
    let server = server().await;
    let port = server.address().port();
    let table = names(&[("wiki.example", &["127.0.0.1"]), ("evil.example", &["127.0.0.1"])]);
    let fetcher = Fetcher::with_lookup(&opening(&["wiki.example"]), table).unwrap();
    assert!(get(&fetcher, &format!("http://wiki.example:{port}/")).await.is_ok());
    let error = failure(&fetcher, &format!("http://evil.example:{port}/")).await;
    assert_eq!(error.kind(), "forbidden_address", "{error:?}");
}

#[tokio::test]
async fn credentials_are_never_sent() {
    let server = server().await;
    let address = format!("http://clerk:hush@{}/", server.address());
    let error = failure(&fetcher(&opening(&[&server.address().to_string()])), &address).await;
    assert_eq!(error.kind(), "bad_url");
    assert!(!format!("{error} {error:?}").contains("hush"));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn where_only_sites_are_allowed_every_hop_must_be_one() {
    let server = MockServer::start().await;
    let away = ResponseTemplate::new(302).insert_header("location", "https://elsewhere.example/");
    Mock::given(any()).respond_with(away).mount(&server).await;
    let settings = FetchSettings { allow: Allow::Sites, ..opening(&["127.0.0.1"]) };
    let fetcher = fetcher(&settings);
    let before = failure(&fetcher, &server.uri()).await;
    fetcher.set_site_hosts(["127.0.0.1".to_owned()]);
    let after = failure(&fetcher, &server.uri()).await;
    let expected = |url: &str| format!("expected a host of a site definition, found {url}");
    assert_eq!(before.to_string(), expected(&format!("{}/", server.uri())));
    assert_eq!(after.to_string(), expected("https://elsewhere.example/"));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}
