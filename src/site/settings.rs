//! Where a user's own definitions are.

use std::path::PathBuf;

use serde::Deserialize;

/// The `[sites]` table of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SitesSettings {
    /// A folder of definitions that extend or override those that come with the program.
    pub dir: Option<PathBuf>,
    /// Whether a change in the folder is taken over while the service runs.
    pub reload: bool,
}

impl Default for SitesSettings {
    fn default() -> Self {
        Self { dir: None, reload: true }
    }
}
