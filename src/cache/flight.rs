//! The loads that are under way, one for a key at most.

use std::collections::HashMap;
use std::hash::Hash;

use tokio::sync::watch;

use super::{Kept, LoadError};

/// What a load ended with, for everybody who waited.
pub(super) type Outcome<V, E> = Result<Kept<V>, LoadError<E>>;

/// The loads under way. Each has a number of its own, so that a load that was disowned cannot be mistaken for its
/// successor under the same key.
pub(super) struct Flights<K, V, E> {
    by_key: HashMap<K, Flight<V, E>>,
    next_number: u64,
    closed: bool,
}

/// A place where the outcome of one load will appear.
pub(super) struct Waiter<V, E>(watch::Receiver<Option<Outcome<V, E>>>);

/// The end of a load that publishes its outcome. Dropped without an outcome it frees the waiters with an error.
pub(super) struct Publisher<V, E>(watch::Sender<Option<Outcome<V, E>>>);

struct Flight<V, E> {
    number: u64,
    waiter: Waiter<V, E>,
}

impl<K: Eq + Hash + Clone, V: Clone, E> Flights<K, V, E> {
    pub(super) fn new() -> Self {
        Self { by_key: HashMap::new(), next_number: 0, closed: false }
    }

    /// The load of this key that is under way.
    pub(super) fn waiter(&self, key: &K) -> Option<Waiter<V, E>> {
        self.by_key.get(key).map(|flight| flight.waiter.clone())
    }

    /// Any load that is under way.
    pub(super) fn any(&self) -> Option<Waiter<V, E>> {
        self.by_key.values().next().map(|flight| flight.waiter.clone())
    }

    /// Enters a new load and gives its number.
    pub(super) fn enter(&mut self, key: &K) -> (u64, Publisher<V, E>, Waiter<V, E>) {
        let (sender, receiver) = watch::channel(None);
        let waiter = Waiter(receiver);
        let number = self.next_number;
        self.next_number = number.wrapping_add(1);
        let flight = Flight { number, waiter: waiter.clone() };
        self.by_key.insert(key.clone(), flight);
        (number, Publisher(sender), waiter)
    }

    /// Strikes a load out and says whether it was still the one of its key.
    pub(super) fn leave(&mut self, key: &K, number: u64) -> bool {
        let current = self.by_key.get(key).is_some_and(|flight| flight.number == number);
        if current {
            self.by_key.remove(key);
        }
        current
    }

    /// Lets the load of this key go on for those who wait, but no longer as the load of this key.
    pub(super) fn disown(&mut self, key: &K) {
        self.by_key.remove(key);
    }

    /// The same for all loads under way.
    pub(super) fn disown_all(&mut self) {
        self.by_key.clear();
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }
}

impl<V: Clone, E> Waiter<V, E> {
    /// Waits until the load ends, whichever way.
    pub(super) async fn outcome(mut self) -> Outcome<V, E> {
        self.0
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|outcome| outcome.clone())
            .unwrap_or(Err(LoadError::Abandoned))
    }
}

impl<V, E> Publisher<V, E> {
    /// Hands the outcome to everybody who waits. That nobody may be waiting is no fault: the value is in the cache.
    pub(super) fn publish(&self, outcome: Outcome<V, E>) {
        self.0.send_replace(Some(outcome));
    }
}

// Derived, it would ask that `E` itself can be cloned.
impl<V, E> Clone for Waiter<V, E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
