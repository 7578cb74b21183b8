//! What an item keeps while its page changes.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use serde_json::Value;

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, Story, article, listing};
use super::mill::{Mill, RECHECK_SECONDS, moment, written_page};

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

/// An article whose page gives no number of its post.
fn unnumbered(story: &Story) -> String {
    article(story).replace("name=\"postid\"", "name=\"unrelated\"")
}

/// What a feed holds after its only card has come under another address, with another story behind it.
async fn after_a_move(first: (Card, Story), second: (Card, Story), days: i64) -> (Vec<Value>, Vec<Value>) {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[first.0]));
    mill.upstream.page(first.0.path, unnumbered(&first.1));
    let before = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[second.0]));
    mill.upstream.page(second.0.path, unnumbered(&second.1));
    mill.pass(u64::try_from(days * 86_400).unwrap());
    mill.refresh("news/politics").await;
    (before, mill.items("news/politics").await)
}

const MOVED: Card = Card { path: "/news/economy/boats-by-night", ..FERRY };

#[tokio::test]
async fn an_article_with_its_title_and_text_under_another_address_is_the_same_item() {
    let told = "The council lets the boats cross the bay until one in the morning, after nine years of talks about \
                noise, wages and the price of a ticket that nobody wanted to raise.";
    let edited: &'static str = told.replace("until one", "until two").leak();
    let (before, after) = after_a_move(
        (FERRY, Story { text: told, ..FERRY_STORY }),
        (MOVED, Story { text: edited, ..FERRY_STORY }),
        2,
    )
    .await;

    assert_eq!((before.len(), after.len()), (1, 1), "{after:?}");
    assert_eq!(after[0]["id"], before[0]["id"]);
    assert_eq!(after[0]["date_published"], before[0]["date_published"]);
    assert!(after[0]["url"].as_str().unwrap().ends_with(MOVED.path));
    assert!(after[0]["content_html"].as_str().unwrap().contains("until two"));
}

#[rstest]
#[case::another_text(Story { text: "Nine boats were late again, since a crane had blocked the lock for hours.", ..FERRY_STORY }, 2)]
#[case::another_day_of_publication(Story { date: "9 Mar 2026 20:15", ..FERRY_STORY }, 8)]
#[case::after_more_than_a_month(FERRY_STORY, 31)]
#[tokio::test]
async fn an_article_of_the_same_title_is_another_item_when_it_has(#[case] story: Story, #[case] days: i64) {
    let card = Card { date: story.date, ..MOVED };
    let (before, after) = after_a_move((FERRY, FERRY_STORY), (card, story), days).await;

    assert_eq!((before.len(), after.len()), (1, 2), "{after:?}");
}

#[tokio::test]
async fn two_cards_of_one_title_and_text_that_stand_on_one_page_are_two_items() {
    let mut mill = Mill::start().await;
    mill.upstream.page(FERRY.path, unnumbered(&FERRY_STORY));
    mill.upstream.page(MOVED.path, unnumbered(&FERRY_STORY));
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    let before = mill.items("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[MOVED, FERRY]));

    mill.refresh("news/politics").await;

    let after = mill.items("news/politics").await;
    assert_eq!((before.len(), after.len()), (1, 2), "{after:?}");
}

#[tokio::test]
async fn the_amp_page_of_an_article_is_the_same_item() {
    let amp = Card { path: "/news/politics/a-ferry-by-night/amp", ..FERRY };
    let (before, after) = after_a_move(
        (amp, FERRY_STORY),
        (FERRY, Story { text: "Nobody crosses tonight.", ..FERRY_STORY }),
        2,
    )
    .await;

    assert_eq!((before.len(), after.len()), (1, 1), "{after:?}");
    assert_eq!(after[0]["id"], before[0]["id"]);
}

#[tokio::test]
async fn a_counter_that_runs_in_the_text_updates_no_item() {
    let mut mill = Mill::start().await;
    let counted = |views: &str| {
        article(&FERRY_STORY)
            .replace("</p></div>", &format!("</p><p>{views} views</p><p>Advertisement</p></div>"))
    };
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, counted("12"));
    let before = mill.items("news/politics").await;
    mill.upstream.page(FERRY.path, counted("1,204"));
    mill.pass(RECHECK_SECONDS);

    mill.refresh("news/politics").await;

    let after = mill.items("news/politics").await;
    assert_eq!(mill.upstream.requests(FERRY.path).await.len(), 2);
    assert_eq!(after[0]["date_modified"], before[0]["date_modified"]);
}
