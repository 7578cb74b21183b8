//! All settings, as one record.

use std::path::PathBuf;

use serde::Deserialize;

use super::ConfigError;
use crate::cache::CacheSettings;
use crate::feed::{FeedSettings, WebSubSettings};
use crate::fetch::FetchSettings;
use crate::site::SitesSettings;
use crate::store::{StoreSettings, StoreUrl};
use crate::telemetry::TelemetrySettings;
use crate::web::{AccessSettings, WebSettings};

/// `feedmill.toml`. Every key is optional.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The folder for what must survive a restart.
    pub data_dir: PathBuf,
    /// `[server]`: where and how the service listens.
    pub server: WebSettings,
    /// `[access]`: who may make it fetch pages on demand.
    pub access: AccessSettings,
    /// `[fetch]`: what goes out.
    pub fetch: FetchSettings,
    /// `[cache]`: how much memory, and how long a feed is fresh.
    pub cache: CacheSettings,
    /// `[store]`: what survives a restart.
    pub store: StoreSettings,
    /// `[sites]`: a user's own definitions.
    pub sites: SitesSettings,
    /// `[feeds]`: bounds of feeds and refreshes.
    pub feeds: FeedSettings,
    /// `[websub]`: the hub that is told of changes.
    pub websub: WebSubSettings,
    /// `[log]`: what is told on standard error.
    pub log: TelemetrySettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("feedmill-data"),
            server: WebSettings::default(),
            access: AccessSettings::default(),
            fetch: FetchSettings::default(),
            cache: CacheSettings::default(),
            store: StoreSettings::default(),
            sites: SitesSettings::default(),
            feeds: FeedSettings::default(),
            websub: WebSubSettings::default(),
            log: TelemetrySettings::default(),
        }
    }
}

impl Settings {
    /// The address of the store: the one that is set, else a file in the data folder.
    pub fn store_url(&self) -> StoreUrl {
        self.store.url.clone().unwrap_or_else(|| StoreUrl::SqliteFile(self.data_dir.join("feedmill.sqlite3")))
    }

    /// Checks what no single value can tell.
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        let invalid = |error: &dyn std::error::Error| ConfigError::Invalid(error.to_string());
        self.server.validate().map_err(|error| invalid(&error))?;
        self.access.validate().map_err(|error| invalid(&error))?;
        self.fetch.validate().map_err(|error| invalid(&error))?;
        self.cache.validate().map_err(|error| invalid(&error))?;
        self.feeds.validate().map_err(|error| invalid(&error))?;
        self.store.validate().map_err(|error| invalid(&error))?;
        let public_url = self.server.public_url.as_deref();
        self.websub.validate(public_url).map_err(|error| invalid(&error))?;
        self.log.validate().map_err(|error| {
            ConfigError::Invalid(format!(
                "log.filter: expected a filter such as \"info\", found {:?}: {error}",
                self.log.filter
            ))
        })
    }
}
