//! What an operator may set about feeds.

use serde::Deserialize;

/// Bounds of feeds and of their refreshes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedSettings {
    /// Items that a feed shows when a reader sets no limit, 1 to 1,000.
    pub items: usize,
    /// Items that the archive keeps of a feed, at least `items`, at most 100,000. It keeps more only until they stand in a
    /// page of the feed's history.
    pub archive_items: usize,
    /// Articles that one refresh fetches at most, 0 to 500. The rest follows at the next refreshes.
    pub articles_per_refresh: usize,
    /// After this many seconds a refresh begins no further article, nor, counted apart, a further page of the listing,
    /// 1 to 600.
    pub articles_seconds: u64,
    /// A listed article younger than two days is looked at again after half of its age, but not sooner than after this many
    /// seconds, 60 to 604,800.
    pub recheck_seconds: u64,
    /// How many seconds a joined feed waits for its parts before it shows what is there, 1 to 60.
    pub merge_wait_seconds: u64,
    /// The least time between two refreshes that is learnt from how often a feed publishes, 1 to 86,400 seconds.
    pub least_interval_seconds: u64,
    /// The most time between two refreshes that is learnt, at least the least, at most 604,800 seconds.
    pub most_interval_seconds: u64,
    /// A feed is refreshed ahead of its readers for so many seconds after it was last asked for, 0 to 2,592,000; with 0 only
    /// when one asks.
    pub prefetch_seconds: u64,
    /// How many feeds are refreshed ahead at once, 1 to 64.
    pub prefetch_at_once: usize,
    /// How many converted pages are known, with their items and states, 10 to 1,000,000. Beyond that those are forgotten that
    /// nobody has asked for for longest.
    pub converted_pages: usize,
    /// A page that is not what it was is taken when it was seen so often in a row, 1 to 100.
    pub accept_after: u32,
}

/// How many items beyond `archive_items` a feed keeps as long as they stand in no page of its history: as many as a listing
/// has at most, so that whatever one refresh pushes out can be filed.
pub(super) const UNFILED_ITEMS: usize = 2_000;

/// A setting that is out of bounds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("feeds.{field}: expected {least} to {most}, found {found}")]
pub struct FeedSettingsError {
    /// The setting.
    pub field: &'static str,
    /// The least value.
    pub least: u64,
    /// The largest value.
    pub most: u64,
    /// The value.
    pub found: u64,
}

impl Default for FeedSettings {
    fn default() -> Self {
        Self {
            items: 50,
            archive_items: 2_000,
            articles_per_refresh: 60,
            articles_seconds: 45,
            recheck_seconds: 3 * 3_600,
            merge_wait_seconds: 20,
            least_interval_seconds: 300,
            most_interval_seconds: 6 * 3_600,
            prefetch_seconds: 7 * 24 * 3_600,
            prefetch_at_once: 8,
            converted_pages: 2_000,
            accept_after: 3,
        }
    }
}

impl FeedSettings {
    /// Checks every bound.
    pub fn validate(&self) -> Result<(), FeedSettingsError> {
        let number = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
        let bounds = [
            ("items", number(self.items), 1, 1_000),
            ("archive_items", number(self.archive_items), number(self.items), 100_000),
            ("articles_per_refresh", number(self.articles_per_refresh), 0, 500),
            ("articles_seconds", self.articles_seconds, 1, 600),
            ("recheck_seconds", self.recheck_seconds, 60, 604_800),
            ("merge_wait_seconds", self.merge_wait_seconds, 1, 60),
            ("least_interval_seconds", self.least_interval_seconds, 1, 86_400),
            ("most_interval_seconds", self.most_interval_seconds, self.least_interval_seconds, 604_800),
            ("prefetch_seconds", self.prefetch_seconds, 0, 2_592_000),
            ("prefetch_at_once", number(self.prefetch_at_once), 1, 64),
            ("converted_pages", number(self.converted_pages), 10, 1_000_000),
            ("accept_after", u64::from(self.accept_after), 1, 100),
        ];
        bounds
            .into_iter()
            .find(|(_, found, least, most)| !(least..=most).contains(&found))
            .map_or(Ok(()), |(field, found, least, most)| {
                Err(FeedSettingsError { field, least, most, found })
            })
    }
}
