//! When a feed is tried again, by how its last refresh ended. This is the only place that says so.
//!
//! | outcome | next try |
//! |---|---|
//! | `ok`, `not_modified`, `pages_missing` | after the feed's interval |
//! | `partial` | after a minute |
//! | `gone` | never, until an operator resumes it or its definition names another address |
//! | `unauthorized`, `payment_required`, `forbidden`, `unavailable_for_legal_reasons`, `robots` | after a day, doubled up to a week |
//! | `too_many_requests`, `unavailable`, `host_rests`, `host_budget`, `host_busy` | when the host says, between a minute and a week; where it says nothing, as below |
//! | `drifted`, `truncated` | after the time for which a feed is fresh: an equal page is to be seen again |
//! | `not_saved` | for all feeds, after half a minute, doubled at each failure up to a quarter of an hour |
//! | all others | after the time for which a feed is fresh, doubled at each failure up to a day |
//!
//! A pause that was doubled is up to an eighth shorter, by the key of the feed, so that feeds which failed together part.
//!
//! A feed that was never fetched begins with a minute where this begins with the time for which it is fresh, since whoever
//! asks for it waits for it. What a host asks for (`Retry-After`) is granted beside any of these, when it is longer.
//!
//! A feed's interval is learnt from its rhythm; where that is not known it is the time for which a feed is fresh.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::outcome::Outcome;
use crate::model::FeedKey;
use crate::store::FeedState;

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
    /// The feed's interval, in seconds.
    pub interval_seconds: u64,
    /// Failures in a row before this one.
    pub failures: u32,
    /// Whether the feed was ever read.
    pub has_succeeded: bool,
    /// What the host asked for, in seconds.
    pub retry_after_seconds: Option<u64>,
    /// The feed's own part of what pauses are shortened by; see [`part_of`].
    pub part: u8,
}

/// Between what an interval lies, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Where the rhythm is not known.
    pub ttl: u64,
    /// The least that is learnt.
    pub least: u64,
    /// The most that is learnt, and that a site's own word may make of it.
    pub most: u64,
}

/// So much before it is due a feed is refreshed that is well and asked for, and no more than this part of its interval.
const LEAD: SignedDuration = SignedDuration::from_secs(30);
const PART_OF_INTERVAL: i32 = 4;

/// A feed that nobody asks for is refreshed ahead more and more slowly: it rests for this part of the time for which
/// nobody had asked.
const PART_OF_IDLENESS: i32 = 4;

const HALF_A_MINUTE: u64 = 30;
const QUARTER_OF_AN_HOUR: u64 = 900;
const MINUTE: u64 = 60;
const DAY: u64 = 24 * 3_600;
const WEEK: u64 = 7 * DAY;

