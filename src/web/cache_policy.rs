//! The headers that say how long an answer may be kept, by whom, and what a browser may do with it. A handler picks the
//! policy; this is the only place that writes it.

use super::conditional::{EntityTag, Modified};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// How long an answer may be used without asking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CachePolicy {
    /// A document that was fresh for some time from the moment at which it was known to be as its site has it.
    Fresh {
        /// How long it is fresh, and how long ago that moment is.
        life: Life,
        /// Seconds after its time for which a cache on the way may hand out what it has.
        stale_seconds: u64,
    },
    /// Kept, but asked for again at every use.
    Revalidate,
    /// Never changes under its address.
    Immutable,
    /// A part, which only a cache may keep that knows of parts (RFC 3229 §10.8.2).
    Manipulated,
    /// True at this moment only.
    NoStore,
}

/// How old a document is and how old it may become, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Life {
    /// Since it was last known to be as its site has it (`Age`, RFC 9111 §5.1).
    pub(super) age: u64,
    /// For which it is fresh, from that moment on (`max-age`, RFC 9111 §5.2.2.1).
    pub(super) fresh: u64,
    /// Whether the last try to read it anew failed.
    pub(super) failed: bool,
}

/// Whom an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Programs of any origin, and every cache on the way.
    Anyone,
    /// The one client that was let in.
    Admitted,
    /// Whoever runs the service.
    Operators,
    /// People with a browser.
    People,
}

/// What an answer varies with, as `Vary` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Varies {
    /// Its coding.
    Coding,
    /// Its coding and its format.
    CodingAndFormat,
    /// Its coding, and whether a part is wanted (RFC 3229).
    CodingAndPart,
    /// All of these.
    CodingFormatAndPart,
}

/// Everything that a kept answer is told with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freshness<'a> {
    /// How long it may be used.
    pub(super) policy: CachePolicy,
    /// Its tag.
    pub(super) tag: &'a EntityTag,
    /// When it last changed.
    pub(super) modified: Option<Modified>,
    /// What it varies with.
    pub(super) varies: Varies,
}

/// For so many seconds at most a cache may hand out an old feed while it asks for a new one (RFC 5861 §3). When the
/// service is away (RFC 5861 §4) it is what the operator allows.
const STALE_WHILE_REVALIDATE_SECONDS: u64 = 3_600;

/// Pages carry their own style sheet and icon and nothing else: no script, nothing inline, nothing from elsewhere.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                           frame-ancestors 'none'";

/// Everything else is for programs. A browser that shows it all the same shows a text: it runs nothing, loads nothing, sends
/// nothing, and has no origin, whatever the site behind a feed has written into it.
const DOCUMENT_POLICY: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

impl Freshness<'_> {
    /// Writes the headers that a 200 and the 304 to it share (RFC 9110 §15.4.5).
    pub(super) fn write(&self, audience: Audience, headers: &mut HeaderMap) {
        set(headers, header::ETAG, self.tag.to_string());
        if let Some(modified) = self.modified.and_then(Modified::told) {
            set(headers, header::LAST_MODIFIED, httpdate::fmt_http_date(modified));
        }
        let varies = match self.varies {
            Varies::Coding => HeaderValue::from_static("Accept-Encoding"),
            Varies::CodingAndFormat => HeaderValue::from_static("Accept, Accept-Encoding"),
            Varies::CodingAndPart => HeaderValue::from_static("Accept-Encoding, A-IM"),
            Varies::CodingFormatAndPart => HeaderValue::from_static("Accept, Accept-Encoding, A-IM"),
        };
        headers.insert(header::VARY, varies);
        self.policy.write(audience, headers);
    }
}

impl CachePolicy {
    /// Writes `Cache-Control`.
    pub(super) fn write(self, audience: Audience, headers: &mut HeaderMap) {
        let fixed = |value| (header::CACHE_CONTROL, HeaderValue::from_static(value));
        let (name, value) = match (self, audience) {
            (Self::Fresh { life, .. }, Audience::Admitted | Audience::Operators) => {
                life.write(headers);
                return set(headers, header::CACHE_CONTROL, format!("private, max-age={}", life.fresh));
            }
            (Self::Fresh { life, stale_seconds }, _) => {
                life.write(headers);
                let (fresh, revalidating) = (life.fresh, stale_seconds.min(STALE_WHILE_REVALIDATE_SECONDS));
                let value = format!(
                    "public, max-age={fresh}, stale-while-revalidate={revalidating}, stale-if-error={stale_seconds}"
                );
                return set(headers, header::CACHE_CONTROL, value);
            }
            (Self::Revalidate, Audience::Admitted | Audience::Operators) => fixed("private, no-cache"),
            (Self::Revalidate, _) => fixed("no-cache"),
            (Self::Immutable, Audience::Admitted | Audience::Operators) => {
                fixed("private, max-age=31536000, immutable")
            }
            (Self::Immutable, _) => fixed("public, max-age=31536000, immutable"),
            (Self::Manipulated, _) => fixed("no-store, im"),
            (Self::NoStore, _) => fixed("no-store"),
        };
        headers.insert(name, value);
    }
}

