//! What concerns the file: restarts, other programs, damage and migrations.

mod copies;
mod plans;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, params};
use tempfile::TempDir;

use super::super::tests::{refresh, stored};
use super::super::{FeedState, Store, StoreError, StoreSettings, StoreUrl, open, open_with};
use super::fault::Fault;
use super::pool::Pool;
use super::read;
use super::schema::{MIGRATIONS, migrate};

/// A database as a program of schema version 1 left it.
const VERSION_1: &str = include_str!("snapshots/version_1.sql");

fn folder_with_path() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("feeds.sqlite3");
    (folder, path)
}

async fn open_file(path: &Path) -> Result<Arc<dyn Store>, StoreError> {
    open(&StoreUrl::SqliteFile(path.to_owned())).await
}

/// The error and all its causes, as a log prints them.
fn chain(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(found) = cause {
        text = format!("{text}: {found}");
        cause = found.source();
    }
    text
}

async fn refusal(path: &Path) -> StoreError {
    match open_file(path).await {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error,
    }
}

#[tokio::test]
async fn what_was_saved_is_there_after_a_restart() {
    let (_folder, path) = folder_with_path();
    let record = refresh("news", vec![stored("a", 1)], 10);
    let before = open_file(&path).await.unwrap();
    before.save_refresh(record.clone()).await.unwrap();
    before.close().await;

    let after = open_file(&path).await.unwrap();

    assert_eq!(after.feed_items(&record.feed, 10).await.unwrap(), record.items);
    assert_eq!(after.feed_state(&record.feed).await.unwrap(), Some(record.state));
}

#[tokio::test]
async fn a_closed_store_leaves_one_file_without_a_log_beside_it() {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    store.save_refresh(refresh("news", vec![stored("a", 1)], 10)).await.unwrap();

    store.close().await;

    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1);
}

#[tokio::test]
async fn what_was_saved_is_there_after_a_kill() {
    let (folder, path) = folder_with_path();
    let record = refresh("news", vec![stored("a", 1)], 10);
    let killed = open_file(&path).await.unwrap();
    killed.save_refresh(record.clone()).await.unwrap();
    // A program that is killed closes nothing: what it leaves are the files as they stand now.
    let left = folder.path().join("left.sqlite3");
    fs::copy(&path, &left).unwrap();
    fs::copy(path.with_extension("sqlite3-wal"), left.with_extension("sqlite3-wal")).unwrap();

    let after = open_file(&left).await.unwrap();

    assert_eq!(after.feed_items(&record.feed, 10).await.unwrap(), record.items);
}

#[tokio::test]
async fn a_save_whose_caller_leaves_is_finished_before_the_store_closes() {
    let (_folder, path) = folder_with_path();
    let record = refresh("news", (0..100).map(|n| stored(&n.to_string(), n)).collect(), 10);
    let store = open_file(&path).await.unwrap();
    let mut saving = store.save_refresh(record.clone());

    // Polled once it is on its way to another thread.
    _ = futures_util::poll!(&mut saving);
    drop(saving);
    store.close().await;

    let after = open_file(&path).await.unwrap();
    assert_eq!(after.feed_items(&record.feed, 1000).await.unwrap().len(), 100);
}

#[tokio::test]
async fn a_panic_undoes_its_transaction_and_gives_the_connection_back() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, MIGRATIONS).unwrap();
    let pool = Pool::new(PathBuf::from(":memory:"), vec![connection]);

    let broken = pool
        .run(|connection| -> Result<(), Fault> {
            let transaction = connection.transaction()?;
            transaction.execute(
                "INSERT INTO feeds (site, path, failures, outcome, entry_count) VALUES ('s', 'p', 0, '', 0)",
                [],
            )?;
            panic!("in the midst of it");
        })
        .await;
    let states = pool.run(|connection| read::feed_states(connection)).await;

    assert!(matches!(broken, Err(StoreError::Interrupted { .. })));
    assert_eq!(states.unwrap(), []);
}

