//! What readers are told when there is no feed to hand out.

use crate::support::World;

#[tokio::test]
async fn names_that_nothing_has_are_answered_with_those_there_are() {
    let world = World::start().await;

    for (path, code, expected) in [
        ("/feeds/gazette/news.rss", "unknown_site", "herald"),
        ("/feeds/herald/sports.rss", "unknown_feed", "news, weather"),
        ("/feeds/herald/news.xml", "unknown_format", ".rss, .atom or .json"),
        ("/feeds/gazette.opml", "unknown_site", "herald"),
        ("/api/v1/sites/gazette", "unknown_site", "herald"),
        ("/api/v1/feeds/herald/sports", "unknown_feed", "news, weather"),
        ("/feeds/Her%20ald/news.rss", "unknown_site", "letters a-z"),
        ("/feeds/herald/a%2F..%2Fb.rss", "unknown_feed", "segments"),
        ("/convert.xml?url=http://news.example/", "unknown_format", ".rss, .atom or .json"),
    ] {
        let answer = world.get(path).await;

        assert_eq!((answer.status, answer.problem().as_str()), (404, code), "{path}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(expected), "{path}: {detail}");
    }
}

#[tokio::test]
async fn a_wish_out_of_bounds_is_named_with_its_bounds() {
    let world = World::start().await;

    for (query, expected) in [
        ("limit=0", "limit: expected a number from 1 to"),
        ("limit=many", "limit: expected a number from 1 to"),
        ("content=half", "content: expected \"full\" or \"summary\", found \"half\""),
        ("include=(", "include: expected a regular expression"),
        ("limit=1&limit=2", "limit: expected the parameter once"),
    ] {
        let answer = world.get(&format!("/feeds/herald/news.rss?{query}")).await;

        assert_eq!((answer.status, answer.problem().as_str()), (400, "bad_parameter"), "{query}");
        assert!(answer.json()["detail"].as_str().unwrap().starts_with(expected), "{}", answer.text());
    }
}

#[tokio::test]
async fn the_pages_of_a_feed_are_for_its_definition_to_say_and_those_of_a_conversion_have_bounds() {
    let world = World::start().await;

    let of_feed = world.get("/feeds/herald/news.rss?pages=2").await;
    assert_eq!((of_feed.status, of_feed.problem().as_str()), (400, "unknown_parameter"));
    assert!(of_feed.json()["detail"].as_str().unwrap().contains("in its definition"), "{}", of_feed.text());
    for pages in ["0", "11", "two", "-1"] {
        let url = world.upstream.url("/news");
        let answer = world.get(&format!("/convert.rss?url={url}&pages={pages}")).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "bad_parameter"), "{pages}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with("pages: expected a number from 1 to 10"), "{detail}");
    }
}

#[tokio::test]
async fn a_feed_that_was_never_fetched_says_when_to_ask_again() {
    let world = World::start().await;
    world.upstream.fail(503).await;

    let answer = world.get("/feeds/herald/news.rss").await;

    assert_eq!((answer.status, answer.problem().as_str()), (503, "never_fetched"));
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn a_tag_that_the_site_does_not_know_is_no_feed() {
    let world = World::start().await;

    let answer = world.get("/feeds/herald/topics/Nothing.rss").await;

    assert_eq!((answer.status, answer.problem().as_str()), (404, "unknown_value"));
}

#[tokio::test]
async fn what_is_typed_into_a_form_and_can_be_no_tag_is_named_with_what_can() {
    let world = World::start().await;

    for (typed, found) in [
        ("Trees%2FParks", "found \"Trees/Parks\""),
        ("Trees%0AParks", "found \"Trees\\nParks\""),
        ("..", "found \"..\""),
        ("+", "found \" \""),
        ("", "found \"\""),
    ] {
        let answer = world.get(&format!("/feeds/herald/topics.rss?topic={typed}")).await;

        assert_eq!((answer.status, answer.problem().as_str()), (404, "unknown_value"), "{typed:?}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(
            detail.starts_with("expected a topic of 1 to 100 characters, none of them a slash"),
            "{detail}"
        );
        assert!(detail.ends_with(found), "{detail}");
    }
}

#[tokio::test]
async fn a_feed_that_fails_keeps_its_items_and_says_so_beside_them() {
    let world = World::start().await;
    let first = world.get("/feeds/herald/news.json").await;
    world.upstream.fail(500).await;
    world.clock.advance(3_600);

    // This answer starts a refresh; closing the service waits for its end.
    world.get("/feeds/herald/news.json").await;
    world.service.close().await;
    let again = world.get("/feeds/herald/news.json").await;

    assert_eq!((again.status, again.header("etag")), (200, first.header("etag")));
    assert_eq!(again.body, first.body);
    assert_eq!(first.header("cache-status"), "feedmill; fwd=miss; stored; ttl=900");
    let status = again.header("cache-status");
    assert!(
        status.starts_with("feedmill; hit; ttl=") && status.ends_with("; detail=server_error"),
        "{status}"
    );
}
