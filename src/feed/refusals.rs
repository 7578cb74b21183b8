//! Feeds that somebody asked for by a name of their own, a tag or the address of a page, and that could not be had. They
//! are remembered in memory alone, in a bounded number and for a short time: the site is not asked again at once, and
//! names that lead nowhere leave nothing in the store.

use jiff::Timestamp;

use super::ServiceError;
use super::next_try::is_ahead;
use super::outcome::Outcome;
use super::refresh::Failure;
use crate::model::FeedKey;
use crate::site::{FeedDefinition, FeedSource};

/// Most names that are remembered.
const MAX_NAMES: u64 = 4_096;

/// What is remembered.
pub(super) struct Refusals(moka::sync::Cache<FeedKey, Refusal>);

#[derive(Clone)]
struct Refusal {
    since: Timestamp,
    until: Timestamp,
    outcome: Outcome,
    detail: String,
    refused: bool,
}

impl Refusals {
    /// An empty memory.
    pub fn new() -> Self {
        Self(moka::sync::Cache::new(MAX_NAMES))
    }

    /// Whether failures of a feed belong here as long as it never succeeded.
    pub fn concern(definition: &FeedDefinition) -> bool {
        definition.is_unnamed() || matches!(definition.source, FeedSource::Listing { parametric: true, .. })
    }

    /// Remembers a failure, and gives the error that it means.
    pub fn remember(
        &self,
        definition: &FeedDefinition,
        failure: Failure,
        now: Timestamp,
        until: Timestamp,
    ) -> ServiceError {
        let Failure { outcome, detail, refused, .. } = failure;
        let refusal = Refusal { since: now, until, outcome, detail, refused };
        let error = error(definition, &refusal, now);
        self.0.insert(definition.key.clone(), refusal);
        error
    }

    /// The error of a feed that is not to be tried again yet.
    pub fn find(&self, definition: &FeedDefinition, now: Timestamp) -> Option<ServiceError> {
        let stands = |refusal: &Refusal| refusal.until > now && !is_ahead(refusal.since, now);
        let refusal = self.0.get(&definition.key).filter(stands)?;
        Some(error(definition, &refusal, now))
    }
}

fn error(definition: &FeedDefinition, refusal: &Refusal, now: Timestamp) -> ServiceError {
    let detail = refusal.detail.clone();
    if definition.is_unnamed() {
        return ServiceError::Page { outcome: refusal.outcome.as_str(), detail, refused: refusal.refused };
    }
    if refusal.outcome.is_missing() {
        let site = definition.site.title.clone();
        return ServiceError::UnknownParameter { key: definition.key.clone(), site, detail };
    }
    let pause = refusal.until.duration_since(now).as_secs();
    ServiceError::NeverFetched {
        key: definition.key.clone(),
        outcome: refusal.outcome.as_str().to_owned(),
        detail,
        retry_after_seconds: u64::try_from(pause).unwrap_or(0).max(1),
    }
}