impl Life {
    /// Seconds for which it is still fresh; none left, and how many too many, where it is stale.
    pub(super) fn left(self) -> i64 {
        let signed = |seconds| i64::try_from(seconds).unwrap_or(i64::MAX);
        signed(self.fresh).saturating_sub(signed(self.age))
    }

    /// Writes `Age` and, where the document is stale, `Warning`. RFC 9111 §5.5 gave `Warning` up because `Age` beyond
    /// `max-age` says the same; it is sent beside that since it is what people and older caches look for (RFC 7234 §5.5).
    fn write(self, headers: &mut HeaderMap) {
        headers.insert(header::AGE, HeaderValue::from(self.age));
        if self.left() <= 0 {
            let warning = match self.failed {
                true => "111 feedmill \"Revalidation Failed\"",
                false => "110 feedmill \"Response is Stale\"",
            };
            headers.insert(header::WARNING, HeaderValue::from_static(warning));
        }
    }
}

impl Audience {
    /// Writes what browsers are allowed and forbidden. Answers for an admitted client are not for other origins: else any
    /// page that someone on this machine looks at could read the web through the service. Nor are those for operators.
    pub(super) fn write(self, headers: &mut HeaderMap) {
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        let policy = if self == Self::People { PAGE_POLICY } else { DOCUMENT_POLICY };
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        if self == Self::Anyone {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
    }
}

/// Sets a header from text that was put together here, so that it always is a value.
fn set(headers: &mut HeaderMap, name: HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::encoding::Coding;

    fn written(policy: CachePolicy, audience: Audience) -> Vec<String> {
        let mut headers = HeaderMap::new();
        let freshness = Freshness {
            policy,
            tag: &EntityTag::new("abc", Coding::Brotli),
            modified: Some(Modified::new(
                "2024-05-06T07:08:09.9Z".parse().unwrap(),
                "2024-05-06T09:00:00Z".parse().unwrap(),
            )),
            varies: Varies::Coding,
        };
        freshness.write(audience, &mut headers);
        audience.write(&mut headers);
        let mut lines: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        lines.sort();
        lines
    }

    fn fresh(age: u64) -> CachePolicy {
        CachePolicy::Fresh { life: Life { age, fresh: 900, failed: false }, stale_seconds: 604_800 }
    }

    #[test]
    fn a_feed_that_is_past_its_time_warns_of_it_and_says_why() {
        let warned = |age, failed| {
            let life = Life { age, fresh: 900, failed };
            let lines = written(CachePolicy::Fresh { life, stale_seconds: 0 }, Audience::Anyone);
            lines.into_iter().find_map(|line| line.strip_prefix("warning: ").map(str::to_owned))
        };
        assert_eq!(warned(899, false), None);
        assert_eq!(warned(900, false).unwrap(), "110 feedmill \"Response is Stale\"");
        assert_eq!(warned(90_000, true).unwrap(), "111 feedmill \"Revalidation Failed\"");
    }

    #[test]
    fn a_feed_for_anyone_may_be_kept_and_read_everywhere() {
        let lines = written(fresh(60), Audience::Anyone);

        let expected = [
            "access-control-allow-origin: *",
            "age: 60",
            "cache-control: public, max-age=900, stale-while-revalidate=3600, stale-if-error=604800",
            "content-security-policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
            "etag: \"abc-br\"",
            "last-modified: Mon, 06 May 2024 07:08:09 GMT",
            "referrer-policy: no-referrer",
            "vary: Accept-Encoding",
            "x-content-type-options: nosniff",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn an_answer_for_an_admitted_client_is_kept_by_nobody_else() {
        let lines = written(fresh(60), Audience::Admitted);

        assert!(lines.contains(&"cache-control: private, max-age=900".to_owned()), "{lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with("access-control")), "{lines:?}");
    }

    #[test]
    fn a_page_allows_no_script_no_frame_and_nothing_inline() {
        let lines = written(CachePolicy::Revalidate, Audience::People).join("\n");

        assert!(lines.contains("content-security-policy: default-src 'none'; style-src 'self';"), "{lines}");
        assert!(lines.contains("frame-ancestors 'none'"), "{lines}");
        assert!(!lines.contains("unsafe-inline") && !lines.contains("script-src"), "{lines}");
        assert!(lines.contains("referrer-policy: no-referrer"), "{lines}");
        assert!(lines.contains("cache-control: no-cache"), "{lines}");
    }
}
