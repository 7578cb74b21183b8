//! How long a request may wait for its turn.

use std::future::{Future, pending};

use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// How long a request may wait for the turn of its host. A request that was begun comes to its end all the same.
#[derive(Clone, Debug, Default)]
pub struct Patience {
    until: Option<Instant>,
    ends: Option<CancellationToken>,
}

impl Patience {
    /// Waits until a moment.
    pub const fn until(moment: Instant) -> Self {
        Self { until: Some(moment), ends: None }
    }

    /// Ends sooner, when somebody says so.
    #[must_use]
    pub fn or(self, ends: CancellationToken) -> Self {
        Self { ends: Some(ends), ..self }
    }

    /// The moment at which it ends, where that is set.
    pub(super) const fn moment(&self) -> Option<Instant> {
        self.until
    }

    /// What some work gives, or nothing where patience ends before that.
    pub(super) async fn within<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.over() => None,
            done = work => Some(done),
        }
    }

    async fn over(&self) {
        let late = async {
            match self.until {
                Some(moment) => sleep_until(moment).await,
                None => pending().await,
            }
        };
        let ended = async {
            match &self.ends {
                Some(ends) => ends.cancelled().await,
                None => pending().await,
            }
        };
        tokio::select! {
            () = late => {}
            () = ended => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_is_waited_for_until_the_moment_has_come_or_somebody_says_so() {
        let start = Instant::now();
        let patience = Patience::until(start + Duration::from_secs(5));
        assert_eq!(patience.within(async { 7 }).await, Some(7));
        assert_eq!(patience.within(pending::<()>()).await, None);
        assert_eq!(start.elapsed(), Duration::from_secs(5));
        assert_eq!(patience.within(async { 7 }).await, None, "it is over");

        let ends = CancellationToken::new();
        ends.cancel();
        assert_eq!(Patience::default().or(ends).within(pending::<()>()).await, None);
    }
}
