//! What a request may weigh, how often a client may ask, and what a parameter may be.

use feedmill::web::WebSettings;
use reqwest::Method;
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{World, WorldSettings};

async fn limited(requests_burst: u32) -> World {
    let trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    let web =
        WebSettings { trusted_proxies, requests_per_minute: 1, requests_burst, ..WebSettings::default() };
    World::with(WorldSettings { web, ..WorldSettings::default() }).await
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_again() {
    let world = limited(2).await;
    let asks = async |client: &str| world.get_with("/opml", &[("x-forwarded-for", client)]).await;

    let statuses = [asks("192.0.2.7").await.status, asks("192.0.2.7").await.status];
    let refused = asks("192.0.2.7").await;

    assert_eq!(statuses, [200, 200]);
    assert_eq!((refused.status, refused.problem().as_str()), (429, "too_many_requests"));
    let seconds: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(refused.header("ratelimit"), format!("\"client\";r=0;t={seconds}"));
    assert_eq!(refused.header("ratelimit-policy"), "\"client\";q=2;w=120");
    assert_eq!(asks("192.0.2.8").await.status, 200);
}

#[tokio::test]
async fn a_client_is_no_other_by_what_it_writes_into_a_header() {
    let world = limited(1).await;
    let asks = async |chain: &str| world.get_with("/opml", &[("x-forwarded-for", chain)]).await.status;

    // The proxy adds the last address; what stands before it is of the client.
    let statuses = [
        asks("198.51.100.1, 192.0.2.7").await,
        asks("198.51.100.2, 192.0.2.7").await,
        asks("127.0.0.1, 192.0.2.7").await,
    ];

    assert_eq!(statuses, [200, 429, 429]);
}

#[tokio::test]
async fn an_ipv6_network_is_one_client() {
    let world = limited(1).await;
    let asks = async |client: &str| world.get_with("/opml", &[("x-forwarded-for", client)]).await.status;

    let statuses = [asks("2001:db8::1").await, asks("2001:db8::2").await, asks("2001:db8:0:1::1").await];

    assert_eq!(statuses, [200, 429, 200]);
}

#[tokio::test]
async fn a_client_on_the_machine_is_not_limited() {
    let world = limited(1).await;
    for _ in 0..5 {
        assert_eq!(world.get("/opml").await.status, 200);
    }
}

#[tokio::test]
async fn a_body_is_refused_before_it_comes() {
    let world = World::start().await;
    for body in ["content-length: 5000\r\n\r\n", "transfer-encoding: chunked\r\n\r\n0\r\n\r\n"] {
        let mut connection = TcpStream::connect(world.address).await.unwrap();
        let head = format!("POST /opml HTTP/1.1\r\nhost: {}\r\n{body}", world.address);
        connection.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();

        assert!(answer.starts_with("HTTP/1.1 413 "), "{body}: {answer}");
        assert!(answer.contains("body_too_large") && answer.contains("connection: close"), "{answer}");
    }
    assert_eq!(world.ask(Method::POST, "/opml", &[("content-length", "0")]).await.status, 405);
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let world = World::start().await;

    let answer = world.get_with("/opml", &[("cookie", "a".repeat(40_000).as_str())]).await;

    assert_eq!((answer.status, answer.problem().as_str()), (431, "headers_too_large"));
}

#[rstest]
#[case("limit=0")]
#[case("limit=-1")]
#[case("limit=1001")]
#[case("limit=99999999999999999999")]
#[case("limit=1.5")]
#[case("limit=%201")]
#[case("limit=1&limit=1")]
#[case("content=none")]
#[case("include=(")]
#[case("include=(%5Cw%7B1000%7D)%7B1000%7D")]
#[case("page=0")]
#[case("page=-1")]
#[tokio::test]
async fn a_parameter_out_of_its_bounds_is_an_error(#[case] query: &str) {
    let world = World::start().await;
    let answer = world.get(&format!("/feeds/herald/news.rss?{query}")).await;
    assert_eq!((answer.status, answer.problem().as_str()), (400, "bad_parameter"), "{query}");
}

#[tokio::test]
async fn no_text_of_a_filter_is_longer_than_its_bound() {
    let world = World::start().await;
    for name in ["q", "include", "exclude", "author", "tag"] {
        let answer = world.get(&format!("/feeds/herald/news.rss?{name}={}", "a".repeat(201))).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "bad_parameter"), "{name}");
    }
}
