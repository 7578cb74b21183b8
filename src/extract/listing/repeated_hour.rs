//! The hour that clocks show twice when daylight saving ends. Local times of that hour do not tell which of the two they
//! are of; the order of the page does.

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::model::{Dated, Entry, Moment, Precision};

/// Moves dates of a repeated hour, which were taken for its first showing, to the second one where only that keeps the
/// entries in their order, the newest first. Nothing moves beyond `now`.
pub(super) fn settle(entries: &mut [Entry], zone: &TimeZone, now: Timestamp) {
    let mut older: Option<Moment> = None;
    for dated in entries.iter_mut().rev().filter_map(|entry| entry.published.as_mut()) {
        if let Some(older) = older.filter(|older| dated.moment < *older)
            && let Some(second) = second_showing(dated, zone)
            && (older.timestamp()..=now).contains(&second.timestamp())
        {
            dated.moment = second;
        }
        older = Some(dated.moment);
    }
}

/// The same local time an hour later, when the clocks showed it twice and the date is of the first time.
fn second_showing(dated: &Dated, zone: &TimeZone) -> Option<Moment> {
    let ambiguous = zone.to_ambiguous_zoned(dated.moment.zoned().datetime());
    let AmbiguousOffset::Fold { before, .. } = ambiguous.offset() else { return None };
    let is_of_the_first = dated.precision == Precision::Minute && dated.moment.offset() == before;
    is_of_the_first.then(|| ambiguous.later().ok().map(Moment::from)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateSource;

    /// Beirut showed 23:00 to 24:00 of the 26th of October 2024 twice.
    fn settled(moments: &[&str], now: &str) -> Vec<String> {
        let mut entries: Vec<Entry> = moments
            .iter()
            .map(|moment| Entry {
                published: Some(Dated {
                    moment: serde_json::from_value((*moment).into()).unwrap(),
                    precision: Precision::Minute,
                    source: DateSource::Text,
                }),
                ..Entry::default()
            })
            .collect();
        settle(&mut entries, &TimeZone::get("Asia/Beirut").unwrap(), now.parse().unwrap());
        entries.iter().map(|entry| entry.published.unwrap().moment.to_string()).collect()
    }

    #[test]
    fn the_order_of_the_page_tells_the_second_showing_of_an_hour_from_the_first() {
        let page = [
            "2024-10-26T23:20:00+03:00",
            "2024-10-26T23:05:00+03:00",
            "2024-10-26T23:50:00+03:00",
            "2024-10-26T22:10:00+03:00",
        ];
        assert_eq!(
            settled(&page, "2024-10-26T22:30:00Z"),
            [
                "2024-10-26T23:20:00+02:00",
                "2024-10-26T23:05:00+02:00",
                "2024-10-26T23:50:00+03:00",
                "2024-10-26T22:10:00+03:00"
            ]
        );
    }

    #[test]
    fn times_in_order_in_the_future_or_of_other_hours_stay() {
        for (page, now) in [
            (["2024-10-26T23:40:00+03:00", "2024-10-26T23:10:00+03:00"], "2024-10-27T09:00:00Z"),
            (["2024-10-26T23:10:00+03:00", "2024-10-26T23:40:00+03:00"], "2024-10-26T20:50:00Z"),
            (["2024-10-26T21:10:00+03:00", "2024-10-26T21:40:00+03:00"], "2024-10-27T09:00:00Z"),
        ] {
            assert_eq!(settled(&page, now), page);
        }
    }
}
