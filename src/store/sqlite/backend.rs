//! The store over SQLite.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::task::spawn_blocking;

use super::super::{
    ArchivePage, Conclusion, Event, FeedState, NewPage, PageRange, PageRule, Publications, RefreshDay,
    RefreshRecord, Store, StoreError, StoreSettings, StoredItem, Tombstone,
};
use super::fault::Fault;
use super::pool::Pool;
use super::schema::{MIGRATIONS, check, migrate};
use super::{archive, copy, forget, history, hosts, read, requests, rescue, write};
use crate::model::{FeedKey, HostUse, ItemId, SiteName};

/// Connections that read. Reads are short and belong to the cold path, so few are enough.
const READERS: usize = 2;
/// How long a write waits for another program that writes to the same file, until the settings say otherwise.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How often, and after which pause, a refused switch to the write-ahead log is tried again.
const SWITCH_RETRIES: u32 = 100;
const SWITCH_PAUSE: Duration = Duration::from_millis(50);
/// Prepared statements a connection keeps; more than there are.
const STATEMENTS: usize = 64;

/// A SQLite database behind the trait.
pub(in crate::store) struct SqliteStore {
    reader: Arc<Pool>,
    writer: Arc<Pool>,
}

impl SqliteStore {
    /// Opens a file, or makes it and the folder around it.
    pub(in crate::store) async fn open_file(
        path: PathBuf,
        settings: StoreSettings,
    ) -> Result<Self, StoreError> {
        let place = path.clone();
        blocking(place, move || {
            make_folder(&path)?;
            let bound = |connection| bounded(connection, &settings).map_err(|fault| fault.at(&path));
            let open_one = || bound(connect(&path).map_err(|fault| fault.at(&path))?);
            let writer = bound(sound(&path)?)?;
            let readers = (0..READERS).map(|_| open_one()).collect::<Result<_, _>>()?;
            Ok(Self {
                reader: Pool::new(path.clone(), readers),
                writer: Pool::new(path.clone(), vec![writer]),
            })
        })
        .await
    }

    /// Writes a copy of a database file into a new file, while others work on it.
    pub(in crate::store) async fn back_up(path: PathBuf, target: PathBuf) -> Result<(), StoreError> {
        blocking(path.clone(), move || copy::back_up(&path, &target)).await
    }

    /// Puts a copy into the place of what a database file holds, while others work on it, and gives the file in which
    /// that was kept.
    pub(in crate::store) async fn restore(
        path: PathBuf,
        source: PathBuf,
    ) -> Result<Option<PathBuf>, StoreError> {
        blocking(path.clone(), move || {
            make_folder(&path)?;
            copy::restore(&path, &source)
        })
        .await
    }

    /// Makes a database in memory. It belongs to one connection, which reads and writes.
    pub(in crate::store) async fn open_memory(settings: StoreSettings) -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let place = path.clone();
        blocking(place, move || {
            let connection = connect(&path).and_then(|mut connection| {
                migrate(&mut connection, MIGRATIONS)?;
                bounded(connection, &settings)
            });
            let connection = connection.map_err(|fault| fault.at(&path))?;
            let pool = Pool::new(path, vec![connection]);
            Ok(Self { reader: Arc::clone(&pool), writer: pool })
        })
        .await
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn resolve(
        &self,
        site: &SiteName,
        aliases: &[String],
    ) -> Result<HashMap<String, ItemId>, StoreError> {
        let (site, aliases) = (site.clone(), aliases.to_vec());
        self.reader.run(move |connection| read::resolve(connection, &site, aliases)).await
    }

    async fn items(&self, ids: &[ItemId]) -> Result<Vec<StoredItem>, StoreError> {
        let ids = ids.to_vec();
        self.reader.run(move |connection| read::items(connection, &ids)).await
    }

    async fn tombstones(&self, ids: &[ItemId]) -> Result<Vec<Tombstone>, StoreError> {
        let ids = ids.to_vec();
        self.reader.run(move |connection| read::tombstones(connection, ids)).await
    }

    async fn standing(&self, ids: &[ItemId]) -> Result<HashSet<ItemId>, StoreError> {
        let ids = ids.to_vec();
        self.reader.run(move |connection| read::standing(connection, ids)).await
    }

