//! What a fetch gives.

use reqwest::header::{
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use serde::{Deserialize, Serialize};
use url::Url;

/// Longer validators are forgotten, so that no server can make the store and every request grow.
const LONGEST_VALIDATOR_BYTES: usize = 1024;

/// The answer to a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "made once a fetch and taken apart at once; a box would only be one more allocation"
)]
pub enum Fetched {
    /// The page.
    Page(FetchedPage),
    /// The page is the one that the validators came with.
    NotModified {
        /// The validators to ask with next time (RFC 9111 §4.3.4).
        validators: Validators,
        /// For how many more seconds it stays that page, where its server says so.
        lifetime_seconds: Option<u64>,
    },
}

/// A page as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedPage {
    /// Where the page was in the end, without fragment; links of the page are relative to it.
    pub url: Url,
    /// What was asked for.
    pub requested: Url,
    /// The body, decompressed and decoded; what cannot be decoded is U+FFFD.
    pub text: String,
    /// `type/subtype` in lower case, where the server declares it.
    pub media_type: Option<String>,
    /// The charset that the body was decoded from, by its name in the Encoding Standard (`UTF-8`, `windows-1251`).
    pub charset: String,
    /// What to ask with next time.
    pub validators: Validators,
    /// For how many more seconds it is fresh, where its server says so.
    pub lifetime_seconds: Option<u64>,
    /// The length of the body in bytes, decompressed and before it was decoded.
    pub bytes: usize,
    /// Whether every redirect on the way was a permanent one (301, 308) and there was one: the page has moved for good.
    pub permanent_redirect: bool,
}

/// What makes a request conditional (RFC 9110 §13.1), as the server wrote it. Opaque: kept and sent back unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The URL that the validators came from; they are sent to no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    /// The `ETag`, sent as `If-None-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The `Last-Modified`, sent as `If-Modified-Since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Validators {
    /// Whether there is nothing to ask with.
    pub const fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// The validators of an answer.
    pub(super) fn of(url: &Url, headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| {
            let value = headers.get(name)?.to_str().ok()?;
            (1..=LONGEST_VALIDATOR_BYTES).contains(&value.len()).then(|| value.to_owned())
        };
        let (etag, last_modified) = (text(ETAG), text(LAST_MODIFIED));
        Self { url: (etag.is_some() || last_modified.is_some()).then(|| url.clone()), etag, last_modified }
    }

    /// These validators after a 304 that may bring newer ones.
    pub(super) fn renewed(&self, url: &Url, headers: &HeaderMap) -> Self {
        let newer = Self::of(url, headers);
        Self {
            url: Some(url.clone()),
            etag: newer.etag.or_else(|| self.etag.clone()),
            last_modified: newer.last_modified.or_else(|| self.last_modified.clone()),
        }
    }

    /// The conditions of a request to a URL; none for any URL but that which the validators came from.
    pub(super) fn conditions(&self, url: &Url) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if self.url.as_ref() != Some(url) {
            return headers;
        }
        for (name, value) in [(IF_NONE_MATCH, &self.etag), (IF_MODIFIED_SINCE, &self.last_modified)] {
            // A stored text that is no header value any more is left out.
            let value = value.as_ref().and_then(|text| HeaderValue::from_str(text).ok());
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        headers
    }
}
