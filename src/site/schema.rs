//! The rules of a definition: how its listings and its articles are read.

use jiff::fmt::strtime;
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Alternatives, CssSelector, Rule};

/// How a listing page is read. Every field's rules look inside one entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ListingRules {
    /// The elements that are entries. The first alternative that finds any is used.
    pub entry: Alternatives<CssSelector>,
    /// How many of the siblings behind an entry belong to it, up to the next entry: the description behind a term, the second
    /// row of an entry. The rules of its fields look there too.
    #[serde(skip_serializing_if = "is_zero")]
    pub following: usize,
    /// Elements in which nothing is an entry: other boxes of the page.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub remove: Alternatives<CssSelector>,
    /// The title, as text.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub title: Alternatives<Rule>,
    /// The address.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub link: Alternatives<Rule>,
    /// The teaser, as text.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub summary: Alternatives<Rule>,
    /// The date.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub date: Alternatives<Rule>,
    /// Formats of the date in the notation of strptime, tried before the shapes that every page may use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub date_formats: Vec<DateFormat>,
    /// The picture: an element, or an attribute that is an address.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub image: Alternatives<Rule>,
    /// Names.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub author: Alternatives<Rule>,
    /// Labels.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub tags: Alternatives<Rule>,
    /// The site's own id of the post.
    #[serde(skip_serializing_if = "Alternatives::is_empty")]
    pub id: Alternatives<Rule>,
    /// Entries have a title and no address, as in a ticker of breaking news.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub linkless: bool,
    /// Whether entries are detected when no `entry` rule finds any. Off for a box beside the main listing, since
    /// detection would find the main listing.
    #[serde(skip_serializing_if = "Clone::clone")]
    pub detect: bool,
}

/// How an article page is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ArticleRules {
    /// The title, as text.
    pub title: Alternatives<Rule>,
    /// Names.
    pub authors: Alternatives<Rule>,
    /// The agency or paper that is named as source.
    pub source: Alternatives<Rule>,
    /// First publication.
    pub date: Alternatives<Rule>,
    /// Last change.
    pub modified: Alternatives<Rule>,
    /// Formats of both dates in the notation of strptime, tried before the shapes that every page may use.
    pub date_formats: Vec<DateFormat>,
    /// The opening summary.
    pub lead: Alternatives<Rule>,
    /// The elements that hold the text. The first alternative that finds any is used, with all that it finds.
    pub body: Alternatives<CssSelector>,
    /// Elements that are no part of the text.
    pub remove: Alternatives<CssSelector>,
    /// The lead picture.
    pub image: Alternatives<Rule>,
    /// The lead picture's caption.
    pub caption: Alternatives<Rule>,
    /// The section.
    pub section: Alternatives<Rule>,
    /// Topics.
    pub tags: Alternatives<Rule>,
    /// The site's own id of the post.
    pub id: Alternatives<Rule>,
}

/// A date format in the notation of strptime (`%d %b %Y %H:%M`), with month names in the site's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateFormat(String);

impl Default for ListingRules {
    fn default() -> Self {
        Self {
            entry: Alternatives::default(),
            following: 0,
            remove: Alternatives::default(),
            title: Alternatives::default(),
            link: Alternatives::default(),
            summary: Alternatives::default(),
            date: Alternatives::default(),
            date_formats: Vec::new(),
            image: Alternatives::default(),
            author: Alternatives::default(),
            tags: Alternatives::default(),
            id: Alternatives::default(),
            linkless: false,
            detect: true,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl DateFormat {
    /// The format as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DateFormat {
    type Error = String;

    fn try_from(format: String) -> Result<Self, String> {
        let moment = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
        match strtime::format(&format, &moment) {
            Err(error) => {
                Err(format!("expected a date format such as \"%d %b %Y %H:%M\", found {format:?}: {error}"))
            }
            Ok(printed) if printed == format => Err(format!(
                "expected a date format such as \"%d %b %Y %H:%M\", found {format:?} without a field"
            )),
            Ok(_) => Ok(Self(format)),
        }
    }
}

impl From<DateFormat> for String {
    fn from(format: DateFormat) -> Self {
        format.0
    }
}
