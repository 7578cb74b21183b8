//! A refresh: success moves the feed forward, failure leaves it as it is and sets the next try.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use super::archive::feed_of;
use super::drift::remember;
use super::gather::OwnFeed;
use super::judge::Taken;
use super::listing::ListingTask;
use super::next_try::{NextTry, Past, later, lead, next_try};
use super::outcome::Outcome;
use super::refusals::Refusals;
use super::service::Service;
use super::snapshot::{Snapshot, fingerprint};
use super::timing::tried_by;
use super::unsaved::unsaved;
use super::{ServiceError, inspect};
use crate::cache::Kept;
use crate::fetch::Validators;
use crate::model::Moment;
use crate::site::{FeedDefinition, FeedSource};
use crate::store::{Conclusion, Drift, FeedState};

/// What a refresh that went well brought.
pub(super) struct Refreshed {
    pub outcome: Outcome,
    pub entry_count: usize,
    pub new_items: usize,
    pub validators: Validators,
    /// For how many more seconds the listing stays as it is, where its site says so.
    pub lifetime_seconds: Option<u64>,
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
    /// What it looks like.
    pub taken: Option<Taken>,
}

/// Why a refresh brought nothing.
pub(super) struct Failure {
    pub outcome: Outcome,
    pub detail: String,
    /// What the site asked for.
    pub retry_after_seconds: Option<u64>,
    /// Whether the address may not be fetched at all.
    pub refused: bool,
    /// Whether the work was given up, since the program stops: then nothing has ended.
    pub abandoned: bool,
    /// In which way the page is held back.
    pub drift: Option<Box<Drift>>,
}

/// When a refresh may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timeliness {
    /// When the feed is due.
    Due,
    /// A little before, so that nobody waits for it.
    Ahead,
    /// Whenever it is due: somebody who runs the service asks for it.
    AtOnce,
    /// The same, and the page is taken that was held back.
    Accepting,
}

impl Timeliness {
    /// Until when a feed must be due; none where that does not count.
    fn bound(self, state: &FeedState, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Due => Some(now),
            Self::Ahead => Some(now.saturating_add(lead(state)).unwrap_or(now)),
            Self::AtOnce | Self::Accepting => None,
        }
    }
}

/// For how long a name is not asked for again that leads nowhere: at least and at most.
const REFUSAL_SECONDS: std::ops::RangeInclusive<u64> = 60..=24 * 3_600;

impl Failure {
    /// A failure of which nothing more is known.
    pub const fn new(outcome: Outcome, detail: String) -> Self {
        Self { outcome, detail, retry_after_seconds: None, refused: false, abandoned: false, drift: None }
    }

