//! The `[cache]` table of the configuration.

use serde::Deserialize;

const MIB: u64 = 1024 * 1024;
const YEAR_SECONDS: u64 = 365 * 24 * 60 * 60;

/// How much the cache holds and how long a value is good. Every key is optional.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CacheSettings {
    /// Bytes of values held in memory; 1 MiB to 1 TiB.
    pub max_bytes: u64,
    /// Seconds that a value is fresh where nothing more exact is known; 1 second to 1 year.
    pub ttl_seconds: u64,
    /// Seconds after the end of its freshness for which caches on the way may still hand a value out; at most 10 years.
    pub stale_seconds: u64,
}

/// A setting that is out of its range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cache.{field}: expected {minimum} to {maximum} {unit}, found {found}")]
pub struct CacheSettingsError {
    /// The key within `[cache]`.
    pub field: &'static str,
    /// The smallest value that is taken.
    pub minimum: u64,
    /// The largest value that is taken.
    pub maximum: u64,
    /// What the number counts.
    pub unit: &'static str,
    /// The value that was given.
    pub found: u64,
}

impl CacheSettings {
    /// Checks every range, so that no sum of a moment and a setting leaves the calendar later on.
    pub fn validate(&self) -> Result<(), CacheSettingsError> {
        in_range("max_bytes", self.max_bytes, MIB, MIB * MIB, "bytes")?;
        in_range("ttl_seconds", self.ttl_seconds, 1, YEAR_SECONDS, "seconds")?;
        in_range("stale_seconds", self.stale_seconds, 0, 10 * YEAR_SECONDS, "seconds")
    }
}

impl Default for CacheSettings {
    /// 64 MiB, a quarter of an hour, a week.
    fn default() -> Self {
        Self { max_bytes: 64 * MIB, ttl_seconds: 15 * 60, stale_seconds: 7 * 24 * 60 * 60 }
    }
}

fn in_range(
    field: &'static str,
    found: u64,
    minimum: u64,
    maximum: u64,
    unit: &'static str,
) -> Result<(), CacheSettingsError> {
    if (minimum..=maximum).contains(&found) {
        return Ok(());
    }
    Err(CacheSettingsError { field, minimum, maximum, unit, found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_table_gives_the_defaults_and_they_are_valid() {
        let settings: CacheSettings = toml::from_str("").unwrap();

        assert_eq!(settings, CacheSettings::default());
        assert_eq!(settings.validate(), Ok(()));
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let error = toml::from_str::<CacheSettings>("ttl = 60").unwrap_err();

        assert!(error.to_string().contains("unknown field `ttl`"), "{error}");
    }

    #[test]
    fn a_value_out_of_range_is_told_with_its_key_and_both_limits() {
        for (table, expected) in [
            ("max_bytes = 1000", "cache.max_bytes: expected 1048576 to 1099511627776 bytes, found 1000"),
            ("ttl_seconds = 0", "cache.ttl_seconds: expected 1 to 31536000 seconds, found 0"),
            (
                "stale_seconds = 315360001",
                "cache.stale_seconds: expected 0 to 315360000 seconds, found 315360001",
            ),
        ] {
            let settings: CacheSettings = toml::from_str(table).unwrap();

            let error = settings.validate().unwrap_err();

            assert_eq!(error.to_string(), expected);
        }
    }
}
