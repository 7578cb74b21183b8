//! What a listing page looked like, as far as it tells a page from another that stands in its place.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What one good refresh found on the page. Numbers of entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// When it was read.
    pub at: Timestamp,
    /// All entries.
    pub entries: usize,
    /// Those that no feed of the site had listed before.
    pub new: usize,
    /// Those with a date.
    pub dated: usize,
    /// Those with a picture.
    pub images: usize,
    /// Those with a teaser.
    pub summaries: usize,
    /// Those with an author.
    pub authors: usize,
    /// Different titles.
    pub titles: usize,
    /// Different teasers.
    #[serde(default)]
    pub teasers: usize,
    /// Known entries with a title that has nothing of the one that they had.
    #[serde(default)]
    pub retitled: usize,
    /// Whether the page had its end: `</body>` or `</html>`, or the end of a feed.
    #[serde(default)]
    pub ended: bool,
    /// The address that was asked for.
    #[serde(default)]
    pub asked: Option<Url>,
    /// The address that answered, behind redirects.
    #[serde(default)]
    pub answered: Option<Url>,
    /// Whether title or heading called it a page that is not there, or a check of its visitors, and rules found entries all
    /// the same.
    #[serde(default)]
    pub stands_in: bool,
    /// Pages that were taken, with the first.
    #[serde(default)]
    pub pages: u32,
    /// How often in a row the site's own feed, which is joined, could not be had.
    #[serde(default)]
    pub feed_missed: u32,
    /// The hosts that refuse the articles of the listing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusing: Vec<Refusing>,
}

/// A host that gave none of the articles it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusing {
    /// The host, with its port where that is unusual.
    pub host: String,
    /// In how many refreshes in a row.
    pub times: u32,
    /// When it is asked for an article again.
    pub until: Timestamp,
}

/// In which way a page is not what it was, while it is held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// When it was seen first.
    pub since: Timestamp,
    /// How often the page looked like this, without another look in between. A refresh that brought no page does not count.
    pub times: u32,
    /// Names the look: equal pages have the same.
    pub fingerprint: String,
    /// Entries of the page.
    #[serde(default)]
    pub entries: usize,
    /// Whether it is taken as it is now when it was seen often enough.
    #[serde(default)]
    pub acceptable: bool,
    /// What changed.
    pub changes: Vec<Change>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is, as a stable word: `entries`, `date`, `image`, `summary`, `authors`, `title`, `items`, `end`,
    /// `method`, `address`, or `expect.` and what a definition expects.
    pub what: String,
    /// What was usual, or is expected, for people.
    pub usual: String,
    /// What was found, for people.
    pub found: String,
}
