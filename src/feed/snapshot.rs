//! A feed rendered at one moment.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::address::PublicBase;
use super::inspect;
use crate::cache::Weigh;
use crate::model::{Feed, FeedKey, SiteName};
use crate::render::{self, Content, Document, Format, Links, RenderError};
use crate::store::FeedState;

/// A feed, its documents for the service's own address, and the state it was made in.
#[derive(Debug)]
pub struct Snapshot {
    /// The feed as it is without a reader's wishes.
    pub feed: Arc<Feed>,
    /// How its last refresh ended.
    pub state: FeedState,
    documents: [Document; 3],
    feed_bytes: usize,
}

impl Snapshot {
    /// Renders every format once. Work for a thread that may block: some milliseconds.
    pub fn render(feed: Feed, state: FeedState, base: &PublicBase) -> Result<Self, RenderError> {
        let document = |format| document(&feed, base, format, Content::Full);
        let documents = [document(Format::Rss)?, document(Format::Atom)?, document(Format::Json)?];
        let feed_bytes = weight(&feed);
        Ok(Self { feed: Arc::new(feed), state, documents, feed_bytes })
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

/// Renders one document of a feed.
pub(super) fn document(
    feed: &Feed,
    base: &PublicBase,
    format: Format,
    content: Content,
) -> Result<Document, RenderError> {
    let address = match &feed.key {
        Some(key) if *key.site() == SiteName::convert() => {
            base.convert(&feed.home_url, inspect::pages_of(key), format)
        }
        Some(key) => base.feed(key, format),
        None => base.join("/"),
    };
    let self_url = url::Url::parse(&address).unwrap_or_else(|_| feed.home_url.clone());
    render::render(feed, &Links { self_url, next_url: None }, format, content)
}

/// A fingerprint of what readers see of a feed: 160 bits in hexadecimal digits. Neither the moment of a refresh nor the
/// moment of the last change counts.
pub(super) fn fingerprint(feed: &Feed) -> String {
    let mut hash = Sha256::new();
    for text in [&feed.title, &feed.description, feed.home_url.as_str()] {
        hash.update(text);
        hash.update([0]);
    }
    for item in &feed.items {
        // A record of plain fields always has a JSON form.
        hash.update(serde_json::to_vec(item).unwrap_or_default());
        hash.update([0]);
    }
    hash.finalize().iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

/// The id of a feed: as stable as its key.
pub(super) fn feed_id(key: &FeedKey) -> String {
    let digest = Sha256::digest(format!("feed\0{key}"));
    let digits: String = digest.iter().take(20).map(|byte| format!("{byte:02x}")).collect();
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
