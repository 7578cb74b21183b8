//! The articles behind the entries: which are fetched, how many at once, each once however many feeds list it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use url::Url;

use super::ServiceError;
use super::article_page::{ArticlePage, article_page, no_article};
use super::asking::Asking;
use super::continued::Continued;
use super::error::of_load;
use super::item::was_shown;
use super::listing::ListingTask;
use super::look::MAX_FAILURES;
pub(super) use super::look::{ArticleLook, Candidate, Looked, ReadArticle};
use super::next_try::{NextTry, Past, has_passed, next_try};
use super::outcome::Outcome;
use super::service::Service;
use super::worse::worse;
use crate::cache::{Found, Kept};
use crate::fetch::{FetchError, Fetched, Patience, Validators};
use crate::model::{Article, Item, PageKind, normalise_link, same_site};
use crate::site::Site;
use crate::store::FeedState;

/// An article this old is not looked at again unless its listing changes.
const RECHECK_WITHIN: SignedDuration = SignedDuration::from_hours(48);

/// The part of its age after which an article is looked at again: edits become rarer as it grows old.
const PART_OF_AGE: i32 = 2;

/// The most time between two looks at an article, unless the settings want more.
const RECHECK_AT_LEAST_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// How many articles of a refresh are under way at once. The fetcher bounds what one host sees.
const CONCURRENCY: usize = 6;

/// For how long an article that one feed fetched serves other feeds without a look into the store.
const SHARED_SECONDS: i64 = 300;

impl Service {
    /// Fetches the articles that are worth it, within the bounds of a refresh. Those that failed before wait for the others.
    /// `closes` is whether the site is known to end its pages.
    pub(super) async fn look_at_articles(
        self: &Arc<Self>,
        task: &ListingTask<'_>,
        candidates: &[Candidate],
        (state, closes): (&FeedState, bool),
        now: Timestamp,
    ) -> Result<Looked, ServiceError> {
        let deadline = Instant::now() + Duration::from_secs(self.settings.articles_seconds);
        let before = state.shapes.last().map(|shape| shape.refusing.clone()).unwrap_or_default();
        let asking = Asking::new(deadline, before, state.succeeded_at.is_none(), now);
        let mut budget = self.settings.articles_per_refresh;
        let mut order: Vec<(usize, &Candidate)> = candidates.iter().enumerate().collect();
        order.sort_by_key(|(_, candidate)| candidate.failures());
        let looks: Vec<_> = order
            .into_iter()
            .map(|(at, candidate)| {
                let is_due = candidate.given.is_none() && self.is_due(candidate, now);
                let url = candidate.entry.url.as_ref().filter(|_| is_due);
                let within = budget > 0;
                budget -= usize::from(within && url.is_some());
                let (asking, site) = (&asking, &task.definition.site);
                async move {
                    let look = match (url, &candidate.given) {
                        (None, Some(given)) => ArticleLook::Read(Arc::clone(given)),
                        (None, None) => ArticleLook::NotDue,
                        (Some(url), _) if within => {
                            self.look_at_article(site, candidate, url, asking, now).await
                        }
                        (Some(_), _) => ArticleLook::NotTried,
                    };
                    (at, look)
                }
            })
            .collect();
        let at_once = if asking.is_careful() { 1 } else { CONCURRENCY };
        let mut looks: Vec<(usize, ArticleLook)> = stream::iter(looks).buffered(at_once).collect().await;
        looks.sort_by_key(|(at, _)| *at);
        let looks = looks.into_iter().map(|(_, look)| look).collect();
        let looks = self.without_strayed(task, candidates, looks).await?;
        let held = |(candidate, look)| self.held_back(candidate, look, closes);
        let looks: Vec<ArticleLook> = candidates.iter().zip(looks).map(held).collect();
        let asked = asking.conclude(|times| self.refusal_pause(times));
        let notes = told(&looks).into_iter().chain(asked.notes).collect();
        Ok(Looked { looks, refusing: asked.refusing, notes })
    }

