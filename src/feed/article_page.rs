//! The page behind an entry, read and judged: what stands in the place of an article gives none.

use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::ServiceError;
use super::inspect::{blocking, unparsed};
use super::outcome::Outcome;
use super::page::{empty, has_end, is_blank};
use crate::extract::listing::ListingLimits;
use crate::extract::stand_in::{is_json, stand_in_of_article};
use crate::extract::{Page, article, syndication};
use crate::fetch::FetchedPage;
use crate::model::Article;
use crate::site::Site;

/// An article, read from a page of its own.
pub(super) struct ArticlePage {
    pub article: Article,
    /// Whether the page has its end.
    pub ended: bool,
}

/// Reads the article of a page off the async threads. `card` is the title under which the page was listed.
///
/// # Errors
/// When the page is beyond what may be parsed, or something else stands in the place of the article.
pub(super) async fn article_page(
    page: FetchedPage,
    site: Option<Arc<Site>>,
    card: Option<String>,
    now: Timestamp,
) -> Result<ArticlePage, ServiceError> {
    blocking(move || judged(&page.text, &page.url, site.as_deref(), card.as_deref(), now)).await
}

fn judged(
    text: &str,
    url: &Url,
    site: Option<&Site>,
    card: Option<&str>,
    now: Timestamp,
) -> Result<ArticlePage, ServiceError> {
    if is_blank(text) {
        return Err(empty(url));
    }
    if is_json(text) {
        return Err(no_article(Outcome::Json, url));
    }
    if syndication::read(text, url, site, ListingLimits::default(), now).is_some() {
        return Err(no_article(Outcome::Unreadable, url));
    }
    let page = Page::parse(text, url).map_err(|error| unparsed(&error))?;
    let article = article::read(&page, site, now);
    match stand_in_of_article(&page, &article, card) {
        Some(stand_in) => Err(no_article(Outcome::of_stand_in(stand_in), url)),
        None => Ok(ArticlePage { article, ended: has_end(text) }),
    }
}

/// The error of a page on which something else stands than the article.
pub(super) fn no_article(outcome: Outcome, url: &Url) -> ServiceError {
    let detail = format!("expected an article at {url}, found {}", outcome.as_str());
    ServiceError::Page { outcome: outcome.as_str(), detail, refused: false }
}
