//! One refresh of a feed that has a listing page.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

use super::ServiceError;
use super::articles::{Candidate, Looked};
use super::behind::FirstPage;
use super::drift::breaks_off;
use super::gather::{Gathered, OwnFeed};
use super::judge::{Taken, without_entries};
use super::next_try::has_passed;
use super::outcome::Outcome;
use super::page::{Manner, is_blank};
use super::record::record;
use super::refresh::{Failure, Reading, Refreshed};
use super::refusals::Refusals;
use super::service::Service;
use crate::extract::listing::{Detail, ListingRead, Method};
use crate::fetch::{FetchError, Fetched, FetchedPage, Validators};
use crate::model::short_hex;
use crate::site::{FeedDefinition, FeedSource, ListingRules, Reach};
use crate::store::{FeedState, Refusing};

/// The listing part of a definition.
pub(super) struct ListingTask<'a> {
    pub definition: &'a FeedDefinition,
    pub url: &'a Url,
    pub rules: &'a Arc<ListingRules>,
    pub category: Option<&'a str>,
    pub reach: Reach,
}

/// How the entries of a listing are taken.
struct Absorption {
    /// Whether all articles are looked at, since they are read by other rules.
    anew: bool,
    /// Whether what is stored of entries stays, since the site's own feed is missing.
    stays: bool,
    /// Whether the site is known to end its pages.
    closes: bool,
}

/// What became of the entries of a listing.
struct Absorbed {
    /// Whether everything that was worth a look got one that succeeded, or will get none.
    complete: bool,
    new_items: usize,
    /// The hosts that refuse their articles.
    refusing: Vec<Refusing>,
    /// What there is to say about the articles, for people.
    notes: Vec<String>,
}

impl Service {
    /// Fetches the page. What somebody named, and never gave a feed, gets no more than the host has to spare.
    async fn fetch_listing(
        &self,
        task: &ListingTask<'_>,
        state: &FeedState,
        validators: &Validators,
        now: Timestamp,
    ) -> Result<Fetched, FetchError> {
        if Refusals::concern(task.definition) && state.succeeded_at.is_none() {
            self.fetcher.spare(task.url, now)?;
        }
        self.fetcher.get(task.url, validators, now).await
    }

