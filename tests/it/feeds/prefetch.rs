//! Refreshes ahead of readers: what is asked for is fresh when they come, what nobody asks for costs nothing.

use std::future::pending;
use std::sync::Arc;

use feedmill::cache::Served;
use feedmill::feed::keep_ahead;
use futures_util::{Stream, StreamExt, stream};
use rusqlite::{Connection, params};
use tokio::sync::oneshot;

use super::markup::{FERRY, SPRING, listing};
use super::mill::{Mill, TTL_SECONDS};
use super::upstream::Reply;

const DAY: u64 = 24 * 3_600;

async fn requests(mill: &Mill, target: &str) -> usize {
    mill.upstream.requests(target).await.len()
}

#[tokio::test]
async fn a_feed_that_is_asked_for_is_new_before_it_is_stale() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));

    mill.pass(TTL_SECONDS - 31);
    mill.service.refresh_ahead().await;
    assert_eq!(requests(&mill, "/news/politics").await, 1);
    mill.pass(1);
    mill.service.refresh_ahead().await;
    mill.service.refresh_ahead().await;
    assert_eq!(requests(&mill, "/news/politics").await, 2);

    mill.pass(60);
    let answer = mill.ask("news/politics").await.unwrap();
    assert_eq!(answer.served, Served::Fresh);
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[tokio::test]
async fn what_nobody_asks_for_is_asked_for_ever_more_seldom_and_then_not_at_all() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    let mut counts = Vec::new();
    for _ in 0..9 {
        let before = requests(&mill, "/news/politics").await;
        for _ in 0..DAY / 300 {
            mill.pass(300);
            mill.service.refresh_ahead().await;
        }
        counts.push(requests(&mill, "/news/politics").await - before);
    }

    assert!(counts[0] < 30, "{counts:?}");
    assert!(counts[1] < counts[0] / 2 && counts[2..].iter().all(|count| *count <= 2), "{counts:?}");
    assert_eq!(counts[7..], [0, 0], "{counts:?}");
}

#[tokio::test]
async fn a_part_of_a_joined_feed_is_refreshed_for_that_feed_alone() {
    let mill = Mill::start_with_sections(&["latest", "news/politics", "news/economy"]).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    mill.ask("latest").await.unwrap();

    mill.pass(TTL_SECONDS);
    mill.service.refresh_ahead().await;

    assert_eq!(mill.status("latest").await.checked_at, Some(mill.now()));
    assert_eq!(requests(&mill, "/news/politics").await, 2);
    assert_eq!(requests(&mill, "/news/economy").await, 2);
}

#[tokio::test]
async fn the_feed_of_a_page_is_refreshed_ahead_once_its_readers_return() {
    let mill = Mill::start().await;
    mill.upstream.page("/elsewhere", listing(&[FERRY, SPRING]));
    let page = mill.upstream.elsewhere("/elsewhere");
    mill.converted(&page).await;
    mill.pass(TTL_SECONDS);
    mill.service.refresh_ahead().await;
    assert_eq!(requests(&mill, "/elsewhere").await, 1);

    mill.converted_items(&page, None).await;
    mill.service.settle().await;
    assert_eq!(requests(&mill, "/elsewhere").await, 2);
    for expected in 3..6 {
        mill.pass(TTL_SECONDS);
        mill.service.refresh_ahead().await;
        assert_eq!(requests(&mill, "/elsewhere").await, expected);
        let (answer, _) = mill.converted_items(&page, None).await;
        assert_eq!(answer.served, Served::Fresh);
    }

    for _ in 0..9 * DAY / 3_600 {
        mill.pass(3_600);
        mill.service.refresh_ahead().await;
    }
    let before = requests(&mill, "/elsewhere").await;
    mill.pass(DAY);
    mill.service.refresh_ahead().await;
    assert_eq!(requests(&mill, "/elsewhere").await, before);
}

#[tokio::test]
async fn a_feed_that_fails_is_not_tried_sooner_for_that() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    mill.upstream.set("/news/politics", Reply::Status(500));
    mill.pass(TTL_SECONDS);
    for _ in 0..10 {
        mill.service.refresh_ahead().await;
    }
    assert_eq!(requests(&mill, "/news/politics").await, 2);

    mill.pass(TTL_SECONDS - 1);
    mill.service.refresh_ahead().await;
    assert_eq!(requests(&mill, "/news/politics").await, 2);
    mill.pass(1);
    mill.service.refresh_ahead().await;
    assert_eq!(requests(&mill, "/news/politics").await, 3);
}

