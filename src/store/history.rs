//! How refreshes ended, and what operators are told of it.

use jiff::Timestamp;

use crate::model::FeedKey;

/// The end of one refresh, beside the state that it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// When.
    pub at: Timestamp,
    /// How, as a stable word.
    pub outcome: String,
    /// Entries on the page.
    pub entries: usize,
    /// Items that were new.
    pub new_items: usize,
    /// What there is to say about it, for people.
    pub detail: Option<String>,
    /// Whether it broke the feed (true) or mended it (false); none where operators need not be told.
    pub broke: Option<bool>,
}

/// The refreshes of a feed that ended the same way on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshDay {
    /// Days since 1970, UTC.
    pub day: i64,
    /// How they ended, as a stable word.
    pub outcome: String,
    /// How many.
    pub times: u32,
    /// The first.
    pub first_at: Timestamp,
    /// The last.
    pub last_at: Timestamp,
    /// Entries on the page at the last.
    pub entries: usize,
    /// Items that were new at all of them.
    pub new_items: usize,
    /// What was said of the last, for people.
    pub detail: Option<String>,
}

/// When the items of some feeds appeared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publications {
    /// Each item once, in no order.
    pub moments: Vec<Timestamp>,
    /// The oldest item that is known of the feeds, whatever its age.
    pub known_since: Option<Timestamp>,
}

/// A feed broke or mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Counts up, and never comes again.
    pub number: i64,
    /// The feed.
    pub feed: FeedKey,
    /// When.
    pub at: Timestamp,
    /// Whether it broke; else it mended.
    pub broke: bool,
    /// How the refresh ended, as a stable word.
    pub outcome: String,
    /// What there is to say about it, for people.
    pub detail: Option<String>,
}

/// The day of a moment: days since 1970, UTC.
pub fn day_of(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(86_400)
}
