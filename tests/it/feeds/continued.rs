//! Articles that go on on further pages, and those of which only the beginning is shown.

use serde_json::json;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, Story, article, listing};
use super::mill::{Mill, RECHECK_SECONDS};
use super::upstream::Reply;

const SECOND: Story = Story { text: "The second boat leaves the old quay at ten.", ..FERRY_STORY };
const THIRD: Story = Story { text: "The third one waits for the last train.", ..FERRY_STORY };

/// The address of a further page of the article.
fn further(number: u32) -> String {
    format!("{}?page={number}", FERRY.path)
}

/// A page of the article with a link to another.
fn page(story: &Story, next: u32) -> String {
    article(story).replace("</main>", &format!("</main><a href=\"{}\">{next}</a>", further(next)))
}

/// A service whose section lists one article, which has a second page.
async fn mill() -> Mill {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, page(&FERRY_STORY, 2));
    mill
}

/// The body of an item, and whether it is partial.
fn body(item: &serde_json::Value) -> (Vec<&str>, bool) {
    let text = item["content_text"].as_str().unwrap_or_default();
    (text.split("\n\n").collect(), item["_feedmill"] == json!({"partial": true}))
}

#[tokio::test]
async fn an_article_of_three_pages_is_one_item_with_the_text_of_all() {
    let mill = mill().await;
    mill.upstream.page(&further(2), page(&SECOND, 3));
    mill.upstream.page(&further(3), article(&THIRD));

    let items = mill.items("news/politics").await;

    assert_eq!(items.len(), 1);
    assert_eq!(body(&items[0]), (vec![FERRY_STORY.text, SECOND.text, THIRD.text], false));
    assert_eq!(items[0]["url"], format!("{}{}", mill.upstream.uri(), FERRY.path));
}

#[tokio::test]
async fn an_article_that_repeats_its_pages_ends_there() {
    let mill = mill().await;
    mill.upstream.page(&further(2), page(&SECOND, 3));
    mill.upstream.page(&further(3), page(&FERRY_STORY, 4));

    let items = mill.items("news/politics").await;

    assert_eq!(body(&items[0]), (vec![FERRY_STORY.text, SECOND.text], false));
    assert!(mill.upstream.requests(&further(4)).await.is_empty());
}

#[tokio::test]
async fn a_further_page_that_leads_back_ends_the_article() {
    let mill = mill().await;
    mill.upstream.set(&further(2), Reply::Redirect(FERRY.path));

    assert_eq!(body(&mill.items("news/politics").await[0]), (vec![FERRY_STORY.text], false));
}

#[tokio::test]
async fn an_article_without_end_is_read_for_ten_pages() {
    let mill = mill().await;
    for number in 2..=12 {
        let text: &'static str = format!("Boat number {number} crosses the bay.").leak();
        mill.upstream.page(&further(number), page(&Story { text, ..FERRY_STORY }, number + 1));
    }

    let items = mill.items("news/politics").await;

    assert_eq!(body(&items[0]).0.len(), 10);
    assert!(mill.upstream.requests(&further(11)).await.is_empty());
}

#[tokio::test]
async fn a_further_page_that_fails_leaves_the_first_and_is_asked_for_again() {
    let mut mill = mill().await;
    mill.upstream.set(&further(2), Reply::Status(404));
    assert_eq!(body(&mill.items("news/politics").await[0]), (vec![FERRY_STORY.text], true));

    mill.upstream.page(&further(2), article(&SECOND));
    mill.refresh("news/politics").await;

    let items = mill.items("news/politics").await;
    assert_eq!(body(&items[0]), (vec![FERRY_STORY.text, SECOND.text], false));
}

#[tokio::test]
async fn an_article_that_was_read_whole_stays_whole_when_a_page_fails_later() {
    let mut mill = mill().await;
    mill.upstream.page(&further(2), article(&SECOND));
    let first = mill.items("news/politics").await;

    mill.upstream.set(&further(2), Reply::Status(404));
    let changed = Card { teaser: "The boats run later now.", ..FERRY };
    mill.upstream.page("/news/politics", listing(&[changed]));
    mill.refresh("news/politics").await;

    assert_eq!(mill.upstream.requests(&further(2)).await.len(), 2);
    assert_eq!(body(&mill.items("news/politics").await[0]), body(&first[0]));
}

#[tokio::test]
async fn articles_that_lead_to_one_login_stay_items_of_their_own() {
    let mill = Mill::start().await;
    let login = Story { title: "Log in", text: "Log in to read this article.", ..FERRY_STORY };
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.upstream.page("/account/login", article(&login));
    for card in [FERRY, SPRING] {
        mill.upstream.set(card.path, Reply::Redirect("/account/login"));
    }

    let items = mill.items("news/politics").await;

    let urls: Vec<_> = items.iter().flat_map(|item| item["url"].as_str()).collect();
    assert_eq!(urls, [FERRY, SPRING].map(|card| format!("{}{}", mill.upstream.uri(), card.path)));
    assert!(items.iter().all(|item| body(item).1), "{items:?}");
}

#[tokio::test]
async fn an_article_behind_a_wall_is_a_partial_item_with_the_teaser_of_its_card_and_stays_as_it_is() {
    let mut mill = Mill::start().await;
    let card = Card { teaser: "The boats cross until one in the morning.", ..FERRY };
    let wall = Story { text: "Subscribe to continue reading this article.", ..FERRY_STORY };
    mill.upstream.page("/news/politics", listing(&[card]));
    mill.upstream.page(FERRY.path, article(&wall));

    let first = mill.items("news/politics").await;

    let item = &first[0];
    assert_eq!(item["summary"], card.teaser);
    assert_eq!(item["_feedmill"], json!({"partial": true}));
    assert!(!item.to_string().contains("continue reading"), "{item}");
    for _ in 0..2 {
        mill.pass(RECHECK_SECONDS);
        mill.refresh("news/politics").await;
        assert_eq!(mill.items("news/politics").await, first);
    }
    assert!(mill.upstream.requests(FERRY.path).await.len() > 1);
}
