//! The service: feeds by key, and pages by address.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::address::{Conversion, PublicBase};
use super::articles::ReadArticle;
use super::changes::Memory;
use super::demand::Demand;
use super::error::{SharedError, of_load};
use super::refresh::Timeliness;
use super::refusals::Refusals;
use super::returning::Returning;
use super::settings::FeedSettings;
use super::snapshot::{self, Asked, Snapshot};
use super::unsaved::Unsaved;
use super::view::View;
use super::websub::{Hub, WebSubSettings};
use super::{ServiceError, inspect};
use crate::cache::{Cache, CacheSettings, Found, Kept, Served, Weigh};
use crate::fetch::Fetcher;
use crate::model::{FeedKey, SiteName};
use crate::render::{Document, Format};
use crate::site::{Catalogue, FeedDefinition};
use crate::store::Store;

/// Tells the moment. A parameter, so that tests own time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a service is put together from.
pub struct Parts {
    /// The site definitions.
    pub catalogue: Catalogue,
    /// The client for everything that goes out.
    pub fetcher: Fetcher,
    /// What survives a restart.
    pub store: Arc<dyn Store>,
    /// Bounds of feeds.
    pub settings: FeedSettings,
    /// Bounds of the cache, and how long a feed stays fresh.
    pub cache: CacheSettings,
    /// The hub that is told of changes.
    pub websub: WebSubSettings,
    /// The address under which the service is reached when a request does not tell another.
    pub base: PublicBase,
    /// The clock.
    pub clock: Clock,
    /// Where refreshes run; it outlives the server's workers.
    pub runtime: Handle,
}

/// Feeds, refreshed and kept.
pub struct Service {
    catalogue: RwLock<Arc<Catalogue>>,
    pub(super) fetcher: Fetcher,
    pub(super) store: Arc<dyn Store>,
    pub(super) settings: FeedSettings,
    pub(super) ttl_seconds: u64,
    stale_seconds: u64,
    pub(super) base: PublicBase,
    pub(super) hub: Option<Hub>,
    pub(super) articles: Cache<String, Arc<ReadArticle>, ServiceError>,
    clock: Clock,
    pub(super) refusals: Refusals,
    pub(super) demand: Demand,
    pub(super) returning: Returning,
    pub(super) unsaved: Unsaved,
    pub(super) saving_hosts: tokio::sync::Mutex<()>,
    /// Turns for documents that are made for single readers: each may hold a thousand items while it is made.
    pub(super) making: Semaphore,
    /// The generation of the store that the snapshots were made from.
    generation: Mutex<Option<i64>>,
    naming: Mutex<HashMap<SiteName, Arc<tokio::sync::Mutex<()>>>>,
    pub(super) memory: Memory,
    pub(super) snapshots: Cache<FeedKey, Arc<Snapshot>, ServiceError>,
    pub(super) views: Cache<ViewKey, Arc<Rendered>, ServiceError>,
}

/// A feed's document with what HTTP needs to know of it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The document.
    pub document: Document,
    /// When the feed last changed.
    pub changed_at: Timestamp,
    /// When the feed was last read from its site.
    pub checked_at: Timestamp,
    /// Until when it is fresh. Passed when a refresh is under way or the site fails.
    pub fresh_until: Timestamp,
    /// For how many seconds after that a cache on the way may hand it out.
    pub stale_seconds: u64,
    /// How it came from the cache.
    pub served: Served,
    /// Whether the last refresh failed.
    pub failed: bool,
    /// The state of the feed, as a stable word.
    pub outcome: String,
    /// What there is to say about the last refresh, for people.
    pub detail: Option<String>,
    /// The site's own feed, where it was joined.
    pub source_feed: Option<url::Url>,
}

/// One document that is not rendered beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ViewKey {
    pub feed: FeedKey,
    pub base: PublicBase,
    /// As in [`Conversion::query`].
    pub query: Option<String>,
    pub format: Format,
    pub part: Part,
    /// The fingerprint and the change of the snapshot that it was made of, or when the page was closed.
    pub version: (Option<String>, Option<Timestamp>),
}

/// Which part of a feed a document has that is not rendered beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// What a reader wishes for.
    View(View),
    /// A page of the archive.
    Archive(u32),
    /// What has changed since the document of a tag.
    Changes(String),
}

/// How many documents for single readers' wishes are made at once.
const MAKING_AT_ONCE: usize = 4;

pub(super) struct Rendered(pub(super) Document);

/// A snapshot as it came from the cache.
pub(super) type Held = (Kept<Arc<Snapshot>>, Served);

impl Weigh for Rendered {
    fn weight(&self) -> usize {
        // The wishes that it was made for are part of what the cache holds.
        self.0.body.weight() + size_of::<ViewKey>() + 1_024
    }
}

