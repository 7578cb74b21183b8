//! Networks and servers that do not do what they should.

use std::time::Duration;

use super::*;

/// A resolver that never answers.
struct Silence;

#[async_trait]
impl Lookup for Silence {
    async fn lookup(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_a_dns_failure() {
    let error = failure(&fetcher(&opening(&[])), "http://gone.example/").await;
    assert_eq!(error.kind(), "dns", "{error}");
    // The robots.txt is what is asked for first.
    assert_eq!(error.to_string(), "the host of http://gone.example/robots.txt cannot be found");
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_a_connect_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let authority = listener.local_addr().unwrap().to_string();
    drop(listener);
    let error = failure(&fetcher(&opening(&[&authority])), &format!("http://{authority}/")).await;
    assert_eq!(error.kind(), "connect", "{error}");
}

#[tokio::test]
async fn a_url_that_http_cannot_carry_is_a_bad_url() {
    let error = failure(&fetcher(&opening(&[])), "http://a{b}.example/").await;
    assert_eq!(error.kind(), "bad_url", "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_a_tls_failure() {
    let server = RawServer::start("HTTP/1.1 400 Bad Request\r\n\r\n", Then::Close).await;
    let address = format!("https://{}/", server.authority);
    let error = failure(&fetcher(&opening(&[&server.authority])), &address).await;
    assert_eq!(error.kind(), "tls", "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_http_is_told() {
    for answer in ["SSH-2.0-OpenSSH_9.9\r\n", ""] {
        let server = RawServer::start(answer, Then::Close).await;
        let error = failure(&fetcher(&opening(&[&server.authority])), &server.url()).await;
        assert_eq!(error.kind(), "request", "{error:?}");
    }
}

#[tokio::test]
async fn the_error_tells_the_url_once_and_the_cause_apart() {
    let server = RawServer::start("", Then::Close).await;
    let error = failure(&fetcher(&opening(&[&server.authority])), &server.url()).await;
    let cause = std::error::Error::source(&error).unwrap();
    assert!(error.to_string().contains(&server.authority));
    assert!(!cause.to_string().contains(&server.authority), "{cause}");
}

#[tokio::test]
async fn a_look_up_that_never_ends_is_a_connect_timeout() {
    let settings = FetchSettings { connect_timeout_seconds: 1, ..opening(&[]) };
    let fetcher = Fetcher::with_lookup(&settings, Arc::new(Silence)).unwrap();
    fetcher.set_unruled_hosts(["news.example".to_owned()]);
    let error = failure(&fetcher, "http://news.example/").await;
    assert_eq!(error.kind(), "connect_timeout", "{error:?}");
    assert_eq!(error.to_string(), "expected a connection within 1 s, still waiting for http://news.example/");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_an_idle_timeout() {
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Type: text/html\r\n\r\nhalf"] {
        let server = RawServer::start(answer, Then::Hold).await;
        let settings = FetchSettings { idle_timeout_seconds: 1, ..opening(&[&server.authority]) };
        let error = failure(&fetcher(&settings), &server.url()).await;
        assert_eq!(error.kind(), "idle_timeout", "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_never_done_runs_out_of_the_total_time() {
    let server = RawServer::start("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", Then::Hold).await;
    let settings = FetchSettings { timeout_seconds: 1, ..opening(&[&server.authority]) };
    let error = failure(&fetcher(&settings), &server.url()).await;
    let limit = Duration::from_secs(1);
    assert!(matches!(
        error,
        FetchError::Timeout { phase: TimeoutPhase::Total, limit: found, .. } if found == limit
    ));
}

#[tokio::test]
async fn settings_that_cannot_be_make_no_fetcher() {
    let settings = FetchSettings { max_bytes: 0, ..FetchSettings::default() };
    let error = Fetcher::new(&settings).err().unwrap();
    assert_eq!(error.to_string(), "fetch.max_bytes: expected 1 to 1073741824, found 0");
    assert_eq!(error.kind(), "settings");
}
