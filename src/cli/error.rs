//! Why a command did not do what it was asked for.

use crate::app::AppError;
use crate::config::ConfigError;
use crate::site::LookupError;

/// Why a command ended without its result.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The arguments do not go together.
    #[error("{0}")]
    Usage(String),
    /// The work was done and its answer is no.
    #[error("{0}")]
    Failed(String),
    /// A file could not be read.
    #[error("{name} cannot be read")]
    Input {
        /// The file.
        name: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Standard output could not be written.
    #[error("the output cannot be written")]
    Output(#[from] std::io::Error),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The service.
    #[error(transparent)]
    App(#[from] AppError),
    /// No such site or feed.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// A page could not be fetched or read.
    #[error(transparent)]
    Service(#[from] std::sync::Arc<crate::feed::ServiceError>),
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// A document could not be written.
    #[error(transparent)]
    Render(#[from] crate::render::RenderError),
}

impl CliError {
    /// 2 where the command was used wrongly, else 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Lookup(_) | Self::Config(_) => 2,
            Self::Service(error) if error.is_unknown() => 2,
            _ => 1,
        }
    }
}

impl From<crate::feed::ServiceError> for CliError {
    fn from(error: crate::feed::ServiceError) -> Self {
        Self::Service(std::sync::Arc::new(error))
    }
}
