//! Articles that go on on further pages.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::ServiceError;
use super::article_page::article_page;
use super::articles::page_error;
use super::inspect::blocking;
use super::service::Service;
use crate::extract::article::Joined;
use crate::fetch::{FetchError, Fetched, FetchedPage, Patience, Validators};
use crate::model::{Article, PageKind, normalise_link};
use crate::site::Site;

/// Most pages of an article that are read, with the first.
const MAX_PAGES: usize = 10;

/// An article with all of its pages that could be read.
pub(super) struct Continued {
    pub article: Article,
    /// Whether a page could not be had that may be there the next time. The article is partial then.
    pub pages_missing: bool,
}

impl Service {
    /// Reads on from the first page of an article until a page leads back, says nothing new or is a wall. Whatever fails
    /// takes nothing away from the pages before it; one that leads elsewhere, maybe to a login, makes the article partial.
    /// Nothing is begun once `patience` has ended. Only articles are read on: the further pages of a thread are other people's answers.
    pub(super) async fn read_on(
        &self,
        first: Article,
        site: Option<&Arc<Site>>,
        patience: &Patience,
        now: Timestamp,
    ) -> Result<Continued, ServiceError> {
        let mut next = first.next_url.clone();
        if first.kind != PageKind::Article || first.partial || next.is_none() {
            return Ok(Continued { article: first, pages_missing: false });
        }
        let mut visited = HashSet::from([normalise_link(&first.url)]);
        let title = first.title.clone();
        let mut joined = blocking(move || Ok(Joined::new(first))).await?;
        let (mut pages_missing, mut led_away) = (false, false);
        for _ in 1..MAX_PAGES {
            let Some(url) = next.take().filter(|url| visited.insert(normalise_link(url))) else { break };
            let page = match self.further_page(&url, patience, now).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::debug!(%url, %error, "a further page of an article could not be read");
                    pages_missing = true;
                    break;
                }
            };
            let found = normalise_link(&page.url);
            if found != normalise_link(&url) {
                led_away = !visited.contains(&found);
                break;
            }
            let Ok(read) = article_page(page, site.cloned(), title.clone(), now).await else {
                pages_missing = true;
                break;
            };
            let article = read.article;
            next.clone_from(&article.next_url);
            let said_more;
            (joined, said_more) = blocking(move || {
                let said_more = joined.add(article);
                Ok((joined, said_more))
            })
            .await?;
            if !said_more {
                break;
            }
        }
        let mut article = joined.into_article();
        article.partial |= pages_missing || led_away;
        Ok(Continued { article, pages_missing })
    }

    async fn further_page(
        &self,
        url: &Url,
        patience: &Patience,
        now: Timestamp,
    ) -> Result<FetchedPage, ServiceError> {
        match self.fetcher.get_within(url, &Validators::default(), now, patience).await {
            Ok(Fetched::Page(page)) => Ok(page),
            Ok(Fetched::NotModified { .. }) => {
                Err(page_error(&FetchError::UnexpectedNotModified { url: Box::new(url.clone()) }))
            }
            Err(error) => Err(page_error(&error)),
        }
    }
}
