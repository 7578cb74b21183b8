//! Behind a reverse proxy: public base, prefix, trust.

use feedmill::web::WebSettings;

use crate::support::{World, WorldSettings};

async fn world(web: WebSettings) -> World {
    World::with(WorldSettings { web, ..WorldSettings::default() }).await
}

fn public(url: &str) -> WebSettings {
    WebSettings { public_url: Some(url.to_owned()), ..WebSettings::default() }
}

fn trusting() -> WebSettings {
    WebSettings { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..WebSettings::default() }
}

#[tokio::test]
async fn a_configured_public_address_stands_in_everything_that_is_printed() {
    let world = world(public("https://feeds.example/mill/")).await;
    let own = world.address.to_string();

    for path in ["/", "/docs", "/opml", "/feeds/herald.opml", "/api/v1/sites", "/api/v1/sites/herald"] {
        let text = world.get(path).await.text();
        assert!(text.contains("https://feeds.example/mill/"), "{path} lacks the public address");
        assert!(!text.contains(&own), "{path} shows the service's own address");
    }
    let feed = world.get("/feeds/herald/news.json").await.json();
    assert_eq!(feed["feed_url"], "https://feeds.example/mill/feeds/herald/news.json");
    let problem = world.get("/nothing").await.json();
    assert_eq!(problem["type"], "https://feeds.example/mill/docs#unknown_address");
}

#[tokio::test]
async fn a_prefix_may_be_taken_off_by_the_proxy_or_left_to_the_service() {
    let world = world(public("https://feeds.example/mill")).await;

    let (stripped, whole) =
        (world.get("/feeds/herald/news.rss").await, world.get("/mill/feeds/herald/news.rss").await);

    assert_eq!((stripped.status, whole.status), (200, 200));
    assert_eq!(stripped.body, whole.body);
    assert_eq!(world.get("/mill").await.status, 200);
    assert_eq!(world.get("/mill/feeds/herald/news.rss?limit=1").await.status, 200);
    assert_eq!(world.get("/milling/healthz").await.status, 404);
}

#[tokio::test]
async fn metrics_are_never_under_a_prefix() {
    let published = world(public("https://feeds.example/mill")).await;
    // A proxy that takes the prefix off once sends the first for /mill/mill/metrics.
    for path in ["/mill/metrics", "/mill/mill/metrics", "/mill/%6Detrics", "/mill//metrics", "/mill/metrics/"]
    {
        assert_eq!(published.get(path).await.status, 404, "{path}");
    }
    // Nobody has named the proxy, so whoever asks may be anyone behind it.
    assert_eq!(published.get("/metrics").await.problem(), "access_denied");

    let told = world(trusting()).await;
    let headers = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-prefix", "/mill")];
    assert_eq!(told.get_with("/mill/metrics", &headers).await.status, 404);
}

#[tokio::test]
async fn a_trusted_proxy_tells_the_address_under_which_it_publishes() {
    let world = world(trusting()).await;
    let headers = [
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "feeds.example"),
        ("x-forwarded-prefix", "/mill"),
    ];

    let feed = world.get_with("/feeds/herald/news.json", &headers).await;
    let whole = world.get_with("/mill/feeds/herald/news.json", &headers).await;
    let plain = world.get("/feeds/herald/news.json").await;

    assert_eq!(feed.json()["feed_url"], "https://feeds.example/mill/feeds/herald/news.json");
    // A prefix that is told has been taken off, so one that is still there is a part of the address.
    assert_eq!((whole.status, whole.problem().as_str()), (404, "unknown_address"));
    assert_eq!(plain.json()["feed_url"], format!("http://{}/feeds/herald/news.json", world.address));
}

#[tokio::test]
async fn the_standard_header_of_a_trusted_proxy_does_the_same() {
    let world = world(trusting()).await;
    let headers = [("forwarded", "for=203.0.113.9;proto=https;host=\"feeds.example\"")];

    let feed = world.get_with("/feeds/herald/news.json", &headers).await;

    assert_eq!(feed.json()["feed_url"], "https://feeds.example/feeds/herald/news.json");
}

#[tokio::test]
async fn nobody_else_can_put_an_address_into_an_answer() {
    let world = World::start().await;
    let headers = [
        ("host", "evil.example"),
        ("forwarded", "for=127.0.0.1;proto=https;host=evil.example"),
        ("x-forwarded-host", "evil.example"),
    ];

    for path in ["/", "/docs", "/opml", "/api/v1/sites", "/feeds/herald/news.json", "/nothing"] {
        let text = world.get_with(path, &headers).await.text();
        assert!(!text.contains("evil.example"), "{path}");
    }
}
