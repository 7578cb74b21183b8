//! The records that go into the store and come out of it. Every moment is kept to the millisecond.

use jiff::Timestamp;
use url::Url;

use super::shape::{Drift, Shape};
use crate::model::{FeedKey, Item, ItemId};

/// An item with what is known of its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredItem {
    /// The item. Two of its fields are the store's: `sections` are the titles of all feeds that list it, in the order of
    /// its first listings, and `first_seen` is what the store was told first; what is saved there later is ignored.
    pub item: Item,
    /// A hash of what readers see, by which a change is noticed.
    pub content_hash: String,
    /// The article page behind the item.
    pub article: ArticleState,
}

/// What is known of the article page behind an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleState {
    /// The last attempt to fetch the page.
    pub checked_at: Option<Timestamp>,
    /// Validator of the last answer (RFC 9110 §8.8.3).
    pub etag: Option<String>,
    /// Validator of the last answer (RFC 9110 §8.8.2), as the server wrote it.
    pub last_modified: Option<String>,
    /// Attempts that failed since the last success.
    pub failures: u32,
    /// Whether the item holds what the page said.
    pub fetched: bool,
    /// Hashes of what listings showed last, parted by spaces, by which an edit is noticed without fetching the page.
    pub listing_hash: Option<String>,
}

/// What is left of an item that no feed holds any more, so that it is not new again when it comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The id it had and will have.
    pub id: ItemId,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// Its publication as it was last known.
    pub published: Timestamp,
    /// Its last change as it was last known.
    pub updated: Timestamp,
    /// The hash of what readers saw last.
    pub content_hash: String,
}

/// The state of a feed between two refreshes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// The last change of what readers see.
    pub changed_at: Option<Timestamp>,
    /// The last attempt.
    pub checked_at: Option<Timestamp>,
    /// The last attempt that succeeded.
    pub succeeded_at: Option<Timestamp>,
    /// When the next attempt is due.
    pub next_check: Option<Timestamp>,
    /// The first failure since the last success.
    pub failing_since: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
    /// How the last attempt ended, as a stable word.
    pub outcome: String,
    /// Since when every attempt ended like that.
    pub outcome_since: Option<Timestamp>,
    /// What there is to say about it, for people.
    pub detail: Option<String>,
    /// The address of the listing, once its site has said that it is gone for good: it is not asked for again.
    pub stopped_url: Option<Url>,
    /// Whether operators were told that the feed is broken.
    pub told_broken: bool,
    /// What the page was like at the last good refreshes, the newest last.
    pub shapes: Vec<Shape>,
    /// In which way the page is held back.
    pub drift: Option<Drift>,
    /// A hash of the definition by which the last attempt was made.
    pub tried_by: Option<String>,
    /// Entries on the listing at the last success.
    pub entry_count: usize,
    /// Validator of the listing (RFC 9110 §8.8.3).
    pub etag: Option<String>,
    /// Validator of the listing (RFC 9110 §8.8.2), as the server wrote it.
    pub last_modified: Option<String>,
    /// The address that the validators belong to.
    pub validators_url: Option<Url>,
    /// A hash of what readers saw last, by which `changed_at` is moved.
    pub content_hash: Option<String>,
    /// What the listing page calls itself.
    pub title: Option<String>,
    /// When the listing last came whole, rather than as the word that it has not changed.
    pub read_at: Option<Timestamp>,
    /// A hash of the rules by which listing and articles were read then.
    pub rules_hash: Option<String>,
    /// How the entries were found then, as a stable word.
    pub method: Option<String>,
    /// The site's own feed of the listing that was joined then.
    pub feed_url: Option<Url>,
    /// When such a feed was last looked for.
    pub feed_sought_at: Option<Timestamp>,
}

/// All that one refresh of a feed changes.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshRecord {
    /// The feed that was refreshed.
    pub feed: FeedKey,
    /// The title under which the feed's items are filed; none for a feed that is no section.
    pub section: Option<String>,
    /// The feed's new state.
    pub state: FeedState,
    /// Items that are new or changed. One that no feed lists afterwards is kept as a tombstone only.
    pub items: Vec<StoredItem>,
    /// Storage keys of aliases and the items they lead to. One that leads to an item already stays with it,
    /// unless it is a title, which leads to the last item that bears it.
    pub aliases: Vec<(String, ItemId)>,
    /// Every item of the listing, in the order of the page; brought in `items` or stored before.
    pub listed: Vec<ItemId>,
    /// When the listing was read.
    pub listed_at: Timestamp,
    /// How many items the feed keeps. The oldest beyond that are dropped, save those just listed.
    pub keep: usize,
    /// How many more it keeps as long as they stand in no page of its archive.
    pub unfiled: usize,
}