/// When a feed whose refresh ended so is tried next.
pub(super) fn next_try(outcome: Outcome, past: Past) -> NextTry {
    let Past { ttl_seconds, interval_seconds, failures, has_succeeded, retry_after_seconds, part } = past;
    let first = if has_succeeded { ttl_seconds } else { ttl_seconds.min(MINUTE) };
    // Feeds of a host that failed together part: from the second failure on each waits a little less, by its key.
    let parted = |pause: u64| {
        if failures == 0 { pause } else { pause - pause.saturating_mul(u64::from(part)) / (8 * 256) }
    };
    let doubled = |first: u64, most: u64| parted(first.saturating_mul(1 << failures.min(16)).min(most));
    let pause = match outcome {
        Outcome::Ok | Outcome::NotModified | Outcome::PagesMissing => {
            return NextTry::After(interval_seconds);
        }
        Outcome::Partial => return NextTry::After(MINUTE),
        Outcome::Gone => return NextTry::Never,
        Outcome::Unauthorized
        | Outcome::PaymentRequired
        | Outcome::Forbidden
        | Outcome::UnavailableForLegalReasons
        | Outcome::Robots => doubled(DAY, WEEK),
        Outcome::Drifted | Outcome::Truncated => first,
        Outcome::NotSaved => doubled(HALF_A_MINUTE, QUARTER_OF_AN_HOUR),
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

/// The interval of a feed that has this rhythm, of which its site says that it stays as it is for so long. Feeds that were
/// asked for at the same time part, since each learnt interval is shorter by up to an eighth, by the feed's key.
///
/// A lifetime of more than a day is a mistake or meant for pictures, and says nothing.
pub(super) fn interval_seconds(
    key: &FeedKey,
    bounds: Bounds,
    learnt: Option<u64>,
    lifetime: Option<u64>,
) -> u64 {
    let Bounds { ttl, least, most } = bounds;
    let interval = learnt.map_or(ttl, |learnt| {
        let part = u64::from(part_of(key));
        learnt.saturating_sub(learnt.saturating_mul(part) / (8 * 256)).clamp(least, most)
    });
    let lifetime = lifetime.filter(|lifetime| *lifetime <= DAY).unwrap_or(0);
    interval.max(lifetime.min(most))
}

/// What parts the feeds of a host that were refreshed at the same time: a number that is the feed's own and stays.
pub(super) fn part_of(key: &FeedKey) -> u8 {
    Sha256::digest(key.to_string()).first().copied().unwrap_or(0)
}

/// From when on a feed may be tried, where it may ever. `stopped` is whether its site has said that it is gone, `reread`
/// whether it was read by rules that hold no longer.
pub(super) fn due_at(
    state: &FeedState,
    stopped: bool,
    reread: bool,
    ttl_seconds: u64,
    now: Timestamp,
) -> Option<Timestamp> {
    let (Some(next), Some(checked)) = (state.next_check, state.checked_at) else {
        return (!stopped).then_some(Timestamp::MIN);
    };
    if stopped {
        return None;
    }
    if is_ahead(checked, now) {
        return Some(Timestamp::MIN);
    }
    Some(if reread { next.min(later(checked, ttl_seconds)) } else { next })
}

/// How long before it is due a feed may be refreshed ahead of its readers. One that fails is not tried sooner.
pub(super) fn lead(state: &FeedState) -> SignedDuration {
    let interval = match (state.checked_at, state.next_check) {
        (Some(checked), Some(next)) if state.failures == 0 => next.duration_since(checked),
        _ => SignedDuration::ZERO,
    };
    LEAD.min(interval / PART_OF_INTERVAL).max(SignedDuration::ZERO)
}

/// When a feed that is due at a moment, and was last asked for at another, is refreshed ahead of its readers.
pub(super) fn ahead_at(state: &FeedState, due: Timestamp, asked_at: Option<Timestamp>) -> Timestamp {
    let due = due.saturating_sub(lead(state)).unwrap_or(due);
    let rests_until = state.checked_at.zip(asked_at).and_then(|(checked, asked)| {
        let idle = checked.duration_since(asked).max(SignedDuration::ZERO);
        checked.saturating_add(idle / PART_OF_IDLENESS).ok()
    });
    rests_until.map_or(due, |rests_until| due.max(rests_until))
}

/// Whether a moment of the past lies in the future: the clock was set back since. Processors and machines differ a little.
pub(super) fn is_ahead(past: Timestamp, now: Timestamp) -> bool {
    now.duration_since(past) < SignedDuration::from_mins(-5)
}

/// Whether so much time has passed since a moment; when the clock was set back it has, since nobody can tell.
pub(super) fn has_passed(since: Timestamp, time: SignedDuration, now: Timestamp) -> bool {
    now.duration_since(since) >= time || is_ahead(since, now)
}

/// A moment some seconds later; at the end of time the same moment.
pub(super) fn later(now: Timestamp, seconds: u64) -> Timestamp {
    let pause = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.saturating_add(pause).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAST: Past = Past {
        ttl_seconds: 900,
        interval_seconds: 4_000,
        failures: 0,
        has_succeeded: true,
        retry_after_seconds: None,
        part: 0,
    };

    const BOUNDS: Bounds = Bounds { ttl: 900, least: 300, most: 21_600 };

    fn noon() -> Timestamp {
        "2026-03-29T12:00:00Z".parse().unwrap()
    }

    fn tried(hours_ago: i64, next_in_seconds: u64) -> FeedState {
        let checked = noon() - SignedDuration::from_hours(hours_ago);
        let next = later(checked, next_in_seconds);
        FeedState { checked_at: Some(checked), next_check: Some(next), ..FeedState::default() }
    }

    #[test]
    fn a_learnt_interval_lies_within_its_bounds_and_is_shortened_by_the_key_alone() {
        let of = |key: &str, learnt| interval_seconds(&key.parse().unwrap(), BOUNDS, learnt, None);
        let intervals: Vec<u64> = (0..200).map(|n| of(&format!("herald/{n}"), Some(8_000))).collect();
        assert!(intervals.iter().all(|interval| (7_000..=8_000).contains(interval)), "{intervals:?}");
        let (least, most) = (intervals.iter().min().unwrap(), intervals.iter().max().unwrap());
        assert!(most - least > 900, "{least} to {most}");
        assert_eq!(of("herald/7", Some(8_000)), intervals[7]);
        assert_eq!(of("herald/7", Some(1)), 300);
        assert_eq!(of("herald/7", Some(u64::MAX)), 21_600);
        assert_eq!(of("herald/7", None), 900);
    }

    #[test]
    fn a_site_may_ask_for_more_time_and_absurd_lifetimes_are_no_word() {
        let of =
            |learnt, lifetime| interval_seconds(&"herald/a".parse().unwrap(), BOUNDS, learnt, Some(lifetime));
        assert_eq!(of(None, 3_600), 3_600);
        assert_eq!(of(None, 0), 900);
        assert_eq!(of(Some(300), 7_200), 7_200);
        assert_eq!(of(None, DAY), 21_600);
        assert_eq!(of(None, 31_536_000), 900);
        assert_eq!(of(None, u64::MAX), 900);
    }

    #[test]
    fn a_feed_is_due_when_its_time_has_come_and_when_the_clock_was_set_back() {
        let due = |state: &FeedState, reread| due_at(state, false, reread, 900, noon());
        assert_eq!(due(&FeedState::default(), false), Some(Timestamp::MIN));
        assert_eq!(due(&tried(1, 7_200), false), Some(later(noon(), 3_600)));
        // The rules have changed.
        assert_eq!(due(&tried(1, 7_200), true), Some(later(noon() - SignedDuration::from_hours(1), 900)));
        // Tried in a year that never was.
        assert_eq!(due(&tried(-365 * 24, 900), false), Some(Timestamp::MIN));
        assert_eq!(due_at(&tried(1, 10), true, false, 900, noon()), None);
    }

    #[test]
    fn a_feed_is_refreshed_a_little_before_it_is_due_and_the_later_the_longer_nobody_asked() {
        let state = tried(1, 4_000);
        let (checked, due) = (state.checked_at.unwrap(), state.next_check.unwrap());
        let ahead = |asked: Option<Timestamp>| ahead_at(&state, due, asked).duration_since(checked).as_secs();
        let hours = SignedDuration::from_hours;
        assert_eq!(ahead(None), 3_970);
        assert_eq!(ahead(Some(noon())), 3_970);
        assert_eq!(ahead(Some(checked - hours(4))), 3_970);
        assert_eq!(ahead(Some(checked - hours(24))), 6 * 3_600);
        let failing = FeedState { failures: 1, ..state.clone() };
        assert_eq!(ahead_at(&failing, due, None), due);
    }

    #[test]
    fn while_nothing_can_be_saved_refreshes_pause_up_to_a_quarter_of_an_hour() {
        assert_eq!(pauses(Outcome::NotSaved), [30, 60, 120, 240, 900].map(NextTry::After));
    }

    #[test]
    fn time_has_passed_when_the_clock_was_set_back() {
        let hour = SignedDuration::from_hours(1);
        assert!(has_passed(noon() - hour, hour, noon()));
        assert!(!has_passed(noon() - hour, hour * 2, noon()));
        assert!(has_passed(noon() + hour, hour * 2, noon()));
        assert!(!has_passed(noon() + SignedDuration::from_secs(2), hour, noon()));
    }

    #[test]
    fn a_feed_that_is_well_is_tried_again_after_its_interval() {
        for outcome in [Outcome::Ok, Outcome::NotModified, Outcome::PagesMissing] {
            assert_eq!(next_try(outcome, PAST), NextTry::After(4_000));
        }
    }

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
