//! What the store has of a feed, as a feed.

use std::sync::Arc;

use jiff::Timestamp;

use super::service::Service;
use super::snapshot::{Snapshot, feed_id};
use super::{ServiceError, View};
use crate::cache::Found;
use crate::model::{Feed, FeedKey, History, Item, Moment};
use crate::site::{FeedDefinition, FeedSource};
use crate::store::{FeedState, StoredItem};

impl Service {
    /// The snapshot in memory, where it is of the very same feed: most refreshes bring nothing new, and rendering and
    /// compressing is most of what they would cost.
    pub(super) fn made_before(&self, key: &FeedKey, feed: &Feed, now: Timestamp) -> Option<Arc<Snapshot>> {
        match self.snapshots.look(key, now) {
            Found::Fresh(kept) | Found::Stale(kept) => Some(kept.value).filter(|made| *made.feed == *feed),
            Found::Absent => None,
        }
    }

    /// The newest items of a feed. Where it is one of the site's sections, its items carry that section alone: what other
    /// sections list later must not change a feed that is not refreshed. A joined feed's items carry all their sections.
    pub(super) async fn archive(
        &self,
        definition: &FeedDefinition,
        limit: usize,
    ) -> Result<Vec<StoredItem>, ServiceError> {
        let mut items = match &definition.source {
            FeedSource::Merge(parts) => self.store.merged_items(parts, limit).await?,
            FeedSource::Listing { .. } | FeedSource::Mix(_) => {
                self.store.feed_items(&definition.key, limit).await?
            }
        };
        self.dress(definition, &mut items).await?;
        Ok(items)
    }

    /// A feed with as much of its archive as a view needs to see.
    pub(super) async fn widened(&self, feed: Arc<Feed>, view: &View) -> Result<Arc<Feed>, ServiceError> {
        let reach = view.reach(self.settings.items);
        let Some(key) = feed.key.as_ref().filter(|_| reach > feed.items.len()) else {
            return Ok(feed);
        };
        let stored = match self.catalogue().feed(key) {
            Ok(definition) => self.archive(&definition, reach).await?,
            Err(_) => self.store.feed_items(key, reach).await?,
        };
        let items = stored.into_iter().map(|stored| stored.item).collect();
        Ok(Arc::new(Feed { items, ..feed.as_ref().clone() }))
    }

    /// Gives items what they carry in one feed alone.
    pub(super) async fn dress(
        &self,
        definition: &FeedDefinition,
        items: &mut [StoredItem],
    ) -> Result<(), ServiceError> {
        match &definition.source {
            FeedSource::Listing { category, .. } => {
                for stored in items {
                    stored.item.sections = category.iter().cloned().collect();
                }
                Ok(())
            }
            FeedSource::Merge(_) => Ok(()),
            FeedSource::Mix(mix) => self.name_origins(mix, items).await,
        }
    }
}

/// A feed of these items. Where it stands in its history and when it changed last is for the caller to say.
pub(super) fn feed_of(
    definition: &FeedDefinition,
    state: &FeedState,
    stored: Vec<StoredItem>,
    ttl_seconds: u64,
) -> Feed {
    let site = &definition.site;
    let items: Vec<Item> = stored.into_iter().map(|stored| stored.item).collect();
    let home_url = match &definition.source {
        FeedSource::Listing { url, .. } => url.clone(),
        FeedSource::Merge(_) | FeedSource::Mix(_) => site.home.clone(),
    };
    Feed {
        key: Some(definition.key.clone()),
        id: feed_id(&definition.key),
        title: match &state.title {
            Some(title) if definition.is_unnamed() => title.clone(),
            _ => format!("{} – {}", site.title, definition.title),
        },
        description: format!("{}, {}", definition.title, site.title),
        home_url,
        language: site.known_language().map(ToOwned::to_owned),
        direction: site.direction,
        icon: site.icon.clone(),
        updated: Moment::utc(Timestamp::UNIX_EPOCH),
        ttl_seconds,
        history: History::Newest,
        items,
    }
}
