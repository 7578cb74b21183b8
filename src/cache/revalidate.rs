//! The cache itself.

use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::flight::{Flights, Publisher, Waiter};
use super::{Found, Kept, LoadError, Served, Weigh};

/// A cache from `K` to `V` whose loads fail with `E`. Cheap to clone; all clones are the same cache.
///
/// Expiry goes by the `now` that a caller gives, never by a clock of the cache. When memory is short moka's TinyLFU
/// decides, so that a visitor who walks through many keys once does not push out those that everybody asks for.
///
/// Loads run as tasks of the runtime that was given, not of the caller. So a caller that goes away, or a server worker
/// that stops, takes no load with it that others wait for.
pub struct Cache<K, V, E> {
    shared: Arc<Shared<K, V, E>>,
}

struct Shared<K, V, E> {
    values: moka::sync::Cache<K, Kept<V>>,
    flights: Mutex<Flights<K, V, E>>,
    tasks: TaskTracker,
    runtime: Handle,
}

/// Where a caller who needs a load stands.
enum Boarding<V, E> {
    /// A load landed between the caller's look and its wish to load.
    Landed(Kept<V>),
    /// A load is under way, new or not.
    Waiting(Waiter<V, E>),
}

/// The duty of a load to end: to publish and to free its key, even when it panics or is cancelled.
struct Landing<K, V, E>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Clone + Weigh + Send + Sync + 'static,
{
    shared: Arc<Shared<K, V, E>>,
    key: K,
    number: u64,
    publisher: Publisher<V, E>,
    /// Counts the load among those that a shutdown waits for. Last, so that everything else is done when it goes.
    _token: TaskTrackerToken,
}

impl<K, V, E> Cache<K, V, E>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Clone + Weigh + Send + Sync + 'static,
    E: Send + Sync + 'static,
{
    /// An empty cache that holds values of up to `max_bytes` and runs its loads on `runtime`, which must have timers
    /// and sockets enabled if the loads need them.
    pub fn new(max_bytes: u64, runtime: Handle) -> Self {
        let values = moka::sync::Cache::builder()
            .max_capacity(max_bytes)
            .weigher(|_, kept| weight_of_entry::<K, V>(kept))
            .build();
        let shared =
            Shared { values, flights: Mutex::new(Flights::new()), tasks: TaskTracker::new(), runtime };
        Self { shared: Arc::new(shared) }
    }

    /// What is known of a key at this moment. Starts nothing and waits for nothing.
    pub fn look<Q>(&self, key: &Q, now: Timestamp) -> Found<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        match self.shared.values.get(key) {
            Some(kept) if kept.is_fresh(now) => Found::Fresh(kept),
            Some(kept) => Found::Stale(kept),
            None => Found::Absent,
        }
    }

    /// The value of a key: a fresh one as it is; a stale one at once, while exactly one load runs in the background; an
    /// absent one after one load, however many ask for it.
    ///
    /// A load that fails changes nothing in the cache. Its error goes to those who waited; where nobody waits, it is the
    /// load's own business to tell it. After a failure the next caller tries again: a load that wants to be left alone
    /// for a while answers with the old value and a later `fresh_until`.
    pub async fn get_or_refresh<F, R>(
        &self,
        key: &K,
        now: Timestamp,
        load: F,
    ) -> Result<(Kept<V>, Served), LoadError<E>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<Kept<V>, E>> + Send + 'static,
    {
        match self.look(key, now) {
            Found::Fresh(kept) => Ok((kept, Served::Fresh)),
            Found::Stale(kept) => match self.board(key, Some(now), load) {
                Ok(Boarding::Landed(newer)) => Ok((newer, Served::Fresh)),
                // A closed cache serves what it has to its last caller.
                Ok(Boarding::Waiting(_)) | Err(_) => Ok((kept, Served::Stale)),
            },
            Found::Absent => {
                let kept = self.board(key, Some(now), load)?.arrive().await?;
                Ok((kept, Served::Loaded))
            }
        }
    }

    /// Loads a key however fresh it is, and waits. A load that is under way already is joined, not doubled.
    pub async fn refresh<F, R>(&self, key: &K, load: F) -> Result<Kept<V>, LoadError<E>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<Kept<V>, E>> + Send + 'static,
    {
        self.board(key, None, load)?.arrive().await
    }

    /// Puts a value in the place of any other.
    pub fn insert(&self, key: K, kept: Kept<V>) {
        self.shared.values.insert(key, kept);
    }

    /// Forgets a key. A load of it that is under way began before, so what it brings goes to those who wait for it and
    /// is not kept.
    pub fn invalidate(&self, key: &K) {
        let mut flights = self.shared.lock_flights();
        flights.disown(key);
        self.shared.values.invalidate(key);
    }

    /// Forgets every key, as [`Self::invalidate`] forgets one.
    pub fn clear(&self) {
        let mut flights = self.shared.lock_flights();
        flights.disown_all();
        self.shared.values.invalidate_all();
    }

    /// Bytes held, evictions done.
    pub fn weighted_size(&self) -> u64 {
        self.shared.values.run_pending_tasks();
        self.shared.values.weighted_size()
    }

    /// Values held, evictions done.
    pub fn entry_count(&self) -> u64 {
        self.shared.values.run_pending_tasks();
        self.shared.values.entry_count()
    }

    /// Waits until no load is under way. Others may begin meanwhile, and are waited for too.
    pub async fn settle(&self) {
        loop {
            let waiter = self.shared.lock_flights().any();
            match waiter {
                // How it ended is for those who wanted the value.
                Some(waiter) => drop(waiter.outcome().await),
                None => return,
            }
        }
    }

    /// Begins no more loads and waits for those under way. Values stay readable. A caller that cannot wait for ever puts
    /// a timeout around it.
    pub async fn close(&self) {
        self.shared.lock_flights().close();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }

    /// Joins the load of a key or starts it. With `unless_fresh_at` a value that is fresh at that moment is taken
    /// instead, since it may have come in after the caller looked.
    fn board<F, R>(
        &self,
        key: &K,
        unless_fresh_at: Option<Timestamp>,
        load: F,
    ) -> Result<Boarding<V, E>, LoadError<E>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Future<Output = Result<Kept<V>, E>> + Send + 'static,
    {
        let mut flights = self.shared.lock_flights();
        if let Some(waiter) = flights.waiter(key) {
            return Ok(Boarding::Waiting(waiter));
        }
        if let Some(now) = unless_fresh_at
            && let Found::Fresh(kept) = self.look(key, now)
        {
            return Ok(Boarding::Landed(kept));
        }
        if flights.is_closed() {
            return Err(LoadError::Closed);
        }
        let (number, publisher, waiter) = flights.enter(key);
        let landing = Landing {
            shared: Arc::clone(&self.shared),
            key: key.clone(),
            number,
            publisher,
            _token: self.shared.tasks.token(),
        };
        // A runtime that has stopped drops the task on the spot, and the landing takes the lock.
        drop(flights);
        self.shared.runtime.spawn(async move { landing.land(load().await) });
        Ok(Boarding::Waiting(waiter))
    }
}

