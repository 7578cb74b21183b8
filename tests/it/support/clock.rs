//! A clock that stands until it is told to move on.

use std::sync::{Arc, Mutex};

use feedmill::feed::Clock;
use jiff::{SignedDuration, Timestamp};

/// The moment at which every test begins.
const BEGINNING: &str = "2024-05-06T12:00:00Z";

/// A clock in the hand of a test.
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<Timestamp>>);

impl ManualClock {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(BEGINNING.parse().unwrap())))
    }

    /// The clock as the service takes it.
    pub fn reader(&self) -> Clock {
        let moment = Arc::clone(&self.0);
        Arc::new(move || *moment.lock().unwrap())
    }

    /// Moves the clock on.
    pub fn advance(&self, seconds: i64) {
        *self.0.lock().unwrap() += SignedDuration::from_secs(seconds);
    }
}
