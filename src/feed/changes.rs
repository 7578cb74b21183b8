//! What has changed in a feed since a reader last had it (RFC 3229 with the instance manipulation `feed`).
//!
//! Of every document that went out it is remembered, by its entity tag, which items it had in which version. The memory is
//! bounded and forgets what was asked for longest ago; a reader whose tag is forgotten gets the whole feed.

use std::sync::Arc;

use jiff::Timestamp;
use moka::policy::EvictionPolicy;
use sha2::{Digest, Sha256};

use super::ServiceError;
use super::address::Conversion;
use super::inspect;
use super::service::{Part, Rendered, Service, ViewKey};
use super::snapshot::{self, Asked, Snapshot};
use crate::cache::{Found, Kept};
use crate::model::{Feed, FeedKey, History, Item};
use crate::render::{Content, Document, Format};

/// Most bytes of versions that are remembered: some ten thousand documents of fifty items.
const MAX_BYTES: u64 = 4 << 20;

/// Which items the documents had, by feed, format and entity tag.
pub(super) struct Memory(moka::sync::Cache<(FeedKey, Format, String), Arc<[u64]>>);

impl Memory {
    /// An empty memory.
    pub fn new() -> Self {
        let weight = |(key, _, tag): &(FeedKey, Format, String), versions: &Arc<[u64]>| {
            let bytes = key.path().len() + tag.len() + size_of_val(versions.as_ref()) + 200;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let cache = moka::sync::Cache::builder().max_capacity(MAX_BYTES).weigher(weight);
        Self(cache.eviction_policy(EvictionPolicy::lru()).build())
    }

    /// Remembers what the documents of a snapshot have, where the format is one that knows parts.
    pub fn note(&self, key: &FeedKey, snapshot: &Snapshot) {
        for format in [Format::Rss, Format::Atom] {
            let tag = snapshot.document(format).etag.clone();
            self.0.insert((key.clone(), format, tag), Arc::clone(&snapshot.versions));
        }
    }

    fn find(&self, key: &FeedKey, format: Format, tag: &str) -> Option<Arc<[u64]>> {
        self.0.get(&(key.clone(), format, tag.to_owned()))
    }
}

/// The versions of a feed's items, in its order: a fingerprint of all that stands in an item, its id included.
pub(super) fn versions(feed: &Feed) -> Arc<[u64]> {
    feed.items.iter().map(version).collect()
}

fn version(item: &Item) -> u64 {
    // A record of plain fields always has a JSON form.
    let digest = Sha256::digest(serde_json::to_vec(item).unwrap_or_default());
    digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

impl Service {
    /// [`Self::changes`] of the feed of a page that no definition knows. None where its reader has it by a query of its own,
    /// which a part would have to name.
    pub async fn conversion_changes(
        self: &Arc<Self>,
        Conversion { url, pages, query }: Conversion<'_>,
        format: Format,
        current: &str,
        had: &[String],
    ) -> Option<Document> {
        if query.is_some() {
            return None;
        }
        let key = self.page_definition(url, pages).ok()?.key;
        self.changes(&key, format, current, had).await
    }

    /// The part of a feed's document that has changed since a reader had one of these entity tags (without quotes and
    /// without the mark of a coding). None where no tag is remembered, where all has changed, where the format knows no
    /// parts, or where `current` is not the tag of the document that the service hands out.
    pub async fn changes(
        self: &Arc<Self>,
        key: &FeedKey,
        format: Format,
        current: &str,
        had: &[String],
    ) -> Option<Document> {
        let now = self.now();
        let (Found::Fresh(kept) | Found::Stale(kept)) = self.snapshots.look(key, now) else {
            return None;
        };
        let snapshot = kept.value;
        let is_current = snapshot.document(format).etag == current;
        let (tag, before) = had.iter().filter(|_| is_current).find_map(|tag| {
            let before = self.memory.find(key, format, tag)?;
            Some((tag.clone(), before))
        })?;
        let is_new = |(_, version): &(&Item, &u64)| !before.contains(version);
        let changed = snapshot.feed.items.iter().zip(snapshot.versions.iter()).filter(is_new);
        let items: Vec<Item> = changed.map(|(item, _)| item.clone()).collect();
        if items.len() == snapshot.feed.items.len() {
            return None;
        }
        // A part says nothing of the history: what it lacks is not gone from the feed.
        let feed = Feed { items, history: History::Newest, ..snapshot.feed.as_ref().clone() };
        let version: (_, Option<Timestamp>) =
            (snapshot.state.content_hash.clone(), snapshot.state.changed_at);
        let (part, base) = (Part::Changes(tag), self.base.clone());
        let view = ViewKey { feed: key.clone(), base: base.clone(), query: None, format, part, version };
        let service = Arc::clone(self);
        let load = move || async move {
            let _turn = service.making.acquire().await.map_err(|_| ServiceError::Abandoned)?;
            let asked = Asked { base, format, content: Content::Full, hub: None, query: None };
            let made = inspect::blocking(move || Ok(Arc::new(Rendered(snapshot::document(&feed, &asked)?))));
            Ok(Kept { value: made.await?, fresh_until: Timestamp::MAX, stored_at: now })
        };
        // Whoever asks for a part takes the whole as well.
        let (rendered, _) = self.views.get_or_refresh(&view, now, load).await.ok()?;
        Some(rendered.value.0.clone())
    }
}
