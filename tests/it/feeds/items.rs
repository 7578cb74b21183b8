//! What stands in a feed.

use std::collections::HashSet;

use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, article, home, listing};
use super::mill::{Mill, moment, written_page};

#[tokio::test]
async fn a_section_becomes_items_with_whole_articles() {
    let mill = Mill::start().await;
    let path = "/news/politics/port-selene-council-agrees-on-a-night-ferry--after-nine-years";
    mill.upstream.page("/news/politics", written_page("section-politics", &mill.upstream));
    mill.upstream.page(path, written_page("article-full", &mill.upstream));

    let items = mill.items("news/politics").await;

    assert_eq!(items.len(), 13);
    let url = format!("{}{path}", mill.upstream.uri());
    let item = items.iter().find(|item| item["url"] == url.as_str()).unwrap();
    let body = item["content_html"].as_str().unwrap();
    for part in [
        "<li>a report to the public every spring.</li>",
        "https://twitter.com/harbour_watch_ps/status/1762501122334455667",
        "https://www.youtube.com/watch?v=Zk3vQ9xTn0c",
        "<figcaption>The ferry Amal at its berth in Port Selene, February 27, 2026 (Photo desk)</figcaption>",
        "Agencies",
    ] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    assert!(!body.contains("Related News") && !body.contains("<script"), "{body}");
    assert_eq!(item["authors"][0]["name"], "Al Mayadeen English");
    assert_eq!(item["date_published"], "2026-02-27T18:40:00+02:00");
    assert_eq!(
        item["tags"],
        serde_json::json!(["Politics", "Port Selene", "Ferries", "Harbours", "Night transport"])
    );
}

#[tokio::test]
async fn an_article_that_cannot_be_fetched_is_an_item_with_what_its_card_says() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));

    let items = mill.items("news/politics").await;

    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["title"], FERRY.title);
    assert_eq!(items[0]["date_published"], "2026-03-01T20:15:00+02:00");
}

#[tokio::test]
async fn an_article_that_two_sections_list_is_fetched_once_and_stands_in_latest_once_with_both() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.upstream.page("/news/economy", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));

    let items = mill.items("latest").await;

    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 1);
    assert_eq!(titles(&items), [FERRY.title, SPRING.title]);
    let tags: HashSet<&str> = items[0]["tags"].as_array().unwrap().iter().flat_map(Value::as_str).collect();
    assert_eq!(tags, HashSet::from(["Politics", "Economy"]));
    assert_eq!(items[1]["tags"], serde_json::json!(["Politics"]));
}

#[tokio::test]
async fn a_feed_holds_more_than_the_page_shows_today() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[SPRING]));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));

    mill.refresh("news/politics").await;

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title, SPRING.title]);
}

#[tokio::test]
async fn lines_of_the_ticker_have_no_link_and_keep_their_ids() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/", home(&["The eastern quay reopens", "Rain over Velmora"]));
    let first = mill.items("breaking").await;
    mill.upstream
        .page("/", home(&["The night train runs again", "Rain over Velmora", "The eastern quay reopens"]));

    mill.refresh("breaking").await;

    let second = mill.items("breaking").await;
    assert!(second.iter().all(|item| item.get("url").is_none()), "{second:?}");
    assert_eq!((first.len(), second.len()), (2, 3));
    for item in &first {
        let same = second.iter().find(|other| other["title"] == item["title"]).unwrap();
        assert_eq!(same["id"], item["id"]);
        assert_eq!(moment(same, "date_published"), moment(item, "date_published"));
    }
    assert_eq!(second[0]["title"], "The night train runs again");
}

#[tokio::test]
async fn two_cards_for_one_post_are_one_item() {
    let mill = Mill::start().await;
    let again = Card { path: "/news/politics/a-ferry-by-night?utm_source=front", ..FERRY };
    let elsewhere = Card { path: "/news/economy/a-ferry-by-night", ..FERRY };
    mill.upstream.page("/news/politics", listing(&[FERRY, again, elsewhere]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(elsewhere.path, article(&FERRY_STORY));

    let items = mill.items("news/politics").await;

    assert_eq!(items.len(), 1, "{items:?}");
}

#[tokio::test]
async fn what_a_section_brought_comes_into_latest_at_its_next_refresh() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[SPRING]));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill.ask("latest").await.unwrap();
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));

    mill.refresh("news/politics").await;
    mill.refresh("latest").await;

    assert_eq!(titles(&mill.items("latest").await), [FERRY.title, SPRING.title]);
    assert_eq!(mill.upstream.requests(SPRING.path).await.len(), 1);
}

fn titles(items: &[Value]) -> Vec<&str> {
    items.iter().flat_map(|item| item["title"].as_str()).collect()
}
