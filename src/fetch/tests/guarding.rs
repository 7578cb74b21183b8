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
        let port = server.address().port();
        let settings = FetchSettings { ports: vec![port], ..opening(&[]) };
        let fetcher = Fetcher::with_lookup(&settings, table).unwrap();
        let address = format!("http://news.example:{port}/");
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
    let port = server.address().port();
    let settings = FetchSettings { ports: vec![port], ..opening(&["wiki.example:1"]) };
    let fetcher = Fetcher::with_lookup(&settings, table).unwrap();
    let address = format!("http://wiki.example:{port}/");
    let error = failure(&fetcher, &address).await;
    assert_eq!(error.kind(), "forbidden_address", "{error:?}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_that_is_opened_opens_no_other_name_of_its_address() {
    let server = server().await;
    let port = server.address().port();
    let table = names(&[("wiki.example", &["127.0.0.1"]), ("evil.example", &["127.0.0.1"])]);
    let settings = FetchSettings { ports: vec![port], ..opening(&["wiki.example"]) };
    let fetcher = Fetcher::with_lookup(&settings, table).unwrap();
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

#[tokio::test]
async fn a_form_goes_to_no_host_that_a_page_may_not_be_fetched_from() {
    let hub = wiremock::MockServer::start().await;
    let answer = wiremock::ResponseTemplate::new(204);
    wiremock::Mock::given(wiremock::matchers::method("POST")).respond_with(answer).mount(&hub).await;
    let form = [("hub.mode", "publish".to_owned())];
    let opened = opening(&[&hub.address().to_string()]);

    let refused = fetcher(&opening(&[])).post_form(&url(&hub.uri()), &form, noon()).await;
    let taken = fetcher(&opened).post_form(&url(&hub.uri()), &form, noon()).await;

    assert!(matches!(refused, Err(FetchError::ForbiddenAddress { .. })), "{refused:?}");
    assert!(taken.is_ok(), "{taken:?}");
    let requests = hub.received_requests().await.unwrap();
    assert_eq!((requests.len(), requests[0].body.as_slice()), (1, b"hub.mode=publish".as_slice()));
}

#[tokio::test]
async fn a_redirect_leads_to_no_address_that_may_not_be_asked_for_itself() {
    let server = MockServer::start().await;
    let opened = server.address().to_string();
    let forms = guard::forms::addresses::FORMS.iter().chain(guard::forms::urls::FORMS);
    // What a Location may hold as it is, and what is not relative to the page that holds it.
    let is_location =
        |form: &str| form.is_ascii() && !form.contains(char::is_control) && form.contains("://");
    let targets: Vec<&str> = forms
        .filter(|(form, expected)| !expected.is_empty() && is_location(form))
        .map(|(form, _)| *form)
        .collect();
    for (number, target) in targets.iter().enumerate() {
        let away = ResponseTemplate::new(302).insert_header("location", *target);
        Mock::given(wiremock::matchers::path(format!("/{number}"))).respond_with(away).mount(&server).await;
    }
    let fetcher = fetcher(&FetchSettings { max_redirects: 1, ..opening(&[&opened]) });
    for (number, target) in targets.iter().enumerate() {
        let error = failure(&fetcher, &format!("{}/{number}", server.uri())).await;
        assert!(
            matches!(error.kind(), "forbidden_address" | "bad_url" | "bad_location"),
            "{target}: {error:?}"
        );
    }
    assert_eq!(server.received_requests().await.unwrap().len(), targets.len());
    assert!(targets.len() > 250, "{}", targets.len());
}
