//! Dates as pages write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use url::Url;

use crate::model::{DateSource, Dated, Moment, Precision};

/// What is known about the page a date stands on.
#[derive(Clone, Copy, Debug)]
pub struct DateContext<'a> {
    /// The moment of reading.
    pub now: Timestamp,
    /// The zone of dates that name none.
    pub zone: &'a TimeZone,
    /// BCP 47 tag of the text, where it is known.
    pub language: Option<&'a str>,
    /// The order of day and month in dates of digits, where it is known.
    pub order: Option<DayMonthOrder>,
}

/// The order of day and month in a date of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMonthOrder {
    /// 10/09/2022 is in September.
    DayFirst,
    /// 10/09/2022 is in October.
    MonthFirst,
}

/// A date that was read from text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDate {
    /// The moment.
    pub moment: Moment,
    /// Whether an hour was given.
    pub precision: Precision,
    /// Whether it was told relative to the moment of reading.
    pub relative: bool,
}

impl ParsedDate {
    /// Adds where the date was found.
    pub const fn dated(self, source: DateSource) -> Dated {
        Dated {
            moment: self.moment,
            precision: self.precision,
            source,
        }
    }
}

/// Reads a text that is a date and nothing else.
pub fn parse(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    let text = text.trim();
    let exact = |moment| ParsedDate {
        moment,
        precision: Precision::Minute,
        relative: false,
    };
    let pieces = jiff::fmt::temporal::DateTimeParser::new();
    if let Ok(timestamp) = pieces.parse_timestamp(text) {
        let offset = pieces.parse_pieces(text).ok()?.to_numeric_offset()?;
        return Some(exact(Moment::new(timestamp, offset)));
    }
    if text.len() > 10
        && let Ok(local) = text.parse::<DateTime>()
    {
        return Some(exact(local.to_zoned(context.zone.clone()).ok()?.into()));
    }
    day(text.parse::<Date>().ok()?, context)
}

/// Finds the first date in a text.
pub fn find(text: &str, context: &DateContext<'_>) -> Option<ParsedDate> {
    text.split_whitespace().find_map(|word| parse(word, context))
}

/// Reads the day from the path of an address (`/2022/09/10/`).
pub fn from_url(url: &Url, context: &DateContext<'_>) -> Option<ParsedDate> {
    let segments = url.path_segments()?.collect::<Vec<_>>();
    segments.windows(3).find_map(|parts| match parts {
        [year, month, date] if year.len() == 4 => {
            let date = Date::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?).ok()?;
            day(date, context)
        }
        _ => None,
    })
}

fn day(date: Date, context: &DateContext<'_>) -> Option<ParsedDate> {
    let zoned: Zoned = date.to_zoned(context.zone.clone()).ok()?;
    Some(ParsedDate {
        moment: zoned.into(),
        precision: Precision::Day,
        relative: false,
    })
}
