//! One refresh of a feed that has a listing page.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

use super::ServiceError;
use super::articles::Candidate;
use super::gather::{Gathered, OwnFeed};
use super::outcome::Outcome;
use super::page::Manner;
use super::record::record;
use super::refresh::{Failure, Reading, Refreshed};
use super::service::Service;
use crate::extract::listing::{Detail, ListingRead, Method};
use crate::fetch::{Fetched, FetchedPage, Validators};
use crate::site::{FeedDefinition, ListingRules, Reach};
use crate::store::FeedState;

/// The listing part of a definition.
pub(super) struct ListingTask<'a> {
    pub definition: &'a FeedDefinition,
    pub url: &'a Url,
    pub rules: &'a Arc<ListingRules>,
    pub category: Option<&'a str>,
    pub reach: Reach,
}

impl Service {
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
        let page = match self.fetcher.get(task.url, &validators, now).await {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotModified { validators }) => {
                let (outcome, entry_count) = (Outcome::NotModified, state.entry_count);
                return Ok(Refreshed { outcome, entry_count, validators, detail: None, reading: None });
            }
            Err(error) => {
                return Err(Failure {
                    retry_after_seconds: error.rest_seconds(now),
                    missing: error.status().is_some_and(|status| matches!(status, 404 | 410)),
                    refused: error.is_refusal(),
                    ..Failure::new(Outcome::of_fetch(&error), super::articles::chain(&error))
                });
            }
        };
        let validators = page.validators.clone();
        let gathered = self.listing(task, page, state, now).await?;
        let (outcome, detail) = (gathered.outcome(), gathered.detail());
        let Gathered { read, own_feed, told_by_first, .. } = gathered;
        let entry_count = read.listing.entries.len();
        let (title, method) = (read.listing.title.clone(), read.method.as_str());
        // Other rules read articles otherwise, so those that the page lists are looked at anew.
        let anew = !same_rules && state.rules_hash.is_some();
        let complete = self.absorb(task, read, state, anew, now).await;
        let complete = complete.map_err(|error| Failure::internal(&error))?;
        Ok(Refreshed {
            outcome,
            entry_count,
            // With articles or pages still to be read the listing must come whole the next time, even when it has not
            // changed.
            validators: if complete && told_by_first { validators } else { Validators::default() },
            detail,
            reading: Some(Reading {
                title,
                rules_hash: if complete || !anew { Some(rules_hash) } else { state.rules_hash.clone() },
                method,
                own_feed,
            }),
        })
    }

    /// What makes the request for the listing conditional. From time to time, and when the rules have changed, it is
    /// fetched whole: articles are looked at again by their place on the listing, and other rules read it otherwise.
    fn validators(&self, state: &FeedState, same_rules: bool, now: Timestamp) -> Validators {
        let recheck =
            SignedDuration::from_secs(i64::try_from(self.settings.recheck_seconds).unwrap_or(i64::MAX));
        let recent = state.read_at.is_some_and(|read| now.duration_since(read) < recheck);
        if !same_rules || !recent {
            return Validators::default();
        }
        Validators {
            url: state.validators_url.clone(),
            etag: state.etag.clone(),
            last_modified: state.last_modified.clone(),
        }
    }

    /// Reads the listing with all that belongs to it. One without entries is a failure: a feed never empties. So is one on which the rules that read
    /// it before find nothing, or where it was a feed or sitemap before: what detection finds there instead may be the
    /// links of an error page.
    async fn listing(
        &self,
        task: &ListingTask<'_>,
        page: FetchedPage,
        state: &FeedState,
        now: Timestamp,
    ) -> Result<Gathered, Failure> {
        let site = Some(Arc::clone(&task.definition.site));
        let manner = Manner {
            site,
            rules: Some(Arc::clone(task.rules)),
            reach: task.reach,
            detail: Detail::Entries,
            now,
        };
        let first = manner.page(page).await;
        let first = first.map_err(|error| Failure::new(Outcome::Unreadable, error.to_string()))?;
        let found = first.read.listing.entries.len();
        if let Some(before) = state.method.as_deref().filter(|_| found > 0)
            && matches!(first.read.method, Method::Detected | Method::StructuredData)
            && let Some(before) = certain(before)
        {
            let detail = format!("{before}; detection finds {found} entries, which are not taken");
            return Err(Failure::new(Outcome::Implausible, detail));
        }
        let gathered = self.gather(first, &manner, OwnFeed::of(state)).await;
        if gathered.read.listing.entries.is_empty() {
            let why = gathered.read.listing.why_empty();
            let detail = gathered.detail().map_or(why.clone(), |detail| format!("{why}; {detail}"));
            return Err(Failure { missing: true, ..Failure::new(Outcome::Empty, detail) });
        }
        Ok(gathered)
    }

    /// Fetches the articles that are worth it and saves what is new. Tells whether everything that was worth a look got
    /// one that succeeded, or will get none.
    async fn absorb(
        self: &Arc<Self>,
        task: &ListingTask<'_>,
        read: ListingRead,
        state: &FeedState,
        anew: bool,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let candidates: Vec<Candidate> =
            self.candidates(task, read.listing.entries, read.articles, anew).await?;
        let looks = self.look_at_articles(&task.definition.site, &candidates, now).await;
        // From here to the save no other refresh of the site may name items: two that meet the same new article at once
        // could otherwise give it two ids.
        let naming = self.naming(task.definition.key.site());
        let _turn = naming.lock().await;
        let mut named = self.names(task, &candidates, &looks).await?;
        // A sitemap tells no titles: an item without any waits until its article was read.
        named.retain(|named| {
            named.stored.is_some() || named.candidate.entry.title.is_some() || named.look.article().is_some()
        });
        self.store.save_refresh(record(task, state, self.settings.archive_items, named, now)).await?;
        Ok(!candidates.iter().zip(&looks).any(|(candidate, look)| look.wants_another(candidate)))
    }
}

/// Of the ways in which a listing was read before, those that detection may not take the place of.
fn certain(method: &str) -> Option<&'static str> {
    if method == Method::Rules.as_str() {
        Some("the rules that read the page before find no entry on it")
    } else if method == Method::Feed.as_str() || method == Method::Sitemap.as_str() {
        Some("the listing was a feed or sitemap before and is a page now")
    } else {
        None
    }
}

impl ListingTask<'_> {
    /// A fingerprint of all that decides how the listing and its articles are read.
    fn rules_hash(&self) -> String {
        let site = &self.definition.site;
        let rules = (self.rules.as_ref(), site.article.as_ref(), &site.language, site.time_zone.iana_name());
        // Rules are plain records, which always have a JSON form.
        let mut text = serde_json::to_vec(&rules).unwrap_or_default();
        if self.reach != Reach::default() {
            text.extend(format!("{:?}", self.reach).bytes());
        }
        Sha256::digest(text).iter().take(20).map(|byte| format!("{byte:02x}")).collect()
    }
}