    /// Fetches the listing, reads it, fetches the articles that are worth it, and saves what is new.
    pub(super) async fn refresh_listing(
        self: &Arc<Self>,
        task: &ListingTask<'_>,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<Refreshed, Failure> {
        let rules_hash = task.rules_hash();
        let same_rules = state.rules_hash.as_ref() == Some(&rules_hash);
        let validators = self.validators(state, same_rules, now);
        let page = match self.fetch_listing(task, state, &validators, now).await {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotModified { validators, lifetime_seconds }) => {
                return Ok(unchanged(state, validators, lifetime_seconds));
            }
            Err(error) => return Err(unfetched(&error, now)),
        };
        let (validators, lifetime_seconds) = (page.validators.clone(), page.lifetime_seconds);
        let (gathered, mut taken) = self.listing(task, page, state, now).await?;
        (taken.shape.pages, taken.shape.feed_missed) = (gathered.pages, gathered.own_feed.missed);
        let (outcome, detail, stays) = (gathered.outcome(), gathered.detail(), gathered.is_without_feed());
        let Gathered { read, own_feed, told_by_first, .. } = gathered;
        let entry_count = read.listing.entries.len();
        let (title, method) = (read.listing.title.clone(), read.method.as_str());
        // Other rules read articles otherwise, so those that the page lists are looked at anew.
        let anew = !same_rules && state.rules_hash.is_some();
        let manner = Absorption {
            anew,
            stays,
            closes: taken.shape.ended && !matches!(read.method, Method::Feed | Method::Sitemap),
        };
        let absorbed = self.absorb(task, read, state, manner, now).await;
        let Absorbed { complete, new_items, refusing, notes } =
            absorbed.map_err(|error| Failure::internal(&error))?;
        taken.shape.refusing = refusing;
        let detail = detail.into_iter().chain(notes).reduce(|all, note| format!("{all}; {note}"));
        Ok(Refreshed {
            outcome,
            entry_count,
            new_items,
            // With articles or pages still to be read the listing must come whole the next time, even when it has not
            // changed.
            validators: if complete && told_by_first { validators } else { Validators::default() },
            lifetime_seconds,
            detail,
            reading: Some(Reading {
                title,
                rules_hash: if complete || !anew { Some(rules_hash) } else { state.rules_hash.clone() },
                method,
                own_feed,
                taken: Some(taken),
            }),
        })
    }

    /// What makes the request for the listing conditional. From time to time, and when the rules have changed, it is
    /// fetched whole: articles are looked at again by their place on the listing, and other rules read it otherwise.
    fn validators(&self, state: &FeedState, same_rules: bool, now: Timestamp) -> Validators {
        let recheck =
            SignedDuration::from_secs(i64::try_from(self.settings.recheck_seconds).unwrap_or(i64::MAX));
        let recent = state.read_at.is_some_and(|read| !has_passed(read, recheck, now));
        if !same_rules || !recent {
            return Validators::default();
        }
        Validators {
            url: state.validators_url.clone(),
            etag: state.etag.clone(),
            last_modified: state.last_modified.clone(),
        }
    }

    /// Reads the listing with all that belongs to it. One without entries is a failure: a feed never empties. So is one
    /// that is not what it was, until it was seen often enough.
    async fn listing(
        &self,
        task: &ListingTask<'_>,
        page: FetchedPage,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<(Gathered, Taken), Failure> {
        if is_blank(&page.text) {
            let detail = format!("expected a page at {}, found nothing", page.url);
            return Err(Failure::new(Outcome::EmptyBody, detail));
        }
        let site = Some(Arc::clone(&task.definition.site));
        let manner = Manner {
            site,
            rules: Some(Arc::clone(task.rules)),
            reach: task.reach,
            detail: Detail::Entries,
            now,
        };
        let first = manner.page(page).await;
        let first = first.map_err(|error| Failure::new(Outcome::of_page(&error), error.to_string()))?;
        let taken = self.judge(task, &first, state, now).await?;
        let is_cut = breaks_off(&state.shapes, first.ended);
        let instead = first.instead.or(is_cut.then_some(Outcome::Truncated));
        let known = FirstPage { shape: taken.shape.clone(), past: Some((task, state)) };
        let gathered = self.gather(first, Some(known), &manner, OwnFeed::of(state)).await;
        if gathered.read.listing.entries.is_empty() {
            let why = gathered.read.listing.why_empty();
            let detail = gathered.detail().map_or(why.clone(), |detail| format!("{why}; {detail}"));
            return Err(without_entries(state, instead, detail, now));
        }
        Ok((gathered, taken))
    }

    /// Fetches the articles that are worth it and saves what is new.
    async fn absorb(
        self: &Arc<Self>,
        task: &ListingTask<'_>,
        read: ListingRead,
        state: &FeedState,
        Absorption { anew, stays, closes }: Absorption,
        now: Timestamp,
    ) -> Result<Absorbed, ServiceError> {
        let mut candidates: Vec<Candidate> =
            self.candidates(task, read.listing.entries, read.articles, anew).await?;
        for candidate in &mut candidates {
            candidate.stays = stays;
        }
        let looked = self.look_at_articles(task, &candidates, (state, closes), now).await?;
        let Looked { looks, refusing, notes } = looked;
        // From here to the save no other refresh of the site may name items: two that meet the same new article at once
        // could otherwise give it two ids.
        let naming = self.naming(task.definition.key.site());
        let _turn = naming.lock().await;
        let mut named = self.names(task, &candidates, &looks, now).await?;
        // A sitemap tells no titles: an item without any waits until its article was read.
        named.retain(|named| {
            named.stored.is_some() || named.candidate.entry.title.is_some() || named.look.article().is_some()
        });
        let new_items = named.iter().filter(|named| named.stored.is_none() && named.buried.is_none()).count();
        self.store.save_refresh(record(task, state, self.settings.archive_items, named, now)).await?;
        let complete = !candidates.iter().zip(&looks).any(|(candidate, look)| look.wants_another(candidate));
        Ok(Absorbed { complete, new_items, refusing, notes })
    }
}

/// The end of a refresh whose listing has not changed.
fn unchanged(state: &FeedState, validators: Validators, lifetime_seconds: Option<u64>) -> Refreshed {
    Refreshed {
        outcome: Outcome::NotModified,
        entry_count: state.entry_count,
        new_items: 0,
        validators,
        lifetime_seconds,
        detail: None,
        reading: None,
    }
}

/// The failure of a listing that could not be fetched.
fn unfetched(error: &FetchError, now: Timestamp) -> Failure {
    Failure {
        retry_after_seconds: error.rest_seconds(now),
        refused: error.is_refusal(),
        abandoned: error.is_put_off(),
        ..Failure::new(Outcome::of_fetch(error), super::articles::chain(error))
    }
}

impl<'a> ListingTask<'a> {
    /// The listing part of a definition; none where it joins other feeds.
    pub fn of(definition: &'a FeedDefinition) -> Option<Self> {
        match &definition.source {
            FeedSource::Listing { url, rules, category, reach, .. } => {
                Some(Self { definition, url, rules, category: category.as_deref(), reach: *reach })
            }
            FeedSource::Merge(_) | FeedSource::Mix(_) => None,
        }
    }

    /// A fingerprint of all that decides how the listing and its articles are read.
    pub fn rules_hash(&self) -> String {
        let site = &self.definition.site;
        let rules = (self.rules.as_ref(), site.article.as_ref(), &site.language, site.time_zone.iana_name());
        // Rules are plain records, which always have a JSON form.
        let mut text = serde_json::to_vec(&rules).unwrap_or_default();
        if self.reach != Reach::default() {
            text.extend(format!("{:?}", self.reach).bytes());
        }
        short_hex(&Sha256::digest(text))
    }
}
