//! What a definition expects of a listing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Entry;

/// The `expect` table of a definition or of one of its feeds: what a listing must have to be taken for what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expect {
    /// The fewest entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<usize>,
    /// Fields that at least four of five entries have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// A field of an entry that may be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title.
    Title,
    /// The address.
    Link,
    /// The teaser.
    Summary,
    /// The date.
    Date,
    /// The picture.
    Image,
    /// An author.
    Author,
    /// A label.
    Tags,
}

/// An expectation that a listing does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// What is expected something of: `entries` or the name of a field.
    pub what: &'static str,
    /// What is expected, for people.
    pub expected: String,
    /// What was found, for people.
    pub found: String,
}

impl Expect {
    /// Whether nothing is expected.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_none() && self.fields.is_empty()
    }

    /// These expectations, with those of the site where this has none.
    pub fn over(self, site: &Self) -> Self {
        Self {
            entries: self.entries.or(site.entries),
            fields: if self.fields.is_empty() { site.fields.clone() } else { self.fields },
        }
    }

    /// What these entries do not meet. Without entries no field is looked at.
    pub fn unmet(&self, entries: &[Entry]) -> Vec<Unmet> {
        let all = entries.len();
        let few = self.entries.filter(|least| all < *least).map(|least| Unmet {
            what: "entries",
            expected: format!("at least {least} entries"),
            found: format!("{all} entries"),
        });
        let fields: BTreeMap<Field, usize> = self
            .fields
            .iter()
            .filter(|_| all > 0)
            .map(|field| (*field, entries.iter().filter(|entry| field.is_filled(entry)).count()))
            .collect();
        let lacking = fields.into_iter().filter(|(_, filled)| filled * 5 < all * 4);
        let lacking = lacking.map(|(field, filled)| Unmet {
            what: field.as_str(),
            expected: format!("{} in at least 4 of 5 entries", field.as_str()),
            found: format!("{} in {filled} of {all} entries", field.as_str()),
        });
        few.into_iter().chain(lacking).collect()
    }
}

impl Field {
    /// The name in a definition.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Link => "link",
            Self::Summary => "summary",
            Self::Date => "date",
            Self::Image => "image",
            Self::Author => "author",
            Self::Tags => "tags",
        }
    }

    fn is_filled(self, entry: &Entry) -> bool {
        match self {
            Self::Title => entry.title.is_some(),
            Self::Link => entry.url.is_some(),
            Self::Summary => entry.summary.is_some(),
            Self::Date => entry.published.is_some(),
            Self::Image => entry.image.is_some(),
            Self::Author => !entry.authors.is_empty(),
            Self::Tags => !entry.tags.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(titled: usize, untitled: usize) -> Vec<Entry> {
        let titled =
            (0..titled).map(|number| Entry { title: Some(format!("Title {number}")), ..Entry::default() });
        titled.chain((0..untitled).map(|_| Entry::default())).collect()
    }

    #[test]
    fn too_few_entries_and_a_field_that_most_lack_are_told() {
        let expect = Expect { entries: Some(6), fields: vec![Field::Title, Field::Date] };
        let told: Vec<(&str, String)> =
            expect.unmet(&entries(4, 1)).into_iter().map(|unmet| (unmet.what, unmet.found)).collect();
        assert_eq!(
            told,
            [("entries", "5 entries".to_owned()), ("date", "date in 0 of 5 entries".to_owned())]
        );
        assert_eq!(Expect { entries: Some(5), fields: vec![Field::Title] }.unmet(&entries(4, 1)), []);
        assert_eq!(Expect::default().unmet(&[]), []);
    }

    #[test]
    fn a_feed_takes_from_its_site_what_it_does_not_say_itself() {
        let site = Expect { entries: Some(5), fields: vec![Field::Date] };
        let own = Expect { entries: Some(2), fields: Vec::new() };
        assert_eq!(own.over(&site), Expect { entries: Some(2), fields: vec![Field::Date] });
    }
}
