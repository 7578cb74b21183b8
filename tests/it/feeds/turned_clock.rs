//! Clocks that jump: an hour back, a year forward, and back again.

use feedmill::feed::FeedSettings;
use feedmill::store::{self, StoreUrl};
use jiff::{SignedDuration, Timestamp};

use super::markup::{Card, FERRY, FERRY_STORY, SPRING, SPRING_STORY, article, listing};
use super::mill::{Mill, TTL_SECONDS};
use super::upstream::Reply;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

/// A feed of which one item has no date.
async fn published(mill: &Mill) -> [feedmill::render::Document; 3] {
    mill.upstream.page("/news/politics", listing(&[FERRY, Card { date: "", ..SPRING }]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.ask("news/politics").await.unwrap();
    mill.documents("news/politics").await
}

async fn requests(mill: &Mill) -> usize {
    mill.upstream.requests("/news/politics").await.len()
}

/// Asks and refreshes ahead as a busy service does, without any time passing.
async fn busy(mill: &Mill) {
    for _ in 0..20 {
        mill.settled("news/politics").await;
    }
}

#[tokio::test]
async fn what_was_published_stays_as_it_is_whatever_the_clock_does() {
    let mut mill = Mill::start().await;
    let before = published(&mill).await;

    for jump in [-HOUR, HOUR, YEAR, -YEAR, -HOUR, YEAR] {
        mill.turn_clock(jump);
        busy(&mill).await;
        assert_eq!(mill.documents("news/politics").await, before, "{jump:#}");
        mill.restart().await;
        assert_eq!(mill.documents("news/politics").await, before, "{jump:#} and a restart");
    }
}

#[tokio::test]
async fn a_jump_costs_the_site_a_request_and_keeps_no_feed_waiting_for_a_year() {
    let mill = Mill::start().await;
    published(&mill).await;

    for (jump, expected) in [(-HOUR, 2), (YEAR, 3), (-YEAR, 4)] {
        mill.turn_clock(jump);
        busy(&mill).await;
        assert_eq!(requests(&mill).await, expected, "{jump:#}");
    }

    mill.pass(TTL_SECONDS);
    busy(&mill).await;
    assert_eq!(requests(&mill).await, 5);
}

#[tokio::test]
async fn a_feed_that_changes_after_the_clock_was_set_back_is_newer_all_the_same() {
    let mill = Mill::start().await;
    mill.turn_clock(YEAR);
    published(&mill).await;
    let before = mill.status("news/politics").await.changed_at.unwrap();
    mill.turn_clock(-YEAR);
    let later = Card { path: "/news/politics/a-late-one", title: "A late one", date: "", teaser: "" };
    mill.upstream.page("/news/politics", listing(&[later, FERRY, Card { date: "", ..SPRING }]));

    busy(&mill).await;

    assert_eq!(mill.items("news/politics").await.len(), 3);
    assert!(mill.status("news/politics").await.changed_at.unwrap() > before);
}

#[tokio::test]
async fn an_article_that_failed_in_a_year_that_never_was_is_tried_again() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[SPRING]));
    mill.upstream.set(SPRING.path, Reply::Status(500));
    mill.turn_clock(YEAR);
    mill.ask("news/politics").await.unwrap();
    for _ in 0..5 {
        mill.pass(TTL_SECONDS);
        busy(&mill).await;
    }
    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill.turn_clock(-YEAR);

    mill.pass(FeedSettings::default().recheck_seconds);
    busy(&mill).await;

    let items = mill.items("news/politics").await;
    assert!(items[0].to_string().contains(SPRING_STORY.text), "{items:?}");
}

#[tokio::test]
async fn how_refreshes_ended_is_known_after_the_clock_jumped() {
    let mill = Mill::start().await;
    published(&mill).await;
    for _ in 0..3 {
        mill.turn_clock(HOUR * 24);
        busy(&mill).await;
    }

    for (jump, expected) in [(YEAR, 5), (-YEAR, 5), (-YEAR, 6), (YEAR, 6)] {
        mill.turn_clock(jump);
        busy(&mill).await;
        let store = store::open_existing(&StoreUrl::SqliteFile(mill.database())).await.unwrap();
        let key = "almayadeen-english/news/politics".parse().unwrap();
        let days = store.refreshes(&key, Timestamp::MIN).await.unwrap();
        assert_eq!(days.len(), expected, "{jump:#}: {days:?}");
        store.close().await;
    }
}
