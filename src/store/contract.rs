//! What every store can do.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;

use super::sqlite::SqliteStore;
use super::{
    ArchivePage, Conclusion, Event, FeedState, NewPage, PageRange, PageRule, Publications, RefreshDay,
    RefreshRecord, StoreError, StoreSettings, StoreUrl, StoredItem, Tombstone,
};
use crate::model::{FeedKey, HostUse, ItemId, SiteName};

/// What must survive a restart.
///
/// Whoever resolves aliases and saves new items accordingly does so for one refresh of a site at a time: two refreshes
/// that resolve the same unknown article at once could otherwise give it two ids.
#[async_trait]
pub trait Store: Send + Sync {
    /// Which item of a site each of these aliases leads to (as [`Alias::storage_key`](crate::model::Alias::storage_key)
    /// writes them), tombstones included. Aliases that lead nowhere are left out.
    async fn resolve(
        &self,
        site: &SiteName,
        aliases: &[String],
    ) -> Result<HashMap<String, ItemId>, StoreError>;

    /// These items, in this order. Those unknown and those of which only a tombstone is left are left out.
    async fn items(&self, ids: &[ItemId]) -> Result<Vec<StoredItem>, StoreError>;

    /// What is left of those of these items that no feed holds any more.
    async fn tombstones(&self, ids: &[ItemId]) -> Result<Vec<Tombstone>, StoreError>;

    /// The newest items of a feed: by publication, then by the time of the first listing, then by the place on the
    /// page that they had then. Cards that a site reorders stay where they are. An item whose body has no room in 64 MiB, beside
    /// those of the newer ones, comes without it, as `partial`, so that no question takes all memory.
    async fn feed_items(&self, feed: &FeedKey, limit: usize) -> Result<Vec<StoredItem>, StoreError>;

    /// The items that stood on the page of a feed when it was last read, in no order.
    async fn last_listed(&self, feed: &FeedKey) -> Result<Vec<ItemId>, StoreError>;

    /// Those of these items that stood on the page of any feed when it was last read.
    async fn standing(&self, ids: &[ItemId]) -> Result<HashSet<ItemId>, StoreError>;

    /// The newest items of several feeds, each once, ordered like those of one feed. Unknown feeds have no items.
    async fn merged_items(&self, feeds: &[FeedKey], limit: usize) -> Result<Vec<StoredItem>, StoreError>;

    /// The feeds that hold each of these items, the first to list it first. Items that none holds are left out.
    async fn holders(&self, ids: &[ItemId]) -> Result<HashMap<ItemId, Vec<FeedKey>>, StoreError>;

    /// The state of a feed, if it was ever saved.
    async fn feed_state(&self, feed: &FeedKey) -> Result<Option<FeedState>, StoreError>;

    /// The states of all feeds, ordered by site and path.
    async fn feed_states(&self) -> Result<Vec<(FeedKey, FeedState)>, StoreError>;

    /// Saves all of one refresh or, on an error, nothing of it.
    async fn save_refresh(&self, refresh: RefreshRecord) -> Result<(), StoreError>;

    /// Saves the state alone: a refresh that failed or found nothing changed.
    async fn save_feed_state(&self, feed: &FeedKey, state: &FeedState) -> Result<(), StoreError>;

    /// Saves the state that a refresh leaves, how the refresh ended, and what hosts have had since that was saved last. The
    /// endings of the last sixty days on which it was refreshed are kept of a feed, whatever the clock did meanwhile, and the
    /// last 500 events of all.
    async fn conclude(
        &self,
        feed: &FeedKey,
        state: &FeedState,
        conclusion: &Conclusion,
        hosts: &[HostUse],
    ) -> Result<(), StoreError>;

    /// Saves what hosts have had. Whatever counts no more by now is forgotten.
    async fn save_hosts(&self, hosts: &[HostUse], now: Timestamp) -> Result<(), StoreError>;

    /// What is saved of hosts that still counts, in no order.
    async fn hosts(&self, now: Timestamp) -> Result<Vec<HostUse>, StoreError>;

    /// Notes when feeds were last asked for. Those that were never refreshed are left out.
    async fn note_requests(&self, requests: &[(FeedKey, Timestamp)]) -> Result<(), StoreError>;

    /// The feeds that were asked for since a moment, with the moment of the last noted request.
    async fn requested(&self, since: Timestamp) -> Result<Vec<(FeedKey, Timestamp, FeedState)>, StoreError>;

