//! Reading one page on demand: for the API, the command line and the articles of a refresh.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use tokio::sync::Semaphore;
use url::Url;

use super::ServiceError;
use super::articles::page_error;
use super::gather::OwnFeed;
use super::item::{aliases, merge};
use super::judge::is_told_by_its_heading;
use super::landing::strayed;
use super::outcome::Outcome;
use super::page::{Manner, page_of};
use super::service::Service;
use crate::extract::listing::{Detail, ListingRead, Method};
use crate::extract::{Page, PageError, article};
use crate::fetch::{Fetched, FetchedPage, Validators};
use crate::model::{Article, Feed, FeedKey, History, Item, ItemId, Moment, SiteName, normalise_link};
use crate::site::{Expect, FeedDefinition, FeedSource, ListingRules, Reach, Site, Unmet};

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
    let page = Page::parse(html, url).map_err(|error| unparsed(&error))?;
    Ok(article::read(&page, site, now))
}

/// Reads an article from the text of its page, and says where each field came from. Work for a thread that may block.
///
/// # Errors
/// When the page is beyond what may be parsed.
pub fn explained_article_of(
    html: &str,
    url: &Url,
    site: Option<&Site>,
    now: Timestamp,
) -> Result<(Article, article::Explanation), ServiceError> {
    let page = Page::parse(html, url).map_err(|error| unparsed(&error))?;
    Ok((article::read(&page, site, now), article::explain(&page, site, now)))
}

/// Reads a listing from the text of its page, or of the feed or sitemap that it is. Work for a thread that may block.
///
/// # Errors
/// When the page is beyond what may be parsed, or a feed or sitemap that is broken.
pub fn listing_of(
    html: &str,
    url: &Url,
    site: Option<&Site>,
    rules: Option<&ListingRules>,
    detail: Detail,
    now: Timestamp,
) -> Result<ListingRead, ServiceError> {
    Ok(page_of(html, url, site, rules, detail, now)?.read)
}

/// Reads the listing of a definition as [`listing_of`] does, and tells what stands in its place: another page of the site, to
/// which a redirect led, or one whose title or heading says that it is none. None where nothing does.
///
/// # Errors
/// When the page is beyond what may be parsed, or a feed or sitemap that is broken.
pub fn checked_listing_of(
    html: &str,
    (asked, answered): (&Url, &Url),
    site: &Site,
    rules: &ListingRules,
    now: Timestamp,
) -> Result<(ListingRead, Option<Unmet>), ServiceError> {
    let page = page_of(html, answered, Some(site), Some(rules), Detail::Entries, now)?;
    let says = page.instead.filter(|outcome| is_told_by_its_heading(*outcome));
    let says = says.map(|outcome| Unmet {
        what: "page",
        expected: format!("the page {asked}"),
        found: outcome.as_str().to_owned(),
    });
    let leads = strayed(site, asked, Some(asked), answered).map(|change| Unmet {
        what: "address",
        expected: change.usual,
        found: change.found,
    });
    Ok((page.read, leads.or(says)))
}

