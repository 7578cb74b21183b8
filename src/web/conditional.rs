//! Conditional requests (RFC 9110 §13): whether a client still has what it would get.

use std::fmt;
use std::time::SystemTime;

use actix_web::http::header::{HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use jiff::Timestamp;

use super::encoding::Coding;

/// A strong entity tag (RFC 9110 §8.8.3), without its quotes. It names bytes, so every coding of a document has its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EntityTag(String);

impl EntityTag {
    /// The tag of a document in a coding.
    pub(super) fn new(hash: &str, coding: Coding) -> Self {
        Self(match coding {
            Coding::Identity => hash.to_owned(),
            Coding::Gzip => format!("{hash}-gzip"),
            Coding::Brotli => format!("{hash}-br"),
        })
    }
}

impl fmt::Display for EntityTag {
    /// The value of `ETag`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// When a document last changed, as far as its server may say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Modified {
    at: Timestamp,
    /// When the answer is made.
    now: Timestamp,
}

impl Modified {
    /// A change at a moment, told at another. The first is the later where the clock was set back in between.
    pub(super) const fn new(at: Timestamp, now: Timestamp) -> Self {
        Self { at, now }
    }

    /// The value of `Last-Modified`, which is never later than the answer (RFC 9110 §8.8.2.1).
    pub(super) fn told(self) -> Option<SystemTime> {
        whole_second(self.at.min(self.now))
    }

    /// Whether nothing has changed since a moment. A change in the future came at an unknown moment before now, so that no
    /// date tells whether a copy has it; the tag does.
    fn is_before(self, since: SystemTime) -> bool {
        self.at <= self.now && whole_second(self.at).is_some_and(|at| at <= since)
    }
}

/// Whether the client's copy is current, so that 304 is the answer.
///
/// `If-None-Match` is asked first and alone where it is present (§13.2.2); a tag is compared weakly, as §13.1.2 demands.
/// A client that sends neither header has no copy and never gets a 304.
pub(super) fn is_current(headers: &HeaderMap, tag: &EntityTag, modified: Option<Modified>) -> bool {
    if headers.contains_key(IF_NONE_MATCH) {
        let mut lines = headers.get_all(IF_NONE_MATCH);
        return lines.any(|line| names(line.as_bytes(), tag));
    }
    let since = headers
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| httpdate::parse_http_date(value.trim()).ok());
    match (since, modified) {
        (Some(since), Some(modified)) => modified.is_before(since),
        _ => false,
    }
}

/// The moment as HTTP can say it: without the fraction of its second.
fn whole_second(moment: Timestamp) -> Option<SystemTime> {
    let seconds = u64::try_from(moment.as_second()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(seconds))
}

/// The tags that a client names in `If-None-Match`, without quotes and signs of weakness.
pub(super) fn tags(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    headers.get_all(IF_NONE_MATCH).flat_map(|line| tags_of(line.as_bytes()))
}

/// Whether a line of `If-None-Match` names the tag, or any tag.
fn names(line: &[u8], tag: &EntityTag) -> bool {
    line.trim_ascii() == b"*" || tags_of(line).any(|opaque| opaque == tag.0.as_bytes())
}

/// The tags of a line. A tag may hold commas, so the line is walked tag by tag; what follows the first thing that is none
/// is not looked at.
fn tags_of(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = skip_separators(rest);
        let quoted = rest.strip_prefix(b"W/").unwrap_or(rest);
        let opened = quoted.strip_prefix(b"\"")?;
        let length = opened.iter().position(|byte| *byte == b'"')?;
        let (opaque, behind) = opened.split_at_checked(length)?;
        rest = behind.get(1..).unwrap_or_default();
        Some(opaque)
    })
}

