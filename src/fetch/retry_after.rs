//! How long a server wants to be left alone.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// The longest rest that is granted: a server that says more is mistaken or means harm.
pub(super) const LONGEST_REST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Reads a `Retry-After` (RFC 9110 §10.2.3): seconds, or an HTTP date in one of its three forms. A date in the past is no
/// wait at all; anything else that is written there is ignored.
pub(super) fn parse_retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // Only a number beyond 64 bits fails to parse.
        let seconds = value.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST_REST));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    let wait = date.duration_since(SystemTime::from(now)).unwrap_or_default();
    Some(wait.min(LONGEST_REST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(value: &str) -> Option<u64> {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        parse_retry_after(value, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Sun, 01 Mar 2026 12:05:00 GMT"), Some(300));
        assert_eq!(seconds("Sunday, 01-Mar-26 12:05:00 GMT"), Some(300));
        assert_eq!(seconds("Sun Mar  1 12:05:00 2026"), Some(300));
    }

    #[test]
    fn a_date_in_the_past_is_no_wait() {
        assert_eq!(seconds("Sun, 01 Mar 2026 11:00:00 GMT"), Some(0));
    }

    #[test]
    fn a_wait_is_never_longer_than_seven_days() {
        let week = Some(LONGEST_REST.as_secs());
        assert_eq!(seconds("604801"), week);
        assert_eq!(seconds("99999999999999999999999999"), week);
        assert_eq!(seconds("Fri, 31 Dec 9999 23:59:59 GMT"), week);
    }

    #[test]
    fn garbage_is_ignored() {
        for value in ["", "soon", "-5", "1.5", "12 s", "Sun, 99 Mar 2026 12:05:00 GMT", "2026-03-01", "１２"]
        {
            assert_eq!(seconds(value), None, "{value:?}");
        }
    }
}
