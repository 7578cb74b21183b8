//! What the cache holds and how it answers.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

/// By so much the moments of callers that ask at once may differ: a caller looks at the clock before it waits.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);

/// How much memory a value takes.
pub trait Weigh {
    /// Bytes that the value holds on the heap. A value with a long key counts the key's bytes too. What the cache itself
    /// spends on an entry is added by the cache.
    fn weight(&self) -> usize;
}

/// A value with the moments that decide about its freshness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<V> {
    /// The value. Every hit clones it, so a large one belongs into an [`Arc`].
    pub value: V,
    /// The first moment at which the value is stale.
    pub fresh_until: Timestamp,
    /// When the value was made.
    pub stored_at: Timestamp,
}

/// The answer of a look into the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<V> {
    /// A value within its time.
    Fresh(Kept<V>),
    /// A value past its time. How old is too old is for the caller to say.
    Stale(Kept<V>),
    /// Nothing.
    Absent,
}

/// How a value came to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Served {
    /// From the cache, within its time.
    Fresh,
    /// From the cache, past its time; a load runs in the background unless the cache is closed.
    Stale,
    /// From a load that the caller waited for, its own or another's.
    Loaded,
}

impl<V> Kept<V> {
    /// Whether the value is within its time. One that was made in the future is not: the clock was set back since, and by
    /// the time that the value was given it could stay for a year.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        now < self.fresh_until && self.stored_at.duration_since(now) < CLOCKS_DIFFER
    }
}

impl<T: Weigh + ?Sized> Weigh for Arc<T> {
    fn weight(&self) -> usize {
        self.as_ref().weight()
    }
}
