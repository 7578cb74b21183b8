//! Where a document stands in the history of its feed, and where an item of a joined feed came from.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{FeedKey, Moment};

/// Where a document stands in the history of its feed (RFC 5005).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// The newest items, or some of them; nothing is said of others.
    #[default]
    Newest,
    /// All items that the feed has (§2). Atom and RSS `fh:complete`.
    Complete,
    /// The newest items, continued by pages of the archive (§4). Atom and RSS `link[rel=prev-archive]`, JSON Feed
    /// `next_url`.
    Continued {
        /// The number of the newest page.
        newest: u32,
    },
    /// A page of the archive, which never changes (§4). Atom and RSS `fh:archive` with `link` of `current`,
    /// `prev-archive` and `next-archive`, JSON Feed `next_url`.
    Archive {
        /// Its number: 1 is the oldest.
        page: u32,
    },
}

/// The feed that an item of a mix came from. RSS `source`, Atom `source`, JSON Feed `_feedmill.source`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The feed's key, by which its address is known.
    pub key: FeedKey,
    /// The feed's id.
    pub id: String,
    /// The feed's title.
    pub title: String,
    /// The page for people.
    pub home_url: Url,
    /// When the item was last changed, since a mix knows of no other change of the feed (RFC 4287 §4.2.11).
    pub updated: Moment,
}