#[tokio::test]
async fn two_handles_on_one_file_see_each_other_and_write_in_turn() {
    let (_folder, path) = folder_with_path();
    let (one, other) = tokio::join!(open_file(&path), open_file(&path));
    let (one, other) = (one.unwrap(), other.unwrap());

    for (number, store) in [&one, &other].into_iter().cycle().take(20).enumerate() {
        let second = number.try_into().unwrap();
        let brought = vec![stored(&number.to_string(), second)];
        store.save_refresh(refresh("news", brought, second)).await.unwrap();
    }
    let writing = (20..40).map(|number| {
        let store = if number % 2 == 0 { &one } else { &other };
        store.save_refresh(refresh("news", vec![stored(&number.to_string(), number)], number))
    });
    futures_util::future::try_join_all(writing).await.unwrap();

    let feed = refresh("news", Vec::new(), 0).feed;
    assert_eq!(one.feed_items(&feed, 100).await.unwrap().len(), 40);
    assert_eq!(one.feed_items(&feed, 100).await.unwrap(), other.feed_items(&feed, 100).await.unwrap());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_and_left_as_it_is() {
    let (_folder, path) = folder_with_path();
    let text = "These are notes, not tables. ".repeat(100);
    fs::write(&path, &text).unwrap();

    let error = refusal(&path).await;

    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    assert_eq!(chain(&error).matches("not a database").count(), 1);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_an_error_and_not_an_item_less() {
    let (_folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let record = refresh("news", vec![stored("a", 1)], 10);
    store.save_refresh(record.clone()).await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute("UPDATE items SET item = '{}'", []).unwrap();

    let error = store.feed_items(&record.feed, 10).await.unwrap_err();

    assert!(matches!(error, StoreError::Row { .. }), "{error:?}");
    assert!(chain(&error).contains("missing field"), "{}", chain(&error));
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let (_folder, path) = folder_with_path();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE photos (name TEXT)").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();

    let error = refusal(&path).await;

    assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_with_both_versions() {
    let (_folder, path) = folder_with_path();
    open_file(&path).await.unwrap().close().await;
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);

    let error = refusal(&path).await;

    assert!(
        matches!(error, StoreError::Newer { expected, found: 99, .. } if usize::try_from(expected).unwrap() == MIGRATIONS.len()),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let (_folder, path) = folder_with_path();
    fs::write(&path, "a file").unwrap();

    let error = refusal(&path.join("data/feeds.sqlite3")).await;

    assert!(matches!(error, StoreError::Folder { .. }), "{error:?}");
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
}

#[tokio::test]
async fn a_path_that_is_a_folder_is_an_error() {
    let (folder, _path) = folder_with_path();

    let error = refusal(folder.path()).await;

    assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
}

#[tokio::test]
async fn a_database_of_version_1_is_opened_with_all_it_holds() {
    let (_folder, path) = folder_with_path();
    Connection::open(&path).unwrap().execute_batch(VERSION_1).unwrap();

    let store = open_file(&path).await.unwrap();

    let feed = "gazette/world".parse().unwrap();
    let items = store.feed_items(&feed, 10).await.unwrap();
    let item = &items[0].item;
    assert_eq!(items.len(), 1);
    assert_eq!(item.title, "The harbour opens again");
    assert_eq!(item.published.to_string(), "2024-05-01T09:30:00+02:00");
    assert_eq!(item.sections, ["World"]);
    let state = store.feed_state(&feed).await.unwrap().unwrap();
    assert_eq!((state.outcome.as_str(), state.entry_count), ("ok", 1));
    let aliases = ["url:https://gazette.example/harbour", "post:41"].map(str::to_owned);
    let known = store.resolve(feed.site(), &aliases).await.unwrap();
    assert_eq!(known.get("url:https://gazette.example/harbour"), Some(&item.id));
    let buried = known.get("post:41").unwrap().clone();
    let tombstones = store.tombstones(&[buried]).await.unwrap();
    assert_eq!(tombstones[0].first_seen.to_string(), "2024-04-01T00:00:00Z");
}

#[tokio::test]
async fn what_a_tombstone_no_longer_needs_is_gone_from_its_row() {
    let (_folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let mut record = refresh("news", vec![stored("a", 1)], 10);
    record.listed.clear();
    record.state = FeedState::default();

    store.save_refresh(record).await.unwrap();

    let emptied: bool = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT item IS NULL AND article_etag IS NULL AND listing_hash IS NULL FROM items WHERE site = ?1",
            params!["herald"],
            |row| row.get(0),
        )
        .unwrap();
    assert!(emptied);
}

#[tokio::test]
async fn a_full_database_and_one_that_is_locked_are_told_and_work_again_afterwards() {
    let (_folder, path) = folder_with_path();
    let url = StoreUrl::SqliteFile(path.clone());
    let settings = StoreSettings { max_bytes: Some(400_000), lock_seconds: 0, ..StoreSettings::default() };
    let store = open_with(&url, &settings).await.unwrap();
    let mut large = stored("large", 2);
    large.item.content_html = Some("many words ".repeat(100_000));

    let full = store.save_refresh(refresh("news", vec![large], 10)).await.unwrap_err();
    assert!(matches!(full, StoreError::Blocked { .. }), "{full:?}");
    store.save_refresh(refresh("news", vec![stored("small", 1)], 11)).await.unwrap();

    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let locked = store.save_refresh(refresh("news", vec![stored("next", 3)], 12)).await.unwrap_err();
    assert!(matches!(locked, StoreError::Blocked { .. }), "{locked:?}");
    other.execute_batch("ROLLBACK").unwrap();
    store.save_refresh(refresh("news", vec![stored("next", 3)], 12)).await.unwrap();
    assert_eq!(store.feed_items(&refresh("news", Vec::new(), 0).feed, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_database_that_another_program_writes_to_is_opened_and_read() {
    let (_folder, path) = folder_with_path();
    let record = refresh("news", vec![stored("a", 1)], 10);
    let before = open_file(&path).await.unwrap();
    before.save_refresh(record.clone()).await.unwrap();
    before.close().await;
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let settings = StoreSettings { lock_seconds: 0, ..StoreSettings::default() };
    let store = open_with(&StoreUrl::SqliteFile(path), &settings).await.unwrap();

    assert_eq!(store.feed_items(&record.feed, 10).await.unwrap(), record.items);
    let locked = store.save_refresh(record.clone()).await.unwrap_err();
    assert!(matches!(locked, StoreError::Blocked { .. }), "{locked:?}");
    other.execute_batch("ROLLBACK").unwrap();
    store.save_refresh(record).await.unwrap();
}
