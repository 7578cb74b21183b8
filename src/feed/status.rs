//! The state of feeds, told beside them.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use super::service::Service;
use super::weeks::FeedDay;
use super::{PublicBase, ServiceError};
use crate::model::FeedKey;
use crate::render::Format;
use crate::site::FeedSource;
use crate::store::{Change, FeedState};

/// The state of one feed. Moments are RFC 3339 in UTC.
#[derive(Clone, Debug, Serialize)]
pub struct FeedStatus {
    /// The feed.
    pub key: FeedKey,
    /// Its title.
    pub title: String,
    /// The page for people; absent for a joined feed.
    pub listing_url: Option<Url>,
    /// Where it can be subscribed to, by format.
    pub links: FeedLinks,
    /// Whether it is well.
    pub condition: Condition,
    /// How the last refresh ended; absent before the first.
    pub outcome: Option<String>,
    /// Since when every refresh ended like that.
    pub outcome_since: Option<Timestamp>,
    /// What went wrong.
    pub detail: Option<String>,
    /// When its content last changed.
    pub changed_at: Option<Timestamp>,
    /// When it was last tried.
    pub checked_at: Option<Timestamp>,
    /// When it was last read from its site.
    pub succeeded_at: Option<Timestamp>,
    /// When it may be tried next; absent where it has stopped.
    pub next_check: Option<Timestamp>,
    /// Whether the site has said that the listing is gone for good: it is not asked for again.
    pub stopped: bool,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// How often in a row it failed.
    pub failures: u32,
    /// Entries on the listing page at the last read.
    pub entry_count: usize,
    /// The site's own feed, where it was joined with what the listing shows.
    pub feed_url: Option<Url>,
    /// In which way the page is held back; absent where it is not.
    pub drift: Option<DriftReport>,
    /// The last four weeks, the oldest day first.
    pub days: Vec<FeedDay>,
    /// Where all this is told to people.
    pub status_url: String,
}

/// In which way a page is held back, because it is not what it was or not what its definition expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DriftReport {
    /// When it was seen first.
    pub since: Timestamp,
    /// How often the page looked like this, without another look in between. A refresh that brought no page does not count.
    pub times: u32,
    /// How often it must look like this to be taken; absent where it is never taken, since it does not meet its definition, or
    /// is a page that stands in the place of the listing.
    pub accepted_after: Option<u32>,
    /// What changed.
    pub changes: Vec<Change>,
}

/// The addresses of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedLinks {
    /// RSS 2.0.
    pub rss: String,
    /// Atom 1.0.
    pub atom: String,
    /// JSON Feed 1.1.
    pub json: String,
}

/// Whether a feed is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nobody has asked for it yet.
    NeverFetched,
    /// The last refresh went well and is recent.
    Fresh,
    /// The last refresh went well and the next one is due.
    Stale,
    /// The last refresh failed. Readers get the last good feed.
    Failing,
}

impl FeedLinks {
    /// The addresses of a feed under a base.
    pub fn new(key: &FeedKey, base: &PublicBase) -> Self {
        let link = |format| base.feed(key, format);
        Self { rss: link(Format::Rss), atom: link(Format::Atom), json: link(Format::Json) }
    }
}

impl Condition {
    /// The condition that a stored state means at a moment.
    pub fn of(state: Option<&FeedState>, now: Timestamp) -> Self {
        match state {
            None => Self::NeverFetched,
            Some(state) if state.failures > 0 => Self::Failing,
            Some(state) if state.next_check.is_none_or(|next| next <= now) => Self::Stale,
            Some(_) => Self::Fresh,
        }
    }
}

impl Service {
    /// The state of a feed.
    ///
    /// # Errors
    /// When there is no such feed, or the store fails.
    pub async fn status(&self, key: &FeedKey, base: &PublicBase) -> Result<FeedStatus, ServiceError> {
        let definition = self.catalogue().feed(key)?;
        let state = self.store.feed_state(key).await?;
        let state = state.map(|state| self.told(&definition, state));
        let condition = Condition::of(state.as_ref(), self.now());
        let known = state.is_some();
        let state = state.unwrap_or_default();
        let days = self.weeks(&definition).await?;
        let stopped = state.stopped_url.is_some() && !self.may_try(&definition, &state, self.now());
        Ok(FeedStatus {
            key: key.clone(),
            title: definition.title,
            listing_url: match definition.source {
                FeedSource::Listing { url, .. } => Some(url),
                FeedSource::Merge(_) | FeedSource::Mix(_) => None,
            },
            links: FeedLinks::new(key, base),
            condition,
            outcome: known.then_some(state.outcome),
            outcome_since: state.outcome_since,
            detail: state.detail,
            changed_at: state.changed_at,
            checked_at: state.checked_at,
            succeeded_at: state.succeeded_at,
            next_check: state.next_check,
            stopped,
            failing_since: state.failing_since,
            failures: state.failures,
            entry_count: state.entry_count,
            feed_url: state.feed_url,
            drift: state.drift.map(|drift| DriftReport {
                since: drift.since,
                times: drift.times,
                accepted_after: drift.acceptable.then_some(self.settings.accept_after),
                changes: drift.changes,
            }),
            days,
            status_url: base.status(key),
        })
    }

    /// The stored states of all feeds that were ever tried.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn states(&self) -> Result<HashMap<FeedKey, FeedState>, ServiceError> {
        Ok(self.store.feed_states().await?.into_iter().collect())
    }
}
