//! When a feed is tried again, by how its last refresh ended. This table is the only place that says so.
//!
//! | outcome | next try |
//! |---|---|
//! | `ok`, `not_modified`, `pages_missing` | after the time for which a feed is fresh |
//! | `partial` | after a minute |
//! | `gone` | never, until an operator resumes it or its definition names another address |
//! | `unauthorized`, `payment_required`, `forbidden`, `unavailable_for_legal_reasons`, `robots` | after a day, doubled up to a week |
//! | `too_many_requests`, `unavailable`, `host_rests`, `host_budget`, `host_busy` | when the host says, between a minute and a week; where it says nothing, as below |
//! | `drifted`, `truncated` | after the time for which a feed is fresh: an equal page is to be seen again |
//! | all others | after the time for which a feed is fresh, doubled at each failure up to a day |
//!
//! A feed that was never fetched begins with a minute where this begins with the time for which it is fresh, since whoever
//! asks for it waits for it. What a host asks for (`Retry-After`) is granted beside any of these, when it is longer.

use super::outcome::Outcome;

/// When the next refresh is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextTry {
    /// After so many seconds.
    After(u64),
    /// Only when an operator says so.
    Never,
}

/// What the pause depends on besides the outcome.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past {
    /// How long a feed is fresh, in seconds.
    pub ttl_seconds: u64,
    /// Failures in a row before this one.
    pub failures: u32,
    /// Whether the feed was ever read.
    pub has_succeeded: bool,
    /// What the host asked for, in seconds.
    pub retry_after_seconds: Option<u64>,
}

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 3_600;
const WEEK: u64 = 7 * DAY;

/// When a feed whose refresh ended so is tried next.
pub(super) fn next_try(outcome: Outcome, past: Past) -> NextTry {
    let Past { ttl_seconds, failures, has_succeeded, retry_after_seconds } = past;
    let first = if has_succeeded { ttl_seconds } else { ttl_seconds.min(MINUTE) };
    let doubled = |first: u64, most: u64| first.saturating_mul(1 << failures.min(16)).min(most);
    let pause = match outcome {
        Outcome::Ok | Outcome::NotModified | Outcome::PagesMissing => return NextTry::After(ttl_seconds),
        Outcome::Partial => return NextTry::After(MINUTE),
        Outcome::Gone => return NextTry::Never,
        Outcome::Unauthorized
        | Outcome::PaymentRequired
        | Outcome::Forbidden
        | Outcome::UnavailableForLegalReasons
        | Outcome::Robots => doubled(DAY, WEEK),
        Outcome::Drifted | Outcome::Truncated => first,
        Outcome::TooManyRequests
        | Outcome::Unavailable
        | Outcome::HostRests
        | Outcome::HostBudget
        | Outcome::HostBusy
            if retry_after_seconds.is_some() =>
        {
            0
        }
        _ => doubled(first, DAY),
    };
    let asked = retry_after_seconds.map_or(0, |seconds| seconds.clamp(MINUTE, WEEK));
    NextTry::After(pause.max(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAST: Past = Past { ttl_seconds: 900, failures: 0, has_succeeded: true, retry_after_seconds: None };

    fn pauses(outcome: Outcome) -> [NextTry; 5] {
        [0, 1, 2, 3, 30].map(|failures| next_try(outcome, Past { failures, ..PAST }))
    }

    #[test]
    fn failures_that_pass_are_tried_again_ever_more_slowly_up_to_a_day() {
        for outcome in [Outcome::ServerError, Outcome::Dns, Outcome::Soft404, Outcome::Unavailable] {
            assert_eq!(pauses(outcome), [900, 1_800, 3_600, 7_200, DAY].map(NextTry::After));
        }
        let young = Past { has_succeeded: false, failures: 2, ..PAST };
        assert_eq!(next_try(Outcome::ServerError, young), NextTry::After(240));
    }

    #[test]
    fn what_a_site_refuses_is_tried_after_a_day_and_what_is_gone_never() {
        for outcome in [Outcome::Unauthorized, Outcome::Forbidden, Outcome::Robots] {
            assert_eq!(pauses(outcome), [DAY, 2 * DAY, 4 * DAY, WEEK, WEEK].map(NextTry::After));
        }
        assert_eq!(pauses(Outcome::Gone), [NextTry::Never; 5]);
        assert_eq!(pauses(Outcome::Drifted), [NextTry::After(900); 5]);
    }

    #[test]
    fn what_a_host_asks_for_is_granted_within_bounds() {
        let asked = |outcome, seconds| {
            next_try(outcome, Past { failures: 5, retry_after_seconds: Some(seconds), ..PAST })
        };
        assert_eq!(asked(Outcome::TooManyRequests, 1_200), NextTry::After(1_200));
        assert_eq!(asked(Outcome::Unavailable, 0), NextTry::After(MINUTE));
        assert_eq!(asked(Outcome::Unavailable, u64::MAX), NextTry::After(WEEK));
        assert_eq!(asked(Outcome::ServerError, 10), NextTry::After(900 << 5));
        assert_eq!(asked(Outcome::Forbidden, 10), NextTry::After(WEEK));
    }

    #[test]
    fn every_outcome_but_one_is_tried_again() {
        let never = Outcome::ALL.iter().filter(|outcome| next_try(**outcome, PAST) == NextTry::Never);
        assert_eq!(never.collect::<Vec<_>>(), [&Outcome::Gone]);
    }
}
