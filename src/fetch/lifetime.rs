//! For how long an answer stays true, as its server says.

use std::time::Duration;

use httpdate::parse_http_date;
use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName};

/// Seconds that an answer is still fresh (RFC 9111 §4.2): `max-age`, or else `Expires` beside `Date`, less its `Age`.
/// `s-maxage` is left out, since it speaks to caches that the site can empty when something new appears. `no-store` and
/// `no-cache` are no lifetime, and neither is what cannot be read (§5.3: an invalid `Expires` is in the past).
pub(super) fn lifetime_seconds(headers: &HeaderMap) -> Option<u64> {
    let directives = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let directives: Vec<String> =
        directives.flat_map(|value| value.split(',')).map(|part| part.trim().to_ascii_lowercase()).collect();
    if directives
        .iter()
        .any(|directive| directive.starts_with("no-store") || directive.starts_with("no-cache"))
    {
        return None;
    }
    let seconds = |text: &str| match text.trim_matches('"') {
        "" => None,
        // Only a number beyond 64 bits fails to parse.
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(digits.parse().unwrap_or(u64::MAX))
        }
        _ => None,
    };
    let stated = match directives.iter().find_map(|directive| directive.strip_prefix("max-age=")) {
        Some(value) => seconds(value),
        None => expires(headers).map(|lifetime| lifetime.as_secs()),
    };
    let age = text(headers, AGE).and_then(seconds).unwrap_or(0);
    stated.map(|stated| stated.saturating_sub(age))
}

fn expires(headers: &HeaderMap) -> Option<Duration> {
    let date = |name| text(headers, name).and_then(|value| parse_http_date(value).ok());
    date(EXPIRES)?.duration_since(date(DATE)?).ok()
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fields: &[(&'static str, &'static str)]) -> Option<u64> {
        let fields = fields.iter().map(|(name, value)| {
            (HeaderName::from_static(name), reqwest::header::HeaderValue::from_static(value))
        });
        let mut headers = HeaderMap::new();
        fields.for_each(|(name, value)| {
            headers.append(name, value);
        });
        lifetime_seconds(&headers)
    }

    #[test]
    fn max_age_counts_less_the_age_and_goes_before_expires() {
        assert_eq!(of(&[("cache-control", "public, Max-Age=600")]), Some(600));
        assert_eq!(
            of(&[("cache-control", "public"), ("cache-control", "max-age=\"600\""), ("age", "60")]),
            Some(540)
        );
        assert_eq!(of(&[("cache-control", "max-age=60"), ("age", "600")]), Some(0));
        let expires = ("expires", "Sun, 01 Mar 2026 12:05:00 GMT");
        let date = ("date", "Sun, 01 Mar 2026 12:00:00 GMT");
        assert_eq!(of(&[expires, date]), Some(300));
        assert_eq!(of(&[expires, date, ("cache-control", "max-age=9, s-maxage=99")]), Some(9));
    }

    #[test]
    fn what_is_no_lifetime_says_nothing_and_an_absurd_one_is_told_as_it_is() {
        for nothing in
            ["no-store, max-age=600", "no-cache", "max-age=", "max-age=-1", "max-age=soon", "private"]
        {
            assert_eq!(of(&[("cache-control", nothing)]), None, "{nothing}");
        }
        assert_eq!(of(&[("expires", "0")]), None);
        assert_eq!(of(&[("expires", "Sun, 01 Mar 2026 12:05:00 GMT")]), None);
        assert_eq!(of(&[("cache-control", "max-age=99999999999999999999999")]), Some(u64::MAX));
    }
}
