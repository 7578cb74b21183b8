//! The public addresses of feeds.

use std::fmt;
use std::str::FromStr;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use crate::model::FeedKey;
use crate::render::Format;

/// Where the service is reached from outside: scheme, host, port and an optional path prefix, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PublicBase(String);

/// A base that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a public address such as \"https://feeds.example/prefix\", found {0:?}")]
pub struct BaseError(pub String);

/// A page that no definition needs to know, as a reader asks for its feed.
#[derive(Clone, Copy, Debug)]
pub struct Conversion<'a> {
    /// The page.
    pub url: &'a Url,
    /// How many of its pages are read; none for what the definition of its site says, else one.
    pub pages: Option<u32>,
    /// The query by which its reader has the feed, where documents must name just that; none where it is made of the above.
    pub query: Option<&'a str>,
}

/// What a path segment may not carry as it is (RFC 3986 §3.3), and what HTML or a shell would trip over.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'&')
    .add(b'\'')
    .add(b';');

impl PublicBase {
    /// The address of a path of the service, which begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The address of a feed in a format.
    pub fn feed(&self, key: &FeedKey, format: Format) -> String {
        self.join(&feed_path(key, format.extension()))
    }

    /// The address at which the state of a feed is told to programs.
    pub fn state(&self, key: &FeedKey) -> String {
        self.join(&format!("/api/v1{}", key_path(key)))
    }

    /// The address at which the state of a feed is told to people.
    pub fn status(&self, key: &FeedKey) -> String {
        self.join(&format!("/status/{}", under_site(key)))
    }

    /// The address of the feed of a page that no definition knows, with so many of its pages.
    pub fn convert(&self, page: &Url, pages: Option<u32>, format: Format) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("url", page.as_str());
        if let Some(pages) = pages {
            query.append_pair("pages", &pages.to_string());
        }
        self.converted(&query.finish(), format)
    }

    /// The address of the feed of such a page under a query of its own.
    pub fn converted(&self, query: &str, format: Format) -> String {
        self.join(&format!("/convert.{}?{query}", format.extension()))
    }

    /// The base as text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path prefix: empty, or a slash and what follows.
    pub fn prefix(&self) -> &str {
        let after_scheme = self.0.split_once("://").map_or("", |(_, rest)| rest);
        after_scheme.find('/').and_then(|at| after_scheme.get(at..)).unwrap_or_default()
    }
}

/// The path of a feed with an extension, percent-encoded.
pub fn feed_path(key: &FeedKey, extension: &str) -> String {
    format!("{}.{extension}", key_path(key))
}

/// The path of a feed without an extension, percent-encoded.
pub fn key_path(key: &FeedKey) -> String {
    format!("/feeds/{}", under_site(key))
}

fn under_site(key: &FeedKey) -> String {
    format!("{}/{}", key.site(), utf8_percent_encode(key.path(), SEGMENT))
}

impl FromStr for PublicBase {
    type Err = BaseError;

    fn from_str(text: &str) -> Result<Self, BaseError> {
        let bad = || BaseError(text.to_owned());
        let url = Url::parse(text).map_err(|_| bad())?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if plain { Ok(Self(url.as_str().trim_end_matches('/').to_owned())) } else { Err(bad()) }
    }
}

impl fmt::Display for PublicBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_stands_before_every_path() {
        let base: PublicBase = "https://feeds.example/here/".parse().unwrap();
        let key: FeedKey = "site/tags/US & Canada".parse().unwrap();
        assert_eq!(
            base.feed(&key, Format::Rss),
            "https://feeds.example/here/feeds/site/tags/US%20%26%20Canada.rss"
        );
        assert_eq!(base.prefix(), "/here");
        assert_eq!("http://127.0.0.1:8080".parse::<PublicBase>().unwrap().prefix(), "");
    }

    #[test]
    fn an_address_that_is_no_base_is_refused() {
        for text in [
            "feeds.example",
            "ftp://feeds.example",
            "https://a:b@feeds.example",
            "https://feeds.example/?a",
            "/x",
        ] {
            assert!(text.parse::<PublicBase>().is_err(), "{text}");
        }
    }
}
