//! The feed of what breaks and mends.

use crate::support::{Exchange, World};

fn parsed(answer: &Exchange) -> feed_rs::model::Feed {
    feed_rs::parser::parse(answer.body.as_slice())
        .unwrap_or_else(|error| panic!("{error} in {} {}", answer.status, answer.text()))
}

fn titles(answer: &Exchange) -> Vec<String> {
    parsed(answer).entries.into_iter().map(|entry| entry.title.unwrap().content).collect()
}

#[tokio::test]
async fn a_feed_that_breaks_is_an_item_once_and_when_it_mends_another() {
    let world = World::start().await;
    world.get("/feeds/herald/news.rss").await;
    assert_eq!(titles(&world.get("/feeds/status.atom").await), [""; 0]);

    world.upstream.fail(403).await;
    world.refresh("herald/news", 3_600).await;
    let broken = world.get("/feeds/status.json").await;
    world.refresh("herald/news", 24 * 3_600).await;
    let still = world.get("/feeds/status.json").await;
    world.upstream.serve_news().await;
    world.refresh("herald/news", 2 * 24 * 3_600).await;

    assert_eq!(titles(&broken), ["herald/news is broken: forbidden"]);
    assert_eq!((still.header("etag"), &still.body), (broken.header("etag"), &broken.body));
    let item = &broken.json()["items"][0];
    assert_eq!(item["url"], format!("http://{}/status/herald/news", world.address));
    assert_eq!(item["date_published"], "2024-05-06T13:00:00+00:00");
    let mended = world.get("/feeds/status.json").await.json();
    assert_eq!(mended["items"][0]["title"], "herald/news is mended");
    assert_eq!(&mended["items"][1], item, "what was told stays as it was told");
    assert_ne!(mended["items"][0]["id"], item["id"]);
    for format in ["rss", "atom"] {
        let answer = world.get(&format!("/feeds/status.{format}")).await;
        assert_eq!(titles(&answer), ["herald/news is mended", "herald/news is broken: forbidden"]);
        assert!(answer.text().contains(&format!("http://{}/feeds/status.{format}", world.address)));
    }
    let broken = world.get("/feeds/status.rss?tag=broken").await;
    assert_eq!(titles(&broken), ["herald/news is broken: forbidden"]);
}

#[tokio::test]
async fn it_is_asked_for_and_kept_like_every_other_feed() {
    let world = World::start().await;
    world.upstream.fail(500).await;
    world.get("/feeds/herald/news.rss").await;

    let first = world.get("/feeds/status.rss").await;
    let tag = first.header("etag").to_owned();
    world.clock.advance(7_200);
    let again = world.get_with("/feeds/status.rss", &[("if-none-match", &tag)]).await;

    assert_eq!(first.header("content-type"), "application/rss+xml; charset=utf-8");
    assert_eq!(first.header("last-modified"), "Mon, 06 May 2024 12:00:00 GMT");
    assert!(first.header("cache-control").starts_with("public, max-age=60, "));
    assert_eq!(first.header("access-control-allow-origin"), "*");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let other = world.get("/feeds/status.xml").await;
    assert_eq!((other.status, other.problem().as_str()), (404, "unknown_format"));
    let page = world.get("/feeds/status.rss?page=1").await;
    assert_eq!((page.status, page.problem().as_str()), (400, "unknown_parameter"));
}
