//! The state of a feed in a few words, as all pages show it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::feed::Condition;

/// A state in words.
pub(super) struct StatePart {
    /// The name that the style sheet knows.
    pub(super) class: &'static str,
    pub(super) word: &'static str,
    /// The moment that belongs to the word, for machines and for people.
    pub(super) moment: Option<(String, String)>,
}

impl StatePart {
    pub(super) fn new(condition: Condition, moment: Option<Timestamp>) -> Self {
        let (class, word) = match (condition, moment) {
            (Condition::NeverFetched, _) => ("never", "never fetched"),
            (Condition::Fresh, None) => ("fresh", "fresh"),
            (Condition::Fresh, Some(_)) => ("fresh", "fresh, changed"),
            (Condition::Stale, None) => ("stale", "stale"),
            (Condition::Stale, Some(_)) => ("stale", "stale, changed"),
            (Condition::Failing, Some(_)) => ("failing", "failing since"),
            (Condition::Failing, None) => ("failing", "failing"),
        };
        let moment = moment.map(|moment| (moment.to_string(), day_and_time(moment)));
        Self { class, word, moment }
    }
}

/// A moment for people, in UTC.
pub(super) fn day_and_time(moment: Timestamp) -> String {
    let civil = moment.to_zoned(TimeZone::UTC);
    civil.strftime("%-d %b %Y, %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_feed_says_since_when() {
        let part = StatePart::new(Condition::Failing, Some("2024-05-06T07:08:09Z".parse().unwrap()));

        assert_eq!((part.class, part.word), ("failing", "failing since"));
        assert_eq!(
            part.moment,
            Some(("2024-05-06T07:08:09Z".to_owned(), "6 May 2024, 07:08 UTC".to_owned()))
        );
    }
}
