//! Reading one page on demand: for the API, the command line and the articles of a refresh.

use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::ServiceError;
use super::articles::page_error;
use super::item::{aliases, merge};
use super::service::Service;
use crate::extract::listing::{ListingLimits, ListingRead};
use crate::extract::{Page, article, listing};
use crate::fetch::{Fetched, FetchedPage, Validators};
use crate::model::{Article, Feed, FeedKey, Item, ItemId, Moment, SiteName};
use crate::site::{FeedDefinition, FeedSource, ListingRules, Site};

/// Reads an article from the text of its page. Work for a thread that may block.
///
/// # Errors
/// When the page is beyond what may be parsed.
pub fn article_of(
    html: &str,
    url: &Url,
    site: Option<&Site>,
    now: Timestamp,
) -> Result<Article, ServiceError> {
    let page = Page::parse(html, url).map_err(|error| unreadable(&error))?;
    Ok(article::read(&page, site, now))
}

/// Reads a listing from the text of its page. Work for a thread that may block.
///
/// # Errors
/// When the page is beyond what may be parsed.
pub fn listing_of(
    html: &str,
    url: &Url,
    site: Option<&Site>,
    rules: Option<&ListingRules>,
    now: Timestamp,
) -> Result<ListingRead, ServiceError> {
    let page = Page::parse(html, url).map_err(|error| unreadable(&error))?;
    Ok(listing::read(&page, site, rules, ListingLimits::default(), now))
}

/// The feed that a listing alone makes, without a look at the articles and without a past.
pub fn listing_feed(read: &ListingRead, site: &Site, ttl_seconds: u64, now: Timestamp) -> Feed {
    let listing = &read.listing;
    let items: Vec<Item> = listing
        .entries
        .iter()
        .filter_map(|entry| {
            let id = ItemId::new(&site.name, aliases(entry, None).first()?);
            let mut item = merge(id, None, entry, None, site, now);
            item.language.clone_from(&listing.language);
            Some(item)
        })
        .collect();
    let updated = items.iter().map(|item| item.updated).max().unwrap_or_else(|| Moment::utc(now));
    let title = listing.title.clone().unwrap_or_else(|| site.title.clone());
    Feed {
        key: None,
        id: listing.url.to_string(),
        description: format!("Entries of {}", listing.url),
        title,
        home_url: listing.url.clone(),
        language: listing.language.clone(),
        direction: site.direction,
        icon: site.icon.clone(),
        updated,
        ttl_seconds,
        items,
    }
}

impl Service {
    /// Fetches a page and reads it as an article, with the rules of its site where there are any.
    pub async fn inspect_article(&self, url: &Url) -> Result<Article, ServiceError> {
        let now = self.now();
        let page = self.fetch_page(url).await?;
        let site = self.catalogue().site_of(&page.url).cloned();
        read_article(page.text, page.url, site, now).await
    }

    /// Fetches a page and reads it as a listing, with the rules of its site where there are any.
    pub async fn inspect_listing(&self, url: &Url) -> Result<ListingRead, ServiceError> {
        let now = self.now();
        let page = self.fetch_page(url).await?;
        let site = self.catalogue().site_of(&page.url).cloned();
        let rules = site.as_ref().map(|site| site.rules_for(&page.url));
        read_listing(page.text, page.url, site, rules, now).await
    }

    /// The definition of the feed that a page makes which no definition knows. Items and archive live under the reserved
    /// site name `convert`.
    pub fn page_definition(&self, url: &Url) -> Result<FeedDefinition, ServiceError> {
        let known = self.catalogue().site_of(url).cloned();
        let site = known.unwrap_or_else(|| Arc::new(Site::of_page(SiteName::convert(), url)));
        let digits = ItemId::new(&SiteName::convert(), &crate::model::Alias::Link(url.to_string()));
        let name = digits.as_str().rsplit(':').next().unwrap_or_default();
        let key = FeedKey::new(SiteName::convert(), name).map_err(|_| ServiceError::Abandoned)?;
        Ok(FeedDefinition {
            key,
            title: url.path().to_owned(),
            source: FeedSource::Listing {
                url: url.clone(),
                rules: site.rules_for(url),
                category: None,
                parametric: false,
            },
            site,
        })
    }

    /// Fetches a page as it is now.
    pub async fn fetch_page(&self, url: &Url) -> Result<FetchedPage, ServiceError> {
        match self.fetcher.get(url, &Validators::default(), self.now()).await {
            Ok(Fetched::Page(page)) => Ok(page),
            Ok(Fetched::NotModified { .. }) => Err(ServiceError::Abandoned),
            Err(error) => Err(page_error(&error)),
        }
    }
}

/// Reads an article off the async threads.
pub(super) async fn read_article(
    html: String,
    url: Url,
    site: Option<Arc<Site>>,
    now: Timestamp,
) -> Result<Article, ServiceError> {
    blocking(move || article_of(&html, &url, site.as_deref(), now)).await
}

/// Reads a listing off the async threads.
pub(super) async fn read_listing(
    html: String,
    url: Url,
    site: Option<Arc<Site>>,
    rules: Option<Arc<ListingRules>>,
    now: Timestamp,
) -> Result<ListingRead, ServiceError> {
    blocking(move || listing_of(&html, &url, site.as_deref(), rules.as_deref(), now)).await
}

/// Runs work that takes a processor for milliseconds where it holds up nobody.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(ServiceError::Abandoned))
}

fn unreadable(error: &crate::extract::PageError) -> ServiceError {
    ServiceError::Page { outcome: "unreadable", detail: error.to_string(), refused: false }
}