    /// A failure of the service itself, or of its store.
    pub fn internal(error: &ServiceError) -> Self {
        match unsaved(error) {
            Some(detail) => Self::new(Outcome::NotSaved, detail),
            None => Self::new(Outcome::Internal, super::articles::chain(error)),
        }
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
            Some(state) if state.succeeded_at.is_some() => self.kept(&definition, state, None, now).await,
            Some(state) if !self.may_try(&definition, &state, now) => {
                Err(never_fetched(&definition, &state, now))
            }
            _ => match self.refusals.find(&definition, now) {
                Some(error) => Err(error),
                None => self.refresh(definition, Timeliness::Due).await,
            },
        }
    }

    /// One refresh, unless the feed is to be left alone for longer. Where an older snapshot is there, a failure is
    /// told in its state and the feed stays as it is. Where the store fails, what is in memory stays.
    pub(super) async fn refresh(
        self: Arc<Self>,
        definition: FeedDefinition,
        timeliness: Timeliness,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let now = self.now();
        let ended = self.refresh_if_due(&definition, timeliness, now).await;
        match ended.as_ref().err().and_then(unsaved) {
            Some(detail) => self.pause_for(&definition, detail, now),
            None => ended,
        }
    }

    async fn refresh_if_due(
        self: &Arc<Self>,
        definition: &FeedDefinition,
        timeliness: Timeliness,
        now: Timestamp,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let mut state = self.store.feed_state(&definition.key).await?.unwrap_or_default();
        let is_early = |by: Timestamp| self.due_at(definition, &state, now).is_none_or(|due| due > by);
        if state.succeeded_at.is_some() && timeliness.bound(&state, now).is_some_and(is_early) {
            return self.kept(definition, state, None, now).await;
        }
        if let Some(drift) = state.drift.as_mut().filter(|_| timeliness == Timeliness::Accepting) {
            drift.times = drift.times.max(self.settings.accept_after);
        }
        match self.unsaved.leave(now) {
            Ok(()) => self.refresh_now(definition, state, now).await,
            Err(pause) => self.hold(definition, &pause, now),
        }
    }

    async fn refresh_now(
        self: &Arc<Self>,
        definition: &FeedDefinition,
        mut state: FeedState,
        now: Timestamp,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let started = Instant::now();
        state.tried_by = tried_by(definition);
        let result = match &definition.source {
            FeedSource::Listing { url, rules, category, reach, .. } => {
                let category = category.as_deref();
                let task = ListingTask { definition, url, rules, category, reach: *reach };
                self.refresh_listing(&task, &state, now).await
            }
            FeedSource::Merge(parts) => self.refresh_merged(parts).await,
            FeedSource::Mix(mix) => self.refresh_mix(definition, mix, &state, now).await,
        };
        if result.as_ref().is_err_and(|failure| failure.abandoned) {
            return match state.succeeded_at {
                Some(_) => self.kept(definition, state, None, now).await,
                None => Err(ServiceError::Abandoned),
            };
        }
        if let Err(Failure { outcome: Outcome::NotSaved, detail, .. }) = result {
            return self.pause_for(definition, detail, now);
        }
        let outcome = result.as_ref().map_or_else(|failure| failure.outcome, |refreshed| refreshed.outcome);
        metrics::counter!("feedmill_refreshes_total", "outcome" => outcome.as_str()).increment(1);
        metrics::histogram!("feedmill_refresh_seconds").record(started.elapsed().as_secs_f64());
        match result {
            Ok(refreshed) => {
                tracing::info!(feed = %definition.key, outcome = outcome.as_str(), entries = refreshed.entry_count, milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "refreshed a feed");
                let interval = self.interval(definition, refreshed.lifetime_seconds, now).await?;
                let conclusion = self.succeed(definition, &mut state, refreshed, interval, now);
                self.close_pages(definition, &state, now).await;
                self.kept(definition, state, Some(conclusion), now).await
            }
            Err(failure) => self.fail(definition, state, failure, now).await,
        }
    }

    fn succeed(
        &self,
        definition: &FeedDefinition,
        state: &mut FeedState,
        refreshed: Refreshed,
        interval_seconds: u64,
        now: Timestamp,
    ) -> Conclusion {
        let pause =
            next_try(refreshed.outcome, Past { interval_seconds, ..self.past(&definition.key, state, None) });
        conclude(state, refreshed.outcome, pause, now);
        state.succeeded_at = Some(now);
        state.failing_since = None;
        state.failures = 0;
        state.drift = None;
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
            if let Some(Taken { shape, anew }) = reading.taken {
                state.shapes = remember(std::mem::take(&mut state.shapes), shape, anew);
            }
        }
        let mended = std::mem::take(&mut state.told_broken);
        Conclusion {
            at: now,
            outcome: state.outcome.clone(),
            entries: refreshed.entry_count,
            new_items: refreshed.new_items,
            detail: state.detail.clone(),
            broke: mended.then_some(false),
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
            let asked = failure.retry_after_seconds.unwrap_or(0);
            let pause = asked.clamp(*REFUSAL_SECONDS.start(), *REFUSAL_SECONDS.end());
            return Err(self.refusals.remember(definition, failure, now, later(now, pause)));
        }
        let pause =
            next_try(failure.outcome, self.past(&definition.key, &state, failure.retry_after_seconds));
        conclude(&mut state, failure.outcome, pause, now);
        state.stopped_url = match &definition.source {
            FeedSource::Listing { url, .. } if pause == NextTry::Never => Some(url.clone()),
            _ => None,
        };
        state.failing_since = state.failing_since.or(Some(now));
        state.failures = state.failures.saturating_add(1);
        state.detail = Some(failure.detail);
        state.drift = failure.drift.map(|drift| *drift).or_else(|| state.drift.take());
        let conclusion = Conclusion {
            at: now,
            outcome: state.outcome.clone(),
            entries: 0,
            new_items: 0,
            detail: state.detail.clone(),
            broke: breaks(definition, &state, failure.outcome).then_some(true),
        };
        state.told_broken |= conclusion.broke.is_some();
        if state.succeeded_at.is_some() {
            return self.kept(definition, state, Some(conclusion), now).await;
        }
        self.save_end(&definition.key, &state, &conclusion).await?;
        self.plan(definition, &state, now);
        Err(never_fetched(definition, &state, now))
    }

    /// The feed as the store has it, rendered; with the moment of its last change if it differs from what was rendered
    /// before.
    async fn kept(
        self: &Arc<Self>,
        definition: &FeedDefinition,
        mut state: FeedState,
        conclusion: Option<Conclusion>,
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
            // Later than the last change also where the clock was set back, or a reader's If-Modified-Since would hide it.
            state.changed_at = Some(state.changed_at.map_or(now, |before| now.max(later(before, 1))));
        }
        let changed = state.changed_at != before.changed_at;
        let changed_at = state.changed_at.unwrap_or(now);
        feed.updated = Moment::from(changed_at.to_zoned(definition.site.time_zone.clone()));
        match conclusion {
            Some(conclusion) => self.save_end(&definition.key, &state, &conclusion).await?,
            None if state != before => self.save_change(definition, &state).await,
            None => {}
        }
        self.plan(definition, &state, now);
        let fresh_until = self.fresh_until(definition, &state, now);
        // A feed that one reader asked for by the address of a page is no topic.
        let topic = self.hub.as_ref().filter(|_| !definition.is_unnamed());
        let (base, hub) = (self.base.clone(), topic.map(|hub| hub.url().clone()));
        let snapshot = match self.made_before(&definition.key, &feed, now) {
            Some(before) => before.with_state(state),
            None => {
                let render = move || Ok(Snapshot::render(feed, state, &base, hub.as_ref())?);
                inspect::blocking(render).await?
            }
        };
        self.memory.note(&definition.key, &snapshot);
        if changed && topic.is_some() {
            self.tell_hub(&definition.key);
        }
        Ok(Kept { value: Arc::new(snapshot), fresh_until, stored_at: now })
    }
}