    async fn last_listed(&self, feed: &FeedKey) -> Result<Vec<ItemId>, StoreError> {
        let feed = feed.clone();
        self.reader.run(move |connection| read::last_listed(connection, &feed)).await
    }

    async fn feed_items(&self, feed: &FeedKey, limit: usize) -> Result<Vec<StoredItem>, StoreError> {
        self.merged_items(std::slice::from_ref(feed), limit).await
    }

    async fn merged_items(&self, feeds: &[FeedKey], limit: usize) -> Result<Vec<StoredItem>, StoreError> {
        let feeds = feeds.to_vec();
        self.reader.run(move |connection| read::newest(connection, &feeds, limit)).await
    }

    async fn holders(&self, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<FeedKey>>, StoreError> {
        let ids = ids.to_vec();
        self.reader.run(move |connection| read::holders(connection, ids)).await
    }

    async fn feed_state(&self, feed: &FeedKey) -> Result<Option<FeedState>, StoreError> {
        let feed = feed.clone();
        self.reader.run(move |connection| read::feed_state(connection, &feed)).await
    }

    async fn feed_states(&self) -> Result<Vec<(FeedKey, FeedState)>, StoreError> {
        self.reader.run(|connection| read::feed_states(connection)).await
    }

    async fn save_refresh(&self, refresh: RefreshRecord) -> Result<(), StoreError> {
        self.writer.run(move |connection| write::save_refresh(connection, &refresh)).await
    }

    async fn save_feed_state(&self, feed: &FeedKey, state: &FeedState) -> Result<(), StoreError> {
        let (feed, state) = (feed.clone(), state.clone());
        self.writer.run(move |connection| write::save_feed_state(connection, &feed, &state)).await
    }

    async fn conclude(
        &self,
        feed: &FeedKey,
        state: &FeedState,
        conclusion: &Conclusion,
        hosts: &[HostUse],
    ) -> Result<(), StoreError> {
        let (feed, state, conclusion) = (feed.clone(), state.clone(), conclusion.clone());
        let hosts = hosts.to_vec();
        let save = move |connection: &mut Connection| {
            history::conclude(connection, &feed, &state, &conclusion, &hosts)
        };
        self.writer.run(save).await
    }

    async fn save_hosts(&self, hosts: &[HostUse], now: Timestamp) -> Result<(), StoreError> {
        let hosts = hosts.to_vec();
        self.writer.run(move |connection| hosts::save(connection, &hosts, now)).await
    }

    async fn hosts(&self, now: Timestamp) -> Result<Vec<HostUse>, StoreError> {
        self.reader.run(move |connection| hosts::counting(connection, now)).await
    }

    async fn refreshes(&self, feed: &FeedKey, since: Timestamp) -> Result<Vec<RefreshDay>, StoreError> {
        let feed = feed.clone();
        self.reader.run(move |connection| history::refreshes(connection, &feed, since)).await
    }

    async fn published(&self, feeds: &[FeedKey], since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
        let feeds = feeds.to_vec();
        self.reader.run(move |connection| history::published(connection, &feeds, since)).await
    }

    async fn note_requests(&self, noted: &[(FeedKey, Timestamp)]) -> Result<(), StoreError> {
        let noted = noted.to_vec();
        self.writer.run(move |connection| requests::note(connection, &noted)).await
    }

    async fn requested(&self, since: Timestamp) -> Result<Vec<(FeedKey, Timestamp, FeedState)>, StoreError> {
        self.reader.run(move |connection| requests::since(connection, since)).await
    }

    async fn forget_beyond(&self, site: &SiteName, kept: usize, most: usize) -> Result<usize, StoreError> {
        let site = site.clone();
        self.writer.run(move |connection| forget::beyond(connection, &site, kept, most)).await
    }

    async fn resume(&self, feed: &FeedKey, from: Timestamp) -> Result<Option<String>, StoreError> {
        let feed = feed.clone();
        self.writer.run(move |connection| requests::resume(connection, &feed, from)).await
    }

    async fn publications(&self, feeds: &[FeedKey], since: Timestamp) -> Result<Publications, StoreError> {
        let feeds = feeds.to_vec();
        self.reader.run(move |connection| history::publications(connection, &feeds, since)).await
    }

    async fn events(&self, limit: usize) -> Result<Vec<Event>, StoreError> {
        self.reader.run(move |connection| history::events(connection, limit)).await
    }

    async fn due_page(&self, rule: &PageRule) -> Result<Option<Vec<ItemId>>, StoreError> {
        let rule = rule.clone();
        self.reader.run(move |connection| archive::due_page(connection, &rule)).await
    }

    async fn close_page(&self, page: NewPage) -> Result<Option<u32>, StoreError> {
        self.writer.run(move |connection| archive::close_page(connection, &page)).await
    }

    async fn archive_page(&self, feed: &FeedKey, page: u32) -> Result<Option<ArchivePage>, StoreError> {
        let feed = feed.clone();
        self.reader.run(move |connection| archive::archive_page(connection, &feed, page)).await
    }

    async fn archive_range(&self, feed: &FeedKey) -> Result<Option<PageRange>, StoreError> {
        let feed = feed.clone();
        self.reader.run(move |connection| archive::archive_range(connection, &feed)).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.reader.run(|connection| read::ping(connection)).await
    }

    async fn generation(&self) -> Result<i64, StoreError> {
        self.reader.run(|connection| read::generation(connection)).await
    }

    async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

async fn blocking<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work).await.unwrap_or(Err(StoreError::Interrupted { path }))
}

