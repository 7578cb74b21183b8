//! What a listing page looked like, as far as it tells a page from another that stands in its place.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Whether the page had its end: `</body>` or `</html>`, or the end of a feed.
    #[serde(default)]
    pub ended: bool,
}

/// In which way a page is not what it was, while it is held back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// When it was seen first.
    pub since: Timestamp,
    /// How often in a row the page looked like this.
    pub times: u32,
    /// Names the look: equal pages have the same.
    pub fingerprint: String,
    /// What changed.
    pub changes: Vec<Change>,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is, as a stable word: `entries`, `date`, `image`, `summary`, `authors`, `title`, `items`, `end`,
    /// `method`, or `expect.` and what a definition expects.
    pub what: String,
    /// What was usual, or is expected, for people.
    pub usual: String,
    /// What was found, for people.
    pub found: String,
}
