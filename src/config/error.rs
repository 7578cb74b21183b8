//! What can be wrong with a configuration.

use std::path::PathBuf;

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is no configuration.
    #[error("{}:{line}: {field}{cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The key, followed by a colon and a space, or empty.
        field: String,
        /// What was expected.
        cause: String,
    },
    /// A variable of the environment is none of the configuration's keys, or has no value for it.
    #[error("{variable}: {cause}")]
    Variable {
        /// The variable.
        variable: String,
        /// What was expected.
        cause: String,
    },
    /// A value is out of bounds. The text names the key.
    #[error("{0}")]
    Invalid(String),
}