// Derived, it would ask that keys, values and errors can be cloned.
impl<K, V, E> Clone for Cache<K, V, E> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<K, V, E> Shared<K, V, E> {
    fn lock_flights(&self) -> MutexGuard<'_, Flights<K, V, E>> {
        // Flights are consistent after every single statement, so a panic elsewhere leaves nothing half done.
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone, E> Boarding<V, E> {
    async fn arrive(self) -> Result<Kept<V>, LoadError<E>> {
        match self {
            Self::Landed(kept) => Ok(kept),
            Self::Waiting(waiter) => waiter.outcome().await,
        }
    }
}

impl<K, V, E> Landing<K, V, E>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Clone + Weigh + Send + Sync + 'static,
{
    fn land(self, result: Result<Kept<V>, E>) {
        let outcome = result.map_err(|error| LoadError::Failed(Arc::new(error)));
        let mut flights = self.shared.lock_flights();
        // Under one lock: whoever finds no flight afterwards finds the value.
        if flights.leave(&self.key, self.number)
            && let Ok(kept) = &outcome
        {
            self.shared.values.insert(self.key.clone(), kept.clone());
        }
        drop(flights);
        self.publisher.publish(outcome);
    }
}

impl<K, V, E> Drop for Landing<K, V, E>
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: Clone + Weigh + Send + Sync + 'static,
{
    fn drop(&mut self) {
        self.shared.lock_flights().leave(&self.key, self.number);
    }
}

/// Bytes of an entry: its own record and what its value holds on the heap. 4 GiB is as heavy as moka can count.
fn weight_of_entry<K, V: Weigh>(kept: &Kept<V>) -> u32 {
    let record = size_of::<K>() + size_of::<Kept<V>>();
    u32::try_from(kept.value.weight().saturating_add(record)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weigh for u8 {
        fn weight(&self) -> usize {
            0
        }
    }

    #[tokio::test]
    async fn a_value_that_landed_after_the_look_is_taken_instead_of_a_second_load() {
        let cache = Cache::<u8, u8, ()>::new(1 << 20, Handle::current());
        let landed = Kept { value: 7, fresh_until: Timestamp::MAX, stored_at: Timestamp::UNIX_EPOCH };
        assert_eq!(cache.look(&1, Timestamp::UNIX_EPOCH), Found::Absent);
        cache.insert(1, landed.clone());

        let boarding = cache.board(&1, Some(Timestamp::UNIX_EPOCH), || async { Err(()) });

        assert!(matches!(boarding, Ok(Boarding::Landed(kept)) if kept == landed));
    }
}
