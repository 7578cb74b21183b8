//! One refresh of a feed that has a listing page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::articles::{ArticleLook, Candidate, ReadArticle};
use super::item::{aliases, content_hash, listing_hash, merge, remember_shown, was_shown};
use super::outcome::Outcome;
use super::refresh::{Failure, Refreshed};
use super::service::Service;
use super::{ServiceError, inspect};
use crate::fetch::{Fetched, FetchedPage, Validators};
use crate::model::{Alias, Entry, ItemId, Listing, Moment};
use crate::site::{FeedDefinition, ListingRules, Site};
use crate::store::{ArticleState, FeedState, RefreshRecord, StoredItem, Tombstone};

/// The listing part of a definition.
pub(super) struct ListingTask<'a> {
    pub definition: &'a FeedDefinition,
    pub url: &'a Url,
    pub rules: &'a Arc<ListingRules>,
    pub category: Option<&'a str>,
}

impl Service {
    /// Fetches the listing, reads it, fetches the articles that are worth it, and saves what is new.
    pub(super) async fn refresh_listing(
        self: &Arc<Self>,
        task: &ListingTask<'_>,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<Refreshed, Failure> {
        let validators = Validators {
            url: state.validators_url.clone(),
            etag: state.etag.clone(),
            last_modified: state.last_modified.clone(),
        };
        let page = match self.fetcher.get(task.url, &validators, now).await {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotModified { .. }) => {
                let (outcome, entry_count) = (Outcome::NotModified, state.entry_count);
                return Ok(Refreshed { outcome, entry_count, validators, title: None });
            }
            Err(error) => {
                return Err(Failure {
                    retry_after_seconds: error.rest_seconds(now),
                    missing: error.status().is_some_and(|status| matches!(status, 404 | 410)),
                    refused: error.is_refusal(),
                    ..Failure::new(Outcome::of_fetch(&error), super::articles::chain(&error))
                });
            }
        };
        let validators = page.validators.clone();
        let Listing { entries, title, .. } = self.listing(task, page, now).await?;
        let entry_count = entries.len();
        let complete =
            self.absorb(task, entries, state, now).await.map_err(|error| Failure::internal(&error))?;
        // With articles still to be fetched the listing must come whole the next time, even when it has not changed.
        let validators = if complete { validators } else { Validators::default() };
        Ok(Refreshed { outcome: Outcome::Ok, entry_count, validators, title })
    }

    /// Reads the listing. One without entries is a failure: a feed never empties.
    async fn listing(
        &self,
        task: &ListingTask<'_>,
        page: FetchedPage,
        now: Timestamp,
    ) -> Result<Listing, Failure> {
        let site = Some(Arc::clone(&task.definition.site));
        let read = inspect::read_listing(page.text, page.url, site, Some(Arc::clone(task.rules)), now).await;
        let read = read.map_err(|error| Failure::new(Outcome::Unreadable, error.to_string()))?;
        if read.listing.entries.is_empty() {
            let detail = read.listing.why_empty();
            return Err(Failure { missing: true, ..Failure::new(Outcome::Empty, detail) });
        }
        Ok(read.listing)
    }

    /// Fetches the articles that are worth it and saves what is new. Tells whether it got to every new article.
    async fn absorb(
        self: &Arc<Self>,
        task: &ListingTask<'_>,
        entries: Vec<Entry>,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let candidates = self.candidates(task, entries).await?;
        let looks = self.look_at_articles(&task.definition.site, &candidates, now).await;
        // From here to the save no other refresh of the site may name items: two that meet the same new article at once
        // could otherwise give it two ids.
        let naming = self.naming(task.definition.key.site());
        let _turn = naming.lock().await;
        let named = self.names(task, &candidates, &looks).await?;
        self.store.save_refresh(record(task, state, self.settings.archive_items, named, now)).await?;
        let waiting = |(candidate, look): (&Candidate, &ArticleLook)| {
            candidate.entry.url.is_some()
                && candidate.stored.is_none()
                && matches!(look, ArticleLook::NotTried)
        };
        Ok(!candidates.iter().zip(&looks).any(waiting))
    }

    /// The entries with what is stored of them, found by link, post id or text.
    async fn candidates(
        &self,
        task: &ListingTask<'_>,
        entries: Vec<Entry>,
    ) -> Result<Vec<Candidate>, ServiceError> {
        let names: Vec<Vec<String>> = entries
            .iter()
            .map(|entry| aliases(entry, None).iter().map(Alias::storage_key).collect())
            .collect();
        let all: Vec<String> = names.iter().flatten().cloned().collect();
        let known = self.store.resolve(task.definition.key.site(), &all).await?;
        let mut stored = self.stored(known.values().cloned().collect()).await?;
        let candidates = entries.into_iter().zip(names).map(|(entry, names)| Candidate {
            listing_hash: listing_hash(&entry),
            stored: names.iter().find_map(|name| known.get(name)).and_then(|id| stored.remove(id)),
            entry,
        });
        Ok(candidates.collect())
    }

    /// Who each candidate is. An article may tell, by its post id or canonical URL, that an entry which seemed new is an
    /// item that is stored under another address.
    async fn names<'a>(
        &self,
        task: &ListingTask<'_>,
        candidates: &'a [Candidate],
        looks: &'a [ArticleLook],
    ) -> Result<Vec<Named<'a>>, ServiceError> {
        let site = task.definition.key.site();
        let aliases: Vec<Vec<Alias>> = candidates
            .iter()
            .zip(looks)
            .map(|(candidate, look)| identities(&candidate.entry, look, task.url, &task.definition.site))
            .collect();
        let all: Vec<String> = aliases.iter().flatten().map(Alias::storage_key).collect();
        let known = self.store.resolve(site, &all).await?;
        let ids: Vec<ItemId> = known.values().cloned().collect();
        let buried = self.store.tombstones(&ids).await?;
        let mut buried: HashMap<ItemId, Tombstone> =
            buried.into_iter().map(|stone| (stone.id.clone(), stone)).collect();
        let mut stored = self.stored(ids).await?;
        let named = candidates.iter().zip(looks).zip(aliases).map(|((candidate, look), aliases)| {
            let found = aliases.iter().find_map(|alias| known.get(&alias.storage_key())).cloned();
            let id = found.or_else(|| aliases.first().map(|alias| ItemId::new(site, alias)));
            let id = id.unwrap_or_else(|| ItemId::new(site, &Alias::Text(candidate.listing_hash.clone())));
            Named { candidate, look, stored: stored.remove(&id), buried: buried.remove(&id), id, aliases }
        });
        Ok(named.collect())
    }

    async fn stored(&self, ids: Vec<ItemId>) -> Result<HashMap<ItemId, StoredItem>, ServiceError> {
        let stored = self.store.items(&ids).await?;
        Ok(stored.into_iter().map(|stored| (stored.item.id.clone(), stored)).collect())
    }
}

