//! Which feeds are asked for, and when each is refreshed ahead of its readers. Held in memory, where a request leaves no
//! more than a number; the store learns of it from time to time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};

use super::next_try::{ahead_at, is_ahead};
use crate::model::FeedKey;
use crate::store::FeedState;

/// What the store knows may be so much older than what is known here.
const SAVED_TO: i64 = 3_600;

/// The feeds that were refreshed, restored or asked for.
pub(super) struct Demand {
    feeds: RwLock<HashMap<FeedKey, Wanted>>,
    /// When it was last looked what is due.
    looked: AtomicI64,
}

/// Moments in seconds since 1970, UTC. Before any of them is `NEVER`.
struct Wanted {
    /// The last request.
    asked: AtomicI64,
    /// The last request that the store knows of.
    saved: AtomicI64,
    /// When it is refreshed ahead of its readers.
    due: AtomicI64,
}

/// By so many seconds the moments of callers may differ.
const CLOCKS_DIFFER: i64 = 300;

const NEVER: i64 = i64::MIN;
const NOT_AGAIN: i64 = i64::MAX;

impl Default for Demand {
    fn default() -> Self {
        Self { feeds: RwLock::default(), looked: NEVER.into() }
    }
}

impl Demand {
    /// Notes a request.
    pub fn note(&self, feed: &FeedKey, now: Timestamp) {
        let asked = now.as_second();
        if let Some(wanted) = self.read().get(feed) {
            return wanted.asked.store(asked, Ordering::Relaxed);
        }
        let wanted = Wanted { asked: asked.into(), saved: NEVER.into(), due: NEVER.into() };
        self.write().entry(feed.clone()).or_insert(wanted);
    }

    /// Sets when a feed in this state, which is due at a moment or never, is refreshed ahead of its readers.
    pub fn plan(&self, feed: &FeedKey, state: &FeedState, due: Option<Timestamp>) {
        let next = |asked: i64| match due {
            Some(due) => ahead_at(state, due, Timestamp::from_second(asked).ok()).as_second(),
            None => NOT_AGAIN,
        };
        if let Some(wanted) = self.read().get(feed) {
            return wanted.due.store(next(wanted.asked.load(Ordering::Relaxed)), Ordering::Relaxed);
        }
        let wanted = Wanted { asked: NEVER.into(), saved: NEVER.into(), due: next(NEVER).into() };
        self.write().entry(feed.clone()).or_insert(wanted);
    }

    /// Takes over what the store knows of a feed.
    pub fn restore(&self, feed: &FeedKey, state: &FeedState, asked_at: Timestamp, due: Option<Timestamp>) {
        let asked = asked_at.as_second();
        let wanted = Wanted { asked: asked.into(), saved: asked.into(), due: NEVER.into() };
        self.write().entry(feed.clone()).or_insert(wanted);
        self.plan(feed, state, due);
    }

    /// Puts a feed off whose refresh begins now, so that it does not begin again whatever becomes of it.
    pub fn put_off(&self, feed: &FeedKey, until: Timestamp) {
        if let Some(wanted) = self.read().get(feed) {
            wanted.due.store(until.as_second(), Ordering::Relaxed);
        }
    }

    /// The feeds that were asked for within so much time and are to be refreshed by now, the longest due first.
    pub fn due(&self, within: SignedDuration, now: Timestamp) -> Vec<FeedKey> {
        let second = now.as_second();
        if second < self.looked.swap(second, Ordering::Relaxed).saturating_sub(CLOCKS_DIFFER) {
            self.plan_anew();
        }
        let mut due: Vec<(i64, FeedKey)> = Vec::new();
        for (feed, wanted) in self.read().iter() {
            let at = wanted.due.load(Ordering::Relaxed);
            if at <= second && wanted.asked_since(now).is_some_and(|idle| idle <= within) {
                due.push((at, feed.clone()));
            }
        }
        due.sort_unstable();
        due.into_iter().map(|(_, feed)| feed).collect()
    }

    /// The requests of which the store does not know, to the hour; all of them when the service stops.
    pub fn unsaved(&self, all: bool) -> Vec<(FeedKey, Timestamp)> {
        let least = if all { 1 } else { SAVED_TO };
        let read = self.read();
        let newer = read.iter().filter_map(|(feed, wanted)| {
            let (asked, saved) = (wanted.asked.load(Ordering::Relaxed), wanted.saved.load(Ordering::Relaxed));
            (asked.saturating_sub(saved) >= least)
                .then(|| Timestamp::from_second(asked).ok().map(|asked| (feed.clone(), asked)))?
        });
        newer.collect()
    }

