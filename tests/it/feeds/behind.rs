//! What lies behind a listing that is well: articles that are none, hosts that give none, and a feed of the site's that breaks.

use feedmill::feed::ServiceError;
use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, article, listing};
use super::mill::{Mill, TTL_SECONDS};
use super::upstream::Reply;

const CHECK: &str = "<!doctype html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>\
                     <p>This process is automatic.</p></body></html>";

/// Stories of which none says more than its title.
const QUIET: [Card; 8] = [
    quiet("/news/politics/one", "Of a harbour"),
    quiet("/news/politics/two", "Of a bridge"),
    quiet("/news/politics/three", "Of a kiln"),
    quiet("/news/politics/four", "Of a lock"),
    quiet("/news/politics/five", "Of a choir"),
    quiet("/news/politics/six", "Of a mill"),
    quiet("/news/politics/seven", "Of a school"),
    quiet("/news/politics/eight", "Of a well"),
];

const fn quiet(path: &'static str, title: &'static str) -> Card {
    Card { path, title, date: "1 Mar 2026 20:15", teaser: "" }
}

fn named<'a>(items: &'a [Value], title: &str) -> &'a Value {
    items.iter().find(|item| item["title"] == title).unwrap()
}

async fn asked(mill: &Mill) -> usize {
    let mut all = 0;
    for card in QUIET {
        all += mill.upstream.requests(card.path).await.len();
    }
    all
}

#[tokio::test]
async fn an_article_that_is_a_check_at_first_sight_is_its_card_alone_until_it_comes() {
    let mut mill = Mill::start().await;
    let ferry = Card { teaser: "Boats cross the bay until one.", ..FERRY };
    mill.upstream.page("/news/politics", listing(&[ferry, SPRING]));
    mill.upstream.page(FERRY.path, CHECK);
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));

    let items = mill.items("news/politics").await;

    let card = named(&items, FERRY.title);
    assert!(!card.to_string().contains("automatic"), "{card}");
    assert_eq!(card["summary"], ferry.teaser);
    let status = mill.status("news/politics").await;
    assert_eq!(status.outcome.as_deref(), Some("ok"));
    assert_eq!(status.detail.as_deref(), Some("1 article could not be read (1 challenge)"));

    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.refresh("news/politics").await;
    let items = mill.items("news/politics").await;
    assert!(named(&items, FERRY.title).to_string().contains(FERRY_STORY.text));
    assert_eq!(mill.status("news/politics").await.detail, None);
}

#[tokio::test]
async fn articles_that_all_lead_to_one_page_keep_their_addresses_and_texts() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    let good = mill.documents("news/politics").await;
    let offer =
        super::markup::Story { title: "A paper for a crown", text: "Read all that we write.", ..FERRY_STORY };
    mill.upstream.page("/offer", article(&offer));
    for card in [FERRY, SPRING] {
        mill.upstream.set(card.path, Reply::Redirect("/offer"));
    }
    let teaser = "What nobody had seen before.";
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING].map(|card| Card { teaser, ..card })));

    mill.refresh("news/politics").await;

    assert_eq!(mill.upstream.requests("/offer").await.len(), 2);
    assert_eq!(mill.documents("news/politics").await, good);
    let status = mill.status("news/politics").await;
    assert_eq!(status.detail.as_deref(), Some("2 articles could not be read (2 strayed)"));
}

#[tokio::test]
async fn an_article_that_moves_to_another_slug_takes_its_new_address() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.set(FERRY.path, Reply::Redirect("/news/politics/a-ferry-by-night-and-day"));
    mill.upstream.page("/news/politics/a-ferry-by-night-and-day", article(&FERRY_STORY));

    let items = mill.items("news/politics").await;

    assert!(items[0]["url"].as_str().unwrap().ends_with("-and-day"));
    assert!(items[0].to_string().contains(FERRY_STORY.text));
}

#[tokio::test]
async fn a_host_that_refuses_its_articles_is_asked_for_few_and_rests_longer_each_time() {
    let mut mill = Mill::start_one_by_one().await;
    mill.upstream.page("/news/politics", listing(&QUIET));
    for card in QUIET {
        mill.upstream.set(card.path, Reply::Status(403));
    }

    assert_eq!(mill.items("news/politics").await.len(), 8);

    let first = asked(&mill).await;
    assert!((3..=4).contains(&first), "one may be under way when the third refusal comes: {first}");
    let detail = mill.status("news/politics").await.detail.unwrap();
    assert!(
        detail.contains(&format!("{first} forbidden")) && detail.contains("refuses its articles (forbidden)"),
        "{detail}"
    );
    mill.refresh("news/politics").await;
    assert_eq!(asked(&mill).await, first + 1, "one tells that it still refuses");
    mill.refresh("news/politics").await;
    assert_eq!(asked(&mill).await, first + 1, "it rests for twice as long");
    assert!(mill.status("news/politics").await.detail.unwrap().contains("2 times by now"));
    for card in QUIET {
        mill.upstream.page(card.path, article(&super::markup::Story { title: card.title, ..FERRY_STORY }));
    }
    mill.refresh("news/politics").await;
    assert_eq!(asked(&mill).await, first + 1 + QUIET.len());
    assert_eq!(mill.status("news/politics").await.detail, None);
}

#[tokio::test]
async fn a_listing_does_not_wait_for_articles_that_would_begin_too_late() {
    let mill = Mill::start_hurried().await;
    mill.upstream.set("/robots.txt", Reply::Bytes(b"User-agent: *\nCrawl-delay: 60\n", "text/plain"));
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));

    let items = mill.items("news/politics").await;

    assert_eq!(items.len(), 2);
    assert!(mill.upstream.requests(FERRY.path).await.is_empty());
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
}

#[tokio::test]
async fn a_service_that_stops_asks_for_nothing_and_calls_it_no_failure() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    let good = mill.documents("news/politics").await;
    let before = mill.upstream.all_requests().await;
    mill.service.stop_asking();

    let error = mill.ask("news/economy").await.unwrap_err();
    mill.pass(TTL_SECONDS);
    mill.ask("news/politics").await.unwrap();
    mill.restart().await;

    assert!(matches!(error.as_ref(), ServiceError::Abandoned), "{error:?}");
    assert_eq!(mill.upstream.all_requests().await, before);
    assert_eq!(mill.status("news/politics").await.failures, 0);
    assert_eq!(mill.documents("news/politics").await, good);
    assert_eq!(mill.items("news/economy").await.len(), 1);
}