    /// The look, unless the article is worse than what is stored of it.
    fn held_back(&self, candidate: &Candidate, look: ArticleLook, closes: bool) -> ArticleLook {
        let found = match &look {
            ArticleLook::Read(read) if candidate.given.is_none() => {
                worse(candidate, read, closes, self.settings.accept_after)
            }
            _ => None,
        };
        found.map_or(look, |outcome| candidate.failed(outcome))
    }

    /// How long a host is not asked for articles that has refused them in so many refreshes before, in seconds: as long as a
    /// listing of it would not be.
    fn refusal_pause(&self, times: u32) -> u64 {
        let past = Past {
            ttl_seconds: self.ttl_seconds,
            interval_seconds: self.ttl_seconds,
            failures: times,
            has_succeeded: true,
            retry_after_seconds: None,
            part: 0,
        };
        match next_try(Outcome::Unavailable, past) {
            NextTry::After(seconds) => seconds,
            NextTry::Never => u64::MAX,
        }
    }

    /// Whether an article is to be fetched: a new one, one that failed before, one whose listing changed, or a recent one
    /// that was not looked at for some part of its age.
    fn is_due(&self, candidate: &Candidate, now: Timestamp) -> bool {
        let Some(stored) = candidate.stored.as_ref().filter(|_| !candidate.anew) else {
            return true;
        };
        let state = &stored.article;
        let least =
            SignedDuration::from_secs(i64::try_from(self.settings.recheck_seconds).unwrap_or(i64::MAX));
        let rested = state
            .checked_at
            .is_none_or(|checked| has_passed(checked, recheck_after(&stored.item, checked, least), now));
        if state.failures > 0 {
            return rested || state.failures < MAX_FAILURES;
        }
        if state.fetched && candidate.stays {
            return false;
        }
        if !state.fetched || !was_shown(state.listing_hash.as_deref(), &candidate.listing_hash) {
            return true;
        }
        rested && now.duration_since(stored.item.published.timestamp()) < RECHECK_WITHIN
    }

    async fn look_at_article(
        self: &Arc<Self>,
        site: &Arc<Site>,
        candidate: &Candidate,
        url: &Url,
        asking: &Asking,
        now: Timestamp,
    ) -> ArticleLook {
        let Some(patience) = asking.patience(url) else { return ArticleLook::NotTried };
        let validators = validators_of(candidate, url);
        let conditional = !validators.is_empty();
        let key = format!("{} {}", site.name, normalise_link(url));
        let wanted = Wanted {
            site: Arc::clone(site),
            url: url.clone(),
            card: candidate.entry.title.clone(),
            validators,
            patience,
        };
        let service = Arc::clone(self);
        let load = move || async move { service.load_article(wanted, now).await };
        // A shared copy serves an item that is new. For one that is stored a look is due because the page may say
        // something else by now, so the copy must not be older than this refresh.
        let known = candidate.stored.is_some();
        let held = match self.articles.look(&key, now) {
            Found::Fresh(kept) if !known || kept.stored_at >= now => Ok(kept),
            Found::Fresh(_) | Found::Stale(_) => self.articles.refresh(&key, load).await,
            Found::Absent => self.articles.get_or_refresh(&key, now, load).await.map(|(kept, _)| kept),
        };
        match held {
            Ok(kept) => {
                asking.note_answer(url);
                ArticleLook::Read(kept.value)
            }
            Err(error) => match of_load(error).as_ref() {
                ServiceError::Page { outcome: NOT_MODIFIED, .. } if conditional => {
                    asking.note_answer(url);
                    ArticleLook::NotModified
                }
                ServiceError::Page { outcome: RESTS, .. } => ArticleLook::NotTried,
                error => {
                    let outcome = Outcome::of_page(error);
                    tracing::debug!(key, %error, "an article could not be read");
                    asking.note_failure(url, outcome);
                    candidate.failed(outcome)
                }
            },
        }
    }