/// The connection that writes, to a database that is known to be sound and has the newest schema. A damaged one is kept
/// aside, and what can be read of it goes into a new one.
fn sound(path: &Path) -> Result<Connection, StoreError> {
    let open = || {
        let suspected = rescue::is_suspected(path);
        if let Some(damage) = rescue::misread(path) {
            return Err(Fault::Damaged(damage.to_owned()));
        }
        let mut writer = connect(path)?;
        if suspected {
            rescue::examine(&writer)?;
            rescue::clear_suspicion(path);
        }
        migrate(&mut writer, MIGRATIONS)?;
        Ok(writer)
    };
    let error = match open() {
        Err(fault) if fault.is_damage() && rescue::was_a_database(path) => fault.at(path),
        outcome => return outcome.map_err(|fault| fault.at(path)),
    };
    let kept = rescue::set_aside(path)?;
    let mut writer = open().map_err(|fault| fault.at(path))?;
    let rows = rescue::salvage(&kept, &mut writer).map_err(|fault| fault.at(path))?;
    tracing::error!(error = %error, cause = error.source(), kept = %kept.display(), rows, "THE DATABASE IS DAMAGED: it is kept aside, and what could be read of it is in a new one");
    metrics::counter!("feedmill_database_rescues_total").increment(1);
    Ok(writer)
}

/// A connection within the bounds that are set. How large the database may be is not stored in it.
fn bounded(connection: Connection, settings: &StoreSettings) -> Result<Connection, Fault> {
    connection.busy_timeout(Duration::from_secs(settings.lock_seconds))?;
    if let Some(max_bytes) = settings.max_bytes {
        let page_bytes: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = max_bytes / u64::try_from(page_bytes).unwrap_or(1).max(1);
        // SQLite answers with what it made of it, as a row.
        let most = i64::try_from(pages).unwrap_or(i64::MAX);
        connection.query_row(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))?;
    }
    Ok(connection)
}

fn make_folder(path: &Path) -> Result<(), StoreError> {
    let Some(folder) = path.parent() else {
        return Ok(());
    };
    fs::create_dir_all(folder).map_err(|source| StoreError::Folder { path: folder.to_owned(), source })
}

/// Opens a connection. The path is never read as a `file:` address, whatever it looks like.
pub(super) fn connect(path: &Path) -> Result<Connection, Fault> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise SQLite plans a statement anew whenever its LIMIT is bound, which costs more than to run it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Before the first setting that would change the file of somebody else.
    check(&mut connection, MIGRATIONS)?;
    use_write_ahead_log(&connection)?;
    // What was published has to survive even a power cut, or readers get items twice. That is one fsync a refresh, which
    // is nothing beside the fetch before it.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// Lets readers go on while one writes; in memory this says nothing. Of two programs that switch the same new file at once
/// SQLite refuses one without letting it wait (it would be a deadlock), so that one asks again.
fn use_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    let mut retries = 0..SWITCH_RETRIES;
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if is_busy(&error) && retries.next().is_some() => thread::sleep(SWITCH_PAUSE),
            outcome => return outcome,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
