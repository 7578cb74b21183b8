//! Conditional requests on the wire.

use reqwest::Method;

use crate::support::World;

const PATH: &str = "/feeds/herald/news.rss";

#[tokio::test]
async fn a_reader_with_the_current_copy_gets_304_without_a_body() {
    let world = World::start().await;
    let first = world.get(PATH).await;

    let again = world.get_with(PATH, &[("if-none-match", first.header("etag"))]).await;

    assert_eq!((again.status, again.body.len()), (304, 0));
    for name in ["etag", "last-modified", "vary", "cache-control"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
    assert_eq!(again.header("content-type"), "");
}

#[tokio::test]
async fn a_date_alone_is_enough() {
    let world = World::start().await;
    let modified = world.get(PATH).await.header("last-modified").to_owned();

    let since = async |date: &str| world.get_with(PATH, &[("if-modified-since", date)]).await.status;

    assert_eq!(since(&modified).await, 304);
    assert_eq!(since("Sat, 01 Jan 2000 00:00:00 GMT").await, 200);
}

#[tokio::test]
async fn a_tag_that_does_not_match_counts_before_a_date_that_does() {
    let world = World::start().await;
    let modified = world.get(PATH).await.header("last-modified").to_owned();

    let headers = [("if-none-match", "\"another\""), ("if-modified-since", modified.as_str())];

    assert_eq!(world.get_with(PATH, &headers).await.status, 200);
}

#[tokio::test]
async fn the_tag_of_one_coding_is_not_current_for_another() {
    let world = World::start().await;
    let plain = world.get(PATH).await;

    let headers = [("if-none-match", plain.header("etag")), ("accept-encoding", "gzip")];

    assert_eq!(world.get_with(PATH, &headers).await.status, 200);
}

#[tokio::test]
async fn the_tag_stays_when_a_refresh_brings_nothing_new() {
    let world = World::start().await;
    let first = world.get(PATH).await;

    world.clock.advance(3_600);
    let stale = world.get(PATH).await;

    assert_eq!(stale.header("etag"), first.header("etag"));
    assert_eq!(stale.header("last-modified"), first.header("last-modified"));
}

#[tokio::test]
async fn a_stale_feed_is_handed_out_at_once_and_says_so() {
    let world = World::start().await;
    world.get(PATH).await;
    world.clock.advance(3_600);
    world.upstream.fail(500).await;

    let answer = world.get(PATH).await;

    assert_eq!(answer.status, 200);
    assert!(answer.header("cache-control").starts_with("public, max-age=0, stale-while-revalidate="));
    assert!(
        answer.header("cache-status").starts_with("feedmill; hit; ttl=-"),
        "{}",
        answer.header("cache-status")
    );
}

#[tokio::test]
async fn head_answers_as_get_does() {
    let world = World::start().await;
    world.get(PATH).await;
    let get = world.get(PATH).await;

    let head = world.ask(Method::HEAD, PATH, &[]).await;

    assert_eq!(head.head(), get.head());
    assert!(head.body.is_empty() && !get.body.is_empty());
    let current = [("if-none-match", get.header("etag"))];
    assert_eq!(world.ask(Method::HEAD, PATH, &current).await.status, 304);
}

#[tokio::test]
async fn after_a_clock_that_was_a_year_ahead_no_date_is_later_than_the_answer_and_none_hides_a_change() {
    const YEAR: i64 = 365 * 24 * 3_600;
    let world = World::start().await;
    world.clock.advance(YEAR);
    let ahead = world.get(PATH).await;
    assert_eq!(ahead.header("last-modified"), "Tue, 06 May 2025 12:00:00 GMT");
    world.clock.advance(-YEAR);
    let back = world.get(PATH).await;
    assert_eq!(back.header("etag"), ahead.header("etag"));
    assert_eq!(back.header("last-modified"), "Mon, 06 May 2024 12:00:00 GMT");
    let card = |name: &str| {
        format!(
            "<article><h2><a href=\"/news/{name}\">What came of the {name}</a></h2><p>In short.</p>\
             <time datetime=\"2024-05-04T08:15:00+01:00\">then</time></article>"
        )
    };
    let cards = ["ferry", "harbour", "library", "orchard"].map(card).concat();
    world.upstream.serve_only("/news", &format!("<title>News</title><main>{cards}</main></html>")).await;

    world.refresh("herald/news", 3_600).await;

    let changed = world.get(PATH).await;
    assert_ne!(changed.header("etag"), ahead.header("etag"));
    assert_eq!(changed.header("last-modified"), "Mon, 06 May 2024 13:00:00 GMT");
    for copy in [&ahead, &back, &changed] {
        let since = [("if-modified-since", copy.header("last-modified"))];
        assert_eq!(world.get_with(PATH, &since).await.status, 200, "{since:?}");
    }
    let current = [("if-none-match", changed.header("etag"))];
    let unchanged = world.get_with(PATH, &current).await;
    assert_eq!((unchanged.status, unchanged.header("last-modified")), (304, changed.header("last-modified")));
}