    async fn load_article(
        &self,
        wanted: Wanted,
        now: Timestamp,
    ) -> Result<Kept<Arc<ReadArticle>>, ServiceError> {
        let Wanted { site, url, card, validators, patience } = wanted;
        let page = match self.fetcher.get_within(&url, &validators, now, &patience).await {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotModified { .. }) => {
                let detail = "the article has not changed".to_owned();
                return Err(ServiceError::Page { outcome: NOT_MODIFIED, detail, refused: false });
            }
            Err(error) if error.is_put_off() || error.rest_seconds(now).is_some() => {
                return Err(ServiceError::Page { outcome: RESTS, detail: chain(&error), refused: false });
            }
            Err(error) => return Err(page_error(&error)),
        };
        if site.is_no_article(&page.url) && !site.is_no_article(&url) {
            return Err(no_article(Outcome::Strayed, &page.url));
        }
        let validators = page.validators.clone();
        let own = same_site(&site.home, &page.url).then(|| Arc::clone(&site));
        let ArticlePage { mut article, ended } = article_page(page, own.clone(), card, now).await?;
        if article.kind == PageKind::Wall && normalise_link(&article.url) != normalise_link(&url) {
            // One wall stands before all articles: what it says of itself names none of them.
            article = Article { url: url.clone(), canonical_url: None, post_id: None, ..article };
        }
        let Continued { article, pages_missing } =
            self.read_on(article, own.as_ref(), &patience, now).await?;
        let fresh_until = now.saturating_add(SignedDuration::from_secs(SHARED_SECONDS)).unwrap_or(now);
        let value = Arc::new(ReadArticle { article, validators, pages_missing, ended });
        Ok(Kept { value, fresh_until, stored_at: now })
    }
}

/// An article that is to be fetched.
struct Wanted {
    site: Arc<Site>,
    url: Url,
    /// The title under which it is listed.
    card: Option<String>,
    validators: Validators,
    patience: Patience,
}

/// What there is to say about articles that could not be had.
fn told(looks: &[ArticleLook]) -> Option<String> {
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    for outcome in looks.iter().filter_map(ArticleLook::failure) {
        metrics::counter!("feedmill_article_failures_total", "outcome" => outcome.as_str()).increment(1);
        *reasons.entry(outcome.as_str()).or_default() += 1;
    }
    let all: u32 = reasons.values().sum();
    let reasons: Vec<String> = reasons.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let articles = if all == 1 { "article" } else { "articles" };
    (all > 0).then(|| format!("{all} {articles} could not be read ({})", reasons.join(", ")))
}

/// After how long an article is looked at again: half of the age that it had at the last look, since it was published or
/// changed.
fn recheck_after(item: &Item, checked: Timestamp, least: SignedDuration) -> SignedDuration {
    let age = checked.duration_since(item.published.max(item.updated).timestamp());
    (age / PART_OF_AGE).min(RECHECK_AT_LEAST_EVERY).max(least)
}

/// The name under which an unchanged article passes through the shared cache, which keeps only values.
const NOT_MODIFIED: &str = "not_modified";

/// The name under which it passes that the host asked to be left alone: no fault of the article.
const RESTS: &str = "host_rests";

/// The fetcher's error in the words of the service.
pub(super) fn page_error(error: &FetchError) -> ServiceError {
    ServiceError::Page { outcome: error.kind(), detail: chain(error), refused: error.is_refusal() }
}

/// An error with its causes, in one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// The validators of the last look, as long as the body of that look is still kept and the listing shows no change.
fn validators_of(candidate: &Candidate, url: &Url) -> Validators {
    let unchanged = candidate.stored.as_ref().filter(|stored| {
        !candidate.anew
            && stored.article.fetched
            && was_shown(stored.article.listing_hash.as_deref(), &candidate.listing_hash)
    });
    match unchanged {
        Some(stored) => Validators {
            url: Some(url.clone()),
            etag: stored.article.etag.clone(),
            last_modified: stored.article.last_modified.clone(),
        },
        None => Validators::default(),
    }
}