/// The feed that a listing alone makes, without a look at the pages of the articles and without a past.
pub fn listing_feed(read: &ListingRead, site: &Site, ttl_seconds: u64, now: Timestamp) -> Feed {
    let listing = &read.listing;
    let whole: HashMap<String, &Article> =
        read.articles.iter().map(|article| (normalise_link(&article.url), article)).collect();
    let items: Vec<Item> = listing
        .entries
        .iter()
        .filter_map(|entry| {
            let id = ItemId::new(&site.name, aliases(entry, None).first()?);
            let article = entry.url.as_ref().and_then(|url| whole.get(&normalise_link(url)).copied());
            let mut item = merge(id, None, entry, article, site, now);
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
        history: History::Newest,
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

    /// Fetches a page and reads it as an article, and says where each field came from.
    pub async fn explain_article(&self, url: &Url) -> Result<(Article, article::Explanation), ServiceError> {
        let now = self.now();
        let page = self.fetch_page(url).await?;
        let site = self.catalogue().site_of(&page.url).cloned();
        blocking(move || explained_article_of(&page.text, &page.url, site.as_deref(), now)).await
    }

    /// Fetches a page and reads it as a listing, with the rules of its site where there are any; else with the site's own
    /// feed of it.
    pub async fn inspect_listing(&self, url: &Url, detail: Detail) -> Result<ListingRead, ServiceError> {
        let now = self.now();
        let page = self.fetch_page(url).await?;
        let site = self.catalogue().site_of(&page.url).cloned();
        let rules = site.as_ref().map(|site| site.rules_for(&page.url));
        let reach = Reach { pages: 1, ..reach_of(site.as_deref(), &page.url) };
        let manner = Manner { site, rules, reach, detail, now };
        let first = manner.page(page).await?;
        let mut read = self.gather(first, None, &manner, OwnFeed::default()).await.read;
        if detail == Detail::Explanation {
            let source = if read.method == Method::Sitemap { "sitemap" } else { "feed" };
            read.explanation.add(&read.listing.entries, source);
        }
        Ok(read)
    }

    /// The definition of the feed that a page makes which no definition knows. Items and archive live under the reserved
    /// site name `convert`. With its next pages a page is another feed than without them. `pages` of none is what the
    /// definition of the site says of that page, else one.
    pub fn page_definition(&self, url: &Url, pages: Option<u32>) -> Result<FeedDefinition, ServiceError> {
        let known = self.catalogue().site_of(url).cloned();
        let reach = reach_of(known.as_deref(), url);
        let site = known.unwrap_or_else(|| Arc::new(Site::of_page(SiteName::convert(), url)));
        let digits = ItemId::new(&SiteName::convert(), &crate::model::Alias::Link(url.to_string()));
        let digits = digits.as_str().rsplit(':').next().unwrap_or_default();
        let name = pages.map_or_else(|| digits.to_owned(), |pages| format!("{digits}{PAGES_MARK}{pages}"));
        let key = FeedKey::new(SiteName::convert(), &name).map_err(|_| ServiceError::Abandoned)?;
        Ok(FeedDefinition {
            key,
            title: url.path().to_owned(),
            source: FeedSource::Listing {
                url: url.clone(),
                rules: site.rules_for(url),
                category: None,
                parametric: false,
                reach: Reach { pages: pages.unwrap_or(reach.pages), ..reach },
            },
            expect: Expect::default(),
            site,
        })
    }

    /// Fetches a page as it is now.
    pub async fn fetch_page(&self, url: &Url) -> Result<FetchedPage, ServiceError> {
        let now = self.now();
        self.fetcher.spare(url, now).map_err(|error| page_error(&error))?;
        match self.fetcher.get(url, &Validators::default(), now).await {
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

/// What parts the digits of a converted page's key from the number of its pages.
const PAGES_MARK: char = '-';

/// The number of pages that the key of a converted page says, where its reader said one.
pub(super) fn pages_of(key: &FeedKey) -> Option<u32> {
    let (_, pages) = key.path().rsplit_once(PAGES_MARK).filter(|_| *key.site() == SiteName::convert())?;
    pages.parse().ok()
}

/// How far beyond a page entries are looked for. Whoever wrote rules for a site says so there; a page without rules has its
/// feed looked for.
fn reach_of(site: Option<&Site>, url: &Url) -> Reach {
    match site {
        Some(site) => site.reach_of(url).unwrap_or_default(),
        None => Reach { pages: 1, discover_feed: true },
    }
}

/// Runs work that takes a processor for milliseconds where it holds up nobody, at most so much of it at once as there are turns:
/// pages that were made to take long then take neither all threads nor all memory.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
) -> Result<T, ServiceError> {
    let turn = TURNS.acquire().await.map_err(|_| ServiceError::Abandoned)?;
    let work = move || {
        // Held as long as the work goes on, also where nobody waits for it any more.
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(ServiceError::Abandoned))
}

/// Turns for work that takes a processor: it is the machine's processors that it is about, however many services there are.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new(processors.saturating_mul(2).max(4))
});

/// The error of a page that is too large, too deep or too full to be parsed.
pub(super) fn unparsed(error: &PageError) -> ServiceError {
    let outcome = match error {
        PageError::TooLong { .. } => Outcome::TooLarge,
        PageError::TooDeep { .. } => Outcome::TooDeep,
        PageError::TooManyElements { .. } | PageError::TooManyAttributes { .. } => Outcome::TooManyElements,
    };
    ServiceError::Page { outcome: outcome.as_str(), detail: error.to_string(), refused: false }
}

/// The error of a page that is no page, feed or sitemap.
pub(super) fn unreadable(error: &dyn std::error::Error) -> ServiceError {
    ServiceError::Page { outcome: Outcome::Unreadable.as_str(), detail: error.to_string(), refused: false }
}
