//! A feed rendered at one moment.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use url::Url;

use super::address::PublicBase;
use super::changes::versions;
use super::inspect;
use crate::cache::Weigh;
use crate::model::{Feed, FeedKey, History, SiteName, short_hex};
use crate::render::{self, Content, Document, Format, Links, RenderError, StateLinks};
use crate::store::FeedState;

/// A feed, its documents for the service's own address, and the state it was made in.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The feed as it is without a reader's wishes.
    pub feed: Arc<Feed>,
    /// How its last refresh ended.
    pub state: FeedState,
    /// The versions of its items.
    pub(super) versions: Arc<[u64]>,
    documents: [Document; 3],
    feed_bytes: usize,
}

impl Snapshot {
    /// Renders every format once, with the hub that is told of changes. Work for a thread that may block: some
    /// milliseconds.
    pub fn render(
        feed: Feed,
        state: FeedState,
        base: &PublicBase,
        hub: Option<&Url>,
    ) -> Result<Self, RenderError> {
        let asked = |format| Asked {
            base: base.clone(),
            format,
            content: Content::Full,
            hub: hub.cloned(),
            query: None,
        };
        let document = |format| document(&feed, &asked(format));
        let documents = [document(Format::Rss)?, document(Format::Atom)?, document(Format::Json)?];
        let feed_bytes = weight(&feed);
        let versions = versions(&feed);
        Ok(Self { feed: Arc::new(feed), state, versions, documents, feed_bytes })
    }

    /// The same feed in another state: what readers get does not change.
    pub(super) fn with_state(&self, state: FeedState) -> Self {
        Self { state, ..self.clone() }
    }

    /// The rendered document of a format.
    pub const fn document(&self, format: Format) -> &Document {
        let [rss, atom, json] = &self.documents;
        match format {
            Format::Rss => rss,
            Format::Atom => atom,
            Format::Json => json,
        }
    }
}

impl Weigh for Snapshot {
    fn weight(&self) -> usize {
        self.feed_bytes + self.documents.iter().map(|document| document.body.weight()).sum::<usize>()
    }
}

/// What is asked of a feed.
pub(super) struct Asked {
    /// The address under which the service is seen.
    pub base: PublicBase,
    pub format: Format,
    pub content: Content,
    /// The hub that is told of changes of this very document.
    pub hub: Option<Url>,
    /// The query by which the reader has the feed of a page that no definition knows; none where it is made of the page.
    pub query: Option<String>,
}

/// Renders one document of a feed.
pub(super) fn document(feed: &Feed, asked: &Asked) -> Result<Document, RenderError> {
    let Asked { base, format, content, hub, query } = asked;
    let own = match &feed.key {
        Some(key) if *key.site() == SiteName::convert() => match query {
            Some(query) => base.converted(query, *format),
            None => base.convert(&feed.home_url, inspect::pages_of(key), *format),
        },
        Some(key) if *key.site() == SiteName::status() => {
            base.join(&format!("/feeds/{}.{}", key.site(), format.extension()))
        }
        Some(key) => base.feed(key, *format),
        None => base.join("/"),
    };
    let parsed = |address: &str| Url::parse(address).unwrap_or_else(|_| feed.home_url.clone());
    let page = |number: u32| parsed(&page_address(&own, number));
    let before = |number: u32| (number > 1).then(|| page(number.saturating_sub(1)));
    let of = |item: &crate::model::Item| item.origin.as_ref().map(|origin| origin.key.clone());
    let links = Links {
        hub: hub.clone(),
        state: feed.key.as_ref().and_then(|key| state_links(base, key)),
        sources: feed
            .items
            .iter()
            .filter_map(of)
            .map(|key| (key.clone(), parsed(&base.feed(&key, *format))))
            .collect(),
        ..match feed.history {
            History::Newest | History::Complete => Links::new(parsed(&own)),
            History::Continued { newest } => {
                Links { prev_archive: Some(page(newest)), ..Links::new(parsed(&own)) }
            }
            History::Archive { page: number } => Links {
                prev_archive: before(number),
                next_archive: Some(page(number.saturating_add(1))),
                current: Some(parsed(&own)),
                ..Links::new(page(number))
            },
        }
    };
    render::render(feed, &links, *format, *content)
}

/// Where the state of a feed is told. Only feeds of definitions have one.
fn state_links(base: &PublicBase, key: &FeedKey) -> Option<StateLinks> {
    if [SiteName::convert(), SiteName::status()].contains(key.site()) {
        return None;
    }
    Some(StateLinks {
        about: Url::parse(&base.join("/docs#state")).ok()?,
        state_url: Url::parse(&base.state(key)).ok()?,
        status_url: Url::parse(&base.status(key)).ok()?,
    })
}

/// The address of a page of the archive, from that of the feed.
fn page_address(own: &str, page: u32) -> String {
    let mark = if own.contains('?') { '&' } else { '?' };
    format!("{own}{mark}page={page}")
}

/// A fingerprint of what readers see of a feed: 160 bits in hexadecimal digits. Neither the moment of a refresh nor the
/// moment of the last change counts.
pub(super) fn fingerprint(feed: &Feed) -> String {
    let mut hash = Sha256::new();
    for text in [&feed.title, &feed.description, feed.home_url.as_str()] {
        hash.update(text);
        hash.update([0]);
    }
    if let History::Continued { newest } = feed.history {
        hash.update(newest.to_be_bytes());
    }
    for item in &feed.items {
        // A record of plain fields always has a JSON form.
        hash.update(serde_json::to_vec(item).unwrap_or_default());
        hash.update([0]);
    }
    short_hex(&hash.finalize())
}

/// The id of a feed: as stable as its key.
pub(super) fn feed_id(key: &FeedKey) -> String {
    let digest = Sha256::digest(format!("feed\0{key}"));
    let digits = short_hex(&digest);
    format!("urn:feedmill:{digits}")
}

fn weight(feed: &Feed) -> usize {
    let items = feed.items.iter().map(|item| {
        let texts = [
            Some(&item.title),
            item.summary.as_ref(),
            item.content_html.as_ref(),
            item.content_text.as_ref(),
        ];
        size_of_val(item) + 256 + texts.into_iter().flatten().map(String::len).sum::<usize>()
    });
    size_of_val(feed) + items.sum::<usize>()
}
