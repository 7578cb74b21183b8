//! Names of feeds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of a site definition: 1 to 64 of `a-z`, `0-9` and inner `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteName(String);

/// A feed's name: `site/path`. The path is decoded text of one or more segments, at most 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedKey {
    site: SiteName,
    path: String,
}

/// Why a text is not the name of a site or a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The site's part.
    #[error("expected a site name of 1 to 64 letters a-z, digits and inner hyphens, found {0:?}")]
    Site(String),
    /// The path's part.
    #[error("expected a feed path of 1 to 200 characters in segments parted by single slashes, found {0:?}")]
    Path(String),
    /// No slash between them.
    #[error("expected a feed as site/path, found {0:?}")]
    Shape(String),
}

impl SiteName {
    /// Checks a name.
    pub fn parse(name: &str) -> Result<Self, KeyError> {
        let fits = (1..=64).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !name.starts_with('-')
            && !name.ends_with('-');
        if fits { Ok(Self(name.to_owned())) } else { Err(KeyError::Site(name.to_owned())) }
    }

    /// The name under which pages are kept that no definition knows. No definition may bear it.
    pub fn convert() -> Self {
        Self("convert".to_owned())
    }

    /// The name under which the state of feeds is told. No definition may bear it.
    pub fn status() -> Self {
        Self("status".to_owned())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FeedKey {
    /// Checks a path and joins it to a site.
    pub fn new(site: SiteName, path: &str) -> Result<Self, KeyError> {
        let fits = path.chars().count() <= 200
            && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
            && !path.chars().any(char::is_control);
        if fits { Ok(Self { site, path: path.to_owned() }) } else { Err(KeyError::Path(path.to_owned())) }
    }

    /// The site.
    pub const fn site(&self) -> &SiteName {
        &self.site
    }

    /// The path, decoded.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl FromStr for FeedKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (site, path) = text.split_once('/').ok_or_else(|| KeyError::Shape(text.to_owned()))?;
        Self::new(SiteName::parse(site)?, path)
    }
}

impl fmt::Display for SiteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FeedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.site, self.path)
    }
}

impl TryFrom<String> for SiteName {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for FeedKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

impl From<SiteName> for String {
    fn from(name: SiteName) -> Self {
        name.0
    }
}

impl From<FeedKey> for String {
    fn from(key: FeedKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_site_and_a_path() {
        let key: FeedKey = "almayadeen-english/tags/Donetsk Republic".parse().unwrap();
        assert_eq!(key.site().as_str(), "almayadeen-english");
        assert_eq!(key.path(), "tags/Donetsk Republic");
        assert_eq!(key.to_string(), "almayadeen-english/tags/Donetsk Republic");
    }

    #[test]
    fn keys_that_could_leave_their_folder_or_break_a_line_are_refused() {
        for text in ["site", "site/", "site//a", "site/../a", "site/a\nb", "Site/a", "-site/a", "/a", ""] {
            assert!(text.parse::<FeedKey>().is_err(), "{text:?} was taken");
        }
        assert!(FeedKey::new(SiteName::parse("site").unwrap(), &"a".repeat(201)).is_err());
    }
}
