//! The last weeks of a feed, day by day: what its site published and how its refreshes ended.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::Serialize;

use super::ServiceError;
use super::outcome::Outcome;
use super::service::Service;
use crate::site::{FeedDefinition, FeedSource};
use crate::store::RefreshDay;

/// What became of a feed on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedDay {
    /// The day, UTC.
    pub day: Date,
    /// Items that the feed has and that were published on it.
    pub items: usize,
    /// How the refreshes of the day ended.
    pub refreshes: Vec<DayOutcome>,
}

/// The refreshes of a day that ended the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayOutcome {
    /// How, as a stable word.
    pub outcome: String,
    /// How many.
    pub times: u32,
    /// Items that were new at them.
    pub new_items: usize,
}

/// How many days are told of.
const DAYS: usize = 28;

impl FeedDay {
    /// How many refreshes of the day went well, and how many did not.
    pub fn told(&self) -> (u32, u32) {
        self.refreshes.iter().fold((0, 0), |(well, failed), refresh| {
            match Outcome::of_name(&refresh.outcome).is_some_and(Outcome::is_well) {
                true => (well + refresh.times, failed),
                false => (well, failed + refresh.times),
            }
        })
    }
}

impl Service {
    /// The last four weeks of a feed up to today, the oldest day first.
    pub(super) async fn weeks(&self, definition: &FeedDefinition) -> Result<Vec<FeedDay>, ServiceError> {
        let now = self.now();
        let before = SignedDuration::from_hours(24 * i64::try_from(DAYS).unwrap_or(i64::MAX));
        let since = now.saturating_sub(before).unwrap_or(Timestamp::MIN);
        let ended = self.store.refreshes(&definition.key, since).await?;
        let feeds = match &definition.source {
            FeedSource::Merge(parts) => parts.clone(),
            FeedSource::Listing { .. } | FeedSource::Mix(_) => vec![definition.key.clone()],
        };
        Ok(days(now, &ended, &self.store.published(&feeds, since).await?))
    }
}

/// The days up to that of a moment.
fn days(now: Timestamp, ended: &[RefreshDay], published: &[Timestamp]) -> Vec<FeedDay> {
    let date = |moment: Timestamp| moment.to_zoned(TimeZone::UTC).date();
    let today = date(now);
    let published: Vec<Date> = published.iter().map(|moment| date(*moment)).collect();
    let of_day = |day: Date| FeedDay {
        day,
        items: published.iter().filter(|published| **published == day).count(),
        refreshes: ended
            .iter()
            .filter(|ended| date(ended.first_at) == day)
            .map(|ended| DayOutcome {
                outcome: ended.outcome.clone(),
                times: ended.times,
                new_items: ended.new_items,
            })
            .collect(),
    };
    let back = |days: usize| today.saturating_sub(i64::try_from(days).unwrap_or(i64::MAX).days());
    (0..DAYS).rev().map(|days| of_day(back(days))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn ended(first_at: &str, outcome: &str, times: u32) -> RefreshDay {
        let first_at = at(first_at);
        let day = first_at.as_second().div_euclid(86_400);
        RefreshDay {
            day,
            outcome: outcome.to_owned(),
            times,
            first_at,
            last_at: first_at,
            entries: 9,
            new_items: 2,
            detail: None,
        }
    }

    #[test]
    fn four_weeks_end_today_and_each_day_has_what_was_published_and_how_refreshes_ended() {
        let now = at("2026-03-02T09:30:00Z");
        let refreshes = [
            ended("2026-03-01T00:00:00Z", "ok", 40),
            ended("2026-03-01T23:59:59Z", "timeout", 3),
            ended("2026-01-01T12:00:00Z", "ok", 1),
        ];
        let published = [at("2026-03-02T09:00:00Z"), at("2026-03-01T23:59:59Z"), at("2026-03-01T00:00:00Z")];

        let days = days(now, &refreshes, &published);

        assert_eq!(days.len(), 28);
        assert_eq!(days[0].day.to_string(), "2026-02-03");
        assert_eq!((days[27].day.to_string().as_str(), days[27].items), ("2026-03-02", 1));
        assert_eq!((days[26].items, days[26].told()), (2, (40, 3)));
        assert!(days[..26].iter().all(|day| day.items == 0 && day.refreshes.is_empty()));
    }
}