    /// Forgets feeds of a site beyond `kept`, those first that nobody has asked for for longest, with all items that no other feed
    /// holds: at most so many at once. Gives how many were forgotten.
    async fn forget_beyond(&self, site: &SiteName, kept: usize, most: usize) -> Result<usize, StoreError>;

    /// Lets a feed be tried from a moment on, whatever its site has said, and gives how its last refresh ended; none where it
    /// was never tried.
    async fn resume(&self, feed: &FeedKey, from: Timestamp) -> Result<Option<String>, StoreError>;

    /// How the refreshes of a feed ended since the day of a moment, by day and outcome.
    async fn refreshes(&self, feed: &FeedKey, since: Timestamp) -> Result<Vec<RefreshDay>, StoreError>;

    /// When those items of some feeds were published that were since a moment, each item once, in no order.
    async fn published(&self, feeds: &[FeedKey], since: Timestamp) -> Result<Vec<Timestamp>, StoreError>;

    /// When those items of some feeds appeared that were published since a moment, as far as that is known: items without a
    /// date that stood on the page when the feed was first read tell nothing.
    async fn publications(&self, feeds: &[FeedKey], since: Timestamp) -> Result<Publications, StoreError>;

    /// Which feeds broke and mended, the newest first.
    async fn events(&self, limit: usize) -> Result<Vec<Event>, StoreError>;

    /// The items of the next page of a feed's archive, the newest first: the oldest that stand in no page. None where no
    /// page is due: everything older than what the feed shows is in one, or there are too few for another, or one of them
    /// still waits for its article, which a listing of its site shows.
    async fn due_page(&self, rule: &PageRule) -> Result<Option<Vec<ItemId>>, StoreError>;

    /// Writes a page of an archive and drops the oldest beyond those that are kept. Gives its number; none, and nothing is
    /// written, where one of its items stands in a page already.
    async fn close_page(&self, page: NewPage) -> Result<Option<u32>, StoreError>;

    /// A page of a feed's archive, as it was written.
    async fn archive_page(&self, feed: &FeedKey, page: u32) -> Result<Option<ArchivePage>, StoreError>;

    /// The pages that a feed has.
    async fn archive_range(&self, feed: &FeedKey) -> Result<Option<PageRange>, StoreError>;

    /// Whether the store can be read.
    async fn ping(&self) -> Result<(), StoreError>;

    /// A number that is another one after a copy took the place of all that the store held.
    async fn generation(&self) -> Result<i64, StoreError>;

    /// Waits for work under way and lets go of the database. Everything asked afterwards fails.
    async fn close(&self);
}

/// Opens a store; makes its file, the folder around it and its tables where they are missing, and brings older tables
/// up to date.
pub async fn open(url: &StoreUrl) -> Result<Arc<dyn Store>, StoreError> {
    open_with(url, &StoreSettings::default()).await
}

/// Opens a store within the bounds that are set.
pub async fn open_with(url: &StoreUrl, settings: &StoreSettings) -> Result<Arc<dyn Store>, StoreError> {
    let store = match url {
        StoreUrl::SqliteFile(path) => SqliteStore::open_file(path.clone(), settings.clone()).await?,
        StoreUrl::SqliteMemory => SqliteStore::open_memory(settings.clone()).await?,
    };
    Ok(Arc::new(store))
}

/// Opens a store that is there already.
pub async fn open_existing(url: &StoreUrl) -> Result<Arc<dyn Store>, StoreError> {
    match url {
        StoreUrl::SqliteFile(path) if !path.exists() => Err(StoreError::Missing { path: path.clone() }),
        StoreUrl::SqliteFile(_) => open(url).await,
        StoreUrl::SqliteMemory => Err(StoreError::NoFile),
    }
}

/// Writes all that a store holds at one moment into a new file, also while a service works on it.
pub async fn back_up(url: &StoreUrl, target: &Path) -> Result<(), StoreError> {
    match url {
        StoreUrl::SqliteFile(path) => SqliteStore::back_up(path.clone(), target.to_owned()).await,
        StoreUrl::SqliteMemory => Err(StoreError::NoFile),
    }
}

/// Puts all that a copy holds into the place of what a store holds, also while a service works on it, and gives the file in
/// which that was kept, where there was something. The copy may be of an older program.
pub async fn restore(url: &StoreUrl, source: &Path) -> Result<Option<PathBuf>, StoreError> {
    match url {
        StoreUrl::SqliteFile(path) => SqliteStore::restore(path.clone(), source.to_owned()).await,
        StoreUrl::SqliteMemory => Err(StoreError::NoFile),
    }
}
