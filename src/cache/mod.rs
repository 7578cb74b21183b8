//! A single-flight cache weighed in bytes that serves stale values while it revalidates them (the behaviour RFC 5861
//! names). It knows no feeds and no HTTP: moka holds and evicts the values, this module adds what moka has not, one load
//! however many ask and an old value at once while a new one is fetched.

mod error;
mod flight;
mod kept;
mod revalidate;
mod settings;

pub use error::LoadError;
pub use kept::{Found, Kept, Served, Weigh};
pub use revalidate::Cache;
pub use settings::{CacheSettings, CacheSettingsError};

#[cfg(test)]
mod tests;