/// What every refresh leaves in the state, however it ended.
fn conclude(state: &mut FeedState, outcome: Outcome, pause: NextTry, now: Timestamp) {
    if state.outcome != outcome.as_str() || state.outcome_since.is_none() {
        state.outcome_since = Some(now);
    }
    outcome.as_str().clone_into(&mut state.outcome);
    state.checked_at = Some(now);
    state.stopped_url = None;
    state.next_check = match pause {
        NextTry::After(seconds) => Some(later(now, seconds)),
        NextTry::Never => None,
    };
}

/// Whether operators are to be told that a feed is broken: once, of feeds that somebody defined, and not because its host
/// is to be left alone for a while.
fn breaks(definition: &FeedDefinition, state: &FeedState, outcome: Outcome) -> bool {
    let rests = matches!(outcome, Outcome::HostRests | Outcome::HostBudget | Outcome::HostBusy);
    !state.told_broken && !rests && !definition.is_unnamed()
}

/// The error of a feed that was never read.
pub(super) fn never_fetched(definition: &FeedDefinition, state: &FeedState, now: Timestamp) -> ServiceError {
    let day = REFUSAL_SECONDS.end().cast_signed();
    let pause = state.next_check.map_or(day, |next| next.duration_since(now).as_secs());
    ServiceError::NeverFetched {
        key: definition.key.clone(),
        outcome: state.outcome.clone(),
        detail: state.detail.clone().unwrap_or_default(),
        retry_after_seconds: u64::try_from(pause).unwrap_or(0).max(1),
    }
}
