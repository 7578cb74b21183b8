//! All that a listing has beyond its first page: its next pages, the sitemaps of an index, the site's own feed.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use url::Url;

use super::ServiceError;
use super::articles::{chain, page_error};
use super::behind::FirstPage;
use super::drift::shape_of;
use super::next_try::has_passed;
use super::outcome::Outcome;
use super::page::{ListingPage, Manner, empty, is_blank};
use super::service::Service;
use crate::extract::listing::{ListingRead, Method};
use crate::extract::syndication::{self, Candidate, Document, Kind, identity};
use crate::fetch::{FetchError, Fetched, FetchedPage, Patience, Validators};
use crate::model::normalise_link;
use crate::store::{FeedState, Shape};

/// A listing with all that was gathered.
pub(super) struct Gathered {
    pub read: ListingRead,
    /// What is known of the site's own feed.
    pub own_feed: OwnFeed,
    /// Whether its first page tells whether anything has changed.
    pub told_by_first: bool,
    /// Pages that were taken, with the first.
    pub pages: u32,
    /// Whether a page beyond the first could not be read.
    pages_missing: bool,
    notes: Vec<String>,
    /// When nothing more is begun.
    deadline: Instant,
}

/// The site's own feed of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnFeed {
    /// Where it is, where there is one.
    pub url: Option<Url>,
    /// When it was last looked for in all places.
    pub sought_at: Option<Timestamp>,
    /// How often in a row it could not be had where it was.
    pub missed: u32,
}

/// So often in a row the site's own feed may be missing before the page is taken as it is without it.
const MOST_MISSES: u32 = 8;

/// Most sitemaps of an index that are read, those that changed last.
const MAX_PARTS: usize = 3;

/// Most entries of a listing with all its pages. The page on which they are reached is the last.
const MAX_ENTRIES: usize = 2_000;

/// How long a search for the site's own feed serves.
const SOUGHT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Gathered {
    /// How it ended.
    pub const fn outcome(&self) -> Outcome {
        if self.pages_missing { Outcome::PagesMissing } else { Outcome::Ok }
    }

    /// What there is to say about it, for people.
    pub fn detail(&self) -> Option<String> {
        let notes: Vec<String> = self.read.listing.doubt().into_iter().chain(self.notes.clone()).collect();
        (!notes.is_empty()).then(|| notes.join("; "))
    }

    fn is_late(&self) -> bool {
        Instant::now() >= self.deadline
    }

    /// Whether the site's own feed is missing for a while: what it gave of entries stays.
    pub const fn is_without_feed(&self) -> bool {
        self.own_feed.missed > 0
    }

    /// Notes that the site's own feed could not be had where it was.
    fn miss_feed(&mut self, place: &Url, why: &str) {
        // The page may stay as it is while the feed comes back.
        self.told_by_first = false;
        self.own_feed.missed = self.own_feed.missed.saturating_add(1);
        let missed = self.own_feed.missed;
        let then = if missed >= MOST_MISSES {
            self.own_feed = OwnFeed::default();
            "it is joined no more"
        } else {
            "what it gave stays"
        };
        self.notes.push(format!(
            "the site's own feed, {place}, could not be read ({missed} times in a row), and {then}: {why}"
        ));
    }

    fn miss(&mut self, note: String) {
        self.pages_missing = true;
        self.told_by_first = false;
        self.notes.push(note);
    }
}

impl OwnFeed {
    /// What is stored of it.
    pub fn of(state: &FeedState) -> Self {
        let missed = state.shapes.last().map_or(0, |shape| shape.feed_missed);
        Self { url: state.feed_url.clone(), sought_at: state.feed_sought_at, missed }
    }
}

