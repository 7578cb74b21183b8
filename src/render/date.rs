//! Dates in the forms of the formats, each with the offset that the item was published in.

use chrono::{DateTime, FixedOffset, Offset as _, Utc};
use jiff::Timestamp;

use crate::model::Moment;

/// The second of January of the year 1. Neither RFC 2822 nor RFC 3339 has years before it in every offset.
const EARLIEST: Timestamp = Timestamp::constant(-62_135_510_400, 0);

/// RSS: RFC 822 with a year of four digits, as in RFC 2822 §3.3. The names of days and months are always English.
pub(super) fn rfc_2822(moment: Moment) -> String {
    printable(moment).zoned().strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// JSON Feed: RFC 3339 with whole seconds.
pub(super) fn rfc_3339(moment: Moment) -> String {
    printable(moment).to_string()
}

/// Atom: the type that `atom_syndication` writes as RFC 3339 (RFC 4287 §3.3), cut to whole seconds.
pub(super) fn atom(moment: Moment) -> DateTime<FixedOffset> {
    let moment = printable(moment);
    let seconds = moment.timestamp().as_millisecond().div_euclid(1000);
    let offset = FixedOffset::east_opt(moment.offset().seconds()).unwrap_or_else(|| Utc.fix());
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().with_timezone(&offset)
}

/// The moment as the standards can write it: not before the year 1, the offset in whole minutes and shorter than a day.
/// Local mean times of the nineteenth century have offsets with seconds; they are printed in UTC.
fn printable(moment: Moment) -> Moment {
    let offset = moment.offset().seconds();
    if moment.timestamp() < EARLIEST {
        Moment::utc(EARLIEST)
    } else if offset % 60 != 0 || offset.abs() >= 24 * 3600 {
        Moment::utc(moment.timestamp())
    } else {
        moment
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;

    fn moment(text: &str) -> Moment {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn a_date_keeps_the_offset_it_was_published_in() {
        let moment = moment("2022-09-10T22:12:05+03:00");
        assert_eq!(rfc_2822(moment), "Sat, 10 Sep 2022 22:12:05 +0300");
        assert_eq!(rfc_3339(moment), "2022-09-10T22:12:05+03:00");
        assert_eq!(atom(moment).to_rfc3339(), "2022-09-10T22:12:05+03:00");
    }

    #[test]
    fn fractions_of_a_second_are_cut_the_same_way_in_every_format() {
        for text in ["2022-09-10T22:12:05.75Z", "1955-11-05T06:15:00.25Z"] {
            let moment = moment(text);
            assert_eq!(atom(moment).to_rfc3339(), rfc_3339(moment));
        }
    }

    #[test]
    fn offsets_that_the_standards_cannot_write_become_utc() {
        for seconds in [-18_000 - 36, 25 * 3600] {
            let moment = Moment::new(Timestamp::UNIX_EPOCH, Offset::from_seconds(seconds).unwrap());
            assert_eq!(rfc_2822(moment), "Thu, 01 Jan 1970 00:00:00 +0000");
            assert_eq!(rfc_3339(moment), "1970-01-01T00:00:00+00:00");
        }
    }

    #[test]
    fn the_ends_of_time_can_be_written() {
        for timestamp in [Timestamp::MIN, Timestamp::MAX] {
            for offset in [Offset::MIN, Offset::UTC, Offset::MAX] {
                let moment = Moment::new(timestamp, offset);
                assert_eq!(rfc_3339(moment).len(), "1970-01-01T00:00:00+00:00".len());
                assert_eq!(atom(moment).to_rfc3339(), rfc_3339(moment));
            }
        }
    }
}
