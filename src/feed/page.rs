//! One page of a listing, read from its text: as a feed or sitemap where it is one, else as a page for people.

use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::ServiceError;
use super::inspect::{blocking, unparsed, unreadable};
use super::outcome::Outcome;
use crate::extract::Page;
use crate::extract::listing::{self, Detail, Explanation, ListingLimits, ListingRead, Method};
use crate::extract::stand_in::{is_json, stand_in, stand_in_of};
use crate::extract::syndication::{self, Candidate, Document, Kind};
use crate::fetch::FetchedPage;
use crate::model::Listing;
use crate::site::{ListingRules, Reach, Site};

/// How the pages of a listing are read.
#[derive(Clone)]
pub(super) struct Manner {
    pub site: Option<Arc<Site>>,
    pub rules: Option<Arc<ListingRules>>,
    pub reach: Reach,
    pub detail: Detail,
    pub now: Timestamp,
}

/// One page of a listing, read.
pub(super) struct ListingPage {
    pub read: ListingRead,
    /// Where the page may have its feed.
    pub candidates: Vec<Candidate>,
    /// The sitemaps that it is an index of.
    pub parts: Vec<Url>,
    /// What the page is where it gives no plausible listing; none where it shows no sign of being something else.
    pub instead: Option<Outcome>,
    /// Whether it has its end.
    pub ended: bool,
}

impl ListingPage {
    /// Whether it is a feed or a sitemap rather than a page for people.
    pub const fn is_document(&self) -> bool {
        matches!(self.read.method, Method::Feed | Method::Sitemap)
    }

    /// Whether its entries are where rules say that they are.
    pub fn is_ruled(&self) -> bool {
        self.read.method == Method::Rules && !self.read.listing.entries.is_empty()
    }
}

impl Manner {
    /// Reads a page off the async threads.
    pub async fn page(&self, page: FetchedPage) -> Result<ListingPage, ServiceError> {
        let manner = self.clone();
        blocking(move || {
            let (site, rules) = (manner.site.as_deref(), manner.rules.as_deref());
            page_of(&page.text, &page.url, site, rules, manner.detail, manner.now)
        })
        .await
    }

    /// Reads a feed or sitemap off the async threads; none where the page is neither. What stands in the place of one is an
    /// error.
    pub async fn document(&self, page: FetchedPage) -> Result<Option<(Kind, Document)>, ServiceError> {
        let manner = self.clone();
        blocking(move || {
            let limits = ListingLimits::default();
            let read = syndication::read(&page.text, &page.url, manner.site.as_deref(), limits, manner.now);
            if let Some(document) = read {
                return document.map(Some).map_err(|error| unreadable(&error));
            }
            stands_for_document(&page.text, &page.url).map_or(Ok(None), |outcome| {
                let detail = format!("expected a feed or sitemap, found {}", outcome.as_str());
                Err(ServiceError::Page { outcome: outcome.as_str(), detail, refused: false })
            })
        })
        .await
    }
}

/// Reads a page of a listing. Work for a thread that may block.
///
/// # Errors
/// When the page is beyond what may be parsed, or a feed or sitemap that is broken.
pub(super) fn page_of(
    text: &str,
    url: &Url,
    site: Option<&Site>,
    rules: Option<&ListingRules>,
    detail: Detail,
    now: Timestamp,
) -> Result<ListingPage, ServiceError> {
    let limits = ListingLimits::default();
    if let Some(document) = syndication::read(text, url, site, limits, now) {
        let (kind, document) = document.map_err(|error| unreadable(&error))?;
        return Ok(of_document(kind, document, url));
    }
    let page = Page::parse(text, url).map_err(|error| unparsed(&error))?;
    let read = listing::read(&page, site, rules, limits, detail, now);
    let titles: Vec<&str> = read.listing.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
    let instead = match stand_in(&page, &titles) {
        Some(stand_in) => Some(Outcome::of_stand_in(stand_in)),
        None => (read.listing.entries.is_empty() && is_json(text)).then_some(Outcome::Json),
    };
    let (candidates, ended) = (syndication::candidates(&page), has_end(text));
    Ok(ListingPage { read, candidates, parts: Vec::new(), instead, ended })
}

/// Whether a page has no character that is seen.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}').is_empty()
}

/// The error of a page without a character.
pub(super) fn empty(url: &Url) -> ServiceError {
    let detail = format!("expected a page at {url}, found nothing");
    ServiceError::Page { outcome: Outcome::EmptyBody.as_str(), detail, refused: false }
}

/// What stands in the place of a feed or sitemap; none where the page shows no sign of it.
fn stands_for_document(text: &str, url: &Url) -> Option<Outcome> {
    if is_json(text) {
        Some(Outcome::Json)
    } else {
        stand_in_of(text, url).ok().flatten().map(Outcome::of_stand_in)
    }
}

/// Whether a page has its end, as far as that can be told.
pub(super) fn has_end(text: &str) -> bool {
    !is_open(text)
}

/// How far from its beginning a page says that it is one, in bytes.
const BEGINNING: usize = 2_048;

/// Whether a page begins like one and closes neither its body nor itself. Both tags may be left out (HTML Standard §13.1.2.4),
/// so this tells something only of a page that had them before.
fn is_open(text: &str) -> bool {
    let has =
        |part: &[u8], name: &[u8]| part.windows(name.len()).rev().any(|tag| tag.eq_ignore_ascii_case(name));
    let all = text.as_bytes();
    let beginning = all.get(..BEGINNING).unwrap_or(all);
    (has(beginning, b"<!doctype") || has(beginning, b"<html")) && !has(all, b"</body") && !has(all, b"</html")
}

fn of_document(kind: Kind, document: Document, url: &Url) -> ListingPage {
    let method = match kind {
        Kind::Feed | Kind::JsonFeed => Method::Feed,
        Kind::Sitemap | Kind::SitemapIndex => Method::Sitemap,
    };
    let listing = Listing {
        url: url.clone(),
        title: document.title,
        language: document.language,
        next_url: None,
        feed_url: None,
        confidence: if document.entries.is_empty() { 0.0 } else { 1.0 },
        entries: document.entries,
        skipped: document.skipped,
    };
    let read = ListingRead {
        listing,
        method,
        rules: None,
        articles: document.articles,
        explanation: Explanation::default(),
    };
    ListingPage { read, candidates: Vec::new(), parts: document.parts, instead: None, ended: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_open_when_it_begins_like_one_and_closes_neither_body_nor_itself() {
        for (text, open) in [
            ("<!DOCTYPE html><body><p>All.</p></BODY></html>", false),
            ("<html><body><p>All.</p></Html >", false),
            ("<!doctype html><title>Cut</title><p>The bridge ope", true),
            ("<html lang=en><body><p>All, and no end tag at all", true),
            ("<p>A part that never was a page", false),
            ("Plain words", false),
            ("", false),
        ] {
            assert_eq!(is_open(text), open, "{text}");
        }
    }
}
