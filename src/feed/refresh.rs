//! A refresh: success moves the feed forward, failure leaves it as it is and sets the next try.

use std::sync::Arc;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use super::gather::OwnFeed;
use super::listing::ListingTask;
use super::outcome::Outcome;
use super::refusals::Refusals;
use super::service::Service;
use super::snapshot::{Snapshot, feed_id, fingerprint};
use super::{ServiceError, inspect};
use crate::cache::Kept;
use crate::fetch::Validators;
use crate::model::{Feed, History, Item, Moment};
use crate::site::{FeedDefinition, FeedSource};
use crate::store::{FeedState, StoredItem};

/// What a refresh that went well brought.
pub(super) struct Refreshed {
    pub outcome: Outcome,
    pub entry_count: usize,
    pub validators: Validators,
    /// What there is to say about it, for people.
    pub detail: Option<String>,
    /// What is known of the listing, where it came whole.
    pub reading: Option<Reading>,
}

/// A listing that came whole.
pub(super) struct Reading {
    /// What the page calls itself.
    pub title: Option<String>,
    /// A hash of the rules it was read by, where everything was read by them.
    pub rules_hash: Option<String>,
    /// How the entries were found.
    pub method: &'static str,
    /// What is known of the site's own feed.
    pub own_feed: OwnFeed,
}

/// Why a refresh brought nothing.
pub(super) struct Failure {
    pub outcome: Outcome,
    pub detail: String,
    /// What the site asked for.
    pub retry_after_seconds: Option<u64>,
    /// Whether the site says that there is no such listing.
    pub missing: bool,
    /// Whether the address may not be fetched at all.
    pub refused: bool,
}

/// The longest pause after failures.
const MAX_PAUSE_SECONDS: u64 = 24 * 3_600;

/// The pause after the first failure of a feed that was never fetched.
const FIRST_PAUSE_SECONDS: u64 = 60;

/// After a refresh that could not finish the next one comes soon.
const PARTIAL_PAUSE_SECONDS: u64 = 60;

impl Failure {
    /// A failure of which nothing more is known.
    pub const fn new(outcome: Outcome, detail: String) -> Self {
        Self { outcome, detail, retry_after_seconds: None, missing: false, refused: false }
    }

    /// A failure of the service itself.
    pub fn internal(error: &ServiceError) -> Self {
        Self::new(Outcome::Internal, super::articles::chain(error))
    }
}

impl Service {
    /// What is kept of a feed in the store, as a snapshot; when nothing is, the result of a first refresh.
    pub(super) async fn restore_or_refresh(
        self: Arc<Self>,
        definition: FeedDefinition,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let now = self.now();
        match self.store.feed_state(&definition.key).await? {
            Some(state) if state.succeeded_at.is_some() => self.kept(&definition, state, now).await,
            Some(state) if state.next_check.is_some_and(|next| next > now) => {
                Err(never_fetched(&definition, &state, now))
            }
            _ => match self.refusals.find(&definition, now) {
                Some(error) => Err(error),
                None => self.refresh(definition).await,
            },
        }
    }

    /// One refresh. Where an older snapshot is there, a failure is told in its state and the feed stays as it is.
    pub(super) async fn refresh(
        self: Arc<Self>,
        definition: FeedDefinition,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let (now, started) = (self.now(), Instant::now());
        let mut state = self.store.feed_state(&definition.key).await?.unwrap_or_default();
        let result = match &definition.source {
            FeedSource::Listing { url, rules, category, reach, .. } => {
                let category = category.as_deref();
                let task = ListingTask { definition: &definition, url, rules, category, reach: *reach };
                self.refresh_listing(&task, &state, now).await
            }
            FeedSource::Merge(parts) => self.refresh_merged(parts).await,
            FeedSource::Mix(mix) => self.refresh_mix(&definition, mix, &state, now).await,
        };
        let outcome =
            result.as_ref().map_or_else(|failure| &failure.outcome, |refreshed| &refreshed.outcome).as_str();
        metrics::counter!("feedmill_refreshes_total", "outcome" => outcome).increment(1);
        metrics::histogram!("feedmill_refresh_seconds").record(started.elapsed().as_secs_f64());
        match result {
            Ok(refreshed) => {
                tracing::info!(feed = %definition.key, outcome, entries = refreshed.entry_count, milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "refreshed a feed");
                self.succeed(&mut state, refreshed, now);
                self.close_pages(&definition, &state, now).await;
                self.kept(&definition, state, now).await
            }
            Err(failure) => self.fail(&definition, state, failure, now).await,
        }
    }

