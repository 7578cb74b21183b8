//! Feeds: formats, codings, views.

use std::io::Read;

use crate::support::World;

#[tokio::test]
async fn a_feed_is_served_in_every_format_under_its_own_address() {
    let world = World::start().await;

    for (extension, media_type, kind) in [
        ("rss", "application/rss+xml; charset=utf-8", feed_rs::model::FeedType::RSS2),
        ("atom", "application/atom+xml; charset=utf-8", feed_rs::model::FeedType::Atom),
        ("json", "application/feed+json; charset=utf-8", feed_rs::model::FeedType::JSON),
    ] {
        let path = format!("/feeds/herald/news.{extension}");
        let answer = world.get(&path).await;

        assert_eq!((answer.status, answer.header("content-type")), (200, media_type));
        let feed = feed_rs::parser::parse(answer.body.as_slice()).unwrap();
        assert_eq!((feed.feed_type, feed.entries.len()), (kind, 3));
        assert!(
            answer.text().contains(&format!("http://{}{path}", world.address)),
            "{path} lacks its own address"
        );
    }
}

#[tokio::test]
async fn one_fetch_of_the_listing_serves_every_format_and_reader() {
    let world = World::start().await;

    for path in ["/feeds/herald/news.rss", "/feeds/herald/news.atom", "/feeds/herald/news.rss?limit=1"] {
        assert_eq!(world.get(path).await.status, 200);
    }

    assert_eq!(world.upstream.requests_of("/news").await, 1);
    assert_eq!(world.upstream.requests_of("/news/harbour").await, 1);
}

#[tokio::test]
async fn the_head_of_a_feed_says_all_that_a_cache_and_a_reader_need() {
    let world = World::start().await;
    world.get("/feeds/herald/news.rss").await;

    let answer = world.get("/feeds/herald/news.rss").await;

    let head = answer
        .head()
        .replace(answer.header("etag"), "\"TAG\"")
        .replace(answer.header("content-length"), "LENGTH");
    insta::assert_snapshot!(head);
}

#[tokio::test]
async fn without_an_extension_the_accept_header_chooses() {
    let world = World::start().await;
    let get = async |accept| world.get_with("/feeds/herald/news", &[("accept", accept)]).await;

    let atom = get("application/atom+xml, application/rss+xml;q=0.5").await;
    assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
    assert_eq!(atom.header("vary"), "Accept, Accept-Encoding, A-IM");
    assert_eq!(get("*/*").await.header("content-type"), "application/rss+xml; charset=utf-8");

    let none = get("image/png").await;
    assert_eq!((none.status, none.problem().as_str()), (406, "not_acceptable"));
    assert!(none.text().contains("application/rss+xml, application/atom+xml, application/feed+json"));
}

#[tokio::test]
async fn the_extension_counts_before_the_accept_header() {
    let world = World::start().await;

    let answer = world.get_with("/feeds/herald/news.json", &[("accept", "application/rss+xml")]).await;

    assert_eq!(answer.header("content-type"), "application/feed+json; charset=utf-8");
    assert_eq!(answer.header("vary"), "Accept-Encoding");
}

#[tokio::test]
async fn every_coding_carries_the_same_feed_under_a_tag_of_its_own() {
    let world = World::start().await;
    let get = async |coding| world.get_with("/feeds/herald/news.rss", &[("accept-encoding", coding)]).await;

    let (plain, gzip, brotli) = (get("identity").await, get("gzip").await, get("gzip, br").await);

    let (mut gunzipped, mut unbrotlied) = (Vec::new(), Vec::new());
    flate2::read::GzDecoder::new(gzip.body.as_slice()).read_to_end(&mut gunzipped).unwrap();
    brotli::BrotliDecompress(&mut brotli.body.as_slice(), &mut unbrotlied).unwrap();
    assert!(gunzipped == plain.body && unbrotlied == plain.body);
    assert_eq!((plain.header("content-encoding"), gzip.header("content-encoding")), ("", "gzip"));
    assert_eq!(brotli.header("content-encoding"), "br");
    let hash = plain.header("etag").trim_matches('"').to_owned();
    assert_eq!(gzip.header("etag"), format!("\"{hash}-gzip\""));
    assert_eq!(brotli.header("etag"), format!("\"{hash}-br\""));
}

#[tokio::test]
async fn a_client_that_refuses_every_coding_is_told_so() {
    let world = World::start().await;
    let answer = world.get_with("/feeds/herald/news.rss", &[("accept-encoding", "*;q=0")]).await;
    assert_eq!((answer.status, answer.problem().as_str()), (406, "not_acceptable"));
}

#[tokio::test]
async fn a_reader_narrows_a_feed() {
    let world = World::start().await;
    let titles = async |query: &str| {
        let feed = world.get(&format!("/feeds/herald/news.json?{query}")).await.json();
        let titles =
            feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned());
        titles.collect::<Vec<_>>()
    };

    assert_eq!(titles("limit=1").await, ["The harbour opens again"]);
    assert_eq!(titles("author=brandt").await, ["A library for the night"]);
    assert_eq!(titles("include=orchard%7Charbour&exclude=harbour").await, ["Old orchard, new trees"]);
    assert_eq!(titles("q=library+night&content=summary").await, ["A library for the night"]);
}

#[tokio::test]
async fn a_tag_with_any_characters_is_a_feed() {
    let world = World::start().await;

    let answer = world.get("/feeds/herald/topics/Trees%20%26%20Parks.json").await;

    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["items"].as_array().unwrap().len(), 3);
    assert!(
        answer.json()["feed_url"]
            .as_str()
            .unwrap()
            .ends_with("/feeds/herald/topics/Trees%20%26%20Parks.json")
    );
}

#[tokio::test]
async fn the_form_for_a_tag_leads_to_its_feed() {
    let world = World::start().await;

    let answer = world.get("/feeds/herald/topics.atom?topic=Trees+%26+Parks").await;

    assert_eq!(answer.status, 303);
    let expected = format!("http://{}/feeds/herald/topics/Trees%20%26%20Parks.atom", world.address);
    assert_eq!(answer.header("location"), expected);
}
