//! The pages without a definition whose feeds are asked for again and again: these are refreshed ahead of their readers like
//! the feeds of definitions. A page that somebody looked at once costs its site nothing more.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::model::FeedKey;

/// The pages by the keys of their feeds. It is held in memory alone: after a restart their readers have to return anew.
pub(super) struct Returning(moka::sync::Cache<FeedKey, Page>);

/// A page with as many of its pages as its reader wants.
#[derive(Clone)]
struct Page {
    url: Url,
    pages: Option<u32>,
    /// When it was first asked for.
    since: Timestamp,
    has_returned: bool,
}

/// Most pages that are remembered. Whoever asks for ever new ones does not drive out those that are asked for often.
const MOST: u64 = 1_000;

/// A reader has returned who asks again after so long: sooner it may be the same look, in another format.
const RETURNS_AFTER: SignedDuration = SignedDuration::from_mins(10);

impl Returning {
    /// No page yet.
    pub fn new() -> Self {
        Self(moka::sync::Cache::new(MOST))
    }

    /// Notes a request, and tells whether readers of the page return.
    pub fn note(&self, key: &FeedKey, (url, pages): (&Url, Option<u32>), now: Timestamp) -> bool {
        let Some(page) = self.0.get(key) else {
            let page = Page { url: url.clone(), pages, since: now, has_returned: false };
            self.0.insert(key.clone(), page);
            return false;
        };
        // When the clock was set back nobody can tell, so it is the first request.
        let returns = now.duration_since(page.since) >= RETURNS_AFTER;
        if page.has_returned || !returns {
            return page.has_returned;
        }
        self.0.insert(key.clone(), Page { has_returned: true, ..page });
        true
    }

    /// The page of a feed whose readers return.
    pub fn find(&self, key: &FeedKey) -> Option<(Url, Option<u32>)> {
        self.0.get(key).filter(|page| page.has_returned).map(|page| (page.url, page.pages))
    }
}