fn skip_separators(list: &[u8]) -> &[u8] {
    let blank = list.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b',')).count();
    list.get(blank..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderName;
    use actix_web::test::TestRequest;
    use rstest::rstest;

    use super::*;

    /// Half a second after a whole one, which HTTP cannot say.
    const MODIFIED: &str = "2024-05-06T07:08:09.5Z";
    const NOW: &str = "2026-05-06T07:08:09Z";

    fn asks(headers: &[(HeaderName, &str)]) -> bool {
        let mut request = TestRequest::default();
        for header in headers {
            request = request.append_header(header.clone());
        }
        let tag = EntityTag::new("abc", Coding::Gzip);
        let modified = Modified::new(MODIFIED.parse().unwrap(), NOW.parse().unwrap());
        is_current(request.to_http_request().headers(), &tag, Some(modified))
    }

    #[test]
    fn a_change_in_the_future_is_told_as_one_of_now_and_never_found_unchanged_by_a_date() {
        let (now, later) = (NOW.parse().unwrap(), "2027-05-06T07:08:10Z".parse().unwrap());
        let modified = Modified::new(later, now);
        let is_current = |name: HeaderName, value: &str| {
            let request = TestRequest::default().append_header((name, value)).to_http_request();
            is_current(request.headers(), &EntityTag::new("abc", Coding::Gzip), Some(modified))
        };

        assert_eq!(modified.told(), whole_second(now));
        for date in [
            "Wed, 06 May 2026 07:08:09 GMT",
            "Thu, 06 May 2027 07:08:10 GMT",
            "Sat, 06 May 2028 07:08:09 GMT",
        ] {
            assert!(!is_current(IF_MODIFIED_SINCE, date), "{date}");
        }
        assert!(is_current(IF_NONE_MATCH, "\"abc-gzip\""));
        assert_eq!(Modified::new(later, later).told(), whole_second(later));
    }

    #[test]
    fn every_coding_has_its_own_tag() {
        assert_eq!(EntityTag::new("abc", Coding::Identity).to_string(), "\"abc\"");
        assert_eq!(EntityTag::new("abc", Coding::Gzip).to_string(), "\"abc-gzip\"");
        assert_eq!(EntityTag::new("abc", Coding::Brotli).to_string(), "\"abc-br\"");
    }

    #[rstest]
    #[case::strong("\"abc-gzip\"")]
    #[case::weak("W/\"abc-gzip\"")]
    #[case::any("*")]
    #[case::any_with_blanks(" * ")]
    #[case::in_a_list("\"x\", W/\"y\",\"abc-gzip\"")]
    #[case::behind_a_tag_with_a_comma("\"a,b\" , \"abc-gzip\"")]
    #[case::behind_empty_elements(", ,\"abc-gzip\"")]
    fn a_tag_that_is_named_is_current(#[case] value: &str) {
        assert!(asks(&[(IF_NONE_MATCH, value)]));
    }

    #[rstest]
    #[case::another("\"abc\"")]
    #[case::without_quotes("abc-gzip")]
    #[case::never_closed("\"abc-gzip")]
    #[case::a_lower_case_weakness("w/\"abc-gzip\"")]
    #[case::a_star_in_a_list("\"x\", *")]
    #[case::empty("")]
    fn a_tag_that_is_not_named_is_not(#[case] value: &str) {
        assert!(!asks(&[(IF_NONE_MATCH, value)]));
    }

    #[test]
    fn several_header_lines_are_one_list() {
        assert!(asks(&[(IF_NONE_MATCH, "\"x\""), (IF_NONE_MATCH, "\"abc-gzip\"")]));
    }

    #[rstest]
    #[case::imf_fixdate("Mon, 06 May 2024 07:08:09 GMT", true)]
    #[case::rfc_850("Monday, 06-May-24 07:08:09 GMT", true)]
    #[case::asctime("Mon May  6 07:08:09 2024", true)]
    #[case::a_second_before("Mon, 06 May 2024 07:08:08 GMT", false)]
    #[case::a_year_later("Tue, 06 May 2025 07:08:09 GMT", true)]
    #[case::no_date("yesterday", false)]
    fn a_date_is_read_in_all_three_forms(#[case] value: &str, #[case] expected: bool) {
        assert_eq!(asks(&[(IF_MODIFIED_SINCE, value)]), expected);
    }

    #[test]
    fn a_tag_counts_before_a_date() {
        let later = "Tue, 06 May 2025 07:08:09 GMT";
        assert!(!asks(&[(IF_NONE_MATCH, "\"x\""), (IF_MODIFIED_SINCE, later)]));
    }

    #[test]
    fn a_client_without_a_copy_never_hears_that_nothing_changed() {
        assert!(!asks(&[]));
    }
}