    /// Notes that the store knows of these requests.
    pub fn note_saved(&self, requests: &[(FeedKey, Timestamp)]) {
        let read = self.read();
        for (feed, asked) in requests {
            if let Some(wanted) = read.get(feed) {
                wanted.saved.store(asked.as_second(), Ordering::Relaxed);
            }
        }
    }

    /// Forgets feeds that nobody has asked for within so much time.
    pub fn forget(&self, within: SignedDuration, now: Timestamp) {
        self.write().retain(|_, wanted| wanted.asked_since(now).is_some_and(|idle| idle <= within));
    }

    /// The clock was set back, so no plan holds: each feed is looked at once more, which plans it anew.
    fn plan_anew(&self) {
        for wanted in self.read().values().filter(|wanted| wanted.due.load(Ordering::Relaxed) != NOT_AGAIN) {
            wanted.due.store(NEVER, Ordering::Relaxed);
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<FeedKey, Wanted>> {
        self.feeds.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<FeedKey, Wanted>> {
        self.feeds.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wanted {
    /// How long ago the last request was. One in the future, by a clock that was set back since, counts as one of now.
    fn asked_since(&self, now: Timestamp) -> Option<SignedDuration> {
        let asked = Timestamp::from_second(self.asked.load(Ordering::Relaxed)).ok()?;
        if is_ahead(asked, now) {
            self.asked.store(now.as_second(), Ordering::Relaxed);
            return Some(SignedDuration::ZERO);
        }
        Some(now.duration_since(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn key(path: &str) -> FeedKey {
        format!("herald/{path}").parse().unwrap()
    }

    fn well(checked: i64) -> FeedState {
        FeedState { checked_at: Some(at(checked)), ..FeedState::default() }
    }

    #[test]
    fn what_was_asked_for_lately_and_is_due_is_told_the_longest_due_first() {
        let demand = Demand::default();
        for (path, due, asked) in [("late", 500, 400), ("later", 900, 400), ("not yet", 5_000, 400)] {
            demand.plan(&key(path), &well(300), Some(at(due)));
            demand.note(&key(path), at(asked));
        }
        demand.plan(&key("nobody's"), &well(300), Some(at(500)));
        demand.plan(&key("gone"), &well(300), None);
        demand.note(&key("gone"), at(400));

        assert_eq!(demand.due(DAY, at(1_000)), [key("late"), key("later")]);
        demand.put_off(&key("late"), at(1_060));
        assert_eq!(demand.due(DAY, at(1_000)), [key("later")]);
        assert_eq!(demand.due(DAY, at(400) + DAY * 2), []);
    }

    #[test]
    fn the_store_is_told_of_a_request_once_in_an_hour_and_of_all_at_the_end() {
        let demand = Demand::default();
        demand.note(&key("a"), at(10_000));
        let first = demand.unsaved(false);
        assert_eq!(first, [(key("a"), at(10_000))]);
        demand.note_saved(&first);
        demand.note(&key("a"), at(11_000));
        assert_eq!(demand.unsaved(false), []);
        assert_eq!(demand.unsaved(true), [(key("a"), at(11_000))]);
        demand.note(&key("a"), at(13_600));
        assert_eq!(demand.unsaved(false), [(key("a"), at(13_600))]);
    }

    #[test]
    fn when_the_clock_was_set_back_every_feed_is_looked_at_once_more() {
        let demand = Demand::default();
        demand.plan(&key("a"), &well(300), Some(at(500)));
        demand.note(&key("a"), at(400));
        assert_eq!(demand.due(DAY, at(450)), []);
        assert_eq!(demand.due(DAY, at(449)), []);
        assert_eq!(demand.due(DAY, at(100)), [key("a")]);
        demand.plan(&key("a"), &well(100), Some(at(200)));
        assert_eq!(demand.due(DAY, at(101)), []);
    }

    #[test]
    fn a_request_of_a_year_that_never_was_ages_from_now_on() {
        let demand = Demand::default();
        demand.note(&key("a"), at(10_000) + DAY * 365);
        assert_eq!(demand.due(DAY, at(20_000)), [key("a")]);
        assert_eq!(demand.due(DAY, at(20_000) + DAY * 2), []);
        demand.forget(DAY, at(20_000) + DAY * 2);
        assert!(demand.read().is_empty());
    }
}