impl Service {
    /// Reads on from the first page of a listing, whose shape and past are known where its feed is kept. Whatever fails here takes
    /// nothing away from what the first page has.
    pub(super) async fn gather(
        &self,
        first: ListingPage,
        known: Option<FirstPage<'_>>,
        manner: &Manner,
        own_feed: OwnFeed,
    ) -> Gathered {
        let is_document = first.is_document();
        let ListingPage { read, candidates, parts, ended, .. } = first;
        let (told_by_first, pages_missing) = (parts.is_empty(), false);
        let deadline = Instant::now() + Duration::from_secs(self.settings.articles_seconds);
        let mut gathered =
            Gathered { read, own_feed, told_by_first, pages: 1, pages_missing, notes: Vec::new(), deadline };
        if is_document {
            gathered.own_feed = OwnFeed::default();
            self.follow_parts(&mut gathered, &parts, manner).await;
            return gathered;
        }
        let entries = &gathered.read.listing.entries;
        let known = known.unwrap_or_else(|| FirstPage {
            shape: Shape { ended, ..shape_of(entries, entries.len(), manner.now) },
            past: None,
        });
        self.follow_pages(&mut gathered, &known, manner).await;
        if manner.reach.discover_feed {
            let places = gathered.places(candidates, manner.now);
            self.join_own_feed(&mut gathered, &places, manner).await;
        } else {
            gathered.own_feed = OwnFeed::default();
        }
        gathered
    }

    /// The sitemaps of an index. An index in an index is not followed.
    async fn follow_parts(&self, gathered: &mut Gathered, parts: &[Url], manner: &Manner) {
        for part in parts.iter().take(MAX_PARTS) {
            if gathered.is_late() {
                return gathered.miss(format!("no time was left for the sitemap {part}"));
            }
            match self.document_at(part, gathered.deadline, manner).await {
                Ok(Some((Kind::Sitemap, document))) => gathered.add(document),
                Ok(_) => gathered.miss(format!("expected a sitemap at {part}, found something else")),
                Err(error) => {
                    gathered.miss(format!("the sitemap {part} could not be read: {}", chain(&error)))
                }
            }
        }
    }

    /// The next pages, as many as are wanted, until one leads back or shows nothing new. The entries before a page that
    /// cannot be read stay.
    async fn follow_pages(&self, gathered: &mut Gathered, first: &FirstPage<'_>, manner: &Manner) {
        let mut visited = HashSet::from([normalise_link(&gathered.read.listing.url)]);
        let mut seen: HashSet<String> = gathered.read.listing.entries.iter().map(identity).collect();
        for number in 2..=manner.reach.pages {
            let next = gathered.read.listing.next_url.clone();
            let Some(url) = next.filter(|url| visited.insert(normalise_link(url))) else { return };
            if gathered.is_late() {
                return gathered.miss(format!("no time was left for page {number} of the listing, {url}"));
            }
            let page = match self.page_at(&url, gathered.deadline, manner).await {
                Ok(page) => page,
                Err(error) => {
                    let error = chain(&error);
                    gathered.miss(format!("page {number} of the listing, {url}, could not be read: {error}"));
                    return;
                }
            };
            let found = normalise_link(&page.read.listing.url);
            if found != normalise_link(&url) && !visited.insert(found) {
                return;
            }
            let unfit = self.unfit(first, (number, &url), &page, manner).await;
            if let Some(why) = unfit.unwrap_or_else(|error| Some(chain(&error))) {
                return gathered.miss(format!("page {number} of the listing, {url}, is not taken: {why}"));
            }
            let (method, listing) = (page.read.method, page.read.listing);
            if gathered.read.method == Method::Rules && method != Method::Rules {
                return gathered
                    .miss(format!("the rules find no entry on page {number} of the listing, {url}"));
            }
            gathered.pages = number;
            let before = seen.len();
            let entries = &mut gathered.read.listing.entries;
            entries.extend(listing.entries.into_iter().filter(|entry| seen.insert(identity(entry))));
            gathered.read.listing.next_url = listing.next_url;
            if seen.len() == before || seen.len() >= MAX_ENTRIES {
                return;
            }
        }
    }

    /// Joins the first of the places that has a feed which is shown to be that of the listing. Where one was joined before, and
    /// none can be had now, that is told.
    async fn join_own_feed(&self, gathered: &mut Gathered, places: &[Url], manner: &Manner) {
        let known = gathered.own_feed.url.clone();
        let missing = self.seek_own_feed(gathered, places, manner).await;
        if let Some((place, why)) = known.zip(missing) {
            gathered.miss_feed(&place, &why);
        }
    }

