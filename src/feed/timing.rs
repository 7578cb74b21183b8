//! The times of a feed: its interval, when it is due, and until when what is kept of it is fresh.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::ServiceError;
use super::listing::ListingTask;
use super::mixed::rules_hash;
use super::next_try::{Bounds, Past, due_at, interval_seconds, later, part_of};
use super::rhythm::{LEARNT_FROM, Rhythm};
use super::service::Service;
use crate::model::{FeedKey, short_hex};
use crate::site::{FeedDefinition, FeedSource};
use crate::store::FeedState;

impl Service {
    /// How long a feed is left alone after a refresh that went well, in seconds.
    pub(super) async fn interval(
        &self,
        definition: &FeedDefinition,
        lifetime_seconds: Option<u64>,
        now: Timestamp,
    ) -> Result<u64, ServiceError> {
        let (least, most) = (self.settings.least_interval_seconds, self.settings.most_interval_seconds);
        let since = now.saturating_sub(LEARNT_FROM).unwrap_or(Timestamp::MIN);
        let publications = match &definition.source {
            FeedSource::Merge(parts) => self.store.publications(parts, since).await?,
            FeedSource::Listing { .. } | FeedSource::Mix(_) => {
                self.store.publications(std::slice::from_ref(&definition.key), since).await?
            }
        };
        let learnt = Rhythm::of(&publications, now).map(|rhythm| rhythm.interval_seconds(now, most));
        let bounds = Bounds { ttl: self.ttl_seconds, least, most };
        Ok(interval_seconds(&definition.key, bounds, learnt, lifetime_seconds))
    }

    /// From when on a feed may be tried; none where its site has said that the listing at this address is gone.
    pub(super) fn due_at(
        &self,
        definition: &FeedDefinition,
        state: &FeedState,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let (stopped, reread) = match (&definition.source, &state.stopped_url) {
            (FeedSource::Listing { url, .. }, Some(stopped)) if url != stopped => {
                return Some(Timestamp::MIN);
            }
            (FeedSource::Listing { .. }, Some(_)) => (true, false),
            // What the site said to the definition before says nothing of one that was corrected.
            _ if state.failures > 0 && is_corrected(definition, state) => return Some(Timestamp::MIN),
            _ => (
                false,
                state.failures == 0 && (is_reread(definition, state) || is_corrected(definition, state)),
            ),
        };
        due_at(state, stopped, reread, self.ttl_seconds, now)
    }

    /// Whether a feed may be tried now.
    pub(super) fn may_try(&self, definition: &FeedDefinition, state: &FeedState, now: Timestamp) -> bool {
        self.due_at(definition, state, now).is_some_and(|due| due <= now)
    }

    /// Until when a snapshot is fresh that is made now. However long a site that fails is left alone, what an operator says
    /// meanwhile is to be seen.
    pub(super) fn fresh_until(
        &self,
        definition: &FeedDefinition,
        state: &FeedState,
        now: Timestamp,
    ) -> Timestamp {
        let seen_again = later(now, self.ttl_seconds);
        match self.due_at(definition, state, now) {
            Some(due) if state.failures == 0 => due.max(now),
            Some(due) => due.min(seen_again).max(now),
            None => seen_again,
        }
    }

    /// Sets when a feed is refreshed ahead of its readers. The feed of a page that no definition knows is so only when they
    /// return.
    pub(super) fn plan(&self, definition: &FeedDefinition, state: &FeedState, now: Timestamp) {
        if !definition.is_unnamed() || self.returning.find(&definition.key).is_some() {
            self.demand.plan(&definition.key, state, self.due_at(definition, state, now));
        }
    }

    /// What the next try depends on besides how a refresh ended.
    pub(super) fn past(&self, key: &FeedKey, state: &FeedState, retry_after_seconds: Option<u64>) -> Past {
        Past {
            ttl_seconds: self.ttl_seconds,
            interval_seconds: self.ttl_seconds,
            failures: state.failures,
            has_succeeded: state.succeeded_at.is_some(),
            retry_after_seconds,
            part: part_of(key),
        }
    }
}

/// Whether a definition names another address, other rules or another policy towards robots.txt than at the last attempt.
fn is_corrected(definition: &FeedDefinition, state: &FeedState) -> bool {
    state.tried_by.is_some() && state.tried_by != tried_by(definition)
}

/// A fingerprint of all of a definition that decides how an attempt ends; none where it joins other feeds.
pub(super) fn tried_by(definition: &FeedDefinition) -> Option<String> {
    let task = ListingTask::of(definition)?;
    let text = format!("{} {} {:?}", task.rules_hash(), task.url, definition.site.robots);
    Some(short_hex(&Sha256::digest(text)))
}

/// Whether a feed was last read by rules that hold no longer.
fn is_reread(definition: &FeedDefinition, state: &FeedState) -> bool {
    let now = match &definition.source {
        FeedSource::Mix(mix) => Some(rules_hash(mix)),
        FeedSource::Listing { .. } | FeedSource::Merge(_) => {
            ListingTask::of(definition).map(|task| task.rules_hash())
        }
    };
    state.rules_hash.is_some() && now.is_some() && state.rules_hash != now
}
