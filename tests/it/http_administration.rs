//! What whoever runs the service has done at once: by token alone, and by POST.

use feedmill::web::{AccessSettings, WebSettings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Exchange, World, WorldSettings};

const TOKEN: &str = "a-token-for-the-engine-room";

async fn world() -> World {
    let access = AccessSettings { tokens: [TOKEN].into_iter().collect(), ..AccessSettings::default() };
    World::with(WorldSettings { access, ..WorldSettings::default() }).await
}

async fn post(world: &World, path: &str) -> Exchange {
    let token = format!("Bearer {TOKEN}");
    world.ask(Method::POST, &format!("/api/v1/admin/{path}"), &[("authorization", token.as_str())]).await
}

#[tokio::test]
async fn nothing_is_done_without_a_token_that_is_known() {
    let (world, without) = (world().await, World::start().await);
    for path in ["refresh/herald/news", "accept/herald/news", "resume/herald/news", "reload"] {
        let path = format!("/api/v1/admin/{path}");
        for headers in [&[][..], &[("authorization", "Bearer a-token-of-someone-else")]] {
            let answer = world.ask(Method::POST, &path, headers).await;
            assert_eq!((answer.status, answer.problem().as_str()), (401, "token_needed"), "{path}");
            assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"feedmill\"");
        }
        // Where there are no tokens nobody is let in, also not on the machine itself.
        let answer = without.ask(Method::POST, &path, &[("authorization", "Bearer ")]).await;
        assert_eq!((answer.status, answer.problem().as_str()), (403, "access_denied"), "{path}");
        assert!(answer.text().contains("access.tokens_file"), "{}", answer.text());
    }
    assert_eq!(world.upstream.requests_of("/news").await, 0);
}

#[tokio::test]
async fn a_look_at_the_address_does_nothing() {
    let world = world().await;
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = world.ask(method, "/api/v1/admin/refresh/herald/news", &[]).await;
        assert_eq!((answer.status, answer.header("allow")), (405, "POST, OPTIONS"));
    }
    let options = world.ask(Method::OPTIONS, "/api/v1/admin/reload", &[]).await;
    assert_eq!(options.header("allow"), "POST, OPTIONS");
    assert_eq!(options.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_feed_that_is_fresh_is_refreshed_when_that_is_asked_for() {
    let world = world().await;
    world.get("/feeds/herald/news.rss").await;
    world.clock.advance(5);
    world.upstream.serve_news().await;

    let answer = post(&world, "refresh/herald/news").await;

    assert_eq!((answer.status, &answer.json()["outcome"]), (200, &json!("ok")));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(world.upstream.requests_of("/news").await, 1, "one since the upstream was reset");
    assert_eq!(post(&world, "refresh/herald/nothing").await.problem(), "unknown_feed");
    assert_eq!(post(&world, "refresh/herald/news?now=1").await.problem(), "unknown_parameter");
}

#[tokio::test]
async fn a_refresh_that_fails_is_told_by_the_state_and_leaves_the_feed() {
    let world = world().await;
    let before = world.get("/feeds/herald/news.rss").await;
    world.upstream.fail(500).await;

    let state = post(&world, "refresh/herald/news").await.json();

    assert_eq!((&state["condition"], &state["outcome"]), (&json!("failing"), &json!("server_error")));
    assert_eq!(world.get("/feeds/herald/news.rss").await.body, before.body);
    let never = post(&world, "refresh/herald/weather").await;
    assert_eq!((never.status, &never.json()["outcome"]), (200, &json!("server_error")));
}

/// The listing of the herald without the dates of its cards.
fn undated() -> String {
    let cards = [
        ("harbour", "The harbour opens again"),
        ("library", "A library for the night"),
        ("orchard", "Old orchard, new trees"),
    ];
    let card = |(path, title): (&str, &str)| {
        format!(
            "<article><h2><a href=\"/news/{path}\">{title}</a></h2><p>What there is to say.</p></article>"
        )
    };
    let cards: String = cards.map(card).concat();
    format!("<!doctype html><html lang=en><title>News</title><main>{cards}</main></html>")
}

#[tokio::test]
async fn a_page_that_is_held_back_is_taken_when_that_is_asked_for() {
    let world = world().await;
    world.get("/feeds/herald/news.rss").await;
    assert_eq!(post(&world, "accept/herald/news").await.problem(), "nothing_to_do");
    world.upstream.page_instead("/news", &undated()).await;
    let held: Value = post(&world, "refresh/herald/news").await.json();
    assert_eq!((&held["outcome"], &held["drift"]["times"]), (&json!("drifted"), &json!(1)), "{held:#}");

    let taken = post(&world, "accept/herald/news").await;

    assert_eq!(taken.status, 200, "{}", taken.text());
    let taken = taken.json();
    assert_eq!((&taken["outcome"], &taken["drift"]), (&json!("ok"), &Value::Null), "{taken:#}");
}

#[tokio::test]
async fn a_feed_that_has_stopped_is_tried_again_when_that_is_asked_for() {
    let world = world().await;
    world.get("/feeds/herald/news.rss").await;
    world.upstream.fail(410).await;
    let stopped = post(&world, "refresh/herald/news").await.json();
    assert_eq!((&stopped["outcome"], &stopped["stopped"]), (&json!("gone"), &json!(true)), "{stopped:#}");
    world.upstream.serve_news().await;

    let resumed = post(&world, "resume/herald/news").await.json();

    assert_eq!(resumed["stopped"], false, "{resumed:#}");
    world.refresh("herald/news", 1).await;
    assert_eq!(world.upstream.requests_of("/news").await, 1);
    assert_eq!(post(&world, "resume/herald/weather").await.problem(), "nothing_to_do");
}

#[tokio::test]
async fn reading_the_definitions_anew_tells_what_was_left_out() {
    let world = world().await;

    let answer = post(&world, "reload").await;

    let told = json!({"sites": 1, "left_out": ["sites/broken.toml:3: title: expected a text"]});
    assert_eq!((answer.status, answer.json()), (200, told));
}

#[tokio::test]
async fn the_metrics_are_open_on_the_machine_and_to_a_token_but_not_to_a_header() {
    let world = world().await;
    let token = format!("Bearer {TOKEN}");
    let forwarded = ("x-forwarded-for", "127.0.0.1");

    let direct = world.get("/metrics").await;
    let spoofed = world.get_with("/metrics", &[forwarded]).await;
    let shown = world.get_with("/metrics", &[forwarded, ("authorization", token.as_str())]).await;

    assert_eq!((direct.status, shown.status), (200, 200));
    assert_eq!((spoofed.status, spoofed.problem().as_str()), (401, "token_needed"));
    let web = WebSettings { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..WebSettings::default() };
    let behind = World::with(WorldSettings { web, ..WorldSettings::default() }).await;
    assert_eq!(behind.get_with("/metrics", &[forwarded]).await.problem(), "access_denied");
}
