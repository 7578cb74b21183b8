//! The records of archive pages (RFC 5005 §4).

use jiff::Timestamp;

use crate::model::{Feed, FeedKey, ItemId};

/// When the next page of a feed's archive is to be closed, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRule {
    /// The feed.
    pub feed: FeedKey,
    /// The feeds that hold its items: itself, or those that it joins.
    pub parts: Vec<FeedKey>,
    /// How many of its newest items it shows; a page is due when an older one is in none.
    pub shown: usize,
    /// How many items a page has.
    pub size: usize,
    /// How many of its newest items are looked at.
    pub reach: usize,
    /// An item that was first listed before this moment is taken as it is, though its article was not read.
    pub settled_before: Timestamp,
}

/// A page to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPage {
    /// The feed with the page's items. Its place in the history is the store's to set.
    pub feed: Feed,
    /// The key of the feed.
    pub key: FeedKey,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// How many pages of the feed are kept, the newest: at least 1.
    pub keep: u32,
    /// Of how many pages it is remembered what stands in them, at least as many: so many that no item which the feed still
    /// holds is taken for one of no page.
    pub remember: u32,
}

/// A page that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchivePage {
    /// The feed with the page's items, as it was then.
    pub feed: Feed,
    /// When it was closed.
    pub closed_at: Timestamp,
}

/// The pages that a feed has: from the oldest to the newest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRange {
    /// The oldest that is kept.
    pub oldest: u32,
    /// The newest.
    pub newest: u32,
}

impl NewPage {
    /// The items of the page.
    pub(super) fn ids(&self) -> impl Iterator<Item = &ItemId> {
        self.feed.items.iter().map(|item| &item.id)
    }
}
