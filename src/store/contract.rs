//! What every store can do.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;

use super::sqlite::SqliteStore;
use super::{FeedState, RefreshRecord, StoreError, StoreUrl, StoredItem, Tombstone};
use crate::model::{FeedKey, ItemId, SiteName};

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
    /// page that they had then. Cards that a site reorders stay where they are.
    async fn feed_items(&self, feed: &FeedKey, limit: usize) -> Result<Vec<StoredItem>, StoreError>;

    /// The newest items of several feeds, each once, ordered like those of one feed. Unknown feeds have no items.
    async fn merged_items(&self, feeds: &[FeedKey], limit: usize) -> Result<Vec<StoredItem>, StoreError>;

    /// The state of a feed, if it was ever saved.
    async fn feed_state(&self, feed: &FeedKey) -> Result<Option<FeedState>, StoreError>;

    /// The states of all feeds, ordered by site and path.
    async fn feed_states(&self) -> Result<Vec<(FeedKey, FeedState)>, StoreError>;

    /// Saves all of one refresh or, on an error, nothing of it.
    async fn save_refresh(&self, refresh: RefreshRecord) -> Result<(), StoreError>;

    /// Saves the state alone: a refresh that failed or found nothing changed.
    async fn save_feed_state(&self, feed: &FeedKey, state: &FeedState) -> Result<(), StoreError>;

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
    let store = match url {
        StoreUrl::SqliteFile(path) => SqliteStore::open_file(path.clone()).await?,
        StoreUrl::SqliteMemory => SqliteStore::open_memory().await?,
    };
    Ok(Arc::new(store))
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
