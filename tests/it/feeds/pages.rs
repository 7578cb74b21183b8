//! Listings that go on on further pages.

use std::collections::HashSet;

use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, article, listing};
use super::mill::Mill;
use super::upstream::Reply;

const KILN: Card = Card {
    path: "/news/politics/a-kiln-is-lit",
    title: "A kiln is lit",
    date: "27 Feb 2026 08:00",
    teaser: "",
};
const LOCK: Card = Card {
    path: "/news/politics/a-lock-is-cut",
    title: "A lock is cut",
    date: "26 Feb 2026 08:00",
    teaser: "",
};

/// A page of the section with a bar of numbers that leads to another.
fn page(cards: &[Card], next: &str) -> String {
    listing(cards)
        .replace("</main>", &format!("<nav class=\"pager\"><a href=\"{next}\">Next</a></nav></main>"))
}

/// A service whose section has three pages.
async fn mill() -> Mill {
    let mut mill = Mill::start().await;
    mill.redefine("path = \"news/politics\"", "path = \"news/politics\"\npages = 3");
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill
}

fn titles(items: &[Value]) -> Vec<&str> {
    items.iter().flat_map(|item| item["title"].as_str()).collect()
}

#[tokio::test]
async fn the_pages_of_a_section_are_joined_and_each_entry_is_there_once() {
    let mill = mill().await;
    mill.upstream.page("/news/politics", page(&[FERRY], "?page=2"));
    mill.upstream.page("/news/politics?page=2", page(&[FERRY, SPRING], "?page=3"));
    mill.upstream.page("/news/politics?page=3", page(&[KILN], "?page=4"));
    mill.upstream.page("/news/politics?page=4", page(&[LOCK], "?page=5"));

    let items = mill.items("news/politics").await;

    assert_eq!(titles(&items), [FERRY.title, SPRING.title, KILN.title]);
    assert!(mill.upstream.requests("/news/politics?page=4").await.is_empty());
    let status = mill.status("news/politics").await;
    assert_eq!((status.outcome.as_deref(), status.entry_count), (Some("ok"), 3));
}

#[tokio::test]
async fn a_page_that_leads_back_ends_the_walk() {
    let mill = mill().await;
    mill.upstream.page("/news/politics", page(&[FERRY], "?page=2"));
    mill.upstream.page("/news/politics?page=2", page(&[SPRING], "/news/politics?page=3"));
    mill.upstream.set("/news/politics?page=3", Reply::Redirect("/news/politics"));

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title, SPRING.title]);
    let status = mill.status("news/politics").await;
    assert_eq!((status.outcome.as_deref(), status.detail), (Some("ok"), None));
}

#[tokio::test]
async fn a_page_that_shows_nothing_new_ends_the_walk() {
    let mill = mill().await;
    mill.upstream.page("/news/politics", page(&[FERRY], "?page=2"));
    mill.upstream.page("/news/politics?page=2", page(&[FERRY], "?page=3"));
    mill.upstream.page("/news/politics?page=3", page(&[KILN], "?page=4"));

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title]);
    assert!(mill.upstream.requests("/news/politics?page=3").await.is_empty());
}

#[tokio::test]
async fn a_page_that_fails_leaves_those_before_it_and_is_told_until_it_comes() {
    let mut mill = mill().await;
    mill.upstream.set("/news/politics", Reply::Tagged { html: page(&[FERRY], "?page=2"), etag: "\"one\"" });
    mill.upstream.set("/news/politics?page=2", Reply::Status(500));

    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title]);

    let status = mill.status("news/politics").await;
    assert_eq!((status.outcome.as_deref(), status.failures), (Some("pages_missing"), 0));
    assert!(status.detail.unwrap().starts_with("page 2 of the listing"));
    mill.upstream.page("/news/politics?page=2", page(&[SPRING], "?page=3"));
    mill.upstream.page("/news/politics?page=3", listing(&[KILN]));
    mill.refresh("news/politics").await;
    assert_eq!(titles(&mill.items("news/politics").await), [FERRY.title, SPRING.title, KILN.title]);
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
}

#[tokio::test]
async fn a_converted_page_has_the_pages_that_its_reader_wants_in_a_feed_of_its_own() {
    let mill = mill().await;
    mill.upstream.page("/elsewhere", page(&[FERRY, KILN], "?page=2"));
    mill.upstream.page("/elsewhere?page=2", page(&[SPRING, LOCK], "?page=3"));
    let address = mill.upstream.elsewhere("/elsewhere");

    let (one, first) = mill.converted_items(&address, None).await;
    let (two, both) = mill.converted_items(&address, Some(2)).await;

    assert_eq!(first.len(), 2, "{first:?}");
    let titles: HashSet<&str> = titles(&both).into_iter().collect();
    assert_eq!(titles, HashSet::from([FERRY.title, KILN.title, SPRING.title, LOCK.title]));
    let text = |answer: &feedmill::feed::Answer| {
        String::from_utf8_lossy(&answer.document.body.identity).into_owned()
    };
    assert!(text(&two).contains("elsewhere&pages=2\""), "{}", text(&two));
    assert!(!text(&one).contains("pages="), "{}", text(&one));
}
