//! Copies that are made and put back while somebody works on the database, and what becomes of a damaged one.

use super::*;
use crate::store::{back_up, restore};

fn url(path: &Path) -> StoreUrl {
    StoreUrl::SqliteFile(path.to_owned())
}

/// Files of a folder whose name has this in it.
fn named(folder: &TempDir, part: &str) -> Vec<String> {
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name.contains(part));
    names.sort();
    names
}

/// A database with many items whose file was damaged in its middle.
async fn damaged() -> (TempDir, PathBuf, usize) {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let items: Vec<_> = (0..400).map(|n| stored(&format!("{n:03}"), n)).collect();
    let count = items.len();
    store.save_refresh(refresh("news", items, 500)).await.unwrap();
    store.close().await;
    let mut bytes = fs::read(&path).unwrap();
    let (middle, page) = (bytes.len() / 2 / 4096 * 4096, 4096);
    bytes[middle..middle + 2 * page].fill(0xAA);
    fs::write(&path, bytes).unwrap();
    (folder, path, count)
}

#[tokio::test]
async fn a_copy_holds_what_the_database_held_at_one_moment() {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let record = refresh("news", vec![stored("a", 1)], 10);
    store.save_refresh(record.clone()).await.unwrap();

    let copy = folder.path().join("copy.db");
    back_up(&url(&path), &copy).await.unwrap();
    store.save_refresh(refresh("news", vec![stored("b", 2)], 20)).await.unwrap();

    let copied = open_file(&copy).await.unwrap();
    assert_eq!(copied.feed_items(&record.feed, 10).await.unwrap(), record.items);
    assert_eq!(store.feed_items(&record.feed, 10).await.unwrap().len(), 2);
    assert_eq!(named(&folder, "unfinished"), [""; 0]);
}

