//! What is done while nothing can be saved: the disk is full or fails, the database is locked, read-only or damaged. The
//! store is one for all feeds, so refreshes pause for all of them, and when the pause is over one of them is let through to
//! see whether it can be saved again. Readers get what is there meanwhile.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::ServiceError;
use super::articles::chain;
use super::next_try::{NextTry, Past, is_ahead, later, next_try};
use super::outcome::Outcome;
use super::refresh::never_fetched;
use super::service::Service;
use super::snapshot::Snapshot;
use crate::cache::{Found, Kept};
use crate::site::FeedDefinition;
use crate::store::{FeedState, StoreError};

/// Whether refreshes pause, and why.
#[derive(Default)]
pub(super) struct Unsaved(Mutex<Option<Pause>>);

/// A time in which no refresh begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pause {
    /// When something could not be saved for the first time.
    pub since: Timestamp,
    /// When it is tried again.
    until: Timestamp,
    /// When the pause was set.
    set_at: Timestamp,
    /// How often in a row nothing could be saved.
    failures: u32,
    /// What the store says.
    detail: String,
}

impl Unsaved {
    /// Leave to begin a refresh. Whoever gets it when a pause is over gets it alone: the others wait as long again.
    pub fn leave(&self, now: Timestamp) -> Result<(), Pause> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match held.as_mut() {
            Some(pause) if now < pause.until && !is_ahead(pause.set_at, now) => Err(pause.clone()),
            Some(pause) => {
                pause.set(now);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Notes that something could not be saved.
    pub fn note(&self, detail: String, now: Timestamp) -> Pause {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = held.take();
        let mut pause = Pause {
            since: before.as_ref().map_or(now, |before| before.since),
            until: now,
            set_at: now,
            failures: before.map_or(1, |before| before.failures.saturating_add(1)),
            detail,
        };
        pause.set(now);
        held.insert(pause).clone()
    }

    /// Notes that something was saved. Tells whether refreshes paused until now.
    pub fn mend(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }

    /// The pause, where there is one.
    pub fn pause(&self) -> Option<Pause> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pause {
    fn set(&mut self, now: Timestamp) {
        let past = Past {
            ttl_seconds: 0,
            interval_seconds: 0,
            failures: self.failures.saturating_sub(1),
            has_succeeded: true,
            retry_after_seconds: None,
            part: 0,
        };
        self.set_at = now;
        self.until = match next_try(Outcome::NotSaved, past) {
            NextTry::After(seconds) => later(now, seconds),
            NextTry::Never => Timestamp::MAX,
        };
    }

    /// The state of a feed that is due and waits for the end of the pause.
    fn tell(&self, state: FeedState) -> FeedState {
        FeedState {
            outcome: Outcome::NotSaved.as_str().to_owned(),
            outcome_since: Some(self.since),
            failing_since: state.failing_since.or(Some(self.since)),
            failures: self.failures,
            detail: Some(self.detail.clone()),
            next_check: Some(self.until),
            ..state
        }
    }
}

impl Service {
    /// Pauses all refreshes because of an error of the store, and gives what there is of a feed.
    pub(super) fn pause_for(
        &self,
        definition: &FeedDefinition,
        detail: String,
        now: Timestamp,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        let pause = self.unsaved.note(detail, now);
        let (failures, detail, until) = (pause.failures, &pause.detail, pause.until);
        metrics::counter!("feedmill_refreshes_total", "outcome" => Outcome::NotSaved.as_str()).increment(1);
        tracing::error!(feed = %definition.key, detail, failures, %until, "NOTHING CAN BE SAVED: refreshes pause; readers get what is there");
        self.hold(definition, &pause, now)
    }

    /// The snapshot of a feed that is in memory, for as long as the pause lasts.
    pub(super) fn hold(
        &self,
        definition: &FeedDefinition,
        pause: &Pause,
        now: Timestamp,
    ) -> Result<Kept<Arc<Snapshot>>, ServiceError> {
        match self.snapshots.look(&definition.key, now) {
            Found::Fresh(kept) | Found::Stale(kept) => {
                let state = pause.tell(kept.value.state.clone());
                let value = Arc::new(kept.value.with_state(state));
                Ok(Kept { value, fresh_until: pause.until.max(now), stored_at: now })
            }
            Found::Absent => Err(never_fetched(definition, &pause.tell(FeedState::default()), now)),
        }
    }

    /// Saves that a feed looks otherwise without a refresh: its definition has another title. It goes out all the same.
    pub(super) async fn save_change(&self, definition: &FeedDefinition, state: &FeedState) {
        if let Err(error) = self.store.save_feed_state(&definition.key, state).await {
            let error: &(dyn std::error::Error + 'static) = &error;
            tracing::warn!(feed = %definition.key, error, "the state of a feed could not be saved");
        }
    }

    /// Notes that the store has saved something.
    pub(super) fn note_saved(&self) {
        if self.unsaved.mend() {
            tracing::info!("what is refreshed can be saved again");
        }
    }

    /// The state of a feed with what the store itself cannot tell: that the feed is due and waits for the store.
    pub(super) fn told(&self, definition: &FeedDefinition, state: FeedState) -> FeedState {
        match self.unsaved.pause() {
            Some(pause) if self.may_try(definition, &state, self.now()) => pause.tell(state),
            _ => state,
        }
    }
}

/// The words for a failure of the store because of which nothing can be saved; none where it is another.
pub(super) fn unsaved(error: &ServiceError) -> Option<String> {
    match error {
        ServiceError::Store(
            error @ (StoreError::Blocked { .. } | StoreError::Corrupt { .. } | StoreError::Open { .. }),
        ) => Some(chain(error)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn refreshes_pause_ever_longer_and_one_is_let_through_when_the_pause_is_over() {
        let unsaved = Unsaved::default();
        assert_eq!(unsaved.leave(at(0)), Ok(()));
        unsaved.note("disk full".to_owned(), at(0));
        assert!(unsaved.leave(at(29)).is_err());
        assert_eq!(unsaved.leave(at(30)), Ok(()));
        assert!(unsaved.leave(at(31)).is_err(), "the one that was let through is under way");
        unsaved.note("disk full".to_owned(), at(32));
        assert!(unsaved.leave(at(32 + 59)).is_err());
        let pauses: Vec<i64> =
            (0..6).map(|_| unsaved.note("disk full".to_owned(), at(0)).until.as_second()).collect();
        assert_eq!(pauses, [120, 240, 480, 900, 900, 900]);
        assert!(unsaved.mend() && !unsaved.mend());
        assert_eq!(unsaved.leave(at(1)), Ok(()));
    }

    #[test]
    fn a_pause_that_was_set_in_a_year_that_never_was_is_over() {
        let unsaved = Unsaved::default();
        unsaved.note("disk full".to_owned(), at(31_536_000));
        assert_eq!(unsaved.leave(at(0)), Ok(()));
    }
}
