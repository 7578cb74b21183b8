//! Methods and addresses that lead nowhere.

use reqwest::Method;

use crate::support::World;

#[tokio::test]
async fn options_names_the_methods_and_lets_scripts_ask_conditionally() {
    let world = World::start().await;

    let answer = world.ask(Method::OPTIONS, "/feeds/herald/news.rss", &[]).await;

    insta::assert_snapshot!(answer.head());
}

#[tokio::test]
async fn scripts_of_other_origins_are_not_let_at_pages_of_ones_own_choice() {
    let world = World::start().await;

    let answer = world.ask(Method::OPTIONS, "/convert.rss", &[]).await;

    assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn another_method_is_refused_with_those_there_are() {
    let world = World::start().await;

    for path in ["/", "/feeds/herald/news.rss", "/api/v1/sites", "/healthz"] {
        let answer = world.ask(Method::POST, path, &[]).await;

        assert_eq!((answer.status, answer.problem().as_str()), (405, "method_not_allowed"), "{path}");
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_a_problem_document() {
    let world = World::start().await;

    let answer = world.get("/nothing/here").await;

    insta::assert_snapshot!(world.steady(&answer.text()));
    for path in ["/feeds", "/feeds/", "/feeds/herald", "/api/v1", "/convert", "/assets/none.css", "//"] {
        let answer = world.get(path).await;
        assert_eq!((answer.status, answer.problem().as_str()), (404, "unknown_address"), "{path}");
    }
}

#[tokio::test]
async fn a_parameter_that_an_address_does_not_take_is_refused() {
    let world = World::start().await;

    for path in [
        "/?x=1",
        "/feeds/herald/news.rss?lmit=1",
        "/opml?x",
        "/api/v1/sites?x=1",
        "/healthz?x=1",
        "/docs?x=1",
    ] {
        let answer = world.get(path).await;
        assert_eq!((answer.status, answer.problem().as_str()), (400, "unknown_parameter"), "{path}");
    }
}

#[tokio::test]
async fn an_address_without_end_is_refused() {
    let world = World::start().await;

    let answer = world.get(&format!("/feeds/herald/news.rss?q={}", "a".repeat(9_000))).await;

    assert_eq!((answer.status, answer.problem().as_str()), (414, "address_too_long"));
}
