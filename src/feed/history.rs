//! The history of feeds (RFC 5005): pages of the archive, closed once and never changed.
//!
//! A page takes the oldest items that stand in no page yet, as soon as one of them has fallen out of what the feed shows.
//! It has half as many items as the feed shows, so that the newer half stays open: items are young there, and their sites
//! still edit them. An item that is in no page yet is not dropped, within a bound. What a page says is copied from the items when it is closed, so that later edits, other definitions
//! and the end of the items in the archive do not reach it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::address::Conversion;
use super::archive::feed_of;
use super::error::{SharedError, of_load};
use super::inspect;
use super::service::{Part, Rendered, Service, ViewKey};
use super::settings::UNFILED_ITEMS;
use super::snapshot::{self, Asked};
use super::{PublicBase, ServiceError};
use crate::cache::Kept;
use crate::model::{Feed, FeedKey, History, Moment};
use crate::render::{Content, Document, Format};
use crate::site::{FeedDefinition, FeedSource};
use crate::store::{ArchivePage, FeedState, NewPage, PageRange, PageRule};

/// A page of an archive, asked for by its number.
#[derive(Clone, Debug)]
pub enum Archived {
    /// The page.
    Page {
        /// The document.
        document: Document,
        /// When it was closed.
        closed_at: Timestamp,
    },
    /// The number after the newest page: what will stand there is in the feed itself, which has this address.
    Open(String),
}

/// Most pages that one refresh closes, since each is some fifty items to copy.
const PAGES_PER_REFRESH: usize = 8;

/// After so long an item is taken as it is, though its article could not be read.
const SETTLING: SignedDuration = SignedDuration::from_hours(24);

impl Service {
    /// A page of a feed's archive. Nothing is fetched for it.
    ///
    /// # Errors
    /// When there is no such feed or page, or the store fails.
    pub async fn archived(
        self: &Arc<Self>,
        key: &FeedKey,
        page: u32,
        format: Format,
        base: &PublicBase,
    ) -> Result<Archived, SharedError> {
        self.catalogue().feed(key).map_err(|error| SharedError::new(error.into()))?;
        self.archived_under(key, page, format, (base, None), base.feed(key, format)).await
    }

    /// A page of the archive of a page that no definition knows.
    ///
    /// # Errors
    /// When there is no such page of an archive, or the store fails.
    pub async fn archived_conversion(
        self: &Arc<Self>,
        Conversion { url, pages, query }: Conversion<'_>,
        page: u32,
        format: Format,
        base: &PublicBase,
    ) -> Result<Archived, SharedError> {
        let key = self.page_definition(url, pages).map_err(SharedError::new)?.key;
        let own =
            query.map_or_else(|| base.convert(url, pages, format), |query| base.converted(query, format));
        self.archived_under(&key, page, format, (base, query), own).await
    }

    async fn archived_under(
        self: &Arc<Self>,
        key: &FeedKey,
        page: u32,
        format: Format,
        (base, query): (&PublicBase, Option<&str>),
        current: String,
    ) -> Result<Archived, SharedError> {
        let shared = |error: crate::store::StoreError| SharedError::new(error.into());
        let Some(ArchivePage { feed, closed_at }) =
            self.store.archive_page(key, page).await.map_err(shared)?
        else {
            let range = self.store.archive_range(key).await.map_err(shared)?;
            return match range {
                Some(range) if range.newest.checked_add(1) == Some(page) => Ok(Archived::Open(current)),
                _ => Err(SharedError::new(unknown_page(key, page, range))),
            };
        };
        let (part, version) = (Part::Archive(page), (None, Some(closed_at)));
        let query = query.map(str::to_owned);
        let view =
            ViewKey { feed: key.clone(), base: base.clone(), query: query.clone(), format, part, version };
        let (service, base, now) = (Arc::clone(self), base.clone(), self.now());
        let load = move || async move {
            let _turn = service.making.acquire().await.map_err(|_| ServiceError::Abandoned)?;
            let asked = Asked { base, format, content: Content::Full, hub: None, query };
            let made = inspect::blocking(move || Ok(Arc::new(Rendered(snapshot::document(&feed, &asked)?))));
            Ok(Kept { value: made.await?, fresh_until: Timestamp::MAX, stored_at: now })
        };
        let (rendered, _) = self.views.get_or_refresh(&view, now, load).await.map_err(of_load)?;
        Ok(Archived::Page { document: rendered.value.0.clone(), closed_at })
    }

    /// Closes the pages that are due. A failure is told and changes nothing: the next refresh tries again.
    pub(super) async fn close_pages(&self, definition: &FeedDefinition, state: &FeedState, now: Timestamp) {
        for _ in 0..PAGES_PER_REFRESH {
            match self.close_page(definition, state, now).await {
                Ok(Some(page)) => {
                    tracing::debug!(feed = %definition.key, page, "closed a page of the archive")
                }
                Ok(None) => return,
                Err(error) => {
                    let error: &(dyn std::error::Error + 'static) = &error;
                    tracing::warn!(feed = %definition.key, error, "a page of the archive could not be closed");
                    return;
                }
            }
        }
    }

    async fn close_page(
        &self,
        definition: &FeedDefinition,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<Option<u32>, ServiceError> {
        let rule = self.page_rule(definition, now);
        let (key, size, reach) = (rule.feed.clone(), rule.size, rule.reach);
        let Some(ids) = self.store.due_page(&rule).await? else {
            return Ok(None);
        };
        let mut stored = self.store.items(&ids).await?;
        self.dress(definition, &mut stored).await?;
        let feed = feed_of(definition, state, stored, self.ttl_seconds);
        let feed = Feed { updated: Moment::utc(now), ..feed };
        let pages = |items: usize| u32::try_from(items.div_ceil(size)).unwrap_or(u32::MAX);
        let (keep, remember) = (pages(self.settings.archive_items), pages(reach.saturating_mul(2)));
        Ok(self.store.close_page(NewPage { feed, key, closed_at: now, keep, remember }).await?)
    }

    fn page_rule(&self, definition: &FeedDefinition, now: Timestamp) -> PageRule {
        let parts = match &definition.source {
            FeedSource::Merge(parts) => parts.clone(),
            FeedSource::Listing { .. } | FeedSource::Mix(_) => vec![definition.key.clone()],
        };
        PageRule {
            feed: definition.key.clone(),
            parts,
            shown: self.settings.items,
            size: self.settings.items.div_ceil(2),
            reach: self.settings.archive_items.saturating_add(UNFILED_ITEMS),
            settled_before: now.saturating_sub(SETTLING).unwrap_or(Timestamp::MIN),
        }
    }

    /// Where a feed stands in its history, which shows all of its items or not.
    pub(super) async fn history(&self, key: &FeedKey, shows_all: bool) -> Result<History, ServiceError> {
        Ok(match self.store.archive_range(key).await? {
            Some(PageRange { newest, .. }) => History::Continued { newest },
            None if shows_all => History::Complete,
            None => History::Newest,
        })
    }
}

fn unknown_page(key: &FeedKey, page: u32, range: Option<PageRange>) -> ServiceError {
    let known = match range {
        Some(PageRange { oldest, newest }) => format!("expected a page from {oldest} to {newest}"),
        None => "expected no page, since all items stand in the feed itself".to_owned(),
    };
    ServiceError::UnknownPage { key: key.clone(), page, known }
}
