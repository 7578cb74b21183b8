//! A moment with the offset it was written in, and where it came from.

use std::fmt;

use jiff::tz::Offset;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// A point in time together with the UTC offset it was published in.
///
/// Two moments are ordered by their instant alone. The offset is kept so that a date without an hour stays on its day
/// when it is printed. Serialised as RFC 3339 (`2022-09-10T22:12:00+03:00`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    timestamp: Timestamp,
    offset: Offset,
}

/// How exactly a date was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Day, hour and minute.
    Minute,
    /// A day without an hour; the moment is that day's midnight in the zone of the site.
    Day,
}

/// Where a date was found. Closed list; shown as `date_source` in every JSON answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    /// A rule of the site definition.
    Rule,
    /// JSON-LD (`datePublished`).
    JsonLd,
    /// Another JSON block in the page.
    EmbeddedJson,
    /// A `meta` element (`article:published_time` and its relatives).
    Meta,
    /// Microdata or RDFa (`itemprop="datePublished"`).
    Microdata,
    /// Microformats (`dt-published`).
    Microformat,
    /// A `time` element's `datetime`.
    TimeElement,
    /// Readable text, absolute.
    Text,
    /// Readable text, relative to the moment of reading ("3 hours ago").
    Relative,
    /// The path of the address (`/2022/09/10/`).
    Url,
    /// A feed of the site itself.
    Feed,
    /// No date was found: the moment the item was first seen.
    FirstSeen,
}

impl DateSource {
    /// A stable name in snake case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::JsonLd => "json_ld",
            Self::EmbeddedJson => "embedded_json",
            Self::Meta => "meta",
            Self::Microdata => "microdata",
            Self::Microformat => "microformat",
            Self::TimeElement => "time_element",
            Self::Text => "text",
            Self::Relative => "relative",
            Self::Url => "url",
            Self::Feed => "feed",
            Self::FirstSeen => "first_seen",
        }
    }
}

/// A date with its precision and provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// The moment.
    pub moment: Moment,
    /// Whether an hour was given.
    pub precision: Precision,
    /// Where it was found.
    pub source: DateSource,
}

impl Moment {
    /// A moment as it was written: an instant and its offset from UTC.
    pub const fn new(timestamp: Timestamp, offset: Offset) -> Self {
        Self { timestamp, offset }
    }

    /// A moment in UTC.
    pub const fn utc(timestamp: Timestamp) -> Self {
        Self { timestamp, offset: Offset::UTC }
    }

    /// The instant.
    pub const fn timestamp(self) -> Timestamp {
        self.timestamp
    }

    /// The offset from UTC it was written in.
    pub const fn offset(self) -> Offset {
        self.offset
    }

    /// The civil date and time in that offset.
    pub fn zoned(self) -> Zoned {
        self.timestamp.to_zoned(self.offset.to_time_zone())
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.timestamp, self.offset).cmp(&(other.timestamp, other.offset))
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 with whole seconds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.zoned().strftime("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

impl From<Zoned> for Moment {
    fn from(zoned: Zoned) -> Self {
        Self::new(zoned.timestamp(), zoned.offset())
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let text = String::deserialize(deserializer)?;
        let pieces = jiff::fmt::temporal::DateTimeParser::new();
        let timestamp = pieces.parse_timestamp(&text).map_err(D::Error::custom)?;
        let offset = pieces
            .parse_pieces(&text)
            .ok()
            .and_then(|pieces| pieces.to_numeric_offset())
            .unwrap_or(Offset::UTC);
        Ok(Self::new(timestamp, offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_its_offset_through_json() {
        let moment: Moment = serde_json::from_str("\"2022-09-10T22:12:00+03:00\"").unwrap();
        assert_eq!(moment.to_string(), "2022-09-10T22:12:00+03:00");
        assert_eq!(moment.timestamp().to_string(), "2022-09-10T19:12:00Z");
        assert_eq!(serde_json::to_string(&moment).unwrap(), "\"2022-09-10T22:12:00+03:00\"");
    }

    #[test]
    fn moments_are_ordered_by_instant_whatever_their_offset() {
        let beirut: Moment = serde_json::from_str("\"2022-09-10T22:12:00+03:00\"").unwrap();
        let utc: Moment = serde_json::from_str("\"2022-09-10T20:00:00Z\"").unwrap();
        assert!(beirut < utc);
    }
}
