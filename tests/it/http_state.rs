//! The state of a feed, told beside it: in headers, in the interface, and by links in JSON Feed.

use serde_json::Value;

use crate::support::World;

#[tokio::test]
async fn a_feed_says_how_old_it_is_and_a_stale_one_warns_of_it() {
    let world = World::start().await;
    let first = world.get("/feeds/herald/news.json").await;
    world.clock.advance(100);
    let second = world.get("/feeds/herald/news.json").await;
    world.upstream.fail(500).await;
    world.refresh("herald/news", 900).await;
    world.clock.advance(60);
    let third = world.get("/feeds/herald/news.json").await;

    assert_eq!((first.header("age"), second.header("age"), third.header("age")), ("0", "100", "1060"));
    assert!(second.header("cache-control").starts_with("public, max-age=900, "));
    assert_eq!(second.header("cache-status"), "feedmill; hit; ttl=800");
    assert_eq!((first.header("warning"), second.header("warning")), ("", ""));
    assert!(third.header("cache-control").starts_with("public, max-age=840, "), "until the next try");
    assert_eq!(third.header("cache-status"), "feedmill; hit; ttl=-220; detail=server_error");
    assert_eq!(third.header("warning"), "111 feedmill \"Revalidation Failed\"");
    assert_eq!(third.body, first.body);
}

#[tokio::test]
async fn a_json_feed_leads_to_its_state_by_links_that_stay_as_they_are() {
    let world = World::start().await;
    let feed = world.get("/feeds/herald/news.json").await.json();
    let of_view = world.get("/feeds/herald/news.json?limit=1").await.json();

    let base = format!("http://{}", world.address);
    let links = &feed["_feedmill"];
    assert_eq!(links["state_url"], format!("{base}/api/v1/feeds/herald/news"));
    assert_eq!(links["status_url"], format!("{base}/status/herald/news"));
    assert_eq!(&of_view["_feedmill"], links);
    for name in ["about", "state_url", "status_url"] {
        let path = links[name].as_str().unwrap().replace(&base, "");
        assert_eq!(world.get(&path).await.status, 200, "{path}");
    }
    let page = world.upstream.elsewhere("/news");
    let converted = world.get(&format!("/convert.json?url={page}")).await.json();
    assert_eq!(converted["_feedmill"], Value::Null);
}

#[tokio::test]
async fn the_interface_tells_how_a_page_has_drifted_and_what_the_weeks_were_like() {
    let world = World::start().await;
    world.get("/feeds/herald/news.json").await;
    world.upstream.serve_only("/news", "<!doctype html><title>News</title><p>Nothing for now.</html>").await;
    world.refresh("herald/news", 3_600).await;

    let state = world.get("/api/v1/feeds/herald/news").await.json();

    assert_eq!(state["outcome"], "drifted");
    assert_eq!(state["outcome_since"], "2024-05-06T13:00:00Z");
    assert_eq!(state["stopped"], false);
    let drift = &state["drift"];
    assert_eq!((&drift["since"], &drift["times"]), (&state["outcome_since"], &Value::from(1)));
    assert_eq!(drift["accepted_after"], Value::Null, "a feed never empties, however often its page does");
    let change = &drift["changes"][0];
    assert_eq!((&change["what"], &change["found"]), (&Value::from("entries"), &Value::from("0 entries")));
    let days = state["days"].as_array().unwrap();
    assert_eq!(days.len(), 28);
    let today = days.last().unwrap();
    assert_eq!((&today["day"], &today["items"]), (&Value::from("2024-05-06"), &Value::from(1)));
    let ended: Vec<_> = today["refreshes"].as_array().unwrap().iter().collect();
    assert_eq!(ended.len(), 2, "{ended:?}");
    assert_eq!((&ended[1]["outcome"], &ended[1]["new_items"]), (&Value::from("ok"), &Value::from(3)));
}

#[tokio::test]
async fn a_feed_that_is_gone_has_stopped() {
    let world = World::start().await;
    world.get("/feeds/herald/news.json").await;
    world.upstream.fail(410).await;
    world.refresh("herald/news", 3_600).await;

    let state = world.get("/api/v1/feeds/herald/news").await.json();

    assert_eq!((&state["outcome"], &state["stopped"]), (&Value::from("gone"), &Value::from(true)));
    assert_eq!(state["next_check"], Value::Null);
}
