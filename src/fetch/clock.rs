//! The time of day during a fetch, which may have to wait long for its turn.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// The time that was given when the fetch began, moved on by what has passed since.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    given: Timestamp,
    began: Instant,
}

impl Clock {
    /// A clock that shows `now` and runs from here on.
    pub fn starting_at(now: Timestamp) -> Self {
        Self { given: now, began: Instant::now() }
    }

    /// What it shows, to the second, as `Retry-After` counts.
    pub fn now(&self) -> Timestamp {
        let seconds = i64::try_from(self.began.elapsed().as_secs()).ok();
        seconds
            .map(SignedDuration::from_secs)
            .and_then(|passed| self.given.checked_add(passed).ok())
            .unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_clock_runs_on_from_the_time_that_it_was_given() {
        let noon: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let clock = Clock::starting_at(noon);
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now().to_string(), "2026-03-01T12:01:30Z");
        assert_eq!(Clock::starting_at(Timestamp::MAX).now(), Timestamp::MAX);
    }
}