impl Service {
    /// Puts a service together. Snapshots get five eighths of the cache, documents for single readers' wishes a quarter,
    /// articles on their way into several feeds an eighth.
    pub fn new(parts: Parts) -> Arc<Self> {
        let bytes = parts.cache.max_bytes;
        let hub = Hub::new(&parts.websub, &parts.runtime);
        tell_hosts(&parts.fetcher, &parts.catalogue, hub.as_ref());
        Arc::new(Self {
            catalogue: RwLock::new(Arc::new(parts.catalogue)),
            fetcher: parts.fetcher,
            store: parts.store,
            settings: parts.settings,
            ttl_seconds: parts.cache.ttl_seconds,
            stale_seconds: parts.cache.stale_seconds,
            base: parts.base,
            hub,
            articles: Cache::new(bytes / 8, parts.runtime.clone()),
            clock: parts.clock,
            refusals: Refusals::new(),
            demand: Demand::default(),
            returning: Returning::new(),
            unsaved: Unsaved::default(),
            saving_hosts: tokio::sync::Mutex::default(),
            making: Semaphore::new(MAKING_AT_ONCE),
            generation: Mutex::default(),
            naming: Mutex::default(),
            memory: Memory::new(),
            snapshots: Cache::new(bytes / 8 * 5, parts.runtime.clone()),
            views: Cache::new(bytes / 4, parts.runtime),
        })
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The address under which the service is reached when a request does not tell another.
    pub const fn base(&self) -> &PublicBase {
        &self.base
    }

    /// The site definitions in force.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other definitions in force. Feeds are put together anew from the store when they are next asked for; those
    /// that are no longer defined are gone. New rules count from a feed's next refresh.
    pub fn replace_catalogue(&self, catalogue: Catalogue) {
        tell_hosts(&self.fetcher, &catalogue, self.hub.as_ref());
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
        self.snapshots.clear();
    }

    /// A feed's document. The plain one for the service's own address is there already; any other is made once.
    pub async fn document(
        self: &Arc<Self>,
        key: &FeedKey,
        format: Format,
        view: &View,
        base: &PublicBase,
    ) -> Result<Answer, SharedError> {
        let now = self.now();
        if view.is_plain()
            && *base == self.base
            && let Found::Fresh(kept) = self.snapshots.look(key, now)
        {
            self.demand.note(key, now);
            return Ok(answer(kept.value.document(format).clone(), &kept, Served::Fresh, self.stale_seconds));
        }
        let (kept, served) = self.snapshot(key).await?;
        self.demand.note(key, now);
        self.answer(kept, served, format, view, (base, None)).await
    }

    /// The feed of a page that no definition knows, with so many of its pages, or as many as the definition of its site
    /// says.
    pub async fn converted(
        self: &Arc<Self>,
        Conversion { url, pages, query }: Conversion<'_>,
        format: Format,
        view: &View,
        base: &PublicBase,
    ) -> Result<Answer, SharedError> {
        let definition = self.page_definition(url, pages).map_err(SharedError::new)?;
        let key = definition.key.clone();
        let (kept, served) = self.snapshot_of(definition).await?;
        let now = self.now();
        if self.returning.note(&key, (url, pages), now) {
            self.demand.note(&key, now);
        }
        self.answer(kept, served, format, view, (base, query)).await
    }

    /// A feed's snapshot: fresh, or stale at once while one refresh runs, or after a first refresh.
    pub async fn snapshot(self: &Arc<Self>, key: &FeedKey) -> Result<Held, SharedError> {
        let definition = self.catalogue().feed(key).map_err(|error| SharedError::new(error.into()))?;
        self.snapshot_of(definition).await
    }

    /// The snapshot of a part of a joined feed. Boxed, since a joined feed is itself refreshed through a snapshot.
    pub(super) fn snapshot_of_part(
        self: &Arc<Self>,
        key: &FeedKey,
    ) -> BoxFuture<'static, Result<Held, SharedError>> {
        let (service, key) = (Arc::clone(self), key.clone());
        async move {
            let (kept, served) = service.snapshot(&key).await?;
            if served != Served::Stale {
                return Ok((kept, served));
            }
            // A joined feed wants what its parts have now, so it waits where a reader would not.
            let definition =
                service.catalogue().feed(&key).map_err(|error| SharedError::new(error.into()))?;
            let load = {
                let service = Arc::clone(&service);
                move || service.refresh(definition, Timeliness::Due)
            };
            let kept = service.snapshots.refresh(&key, load).await.map_err(of_load)?;
            Ok((kept, Served::Loaded))
        }
        .boxed()
    }

    /// Bytes that the caches hold.
    pub fn cached_bytes(&self) -> u64 {
        self.snapshots.weighted_size() + self.views.weighted_size() + self.articles.weighted_size()
    }

