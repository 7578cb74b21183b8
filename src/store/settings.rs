//! The `[store]` table of the configuration.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Deserialize;

/// Where the store is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreSettings {
    /// The address of the store. Without one the caller puts a file into its data folder.
    pub url: Option<StoreUrl>,
    /// Bytes that the database may take, at least 1 MiB; without it as many as the disk has. Beyond it nothing is saved any
    /// more, as on a full disk. A database that is larger already does not grow.
    pub max_bytes: Option<u64>,
    /// Seconds that a write waits for another program that writes to the same database, 0 to 60.
    pub lock_seconds: u64,
}

/// A setting that is out of bounds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("store.{field}: expected {least} to {most}, found {found}")]
pub struct StoreSettingsError {
    /// The setting.
    pub field: &'static str,
    /// The least value.
    pub least: u64,
    /// The largest value.
    pub most: u64,
    /// The value.
    pub found: u64,
}

/// The address of a store that this build can open.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum StoreUrl {
    /// `sqlite:PATH`: a SQLite database in a file, relative to the working directory unless the path is absolute.
    SqliteFile(PathBuf),
    /// `sqlite::memory:`: a SQLite database that is gone when it is closed.
    SqliteMemory,
}

/// Why a text is not the address of a store. It names the scheme alone, since an address may carry a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreUrlError {
    /// No scheme.
    #[error("expected a store as sqlite:PATH, found an address without a scheme")]
    NoScheme,
    /// A scheme that no build knows.
    #[error("expected a store as sqlite:PATH, found the scheme {0:?}")]
    UnknownScheme(String),
    /// A scheme that needs a backend this build has not.
    #[error("expected a store as sqlite:PATH, found the scheme {0:?}, for which this build has no backend")]
    NoBackend(String),
    /// `sqlite:` alone.
    #[error("expected a path after sqlite:, found none")]
    NoPath,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self { url: None, max_bytes: None, lock_seconds: 10 }
    }
}

impl StoreSettings {
    /// Checks every bound.
    ///
    /// # Errors
    /// The first setting that is out of bounds.
    pub fn validate(&self) -> Result<(), StoreSettingsError> {
        const LEAST_BYTES: u64 = 1 << 20;
        let bytes = self.max_bytes.map(|bytes| ("max_bytes", bytes, LEAST_BYTES, 1 << 44));
        let bounds = [("lock_seconds", self.lock_seconds, 0, 60)].into_iter().chain(bytes);
        let mut wrong = bounds.filter(|(_, found, least, most)| !(least..=most).contains(&found));
        wrong.next().map_or(Ok(()), |(field, found, least, most)| {
            Err(StoreSettingsError { field, least, most, found })
        })
    }
}

impl FromStr for StoreUrl {
    type Err = StoreUrlError;

    fn from_str(text: &str) -> Result<Self, StoreUrlError> {
        let (scheme, rest) = text.split_once(':').ok_or(StoreUrlError::NoScheme)?;
        match scheme {
            "sqlite" => sqlite(rest),
            "redis" | "rediss" => Err(StoreUrlError::NoBackend(scheme.to_owned())),
            _ => Err(StoreUrlError::UnknownScheme(scheme.to_owned())),
        }
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SqliteFile(path) => write!(f, "sqlite:{}", path.display()),
            Self::SqliteMemory => f.write_str("sqlite::memory:"),
        }
    }
}

impl TryFrom<String> for StoreUrl {
    type Error = StoreUrlError;

    fn try_from(text: String) -> Result<Self, StoreUrlError> {
        text.parse()
    }
}

/// The part after `sqlite:`. Other programs write an absolute path as `sqlite:///PATH`, so that is taken too.
fn sqlite(rest: &str) -> Result<StoreUrl, StoreUrlError> {
    match rest.strip_prefix("//").unwrap_or(rest) {
        "" => Err(StoreUrlError::NoPath),
        ":memory:" => Ok(StoreUrl::SqliteMemory),
        path => Ok(StoreUrl::SqliteFile(PathBuf::from(path))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_address_is_a_path_or_memory() {
        for (text, expected) in [
            ("sqlite:data/feeds.db", StoreUrl::SqliteFile("data/feeds.db".into())),
            ("sqlite:/var/feeds.db", StoreUrl::SqliteFile("/var/feeds.db".into())),
            ("sqlite:///var/feeds.db", StoreUrl::SqliteFile("/var/feeds.db".into())),
            ("sqlite::memory:", StoreUrl::SqliteMemory),
        ] {
            assert_eq!(text.parse(), Ok(expected.clone()));
            assert_eq!(expected.to_string().parse(), Ok(expected));
        }
    }

    #[test]
    fn an_address_without_a_backend_is_refused_without_telling_its_password() {
        for (text, expected) in [
            ("feeds.db", StoreUrlError::NoScheme),
            ("sqlite:", StoreUrlError::NoPath),
            ("mongodb://host", StoreUrlError::UnknownScheme("mongodb".to_owned())),
            ("redis://:secret@host", StoreUrlError::NoBackend("redis".to_owned())),
            ("rediss://:secret@host", StoreUrlError::NoBackend("rediss".to_owned())),
        ] {
            let error = text.parse::<StoreUrl>().unwrap_err();

            assert_eq!(error, expected);
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn the_table_takes_an_address_and_nothing_unknown() {
        let settings: StoreSettings = toml::from_str("url = 'sqlite:feeds.db'").unwrap();
        assert_eq!(settings.url, Some(StoreUrl::SqliteFile("feeds.db".into())));

        assert_eq!(toml::from_str(""), Ok(StoreSettings::default()));
        for (table, expected) in [
            ("max_bytes = 4096", "store.max_bytes: expected 1048576 to 17592186044416, found 4096"),
            ("lock_seconds = 61", "store.lock_seconds: expected 0 to 60, found 61"),
        ] {
            let settings: StoreSettings = toml::from_str(table).unwrap();
            assert_eq!(settings.validate().unwrap_err().to_string(), expected);
        }
        assert_eq!(StoreSettings::default().validate(), Ok(()));

        assert!(toml::from_str::<StoreSettings>("path = 'feeds.db'").is_err());
        let error = toml::from_str::<StoreSettings>("url = 'redis://host'").unwrap_err();
        assert!(error.to_string().contains("this build has no backend"), "{error}");
    }
}
