//! The articles behind the entries: which are fetched, how many at once, each once however many feeds list it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;
use url::Url;

use super::continued::Continued;
use super::error::of_load;
use super::item::was_shown;
use super::next_try::has_passed;
use super::service::Service;
use super::{ServiceError, inspect};
use crate::cache::{Found, Kept, Weigh};
use crate::fetch::{FetchError, Fetched, Validators};
use crate::model::{Article, Entry, Item, PageKind, normalise_link, same_site};
use crate::site::Site;
use crate::store::StoredItem;

/// What became of one article.
#[derive(Clone, Debug)]
pub(super) enum ArticleLook {
    /// It was read.
    Read(Arc<ReadArticle>),
    /// It has not changed since the last look.
    NotModified,
    /// It could not be fetched or read, and will be tried again.
    Failed,
    /// It could not be fetched or read so often that only another card gets it another look.
    GivenUp,
    /// This refresh did not get to it, or its host asked to be left alone.
    NotTried,
    /// What is stored of it needs no look.
    NotDue,
}

/// An article with the validators of its page.
#[derive(Debug)]
pub(super) struct ReadArticle {
    pub article: Article,
    pub validators: Validators,
    /// Whether a further page of it could not be had, and is to be tried again.
    pub pages_missing: bool,
}

/// An entry with what is stored of it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub entry: Entry,
    pub listing_hash: String,
    pub stored: Option<StoredItem>,
    /// Whether it was listed before, even where no more than a tombstone is left of it.
    pub is_known: bool,
    /// Whether a look is wanted whatever is stored: the rules have changed.
    pub anew: bool,
    /// The article, where it came with the listing: no page of it is fetched then.
    pub given: Option<Arc<ReadArticle>>,
}

/// After so many failures in a row an article is only tried again when its listing changes.
const MAX_FAILURES: u32 = 4;

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

impl ArticleLook {
    /// The article, where it was read.
    pub fn article(&self) -> Option<&Article> {
        match self {
            Self::Read(read) => Some(&read.article),
            _ => None,
        }
    }

    /// Whether another look at the candidate is to follow soon: this one failed, found only some of the article's pages, or
    /// was none.
    pub fn wants_another(&self, candidate: &Candidate) -> bool {
        match self {
            Self::NotTried | Self::Failed => true,
            Self::Read(read) => read.pages_missing && candidate.failures() + 1 < MAX_FAILURES,
            Self::NotModified | Self::GivenUp | Self::NotDue => false,
        }
    }
}

impl Candidate {
    /// How often in a row the article could not be had.
    fn failures(&self) -> u32 {
        self.stored.as_ref().map_or(0, |stored| stored.article.failures)
    }
}

impl Weigh for ReadArticle {
    fn weight(&self) -> usize {
        let texts = [&self.article.body_html, &self.article.body_text, &self.article.lead];
        2_048 + texts.into_iter().flatten().map(String::len).sum::<usize>()
    }
}

impl Service {
    /// Fetches the articles that are worth it, within the bounds of a refresh. The answer has one look for each candidate.
    pub(super) async fn look_at_articles(
        self: &Arc<Self>,
        site: &Arc<Site>,
        candidates: &[Candidate],
        now: Timestamp,
    ) -> Vec<ArticleLook> {
        let deadline = Instant::now() + Duration::from_secs(self.settings.articles_seconds);
        let mut budget = self.settings.articles_per_refresh;
        let looks: Vec<_> = candidates
            .iter()
            .map(|candidate| {
                let is_due = || candidate.given.is_none() && self.is_due(candidate, now);
                let url = candidate.entry.url.as_ref().filter(|_| is_due());
                let within = budget > 0;
                budget -= usize::from(within && url.is_some());
                async move {
                    match (url, &candidate.given) {
                        (None, Some(given)) => ArticleLook::Read(Arc::clone(given)),
                        (None, None) => ArticleLook::NotDue,
                        (Some(url), _) if within && Instant::now() < deadline => {
                            self.look_at_article(site, candidate, url, deadline, now).await
                        }
                        (Some(_), _) => ArticleLook::NotTried,
                    }
                }
            })
            .collect();
        stream::iter(looks).buffered(CONCURRENCY).collect().await
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
        deadline: Instant,
        now: Timestamp,
    ) -> ArticleLook {
        let validators = validators_of(candidate, url);
        let conditional = !validators.is_empty();
        let key = format!("{} {}", site.name, normalise_link(url));
        let (service, site, url) = (Arc::clone(self), Arc::clone(site), url.clone());
        let load = move || async move { service.load_article(&site, &url, &validators, deadline, now).await };
        // A shared copy serves an item that is new. For one that is stored a look is due because the page may say
        // something else by now, so the copy must not be older than this refresh.
        let known = candidate.stored.is_some();
        let held = match self.articles.look(&key, now) {
            Found::Fresh(kept) if !known || kept.stored_at >= now => Ok(kept),
            Found::Fresh(_) | Found::Stale(_) => self.articles.refresh(&key, load).await,
            Found::Absent => self.articles.get_or_refresh(&key, now, load).await.map(|(kept, _)| kept),
        };
        match held {
            Ok(kept) => ArticleLook::Read(kept.value),
            Err(error) => match of_load(error).as_ref() {
                ServiceError::Page { outcome: NOT_MODIFIED, .. } if conditional => ArticleLook::NotModified,
                ServiceError::Page { outcome: RESTS, .. } => ArticleLook::NotTried,
                error => {
                    tracing::debug!(key, %error, "an article could not be read");
                    if candidate.failures() + 1 < MAX_FAILURES {
                        ArticleLook::Failed
                    } else {
                        ArticleLook::GivenUp
                    }
                }
            },
        }
    }

    async fn load_article(
        &self,
        site: &Arc<Site>,
        url: &Url,
        validators: &Validators,
        deadline: Instant,
        now: Timestamp,
    ) -> Result<Kept<Arc<ReadArticle>>, ServiceError> {
        let page = match self.fetcher.get(url, validators, now).await {
            Ok(Fetched::Page(page)) => page,
            Ok(Fetched::NotModified { .. }) => {
                let detail = "the article has not changed".to_owned();
                return Err(ServiceError::Page { outcome: NOT_MODIFIED, detail, refused: false });
            }
            Err(error) if error.rest_seconds(now).is_some() => {
                return Err(ServiceError::Page { outcome: RESTS, detail: chain(&error), refused: false });
            }
            Err(error) => return Err(page_error(&error)),
        };
        if site.is_no_article(&page.url) && !site.is_no_article(url) {
            let detail = format!("expected an article at {url}, found a redirect to {}", page.url);
            return Err(ServiceError::Page { outcome: "no_article", detail, refused: false });
        }
        let validators = page.validators;
        let own = same_site(&site.home, &page.url).then(|| Arc::clone(site));
        let mut article = inspect::read_article(page.text, page.url, own.clone(), now).await?;
        if article.kind == PageKind::Wall && normalise_link(&article.url) != normalise_link(url) {
            // One wall stands before all articles: what it says of itself names none of them.
            article = Article { url: url.clone(), canonical_url: None, post_id: None, ..article };
        }
        let Continued { article, pages_missing } = self.read_on(article, own.as_ref(), deadline, now).await?;
        let fresh_until = now.saturating_add(SignedDuration::from_secs(SHARED_SECONDS)).unwrap_or(now);
        let value = Arc::new(ReadArticle { article, validators, pages_missing });
        Ok(Kept { value, fresh_until, stored_at: now })
    }
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