    /// Why the feed is missing that was joined before, unless one is found.
    async fn seek_own_feed(
        &self,
        gathered: &mut Gathered,
        places: &[Url],
        manner: &Manner,
    ) -> Option<String> {
        let known = gathered.own_feed.url.clone();
        let mut why = String::from("no time was left for it");
        let mut tried = HashSet::from([normalise_link(&gathered.read.listing.url)]);
        for place in places.iter().filter(|place| tried.insert(normalise_link(place))) {
            let is_known = known.as_ref() == Some(place);
            if gathered.is_late() {
                gathered.own_feed.sought_at = None;
                return Some(why);
            }
            match self.document_at(place, gathered.deadline, manner).await {
                Ok(Some((Kind::Feed | Kind::JsonFeed, document))) if gathered.is_of(&document) => {
                    gathered.join(place, document);
                    return None;
                }
                Ok(_) if is_known => {
                    "expected the feed of the listing, found another document".clone_into(&mut why)
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::debug!(%place, %error, "no feed could be read at a place where one may be");
                    if is_known {
                        why = chain(&error);
                    }
                    if error.is_of_the_host() {
                        // The places that were not asked are asked the next time.
                        gathered.own_feed.sought_at = None;
                        return Some(why);
                    }
                }
            }
        }
        Some(why)
    }

    async fn page_at(&self, url: &Url, until: Instant, manner: &Manner) -> Result<ListingPage, ServiceError> {
        manner.page(self.fetched(url, until, manner.now).await?).await
    }

    async fn document_at(
        &self,
        url: &Url,
        until: Instant,
        manner: &Manner,
    ) -> Result<Option<(Kind, Document)>, ServiceError> {
        manner.document(self.fetched(url, until, manner.now).await?).await
    }

    async fn fetched(&self, url: &Url, until: Instant, now: Timestamp) -> Result<FetchedPage, ServiceError> {
        let patience = Patience::until(until);
        match self.fetcher.get_within(url, &Validators::default(), now, &patience).await {
            Ok(Fetched::Page(page)) if is_blank(&page.text) => Err(empty(&page.url)),
            Ok(Fetched::Page(page)) => Ok(page),
            Ok(Fetched::NotModified { .. }) => {
                Err(page_error(&FetchError::UnexpectedNotModified { url: Box::new(url.clone()) }))
            }
            Err(error) => Err(page_error(&error)),
        }
    }
}

impl Gathered {
    /// Where the site's own feed is looked for: where it was before, and from time to time in all other places.
    fn places(&mut self, candidates: Vec<Candidate>, now: Timestamp) -> Vec<Url> {
        let mut places: Vec<Url> = self.own_feed.url.iter().cloned().collect();
        if self.own_feed.sought_at.is_none_or(|at| has_passed(at, SOUGHT_FOR, now)) {
            self.own_feed.sought_at = Some(now);
            // Only a feed that the page names can be taken where the page shows nothing to compare it with.
            let any = !self.read.listing.entries.is_empty();
            let wanted = candidates.into_iter().filter(|candidate| candidate.declared || any);
            places.extend(wanted.map(|candidate| candidate.url));
        }
        places
    }

    /// Takes the entries of one more document.
    fn add(&mut self, document: Document) {
        let mut seen: HashSet<String> = self.read.listing.entries.iter().map(identity).collect();
        let new = document.entries.into_iter().filter(|entry| seen.insert(identity(entry)));
        self.read.listing.entries.extend(new);
        self.read.articles.extend(document.articles);
        self.read.listing.skipped.extend(document.skipped);
        self.read.listing.language = self.read.listing.language.take().or(document.language);
        self.read.listing.confidence = 1.0;
    }

    fn is_of(&self, feed: &Document) -> bool {
        let listing = &self.read.listing;
        if listing.entries.is_empty() {
            syndication::is_of_page(&listing.url, feed)
        } else {
            syndication::is_of_listing(&listing.entries, &feed.entries)
        }
    }

    fn join(&mut self, place: &Url, feed: Document) {
        let listing = &mut self.read.listing;
        // A page that shows nothing does not change when its feed does.
        self.told_by_first &= !listing.entries.is_empty();
        listing.entries = syndication::join(std::mem::take(&mut listing.entries), feed.entries);
        listing.title = listing.title.take().or(feed.title);
        listing.language = listing.language.take().or(feed.language);
        listing.feed_url = Some(place.clone());
        self.read.articles.extend(feed.articles);
        (self.own_feed.url, self.own_feed.missed) = (Some(place.clone()), 0);
    }
}