    /// The turn that a refresh waits for before it names a site's items.
    pub(super) fn naming(&self, site: &SiteName) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.naming.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(site.clone()).or_default())
    }

    /// Whether the store answers.
    pub async fn ready(&self) -> Result<(), ServiceError> {
        Ok(self.store.ping().await?)
    }

    /// Looks whether a copy has taken the place of all that the store held, and if so forgets what was made of it. Tells
    /// whether that was so.
    pub async fn notice_restored(&self) -> Result<bool, ServiceError> {
        let found = self.store.generation().await?;
        let before = self.generation.lock().unwrap_or_else(PoisonError::into_inner).replace(found);
        let restored = before.is_some_and(|before| before != found);
        if restored {
            self.snapshots.clear();
            self.views.clear();
        }
        Ok(restored)
    }

    /// Asks sites for nothing more: refreshes under way end with what they have.
    pub fn stop_asking(&self) {
        self.fetcher.stop();
    }

    /// Waits for the refreshes under way, then closes the store.
    pub async fn close(&self) {
        self.snapshots.close().await;
        self.views.close().await;
        self.articles.close().await;
        if let Some(hub) = &self.hub {
            hub.close().await;
        }
        self.save_requests(true).await;
        self.save_hosts().await;
        self.store.close().await;
    }

    async fn snapshot_of(self: &Arc<Self>, definition: FeedDefinition) -> Result<Held, SharedError> {
        let (key, now) = (definition.key.clone(), self.now());
        let absent = matches!(self.snapshots.look(&key, now), Found::Absent);
        if absent {
            let (service, definition) = (Arc::clone(self), definition.clone());
            let load = move || service.restore_or_refresh(definition);
            self.snapshots.get_or_refresh(&key, now, load).await.map_err(of_load)?;
        }
        // What was restored may be stale: then it is handed out while this refreshes it.
        let service = Arc::clone(self);
        let (kept, served) = self
            .snapshots
            .get_or_refresh(&key, now, move || service.refresh(definition, Timeliness::Due))
            .await
            .map_err(of_load)?;
        match served {
            Served::Fresh if absent => Ok((kept, Served::Loaded)),
            served => Ok((kept, served)),
        }
    }

    async fn answer(
        self: &Arc<Self>,
        kept: Kept<Arc<Snapshot>>,
        served: Served,
        format: Format,
        view: &View,
        (base, query): (&PublicBase, Option<&str>),
    ) -> Result<Answer, SharedError> {
        if view.is_plain() && query.is_none() && *base == self.base {
            return Ok(answer(kept.value.document(format).clone(), &kept, served, self.stale_seconds));
        }
        let (feed, now) = (Arc::clone(&kept.value.feed), self.now());
        let key = ViewKey {
            feed: feed.key.clone().ok_or_else(|| SharedError::new(ServiceError::Abandoned))?,
            base: base.clone(),
            query: query.map(str::to_owned),
            format,
            part: Part::View(view.clone()),
            version: (kept.value.state.content_hash.clone(), kept.value.state.changed_at),
        };
        let (base, query, view) = (base.clone(), key.query.clone(), view.clone());
        let (service, shown) = (Arc::clone(self), self.settings.items);
        let load = move || async move {
            let _turn = service.making.acquire().await.map_err(|_| ServiceError::Abandoned)?;
            let feed = service.widened(feed, &view).await?;
            let made = inspect::blocking(move || {
                let asked = Asked { base, format, content: view.content(), hub: None, query };
                Ok(Arc::new(Rendered(snapshot::document(&view.apply(&feed, shown), &asked)?)))
            });
            Ok(Kept { value: made.await?, fresh_until: Timestamp::MAX, stored_at: now })
        };
        let (rendered, _) = self.views.get_or_refresh(&key, now, load).await.map_err(of_load)?;
        Ok(answer(rendered.value.0.clone(), &kept, served, self.stale_seconds))
    }
}

/// Tells the fetcher what the definitions say about hosts. The hub is one that the operator named.
fn tell_hosts(fetcher: &Fetcher, catalogue: &Catalogue, hub: Option<&Hub>) {
    let hub = hub.and_then(|hub| hub.url().host_str()).map(ToOwned::to_owned);
    fetcher.set_site_hosts(catalogue.hosts().chain(hub));
    fetcher.set_unruled_hosts(catalogue.unruled_hosts());
}

fn answer(document: Document, kept: &Kept<Arc<Snapshot>>, served: Served, stale_seconds: u64) -> Answer {
    let state = &kept.value.state;
    Answer {
        document,
        changed_at: state.changed_at.unwrap_or(kept.stored_at),
        checked_at: state.succeeded_at.unwrap_or(kept.stored_at),
        fresh_until: kept.fresh_until,
        stale_seconds,
        served,
        failed: state.failures > 0,
        outcome: state.outcome.clone(),
        detail: state.detail.clone(),
        source_feed: state.feed_url.clone(),
    }
}
