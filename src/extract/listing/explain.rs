//! Why detection answered what it answered.

use serde::Serialize;

/// What was thought of a page and of its parts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Explanation {
    /// What the page as a whole showed, by the name of the evidence.
    pub page: Vec<(&'static str, f64)>,
    /// The entries, in the order of the page.
    pub entries: Vec<EntryReport>,
    /// Every group of links that was looked at, the largest first.
    pub groups: Vec<GroupReport>,
}

/// What was thought of one entry.
#[derive(Clone, Debug, Serialize)]
pub struct EntryReport {
    /// Its address.
    pub url: String,
    /// The probability that it is an entry of the listing.
    pub confidence: f64,
    /// Where its title stands in its card: tags and classes from the inside out; none for a title that was made up from
    /// the link alone.
    pub title_role: Option<String>,
    /// Other texts that might have been its title.
    pub other_titles: Vec<String>,
    /// Which source its date came from.
    pub date_source: Option<crate::model::DateSource>,
}

/// What was thought of one group of links.
#[derive(Clone, Debug, Serialize)]
pub struct GroupReport {
    /// The addresses.
    pub urls: Vec<String>,
    /// How much they look like the listing; the highest of a page is the best group.
    pub score: f64,
    /// The probability that they carry on the stream of the best group; 1 for that group itself.
    pub join: f64,
    /// What the group showed, by the name of the evidence: shares between 0 and 1.
    pub evidence: Vec<(&'static str, f64)>,
    /// How alike it is to the best group.
    pub likeness: Vec<(&'static str, f64)>,
}
