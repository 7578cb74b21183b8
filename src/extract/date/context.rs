//! What a reader of dates has to know, and what it answers.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::model::{DateSource, Dated, Moment, Precision};

/// What is known about the page that a date stands on.
#[derive(Clone, Copy, Debug)]
pub struct DateContext<'a> {
    /// The moment of reading. Relative dates count from it, dates without a year are placed by it, and dates more than
    /// two years after it are refused.
    pub now: Timestamp,
    /// The time zone of the site; it applies to every date without an offset of its own.
    pub zone: &'a TimeZone,
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
    /// Whether 03/04/2024 is in April or in March, where that was configured or inferred from the whole page.
    pub order: Option<DayMonthOrder>,
}

/// Which number comes first in a date such as 03/04/2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayMonthOrder {
    /// 03/04/2024 is the third of April.
    DayFirst,
    /// 03/04/2024 is the fourth of March.
    MonthFirst,
}

/// A date that was read from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDate {
    /// The moment, in whole seconds, with the offset that the text or the zone of the site gives it.
    pub moment: Moment,
    /// Whether the text gave an hour. Without one the moment is the start of the day in the zone of the site.
    pub precision: Precision,
    /// Whether the text counted from the moment of reading ("3 hours ago").
    pub relative: bool,
}

impl ParsedDate {
    /// Adds where the date was found. Relative text that people read becomes [`DateSource::Relative`], wherever it
    /// stood; sources made for machines keep their name.
    pub const fn dated(self, source: DateSource) -> Dated {
        let source = match source {
            DateSource::Text | DateSource::Rule | DateSource::TimeElement if self.relative => {
                DateSource::Relative
            }
            other => other,
        };
        Dated { moment: self.moment, precision: self.precision, source }
    }
}

impl DateContext<'_> {
    /// The day of reading in the zone of the site.
    pub(super) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// The last moment that a date may have.
    pub(super) fn latest(&self) -> Timestamp {
        let two_years = (2 * 366 * 24).hours();
        self.now.checked_add(two_years).unwrap_or(Timestamp::MAX)
    }

    /// Whether the page is in the language with this primary subtag.
    pub(super) fn speaks(&self, primary: &str) -> bool {
        self.subtags().next().is_some_and(|subtag| subtag.eq_ignore_ascii_case(primary))
    }

    /// Whether the language of the page is that of this region (ISO 3166-1 alpha-2).
    pub(super) fn is_of_region(&self, region: &str) -> bool {
        self.subtags().skip(1).any(|subtag| subtag.eq_ignore_ascii_case(region))
    }

    fn subtags(&self) -> impl Iterator<Item = &str> {
        self.language.unwrap_or_default().split(['-', '_'])
    }
}
