//! What an item keeps while its page changes.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, Story, article, listing};
use super::mill::{Mill, moment, written_page};

#[tokio::test]
async fn a_post_keeps_id_and_publication_when_title_and_address_change_and_gets_a_new_update() {
    let mut mill = Mill::start().await;
    let before = Card {
        path: "/news/politics/port-selene-council-agrees-on-a-night-ferry--after-nine-years",
        title: "Port Selene council agrees on a night ferry, after nine years",
        date: "",
        teaser: "",
    };
    let after = Card {
        path: "/news/politics/night-ferry-of-port-selene-starts-a-week-early",
        title: "Night ferry of Port Selene starts a week early",
        date: "",
        teaser: "",
    };
    mill.upstream.page("/news/politics", listing(&[before]));
    mill.upstream.page(before.path, written_page("article-full", &mill.upstream));
    let first = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[after]));
    mill.upstream.page(after.path, written_page("article-updated", &mill.upstream));

    mill.refresh("news/politics").await;

    let second = mill.items("news/politics").await;
    assert_eq!((first.len(), second.len()), (1, 1), "{second:?}");
    assert_eq!(second[0]["id"], first[0]["id"]);
    assert_eq!(second[0]["date_published"], first[0]["date_published"]);
    assert_eq!(second[0]["title"], after.title);
    assert_eq!(second[0]["url"], format!("{}{}", mill.upstream.uri(), after.path));
    assert!(second[0]["content_html"].as_str().unwrap().contains("24 April"));
    assert_eq!(
        moment(&second[0], "date_modified"),
        "2026-03-01T09:05:00+02:00".parse::<Timestamp>().unwrap()
    );
}

#[tokio::test]
async fn a_change_without_a_stated_moment_is_dated_by_its_discovery() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    let first = mill.items("news/politics").await;
    let reworded = "Ferry by night: the council's answer";
    mill.upstream.page("/news/politics", listing(&[Card { title: reworded, ..FERRY }]));
    mill.upstream.page(FERRY.path, article(&Story { title: reworded, ..FERRY_STORY }));

    mill.refresh("news/politics").await;

    let second = mill.items("news/politics").await;
    assert_eq!(second[0]["id"], first[0]["id"]);
    assert_eq!(second[0]["title"], reworded);
    assert_eq!(moment(&second[0], "date_published"), moment(&first[0], "date_published"));
    assert_eq!(moment(&second[0], "date_modified"), mill.now());
}

#[tokio::test]
async fn cards_in_another_order_change_no_document() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    let before = mill.documents("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[SPRING, FERRY]));

    mill.refresh("news/politics").await;

    let after = mill.documents("news/politics").await;
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 2);
    assert_eq!(
        after.each_ref().map(|document| &document.etag),
        before.each_ref().map(|document| &document.etag)
    );
    assert_eq!(after, before);
}

#[tokio::test]
async fn an_undated_item_was_published_when_it_was_first_seen_for_ever() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[Card { date: "", ..FERRY }]));
    mill.upstream.page(FERRY.path, article(&Story { date: "", ..FERRY_STORY }));
    let first_seen = mill.now();
    mill.ask("news/politics").await.unwrap();

    mill.restart().await;
    mill.refresh("news/politics").await;
    mill.refresh("news/politics").await;

    let items = mill.items("news/politics").await;
    assert_eq!(moment(&items[0], "date_published"), first_seen);
    assert_eq!(mill.upstream.requests("/news/politics").await.len(), 3);
}

#[rstest]
#[case::the_same_words_count_from_a_later_moment("3 hours ago")]
#[case::the_words_grow_coarser("yesterday")]
#[tokio::test]
async fn a_relative_date_is_frozen_when_it_is_first_seen(#[case] later: &'static str) {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[Card { date: "3 hours ago", ..FERRY }]));
    mill.upstream.page(FERRY.path, article(&Story { date: "", ..FERRY_STORY }));
    let published = mill.now() - SignedDuration::from_hours(3);
    let before = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[Card { date: later, ..FERRY }]));

    mill.refresh("news/politics").await;

    let after = mill.items("news/politics").await;
    assert_eq!(moment(&before[0], "date_published"), published);
    assert_eq!(after, before);
}
