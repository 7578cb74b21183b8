//! What a listing page shows.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{Dated, Image};

/// One article as a listing page shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The article's address, absolute. A ticker's entries have none.
    pub url: Option<Url>,
    /// Title as plain text.
    pub title: Option<String>,
    /// Teaser as plain text.
    pub summary: Option<String>,
    /// The date shown.
    pub published: Option<Dated>,
    /// The picture shown.
    pub image: Option<Image>,
    /// Names, without "by".
    pub authors: Vec<String>,
    /// Labels shown on the card: section, topics.
    pub tags: Vec<String>,
    /// The site's own id of the post, where the listing shows it.
    pub post_id: Option<String>,
}

/// A listing page, read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The address the page was read from.
    pub url: Url,
    /// The title of the page.
    pub title: Option<String>,
    /// BCP 47 tag, declared by the page.
    pub language: Option<String>,
    /// Entries in the order of the page, each address once.
    pub entries: Vec<Entry>,
    /// The page of older entries.
    pub next_url: Option<Url>,
    /// The site's own feed of this listing, where it was joined.
    pub feed_url: Option<Url>,
    /// What looked like an entry and was left out, with the reason.
    pub skipped: Vec<Skip>,
    /// 0 to 1: how sure the extraction is that these are the entries. Rules of a definition give 1; below
    /// [`UNSURE_BELOW`] the answer says that it is unsure.
    pub confidence: f64,
}

/// The confidence below which a listing is told to be unsure.
pub const UNSURE_BELOW: f64 = 0.5;

impl Listing {
    /// Why there are no entries, for people.
    pub fn why_empty(&self) -> String {
        let reasons: Vec<String> =
            self.skipped.iter().take(3).map(|skip| format!("{} ({})", skip.reason, skip.subject)).collect();
        match reasons.as_slice() {
            [] => "the page has no entries".to_owned(),
            _ => format!("the page has no entries: {}", reasons.join("; ")),
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLink => "no link",
            Self::NoTitle => "no title",
            Self::BadLink => "a link that cannot be followed",
            Self::Duplicate => "already listed",
            Self::LinkToListing => "a link to the listing itself",
            Self::TooMany => "more than a page may have",
            Self::NoListing => "nothing looks like a listing",
        })
    }
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// Why.
    pub reason: SkipReason,
    /// What it was: a title, an address or the beginning of the text.
    pub subject: String,
}

/// Why something was left out of a listing. Closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// No rule found an address where the definition needs one.
    NoLink,
    /// Neither title nor text.
    NoTitle,
    /// The address is not http or https, or cannot be parsed.
    BadLink,
    /// The same address stands further up on the page.
    Duplicate,
    /// The address is that of the listing itself or of the home page.
    LinkToListing,
    /// More entries than a page may have.
    TooMany,
    /// Nothing on the page looks like a listing.
    NoListing,
}