    fn succeed(&self, state: &mut FeedState, refreshed: Refreshed, now: Timestamp) {
        let pause =
            if refreshed.outcome == Outcome::Partial { PARTIAL_PAUSE_SECONDS } else { self.ttl_seconds };
        state.checked_at = Some(now);
        state.succeeded_at = Some(now);
        state.next_check = Some(later(now, pause));
        state.failing_since = None;
        state.failures = 0;
        refreshed.outcome.as_str().clone_into(&mut state.outcome);
        state.detail = refreshed.detail;
        state.entry_count = refreshed.entry_count;
        state.etag = refreshed.validators.etag;
        state.last_modified = refreshed.validators.last_modified;
        state.validators_url = refreshed.validators.url;
        if let Some(reading) = refreshed.reading {
            state.title = reading.title.or_else(|| state.title.take());
            state.read_at = Some(now);
            state.rules_hash = reading.rules_hash;
            state.method = Some(reading.method.to_owned());
            state.feed_url = reading.own_feed.url;
            state.feed_sought_at = reading.own_feed.sought_at;
        }
    }

    async fn fail(
        self: &Arc<Self>,
        definition: &FeedDefinition,
        mut state: FeedState,
        failure: Failure,
        now: Timestamp,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        tracing::warn!(feed = %definition.key, outcome = failure.outcome.as_str(), detail = failure.detail, failures = state.failures + 1, "a refresh failed; the last good feed stays");
        if Refusals::concern(definition) && state.succeeded_at.is_none() {
            let pause =
                failure.retry_after_seconds.unwrap_or(0).clamp(FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS);
            return Err(self.refusals.remember(definition, failure, now, later(now, pause)));
        }
        // Whoever asks for a feed that was never there waits for it, so the first tries follow each other sooner.
        let first = if state.succeeded_at.is_none() {
            self.ttl_seconds.min(FIRST_PAUSE_SECONDS)
        } else {
            self.ttl_seconds
        };
        let doubled = first.saturating_mul(1 << state.failures.min(16));
        let pause = doubled.max(failure.retry_after_seconds.unwrap_or(0)).min(MAX_PAUSE_SECONDS);
        state.checked_at = Some(now);
        state.next_check = Some(later(now, pause));
        state.failing_since = state.failing_since.or(Some(now));
        state.failures = state.failures.saturating_add(1);
        failure.outcome.as_str().clone_into(&mut state.outcome);
        state.detail = Some(failure.detail);
        self.store.save_feed_state(&definition.key, &state).await?;
        if state.succeeded_at.is_none() {
            return Err(never_fetched(definition, &state, now));
        }
        self.kept(definition, state, now).await
    }

    /// The feed as the store has it, rendered; with the moment of its last change if it differs from what was rendered
    /// before.
    async fn kept(
        self: &Arc<Self>,
        definition: &FeedDefinition,
        mut state: FeedState,
        now: Timestamp,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let limit = self.settings.items;
        let mut stored = self.archive(definition, limit.saturating_add(1)).await?;
        let shows_all = stored.len() <= limit;
        stored.truncate(limit);
        let before = state.clone();
        let mut feed = feed_of(definition, &state, stored, self.ttl_seconds);
        feed.history = self.history(&definition.key, shows_all).await?;
        let content_hash = fingerprint(&feed);
        if state.content_hash.as_ref() != Some(&content_hash) {
            state.content_hash = Some(content_hash);
            state.changed_at = Some(now);
        }
        let changed = state.changed_at != before.changed_at;
        let changed_at = state.changed_at.unwrap_or(now);
        feed.updated = Moment::from(changed_at.to_zoned(definition.site.time_zone.clone()));
        if state != before || state.checked_at == Some(now) {
            self.store.save_feed_state(&definition.key, &state).await?;
        }
        let fresh_until = state.next_check.unwrap_or(now);
        // A feed that one reader asked for by the address of a page is no topic.
        let topic = self.hub.as_ref().filter(|_| !definition.is_unnamed());
        let (base, hub) = (self.base.clone(), topic.map(|hub| hub.url().clone()));
        let snapshot = inspect::blocking(move || {
            Snapshot::render(feed, state, &base, hub.as_ref()).map_err(ServiceError::from)
        });
        let snapshot = snapshot.await?;
        self.memory.note(&definition.key, &snapshot);
        if changed && topic.is_some() {
            self.tell_hub(&definition.key);
        }
        Ok(Kept { value: Arc::new(snapshot), fresh_until, stored_at: now })
    }
}

impl Service {
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

fn never_fetched(definition: &FeedDefinition, state: &FeedState, now: Timestamp) -> ServiceError {
    let pause = state.next_check.map_or(0, |next| next.duration_since(now).as_secs());
    ServiceError::NeverFetched {
        key: definition.key.clone(),
        outcome: state.outcome.clone(),
        detail: state.detail.clone().unwrap_or_default(),
        retry_after_seconds: u64::try_from(pause).unwrap_or(0).max(1),
    }
}

/// A moment some seconds later; at the end of time the same moment.
fn later(now: Timestamp, seconds: u64) -> Timestamp {
    let pause = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.saturating_add(pause).unwrap_or(now)
}