/// An entry with its identity and its past.
struct Named<'a> {
    candidate: &'a Candidate,
    look: &'a ArticleLook,
    id: ItemId,
    aliases: Vec<Alias>,
    stored: Option<StoredItem>,
    buried: Option<Tombstone>,
}

/// Everything that a refresh changes in the store. Of two entries that are the same item the upper one counts.
fn record(
    task: &ListingTask<'_>,
    state: &FeedState,
    keep: usize,
    named: Vec<Named<'_>>,
    now: Timestamp,
) -> RefreshRecord {
    let mut record = RefreshRecord {
        feed: task.definition.key.clone(),
        section: task.category.map(ToOwned::to_owned),
        state: state.clone(),
        items: Vec::new(),
        aliases: Vec::new(),
        listed: Vec::new(),
        listed_at: now,
        keep,
    };
    let mut listed = HashSet::new();
    for named in named {
        record.aliases.extend(named.aliases.iter().map(|alias| (alias.storage_key(), named.id.clone())));
        if listed.insert(named.id.clone()) {
            let kind = if named.stored.is_some() { "known" } else { "new" };
            metrics::counter!("feedmill_items_total", "kind" => kind).increment(1);
            record.listed.push(named.id.clone());
            record.items.push(stored_item(named, &task.definition.site, now));
        }
    }
    record
}

/// The aliases of an entry. A canonical URL that leads to the listing or to the home page is one that the site gives to
/// all its articles; it identifies none of them.
fn identities(entry: &Entry, look: &ArticleLook, listing: &Url, site: &Site) -> Vec<Alias> {
    let article = match look {
        ArticleLook::Read(read) => Some(&read.article),
        _ => None,
    };
    let common: Vec<String> = [listing, &site.home].into_iter().map(crate::model::normalise_link).collect();
    let mut aliases = aliases(entry, article);
    aliases
        .retain(|alias| !matches!(alias, Alias::Canonical(url) | Alias::Link(url) if common.contains(url)));
    aliases
}

fn stored_item(named: Named<'_>, site: &Site, now: Timestamp) -> StoredItem {
    let Named { candidate, look, id, stored, buried, .. } = named;
    let article = match look {
        ArticleLook::Read(read) => Some(&read.article),
        _ => None,
    };
    let before = stored.as_ref().map(|stored| &stored.article);
    let mut item = match &stored {
        // What a card has shown before says nothing new: sections give one article different teasers.
        Some(stored) if article.is_none() && shows_nothing_new(candidate, &stored.article) => {
            stored.item.clone()
        }
        _ => {
            let known = stored.as_ref().map(|stored| &stored.item);
            merge(id, known, &candidate.entry, article, site, now)
        }
    };
    let content_hash = content_hash(&item);
    if let Some(stone) = buried {
        // An item that comes back is not new: it keeps its dates, and is only updated when its content differs.
        let moment = |timestamp: Timestamp| Moment::from(timestamp.to_zoned(site.time_zone.clone()));
        item.published = moment(stone.published);
        item.first_seen = moment(stone.first_seen);
        item.updated = moment(if stone.content_hash == content_hash { stone.updated } else { now });
    }
    StoredItem { content_hash, article: article_state(look, before, candidate, now), item }
}

fn shows_nothing_new(candidate: &Candidate, state: &ArticleState) -> bool {
    was_shown(state.listing_hash.as_deref(), &candidate.listing_hash)
}

fn article_state(
    look: &ArticleLook,
    before: Option<&ArticleState>,
    candidate: &Candidate,
    now: Timestamp,
) -> ArticleState {
    let before = before.cloned().unwrap_or_default();
    let seen = Some(remember_shown(before.listing_hash.as_deref(), &candidate.listing_hash));
    match look {
        ArticleLook::Read(read) => {
            let ReadArticle { validators, .. } = read.as_ref();
            ArticleState {
                checked_at: Some(now),
                etag: validators.etag.clone(),
                last_modified: validators.last_modified.clone(),
                failures: 0,
                fetched: true,
                listing_hash: seen,
            }
        }
        ArticleLook::NotModified => {
            ArticleState { checked_at: Some(now), failures: 0, listing_hash: seen, ..before }
        }
        ArticleLook::Failed => ArticleState {
            checked_at: Some(now),
            failures: before.failures.saturating_add(1),
            listing_hash: seen,
            ..before
        },
        // The fingerprint is not remembered, so that the next refresh still sees the change.
        ArticleLook::NotTried => before,
    }
}