#[tokio::test]
async fn after_a_restart_what_was_asked_for_lately_is_refreshed_and_no_more() {
    let mut mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    mill.ask("news/economy").await.unwrap();
    mill.pass(8 * DAY);
    mill.ask("news/politics").await.unwrap();
    mill.restart().await;
    mill.pass(TTL_SECONDS);

    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { stopped.await.unwrap_or(()) };
    let ahead = tokio::spawn(keep_ahead(
        Arc::clone(&mill.service),
        stream::iter([(), ()]).chain(pending_ticks()),
        stopped,
    ));
    while mill.status("news/politics").await.checked_at != Some(mill.now()) {
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    ahead.await.unwrap();
    mill.service.refresh_ahead().await;

    assert_eq!(requests(&mill, "/news/politics").await, 2);
    assert_eq!(requests(&mill, "/news/economy").await, 1);
}

#[tokio::test]
async fn a_start_with_ten_thousand_known_feeds_fetches_nothing_that_nobody_asked_for() {
    let mill = Mill::start().await;
    know_ten_thousand(&mill, 30 * DAY);

    keep_ahead(Arc::clone(&mill.service), stream::iter([(), ()]), pending()).await;
    mill.service.refresh_ahead().await;

    assert_eq!(mill.service.states().await.unwrap().len(), 10_000);
    assert_eq!(mill.upstream.all_requests().await, 0);
}

#[tokio::test]
async fn a_start_with_ten_thousand_feeds_that_are_asked_for_begins_with_two_of_a_site() {
    let mill = Mill::start().await;
    know_ten_thousand(&mill, 3_600);

    keep_ahead(Arc::clone(&mill.service), stream::iter([()]), pending()).await;
    while mill.upstream.all_requests().await < 3 {
        tokio::task::yield_now().await;
    }
    mill.service.settle().await;

    assert_eq!(requests(&mill, "/robots.txt").await, 1);
    assert_eq!(mill.upstream.all_requests().await, 3);
}

#[tokio::test]
async fn a_feed_that_is_fresh_for_seconds_is_refreshed_once_in_that_time() {
    let mill = Mill::start_with_ttl(20).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    for _ in 0..40 {
        mill.pass(1);
        mill.service.refresh_ahead().await;
        mill.ask("news/politics").await.unwrap();
    }

    assert_eq!(
        requests(&mill, "/news/politics").await,
        3,
        "at the beginning, and a quarter before it is due"
    );
}

#[tokio::test]
async fn without_refreshes_ahead_what_nobody_asks_for_is_forgotten_all_the_same() {
    let mill = Mill::start_without_prefetch().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    mill.pass(DAY);

    keep_ahead(Arc::clone(&mill.service), stream::iter([(), ()]), pending()).await;
    mill.service.settle().await;

    assert_eq!(requests(&mill, "/news/politics").await, 1);
}

/// No tick, ever.
fn pending_ticks() -> impl Stream<Item = ()> + Send {
    stream::pending()
}

/// Ten thousand tags that were read a month ago, half of them asked for so many seconds ago and the others never.
fn know_ten_thousand(mill: &Mill, seconds_ago: u64) {
    let mut database = Connection::open(mill.database()).unwrap();
    let transaction = database.transaction().unwrap();
    let long_ago = mill.now().as_millisecond() - 30 * 24 * 3_600_000;
    let asked_at = mill.now().as_millisecond() - i64::try_from(seconds_ago).unwrap() * 1_000;
    for number in 0..10_000 {
        let asked = (number % 2 == 0).then_some(asked_at);
        transaction
            .execute(
                "INSERT INTO feeds (site, path, checked_at, succeeded_at, next_check, failures, outcome, entry_count,
                     asked_at) VALUES ('almayadeen-english', ?1, ?2, ?2, ?2, 0, 'ok', 20, ?3)",
                params![format!("tags/number-{number}"), long_ago, asked],
            )
            .unwrap();
    }
    transaction.commit().unwrap();
}
