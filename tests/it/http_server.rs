//! The server itself: starting, metrics, stopping.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use feedmill::web::{self, AccessSettings, ConvertAccess, WebSettings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{METRICS, World, WorldSettings, hooks};

#[tokio::test]
async fn metrics_are_served_beside_the_feeds_unless_they_have_an_address() {
    let world = World::start().await;
    let beside = world.get("/metrics").await;
    assert_eq!((beside.status, beside.text().as_str()), (200, METRICS));
    assert_eq!(beside.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");

    let metrics_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    let settings = WebSettings { metrics_listen, ..WebSettings::default() };
    let world = World::with(WorldSettings { web: settings, ..WorldSettings::default() }).await;
    assert_eq!(world.get("/metrics").await.status, 404);
}

#[tokio::test]
async fn metrics_are_for_no_script_even_where_everyone_may_convert_pages() {
    let access = AccessSettings { convert: ConvertAccess::Open, ..AccessSettings::default() };
    let world = World::with(WorldSettings { access, ..WorldSettings::default() }).await;

    let metrics = world.get("/metrics").await;

    assert_eq!((metrics.status, metrics.header("access-control-allow-origin")), (200, ""));
    assert_eq!(metrics.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_address_for_metrics_serves_nothing_else() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(web::metrics_server(listener, Arc::new(|| METRICS.to_owned())).unwrap());
    let mut world = World::start().await;
    world.address = address;

    let metrics = world.get("/metrics").await;

    assert_eq!((metrics.status, metrics.text().as_str()), (200, METRICS));
    assert_eq!(world.get("/opml").await.status, 404);
}

#[tokio::test]
async fn a_server_that_is_stopped_answers_the_request_under_way() {
    let world = World::start().await;
    let mut held = world.upstream.hold("/weather").await;
    let answer = tokio::spawn(world.request("/feeds/herald/weather.rss"));
    held.asked().await;

    let stopping = world.server.stop(true);
    held.release();

    assert_eq!(answer.await.unwrap().status, 200);
    stopping.await;
    assert!(std::net::TcpStream::connect(world.address).is_err());
}

#[tokio::test]
async fn settings_that_cannot_be_keep_the_server_from_starting() {
    let world = World::start().await;
    let error = |settings: &WebSettings, access: &AccessSettings| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let service = Arc::clone(&world.service);
        let server = web::server(listener, service, settings, access, hooks(String::new));
        server.err().unwrap().to_string()
    };

    let impatient = WebSettings { shutdown_seconds: 0, ..WebSettings::default() };
    let locked = AccessSettings {
        convert: ConvertAccess::Token,
        tokens_file: Some("/nowhere/tokens".into()),
        ..AccessSettings::default()
    };

    assert_eq!(
        error(&impatient, &AccessSettings::default()),
        "server.shutdown_seconds: expected 1 to 3600 seconds, found 0"
    );
    assert_eq!(error(&WebSettings::default(), &locked), "access.tokens_file: cannot read /nowhere/tokens");
}

#[tokio::test]
async fn a_request_that_is_refused_before_its_address_is_known_gets_a_status_alone() {
    let world = World::start().await;
    let mut connection = TcpStream::connect(world.address).await.unwrap();
    connection.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();

    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(!head.contains("problem+json") && body.is_empty(), "{answer}");
}
