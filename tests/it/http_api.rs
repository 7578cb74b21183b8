//! The catalogue, the state of feeds and the OPML lists.

use crate::support::World;

#[tokio::test]
async fn the_catalogue_names_every_site_with_its_addresses() {
    let world = World::start().await;
    let answer = world.get("/api/v1/sites").await;

    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-cache");
    insta::assert_snapshot!(world.steady(&answer.text()));
}

#[tokio::test]
async fn a_site_shows_its_feeds_under_their_headings() {
    let world = World::start().await;
    let answer = world.get("/api/v1/sites/herald").await;

    insta::assert_snapshot!(world.steady(&answer.text()));
}

#[tokio::test]
async fn the_state_of_a_feed_follows_its_refreshes() {
    let world = World::start().await;
    let state = async || world.get("/api/v1/feeds/herald/news").await.json();
    assert_eq!(state().await["condition"], "never_fetched");

    world.get("/feeds/herald/news.rss").await;

    let fresh = state().await;
    assert_eq!(fresh["condition"], "fresh");
    assert_eq!(fresh["entry_count"], 3);
    assert_eq!(fresh["links"]["atom"], format!("http://{}/feeds/herald/news.atom", world.address));
    world.clock.advance(100_000);
    assert_eq!(state().await["condition"], "stale");
}

#[tokio::test]
async fn what_is_read_with_the_own_feed_of_a_site_names_that_feed() {
    let world = World::start().await;
    let feed = world.upstream.elsewhere("/news/feed.xml");
    let items: String = ["harbour", "library", "orchard"]
        .map(|name| {
            format!("<item><title>Told by the feed: {name}</title><link>/news/{name}</link><author>Ada Moss</author></item>")
        })
        .concat();
    let document =
        format!("<rss version=\"2.0\"><channel><title>News</title><link>/news</link>{items}</channel></rss>");
    world.upstream.page("/news/feed.xml", &document).await;
    let page = world.upstream.elsewhere("/news");

    let listing = world.get(&format!("/api/v1/listing?url={page}")).await.json();
    let plain = world.get(&format!("/api/v1/listing?url={}", world.upstream.url("/news"))).await.json();
    let converted = world.get(&format!("/convert.json?url={page}")).await;

    assert_eq!(listing["feed_url"], feed.as_str());
    assert_eq!(listing["entries"][0]["title"], "Told by the feed: harbour");
    assert_eq!(listing["entries"][0]["date_source"], "time_element");
    assert_eq!(listing["entries"][0]["authors"][0], "Ada Moss");
    assert_eq!(plain["feed_url"], serde_json::Value::Null);
    assert_eq!(converted.header("link"), format!("<{feed}>; rel=\"via\""));
    assert_eq!(converted.json()["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn an_explanation_names_the_source_of_every_field_and_the_confidence_of_every_entry() {
    let world = World::start().await;
    let item = |name: &str| {
        format!("<article><h2><a href=/plain/{name}>A story about the {name} of the town</a></h2></article>")
    };
    let items: String = ["harbour", "library", "orchard", "school"].map(item).concat();
    let stories = world.upstream.elsewhere("/stories");
    world.upstream.page("/stories", &format!("<main>{items}</main>")).await;
    world
        .upstream
        .page("/story", "<meta property=og:title content='A plain story'><h1>A plain story</h1><p>Text.")
        .await;

    let listing = world.get(&format!("/api/v1/listing?url={stories}&explain=true")).await.json();
    let article = world
        .get(&format!("/api/v1/article?url={}&explain=true", world.upstream.elsewhere("/story")))
        .await
        .json();
    let plain = world.get(&format!("/api/v1/listing?url={stories}")).await.json();
    let converted = world.get(&format!("/convert.json?url={stories}&explain=true")).await;
    let refused = world.get(&format!("/api/v1/listing?url={stories}&explain=much")).await;

    assert_eq!(listing["explain"]["entries"].as_array().unwrap().len(), 4);
    assert!(listing["explain"]["entries"][0]["confidence"].as_f64().unwrap() > 0.0);
    assert_eq!(article["explain"]["title"]["seen"][0]["value"], "A plain story");
    assert!(plain.get("explain").is_none());
    assert_eq!(converted.status, 303);
    let leads_to = format!("http://{}/api/v1/listing?url=", world.address);
    let location = converted.header("location");
    assert!(location.starts_with(&leads_to) && location.ends_with("&explain=true"), "{location}");
    assert_eq!(refused.problem(), "bad_parameter");
}

#[tokio::test]
async fn an_opml_list_leads_a_reader_to_every_feed() {
    let world = World::start().await;

    let (all, site) = (world.get("/opml").await, world.get("/feeds/herald.opml").await);

    assert_eq!(site.header("content-type"), "text/x-opml; charset=utf-8");
    insta::assert_snapshot!(world.steady(&site.text()));
    assert!(all.text().contains(&format!("xmlUrl=\"http://{}/feeds/herald/weather.rss\"", world.address)));
    let current = [("if-none-match", all.header("etag"))];
    assert_eq!(world.get_with("/opml", &current).await.status, 304);
}

#[tokio::test]
async fn health_and_readiness_are_told_apart() {
    let world = World::start().await;
    assert_eq!(world.get("/healthz").await.json()["status"], "ok");
    assert_eq!(world.get("/readyz").await.json()["status"], "ready");

    world.service.close().await;

    assert_eq!(world.get("/healthz").await.status, 200);
    let ready = world.get("/readyz").await;
    assert_eq!((ready.status, ready.problem().as_str()), (503, "not_ready"));
}
