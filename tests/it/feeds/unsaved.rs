//! What happens while nothing can be saved: readers keep what they had, and the site is left alone.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};

use feedmill::feed::ServiceError;
use feedmill::store::StoreSettings;
use rusqlite::Connection;

use super::markup::{FERRY, FERRY_STORY, SPRING, SPRING_STORY, Story, article, listing};
use super::mill::{Mill, TTL_SECONDS};

/// Waits until the refresh of a feed that is stale has ended, whatever became of it.
async fn refreshed(mill: &Mill, path: &str) {
    mill.settled(path).await;
}

async fn requests(mill: &Mill, target: &str) -> usize {
    mill.upstream.requests(target).await.len()
}

#[tokio::test]
async fn while_another_program_holds_the_database_readers_keep_the_feed_and_the_site_is_left_alone() {
    let mill = Mill::start_with_store(StoreSettings { lock_seconds: 0, ..StoreSettings::default() }).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page("/news/economy", listing(&[SPRING]));
    mill.ask("news/politics").await.unwrap();
    mill.ask("news/economy").await.unwrap();
    let good = mill.documents("news/politics").await;
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    let other = Connection::open(mill.database()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();

    mill.pass(TTL_SECONDS);
    for _ in 0..20 {
        refreshed(&mill, "news/politics").await;
        refreshed(&mill, "news/economy").await;
    }
    let tried = requests(&mill, "/news/politics").await + requests(&mill, "/news/economy").await;
    // Both may have begun before the first of them could not be saved.
    assert!((3..=4).contains(&tried), "{tried}");
    let status = mill.status("news/politics").await;
    assert_eq!(status.outcome.as_deref(), Some("not_saved"));
    assert_eq!(status.failing_since, Some(mill.now()));
    assert_eq!(mill.ask("news/politics").await.unwrap().outcome, "not_saved");
    assert_eq!(mill.documents("news/politics").await, good);

    other.execute_batch("ROLLBACK").unwrap();
    // One of the two is let through when the pause is over, and the other when it is saved.
    for _ in 0..2 {
        mill.pass(120);
        refreshed(&mill, "news/politics").await;
        refreshed(&mill, "news/economy").await;
    }
    assert_eq!(mill.items("news/politics").await.len(), 2);
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
}

#[tokio::test]
async fn a_service_that_starts_while_another_program_writes_hands_out_its_feeds_and_saves_afterwards() {
    let mut mill =
        Mill::start_with_store(StoreSettings { lock_seconds: 0, ..StoreSettings::default() }).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    let good = mill.documents("news/politics").await;
    let other = Connection::open(mill.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    mill.restart().await;

    assert_eq!(mill.documents("news/politics").await, good);
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));
    mill.pass(TTL_SECONDS);
    refreshed(&mill, "news/politics").await;
    assert_eq!(mill.documents("news/politics").await, good);
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("not_saved"));
    other.execute_batch("ROLLBACK").unwrap();
    mill.pass(120);
    refreshed(&mill, "news/politics").await;
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[tokio::test]
async fn a_full_disk_pauses_refreshes_ever_longer_and_the_next_save_that_fits_ends_it() {
    let mill =
        Mill::start_with_store(StoreSettings { max_bytes: Some(500_000), ..StoreSettings::default() }).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.upstream.page(FERRY.path, article(&FERRY_STORY));
    mill.ask("news/politics").await.unwrap();
    let good = mill.documents("news/politics").await;
    let long: &str = "The gauge stands at four metres and is read aloud. ".repeat(20_000).leak();
    mill.upstream.page(SPRING.path, article(&Story { text: long, ..SPRING_STORY }));
    mill.upstream.page("/news/politics", listing(&[FERRY, SPRING]));

    mill.pass(TTL_SECONDS);
    for _ in 0..60 {
        refreshed(&mill, "news/politics").await;
        mill.pass(10);
    }
    // At once, then after 30, 60, 120 and 240 seconds.
    assert_eq!(requests(&mill, "/news/politics").await, 1 + 5);
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("not_saved"));
    assert_eq!(mill.documents("news/politics").await, good);

    mill.upstream.page(SPRING.path, article(&SPRING_STORY));
    mill.pass(900);
    refreshed(&mill, "news/politics").await;
    assert_eq!(mill.status("news/politics").await.outcome.as_deref(), Some("ok"));
    assert_eq!(mill.items("news/politics").await.len(), 2);
}

#[tokio::test]
async fn a_feed_that_was_never_read_says_that_it_cannot_be_saved() {
    let mill = Mill::start_with_store(StoreSettings { lock_seconds: 0, ..StoreSettings::default() }).await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    let other = Connection::open(mill.database()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();

    for _ in 0..10 {
        let error = mill.ask("news/politics").await.unwrap_err();
        let ServiceError::NeverFetched { outcome, retry_after_seconds, .. } = error.as_ref() else {
            panic!("{error:?}");
        };
        assert_eq!((outcome.as_str(), *retry_after_seconds), ("not_saved", 30));
    }
    assert_eq!(requests(&mill, "/news/politics").await, 1);
    other.execute_batch("ROLLBACK").unwrap();
    mill.pass(30);
    assert_eq!(mill.items("news/politics").await.len(), 1);
}

#[tokio::test]
async fn a_database_that_is_damaged_under_the_service_takes_no_feed_from_its_readers() {
    let mill = Mill::start().await;
    mill.upstream.page("/news/politics", listing(&[FERRY]));
    mill.ask("news/politics").await.unwrap();
    let good = mill.documents("news/politics").await;
    damage(&mill);

    mill.pass(TTL_SECONDS);
    for _ in 0..20 {
        refreshed(&mill, "news/politics").await;
    }

    assert_eq!(mill.documents("news/politics").await, good);
    assert!(requests(&mill, "/news/politics").await <= 2);
    let answer = mill.ask("news/politics").await.unwrap();
    assert_eq!(answer.outcome, "not_saved", "{:?}", answer.detail);
}

/// Moves the log into the database and writes over every page of it.
fn damage(mill: &Mill) {
    let checkpoint = Connection::open(mill.database()).unwrap();
    checkpoint.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let mut file = OpenOptions::new().write(true).open(mill.database()).unwrap();
    let bytes = file.metadata().unwrap().len();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(&vec![0x5a; usize::try_from(bytes).unwrap()]).unwrap();
    file.sync_all().unwrap();
}