#[tokio::test]
async fn a_copy_never_takes_the_place_of_a_file() {
    let (folder, path) = folder_with_path();
    open_file(&path).await.unwrap().close().await;
    let copy = folder.path().join("copy.db");
    fs::write(&copy, "precious").unwrap();

    let error = back_up(&url(&path), &copy).await.unwrap_err();

    assert!(matches!(error, StoreError::Exists { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&copy).unwrap(), "precious");
    let nothing = folder.path().join("nothing.db");
    let error = back_up(&url(&nothing), &folder.path().join("x.db")).await.unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
    let error = back_up(&StoreUrl::SqliteMemory, &copy).await.unwrap_err();
    assert!(matches!(error, StoreError::NoFile), "{error:?}");
}

#[tokio::test]
async fn a_copy_is_put_back_under_a_service_that_reads_and_writes_on() {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let record = refresh("news", vec![stored("a", 1)], 10);
    store.save_refresh(record.clone()).await.unwrap();
    let copy = folder.path().join("copy.db");
    back_up(&url(&path), &copy).await.unwrap();
    store.save_refresh(refresh("news", vec![stored("b", 2)], 20)).await.unwrap();
    let before = store.generation().await.unwrap();

    let kept = restore(&url(&path), &copy).await.unwrap().unwrap();

    assert_ne!(store.generation().await.unwrap(), before);
    assert_eq!(store.feed_items(&record.feed, 10).await.unwrap(), record.items);
    store.save_refresh(refresh("news", vec![stored("c", 3)], 30)).await.unwrap();
    assert_eq!(store.feed_items(&record.feed, 10).await.unwrap().len(), 2);
    assert_ne!(store.generation().await.unwrap(), before);
    let kept = open_file(&kept).await.unwrap();
    assert_eq!(kept.feed_items(&record.feed, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_copy_of_an_older_version_is_brought_up_to_date_and_not_changed_itself() {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let copy = folder.path().join("old.db");
    Connection::open(&copy).unwrap().execute_batch(VERSION_1).unwrap();
    let bytes = fs::read(&copy).unwrap();

    restore(&url(&path), &copy).await.unwrap();

    let items = store.feed_items(&"gazette/world".parse().unwrap(), 10).await.unwrap();
    assert_eq!(items[0].item.title, "The harbour opens again");
    assert_eq!(fs::read(&copy).unwrap(), bytes);
}

#[tokio::test]
async fn what_is_no_whole_copy_is_not_put_back() {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    let record = refresh("news", vec![stored("a", 1)], 10);
    store.save_refresh(record.clone()).await.unwrap();
    let (_other, broken, _) = damaged().await;
    let notes = folder.path().join("notes");
    fs::write(&notes, "These are notes. ".repeat(400)).unwrap();

    for source in [broken, notes, folder.path().join("nothing.db")] {
        let error = restore(&url(&path), &source).await.unwrap_err();
        assert!(error.to_string().contains(&source.display().to_string()), "{error}");
    }

    assert_eq!(store.feed_items(&record.feed, 10).await.unwrap(), record.items);
}

#[tokio::test]
async fn a_database_that_met_damage_is_kept_aside_and_its_readable_rows_live_on() {
    let (folder, path, count) = damaged().await;
    let feed = refresh("news", Vec::new(), 0).feed;
    let store = open_file(&path).await.unwrap();
    let error = store.feed_items(&feed, 1000).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    store.close().await;

    let store = open_file(&path).await.unwrap();

    let items = store.feed_items(&feed, 1000).await.unwrap();
    assert!(items.len() > count / 2 && items.len() < count, "{} of {count}", items.len());
    let whole: Vec<_> = (0..400).map(|n| stored(&format!("{n:03}"), n).item).collect();
    assert!(items.iter().all(|stored| whole.contains(&stored.item)));
    assert_eq!(named(&folder, "damaged").len(), 1);
    assert_eq!(named(&folder, "suspect"), [""; 0]);
}

#[tokio::test]
async fn a_database_that_was_damaged_in_a_crash_is_kept_aside_at_the_next_start() {
    let (folder, path, _) = damaged().await;
    fs::write(path.with_extension("sqlite3-wal"), "the rest of a log").unwrap();

    let store = open_file(&path).await.unwrap();

    store.save_refresh(refresh("news", vec![stored("new", 900)], 901)).await.unwrap();
    let kept = named(&folder, "damaged");
    assert!(kept.contains(&"feeds.sqlite3.damaged-1".to_owned()), "{kept:?}");
}

#[tokio::test]
async fn a_database_of_which_nothing_can_be_read_is_kept_aside_and_an_empty_one_takes_its_place() {
    let (folder, path, _) = damaged().await;
    let length = fs::read(&path).unwrap().len();
    fs::write(&path, vec![0xAA; length]).unwrap();

    let store = open_file(&path).await.unwrap();

    assert_eq!(store.feed_states().await.unwrap(), []);
    assert_eq!(fs::read(folder.path().join("feeds.sqlite3.damaged-1")).unwrap(), vec![0xAA; length]);
}

/// A database with many items that was closed in order.
async fn closed() -> (TempDir, PathBuf) {
    let (folder, path) = folder_with_path();
    let store = open_file(&path).await.unwrap();
    store
        .save_refresh(refresh("news", (0..40).map(|n| stored(&n.to_string(), n)).collect(), 50))
        .await
        .unwrap();
    store.close().await;
    (folder, path)
}

#[tokio::test]
async fn a_database_that_was_cut_off_anywhere_is_kept_aside_with_the_rows_before_the_cut() {
    let (folder, path) = closed().await;
    let whole = fs::read(&path).unwrap();
    let feed = refresh("news", Vec::new(), 0).feed;
    let mut most_rows = 0;
    for (number, length) in
        [1, 10, 16, 99, 100, 511, 4_095, 10_000, 65_537, whole.len() - 1].into_iter().enumerate()
    {
        let cut = &whole[..length];
        fs::write(&path, cut).unwrap();

        let store =
            open_file(&path).await.unwrap_or_else(|error| panic!("{length} bytes: {}", chain(&error)));

        let kept = folder.path().join(format!("feeds.sqlite3.damaged-{}", number + 1));
        assert!(fs::read(kept).unwrap() == cut, "{length}");
        most_rows = most_rows.max(store.feed_items(&feed, 100).await.unwrap().len());
        store.save_refresh(refresh("news", vec![stored("new", 900)], 901)).await.unwrap();
        store.close().await;
    }
    assert!(most_rows > 30, "{most_rows} of 40");
}

#[tokio::test]
async fn no_byte_of_the_header_keeps_a_database_from_being_opened_or_kept_aside() {
    let (_folder, path) = closed().await;
    let whole = fs::read(&path).unwrap();
    for place in 0..100 {
        let mut garbled = whole.clone();
        garbled[place] ^= 0x55;
        fs::write(&path, garbled).unwrap();

        let opened = open_file(&path).await;

        match opened {
            Ok(store) => {
                store.save_refresh(refresh("news", vec![stored("new", 900)], 901)).await.unwrap();
                store.close().await;
            }
            // A low byte of the version makes a newer one.
            Err(StoreError::Newer { .. }) if (60..64).contains(&place) => {}
            Err(error) => panic!("byte {place}: {}", chain(&error)),
        }
    }
}

#[tokio::test]
async fn a_database_whose_header_names_another_program_is_kept_aside_and_loses_nothing() {
    for (pragma, value) in
        [("application_id", 7), ("user_version", -3), ("user_version", 0), ("user_version", 2_000_000)]
    {
        let (folder, path) = closed().await;
        Connection::open(&path).unwrap().pragma_update(None, pragma, value).unwrap();

        let store = open_file(&path).await.unwrap();

        let feed = refresh("news", Vec::new(), 0).feed;
        assert_eq!(store.feed_items(&feed, 100).await.unwrap().len(), 40, "{pragma} = {value}");
        assert_eq!(named(&folder, "damaged"), ["feeds.sqlite3.damaged-1"]);
    }
}

#[tokio::test]
async fn a_log_without_its_database_is_kept_aside() {
    let (folder, path) = folder_with_path();
    fs::write(&path, "").unwrap();
    fs::write(path.with_extension("sqlite3-wal"), "the rest of a log").unwrap();

    let store = open_file(&path).await.unwrap();

    store.save_refresh(refresh("news", vec![stored("new", 900)], 901)).await.unwrap();
    let kept = folder.path().join("feeds.sqlite3.damaged-1-wal");
    assert_eq!(fs::read_to_string(kept).unwrap(), "the rest of a log");
}
