//! A document of any kind, read.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use super::kind::{Kind, without_declaration};
use super::{feed, sitemap};
use crate::extract::date::DateContext;
use crate::extract::listing::ListingLimits;
use crate::extract::surrogates;
use crate::model::{Article, Entry, Skip, SkipReason, normalise_link};
use crate::site::Site;

/// A feed or sitemap, read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What it calls itself.
    pub title: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The page that it says it is the feed of.
    pub home: Option<Url>,
    /// Its entries in its order, each address once; those of a sitemap by their last change, the newest first.
    pub entries: Vec<Entry>,
    /// The articles of those entries whose whole text it carries, clean as if it had been read from a page.
    pub articles: Vec<Article>,
    /// The sitemaps that an index names, those that changed last first.
    pub parts: Vec<Url>,
    /// What was left out.
    pub skipped: Vec<Skip>,
}

/// Why a document that begins like a feed or a sitemap is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyndicationError {
    /// A feed that cannot be read.
    #[error("expected a feed (RSS, Atom or JSON Feed), found one that is broken: {0}")]
    Feed(String),
    /// A sitemap that cannot be read.
    #[error("expected a sitemap, found one that is broken: {0}")]
    Sitemap(String),
    /// Too long.
    #[error("expected at most {limit} bytes of a feed or sitemap, found {bytes}")]
    TooLong {
        /// Bytes found.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
}

/// The most bytes of a document that are read. A sitemap may have 50 MB (sitemaps.org), but what a fetch brings is bounded
/// below that.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Reads a document that was found at an address; `None` for a text that is neither feed nor sitemap. `site` gives the zone
/// of dates without an offset.
///
/// # Errors
/// When the document begins like a feed or sitemap and is broken.
pub fn read(
    text: &str,
    url: &Url,
    site: Option<&Site>,
    limits: ListingLimits,
    now: Timestamp,
) -> Option<Result<(Kind, Document), SyndicationError>> {
    let kind = Kind::of(text)?;
    if text.len() > MAX_BYTES {
        return Some(Err(SyndicationError::TooLong { bytes: text.len(), limit: MAX_BYTES }));
    }
    let zone = site.map_or(TimeZone::UTC, |site| site.time_zone.clone());
    let language = site.and_then(Site::known_language);
    let context = DateContext { now, zone: &zone, language, order: None };
    let text = without_declaration(text);
    let document = match kind {
        Kind::Feed => feed::read(text, url, &context),
        Kind::JsonFeed => feed::read(&surrogates::mended(text), url, &context),
        Kind::Sitemap | Kind::SitemapIndex => sitemap::read(text, url, &context),
    };
    Some(document.map(|document| (kind, tidy(document, limits))))
}

/// The address that a saved feed gives for itself, else that of its page.
pub fn own_address(text: &str) -> Option<Url> {
    let anywhere = Url::parse("http://localhost/").ok()?;
    matches!(Kind::of(text), Some(Kind::Feed | Kind::JsonFeed))
        .then(|| feed::own_address(without_declaration(text), &anywhere))
        .flatten()
}

/// Leaves out what is there twice or is more than the limit.
fn tidy(mut document: Document, limits: ListingLimits) -> Document {
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for mut entry in std::mem::take(&mut document.entries) {
        let Some(url) = &mut entry.url else { continue };
        url.set_fragment(None);
        let link = normalise_link(url);
        let reason = if seen.contains(&link) {
            Some(SkipReason::Duplicate)
        } else if entries.len() >= limits.max_entries {
            Some(SkipReason::TooMany)
        } else {
            None
        };
        match reason {
            // Of a sitemap of fifty thousand pages nobody wants to read all that were left out.
            Some(reason) if document.skipped.len() < 100 => {
                let subject = entry.title.unwrap_or(link).chars().take(120).collect();
                document.skipped.push(Skip { reason, subject });
            }
            Some(_) => {}
            None => {
                seen.insert(link);
                entries.push(entry);
            }
        }
    }
    document.articles.retain(|article| seen.contains(&normalise_link(&article.url)));
    document.entries = entries;
    document
}
